//! How many touches an account may make and a person may get, and when none is made at all. Pure.
//!
//! A touch takes a seat of its account's day and a seat of its person's week. Seats are numbered from 1, so that the database
//! refuses a touch too many by a key and a check, whoever plans at the same time.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use banyan_plan::time::{DAY, SECOND};

/// Days in a week, and which of them the first day of 1970 was, counted from Monday.
const WEEK: i64 = 7;
const THURSDAY: i64 = 3;
/// A minute, in nanoseconds.
const MINUTE: i64 = 60 * SECOND;
/// Minutes in a day.
const MINUTES: i64 = 1_440;

/// When nobody is touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hours {
    /// Minutes of the day from which on nobody is touched, and up to which; equal: no quiet hours.
    pub(super) quiet: (i64, i64),
    /// Days of the week on which nobody is touched: 1 is Monday, 7 is Sunday.
    pub(super) rest_days: BTreeSet<i64>,
    /// How far the shop's days begin from UTC, in nanoseconds.
    pub(super) offset: i64,
}

/// The number of the week that holds a day; both are counted from 1970, weeks from Monday to Sunday.
pub(super) fn week(day: i64) -> i64 {
    (day + THURSDAY).div_euclid(WEEK)
}

impl Hours {
    /// The number of the day that holds a moment, as the shop counts its days.
    pub(super) fn day(&self, at: i64) -> i64 {
        (at + self.offset).div_euclid(DAY)
    }

    /// The moment at which a day begins.
    pub(super) fn begin(&self, day: i64) -> i64 {
        day * DAY - self.offset
    }

    /// From when to when people may be touched on a day, in minutes; nothing on a day of rest.
    pub(super) fn open(&self, day: i64) -> Option<(i64, i64)> {
        let weekday = (day + THURSDAY).rem_euclid(WEEK) + 1;
        let (from, to) = self.quiet;
        let open = match from.cmp(&to) {
            Ordering::Greater => (to, from),
            Ordering::Less => (to, MINUTES),
            Ordering::Equal => (0, MINUTES),
        };
        (!self.rest_days.contains(&weekday) && open.0 < open.1).then_some(open)
    }

    /// From when to when people may be touched on a day, but not before a moment.
    pub(super) fn window(&self, day: i64, from: i64) -> Option<(i64, i64)> {
        let (begin, (first, last)) = (self.begin(day), self.open(day)?);
        let (first, last) = ((begin + first * MINUTE).max(from), begin + last * MINUTE);
        (first < last).then_some((first, last))
    }
}

/// A touch that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) account: i64,
    pub(super) person: i64,
    pub(super) day: i64,
    pub(super) due_at: i64,
    /// Its seat of the account's day.
    pub(super) of_day: i64,
    /// Its seat of the person's week.
    pub(super) of_week: i64,
}

/// Seats that are taken, of many days or weeks.
#[derive(Debug)]
pub(super) struct Taken<K: Ord>(BTreeMap<K, (BTreeSet<i64>, i64)>);

impl<K: Ord> Default for Taken<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Taken<K> {
    pub(super) fn take(&mut self, key: K, seat: i64) {
        self.0.entry(key).or_insert((BTreeSet::new(), 1)).0.insert(seat);
    }

    /// How many seats are taken.
    pub(super) fn count(&self, key: &K) -> i64 {
        self.0.get(key).map_or(0, |(taken, _)| taken.len() as i64)
    }

    /// How many seats of at most so many are free. Those above the most, from when it was larger, count as taken.
    pub(super) fn free(&self, key: &K, most: i64) -> i64 {
        (most - self.count(key)).max(0)
    }

    /// The first free seat of at most so many. Seats are only ever taken here, so that it is looked for from the last one on.
    fn next(&mut self, key: &K, most: i64) -> Option<i64> {
        let Some((taken, first)) = self.0.get_mut(key) else { return (most > 0).then_some(1) };
        while taken.contains(first) {
            *first += 1;
        }
        (*first <= most && (taken.len() as i64) < most).then_some(*first)
    }
}

/// What touches are planned with.
#[derive(Debug)]
pub(super) struct Room<'a> {
    pub(super) hours: &'a Hours,
    /// The accounts that make them, each with the touches of the kind that it may make in a day.
    pub(super) accounts: Vec<(i64, i64)>,
    /// Touches of any kind that a person may get in a week.
    pub(super) person_most: i64,
    /// Of accounts, by account and day.
    pub(super) days: Taken<(i64, i64)>,
    /// Of persons, by person and week.
    pub(super) weeks: Taken<(i64, i64)>,
}

