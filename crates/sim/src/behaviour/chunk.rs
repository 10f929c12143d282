//! Some members in a row, and what they do on a day.

use super::buyer::Buyer;
use super::contacts::Answer;
use super::crowd::{Crowd, NEVER, REVIEW};
use super::setting::{Arrival, Purchase, Setting};
use crate::random::{Purpose, Stream};

/// What one chunk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// With the number of days until then.
    pub(super) coming: Vec<(u32, Arrival)>,
    pub(super) left: Vec<u32>,
    pub(super) purchases: Vec<Purchase>,
    pub(super) asked: u64,
    pub(super) groups: u64,
}

/// The columns of one chunk that a day changes.
pub(super) struct Chunk<'c> {
    first: u32,
    person: &'c [u32],
    since: &'c [u32],
    buyer: &'c [Buyer],
    contacts: &'c [u32],
    next_buy: &'c mut [f64],
    bought: &'c mut [u32],
    next_ask: &'c mut [u32],
    asked: &'c mut [u32],
    active_days: &'c mut [u32],
    leaves: &'c [u32],
    last_result: &'c [u32],
    next_review: &'c mut [u32],
}

impl Crowd {
    /// The members in chunks of a size, each with its own part of every column.
    pub(super) fn chunks(&mut self, size: usize) -> Vec<Chunk<'_>> {
        let mut rest = Chunk {
            first: 0,
            person: &self.person,
            since: &self.promoter_since,
            buyer: &self.buyer,
            contacts: &self.contacts,
            next_buy: &mut self.next_buy,
            bought: &mut self.bought,
            next_ask: &mut self.next_ask,
            asked: &mut self.asked,
            active_days: &mut self.active_days,
            leaves: &self.leaves,
            last_result: &self.last_result,
            next_review: &mut self.next_review,
        };
        let mut chunks = Vec::new();
        while rest.person.len() > size {
            let (chunk, after) = rest.split(size);
            chunks.push(chunk);
            rest = after;
        }
        chunks.push(rest);
        chunks
    }
}

impl Chunk<'_> {
    fn split(self, size: usize) -> (Self, Self) {
        let (person, since, buyer) =
            (self.person.split_at(size), self.since.split_at(size), self.buyer.split_at(size));
        let (contacts, leaves) = (self.contacts.split_at(size), self.leaves.split_at(size));
        let last_result = self.last_result.split_at(size);
        let (next_buy, bought) = (self.next_buy.split_at_mut(size), self.bought.split_at_mut(size));
        let (next_ask, asked) = (self.next_ask.split_at_mut(size), self.asked.split_at_mut(size));
        let (active_days, next_review) =
            (self.active_days.split_at_mut(size), self.next_review.split_at_mut(size));
        let chunk = Self {
            first: self.first,
            person: person.0,
            since: since.0,
            buyer: buyer.0,
            contacts: contacts.0,
            next_buy: next_buy.0,
            bought: bought.0,
            next_ask: next_ask.0,
            asked: asked.0,
            active_days: active_days.0,
            leaves: leaves.0,
            last_result: last_result.0,
            next_review: next_review.0,
        };
        let after = Self {
            first: self.first + size as u32,
            person: person.1,
            since: since.1,
            buyer: buyer.1,
            contacts: contacts.1,
            next_buy: next_buy.1,
            bought: bought.1,
            next_ask: next_ask.1,
            asked: asked.1,
            active_days: active_days.1,
            leaves: leaves.1,
            last_result: last_result.1,
            next_review: next_review.1,
        };
        (chunk, after)
    }

    pub(super) fn day(mut self, day: u32, setting: &Setting<'_>) -> Found {
        let mut found = Found::default();
        let tonight = f64::from(day + 1);
        for at in 0..self.person.len() {
            if self.leaves[at] == day || (self.next_review[at] == day && self.gives_up(at, day, setting)) {
                found.left.push(self.first + at as u32);
            } else if self.next_ask[at] == day {
                self.ask(at, day, setting, &mut found);
            }
            while self.next_buy[at] < tonight {
                self.buy(at, setting, &mut found);
            }
        }
        found
    }

    /// After a month without any result some give up.
    fn gives_up(&mut self, at: usize, day: u32, setting: &Setting<'_>) -> bool {
        self.next_review[at] = day + REVIEW;
        let months = (day - self.since[at]) / REVIEW;
        day >= self.last_result[at] + REVIEW
            && Stream::new(setting.seed, Purpose::Leaving, self.person[at], months).unit()
                < setting.scenario.leave.idle
    }

    /// An active day: they ask the next of their contacts.
    fn ask(&mut self, at: usize, day: u32, setting: &Setting<'_>, found: &mut Found) {
        let (person, inviter) = (self.person[at], self.first + at as u32);
        self.next_ask[at] = NEVER;
        if setting.scenario.invite.stop_after.is_some_and(|stop| day >= stop) {
            return;
        }
        let contacts = setting.contacts();
        let end = (self.asked[at] + setting.scenario.invite.per_day.min(setting.scenario.invite.limit))
            .min(self.contacts[at]);
        for k in self.asked[at]..end {
            let (who, answer, after) = contacts.ask(person, k);
            if answer != Answer::No {
                let is_promoter = answer == Answer::Promoter;
                found.coming.push((after, Arrival { person: who, inviter, is_promoter }));
            }
        }
        found.asked += u64::from(end - self.asked[at]);
        self.asked[at] = end;
        self.active_days[at] += 1;
        if end < self.contacts[at] {
            let since = self.since[at];
            self.next_ask[at] =
                since.saturating_add(setting.next_active(person, self.active_days[at], day - since));
        }
    }

    /// A purchase, and the moment of the next one.
    fn buy(&mut self, at: usize, setting: &Setting<'_>, found: &mut Found) {
        let (person, buyer, count) = (self.person[at], self.buyer[at], self.bought[at]);
        let member = self.first + at as u32;
        let basket = setting.basket(person, count, buyer);
        let mut is_failed_group = false;
        if let Some(group) = setting.scenario.group_buy {
            found.groups += 1;
            let mut chance = Stream::new(setting.seed, Purpose::Group, person, count);
            let agreed = (0..group.asked).filter(|_| chance.unit() < group.agree).count() as u32;
            is_failed_group = agreed + 1 < group.size;
            if !is_failed_group {
                let contacts = setting.contacts();
                for _ in 1..group.size {
                    let who = contacts.near(person, &mut chance);
                    found.coming.push((1, Arrival { person: who, inviter: member, is_promoter: false }));
                }
            }
        }
        found.purchases.push(Purchase { member, basket, is_failed_group });
        let habit = setting.habit();
        self.next_buy[at] += habit.gap(person, buyer, count);
        self.bought[at] = count + 1;
    }
}
