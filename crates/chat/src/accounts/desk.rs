//! The routes of chat accounts.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, MadeView, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_people::staff;
use banyan_store::{Conn, DbError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, AccountRow, Filter};
use super::{AccountText, add, change, set_state, unknown};
use crate::events::{self, EventRow, Owner};
use crate::own::Own;
use crate::words::{AccountState, Platform};

/// Events shown at most.
const EVENTS: i64 = 200;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add_one))
        .routes(routes!(look, change_one))
        .routes(routes!(state_one))
}

/// A chat account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatAccountView {
    pub(crate) id: Id,
    pub(crate) platform: Platform,
    pub(crate) name: String,
    /// Its id at the platform; empty if nobody wrote it down.
    pub(crate) handle: String,
    /// The link that its own QR code holds; empty if nobody wrote it down.
    pub(crate) address: String,
    /// The staff account that runs it.
    pub(crate) operator: Id,
    pub(crate) operator_name: String,
    pub(crate) state: AccountState,
    /// Groups that it may own, at most.
    pub(crate) most_groups: i64,
    /// People in them, at most.
    pub(crate) most_people: i64,
    /// Groups that it owns and that are not closed.
    pub(crate) groups: i64,
    /// People in them; those that nobody has counted are left out.
    pub(crate) people: i64,
    /// How many of its groups nobody has counted.
    pub(crate) uncounted: i64,
}

/// Something that happened to an account or a group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatEventView {
    at: At,
    /// What: `state`, or the name of what changed.
    action: String,
    was: String,
    became: String,
    reason: String,
    /// Who: `staff:ID` or `token:ID`.
    actor: String,
}

impl From<EventRow> for ChatEventView {
    fn from(row: EventRow) -> Self {
        let EventRow { id, action, was, became, reason, actor } = row;
        Self { at: At(id), action, was, became, reason, actor }
    }
}

/// A chat account with what happened to it.
#[derive(Debug, Serialize, ToSchema)]
struct ChatAccountDetail {
    #[serde(flatten)]
    account: ChatAccountView,
    /// The newest first.
    events: Vec<ChatEventView>,
}

/// Which accounts are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AccountsQuery {
    /// Of one platform.
    platform: Option<Platform>,
    /// In one state.
    state: Option<AccountState>,
    /// Run by somebody.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    operator: Option<Id>,
}

/// A chat account to write down.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatAccountBody {
    platform: Platform,
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Its id at the platform.
    #[serde(default)]
    #[schema(max_length = 64)]
    handle: String,
    /// The link that its own QR code holds, by which people add it.
    #[serde(default)]
    #[schema(max_length = 300)]
    address: String,
    /// The staff account that runs it, usually the one that sends the request.
    #[serde(default)]
    operator: Option<Id>,
    /// Groups that it may own, at most.
    #[schema(minimum = 1, maximum = 1_000_000)]
    most_groups: i64,
    /// People in them, at most.
    #[schema(minimum = 1, maximum = 1_000_000)]
    most_people: i64,
}

/// What is said of a chat account from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatAccountChange {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[serde(default)]
    #[schema(max_length = 64)]
    handle: String,
    /// The link that its own QR code holds, by which people add it.
    #[serde(default)]
    #[schema(max_length = 300)]
    address: String,
    operator: Id,
    #[schema(minimum = 1, maximum = 1_000_000)]
    most_groups: i64,
    #[schema(minimum = 1, maximum = 1_000_000)]
    most_people: i64,
    /// Why: kept with what changed.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// How an account stands from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatAccountStateBody {
    state: AccountState,
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// Accounts with the names of those who run them.
pub(crate) fn views(conn: &mut Conn, rows: Vec<AccountRow>) -> Result<Vec<ChatAccountView>, DbError> {
    let mut operators: Vec<i64> = rows.iter().map(|row| row.operator).collect();
    operators.sort_unstable();
    operators.dedup();
    let names: HashMap<i64, String> = staff::names(conn, operators)?;
    let view = |row: AccountRow| ChatAccountView {
        id: Id(row.id),
        platform: row.platform,
        name: row.name,
        handle: row.handle,
        address: row.address,
        operator: Id(row.operator),
        operator_name: names.get(&row.operator).cloned().unwrap_or_default(),
        state: row.state,
        most_groups: row.most_groups,
        most_people: row.most_people,
        groups: row.groups,
        people: row.people,
        uncounted: row.uncounted,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Lists chat accounts, the newest first: those that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/accounts", tag = "staff: groups", params(AccountsQuery, PageQuery),
    responses((status = 200, body = Page<ChatAccountView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Query(query): Query<AccountsQuery>,
) -> Result<axum::Json<Page<ChatAccountView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let (before, limit) = page.read()?;
    let AccountsQuery { platform, state, operator } = query;
    let filter = Filter { platform, state, operator: operator.map(|Id(id)| id) };
    let read = move |conn: &mut Conn| {
        let rows = store::list(conn, own, &filter, before, limit + 1)?;
        Ok::<_, Refusal>(Page::of(views(conn, rows)?, limit, |view| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows a chat account with what happened to it.
#[utoipa::path(get, path = "/staff/chat/accounts/{id}", tag = "staff: groups", params(("id" = Id, Path)),
    responses((status = 200, body = ChatAccountDetail)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<ChatAccountDetail>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let row = store::find(conn, own, id)?.ok_or_else(unknown)?;
        let account = views(conn, vec![row])?.pop().ok_or_else(unknown)?;
        let events =
            events::of(conn, Owner::Account(id), EVENTS)?.into_iter().map(ChatEventView::from).collect();
        Ok::<_, Refusal>(ChatAccountDetail { account, events })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Writes down a chat account that the company runs.
#[utoipa::path(post, path = "/staff/chat/accounts", tag = "staff: groups", params(Once), request_body = ChatAccountBody,
    responses((status = 201, body = MadeView)))]
async fn add_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ChatAccountBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/accounts", &body)?;
    let asks = by.id();
    let add_it = app.command(by, key, move |work, actor| {
        let operator = own.operator(work, body.operator.map(|Id(id)| id), asks)?;
        let ChatAccountBody { platform, name, handle, address, most_groups, most_people, .. } = body;
        add(work, platform, &AccountText { name, handle, address, operator, most_groups, most_people }, actor)
    });
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(add_it.await?))))
}

/// Changes what is said of a chat account. What it was before is kept.
#[utoipa::path(put, path = "/staff/chat/accounts/{id}", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatAccountChange, responses((status = 204)))]
async fn change_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatAccountChange>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("PUT /staff/chat/accounts/{id}"), &body)?;
    let asks = by.id();
    let set = app.command(by, key, move |work, actor| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        let operator = own.operator(work, Some(body.operator.0), asks)?;
        let ChatAccountChange { name, handle, address, most_groups, most_people, .. } = body;
        let text = AccountText { name, handle, address, operator, most_groups, most_people };
        change(work, own, id, &text, &reason, actor)
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes how a chat account stands, with the reason.
#[utoipa::path(post, path = "/staff/chat/accounts/{id}/state", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatAccountStateBody, responses((status = 204)))]
async fn state_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatAccountStateBody>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/accounts/{id}/state"), &body)?;
    let set = app.command(by, key, move |work, actor| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        set_state(work, own, id, body.state, &reason, actor)
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}
