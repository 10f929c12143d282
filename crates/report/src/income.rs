//! How earnings are spread over people, in integers.

use banyan_plan::money::Rate;
use serde::{Deserialize, Serialize};

/// Points that a Lorenz curve is drawn with, at most.
const POINTS: usize = 200;

/// How the earnings of a group of people are spread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// People.
    pub people: u64,
    /// Of these, people who earned nothing, or whose rewards were all taken back.
    pub without: u64,
    /// From (0, 0) to (1, 1), poorest first. The straight diagonal if nobody earned anything.
    pub lorenz: Vec<LorenzPoint>,
    /// 0: all earn the same; 1,000,000: one earns everything.
    pub gini: Rate,
    /// The share of the best-earning tenth of the people.
    pub top_tenth: Rate,
    /// Half of the people earn at most this.
    pub median: i128,
    /// 90 % earn at most this.
    pub p90: i128,
    /// 99 % earn at most this.
    pub p99: i128,
    /// The most that anyone earned.
    pub max: i128,
}

/// A point of a Lorenz curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LorenzPoint {
    /// The share of the people, poorest first.
    pub people: Rate,
    /// The share of all earnings that they have together.
    pub earnings: Rate,
}

impl Distribution {
    /// The spread of these net earnings, one for each person. Someone below zero counts as one who earned nothing, except
    /// in the percentiles, which are of the amounts as they are.
    pub fn of(mut earnings: Vec<i128>) -> Self {
        earnings.sort_unstable();
        let people = earnings.len();
        let without = earnings.iter().filter(|amount| **amount <= 0).count();
        let mut sums = Vec::with_capacity(people + 1);
        sums.push(0_i128);
        let mut weighted = 0_i128;
        for (place, amount) in earnings.iter().enumerate() {
            let amount = (*amount).max(0);
            weighted += amount * (2 * (place as i128 + 1) - people as i128 - 1);
            sums.push(sums[place] + amount);
        }
        let total = sums[people];
        let gini = share(weighted, people as i128 * total);
        let tenth = people.div_ceil(10);
        let percentile = |percent: usize| match people {
            0 => 0,
            _ => earnings[(people * percent).div_ceil(100).clamp(1, people) - 1],
        };
        Self {
            people: people as u64,
            without: without as u64,
            lorenz: curve(&sums),
            gini,
            top_tenth: share(total - sums[people - tenth], total),
            median: percentile(50),
            p90: percentile(90),
            p99: percentile(99),
            max: percentile(100),
        }
    }

    /// The share that earned nothing.
    pub fn without_share(&self) -> Rate {
        share(i128::from(self.without), i128::from(self.people))
    }
}

/// `part` of `whole`, to the nearest millionth, between 0 and 1; 0 of nothing.
pub fn share(part: i128, whole: i128) -> Rate {
    if whole <= 0 || part <= 0 {
        return Rate(0);
    }
    Rate(((part * 1_000_000 + whole / 2) / whole).min(1_000_000) as u32)
}

fn curve(sums: &[i128]) -> Vec<LorenzPoint> {
    let people = sums.len() - 1;
    let total = sums[people];
    if total == 0 {
        let ends = [Rate(0), Rate::ONE];
        return ends.map(|at| LorenzPoint { people: at, earnings: at }).to_vec();
    }
    let steps = people.min(POINTS);
    (0..=steps)
        .map(|step| {
            let at = people * step / steps;
            LorenzPoint { people: share(at as i128, people as i128), earnings: share(sums[at], total) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_earnings_have_no_gini() {
        let all = Distribution::of(vec![500; 40]);
        assert_eq!((all.gini, all.without, all.median, all.max), (Rate(0), 0, 500, 500));
        assert!(all.lorenz.iter().all(|point| point.people == point.earnings));
        assert_eq!(all.top_tenth, Rate(100_000));
    }

    #[test]
    fn one_who_earns_everything() {
        let mut amounts = vec![0; 99];
        amounts.push(1_000);
        let all = Distribution::of(amounts);
        assert_eq!(
            (all.gini, all.without_share(), all.p99, all.max),
            (Rate(990_000), Rate(990_000), 0, 1_000)
        );
        assert_eq!(all.top_tenth, Rate::ONE);
        let last = all.lorenz.last().unwrap();
        assert_eq!((last.people, last.earnings), (Rate::ONE, Rate::ONE));
    }

    #[test]
    fn nobody_and_nothing_are_fine() {
        assert_eq!(Distribution::of(vec![]).lorenz.len(), 2);
        let taken_back = Distribution::of(vec![-5, 0]);
        assert_eq!((taken_back.without, taken_back.gini, taken_back.median), (2, Rate(0), -5));
    }
}
