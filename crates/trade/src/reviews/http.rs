//! The routes of reviews for buyers and readers.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{
    App, At, Customer, Id, Json, MadeView, MomentsQuery, Once, Page, Path, Query, Visitor,
};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Order, ReviewRow, Wanted};
use super::view::AnswerView;
use super::{Write, desk, mark, write};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(write_one))
        .routes(routes!(list))
        .routes(routes!(find_useful))
        .merge(desk::routes())
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
    /// Its writer's nickname; empty if the account is closed.
    nickname: String,
    stars: i64,
    /// Empty if it is hidden.
    text: String,
    /// Whether its writer earns from sales of this shop: it has to be said beside the review.
    is_promoter: bool,
    /// Why it is hidden: `personal_data`, `unlawful`, `off_topic`.
    hidden: Option<String>,
    /// How many members found it useful.
    useful: i64,
    /// Whether the reader is one of them.
    is_useful_to_me: bool,
    /// Whether the reader wrote it.
    is_mine: bool,
    /// What the shop answers.
    answer: Option<AnswerView>,
}

impl ReviewView {
    fn of(row: ReviewRow, reader: Option<i64>) -> Self {
        Self {
            id: Id(row.id),
            at: At(row.id),
            nickname: row.nickname,
            stars: row.stars,
            text: if row.fault.is_some() { String::new() } else { row.text },
            is_promoter: row.is_promoter,
            hidden: row.fault,
            useful: row.useful,
            is_useful_to_me: row.is_useful_to_reader,
            is_mine: reader == Some(row.buyer),
            answer: AnswerView::of(row.answer),
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
    /// How many have one star, two, and so on to five; hidden ones included.
    by_stars: [i64; 5],
    #[serde(flatten)]
    page: Page<ReviewView>,
}

/// Reviews a line of one of the member's orders that has arrived. A line is reviewed once.
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
    let stars = stars_are(body.stars)?;
    let text = text::lines(&body.text, "/text", 1, 500)?;
    let review = Write { buyer, order, line: body.line, stars, text };
    let id = app.once(buyer, key, move |work| write(work, &review)).await?;
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(id))))
}

/// Which reviews are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReviewsQuery {
    /// `newest` (usually), or `useful`: those that most members found useful first.
    #[param(inline)]
    sort: Option<Order>,
    /// Only those with so many stars.
    #[param(minimum = 1, maximum = 5)]
    stars: Option<i64>,
}

/// Whether a review is useful to a member.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UsefulBody)]
struct UsefulBody {
    is_useful: bool,
}

fn stars_are(stars: i64) -> Result<i64, Refusal> {
    if (1..=5).contains(&stars) {
        return Ok(stars);
    }
    let (zh, en) = ("应为 1 到 5 星", "expected 1 to 5 stars");
    Err(Refusal::unacceptable("review_stars", zh, en).at("/stars"))
}

/// Lists the reviews of a product. Bad reviews are found as easily as good ones: neither order looks at the stars.
#[utoipa::path(get, path = "/products/{id}/reviews", tag = "catalogue",
    params(("id" = Id, Path), ReviewsQuery, MomentsQuery), responses((status = 200, body = ReviewsView)))]
async fn list(
    State(app): State<App>,
    Visitor(reader): Visitor,
    Path(Id(product)): Path<Id>,
    Query(wanted): Query<ReviewsQuery>,
    Query(page): Query<MomentsQuery>,
) -> Result<axum::Json<ReviewsView>, Refusal> {
    let (before, limit) = page.read::<2>()?;
    let order = wanted.sort.unwrap_or_default();
    let stars = wanted.stars.map(stars_are).transpose()?;
    let read = move |conn: &mut Conn| {
        let code =
            store::product_code(conn, product)?.ok_or_else(|| Refusal::not_found("商品", "product"))?;
        let wanted = Wanted { product: Some(&code), stars, order, before, limit: limit + 1 };
        let rows = store::list(conn, reader, &wanted)?;
        let sums = store::sums(conn, &code)?;
        let page = Page::keyed(rows, limit, |row: &ReviewRow| order.key(row));
        Ok::<_, Refusal>(ReviewsView {
            count: sums.by_stars.iter().sum(),
            stars: (1..).zip(sums.by_stars).map(|(stars, count)| stars * count).sum(),
            hidden: sums.hidden,
            by_stars: sums.by_stars,
            page: page.map(|row| ReviewView::of(row, reader)),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Says that a review of somebody else is useful to the signed-in member, or no longer. Said twice, it counts once.
#[utoipa::path(put, path = "/reviews/{id}/useful", tag = "catalogue", params(("id" = Id, Path), Once),
    request_body = UsefulBody, responses((status = 204)))]
async fn find_useful(
    State(app): State<App>,
    Customer(member): Customer,
    Path(Id(review)): Path<Id>,
    key: Once,
    Json(body): Json<UsefulBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key(&format!("PUT /reviews {review}/useful"), &body)?;
    app.once(member, key, move |work| mark(work, member, review, body.is_useful)).await?;
    Ok(StatusCode::NO_CONTENT)
}
