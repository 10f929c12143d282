//! The routes of vouchers, for their buyers.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{App, Customer, Id, Once, Page, PageQuery, Path, Query};
use banyan_base::refusal::Refusal;
use banyan_store::Conn;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::vouchers::{self, Filter, State as Standing, VoucherView};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(refund))
}

/// Which vouchers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `unused`, `redeemed`, `refunded`, `expired`.
    state: Option<String>,
}

/// A state that a list is filtered by.
pub(super) fn known_state(state: Option<&str>) -> Result<Option<Standing>, Refusal> {
    let Some(word) = state else { return Ok(None) };
    let unknown = || {
        let (zh, en) = ("没有这种券状态", "there is no such state: unused, redeemed, refunded or expired");
        Refusal::unacceptable("state_unknown", zh, en).at("state")
    };
    Standing::of(word).map(Some).ok_or_else(unknown)
}

/// Lists the member's vouchers, the newest first. Those whose group waits for others are left out.
#[utoipa::path(get, path = "/vouchers", tag = "orders", params(ListQuery, PageQuery),
    responses((status = 200, body = Page<VoucherView>)))]
async fn list(
    State(app): State<App>,
    Customer(buyer): Customer,
    Query(query): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<VoucherView>>, Refusal> {
    let (before, limit) = page.read()?;
    let state = known_state(query.state.as_deref())?;
    let filter = Filter { buyer: Some(buyer), state, usable: true, ..Filter::default() };
    let shop = app.clone();
    let read = move |conn: &mut Conn| -> Result<Vec<VoucherView>, Refusal> {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let pieces = vouchers::list(conn, filter, before, limit + 1)?;
        vouchers::views(conn, &shop.facts.vault, &pieces, offset)
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view| view.id.0)))
}

/// Pays one of the member's unused vouchers back, if its terms allow that; its code is worth nothing from then on.
#[utoipa::path(post, path = "/vouchers/{id}/refund", tag = "orders", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn refund(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /vouchers/refund", &id)?;
    app.once(buyer, key, move |work| super::refund(work, buyer, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
