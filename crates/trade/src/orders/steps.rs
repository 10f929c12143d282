//! What happens to an order after it is paid, or instead.

use banyan_base::refusal::Refusal;
use banyan_books::coupons;
use banyan_core::ledger::{Account, Kind, Reason, SHOP, Transfer};
use banyan_core::work::{Duty, Work};
use banyan_store::{Rows, row};
use serde::{Deserialize, Serialize};

use super::cases;
use super::store::LineRow;
use super::{State, Step, lines_of};
use crate::catalog;
use crate::group_buys;

/// How an order travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Shipment {
    /// The carrier's name.
    pub carrier: String,
    /// The carrier's number for it.
    pub number: String,
}

/// The state of an order, if the buyer has such an order.
pub(super) fn state_of(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<State, Refusal> {
    let found =
        work.conn.one("SELECT state FROM orders WHERE buyer = $1 AND id = $2", &row![buyer, order])?;
    let row = found.ok_or_else(|| Refusal::not_found("订单", "order"))?;
    State::of(row.text(0)?).ok_or_else(|| Refusal::broken("an order of an unknown state"))
}

/// What is to be paid.
pub struct Bill {
    /// In minor units.
    pub amount: i64,
    /// When the order is given up.
    pub expires_at: Option<i64>,
    /// Its first line's title.
    pub title: String,
}

/// The bill of an order, if it waits to be paid and there still is time.
pub fn payable(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<Bill, Refusal> {
    state_of(work, buyer, order)?.after(Step::Pay)?;
    let found = super::store::reads::bill(work.conn, buyer, order)?;
    let (amount, expires_at, title) = found.ok_or_else(|| Refusal::broken("an order without lines"))?;
    if expires_at.is_none() {
        return Err(Refusal::conflict(
            "order_ending",
            "付款时间已过，正在向支付平台核实是否已付款，请稍候",
            "the time to pay is over; the payment provider is being asked whether it was paid, please wait a moment",
        ));
    }
    Ok(Bill { amount, expires_at, title })
}

/// Hands a paid order to a carrier. If its buyer has asked for the money of some of it and waits for an answer, that is said, and
/// has to be meant (`despite_cases`).
pub fn ship(
    work: &mut Work<'_>,
    buyer: i64,
    order: i64,
    shipment: &Shipment,
    despite_cases: bool,
) -> Result<(), Refusal> {
    let state = state_of(work, buyer, order)?.after(Step::Ship)?;
    group_buys::waits_for(work, buyer, order)?;
    if !despite_cases {
        cases::none_is_open(work, buyer, order)?;
    }
    let at = work.id();
    let receive_by = work.settings().received_by(at);
    work.due_at(receive_by);
    work.conn.execute(
        "UPDATE orders SET state = $3, shipped_at = $4, receive_by = $5, shipment = $6 WHERE buyer = $1 AND id = $2",
        &row![buyer, order, state.word(), at, receive_by, serde_json::to_string(shipment)?],
    )?;
    work.tell(buyer, "order.shipped", &serde_json::json!({ "order": order.to_string() }));
    Ok(())
}

/// The buyer has the goods: from now on the refund window runs.
pub fn receive(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let at = work.id();
    receive_at(work, buyer, order, at)
}

/// How long the refund window of a line is, by the plan under which it was paid.
fn release_after(work: &mut Work<'_>, version: Option<i64>) -> Result<i64, Refusal> {
    let program = match version {
        Some(version) => work.live().program_of(version)?,
        None => work.live().program(),
    };
    Ok(program.plan().sale.release_after)
}

fn receive_at(work: &mut Work<'_>, buyer: i64, order: i64, at: i64) -> Result<(), Refusal> {
    let state = state_of(work, buyer, order)?.after(Step::Receive)?;
    group_buys::waits_for(work, buyer, order)?;
    work.conn.execute(
        "UPDATE orders SET state = $3, received_at = $4, receive_by = NULL WHERE buyer = $1 AND id = $2",
        &row![buyer, order, state.word(), at],
    )?;
    // An order is paid as a whole: all of its lines under one plan.
    let sql = "SELECT MAX(plan) FROM line WHERE buyer = $1 AND order_id = $2";
    let plan = work.conn.one(sql, &row![buyer, order])?.map(|row| row.maybe_int(0)).transpose()?.flatten();
    let settles_at = at + release_after(work, plan)?;
    work.due_at(settles_at);
    work.conn.execute(
        "UPDATE line SET settles_at = $3 WHERE buyer = $1 AND order_id = $2",
        &row![buyer, order, settles_at],
    )?;
    work.tell(buyer, "order.received", &serde_json::json!({ "order": order.to_string() }));
    Ok(())
}

/// Somebody cancels an order that is not paid. Money that comes for it goes back, whenever it was sent.
pub fn cancel(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    give_up(work, buyer, order)?;
    let sql = "UPDATE orders SET pay_by = NULL WHERE buyer = $1 AND id = $2";
    work.conn.execute(sql, &row![buyer, order])?;
    Ok(())
}

/// Gives up an order that is not paid: its stock, its coupon and its seat in a group are free again.
pub(super) fn give_up(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let state = state_of(work, buyer, order)?.after(Step::Cancel)?;
    let at = work.id();
    work.conn.execute(
        "UPDATE orders SET state = $3, closed_at = $4, expires_at = NULL, placed_from = NULL WHERE buyer = $1 AND id = $2",
        &row![buyer, order, state.word(), at],
    )?;
    work.conn.execute(
        // A provider that has heard of it is told soon.
        "UPDATE payment SET state = 'closed', ask_at = CASE WHEN ask_at IS NULL THEN ask_at ELSE $3 END \
         WHERE buyer = $1 AND order_id = $2 AND state = 'open'",
        &row![buyer, order, at],
    )?;
    for line in lines_of(work.conn, vec![(buyer, order)])?.remove(&order).unwrap_or_default() {
        restock(work, line.sku, line.quantity)?;
    }
    coupons::release(work, buyer, order)?;
    group_buys::release(work, buyer, order)?;
    work.tell(buyer, "order.cancelled", &serde_json::json!({ "order": order.to_string() }));
    Ok(())
}

/// Pieces are for sale again.
pub(super) fn restock(work: &mut Work<'_>, sku: i64, pieces: i64) -> Result<(), Refusal> {
    work.conn.execute("UPDATE sku SET stock = stock + $2 WHERE id = $1", &row![sku, pieces])?;
    let was_sold_out = "SELECT 1 FROM sku WHERE id = $1 AND stock = $2";
    if work.conn.one(was_sold_out, &row![sku, pieces])?.is_some() {
        catalog::touch(work, vec![sku])?;
    }
    Ok(())
}

/// Orders that nobody paid in time are given up.
pub struct Expiry;

impl Duty for Expiry {
    fn next(&self) -> &'static [&'static str] {
        &["SELECT MIN(expires_at) FROM orders WHERE state = 'placed'"]
    }

    fn run(&self, work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
        expire(work, now)
    }
}

/// Shipped orders are taken as received in time.
pub struct DueReceipt;

impl Duty for DueReceipt {
    fn next(&self) -> &'static [&'static str] {
        &["SELECT MIN(receive_by) FROM orders WHERE state = 'shipped'"]
    }

    fn run(&self, work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
        receive_due(work, now)
    }
}

