//! Refunds: money of a line goes back, or its goods, or both, before or after its settlement; what the line had paid is taken back
//! with the money. Goods may come back when no money is left to go: after a refund of money only, of a line that a coupon paid, of
//! a free gift. What is over when the last of an order has gone back is closed.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_books::{coupons, rewards};
use banyan_core::engine::RefundOf;
use banyan_core::event::{Event, Kind};
use banyan_core::ledger::{self, Account, Reason, SHOP, Transfer};
use banyan_core::work::Work;
use banyan_plan::money::Currency;
use banyan_store::{Conn, row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::steps::{cost_of, restock, state_of};
use super::store::{LineRow, reads};
use super::{State, Step, carriage, cases, lines_of, receipt, repaid};
use crate::{group_buys, vouchers};

/// What goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Whose order.
    pub buyer: i64,
    /// Which order.
    pub order: i64,
    /// Which line of it.
    pub line: i64,
    /// How many pieces; 0 for money only.
    pub quantity: i64,
    /// So much money, in minor units; `None` for the share of the pieces.
    pub amount: Option<i64>,
    /// Whether the pieces can be sold again.
    pub restock: bool,
    /// Why.
    pub reason: String,
}

/// A refund that was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// Its id.
    pub id: i64,
    /// What goes back, in minor units.
    pub amount: i64,
}

/// What a refund of some pieces of a line would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefundQuote {
    /// The share of the pieces, in minor units: what goes back unless another amount is said.
    pub amount: i64,
    /// The most that can still go back of the line, in minor units.
    pub most: i64,
    /// Pieces of the line that have not come back.
    pub pieces: i64,
    /// What carrying had cost, in minor units, that goes back as well: these pieces are the last of what it was for.
    pub freight: i64,
}

/// What a refund of some pieces of a paid line would be now.
pub(super) fn quote(
    conn: &mut Conn,
    (buyer, order): (i64, i64),
    line: i64,
    quantity: i64,
) -> Result<RefundQuote, Refusal> {
    let line = paid_line(conn, (buyer, order), line)?;
    check_pieces(&line, quantity)?;
    let (most, pieces) = (line.amount - line.refunded, line.quantity - line.returned);
    let amount = share_of(&line, quantity);
    let after = LineRow { returned: line.returned + quantity, refunded: line.refunded + amount, ..line };
    let is_unsent = reads::state(conn, buyer, order)?.as_deref() == Some(State::Paid.word());
    let lines = lines_of(conn, vec![(buyer, order)])?.remove(&order).unwrap_or_default();
    let lines = lines.into_iter().map(|line| if line.line == after.line { after.clone() } else { line });
    let over = over(&lines.collect::<Vec<_>>(), is_unsent);
    let freight = carriage::due(conn, buyer, order, &over)?.iter().map(|(_, amount)| amount).sum();
    Ok(RefundQuote { amount, most, pieces, freight })
}

/// The numbers of lines of which nothing is left: nothing to send, or nothing that the buyer still has and has paid for.
fn over(lines: &[LineRow], is_unsent: bool) -> Vec<i64> {
    let is_over = |line: &&LineRow| {
        let (pieces, money) = (line.returned == line.quantity, line.refunded == line.amount);
        // A voucher is in its buyer's hands as soon as it is paid.
        if is_unsent && line.voucher.is_none() {
            pieces || (money && line.amount > 0)
        } else {
            pieces && money
        }
    };
    lines.iter().filter(is_over).map(|line| line.line).collect()
}

fn paid_line(conn: &mut Conn, (buyer, order): (i64, i64), number: i64) -> Result<LineRow, Refusal> {
    let lines = lines_of(conn, vec![(buyer, order)])?.remove(&order).unwrap_or_default();
    let line = lines.into_iter().find(|line| line.line == number && line.paid_at.is_some());
    line.ok_or_else(|| Refusal::not_found("已付款的订单行", "paid order line"))
}

