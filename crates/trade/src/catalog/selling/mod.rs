//! How a SKU is sold: its prices for somebody, and how many pieces may be bought. What it costs whom is decided by
//! [`banyan_sale::price`] alone, for the shelf, the cart and the order.

mod bought;
mod cells;
pub(super) mod desk;
mod store;
mod views;

use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_core::work::Work;
use banyan_plan::model::{Plan, RankNo};
use banyan_plan::words::Text;
use banyan_sale::price::{self, Asker, Decision, Limits, List, Price};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::bought::Bought;
pub use self::store::of;
pub(super) use self::views::{LimitsView, PriceView, StepView};
use super::edit;
use super::floor;

/// How a SKU is sold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selling {
    /// Its prices for somebody, beside its own.
    pub rows: Vec<Row>,
    /// How many pieces may be bought.
    pub limits: Limits,
}

/// A price for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whom it is for.
    pub whom: Whom,
    /// For an order of at least so many pieces of the SKU.
    pub from: i64,
    /// Of one piece, in minor units.
    pub price: i64,
}

/// Whom a price is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Everybody.
    Everyone,
    /// Whoever has an account.
    Member,
    /// A rank, by its id in the plan, and the ranks above it.
    Rank(String),
}

/// Which price of a SKU it is, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Priced {
    /// Of one piece, in minor units.
    pub price: i64,
    /// What it costs without any list of prices, in minor units.
    pub base: i64,
    /// `base`, `everyone`, `member`, `rank`, `group`.
    pub list: String,
    /// The rank whose price it is, by its id in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// From how many pieces on.
    pub from: i64,
    /// Why, for the buyer.
    pub why: Words,
}

impl Whom {
    /// The stable word of the API and the database, and the rank's id.
    pub(super) fn words(&self) -> (&'static str, &str) {
        match self {
            Self::Everyone => (EVERYONE, ""),
            Self::Member => (MEMBER, ""),
            Self::Rank(rank) => ("rank", rank),
        }
    }

    /// The name of its list.
    fn name(&self) -> String {
        match self {
            Self::Everyone => EVERYONE.to_owned(),
            Self::Member => MEMBER.to_owned(),
            Self::Rank(id) => of_rank(id),
        }
    }

    /// The one of a word.
    pub(super) fn of(word: &str, rank: &str) -> Option<Self> {
        match (word, rank) {
            (EVERYONE, "") => Some(Self::Everyone),
            (MEMBER, "") => Some(Self::Member),
            ("rank", rank) if !rank.is_empty() => Some(Self::Rank(rank.to_owned())),
            _ => None,
        }
    }

    /// Its list under a plan; nothing if the plan does not know the rank.
    fn list(&self, plan: &Plan) -> Option<List> {
        match self {
            Self::Everyone => Some(List::Everyone),
            Self::Member => Some(List::Member),
            Self::Rank(id) => {
                let place = plan.ranks.iter().position(|rank| rank.id == *id)?;
                RankNo::try_from(place + 1).ok().map(List::Rank)
            }
        }
    }
}

/// The name of the list of prices that are for everybody, from a number of pieces.
pub(super) const EVERYONE: &str = "everyone";
/// The name of the list of prices for members.
pub(super) const MEMBER: &str = "member";

/// The name of a rank's list of prices.
pub(super) fn of_rank(id: &str) -> String {
    format!("rank:{id}")
}

impl Selling {
    /// The names of the lists whose prices count in the smallest order, with each price.
    pub(super) fn in_smallest_order(&self) -> impl Iterator<Item = (String, i64)> {
        let fewest = self.limits.fewest();
        self.rows.iter().filter(move |row| row.from <= fewest).map(|row| (row.whom.name(), row.price))
    }

    /// The rows that count under a plan. A rank that the plan in force does not know has no price.
    fn prices(&self, plan: &Plan) -> Vec<Price> {
        let of = |row: &Row| Some(Price { list: row.whom.list(plan)?, from: row.from, price: row.price });
        self.rows.iter().filter_map(of).collect()
    }

    /// What each of `quantity` pieces in one order costs somebody.
    pub fn decide(&self, base: i64, plan: &Plan, asker: Asker, quantity: i64) -> Decision {
        price::decide(base, &self.prices(plan), asker, quantity)
    }

    /// The steps at which it gets cheaper for somebody.
    pub(super) fn steps(&self, base: i64, plan: &Plan, asker: Asker) -> Vec<StepView> {
        let steps = price::steps(base, &self.prices(plan), asker).into_iter();
        steps
            .map(|(from, decision)| StepView { from, price: decision.price, why: why(&decision, plan) })
            .collect()
    }

    /// Whether anything of it differs from a SKU that everybody buys at its price.
    fn is_usual(&self) -> bool {
        self.rows.is_empty() && self.limits == Limits::default()
    }
}

fn why(decision: &Decision, plan: &Plan) -> Words {
    let rank = match decision.list {
        List::Rank(number) => plan.rank(number).map(|rank| rank.title.clone()),
        _ => None,
    };
    decision.why(&rank.unwrap_or_else(Text::default)).into()
}

