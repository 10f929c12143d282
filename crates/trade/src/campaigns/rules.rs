//! The rules of campaigns as the API shows and the database keeps them, and as [`banyan_sale::coupon`] reads them under a plan.

use banyan_plan::model::{Plan, RankNo};
use banyan_plan::money::Rate;
use banyan_sale::coupon::{Rules, Worth};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::CategoryRow;

/// What a coupon takes off, on what and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CouponRules)]
pub(crate) struct RulesBody {
    /// What it takes off, in minor units; with a `rate`, the most that it takes off.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub(crate) amount: i64,
    /// The share that it takes off what it is for, in millionths; nothing if it takes off `amount`.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 999_999)]
    pub(crate) rate: Option<u32>,
    /// The least amount of what it is for, in minor units; 0 without a threshold.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub(crate) least: i64,
    /// Codes of products that it is for. It is for everything if neither products nor categories are named.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub(crate) products: Vec<String>,
    /// Codes of categories that it is for, with whatever is inside of them.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub(crate) categories: Vec<String>,
    /// Whether it is only for a first order: nobody who waits to pay for an order, or has paid for one, can use it.
    #[serde(default)]
    pub(crate) newcomers: bool,
    /// The rank of the plan, by its id, from which on it can be used; nothing for everybody.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub(crate) rank: Option<String>,
}

/// A campaign as staff wants it; moments in nanoseconds, amounts in minor units.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    /// What people call it.
    pub(super) title: String,
    /// How coupons come to people: a word of [`Way`].
    pub(super) way: String,
    /// What customers type, where it is given out by code.
    pub(super) code: Option<String>,
    /// Who pays for it.
    pub(super) bearer: String,
    /// What a coupon takes off, on what and for whom.
    pub(super) rules: RulesBody,
    /// Coupons are given out from then; at once for nothing.
    pub(super) opens_at: Option<i64>,
    /// And until then.
    pub(super) closes_at: Option<i64>,
    /// Coupons can be used from then.
    pub(super) valid_from: Option<i64>,
    /// And until then,
    pub(super) valid_until: Option<i64>,
    /// or for so many days.
    pub(super) valid_days: Option<i64>,
    /// Coupons of one member.
    pub(super) per_member: i64,
    /// The budget in coupons.
    pub(super) pieces: Option<i64>,
    /// The budget in money.
    pub(super) money: Option<i64>,
}

impl RulesBody {
    /// The rules under a plan. A rank that the plan does not know is nobody's.
    pub(super) fn rules(&self, plan: &Plan, categories: &[CategoryRow]) -> Rules {
        let worth = match self.rate {
            None => Worth::Off(self.amount),
            Some(rate) => Worth::Share { rate: Rate(rate), most: self.amount },
        };
        let rank = self.rank.as_deref().map_or(0, |rank| plan.rank_of(rank).unwrap_or(RankNo::MAX));
        Rules {
            worth,
            least: self.least,
            products: self.products.clone(),
            categories: inside(categories, &self.categories),
            newcomers: self.newcomers,
            rank,
        }
    }
}

/// Some categories, and those inside of them.
fn inside(rows: &[CategoryRow], codes: &[String]) -> Vec<String> {
    let mut found = codes.to_vec();
    let mut place = 0;
    while let Some(code) = found.get(place).cloned() {
        let id = rows.iter().find(|row| row.code == code).map(|row| row.id);
        let children = rows.iter().filter(|row| id.is_some() && row.parent == id).map(|row| row.code.clone());
        let new: Vec<String> = children.filter(|child| !found.contains(child)).collect();
        found.extend(new);
        place += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coupon_for_a_category_is_for_what_is_inside_of_it() {
        let row = |id, code: &str, parent| CategoryRow {
            id,
            code: code.to_owned(),
            parent,
            title_zh: String::new(),
            title_en: String::new(),
            position: 0,
        };
        let rows =
            [row(1, "drinks", None), row(2, "tea", Some(1)), row(3, "green", Some(2)), row(4, "ware", None)];
        let found =
            |codes: &[&str]| inside(&rows, &codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>());
        assert_eq!(found(&["drinks"]), ["drinks", "tea", "green"]);
        assert_eq!(found(&["tea", "ware"]), ["tea", "ware", "green"]);
        assert_eq!(found(&["gone"]), ["gone"]);
        assert_eq!(found(&[]), Vec::<String>::new());
    }
}
