//! The routes of reviews.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Customer, Id, Json, MadeView, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, ReviewRow};
use super::{Fault, Write, write};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(write_one))
        .routes(routes!(list))
        .routes(routes!(all))
        .routes(routes!(hide))
}

/// What I think of something that I bought.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewBody)]
struct WriteBody {
    /// The order's line.
    #[schema(minimum = 1)]
    line: i64,
    /// 1 (bad) to 5 (very good).
    #[schema(minimum = 1, maximum = 5)]
    stars: i64,
    #[schema(min_length = 1, max_length = 500)]
    text: String,
}

/// A review.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewView {
    id: Id,
    at: At,
    /// Its writer's nickname; empty if she has left.
    nickname: String,
    stars: i64,
    /// Empty if it is hidden.
    text: String,
    /// Whether its writer earns from sales of this shop: it has to be said beside the review.
    is_promoter: bool,
    /// Why it is hidden: `personal_data`, `unlawful`, `off_topic`.
    hidden: Option<String>,
}

impl ReviewView {
    fn of(row: ReviewRow) -> Self {
        Self {
            id: Id(row.id),
            at: At(row.id),
            nickname: row.nickname,
            stars: row.stars,
            text: if row.fault.is_some() { String::new() } else { row.text },
            is_promoter: row.is_promoter,
            hidden: row.fault,
        }
    }
}

/// The reviews of a product.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewsView {
    /// How many there are, hidden ones included.
    count: i64,
    /// Their stars together, hidden ones included.
    stars: i64,
    /// How many of them are hidden.
    hidden: i64,
    #[serde(flatten)]
    page: Page<ReviewView>,
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
}

/// Why a review is hidden.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HideReviewBody)]
struct HideBody {
    fault: Fault,
}

/// Reviews a line of an order of mine that has arrived: once.
#[utoipa::path(post, path = "/orders/{id}/reviews", tag = "orders", params(("id" = Id, Path), Once), request_body = WriteBody,
    responses((status = 201, body = MadeView)))]
async fn write_one(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(order)): Path<Id>,
    key: Once,
    Json(body): Json<WriteBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let key = key.key(&format!("POST /orders {order}/reviews"), &body)?;
    if !(1..=5).contains(&body.stars) {
        let (zh, en) = ("应为 1 到 5 星", "expected 1 to 5 stars");
        return Err(Refusal::unacceptable("review_stars", zh, en).at("/stars"));
    }
    let text = text::lines(&body.text, "/text", 1, 500)?;
    let review = Write { buyer, order, line: body.line, stars: body.stars, text };
    let id = app.once(buyer, key, move |work| write(work, &review)).await?;
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(id))))
}

/// What buyers think of a product, the newest first.
#[utoipa::path(get, path = "/products/{id}/reviews", tag = "catalogue", params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = ReviewsView)))]
async fn list(
    State(app): State<App>,
    Path(Id(product)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<ReviewsView>, Refusal> {
    let (before, limit) = page.read()?;
    let read = move |conn: &mut Conn| {
        let code =
            store::product_code(conn, product)?.ok_or_else(|| Refusal::not_found("商品", "product"))?;
        let rows = store::list(conn, Some(&code), before, limit + 1)?;
        let [count, stars, hidden] = store::sums(conn, &code)?;
        let rows = rows.into_iter().map(ReviewView::of).collect();
        let page = Page::of(rows, limit, |view: &ReviewView| view.id.0);
        Ok::<_, Refusal>(ReviewsView { count, stars, hidden, page })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// All reviews, the newest first.
#[utoipa::path(get, path = "/staff/reviews", tag = "staff: catalogue", params(PageQuery),
    responses((status = 200, body = Page<DeskReview>)))]
async fn all(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskReview>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let (before, limit) = page.read()?;
    let rows = app.reader.read(move |conn| store::list(conn, None, before, limit + 1).map_err(Refusal::from));
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