/// Books a refund, and closes what is over with it. The money is sent by the payment provider afterwards.
pub fn refund(work: &mut Work<'_>, refund: &Refund) -> Result<Refunded, Refusal> {
    let line = paid_line(work.conn, (refund.buyer, refund.order), refund.line)?;
    // What cannot go back is refused before anything that was due is done.
    amount_of(&line, refund, work.live().program().plan().currency)?;
    let at = work.moment()?;
    refund_at(work, refund, at)
}

/// The same at a moment that is its own, before which everything that was due has been done.
pub(crate) fn refund_at(work: &mut Work<'_>, refund: &Refund, at: i64) -> Result<Refunded, Refusal> {
    // What was due before this moment may have settled the line.
    work.flush()?;
    let line = paid_line(work.conn, (refund.buyer, refund.order), refund.line)?;
    let amount = amount_of(&line, refund, work.live().program().plan().currency)?;
    if amount > 0 {
        take_back(work, &line, amount, at)?;
    }
    write_down(work, &line, refund, amount, at)?;
    let (returned, refunded) = (line.returned + refund.quantity, line.refunded + amount);
    let after = LineRow { returned, refunded, ..line.clone() };
    coupons::campaign::take_share_back(work, &line, &after, at, at);
    vouchers::give_back(work, &line, returned, at)?;
    if refund.restock && refund.quantity > 0 {
        restock(work, &BTreeMap::from([(line.sku, refund.quantity)]))?;
    }
    let told = serde_json::json!({ "order": line.order.to_string(), "line": line.line, "amount": amount });
    work.tell(line.buyer, "order.refunded", &told);
    cases::answered_by_hand(work, &line)?;
    close_if_nothing_is_left(work, refund, at)?;
    Ok(Refunded { id: at, amount })
}

/// Money of a line goes back: what it had paid, and what is owed for it.
fn take_back(work: &mut Work<'_>, line: &LineRow, amount: i64, at: i64) -> Result<(), Refusal> {
    let originals =
        rewards::of_lines(work.conn, vec![line.order], i64::MAX)?.remove(&(line.order, line.line));
    let is_settled = line.settled_at.is_some();
    let facts = RefundOf { id: at, before: line.refunded, amount, is_settled };
    rewards::refunded(work, line, &originals.unwrap_or_default(), &facts, at)?;
    let reason =
        Reason { kind: ledger::Kind::Repayment, id: line.order, line: line.line, step: at, place: 0 };
    work.book().transfer((SHOP, Account::Sales), (SHOP, Account::Cash), amount, &reason, at);
    if is_settled && let Some(transfer) = from_supplier(line, line.refunded, amount, at) {
        work.book().add(&transfer);
    }
    let (ref_id, ref_line) = (line.order, line.line);
    work.record(&Event { ref_id, ref_line, value: at, ..Event::new(at, at, Kind::Refund, line.buyer) });
    Ok(())
}

fn write_down(
    work: &mut Work<'_>,
    line: &LineRow,
    refund: &Refund,
    amount: i64,
    at: i64,
) -> Result<(), Refusal> {
    let sql = "SELECT id FROM payment WHERE buyer = $1 AND order_id = $2 AND state = 'paid'";
    let payment = work.conn.one(sql, &row![line.buyer, line.order])?.map_or(Ok(0), |row| row.int(0))?;
    work.conn.execute(
        "UPDATE line SET refunded = refunded + $4, returned = returned + $5 WHERE buyer = $1 AND order_id = $2 AND line = $3",
        &row![line.buyer, line.order, line.line, amount, refund.quantity],
    )?;
    // Without money there is nothing to send.
    let state = if amount > 0 { "open" } else { "done" };
    work.conn.execute(
        "INSERT INTO refund(buyer, order_id, line, id, amount, quantity, before, payment, state, reason) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &row![
            line.buyer,
            line.order,
            line.line,
            at,
            amount,
            refund.quantity,
            line.refunded,
            payment,
            state,
            refund.reason.as_str(),
        ],
    )?;
    Ok(())
}

