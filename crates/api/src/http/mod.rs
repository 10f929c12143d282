//! The API over HTTP: server, sessions, errors, OpenAPI.

mod auth;
mod body;
mod command;
mod doc;
mod doors;
mod key;
mod meter;
mod problem;
mod serve;
mod web;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use banyan_plan::words::Lang;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use self::auth::Allowed;
pub use self::auth::{Anyone, COOKIE, Customer, Peer, Person, Session, Staff, Visitor};
pub use self::body::{Json, Path, Query, Raw};
pub use self::doors::Limits;
pub use self::key::Once;
pub use self::meter::metrics_router;
pub use self::problem::Problem;
pub use self::problem::language;
pub use self::serve::serve;
pub use crate::context::App;
use banyan_base::refusal::{Kind, Refusal};
pub use banyan_base::shapes::MomentsQuery;
pub use banyan_base::shapes::{At, Id, MadeView, Page, PageQuery, Words};

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
fn described(routes: OpenApiRouter<App>) -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Doc::openapi()).nest("/api/v1", routes)
}

/// The routes, and the whole description of them.
fn documented(routes: OpenApiRouter<App>) -> (Router<App>, serde_json::Value) {
    let (routes, mut openapi) = described(routes).split_for_parts();
    env!("CARGO_PKG_VERSION").clone_into(&mut openapi.info.version);
    (routes, doc::complete(serde_json::to_value(&openapi).unwrap_or_default()))
}

/// In which language a page is wanted.
#[derive(serde::Deserialize)]
struct PageIn {
    lang: Option<String>,
}

/// The whole server; `routes` are those of all nouns, below `/api/v1`.
pub fn router(app: App, routes: OpenApiRouter<App>) -> Router {
    let (routes, document) = documented(routes);
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

/// The OpenAPI document of all nouns' routes.
pub fn openapi(routes: OpenApiRouter<App>) -> String {
    let (_, document) = documented(routes);
    format!("{document:#}\n")
}
