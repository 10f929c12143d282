//! All rewards together come down to a limit in the same proportion.

use super::{Entry, Program};
use crate::money::Minor;

/// How far rewards are scaled down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    limit: Minor,
    due: i128,
}

impl Scale {
    /// What scales so much down to a limit; `None` if it is within the limit.
    pub fn of(limit: Minor, due: i128) -> Option<Self> {
        (due > i128::from(limit)).then_some(Self { limit: limit.max(0), due })
    }

    /// Scales one entry, toward zero.
    pub fn apply(self, entry: &mut Entry) {
        let scaled = i128::from(entry.amount) * i128::from(self.limit) / self.due;
        let scaled = Minor::try_from(scaled).unwrap_or(entry.amount);
        entry.cut |= scaled != entry.amount;
        entry.amount = scaled;
    }
}

impl Program {
    /// Scales the entries in money of one event down to what they may come to together, if the plan says so; what comes to
    /// nothing is dropped. Caps have been applied and written down by then: they count what was due.
    #[inline]
    pub fn scale(&self, limit: Minor, entries: &mut Vec<Entry>) {
        if self.plan().scales_to_limit {
            self.scale_down(limit, entries);
        }
    }

    fn scale_down(&self, limit: Minor, entries: &mut Vec<Entry>) {
        let money = |entry: &&Entry| self.rule(entry.reward).money;
        let due = entries.iter().filter(money).map(|entry| i128::from(entry.amount).abs()).sum();
        if let Some(scale) = Scale::of(limit, due) {
            entries.iter_mut().filter(|entry| self.rule(entry.reward).money).for_each(|one| scale.apply(one));
            entries.retain(|entry| entry.amount != 0);
        }
    }
}
