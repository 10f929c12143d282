//! What has to be paid or bought to take part.

use banyan_plan::diagnostic::Span;
use banyan_plan::model::{Conditions, Entry as Way, How, Measure, Plan, RankNo, To};
use banyan_plan::money::Minor;

use super::ranks::is_purchase;

/// Something that has to be given to take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub kind: EntryKind,
    /// Where the plan says so.
    pub span: Span,
}

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
    /// The first rank that is paid anything has to be bought; with how much, if the plan says.
    EarningRank(Minor),
}

impl EntryKind {
    /// Whether something is bought.
    pub fn is_purchase(self) -> bool {
        !matches!(self, Self::Fee(_) | Self::Deposit(_))
    }

    /// Whether it is a payment of a set amount, in money or as a pack.
    pub fn is_payment(self) -> bool {
        match self {
            Self::Fee(_) | Self::Deposit(_) | Self::Package(_) => true,
            Self::Order(_) => false,
            Self::EarningRank(amount) => amount > 0,
        }
    }
}

pub(super) fn entries(plan: &Plan) -> Vec<Entry> {
    let join = &plan.join;
    let span = &plan.join_span;
    let mut all = Vec::new();
    if join.fee > 0 {
        all.push(Entry { kind: EntryKind::Fee(join.fee), span: span.clone() });
    }
    if join.deposit > 0 {
        all.push(Entry { kind: EntryKind::Deposit(join.deposit), span: span.clone() });
    }
    match join.purchase {
        Some(Way::Package(price)) => all.push(Entry { kind: EntryKind::Package(price), span: span.clone() }),
        Some(Way::Order(min)) if join.how != How::Open => {
            all.push(Entry { kind: EntryKind::Order(min), span: span.clone() });
        }
        _ => {}
    }
    all.extend(earning_rank(plan));
    all
}

/// Anybody may sign up free, and an order makes a promoter as well: two ways in.
pub(super) fn optional_purchase(plan: &Plan) -> Option<Span> {
    let two_ways = plan.join.how == How::Open && matches!(plan.join.purchase, Some(Way::Order(_)));
    two_ways.then(|| plan.join_span.clone())
}

/// If the lowest ranks are paid nothing, the lowest rank that is paid anything is what one joins; where every way to it
/// is a purchase, joining is a purchase.
fn earning_rank(plan: &Plan) -> Option<Entry> {
    let first =
        (1..=plan.ranks.len() as RankNo).find(|rank| plan.rewards.iter().any(|one| pays(one, *rank)))?;
    let rank = plan.rank(first)?;
    let conditions = rank.promote.as_ref()?;
    let needed = needed_purchase(conditions)?;
    Some(Entry { kind: EntryKind::EarningRank(needed), span: rank.span.clone() })
}

fn pays(reward: &banyan_plan::model::Reward, rank: RankNo) -> bool {
    let least = match reward.to {
        To::Buyer => return false,
        To::Nearest(least) | To::Pool(least, _) | To::Generation(_, _, least) => least,
        _ => 1,
    };
    rank >= least && reward.filters.payee_rank.is_none_or(|set| set >> rank & 1 == 1)
}

/// The purchase without which the conditions cannot hold: its amount, 0 for a named product.
fn needed_purchase(conditions: &Conditions) -> Option<Minor> {
    let amount = |measure: &Measure| match measure {
        Measure::OwnPurchases(amount) | Measure::TopUp(amount) => *amount,
        _ => 0,
    };
    let bought = conditions.list.iter().filter(|one| is_purchase(&one.measure));
    let all_bought = conditions.list.iter().all(|one| is_purchase(&one.measure));
    let amounts = bought.map(|one| amount(&one.measure));
    if conditions.all { amounts.max() } else { amounts.min().filter(|_| all_bought) }
}
