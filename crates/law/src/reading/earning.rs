//! The rank at which pay begins, and whether it is bought.

use banyan_plan::kernel::Program;
use banyan_plan::model::{Conditions, Measure, Plan, RankNo, RewardNo, To};
use banyan_plan::money::Minor;

use super::amounts::{own_orders_are_own_sales, pays};
use super::measures::{RankAsks, asks};
use crate::shop::Shop;

/// A rank whose pay comes to this part of the best rank's, or less, is none that one joins for.
const TOKEN: u64 = 10;
/// What a fixed minor unit weighs against a share, in millionths: 1.00 counts like 1 %.
const WEIGHT_OF_FIXED: u64 = 100;

/// What has to be given to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A fee.
    Fee(Minor),
    /// A deposit.
    Deposit(Minor),
    /// A pack at a set price.
    Package(Minor),
    /// An order of at least this.
    Order(Minor),
    /// An order of at least this, unless people can sign up free as well, which the shop has not told.
    PerhapsOrder(Minor),
    /// The first rank that is paid more than a token has to be bought; with how much, if the plan says.
    EarningRank(Minor),
    /// The same, where it is presumed that the course or the hand that gives the rank is paid for.
    EarningRankPresumed,
}

impl EntryKind {
    /// Whether something is bought.
    pub fn is_purchase(self) -> bool {
        match self {
            Self::Fee(_) | Self::Deposit(_) => false,
            Self::Package(_)
            | Self::Order(_)
            | Self::PerhapsOrder(_)
            | Self::EarningRank(_)
            | Self::EarningRankPresumed => true,
        }
    }

    /// Whether it is a payment of a set amount, in money or as a pack.
    pub fn is_payment(self) -> bool {
        match self {
            Self::Fee(_) | Self::Deposit(_) | Self::Package(_) => true,
            Self::Order(_) | Self::PerhapsOrder(_) | Self::EarningRankPresumed => false,
            Self::EarningRank(amount) => amount > 0,
        }
    }

    /// What comes in with it; `None` if the plan does not say.
    pub fn amount(self) -> Option<Minor> {
        match self {
            Self::Fee(sum)
            | Self::Deposit(sum)
            | Self::Package(sum)
            | Self::Order(sum)
            | Self::PerhapsOrder(sum)
            | Self::EarningRank(sum) => (sum > 0).then_some(sum),
            Self::EarningRankPresumed => None,
        }
    }
}

/// The lowest rank that is paid more than a token.
pub(super) fn first_earning(program: &Program) -> Option<RankNo> {
    let plan = program.plan();
    let mut ranks = 1..=plan.ranks.len() as RankNo;
    let worth = |rank: RankNo| -> u64 {
        let rewards = (0..plan.rewards.len() as RewardNo).filter(|no| plan.reward(*no).to != To::Buyer);
        let one = |no| {
            let (share, fixed) = pays(program, no, rank);
            share.saturating_add(u64::try_from(fixed).unwrap_or(0).saturating_mul(WEIGHT_OF_FIXED))
        };
        rewards.map(one).fold(0, u64::saturating_add)
    };
    let best = ranks.clone().map(worth).max()?;
    ranks.find(|rank| worth(*rank) > best / TOKEN)
}

/// Whether pay begins at a rank that is bought, or has to be presumed to be.
pub(super) fn pay_is_bought(program: &Program, shop: &Shop) -> bool {
    let plan = program.plan();
    let Some(first) = first_earning(program).filter(|first| *first > 1) else { return false };
    match plan.rank(first).and_then(|rank| rank.promote.as_ref()) {
        Some(conditions) => bought(plan, conditions, shop).is_some(),
        None => shop.settings.manual_ranks_sold != Some(false),
    }
}

/// The purchase by which the conditions can be met: its amount, 0 for a named product. A newcomer has no team: what counts
/// her team's sales, her own orders fill.
pub(super) fn bought(plan: &Plan, conditions: &Conditions, shop: &Shop) -> Option<EntryKind> {
    let one = |measure: &Measure| match measure {
        Measure::OwnPurchases(amount) | Measure::TopUp(amount) => Some(EntryKind::EarningRank(*amount)),
        Measure::Package(_) => Some(EntryKind::EarningRank(0)),
        Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_) => own_orders_are_own_sales(plan).then_some(EntryKind::EarningRank(0)),
        Measure::Course(_) => match asks(plan, measure, shop) {
            Some(RankAsks::Course) => Some(EntryKind::EarningRankPresumed),
            Some(_) => Some(EntryKind::EarningRank(0)),
            None => None,
        },
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::DirectCustomers(_) => None,
    };
    let found = conditions.list.iter().filter_map(|condition| one(&condition.measure));
    let amount = |kind: &EntryKind| kind.amount().unwrap_or(0);
    if conditions.all { found.max_by_key(amount) } else { found.min_by_key(amount) }
}
