//! When a buyer has what was bought: parcels when they are received, vouchers when the last one of their line is redeemed, refunded or
//! has expired. From then on the refund window of the line runs, and it settles like any other. An order is received when all of its
//! lines are.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_store::row;

use super::steps::{release_after, state_of};
use super::store::LineRow;
use super::{State, Step};
use crate::vouchers::{self, Kind};

/// Whether something of a line is still to be carried to its buyer.
pub(super) fn is_to_send(line: &LineRow) -> bool {
    Kind::of(line.voucher).is_sent() && line.returned < line.quantity && !is_paid_back(line)
}

fn is_paid_back(line: &LineRow) -> bool {
    line.amount > 0 && line.refunded == line.amount
}

/// Whether a paid order waits for nothing but for vouchers to be used.
pub(super) fn is_to_use(state: &str, lines: &[LineRow]) -> bool {
    state == State::Paid.word()
        && lines.iter().any(|line| line.voucher.is_some())
        && !lines.iter().any(is_to_send)
}

/// Something happened to a voucher or to a parcel at `at`: lines of which no voucher is left to use are received, and the order with
/// them if nothing of it is left to send.
pub(crate) fn follow(
    work: &mut Work<'_>,
    (buyer, order): (i64, i64),
    lines: &[LineRow],
    at: i64,
) -> Result<(), Refusal> {
    if lines.iter().all(|line| line.voucher.is_none()) {
        return Ok(());
    }
    let unused = vouchers::unused_lines(work.conn, buyer, order)?;
    let is_used = |line: &LineRow| line.voucher.is_some() && !unused.contains(&line.line);
    let state = state_of(work, buyer, order)?;
    let is_over =
        lines.iter().all(|line| if line.voucher.is_some() { is_used(line) } else { !is_to_send(line) });
    let is_received = state == State::Paid && is_over;
    for line in lines.iter().filter(|line| line.settles_at.is_none()) {
        if is_used(line) || is_received {
            let settles_at = at + release_after(work, line.plan)?;
            work.due_at(settles_at);
            work.conn.execute(
                "UPDATE line SET settles_at = $4 WHERE buyer = $1 AND order_id = $2 AND line = $3",
                &row![buyer, order, line.line, settles_at],
            )?;
        }
    }
    if is_received {
        work.conn.execute(
            "UPDATE orders SET state = $3, received_at = $4, receive_by = NULL WHERE buyer = $1 AND id = $2",
            &row![buyer, order, state.after(Step::Receive)?.word(), at],
        )?;
        work.tell(buyer, "order.received", &serde_json::json!({ "order": order.to_string() }));
    }
    Ok(())
}

/// A redemption is taken back: its line is not received any more, nor is an order that was received by it.
pub(crate) fn take_back(
    work: &mut Work<'_>,
    (buyer, order): (i64, i64),
    lines: &[LineRow],
    number: i64,
) -> Result<(), Refusal> {
    let line = lines.iter().find(|line| line.line == number);
    if line.is_none_or(|line| line.settled_at.is_some()) {
        return Err(Refusal::conflict(
            "voucher_settled",
            "这一行已结算，不能撤销核销；需要退款请由客服办理",
            "this line has settled, so that its redemption stands; support can still refund it",
        ));
    }
    work.conn.execute(
        "UPDATE line SET settles_at = NULL WHERE buyer = $1 AND order_id = $2 AND line = $3",
        &row![buyer, order, number],
    )?;
    // What was received as parcels stays received.
    let state = state_of(work, buyer, order)?;
    if state != State::Received
        || lines.iter().any(|line| line.voucher.is_none() && line.returned < line.quantity)
    {
        return Ok(());
    }
    let state = state.after(Step::TakeBack)?;
    work.conn.execute(
        "UPDATE orders SET state = $3, received_at = NULL WHERE buyer = $1 AND id = $2 AND shipped_at IS NULL",
        &row![buyer, order, state.word()],
    )?;
    Ok(())
}
