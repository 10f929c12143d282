//! Slowing down who guesses: waits after failed logins, and a bounded number of anonymous requests. Decisions only:
//! the counts of failures are kept by the caller, in the database, so that all of a shop's processes share them.

mod bucket;
#[cfg(test)]
mod tests;

pub use bucket::{Buckets, Pace};

use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;
use std::net::IpAddr;

/// The longest wait between two attempts.
pub const LONGEST: i64 = 15 * 60 * SECOND;

/// How patience runs out for one kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Failures that cost nothing: people mistype.
    pub free: u32,
    /// Nanoseconds to wait after the first failure that is not free; doubles with each further one, up to
    /// [`LONGEST`].
    pub first: i64,
    /// Nanoseconds after which one failure is forgotten, counted from the end of the wait.
    pub forget: i64,
}

impl Rule {
    /// For one account from one address, or on one device that is known: five free, then 1 s, 2 s, 4 s … 15 min. A guesser is left with about a hundred
    /// tries a day, while the owner who comes back after a quarter of an hour may try at once.
    pub const ACCOUNT: Self = Self { free: 5, first: SECOND, forget: LONGEST };
    /// For one account, from all addresses that are new to it together: a hundred free, as whoever tries from so many is no
    /// forgetful owner. Whoever signed in from a device before is not counted here.
    pub const ANYWHERE: Self = Self { free: 100, first: SECOND, forget: 60 * SECOND };
    /// For one address, whatever account it tries: more are free, because offices and phone networks share one.
    pub const ADDRESS: Self = Self { free: 20, first: SECOND, forget: 60 * SECOND };
}

/// The failures of one account or address. Store it as it is; delete the row when an account's login succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// How many are remembered.
    pub count: u32,
    /// When the last one was.
    pub last: Time,
}

/// Whether an attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Now.
    Allowed,
    /// Not before this moment; nothing is checked and nothing counted until then.
    WaitUntil(Time),
}

impl Verdict {
    /// The stricter of two: an attempt must satisfy the account's and the address's.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::WaitUntil(one), Self::WaitUntil(another)) => Self::WaitUntil(one.max(another)),
            (Self::Allowed, verdict) | (verdict, Self::Allowed) => verdict,
        }
    }

    /// The refusal, if it is one.
    pub fn check(self, now: Time) -> Result<(), TooMany> {
        match self {
            Self::Allowed => Ok(()),
            Self::WaitUntil(until) => Err(TooMany::until(until, now)),
        }
    }
}

/// Too many attempts or requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; try again in {seconds} s")]
pub struct TooMany {
    /// Whole seconds to wait, for `Retry-After`; at least 1.
    pub seconds: u32,
}

impl TooMany {
    /// A wait from now until a moment.
    pub fn until(until: Time, now: Time) -> Self {
        let nanoseconds = until.0.saturating_sub(now.0).max(1);
        let seconds = (nanoseconds - 1) / SECOND + 1;
        Self { seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }

    /// The stable code.
    pub fn code(self) -> &'static str {
        "too_many_attempts"
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        Text::new(format!("尝试次数太多，请在 {} 秒后再试", self.seconds), self.to_string())
    }
}

/// Nanoseconds to wait after `count` failures.
fn wait(rule: &Rule, count: u32) -> i64 {
    let Some(doublings) = count.checked_sub(rule.free.saturating_add(1)) else { return 0 };
    if doublings >= 40 {
        return LONGEST;
    }
    rule.first.saturating_mul(1 << doublings).clamp(0, LONGEST)
}

/// Whether the account or address may try now. A wait never ends later than [`LONGEST`] from now, even if the clock
/// was set back since the last failure.
pub fn decide(rule: &Rule, failures: Failures, now: Time) -> Verdict {
    let until = failures.last.plus(wait(rule, failures.count)).min(now.plus(LONGEST));
    if until <= now { Verdict::Allowed } else { Verdict::WaitUntil(until) }
}

/// The failures that are still remembered. Once none are left, the row can be deleted.
#[must_use]
pub fn remembered(rule: &Rule, failures: Failures, now: Time) -> Failures {
    let waited = failures.last.plus(wait(rule, failures.count));
    let idle = now.0.saturating_sub(waited.0).max(0);
    let forgotten = u32::try_from(idle / rule.forget.max(1)).unwrap_or(u32::MAX);
    Failures { count: failures.count.saturating_sub(forgotten), last: failures.last }
}

/// The failures after one more.
#[must_use]
pub fn after_failure(rule: &Rule, failures: Failures, now: Time) -> Failures {
    let count = remembered(rule, failures, now).count.saturating_add(1);
    Failures { count, last: now }
}

/// The key under which an address is counted: an IPv4 address itself, also if it came in IPv6's clothes, and an IPv6
/// network of 64 bits, because a single customer has as many addresses as they like within one.
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
