//! The most that a seller gets of their own sale, over all rewards that pay them for it together.

use banyan_plan::model::{On, Plan, RankNo, RewardNo, To};

use super::amounts::most;
use super::lines::{LineKind, kinds};

/// In millionths of the amount, never more than the plan's limit. Fixed sums are no share of the amount and are left out.
pub(super) fn own(plan: &Plan) -> u64 {
    let ranks = 1..=plan.ranks.len() as RankNo;
    ranks.map(|rank| of_rank(plan, rank, &[])).max().unwrap_or(0)
}

/// What a seller of a rank gets, with some rewards left out.
pub(super) fn of_rank(plan: &Plan, rank: RankNo, without: &[RewardNo]) -> u64 {
    let hers = plan.rewards.iter().enumerate().map(|(no, one)| (no as RewardNo, one)).filter(|(no, one)| {
        let counts = match one.on {
            On::Sale | On::FirstSale | On::Period(_) => true,
            On::Join | On::Promotion => false,
        };
        let ranks = [one.filters.payee_rank, one.filters.seller_rank];
        one.to == To::Seller
            && !without.contains(no)
            && counts
            && ranks.iter().flatten().all(|set| set >> rank & 1 == 1)
    });
    let hers: Vec<_> = hers.map(|(no, one)| (&one.filters, most(plan, no).0)).collect();
    let on = |kind: &LineKind| {
        hers.iter().filter(|(filters, _)| kind.passes(filters)).map(|(_, share)| share).sum::<u64>()
    };
    let most = kinds(plan).iter().map(on).max().unwrap_or(0);
    most.min(u64::from(plan.payout_limit.0))
}
