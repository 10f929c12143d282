//! Refunds: part of a line goes back, before or after its settlement, and takes back what it had paid.

use serde::{Deserialize, Serialize};

use super::steps::{cost_of, restock};
use super::store::LineRow;
use super::{lines_of, repaid};
use crate::db::row;
use crate::event::{Event, Kind};
use crate::ledger::{self, Account, Reason, SHOP, Transfer};
use crate::refusal::Refusal;
use crate::rewards;
use crate::work::{RefundOf, Work};

/// What goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Whose order.
    pub buyer: i64,
    /// Which order.
    pub order: i64,
    /// Which line of it.
    pub line: i64,
    /// So many pieces; 0 for money only.
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

/// Books a refund. The money is sent by the payment provider afterwards.
pub fn refund(work: &mut Work<'_>, refund: &Refund) -> Result<Refunded, Refusal> {
    let mut lines = lines_of(work.conn, vec![(refund.buyer, refund.order)])?;
    let lines = lines.remove(&refund.order).unwrap_or_default();
    let line = lines.into_iter().find(|line| line.line == refund.line && line.paid_at.is_some());
    let line = line.ok_or_else(|| Refusal::not_found("已付款的订单行", "paid order line"))?;
    let amount = amount_of(&line, refund)?;
    let at = work.moment()?;
    // What was due before this moment may have settled the line.
    let line = reread(work, &line)?;
    let sql = "SELECT id FROM payment WHERE buyer = $1 AND order_id = $2 AND state = 'paid'";
    let payment = work.conn.one(sql, &row![refund.buyer, refund.order])?.map_or(Ok(0), |row| row.int(0))?;
    let originals = rewards::of_lines(work.conn, vec![line.order])?.remove(&(line.order, line.line));
    let is_settled = line.settled_at.is_some();
    let facts = RefundOf { id: at, before: line.refunded, amount, is_settled };
    rewards::refunded(work, &line, &originals.unwrap_or_default(), &facts, at)?;
    work.conn.execute(
        "UPDATE line SET refunded = refunded + $4, returned = returned + $5 WHERE buyer = $1 AND order_id = $2 AND line = $3",
        &row![line.buyer, line.order, line.line, amount, refund.quantity],
    )?;
    work.conn.execute(
        "INSERT INTO refund(buyer, order_id, line, id, amount, quantity, before, payment, state, reason) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)",
        &row![
            line.buyer,
            line.order,
            line.line,
            at,
            amount,
            refund.quantity,
            line.refunded,
            payment,
            refund.reason.as_str(),
        ],
    )?;
    let reason =
        Reason { kind: ledger::Kind::Repayment, id: line.order, line: line.line, step: at, place: 0 };
    work.book().transfer((SHOP, Account::Sales), (SHOP, Account::Cash), amount, &reason, at);
    if line.settled_at.is_some()
        && let Some(transfer) = from_supplier(&line, line.refunded, amount, at)
    {
        work.book().add(&transfer);
    }
    if refund.restock && refund.quantity > 0 {
        restock(work, line.sku, refund.quantity)?;
    }
    let (ref_id, ref_line) = (line.order, line.line);
    work.record(&Event { ref_id, ref_line, value: at, ..Event::new(at, at, Kind::Refund, line.buyer) });
    let told = serde_json::json!({ "order": line.order.to_string(), "line": line.line, "amount": amount });
    work.tell(line.buyer, "order.refunded", &told);
    Ok(Refunded { id: at, amount })
}

fn reread(work: &mut Work<'_>, line: &LineRow) -> Result<LineRow, Refusal> {
    work.flush()?;
    let lines = lines_of(work.conn, vec![(line.buyer, line.order)])?.remove(&line.order);
    let found = lines.into_iter().flatten().find(|found| found.line == line.line);
    found.ok_or_else(|| Refusal::broken("an order line has gone"))
}

fn amount_of(line: &LineRow, refund: &Refund) -> Result<i64, Refusal> {
    let left = line.quantity - line.returned;
    if !(0..=left).contains(&refund.quantity) {
        return Err(Refusal::conflict(
            "refund_quantity",
            format!("这一行最多还能退 {left} 件"),
            format!("at most {left} pieces of this line can still be returned"),
        )
        .at("/quantity"));
    }
    let rest = line.amount - line.refunded;
    let share = repaid(line.amount, line.quantity, line.returned, refund.quantity);
    let amount = refund.amount.unwrap_or(share.min(rest));
    if amount < 1 || amount > rest {
        return Err(Refusal::conflict(
            "refund_amount",
            format!("这一行最多还能退 {rest}（最小单位）"),
            format!("at most {rest} (in minor units) of this line can still be refunded"),
        )
        .at("/amount"));
    }
    Ok(amount)
}

/// The supplier is owed less for goods that come back after settlement. `before` had been refunded of the line.
pub(crate) fn from_supplier(line: &LineRow, before: i64, amount: i64, at: i64) -> Option<Transfer> {
    Some(Transfer {
        from: (SHOP, Account::Goods),
        to: (line.supplier?, Account::Payable),
        amount: cost_of(line, before + amount) - cost_of(line, before),
        reason: Reason { kind: ledger::Kind::Purchase, id: line.order, line: line.line, step: at, place: 0 },
        at,
    })
}
