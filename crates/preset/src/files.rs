//! The files of a preset: `preset.toml` (what the shop is called, its categories, how its past went), `plan.toml`, `goods.csv`
//! (one product a row, with the group-buy that is offered of it) and `setup.json` (what staff sets up beside goods: requests of
//! the shop's own API, in their order).

use std::borrow::Cow;

use banyan_plan::money::{Currency, Rate};
use banyan_plan::time::{DAY, Time};
use banyan_plan::words::Lang;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;

/// The presets that come with the program, in the order in which they are listed.
const NAMES: [&str; 1] = ["groupbuy"];

#[derive(RustEmbed)]
#[folder = "../../presets"]
struct Files;

/// A preset whose files are wrong.
#[derive(Debug, thiserror::Error)]
#[error("presets/{file}: {wrong}")]
pub struct Broken {
    file: String,
    wrong: String,
}

/// A sentence in Chinese and English.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A shop ready to open.
#[derive(Debug)]
pub struct Preset {
    /// Its name on the command line, which is its folder's.
    pub id: &'static str,
    /// What the shop is called, which companies it is like, what it shows, and published figures that it is measured by.
    pub head: Head,
    /// Its plan, as TOML.
    pub plan: String,
    /// The plan's clock, in nanoseconds before UTC.
    utc_offset: i64,
    pub(crate) goods: Vec<Good>,
    pub(crate) calls: Vec<Call>,
}

impl Preset {
    /// When a past begins that ends at `now`: at midnight where the shop is, so many days ago.
    pub fn begins(&self, now: Time) -> Time {
        let midnight = (now.0 + self.utc_offset).div_euclid(DAY) * DAY - self.utc_offset;
        Time(midnight - self.head.days * DAY)
    }

    /// Sentences about it, in the reader's language: what the shop is called, which companies it is like, what it shows.
    pub fn told(&self, lang: Lang) -> [&str; 3] {
        [&self.head.name, &self.head.like, &self.head.about].map(|words| words.get(lang))
    }
}

impl Words {
    /// The sentence in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// What `preset.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The shop's name.
    pub name: Words,
    /// Companies that sell this way.
    pub like: Words,
    /// What it shows.
    pub about: Words,
    /// The rule packs that its plan has to pass.
    pub packs: Vec<String>,
    /// Published figures beside which the constructed ones stand, with their sources.
    #[serde(rename = "figure")]
    pub figures: Vec<Words>,
    /// Days of the past that is told.
    pub days: i64,
    /// Orders a day, on the first day and on the last.
    pub(crate) orders: [i64; 2],
    /// Promoters.
    pub(crate) leaders: i64,
    /// Of a hundred orders, how many open a group.
    pub(crate) in_groups: i64,
    /// Of a hundred groups, how many are not complete in time.
    pub(crate) incomplete: i64,
    /// Of a hundred orders, of how many something goes back.
    pub(crate) returns: i64,
    #[serde(rename = "category")]
    pub(crate) categories: Vec<Category>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Category {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A product with one SKU; amounts in minor units, the rate in millionths.
#[derive(Debug)]
pub(crate) struct Good {
    pub(crate) code: String,
    pub(crate) category: String,
    /// Which drawn scene shows it.
    pub(crate) scene: String,
    pub(crate) title: Words,
    pub(crate) about: Words,
    pub(crate) price: i64,
    pub(crate) cost: i64,
    pub(crate) rate: i64,
    pub(crate) stock: i64,
    pub(crate) offer: Option<Offer>,
}

/// The group-buy that is offered of a product.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) size: i64,
    pub(crate) price: i64,
    pub(crate) hours: i64,
    pub(crate) audience: String,
}

/// A request of the API. `@NAME` in its path or body stands for the id that the request of that name was answered with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    /// What the id in its answer is called.
    #[serde(default, rename = "as")]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Value,
    /// On which day of the past it was sent; only where a past is told. Nothing is sent at the start, in every shop.
    #[serde(default)]
    pub(crate) day: Option<i64>,
}

#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Method {
    #[default]
    Post,
    Put,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    category: String,
    scene: String,
    zh: String,
    en: String,
    about_zh: String,
    about_en: String,
    price: String,
    cost: String,
    rate: String,
    stock: i64,
    size: Option<i64>,
    together: String,
    hours: Option<i64>,
    audience: String,
}

/// The presets that come with the program.
pub fn all() -> Result<Vec<Preset>, Broken> {
    NAMES.into_iter().map(read).collect()
}

/// A preset by its name; nothing if there is none of that name.
pub fn named(id: &str) -> Result<Option<Preset>, Broken> {
    NAMES.into_iter().find(|name| *name == id).map(read).transpose()
}

