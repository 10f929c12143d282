//! The till of the test provider, where a buyer plays what their bank would say. No money moves.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use banyan_api::http::{App, Customer, Id, Json, Once, Path};
use banyan_base::refusal::Refusal;
use banyan_core::settings;
use banyan_store::{Conn, DbError, Gather, Reader};
use banyan_trade::payments::store::{self, PaymentRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::callback::{Unheard, receive};
use crate::providers::{Kind, Notice, Paid, Providers};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(test_till))
}

/// Looks up the payments that may be played: many at once, as load tests pay here.
pub struct Till(Arc<Gather<i64, PaymentRow>>);

impl Till {
    /// Makes one for an open shop.
    pub fn new(reader: Reader) -> Self {
        Self(Gather::new(reader, offered))
    }

    /// A payment that may be played.
    async fn find(&self, id: i64) -> Result<Option<PaymentRow>, Refusal> {
        self.0.find(id).await
    }
}

/// Payments by the test provider; none where the shop does not offer it.
fn offered(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, PaymentRow>, DbError> {
    if !settings::read(conn)?.providers.iter().any(|provider| provider == "test") {
        return Ok(HashMap::new());
    }
    let mut found = store::find_all(conn, ids.to_vec())?;
    found.retain(|_, row| row.provider == "test");
    Ok(found)
}

/// What happens at the test till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// The money comes.
    Paid,
    /// The card is refused: nothing happens.
    Failed,
}

/// What happens at the test till.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TestBody {
    outcome: Outcome,
}

/// What the shop made of it.
#[derive(Debug, Serialize, ToSchema)]
struct TestView {
    /// `paid`; `already` if it had been paid; `late` if the order had been given up; `failed`.
    outcome: String,
    order: Id,
}

/// Plays the test provider for one of the member's payments, if the shop offers it. No money moves.
#[utoipa::path(post, path = "/payments/{id}/test", tag = "payments", params(("id" = Id, Path), Once),
    request_body = TestBody, responses((status = 200, body = TestView)))]
async fn test_till(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<TestBody>,
) -> Result<axum::Json<TestView>, Refusal> {
    let key = key.key(&format!("POST /payments {id}/test"), &body)?;
    let none = || Refusal::not_found("测试支付单", "test payment");
    let provider = app.part::<Providers>().test().ok_or_else(none)?;
    let found = app.part::<Till>().find(id).await?.filter(|row| row.buyer == buyer).ok_or_else(none)?;
    let order = Id(found.order);
    if body.outcome == Outcome::Failed {
        return Ok(axum::Json(TestView { outcome: "failed".to_owned(), order }));
    }
    let now = app.clock.now();
    let number = Kind::Payment.number(id);
    let notice = Notice::Paid(Paid {
        transaction_id: format!("test-{number}"),
        out_trade_no: number,
        amount: found.amount,
        currency: app.plan.currency().code().to_owned(),
        paid_at: now,
    });
    let (headers, body) = provider.callback(&notice, now);
    let receipt = receive(&app, "test", headers, body).await.map_err(Unheard::refusal)?;
    let outcome = receipt.map_or_else(String::new, |receipt| receipt.outcome);
    // It is booked once anyway; with its key, the answer is the first one as well.
    let outcome = app.once(buyer, key, move |_| Ok(outcome)).await?;
    Ok(axum::Json(TestView { outcome, order }))
}
