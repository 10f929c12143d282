//! Moments and the calendar: nanoseconds since 1970 in UTC, and the days, weeks and months they fall in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A moment, in nanoseconds since 1970-01-01T00:00:00Z. Covers 1678 to 2261.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Time(pub i64);

/// Nanoseconds in a second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;

/// Years that a [`Time`] can hold in full.
pub const YEARS: std::ops::RangeInclusive<i64> = 1678..=2261;

impl Time {
    /// The moment of a civil date and time in UTC; `None` if there is no such moment (30 February, 24:00).
    pub fn from_civil(year: i64, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        if !YEARS.contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month)
        {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Some(Self(days_from_civil(year, month, day) * DAY + seconds * SECOND))
    }

    /// Days since 1970-01-01 of the day that this moment falls in.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The moment moved by `nanoseconds`; saturates at the ends of time.
    #[must_use]
    pub fn plus(self, nanoseconds: i64) -> Self {
        Self(self.0.saturating_add(nanoseconds))
    }
}

impl Time {
    /// As files have it, to the nanosecond: `2020-01-04 00:00:00`, `2020-01-04 00:00:00.000000007`.
    pub fn exact(self) -> String {
        match self.0.rem_euclid(SECOND) {
            0 => self.to_string(),
            part => format!("{self}.{part:09}"),
        }
    }
}

impl fmt::Display for Time {
    /// `2020-01-04 00:00:00`, in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.day());
        let seconds = self.0.rem_euclid(DAY) / SECOND;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// A calendar period, as caps, conditions and `on = "period"` count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Period {
    /// A calendar day.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

impl Period {
    /// All of them, the shorter before the longer.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The number of the period that holds `at`, counted from 1970. `utc_offset` (nanoseconds) is the shop's.
    pub fn index(self, at: Time, utc_offset: i64) -> i64 {
        let day = at.plus(utc_offset).day();
        match self {
            Self::Day => day,
            // 1970-01-01 was a Thursday: three days after a Monday.
            Self::Week => (day + 3).div_euclid(7),
            Self::Month => {
                let (year, month, _) = civil_from_days(day);
                (year - 1970) * 12 + i64::from(month) - 1
            }
            Self::Quarter => Self::Month.index(at, utc_offset).div_euclid(3),
            Self::Year => Self::Month.index(at, utc_offset).div_euclid(12),
        }
    }

    /// The first moment of period number `index`: also the moment at which the one before it closes.
    pub fn start(self, index: i64, utc_offset: i64) -> Time {
        let day = match self {
            Self::Day => index,
            Self::Week => index * 7 - 3,
            Self::Month => days_from_civil(1970 + index.div_euclid(12), index.rem_euclid(12) as u8 + 1, 1),
            Self::Quarter => return Self::Month.start(index * 3, utc_offset),
            Self::Year => return Self::Month.start(index * 12, utc_offset),
        };
        Time(day.saturating_mul(DAY).saturating_sub(utc_offset))
    }

    /// The period's name in files: `2020-01-31`, `2020-W05`, `2020-01`, `2020-Q1`, `2020`.
    pub fn name(self, index: i64) -> String {
        let first = self.start(index, 0).day();
        match self {
            Self::Day => {
                let (year, month, day) = civil_from_days(first);
                format!("{year:04}-{month:02}-{day:02}")
            }
            Self::Week => {
                // The ISO year of a week is the year of its Thursday.
                let (year, ..) = civil_from_days(first + 3);
                let week = (first + 3 - days_from_civil(year, 1, 1)) / 7 + 1;
                format!("{year:04}-W{week:02}")
            }
            Self::Month => {
                let (year, month, _) = civil_from_days(first);
                format!("{year:04}-{month:02}")
            }
            Self::Quarter => {
                let (year, month, _) = civil_from_days(first);
                format!("{year:04}-Q{}", (month - 1) / 3 + 1)
            }
            Self::Year => format!("{:04}", civil_from_days(first).0),
        }
    }
}

/// Days since 1970-01-01 of a `YYYY-MM-DD`.
pub fn day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Time::from_civil(year, month, day, 0, 0, 0).map(|_| days_from_civil(year, month, day))
}

/// Days from 1970-01-01 to a civil date of the proleptic Gregorian calendar. Howard Hinnant's `days_from_civil`.
pub fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The civil date (year, month, day) that lies `days` after 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u8;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_print_as_they_were_given() {
        let at = Time::from_civil(2020, 2, 29, 23, 59, 59).unwrap();
        assert_eq!(at.to_string(), "2020-02-29 23:59:59");
        assert_eq!(Time(0).to_string(), "1970-01-01 00:00:00");
        for (year, month, day, hour) in
            [(2021, 2, 29, 0), (2020, 13, 1, 0), (2020, 1, 0, 0), (2020, 1, 1, 24), (1600, 1, 1, 0)]
        {
            assert_eq!(Time::from_civil(year, month, day, hour, 0, 0), None);
        }
    }

    #[test]
    fn periods_have_the_names_people_give_them() {
        let at = Time::from_civil(2021, 1, 3, 20, 0, 0).unwrap();
        let name = |period: Period, offset| period.name(period.index(at, offset));
        assert_eq!(name(Period::Day, 0), "2021-01-03");
        assert_eq!(name(Period::Week, 0), "2020-W53");
        assert_eq!(name(Period::Month, 0), "2021-01");
        assert_eq!(
            (name(Period::Quarter, 0), name(Period::Year, 0)),
            ("2021-Q1".to_owned(), "2021".to_owned())
        );
        let before = Period::Quarter.index(Time::from_civil(1969, 12, 31, 23, 0, 0).unwrap(), 0);
        assert_eq!(Period::Quarter.name(before), "1969-Q4");
        // Four in the morning of Monday the 4th in Shanghai.
        assert_eq!(name(Period::Day, 8 * 3600 * SECOND), "2021-01-04");
        assert_eq!(name(Period::Week, 8 * 3600 * SECOND), "2021-W01");
    }

    proptest! {
        #[test]
        fn every_moment_lies_in_its_period(ns in -9_000_000_000_000_000_000_i64..9_000_000_000_000_000_000, offset in -14_i64..=14) {
            let offset = offset * 3600 * SECOND;
            for period in Period::ALL {
                let index = period.index(Time(ns), offset);
                prop_assert!(period.start(index, offset) <= Time(ns));
                prop_assert!(Time(ns) < period.start(index + 1, offset));
            }
        }

        #[test]
        fn dates_go_there_and_back(days in -100_000_i64..100_000) {
            let (year, month, day) = civil_from_days(days);
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
