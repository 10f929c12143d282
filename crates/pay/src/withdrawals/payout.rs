//! Payouts by a payment provider: each once, however often it is tried.

use std::sync::Arc;

use banyan_api::http::App;
use banyan_base::refusal::Refusal;
use banyan_core::settings;
use banyan_core::work::Work;
use banyan_plan::time::SECOND;

use super::store::{self, WithdrawalRow};
use super::{State, Target, review};
use crate::providers::{
    Kind, NO_PROVIDER, PaidOut, Payout, PayoutState, Provider, ProviderError, Providers, blocking,
    by_provider,
};

/// Payouts of one round.
const ROUND: i64 = 100;
/// Between the first and the second try; doubles from then on, up to six hours.
const PAUSE: i64 = 30 * SECOND;
const LONGEST_PAUSE: i64 = 6 * 3_600 * SECOND;

/// What a try came to.
enum Tried {
    State(PayoutState),
    /// Nothing was sent, nor will be: the reason.
    Nothing(String),
    /// Maybe it has gone, maybe not: the same number is tried again.
    Again,
}

/// The provider that pays withdrawals of a method: WeChat Pay, or the test till in a shop that only tries things out.
pub(super) fn provider(app: &App, method: &str, providers: &[String]) -> Option<Arc<dyn Provider>> {
    let found = app.part::<Providers>().get(method, "").filter(|_| method == "wechat");
    let tries_out = found.is_none() && method == "wechat" && providers.iter().any(|name| name == "test");
    if tries_out { app.part::<Providers>().get("test", "") } else { found }
}

/// Refuses payouts through WeChat in a shop that has no account there to pay from.
pub(super) async fn check_wechat(app: &App) -> Result<(), Refusal> {
    let settings = app.reader.read(|conn| settings::read(conn).map_err(Refusal::from)).await?;
    if provider(app, "wechat", &settings.providers).is_some() {
        return Ok(());
    }
    let (zh, en) = ("本店没有开通微信商家转账", "this shop has no account at WeChat Pay to pay from");
    Err(Refusal::conflict("provider_unknown", zh, en))
}

/// Sends what staff has handed over, and asks about what is under way; how many. Safe to run in several processes: a
/// provider does a number once.
pub async fn pay_out(app: &App) -> Result<usize, Refusal> {
    let now = app.clock.now().0;
    // Most of the time there is none: the writer is not troubled.
    let next = app.reader.read(|conn| store::next_try(conn).map_err(Refusal::from)).await?;
    if next.is_none_or(|next| next > now) {
        return Ok(0);
    }
    let (taken, providers) = app.writer.run(move |work| take(work, now)).await?;
    let count = taken.len();
    let (app, providers) = (app.clone(), Arc::new(providers));
    let one = move |row: WithdrawalRow| {
        let (app, providers) = (app.clone(), providers.clone());
        async move {
            let tried = match provider(&app, &row.method, &providers) {
                // It may have gone out before the shop lost its account there.
                None if row.tries > 0 => Tried::Again,
                None => Tried::Nothing(NO_PROVIDER.to_owned()),
                Some(provider) => try_one(&app, provider, &row).await?,
            };
            app.writer.run(move |work| note(work, row.id, &tried)).await
        }
    };
    by_provider(taken, |row| row.method.clone(), one).await?;
    Ok(count)
}

fn take(work: &mut Work<'_>, now: i64) -> Result<(Vec<WithdrawalRow>, Vec<String>), Refusal> {
    let due = store::to_try(work.conn, now, ROUND)?;
    // What has not gone out does not while they are stopped, unless staff has decided so.
    let (waits, due): (Vec<_>, Vec<_>) =
        due.into_iter().partition(|row| row.is_stopped && !row.is_cleared && row.tries == 0);
    for row in &waits {
        store::postpone(work.conn, (row.owner, row.id), now + LONGEST_PAUSE)?;
    }
    for row in &due {
        let pause = (PAUSE << row.tries.clamp(0, 20)).min(LONGEST_PAUSE);
        store::tried(work.conn, (row.owner, row.id), now + pause)?;
    }
    Ok((due, work.settings().providers.clone()))
}

