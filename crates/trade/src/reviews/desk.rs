//! The routes of reviews for staff.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Order, ReviewRow, Wanted};
use super::view::AnswerView;
use super::{Fault, answer};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(all)).routes(routes!(hide)).routes(routes!(answer_one))
}

/// A review, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DeskReview {
    id: Id,
    at: At,
    member: Id,
    order: Id,
    /// The product's code.
    product: String,
    nickname: String,
    stars: i64,
    text: String,
    is_promoter: bool,
    hidden: Option<String>,
    /// How many members found it useful.
    useful: i64,
    answer: Option<AnswerView>,
}

/// Why a review is hidden.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HideReviewBody)]
struct HideBody {
    fault: Fault,
}

/// What the shop answers to a review.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnswerReviewBody)]
struct AnswerBody {
    /// Everybody reads it under the review.
    #[schema(min_length = 1, max_length = 500)]
    text: String,
}

/// Lists all reviews, the newest first.
#[utoipa::path(get, path = "/staff/reviews", tag = "staff: catalogue", params(PageQuery),
    responses((status = 200, body = Page<DeskReview>)))]
async fn all(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskReview>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let (before, limit) = page.read()?;
    let before = Some([0, before]);
    let wanted = Wanted { product: None, stars: None, order: Order::Newest, before, limit: limit + 1 };
    let rows = app.reader.read(move |conn| store::list(conn, None, &wanted).map_err(Refusal::from));
    let page = Page::of(rows.await?, limit, |row: &ReviewRow| row.id);
    Ok(axum::Json(page.map(|row| DeskReview {
        id: Id(row.id),
        at: At(row.id),
        member: Id(row.buyer),
        order: Id(row.order),
        product: row.product,
        nickname: row.nickname,
        stars: row.stars,
        text: row.text,
        is_promoter: row.is_promoter,
        hidden: row.fault,
        useful: row.useful,
        answer: AnswerView::of(row.answer),
    })))
}

/// Hides the text of a review, for a reason that has nothing to do with whether it praises. Its stars still count.
#[utoipa::path(post, path = "/staff/reviews/{id}/hide", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = HideBody, responses((status = 204)))]
async fn hide(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<HideBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("POST /staff/reviews {id}/hide"), &body)?;
    let fault = body.fault;
    let act = move |work: &mut Work<'_>, actor: &str| {
        if !store::hide(work.conn, id, fault.word())? {
            return Err(Refusal::not_found("未隐藏的评价", "review that is not hidden"));
        }
        audit::record(work, actor, "review.hide", &format!("review/{id}"), &json!({ "fault": fault }))
    };
    app.command(by, key, act).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answers a review in the shop's name, once: readers have to be able to rely on what was answered.
#[utoipa::path(post, path = "/staff/reviews/{id}/answer", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = AnswerBody, responses((status = 204)))]
async fn answer_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<AnswerBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("POST /staff/reviews {id}/answer"), &body)?;
    let text = text::lines(&body.text, "/text", 1, 500)?;
    let act = move |work: &mut Work<'_>, actor: &str| {
        answer(work, id, &text)?;
        audit::record(work, actor, "review.answer", &format!("review/{id}"), &json!({ "text": text }))
    };
    app.command(by, key, act).await?;
    Ok(StatusCode::NO_CONTENT)
}
