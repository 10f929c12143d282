//! Asks providers about payments of which they have not said anything: a callback may be lost, and who has given an order
//! up should not be able to pay it.

use std::sync::Arc;

use banyan_api::http::App;
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::time::SECOND;
use banyan_trade::orders;
use banyan_trade::payments::store::{self, PaymentRow};

use super::callback::book;
use crate::providers::{Kind, Notice, Provider, ProviderError, Providers, TradeState, blocking, by_provider};

/// Payments of one round.
const ROUND: i64 = 50;
/// Between two questions about an open payment.
const PAUSE: i64 = 120 * SECOND;
/// After a question without an answer.
const LONGER: i64 = 300 * SECOND;

/// What comes of asking.
enum Answer {
    /// It is paid.
    Paid(Notice),
    /// Nobody can pay it any more.
    Closed,
    /// Ask again.
    Later(i64),
}

/// Asks about every payment whose time has come; how many.
pub async fn ask_open(app: &App) -> Result<usize, Refusal> {
    let now = app.clock.now().0;
    let due = app.reader.read(move |conn| store::to_ask(conn, now, ROUND).map_err(Refusal::from)).await?;
    let count = due.len();
    let app = app.clone();
    let ask = move |payment: PaymentRow| {
        let app = app.clone();
        async move { one(&app, payment, now).await }
    };
    by_provider(due, |payment| payment.provider.clone(), ask).await?;
    Ok(count)
}

async fn one(app: &App, payment: PaymentRow, now: i64) -> Result<(), Refusal> {
    let is_settled = matches!(payment.state.as_str(), "paid" | "late");
    let (buyer, order) = (payment.buyer, payment.order);
    let ends =
        app.reader.read(move |conn| store::is_ending(conn, buyer, order).map_err(Refusal::from)).await?;
    let provider = app.part::<Providers>().get(&payment.provider, "").filter(|_| !is_settled);
    let (closes, ask_at) = match provider {
        // Nobody can be asked any more.
        None => (ends, None),
        Some(provider) => {
            let (number, gives_up) = (Kind::Payment.number(payment.id), ends || payment.state == "closed");
            match blocking(move || ask(&provider, &number, gives_up)).await? {
                Answer::Closed => (true, None),
                Answer::Later(pause) => (false, Some(now + pause)),
                Answer::Paid(notice) => match book(app, &payment.provider, notice).await {
                    Ok(_) => (false, None),
                    Err(refusal) => {
                        tracing::error!(code = refusal.code, "a payment that came cannot be booked");
                        (false, Some(now + LONGER))
                    }
                },
            }
        }
    };
    let keys = (payment.buyer, payment.id);
    let note = move |work: &mut Work<'_>| {
        store::asked(work.conn, keys, closes, ask_at)?;
        orders::end(work, buyer, order)
    };
    app.writer.run(note).await
}

fn ask(provider: &Arc<dyn Provider>, number: &str, gives_up: bool) -> Answer {
    match provider.query(number) {
        Ok(TradeState::Paid(paid)) => Answer::Paid(Notice::Paid(paid)),
        Ok(TradeState::Closed | TradeState::Unknown) => Answer::Closed,
        Ok(TradeState::Open | TradeState::Failed { .. }) if gives_up => match provider.close(number) {
            Ok(()) => Answer::Closed,
            // It was paid in this very moment.
            Err(ProviderError::AlreadyPaid) => Answer::Later(0),
            Err(_) => Answer::Later(LONGER),
        },
        Ok(TradeState::Open | TradeState::Failed { .. }) => Answer::Later(PAUSE),
        Err(error) => {
            tracing::warn!(%error, "a provider does not say how a payment stands");
            Answer::Later(LONGER)
        }
    }
}
