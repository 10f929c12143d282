//! The routes of the catalogue, for staff.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, Once, Page, Path, Query, Staff};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_core::audit;
use banyan_core::idempotency::{Key, once};
use banyan_core::records::Volumes;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::edit::{self, StockChange};
use super::find::http::page_of;
use super::find::{Asked, Finder, Goods};
use super::floor;
use super::http::{ListQuery, cut, limit_of};
use super::store::{self, Filter};
use super::views::{DeskProduct, Surroundings};
use super::{CategoryText, ProductText, SkuText, Title, pictures, selling, volumes};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    let uploads = OpenApiRouter::new().routes(routes!(upload));
    OpenApiRouter::new()
        .routes(routes!(list, add_product))
        .routes(routes!(look, set_product))
        .routes(routes!(add_sku))
        .routes(routes!(set_sku))
        .routes(routes!(set_stock))
        .routes(routes!(add_category))
        .routes(routes!(set_category, remove_category))
        .routes(routes!(suppliers, add_supplier))
        .merge(selling::desk::routes())
        .merge(volumes::routes())
        .merge(uploads.layer(DefaultBodyLimit::max(pictures::MOST_BYTES)))
}

/// Something that was added.
#[derive(Debug, Serialize, ToSchema)]
struct AddedView {
    id: Id,
}

/// Does something to the catalogue, once for a key, and writes down who did it.
pub(super) async fn change<T: Serialize + DeserializeOwned + Send + 'static>(
    app: &App,
    staff: &Staff,
    key: Option<Key>,
    action: &'static str,
    act: impl FnOnce(&mut Work<'_>) -> Result<(T, String, Value), Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let (actor, owner) = (staff.actor(), staff.id);
    let run = move |work: &mut Work<'_>| {
        once(work, owner, key.as_ref(), |work| {
            let (done, subject, detail) = act(work)?;
            audit::record(work, &actor, action, &subject, &detail)?;
            Ok(done)
        })
    };
    app.writer.run(run).await
}

/// Which products staff wants beside what customers can ask for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeskQuery {
    /// `on`, `off`.
    state: Option<String>,
    /// Words to look for, or the code of a product or SKU: the best match comes first, whatever `sort` says.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// Lists all products, with costs and rates.
