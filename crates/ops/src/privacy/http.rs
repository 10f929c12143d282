//! The routes of privacy.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::guard::attempts::{self, Attempt};
use banyan_api::guard::secrets;
use banyan_api::http::{App, Id, Json, Once, Path, Peer, Person, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_people::members;
use banyan_people::members::desk::{ReasonBody, reason};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Erase;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(my_data))
        .routes(routes!(leave))
        .routes(routes!(data_of))
        .routes(routes!(erase))
        .merge(super::consents::routes())
}

/// A member closes their own account.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeaveBody {
    /// The member's password, so that nobody who finds the phone unlocked closes the account.
    #[schema(max_length = 256)]
    password: String,
    /// Whether the member knows that money, pending rewards, coupons and points that are left are lost.
    #[serde(default)]
    forfeit: bool,
}

/// A member leaves, at their own request.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EraseBody {
    /// For the audit log: no personal data.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
    /// Whether the member knows that money, pending rewards, coupons and points that are left are lost.
    #[serde(default)]
    forfeit: bool,
}

async fn everything(app: &App, member: i64) -> Result<axum::Json<serde_json::Value>, Refusal> {
    let facts = app.facts.clone();
    app.reader.read(move |conn| super::export(conn, &facts.vault, member)).await.map(axum::Json)
}

/// Exports everything that the shop has about the member.
#[utoipa::path(get, path = "/me/export", tag = "me", responses((status = 200, body = serde_json::Value)))]
async fn my_data(
    State(app): State<App>,
    Person(member): Person,
) -> Result<axum::Json<serde_json::Value>, Refusal> {
    everything(&app, member).await
}

/// Closes the member's own account: their personal data are erased for good.
#[utoipa::path(post, path = "/me/erase", tag = "me", params(Once), request_body = LeaveBody, responses((status = 204)))]
async fn leave(
    State(app): State<App>,
    Person(member): Person,
    peer: Peer,
    key: Once,
    Json(body): Json<LeaveBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /me/erase", &body)?;
    let attempt = Attempt::at(&app.facts, &format!("password:{member}"), peer);
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let stored = app.reader.read(move |conn| members::password(conn, member)).await?;
    if !secrets::verify(&app, body.password, stored).await? {
        return Err(
            Refusal::unacceptable("password_wrong", "密码不对", "the password is wrong").at("/password")
        );
    }
    let erase =
        Erase { member, forfeits: body.forfeit, reason: String::new(), actor: format!("member:{member}") };
    let run = app.once(member, key, move |work| {
        attempts::forgive(work, &attempt)?;
        super::erase(work, &erase)
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Exports everything that the shop has about a member, to be given to the member. The audit log says who took it, and why.
#[utoipa::path(post, path = "/staff/members/{id}/export", tag = "staff: members", params(("id" = Id, Path)),
    request_body = ReasonBody, responses((status = 200, body = serde_json::Value)))]
async fn data_of(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Json(body): Json<ReasonBody>,
) -> Result<axum::Json<serde_json::Value>, Refusal> {
    staff.may(Permission::Privacy)?;
    let (reason, actor) = (reason(&body.reason)?, staff.actor());
    let record = move |work: &mut Work<'_>| {
        members::me::find(work.conn, id)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
        let detail = json!({ "reason": reason });
        audit::record(work, &actor, "member.export", &format!("member/{id}"), &detail)
    };
    app.writer.run(record).await?;
    everything(&app, id).await
}

/// Erases a member's personal data for good, at the member's request.
#[utoipa::path(post, path = "/staff/members/{id}/erase", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = EraseBody, responses((status = 204)))]
async fn erase(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<EraseBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.herself_may(Permission::Privacy)?;
    let key = key.key(&format!("POST /staff/members {id}/erase"), &body)?;
    let (reason, actor) = (reason(&body.reason)?, staff.actor());
    let erase = Erase { member: id, forfeits: body.forfeit, reason, actor };
    app.command(by, key, move |work, _| super::erase(work, &erase)).await?;
    Ok(StatusCode::NO_CONTENT)
}
