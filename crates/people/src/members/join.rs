//! Joining, becoming a promoter, ranks by hand, and another inviter.

use banyan_base::refusal::Refusal;
use banyan_books::rewards::{self, Phase};
use banyan_core::event::{Event, Kind};
use banyan_core::work::Work;
use banyan_store::row;

/// Somebody who joins, checked by whoever asks.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Who invited them.
    pub inviter: Option<i64>,
    /// What others see.
    pub nickname: String,
    /// Their password, hashed.
    pub password: Option<String>,
    /// 0 for a plain customer, otherwise their rank from the start.
    pub rank: i64,
    /// Their own invitation code; must be new.
    pub code: String,
    /// What they agreed to, as JSON.
    pub consent: String,
}

/// Who joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Their id, which is the moment at which they joined.
    pub id: i64,
    /// Their rank.
    pub rank: i64,
}

/// Somebody joins.
pub fn join(work: &mut Work<'_>, new: &NewMember) -> Result<Joined, Refusal> {
    if let Some(inviter) = new.inviter
        && !work.live().knows(inviter)
    {
        return Err(Refusal::not_found("邀请人", "inviter"));
    }
    let id = work.moment()?;
    let promoter_at = (new.rank > 0).then_some(id);
    work.conn.execute(
        "INSERT INTO member(id, inviter, rank, nickname, code, state, password, promoter_at, consent) \
         VALUES($1, $2, $3, $4, $5, 'active', $6, $7, $8)",
        &row![
            id,
            new.inviter,
            new.rank,
            new.nickname.as_str(),
            new.code.as_str(),
            new.password.clone(),
            promoter_at,
            new.consent.as_str(),
        ],
    )?;
    work.conn.execute("INSERT INTO invitation(code, member) VALUES($1, $2)", &row![new.code.as_str(), id])?;
    if let Some(inviter) = new.inviter {
        work.conn.execute("UPDATE member SET direct = direct + 1 WHERE id = $1", &row![inviter])?;
    }
    let heard = work.live_mut().join(id, new.inviter, new.rank, id)?;
    let (ref_id, value) = (new.inviter.unwrap_or(0), new.rank);
    work.record(&Event { ref_id, value, ..Event::new(id, id, Kind::Join, id) });
    rewards::post(work, &heard, Phase::Available)?;
    work.tell(
        id,
        "member.joined",
        &serde_json::json!({ "member": id.to_string(), "promoter": new.rank > 0 }),
    );
    Ok(Joined { id, rank: new.rank })
}

/// A customer becomes a promoter of the first rank.
pub fn enrol(work: &mut Work<'_>, member: i64) -> Result<(), Refusal> {
    enrol_as(work, member, 1)
}

/// A customer becomes a promoter of some rank.
pub fn enrol_as(work: &mut Work<'_>, member: i64, rank: i64) -> Result<(), Refusal> {
    if work.live().rank_of(member)? > 0 {
        return Err(Refusal::conflict("promoter_already", "您已经是推广者", "you are a promoter already"));
    }
    let at = work.moment()?;
    let heard = work.live_mut().enrol(member, rank, at)?;
    work.record(&Event { value: rank, ..Event::new(at, at, Kind::Enrol, member) });
    rewards::post(work, &heard, Phase::Available)?;
    work.conn.execute(
        "UPDATE member SET promoter_at = COALESCE(promoter_at, $2) WHERE id = $1",
        &row![member, at],
    )?;
    work.tell(member, "member.enrolled", &serde_json::json!({ "member": member.to_string() }));
    Ok(())
}

/// Staff gives a member a rank, with a reason. 0 takes it.
pub fn set_rank(
    work: &mut Work<'_>,
    member: i64,
    rank: i64,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let before = work.live().rank_of(member)?;
    if before == rank {
        return Err(Refusal::conflict("rank_same", "等级没有变化", "this member has this rank already"));
    }
    let at = work.moment()?;
    let rank_id = work.live().rank_id(rank);
    let heard = work.live_mut().set_rank(member, rank, at)?;
    work.record(&Event { value: rank, ..Event::new(at, at, Kind::Rank, member) });
    // The engine tells of this change too; by hand it has a reason and somebody who gave it.
    let others = heard.without_rank_of(member);
    work.ranked_by_hand(member, at, rank, &rank_id, reason, actor);
    // Whoever meets the conditions of a higher rank has it at once.
    rewards::post(work, &others, Phase::Available)?;
    work.conn.execute(
        "UPDATE member SET promoter_at = COALESCE(promoter_at, $2) WHERE id = $1 AND CAST($3 AS BIGINT) > 0",
        &row![member, at, rank],
    )?;
    Ok(())
}

/// Staff gives a member another inviter, with a reason.
pub fn transfer(
    work: &mut Work<'_>,
    member: i64,
    inviter: Option<i64>,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    work.live().rank_of(member)?;
    let before = work.conn.one("SELECT inviter FROM member WHERE id = $1", &row![member])?;
    let before = before.map(|row| row.maybe_int(0)).transpose()?.flatten();
    if before == inviter {
        return Err(Refusal::conflict(
            "inviter_same",
            "邀请人没有变化",
            "this member has this inviter already",
        ));
    }
    let at = work.moment()?;
    let heard = work.live_mut().transfer(member, inviter, at)?;
    work.record(&Event { ref_id: inviter.unwrap_or(0), ..Event::new(at, at, Kind::Transfer, member) });
    rewards::post(work, &heard, Phase::Available)?;
    work.conn.execute("UPDATE member SET inviter = $2 WHERE id = $1", &row![member, inviter])?;
    for (who, change) in [(before, -1_i64), (inviter, 1)] {
        work.conn.execute("UPDATE member SET direct = direct + $2 WHERE id = $1", &row![who, change])?;
    }
    work.conn.execute(
        "INSERT INTO inviter_change(member, at, inviter, before, reason, actor) VALUES($1, $2, $3, $4, $5, $6)",
        &row![member, at, inviter, before, reason, actor],
    )?;
    Ok(())
}