#[utoipa::path(get, path = "/staff/products", tag = "staff: catalogue", params(DeskQuery, ListQuery),
    responses((status = 200, body = Page<DeskProduct>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(desk): Query<DeskQuery>,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<Page<DeskProduct>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let limit = limit_of(query.limit)?;
    let state = match desk.state.as_deref() {
        None => None,
        Some("on" | "off") => desk.state,
        Some(_) => {
            let (zh, en) = ("state 应为 on 或 off", "expected on or off");
            return Err(Refusal::unacceptable("state_unknown", zh, en).at("state"));
        }
    };
    let words = desk.q.map(|words| text::line(&words, "q", 1, 100)).transpose()?;
    let goods = match state.as_deref() {
        Some("on") => Goods::OnSale,
        Some(_) => Goods::OffSale,
        None => Goods::All,
    };
    let filter = Filter { state, ..query.filter()? };
    let (category, shop) = (query.category, app.clone());
    let read = move |conn: &mut Conn| {
        let categories =
            query.category.map(|Id(id)| Ok::<_, Refusal>(store::within(&store::categories(conn)?, id)));
        let filter = Filter { categories: categories.transpose()?, ..filter };
        let (products, next) = if let Some(words) = words {
            // Of what a search found, a page begins at a place.
            let start = filter.after.map_or(0, |(_, place)| usize::try_from(place).unwrap_or(usize::MAX));
            let (products, next) = searched(&shop, conn, words, (start, limit as usize), (category, goods))?;
            (products, next.map(|place| format!("0-{place}")))
        } else {
            cut(store::products(conn, filter, limit + 1)?, limit)
        };
        let around = Surroundings::for_staff(conn, &products)?;
        let items = products.iter().map(|product| around.desk(product)).collect();
        Ok::<_, Refusal>(Page { items, next })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A page of the products that words find.
fn searched(
    app: &App,
    conn: &mut Conn,
    words: String,
    (start, limit): (usize, usize),
    (category, goods): (Option<Id>, Goods),
) -> Result<(Vec<store::ProductRow>, Option<String>), Refusal> {
    let filter = banyan_search::Filter { category: category.map(|Id(id)| id), ..Default::default() };
    let is_all = filter.category.is_none() && goods == Goods::All;
    let code = if is_all { store::by_code(conn, &words, false)? } else { None };
    let most = start.saturating_add(limit).saturating_add(1).min(1_000);
    let asked = Asked { text: words, filter, lists: Vec::new(), goods, most, now: app.clock.now().0 };
    let found = app.part::<Finder>().find(conn, &asked)?;
    page_of(conn, &found, code, (start, limit), false)
}

/// Shows a product, with costs and rates.
#[utoipa::path(get, path = "/staff/products/{id}", tag = "staff: catalogue", params(("id" = Id, Path)),
    responses((status = 200, body = DeskProduct)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<DeskProduct>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    detail(&app, id).await
}

pub(super) async fn detail(app: &App, id: i64) -> Result<axum::Json<DeskProduct>, Refusal> {
    let read = move |conn: &mut Conn| {
        let product = store::find_product(conn, id)?;
        let product = product.ok_or_else(|| Refusal::not_found("商品", "product"))?;
        let around = Surroundings::for_staff(conn, std::slice::from_ref(&product))?;
        Ok::<_, Refusal>(around.desk(&product))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A product.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProductBody {
    /// The plan language's product.
    #[schema(min_length = 1, max_length = 64)]
    code: String,
    /// In Chinese, or the only one.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// In English, where that is another text; may be empty.
    #[serde(default)]
    #[schema(max_length = 120)]
    title_en: String,
    #[serde(default)]
    #[schema(max_length = 20000)]
    description: String,
    /// Its brand as people write it, in all scripts; may be empty.
    #[serde(default)]
    #[schema(max_length = 60)]
    brand: String,
    /// Further words by which it is found, with commas between.
    #[serde(default)]
    #[schema(max_length = 500)]
    keywords: String,
    #[serde(default)]
    category: Option<Id>,
    #[serde(default)]
    supplier: Option<Id>,
    /// The product's own rate, in millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    rate: i64,
    /// Uploaded before; the first one is the cover.
    #[serde(default)]
    #[schema(max_items = 20)]
    pictures: Vec<Id>,
    is_on: bool,
    #[serde(default)]
    is_hot: bool,
    /// Only of a new product; later by their own routes.
    #[serde(default)]
    #[schema(max_items = 100)]
    skus: Vec<NewSku>,
}

/// A SKU of a new product, or a new SKU.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSku {
    #[schema(min_length = 1, max_length = 64)]
    code: String,
    /// In Chinese, or the only one.
    #[serde(default)]
    #[schema(max_length = 60)]
    title: String,
    /// In English, where that is another text; may be empty.
    #[serde(default)]
    #[schema(max_length = 60)]
    title_en: String,
    /// Of one piece, in minor units.
    price: i64,
    /// Of one piece, in minor units.
    cost: i64,
    stock: i64,
    /// What one piece counts for beside its price, in minor units, by the names that `GET /staff/volumes` lists. Where nothing is
    /// said, it counts for the plan's share of the price.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    volumes: BTreeMap<String, i64>,
}

impl ProductBody {
    fn text(&self) -> ProductText {
        ProductText {
            code: self.code.clone(),
            title: Title { text: self.title.clone(), en: self.title_en.clone() },
            description: self.description.clone(),
            brand: self.brand.clone(),
            keywords: self.keywords.clone(),
            category: self.category.map(|Id(id)| id),
            supplier: self.supplier.map(|Id(id)| id),
            rate: self.rate,
            pictures: self.pictures.iter().map(|Id(id)| *id).collect(),
            is_on: self.is_on,
            is_hot: self.is_hot,
        }
    }

    /// What the audit log says of it.
    fn told(&self) -> Value {
        json!({ "code": self.code, "rate": self.rate, "is_on": self.is_on, "is_hot": self.is_hot })
    }
}

impl NewSku {
    fn text(&self) -> SkuText {
        SkuText {
            code: self.code.clone(),
            title: Title { text: self.title.clone(), en: self.title_en.clone() },
            price: self.price,
            cost: self.cost,
            is_on: true,
            volumes: Some(Volumes::new(self.volumes.clone())),
        }
    }
}

/// Adds a product with its SKUs.
#[utoipa::path(post, path = "/staff/products", tag = "staff: catalogue", params(Once), request_body = ProductBody,
    responses((status = 201, body = DeskProduct)))]
async fn add_product(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ProductBody>,
) -> Result<(StatusCode, axum::Json<DeskProduct>), Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key("POST /staff/products", &body)?;
    let (keeper, is_free) = (staff.id, staff.may(Permission::PricesFree).is_ok());
    let add = move |work: &mut Work<'_>| {
        let id = edit::add_product(work, &body.text())?;
        edit::keep(work, id, Some(keeper))?;
        for (place, sku) in body.skus.iter().enumerate() {
            let floor = if is_free { Ok(()) } else { floor::check(&sku.text(), None) };
            let added = floor.and_then(|()| edit::add_sku(work, id, &sku.text(), sku.stock));
            added.map_err(|refusal| {
                let field = format!("/skus/{place}{}", refusal.field);
                refusal.at(field)
            })?;
        }
        Ok((id, format!("product/{id}"), body.told()))
    };
    let id = change(&app, &staff, key, "product.add", add).await?;
    Ok((StatusCode::CREATED, detail(&app, id).await?))
}

