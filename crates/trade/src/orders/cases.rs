//! Open after-sale cases: what they hold up, and what ends them.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_store::row;

use super::store::LineRow;

/// Keeps a line from settling while a case about it is open, or lets it go on.
pub(super) fn hold(
    work: &mut Work<'_>,
    buyer: i64,
    order: i64,
    line: i64,
    held: bool,
) -> Result<(), Refusal> {
    if held {
        let sql = "UPDATE line SET held = 1 WHERE buyer = $1 AND order_id = $2 AND line = $3";
        work.conn.execute(sql, &row![buyer, order, line])?;
        return Ok(());
    }
    // A window that ended while the case was open ends now: nothing settles in the past.
    let now = work.id();
    let sql = "UPDATE line SET held = 0, settles_at = CASE WHEN settles_at < $4 THEN $4 ELSE settles_at END \
               WHERE buyer = $1 AND order_id = $2 AND line = $3";
    work.conn.execute(sql, &row![buyer, order, line, now])?;
    work.due_at(now);
    Ok(())
}

/// Ends a case in a state, and tells.
pub(super) fn decide(
    work: &mut Work<'_>,
    buyer: i64,
    id: i64,
    state: &str,
    answer: &str,
) -> Result<(), Refusal> {
    let at = work.id();
    work.conn.execute(
        "UPDATE after_sale SET state = $3, answer = $4, decided_at = $5 WHERE buyer = $1 AND id = $2",
        &row![buyer, id, state, answer, at],
    )?;
    work.tell(
        buyer,
        "after_sale.decided",
        &serde_json::json!({ "after_sale": id.to_string(), "state": state }),
    );
    Ok(())
}

/// Pieces of a case `a` that staff has sent back by hand since it was opened.
const BY_HAND: &str = "COALESCE((SELECT CAST(SUM(r.quantity) AS BIGINT) FROM refund r \
                       WHERE r.buyer = a.buyer AND r.order_id = a.order_id AND r.line = a.line AND r.id > a.id), 0)";

/// How many pieces of a case staff has sent back by hand since it was opened.
pub(super) fn by_hand(work: &mut Work<'_>, buyer: i64, id: i64) -> Result<i64, Refusal> {
    let sql = format!("SELECT {BY_HAND} FROM after_sale a WHERE a.buyer = $1 AND a.id = $2");
    Ok(work.conn.one(&sql, &row![buyer, id])?.map_or(Ok(0), |row| row.int(0))?)
}

/// Staff has sent back by hand all that a case asks for: it is settled. As long as some of it is missing, it waits.
pub(super) fn answered_by_hand(work: &mut Work<'_>, line: &LineRow) -> Result<(), Refusal> {
    let (buyer, order, line) = (line.buyer, line.order, line.line);
    let sql = format!(
        "SELECT a.id FROM after_sale a WHERE a.buyer = $1 AND a.order_id = $2 AND a.line = $3 AND a.state = 'asked' \
         AND {BY_HAND} >= a.quantity"
    );
    for row in work.conn.query(&sql, &row![buyer, order, line])? {
        decide(work, buyer, row.int(0)?, "approved", "")?;
        hold(work, buyer, order, line, false)?;
    }
    Ok(())
}

/// Refuses to go on with an order while its buyer waits for an answer about some of it.
pub(super) fn none_is_open(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let sql = "SELECT line, quantity FROM after_sale WHERE buyer = $1 AND order_id = $2 AND state = 'asked' ORDER BY line";
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for row in work.conn.query(sql, &row![buyer, order])? {
        let (line, pieces) = (row.int(0)?, row.int(1)?);
        zh.push(format!("第 {line} 行 {pieces} 件"));
        en.push(if pieces == 1 {
            format!("1 piece of line {line}")
        } else {
            format!("{pieces} pieces of line {line}")
        });
    }
    if zh.is_empty() {
        return Ok(());
    }
    Err(Refusal::conflict(
        "after_sale_open",
        format!("买家正在申请退款（{}），请先处理售后；确定仍要发货，请确认", zh.join("，")),
        format!(
            "the buyer has asked for the money of {}: answer the after-sale case first, or confirm that it is shipped all the same",
            en.join(", ")
        ),
    )
    .at("/despite_cases"))
}
