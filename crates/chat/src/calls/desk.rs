//! The routes of calls.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Answer;
use crate::own::Own;
use crate::words::CallResult;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(answer)).routes(routes!(phone))
}

/// What came of a call.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallAnswerBody {
    result: CallResult,
    /// What was said; no more than is needed.
    #[serde(default)]
    #[schema(max_length = 300)]
    note: String,
    /// When to call again: for `not_now`, and only then.
    #[serde(default)]
    again_at: Option<At>,
}

/// The phone of somebody who is due.
#[derive(Debug, Serialize, ToSchema)]
struct TouchPhoneView {
    /// Empty if none is known.
    phone: String,
}

/// Writes down what came of a call that is due. "No" ends contact with the person on every account and platform at once.
#[utoipa::path(post, path = "/staff/chat/touch-plans/{id}/touches/{touch}/answer", tag = "staff: contacts",
    params(("id" = Id, Path), ("touch" = Id, Path), Once), request_body = CallAnswerBody, responses((status = 204)))]
async fn answer(
    State(app): State<App>,
    staff: Staff,
    Path(place): Path<(Id, Id)>,
    key: Once,
    Json(body): Json<CallAnswerBody>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let (Id(id), Id(touch)) = place;
    let key = key.key(&format!("POST /staff/chat/touch-plans/{id}/touches/{touch}/answer"), &body)?;
    let asks = by.id();
    let run = app.command(by, key, move |work, actor| {
        let CallAnswerBody { result, note, again_at } = body;
        let answer = Answer { result, note, again_at: again_at.map(|At(at)| at) };
        super::answer(work, own, (id, touch), &answer, (asks, actor))
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the phone of somebody whom a call or a friend request is due for. That it was looked at stands in the audit log.
#[utoipa::path(post, path = "/staff/chat/touch-plans/{id}/touches/{touch}/phone", tag = "staff: contacts",
    params(("id" = Id, Path), ("touch" = Id, Path)), responses((status = 200, body = TouchPhoneView)))]
async fn phone(
    State(app): State<App>,
    staff: Staff,
    Path(place): Path<(Id, Id)>,
) -> Result<axum::Json<TouchPhoneView>, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let (own, actor) = (Own::of(&staff), staff.actor());
    let (Id(id), Id(touch)) = place;
    // What cannot be written down is not shown.
    let run = move |work: &mut banyan_core::work::Work<'_>| super::phone(work, own, (id, touch), &actor);
    app.writer.run(run).await.map(|phone| axum::Json(TouchPhoneView { phone }))
}
