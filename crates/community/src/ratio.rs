//! Exact fractions, and their decimals.

/// A fraction of two whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    over: u128,
    under: u128,
}

impl Ratio {
    /// `over / under`; `None` if nothing is to be divided by.
    pub fn new(over: u128, under: u128) -> Option<Self> {
        (under > 0).then_some(Self { over, under })
    }

    /// The fraction in units of the last of so many decimals, rounded to the nearest, a tie to the even one.
    pub fn rounded(self, decimals: u32) -> u128 {
        let scaled = self.over * 10_u128.pow(decimals);
        let (whole, rest) = (scaled / self.under, scaled % self.under);
        let up = match (rest * 2).cmp(&self.under) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => whole % 2 == 1,
            std::cmp::Ordering::Greater => true,
        };
        whole + u128::from(up)
    }

    /// The fraction in a larger unit, of which one is so many of its own.
    #[must_use]
    pub fn per(self, unit: u128) -> Self {
        Self { under: self.under * unit, ..self }
    }

    /// With so many decimals, at least one: `0.333333`.
    pub fn text(self, decimals: u32) -> String {
        let (rounded, unit) = (self.rounded(decimals), 10_u128.pow(decimals));
        format!("{}.{:0width$}", rounded / unit, rounded % unit, width = decimals as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_nearest_and_a_tie_is_even() {
        let text = |over, under| Ratio::new(over, under).map(|ratio| ratio.text(6)).unwrap_or_default();
        assert_eq!(text(1, 3), "0.333333");
        assert_eq!(text(2, 3), "0.666667");
        assert_eq!(text(1, 128), "0.007812");
        assert_eq!(text(3, 128), "0.023438");
        assert_eq!(text(0, 7), "0.000000");
        assert_eq!(text(7, 7), "1.000000");
        assert_eq!(text(7, 2), "3.500000");
        assert_eq!(text(9_999_999, 10_000_000), "1.000000");
        assert_eq!(Ratio::new(0, 0), None);
    }
}
