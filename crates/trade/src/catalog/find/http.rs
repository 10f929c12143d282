//! The routes of search, for everybody.

use std::collections::HashMap;

use axum::extract::State;
use banyan_api::http::{App, Id, Peer, Query, Visitor};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_base::throttle::address_key;
use banyan_search::{Filter, Found, Relaxed};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::http::{cards, limit_of, lists, looker};
use super::super::store::{self, ProductRow};
use super::super::views::Card;
use super::finder::{Asked, Finder, Goods};

/// Hits that can be looked at: who does not find it among so many types another word.
pub(super) const MOST: usize = 1_000;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search)).routes(routes!(suggest))
}

/// What somebody is looking for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// One character or many, words in any order, pinyin or its initials.
    #[param(max_length = 100)]
    q: String,
    /// In this category or inside of it.
    category: Option<Id>,
    /// Of this brand, as a facet names it.
    #[param(max_length = 60)]
    brand: Option<String>,
    /// At this price or above for the visitor, in minor units.
    #[param(minimum = 0)]
    price_from: Option<i64>,
    /// Below this price for the visitor.
    #[param(minimum = 0)]
    price_below: Option<i64>,
    /// Only what can be bought now.
    in_stock: Option<bool>,
    /// The `next` of the page before.
    #[param(pattern = "^[0-9]{1,4}$")]
    cursor: Option<String>,
    /// Rows wanted: 1 to 100, usually 24.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
struct SearchPage {
    items: Vec<Card>,
    /// The cursor of the next page, if there is one. Only the first 1,000 hits can be looked at.
    next: Option<String>,
    /// How many products in all.
    total: u64,
    /// What was probably meant, if it is not what was typed: what is shown was found by it as well.
    corrected: Option<String>,
    /// How far the question was relaxed until something was found: `no`; `apart`, the characters of a word stand apart; `most`, only
    /// most of the words are met.
    #[schema(value_type = String)]
    relaxed: &'static str,
    /// When not every word could be met: what leaving out one of them would find.
    without: Vec<WithoutView>,
    /// Words that no product has anything like.
    unknown: Vec<String>,
    facets: FacetsView,
    /// How many there would be without the filters; only if there is none with them.
    unfiltered: u64,
}

/// What would be found without one word.
#[derive(Debug, Serialize, ToSchema)]
struct WithoutView {
    word: String,
    count: u64,
}

/// How many of the hits have what. A facet's counts do not heed the filter on itself, so that they say what another choice would find.
#[derive(Debug, Serialize, ToSchema)]
struct FacetsView {
    brands: Vec<BrandFacet>,
    categories: Vec<CategoryFacet>,
    /// In the order of prices.
    prices: Vec<PriceFacet>,
    /// What can be bought now.
    in_stock: u64,
}

/// A brand, and how many hits it has.
#[derive(Debug, Serialize, ToSchema)]
struct BrandFacet {
    brand: String,
    count: u64,
}

/// A category, and how many hits it has.
#[derive(Debug, Serialize, ToSchema)]
struct CategoryFacet {
    id: Id,
    title_zh: String,
    title_en: String,
    count: u64,
}

/// A price band, and how many hits it has.
#[derive(Debug, Serialize, ToSchema)]
struct PriceFacet {
    /// In minor units; without one, from nothing on.
    from: Option<i64>,
    /// Without one, to any price.
    below: Option<i64>,
    count: u64,
}

fn malformed(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::new(Kind::Malformed, "page", zh, en).at(field)
}

impl SearchQuery {
    fn filter(&self) -> Result<Filter, Refusal> {
        let brand = self.brand.as_deref().map(|brand| text::line(brand, "brand", 1, 60)).transpose()?;
        for (field, price) in [("price_from", self.price_from), ("price_below", self.price_below)] {
            if price.is_some_and(|price| price < 0) {
                return Err(malformed(field, "价格不能小于 0", "a price is 0 or more"));
            }
        }
        Ok(Filter {
            category: self.category.map(|Id(id)| id),
            brands: brand.into_iter().collect(),
            price_from: self.price_from,
            price_below: self.price_below,
            in_stock: self.in_stock == Some(true),
        })
    }
}

/// The place at which a page begins, by the `next` of the page before.
pub(super) fn start_of(cursor: Option<&str>) -> Result<usize, Refusal> {
    let start = cursor.map_or(Some(0), |cursor| cursor.parse().ok()).filter(|start| *start < MOST);
    start.ok_or_else(|| {
        malformed("cursor", "cursor 应为上一页的 next", "the cursor is the `next` of the page before")
    })
}

