//! After-sale cases: a buyer asks for part of a line's money back, staff decides. While a case is open, the line does not
//! settle.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_store::row;
use serde::{Deserialize, Serialize};

use super::cases::{self, decide, hold};
use super::lines_of;
use super::refund::{Refund, Refunded, check_pieces, refund};

/// What a buyer asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Whose order.
    pub buyer: i64,
    /// Which order.
    pub order: i64,
    /// Which line of it.
    pub line: i64,
    /// So many pieces.
    pub quantity: i64,
    /// Why.
    pub reason: String,
}

/// A case that is open, as deciding needs it.
struct Case {
    order: i64,
    line: i64,
    quantity: i64,
    amount: i64,
    reason: String,
}

/// Opens a case; gives its id.
pub fn ask(work: &mut Work<'_>, ask: &Ask) -> Result<i64, Refusal> {
    // A window that has closed by now has closed.
    work.moment()?;
    work.flush()?;
    let mut lines = lines_of(work.conn, vec![(ask.buyer, ask.order)])?;
    let line = lines.remove(&ask.order).into_iter().flatten().find(|line| line.line == ask.line);
    let line = line.ok_or_else(|| Refusal::not_found("订单行", "order line"))?;
    if line.paid_at.is_none() || line.settled_at.is_some() {
        return Err(Refusal::conflict(
            "after_sale_closed",
            "这一行还未付款，或已过售后期；如需帮助请联系客服",
            "this line is not paid, or its refund window has closed; please contact support",
        ));
    }
    if line.voucher.is_some() {
        return Err(Refusal::conflict(
            "after_sale_voucher",
            "未使用的券请在券上直接退款；已核销的券如有问题，请联系客服",
            "an unused voucher is refunded where it is shown; if something is wrong with one that was redeemed, please contact support",
        ));
    }
    if line.held {
        let (zh, en) = ("这一行已有处理中的售后", "this line has an open after-sale case");
        return Err(Refusal::conflict("after_sale_open", zh, en));
    }
    check_pieces(&line, ask.quantity)?;
    if ask.quantity == 0 {
        let (zh, en) = ("请填写要退的件数", "expected how many items are to go back");
        return Err(Refusal::unacceptable("refund_quantity", zh, en).at("/quantity"));
    }
    let share = super::repaid(line.amount, line.quantity, line.returned, ask.quantity);
    let amount = share.min(line.amount - line.refunded);
    let id = work.id();
    work.conn.execute(
        "INSERT INTO after_sale(buyer, id, order_id, line, quantity, amount, reason, state) \
         VALUES($1, $2, $3, $4, $5, $6, $7, 'asked')",
        &row![ask.buyer, id, ask.order, ask.line, ask.quantity, amount, ask.reason.as_str()],
    )?;
    hold(work, ask.buyer, ask.order, ask.line, true)?;
    work.tell(ask.buyer, "after_sale.asked", &serde_json::json!({ "after_sale": id.to_string() }));
    Ok(id)
}

fn open(work: &mut Work<'_>, buyer: i64, id: i64) -> Result<Case, Refusal> {
    let sql =
        "SELECT order_id, line, quantity, amount, reason, state FROM after_sale WHERE buyer = $1 AND id = $2";
    let found = work.conn.one(sql, &row![buyer, id])?;
    let row = found.ok_or_else(|| Refusal::not_found("售后单", "after-sale case"))?;
    if row.text(5)? != "asked" {
        let (zh, en) = ("这张售后单已处理", "this after-sale case has been decided");
        return Err(Refusal::conflict("after_sale_decided", zh, en));
    }
    Ok(Case {
        order: row.int(0)?,
        line: row.int(1)?,
        quantity: row.int(2)?,
        amount: row.int(3)?,
        reason: row.text(4)?.to_owned(),
    })
}

/// Staff agrees: the money goes back as far as there is any left, whether the pieces can be sold again or not. Pieces that
/// staff has sent back by hand since the case was opened are done already.
pub fn approve(
    work: &mut Work<'_>,
    buyer: i64,
    id: i64,
    restock: bool,
    answer: &str,
) -> Result<Refunded, Refusal> {
    let Case { order, line, quantity, amount, reason } = open(work, buyer, id)?;
    let by_hand = cases::by_hand(work, buyer, id)?;
    let quantity = quantity - by_hand;
    let quote = super::refund::quote(work.conn, (buyer, order), line, quantity)?;
    let amount = Some(if by_hand > 0 { quote.amount } else { amount.min(quote.most) });
    // Decided first: the refund closes whatever cases are still open then.
    decide(work, buyer, id, "approved", answer)?;
    let refunded = refund(work, &Refund { buyer, order, line, quantity, amount, restock, reason })?;
    hold(work, buyer, order, line, false)?;
    Ok(refunded)
}

/// Staff says no, and why.
pub fn refuse(work: &mut Work<'_>, buyer: i64, id: i64, answer: &str) -> Result<(), Refusal> {
    let case = open(work, buyer, id)?;
    hold(work, buyer, case.order, case.line, false)?;
    decide(work, buyer, id, "refused", answer)
}

/// The buyer thinks better of it.
pub fn withdraw(work: &mut Work<'_>, buyer: i64, id: i64) -> Result<(), Refusal> {
    let case = open(work, buyer, id)?;
    hold(work, buyer, case.order, case.line, false)?;
    decide(work, buyer, id, "withdrawn", "")
}
