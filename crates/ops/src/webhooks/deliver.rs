//! The job that delivers: reads on in the outbox, signs, sends, and moves the cursor.

use std::time::Duration;

use banyan_api::http::At;
use banyan_api::{App, AppContext};
use banyan_base::refusal::Refusal;
use banyan_base::vault;
use banyan_plan::money::Rate;
use banyan_plan::time::{SECOND, Time};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::send::{Failure, Message, Sender};
use super::sign::{self, Secret};
use super::store::Told;
use super::under_way::UnderWay;
use super::{Next, State, Webhook, after_failure, place, store};

/// How often the job looks for what is new.
const BEAT: Duration = Duration::from_millis(500);
/// Rows of the outbox that are looked at in one go.
const ROWS: i64 = 100;
/// Nanoseconds for which a webhook is taken; longer than one attempt may last. A process that dies leaves it so long.
const LEASE: i64 = 60 * SECOND;
/// After this long no further message is begun under one lease.
const BUDGET: i64 = 30 * SECOND;

/// Delivers until `stop` is true. What is under way then is finished.
pub async fn run(shop: App, mut stop: watch::Receiver<bool>) {
    let (sender, mut under_way) = (Sender::default(), UnderWay::default());
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stop.borrow() {
        tokio::select! {
            _ = beat.tick() => under_way.wake(),
            Some(ended) = under_way.ended() => if !has_more(&ended) { continue },
            changed = stop.changed() => if changed.is_err() { break } else { continue },
        }
        if let Err(refusal) = begin(&shop, &sender, &mut under_way).await {
            tracing::error!(error = %refusal.internal, "webhooks could not be delivered");
        }
    }
    while let Some(ended) = under_way.ended().await {
        has_more(&ended);
    }
}

/// Whether more waits for a webhook. What went wrong with it is logged, and is no matter of the others.
fn has_more((webhook, done): &(i64, Result<bool, Refusal>)) -> bool {
    match done {
        Ok(more) => *more,
        Err(refusal) => {
            tracing::error!(webhook, error = %refusal.internal, "a webhook could not be brought forward");
            false
        }
    }
}

/// Begins to bring forward every webhook that is due and not under way.
async fn begin(shop: &App, sender: &Sender, under_way: &mut UnderWay) -> Result<(), Refusal> {
    let now = shop.clock.now().0;
    let webhooks = shop.reader.read(store::all).await?;
    let due = |webhook: &Webhook| webhook.state == State::Active && webhook.next_try_at <= now;
    for webhook in webhooks.into_iter().filter(due) {
        if under_way.is_free(webhook.id) {
            let (shop, sender) = (shop.clone(), sender.clone());
            under_way.begin(webhook.id, async move { advance(&shop, &sender, webhook).await });
        }
    }
    Ok(())
}

/// Brings one webhook forward; whether more waits for it.
async fn advance(shop: &App, sender: &Sender, webhook: Webhook) -> Result<bool, Refusal> {
    let cursor = webhook.cursor;
    let rows = shop.reader.read(move |conn| store::after(conn, cursor, ROWS)).await?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(false) };
    let is_full = rows.len() as i64 == ROWS;
    let (mine, others): (Vec<Told>, Vec<Told>) = rows.into_iter().partition(|row| webhook.hears(&row.topic));
    if mine.is_empty() {
        // Not for every foreign row a transaction of its own: only when a whole page has gone by.
        if is_full {
            shop.writer.run(move |work| Ok(store::delivered(work.conn, &webhook, last)?)).await?;
        }
        return Ok(is_full);
    }
    drop(others);
    let (claimed, now) = (webhook.clone(), shop.clock.now().0);
    let claim =
        move |work: &mut banyan_core::work::Work<'_>| Ok(store::claim(work.conn, &claimed, now + LEASE)?);
    if !shop.writer.run(claim).await? {
        return Ok(false);
    }
    let allow_private = shop.reader.read(banyan_core::settings::read).await?.private_webhooks;
    let (mut done, mut failure) = (None, None);
    let secret = secret_of(shop, &webhook);
    if secret.is_none() {
        failure = Some(Failure { why: "secret".to_owned(), is_gone: false });
    }
    for (row, secret) in mine.iter().zip(secret.iter().cycle()) {
        let at = shop.clock.now();
        if at.0 - now > BUDGET {
            break;
        }
        let message = message(&webhook, secret, row, at)?;
        let sender = sender.clone();
        let sent = tokio::task::spawn_blocking(move || sender.send(&message, allow_private)).await;
        match sent.map_err(|error| Refusal::broken(error.to_string()))? {
            Ok(()) => done = Some(row.id),
            Err(why) => {
                failure = Some(why);
                break;
            }
        }
    }
    let is_through = failure.is_none() && done == mine.last().map(|row| row.id);
    let reached = if is_through { Some(last) } else { done };
    let is_first = done.is_none();
    let jitter = jitter(shop);
    let now = shop.clock.now().0;
    let is_failure = failure.is_some();
    shop.writer
        .run(move |work| {
            if let Some(reached) = reached {
                store::delivered(work.conn, &webhook, reached)?;
            }
            let Some(failure) = failure else { return Ok(()) };
            let failures = if is_first { webhook.failures + 1 } else { 1 };
            let next = match after_failure(failures, failure.is_gone, now, jitter) {
                Next::Again(at) => Some(at),
                Next::Stop => None,
            };
            tracing::warn!(webhook = webhook.id, failures, why = %failure.why, "a webhook was not taken");
            Ok(store::failed(work.conn, webhook.id, next, &failure.why)?)
        })
        .await?;
    Ok(!is_failure && (is_full || !is_through))
}

/// The secret by which a webhook's messages are signed; nothing if it does not open: it was changed, or sealed with another key.
fn secret_of(shop: &AppContext, webhook: &Webhook) -> Option<Secret> {
    let opened = shop.facts.vault.open(vault::Kind::Secret, &place(webhook.id), &webhook.secret);
    let opened =
        opened.map_err(|error| tracing::error!(webhook = webhook.id, %error, "its secret does not open"));
    Secret::parse(&opened.ok()?).ok()
}

/// Spreads what failed together.
fn jitter(shop: &AppContext) -> Rate {
    let mut bytes = [0; 4];
    let mut random = shop.facts.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match random.fill(&mut bytes) {
        Ok(()) => Rate(u32::from_le_bytes(bytes) % Rate::ONE.0),
        Err(_) => Rate(0),
    }
}

/// A row of the outbox as a signed message: `{"type", "timestamp", "data"}`.
fn message(webhook: &Webhook, secret: &Secret, row: &Told, at: Time) -> Result<Message, Refusal> {
    let data: serde_json::Value = serde_json::from_str(&row.payload)?;
    let body = serde_json::json!({ "type": row.topic, "timestamp": At(row.id), "data": data }).to_string();
    let id = format!("msg_{}", row.id);
    let signature = secret.sign(&id, at, body.as_bytes());
    let signature = signature.map_err(|error| Refusal::broken(error.to_string()))?;
    let headers = [
        (sign::ID_HEADER, id),
        (sign::TIMESTAMP_HEADER, sign::timestamp(at)),
        (sign::SIGNATURE_HEADER, signature),
    ];
    Ok(Message { url: webhook.url.clone(), headers, body: body.into_bytes() })
}
