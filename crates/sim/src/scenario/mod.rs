//! A scenario: the world that a plan is tried in. Every key of the file has a default; what a default rests on is said
//! beside it. "Ours" means that no source was found and that a shop should put its own figure there (`banyan fit`
//! estimates several of them from a shop's own files).

#![allow(clippy::float_arithmetic, reason = "behaviour, never money")]

mod parse;
mod ready;
mod valid;

use banyan_plan::money::Rate;
use banyan_plan::words::Text;
use serde::Deserialize;

pub use parse::ScenarioError;
pub use ready::{READY, Ready};

/// How close a contact is: 5 intimate people, 15 close, 50 friends, 150 whom one knows well, and the rest. The layers are
/// Dunbar's (Zhou, Sornette, Hill & Dunbar, Proc. R. Soc. B 272, 2005).
pub const LAYERS: [u32; 5] = [5, 15, 50, 150, u32::MAX];

/// Days that a run may have at most.
pub const MAX_DAYS: u32 = 3_660;

/// Everything that a run depends on beside the plan and the seed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// Its name for people.
    pub title: Words,
    /// How long, from when, how often.
    pub run: Run,
    /// Who could ever take part.
    pub market: Market,
    /// Who is there on the first day.
    pub start: Start,
    /// Whom people know.
    pub contacts: Contacts,
    /// What promoters do to bring people in.
    pub invite: Invite,
    /// How often people buy (BG/NBD).
    pub buy: Buy,
    /// What an order comes to (gamma-gamma).
    pub spend: Spend,
    /// What is sold. Empty: one product.
    #[serde(rename = "product")]
    pub products: Vec<Product>,
    /// What goes back.
    pub refund: Refund,
    /// Buying in groups; absent: nobody has to.
    pub group_buy: Option<GroupBuy>,
    /// Ranks that the plan gives by hand, and when this shop gives them.
    #[serde(rename = "promote")]
    pub promotions: Vec<Promotion>,
    /// When promoters give up.
    pub leave: Leave,
    /// What a promoter's time is.
    pub hours: Hours,
    /// The pack of a plan that sells entry.
    pub pack: Pack,
    /// For a scenario of something published: what was said, and why a run differs.
    pub source: Option<Published>,
}

/// A text in the two languages of the product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl From<&Words> for Text {
    fn from(words: &Words) -> Self {
        let (zh, en) = (words.zh.trim(), words.en.trim());
        Self::new(if zh.is_empty() { en } else { zh }, if en.is_empty() { zh } else { en })
    }
}

/// `[run]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Run {
    /// Days of the run. 180: half a year, the time in which most schemes show what they are (ours).
    pub days: u32,
    /// The first day, `YYYY-MM-DD`, in the shop's time.
    pub start: String,
    /// Runs with different chance, so that a result is a band.
    pub seeds: u32,
}

/// `[market]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Market {
    /// Everybody whom somebody may know: the city, the circle, the country. Ours.
    pub population: u32,
    /// Those of them who could ever be interested. 60 % by default, near the share of people in China who shop online.
    /// With all else equal, more of them never means fewer members: `behaviour::contacts` says why.
    pub people: u32,
}

/// `[start]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Start {
    /// Promoters on the first day, invited by nobody. 35 as in 万物心选.
    pub promoters: u32,
}

/// `[contacts]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contacts {
    /// Contacts of the median promoter. 150: Dunbar's number.
    pub median: f64,
    /// Spread of the logarithm (log-normal). Ours.
    pub spread: f64,
    /// The fifty nearest contacts are among so many neighbours, who know each other too. 200: the best size of a group.
    pub circle: u32,
}

/// `[invite]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Invite {
    /// Contacts that a promoter speaks to on a day on which they are active. Ours.
    pub per_day: u32,
    /// The most new contacts of an account in a day: 20, the platform's limit in the operating manual.
    pub limit: u32,
    /// The most people of a group: 350. Nobody asks more contacts than that.
    pub group: u32,
    /// Beyond this size a group answers less: 200, the upper end of "best 150–200".
    pub best_group: u32,
    /// The share of days on which a new promoter is active. Ours.
    pub active: f64,
    /// Fatigue: activity falls to 1/e in so many days. Ours; `banyan fit` estimates it.
    pub fatigue_days: f64,
    /// From yes to joining, in days, at most. Ours.
    pub decide_days: u32,
    /// The share of contacts who become promoters when asked, by closeness. Ours.
    pub promoter: [f64; 5],
    /// The share of contacts who become customers when something is shared with them, by closeness. Ours.
    pub customer: [f64; 5],
    /// From this day on nobody is invited any more; absent: never.
    pub stop_after: Option<u32>,
}

/// `[buy]`: BG/NBD of Fader, Hardie & Lee (Marketing Science 24, 2005), time in weeks. The defaults are their estimates
/// for CDNOW.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Buy {
    /// Shape of the gamma distribution of purchase rates.
    pub r: f64,
    /// Its scale, in weeks.
    pub alpha: f64,
    /// First shape of the beta distribution of dropping out after a repeat purchase.
    pub a: f64,
    /// Second shape.
    pub b: f64,
    /// The share of members who buy on joining. 1 in the model.
    pub first: f64,
}

/// `[spend]`: gamma-gamma of Fader & Hardie (2013). The defaults of the shapes are their estimates for CDNOW.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spend {
    /// What orders come to on average, in the currency's major unit. Ours.
    pub mean: f64,
    /// Shape of the orders of one buyer.
    pub p: f64,
    /// Shape of the distribution over buyers; above 1.
    pub q: f64,
}

