//! Slowing down who guesses passwords and codes: an attempt counts as failed before anything is checked, so that a
//! thousand guesses sent at once are a thousand failures, and is forgiven when it succeeds.

use banyan_base::refusal::Refusal;
use banyan_base::throttle::{Failures, Rule, Verdict, address_key, after_failure, decide};
use banyan_base::vault::{Phones, Search};
use banyan_core::work::{Facts, Work};
use banyan_plan::time::{DAY, Time};

use crate::AppContext;
use crate::http::Peer;
use crate::sessions::{KnownDevice, store};

/// What an attempt is counted under.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Keys and how patience runs out for each. The first is forgotten when the attempt was right.
    keys: Vec<(Vec<u8>, Rule)>,
}

fn key(facts: &Facts, text: &str) -> Vec<u8> {
    // Only equality counts here, so that any search key will do.
    let digest = facts.vault.digest(Search::Name, text, &Phones::default());
    digest.map(|digest| digest.0.to_vec()).unwrap_or_default()
}

impl Attempt {
    /// An attempt by somebody who is signed in, at what is theirs: their old password, the code of their authenticator.
    pub fn at(facts: &Facts, account: &str, Peer(peer): Peer) -> Self {
        let mut keys = vec![(key(facts, &format!("attempt at {account}")), Rule::ACCOUNT)];
        keys.extend(peer.map(|peer| (from(facts, peer), Rule::ADDRESS)));
        Self { keys }
    }

    /// An attempt to sign in, by somebody from somewhere. It is counted by account and address together: a stranger who
    /// guesses locks out themselves and not the account's owner. Whoever guesses from many addresses at once slows down new
    /// devices only: one from which the owner has signed in before has a count of its own.
    pub fn to_sign_in(facts: &Facts, account: &str, Peer(peer): Peer, device: Option<&KnownDevice>) -> Self {
        if let Some(KnownDevice(name)) = device {
            return Self {
                keys: vec![(key(facts, &format!("attempt at {account} on {name}")), Rule::ACCOUNT)],
            };
        }
        let address = peer.map_or_else(|| "nowhere".to_owned(), address_key);
        let mut keys = vec![
            (key(facts, &format!("attempt at {account} from {address}")), Rule::ACCOUNT),
            (key(facts, &format!("attempt at {account}")), Rule::ANYWHERE),
        ];
        keys.extend(peer.map(|peer| (from(facts, peer), Rule::ADDRESS)));
        Self { keys }
    }
}

fn from(facts: &Facts, peer: std::net::IpAddr) -> Vec<u8> {
    key(facts, &format!("attempt from {}", address_key(peer)))
}

/// Refuses an attempt that comes too early, and counts it as failed otherwise.
pub fn begin(work: &mut Work<'_>, attempt: &Attempt) -> Result<(), Refusal> {
    let now = Time(work.id());
    store::forget_before(work.conn, now.0 - DAY)?;
    let mut verdict = Verdict::Allowed;
    let mut counted = Vec::new();
    for (key, rule) in &attempt.keys {
        let failures = store::failures(work.conn, key)?;
        verdict = verdict.and(decide(rule, failures, now));
        counted.push((key, after_failure(rule, failures, now)));
    }
    verdict.check(now)?;
    for (key, failures) in counted {
        store::remember(work.conn, key, failures)?;
    }
    Ok(())
}

/// The attempt was right: what was counted under the first key is forgotten. Of the others only this one is, as whoever
/// made it may have an account of their own beside those at which they guess.
pub fn forgive(work: &mut Work<'_>, attempt: &Attempt) -> Result<(), Refusal> {
    for (place, (key, _)) in attempt.keys.iter().enumerate() {
        if place == 0 {
            store::forget(work.conn, key)?;
            continue;
        }
        let Failures { count, last } = store::failures(work.conn, key)?;
        store::remember(work.conn, key, Failures { count: count.saturating_sub(1), last })?;
    }
    Ok(())
}

/// Refuses an anonymous request when too many came from its address: for what anybody may ask for and what costs us something.
pub fn rate_limit(shop: &AppContext, Peer(peer): Peer) -> Result<(), Refusal> {
    let Some(peer) = peer else { return Ok(()) };
    let mut doors = shop.rate_limiter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(doors.take(address_key(peer).as_bytes(), shop.clock.now())?)
}
