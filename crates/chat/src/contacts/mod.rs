//! Contacts: people whom the company's accounts know, one person once, however many accounts know them.
//!
//! How far they have come is read from what happened. Why they may be contacted is written down first; once they say no,
//! that holds for every account and every platform, and for their phone when somebody writes it down again.

mod care;
pub mod desk;
mod import;
mod kept;
mod leads;
mod norms;
mod sealed;
pub(crate) mod store;
mod ties;
mod views;
mod workbook;

pub use self::kept::export;
pub(crate) use self::leads::{Buyer, add_buyers, birthday, tie};
pub use self::sealed::{Renewed, renew};

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_store::Rows;
use serde_json::json;

use self::norms::ContactNorms;
use self::sealed::Details;
use self::store::{PersonRow, Written};
use crate::accounts::{self, store::AccountRow};
use crate::channels;
use crate::events::{self, Owner};
use crate::groups;
use crate::own::Own;
use crate::person::of_member;
use crate::touches;
use crate::words::{AccountState, Basis, Friendship, Source};

/// What somebody writes of a contact, checked.
#[derive(Debug, Clone)]
pub(crate) struct ContactText {
    name: String,
    region: String,
    details: Details,
    source: Source,
    /// The channel by which they came.
    channel: Option<i64>,
}

/// Why a contact may be contacted.
#[derive(Debug, Clone)]
pub(crate) struct BasisText {
    pub(crate) basis: Basis,
    pub(crate) note: String,
}

impl ContactText {
    /// Checks what somebody wrote.
    pub(crate) fn read(
        work: &Work<'_>,
        (name, region): (&str, &str),
        [phone, birthday, note]: [&str; 3],
        (source, channel): (Source, Option<i64>),
    ) -> Result<Self, Refusal> {
        let details = Details::read(phone, birthday, note, &work.settings().phones())?;
        Ok(Self {
            name: text::name(name, "/name", 1, 60)?,
            region: text::line(region, "/region", 0, 60)?,
            details,
            source,
            channel,
        })
    }
}

pub(crate) fn unknown() -> Refusal {
    Refusal::not_found("联系人", "contact")
}

/// A contact in sight.
pub(crate) fn seen(work: &mut Work<'_>, own: Own, person: i64) -> Result<PersonRow, Refusal> {
    let asleep = ContactNorms::read(work.conn)?.asleep(work.now());
    store::find(work.conn, own, asleep, person)?.ok_or_else(unknown)
}

/// An account in sight that still works for the company.
pub(crate) fn account(work: &mut Work<'_>, own: Own, id: i64) -> Result<AccountRow, Refusal> {
    let account = accounts::store::find(work.conn, own, id)?;
    let account = account.ok_or_else(|| accounts::unknown().at("/account"))?;
    if account.state == AccountState::Closed {
        let (zh, en) = ("这个号已停用", "this account is closed");
        return Err(Refusal::conflict("account_closed", zh, en).at("/account"));
    }
    Ok(account)
}

/// Writes down what happened to a contact. The log of the house learns what it was, and nothing that says who they are.
pub(crate) fn note(
    work: &mut Work<'_>,
    person: i64,
    action: &str,
    told: [&str; 3],
    actor: &str,
) -> Result<(), Refusal> {
    events::note(work, Owner::Person(person), action, told, actor)
}

/// Contacts to write at once.
struct Batch {
    persons: Rows,
    /// By account and person: the person's id at the platform, and since when they are friends. Two rows of a file may be one.
    ties: BTreeMap<(i64, i64), (String, Option<i64>)>,
    events: Rows,
}

impl Batch {
    fn new() -> Self {
        Self {
            persons: Rows::new(
                "chat_person",
                &[
                    "person",
                    "name",
                    "region",
                    "secret",
                    "hash",
                    "filled",
                    "source",
                    "basis",
                    "basis_at",
                    "basis_note",
                    "no_at",
                    "channel",
                    "channel_at",
                ],
            ),
            ties: BTreeMap::new(),
            events: Rows::new(
                "chat_person_event",
                &["person", "id", "action", "was", "became", "reason", "actor"],
            ),
        }
    }

