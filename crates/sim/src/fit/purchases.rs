//! What a shop's orders say of each buyer: how often they came again, when last, how long they have been known, what they
//! spends.

use std::collections::BTreeMap;

use banyan_plan::money::Minor;

/// One buyer, in the field's own letters. Purchases of one day count as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Buyer {
    /// Repeat purchases.
    pub x: u32,
    /// Weeks from the first purchase to the last.
    pub t_x: f64,
    /// Weeks from the first purchase to the end of the observation.
    pub t: f64,
    /// The average repeat purchase in the currency's major unit; 0 without repeats.
    pub spend: f64,
}

/// All buyers of a shop.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Purchases {
    /// In the order of their numbers.
    pub buyers: Vec<Buyer>,
}

impl Purchases {
    /// From purchases (buyer, day, amount in minor units of which `scale` make a major one), in any order, up to and
    /// including the day `until`. Amounts that are not above zero are left out.
    pub fn of(purchases: impl IntoIterator<Item = (u32, i64, Minor)>, until: i64, scale: i64) -> Self {
        let mut days: BTreeMap<u32, BTreeMap<i64, Minor>> = BTreeMap::new();
        for (buyer, day, amount) in purchases {
            if day <= until && amount > 0 {
                *days.entry(buyer).or_default().entry(day).or_default() += amount;
            }
        }
        let weeks = |days: i64| days as f64 / 7.0;
        let buyer = |days: BTreeMap<i64, Minor>| {
            let first = days.first_key_value().map_or(0, |(day, _)| *day);
            let last = days.last_key_value().map_or(0, |(day, _)| *day);
            let repeats = days.len() as u32 - 1;
            let sum: Minor = days.values().skip(1).sum();
            let spend = if repeats > 0 { sum as f64 / f64::from(repeats) / scale as f64 } else { 0.0 };
            Buyer { x: repeats, t_x: weeks(last - first), t: weeks(until - first), spend }
        };
        Self { buyers: days.into_values().map(buyer).collect() }
    }
}
