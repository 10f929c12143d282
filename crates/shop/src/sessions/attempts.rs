//! Slowing down who guesses passwords and codes: an attempt counts as failed before anything is checked, so that a
//! thousand guesses sent at once are a thousand failures, and is forgiven when it succeeds.

use banyan_plan::time::{DAY, Time};

use super::store;
use crate::http::Peer;
use crate::refusal::Refusal;
use crate::shop::Shop;
use crate::throttle::{Failures, Rule, Verdict, address_key, after_failure, decide};
use crate::vault::{Phones, Search};
use crate::work::{Facts, Work};

/// What an attempt is counted under.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    account: Vec<u8>,
    address: Option<Vec<u8>>,
}

impl Attempt {
    /// An attempt at an account (`member:…`, `staff:…`) by somebody from somewhere. Neither is stored in the clear.
    pub(crate) fn at(facts: &Facts, account: &str, Peer(peer): Peer) -> Self {
        let key = |text: String| {
            // Only equality counts here, so that any search key will do.
            let digest = facts.vault.digest(Search::Name, &text, &Phones::default());
            digest.map(|digest| digest.0.to_vec()).unwrap_or_default()
        };
        Self {
            account: key(format!("attempt at {account}")),
            address: peer.map(|peer| key(format!("attempt from {}", address_key(peer)))),
        }
    }
}

/// Refuses an attempt that comes too early, and counts it as failed otherwise.
pub(crate) fn begin(work: &mut Work<'_>, attempt: &Attempt) -> Result<(), Refusal> {
    let now = Time(work.id());
    store::forget_before(work.conn, now.0 - DAY)?;
    let mut keys = vec![(&attempt.account, Rule::ACCOUNT)];
    keys.extend(attempt.address.as_ref().map(|address| (address, Rule::ADDRESS)));
    let mut verdict = Verdict::Allowed;
    let mut counted = Vec::new();
    for (key, rule) in keys {
        let failures = store::failures(work.conn, key)?;
        verdict = verdict.and(decide(&rule, failures, now));
        counted.push((key, after_failure(&rule, failures, now)));
    }
    verdict.check(now)?;
    for (key, failures) in counted {
        store::remember(work.conn, key, failures)?;
    }
    Ok(())
}

/// The attempt was right: the account's failures are forgotten. Of the address only this one is, as its owner may have
/// an account of her own beside those at which she guesses.
pub(crate) fn forgive(work: &mut Work<'_>, attempt: &Attempt) -> Result<(), Refusal> {
    store::forget(work.conn, &attempt.account)?;
    if let Some(address) = &attempt.address {
        let Failures { count, last } = store::failures(work.conn, address)?;
        store::remember(work.conn, address, Failures { count: count.saturating_sub(1), last })?;
    }
    Ok(())
}

/// Refuses who knocks too often: for what anybody may ask for and what costs us something.
pub(crate) fn knock(shop: &Shop, Peer(peer): Peer) -> Result<(), Refusal> {
    let Some(peer) = peer else { return Ok(()) };
    let mut doors = shop.doors.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(doors.take(address_key(peer).as_bytes(), shop.clock.now())?)
}