/// A page of what was found, and where the next begins. A product whose code was typed comes first.
pub(in super::super) fn page_of(
    conn: &mut Conn,
    found: &Found,
    code: Option<ProductRow>,
    (start, limit): (usize, usize),
    on_sale: bool,
) -> Result<(Vec<ProductRow>, Option<String>), Refusal> {
    let coded = code.map(|product| product.id);
    let hits = found.hits.iter().map(|hit| hit.id).filter(|id| Some(*id) != coded);
    let ids: Vec<i64> = coded.into_iter().chain(hits).collect();
    let end = start.saturating_add(limit);
    let next = (ids.len() > end && end < MOST).then(|| end.to_string());
    let ids: Vec<i64> = ids.into_iter().skip(start).take(limit).collect();
    let mut rows: HashMap<i64, ProductRow> =
        store::products_of(conn, ids.clone(), on_sale)?.into_iter().map(|row| (row.id, row)).collect();
    Ok((ids.iter().filter_map(|id| rows.remove(id)).collect(), next))
}

impl FacetsView {
    fn of(found: &Found) -> Self {
        let facets = &found.facets;
        let brands =
            facets.brands.iter().map(|(brand, count)| BrandFacet { brand: brand.clone(), count: *count });
        let categories = facets.categories.iter().map(|(category, count)| CategoryFacet {
            id: Id(category.id),
            title_zh: category.zh.clone(),
            title_en: category.en.clone(),
            count: *count,
        });
        let prices = facets.prices.iter().map(|(from, below, count)| PriceFacet {
            from: *from,
            below: *below,
            count: *count,
        });
        Self {
            brands: brands.collect(),
            categories: categories.collect(),
            prices: prices.collect(),
            in_stock: facets.in_stock,
        }
    }
}

/// Finds products, by words in any order, by pinyin and its initials, also when they are misspelled.
#[utoipa::path(get, path = "/search", tag = "catalogue", params(SearchQuery), responses((status = 200, body = SearchPage)))]
async fn search(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Peer(peer): Peer,
    Query(query): Query<SearchQuery>,
) -> Result<axum::Json<SearchPage>, Refusal> {
    let limit = limit_of(query.limit)? as usize;
    let start = start_of(query.cursor.as_deref())?;
    let words = text::line(&query.q, "q", 1, 100)?;
    let filter = query.filter()?;
    let most = (start + limit + 1).min(MOST);
    let who = visitor.map(|member| member.to_string()).or_else(|| peer.map(address_key));
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let looker = looker(&shop, conn, visitor)?;
        let asked = Asked { text: words, filter, lists: lists(&looker), goods: Goods::OnSale, most, now };
        let finder: &Finder = shop.part();
        let found = finder.find(conn, &asked)?;
        let is_plain = asked.filter == Filter::default();
        if let Some(who) = who.filter(|_| is_plain && start == 0 && found.total > 0) {
            finder.hear(&asked.text, &who, asked.now);
        }
        let unfiltered = if found.total > 0 || is_plain {
            0
        } else {
            finder.find(conn, &Asked { filter: Filter::default(), most: 0, ..asked.clone() })?.total
        };
        let code = if is_plain { store::by_code(conn, &asked.text, true)? } else { None };
        let total = found.total.max(u64::from(code.is_some()));
        let (products, next) = page_of(conn, &found, code, (start, limit), true)?;
        let mut items = cards(conn, &looker, &products)?;
        // What was sold out a moment ago is not for sale now.
        items.retain(|card| card.in_stock || !asked.filter.in_stock);
        let without =
            found.without.iter().map(|one| WithoutView { word: one.word.clone(), count: one.count });
        Ok::<_, Refusal>(SearchPage {
            items,
            next,
            total,
            corrected: found.corrected.clone(),
            relaxed: match found.relaxed {
                Relaxed::No => "no",
                Relaxed::Apart => "apart",
                Relaxed::Most => "most",
            },
            without: without.collect(),
            unknown: found.unknown.clone(),
            facets: FacetsView::of(&found),
            unfiltered,
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// What was typed so far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SuggestQuery {
    /// Without anything, what others look for.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// A way to go on typing.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestionView {
    /// The whole question.
    text: String,
    /// How many products it finds.
    count: u64,
    /// Whether several people looked for it.
    is_searched: bool,
}

/// Ways to go on with what was typed so far, at most 10. What others look for is shown once five different people did.
#[utoipa::path(get, path = "/search/suggestions", tag = "catalogue", params(SuggestQuery),
    responses((status = 200, body = Vec<SuggestionView>)))]
async fn suggest(
    State(app): State<App>,
    Query(query): Query<SuggestQuery>,
) -> Result<axum::Json<Vec<SuggestionView>>, Refusal> {
    let typed = text::line(query.q.as_deref().unwrap_or_default(), "q", 0, 100)?;
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let finder: &Finder = shop.part();
        finder.catch_up(conn, now)?;
        Ok::<_, Refusal>(finder.suggest(&typed))
    };
    let found = app.reader.read(read).await?.into_iter();
    let view = |one: banyan_search::Suggestion| SuggestionView {
        text: one.text,
        count: one.count,
        is_searched: one.is_searched,
    };
    Ok(axum::Json(found.map(view).collect()))
}
