//! The clock, as a parameter: the system's, or one that a test or an import sets by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use banyan_plan::time::Time;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Time;

    /// Whether somebody sets it on purpose, so that any step of it is meant.
    fn is_set_by_hand(&self) -> bool {
        false
    }
}

/// A clock shared by everything in a process.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        // The one place where the machine is asked.
        #[expect(clippy::disallowed_methods)]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Time(since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)))
    }
}

/// What a clock that goes by itself shows to those who set it.
const RUNS: i64 = i64::MIN;

/// A clock that stands until it is set: for tests, and for history that is told after the fact.
#[derive(Debug, Default)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows `now`.
    pub fn at(now: Time) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now.0)))
    }

    /// Sets it.
    pub fn set(&self, now: Time) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// The history is told: from now on it shows what the machine's clock shows.
    pub fn run(&self) {
        self.0.store(RUNS, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Time {
        match self.0.load(Ordering::SeqCst) {
            RUNS => SystemClock.now(),
            set => Time(set),
        }
    }

    fn is_set_by_hand(&self) -> bool {
        self.0.load(Ordering::SeqCst) != RUNS
    }
}
