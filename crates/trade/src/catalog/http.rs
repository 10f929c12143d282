//! The routes of the catalogue, for everybody.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use banyan_api::http::{App, Id, Page, Path, Query, Visitor};
use banyan_base::refusal::{Kind, Refusal};
use banyan_store::Conn;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::selling::{EVERYONE, MEMBER, of_rank};
use super::store::{self, Filter, Listed, ProductRow, Sort};
use super::views::{self, Card, CategoryView, ProductPage, Surroundings};
use super::{Bought, Looker, Selling};
use crate::vouchers;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(look))
        .routes(routes!(categories))
        .routes(routes!(picture))
}

/// Which products are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// In this category or inside of it.
    pub(super) category: Option<Id>,
    /// Only those shown before others.
    pub(super) hot: Option<bool>,
    /// `newest` (usually), `price` (what costs the visitor least first; for staff, by regular price), `sold` (the best selling first).
    pub(super) sort: Option<String>,
    /// The `next` of the page before.
    #[param(pattern = "^[0-9]{1,19}-[0-9]{1,19}$")]
    pub(super) cursor: Option<String>,
    /// Rows wanted: 1 to 100, usually 24.
    #[param(minimum = 1, maximum = 100)]
    pub(super) limit: Option<i64>,
}

fn malformed(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::new(Kind::Malformed, "page", zh, en).at(field)
}

/// How many of a list are wanted: 24 if nobody says.
pub(crate) fn limit_of(limit: Option<i64>) -> Result<i64, Refusal> {
    let limit = limit.unwrap_or(24);
    if (1..=100).contains(&limit) {
        Ok(limit)
    } else {
        Err(malformed("limit", "limit 应为 1 到 100", "the limit is 1 to 100"))
    }
}

impl ListQuery {
    /// The filter without its categories.
    pub(super) fn filter(&self) -> Result<Filter, Refusal> {
        let sort = match self.sort.as_deref() {
            None | Some("newest") => Sort::Newest,
            Some("price") => Sort::Price,
            Some("sold") => Sort::Sold,
            Some(_) => {
                return Err(malformed(
                    "sort",
                    "sort 应为 newest、price 或 sold",
                    "expected newest, price or sold",
                ));
            }
        };
        let read = |cursor: &String| {
            let (key, id) = cursor.split_once('-')?;
            Some((key.parse().ok()?, id.parse().ok()?))
        };
        let bad =
            || malformed("cursor", "cursor 应为上一页的 next", "the cursor is the `next` of the page before");
        let after = self.cursor.as_ref().map(|cursor| read(cursor).ok_or_else(bad)).transpose()?;
        Ok(Filter { hot: self.hot == Some(true), sort, after, ..Filter::default() })
    }
}

/// A page of products of which one more than wanted was read, and the cursor after the last of them, if there are more.
pub(super) fn cut(mut listed: Vec<Listed>, limit: i64) -> (Vec<ProductRow>, Option<String>) {
    let is_last = listed.len() <= limit as usize;
    listed.truncate(limit as usize);
    let next = listed.last().filter(|_| !is_last).map(|last| format!("{}-{}", last.key, last.product.id));
    (listed.into_iter().map(|one| one.product).collect(), next)
}

/// Whoever looks, under the plan in force.
pub(super) fn looker(app: &App, conn: &mut Conn, visitor: Option<i64>) -> Result<Looker, Refusal> {
    let plan = app.plan.get(conn)?;
    Looker::read(conn, plan, visitor)
}

/// The lists whose prices a visitor may have, by name.
pub(super) fn lists(looker: &Looker) -> Vec<String> {
    let mut lists = vec![EVERYONE.to_owned()];
    if looker.asker.is_member {
        lists.push(MEMBER.to_owned());
    }
    let ranks = looker.program.plan().ranks.iter().take(usize::from(looker.asker.rank));
    lists.extend(ranks.map(|rank| of_rank(&rank.id)));
    lists
}

/// Products as a visitor sees them in a list.
pub(super) fn cards(conn: &mut Conn, looker: &Looker, products: &[ProductRow]) -> Result<Vec<Card>, Refusal> {
    let around = Surroundings::of(conn, products)?;
    Ok(products.iter().map(|product| around.card(product, looker)).collect())
}

/// Lists the products that are sold here.
#[utoipa::path(get, path = "/products", tag = "catalogue", params(ListQuery),
    responses((status = 200, body = Page<Card>)))]
async fn list(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<Page<Card>>, Refusal> {
    let limit = limit_of(query.limit)?;
    let filter = Filter { on_sale: true, ..query.filter()? };
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let categories =
            query.category.map(|Id(id)| Ok::<_, Refusal>(store::within(&store::categories(conn)?, id)));
        let looker = looker(&shop, conn, visitor)?;
        let filter = Filter { categories: categories.transpose()?, lists: Some(lists(&looker)), ..filter };
        let (products, next) = cut(store::products(conn, filter, limit + 1)?, limit);
        let items = cards(conn, &looker, &products)?;
        Ok::<_, Refusal>(Page { items, next })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows a product as its page needs it.
#[utoipa::path(get, path = "/products/{id}", tag = "catalogue", params(("id" = Id, Path)),
    responses((status = 200, body = ProductPage)))]
async fn look(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<ProductPage>, Refusal> {
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let product = store::find_product(conn, id)?.filter(|product| product.state == "on");
        let product = product.ok_or_else(|| Refusal::not_found("商品", "product"))?;
        let looker = looker(&shop, conn, visitor)?;
        let around = Surroundings::of(conn, std::slice::from_ref(&product))?;
        let now = (shop.clock.now().0, looker.program.plan().utc_offset);
        let bought = Bought::read(conn, visitor.as_slice(), around.special(), now)?;
        let bought_of =
            |sku: i64, selling: &Selling| Some(bought.within((visitor?, sku), &selling.limits, now));
        let terms = vouchers::terms(conn, product.voucher.into_iter().collect())?.into_values().next();
        Ok::<_, Refusal>(around.page((&product, terms), &looker, bought_of))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists the categories as a tree.
#[utoipa::path(get, path = "/categories", tag = "catalogue", responses((status = 200, body = Vec<CategoryView>)))]
async fn categories(State(app): State<App>) -> Result<axum::Json<Vec<CategoryView>>, Refusal> {
    let rows = app.reader.read(|conn| store::categories(conn).map_err(Refusal::from)).await?;
    Ok(axum::Json(views::tree(&rows, None)))
}

/// Returns a picture. Its bytes never change.
#[utoipa::path(get, path = "/pictures/{id}", tag = "catalogue", params(("id" = Id, Path)),
    responses((status = 200, description = "PNG, JPEG or WebP", content_type = "image/*")))]
async fn picture(
    State(app): State<App>,
    Path(Id(id)): Path<Id>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let tag = format!("\"{id}\"");
    let forever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [forever, (header::ETAG, tag)]).into_response());
    }
    let found = app.reader.read(move |conn| store::picture(conn, id).map_err(Refusal::from)).await?;
    let (media_type, bytes) = found.ok_or_else(|| Refusal::not_found("图片", "picture"))?;
    let headers = [
        (header::CONTENT_TYPE, media_type),
        forever,
        (header::ETAG, tag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
