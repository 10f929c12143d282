//! Appeals: a member whose rank was taken or whose account was stopped asks people to look again.

use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::vault::{Kind, Place, Vault};
use banyan_core::audit;
use banyan_core::work::Work;
use serde_json::json;

use super::store::appeals::{self as sql, AppealRow};
use super::store::{self};
use super::{State, release};

/// What an appeal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A rank that was taken or lowered.
    Rank,
    /// An account that was stopped.
    Freeze,
}

impl About {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Freeze => "freeze",
        }
    }
}

fn place(member: i64, id: i64) -> Place<'static> {
    Place { table: "appeal", owner: member, row: id, field: "secret" }
}

/// What they say. It may hold anything, so that it is kept as personal data are.
pub fn open(vault: &Vault, appeal: &AppealRow) -> Result<String, Refusal> {
    Ok(vault.open(Kind::Secret, &place(appeal.member, appeal.id), &appeal.secret)?)
}

/// Whether there is anything to appeal against.
fn check(about: About, state: State, was_promoted: bool, waits: bool) -> Result<(), Refusal> {
    match about {
        About::Freeze if state != State::Frozen => {
            return Err(Refusal::conflict("not_frozen", "您的账号没有停用", "your account is not stopped"));
        }
        About::Rank if !was_promoted => {
            return Err(Refusal::conflict("no_rank_yet", "您还没有等级变动", "you have never had a rank"));
        }
        About::Freeze | About::Rank => {}
    }
    if waits {
        return Err(Refusal::conflict(
            "appeal_waits",
            "您的申请正在处理，请等待答复",
            "your appeal is being looked at; please wait for the answer",
        ));
    }
    Ok(())
}

/// A member appeals.
pub fn appeal(work: &mut Work<'_>, member: i64, about: About, text: &str) -> Result<AppealRow, Refusal> {
    let known = store::me::find(work.conn, member)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
    let waits = sql::waits(work.conn, member, about.word())?;
    check(about, known.state, known.promoter_at.is_some(), waits)?;
    let id = work.id();
    let secret = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        work.facts.vault.seal(Kind::Secret, &place(member, id), text, &mut **random)?
    };
    sql::insert(work.conn, member, id, about.word(), &secret)?;
    work.tell(member, "appeal.asked", &json!({ "member": member.to_string(), "appeal": id.to_string() }));
    sql::find(work.conn, id)?.ok_or_else(|| Refusal::broken("an appeal that was just written is gone"))
}

/// What a person decided about an appeal.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The appeal.
    pub appeal: i64,
    pub(crate) is_granted: bool,
    /// What they are told.
    pub answer: String,
    /// Who acted, as the audit log writes it.
    pub actor: String,
}

/// A person decides. Whose account was stopped is let in again with it; which rank is given back is decided where ranks
/// are, with a reason of its own.
pub fn decide(work: &mut Work<'_>, decision: &Decision) -> Result<AppealRow, Refusal> {
    let Decision { appeal, is_granted, answer, actor } = decision;
    let found = sql::find(work.conn, *appeal)?.ok_or_else(|| Refusal::not_found("申请", "appeal"))?;
    let state = if *is_granted { "granted" } else { "declined" };
    let at = work.id();
    let decided = AppealRow {
        state: state.to_owned(),
        answer: answer.clone(),
        decided_at: Some(at),
        decided_by: Some(actor.clone()),
        ..found
    };
    if !sql::decide(work.conn, &decided)? {
        return Err(Refusal::conflict(
            "appeal_decided",
            "这个申请已经处理过",
            "this appeal has been decided",
        ));
    }
    let known = store::me::find(work.conn, decided.member)?;
    if *is_granted && decided.about == "freeze" && known.is_some_and(|known| known.state == State::Frozen) {
        release(work, decided.member, answer, actor)?;
    }
    let subject = format!("member/{}", decided.member);
    audit::record(
        work,
        actor,
        "appeal.decide",
        &subject,
        &json!({ "appeal": appeal.to_string(), "about": decided.about, "state": state }),
    )?;
    let told = json!({ "member": decided.member.to_string(), "appeal": appeal.to_string(), "state": state });
    work.tell(decided.member, "appeal.decided", &told);
    Ok(decided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_may_appeal_against() {
        let table = [
            ("a stopped account", About::Freeze, State::Frozen, false, false, None),
            ("an account that is not", About::Freeze, State::Active, true, false, Some("not_frozen")),
            ("a rank that was taken", About::Rank, State::Active, true, false, None),
            ("no rank ever", About::Rank, State::Active, false, false, Some("no_rank_yet")),
            ("a second time", About::Rank, State::Active, true, true, Some("appeal_waits")),
        ];
        for (case, about, state, was_promoted, waits, expected) in table {
            let got = check(about, state, was_promoted, waits).err().map(|refusal| refusal.code);
            assert_eq!(got, expected, "{case}");
        }
    }
}
