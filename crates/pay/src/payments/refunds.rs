//! Sends refunds to the providers: what was booked goes back to the buyer, each once however often it is tried.

use std::sync::Arc;

use banyan_api::http::App;
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::time::SECOND;
use banyan_trade::payments::store::{self, RefundRow};

use crate::providers::{
    Kind, NO_PROVIDER, Provider, ProviderError, Providers, RefundRequest, RefundState, blocking, by_provider,
};

/// Refunds of one round.
const ROUND: i64 = 100;
/// After so many tries a person looks at it.
const MOST_TRIES: i64 = 12;
/// Between the first and the second try; doubles from then on, up to six hours.
const PAUSE: i64 = 30 * SECOND;
const LONGEST_PAUSE: i64 = 6 * 3_600 * SECOND;
/// What a provider has closed has to be started under another number.
const CLOSED: &str = "closed";

/// What a try came to.
enum Tried {
    State(RefundState),
    /// There is nobody who could send it.
    Nobody,
    Error(ProviderError),
}

/// Sends what is due; how many were tried. Safe to run in several processes: a provider does a number once.
pub async fn send_refunds(app: &App) -> Result<usize, Refusal> {
    let now = app.clock.now().0;
    // Most of the time there is none: the writer is not troubled.
    let next = app.reader.read(|conn| store::next_refund(conn).map_err(Refusal::from)).await?;
    if next.is_none_or(|next| next > now) {
        return Ok(0);
    }
    let taken = app.writer.run(move |work| take(work, now)).await?;
    let count = taken.len();
    let app = app.clone();
    let one = move |refund: RefundRow| {
        let app = app.clone();
        async move {
            let tried = try_one(&app, &refund).await?;
            app.writer.run(move |work| note(work, &refund, &tried)).await
        }
    };
    by_provider(taken, |refund| refund.provider.clone().unwrap_or_default(), one).await?;
    Ok(count)
}

fn take(work: &mut Work<'_>, now: i64) -> Result<Vec<RefundRow>, Refusal> {
    let due = store::due_refunds(work.conn, now, ROUND)?;
    for refund in &due {
        store::take_in_hand(work.conn, refund, now + pause(refund.tries))?;
    }
    Ok(due)
}

/// How long to wait after so many tries.
fn pause(tries: i64) -> i64 {
    let doublings = tries.clamp(0, 20);
    (PAUSE << doublings).min(LONGEST_PAUSE)
}

async fn try_one(app: &App, refund: &RefundRow) -> Result<Tried, Refusal> {
    let provider = refund.provider.as_deref().and_then(|id| app.part::<Providers>().get(id, ""));
    let Some(provider) = provider else { return Ok(Tried::Nobody) };
    let request = RefundRequest {
        out_trade_no: Kind::Payment.number(refund.payment),
        out_refund_no: Kind::Refund.number(refund.number),
        amount: refund.amount,
        total: refund.total,
        currency: app.plan.currency().code().to_owned(),
        reason: refund.reason.clone(),
    };
    let was_sent = refund.state == "sent";
    let tried = blocking(move || ask_or_send(&provider, &request, was_sent)).await?;
    Ok(match tried {
        Ok(state) => Tried::State(state),
        Err(error) => Tried::Error(error),
    })
}

/// Asks about a refund that was sent; sends one that the provider has not heard of.
fn ask_or_send(
    provider: &Arc<dyn Provider>,
    request: &RefundRequest,
    was_sent: bool,
) -> Result<RefundState, ProviderError> {
    if was_sent {
        match provider.query_refund(&request.out_refund_no)? {
            RefundState::Unknown => {}
            known => return Ok(known),
        }
    }
    provider.refund(request)
}

fn note(work: &mut Work<'_>, refund: &RefundRow, tried: &Tried) -> Result<(), Refusal> {
    let is_last = refund.tries + 1 >= MOST_TRIES;
    match tried {
        Tried::State(state) => stands(work, refund, state)?,
        Tried::Nobody => failed(work, refund, NO_PROVIDER)?,
        Tried::Error(error @ (ProviderError::Invalid(_) | ProviderError::Unsupported)) => {
            failed(work, refund, &error.reason())?;
        }
        // Maybe it has gone, maybe not: the same number is tried again, by itself or by staff.
        Tried::Error(error) if is_last => failed(work, refund, &error.reason())?,
        Tried::Error(error) => {
            let state = if error.is_unsure() { "sent" } else { &refund.state };
            store::set_refund(work.conn, refund, state, None, Some(&error.reason()))?;
        }
    }
    Ok(())
}

