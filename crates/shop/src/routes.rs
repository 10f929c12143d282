//! Every route of the API, noun by noun.

use utoipa_axum::router::OpenApiRouter;

use crate::http::App;

/// All routes below `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(crate::catalog::http::routes())
        .merge(crate::catalog::desk::routes())
        .merge(crate::coupons::http::routes())
        .merge(crate::orders::http::routes())
        .merge(crate::orders::desk::routes())
        .merge(crate::payments::http::routes())
        .merge(crate::payments::desk::routes())
        .merge(crate::sessions::http::routes())
        .merge(crate::resets::http::routes())
        .merge(crate::members::http::routes())
        .merge(crate::members::desk::routes())
        .merge(crate::privacy::http::routes())
        .merge(crate::staff::http::routes())
        .merge(crate::audit::http::routes())
        .merge(crate::webhooks::http::routes())
        .merge(crate::rewards::http::routes())
        .merge(crate::ledger::http::routes())
        .merge(crate::plans::http::routes())
        .merge(crate::monitors::http::routes())
        .merge(crate::simulations::http::routes())
        .merge(crate::reports::http::routes())
        .merge(crate::reviews::http::routes())
        .merge(crate::settings::http::routes())
        .merge(crate::withdrawals::http::routes())
        .merge(crate::withdrawals::desk::routes())
}
