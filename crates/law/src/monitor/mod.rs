//! What is watched while a shop runs: pure functions from facts to alarms, each with its evidence. A shop calls them once
//! a day on its ledger. Members are numbers in the caller's own table, money is minor units, shares are [`Rate`]s.

mod earnings;
mod people;
mod rings;
mod sales;
mod told;

use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;

pub use self::earnings::{TypicalEarnings, typical_earnings};
pub use self::people::{chain_depth, earning_nothing};
pub use self::rings::{Ring, rings};
pub use self::sales::{inventory_loading, payout_ratio, refunds, retail_share, self_purchases};
pub use self::told::{entries_bought, ranks_bought};

/// A member's number in the caller's table.
pub type Member = u32;

/// What an alarm is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A chain of inviters is too long (STR-09).
    ChainDepth,
    /// Too little is sold to people outside the network (STR-14).
    RetailShare,
    /// Rewards take too much of the sales (STR-12).
    PayoutRatio,
    /// Too many promoters earn nothing.
    EarningNothing,
    /// Members order more stock than they sell (STR-17).
    InventoryLoading,
    /// Too much is refunded.
    Refunds,
    /// Members earn on what they buy themselves.
    SelfPurchases,
    /// Accounts buy from each other in a circle.
    Ring,
    /// Ranks given by hand go to people who have just bought, though they are told not to be for sale (STR-05).
    RankBought,
    /// New promoters have bought first, though people are told to sign up free (STR-02).
    EntryBought,
}

/// Something to look at, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// What it is about.
    pub kind: Kind,
    /// What was found, in a sentence.
    pub message: Text,
    /// The members concerned, each with the figure that counts: a sum in minor units, or a level. The worst first; a chain
    /// from its root.
    pub evidence: Vec<(Member, i64)>,
}

impl Kind {
    /// The stable word of JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::ChainDepth => "chain_depth",
            Self::RetailShare => "retail_share",
            Self::PayoutRatio => "payout_ratio",
            Self::EarningNothing => "earning_nothing",
            Self::InventoryLoading => "inventory_loading",
            Self::Refunds => "refunds",
            Self::SelfPurchases => "self_purchases",
            Self::Ring => "ring",
            Self::RankBought => "rank_bought",
            Self::EntryBought => "entry_bought",
        }
    }
}

/// One settled line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale {
    /// The member who bought.
    pub buyer: Member,
    /// Who is credited; `None` if nobody.
    pub seller: Option<Member>,
    /// Whether the buyer was a promoter then.
    pub to_promoter: bool,
    /// What was paid, before refunds.
    pub amount: Minor,
    /// What of it went back.
    pub refunded: Minor,
}

impl Sale {
    /// What is left after refunds.
    pub fn net(&self) -> i128 {
        i128::from(self.amount) - i128::from(self.refunded)
    }
}

/// A member's stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockAccount {
    /// Whose.
    pub member: Member,
    /// Goods ordered to be resold.
    pub ordered: Minor,
    /// Of these, resold.
    pub sold: Minor,
    /// Different customers who bought them.
    pub customers: u32,
}

/// `part / whole`, truncated; `None` without a whole, and at most `u32::MAX` millionths.
fn share(part: i128, whole: i128) -> Option<Rate> {
    let millionths = part.max(0).checked_mul(1_000_000)?;
    (whole > 0).then(|| Rate(u32::try_from(millionths / whole).unwrap_or(u32::MAX)))
}

fn minor(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// The largest first; equal ones by member.
fn worst_first(evidence: &mut [(Member, i64)]) {
    evidence.sort_by_key(|(member, sum)| (std::cmp::Reverse(*sum), *member));
}