    /// A contact who was not known; gives their id. `no_at`: when the owner of their phone said that they want no contact.
    fn add(
        &mut self,
        work: &mut Work<'_>,
        text: &ContactText,
        basis: &BasisText,
        no_at: Option<i64>,
        actor: &str,
    ) -> Result<i64, Refusal> {
        let person = work.id();
        let ContactText { name, region, details, source, channel } = text;
        let hash = details.hashes(&work.facts.vault, &work.settings().phones()).into_iter().next();
        let secret = details.seal(work.facts, person)?;
        self.persons.push([
            person.into(),
            name.as_str().into(),
            region.as_str().into(),
            secret.into(),
            hash.into(),
            details.filled(region).into(),
            source.word().into(),
            basis.basis.word().into(),
            person.into(),
            basis.note.as_str().into(),
            no_at.into(),
            (*channel).into(),
            channel.map(|_| person).into(),
        ]);
        self.event(person, person, ("add", ""), actor);
        Ok(person)
    }

    fn event(&mut self, person: i64, id: i64, (action, became): (&str, &str), actor: &str) {
        let [action, was, became, reason, actor] = [action, "", became, "", actor].map(Into::into);
        self.events.push([person.into(), id.into(), action, was, became, reason, actor]);
    }

    /// An account knows somebody from now on; since `added_at` as a friend.
    fn tie(&mut self, account: i64, person: i64, handle: &str, added_at: Option<i64>) {
        let known = self.ties.entry((account, person)).or_insert_with(|| (handle.to_owned(), None));
        known.1 = known.1.or(added_at);
    }

    /// Writes them; accounts that know somebody already go on knowing them as they do, but whoever was to be added may have been.
    fn write(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.conn.insert(&self.persons)?;
        let mut ties = Rows::new("chat_contact", &["account", "person", "handle", "added_at"]);
        for ((account, person), (handle, added_at)) in &self.ties {
            ties.push([(*account).into(), (*person).into(), handle.as_str().into(), (*added_at).into()]);
        }
        let added = "ON CONFLICT(account, person) DO UPDATE SET added_at = COALESCE(chat_contact.added_at, excluded.added_at)";
        work.conn.upsert(&ties, added)?;
        Ok(work.conn.insert(&self.events)?)
    }
}

/// Writes down a contact for an account; gives their id. Somebody whose phone is known already is the same person: the account
/// knows them from now on, and what nobody knew of them is filled in.
pub(crate) fn add(
    work: &mut Work<'_>,
    own: Own,
    (account_id, handle): (i64, &str),
    text: &ContactText,
    basis: &BasisText,
    actor: &str,
) -> Result<i64, Refusal> {
    let account = account(work, own, account_id)?;
    let handle = text::line(handle, "/handle", 0, 64)?;
    let hashes = text.details.hashes(&work.facts.vault, &work.settings().phones());
    let known = store::of_phones(work.conn, hashes.clone())?.first().map(|(_, person)| *person);
    let no_at = store::said_no(work.conn, hashes)?.first().map(|(_, at)| *at);
    let mut batch = Batch::new();
    let person = match known {
        None => batch.add(work, text, basis, no_at, actor)?,
        Some(person) => {
            if ties::accounts(work.conn, person)?.iter().any(|tie| tie.account == account.id) {
                let (zh, en) = ("这个号已经有这位联系人", "this account knows this contact already");
                return Err(Refusal::conflict("contact_known", zh, en).at("/phone"));
            }
            fill(work, person, text, actor)?;
            person
        }
    };
    // A person who comes by a channel has added the account already.
    let added_at = text.channel.map(|_| work.id());
    batch.tie(account.id, person, &handle, added_at);
    batch.write(work)?;
    note(work, person, "account", ["", &account.name, ""], actor)?;
    Ok(person)
}

/// Fills in what nobody knew of a contact.
fn fill(work: &mut Work<'_>, person: i64, text: &ContactText, actor: &str) -> Result<(), Refusal> {
    let before = seen(work, Own { only: None }, person)?;
    let details = Details::open(&work.facts.vault, person, &before.secret)?;
    let region = if before.region.is_empty() { text.region.clone() } else { before.region.clone() };
    let after = ContactText {
        name: before.name.clone(),
        region,
        details: details.or(&text.details),
        source: before.source,
        channel: before.channel.or(text.channel),
    };
    rewrite(work, &before, &after, "", actor)
}

