//! This counts the messages of each speaker by day, and measures how unevenly they are spread.

use std::collections::VecDeque;

use crate::ratio::Ratio;

/// Days of a month, as stickiness counts them.
const MONTH: i64 = 30;
/// Shares of single days are added up in units of this part of one.
const UNIT: u128 = 1_000_000_000_000_000_000;

/// Somebody who appears in a group.
#[derive(Debug, Clone, Copy, Default)]
struct Person {
    messages: u64,
    /// The last day on which they spoke; meaningless before their first message.
    last: i64,
}

/// Counts messages by person and by day. Messages come in the order of time.
#[derive(Debug, Default)]
pub(crate) struct Speaking {
    people: Vec<Person>,
    first_day: i64,
    today: i64,
    /// How many spoke today.
    speakers_today: u64,
    days: u64,
    speaker_days: u64,
    busiest_day: u64,
    /// Of the last thirty days, the latest last: how many spoke last on that day.
    month: VecDeque<u64>,
    /// How many spoke within these thirty days.
    speakers_in_month: u64,
    /// The sum of the daily shares, and how many days it is of.
    sticky: (u128, u64),
}

/// The figures that follow from the counts of all days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) speakers: u64,
    pub(crate) messages: u64,
    pub(crate) days: u64,
    pub(crate) dau_mean: Option<Ratio>,
    pub(crate) dau_max: u64,
    pub(crate) stickiness: Option<Ratio>,
    pub(crate) top10_share: Option<Ratio>,
    pub(crate) gini: Option<Ratio>,
    pub(crate) gini_all: Option<Ratio>,
    pub(crate) hhi: Option<Ratio>,
    pub(crate) silent_share: Option<Ratio>,
    pub(crate) one_message_speakers: u64,
}

impl Speaking {
    /// Somebody appears. Their number is that of those who appeared before them.
    pub(crate) fn appear(&mut self) {
        self.people.push(Person::default());
    }

    /// One of those who appeared sends a message on a day, which is not before that of the last message.
    pub(crate) fn speak(&mut self, person: usize, day: i64) {
        self.turn_to(day);
        let oldest = day - (self.month.len() as i64 - 1);
        let newest = self.month.len() - 1;
        let person = &mut self.people[person];
        let spoke = person.messages > 0;
        if !spoke || person.last != day {
            self.speakers_today += 1;
            if spoke && person.last >= oldest {
                self.month[(person.last - oldest) as usize] -= 1;
            } else {
                self.speakers_in_month += 1;
            }
            self.month[newest] += 1;
        }
        person.messages += 1;
        person.last = day;
    }

    /// Closes the days before `day`.
    fn turn_to(&mut self, day: i64) {
        if self.month.is_empty() {
            (self.first_day, self.today) = (day, day);
            self.month.push_back(0);
        }
        if day == self.today {
            return;
        }
        self.close_day();
        for _ in 0..(day - self.today).min(MONTH) {
            self.month.push_back(0);
            if self.month.len() as i64 > MONTH {
                self.speakers_in_month -= self.month.pop_front().unwrap_or(0);
            }
        }
        self.today = day;
    }

    fn close_day(&mut self) {
        if self.speakers_today == 0 {
            return;
        }
        self.days += 1;
        self.speaker_days += self.speakers_today;
        self.busiest_day = self.busiest_day.max(self.speakers_today);
        if self.today - self.first_day + 1 >= MONTH {
            self.sticky.0 += u128::from(self.speakers_today) * UNIT / u128::from(self.speakers_in_month);
            self.sticky.1 += 1;
        }
        self.speakers_today = 0;
    }

    /// The last message has come.
    pub(crate) fn finish(mut self) -> Spoken {
        self.close_day();
        let members = self.people.len() as u128;
        let mut counts: Vec<u64> =
            self.people.iter().map(|person| person.messages).filter(|n| *n > 0).collect();
        counts.sort_unstable();
        let speakers = counts.len() as u128;
        let messages: u128 = counts.iter().copied().map(u128::from).sum();
        let busiest = counts.iter().rev().take(counts.len().div_ceil(10));
        let squares: u128 = counts.iter().map(|count| u128::from(*count).pow(2)).sum();
        Spoken {
            speakers: counts.len() as u64,
            messages: messages as u64,
            days: self.days,
            dau_mean: Ratio::new(self.speaker_days.into(), self.days.into()),
            dau_max: self.busiest_day,
            stickiness: Ratio::new(self.sticky.0, u128::from(self.sticky.1) * UNIT),
            top10_share: Ratio::new(busiest.copied().map(u128::from).sum(), messages),
            gini: gini(&counts, speakers, messages),
            gini_all: gini(&counts, members, messages),
            hhi: Ratio::new(squares, messages * messages),
            silent_share: Ratio::new(members - speakers, members),
            one_message_speakers: counts.partition_point(|count| *count == 1) as u64,
        }
    }
}

/// The Gini coefficient of `sum` messages over `people`, of whom those with none are left out of `ascending`:
/// 2 · Σ i·xᵢ ÷ (n · Σ x) − (n + 1) ÷ n, with i from 1 in ascending order.
fn gini(ascending: &[u64], people: u128, sum: u128) -> Option<Ratio> {
    let silent = people - ascending.len() as u128;
    let weighted: u128 = ascending.iter().zip(silent + 1..).map(|(count, i)| u128::from(*count) * i).sum();
    Ratio::new(2 * weighted - (people + 1) * sum, people * sum)
}
