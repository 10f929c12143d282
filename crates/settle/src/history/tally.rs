//! A running sum for each member, which can be asked about a window of time as well.

use banyan_plan::kernel::Member;
use banyan_plan::model::Within;
use banyan_plan::time::Time;
use serde::{Deserialize, Serialize};

use crate::undo::{List, Lists, undo};

/// A sum per member. With `dated`, also every change with its moment, so that windows can be asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Tally {
    totals: List<i64>,
    /// Per member: moment and sum after it, in order of time.
    changes: Option<Lists<(Time, i64)>>,
    utc_offset: i64,
}

undo!([] Tally: parts [totals, changes], fixed [utc_offset]);

impl Tally {
    pub(super) fn new(dated: bool, utc_offset: i64) -> Self {
        Self { totals: List::default(), changes: dated.then(Lists::default), utc_offset }
    }

    /// Makes room for so many members.
    pub(super) fn grow(&mut self, count: usize) {
        self.totals.grow(count, 0);
        if let Some(changes) = &mut self.changes {
            changes.grow(count);
        }
    }

    /// A member's sum.
    pub(super) fn total(&self, member: Member) -> i64 {
        self.totals[member as usize]
    }

    /// Goes on from another's sums. `true` if they had no moments and this one needs them: then all of them count as
    /// older than any window.
    pub(super) fn take_over(&mut self, old: &mut Self) -> bool {
        self.totals = std::mem::take(&mut old.totals);
        let Some(changes) = &mut self.changes else { return false };
        let had = old.changes.take();
        let missing = had.is_none();
        let before_all = |total: &i64| vec![(Time(i64::MIN), *total)];
        *changes = had.unwrap_or_else(|| Lists::from(self.totals.iter().map(before_all).collect::<Vec<_>>()));
        missing
    }

    /// Adds to a member's sum. Moments must not go back.
    pub(super) fn add(&mut self, member: Member, at: Time, value: i64) {
        let total = self.totals.at(member as usize);
        *total = total.saturating_add(value);
        if let Some(changes) = &mut self.changes {
            changes.push(member as usize, (at, *total));
        }
    }

    /// The sum of what came in the window that ends at `now`; ever, without a window.
    pub(super) fn value(&self, member: Member, now: Time, within: Option<Within>) -> i64 {
        let total = self.totals[member as usize];
        let Some((changes, within)) = self.changes.as_ref().zip(within) else { return total };
        let changes = &changes[member as usize];
        let before = match within {
            Within::Last(length) => changes.partition_point(|(at, _)| *at <= now.plus(-length)),
            Within::Current(period) => {
                let start = period.start(period.index(now, self.utc_offset), self.utc_offset);
                changes.partition_point(|(at, _)| *at < start)
            }
        };
        total - before.checked_sub(1).map_or(0, |last| changes[last].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use banyan_plan::time::{DAY, Period};

    #[test]
    fn windows_end_now_and_leave_out_what_is_older() {
        let at = |day: u8| Time::from_civil(2020, 1, day, 12, 0, 0).unwrap();
        let mut sales = Tally::new(true, 0);
        sales.grow(1);
        for (day, value) in [(1, 100), (20, 50), (31, 7)] {
            sales.add(0, at(day), value);
        }
        assert_eq!(sales.value(0, at(31), None), 157);
        assert_eq!(sales.value(0, at(31), Some(Within::Last(30 * DAY))), 57);
        assert_eq!(sales.value(0, at(31), Some(Within::Current(Period::Day))), 7);
        let february = Time::from_civil(2020, 2, 1, 0, 0, 0).unwrap();
        assert_eq!(sales.value(0, february, Some(Within::Current(Period::Month))), 0);
    }
}
