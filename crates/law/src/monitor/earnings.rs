//! Typical earnings: what has to stand beside every claim about income.

use banyan_plan::money::{Minor, Rate};

use super::share;

/// What promoters really earned in a period, in minor units. Percentiles are by nearest rank: the p-th is the earnings of
/// somebody real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypicalEarnings {
    /// Promoters counted, those who earned nothing included.
    pub people: u64,
    /// Of these, who earned nothing, or owe.
    pub earned_nothing: u64,
    /// Their share of all.
    pub nothing_share: Rate,
    /// Half earned no more than this.
    pub median: Minor,
    /// A quarter earned no more than this.
    pub p25: Minor,
    /// Three quarters earned no more than this.
    pub p75: Minor,
    /// Nine in ten earned no more than this.
    pub p90: Minor,
    /// Ninety-nine in a hundred earned no more than this.
    pub p99: Minor,
    /// The most that anybody earned.
    pub most: Minor,
}

/// Typical earnings of everybody who could have earned; `None` if there is nobody.
pub fn typical_earnings(earnings: &[Minor]) -> Option<TypicalEarnings> {
    let mut sorted = earnings.to_vec();
    sorted.sort_unstable();
    let most = *sorted.last()?;
    let at = |percent: usize| sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1];
    let nothing = sorted.partition_point(|sum| *sum <= 0);
    Some(TypicalEarnings {
        people: sorted.len() as u64,
        earned_nothing: nothing as u64,
        nothing_share: share(nothing as i128, sorted.len() as i128).unwrap_or_default(),
        median: at(50),
        p25: at(25),
        p75: at(75),
        p90: at(90),
        p99: at(99),
        most,
    })
}
