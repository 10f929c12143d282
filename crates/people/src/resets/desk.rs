//! The route by which staff lets a member set a new password.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::links;
use crate::members::desk::{ReasonBody, reason};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(make))
}

/// A link by which a member sets a password. It is shown once.
#[derive(Serialize, ToSchema)]
struct ResetLinkView {
    /// The link, to be sent to the member by a way that only they read.
    link: String,
    /// What the link holds, for reading it out: they type it on the page for forgotten passwords.
    code: String,
    /// Until when it is good.
    expires_at: At,
}

/// Makes a link by which a member sets a new password: good once, for a day, and in the audit log with its reason. The
/// password that they have stays good until then. Nobody on staff learns or chooses a member's password.
#[utoipa::path(post, path = "/staff/members/{id}/reset-link", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = ReasonBody, responses((status = 200, body = ResetLinkView)))]
async fn make(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ReasonBody>,
) -> Result<axum::Json<ResetLinkView>, Refusal> {
    staff.herself_may(Permission::MembersReset)?;
    let key = key.key(&format!("POST /staff/members {id}/reset-link"), &body)?;
    let (reason, actor) = (reason(&body.reason)?, staff.actor());
    let made = app.once_secret(staff.id, key, move |work| links::make_for(work, id, &reason, &actor)).await?;
    // What stands after the hash is sent to no server, and so is in no log.
    let link = format!("{}/reset#{}", app.address.trim_end_matches('/'), made.code);
    Ok(axum::Json(ResetLinkView { link, code: made.code, expires_at: At(made.expires_at) }))
}
