//! The API over HTTP: server, sessions, errors, OpenAPI.

mod auth;
mod body;
mod id;
mod key;
mod meter;
mod page;
mod problem;
mod serve;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use self::auth::{Anyone, Customer, Staff, Visitor};
pub(crate) use self::body::{Json, Path, Query, Raw};
pub use self::id::{At, Id};
pub(crate) use self::key::Once;
pub use self::meter::Meter;
pub use self::page::{Page, PageQuery};
pub use self::problem::Problem;
pub(crate) use self::problem::language;
pub use self::serve::serve;
pub use self::words::Words;
use crate::refusal::{Kind, Refusal};
use crate::shop::Shop;

/// What every route reaches the shop by.
pub type App = Arc<Shop>;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Banyan",
        description = "Social commerce: members, catalogue, orders, payments, rewards, ledger."
    ),
    components(schemas(Problem))
)]
struct Doc;

/// All routes, with their description.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Doc::openapi()).nest("/api/v1", crate::routes())
}

/// The whole server.
pub fn router(app: App) -> Router {
    let (routes, mut openapi) = described().split_for_parts();
    openapi.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let document = openapi.to_json().unwrap_or_default();
    routes
        .route(
            "/api/openapi.json",
            axum::routing::get(move || async move {
                ([(axum::http::header::CONTENT_TYPE, "application/json")], document)
            }),
        )
        .merge(meter::routes())
        .fallback(|| async {
            Refusal::new(Kind::NotFound, "not_found", "没有这个地址", "there is nothing at this address")
        })
        .method_not_allowed_fallback(|| async {
            Refusal::new(
                Kind::NotFound,
                "method",
                "这个地址不支持这种请求方法",
                "this address does not take that method",
            )
        })
        .layer(middleware::from_fn_with_state(app.clone(), meter::layer))
        .layer(middleware::from_fn(problem::layer))
        .layer(DefaultBodyLimit::max(body::MOST_BYTES))
        .with_state(app)
}

/// The OpenAPI document.
pub fn openapi() -> String {
    let (_, mut openapi) = described().split_for_parts();
    openapi.info.version = env!("CARGO_PKG_VERSION").to_owned();
    openapi.to_pretty_json().unwrap_or_default()
}
