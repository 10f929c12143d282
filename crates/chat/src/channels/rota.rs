//! The rota of a channel says which account answers at a moment, and which hours nobody covers. Nothing here reads the database.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_plan::time::SECOND;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Minutes of a day and of a week.
const DAY: i64 = 1_440;
const WEEK: i64 = 7 * DAY;
/// The day of the week of the first day of 1970, counted from Monday.
const THURSDAY: i64 = 3;
/// Shifts of an account at most.
const MOST_SHIFTS: usize = 14;

/// Hours at which an account answers, on some days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shift {
    /// Days of the week: 1 is Monday, 7 is Sunday.
    #[schema(min_items = 1, max_items = 7)]
    pub(crate) days: Vec<i64>,
    /// The minute of the day at which it begins.
    #[schema(minimum = 0, maximum = 1_439)]
    pub(crate) from: i64,
    /// The minute of the day at which it ends; up to the next day's, if it is not after `from`.
    #[schema(minimum = 0, maximum = 1_440)]
    pub(crate) to: i64,
}

/// An account of a rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) account: i64,
    /// People a day, at most.
    pub(crate) most: i64,
    /// When it answers; at any time, if there are none.
    pub(crate) shifts: Vec<Shift>,
}

/// Minutes of the week, from Monday on, in which no account of a rota answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Gap {
    /// The first minute.
    pub(crate) from: i64,
    /// The minute after the last.
    pub(crate) to: i64,
}

/// The minute of the week at a moment, from Monday on; `offset` is how far the shop's days begin from UTC, in nanoseconds.
pub(super) fn minute(at: i64, offset: i64) -> i64 {
    ((at + offset).div_euclid(60 * SECOND) + THURSDAY * DAY).rem_euclid(WEEK)
}

/// The number of the day that holds a moment, counted from 1970.
pub(super) fn day(at: i64, offset: i64) -> i64 {
    (at + offset).div_euclid(banyan_plan::time::DAY)
}

impl Shift {
    fn holds(&self, minute: i64) -> bool {
        let (day, of_day) = (minute / DAY + 1, minute % DAY);
        if self.from < self.to {
            return self.days.contains(&day) && (self.from..self.to).contains(&of_day);
        }
        let before = if day == 1 { 7 } else { day - 1 };
        self.days.contains(&day) && of_day >= self.from || self.days.contains(&before) && of_day < self.to
    }

    fn check(&self, field: &str) -> Result<(), Refusal> {
        let is_good = !self.days.is_empty()
            && self.days.len() <= 7
            && self.days.iter().all(|day| (1..=7).contains(day))
            && (0..DAY).contains(&self.from)
            && (0..=DAY).contains(&self.to)
            && self.from != self.to;
        if is_good {
            return Ok(());
        }
        let (zh, en) = (
            "班次要选星期（1 到 7），开始和结束是一天里的分钟，且不相同",
            "a shift has days of the week (1 to 7), and begins and ends at different minutes of the day",
        );
        Err(Refusal::unacceptable("shift_bad", zh, en).at(field))
    }
}

impl Turn {
    /// Whether the account answers at a minute of the week.
    pub(super) fn is_on(&self, minute: i64) -> bool {
        self.shifts.is_empty() || self.shifts.iter().any(|shift| shift.holds(minute))
    }

    pub(super) fn check(&self, field: &str) -> Result<(), Refusal> {
        if !(1..=10_000).contains(&self.most) {
            let (zh, en) = ("每天人数应为 1 到 10000", "expected 1 to 10,000 people a day");
            return Err(Refusal::unacceptable("channel_most", zh, en).at(format!("{field}/most")));
        }
        if self.shifts.len() > MOST_SHIFTS {
            let (zh, en) = ("一个号最多 14 个班次", "an account has 14 shifts at most");
            return Err(Refusal::unacceptable("shift_bad", zh, en).at(format!("{field}/shifts")));
        }
        self.shifts.iter().try_for_each(|shift| shift.check(&format!("{field}/shifts")))
    }
}

/// The account that answers at a minute of the week: of those on duty that have room today the one that has used the
/// smallest part of it, and of such equals the first. Nothing if there is none. `taken` counts today's people by account.
pub(super) fn next<'a>(turns: &'a [Turn], taken: &HashMap<i64, i64>, minute: i64) -> Option<&'a Turn> {
    let used = |turn: &Turn| taken.get(&turn.account).copied().unwrap_or(0);
    let mut best: Option<&Turn> = None;
    for turn in turns.iter().filter(|turn| turn.is_on(minute) && used(turn) < turn.most) {
        let is_better = best.is_none_or(|best| used(turn) * best.most < used(best) * turn.most);
        best = if is_better { Some(turn) } else { best };
    }
    best
}

