//! The contact graph. It is not stored: a person's k-th contact, nearest first, is a function of the seed, the person and
//! k. The nearest fifty live in their circle (neighbours on a ring, who share contacts), the others anywhere.
//!
//! **More market never means fewer members.** Contacts are drawn from the whole population; the market decides only which
//! of them can be interested, and a larger market contains the smaller one. The day on which a person joins is the
//! least, over those who know them, of the day on which they became promoters plus a delay that depends on that pair
//! alone: first-passage percolation (Hammersley & Welsh 1965). More people can only add ways to somebody, so nobody
//! joins later. It needs that promoters do not act on what others do (`leave.idle = 0`).

use crate::random::{Purpose, Stream};
use crate::scenario::{LAYERS, Scenario};

/// What a contact answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They want nothing of it.
    No,
    /// They buy: a customer.
    Customer,
    /// They join in: a promoter.
    Promoter,
}

/// The graph of one run.
#[derive(Debug, Clone, Copy)]
pub struct Contacts<'a> {
    seed: u64,
    scenario: &'a Scenario,
}

impl<'a> Contacts<'a> {
    /// The graph of a seed.
    pub fn new(seed: u64, scenario: &'a Scenario) -> Self {
        Self { seed, scenario }
    }

    /// Whether a person belongs to the market. Who belongs to a market belongs to every larger one.
    pub fn is_in_market(&self, person: u32) -> bool {
        let market = self.scenario.market;
        let share = f64::from(market.people) / f64::from(market.population);
        Stream::new(self.seed, Purpose::Market, person, 0).unit() < share
    }

    /// How many contacts a person can ask: log-normal, at most a group.
    pub fn count(&self, person: u32) -> u32 {
        let contacts = self.scenario.contacts;
        let normal = Stream::new(self.seed, Purpose::Contacts, person, 0).normal();
        let number = contacts.median * libm::exp(contacts.spread * normal);
        (number as u32).clamp(1, self.scenario.invite.group)
    }

    /// The k-th contact (from 0): who they are, what they answer when asked, and how many days later they come.
    pub fn ask(&self, person: u32, k: u32) -> (u32, Answer, u32) {
        let invite = &self.scenario.invite;
        let mut chance = Stream::new(self.seed, Purpose::Contact, person, k);
        let layer = LAYERS.iter().position(|end| k < *end).unwrap_or(LAYERS.len() - 1);
        let crowd = crowding(k, invite.best_group, invite.group);
        let (promoter, customer) = (invite.promoter[layer] * crowd, invite.customer[layer] * crowd);
        let answer = match chance.unit() {
            draw if draw < promoter => Answer::Promoter,
            draw if draw < promoter + customer => Answer::Customer,
            _ => return (0, Answer::No, 0),
        };
        let delay = 1 + chance.below(invite.decide_days);
        (self.who(person, layer, &mut chance), answer, delay)
    }

    /// One of the nearest contacts, for a purchase in a group.
    pub fn near(&self, person: u32, chance: &mut Stream) -> u32 {
        self.who(person, 0, chance)
    }

    fn who(&self, person: u32, layer: usize, chance: &mut Stream) -> u32 {
        let population = self.scenario.market.population;
        if layer >= 3 {
            return chance.below(population);
        }
        let circle = self.scenario.contacts.circle;
        // From half a circle before them to half a circle after them.
        let step = u64::from(chance.below(circle));
        let place = (u64::from(person) + u64::from(population) + step - u64::from(circle / 2))
            % u64::from(population);
        place as u32
    }
}

/// A group beyond its best size answers less: down to a half when it is full.
fn crowding(k: u32, best: u32, full: u32) -> f64 {
    if k < best || full <= best {
        return 1.0;
    }
    1.0 - 0.5 * f64::from(k - best) / f64::from(full - best)
}
