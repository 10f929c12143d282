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
        /// One rate per level, or one for all, or none (fixed amounts and the product's own rate).
        rates: Vec<Rate>,
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
        rates: Vec<Rate>,
    },
    /// Each is paid the rate of her rank less the highest rate met.
    Differential {
        /// Rate by rank number; place 0 is unused.
        rates: Vec<Rate>,
        /// The highest of them: whoever meets it ends the walk.
        top: Rate,
    },
}

/// How far a walk has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Walk {
    /// Levels or generations counted.
    level: u32,
    /// The highest rate met.
    met: Rate,
    /// Nobody further up can be paid.
    pub done: bool,
}

impl Path {
    /// A walk that starts at a seller of this rank.
    pub fn start(&self, seller: RankNo) -> Walk {
        let (met, done) = match self {
            Self::Differential { rates, top } => {
                let met = rates.get(usize::from(seller)).copied().unwrap_or_default();
                (met, met >= *top)
            }
            _ => (Rate(0), false),
        };
        Walk { level: 0, met, done }
    }

    /// Shows the walk the next promoter above: her rank, and whether she passes the reward's filters.
    /// Gives the rate to pay her if she is paid (rate 0 if the path has no rates of its own).
    ///
    /// With `compress`, whoever fails the filters is passed over and not counted.
    #[inline]
    pub fn step(&self, walk: &mut Walk, rank: RankNo, passes: bool, compress: bool) -> Option<Rate> {
        match self {
            Self::Upline { from, to, rates } => {
                if compress && !passes {
                    return None;
                }
                level(walk, (*from, *to), rates, passes)
            }
            Self::Nearest(at_least) => {
                if rank < *at_least || (compress && !passes) {
                    return None;
                }
                walk.done = true;
                passes.then_some(Rate(0))
            }
            // Its filters decide who is paid, never who is counted: compressing changes nothing.
            Self::Generation { from, to, of, rates } => {
                if rank < *of {
                    return None;
                }
                level(walk, (*from, *to), rates, passes)
            }
            Self::Differential { rates, top } => {
                let own = rates[usize::from(rank)];
                if own <= walk.met || (compress && !passes) {
                    return None;
                }
                let difference = Rate(own.0 - walk.met.0);
                walk.met = own;
                walk.done = own >= *top;
                passes.then_some(difference)
            }
        }
    }
}

#[inline]
fn level(walk: &mut Walk, (from, to): (u32, u32), rates: &[Rate], passes: bool) -> Option<Rate> {
    walk.level += 1;
    walk.done = walk.level >= to;
    if walk.level < from || !passes {
        return None;
    }
    let place = if rates.len() > 1 { (walk.level - from) as usize } else { 0 };
    Some(rates.get(place).copied().unwrap_or_default())
}
