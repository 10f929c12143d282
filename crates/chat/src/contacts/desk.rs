//! The routes of contacts: looking at them, and what is said of them. What is done for them: `care.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, MadeView, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::norms::ContactNorms;
use super::store::{self, Filter};
use super::views::{ContactDetail, ContactView, detail, views};
use super::{BasisText, ContactText, add, change, unknown};
use crate::channels;
use crate::own::Own;
use crate::words::{Basis, Source, Stage};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add_one))
        .routes(routes!(look, change_one))
        .routes(routes!(stages))
        .merge(super::care::routes())
        .merge(super::import::routes())
        .merge(super::kept::routes())
        .merge(super::norms::routes())
}

/// Which contacts are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ContactsQuery {
    /// Only contacts at this stage.
    stage: Option<Stage>,
    /// Only contacts with this tag.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    tag: Option<Id>,
    /// Whom an account knows.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    account: Option<Id>,
    /// Only contacts who came by this source.
    source: Option<Source>,
    /// Only contacts who came by this channel.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    channel: Option<Id>,
    /// Part of a name.
    #[param(max_length = 60)]
    name: Option<String>,
}

/// A contact to write down.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactBody {
    /// The account that is to know the contact.
    account: Id,
    /// The name that the contact uses in chats.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[serde(default)]
    #[schema(max_length = 40)]
    phone: String,
    /// The contact's id at the account's platform.
    #[serde(default)]
    #[schema(max_length = 64)]
    handle: String,
    #[serde(default)]
    #[schema(max_length = 60)]
    region: String,
    /// `1990-05-01`
    #[serde(default)]
    #[schema(max_length = 10)]
    birthday: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    source: Source,
    /// The channel by which they came: its kind is their source, and the account is their friend from now on.
    #[serde(default)]
    channel: Option<Id>,
    /// Why the contact may be contacted.
    basis: Basis,
    /// Where that can be seen: which order, which form, which day.
    #[schema(min_length = 2, max_length = 200)]
    basis_note: String,
}

/// What is said of a contact from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactChange {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// A new phone; nothing leaves it as it is, and an empty text takes it away.
    #[serde(default)]
    #[schema(max_length = 40)]
    phone: Option<String>,
    #[schema(max_length = 60)]
    region: String,
    /// `1990-05-01`
    #[schema(max_length = 10)]
    birthday: String,
    #[schema(max_length = 500)]
    note: String,
    source: Source,
    /// The channel by which they came: its kind is their source. Nothing leaves it as it is.
    #[serde(default)]
    channel: Option<Id>,
    /// Why: kept with what changed.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// How many contacts are at a stage.
#[derive(Debug, Serialize, ToSchema)]
struct StageView {
    stage: Stage,
    contacts: i64,
}

/// Where a contact came from: by a channel, whose kind is their source then, or not.
fn came(
    work: &mut Work<'_>,
    own: Own,
    (source, channel): (Source, Option<Id>),
) -> Result<(Source, Option<i64>), Refusal> {
    let Some(Id(channel)) = channel else { return Ok((source, None)) };
    let channel = channels::seen(work, own, channel).map_err(|refusal| refusal.at("/channel"))?;
    Ok((channel.text.kind, Some(channel.id)))
}

/// Lists contacts, the newest first: those of the accounts that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/contacts", tag = "staff: contacts", params(ContactsQuery, PageQuery),
    responses((status = 200, body = Page<ContactView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Query(query): Query<ContactsQuery>,
) -> Result<axum::Json<Page<ContactView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now) = (Own::of(&staff), app.clock.now().0);
    let (before, limit) = page.read()?;
    let ContactsQuery { stage, tag, account, source, channel, name } = query;
    let name = name.map(|part| text::line(&part, "name", 0, 60)).transpose()?;
    let (tag, account, channel) = (tag.map(|Id(id)| id), account.map(|Id(id)| id), channel.map(|Id(id)| id));
    let filter = Filter { stage, tag, account, source, channel, name: name.filter(|part| !part.is_empty()) };
    let read = move |conn: &mut Conn| {
        let norms = ContactNorms::read(conn)?;
        let rows = store::list(conn, own, norms.asleep(now), &filter, (before, limit + 1))?;
        Ok::<_, Refusal>(Page::of(views(conn, &norms, rows)?, limit, |view| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows everything that is known of a contact.
#[utoipa::path(get, path = "/staff/chat/contacts/{id}", tag = "staff: contacts", params(("id" = Id, Path)),
    responses((status = 200, body = ContactDetail)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<ContactDetail>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now, facts) = (Own::of(&staff), app.clock.now().0, app.facts.clone());
    let read = move |conn: &mut Conn| {
        let norms = ContactNorms::read(conn)?;
        let row = store::find(conn, own, norms.asleep(now), id)?.ok_or_else(unknown)?;
        detail(conn, &facts.vault, &norms, row)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Writes down a contact for an account, with the reason why they may be contacted. Somebody whose phone is known already is
/// the same person: what nobody knew of them is filled in.
#[utoipa::path(post, path = "/staff/chat/contacts", tag = "staff: contacts", params(Once), request_body = ContactBody,
    responses((status = 201, body = MadeView)))]
async fn add_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ContactBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/contacts", &body)?;
    let add_it = app.command(by, key, move |work, actor| {
        let ContactBody { account: Id(account), name, phone, handle, region, birthday, note, source, .. } =
            &body;
        let came = came(work, own, (*source, body.channel))?;
        let text = ContactText::read(work, (name, region), [phone, birthday, note], came)?;
        let note = text::line(&body.basis_note, "/basis_note", 2, 200)?;
        add(work, own, (*account, handle), &text, &BasisText { basis: body.basis, note }, actor)
    });
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(add_it.await?))))
}

/// Changes what is said of a contact. That it changed is kept, field by field.
#[utoipa::path(put, path = "/staff/chat/contacts/{id}", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = ContactChange, responses((status = 204)))]
async fn change_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ContactChange>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("PUT /staff/chat/contacts/{id}"), &body)?;
    let set = app.command(by, key, move |work, actor| {
        let ContactChange { name, phone, region, birthday, note, source, reason, .. } = &body;
        let reason = text::lines(reason, "/reason", 2, 500)?;
        let new = phone.as_deref().unwrap_or_default();
        let came = came(work, own, (*source, body.channel))?;
        let text = ContactText::read(work, (name, region), [new, birthday, note], came)?;
        change(work, own, id, (text, phone.is_none()), &reason, actor)
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts the contacts at each stage: those of the accounts that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/stages", tag = "staff: contacts", responses((status = 200, body = Vec<StageView>)))]
async fn stages(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<StageView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now) = (Own::of(&staff), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let asleep = ContactNorms::read(conn)?.asleep(now);
        let mut found = store::stages(conn, own, asleep)?;
        found.sort_unstable();
        let view = |(stage, contacts)| StageView { stage, contacts };
        Ok::<_, Refusal>(found.into_iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}
