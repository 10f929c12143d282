//! What is paid at the close of a period beside the chains: pools and pairs.

use crate::model::{Carry, Pair};
use crate::money::Minor;
use serde::{Deserialize, Serialize};

/// Divides a pot by weights so that the shares add up to the pot: each share is truncated, and the minor units that are
/// left go to the first payees, one each. No weight, or no pot, gives nothing to anybody.
pub fn share(pot: Minor, weights: &[i64]) -> Vec<Minor> {
    let total: i128 = weights.iter().map(|weight| i128::from((*weight).max(0))).sum();
    if total == 0 || pot <= 0 {
        return vec![0; weights.len()];
    }
    let part = |weight: &i64| (i128::from(pot) * i128::from((*weight).max(0)) / total) as Minor;
    let mut shares: Vec<Minor> = weights.iter().map(part).collect();
    let mut left = pot - shares.iter().sum::<Minor>();
    for (share, weight) in shares.iter_mut().zip(weights) {
        if left > 0 && *weight > 0 {
            *share += 1;
            left -= 1;
        }
    }
    shares
}

/// The settled amounts of a promoter's two legs that have not been paired yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legs {
    /// Left and right.
    pub amounts: [Minor; 2],
    /// What has been lost without being paired.
    pub lost: [Minor; 2],
}

/// What has been paired at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Paired {
    /// Taken from the weaker leg: what a rate is taken of.
    pub base: Minor,
    /// Taken from left and right.
    pub took: [Minor; 2],
    /// So many pairs of the unit.
    pub units: Minor,
}

impl Legs {
    /// Pairs the two legs: takes as much from both as the terms allow and gives it; the rest stays.
    pub fn pair(&mut self, terms: &Pair) -> Paired {
        let weaker = usize::from(self.amounts[1] < self.amounts[0]);
        let (weak, strong) = (self.amounts[weaker].max(0), self.amounts[1 - weaker].max(0));
        let parts = Minor::from(terms.more) + 1;
        // What the weaker leg can give so that the stronger one has its parts.
        let most = weak.min(strong / parts);
        let (base, units) = if let Some(unit) = terms.unit.filter(|unit| *unit > 0) {
            (most / unit * unit, most / unit)
        } else if terms.steps.is_empty() {
            (most, 1)
        } else {
            let reached = terms.steps.iter().copied().filter(|step| *step <= most).max();
            (reached.unwrap_or(0), 1)
        };
        let mut took = [base * parts; 2];
        took[weaker] = base;
        self.amounts = [self.amounts[0] - took[0], self.amounts[1] - took[1]];
        Paired { base, took, units }
    }

    /// So much of each leg is lost without being paired.
    pub fn lose(&mut self, amounts: [Minor; 2]) {
        for (side, amount) in amounts.into_iter().enumerate() {
            self.lost[side] = self.lost[side].saturating_add(amount);
            self.amounts[side] -= amount;
        }
    }

    /// What waits for the next close; the rest is lost, and a refund takes from what is lost before it opens pairs.
    pub fn carry(&mut self, carry: Carry) {
        let stronger = self.amounts[0].max(self.amounts[1]);
        for side in 0..2 {
            let rest = self.amounts[side];
            let keeps = match carry {
                Carry::All => rest,
                Carry::None => rest.min(0),
                Carry::Stronger if rest == stronger => rest,
                Carry::Stronger => rest.min(0),
                Carry::Most(most) => rest.min(most),
            };
            self.lost[side] = self.lost[side].saturating_add(rest - keeps);
            self.amounts[side] = keeps;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_of_a_pool_add_up() {
        assert_eq!(share(645, &[1, 1, 1, 1]), [162, 161, 161, 161]);
        assert_eq!(share(100, &[3, 0, 1]), [75, 0, 25]);
        assert_eq!(share(100, &[0, 0]), [0, 0]);
        assert_eq!(share(-5, &[1]), [0]);
    }

    #[test]
    fn the_stronger_leg_carries_forward() {
        let mut legs = Legs { amounts: [1_000, 400], lost: [0, 0] };
        let any = Pair::default();
        assert_eq!((legs.pair(&any).base, legs.amounts), (400, [600, 0]));
        legs.amounts[1] += 700;
        assert_eq!((legs.pair(&any).base, legs.amounts), (600, [0, 100]));
    }

    #[test]
    fn units_ratios_and_steps_take_what_fits() {
        let legs = Legs { amounts: [1_000, 450], lost: [0, 0] };
        let pair = |terms: &Pair| {
            let mut legs = legs;
            let paired = legs.pair(terms);
            (paired.base, paired.units, legs.amounts)
        };
        let unit = Pair { unit: Some(200), ..Pair::default() };
        assert_eq!(pair(&unit), (400, 2, [600, 50]));
        assert_eq!(pair(&Pair { more: 1, ..unit }), (400, 2, [200, 50]));
        assert_eq!(pair(&Pair { steps: vec![100, 300, 500], ..Pair::default() }), (300, 1, [700, 150]));
    }

    #[test]
    fn what_is_not_carried_is_lost() {
        let carry = |carry| {
            let mut legs = Legs { amounts: [600, 50], lost: [0, 0] };
            legs.carry(carry);
            (legs.amounts, legs.lost)
        };
        assert_eq!(carry(Carry::All), ([600, 50], [0, 0]));
        assert_eq!(carry(Carry::None), ([0, 0], [600, 50]));
        assert_eq!(carry(Carry::Stronger), ([600, 0], [0, 50]));
        assert_eq!(carry(Carry::Most(100)), ([100, 50], [500, 0]));
    }

    proptest! {
        #[test]
        fn every_pot_is_shared_to_the_last_cent(pot in 1_i64..10_000_000_000_000, weights in prop::collection::vec(0_i64..1_000_000_000, 1..40)) {
            let shares = share(pot, &weights);
            let expected = if weights.iter().all(|weight| *weight == 0) { 0 } else { pot };
            prop_assert_eq!(shares.iter().sum::<i64>(), expected);
            prop_assert!(shares.iter().zip(&weights).all(|(share, weight)| *weight > 0 || *share == 0));
        }
    }
}
