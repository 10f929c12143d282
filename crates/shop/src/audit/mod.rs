//! The audit log.

pub mod chain;

use crate::db::row;
use crate::refusal::Refusal;
use crate::work::Work;

/// Writes down who did what, without personal data.
pub(crate) fn record(
    work: &mut Work<'_>,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &serde_json::Value,
) -> Result<(), Refusal> {
    let id = work.id();
    let sql = "INSERT INTO audit(id, actor, action, subject, detail, hash) VALUES($1, $2, $3, $4, $5, $6)";
    work.conn.execute(sql, &row![id, actor, action, subject, detail.to_string(), Vec::<u8>::new()])?;
    Ok(())
}
