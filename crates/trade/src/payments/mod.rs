//! Payments of orders as they are recorded; who moves the money is `pay`'s.

pub mod store;

use banyan_base::shapes::{At, Id};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use self::store::PaymentRow;

/// An attempt to pay an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentView {
    id: Id,
    order: Id,
    /// `test`, `offline`, `wechat`.
    provider: String,
    /// To be paid, in minor units.
    amount: i64,
    /// `open`, `paid`, `closed`, or `late`: it came when the order had been given up, and goes back.
    state: String,
    /// What the page needs so that the buyer can pay: `kind` is `qr` (with `code_url`), `params` (for the payment app's
    /// script), `redirect` (with `url`) or `instructions` (with `zh` and `en`). `null` until it is prepared.
    prepared: Option<Value>,
    /// The provider's own number.
    reference: Option<String>,
    paid_at: Option<At>,
}

impl PaymentView {
    /// The view of a stored row.
    pub fn of(row: PaymentRow) -> Self {
        Self {
            id: Id(row.id),
            order: Id(row.order),
            provider: row.provider,
            amount: row.amount,
            prepared: row
                .prepared
                .filter(|_| row.state == "open")
                .and_then(|text| serde_json::from_str(&text).ok()),
            state: row.state,
            reference: row.reference,
            paid_at: row.paid_at.map(At),
        }
    }
}
