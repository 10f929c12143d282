//! The audit log: how it is written, and its routes; what it keeps is `core`'s.

pub(crate) mod http;

use banyan_plan::time::Time;

use crate::refusal::Refusal;
use crate::work::Work;
use banyan_core::audit::chain::{Act, ChainHash, Record};
pub use banyan_core::audit::*;

/// Writes into the log what somebody has done, in the transaction in which it was done.
///
/// `actor` is `staff:ID`, `token:ID`, `member:ID` or `system`; `action` a stable name as `member.freeze`; `subject` what
/// it was done to, as `member/123`; `detail` holds no personal data.
pub(crate) fn record(
    work: &mut Work<'_>,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &serde_json::Value,
) -> Result<(), Refusal> {
    let id = work.id();
    let previous = last_hash(work.conn)?.unwrap_or(ChainHash::START);
    let detail = detail.to_string();
    let act = Act { at: Time(id), actor, action, subject, detail: &detail };
    insert(work.conn, &Record { act, previous, hash: act.hash_after(previous) })?;
    Ok(())
}
