//! When people came, and as the how-manieth of those whom their inviter brought: as far as the plan asks.

use banyan_plan::kernel::{Member, NOBODY};
use banyan_plan::model::Plan;
use banyan_plan::time::{Period, Time};
use serde::{Deserialize, Serialize};

use crate::undo::{List, undo};

/// What filters by months and by the order of recruits are answered from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Arrivals {
    asks_times: bool,
    asks_order: bool,
    utc_offset: i64,
    joined_at: List<Time>,
    /// Each one's number among those whom their inviter invited, from 1.
    place: List<u32>,
    /// How many each has invited so far; whoever leaves leaves their number behind.
    invited: List<u32>,
}

undo!([] Arrivals: parts [joined_at, place, invited], fixed [asks_times, asks_order, utc_offset]);

impl Arrivals {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            asks_times: plan.needs_months(),
            asks_order: plan.needs_recruits(),
            utc_offset: plan.utc_offset,
            ..Self::default()
        }
    }

    /// Whether anything is remembered.
    #[inline]
    pub(super) fn is_any(&self) -> bool {
        self.asks_times || self.asks_order
    }

    pub(super) fn grow(&mut self, count: usize) {
        if self.asks_times {
            self.joined_at.grow(count, Time(i64::MIN));
        }
        if self.asks_order {
            self.place.grow(count, 0);
            self.invited.grow(count, 0);
        }
    }

    /// Somebody has joined.
    #[inline]
    pub(super) fn joined(&mut self, member: Member, inviter: Member, now: Time) {
        if !self.is_any() {
            return;
        }
        if self.asks_times {
            *self.joined_at.at(member as usize) = now;
        }
        self.comes_to(member, inviter);
    }

    /// Somebody is the next whom an inviter has brought, by joining or by a transfer.
    pub(super) fn comes_to(&mut self, member: Member, inviter: Member) {
        if !self.asks_order || inviter == NOBODY {
            return;
        }
        let invited = self.invited.at(inviter as usize);
        *invited += 1;
        let place = *invited;
        *self.place.at(member as usize) = place;
    }

    /// Whole months of the shop's calendar between their joining and now.
    pub(super) fn months(&self, member: Member, now: Time) -> Option<u32> {
        let joined = self.joined_at.get(member as usize).filter(|at| **at > Time(i64::MIN))?;
        let month = |at: Time| Period::Month.index(at, self.utc_offset);
        let into = |at: Time| at.0 - Period::Month.start(month(at), self.utc_offset).0;
        let begun = month(now) - month(*joined) - i64::from(into(now) < into(*joined));
        Some(u32::try_from(begun).unwrap_or(0))
    }

    /// Their number among those whom their inviter invited.
    pub(super) fn place(&self, member: Member) -> Option<u32> {
        self.place.get(member as usize).copied().filter(|place| *place > 0)
    }

    /// Takes what another plan has remembered; `true` if something was not.
    pub(super) fn take_over(&mut self, old: Self, count: usize) -> bool {
        let missing = (self.asks_times && !old.asks_times) || (self.asks_order && !old.asks_order);
        if self.asks_times {
            self.joined_at = old.joined_at;
        }
        if self.asks_order {
            (self.place, self.invited) = (old.place, old.invited);
        }
        self.grow(count);
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use banyan_plan::time::DAY;

    /// Noon of the so-many-th day of 2026, counted from 0.
    fn noon(day: i64) -> Time {
        Time((20_454 + day) * DAY + DAY / 2)
    }

    fn months(joined: Time, now: Time) -> Option<u32> {
        let mut arrivals = Arrivals { asks_times: true, ..Arrivals::default() };
        arrivals.grow(1);
        arrivals.joined(0, NOBODY, joined);
        arrivals.months(0, now)
    }

    #[test]
    fn a_month_is_over_on_its_day_and_hour() {
        let of_january = |day: i64| noon(day - 1);
        assert_eq!(months(of_january(15), noon(31 + 14).plus(-1)), Some(0));
        assert_eq!(months(of_january(15), noon(31 + 14)), Some(1));
        assert_eq!(months(of_january(15), noon(365 + 14)), Some(12));
        // February has no 31st: the month is over when March begins.
        assert_eq!(months(of_january(31), noon(31 + 27)), Some(0));
        assert_eq!(months(of_january(31), noon(31 + 28)), Some(1));
    }
}
