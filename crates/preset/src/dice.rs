//! Chance that follows from a seed: a past is told the same way every time.

use banyan_base::random::{NoRandomness, Random as _, Seeded};

/// Gives numbers that follow from a seed.
pub(crate) struct Dice(Seeded);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Seeded::new(seed))
    }

    /// A number from 0 up to, but not, `limit`; 0 for a limit below 1.
    pub(crate) fn below(&mut self, limit: i64) -> Result<i64, NoRandomness> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes)?;
        // A limit is small beside 2^63: the first numbers are likelier by less than one in a billion.
        Ok((i64::from_be_bytes(bytes) & i64::MAX).checked_rem(limit).unwrap_or_default())
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> Result<i64, NoRandomness> {
        Ok(low + self.below(high - low + 1)?)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(crate) fn percent(&mut self, times: i64) -> Result<bool, NoRandomness> {
        Ok(self.below(100)? < times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_throws_the_same_numbers_again_and_all_sides_come_up() {
        let throws = |seed| {
            let mut dice = Dice::new(seed);
            (0..200).map(|_| dice.between(1, 6).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
        assert!((1..=6).all(|side| throws(7).contains(&side)));
        assert_eq!(Dice::new(1).below(0).unwrap(), 0);
    }
}
