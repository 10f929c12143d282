//! One day: who comes, who asks whom, who buys, who gives up.
//!
//! Members are looked at in chunks, on several threads; a chunk changes only its own members, and what chunks found is put
//! together in the order of members. So a day is the same on any number of threads.

use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

use banyan_plan::kernel::NOBODY;

use super::basket::Shelf;
use super::chunk::Found;
use super::crowd::{Crowd, Founded};
use super::setting::{Arrival, Purchase, Setting};
use crate::random::{Purpose, Stream};
use crate::scenario::Scenario;

/// Members of a chunk, at least: fewer are not worth a thread.
const CHUNK: usize = 1 << 14;

/// What happened on a day, in order.
#[derive(Debug, Default)]
pub struct DayEvents {
    /// Members who joined, by number; they are the last of the crowd.
    pub joined: std::ops::Range<u32>,
    /// Members who had been customers and became promoters today.
    pub enrolled: Vec<u32>,
    /// Promoters who gave up in the morning.
    pub left: Vec<u32>,
    /// Orders.
    pub purchases: Vec<Purchase>,
    /// People asked.
    pub asked: u64,
    /// Groups opened today.
    pub groups: u64,
}

/// Everybody who is part of the run, and those on their way.
#[derive(Debug)]
pub struct World<'a> {
    setting: Setting<'a>,
    /// Members.
    pub crowd: Crowd,
    /// By day modulo its length: who arrives then.
    coming: Vec<Vec<Arrival>>,
}

impl<'a> World<'a> {
    /// An empty world. `scale` minor units make one major unit of the currency.
    pub fn new(seed: u64, scenario: &'a Scenario, scale: i64) -> Self {
        Self {
            setting: Setting { seed, scenario, scale, shelf: Shelf::new(&scenario.products) },
            crowd: Crowd::new(scenario.market.population),
            coming: vec![Vec::new(); scenario.invite.decide_days as usize + 2],
        }
    }

    /// Lets a day pass.
    pub fn day(&mut self, day: u32, threads: usize) -> DayEvents {
        let first = self.crowd.len() as u32;
        let mut events = DayEvents::default();
        if day == 0 {
            self.found();
        }
        let slots = self.coming.len();
        let arrivals = std::mem::take(&mut self.coming[day as usize % slots]);
        for arrival in &arrivals {
            self.arrive(*arrival, day, &mut events.enrolled);
        }
        events.joined = first..self.crowd.len() as u32;
        for found in self.chunks(day, threads) {
            for (after, arrival) in found.coming {
                self.coming[(day + after) as usize % slots].push(arrival);
            }
            events.left.extend(found.left);
            events.purchases.extend(found.purchases);
            events.asked += found.asked;
            events.groups += found.groups;
        }
        for member in &events.left {
            self.crowd.leave(*member);
        }
        if self.setting.scenario.leave.idle > 0.0 {
            self.crowd.note_results(&events, day);
        }
        events
    }

    /// The founders: promoters whom nobody invited.
    fn found(&mut self) {
        let mut chance = Stream::new(self.setting.seed, Purpose::Founder, 0, 0);
        let mut left = self.setting.scenario.start.promoters;
        while left > 0 {
            let person = chance.below(self.setting.scenario.market.population);
            if self.crowd.find(person) == Founded::Stranger {
                left -= 1;
                let member = self.join(person, NOBODY, 0);
                self.promote(member, 0);
            }
        }
    }

    fn arrive(&mut self, arrival: Arrival, day: u32, enrolled: &mut Vec<u32>) {
        match self.crowd.find(arrival.person) {
            Founded::Stranger if self.setting.contacts().is_in_market(arrival.person) => {
                let member = self.join(arrival.person, arrival.inviter, day);
                if arrival.is_promoter {
                    self.promote(member, day);
                }
            }
            Founded::Customer(member) if arrival.is_promoter => {
                self.promote(member, day);
                if self.crowd.joined[member as usize] < day {
                    enrolled.push(member);
                }
            }
            _ => {}
        }
    }

    fn join(&mut self, person: u32, inviter: u32, day: u32) -> u32 {
        let habit = self.setting.habit();
        let buyer = habit.buyer(person);
        let start = f64::from(day);
        let (bought, next) =
            if habit.buys_at_once(person) { (0, start) } else { (1, start + habit.gap(person, buyer, 0)) };
        let member = self.crowd.join(person, inviter, day, buyer, next);
        self.crowd.bought[member as usize] = bought;
        member
    }

    fn promote(&mut self, member: u32, day: u32) {
        let person = self.crowd.person[member as usize];
        let contacts = self.setting.contacts().count(person);
        let stay = Stream::new(self.setting.seed, Purpose::Leaving, person, 0).exponential()
            * self.setting.scenario.leave.stay_days;
        let leaves = day.saturating_add(1 + stay.min(1e6) as u32);
        let first = self.setting.next_active(person, 0, 0);
        self.crowd.promote(member, day, contacts, day.saturating_add(first), leaves);
    }

    fn chunks(&mut self, day: u32, threads: usize) -> Vec<Found> {
        let members = self.crowd.len();
        let parts = threads.clamp(1, members.div_ceil(CHUNK).max(1));
        let size = members.div_ceil(parts).max(1);
        let setting = &self.setting;
        let mut chunks = self.crowd.chunks(size);
        let Some(last) = chunks.pop() else { return Vec::new() };
        if chunks.is_empty() {
            return vec![last.day(day, setting)];
        }
        std::thread::scope(|scope| {
            let running: Vec<_> =
                chunks.into_iter().map(|chunk| scope.spawn(move || chunk.day(day, setting))).collect();
            let last = last.day(day, setting);
            let joined = running.into_iter().map(joined);
            joined.chain([last]).collect()
        })
    }
}

/// What a thread has found. If it broke, so does the run: without its part of the people every figure would be wrong.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|broken| resume_unwind(broken))
}

impl Crowd {
    /// Whoever brought those who joined or bought today has had a result.
    fn note_results(&mut self, events: &DayEvents, day: u32) {
        let joined = events.joined.clone();
        for member in joined.chain(events.purchases.iter().map(|purchase| purchase.member)) {
            let inviter = self.inviter[member as usize];
            if let Some(last) = self.last_result.get_mut(inviter as usize) {
                *last = day;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::joined;

    #[test]
    fn a_thread_that_breaks_leaves_no_hole_in_the_figures() {
        let run = |breaks: bool| {
            catch_unwind(|| {
                std::thread::scope(|scope| {
                    joined(scope.spawn(move || {
                        assert!(!breaks, "a hole");
                        7
                    }))
                })
            })
        };
        assert_eq!(run(false).ok(), Some(7));
        assert!(run(true).is_err());
    }
}
