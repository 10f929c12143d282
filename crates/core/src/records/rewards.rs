//! Rewards, as the engine pays them and as they are stored.

use banyan_base::refusal::Refusal;
use banyan_plan::kernel::Entry;

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
    pub fn accounts(self) -> (Account, Account, Account) {
        match self {
            Self::Money => (Account::Rewards, Account::Pending, Account::Available),
            Self::Coupon => (Account::CouponCost, Account::CouponsPending, Account::Coupons),
            Self::Points => (Account::PointsGiven, Account::PointsPending, Account::Points),
        }
    }
}

/// What one event pays, with members by their ids.
#[derive(Debug, Clone)]
pub struct Posting {
    /// What kind of event pays.
    pub kind: Kind,
    /// The order; who joined or rose; the close of the period.
    pub id: i64,
    /// The line; the seller of the period; 0.
    pub line: i64,
    /// The refund; 0.
    pub step: i64,
    /// When it counts, in nanoseconds.
    pub at: i64,
    /// Seller and promoters above them, as far as the kernel looked: `ID:RANK,…`.
    pub chain: String,
    /// The place of the first entry: one close may post shares of sales and shares of pools of the same promoter.
    pub first: i64,
    /// The entries with their payees' ids.
    pub entries: Vec<(i64, Entry)>,
    /// Of a refund: the reward that each entry takes from.
    pub originals: Vec<RewardRow>,
    /// What of the line had been refunded by then.
    pub born: i64,
    /// The name of a period that closed.
    pub period: Option<String>,
    /// Of a refund of what counted in a closed period: the rewards of the close that the entries take from.
    pub closed: Option<Closed>,
}

/// Rewards of the close of a period, of which a refund takes back a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The moment of the close, which names it.
    pub at: i64,
    /// Whose sales were rewarded; 0 for pools and pairs.
    pub seller: i64,
    /// The length of the period, as the steps of its rewards tell it.
    pub step: i64,
    /// The place of each reward.
    pub places: Vec<i64>,
    /// The number of the first entry among all that the refund takes back of closed periods.
    pub first: i64,
    /// What the rewards were computed from, and what of it has gone back.
    pub share: (i64, i64),
}

impl Closed {
    /// Where the refund's row of an entry stands. The last digit, in eights, is the kind of what it takes from, as for rows
    /// that take from rewards of the line.
    pub fn place(&self, entry: usize) -> i64 {
        (self.first + entry as i64) * 8 + Kind::Period as i64
    }

    /// What the refund's row says instead of a chain: the reward that it takes from, what that was computed from, and what
    /// of it has gone back.
    pub fn name(&self, entry: usize) -> String {
        let Self { at, seller, step, share: (amount, refunded), .. } = self;
        let place = self.places.get(entry).copied().unwrap_or_default();
        format!("{}/{amount}/{refunded}", Self::reward_name([*at, *seller, *step, place]))
    }

    /// How a refund's row names the reward of a close that it takes from: its moment, seller, step and place.
    pub fn reward_name(key: [i64; 4]) -> String {
        let [at, seller, step, place] = key;
        format!("close/{at}/{seller}/{step}/{place}")
    }
}

/// A reward as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardRow {
    /// Who is paid.
    pub owner: i64,
    /// What kind of event it came from.
    pub kind: Kind,
    /// The order; who joined or rose; the close of the period.
    pub id: i64,
    /// The line; the seller of the period; 0.
    pub line: i64,
    /// The refund; 0.
    pub step: i64,
    /// Which entry of its event.
    pub place: i64,
    /// When it counts, in nanoseconds.
    pub at: i64,
    /// The reward's id in the plan.
    pub reward: String,
    /// The plan version that pays it.
    pub plan: i64,
    /// What it is paid in.
    pub unit: Unit,
    /// The payee's rank at that moment.
    pub payee_rank: i64,
    /// Steps from the seller up to the payee.
    pub distance: i64,
    /// What the rate is applied to, in minor units.
    pub base: i64,
    /// The rate, in millionths.
    pub rate: i64,
    /// What is paid, in units of `unit`; below zero it is taken back.
    pub amount: i64,
    /// Whether a limit cut it.
    pub cut: bool,
    /// What of the line had been refunded when it was posted.
    pub born: i64,
    /// Seller and promoters above them, as far as the kernel looked: `ID:RANK,…`.
    pub chain: String,
}

impl RewardRow {
    /// What tells it from every other reward of its member.
    pub fn name(&self) -> Name {
        let Self { kind, id, line, step, place, .. } = *self;
        Name { kind, id, line, step, place }
    }

    /// The first column in which another row of the same key differs: its name, and both values.
    pub fn first_difference(&self, other: &Self) -> (&'static str, String, String) {
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
    pub fn kept(&self, amount: i64, refunded: i64) -> i64 {
        match amount - self.born {
            // A line that cost nothing, as a coupon paid all of it: nothing of it goes back.
            0 => self.amount,
            whole => banyan_plan::money::kept(self.amount, whole, refunded - self.born),
        }
    }
}

/// What tells a member's rewards apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// What kind of event it came from.
    pub kind: Kind,
    /// The order; who joined or rose; the close of the period.
    pub id: i64,
    /// The line; the seller of the period; 0.
    pub line: i64,
    /// The refund; 0.
    pub step: i64,
    /// Which entry of its event.
    pub place: i64,
}

impl Name {
    /// `sale-1767268800000000007-1-0-2`.
    pub fn text(self) -> String {
        let Self { kind, id, line, step, place } = self;
        format!("{}-{id}-{line}-{step}-{place}", kind.word())
    }

    /// The name of a text.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.split('-');
        let kind = parts.next().and_then(Kind::of_word);
        let mut number = || -> Option<i64> {
            let part = parts.next()?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
        };
        let numbers = [number(), number(), number(), number()];
        let (kind, [Some(id), Some(line), Some(step), Some(place)], None) = (kind, numbers, parts.next())
        else {
            return Err(Refusal::not_found("奖励", "reward"));
        };
        let kind = kind.ok_or_else(|| Refusal::not_found("奖励", "reward"))?;
        Ok(Self { kind, id, line, step, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        let name = Name { kind: Kind::FirstSale, id: 17, line: 2, step: 0, place: 9 };
        assert_eq!(name.text(), "first_sale-17-2-0-9");
        assert_eq!(Name::read(&name.text()).unwrap(), name);
        for text in
            ["", "sale", "sale-1-2-3", "sale-1-2-3-4-5", "sale-1-2-3-x", "gift-1-2-3-4", "sale-1--2-3-4"]
        {
            assert_eq!(Name::read(text).unwrap_err().code, "not_found", "{text}");
        }
    }
}
