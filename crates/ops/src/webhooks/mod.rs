//! Webhooks: telling other systems what happened, so that they can be sure who tells.
//!
//! Everything that the shop tells stands in its outbox, written together with what it tells of. A webhook has a cursor in
//! it and is sent what follows, one message after another: a message that is not taken holds up the later ones, and is
//! tried again over three days. Then the webhook is stopped; let go again, it continues where it stood, so nothing is lost.
//!
//! Delivery is at least once: whoever dies between a receiver's answer and the moving of the cursor sends that message
//! again. It has the same `webhook-id` then, by which receivers drop doubles.

mod deliver;
pub mod http;
mod send;
pub mod sign;
mod store;
pub mod target;
mod under_way;

use banyan_plan::money::Rate;
use banyan_plan::time::DAY;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::deliver::run;
use banyan_base::refusal::Refusal;
use banyan_base::vault;
use banyan_core::audit;
use banyan_core::work::Work;

use self::sign::Secret;

/// Webhooks of a shop at most.
const MOST: i64 = 50;
/// Topics of a webhook at most.
const MOST_TOPICS: usize = 50;
/// Days for which what was told is kept after every webhook has it behind it, and for which what one has missed is.
const KEPT: i64 = 30;
const MISSED: i64 = 90;
/// Rows that are forgotten at once.
const FORGOTTEN: i64 = 1_000;
/// The topic that stands for every other.
const ALL: &str = "*";

/// Whether a webhook is sent anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Yes.
    Active,
    /// No: by hand, or because its receiver has not answered for three days.
    Stopped,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Stopped => "stopped",
        }
    }

    fn of(word: &str) -> Self {
        if word == "active" { Self::Active } else { Self::Stopped }
    }
}

/// A webhook.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    /// Its id.
    pub id: i64,
    /// Where it is delivered to.
    pub url: String,
    /// Sealed.
    pub secret: Vec<u8>,
    /// The topics that are wanted.
    pub topics: Vec<String>,
    /// Where it stands.
    pub state: State,
    /// The last row of the outbox that is done.
    pub cursor: i64,
    /// Attempts at the next message that have failed.
    pub failures: i64,
    /// When it is tried next, in nanoseconds.
    pub next_try_at: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
}

impl Webhook {
    /// Whether it wants to hear of a topic.
    pub(crate) fn hears(&self, topic: &str) -> bool {
        self.topics.iter().any(|wanted| wanted == ALL || wanted == topic)
    }
}

/// What somebody sets up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Where to: `https://example.com/hook`.
    #[schema(example = "https://example.com/hook", max_length = 2048)]
    pub url: String,
    /// What about: `order.paid`, or `*` for everything.
    #[schema(example = json!(["order.paid", "order.refunded"]), min_items = 1, max_items = 50)]
    pub topics: Vec<String>,
    /// Whether anything is sent; active unless told otherwise.
    pub state: Option<State>,
}

impl Wanted {
    fn check(&self, allow_private: bool) -> Result<(), Refusal> {
        target::check_url(&self.url, allow_private).map_err(|error| {
            let text = error.text();
            Refusal::unacceptable(error.code(), text.zh, text.en).at("/url")
        })?;
        if self.topics.is_empty() || self.topics.len() > MOST_TOPICS {
            let (zh, en) = ("请写 1 到 50 个主题", "expected 1 to 50 topics");
            return Err(Refusal::unacceptable("webhook_topics", zh, en).at("/topics"));
        }
        let place = self.topics.iter().position(|topic| !is_topic(topic));
        place.map_or(Ok(()), |place| {
            let (zh, en) =
                ("主题写成 order.paid，或用 * 表示全部", "a topic is like order.paid, or * for all");
            Err(Refusal::unacceptable("webhook_topics", zh, en).at(format!("/topics/{place}")))
        })
    }
}

fn is_topic(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text == ALL || text.len() <= 60 && text.split('.').count() == 2 && text.split('.').all(is_word)
}

fn place(id: i64) -> vault::Place<'static> {
    vault::Place { table: "webhook", owner: 0, row: id, field: "secret" }
}

fn seal(work: &mut Work<'_>, id: i64) -> Result<(Secret, Vec<u8>), Refusal> {
    let broken = |error: &dyn std::error::Error| Refusal::broken(error.to_string());
    let mut random = work.facts.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let secret = Secret::new(random.as_mut()).map_err(|error| broken(&error))?;
    let sealed = work.facts.vault.seal(vault::Kind::Secret, &place(id), &secret.reveal(), random.as_mut());
    let sealed = sealed.map_err(|error| broken(&error))?;
    Ok((secret, sealed))
}