/// Writes down by which channel a contact came, and when.
fn came_by(
    work: &mut Work<'_>,
    before: &PersonRow,
    (channel, at): (i64, i64),
    (reason, actor): (&str, &str),
) -> Result<(), Refusal> {
    let was = channels::store::name_of(work.conn, before.channel)?;
    let name = channels::store::name_of(work.conn, Some(channel))?;
    store::set_channel(work.conn, before.person, (channel, at))?;
    note(work, before.person, "channel", [&was, &name, reason], actor)
}

/// Writes a contact again, and what changed. Values that identify the contact are in no event.
fn rewrite(
    work: &mut Work<'_>,
    before: &PersonRow,
    after: &ContactText,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let person = before.person;
    let was = Details::open(&work.facts.vault, person, &before.secret)?;
    let hashes = after.details.hashes(&work.facts.vault, &work.settings().phones());
    let other = store::of_phones(work.conn, hashes.clone())?.into_iter().find(|(_, other)| *other != person);
    if other.is_some() {
        let (zh, en) = ("另一位联系人用的是这个手机号", "another contact has this phone number");
        return Err(Refusal::conflict("contact_phone_taken", zh, en).at("/phone"));
    }
    let no_at = store::said_no(work.conn, hashes.clone())?.first().map(|(_, at)| *at);
    let ContactText { name, region, details, source, channel } = after;
    let secret = details.seal(work.facts, person)?;
    let (filled, hash) = (details.filled(region), hashes.into_iter().next());
    store::update(work.conn, &Written { person, name, region, secret, hash, filled, source: *source })?;
    if let (Some(at), None) = (no_at, before.told_no_at) {
        store::set_no(work.conn, vec![person], Some(at))?;
    }
    let changes = [
        ("name", before.name.as_str(), name.as_str(), before.name != *name),
        ("region", &before.region, region, before.region != *region),
        ("source", before.source.word(), source.word(), before.source != *source),
        ("phone", "", "", was.phone != details.phone),
        ("birthday", "", "", was.birthday != details.birthday),
        ("note", "", "", was.note != details.note),
    ];
    for (field, was, became, is_changed) in changes {
        if is_changed {
            note(work, person, field, [was, became, reason], actor)?;
        }
    }
    match *channel {
        Some(channel) if before.channel != Some(channel) => {
            // What staff corrects was so from the beginning; somebody who was known before comes now.
            let at = if reason.is_empty() { work.id() } else { person };
            came_by(work, before, (channel, at), (reason, actor))
        }
        _ => Ok(()),
    }
}

/// Changes what is said of a contact. A phone that is left out stays as it is.
pub(crate) fn change(
    work: &mut Work<'_>,
    own: Own,
    person: i64,
    (text, keeps_phone): (ContactText, bool),
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let before = seen(work, own, person)?;
    let mut text = text;
    if keeps_phone {
        text.details.phone = Details::open(&work.facts.vault, person, &before.secret)?.phone;
    }
    rewrite(work, &before, &text, reason, actor)
}

/// How an account stands to a contact from now on.
pub(crate) fn befriend(
    work: &mut Work<'_>,
    own: Own,
    person: i64,
    (account_id, friendship): (i64, Friendship),
    actor: &str,
) -> Result<(), Refusal> {
    seen(work, own, person)?;
    let account = account(work, own, account_id)?;
    let known = ties::accounts(work.conn, person)?.into_iter().find(|tie| tie.account == account.id);
    let was = known.as_ref().map(ties::Tie::friendship);
    if was == Some(friendship) {
        return Ok(());
    }
    let at = work.id();
    let (added_at, removed_at) = match (friendship, known.as_ref().and_then(|tie| tie.added_at)) {
        (Friendship::Wanted, None) => (None, None),
        (Friendship::Added, _) => (Some(at), None),
        (Friendship::Removed, Some(added_at)) => (Some(added_at), Some(at)),
        (Friendship::Wanted, Some(_)) | (Friendship::Removed, None) => {
            let (zh, en) = (
                "加过好友的不能改回待添加；没加过的不能删除",
                "who was added is no longer to be added, and only who was added can be removed",
            );
            return Err(Refusal::conflict("friendship_step", zh, en).at("/friendship"));
        }
    };
    let handle = known.map(|tie| tie.handle).unwrap_or_default();
    ties::set_account(work.conn, (account.id, person), &handle, (added_at, removed_at))?;
    let action = match friendship {
        Friendship::Wanted => "wanted",
        Friendship::Added => "added",
        Friendship::Removed => "removed",
    };
    note(work, person, action, ["", &account.name, ""], actor)
}