async fn try_one(app: &App, provider: Arc<dyn Provider>, row: &WithdrawalRow) -> Result<Tried, Refusal> {
    let secret = row.target.as_ref().ok_or_else(|| Refusal::broken("a withdrawal without an account"))?;
    let target = Target::open(&app.facts.vault, row.owner, row.id, secret)?;
    let payout = Payout {
        out_payout_no: Kind::Payout.number(if row.number == 0 { row.id } else { row.number }),
        amount: row.amount - row.tax,
        currency: app.plan.currency().code().to_owned(),
        payee: target.account().to_owned(),
        name: Some(target.name().to_owned()),
        remark: "提现".to_owned(),
    };
    if payout.amount == 0 {
        // All of it is withheld: there is nothing to send.
        let (out_payout_no, paid_at) = (payout.out_payout_no, app.clock.now());
        let done = PaidOut { out_payout_no, transaction_id: String::new(), amount: 0, paid_at };
        return Ok(Tried::State(PayoutState::Done(done)));
    }
    let was_tried = row.tries > 0;
    blocking(move || ask_or_send(&*provider, &payout, was_tried)).await
}

/// Asks about a payout that may have been sent; sends one that the provider has never heard of.
fn ask_or_send(provider: &dyn Provider, payout: &Payout, was_tried: bool) -> Tried {
    if was_tried {
        match provider.query_payout(&payout.out_payout_no) {
            Ok(PayoutState::Unknown) => {}
            Ok(known) => return Tried::State(known),
            Err(_) => return Tried::Again,
        }
    }
    match provider.payout(payout) {
        Ok(state) => Tried::State(state),
        Err(ProviderError::Unsure(_) | ProviderError::Busy(_) | ProviderError::AlreadyPaid) => Tried::Again,
        Err(error) => Tried::Nothing(error.reason()),
    }
}

/// Notes how a payout stands, unless it has been settled meanwhile.
fn note(work: &mut Work<'_>, id: i64, tried: &Tried) -> Result<(), Refusal> {
    let found = store::find(work.conn, vec![id])?.pop().filter(|row| row.state == State::Sent);
    let Some(row) = found else { return Ok(()) };
    match tried {
        Tried::Again => Ok(()),
        Tried::Nothing(reason) => review::failed(work, &row, reason),
        Tried::State(state) => stands(work, &row, state),
    }
}

fn stands(work: &mut Work<'_>, row: &WithdrawalRow, state: &PayoutState) -> Result<(), Refusal> {
    let key = (row.owner, row.id);
    match state {
        PayoutState::Unknown => Ok(()),
        PayoutState::Pending { transaction_id } => {
            let reference = Some(transaction_id.as_str()).filter(|id| !id.is_empty());
            Ok(store::pending(work.conn, key, reference, None)?)
        }
        PayoutState::WaitsForMember { transaction_id, params } => {
            // The provider gives the parameters once.
            let as_json = |(name, value): &(String, String)| (name.clone(), value.clone().into());
            let prepared = serde_json::Value::Object(params.iter().map(as_json).collect()).to_string();
            let prepared = Some(prepared).filter(|_| !params.is_empty());
            Ok(store::pending(work.conn, key, Some(transaction_id), prepared.as_deref())?)
        }
        PayoutState::Done(done) => review::paid(work, row, &done.transaction_id),
        PayoutState::Failed { reason } => review::failed(work, row, &format!("provider: {reason}")),
    }
}

fn by_number(work: &mut Work<'_>, number: &str, amount: i64) -> Result<Option<WithdrawalRow>, Refusal> {
    let unknown = || Refusal::not_found("提现单", "withdrawal");
    let id = Kind::Payout.id(number).ok_or_else(unknown)?;
    let row = store::find(work.conn, vec![id])?.pop().ok_or_else(unknown)?;
    if row.amount - row.tax != amount {
        return Err(Refusal::conflict(
            "amount_mismatch",
            "打款金额与提现单不符",
            "the amount paid is not the withdrawal's",
        ));
    }
    Ok(Some(row).filter(|row| row.state == State::Sent && row.batch.is_none()))
}

/// A provider says by itself that a member has got their money; said again, nothing happens.
pub fn paid_by_provider(
    work: &mut Work<'_>,
    number: &str,
    amount: i64,
    reference: &str,
) -> Result<(), Refusal> {
    match by_number(work, number, amount)? {
        Some(row) => review::paid(work, &row, reference),
        None => Ok(()),
    }
}

/// A provider says by itself that a payout did not arrive.
pub fn failed_at_provider(
    work: &mut Work<'_>,
    number: &str,
    amount: i64,
    reason: &str,
) -> Result<(), Refusal> {
    match by_number(work, number, amount)? {
        Some(row) => review::failed(work, &row, &format!("provider: {reason}")),
        None => Ok(()),
    }
}
