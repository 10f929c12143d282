//! The routes on how the shop does: health, readiness, and figures for Prometheus.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::App;
use super::auth::bearer;
use crate::meter::METHODS;
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::Token;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

/// Counts every request by its route, never by its address: addresses may hold personal data.
pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = METHODS.into_iter().find(|known| *known == request.method().as_str());
    let response = match method {
        Some(_) => next.run(request).await,
        None => ([(header::ALLOW, METHODS.join(", "))], unknown_method()).into_response(),
    };
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    app.meter.count(route, method.unwrap_or("other"), response.status().as_u16(), micros);
    response
}

/// What every answer says to browsers: it is of the kind that it says, nobody keeps what the API tells, and a shop that is reached by
/// https is reached by nothing else.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if app.address.starts_with("https://") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

fn unknown_method() -> Refusal {
    let methods = METHODS.join(", ");
    Refusal::new(
        Kind::NotAllowed,
        "method_unknown",
        format!("不认识的请求方法；可用的有 {methods}"),
        format!("an unknown request method; expected one of {methods}"),
    )
}

/// The process lives.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers, for reading and for writing: a moment is given out and made durable.
async fn readyz(State(app): State<App>) -> Response {
    let reads = app.reader.read(|conn| conn.query("SELECT 1", &[])).await;
    let writes = app.writer.run(|work| Ok(work.id())).await;
    let told = match (reads, writes) {
        (Ok(_), Ok(_)) => return "ready\n".into_response(),
        (Err(_), _) => "the database cannot be read\n",
        (_, Err(refusal)) if refusal.code == "clock_ahead" => &format!("{}\n", refusal.text.en),
        (_, Err(_)) => "the database cannot be written\n",
    };
    let told = told.to_owned();
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], told).into_response()
}

/// The figures on a port of their own, for whoever reaches it.
pub fn metrics_router(app: App) -> Router {
    Router::new().route("/metrics", get(figures)).with_state(app)
}

/// The figures at the shop's own port: for whoever has the token, as they tell how a company does.
async fn metrics(State(app): State<App>, headers: HeaderMap) -> Response {
    let Some(expected) = &app.metrics_token else { return StatusCode::NOT_FOUND.into_response() };
    if bearer(&headers).is_some_and(|text| expected.is_of(&Token::received(text))) {
        return figures(State(app)).await;
    }
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], "the token of the figures is needed\n")
        .into_response()
}

async fn figures(State(app): State<App>) -> Response {
    let text = app.meter.text() + &app.figures().await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
