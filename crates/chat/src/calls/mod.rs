//! What comes of calls: a touch that was made gets an answer, and the answer is acted on at once.

mod desk;

pub use self::desk::routes;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use serde_json::json;

use crate::contacts;
use crate::own::Own;
use crate::touches::{self, Step, store::PlanRow, store::TouchRow};
use crate::words::{CallResult, TouchKind, TouchState};

/// What came of a call.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) result: CallResult,
    pub(crate) note: String,
    /// When to call again, if now was not the time.
    pub(crate) again_at: Option<i64>,
}

/// A touch of a plan in sight.
fn seen(work: &mut Work<'_>, own: Own, (plan, touch): (i64, i64)) -> Result<(PlanRow, TouchRow), Refusal> {
    let plan = touches::plan(work, own, plan)?;
    let row = touches::store::one(work.conn, &plan, touch)?;
    let row = row.ok_or_else(|| Refusal::not_found("这次触达", "touch"))?;
    Ok((plan, row))
}

/// Writes down what came of a call, which is made by that. "No" ends contact on every account at once, and "not now" is
/// followed up when the person said.
pub(crate) fn answer(
    work: &mut Work<'_>,
    own: Own,
    at: (i64, i64),
    answer: &Answer,
    (asks, actor): (i64, &str),
) -> Result<(), Refusal> {
    let (plan, touch) = seen(work, own, at)?;
    if plan.kind != TouchKind::Call {
        let (zh, en) = ("只有电话才记录结果", "only calls have an answer");
        return Err(Refusal::conflict("touch_no_call", zh, en));
    }
    let note = text::line(&answer.note, "/note", 0, 300)?;
    let is_later = answer.result == CallResult::NotNow;
    if is_later != answer.again_at.is_some() {
        let (zh, en) = (
            "结果是“以后再说”时，写明什么时候再打；其他结果不写",
            "say when to call again if the answer is “not now”, and only then",
        );
        return Err(Refusal::unacceptable("call_again", zh, en).at("/again_at"));
    }
    touches::step(work, own, (plan.id, Step::Spend), Some(vec![touch.id]), actor)?;
    touches::store::answer(work.conn, (plan.account, touch.id), answer.result, &note)?;
    let Some(person) = touch.person else { return Ok(()) };
    match (answer.result, answer.again_at) {
        (CallResult::No, _) => contacts::set_no(work, own, person, (true, &note), actor),
        (CallResult::NotNow, Some(again_at)) => {
            contacts::follow_up(work, own, person, (asks, again_at), &plan.name).map(drop)
        }
        _ => Ok(()),
    }
}

/// The phone of somebody who is due to be called or added; that it was looked at stands in the audit log.
pub(crate) fn phone(work: &mut Work<'_>, own: Own, at: (i64, i64), actor: &str) -> Result<String, Refusal> {
    let (plan, touch) = seen(work, own, at)?;
    let is_open = touch.state == TouchState::Reserved && touch.due_at <= work.now();
    let Some(person) = touch.person.filter(|_| is_open && plan.kind != TouchKind::Message) else {
        let (zh, en) = (
            "到了时间、还没做的电话和加好友，才能看手机号",
            "a phone number is shown for calls and friend requests that are due and not done",
        );
        return Err(Refusal::conflict("touch_closed", zh, en));
    };
    let phone = contacts::phone(work, own, person)?;
    let detail = json!({ "plan": plan.id.to_string() });
    audit::record(work, actor, "contact.reveal", &format!("contact/{person}"), &detail)?;
    Ok(phone)
}
