//! What ranks ask for: people, purchases, or nothing that the plan says.

use banyan_plan::diagnostic::Span;
use banyan_plan::model::{Measure, Plan, RankNo, To};

use super::head::Head;

/// A condition of a rank that rules look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankGate {
    /// Whose.
    pub rank: RankNo,
    /// What it asks for.
    pub asks: RankAsks,
    /// To keep the rank, rather than to reach it.
    pub keep: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a condition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankAsks {
    /// A number of people.
    Heads,
    /// A purchase, a product or a top-up of her own.
    Purchase,
}

/// People who were brought in: invited, in the team, or heading branches. Customers with a settled purchase are none.
pub(super) fn counts_heads(measure: &Measure) -> bool {
    matches!(measure, Measure::DirectInvites(_) | Measure::TeamSize(_) | Measure::Legs(..))
}

pub(super) fn is_purchase(measure: &Measure) -> bool {
    matches!(measure, Measure::OwnPurchases(_) | Measure::Package(_) | Measure::TopUp(_))
}

pub(super) fn is_sales(measure: &Measure) -> bool {
    matches!(
        measure,
        Measure::OwnSales(_) | Measure::TeamSales(_) | Measure::OwnOrders(_) | Measure::DirectCustomers(_)
    )
}

pub(super) fn gates(plan: &Plan) -> Vec<RankGate> {
    let mut all = Vec::new();
    for (at, rank) in plan.ranks.iter().enumerate() {
        for (keep, conditions) in [(false, &rank.promote), (true, &rank.keep)] {
            for one in conditions.iter().flat_map(|set| &set.list) {
                let asks = match &one.measure {
                    measure if counts_heads(measure) => RankAsks::Heads,
                    measure if is_purchase(measure) => RankAsks::Purchase,
                    _ => continue,
                };
                all.push(RankGate { rank: at as RankNo + 1, asks, keep, span: one.span.clone() });
            }
        }
    }
    all
}

/// Ranks given by hand, and whether a reward per head asks for that rank: then the hand is presumed to count heads.
pub(super) fn manual(plan: &Plan, heads: &[Head]) -> Vec<(Span, bool)> {
    let everybody = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let decides = |rank: RankNo| {
        heads.iter().filter(|head| !head.excepted).map(|head| plan.reward(head.reward)).any(|reward| {
            let ranked = match reward.to {
                To::Nearest(least) | To::Generation(_, _, least) => least > 1 && rank >= least,
                _ => false,
            };
            let set = reward.filters.payee_rank.unwrap_or(everybody) & everybody;
            ranked || (set != everybody && set >> rank & 1 == 1)
        })
    };
    let hands = plan.ranks.iter().enumerate().skip(1).filter(|(_, rank)| rank.promote.is_none());
    hands.map(|(at, rank)| (rank.span.clone(), decides(at as RankNo + 1))).collect()
}
