//! What happens to an order after it is paid, or instead.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_books::coupons;
use banyan_core::ledger::{Account, Kind, Reason, SHOP, Transfer};
use banyan_core::work::Work;
use banyan_store::{Rows, row};
use serde::{Deserialize, Serialize};

use super::cases;
use super::store::{self, LineRow};
use super::{State, Step, lines_of};
use crate::catalog::{self, Title};
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
    pub title: Title,
}

/// The bill of an order, if it waits to be paid and there still is time.
pub fn payable(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<Bill, Refusal> {
    state_of(work, buyer, order)?.after(Step::Pay)?;
    let found = store::reads::bill(work.conn, buyer, order)?;
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
    is_sent(work, buyer, order)?;
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

/// Refuses to ship or receive an order of which nothing is sent.
fn is_sent(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let sql = "SELECT 1 FROM line WHERE buyer = $1 AND order_id = $2 AND voucher IS NULL LIMIT 1";
    if work.conn.one(sql, &row![buyer, order])?.is_some() {
        return Ok(());
    }
    Err(Refusal::conflict(
        "order_vouchers",
        "这一单都是券，不用发货；券全部核销、退款或过期后，自动视为已收货",
        "this order is all vouchers, and nothing of it is sent; it counts as received once each of them is redeemed, refunded or expired",
    ))
}

/// The buyer has the goods: from now on the refund window runs.
pub fn receive(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    state_of(work, buyer, order)?.after(Step::Receive)?;
    is_sent(work, buyer, order)?;
    group_buys::waits_for(work, buyer, order)?;
    let at = work.id();
    receive_all(work, &[(buyer, order, at)])
}

/// How long the refund window of a line is, by the plan under which it was paid.
pub(super) fn release_after(work: &mut Work<'_>, version: Option<i64>) -> Result<i64, Refusal> {
    let program = match version {
        Some(version) => work.live().program_of(version)?,
        None => work.live().program(),
    };
    Ok(program.plan().sale.release_after)
}

/// Buyers have the goods of shipped orders, each since its moment.
pub(super) fn receive_all(work: &mut Work<'_>, received: &[(i64, i64, i64)]) -> Result<(), Refusal> {
    let pairs = received.iter().map(|(buyer, order, _)| (*buyer, *order)).collect();
    let mut lines = lines_of(work.conn, pairs)?;
    let mut orders = Rows::new("orders", &["id", "buyer", "state", "received_at", "receive_by"]);
    let mut windows = Rows::new("line", &["order_id", "buyer", "line", "settles_at"]);
    for (buyer, order, at) in received {
        orders.push(row![*order, *buyer, State::Received.word(), *at, None::<i64>]);
        let lines = lines.remove(order).unwrap_or_default();
        // An order is paid as a whole: all of its lines under one plan.
        let plan = lines.iter().filter_map(|line| line.plan).max();
        let settles_at = at + release_after(work, plan)?;
        work.due_at(settles_at);
        // Vouchers are received when they are used.
        for line in lines.iter().filter(|line| line.voucher.is_none()) {
            windows.push(row![*order, *buyer, line.line, settles_at]);
        }
        work.tell(*buyer, "order.received", &serde_json::json!({ "order": order.to_string() }));
    }
    work.conn.update(&orders, 2)?;
    Ok(work.conn.update(&windows, 3)?)
}

/// Somebody cancels an order that is not paid. Money that comes for it goes back, whenever it was sent.
pub fn cancel(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    give_up(work, buyer, order)?;
    let sql = "UPDATE orders SET pay_by = NULL WHERE buyer = $1 AND id = $2";
    work.conn.execute(sql, &row![buyer, order])?;
    Ok(())
}

/// Gives up an order that is not paid.
pub(super) fn give_up(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    state_of(work, buyer, order)?.after(Step::Cancel)?;
    give_up_all(work, &[(buyer, order)])
}

/// Gives up orders that wait to be paid: their stock, their coupons and their seats in groups are free again.
pub(super) fn give_up_all(work: &mut Work<'_>, orders: &[(i64, i64)]) -> Result<(), Refusal> {
    let Some((_, last)) = orders.last() else { return Ok(()) };
    let lines = lines_of(work.conn, orders.to_vec())?;
    let mut rows = Rows::new("orders", &["id", "buyer", "state", "closed_at", "expires_at", "placed_from"]);
    let mut closed_at = *last;
    for (buyer, order) in orders {
        closed_at = work.id();
        let nothing = None::<i64>;
        rows.push(row![*order, *buyer, State::Cancelled.word(), closed_at, nothing, nothing]);
    }
    work.conn.update(&rows, 2)?;
    store::due::close_payments(work.conn, orders, closed_at)?;
    let mut pieces = BTreeMap::new();
    for line in lines.values().flatten() {
        *pieces.entry(line.sku).or_insert(0) += line.quantity;
    }
    restock(work, &pieces)?;
    for (buyer, order) in store::due::with_coupon_or_seat(work.conn, orders)? {
        coupons::release(work, buyer, order)?;
        group_buys::release(work, buyer, order)?;
    }
    for (buyer, order) in orders {
        work.tell(*buyer, "order.cancelled", &serde_json::json!({ "order": order.to_string() }));
    }
    Ok(())
}

/// Pieces are for sale again.
pub(super) fn restock(work: &mut Work<'_>, pieces: &BTreeMap<i64, i64>) -> Result<(), Refusal> {
    let mut stock = Rows::new("sku", &["id", "stock"]);
    let mut was_sold_out = Vec::new();
    for (sku, left) in catalog::stock_of(work.conn, pieces.keys().copied().collect())? {
        stock.push(row![sku, left + pieces[&sku]]);
        if left == 0 {
            was_sold_out.push(sku);
        }
    }
    work.conn.update(&stock, 1)?;
    catalog::touch(work, was_sold_out)
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

/// Marks lines as settled, and orders all of whose lines are.
pub fn settled(work: &mut Work<'_>, lines: &[LineRow]) -> Result<(), Refusal> {
    let mut rows = Rows::new("line", &["buyer", "order_id", "line", "settled_at"]);
    for line in lines {
        rows.push(row![line.buyer, line.order, line.line, line.settles_at]);
    }
    work.conn.update(&rows, 3)?;
    let mut orders: Vec<(i64, i64)> = lines.iter().map(|line| (line.buyer, line.order)).collect();
    orders.dedup();
    let whole = store::due::settled_whole(work.conn, &orders)?;
    let mut closed = Rows::new("orders", &["id", "buyer", "state", "closed_at"]);
    for (buyer, order) in orders {
        if let Some(at) = whole.get(&(buyer, order)) {
            closed.push(row![order, buyer, State::Settled.word(), *at]);
            work.tell(buyer, "order.settled", &serde_json::json!({ "order": order.to_string() }));
        }
    }
    Ok(work.conn.update(&closed, 2)?)
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
