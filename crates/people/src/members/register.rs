//! Registering: who may come in, as what, and whose they are from then on.

use std::sync::PoisonError;

use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::{self, read_invitation};
use banyan_core::audit;
use banyan_core::idempotency::{Key, once};
use banyan_core::settings::Binding;
use banyan_core::work::Work;
use banyan_plan::model::How;
use serde::{Deserialize, Serialize};

use super::State;
use super::store::{self, join as sql};
use super::{Identity, NewMember, code_of, codes, join};

/// Somebody who registers.
#[derive(Debug, Clone)]
pub struct Register {
    /// What they will sign in with.
    pub identity: Identity,
    /// The code that was sent to their phone, where the shop sends codes; its guess is counted.
    pub phone_code: Option<String>,
    /// Their password, hashed.
    pub password: String,
    /// What others see; without one they get one from their invitation code.
    pub nickname: Option<String>,
    /// The code of whoever invited them, as they typed it or as their link had it.
    pub via: Option<String>,
    /// Whether they want to be a promoter at once.
    pub promoter: bool,
    /// The version of the terms that they agreed to.
    pub terms: String,
    /// Whether they say that they are of age.
    pub adult: bool,
    /// The token under which their browser opened share links.
    pub visitor: Option<String>,
    /// Whether they read Chinese, for a nickname that they have not chosen.
    pub chinese: bool,
    /// Asked again with the same key, it is the same registration.
    pub key: Option<Key>,
}

/// Who registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Their id.
    pub member: i64,
}

/// What they agreed to, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Consent {
    /// The version of the terms.
    pub terms: String,
    /// When, in nanoseconds.
    pub at: i64,
    /// The age in years that they say they have; 0 if they said nothing.
    pub of_age: u32,
}

/// What counts when somebody wants to be a promoter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The way in of the plan in force.
    pub how: How,
    /// Whether a promoter invited them.
    pub invited: bool,
    /// Whether they say that they are of age.
    pub adult: bool,
    /// The age that it takes, in years.
    pub least_age: u32,
}

/// Whether somebody may become a promoter by saying so.
pub fn may_enrol(entry: &Entry) -> Result<(), Refusal> {
    let Entry { how, invited, adult, least_age } = *entry;
    match (how, invited) {
        (How::Purchase, _) => {
            return Err(Refusal::conflict(
                "purchase_needed",
                "购买后即成为推广者，请先下单",
                "a purchase makes you a promoter: please place an order first",
            ));
        }
        (How::Invitation, false) => {
            return Err(Refusal::conflict(
                "invitation_needed",
                "成为推广者需要推广者的邀请码；没有邀请码可以先注册为普通会员",
                "becoming a promoter takes a promoter's invitation code; without one you can register as a customer",
            )
            .at("/via"));
        }
        (How::Open, _) | (How::Invitation, true) => {}
    }
    if adult || least_age == 0 {
        return Ok(());
    }
    Err(Refusal::unacceptable(
        "age_needed",
        format!("推广者须年满 {least_age} 周岁，请确认"),
        format!("a promoter has to be {least_age} or older; please confirm that you are"),
    )
    .at("/adult"))
}

/// The promoter of a code that somebody gave.
fn inviter(work: &mut Work<'_>, via: &str) -> Result<i64, Refusal> {
    let code = code_of(via);
    if let Err(error) = read_invitation(code)
        && store::promoter_of(work.conn, code)?.is_none()
    {
        let text = error.text();
        return Err(Refusal::unacceptable(error.code(), text.zh, text.en).at("/via"));
    }
    store::promoter_of(work.conn, code)?.ok_or_else(|| {
        Refusal::unacceptable(
            "invitation_unknown",
            "没有这个邀请码，或其推广者已停用；请向邀请人核对",
            "there is no such invitation code, or its promoter has been stopped; please ask whoever invited you",
        )
        .at("/via")
    })
}

