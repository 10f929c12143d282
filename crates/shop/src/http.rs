//! The server with the routes of all nouns.

use axum::Router;
use banyan_api::App;

use crate::routes::routes;

/// The whole server.
pub fn router(app: App) -> Router {
    banyan_api::http::router(app, routes())
}

/// The OpenAPI document.
pub fn openapi() -> String {
    banyan_api::http::openapi(routes())
}
