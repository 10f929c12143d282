//! The routes of coupons.

use axum::extract::State;
use banyan_api::http::{App, At, Customer, Id, Page, PageQuery, Query};
use banyan_base::refusal::Refusal;
use banyan_books::coupons::{Coupon, store};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mine))
}

/// A coupon.
#[derive(Debug, Serialize, ToSchema)]
struct CouponView {
    id: Id,
    /// What it takes off, in minor units.
    amount: i64,
    /// The least amount of an order on which it may be spent.
    least: i64,
    expires_at: Option<At>,
    /// `open`; `held` by an order that waits to be paid; `used`; `void`; `expired`.
    state: String,
    /// The order that holds or has used it.
    order: Option<Id>,
}

impl CouponView {
    fn of(coupon: Coupon, now: i64) -> Self {
        let is_expired = coupon.state == "open" && coupon.expires_at.is_some_and(|at| at <= now);
        Self {
            id: Id(coupon.id),
            amount: coupon.amount - coupon.taken,
            least: coupon.least,
            expires_at: coupon.expires_at.map(At),
            state: if is_expired { "expired".to_owned() } else { coupon.state },
            order: coupon.order.map(Id),
        }
    }
}

/// Lists the member's coupons, the newest first.
#[utoipa::path(get, path = "/me/coupons", tag = "me", params(PageQuery),
    responses((status = 200, body = Page<CouponView>)))]
async fn mine(
    State(app): State<App>,
    Customer(member): Customer,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<CouponView>>, Refusal> {
    let (before, limit) = page.read()?;
    let read = move |conn: &mut banyan_store::Conn| {
        store::list(conn, member, before, limit + 1).map_err(Refusal::from)
    };
    let now = app.clock.now().0;
    let found = app.reader.read(read).await?.into_iter().map(|coupon| CouponView::of(coupon, now)).collect();
    Ok(axum::Json(Page::of(found, limit, |view: &CouponView| view.id.0)))
}
