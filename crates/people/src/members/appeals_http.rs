//! The routes of a member's own appeals.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Person, Query};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::Vault;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::appeals::{self, About};
use super::store::appeals::{self as sql, AppealRow};

/// The routes, with their description.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, ask))
}

/// What an appeal is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AboutWord {
    /// A rank that was taken or lowered.
    Rank,
    /// An account that was stopped.
    Freeze,
}

/// An appeal.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AppealBody {
    about: AboutWord,
    /// What I want looked at again, and why.
    #[schema(min_length = 5, max_length = 2000)]
    text: String,
}

/// One of my appeals.
#[derive(Debug, Serialize, ToSchema)]
struct AppealView {
    id: Id,
    asked_at: At,
    /// `rank` or `freeze`.
    about: String,
    /// What I said.
    text: String,
    /// `open`, `granted` or `declined`.
    state: String,
    /// What I was told.
    answer: String,
    decided_at: Option<At>,
}

fn view(vault: &Vault, row: AppealRow) -> Result<AppealView, Refusal> {
    let text = appeals::open(vault, &row)?;
    let AppealRow { id, about, state, answer, decided_at, .. } = row;
    Ok(AppealView {
        id: Id(id),
        asked_at: At(id),
        about,
        text,
        state,
        answer,
        decided_at: decided_at.map(At),
    })
}

/// Files an appeal against a rank that was taken, or an account that was stopped. A person decides it.
#[utoipa::path(post, path = "/me/appeals", tag = "me", params(Once), request_body = AppealBody, responses((status = 201, body = AppealView)))]
async fn ask(
    State(app): State<App>,
    Person(member): Person,
    key: Once,
    Json(body): Json<AppealBody>,
) -> Result<(StatusCode, axum::Json<AppealView>), Refusal> {
    let key = key.key("POST /me/appeals", &body)?;
    let about = match body.about {
        AboutWord::Rank => About::Rank,
        AboutWord::Freeze => About::Freeze,
    };
    let text = text::lines(&body.text, "/text", 5, 2_000)?;
    // What they say is kept with the appeal alone, so that it goes when they leave.
    let ask = move |work: &mut Work<'_>| appeals::appeal(work, member, about, &text).map(|row| row.id);
    let id = app.once(member, key, ask).await?;
    let row = app.reader.read(move |conn| sql::find(conn, id)).await?;
    let row = row.ok_or_else(|| Refusal::not_found("申请", "appeal"))?;
    Ok((StatusCode::CREATED, axum::Json(view(&app.facts.vault, row)?)))
}

/// Lists the member's appeals, the newest first.
#[utoipa::path(get, path = "/me/appeals", tag = "me", params(PageQuery), responses((status = 200, body = Page<AppealView>)))]
async fn list(
    State(app): State<App>,
    Person(member): Person,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<AppealView>>, Refusal> {
    let (before, limit) = page.read()?;
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let rows = sql::of(conn, member, before, limit + 1)?;
        rows.into_iter().map(|row| view(&facts.vault, row)).collect::<Result<Vec<_>, Refusal>>()
    };
    let rows = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(rows, limit, |row| row.id.0)))
}
