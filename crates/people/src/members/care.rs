//! What staff does to a member: each with a reason, each in the audit log.

use banyan_base::refusal::Refusal;
use banyan_books::rewards::{self, Phase};
use banyan_core::audit;
use banyan_core::event::{Event, Kind};
use banyan_core::work::Work;
use serde_json::json;

use super::store::{self};
use super::{State, set_rank, transfer};

fn subject(member: i64) -> String {
    format!("member/{member}")
}

fn state_of(work: &mut Work<'_>, member: i64) -> Result<State, Refusal> {
    let known = store::me::find(work.conn, member)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
    if known.state == State::Erased {
        return Err(Refusal::conflict("member_erased", "这位会员已注销", "this member has left"));
    }
    Ok(known.state)
}

/// From this moment on they are paid nothing, or what is theirs again.
fn stop(work: &mut Work<'_>, member: i64, is_stopped: bool) -> Result<(), Refusal> {
    let at = work.moment()?;
    let heard = work.live_mut().stop(member, is_stopped, at)?;
    work.record(&Event { value: i64::from(is_stopped), ..Event::new(at, at, Kind::Stop, member) });
    rewards::post(work, &heard, Phase::Available)
}

/// Stops a member: they see their own data and may appeal, no more, and are credited with nothing.
pub fn freeze(work: &mut Work<'_>, member: i64, reason: &str, actor: &str) -> Result<(), Refusal> {
    state_of(work, member)?;
    if !store::change_state(work.conn, member, State::Active, State::Frozen)? {
        return Err(Refusal::conflict("frozen_already", "账号已经停用", "the account is stopped already"));
    }
    stop(work, member, true)?;
    audit::record(work, actor, "member.freeze", &subject(member), &json!({ "reason": reason }))?;
    work.tell(member, "member.frozen", &json!({ "member": member.to_string() }));
    Ok(())
}

/// Lets a member act again.
pub fn release(work: &mut Work<'_>, member: i64, reason: &str, actor: &str) -> Result<(), Refusal> {
    state_of(work, member)?;
    if !store::change_state(work.conn, member, State::Frozen, State::Active)? {
        return Err(Refusal::conflict("not_frozen", "账号没有停用", "the account is not stopped"));
    }
    stop(work, member, false)?;
    audit::record(work, actor, "member.release", &subject(member), &json!({ "reason": reason }))?;
    work.tell(member, "member.released", &json!({ "member": member.to_string() }));
    Ok(())
}

/// Gives a member a rank of the plan in force; an empty one takes theirs.
pub(crate) fn rank(
    work: &mut Work<'_>,
    member: i64,
    rank_id: &str,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    state_of(work, member)?;
    let rank = match rank_id {
        "" => 0,
        id => work.live().program().plan().rank_of(id).map(i64::from).ok_or_else(|| {
            let (zh, en) = ("方案里没有这个等级", "the plan has no such rank");
            Refusal::unacceptable("rank_unknown", zh, en).at("/rank")
        })?,
    };
    let before = work.live().rank_of(member)?;
    set_rank(work, member, rank, reason, actor)?;
    let before = work.live().rank_id(before);
    let detail = json!({ "rank": rank_id, "before": before, "reason": reason });
    audit::record(work, actor, "member.rank", &subject(member), &detail)?;
    work.tell(member, "member.ranked", &json!({ "member": member.to_string(), "rank": rank_id }));
    Ok(())
}

/// Gives a member another inviter, or none.
pub(crate) fn invite(
    work: &mut Work<'_>,
    member: i64,
    inviter: Option<i64>,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    state_of(work, member)?;
    if let Some(inviter) = inviter {
        state_of(work, inviter).map_err(|refusal| refusal.at("/inviter"))?;
    }
    let before = store::me::find(work.conn, member)?.and_then(|known| known.inviter);
    transfer(work, member, inviter, reason, actor)?;
    let text = |member: Option<i64>| member.map(|member| member.to_string());
    let detail = json!({ "inviter": text(inviter), "before": text(before), "reason": reason });
    audit::record(work, actor, "member.inviter", &subject(member), &detail)?;
    work.tell(member, "member.transferred", &json!({ "member": member.to_string() }));
    Ok(())
}
