//! The routes of groups: looking at them, and what is said of them. What is done with them: `care.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, MadeView, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::proven::ChatCriteria;
use super::store::{self, Filter};
use super::views::{ChatBand, ChatGroupDetail, ChatGroupView, detail, views};
use super::{GroupText, add, change, set_criteria, set_rules, unknown};
use crate::own::Own;
use crate::words::{GroupKind, GroupState, Platform, Purpose};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add_one))
        .routes(routes!(look, change_one))
        .routes(routes!(criteria_one))
        .routes(routes!(rules_one))
        .merge(super::care::routes())
}

/// Which groups are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GroupsQuery {
    platform: Option<Platform>,
    kind: Option<GroupKind>,
    purpose: Option<Purpose>,
    state: Option<GroupState>,
    /// Owned by an account.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    account: Option<Id>,
    /// Run by somebody.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    operator: Option<Id>,
    /// Cloned or split from a group.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    parent: Option<Id>,
    /// Part of a name.
    #[param(max_length = 60)]
    name: Option<String>,
}

/// A group to begin.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatGroupBody {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    kind: GroupKind,
    purpose: Purpose,
    /// The account that owns it; its platform is the group's.
    account: Id,
    /// The staff account that runs it, usually the one that sends the request.
    #[serde(default)]
    operator: Option<Id>,
    band: ChatBand,
}

/// What is said of a group from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatGroupChange {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    kind: GroupKind,
    purpose: Purpose,
    account: Id,
    operator: Id,
    band: ChatBand,
    /// Why: kept with what changed.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// The rules of a group.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatRulesBody {
    #[schema(min_length = 1, max_length = 5000)]
    text: String,
}

/// Which version was made.
#[derive(Debug, Serialize, ToSchema)]
struct ChatVersionView {
    version: i64,
}

/// Lists groups, the newest first: those that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/groups", tag = "staff: groups", params(GroupsQuery, PageQuery),
    responses((status = 200, body = Page<ChatGroupView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Query(query): Query<GroupsQuery>,
) -> Result<axum::Json<Page<ChatGroupView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let (before, limit) = page.read()?;
    let GroupsQuery { platform, kind, purpose, state, account, operator, parent, name } = query;
    let name = name.map(|part| text::line(&part, "name", 0, 60)).transpose()?;
    let filter = Filter {
        platform,
        kind,
        purpose,
        state,
        account: account.map(|Id(id)| id),
        operator: operator.map(|Id(id)| id),
        parent: parent.map(|Id(id)| id),
        name: name.filter(|part| !part.is_empty()),
    };
    let read = move |conn: &mut Conn| {
        let rows = store::list(conn, own, &filter, before, limit + 1)?;
        Ok::<_, Refusal>(Page::of(views(conn, rows)?, limit, |view| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows everything that is known of a group.
#[utoipa::path(get, path = "/staff/chat/groups/{id}", tag = "staff: groups", params(("id" = Id, Path)),
    responses((status = 200, body = ChatGroupDetail)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<ChatGroupDetail>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now) = (Own::of(&staff), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let row = store::find(conn, own, id)?.ok_or_else(unknown)?;
        detail(conn, row, now)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Begins a group, as a draft.
#[utoipa::path(post, path = "/staff/chat/groups", tag = "staff: groups", params(Once), request_body = ChatGroupBody,
    responses((status = 201, body = MadeView)))]
async fn add_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ChatGroupBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/groups", &body)?;
    let asks = by.id();
    let add_it = app.command(by, key, move |work, actor| {
        let operator = own.operator(work, body.operator.map(|Id(id)| id), asks)?;
        let ChatGroupBody { name, kind, purpose, account: Id(account), band, .. } = body;
        let band = band.into();
        add(work, own, &GroupText { name, kind, purpose, account, operator, band }, actor)
    });
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(add_it.await?))))
}

/// Changes what is said of a group. What it was before is kept.
#[utoipa::path(put, path = "/staff/chat/groups/{id}", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatGroupChange, responses((status = 204)))]
async fn change_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatGroupChange>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("PUT /staff/chat/groups/{id}"), &body)?;
    let asks = by.id();
    let set = app.command(by, key, move |work, actor| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        let operator = own.operator(work, Some(body.operator.0), asks)?;
        let ChatGroupChange { name, kind, purpose, account: Id(account), band, .. } = body;
        let text = GroupText { name, kind, purpose, account, operator, band: band.into() };
        change(work, own, id, &text, &reason, actor)
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down what a group's pilot has to show; before the pilot begins, and not after.
#[utoipa::path(put, path = "/staff/chat/groups/{id}/criteria", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatCriteria, responses((status = 204)))]
async fn criteria_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatCriteria>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("PUT /staff/chat/groups/{id}/criteria"), &body)?;
    app.command(by, key, move |work, actor| set_criteria(work, own, id, body, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes another version of a group's rules. Earlier ones stay.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/rules", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatRulesBody, responses((status = 201, body = ChatVersionView)))]
async fn rules_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatRulesBody>,
) -> Result<(StatusCode, axum::Json<ChatVersionView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/rules"), &body)?;
    let set = app.command(by, key, move |work, actor| set_rules(work, own, id, &body.text, actor));
    let version = set.await?;
    Ok((StatusCode::CREATED, axum::Json(ChatVersionView { version })))
}
