//! Who on the way up is paid by one reward: a small automaton that is shown one promoter after the other.
//!
//! The kernel shows it the promoters of one sale; the worst-case proof shows it every promoter that there could be.
//! Both therefore agree by construction.

use crate::model::RankNo;
use crate::money::Rate;

/// The way a reward goes up the promoters above the seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    /// Paid at the levels `from..=to`.
    Upline {
        /// First level paid.
        from: u32,
        /// Last level paid.
        to: u32,
        /// Its rates, if it has some of its own.
        rates: LevelRates,
    },
    /// Paid to the nearest of at least this rank.
    Nearest(RankNo),
    /// Paid to those counted `from..=to` among the promoters of at least `of`.
    Generation {
        /// First one paid.
        from: u32,
        /// Last one paid.
        to: u32,
        /// The rank that counts.
        of: RankNo,
        /// As for [`Path::Upline`].
        rates: LevelRates,
    },
    /// Each is paid the rate of their rank less the highest rate met.
    Differential {
        /// Rate by rank number; place 0 is unused.
        rates: Vec<Rate>,
        /// The highest of them: whoever meets it ends the walk.
        top: Rate,
        /// The least that is paid, also to the next of the highest rate met, once for each rate; 0 if there is none.
        floor: Rate,
    },
}

/// Rates by level: one per level, or one for all, or none (fixed amounts, the product's own rate, rates by rank); or those
/// of each rank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LevelRates {
    rates: Vec<Rate>,
    /// So many levels for each rank, from a plain customer's; 0 if ranks do not matter.
    levels: usize,
}

impl LevelRates {
    /// The same for every rank.
    pub fn of_all(rates: Vec<Rate>) -> Self {
        Self { rates, levels: 0 }
    }

    /// For each rank, the lowest first, one per level. Levels that a rank lacks pay nothing.
    pub fn by_rank(ranks: &[Vec<Rate>]) -> Self {
        let levels = ranks.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut rates = vec![Rate(0); levels];
        for rank in ranks {
            rates.extend((0..levels).map(|level| rank.get(level).copied().unwrap_or_default()));
        }
        Self { rates, levels }
    }

    /// The rate at the so-many-th level, counted from 0, for a rank. `None` if the rank has none there.
    #[inline]
    fn at(&self, level: u32, rank: RankNo) -> Option<Rate> {
        if self.levels == 0 {
            let place = if self.rates.len() > 1 { level as usize } else { 0 };
            return Some(self.rates.get(place).copied().unwrap_or_default());
        }
        let rate = if (level as usize) < self.levels {
            self.rates.get(usize::from(rank) * self.levels + level as usize).copied()
        } else {
            None
        };
        rate.filter(|rate| rate.0 > 0)
    }

    /// The most that all levels of one walk can come to, in millionths.
    pub fn most(&self) -> u128 {
        if self.levels == 0 {
            return self.rates.iter().map(|rate| u128::from(rate.0)).sum();
        }
        let highest = |level: usize| self.rates.iter().skip(level).step_by(self.levels).max();
        (0..self.levels).filter_map(highest).map(|rate| u128::from(rate.0)).sum()
    }
}

/// How far a walk has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Walk {
    /// Levels or generations counted.
    level: u32,
    /// The highest rate met.
    met: Rate,
    /// Another one of that rate has been met.
    evened: bool,
    /// So many have been paid, if the reward counts them.
    pub paid: u32,
    /// Nobody further up can be paid.
    pub done: bool,
}

impl Path {
    /// A walk that starts at a seller of this rank.
    #[inline]
    pub fn start(&self, seller: RankNo) -> Walk {
        let (met, done) = match self {
            Self::Differential { rates, top, floor } => {
                let met = rates.get(usize::from(seller)).copied().unwrap_or_default();
                (met, met >= *top && floor.0 == 0)
            }
            _ => (Rate(0), false),
        };
        Walk { level: 0, met, evened: false, paid: 0, done }
    }

    /// Shows the walk the next promoter above: their rank, and whether they pass the reward's filters.
    /// Gives the rate to pay them if they are paid (rate 0 if the path has no rates of its own).
    ///
    /// With `compress`, whoever fails the filters is passed over and not counted.
    #[inline]
    pub fn step(&self, walk: &mut Walk, rank: RankNo, passes: bool, compress: bool) -> Option<Rate> {
        match self {
            Self::Upline { from, to, rates } => level(walk, (*from, *to), rates, (rank, passes, compress)),
            _ => self.step_by_rank(walk, rank, passes, compress),
        }
    }

    /// Of the paths on which ranks decide. Apart, so that the one by levels alone is short.
    fn step_by_rank(&self, walk: &mut Walk, rank: RankNo, passes: bool, compress: bool) -> Option<Rate> {
        match self {
            Self::Upline { .. } => None,
            Self::Nearest(at_least) => {
                if rank < *at_least || (compress && !passes) {
                    return None;
                }
                walk.done = true;
                passes.then_some(Rate(0))
            }
            Self::Generation { from, to, of, rates } => {
                if rank < *of {
                    return None;
                }
                level(walk, (*from, *to), rates, (rank, passes, compress))
            }
            Self::Differential { rates, top, floor } => {
                differential(walk, rates[usize::from(rank)], (*top, *floor), passes, compress)
            }
        }
    }
}

/// Without a floor, whoever has the highest rate met is nobody to a differential; with one, the next of that rate is paid it.
#[inline]
fn differential(
    walk: &mut Walk,
    own: Rate,
    (top, floor): (Rate, Rate),
    passes: bool,
    compress: bool,
) -> Option<Rate> {
    let is_even = floor.0 > 0 && own.0 > 0 && own == walk.met && !walk.evened;
    if (own <= walk.met && !is_even) || (compress && !passes) {
        return None;
    }
    let difference = Rate((own.0 - walk.met.0).max(floor.0));
    walk.met = own;
    walk.evened = is_even;
    walk.done = own >= top && (is_even || floor.0 == 0);
    passes.then_some(difference)
}

#[inline]
fn level(
    walk: &mut Walk,
    (from, to): (u32, u32),
    rates: &LevelRates,
    (rank, passes, compress): (RankNo, bool, bool),
) -> Option<Rate> {
    let level = walk.level + 1;
    // A rank without a rate at this level is passed over like one that fails the filters.
    let rate = if level < from { Some(Rate(0)) } else { rates.at(level - from, rank) };
    if compress && !(passes && rate.is_some()) {
        return None;
    }
    walk.level = level;
    walk.done = level >= to;
    rate.filter(|_| level >= from && passes)
}
