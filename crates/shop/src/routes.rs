//! Every route of the API, noun by noun.

use banyan_api::App;
use utoipa_axum::router::OpenApiRouter;

/// All routes below `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(banyan_trade::catalog::http::routes())
        .merge(banyan_trade::catalog::desk::routes())
        .merge(banyan_trade::catalog::keepers::routes())
        .merge(banyan_trade::catalog::find::http::routes())
        .merge(banyan_trade::catalog::find::desk::routes())
        .merge(banyan_trade::coupons::routes())
        .merge(banyan_trade::freight::desk::routes())
        .merge(banyan_trade::orders::http::routes())
        .merge(banyan_trade::orders::desk::routes())
        .merge(banyan_chat::accounts::desk::routes())
        .merge(banyan_chat::groups::desk::routes())
        .merge(banyan_chat::matrix::routes())
        .merge(banyan_chat::norms::routes())
        .merge(banyan_chat::contacts::desk::routes())
        .merge(banyan_chat::tags::routes())
        .merge(banyan_pay::payments::http::routes())
        .merge(banyan_pay::payments::desk::routes())
        .merge(banyan_people::sessions::http::routes())
        .merge(banyan_people::resets::http::routes())
        .merge(banyan_people::members::http::routes())
        .merge(banyan_people::members::desk::routes())
        .merge(banyan_ops::privacy::http::routes())
        .merge(banyan_people::staff::desk::routes())
        .merge(banyan_people::audit::routes())
        .merge(banyan_ops::webhooks::http::routes())
        .merge(banyan_insight::rewards::http::routes())
        .merge(banyan_insight::ledger::routes())
        .merge(banyan_rules::plans::http::routes())
        .merge(banyan_rules::monitors::http::routes())
        .merge(banyan_rules::simulations::http::routes())
        .merge(banyan_insight::reports::http::routes())
        .merge(banyan_trade::reviews::http::routes())
        .merge(banyan_ops::settings::routes())
        .merge(banyan_pay::withdrawals::http::routes())
        .merge(banyan_pay::withdrawals::desk::routes())
}
