//! The routes of search, for staff: what is weighed, why a product stands where it stands, what another weight would change.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, Once, Query, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_search::{Filter, Found, Settings};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::store::{self as shelf, ProductRow};
use super::finder::{Asked, Finder, Goods};
use super::http::{MOST, page_of};
use super::settings::{SearchSettings, Weights};
use super::store;

/// Hits that are explained.
const EXPLAINED: usize = 20;
/// Searches of a preview, and hits of each.
const PREVIEWED: usize = 50;
const PREVIEWED_HITS: usize = 5;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look, set)).routes(routes!(explain)).routes(routes!(preview))
}

/// Shows what search weighs, its synonyms and price bands.
#[utoipa::path(get, path = "/staff/search/settings", tag = "staff: catalogue", responses((status = 200, body = SearchSettings)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<SearchSettings>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    app.reader.read(store::settings).await.map(axum::Json)
}

/// Sets what search weighs, its synonyms and price bands. It counts from the next search on.
#[utoipa::path(put, path = "/staff/search/settings", tag = "staff: catalogue", params(Once), request_body = SearchSettings,
    responses((status = 204)))]
async fn set(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<SearchSettings>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::CatalogWrite)?;
    let key = key.key("PUT /staff/search/settings", &body)?;
    let set = move |work: &mut Work<'_>, actor: &str| {
        body.read()?;
        let at = work.id();
        store::set(work.conn, &body, at)?;
        audit::record(
            work,
            actor,
            "search.set",
            "search",
            &json!({ "weights": body.weights, "new_days": body.new_days }),
        )
    };
    app.command(by, key, set).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Weights to try instead of those that are set; those that are not given stay as they are set.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Trial {
    /// Sales in thirty days: −1000 to 1000, as all weights.
    #[param(minimum = -1000, maximum = 1000)]
    sales: Option<i16>,
    #[param(minimum = -1000, maximum = 1000)]
    margin: Option<i16>,
    #[param(minimum = -1000, maximum = 1000)]
    price: Option<i16>,
    #[param(minimum = -1000, maximum = 1000)]
    brand: Option<i16>,
    #[param(minimum = -1000, maximum = 1000)]
    newness: Option<i16>,
    #[param(minimum = -1000, maximum = 1000)]
    stock: Option<i16>,
}

impl Trial {
    /// The settings with these weights.
    fn on(&self, set: &SearchSettings) -> Result<Settings, Refusal> {
        let Weights { sales, margin, price, brand, newness, stock } = set.weights;
        let weights = Weights {
            sales: self.sales.unwrap_or(sales),
            margin: self.margin.unwrap_or(margin),
            price: self.price.unwrap_or(price),
            brand: self.brand.unwrap_or(brand),
            newness: self.newness.unwrap_or(newness),
            stock: self.stock.unwrap_or(stock),
        };
        SearchSettings { weights, ..set.clone() }.read()
    }
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WordsQuery {
    #[param(min_length = 1, max_length = 100)]
    q: String,
}

/// What a search finds, and why.
#[derive(Debug, Serialize, ToSchema)]
struct Explained {
    /// How many products in all.
    total: u64,
    /// What was probably meant, if it is not what was typed.
    corrected: Option<String>,
    /// The first 20.
    items: Vec<ExplainedHit>,
}

/// Why a product stands where it stands.
#[derive(Debug, Serialize, ToSchema)]
struct ExplainedHit {
    product: Id,
    title: Words,
    code: String,
    /// Its place, from 1.
    place: usize,
    /// Its place by the weights that are set, among the first 1,000.
    was: Option<usize>,
    score: i64,
    /// How well its text meets the question, in millionths.
    text: i64,
    /// By what that is multiplied, in thousandths.
    boost: i64,
    /// The same in sentences, with what would move it past the one above.
    why: Vec<Words>,
}

fn asked(text: String, most: usize, app: &App) -> Asked {
    Asked {
        text,
        filter: Filter::default(),
        lists: Vec::new(),
        goods: Goods::OnSale,
        most,
        now: app.clock.now().0,
    }
}

/// Explains what customers find, by the weights that are set or by others, which are tried and not kept.
#[utoipa::path(get, path = "/staff/search/explain", tag = "staff: catalogue", params(WordsQuery, Trial),
    responses((status = 200, body = Explained)))]
