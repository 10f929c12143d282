//! The routes of payments: preparing one, looking at it, and what providers call.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use banyan_api::http::{App, Customer, Id, Json, Once, Path, Peer, Raw};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_trade::payments::PaymentView;
use banyan_trade::payments::store::{self, PaymentRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::attempt::{WayBody, Wish, prepare};
use super::callback::receive;
use super::till;
use crate::providers::wechat;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(look))
        .routes(routes!(callback))
        .merge(till::routes())
}

/// How an order will be paid.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BeginBody {
    /// One of the shop's ways to pay.
    #[schema(max_length = 40)]
    provider: String,
    /// Usually by QR code.
    #[serde(default)]
    way: WayBody,
}

/// Prepares the payment of an order that waits for it; asked again in the same way, it gives the same payment.
#[utoipa::path(post, path = "/orders/{id}/payments", tag = "payments", params(("id" = Id, Path), Once),
    request_body = BeginBody, responses((status = 200, body = PaymentView)))]
async fn begin(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(order)): Path<Id>,
    Peer(peer): Peer,
    key: Once,
    Json(body): Json<BeginBody>,
) -> Result<axum::Json<PaymentView>, Refusal> {
    let key = key.key(&format!("POST /orders {order}/payments"), &body)?;
    if let Some(id) = app.answered(buyer, key.as_ref()).await? {
        return mine(&app, buyer, id).await.map(|row| axum::Json(PaymentView::of(row)));
    }
    let BeginBody { provider, way } = body;
    if let WayBody::InApp { payer } = &way {
        text::line(payer, "/way/payer", 1, 128)?;
    }
    let ip = peer.map_or_else(|| "127.0.0.1".to_owned(), |peer| peer.to_string());
    let id = prepare(&app, Wish { buyer, order, provider, way, ip }).await?;
    // The network is asked outside of any transaction; the same wish prepares the same payment.
    let id = app.once(buyer, key, move |_| Ok(id)).await?;
    mine(&app, buyer, id).await.map(|row| axum::Json(PaymentView::of(row)))
}

/// Shows the state of one of the member's payments.
#[utoipa::path(get, path = "/payments/{id}", tag = "payments", params(("id" = Id, Path)),
    responses((status = 200, body = PaymentView)))]
async fn look(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<PaymentView>, Refusal> {
    mine(&app, buyer, id).await.map(|row| axum::Json(PaymentView::of(row)))
}

async fn mine(app: &App, buyer: i64, id: i64) -> Result<PaymentRow, Refusal> {
    let found = app.reader.read(move |conn| store::find(conn, id).map_err(Refusal::from)).await?;
    found.filter(|row| row.buyer == buyer).ok_or_else(|| Refusal::not_found("支付单", "payment"))
}

/// Takes a payment provider's notification, which the provider has signed; one that is repeated is booked once.
#[utoipa::path(post, path = "/callbacks/{provider}", tag = "payments", params(("provider" = String, Path)),
    request_body(content = String, content_type = "application/json"),
    responses((status = 200, description = "booked, now or before"), (status = "default", description = "not booked: send it again")))]
async fn callback(
    State(app): State<App>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Response {
    let heard = receive(&app, &provider, headers, body).await;
    let failure = heard.err().map(|unheard| unheard.answer());
    let failure = failure.as_ref().map(|(status, text)| (*status, text));
    let (status, body) = wechat::callback_answer(failure);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