/// `[[product]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Product {
    /// Its name in files.
    pub id: String,
    /// Its share of orders, relative to the other products.
    pub weight: f64,
    /// What the shop keeps of the price before rewards. 45 % by default, ours.
    pub margin: f64,
    /// The product's own rate, for plans that pay it; absent: the plan's highest, at most the margin less a tenth.
    pub rate: Option<f64>,
    /// Its category.
    pub category: String,
}

/// `[refund]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Refund {
    /// The share of orders refunded. Ours.
    pub rate: f64,
    /// Of these, the share of which only half goes back. Ours.
    pub partial: f64,
    /// A refund comes within so many days. 7: the statutory time for sales at a distance in China.
    pub within_days: u32,
}

/// `[group_buy]`: every order opens a group that has to fill.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GroupBuy {
    /// People that a group needs, the one who opens it included.
    pub size: u32,
    /// Contacts who see the invitation to the group.
    pub asked: u32,
    /// The share of them who take part.
    pub agree: f64,
}

/// `[[promote]]`: a rank that the plan gives by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Promotion {
    /// The rank.
    pub rank: String,
    /// Promoters whom they invited themselves.
    pub direct_promoters: u32,
    /// Promoters below them at any depth.
    pub team_promoters: u32,
}

/// `[leave]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Leave {
    /// A promoter stays so many days on average, whatever happens. Ours.
    pub stay_days: f64,
    /// The share of promoters who give up after 30 days in which nobody whom they brought joined or bought. 0 by default.
    /// Above 0, what a promoter does depends on others, and that more market means more members is no longer certain.
    pub idle: f64,
}

/// `[hours]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hours {
    /// Hours of work on an active day; 0: not known, no hourly income is shown.
    pub per_active_day: f64,
}

/// `[pack]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pack {
    /// What the shop keeps of the price of an entry pack before rewards. Ours.
    pub margin: f64,
}

/// `[source]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Published {
    /// The plan that it is about, a name in `plans/`.
    pub plan: String,
    /// What was published.
    pub says: Words,
    /// What was chosen so that the run comes near, and what was not.
    pub chosen: Words,
    /// Why the run differs.
    pub differs: Words,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            title: Words { zh: "默认情景".into(), en: "Default scenario".into() },
            run: Run::default(),
            market: Market::default(),
            start: Start::default(),
            contacts: Contacts::default(),
            invite: Invite::default(),
            buy: Buy::default(),
            spend: Spend::default(),
            products: vec![Product::default()],
            refund: Refund::default(),
            group_buy: None,
            promotions: Vec::new(),
            leave: Leave::default(),
            hours: Hours::default(),
            pack: Pack::default(),
            source: None,
        }
    }
}

impl Scenario {
    /// The smallest margin of its products, of their price; nothing without products.
    pub(crate) fn smallest_margin(&self) -> Option<Rate> {
        let smallest = self.products.iter().map(|product| product.margin).reduce(f64::min)?;
        Some(Rate((smallest.clamp(0.0, 1.0) * 1e6) as u32))
    }
}

impl Default for Run {
    fn default() -> Self {
        Self { days: 180, start: "2026-01-01".into(), seeds: 100 }
    }
}

impl Default for Market {
    fn default() -> Self {
        Self { population: 100_000, people: 60_000 }
    }
}

impl Default for Start {
    fn default() -> Self {
        Self { promoters: 35 }
    }
}

impl Default for Contacts {
    fn default() -> Self {
        Self { median: 150.0, spread: 0.6, circle: 200 }
    }
}

impl Default for Invite {
    fn default() -> Self {
        Self {
            per_day: 8,
            limit: 20,
            group: 350,
            best_group: 200,
            active: 0.5,
            fatigue_days: 45.0,
            decide_days: 5,
            promoter: [0.10, 0.06, 0.025, 0.01, 0.004],
            customer: [0.35, 0.25, 0.12, 0.05, 0.02],
            stop_after: None,
        }
    }
}

impl Default for Buy {
    fn default() -> Self {
        Self { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, first: 1.0 }
    }
}

impl Default for Spend {
    fn default() -> Self {
        Self { mean: 120.0, p: 6.25, q: 3.74 }
    }
}

impl Default for Product {
    fn default() -> Self {
        Self { id: "goods".into(), weight: 1.0, margin: 0.45, rate: None, category: String::new() }
    }
}

impl Default for Refund {
    fn default() -> Self {
        Self { rate: 0.06, partial: 0.25, within_days: 7 }
    }
}

impl Default for GroupBuy {
    fn default() -> Self {
        Self { size: 2, asked: 5, agree: 0.25 }
    }
}

impl Default for Leave {
    fn default() -> Self {
        Self { stay_days: 240.0, idle: 0.0 }
    }
}

impl Default for Hours {
    fn default() -> Self {
        Self { per_active_day: 1.5 }
    }
}

impl Default for Pack {
    fn default() -> Self {
        Self { margin: 0.6 }
    }
}

impl Invite {
    /// How many promoters and how many customers the median promoter brings once they have asked all of their contacts, if none of
    /// them is a member yet.
    pub fn expected_yes(&self, contacts: &Contacts, market: &Market) -> (f64, f64) {
        let reach = f64::from(market.people) / f64::from(market.population);
        let all = contacts.median.min(f64::from(self.group));
        let mut from = 0.0;
        let (mut promoters, mut customers) = (0.0, 0.0);
        for (layer, end) in LAYERS.iter().enumerate() {
            let end = f64::from(*end).min(all);
            let people = (end - from).max(0.0) * reach;
            promoters += people * self.promoter[layer];
            customers += people * self.customer[layer];
            from = end.max(from);
        }
        (promoters, customers)
    }
}
