//! Groups whose time is over: whoever has paid in one gets all of their money back by the ordinary way.

use banyan_base::refusal::Refusal;
use banyan_core::work::{Duty, Pass, Timing, Work};
use serde_json::json;

use super::lines_of;
use super::refund::{Refund, refund_at};
use crate::group_buys;

/// Why the money goes back, as a code that pages have in words.
const REASON: &str = "unfilled";

/// Groups that are not complete at their deadlines fail. It is done after the course of the history: their refunds come later than
/// whatever settled or closed by then.
pub struct Deadline;

/// Refunds cost as much as so many rows of other kinds.
const WEIGHT: i64 = 8;

impl Duty for Deadline {
    fn timing(&self) -> Timing {
        Timing::History
    }

    fn next(&self) -> &'static [&'static str] {
        &["SELECT MIN(fails_at) FROM buy_group WHERE state = 'open'"]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        let mut left = pass.most / WEIGHT;
        for group_buys::Due { group, at, paid } in group_buys::due(work.conn, pass.until, pass.limit())? {
            if left <= 0 {
                return Ok(Some(at));
            }
            left -= 1 + paid.len() as i64;
            let closed_at = work.moment_due(at);
            group_buys::fail(work.conn, group, closed_at)?;
            for (buyer, order) in paid {
                give_back(work, buyer, order, at)?;
                let told = json!({ "group": group.to_string(), "order": order.to_string() });
                work.tell(buyer, "group_buy.failed", &told);
            }
        }
        Ok(None)
    }
}

/// All that is left of an order goes back.
fn give_back(work: &mut Work<'_>, buyer: i64, order: i64, due: i64) -> Result<(), Refusal> {
    let lines = lines_of(work.conn, vec![(buyer, order)])?.remove(&order).unwrap_or_default();
    for line in lines {
        let (quantity, amount) = (line.quantity - line.returned, line.amount - line.refunded);
        if quantity == 0 && amount == 0 {
            continue;
        }
        let (line, amount, reason) = (line.line, Some(amount), REASON.to_owned());
        let at = work.moment_due(due);
        refund_at(work, &Refund { buyer, order, line, quantity, amount, restock: true, reason }, at)?;
    }
    Ok(())
}
