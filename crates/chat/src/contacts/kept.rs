//! What is kept of a member as a contact: shown to them, exported for them, and taken away when they want that.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{App, At, Once, Person};
use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sealed::Details;
use super::store;
use super::ties;
use crate::channels;
use crate::own::Own;
use crate::person::of_member;
use crate::tags;
use crate::touches;
use crate::words::{Basis, Platform, Source, TouchKind, TouchState};

/// Follow-ups and touches shown at most.
const MOST: i64 = 1_000;

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mine)).routes(routes!(withdraw))
}

/// An account of the shop that knows me.
#[derive(Debug, Serialize, ToSchema)]
struct KnownByView {
    name: String,
    platform: Platform,
    handle: String,
    added_at: Option<At>,
    removed_at: Option<At>,
}

/// A group of the shop that I am in, or was.
#[derive(Debug, Serialize, ToSchema)]
struct MyGroupView {
    name: String,
    joined_at: At,
    left_at: Option<At>,
}

/// What somebody of the shop noted to do for me.
#[derive(Debug, Serialize, ToSchema)]
struct MyFollowUpView {
    due_at: At,
    what: String,
    result: String,
}

/// A message, a call or a request to become friends that the shop planned for me.
#[derive(Debug, Serialize, ToSchema)]
struct MyTouchView {
    account: String,
    kind: TouchKind,
    due_at: At,
    state: TouchState,
    /// What staff noted of a call.
    note: String,
}

/// What the shop keeps of me as somebody whom its accounts know.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyContactView {
    name: String,
    phone: String,
    region: String,
    birthday: String,
    note: String,
    source: Source,
    /// The way by which I came to them; empty if it is not known.
    channel: String,
    /// Why the shop may contact me, and since when.
    basis: Basis,
    basis_at: At,
    basis_note: String,
    accounts: Vec<KnownByView>,
    groups: Vec<MyGroupView>,
    tags: Vec<String>,
    follow_ups: Vec<MyFollowUpView>,
    /// The newest first.
    touches: Vec<MyTouchView>,
}

fn view(conn: &mut Conn, vault: &Vault, person: i64) -> Result<MyContactView, Refusal> {
    let row = store::find(conn, Own { only: None }, 0, person)?.ok_or_else(super::unknown)?;
    let Details { phone, birthday, note } = Details::open(vault, person, &row.secret)?;
    let account = |tie: ties::Tie| KnownByView {
        name: tie.account_name,
        platform: tie.platform,
        handle: tie.handle,
        added_at: tie.added_at.map(At),
        removed_at: tie.removed_at.map(At),
    };
    let group = |one: ties::Membership| MyGroupView {
        name: one.group_name,
        joined_at: At(one.joined_at),
        left_at: one.left_at.map(At),
    };
    let follow_up =
        |one: ties::FollowUp| MyFollowUpView { due_at: At(one.due_at), what: one.what, result: one.result };
    let touch = |one: touches::store::TouchRow| MyTouchView {
        account: one.account_name,
        kind: one.kind,
        due_at: At(one.due_at),
        state: one.state,
        note: one.note,
    };
    let tags = tags::store::of(conn, vec![person])?.remove(&person).unwrap_or_default();
    Ok(MyContactView {
        name: row.name,
        phone,
        region: row.region,
        birthday,
        note,
        source: row.source,
        channel: channels::store::name_of(conn, row.channel)?,
        basis: row.basis,
        basis_at: At(row.basis_at),
        basis_note: row.basis_note,
        accounts: ties::accounts(conn, person)?.into_iter().map(account).collect(),
        groups: ties::groups(conn, person)?.into_iter().map(group).collect(),
        tags: tags.into_iter().map(|given| given.name).collect(),
        follow_ups: ties::follow_ups(conn, person, MOST)?.into_iter().map(follow_up).collect(),
        touches: touches::store::of_person(conn, person, MOST)?.into_iter().map(touch).collect(),
    })
}

/// All that is kept of a member as a contact.
pub fn export(conn: &mut Conn, vault: &Vault, member: i64) -> Result<Vec<MyContactView>, Refusal> {
    let persons = of_member(conn, member)?;
    persons.into_iter().map(|person| view(conn, vault, person)).collect()
}

/// Shows what the shop keeps of the member as a contact of its chat accounts; empty if none of them knows the member.
#[utoipa::path(get, path = "/me/contacts", tag = "me", responses((status = 200, body = Vec<MyContactView>)))]
async fn mine(
    State(app): State<App>,
    Person(member): Person,
) -> Result<axum::Json<Vec<MyContactView>>, Refusal> {
    let facts = app.facts.clone();
    app.reader.read(move |conn| export(conn, &facts.vault, member)).await.map(axum::Json)
}

/// Erases all that the shop keeps of the member as a contact of its chat accounts. Orders and rewards stay.
#[utoipa::path(post, path = "/me/contacts/withdraw", tag = "me", params(Once), responses((status = 204)))]
async fn withdraw(State(app): State<App>, Person(member): Person, key: Once) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /me/contacts/withdraw", &())?;
    let run = app.once(member, key, move |work| {
        for person in of_member(work.conn, member)? {
            super::erase(work, person, "", &format!("member:{member}"))?;
        }
        Ok(())
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}