/// Notes how a refund stands at its provider.
fn stands(work: &mut Work<'_>, refund: &RefundRow, state: &RefundState) -> Result<(), Refusal> {
    match state {
        RefundState::Unknown => {}
        RefundState::Pending { refund_id } => {
            let reference = Some(refund_id.as_str()).filter(|id| !id.is_empty());
            store::set_refund(work.conn, refund, "sent", reference, None)?;
        }
        RefundState::Done(done) => self::done(work, refund, &done.refund_id)?,
        RefundState::Closed => failed(work, refund, CLOSED)?,
        RefundState::Stuck { refund_id } => {
            store::set_refund(work.conn, refund, "failed", Some(refund_id), Some("stuck"))?;
            tell(work, refund, "refund.failed");
        }
    }
    Ok(())
}

/// The money is back with the buyer.
fn done(work: &mut Work<'_>, refund: &RefundRow, reference: &str) -> Result<(), Refusal> {
    if store::set_refund(work.conn, refund, "done", Some(reference), None)? {
        tell(work, refund, "refund.done");
    }
    Ok(())
}

fn failed(work: &mut Work<'_>, refund: &RefundRow, error: &str) -> Result<(), Refusal> {
    if store::set_refund(work.conn, refund, "failed", None, Some(error))? {
        tell(work, refund, "refund.failed");
    }
    Ok(())
}

fn tell(work: &mut Work<'_>, refund: &RefundRow, topic: &str) {
    let told = serde_json::json!({
        "refund": refund.id.to_string(),
        "order": refund.order.to_string(),
        "amount": refund.amount,
    });
    work.tell(refund.buyer, topic, &told);
}

/// A provider says by itself how a refund stands.
pub(super) fn heard(
    work: &mut Work<'_>,
    payment: i64,
    number: i64,
    amount: i64,
    state: &RefundState,
) -> Result<(), Refusal> {
    let unknown = || Refusal::not_found("退款单", "refund");
    let paid = store::find(work.conn, payment)?.ok_or_else(unknown)?;
    let refunds = store::refunds_of(work.conn, paid.buyer, paid.order)?;
    let refund = refunds.into_iter().find(|refund| refund.number == number && refund.payment == payment);
    let refund = refund.ok_or_else(unknown)?;
    if refund.amount != amount {
        return Err(Refusal::conflict(
            "amount_mismatch",
            format!("退款金额不符：应退 {}，通知为 {amount}（最小单位）", refund.amount),
            format!(
                "the amount differs: {} was to go back, {amount} is said (in minor units)",
                refund.amount
            ),
        ));
    }
    stands(work, &refund, state)
}

/// Staff has sent the money another way, or by hand.
pub(super) fn sent_by_hand(work: &mut Work<'_>, id: i64, reference: &str) -> Result<RefundRow, Refusal> {
    let refund = find(work, id)?;
    if refund.state == "done" {
        let (zh, en) = ("这笔退款已完成", "this refund is done already");
        return Err(Refusal::conflict("refund_done", zh, en));
    }
    if refund.provider.as_deref() != Some("offline") && refund.state != "failed" {
        return Err(Refusal::conflict(
            "refund_under_way",
            "这笔退款正由支付平台处理，请等结果",
            "the payment provider is at work on this refund; please wait for its answer",
        ));
    }
    done(work, &refund, reference)?;
    Ok(refund)
}

/// Staff starts a refund over that did not go.
pub(super) fn start_over(work: &mut Work<'_>, id: i64) -> Result<RefundRow, Refusal> {
    let refund = find(work, id)?;
    if refund.state != "failed" {
        let (zh, en) = ("只有失败的退款可以重试", "only a refund that failed can be tried again");
        return Err(Refusal::conflict("refund_not_failed", zh, en));
    }
    let number = if refund.error.as_deref() == Some(CLOSED) { work.id() } else { refund.number };
    store::start_over(work.conn, &refund, number)?;
    Ok(refund)
}

fn find(work: &mut Work<'_>, id: i64) -> Result<RefundRow, Refusal> {
    store::find_refund(work.conn, id)?.ok_or_else(|| Refusal::not_found("退款单", "refund"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        assert_eq!(pause(0), 30 * SECOND);
        assert_eq!(pause(1), 60 * SECOND);
        assert_eq!(pause(9), 15_360 * SECOND);
        assert_eq!(pause(10), LONGEST_PAUSE);
        assert_eq!(pause(60), LONGEST_PAUSE);
    }
}