impl Priced {
    /// A decision as people and records see it.
    pub fn of(decision: &Decision, plan: &Plan) -> Self {
        let (list, rank) = match decision.list {
            List::Base => ("base", None),
            List::Everyone => ("everyone", None),
            List::Member => ("member", None),
            List::Rank(number) => ("rank", plan.rank(number).map(|rank| rank.id.clone())),
            List::Group => ("group", None),
        };
        let Decision { price, base, from, .. } = *decision;
        Self { price, base, list: list.to_owned(), rank, from, why: why(decision, plan) }
    }
}

/// Sets how a SKU is sold; gives how it was sold before. Who may not set prices freely keeps them at cost or above.
fn set(work: &mut Work<'_>, sku: i64, selling: &Selling, is_free: bool) -> Result<Selling, Refusal> {
    let standing = edit::standing(work, sku)?;
    let before = of(work.conn, vec![sku])?.remove(&sku).unwrap_or_default();
    price::check(standing.price, &known(work, &selling.rows)?, &selling.limits)?;
    if !is_free {
        check_floor(standing.cost, &selling.rows, &before.rows)?;
    }
    add(work, sku, selling)?;
    Ok(before)
}

/// Sets how a SKU of a file is sold, if it is sold otherwise now. A price at or above the SKU's own stays, as it does when the SKU's
/// own is lowered later.
pub(super) fn bring(work: &mut Work<'_>, sku: i64, selling: &Selling) -> Result<(), Refusal> {
    let before = of(work.conn, vec![sku])?.remove(&sku).unwrap_or_default();
    if before == *selling {
        return Ok(());
    }
    price::check(i64::MAX, &known(work, &selling.rows)?, &selling.limits)?;
    add(work, sku, selling)
}

/// The rows as prices under the plan in force; refuses ranks that it does not know.
fn known(work: &Work<'_>, rows: &[Row]) -> Result<Vec<Price>, Refusal> {
    let program = work.live().program();
    let prices = rows.iter().enumerate().map(|(place, row)| {
        let list = row.whom.list(program.plan()).ok_or_else(|| rank_unknown(place))?;
        Ok(Price { list, from: row.from, price: row.price })
    });
    prices.collect()
}

fn add(work: &mut Work<'_>, sku: i64, selling: &Selling) -> Result<(), Refusal> {
    let id = work.id();
    store::add(work.conn, (sku, id), selling, !selling.is_usual())?;
    edit::touch(work, vec![sku])
}

/// Refuses prices for somebody that are below the cost of the SKU, unless they were set already by somebody who may.
fn check_floor(cost: i64, rows: &[Row], before: &[Row]) -> Result<(), Refusal> {
    match rows.iter().position(|row| row.price < cost && !before.contains(row)) {
        None => Ok(()),
        Some(place) => Err(floor::below_cost(&format!("/prices/{place}/price"))),
    }
}

fn rank_unknown(place: usize) -> Refusal {
    let (zh, en) = ("现行方案里没有这个等级", "the current plan has no such rank");
    Refusal::unacceptable("rank_unknown", zh, en).at(format!("/prices/{place}/rank"))
}

/// The lowest price of a SKU for anybody, beside its own.
pub(super) fn lowest(work: &mut Work<'_>, sku: i64) -> Result<Option<i64>, Refusal> {
    let selling = of(work.conn, vec![sku])?.remove(&sku).unwrap_or_default();
    Ok(selling.rows.iter().map(|row| row.price).min())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const PLAN: &str = r#"
[plan]
id = "p"
currency = "CNY"
[[rank]]
id = "owner"
title = { zh = "店主", en = "Shop owner" }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "10%"
"#;

    #[test]
    fn a_rank_that_the_plan_does_not_know_has_no_price() {
        let program = banyan_core::plan_versions::program(PLAN).unwrap();
        let row = |rank: &str, price| Row { whom: Whom::Rank(rank.to_owned()), from: 1, price };
        let selling = Selling { rows: vec![row("chief", 100), row("owner", 800)], ..Selling::default() };
        let owner = Asker { is_member: true, rank: 1, group: None };
        let decision = selling.decide(1_000, program.plan(), owner, 1);
        let priced = Priced::of(&decision, program.plan());
        assert_eq!((priced.price, priced.base, priced.list.as_str()), (800, 1_000, "rank"));
        assert_eq!((priced.rank.as_deref(), priced.why.zh.as_str()), (Some("owner"), "店主价"));
        assert_eq!(
            Priced::of(&selling.decide(1_000, program.plan(), Asker::default(), 1), program.plan()).list,
            "base"
        );
    }

    #[test]
    fn prices_for_somebody_stay_at_cost_or_above() {
        let row = |price| Row { whom: Whom::Member, from: 1, price };
        let field =
            |rows: &[Row], before: &[Row]| check_floor(100, rows, before).err().map(|refusal| refusal.field);
        assert_eq!(field(&[row(100), row(99)], &[]).as_deref(), Some("/prices/1/price"));
        assert_eq!(field(&[row(99)], &[row(99)]), None);
    }
}
