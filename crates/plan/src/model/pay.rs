//! How much a reward pays: rates, brackets, pairs, caps.

use super::{RankNo, RewardNo, Within};
use crate::money::{Minor, Rate};
use crate::time::{Period, Time};

/// How much a reward pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pay {
    /// A share of a base.
    Share(Rates, Base),
    /// A fixed amount.
    Amount(Minor),
    /// A fixed amount for each rank, the lowest first.
    Amounts(Vec<Minor>),
    /// A coupon of this face value.
    Coupon(Minor),
    /// Points.
    Points(i64),
}

/// The rate or rates of a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rates {
    /// The same for everybody.
    One(Rate),
    /// Each product's own.
    Product,
    /// One per level, from the first level that is paid.
    PerLevel(Vec<Rate>),
    /// One per rank, the lowest first.
    PerRank(Vec<Rate>),
    /// For each rank, the lowest first, one per level from the first that is paid.
    Table(Vec<Vec<Rate>>),
    /// By what has been sold.
    Brackets(Brackets),
}

/// Rates by what has been sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brackets {
    /// Whose sales.
    pub by: Volume,
    /// Over which time; `None` = the period that closes.
    pub within: Option<Window>,
    /// Each bracket's rate only for what lies in it; otherwise the highest one reached holds for all.
    pub marginal: bool,
    /// From which amount each rate holds, rising. Below the first nothing is paid.
    pub list: Vec<(Minor, Rate)>,
}

/// Whose sales decide a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Volume {
    /// Their own.
    Own,
    /// Theirs and those of everybody below them.
    Team,
    /// Theirs and those of everybody below them as far as the next of at least this rank.
    Group(RankNo),
}

/// A time over which sales are added up for a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// From the beginning.
    Ever,
    /// Over such a time, up to the close.
    Within(Within),
}

impl Brackets {
    /// The place of the bracket that an amount reaches, from 1; 0 below the first.
    pub fn reached(&self, sold: Minor) -> usize {
        self.list.partition_point(|(from, _)| *from <= sold)
    }

    /// The rate of the bracket that an amount reaches.
    pub fn rate(&self, sold: Minor) -> Rate {
        self.reached(sold).checked_sub(1).map_or(Rate(0), |place| self.list[place].1)
    }

    /// What the last `part` of so much comes to, each bracket's rate taken of what lies in it; in millionths.
    pub fn slices(&self, sold: Minor, part: Minor) -> i128 {
        let (start, end) = (sold.saturating_sub(part).max(0), sold.max(0));
        let next = self.list.iter().skip(1).map(|(from, _)| *from).chain([Minor::MAX]);
        let slice = |((from, rate), next): (&(Minor, Rate), Minor)| {
            let inside = end.min(next).saturating_sub(start.max(*from)).max(0);
            i128::from(inside) * i128::from(rate.0)
        };
        self.list.iter().zip(next).map(slice).sum()
    }
}

/// How the two legs of a placement tree are paired at a close.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pair {
    /// Only so much at once, any number of times.
    pub unit: Option<Minor>,
    /// Only the highest of these amounts that the weaker leg reaches, rising; empty = any amount.
    pub steps: Vec<Minor>,
    /// So many parts of the stronger leg beside the first.
    pub more: u32,
    /// What becomes of the rest.
    pub carry: Carry,
    /// Whoever is not paid loses both legs.
    pub idle_loses: bool,
    /// What settled waits for so many closes, its own included, and is lost then; `None` = for ever.
    pub expires: Option<u32>,
}

/// What becomes of what is not paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Carry {
    /// It waits for the next close.
    #[default]
    All,
    /// It is lost on both legs.
    None,
    /// It waits on the stronger leg, and is lost on the weaker.
    Stronger,
    /// At most so much waits on each leg.
    Most(Minor),
}

/// What a rate is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The line's (or the period's) amount.
    Amount,
    /// Amount less cost.
    Profit,
    /// What the line (or the period) comes to in the so-many-th of the plan's volumes.
    Volume(u8),
    /// The sum of that reward's entries on the same event. For [`To::Peer`](super::To::Peer), each entry by itself.
    Reward(RewardNo),
}

/// The most that one payee gets of one reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Over which time.
    pub per: Per,
    /// The most.
    pub most: Most,
}

/// Over which time a cap holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// One event.
    Line,
    /// A calendar period.
    Period(Period),
    /// From the beginning.
    Life,
}

impl Per {
    /// The number of the time that is under way; `None` for one event.
    pub fn index(self, now: Time, utc_offset: i64) -> Option<i64> {
        match self {
            Self::Line => None,
            Self::Period(period) => Some(period.index(now, utc_offset)),
            Self::Life => Some(0),
        }
    }
}

/// How much a cap leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Most {
    /// A fixed amount.
    Amount(Minor),
    /// So many times their own settled purchases, in millionths.
    Purchases(i64),
}

impl Most {
    /// The amount for somebody whose own settled purchases come to so much.
    pub fn of(self, purchases: impl FnOnce() -> Minor) -> Minor {
        match self {
            Self::Amount(amount) => amount,
            Self::Purchases(times) => {
                let product = i128::from(purchases().max(0)) * i128::from(times) / 1_000_000;
                Minor::try_from(product).unwrap_or(Minor::MAX)
            }
        }
    }

    /// Whether it depends on what the payee has bought.
    pub fn is_bought(self) -> bool {
        matches!(self, Self::Purchases(_))
    }
}
