//! The routes of tags.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, MadeView, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rule::Rule;
use super::store::{self, TagRow};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(apply)).routes(routes!(retire))
}

/// A tag of contacts.
#[derive(Debug, Serialize, ToSchema)]
struct TagView {
    id: Id,
    name: String,
    /// The rule by which contacts get the tag; nothing if it is given by hand.
    rule: Option<Rule>,
    /// When the rule was last applied.
    applied_at: Option<At>,
    /// How many contacts have it.
    contacts: i64,
}

/// A tag to begin.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TagBody {
    #[schema(min_length = 1, max_length = 30)]
    name: String,
    /// The rule by which contacts get the tag; nothing if it is given by hand.
    #[serde(default)]
    rule: Option<Rule>,
}

fn view(row: TagRow) -> Result<TagView, Refusal> {
    let rule = row.rule.as_deref().map(serde_json::from_str).transpose()?;
    let TagRow { id, name, applied_at, contacts, .. } = row;
    Ok(TagView { id: Id(id), name, rule, applied_at: applied_at.map(At), contacts })
}

/// Lists the tags of contacts that are in use, by name.
#[utoipa::path(get, path = "/staff/chat/tags", tag = "staff: contacts", responses((status = 200, body = Vec<TagView>)))]
async fn list(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<TagView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let read = |conn: &mut Conn| store::all(conn)?.into_iter().map(view).collect::<Result<Vec<_>, Refusal>>();
    app.reader.read(read).await.map(axum::Json)
}

/// Begins a tag. One with a rule is given at once to everybody whom the rule names.
#[utoipa::path(post, path = "/staff/chat/tags", tag = "staff: contacts", params(Once), request_body = TagBody,
    responses((status = 201, body = MadeView)))]
async fn add(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<TagBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key("POST /staff/chat/tags", &body)?;
    let add =
        app.command(by, key, move |work, actor| super::add(work, &body.name, body.rule.as_ref(), actor));
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(add.await?))))
}

/// Applies a tag's rule again: who is named gets the tag, and who is named no more loses it. What was given by hand stays.
#[utoipa::path(post, path = "/staff/chat/tags/{id}/apply", tag = "staff: contacts", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn apply(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key(&format!("POST /staff/chat/tags/{id}/apply"), &())?;
    app.command(by, key, move |work, actor| super::apply(work, id, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a tag out of use, and away from everybody.
#[utoipa::path(post, path = "/staff/chat/tags/{id}/retire", tag = "staff: contacts", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn retire(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key(&format!("POST /staff/chat/tags/{id}/retire"), &())?;
    app.command(by, key, move |work, actor| super::retire(work, id, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
