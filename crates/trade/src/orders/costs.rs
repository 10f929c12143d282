//! What things cost for somebody, if all of them can be had: in stock, within the limits, at the price that applies.

use std::collections::{BTreeMap, HashMap};

use banyan_base::refusal::Refusal;
use banyan_core::plan_versions::check_rate;
use banyan_plan::model::Plan;
use banyan_sale::price::{Asker, Decision, List};
use serde::{Deserialize, Serialize};

use super::carriage::Goods;
use super::told::Told;
use crate::catalog::{Bought, Offer, Priced};

/// One thing that is bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which SKU.
    pub sku: i64,
    /// How many pieces.
    pub quantity: i64,
}

/// Lines of one order.
const MOST_LINES: usize = 100;
/// Pieces of one line.
const MOST_PIECES: i64 = 9_999;

/// Whoever buys, as prices and limits see them.
pub(super) struct By<'a> {
    /// Who it is, if they are signed in.
    pub(super) member: Option<i64>,
    /// What prices are for them.
    pub(super) asker: Asker,
    /// The plan in force.
    pub(super) plan: &'a Plan,
    /// What members have bought already.
    pub(super) bought: &'a Bought,
    /// The moment and the shop's distance from UTC, in nanoseconds.
    pub(super) now: (i64, i64),
}

/// The things as they are carried, at the amounts to be paid for them.
pub(super) fn goods<'a>(items: &[Item], offers: &'a HashMap<i64, Offer>, amounts: &[i64]) -> Vec<Goods<'a>> {
    let of = |(item, amount): (&Item, &i64)| {
        Some(Goods { offer: offers.get(&item.sku)?, pieces: item.quantity, amount: *amount })
    };
    items.iter().zip(amounts).filter_map(of).collect()
}

/// What one of the things costs.
pub(super) struct Cost {
    /// All its pieces, before discounts, in minor units.
    pub(super) amount: i64,
    /// One piece, and why; nothing if another system says what was paid.
    pub(super) decision: Option<Decision>,
}

/// What each of the things costs, if all of them can be had.
pub(super) fn priced(
    items: &[Item],
    offers: &HashMap<i64, Offer>,
    told: Option<&Told>,
    by: &By<'_>,
) -> Result<Vec<Cost>, Refusal> {
    let most = if told.is_some() { (usize::MAX, i64::MAX) } else { (MOST_LINES, MOST_PIECES) };
    check_items(items, most)?;
    let mut pieces: BTreeMap<i64, i64> = BTreeMap::new();
    for item in items {
        *pieces.entry(item.sku).or_default() += item.quantity;
    }
    let mut costs = Vec::with_capacity(items.len());
    let mut taken: BTreeMap<i64, i64> = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
        let offer = offers.get(&item.sku).filter(|offer| offer.is_on);
        let offer = offer.ok_or_else(|| gone(place))?;
        check_rate(by.plan, offer.rate)?;
        let already = taken.entry(item.sku).or_default();
        *already += item.quantity;
        if *already > offer.stock {
            return Err(short(offer, place));
        }
        let pieces = pieces.get(&item.sku).copied().unwrap_or(item.quantity);
        let cost = if let Some(told) = told {
            told.lines.get(place).map(|sold| (sold.amount, None))
        } else {
            check_limits(offer, pieces, by, place)?;
            let decision = offer.selling.decide(offer.price, by.plan, by.asker, pieces);
            decision.price.checked_mul(item.quantity).map(|amount| (amount, Some(decision)))
        };
        let cost = cost.filter(|(amount, _)| *amount <= 1_000_000_000_000);
        let (amount, decision) = cost.ok_or_else(|| too_much(place))?;
        costs.push(Cost { amount, decision });
    }
    Ok(costs)
}

/// Refuses an order of more or fewer pieces of a SKU than may be bought.
fn check_limits(offer: &Offer, pieces: i64, by: &By<'_>, place: usize) -> Result<(), Refusal> {
    let limits = &offer.selling.limits;
    let bought = by.member.map_or(0, |member| by.bought.within((member, offer.sku), limits, by.now));
    limits
        .allow(pieces, bought)
        .map_err(|broken| broken.refusal(&offer.full_title().said()).at(format!("/items/{place}/quantity")))
}

/// What each order line keeps of its price: nothing if it was the SKU's own.
pub(super) fn reasons(costs: &[Cost], plan: &Plan) -> Vec<Option<String>> {
    let reason = |cost: &Cost| {
        let decision = cost.decision.filter(|decision| decision.list != List::Base)?;
        serde_json::to_string(&Priced::of(&decision, plan)).ok()
    };
    costs.iter().map(reason).collect()
}

fn check_items(items: &[Item], (most, pieces): (usize, i64)) -> Result<(), Refusal> {
    if items.is_empty() || items.len() > most {
        let (zh, en) = ("一笔订单要有 1 到 100 件商品", "an order has 1 to 100 lines");
        return Err(Refusal::unacceptable("items_count", zh, en).at("/items"));
    }
    match items.iter().position(|item| !(1..=pieces).contains(&item.quantity)) {
        None => Ok(()),
        Some(place) => {
            let (zh, en) = ("数量应为 1 到 9999", "a quantity is 1 to 9,999");
            Err(Refusal::unacceptable("quantity", zh, en).at(format!("/items/{place}/quantity")))
        }
    }
}

fn gone(place: usize) -> Refusal {
    Refusal::unacceptable(
        "sku_unavailable",
        "这件商品已下架，请从购物车里移除",
        "this product is no longer sold; please take it out of the cart",
    )
    .at(format!("/items/{place}/sku"))
}

fn short(offer: &Offer, place: usize) -> Refusal {
    let (title, left) = (offer.full_title().said(), offer.stock.max(0));
    Refusal::conflict(
        "stock_short",
        format!("“{}”只剩 {left} 件", title.zh),
        format!("only {left} left of “{}”", title.en),
    )
    .at(format!("/items/{place}/quantity"))
}

fn too_much(place: usize) -> Refusal {
    Refusal::unacceptable("amount_too_large", "金额过大", "the amount is too large")
        .at(format!("/items/{place}"))
}