impl Room<'_> {
    /// How many touches all accounts together may still make on a day.
    pub(super) fn free(&self, day: i64) -> i64 {
        self.accounts.iter().map(|(account, most)| self.days.free(&(*account, day), *most)).sum()
    }

    /// The account whose turn it is, or the next after it that has a seat on a day: its place and the seat.
    fn turn(&mut self, from: usize, day: i64) -> Option<(usize, i64)> {
        let count = self.accounts.len();
        (0..count).map(|step| (from + step) % count).find_map(|place| {
            let (account, most) = self.accounts[place];
            self.days.next(&(account, day), most).map(|seat| (place, seat))
        })
    }

    /// Gives each person a seat, on the first day on which there is one for an account and for the person; accounts take
    /// turns. Touches of a day are spread over its open hours. Whoever finds none within the days is told.
    pub(super) fn seat(&mut self, persons: &[i64], from: i64, days: i64) -> (Vec<Seat>, Vec<i64>) {
        let (first, mut left, mut seats) = (self.hours.day(from), persons.to_vec(), Vec::new());
        let mut next = 0;
        for day in first..first + days {
            let Some((open, close)) = self.hours.window(day, from) else { continue };
            let (mut later, mut waiting) = (Vec::new(), left.into_iter());
            for person in waiting.by_ref() {
                let Some((place, of_day)) = self.turn(next, day) else {
                    later.push(person);
                    break;
                };
                let week = (person, week(day));
                let Some(of_week) = self.weeks.next(&week, self.person_most) else {
                    later.push(person);
                    continue;
                };
                let (account, most) = self.accounts[place];
                self.days.take((account, day), of_day);
                self.weeks.take(week, of_week);
                let due_at = open + (of_day - 1) * ((close - open) / most);
                seats.push(Seat { account, person, day, due_at, of_day, of_week });
                next = place + 1;
            }
            // The day is full: nobody else of them is looked at.
            later.extend(waiting);
            left = later;
        }
        (seats, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours() -> Hours {
        Hours { quiet: (21 * 60, 9 * 60), rest_days: [7].into(), offset: 8 * 60 * MINUTE }
    }

    /// Noon, as the shop has it, of Saturday, 3 January 2026.
    const SATURDAY: i64 = 1_767_412_800 * banyan_plan::time::SECOND;

    fn room(hours: &Hours, account_most: i64, person_most: i64) -> Room<'_> {
        let accounts = vec![(1, account_most)];
        Room { hours, accounts, person_most, days: Taken::default(), weeks: Taken::default() }
    }

    #[test]
    fn touches_keep_to_the_open_hours_and_leave_out_days_of_rest() {
        let hours = hours();
        let mut room = room(&hours, 2, 1);
        let (seats, left) = room.seat(&[1, 2, 3], SATURDAY, 3);
        let saturday = hours.day(SATURDAY);
        let told: Vec<(i64, i64, i64)> = seats
            .iter()
            .map(|one| (one.day - saturday, one.of_day, (one.due_at - hours.begin(one.day)) / MINUTE))
            .collect();
        // On Saturday from noon to nine in the evening, on Sunday nobody, on Monday from nine on.
        assert_eq!(told, [(0, 1, 720), (0, 2, 990), (2, 1, 540)]);
        assert_eq!(left, [0; 0]);
    }

    #[test]
    fn nobody_gets_more_than_a_week_has_room_for() {
        let hours = hours();
        let mut room = room(&hours, 10, 1);
        room.weeks.take((1, week(hours.day(SATURDAY))), 1);
        let (seats, left) = room.seat(&[1, 2], SATURDAY, 1);
        assert_eq!((seats.len(), left), (1, vec![1]));
        assert_eq!(room.free(hours.day(SATURDAY)), 9);
        let (seats, _) = room.seat(&[1], SATURDAY, 3);
        assert_eq!(seats[0].day - hours.day(SATURDAY), 2, "the person's next week begins on Monday");
    }

    #[test]
    fn accounts_take_turns_as_far_as_each_has_room() {
        let hours = hours();
        let mut room = room(&hours, 1, 1);
        room.accounts.push((2, 3));
        let (seats, left) = room.seat(&[1, 2, 3, 4, 5], SATURDAY, 3);
        let told: Vec<(i64, i64)> =
            seats.iter().map(|one| (one.account, one.day - hours.day(SATURDAY))).collect();
        assert_eq!((told, left), (vec![(1, 0), (2, 0), (2, 0), (2, 0), (1, 2)], vec![]));
    }

    #[test]
    fn a_seat_that_was_given_back_is_taken_again() {
        let mut taken = Taken::default();
        taken.take(7, 1);
        taken.take(7, 3);
        assert_eq!((taken.next(&7, 3), taken.free(&7, 3)), (Some(2), 1));
        taken.take(7, 2);
        assert_eq!((taken.next(&7, 3), taken.next(&8, 3)), (None, Some(1)));
    }

    #[test]
    fn a_limit_that_was_lowered_counts_what_was_taken_before() {
        let mut taken = Taken::default();
        for seat in 3..=5 {
            taken.take(7, seat);
        }
        assert_eq!((taken.next(&7, 3), taken.free(&7, 3)), (None, 0));
        assert_eq!((taken.next(&7, 4), taken.free(&7, 4)), (Some(1), 1));
    }
}
