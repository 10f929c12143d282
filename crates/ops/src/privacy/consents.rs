//! The routes of what a member allows. Whoever wants no contact any more is not contacted: what was planned is given back.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{App, At, Json, Once, Path, Person, Words};
use banyan_base::refusal::Refusal;
use banyan_chat::touches;
use banyan_people::members::consents::{self, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(set))
}

/// What I allow, or do not.
#[derive(Debug, Serialize, ToSchema)]
struct ConsentView {
    /// `shown`: whoever invited me sees my nickname, rank and totals; `links`: share links that I open are remembered;
    /// `contact`: staff may contact me by chat or by phone.
    purpose: &'static str,
    title: Words,
    /// What it is for, and what ends with it.
    text: Words,
    given: bool,
    /// Since when it stands so.
    since: At,
}

/// A change of mind.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConsentBody {
    given: bool,
}

/// Shows what the member has consented to beside the terms.
#[utoipa::path(get, path = "/me/consents", tag = "me", responses((status = 200, body = Vec<ConsentView>)))]
async fn list(
    State(app): State<App>,
    Person(member): Person,
) -> Result<axum::Json<Vec<ConsentView>>, Refusal> {
    let stand = app.reader.read(move |conn| consents::all(conn, member)).await?;
    let view = |(purpose, given, since): (Purpose, bool, Option<i64>)| ConsentView {
        purpose: purpose.word(),
        title: purpose.title().into(),
        text: purpose.text().into(),
        given,
        since: At(since.unwrap_or(member)),
    };
    Ok(axum::Json(stand.into_iter().map(view).collect()))
}

/// Gives or withdraws one of the member's consents; it counts at once.
#[utoipa::path(put, path = "/me/consents/{purpose}", tag = "me", params(("purpose" = String, Path), Once), request_body = ConsentBody,
    responses((status = 204)))]
async fn set(
    State(app): State<App>,
    Person(member): Person,
    Path(word): Path<String>,
    key: Once,
    Json(body): Json<ConsentBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key(&format!("PUT /me/consents {word}"), &body)?;
    let purpose = Purpose::of(&word).ok_or_else(|| Refusal::not_found("这项同意", "consent of that name"))?;
    let set = app.once(member, key, move |work| {
        consents::set(work, member, purpose, body.given)?;
        if purpose == Purpose::Contact && !body.given {
            touches::give_back_of_member(work, member)?;
        }
        Ok(())
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}
