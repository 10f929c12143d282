//! The routes by which groups are looked after: steps, roles, counts, figures, clones, splits.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, MadeView, Once, Path, Raw, Staff};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::figures::{self, read_counts};
use super::lineage::{self, CloneOrder};
use super::store::{self, Count};
use super::{count, count_many, end_role, give_role, states, unknown};
use crate::own::Own;
use crate::words::{GroupRole, GroupState, Way};

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    let uploads = OpenApiRouter::new().routes(routes!(activity_one));
    OpenApiRouter::new()
        .routes(routes!(state_one))
        .routes(routes!(role_one))
        .routes(routes!(role_ended))
        .routes(routes!(count_one))
        .routes(routes!(count_file))
        .routes(routes!(clone_one))
        .routes(routes!(split_one))
        .merge(uploads.layer(DefaultBodyLimit::max(figures::MOST_BYTES)))
}

/// How far a group has come from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatStateBody {
    state: GroupState,
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// Somebody of the company in a group.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatRoleBody {
    role: GroupRole,
    account: Id,
}

/// How many people were counted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatCountBody {
    #[schema(minimum = 0, maximum = 1_000_000)]
    members: i64,
    /// When; now, if it is left out.
    #[serde(default)]
    at: Option<At>,
}

/// How many groups were counted.
#[derive(Debug, Serialize, ToSchema)]
struct ChatCountedView {
    groups: i64,
}

/// Groups to clone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatCloneBody {
    /// Their names; `{n}` is the number of each.
    #[schema(min_length = 1, max_length = 60)]
    pattern: String,
    /// The number of the first one.
    #[schema(minimum = 0, maximum = 1_000_000)]
    first: i64,
    /// How many: one at first, up to 100 once it has been cloned before.
    #[schema(minimum = 1, maximum = 100)]
    count: i64,
    /// The account that owns them.
    account: Id,
    /// The staff account that runs them, usually the one that sends the request.
    #[serde(default)]
    operator: Option<Id>,
    /// Why a group that has proved nothing is cloned.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// The groups that were made.
#[derive(Debug, Serialize, ToSchema)]
struct ChatClonesView {
    groups: Vec<Id>,
}

/// A group to split off.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChatSplitBody {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The account that owns it.
    account: Id,
    /// The staff account that runs it, usually the one that sends the request.
    #[serde(default)]
    operator: Option<Id>,
}

/// Takes a group one step on, with the reason. `proven` asks that everything is met that was written down before the pilot.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/state", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatStateBody, responses((status = 204)))]
async fn state_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatStateBody>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/state"), &body)?;
    let set = app.command(by, key, move |work, actor| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        states::set_state(work, own, id, body.state, &reason, actor)
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down that an account of the company is in a group, and as what. Everybody in the group is shown that.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/roles", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatRoleBody, responses((status = 201, body = MadeView)))]
async fn role_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatRoleBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/roles"), &body)?;
    let ChatRoleBody { role, account: Id(account) } = body;
    let give = app.command(by, key, move |work, actor| give_role(work, own, id, (role, account), actor));
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(give.await?))))
}

/// Ends a role in a group.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/roles/{role}/end", tag = "staff: groups",
    params(("id" = Id, Path), ("role" = Id, Path), Once), responses((status = 204)))]
async fn role_ended(
    State(app): State<App>,
    staff: Staff,
    Path(place): Path<(Id, Id)>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let (Id(id), Id(role)) = place;
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/roles/{role}/end"), &())?;
    app.command(by, key, move |work, actor| end_role(work, own, (id, role), actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down how many people are in a group, or were at an earlier moment.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/counts", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatCountBody, responses((status = 204)))]
async fn count_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatCountBody>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/counts"), &body)?;
    let set = app.command(by, key, move |work, actor| {
        let at = body.at.map_or(work.now(), |At(at)| at);
        count(work, own, id, Count { members: body.members, at, way: Way::Hand }, actor)
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts many groups by a CSV file with the columns `group` (a name), `members` and, optional, `at`. One wrong row
/// refuses the whole file.
#[utoipa::path(post, path = "/staff/chat/counts", tag = "staff: groups", params(Once),
    request_body(content = Vec<u8>, content_type = "text/csv"), responses((status = 200, body = ChatCountedView)))]
async fn count_file(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Raw(bytes): Raw,
) -> Result<axum::Json<ChatCountedView>, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/counts", &String::from_utf8_lossy(&bytes))?;
    let rows = read_counts(bytes)?;
    let set = app.command(by, key, move |work, actor| count_many(work, own, &rows, actor));
    Ok(axum::Json(ChatCountedView { groups: set.await? }))
}

/// Clones a group with its purpose, band, rules and roles: one first, then as many as a hundred at once.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/clones", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatCloneBody, responses((status = 201, body = ChatClonesView)))]
async fn clone_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatCloneBody>,
) -> Result<(StatusCode, axum::Json<ChatClonesView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/clones"), &body)?;
    let asks = by.id();
    let make = app.command(by, key, move |work, actor| {
        let operator = own.operator(work, body.operator.map(|Id(id)| id), asks)?;
        let ChatCloneBody { pattern, first, count, account: Id(account), reason, .. } = body;
        let order = CloneOrder { pattern, first, count, account, operator, reason };
        lineage::clone(work, own, id, &order, actor)
    });
    let groups = make.await?.into_iter().map(Id).collect();
    Ok((StatusCode::CREATED, axum::Json(ChatClonesView { groups })))
}

/// Opens a group into which a part of one that has grown beyond its best size is asked to move.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/split", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body = ChatSplitBody, responses((status = 201, body = MadeView)))]
async fn split_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChatSplitBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/groups/{id}/split"), &body)?;
    let asks = by.id();
    let make = app.command(by, key, move |work, actor| {
        let operator = own.operator(work, body.operator.map(|Id(id)| id), asks)?;
        lineage::split(work, own, id, (&body.name, body.account.0, operator), actor)
    });
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(make.await?))))
}

/// Measures a group by a CSV file of what people did in it: `group,member,at,kind` and, optional, `to`; at most 16 MB. The
/// measures are kept, and the file, which names people, is not.
#[utoipa::path(post, path = "/staff/chat/groups/{id}/activity", tag = "staff: groups", params(("id" = Id, Path), Once),
    request_body(content = Vec<u8>, content_type = "text/csv"), responses((status = 201, body = MadeView)))]
async fn activity_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let bytes = bytes.map_err(|_| {
        let (zh, en) =
            ("文件没有传完，或超过 16 MB", "the file did not arrive in full, or is larger than 16 MB");
        Refusal::new(Kind::Malformed, "file_too_large", zh, en)
    })?;
    let key = key.key(&format!("POST /staff/chat/groups/{id}/activity"), &String::from_utf8_lossy(&bytes))?;
    // It is read beside the writer, which others wait for.
    let read = move |conn: &mut Conn| {
        let group = store::find(conn, own, id)?.ok_or_else(unknown)?;
        figures::Read::file(bytes.to_vec())?.measure(&group.name)
    };
    let measured = app.reader.read(read).await?;
    let keep = app.command(by, key, move |work, actor| figures::keep(work, own, id, &measured, actor));
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(keep.await?))))
}
