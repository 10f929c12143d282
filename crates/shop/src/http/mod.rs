//! The API over HTTP: server, sessions, errors, OpenAPI.

mod auth;
mod body;
mod command;
mod doc;
mod doors;
mod key;
mod meter;
mod problem;
mod proxies;
mod serve;
mod web;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use banyan_plan::words::Lang;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use self::auth::{Allowed, Anyone, COOKIE, Customer, Peer, Person, Session, Staff, Visitor};
pub(crate) use self::body::{Json, Path, Query, Raw};
pub(crate) use self::key::Once;
pub use self::meter::Meter;
pub use self::problem::Problem;
pub(crate) use self::problem::language;
pub use self::proxies::Proxies;
pub use self::serve::{Limits, serve};
use crate::refusal::{Kind, Refusal};
use crate::shop::Shop;
pub use banyan_base::shapes::{At, Id, MomentsQuery, Page, PageQuery, Words};

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

/// The routes, and the whole description of them.
fn documented() -> (Router<App>, serde_json::Value) {
    let (routes, mut openapi) = described().split_for_parts();
    env!("CARGO_PKG_VERSION").clone_into(&mut openapi.info.version);
    (routes, doc::complete(serde_json::to_value(&openapi).unwrap_or_default()))
}

/// In which language a page is wanted.
#[derive(serde::Deserialize)]
struct PageIn {
    lang: Option<String>,
}

/// The whole server.
pub fn router(app: App) -> Router {
    let (routes, document) = documented();
    let (zh, en) = (doc::page(&document, Lang::Zh), doc::page(&document, Lang::En));
    let document = document.to_string();
    routes
        .route(
            "/api/openapi.json",
            axum::routing::get(move || async move {
                ([(axum::http::header::CONTENT_TYPE, "application/json")], document)
            }),
        )
        .route(
            "/api",
            axum::routing::get(
                move |headers: axum::http::HeaderMap, Query(wanted): Query<PageIn>| async move {
                    let is_zh = match wanted.lang.as_deref() {
                        Some(lang) => lang == "zh",
                        None => language(&headers) == Lang::Zh,
                    };
                    axum::response::Html(if is_zh { zh } else { en })
                },
            ),
        )
        .merge(meter::routes())
        .fallback(web::page)
        .method_not_allowed_fallback(|| async {
            Refusal::new(
                Kind::NotAllowed,
                "method",
                "这个地址不支持这种请求方法",
                "this address does not take that method",
            )
        })
        .layer(middleware::from_fn_with_state(app.clone(), meter::layer))
        .layer(middleware::from_fn(problem::layer))
        .layer(middleware::from_fn_with_state(app.clone(), meter::guard))
        .layer(DefaultBodyLimit::max(body::MOST_BYTES))
        .with_state(app)
}

/// The OpenAPI document.
pub fn openapi() -> String {
    let (_, document) = documented();
    format!("{document:#}\n")
}