/// Gives up every order that was not paid in time. One of which a payment provider has heard waits until the provider has said that
/// it was not paid, and can no longer be (`end`).
fn expire(work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
    let sql =
        "SELECT buyer, id FROM orders WHERE state = 'placed' AND expires_at <= $1 ORDER BY expires_at, id";
    for row in work.conn.query(sql, &row![now])? {
        let (buyer, order) = (row.int(0)?, row.int(1)?);
        let asked = work.conn.execute(
            "UPDATE payment SET ask_at = 0 WHERE buyer = $1 AND order_id = $2 AND ask_at IS NOT NULL AND state IN ('open', 'closed')",
            &row![buyer, order],
        )?;
        if asked == 0 {
            give_up(work, buyer, order)?;
        } else {
            let sql = "UPDATE orders SET expires_at = NULL WHERE buyer = $1 AND id = $2";
            work.conn.execute(sql, &row![buyer, order])?;
        }
    }
    Ok(())
}

/// Gives up an order whose time to pay is over, once every provider that has heard of it has said that it was not paid.
pub fn end(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let sql = "SELECT 1 FROM orders WHERE buyer = $1 AND id = $2 AND state = 'placed' AND expires_at IS NULL AND NOT EXISTS \
               (SELECT 1 FROM payment p WHERE p.buyer = $1 AND p.order_id = $2 AND p.ask_at IS NOT NULL AND p.state IN ('open', 'closed'))";
    if work.conn.one(sql, &row![buyer, order])?.is_some() {
        give_up(work, buyer, order)?;
    }
    Ok(())
}

/// Takes every order as received whose time has come.
fn receive_due(work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
    let sql = "SELECT buyer, id, receive_by FROM orders WHERE state = 'shipped' AND receive_by <= $1 ORDER BY receive_by, id";
    for row in work.conn.query(sql, &row![now])? {
        receive_at(work, row.int(0)?, row.int(1)?, row.int(2)?)?;
    }
    Ok(())
}

/// Marks lines as settled, and orders all of whose lines are.
pub fn settled(work: &mut Work<'_>, lines: &[LineRow]) -> Result<(), Refusal> {
    let mut rows = Rows::new("line", &["buyer", "order_id", "line", "settled_at"]);
    for line in lines {
        rows.push(row![line.buyer, line.order, line.line, line.settles_at]);
    }
    work.conn.update(&rows, 3)?;
    let mut orders: Vec<(i64, i64)> = lines.iter().map(|line| (line.buyer, line.order)).collect();
    orders.dedup();
    for (buyer, order) in orders {
        let sql = "UPDATE orders SET state = 'settled', closed_at = (SELECT MAX(settled_at) FROM line WHERE buyer = $1 AND order_id = $2) \
                   WHERE buyer = $1 AND id = $2 AND state = 'received' AND NOT EXISTS \
                   (SELECT 1 FROM line WHERE buyer = $1 AND order_id = $2 AND settled_at IS NULL)";
        if work.conn.execute(sql, &row![buyer, order])? > 0 {
            work.tell(buyer, "order.settled", &serde_json::json!({ "order": order.to_string() }));
        }
    }
    Ok(())
}

/// What of a line's cost is left when so much of its amount was refunded.
pub(super) fn cost_of(line: &LineRow, refunded: i64) -> i64 {
    cost_left(line.cost, line.amount, refunded)
}

/// What is left of the cost of something paid with `amount` when so much of that was refunded: the one rule, for what suppliers are
/// owed and for every report.
pub fn cost_left(cost: i64, amount: i64, refunded: i64) -> i64 {
    // A coupon may have paid all of it: then nothing can be refunded.
    if amount == 0 { cost } else { banyan_plan::money::kept(cost, amount, refunded) }
}

/// A settled line's cost is owed to its supplier, less what was sent back by then.
pub fn to_supplier(line: &LineRow, refunded: i64, at: i64) -> Option<Transfer> {
    Some(Transfer {
        from: (SHOP, Account::Goods),
        to: (line.supplier?, Account::Payable),
        amount: cost_of(line, refunded),
        reason: Reason { kind: Kind::Purchase, id: line.order, line: line.line, step: 0, place: 0 },
        at,
    })
}