/// Sets a webhook up: it hears of what happens from now on. Its secret can be seen this once.
pub fn create(work: &mut Work<'_>, actor: &str, wanted: &Wanted) -> Result<(i64, Secret), Refusal> {
    wanted.check(work.settings().private_webhooks)?;
    if store::count(work.conn)? >= MOST {
        let (zh, en) = ("最多 50 个 webhook，请先删掉一个", "at most 50 webhooks; please delete one first");
        return Err(Refusal::conflict("webhooks_full", zh, en));
    }
    let id = work.id();
    let (secret, sealed) = seal(work, id)?;
    store::insert(work.conn, id, wanted, &sealed)?;
    work.hear();
    audit::record(work, actor, "webhook.create", &format!("webhook/{id}"), &told(wanted))?;
    Ok((id, secret))
}

/// Changes where and what about; let go again, it is tried at once.
pub fn change(work: &mut Work<'_>, actor: &str, id: i64, wanted: &Wanted) -> Result<(), Refusal> {
    wanted.check(work.settings().private_webhooks)?;
    if !store::change(work.conn, id, wanted)? {
        return Err(Refusal::not_found("webhook", "webhook"));
    }
    audit::record(work, actor, "webhook.change", &format!("webhook/{id}"), &told(wanted))
}

/// Gives a webhook another secret: the next message is signed with it.
pub(crate) fn renew(work: &mut Work<'_>, actor: &str, id: i64) -> Result<Secret, Refusal> {
    let (secret, sealed) = seal(work, id)?;
    if !store::set_secret(work.conn, id, &sealed)? {
        return Err(Refusal::not_found("webhook", "webhook"));
    }
    audit::record(work, actor, "webhook.secret", &format!("webhook/{id}"), &serde_json::json!({}))?;
    Ok(secret)
}

/// Removes a webhook.
pub fn remove(work: &mut Work<'_>, actor: &str, id: i64) -> Result<(), Refusal> {
    if !store::remove(work.conn, id)? {
        return Err(Refusal::not_found("webhook", "webhook"));
    }
    audit::record(work, actor, "webhook.remove", &format!("webhook/{id}"), &serde_json::json!({}))
}

/// An address may carry a key of the receiver's in its query: the log does without.
fn told(wanted: &Wanted) -> serde_json::Value {
    let url = wanted.url.split(['?', '#']).next().unwrap_or_default();
    serde_json::json!({ "url": url, "topics": wanted.topics, "state": wanted.state.map(State::word) })
}

/// Forgets what was told: a month after it, once every webhook has it behind it; a webhook that is stopped finds what it has missed for
/// ninety days. Some at a time; how many were forgotten.
pub fn forget(work: &mut Work<'_>) -> Result<u64, Refusal> {
    work.flush()?;
    let now = work.now();
    Ok(store::forget(work.conn, now - KEPT * DAY, now - MISSED * DAY, FORGOTTEN)?)
}

/// What follows from an attempt that failed: when to try again, or to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// At this moment.
    Again(i64),
    /// Not any more, until somebody lets the webhook go again.
    Stop,
}

/// What to do after the `failures`th attempt in a row has failed. `is_gone`: the receiver says that it will never come back.
pub(crate) fn after_failure(failures: i64, is_gone: bool, now: i64, jitter: Rate) -> Next {
    let attempt = u32::try_from(failures).unwrap_or(u32::MAX);
    match sign::retry_after(attempt, jitter) {
        Some(wait) if !is_gone => Next::Again(now + wait),
        _ => Next::Stop,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics() {
        for good in ["*", "order.paid", "plan.active", "after_sale.asked"] {
            assert!(is_topic(good), "{good}");
        }
        for bad in
            ["", "order", "order.", ".paid", "order.*", "Order.paid", "a.b.c", "订单.paid", "order paid"]
        {
            assert!(!is_topic(bad), "{bad}");
        }
    }

    #[test]
    fn after_failures() {
        let seconds = banyan_plan::time::SECOND;
        assert_eq!(after_failure(1, false, 7, Rate(0)), Next::Again(7 + 5 * seconds));
        assert_eq!(after_failure(9, false, 7, Rate(0)), Next::Again(7 + 86_400 * seconds));
        assert_eq!(after_failure(10, false, 7, Rate(0)), Next::Stop);
        assert_eq!(after_failure(1, true, 7, Rate(0)), Next::Stop);
    }
}
