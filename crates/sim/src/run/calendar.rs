//! When things happen on a day of a run, in the shop's own time: promoters leave at 00:10, people join at 06:00,
//! customers become promoters at 08:00, orders are paid from 09:00 to 21:00, refunds come at 21:30, ranks are given by
//! hand at 23:00.

use banyan_plan::model::Plan;
use banyan_plan::time::{DAY, SECOND, Time};

use crate::scenario::{Scenario, ScenarioError};

/// The days of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar {
    start: Time,
}

const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

impl Calendar {
    pub(crate) fn new(plan: &Plan, scenario: &Scenario) -> Result<Self, ScenarioError> {
        let wrong = || {
            ScenarioError::new(
                "`run.start` 应为 2026-01-01 这样的日期",
                "expected `run.start` to be a date such as 2026-01-01",
            )
        };
        let parts: Vec<i64> = scenario.run.start.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, day] = parts[..] else { return Err(wrong()) };
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else { return Err(wrong()) };
        if !(1900..=2200).contains(&year) {
            return Err(wrong());
        }
        let local = Time::from_civil(year, month, day, 0, 0, 0).ok_or_else(wrong)?;
        Ok(Self { start: local.plus(-plan.utc_offset) })
    }

    pub(crate) fn midnight(self, day: u32) -> Time {
        self.start.plus(i64::from(day) * DAY)
    }

    pub(crate) fn leaving(self, day: u32) -> Time {
        self.midnight(day).plus(10 * MINUTE)
    }

    pub(crate) fn joining(self, day: u32) -> Time {
        self.midnight(day).plus(6 * HOUR)
    }

    pub(crate) fn enrolling(self, day: u32) -> Time {
        self.midnight(day).plus(8 * HOUR)
    }

    /// The `place`-th of `count` orders, to the second.
    pub(crate) fn ordering(self, day: u32, place: usize, count: usize) -> Time {
        let second = place as i64 * 12 * 3_600 / count.max(1) as i64;
        self.midnight(day).plus(9 * HOUR + second * SECOND)
    }

    pub(crate) fn refunding(self, day: u32) -> Time {
        self.midnight(day).plus(21 * HOUR + 30 * MINUTE)
    }

    pub(crate) fn promoting(self, day: u32) -> Time {
        self.midnight(day).plus(23 * HOUR)
    }

    /// The day of a moment; before the first, 0.
    pub(crate) fn day(self, at: Time) -> u32 {
        u32::try_from((at.0 - self.start.0).div_euclid(DAY)).unwrap_or(0)
    }
}