/// When no account of a rota answers.
pub(super) fn gaps(turns: &[Turn]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for minute in (0..WEEK).filter(|minute| !turns.iter().any(|turn| turn.is_on(*minute))) {
        match gaps.last_mut() {
            Some(gap) if gap.to == minute => gap.to += 1,
            _ => gaps.push(Gap { from: minute, to: minute + 1 }),
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(days: &[i64], from: i64, to: i64) -> Shift {
        Shift { days: days.to_vec(), from: from * 60, to: to * 60 }
    }

    fn turn(account: i64, most: i64, shifts: Vec<Shift>) -> Turn {
        Turn { account, most, shifts }
    }

    fn who(turns: &[Turn], taken: &[(i64, i64)], minute: i64) -> Option<i64> {
        next(turns, &taken.iter().copied().collect(), minute).map(|turn| turn.account)
    }

    #[test]
    fn whoever_is_on_duty_answers_and_a_night_shift_belongs_to_the_day_on_which_it_begins() {
        let turns = [
            turn(1, 9, vec![shift(&[1, 2, 3, 4, 5], 9, 18)]),
            turn(2, 9, vec![shift(&[7], 22, 6), shift(&[6], 10, 24)]),
        ];
        let at = |day: i64, hour: i64| (day - 1) * DAY + hour * 60;
        for (minute, account) in [
            (at(1, 9), Some(1)),
            (at(5, 17) + 59, Some(1)),
            (at(5, 18), None),
            (at(6, 23), Some(2)),
            (at(7, 0), None),
            (at(7, 22), Some(2)),
            (at(1, 5), Some(2)),
            (at(1, 6), None),
            (at(2, 5), None),
        ] {
            assert_eq!(who(&turns, &[], minute), account, "{minute}");
        }
    }

    #[test]
    fn accounts_fill_evenly_for_their_size_and_none_beyond_it() {
        let turns = [turn(1, 10, vec![]), turn(2, 2, vec![])];
        for (taken, account) in [
            (&[][..], Some(1)),
            (&[(1, 1)], Some(2)),
            (&[(1, 1), (2, 1)], Some(1)),
            (&[(1, 6), (2, 1)], Some(2)),
            (&[(1, 6), (2, 2)], Some(1)),
            (&[(1, 10), (2, 2)], None),
            (&[(1, 12), (2, 2)], None),
        ] {
            assert_eq!(who(&turns, taken, 0), account, "{taken:?}");
        }
    }

    #[test]
    fn hours_that_nobody_covers_are_told() {
        assert_eq!(gaps(&[]), [Gap { from: 0, to: WEEK }]);
        assert_eq!(gaps(&[turn(1, 1, vec![])]), []);
        let turns =
            [turn(1, 1, vec![shift(&[1, 2, 3, 4, 5, 6, 7], 8, 24)]), turn(2, 1, vec![shift(&[1], 0, 8)])];
        let told = gaps(&turns);
        assert_eq!((told.len(), told[0]), (6, Gap { from: DAY, to: DAY + 480 }));
    }

    #[test]
    fn the_week_begins_on_monday_as_the_shop_has_it() {
        // Sunday, 4 January 2026, 16:30 in London is Monday, 00:30 in China.
        let at = 1_767_544_200 * SECOND;
        assert_eq!((minute(at, 0), minute(at, 8 * 3_600 * SECOND)), (6 * DAY + 990, 30));
        assert_eq!(day(at, 8 * 3_600 * SECOND), day(at, 0) + 1);
    }

    #[test]
    fn a_shift_without_hours_is_refused() {
        for bad in
            [shift(&[], 1, 2), shift(&[8], 1, 2), shift(&[1], 2, 2), shift(&[1], 24, 2), shift(&[1], 1, 25)]
        {
            assert!(turn(1, 1, vec![bad]).check("").is_err());
        }
        assert!(
            turn(1, 0, vec![]).check("").is_err() && turn(1, 1, vec![shift(&[1], 22, 6)]).check("").is_ok()
        );
    }
}