/// A new invitation code.
pub fn new_code(work: &mut Work<'_>) -> Result<String, Refusal> {
    // Two of them are the same once in 150,000 with a million members; five times in a row never.
    for _ in 0..5 {
        let code = {
            let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
            tokens::invitation(&mut **random)?
        };
        if !sql::code_is_known(work.conn, &code)? {
            return Ok(code);
        }
    }
    Err(Refusal::busy())
}

/// The nickname of who has chosen none: from their invitation code, which is no secret.
pub fn nickname_of_code(code: &str, is_chinese: bool) -> String {
    let tail: String = code.chars().skip(code.chars().count().saturating_sub(4)).collect();
    if is_chinese { format!("会员{tail}") } else { format!("Member {tail}") }
}

/// Somebody registers. Gives who, and whether this request made them so (and not the same one before).
pub fn register(work: &mut Work<'_>, new: &Register) -> Result<(Registered, bool), Refusal> {
    let mut is_new = false;
    let done = once(work, 0, new.key.as_ref(), |work| {
        is_new = true;
        registered(work, new)
    })?;
    Ok((done, is_new))
}

fn registered(work: &mut Work<'_>, new: &Register) -> Result<Registered, Refusal> {
    let phones = work.settings().phones();
    let hashes = new.identity.digests(&work.facts.vault, &phones);
    if let (Identity::Phone(phone), Some(code)) = (&new.identity, &new.phone_code) {
        codes::take(work, phone, code).map_err(|refusal| refusal.at("/phone_code"))?;
    }
    if let Some(known) = store::login_of(work.conn, hashes.clone())? {
        return claim(work, new, &known, hashes);
    }
    let inviter = new.via.as_deref().map(|via| inviter(work, via)).transpose()?;
    let least_age = work.settings().least_age;
    let how = work.live().program().plan().join.how;
    if new.promoter {
        may_enrol(&Entry { how, invited: inviter.is_some(), adult: new.adult, least_age })?;
    }
    let code = new_code(work)?;
    let nickname = new.nickname.clone().unwrap_or_else(|| nickname_of_code(&code, new.chinese));
    let of_age = if new.adult { least_age } else { 0 };
    let consent = Consent { terms: new.terms.clone(), at: work.id(), of_age };
    let rank = i64::from(new.promoter);
    let member = NewMember {
        inviter,
        nickname,
        password: Some(new.password.clone()),
        rank,
        code,
        consent: serde_json::to_string(&consent)?,
    };
    let id = join(work, &member)?.id;
    let verified_at = new.phone_code.is_some().then_some(id);
    identify(work, id, &new.identity, verified_at)?;
    if let Some(inviter) = inviter.filter(|_| rank == 0) {
        bind(work, id, inviter)?;
    }
    if let Some(visitor) = &new.visitor {
        super::claim_visits(work, id, visitor)?;
    }
    Ok(Registered { member: id })
}

/// Whoever registers with the phone of somebody who was brought over from another system and never signed in is them, not
/// a second member. They have shown that the phone is theirs, or there is nothing that somebody else could want.
fn claim(
    work: &mut Work<'_>,
    new: &Register,
    known: &store::Login,
    hashes: Vec<Vec<u8>>,
) -> Result<Registered, Refusal> {
    let is_waiting = known.state == State::Active && known.password.is_none();
    if !is_waiting {
        return Err(new.identity.taken());
    }
    if new.phone_code.is_none() && store::has_something(work.conn, known.member)? {
        return Err(Identity::unclaimed());
    }
    let (member, now) = (known.member, work.id());
    if new.phone_code.is_some() {
        store::verified(work.conn, hashes, now)?;
    }
    store::set_password(work.conn, member, &new.password)?;
    if let Some(nickname) = &new.nickname {
        store::me::set_nickname(work.conn, member, nickname)?;
    }
    let of_age = if new.adult { work.settings().least_age } else { 0 };
    let consent = Consent { terms: new.terms.clone(), at: now, of_age };
    store::me::set_consent(work.conn, member, &serde_json::to_string(&consent)?)?;
    store::proofs::forget_link(work.conn, member)?;
    let (actor, subject) = (format!("member:{member}"), format!("member/{member}"));
    let by = if new.phone_code.is_some() { "phone" } else { "number" };
    audit::record(work, &actor, "member.claim", &subject, &serde_json::json!({ "by": by }))?;
    Ok(Registered { member })
}

