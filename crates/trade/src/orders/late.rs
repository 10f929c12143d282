//! Money that is heard of late. What came in time takes the order up again, if its goods, its coupon and its seat in a group are still there and its buyer has
//! not bought as many meanwhile as a member may; what came for an order that had been given up, or was paid already, goes back.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_books::coupons;
use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_core::work::Work;
use banyan_store::row;

use super::store::LineRow;
use crate::catalog::{self, Bought};
use crate::group_buys;

/// Takes an order up again that was given up for want of its money; `false` if what it needs is no longer there.
pub(super) fn revive(
    work: &mut Work<'_>,
    (buyer, order): (i64, i64),
    (coupon, group): (Option<i64>, Option<i64>),
    lines: &[LineRow],
) -> Result<bool, Refusal> {
    let mut wanted: BTreeMap<i64, i64> = BTreeMap::new();
    for line in lines {
        *wanted.entry(line.sku).or_default() += line.quantity;
    }
    let skus: Vec<i64> = wanted.keys().copied().collect();
    let offers = catalog::offers(work.conn, skus)?;
    let then = (order, work.live().program().plan().utc_offset);
    let limited = offers.iter().map(|(sku, offer)| (*sku, &offer.selling));
    let bought = Bought::read(work.conn, &[buyer], limited, then)?;
    let is_there = |(sku, pieces): (&i64, &i64)| {
        offers.get(sku).is_none_or(|offer| {
            let limits = &offer.selling.limits;
            let rest = limits.per_member.map(|rule| rule.pieces - bought.within((buyer, *sku), limits, then));
            offer.stock >= *pieces && rest.is_none_or(|rest| *pieces <= rest)
        })
    };
    if !wanted.iter().all(is_there) {
        return Ok(false);
    }
    let seat = match (group, lines) {
        (None, _) => None,
        (Some(group), [line, ..]) => {
            let goods = (line.sku, line.quantity);
            let Some(seat) = group_buys::seat_again(work.conn, group, (buyer, order), goods)? else {
                return Ok(false);
            };
            Some(seat)
        }
        (Some(_), []) => return Ok(false),
    };
    let is_last = |(sku, pieces): (&i64, &i64)| {
        offers.get(sku).is_some_and(|offer| offer.stock == *pieces).then_some(*sku)
    };
    let sold_out: Vec<i64> = wanted.iter().filter_map(is_last).collect();
    if let Some(coupon) = coupon {
        if coupons::find(work.conn, buyer, coupon)?.state != "open" {
            return Ok(false);
        }
        coupons::hold(work, buyer, coupon, order)?;
    }
    for (sku, pieces) in wanted {
        work.conn.execute("UPDATE sku SET stock = stock - $2 WHERE id = $1", &row![sku, pieces])?;
    }
    catalog::touch(work, sold_out)?;
    if let Some(seat) = &seat {
        group_buys::sit(work, seat)?;
    }
    let sql = "UPDATE orders SET closed_at = NULL WHERE buyer = $1 AND id = $2";
    work.conn.execute(sql, &row![buyer, order])?;
    Ok(true)
}

/// Books the way back, and leaves the sending to the refunds' job.
pub(super) fn give_back(
    work: &mut Work<'_>,
    buyer: i64,
    order: i64,
    payment: i64,
    amount: i64,
    at: i64,
) -> Result<(), Refusal> {
    if amount == 0 {
        return Ok(());
    }
    let id = work.id();
    let reason = Reason { kind: Kind::Repayment, id: order, line: 0, step: id, place: 0 };
    work.book().transfer((SHOP, Account::Sales), (SHOP, Account::Cash), amount, &reason, at);
    // Line 0: of no line of the order.
    work.conn.execute(
        "INSERT INTO refund(buyer, order_id, line, id, amount, quantity, before, payment, state, reason) \
         VALUES($1, $2, 0, $3, $4, 0, 0, $5, 'open', 'overdue')",
        &row![buyer, order, id, amount, payment],
    )?;
    work.tell(buyer, "payment.late", &serde_json::json!({ "order": order.to_string() }));
    Ok(())
}
