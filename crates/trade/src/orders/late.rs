//! Money that came for an order that had been given up, or was paid already: it goes back.

use banyan_base::refusal::Refusal;
use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_core::work::Work;
use banyan_store::row;

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
         VALUES($1, $2, 0, $3, $4, 0, 0, $5, 'open', 'late payment')",
        &row![buyer, order, id, amount, payment],
    )?;
    work.tell(buyer, "payment.late", &serde_json::json!({ "order": order.to_string() }));
    Ok(())
}
