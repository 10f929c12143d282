//! What is watched while the shop runs: once a day facts are read, put to the law room's monitors, and kept. An alarm is
//! opened when a limit is passed and closed when it no longer is; neither is ever deleted.

pub mod http;
mod store;
mod watch;

use serde_json::json;

pub(crate) use banyan_core::alarms::{PLAN_REFUSED, close, open};

pub use self::watch::daily;
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_core::work::Work;

/// Somebody has looked at an alarm, and says why it may stand or what is done about it.
pub fn acknowledge(work: &mut Work<'_>, id: i64, reason: &str, actor: &str) -> Result<(), Refusal> {
    let at = work.id();
    if !store::acknowledge(work.conn, id, at, actor, reason)? {
        return Err(Refusal::not_found("未处理的警报", "alarm that nobody has acknowledged"));
    }
    audit::record(work, actor, "alarm.acknowledge", &format!("alarm/{id}"), &json!({ "reason": reason }))
}