fn read(id: &'static str) -> Result<Preset, Broken> {
    let head: Head =
        parsed(id, "preset.toml", |text| toml::from_str(text).map_err(|error| error.to_string()))?;
    let plan = parsed(id, "plan.toml", |text| Ok(text.to_owned()))?;
    let program = banyan_plan::check::compile(&plan);
    let program = program
        .map_err(|_| Broken { file: format!("{id}/plan.toml"), wrong: "it does not compile".to_owned() })?;
    let goods = parsed(id, "goods.csv", |text| goods(text, program.plan().currency))?;
    let known = |good: &Good| head.categories.iter().any(|one| one.code == good.category);
    if let Some(good) = goods.iter().find(|good| !known(good)) {
        let wrong = format!("{}: no category `{}` in preset.toml", good.code, good.category);
        return Err(Broken { file: format!("{id}/goods.csv"), wrong });
    }
    let calls =
        parsed(id, "setup.json", |text| serde_json::from_str(text).map_err(|error| error.to_string()))?;
    Ok(Preset { id, head, utc_offset: program.plan().utc_offset, plan, goods, calls })
}

fn parsed<T>(id: &str, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<T, Broken> {
    let file = format!("{id}/{name}");
    let told = |wrong| Broken { file: file.clone(), wrong };
    let bytes: Cow<'static, [u8]> =
        Files::get(&file).ok_or_else(|| told("there is no such file".to_owned()))?.data;
    let text = std::str::from_utf8(&bytes).map_err(|error| told(error.to_string()))?;
    parse(text).map_err(told)
}

fn goods(text: &str, currency: Currency) -> Result<Vec<Good>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| good(row.map_err(|error| error.to_string())?, currency)).collect()
}

fn good(row: Row, currency: Currency) -> Result<Good, String> {
    let told = |field: &str, text: &str| {
        format!("{}: {field} is `{text}`; expected a number such as 19.90", row.code)
    };
    let money = |field: &str, text: &str| currency.parse(text.as_bytes()).map_err(|_| told(field, text));
    let rate = Rate::parse(row.rate.as_bytes()).map_err(|_| told("rate", &row.rate))?;
    let offer = match (row.size, row.hours) {
        (Some(size), Some(hours)) => {
            Some(Offer { size, hours, price: money("together", &row.together)?, audience: row.audience })
        }
        _ => None,
    };
    Ok(Good {
        price: money("price", &row.price)?,
        cost: money("cost", &row.cost)?,
        rate: i64::from(rate.0),
        stock: row.stock,
        offer,
        code: row.code,
        category: row.category,
        scene: row.scene,
        title: Words { zh: row.zh, en: row.en },
        about: Words { zh: row.about_zh, en: row.about_en },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_preset_is_whole() {
        for preset in all().unwrap() {
            let id = preset.id;
            assert!((40..=120).contains(&preset.goods.len()), "{id} has {} goods", preset.goods.len());
            let codes: BTreeSet<&str> = preset.goods.iter().map(|good| good.code.as_str()).collect();
            assert_eq!(codes.len(), preset.goods.len(), "{id}: two goods have one code");
            for good in &preset.goods {
                let code = &good.code;
                let is_chinese =
                    |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
                assert!(
                    is_chinese(&good.title.zh) && is_chinese(&good.about.zh),
                    "{code} is not told in Chinese"
                );
                assert!(
                    !is_chinese(&good.title.en) && !is_chinese(&good.about.en),
                    "{code} is not told in English"
                );
                assert!(
                    banyan_demo::looks::picture(&good.scene).is_some(),
                    "{code}: no scene {}",
                    good.scene
                );
                assert!(0 < good.cost && good.cost < good.price, "{code} costs more than it brings");
                let offer = good.offer.as_ref();
                assert!(
                    offer.is_none_or(|offer| good.cost < offer.price && offer.price < good.price),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn no_plan_of_a_preset_is_refused_by_its_packs_or_pays_for_heads() {
        for preset in all().unwrap() {
            let program = banyan_plan::check::compile(&preset.plan).unwrap();
            assert!(
                program
                    .plan()
                    .rewards
                    .iter()
                    .all(|reward| !matches!(reward.on, banyan_plan::model::On::Join))
            );
        }
        assert!(named("nothing of the kind").unwrap().is_none());
    }

    #[test]
    fn a_past_begins_at_midnight_where_the_shop_is() {
        let preset = named("groupbuy").unwrap().unwrap();
        let now = Time::from_civil(2026, 11, 30, 10, 0, 0).unwrap();
        assert_eq!(preset.begins(now), Time::from_civil(2026, 9, 30, 16, 0, 0).unwrap());
    }
}
