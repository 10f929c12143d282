//! How often people buy, and until when: BG/NBD (Fader, Hardie & Lee 2005). While alive, a buyer buys at a rate of their
//! own, gamma-distributed over buyers; after each repeat purchase they drop out with a probability of their own,
//! beta-distributed. What they spend is gamma-gamma (Fader & Hardie 2013).

use crate::random::{Purpose, Stream};
use crate::scenario::{Buy, Spend};

/// What makes a buyer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Buyer {
    /// Purchases a day while alive.
    pub rate: f32,
    /// The probability of dropping out after a repeat purchase.
    pub dropout: f32,
    /// Their average order, in the currency's major unit.
    pub spend: f32,
}

/// Draws buyers and their purchases.
#[derive(Debug, Clone, Copy)]
pub struct Habit {
    seed: u64,
    buy: Buy,
    spend: Spend,
}

impl Habit {
    /// The buyers of a seed.
    pub fn new(seed: u64, buy: Buy, spend: Spend) -> Self {
        Self { seed, buy, spend }
    }

    /// The buyer that a person is.
    pub fn buyer(&self, person: u32) -> Buyer {
        let mut chance = Stream::new(self.seed, Purpose::Buyer, person, 0);
        let rate = chance.gamma(self.buy.r) / self.buy.alpha / 7.0;
        let dropout = chance.beta(self.buy.a, self.buy.b);
        // The mean order of a buyer is p / ν with ν ~ gamma(q, γ), so that the mean over buyers is p γ / (q − 1).
        let gamma = self.spend.mean * (self.spend.q - 1.0) / self.spend.p;
        let nu = chance.gamma(self.spend.q) / gamma;
        let spend = self.spend.p / nu.max(1e-12);
        Buyer { rate: rate as f32, dropout: dropout as f32, spend: spend as f32 }
    }

    /// Whether they buy on joining.
    pub fn buys_at_once(&self, person: u32) -> bool {
        self.buy.first >= 1.0 || Stream::new(self.seed, Purpose::Purchase, person, 0).unit() < self.buy.first
    }

    /// Days from one purchase to the next, `repeat` being the number of repeat purchases made so far; infinite if they have
    /// dropped out.
    pub fn gap(&self, person: u32, buyer: Buyer, repeat: u32) -> f64 {
        let mut chance = Stream::new(self.seed, Purpose::Purchase, person, repeat + 1);
        let gap = chance.exponential() / f64::from(buyer.rate).max(1e-300);
        // Nobody drops out before their first repeat purchase.
        if repeat > 0 && chance.unit() < f64::from(buyer.dropout) { f64::INFINITY } else { gap }
    }
}
