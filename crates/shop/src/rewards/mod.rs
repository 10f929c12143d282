//! Rewards: what the engine says of each event becomes rows that say why, and transfers that move the money.
//!
//! Two phases: a reward on a sale is *pending* from payment and becomes *available* when the line settles; a refund takes
//! back what it takes back wherever the reward is by then. Rewards that hang on no refund window (joins, promotions,
//! first settled sales, closes of periods) are available at once.

pub(crate) mod http;
mod ladder;
mod name;
mod post;
mod store;
mod views;
mod why;

use banyan_plan::kernel::Entry;

pub(crate) use self::post::{Phase, grant, post, refunded, release, rows_of, settled, sold};
pub(crate) use self::store::{about, earned_since, of_lines, paid_since, rows};
use crate::ledger::Account;

/// What kind of event a reward came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum Kind {
    /// A line was paid.
    Sale = 1,
    /// Part of a line went back.
    Refund = 2,
    /// A promoter joined.
    Join = 3,
    /// A promoter reached a rank.
    Promotion = 4,
    /// A promoter's first sale settled.
    FirstSale = 5,
    /// A period closed.
    Period = 6,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Sale, Self::Refund, Self::Join, Self::Promotion, Self::FirstSale, Self::Period];

    /// The kind of a number in the database.
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as i64 == number)
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The word in files and in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Join => "join",
            Self::Promotion => "promotion",
            Self::FirstSale => "first_sale",
            Self::Period => "period",
        }
    }
}

/// What a reward is paid in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum Unit {
    /// Money.
    Money = 0,
    /// A coupon, at its face value.
    Coupon = 1,
    /// Points.
    Points = 2,
}

impl Unit {
    /// The unit of a number in the database.
    pub fn of(number: i64) -> Option<Self> {
        [Self::Money, Self::Coupon, Self::Points].into_iter().find(|unit| *unit as i64 == number)
    }

    /// The unit of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Money, Self::Coupon, Self::Points].into_iter().find(|unit| unit.word() == word)
    }

    /// The stable word of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Coupon => "coupon",
            Self::Points => "points",
        }
    }

    /// The account that pays, the one for what is pending, and the one for what is available.
    pub(crate) fn accounts(self) -> (Account, Account, Account) {
        match self {
            Self::Money => (Account::Rewards, Account::Pending, Account::Available),
            Self::Coupon => (Account::CouponCost, Account::CouponsPending, Account::Coupons),
            Self::Points => (Account::PointsGiven, Account::PointsPending, Account::Points),
        }
    }
}

/// What one event pays, with members by their ids.
#[derive(Debug, Clone)]
pub(crate) struct Posting {
    pub(crate) kind: Kind,
    /// The order; who joined or rose; the close of the period.
    pub(crate) id: i64,
    /// The line; the seller of the period; 0.
    pub(crate) line: i64,
    /// The refund; 0.
    pub(crate) step: i64,
    pub(crate) at: i64,
    /// Seller and promoters above her, as far as the kernel looked: `ID:RANK,…`.
    pub(crate) chain: String,
    /// The entries with their payees' ids.
    pub(crate) entries: Vec<(i64, Entry)>,
    /// Of a refund: the reward that each entry takes from.
    pub(crate) originals: Vec<RewardRow>,
    /// What of the line had been refunded by then.
    pub(crate) born: i64,
    /// The name of a period that closed.
    pub(crate) period: Option<String>,
}

/// A reward as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RewardRow {
    pub(crate) owner: i64,
    pub(crate) kind: Kind,
    pub(crate) id: i64,
    pub(crate) line: i64,
    pub(crate) step: i64,
    pub(crate) place: i64,
    pub(crate) at: i64,
    pub(crate) reward: String,
    pub(crate) plan: i64,
    pub(crate) unit: Unit,
    pub(crate) payee_rank: i64,
    pub(crate) distance: i64,
    pub(crate) base: i64,
    pub(crate) rate: i64,
    pub(crate) amount: i64,
    pub(crate) cut: bool,
    pub(crate) born: i64,
    pub(crate) chain: String,
}

impl RewardRow {
    /// What tells it from every other reward of its member.
    pub(crate) fn name(&self) -> name::Name {
        let Self { kind, id, line, step, place, .. } = *self;
        name::Name { kind, id, line, step, place }
    }

    /// The first column in which another row of the same key differs: its name, and both values.
    pub(crate) fn first_difference(&self, other: &Self) -> (&'static str, String, String) {
        let columns = |row: &Self| {
            [
                ("at", row.at.to_string()),
                ("reward", row.reward.clone()),
                ("plan", row.plan.to_string()),
                ("unit", row.unit.word().to_owned()),
                ("payee_rank", row.payee_rank.to_string()),
                ("distance", row.distance.to_string()),
                ("base", row.base.to_string()),
                ("rate", row.rate.to_string()),
                ("amount", row.amount.to_string()),
                ("cut", row.cut.to_string()),
                ("born", row.born.to_string()),
                ("chain", row.chain.clone()),
            ]
        };
        let mut both = columns(self).into_iter().zip(columns(other));
        let found = both.find(|((_, one), (_, other))| one != other);
        found.map_or_else(Default::default, |((name, one), (_, other))| (name, one, other))
    }

    /// What is left of it after so much of its line was refunded.
    pub(crate) fn kept(&self, amount: i64, refunded: i64) -> i64 {
        match amount - self.born {
            // A line that cost nothing, as a coupon paid all of it: nothing of it goes back.
            0 => self.amount,
            whole => banyan_plan::money::kept(self.amount, whole, refunded - self.born),
        }
    }
}
