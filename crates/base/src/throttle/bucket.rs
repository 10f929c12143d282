//! Token buckets for anonymous requests, in a table that never grows.

use super::TooMany;
use banyan_plan::time::{SECOND, Time};
use ring::digest;

/// Slots that a key may be kept in. When all are taken by others, the one that is closest to being full again goes.
const WAYS: usize = 4;

/// How many requests one key may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Requests that may come at once.
    pub burst: u32,
    /// Nanoseconds in which one more is granted.
    pub interval: i64,
}

impl Pace {
    /// `per_second` requests in the long run, `burst` at once; both at least 1.
    pub fn per_second(per_second: u32, burst: u32) -> Self {
        Self { burst: burst.max(1), interval: (SECOND / i64::from(per_second.max(1))).max(1) }
    }
}

/// One key's bucket: the moment at which it is full again says all (GCRA, ITU-T I.371, appendix I).
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: u64,
    full_at: Time,
}

/// Buckets for any number of keys in a fixed amount of memory: 16 bytes a slot, allocated once.
///
/// A key is known by 64 bits of a SHA-256 with a secret seed, so that nobody can choose addresses which push others'
/// buckets out. When more keys than slots are active, some buckets are forgotten and start full: the table then lets
/// through too much rather than locking guests out; a flood from that many addresses is for the network to stop.
#[derive(Debug)]
pub struct Buckets {
    pace: Pace,
    seed: [u8; 16],
    slots: Vec<Slot>,
}

impl Buckets {
    /// A table of at least `slots` slots (rounded up to a multiple of four); `seed` is random and secret.
    pub fn new(pace: Pace, slots: usize, seed: [u8; 16]) -> Self {
        let empty = Slot { key: 0, full_at: Time(i64::MIN) };
        Self { pace, seed, slots: vec![empty; slots.max(1).next_multiple_of(WAYS)] }
    }

    /// Slots of the table.
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// Takes one request from the key's bucket, or says how long to wait. A refused request costs nothing.
    pub fn take(&mut self, key: &[u8], now: Time) -> Result<(), TooMany> {
        let pace = self.pace;
        let slot = self.slot(key);
        // With a clock that was set back, a bucket is never emptier than empty.
        let depth = pace.interval.saturating_mul(i64::from(pace.burst));
        let full_at = slot.full_at.max(now).min(now.plus(depth));
        let after = full_at.plus(pace.interval);
        let allowed_from = after.plus(depth.saturating_neg());
        if allowed_from > now {
            return Err(TooMany::until(allowed_from, now));
        }
        slot.full_at = after;
        Ok(())
    }

    /// The key's slot: the one that holds it, or else the one of its four that is worth least.
    fn slot(&mut self, key: &[u8]) -> &mut Slot {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(&self.seed);
        context.update(key);
        let hash = context.finish();
        let word =
            |at: usize| hash.as_ref()[at..at + 8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let (tag, sets) = (word(0), self.slots.len() / WAYS);
        let start = (word(8) % sets as u64) as usize * WAYS;
        let set = &mut self.slots[start..start + WAYS];
        let known = set.iter().position(|slot| slot.key == tag);
        let place = known.unwrap_or_else(|| {
            let stale = (0..WAYS).min_by_key(|place| set[*place].full_at).unwrap_or(0);
            set[stale] = Slot { key: tag, full_at: Time(i64::MIN) };
            stale
        });
        &mut set[place]
    }
}
