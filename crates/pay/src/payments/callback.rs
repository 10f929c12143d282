//! What providers say by themselves: believed only with their signature, and booked once however often they say it.

use axum::http::HeaderMap;
use banyan_api::http::App;
use banyan_base::refusal::{self, Refusal};
use banyan_core::work::Work;
use banyan_plan::words::Text;
use banyan_trade::orders::{self, Receipt};

use super::refunds;
use crate::providers::{CallbackError, Kind, Notice, PaidOut, Providers, RefundState, blocking};
use crate::withdrawals;

/// Why a callback was not booked.
#[derive(Debug)]
pub(crate) enum Unheard {
    /// It is not believed.
    Callback(CallbackError),
    /// It is believed, but cannot be booked.
    Refusal(Refusal),
}

impl From<Refusal> for Unheard {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl Unheard {
    /// The status and the words to answer with.
    pub(crate) fn answer(&self) -> (u16, Text) {
        match self {
            Self::Callback(error) => (error.status(), error.text()),
            Self::Refusal(refusal) => {
                let status = match refusal.kind {
                    refusal::Kind::NotFound => 404,
                    refusal::Kind::Busy | refusal::Kind::TooMany => 503,
                    refusal::Kind::Broken => 500,
                    _ => 409,
                };
                (status, refusal.text.clone())
            }
        }
    }

    /// As a refusal of the API.
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Self::Callback(error) => {
                let text = error.text();
                Refusal::new(refusal::Kind::Malformed, error.code(), text.zh, text.en)
            }
            Self::Refusal(refusal) => refusal,
        }
    }
}

/// Books what a provider says; the receipt is of a payment.
pub(crate) async fn receive(
    app: &App,
    provider: &str,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Result<Option<Receipt>, Unheard> {
    let heard = app.part::<Providers>().get(provider, "");
    let heard = heard.ok_or_else(|| Refusal::not_found("支付平台", "payment provider"))?;
    let now = app.clock.now();
    let notice = if heard.may_block() {
        // Its certificates may have to be fetched.
        blocking(move || heard.parse_callback(&headers, &body, now)).await?
    } else {
        heard.parse_callback(&headers, &body, now)
    };
    let notice = notice.map_err(|error| {
        tracing::warn!(provider, code = error.code(), %error, "a callback is not believed");
        Unheard::Callback(error)
    })?;
    let booked = book(app, provider, notice).await;
    if let Err(refusal) = &booked {
        tracing::error!(provider, code = refusal.code, "a provider's notice cannot be booked");
    }
    Ok(booked?)
}

/// Books a notice that is believed.
pub(super) async fn book(app: &App, provider: &str, notice: Notice) -> Result<Option<Receipt>, Refusal> {
    let unknown = || Refusal::not_found("单号", "number");
    match notice {
        Notice::Paid(paid) => {
            let currency = app.plan.currency();
            if paid.currency != currency.code() {
                let expected = currency.code().to_owned();
                let error = CallbackError::Currency { expected, got: paid.currency };
                return Err(Unheard::Callback(error).refusal());
            }
            let payment = Kind::Payment.id(&paid.out_trade_no).ok_or_else(unknown)?;
            let paid = orders::Paid {
                payment,
                provider: provider.to_owned(),
                reference: paid.transaction_id,
                amount: paid.amount,
                paid_at: Some(paid.paid_at.0),
            };
            app.writer.together(paid).await.map(Some)
        }
        Notice::Refunded(refunded) => {
            let payment = Kind::Payment.id(&refunded.out_trade_no).ok_or_else(unknown)?;
            let number = Kind::Refund.id(&refunded.out_refund_no).ok_or_else(unknown)?;
            let amount = refunded.amount;
            let state = RefundState::Done(refunded);
            app.writer.run(move |work| refunds::heard(work, payment, number, amount, &state)).await?;
            Ok(None)
        }
        Notice::RefundFailed { out_trade_no, out_refund_no, amount, state } => {
            let payment = Kind::Payment.id(&out_trade_no).ok_or_else(unknown)?;
            let number = Kind::Refund.id(&out_refund_no).ok_or_else(unknown)?;
            app.writer.run(move |work| refunds::heard(work, payment, number, amount, &state)).await?;
            Ok(None)
        }
        Notice::PaidOut(PaidOut { out_payout_no, transaction_id, amount, .. }) => {
            let act = move |work: &mut Work<'_>| {
                withdrawals::paid_by_provider(work, &out_payout_no, amount, &transaction_id)
            };
            app.writer.run(act).await?;
            Ok(None)
        }
        Notice::PayoutFailed { out_payout_no, amount, reason } => {
            let act = move |work: &mut Work<'_>| {
                withdrawals::failed_at_provider(work, &out_payout_no, amount, &reason)
            };
            app.writer.run(act).await?;
            Ok(None)
        }
    }
}
