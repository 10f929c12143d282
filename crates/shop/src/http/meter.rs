//! How the shop does: health, readiness, and figures for Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::App;
use crate::refusal::{Kind, Refusal};

/// Upper ends of the histogram's buckets, in milliseconds.
const BUCKETS: [u64; 11] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 10_000];

/// The methods that routes answer; every other one is counted, and refused, as one.
pub(super) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Requests counted by route, method and status. A client chooses none of the three freely: a route is one of ours or `none`, a
/// method one of those that HTTP names or `other`. So the map holds no more than the product of the three.
#[derive(Debug, Default)]
pub struct Meter {
    routes: Mutex<BTreeMap<(String, &'static str, u16), Counts>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    count: u64,
    micros: u64,
    buckets: [u64; BUCKETS.len()],
}

impl Meter {
    fn count(&self, route: String, method: &'static str, status: u16, micros: u64) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = routes.entry((route, method, status)).or_default();
        counts.count += 1;
        counts.micros += micros;
        for (bucket, end) in counts.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(micros <= end * 1_000);
        }
    }

    /// All figures in the text format of Prometheus.
    pub fn text(&self) -> String {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::from("# TYPE banyan_request_duration_seconds histogram\n");
        for ((route, method, status), counts) in routes.iter() {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            for (bucket, end) in counts.buckets.iter().zip(BUCKETS) {
                let end = format!("{}.{:03}", end / 1_000, end % 1_000);
                let _ =
                    writeln!(out, "banyan_request_duration_seconds_bucket{{{labels},le=\"{end}\"}} {bucket}");
            }
            let Counts { count, micros, .. } = counts;
            let sum = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
            let _ = writeln!(out, "banyan_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "banyan_request_duration_seconds_sum{{{labels}}} {sum}");
            let _ = writeln!(out, "banyan_request_duration_seconds_count{{{labels}}} {count}");
        }
        out
    }
}

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
        (_, Err(_)) => "the database cannot be written\n",
    };
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], told).into_response()
}

async fn metrics(State(app): State<App>) -> Response {
    let text = app.meter.text() + &app.figures().await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
