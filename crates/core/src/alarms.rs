//! Alarms: opened when something is wrong that somebody has to look at, closed when it no longer is; none is ever deleted.

use banyan_base::refusal::Refusal;
use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, row};
use serde_json::json;

use crate::work::Work;

/// The alarm of a plan version that was due and did not take over.
pub const PLAN_HELD: &str = "plan_held";
/// The alarm of a plan in force that its rule packs refuse by now.
pub const PLAN_REFUSED: &str = "plan_refused";

/// Opens an alarm, unless one of its kind is open: members, each with the figure that counts.
pub fn open(work: &mut Work<'_>, kind: &str, text: &Text, evidence: &[(i64, i64)]) -> Result<(), Refusal> {
    if is_open(work.conn, kind)? {
        return Ok(());
    }
    let id = work.id();
    insert(work.conn, id, kind, text, evidence)?;
    work.tell(0, "alarm.opened", &json!({ "alarm": id.to_string(), "kind": kind }));
    Ok(())
}

/// Closes the alarm of a kind, if one is open.
pub fn close(work: &mut Work<'_>, kind: &str, at: i64) -> Result<(), Refusal> {
    if end(work.conn, kind, at)? {
        work.tell(0, "alarm.closed", &json!({ "kind": kind }));
    }
    Ok(())
}

/// Whether an alarm of a kind is open.
fn is_open(conn: &mut Conn, kind: &str) -> Result<bool, DbError> {
    Ok(conn.one("SELECT id FROM alarm WHERE kind = $1 AND closed_at IS NULL", &row![kind])?.is_some())
}

fn insert(conn: &mut Conn, id: i64, kind: &str, text: &Text, evidence: &[(i64, i64)]) -> Result<(), DbError> {
    let evidence = serde_json::to_string(evidence).map_err(|error| DbError::Broken(error.to_string()))?;
    let sql = "INSERT INTO alarm(id, kind, zh, en, evidence) VALUES($1, $2, $3, $4, $5)";
    conn.execute(sql, &row![id, kind, text.zh.as_str(), text.en.as_str(), evidence])?;
    Ok(())
}

/// Closes the open alarm of a kind; whether there is one.
fn end(conn: &mut Conn, kind: &str, at: i64) -> Result<bool, DbError> {
    let sql = "UPDATE alarm SET closed_at = $2 WHERE kind = $1 AND closed_at IS NULL";
    Ok(conn.execute(sql, &row![kind, at])? > 0)
}