async fn explain(
    State(app): State<App>,
    staff: Staff,
    Query(words): Query<WordsQuery>,
    Query(trial): Query<Trial>,
) -> Result<axum::Json<Explained>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let text = text::line(&words.q, "q", 1, 100)?;
    let asked = asked(text, EXPLAINED, &app);
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let finder: &Finder = shop.part();
        let settings = trial.on(&store::settings(conn)?)?;
        let found = finder.explain(conn, &asked, Some(&settings))?;
        let before = finder.find(conn, &Asked { most: MOST, ..asked.clone() })?;
        let (products, _) = page_of(conn, &found, None, (0, EXPLAINED), true)?;
        let items = products.iter().filter_map(|product| hit(product, &found, &before)).collect();
        Ok::<_, Refusal>(Explained { total: found.total, corrected: found.corrected.clone(), items })
    };
    app.reader.read(read).await.map(axum::Json)
}

fn place_of(found: &Found, id: i64) -> Option<usize> {
    found.hits.iter().position(|hit| hit.id == id).map(|place| place + 1)
}

fn hit(product: &ProductRow, found: &Found, before: &Found) -> Option<ExplainedHit> {
    let place = place_of(found, product.id)?;
    let hit = &found.hits[place - 1];
    let why = hit.explanation.as_ref()?;
    Some(ExplainedHit {
        product: Id(product.id),
        title: (&product.title).into(),
        code: product.code.clone(),
        place,
        was: place_of(before, product.id),
        score: hit.score,
        text: why.text,
        boost: why.boost,
        why: why.say().into_iter().map(Words::from).collect(),
    })
}

/// What a frequent search finds by the weights that are set, and by others.
#[derive(Debug, Serialize, ToSchema)]
struct Compared {
    text: String,
    /// How many different people looked for it, up to 64.
    people: u32,
    before: Vec<Titled>,
    after: Vec<Titled>,
}

/// A product by its title.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Titled {
    product: Id,
    title: Words,
}

/// Shows what other weights would change in the 50 most frequent searches of at least five different people, as this process has heard them.
#[utoipa::path(get, path = "/staff/search/preview", tag = "staff: catalogue", params(Trial),
    responses((status = 200, body = Vec<Compared>)))]
async fn preview(
    State(app): State<App>,
    staff: Staff,
    Query(trial): Query<Trial>,
) -> Result<axum::Json<Vec<Compared>>, Refusal> {
    staff.may(Permission::CatalogRead)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let finder: &Finder = shop.part();
        let settings = trial.on(&store::settings(conn)?)?;
        let compare = |(text, people): (String, u32)| {
            let asked = asked(text.clone(), PREVIEWED_HITS, &shop);
            let before = finder.find(conn, &asked)?;
            let after = finder.explain(conn, &asked, Some(&settings))?;
            Ok(Compared { text, people, before: titled(conn, &before)?, after: titled(conn, &after)? })
        };
        finder.popular(PREVIEWED).into_iter().map(compare).collect::<Result<Vec<_>, Refusal>>()
    };
    app.reader.read(read).await.map(axum::Json)
}

fn titled(conn: &mut Conn, found: &Found) -> Result<Vec<Titled>, Refusal> {
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.id).collect();
    let rows = shelf::products_of(conn, ids.clone(), true)?;
    let title = |id: &i64| {
        let row = rows.iter().find(|row| row.id == *id)?;
        Some(Titled { product: Id(row.id), title: (&row.title).into() })
    };
    Ok(ids.iter().filter_map(title).collect())
}
