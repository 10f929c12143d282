//! What is watched while the shop runs: once a day facts are read, put to the law room's monitors, and kept. An alarm is
//! opened when a limit is passed and closed when it no longer is; neither is ever deleted.

pub(crate) mod http;
mod store;
mod watch;

use banyan_plan::words::Text;
use serde_json::json;

pub use self::watch::daily;
use crate::audit;
use crate::refusal::Refusal;
use crate::work::Work;

/// The alarm of a plan version that was due and did not take over.
pub(crate) const PLAN_HELD: &str = "plan_held";
/// The alarm of a plan in force that its rule packs refuse by now.
pub(crate) const PLAN_REFUSED: &str = "plan_refused";

/// Opens an alarm, unless one of its kind is open: members, each with the figure that counts.
pub(crate) fn open(
    work: &mut Work<'_>,
    kind: &str,
    text: &Text,
    evidence: &[(i64, i64)],
) -> Result<(), Refusal> {
    if store::is_open(work.conn, kind)? {
        return Ok(());
    }
    let id = work.id();
    store::open(work.conn, id, kind, text, evidence)?;
    work.tell(0, "alarm.opened", &json!({ "alarm": id.to_string(), "kind": kind }));
    Ok(())
}

/// Closes the alarm of a kind, if one is open.
pub(crate) fn close(work: &mut Work<'_>, kind: &str, at: i64) -> Result<(), Refusal> {
    if store::close(work.conn, kind, at)? {
        work.tell(0, "alarm.closed", &json!({ "kind": kind }));
    }
    Ok(())
}

/// Somebody has looked at an alarm, and says why it may stand or what is done about it.
pub(crate) fn acknowledge(work: &mut Work<'_>, id: i64, reason: &str, actor: &str) -> Result<(), Refusal> {
    let at = work.id();
    if !store::acknowledge(work.conn, id, at, actor, reason)? {
        return Err(Refusal::not_found("未处理的警报", "alarm that nobody has acknowledged"));
    }
    audit::record(work, actor, "alarm.acknowledge", &format!("alarm/{id}"), &json!({ "reason": reason }))
}