/// Changes a product. Its SKUs stay.
#[utoipa::path(put, path = "/staff/products/{id}", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = ProductBody, responses((status = 200, body = DeskProduct)))]
async fn set_product(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ProductBody>,
) -> Result<axum::Json<DeskProduct>, Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("PUT /staff/products {id}"), &body)?;
    if !body.skus.is_empty() {
        let (zh, en) = ("规格请用规格的接口修改", "SKUs are changed by their own routes");
        return Err(Refusal::unacceptable("skus_elsewhere", zh, en).at("/skus"));
    }
    let set = move |work: &mut Work<'_>| {
        edit::set_product(work, id, &body.text())?;
        Ok(((), format!("product/{id}"), body.told()))
    };
    change(&app, &staff, key, "product.change", set).await?;
    detail(&app, id).await
}

/// Adds a SKU to a product.
#[utoipa::path(post, path = "/staff/products/{id}/skus", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = NewSku, responses((status = 201, body = AddedView)))]
async fn add_sku(
    State(app): State<App>,
    staff: Staff,
    Path(Id(product)): Path<Id>,
    key: Once,
    Json(body): Json<NewSku>,
) -> Result<(StatusCode, axum::Json<AddedView>), Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("add SKU {product}"), &body)?;
    let is_free = staff.may(Permission::PricesFree).is_ok();
    let add = move |work: &mut Work<'_>| {
        if !is_free {
            floor::check(&body.text(), None)?;
        }
        let id = edit::add_sku(work, product, &body.text(), body.stock)?;
        Ok((id, format!("sku/{id}"), serde_json::to_value(&body)?))
    };
    let id = change(&app, &staff, key, "sku.add", add).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedView { id: Id(id) })))
}

/// A SKU as it should be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SkuBody {
    #[schema(min_length = 1, max_length = 64)]
    code: String,
    /// In Chinese, or the only one.
    #[serde(default)]
    #[schema(max_length = 60)]
    title: String,
    /// In English, where that is another text; may be empty.
    #[serde(default)]
    #[schema(max_length = 60)]
    title_en: String,
    /// Of one piece, in minor units.
    price: i64,
    /// Of one piece, in minor units.
    cost: i64,
    is_on: bool,
    /// As of a new SKU; nothing leaves them as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    volumes: Option<BTreeMap<String, i64>>,
}

/// Changes a SKU. Orders that were placed keep their prices; its stock stays.
#[utoipa::path(put, path = "/staff/skus/{id}", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = SkuBody, responses((status = 204)))]
async fn set_sku(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<SkuBody>,
) -> Result<StatusCode, Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("PUT /staff/skus {id}"), &body)?;
    let is_free = staff.may(Permission::PricesFree).is_ok();
    let set = move |work: &mut Work<'_>| {
        let told = serde_json::to_value(&body)?;
        let SkuBody { code, title, title_en, price, cost, is_on, volumes } = body;
        let title = Title { text: title, en: title_en };
        let wanted = SkuText { code, title, price, cost, is_on, volumes: volumes.map(Volumes::new) };
        if !is_free {
            let standing = edit::standing(work, id)?;
            floor::check(&wanted, Some(standing))?;
            floor::check_cost(wanted.cost, standing, selling::lowest(work, id)?)?;
        }
        edit::set_sku(work, id, &wanted)?;
        Ok(((), format!("sku/{id}"), told))
    };
    change(&app, &staff, key, "sku.change", set).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How stock changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum StockBody {
    /// The whole stock: so many pieces are there that are promised to nobody.
    Set(i64),
    /// The difference: so many pieces came, or went if it is below zero.
    Add(i64),
}

/// What is there now.
#[derive(Debug, Serialize, ToSchema)]
struct StockView {
    stock: i64,
}

/// Changes the stock of a SKU.
#[utoipa::path(post, path = "/staff/skus/{id}/stock", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = StockBody, responses((status = 200, body = StockView)))]
async fn set_stock(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<StockBody>,
) -> Result<axum::Json<StockView>, Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("stock {id}"), &body)?;
    let change_to = match body {
        StockBody::Set(pieces) => StockChange::Set(pieces),
        StockBody::Add(pieces) => StockChange::Add(pieces),
    };
    let set = move |work: &mut Work<'_>| {
        let (before, after) = edit::set_stock(work, id, change_to)?;
        Ok((after, format!("sku/{id}"), json!({ "before": before, "after": after })))
    };
    let stock = change(&app, &staff, key, "sku.stock", set).await?;
    Ok(axum::Json(StockView { stock }))
}

