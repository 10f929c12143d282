//! Links by which a member sets a password. Each holds a code of sixteen characters, which can be typed as well.

use std::sync::PoisonError;

use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::{self, INVITATION_LENGTH, read_invitation};
use banyan_base::vault::{Phones, Search};
use banyan_core::work::{Facts, Work};
use banyan_plan::time::DAY;
use serde_json::json;

use crate::members::{self, Consent, Identity, State, codes, proofs as store};
use banyan_api::sessions::{self, Whose};
use banyan_core::audit;

/// How long a link that staff makes is good, in nanoseconds.
const LINK_FOR: i64 = DAY;
/// How long a code for somebody who was brought over is good, in nanoseconds.
const CLAIM_FOR: i64 = 180 * DAY;

/// A code for a member who was brought over from another system: with it they set what they sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub member: i64,
    /// What to give them; stored nowhere.
    pub code: String,
}

/// A link that was made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) code: String,
    pub(super) expires_at: i64,
}

/// Keyed hashes of a code as it was typed, under every key, the current one's first; nothing for what is no code.
fn hashes(facts: &Facts, typed: &str) -> Vec<Vec<u8>> {
    let plain: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    let Some((first, second)) = plain.split_at_checked(INVITATION_LENGTH) else { return Vec::new() };
    let (Ok(first), Ok(second)) = (read_invitation(first), read_invitation(second)) else {
        return Vec::new();
    };
    let text = format!("link {first}{second}");
    let found = facts.vault.digests(Search::Name, &text, &Phones::default());
    found.into_iter().map(|digest| digest.0.to_vec()).collect()
}

fn make(work: &mut Work<'_>, member: i64, good_for: i64) -> Result<Made, Refusal> {
    let code = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        // Eighty bits, nearly: with a few requests a second nobody hits one.
        let halves = [tokens::invitation(&mut **random)?, tokens::invitation(&mut **random)?];
        let [first, second] = halves.map(|half| format!("{}-{}", &half[..4], &half[4..]));
        format!("{first}-{second}")
    };
    let now = work.id();
    store::forget_ended(work.conn, now)?;
    let hash = hashes(work.facts, &code).into_iter().next();
    let hash = hash.ok_or_else(|| Refusal::broken("a code that cannot be read"))?;
    let expires_at = now + good_for;
    store::keep_link(work.conn, member, &hash, (now, expires_at))?;
    Ok(Made { code, expires_at })
}

/// A code for somebody who was brought over.
pub fn claim_for(work: &mut Work<'_>, member: i64) -> Result<Claim, Refusal> {
    Ok(Claim { member, code: make(work, member, CLAIM_FOR)?.code })
}

/// Staff makes a link for a member whom they know to be themselves.
pub(super) fn make_for(work: &mut Work<'_>, member: i64, reason: &str, actor: &str) -> Result<Made, Refusal> {
    let known = members::me::find(work.conn, member)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
    if known.state == State::Erased {
        return Err(Refusal::conflict("member_erased", "这位会员已注销", "this member has left"));
    }
    let made = make(work, member, LINK_FOR)?;
    audit::record(
        work,
        actor,
        "member.reset_link",
        &format!("member/{member}"),
        &json!({ "reason": reason }),
    )?;
    Ok(made)
}

/// Whose link it is.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) member: i64,
    pub(super) nickname: String,
    /// What they sign in with, as they typed it; nothing if they have nothing yet.
    pub(super) known_as: Vec<String>,
}

/// Finds the member of a link.
pub(super) fn find(
    conn: &mut banyan_store::Conn,
    facts: &Facts,
    code: &str,
    now: i64,
) -> Result<Found, Refusal> {
    let member = store::member_of_link(conn, hashes(facts, code), now)?.ok_or_else(unknown)?;
    let known = members::me::find(conn, member)?.ok_or_else(unknown)?;
    let known_as = members::known_as(conn, &facts.vault, member)?;
    Ok(Found { member, nickname: known.nickname, known_as })
}

/// What somebody sets by their link.
#[derive(Debug, Clone)]
pub(super) struct Set {
    pub(super) code: String,
    /// Hashed.
    pub(super) password: String,
    /// What they will sign in with, if they have nothing yet; with the code of the phone where phones are checked.
    pub(super) identity: Option<(Identity, Option<String>)>,
    /// The version of the terms that they agreed to, if they had agreed to none.
    pub(super) terms: Option<String>,
}

/// A member sets their password by a link, which is good no longer then; they are signed out everywhere.
pub(super) fn set(work: &mut Work<'_>, set: &Set) -> Result<i64, Refusal> {
    let Set { code, password, identity, terms } = set;
    let now = work.id();
    let found = find(work.conn, work.facts, code, now)?;
    let member = found.member;
    if found.known_as.is_empty() {
        let (identity, phone_code) = identity.as_ref().ok_or_else(Identity::unreadable)?;
        if let (Identity::Phone(phone), Some(phone_code)) = (identity, phone_code) {
            codes::take(work, phone, phone_code)?;
        }
        let verified_at = phone_code.is_some().then_some(now);
        members::identify(work, member, identity, verified_at)?;
        let consent = Consent { terms: terms.clone().unwrap_or_default(), at: now, of_age: 0 };
        members::me::set_consent(work.conn, member, &serde_json::to_string(&consent)?)?;
    }
    store::forget_link(work.conn, member)?;
    members::set_password(work.conn, member, password)?;
    sessions::remove_all_of(work.conn, Whose::Member, member)?;
    let actor = format!("member:{member}");
    audit::record(work, &actor, "member.password", &format!("member/{member}"), &json!({ "by": "link" }))?;
    Ok(member)
}

fn unknown() -> Refusal {
    Refusal::new(
        Kind::NotFound,
        "link_unknown",
        "这个链接或认领码不对、已用过或已过期；请向店铺再要一个",
        "this link or code is mistyped, used or no longer good; please ask the shop for another one",
    )
    .at("/code")
}
