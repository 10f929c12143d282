//! What becomes of orders by itself: those that nobody pays are given up, those that were shipped are taken as received.

use banyan_base::refusal::Refusal;
use banyan_core::work::{Duty, Pass, Timing, Work};

use super::steps::{give_up_all, receive_all};
use super::store::due::{self, Due};

/// Orders that nobody paid in time are given up. Nothing but stock, coupons and seats is freed by that, so it may come late while
/// there is more to do than one pass does.
pub struct Expiry;

impl Duty for Expiry {
    fn timing(&self) -> Timing {
        Timing::Anytime
    }

    fn next(&self) -> &'static [&'static str] {
        &["SELECT MIN(expires_at) FROM orders WHERE state = 'placed'"]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        expire(work, pass)
    }
}

/// Shipped orders are taken as received in time.
pub struct DueReceipt;

impl Duty for DueReceipt {
    fn timing(&self) -> Timing {
        Timing::History
    }

    fn next(&self) -> &'static [&'static str] {
        &["SELECT MIN(receive_by) FROM orders WHERE state = 'shipped'"]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        let (found, rest) = pass.cut(due::to_receive(work.conn, pass.until, pass.limit())?, |due| due.at);
        let received: Vec<_> = found.iter().map(|Due { buyer, order, at }| (*buyer, *order, *at)).collect();
        receive_all(work, &received)?;
        Ok(rest)
    }
}

/// Gives up orders that were not paid in time. One of which a payment provider has heard waits until the provider has said that it
/// was not paid, and can no longer be (`end`).
fn expire(work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
    let (found, rest) = pass.cut(due::to_give_up(work.conn, pass.until, pass.limit())?, |due| due.at);
    let orders: Vec<(i64, i64)> = found.iter().map(|due| (due.buyer, due.order)).collect();
    let heard = due::heard_of(work.conn, &orders)?;
    let (waiting, over): (Vec<_>, Vec<_>) = orders.into_iter().partition(|(_, order)| heard.contains(order));
    due::ask_now(work.conn, &waiting)?;
    give_up_all(work, &over)?;
    Ok(rest)
}