/// Gives a member what they sign in with; `verified_at` is when they showed that it is theirs. The database has the last
/// word on whether it is free.
pub fn identify(
    work: &mut Work<'_>,
    member: i64,
    identity: &Identity,
    verified_at: Option<i64>,
) -> Result<(), Refusal> {
    let phones = work.settings().phones();
    let hash = identity.digests(&work.facts.vault, &phones).into_iter().next();
    let hash = hash.ok_or_else(Identity::unreadable)?;
    if !sql::insert_identity(work.conn, &hash, member, identity.field(), verified_at)? {
        return Err(identity.taken());
    }
    let secret = identity.seal(work.facts, member)?;
    sql::insert_private(work.conn, member, identity.field(), &secret)?;
    if let Some(tail) = identity.tail(&work.facts.vault, &phones) {
        sql::insert_tail(work.conn, &tail, member)?;
    }
    Ok(())
}

/// A customer is their inviter's from the first day.
fn bind(work: &mut Work<'_>, member: i64, promoter: i64) -> Result<(), Refusal> {
    let at = work.id();
    let until = match work.settings().binding {
        Binding::Days { days } => Some(at + i64::from(days) * banyan_plan::time::DAY),
        Binding::Permanent | Binding::Latest => None,
    };
    Ok(sql::insert_binding(work.conn, member, at, promoter, until)?)
}

/// A member asks to become a promoter.
pub(crate) fn enrol_herself(work: &mut Work<'_>, member: i64, adult: bool) -> Result<(), Refusal> {
    let known = store::me::find(work.conn, member)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
    let least_age = work.settings().least_age;
    let mut consent: Consent = serde_json::from_str(&known.consent)?;
    let adult = adult || consent.of_age > 0 && consent.of_age >= least_age;
    if known.rank == 0 {
        let invited = known.inviter.is_some_and(|inviter| work.live().is_promoter(inviter));
        let how = work.live().program().plan().join.how;
        may_enrol(&Entry { how, invited, adult, least_age })?;
        // Whom staff took their rank, they do not take it back.
        if known.promoter_at.is_some() {
            return Err(Refusal::new(
                Kind::Conflict,
                "promoter_before",
                "您的推广者资格已被取消，请申请复核或联系客服",
                "your rank was taken; please appeal, or contact support",
            ));
        }
    }
    super::enrol(work, member)?;
    consent.of_age = least_age;
    Ok(store::me::set_consent(work.conn, member, &serde_json::to_string(&consent)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_become_a_promoter() {
        let entry = |how, invited, adult| Entry { how, invited, adult, least_age: 18 };
        let table = [
            ("anybody", entry(How::Open, false, true), None),
            ("anybody, but no child", entry(How::Open, false, false), Some("age_needed")),
            ("with a promoter's code", entry(How::Invitation, true, true), None),
            ("without one", entry(How::Invitation, false, true), Some("invitation_needed")),
            ("a child with a code", entry(How::Invitation, true, false), Some("age_needed")),
            ("where a purchase makes promoters", entry(How::Purchase, true, true), Some("purchase_needed")),
        ];
        for (case, entry, expected) in table {
            assert_eq!(may_enrol(&entry).err().map(|refusal| refusal.code), expected, "{case}");
        }
        assert!(may_enrol(&Entry { least_age: 0, ..entry(How::Open, false, false) }).is_ok());
    }

    #[test]
    fn a_code_comes_alone_or_in_a_link() {
        for text in [
            "ABCD-EFGH",
            " ABCD-EFGH ",
            "https://shop.example/?via=ABCD-EFGH",
            "https://shop.example/p/7?via=ABCD-EFGH&from=poster#top",
            "https://shop.example/i/ABCD-EFGH",
            "https://shop.example/i/ABCD-EFGH/?utm=1",
        ] {
            assert_eq!(code_of(text), "ABCD-EFGH", "{text}");
        }
        assert_eq!(code_of(""), "");
        assert_eq!(code_of("https://"), "");
    }
}
