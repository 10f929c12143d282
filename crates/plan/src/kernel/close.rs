//! What is paid at the close of a period beside the chains: pools and pairs.

use crate::money::Minor;

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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Legs {
    /// Left and right.
    pub amounts: [Minor; 2],
}

impl Legs {
    /// Pairs the two legs: takes the weaker one's amount from both and gives it; the rest is carried forward.
    pub fn pair(&mut self) -> Minor {
        let weaker = self.amounts[0].min(self.amounts[1]).max(0);
        self.amounts[0] -= weaker;
        self.amounts[1] -= weaker;
        weaker
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
        let mut legs = Legs { amounts: [1_000, 400] };
        assert_eq!((legs.pair(), legs.amounts), (400, [600, 0]));
        legs.amounts[1] += 700;
        assert_eq!((legs.pair(), legs.amounts), (600, [0, 100]));
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
