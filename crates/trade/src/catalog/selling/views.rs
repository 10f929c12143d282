//! Prices and limits as the API shows them.

use banyan_base::shapes::Words;
use banyan_sale::price::Limits;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Row;

/// A step at which a SKU gets cheaper.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepView {
    /// In an order of so many pieces or more.
    pub(super) from: i64,
    /// Of one piece, in minor units.
    pub(super) price: i64,
    /// Why it costs that.
    pub(super) why: Words,
}

/// How many pieces of a SKU may be bought.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LimitsView {
    /// An order has so many or more.
    least: i64,
    /// An order has a multiple of so many.
    step: i64,
    /// An order has at most so many; nothing for any number.
    most: Option<i64>,
    /// One member buys at most so many within the period; nothing for any number.
    per_member: Option<i64>,
    /// `ever`, `day`, `week`, `month`, `quarter`, `year`.
    period: Option<String>,
    /// What the visitor may still buy within the period; nothing if they are not signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<i64>,
}

/// A price for somebody, as staff sees and sets it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceView {
    /// `everyone`, `member`, `rank`: the rank and those above it.
    #[schema(max_length = 10)]
    pub(super) list: String,
    /// The rank's id in the plan; only of the list `rank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub(super) rank: Option<String>,
    /// For an order of so many pieces or more; of the list `everyone`, 2 or more.
    #[schema(minimum = 1, maximum = 9999)]
    pub(super) from: i64,
    /// Of one piece, in minor units; below the SKU's own.
    #[schema(minimum = 0)]
    pub(super) price: i64,
}

impl LimitsView {
    /// The limits, and what the one who looks may still buy.
    pub(crate) fn of(limits: &Limits, bought: Option<i64>) -> Self {
        let Limits { least, step, most, per_member } = *limits;
        Self {
            least,
            step,
            most,
            per_member: per_member.map(|rule| rule.pieces),
            period: per_member.map(|rule| rule.window.word().to_owned()),
            left: per_member.and_then(|rule| Some((rule.pieces - bought?).max(0))),
        }
    }
}

impl PriceView {
    /// A price as staff sees it.
    pub(crate) fn of(row: &Row) -> Self {
        let (list, rank) = row.whom.words();
        let rank = Some(rank.to_owned()).filter(|rank| !rank.is_empty());
        Self { list: list.to_owned(), rank, from: row.from, price: row.price }
    }
}
