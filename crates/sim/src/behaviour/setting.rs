//! What a day's chances depend on, and what comes of them.

use super::basket::{Basket, Shelf};
use super::buyer::{Buyer, Habit};
use super::contacts::Contacts;
use super::crowd::NEVER;
use crate::random::{Purpose, Stream};
use crate::scenario::Scenario;

/// Somebody who said yes and is on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Which person.
    pub person: u32,
    /// The member who asked them.
    pub inviter: u32,
    /// Whether they want to be a promoter.
    pub is_promoter: bool,
}

/// One order of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// The member who buys.
    pub member: u32,
    /// What.
    pub basket: Basket,
    /// Bought in a group that did not fill: all of it goes back the next day.
    pub is_failed_group: bool,
}

/// What a day's chances depend on.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    pub(super) seed: u64,
    pub(super) scenario: &'a Scenario,
    /// Minor units of a major unit of the currency.
    pub(super) scale: i64,
    pub(super) shelf: Shelf,
}

impl Setting<'_> {
    pub(super) fn contacts(&self) -> Contacts<'_> {
        Contacts::new(self.seed, self.scenario)
    }

    pub(super) fn habit(&self) -> Habit {
        Habit::new(self.seed, self.scenario.buy, self.scenario.spend)
    }

    /// The `count`-th order of a person.
    pub(super) fn basket(&self, person: u32, count: u32, buyer: Buyer) -> Basket {
        let chance = Stream::new(self.seed, Purpose::Basket, person, count);
        self.shelf.draw(chance, buyer, self.scenario.spend, self.scenario.refund, self.scale)
    }

    /// The age in days of a promoter's next active day after `age`, by an activity that fades: they are active at rate
    /// h·exp(−age/τ), whose integral is inverted. [`NEVER`] if fatigue wins.
    pub(super) fn next_active(&self, person: u32, count: u32, age: u32) -> u32 {
        let invite = &self.scenario.invite;
        let rate = -libm::log(1.0 - invite.active.min(0.999));
        if rate <= 0.0 {
            return NEVER;
        }
        let draw = Stream::new(self.seed, Purpose::Activity, person, count).exponential();
        let left = libm::exp(-f64::from(age) / invite.fatigue_days) - draw / (rate * invite.fatigue_days);
        if left <= 0.0 {
            return NEVER;
        }
        let next = (-invite.fatigue_days * libm::log(left)).ceil();
        (next as u32).max(age + 1)
    }
}