/// A contact joins a group, or leaves it.
pub(crate) fn set_group(
    work: &mut Work<'_>,
    own: Own,
    person: i64,
    (group, is_in): (i64, bool),
    actor: &str,
) -> Result<(), Refusal> {
    seen(work, own, person)?;
    let known = groups::store::find(work.conn, own, group)?;
    let known = known.ok_or_else(|| groups::unknown().at("/group"))?;
    let at = work.id();
    let is_done = if is_in {
        ties::join(work.conn, group, person, at)?
    } else {
        ties::leave(work.conn, group, person, at)?
    };
    if is_done {
        note(work, person, if is_in { "joined" } else { "left" }, ["", &known.name, ""], actor)?;
    }
    Ok(())
}

/// A contact wants no contact, or does again, as they told somebody of staff. It holds on every account, and for their phone
/// when somebody writes it down again.
pub(crate) fn set_no(
    work: &mut Work<'_>,
    own: Own,
    person: i64,
    (said, reason): (bool, &str),
    actor: &str,
) -> Result<(), Refusal> {
    let known = seen(work, own, person)?;
    if known.told_no_at.is_some() == said {
        return Ok(());
    }
    let all = match known.member {
        Some(member) => of_member(work.conn, member)?,
        None => vec![person],
    };
    let at = work.id();
    store::set_no(work.conn, all, said.then_some(at))?;
    note(work, person, if said { "no" } else { "yes" }, ["", "", reason], actor)
}

/// Writes down what somebody is going to do for a contact, and when; gives its id.
pub(crate) fn follow_up(
    work: &mut Work<'_>,
    own: Own,
    person: i64,
    (operator, due_at): (i64, i64),
    what: &str,
) -> Result<i64, Refusal> {
    let known = seen(work, own, person)?;
    if known.told_no_at.or(known.own_no_at).is_some() {
        let (zh, en) = ("对方说了不要联系", "this contact wants no contact");
        return Err(Refusal::conflict("contact_said_no", zh, en));
    }
    let what = text::line(what, "/what", 1, 300)?;
    let made = work.id();
    ties::add_follow_up(work.conn, (person, made), operator, due_at, &what)?;
    Ok(made)
}

/// The whole phone of a contact; empty if it is not known.
pub(crate) fn phone(work: &mut Work<'_>, own: Own, person: i64) -> Result<String, Refusal> {
    let known = seen(work, own, person)?;
    Ok(Details::open(&work.facts.vault, person, &known.secret)?.phone)
}

/// Writes down who a contact is in the shop, or that this is not known after all.
pub(crate) fn set_member(
    work: &mut Work<'_>,
    own: Own,
    person: i64,
    (member, reason): (Option<i64>, &str),
    actor: &str,
) -> Result<(), Refusal> {
    let known = seen(work, own, person)?;
    if known.member == member {
        return Ok(());
    }
    if let Some(member) = member {
        if !store::is_member(work.conn, member)? {
            return Err(Refusal::not_found("会员", "member").at("/member"));
        }
        if of_member(work.conn, member)?.iter().any(|other| *other != person) {
            let (zh, en) = ("这位会员已经是另一位联系人", "this member is another contact already");
            return Err(Refusal::conflict("contact_member_taken", zh, en).at("/member"));
        }
    }
    store::set_member(work.conn, person, member)?;
    if seen(work, own, person)?.own_no_at.is_some() {
        let at = work.id();
        touches::store::give_back_of(work.conn, vec![person], at)?;
    }
    let told = |member: Option<i64>| member.map(|id| id.to_string()).unwrap_or_default();
    note(work, person, "member", [&told(known.member), &told(member), reason], actor)
}

/// Takes away all that is kept of a contact. That they said no stays under the keyed hash of their phone.
pub(crate) fn erase(work: &mut Work<'_>, person: i64, reason: &str, actor: &str) -> Result<(), Refusal> {
    let at = work.id();
    store::remove(work.conn, person, at)?;
    audit::record(work, actor, "contact.erase", &format!("contact/{person}"), &json!({ "reason": reason }))
}
