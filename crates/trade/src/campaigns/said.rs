//! What a coupon of a campaign is, in sentences: the same for customers and for staff.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_plan::model::Plan;
use banyan_plan::money::Currency;
use banyan_plan::words::Text;
use banyan_store::Conn;

use super::rules::RulesBody;
use super::store::{self, Campaign};
use crate::catalog::{self, CategoryRow};

/// Products and categories of one coupon that are named; the others are counted.
const MOST_NAMED: usize = 3;

/// What things are called.
pub(crate) struct Names {
    products: BTreeMap<String, Text>,
    categories: Vec<CategoryRow>,
}

impl Names {
    /// The names that sentences about some campaigns need.
    pub(crate) fn read<'a>(
        conn: &mut Conn,
        campaigns: impl Iterator<Item = &'a Campaign>,
    ) -> Result<Self, Refusal> {
        let (mut products, mut categories) = (BTreeMap::new(), Vec::new());
        for campaign in campaigns {
            for code in campaign.rules.products.iter().take(MOST_NAMED) {
                if !products.contains_key(code)
                    && let Some(title) = store::product_title(conn, code)?
                {
                    products.insert(code.clone(), title.said());
                }
            }
            if !campaign.rules.categories.is_empty() && categories.is_empty() {
                categories = catalog::categories(conn)?;
            }
        }
        Ok(Self { products, categories })
    }

    fn product(&self, code: &str) -> Text {
        self.products.get(code).cloned().unwrap_or_else(|| Text::same(code))
    }

    fn category(&self, code: &str) -> Text {
        let found = self.categories.iter().find(|row| row.code == code);
        found.map_or_else(|| Text::same(code), |row| Text::new(row.title_zh.as_str(), row.title_en.as_str()))
    }
}

/// What a coupon takes off, and from which amount on.
pub(crate) fn worth(rules: &RulesBody, currency: Currency) -> Words {
    let money = |amount: i64| currency.priced(amount);
    let (amount, least) = (money(rules.amount), money(rules.least));
    let has_least = rules.least > 0;
    let text = match rules.rate {
        None if has_least => {
            Text::new(format!("满 {least} 减 {amount}"), format!("{amount} off from {least}"))
        }
        None => Text::new(format!("无门槛减 {amount}"), format!("{amount} off, no minimum")),
        Some(rate) => {
            let (fold, percent) = (fold(rate), percent(rate));
            let (from_zh, from_en) = if has_least {
                (format!("满 {least} "), format!(" from {least}"))
            } else {
                Default::default()
            };
            let zh = format!("{from_zh}打 {fold} 折，最多减 {amount}");
            Text::new(zh, format!("{percent}% off{from_en}, {amount} at most"))
        }
    };
    text.into()
}

/// `8.75` of 125,000 millionths off.
fn fold(rate: u32) -> String {
    decimal(1_000_000_u32.saturating_sub(rate), 100_000)
}

/// `12.5` of 125,000 millionths.
fn percent(rate: u32) -> String {
    decimal(rate, 10_000)
}