/// A category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CategoryBody {
    /// The plan language's category.
    #[schema(min_length = 1, max_length = 64)]
    code: String,
    #[serde(default)]
    parent: Option<Id>,
    #[schema(min_length = 1, max_length = 60)]
    title_zh: String,
    #[schema(min_length = 1, max_length = 60)]
    title_en: String,
    /// Its place among its siblings.
    #[serde(default)]
    position: i64,
}

async fn put_category(
    app: &App,
    staff: &Staff,
    id: Option<i64>,
    key: Option<Key>,
    body: CategoryBody,
) -> Result<i64, Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let put = move |work: &mut Work<'_>| {
        let told = serde_json::to_value(&body)?;
        let CategoryBody { code, parent, title_zh, title_en, position } = body;
        let parent = parent.map(|Id(id)| id);
        let id = edit::put_category(work, id, &CategoryText { code, parent, title_zh, title_en, position })?;
        Ok((id, format!("category/{id}"), told))
    };
    change(app, staff, key, "category.put", put).await
}

/// Adds a category.
#[utoipa::path(post, path = "/staff/categories", tag = "staff: catalogue", params(Once), request_body = CategoryBody,
    responses((status = 201, body = AddedView)))]
async fn add_category(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<CategoryBody>,
) -> Result<(StatusCode, axum::Json<AddedView>), Refusal> {
    let key = key.key("POST /staff/categories", &body)?;
    let id = put_category(&app, &staff, None, key, body).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedView { id: Id(id) })))
}

/// Changes a category.
#[utoipa::path(put, path = "/staff/categories/{id}", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    request_body = CategoryBody, responses((status = 204)))]
async fn set_category(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<CategoryBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key(&format!("PUT /staff/categories {id}"), &body)?;
    put_category(&app, &staff, Some(id), key, body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a category with nothing in it.
#[utoipa::path(delete, path = "/staff/categories/{id}", tag = "staff: catalogue", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn remove_category(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key(&format!("DELETE /staff/categories {id}"), &())?;
    let remove = move |work: &mut Work<'_>| {
        edit::remove_category(work, id)?;
        Ok(((), format!("category/{id}"), json!({})))
    };
    change(&app, &staff, key, "category.remove", remove).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A supplier.
#[derive(Debug, Serialize, ToSchema)]
struct SupplierView {
    id: Id,
    name: String,
}

/// Lists all suppliers.
#[utoipa::path(get, path = "/staff/suppliers", tag = "staff: catalogue",
    responses((status = 200, body = Vec<SupplierView>)))]
async fn suppliers(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<SupplierView>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let rows = app.reader.read(|conn| store::suppliers(conn).map_err(Refusal::from)).await?;
    let view = |row: store::SupplierRow| SupplierView { id: Id(row.id), name: row.name };
    Ok(axum::Json(rows.into_iter().map(view).collect()))
}

/// Somebody who supplies goods.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SupplierBody {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

/// Adds a supplier.
#[utoipa::path(post, path = "/staff/suppliers", tag = "staff: catalogue", params(Once), request_body = SupplierBody,
    responses((status = 201, body = AddedView)))]
async fn add_supplier(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<SupplierBody>,
) -> Result<(StatusCode, axum::Json<AddedView>), Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let key = key.key("POST /staff/suppliers", &body)?;
    let add = move |work: &mut Work<'_>| {
        let id = edit::add_supplier(work, &body.name)?;
        Ok((id, format!("supplier/{id}"), json!({ "name": body.name })))
    };
    let id = change(&app, &staff, key, "supplier.add", add).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedView { id: Id(id) })))
}

/// Uploads a picture: the bytes of a PNG, JPEG or WebP file, at most 2 MB.
#[utoipa::path(post, path = "/staff/pictures", tag = "staff: catalogue", params(Once),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AddedView)))]
async fn upload(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, axum::Json<AddedView>), Refusal> {
    staff.may(Permission::CatalogWrite)?;
    let bytes = bytes.map_err(|_| {
        Refusal::new(
            Kind::Malformed,
            "picture_too_large",
            "图片没有传完，或超过 2 MB",
            "the picture did not arrive in full, or is larger than 2 MB",
        )
    })?;
    let key = key.key("POST /staff/pictures", &&*bytes)?;
    let keep = move |work: &mut Work<'_>| {
        let id = pictures::keep(work, &bytes)?;
        Ok((id, format!("picture/{id}"), json!({ "bytes": bytes.len() })))
    };
    let id = change(&app, &staff, key, "picture.add", keep).await?;
    Ok((StatusCode::CREATED, axum::Json(AddedView { id: Id(id) })))
}
