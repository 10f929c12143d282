//! What an order holds: a product, an amount, a cost, and what will go back. Here a drawn figure becomes money: it is
//! rounded once, and is an integer from then on.

use banyan_plan::money::{Minor, Rate};

use super::buyer::Buyer;
use crate::random::Stream;
use crate::scenario::{Product, Refund, Spend};

/// The products, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// Of each product: the cumulated weight, up to 1.
    until: Vec<f64>,
    /// Of each product: what the supplier gets of the price.
    costs: Vec<Rate>,
}

/// One order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basket {
    /// The product's place in the scenario.
    pub product: u16,
    /// What is paid.
    pub amount: Minor,
    /// What the supplier gets.
    pub cost: Minor,
    /// How many days later it goes back; 0: it does not.
    pub refund_after: u16,
    /// How much goes back.
    pub refunded: Minor,
}

impl Shelf {
    /// The shelf of a scenario.
    pub fn new(products: &[Product]) -> Self {
        let total: f64 = products.iter().map(|product| product.weight).sum();
        let mut sum = 0.0;
        let until = products.iter().map(|product| {
            sum += product.weight;
            sum / total
        });
        Self {
            until: until.collect(),
            costs: products.iter().map(|product| cost_rate(product.margin)).collect(),
        }
    }

    /// One order of a buyer; `scale` minor units make one major unit.
    pub fn draw(&self, mut chance: Stream, buyer: Buyer, spend: Spend, refund: Refund, scale: i64) -> Basket {
        let place = chance.unit();
        let product = self.until.iter().position(|until| place < *until).unwrap_or(self.until.len() - 1);
        let value = f64::from(buyer.spend) * chance.gamma(spend.p) / spend.p * scale as f64;
        let amount = (value.round() as Minor).clamp(1, 100_000_000 * scale);
        let cost = self.costs[product].of(amount);
        let (mut refund_after, mut refunded) = (0, 0);
        if chance.unit() < refund.rate {
            refund_after = 1 + chance.below(refund.within_days) as u16;
            refunded = if chance.unit() < refund.partial { (amount / 2).max(1) } else { amount };
        }
        Basket { product: product as u16, amount, cost, refund_after, refunded }
    }
}

/// What the supplier gets of a price, from what the shop keeps.
pub(crate) fn cost_rate(margin: f64) -> Rate {
    Rate(1_000_000 - millionths(margin))
}

/// A share in millionths.
pub(crate) fn millionths(share: f64) -> u32 {
    (share * 1e6).round().clamp(0.0, 1e6) as u32
}