fn decimal(number: u32, one: u32) -> String {
    let (whole, rest) = (number / one, number % one);
    let digits = one.ilog10() as usize;
    let text = format!("{whole}.{rest:0digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// All that one has to know of a coupon, a sentence each.
pub(crate) fn sentences(campaign: &Campaign, plan: &Plan, names: &Names) -> Vec<Words> {
    let rules = &campaign.rules;
    let mut said = vec![scope(rules, names)];
    if rules.newcomers {
        said.push(Text::new("仅限首单使用", "Only on a first order"));
    }
    if let Some(id) = &rules.rank {
        let title = plan.ranks.iter().find(|rank| rank.id == *id).map(|rank| rank.title.clone());
        said.push(match title {
            Some(Text { zh, en }) => {
                Text::new(format!("“{zh}”及以上等级可用"), format!("For {en} and above"))
            }
            None => Text::new(
                "现行方案没有这个等级，暂不可用",
                "The current plan has no such rank: nobody can use it",
            ),
        });
    }
    if let Some(days) = campaign.valid_days {
        said.push(Text::new(
            format!("领取后 {days} 天内有效"),
            format!("Valid for {days} days once you have it"),
        ));
    }
    let each = campaign.per_member;
    said.push(Text::new(format!("每人限领 {each} 张"), format!("{each} for each member at most")));
    said.push(Text::new(
        "每单用一张，不与其他优惠券叠加",
        "One coupon per order; it does not add up with others",
    ));
    said.push(Text::new(
        "整单退完款后，没有过期的券会退还；只退一部分时，按实付金额退，所退商品分摊的优惠一并收回，券不退还",
        "When all of an order has been refunded, the coupon is returned unless it has expired. A partial refund pays back what was paid \
         for the items; their share of the discount ends with it, and the coupon stays used",
    ));
    said.push(Text::new("优惠由商家承担", "The shop pays for the discount"));
    said.into_iter().map(Words::from).collect()
}

/// What a coupon is for.
fn scope(rules: &RulesBody, names: &Names) -> Text {
    let products = listed(&rules.products, |code| names.product(code));
    let categories = listed(&rules.categories, |code| names.category(code));
    match (categories, products) {
        (None, None) => Text::new("全场商品可用", "For everything in the shop"),
        (Some(one), None) => Text::new(format!("限{}类商品", one.zh), format!("For items of {}", one.en)),
        (None, Some(one)) => Text::new(format!("限商品{}", one.zh), format!("For {}", one.en)),
        (Some(one), Some(other)) => Text::new(
            format!("限{}类商品，以及商品{}", one.zh, other.zh),
            format!("For items of {}, and for {}", one.en, other.en),
        ),
    }
}

fn listed(codes: &[String], name: impl Fn(&str) -> Text) -> Option<Text> {
    if codes.is_empty() {
        return None;
    }
    let named: Vec<Text> = codes.iter().take(MOST_NAMED).map(|code| name(code)).collect();
    let zh = named.iter().map(|one| format!("“{}”", one.zh)).collect::<Vec<_>>().join("、");
    let en = named.iter().map(|one| format!("“{}”", one.en)).collect::<Vec<_>>().join(", ");
    Some(match codes.len() - named.len() {
        0 => Text::new(zh, en),
        more => Text::new(format!("{zh}等 {} 个", more + named.len()), format!("{en} and {more} more")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_coupon_takes_off_in_words() {
        let cny = Currency::of_code("CNY").unwrap();
        let rules = |amount, rate, least| RulesBody { amount, rate, least, ..RulesBody::default() };
        let table = [
            (rules(2_000, None, 0), "无门槛减 ¥20.00", "¥20.00 off, no minimum"),
            (rules(2_000, None, 10_000), "满 ¥100.00 减 ¥20.00", "¥20.00 off from ¥100.00"),
            (rules(1_500, Some(100_000), 0), "打 9 折，最多减 ¥15.00", "10% off, ¥15.00 at most"),
            (
                rules(1_500, Some(125_000), 9_900),
                "满 ¥99.00 打 8.75 折，最多减 ¥15.00",
                "12.5% off from ¥99.00, ¥15.00 at most",
            ),
        ];
        for (rules, zh, en) in table {
            assert_eq!(worth(&rules, cny), Words::from(Text::new(zh, en)));
        }
    }

    #[test]
    fn what_a_coupon_is_for_in_words() {
        let codes = |list: &[&str]| list.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let names = Names { products: BTreeMap::new(), categories: Vec::new() };
        let rules = |products: &[&str], categories: &[&str]| RulesBody {
            products: codes(products),
            categories: codes(categories),
            ..RulesBody::default()
        };
        let table = [
            (rules(&[], &[]), "全场商品可用"),
            (rules(&["a"], &[]), "限商品“a”"),
            (rules(&["a", "b", "c", "d"], &[]), "限商品“a”、“b”、“c”等 4 个"),
            (rules(&["a"], &["t"]), "限“t”类商品，以及商品“a”"),
        ];
        for (rules, zh) in table {
            assert_eq!(scope(&rules, &names).zh, zh);
        }
    }
}
