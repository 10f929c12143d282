//! What a SKU's prices and limits may not be.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_plan::money::Minor;

use super::{Limits, List, Price};

/// Rows of one SKU.
const MOST_ROWS: usize = 50;
/// Pieces of one line of an order.
const MOST_PIECES: i64 = 9_999;

/// Refuses prices that could not be meant and limits that nobody could keep: each price is below the base price and, within
/// its list, below those from fewer pieces; a price from a number of pieces can be reached by an order.
pub fn check(base: Minor, prices: &[Price], limits: &Limits) -> Result<(), Refusal> {
    check_limits(limits)?;
    if prices.len() > MOST_ROWS {
        let (zh, en) = (format!("价目最多 {MOST_ROWS} 行"), format!("at most {MOST_ROWS} rows of prices"));
        return Err(Refusal::unacceptable("prices_many", zh, en).at("/prices"));
    }
    for (place, row) in prices.iter().enumerate() {
        check_row(base, row, limits).map_err(|refusal| {
            let field = format!("/prices/{place}{}", refusal.field);
            refusal.at(field)
        })?;
    }
    check_order(prices)
}

fn check_row(base: Minor, row: &Price, limits: &Limits) -> Result<(), Refusal> {
    let least = if row.list == List::Everyone { 2 } else { 1 };
    let most = limits.most.unwrap_or(MOST_PIECES);
    if !(least..=most).contains(&row.from) {
        let zh = format!("起购件数应为 {least} 到 {most}，实为 {}", row.from);
        let en = format!("expected a price from {least} to {most} pieces on, found {}", row.from);
        return Err(Refusal::unacceptable("price_from", zh, en).at("/from"));
    }
    if row.list == List::Base || row.price < 0 || row.price >= base {
        let (zh, en) =
            ("价格应低于零售价，且不为负", "expected a price below the regular price, and not below zero");
        return Err(Refusal::unacceptable("price_not_lower", zh, en).at("/price"));
    }
    Ok(())
}

/// Within a list, more pieces are cheaper, and each number of pieces is there once.
fn check_order(prices: &[Price]) -> Result<(), Refusal> {
    let mut lists: BTreeMap<(List, i64), (usize, Minor)> = BTreeMap::new();
    for (place, row) in prices.iter().enumerate() {
        if lists.insert((row.list, row.from), (place, row.price)).is_some() {
            let (zh, en) = (
                "同一价目里有两行起购件数相同",
                "two rows of the same list begin at the same number of pieces",
            );
            return Err(Refusal::unacceptable("price_twice", zh, en).at(format!("/prices/{place}/from")));
        }
    }
    let rows: Vec<_> = lists.into_iter().collect();
    for pair in rows.windows(2) {
        let [((list, _), (_, before)), ((next, from), (place, price))] = pair else { continue };
        if list == next && price >= before {
            let zh = format!("满 {from} 件的价格应低于件数更少时的价格");
            let en = format!("the price from {from} pieces has to be below the price of fewer pieces");
            return Err(Refusal::unacceptable("price_not_lower", zh, en).at(format!("/prices/{place}/price")));
        }
    }
    Ok(())
}

fn check_limits(limits: &Limits) -> Result<(), Refusal> {
    let refused = |field: &str, zh: String, en: String| {
        Err(Refusal::unacceptable("limit_invalid", zh, en).at(format!("/limits/{field}")))
    };
    let Limits { least, step, most, per_member } = *limits;
    for (field, value) in [("least", Some(least)), ("step", Some(step)), ("most", most)] {
        if value.is_some_and(|value| !(1..=MOST_PIECES).contains(&value)) {
            let zh = format!("件数应为 1 到 {MOST_PIECES}");
            return refused(field, zh, format!("expected 1 to {MOST_PIECES} pieces"));
        }
    }
    if per_member.is_some_and(|rule| !(1..=1_000_000).contains(&rule.pieces)) {
        let (zh, en) = ("件数应为 1 到 1000000".to_owned(), "expected 1 to 1,000,000 pieces".to_owned());
        return refused("per_member/pieces", zh, en);
    }
    let fewest = limits.fewest();
    let roof = most.unwrap_or(MOST_PIECES);
    if fewest > roof {
        let zh = format!("每单最多 {roof} 件，少于最少可买的 {fewest} 件，没有人能买");
        let en = format!("nobody could buy: an order has at most {roof} pieces and at least {fewest}");
        return refused("most", zh, en);
    }
    if per_member.is_some_and(|rule| rule.pieces < fewest) {
        let zh = format!("每人限购少于每单最少可买的 {fewest} 件，没有人能买");
        let en = format!(
            "nobody could buy: a member may have fewer pieces than the {fewest} of the smallest order"
        );
        return refused("per_member/pieces", zh, en);
    }
    Ok(())
}