/// Closes an order of which nothing is left. What carrying some of it cost goes back with the last of that.
fn close_if_nothing_is_left(work: &mut Work<'_>, refund: &Refund, at: i64) -> Result<(), Refusal> {
    let (buyer, order) = (refund.buyer, refund.order);
    let state = state_of(work, buyer, order)?;
    let Ok(closed) = state.after(Step::Return) else { return Ok(()) };
    let lines = lines_of(work.conn, vec![(buyer, order)])?.remove(&order).unwrap_or_default();
    let over = over(&lines, state == State::Paid);
    carriage::give_back(work, buyer, order, &over)?;
    if over.len() < lines.len() {
        return receipt::follow(work, (buyer, order), &lines, at);
    }
    work.conn.execute(
        "UPDATE orders SET state = $3, closed_at = $4, receive_by = NULL WHERE buyer = $1 AND id = $2",
        &row![buyer, order, closed.word(), at],
    )?;
    work.tell(buyer, "order.closed", &serde_json::json!({ "order": order.to_string() }));
    coupons::give_back(work, (buyer, order), &lines, at)?;
    group_buys::free_if_open(work, buyer, order)?;
    // What was paid back in money only, and never sent, is for sale again. What another system has told of is in its stock already.
    let is_told = work.is_past();
    for line in lines.iter().filter(|line| line.returned < line.quantity && !is_told) {
        let quantity = line.quantity - line.returned;
        let rest = Refund { line: line.line, quantity, amount: Some(0), restock: true, ..refund.clone() };
        let at = work.id();
        refund_at(work, &rest, at)?;
    }
    Ok(())
}

pub(super) fn check_pieces(line: &LineRow, quantity: i64) -> Result<(), Refusal> {
    let left = line.quantity - line.returned;
    if (0..=left).contains(&quantity) {
        return Ok(());
    }
    let (zh, en) = match left {
        0 => ("这一行的商品已全部退回".to_owned(), "all items of this line have been returned".to_owned()),
        1 => (
            "这一行最多还能退 1 件".to_owned(),
            "at most 1 item of this line can still be returned".to_owned(),
        ),
        _ => (
            format!("这一行最多还能退 {left} 件"),
            format!("at most {left} items of this line can still be returned"),
        ),
    };
    Err(Refusal::conflict("refund_quantity", zh, en).at("/quantity"))
}

/// What some more pieces of a line bring back, as far as there is money left.
fn share_of(line: &LineRow, quantity: i64) -> i64 {
    repaid(line.amount, line.quantity, line.returned, quantity).min(line.amount - line.refunded)
}

/// The money of a refund. Goods may come back without any.
fn amount_of(line: &LineRow, refund: &Refund, currency: Currency) -> Result<i64, Refusal> {
    check_pieces(line, refund.quantity)?;
    let rest = line.amount - line.refunded;
    let amount = refund.amount.unwrap_or_else(|| share_of(line, refund.quantity));
    let least = i64::from(refund.quantity == 0);
    if (least..=rest).contains(&amount) {
        return Ok(amount);
    }
    let most = currency.priced(rest);
    let (zh, en) = if rest == 0 {
        ("这一行的金额已全部退还".to_owned(), "all money of this line has been refunded".to_owned())
    } else if amount > rest {
        (format!("这一行最多还能退 {most}"), format!("at most {most} of this line can still be refunded"))
    } else {
        let zh = format!("退款金额应大于零，最多 {most}；只退货不退钱时请填写件数");
        (zh, format!("expected an amount above zero and at most {most}; goods without money take a quantity"))
    };
    Err(Refusal::conflict("refund_amount", zh, en).at("/amount"))
}

/// The supplier is owed less for goods that come back after settlement. `before` had been refunded of the line.
pub fn from_supplier(line: &LineRow, before: i64, amount: i64, at: i64) -> Option<Transfer> {
    Some(Transfer {
        from: (SHOP, Account::Goods),
        to: (line.supplier?, Account::Payable),
        amount: cost_of(line, before + amount) - cost_of(line, before),
        reason: Reason { kind: ledger::Kind::Purchase, id: line.order, line: line.line, step: at, place: 0 },
        at,
    })
}
