//! Contacts as the API shows them.

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::vault::{Vault, mask_phone};
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::norms::ContactNorms;
use super::sealed::{Details, bit};
use super::store::PersonRow;
use super::ties::{self, FollowUp, Membership, Tie};
use crate::accounts::desk::ChatEventView;
use crate::channels;
use crate::events::{self, Owner};
use crate::tags;
use crate::touches::{self, views::TouchView};
use crate::words::{Basis, ContactField, Friendship, Platform, Source, Stage};

/// Events, follow-ups and touches shown at most.
const MOST: i64 = 200;

/// A contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactView {
    pub(crate) id: Id,
    name: String,
    region: String,
    source: Source,
    /// How far the contact has come, as the facts say.
    stage: Stage,
    /// The moment of the fact that made it so.
    stage_at: At,
    /// How many of the fields that the shop requires are known.
    known: i64,
    /// How many it requires.
    required: i64,
    /// Whether the person wants no contact, on any account.
    said_no: bool,
    /// The accounts that know the contact.
    accounts: Vec<String>,
    tags: Vec<String>,
}

/// What made a contact come so far.
#[derive(Debug, Serialize, ToSchema)]
struct ContactFact {
    stage: Stage,
    at: At,
}

/// An account that knows a contact.
#[derive(Debug, Serialize, ToSchema)]
struct ContactAccountView {
    id: Id,
    name: String,
    platform: Platform,
    /// The contact's id at the platform; empty if nobody wrote it down.
    handle: String,
    friendship: Friendship,
    added_at: Option<At>,
    removed_at: Option<At>,
}

/// A group that a contact is in, or was.
#[derive(Debug, Serialize, ToSchema)]
struct ContactGroupView {
    id: Id,
    name: String,
    joined_at: At,
    /// When the contact left; nothing while the contact is in the group.
    left_at: Option<At>,
}

/// A tag that a contact has.
#[derive(Debug, Serialize, ToSchema)]
struct ContactTagView {
    id: Id,
    name: String,
    /// Whether a rule gave it, and not somebody.
    is_by_rule: bool,
    at: At,
}

/// What somebody is going to do for a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FollowUpView {
    id: Id,
    contact: Id,
    contact_name: String,
    /// The member of staff who does it.
    operator: Id,
    due_at: At,
    what: String,
    done_at: Option<At>,
    /// What came of it.
    result: String,
}

/// Everything that is known of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactDetail {
    #[serde(flatten)]
    contact: ContactView,
    /// Most of it hidden; nothing if it is not known.
    phone: String,
    birthday: String,
    note: String,
    /// The channel by which they came.
    channel: Option<Id>,
    /// Its name; empty if they came by none.
    channel_name: String,
    /// Why the contact may be contacted.
    basis: Basis,
    basis_at: At,
    basis_note: String,
    /// When they said no, to somebody of staff or as a member.
    no_at: Option<At>,
    /// Whether they withdrew it themselves, as a member; staff cannot change that.
    is_own_no: bool,
    /// The contact's member account: as somebody said by hand, or as a phone says that a member has verified.
    member: Option<Id>,
    /// Orders that they paid and kept.
    orders: i64,
    /// What brought the contact to each stage, as far as they came.
    facts: Vec<ContactFact>,
    /// What the shop requires and nobody knows.
    missing: Vec<ContactField>,
    at_accounts: Vec<ContactAccountView>,
    groups: Vec<ContactGroupView>,
    given: Vec<ContactTagView>,
    /// The newest first.
    follow_ups: Vec<FollowUpView>,
    /// What was planned to reach them, the newest first.
    touches: Vec<TouchView>,
    /// The newest first.
    events: Vec<ChatEventView>,
}

impl From<FollowUp> for FollowUpView {
    fn from(row: FollowUp) -> Self {
        let FollowUp { person, person_name, id, operator, due_at, what, done_at, result } = row;
        Self {
            id: Id(id),
            contact: Id(person),
            contact_name: person_name,
            operator: Id(operator),
            due_at: At(due_at),
            what,
            done_at: done_at.map(At),
            result,
        }
    }
}

impl From<Tie> for ContactAccountView {
    fn from(tie: Tie) -> Self {
        let friendship = tie.friendship();
        let Tie { account, account_name, platform, handle, added_at, removed_at, .. } = tie;
        let (added_at, removed_at) = (added_at.map(At), removed_at.map(At));
        Self { id: Id(account), name: account_name, platform, handle, friendship, added_at, removed_at }
    }
}

impl From<Membership> for ContactGroupView {
    fn from(one: Membership) -> Self {
        let Membership { group, group_name, joined_at, left_at } = one;
        Self { id: Id(group), name: group_name, joined_at: At(joined_at), left_at: left_at.map(At) }
    }
}

/// Contacts as a list shows them.
pub(crate) fn views(
    conn: &mut Conn,
    norms: &ContactNorms,
    rows: Vec<PersonRow>,
) -> Result<Vec<ContactView>, Refusal> {
    let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
    let mut accounts = ties::names(conn, persons.clone())?;
    let mut tags = tags::store::of(conn, persons)?;
    let view = |row: PersonRow| ContactView {
        id: Id(row.person),
        said_no: row.told_no_at.or(row.own_no_at).is_some(),
        known: norms.known(row.filled),
        required: norms.required.len() as i64,
        accounts: accounts.remove(&row.person).unwrap_or_default(),
        tags: tags.remove(&row.person).unwrap_or_default().into_iter().map(|given| given.name).collect(),
        name: row.name,
        region: row.region,
        source: row.source,
        stage: row.stage,
        stage_at: At(row.stage_at),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Everything that is known of a contact.
pub(crate) fn detail(
    conn: &mut Conn,
    vault: &Vault,
    norms: &ContactNorms,
    row: PersonRow,
) -> Result<ContactDetail, Refusal> {
    let person = row.person;
    let Details { phone, birthday, note } = Details::open(vault, person, &row.secret)?;
    let given = tags::store::of(conn, vec![person])?.remove(&person).unwrap_or_default();
    let tag = |given: tags::store::Given| ContactTagView {
        id: Id(given.tag),
        name: given.name,
        is_by_rule: given.is_by_rule,
        at: At(given.at),
    };
    Ok(ContactDetail {
        phone: if phone.is_empty() { phone } else { mask_phone(&phone) },
        birthday,
        note,
        channel: row.channel.map(Id),
        channel_name: channels::store::name_of(conn, row.channel)?,
        basis: row.basis,
        basis_at: At(row.basis_at),
        basis_note: row.basis_note.clone(),
        no_at: row.told_no_at.or(row.own_no_at).map(At),
        is_own_no: row.own_no_at.is_some(),
        member: row.member.map(Id),
        orders: row.bought,
        facts: row.facts.iter().map(|(stage, at)| ContactFact { stage: *stage, at: At(*at) }).collect(),
        missing: norms.required.iter().copied().filter(|field| row.filled & bit(*field) == 0).collect(),
        at_accounts: ties::accounts(conn, person)?.into_iter().map(Into::into).collect(),
        groups: ties::groups(conn, person)?.into_iter().map(Into::into).collect(),
        given: given.into_iter().map(tag).collect(),
        follow_ups: ties::follow_ups(conn, person, MOST)?.into_iter().map(Into::into).collect(),
        touches: touches::store::of_person(conn, person, MOST)?.into_iter().map(Into::into).collect(),
        events: events::of(conn, Owner::Person(person), MOST)?.into_iter().map(Into::into).collect(),
        contact: views(conn, norms, vec![row])?.pop().ok_or_else(super::unknown)?,
    })
}
