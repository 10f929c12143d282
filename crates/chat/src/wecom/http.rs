//! The address that WeCom calls: it asks whether the address is ours, and tells what people did.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use banyan_api::http::{App, Query, Raw};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::vault::MAX_PLAIN;
use banyan_plan::time::SECOND;
use banyan_wecom::{CallbackError, Message, Query as Signed};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::client::Wecom;
use super::connection::{self, Connection};
use super::inbox;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(verify, callback))
}

/// By what WeCom shows that it is the one who calls.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SignedQuery {
    /// 40 hexadecimal digits.
    #[serde(default)]
    #[param(max_length = 100)]
    msg_signature: String,
    /// Seconds since 1970.
    #[serde(default)]
    #[param(max_length = 20)]
    timestamp: String,
    #[serde(default)]
    #[param(max_length = 100)]
    nonce: String,
    /// An encrypted text, if the address is to show that it is the corp's.
    #[serde(default)]
    #[param(max_length = 4_000)]
    echostr: String,
}

impl SignedQuery {
    fn signed(&self) -> Signed<'_> {
        Signed { signature: &self.msg_signature, timestamp: &self.timestamp, nonce: &self.nonce }
    }
}

async fn connected(app: &App) -> Result<Connection, Refusal> {
    let facts = app.facts.clone();
    let found = app.reader.read(move |conn| connection::find(conn, &facts.vault)).await?;
    found.filter(|found| found.is_on).ok_or_else(|| Refusal::not_found("企业微信连接", "connection to WeCom"))
}

fn refused(app: &App, error: &CallbackError) -> Refusal {
    let code = error.code();
    app.part::<Wecom>().refused(code, app.clock.now().0);
    let text = error.text();
    Refusal::new(Kind::Malformed, code, text.zh, text.en)
}

/// Shows WeCom that this address is the corp's.
#[utoipa::path(get, path = "/wecom/callback", tag = "wecom", params(SignedQuery),
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn verify(State(app): State<App>, Query(query): Query<SignedQuery>) -> Result<Response, Refusal> {
    let callback = connected(&app).await?.callback()?;
    let now = app.clock.now().0 / SECOND;
    let plain = callback.decrypt(query.signed(), &query.echostr, now);
    plain.map(axum::response::IntoResponse::into_response).map_err(|error| refused(&app, &error))
}

/// Takes what WeCom tells, which it has signed and encrypted: it is kept as it came and applied afterwards; what comes twice is
/// kept once.
#[utoipa::path(post, path = "/wecom/callback", tag = "wecom", params(SignedQuery),
    request_body(content = String, content_type = "text/xml"),
    responses((status = 200, description = "kept, now or before")))]
async fn callback(
    State(app): State<App>,
    Query(query): Query<SignedQuery>,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let callback = connected(&app).await?.callback()?;
    let now = app.clock.now().0 / SECOND;
    let read = callback.open(query.signed(), &body, now).and_then(|text| match text.len() {
        long if long > MAX_PLAIN => Err(CallbackError::TooLong(long)),
        _ if text.contains('\0') => Err(CallbackError::NotXml),
        _ => Message::parse(&text).map(|message| (text, message)),
    });
    let (text, message) = read.map_err(|error| refused(&app, &error))?;
    app.writer.run(move |work| inbox::receive(work, &text, &message)).await?;
    Ok("".into_response())
}
