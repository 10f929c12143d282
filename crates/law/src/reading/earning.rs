//! The rank at which pay begins, and whether it is bought.

use banyan_plan::kernel::Program;
use banyan_plan::model::{Conditions, Measure, On, Plan, RankNo, RewardNo, To};
use banyan_plan::money::Minor;

use super::amounts::{most_of, own_orders_are_own_sales, pays};
use super::lines::{LineKind, kinds};
use super::measures::{RankAsks, asks};
use crate::shop::Shop;

/// A rank whose pay comes to this part of the best rank's, or less, is none that one joins for.
const TOKEN: u64 = 10;
/// Levels above a sale on which people can count.
const NEAR: u32 = 2;
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
            Self::Fee(sum) | Self::Deposit(sum) | Self::Package(sum) | Self::EarningRank(sum) => {
                (sum > 0).then_some(sum)
            }
            // A least amount is no price: what is really bought has no upper end.
            Self::Order(_) | Self::PerhapsOrder(_) | Self::EarningRankPresumed => None,
        }
    }
}

/// The lowest rank that is paid more than a token, whatever kind of line is sold. Sums that are paid once (on joining, on
/// rising, for a first sale) and points are pay only where nobody gets anything else.
pub(super) fn first_earning(program: &Program) -> Option<RankNo> {
    let plan = program.plan();
    let all: Vec<RewardNo> =
        (0..plan.rewards.len() as RewardNo).filter(|no| plan.reward(*no).to != To::Buyer).collect();
    let lasting: Vec<RewardNo> = all.iter().copied().filter(|no| lasts(program, *no)).collect();
    let ranks = 1..=plan.ranks.len() as RankNo;
    let worth = |rewards: &[RewardNo], kind: &LineKind, rank: RankNo| -> u64 {
        let paid = rewards.iter().filter(|no| kind.passes(&plan.reward(**no).filters));
        paid.map(|no| worth(program, *no, rank)).fold(0, u64::saturating_add)
    };
    let kinds = kinds(plan);
    let pays = |rewards: &&Vec<RewardNo>| {
        kinds.iter().any(|kind| ranks.clone().any(|rank| worth(rewards, kind, rank) > 0))
    };
    let rewards = [lasting, all].iter().find(pays)?.clone();
    let best: Vec<u64> = kinds
        .iter()
        .map(|kind| ranks.clone().map(|rank| worth(&rewards, kind, rank)).max().unwrap_or(0))
        .collect();
    let earns = |rank: &RankNo| {
        let mut paid = kinds.iter().zip(&best).filter(|(_, best)| **best > 0);
        paid.all(|(kind, best)| worth(&rewards, kind, *rank) > best / TOKEN)
    };
    ranks.clone().find(earns)
}

/// Whether a reward is money that comes again and again to whoever sells, or stands near above who does: with no further
/// condition, and shared with nobody.
fn lasts(program: &Program, no: RewardNo) -> bool {
    let reward = program.plan().reward(no);
    let again = match reward.on {
        On::Sale => reward.filters.first_order != Some(true),
        On::Period(_) => true,
        On::Join | On::Promotion | On::FirstSale => false,
    };
    let (from, _) = program.rule(no).distance;
    let is_near = match reward.to {
        To::Seller | To::Differential | To::Nearest(_) | To::Pairing => from <= NEAR,
        To::Upline(first, _) | To::Generation(first, ..) => first.max(from) <= NEAR,
        To::Buyer | To::Peer(_) | To::Pool(..) => false,
    };
    again && is_near && reward.filters.payee_active.is_none() && reward.is_money()
}

/// What a rank gets of a reward on an ordinary order, up to the reward's cap.
fn worth(program: &Program, no: RewardNo, rank: RankNo) -> u64 {
    let reward = program.plan().reward(no);
    let (share, fixed) = pays(program, no, rank);
    let each = share.saturating_add(u64::try_from(fixed).unwrap_or(0).saturating_mul(WEIGHT_OF_FIXED));
    let cap = reward.cap.map(|cap| u64::try_from(most_of(cap.most)).unwrap_or(0));
    let most = cap.map_or(each, |cap| each.min(cap.saturating_mul(WEIGHT_OF_FIXED)));
    most / u64::from(reward.every.max(1))
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
/// their team's sales, their own orders fill.
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
        | Measure::Held(..)
        | Measure::DirectCustomers(_) => None,
    };
    let found = conditions.list.iter().filter_map(|condition| one(&condition.measure));
    let amount = |kind: &EntryKind| kind.amount().unwrap_or(0);
    if conditions.all { found.max_by_key(amount) } else { found.min_by_key(amount) }
}
