//! The most that a seller gets of her own sale, over all rewards that pay her for it together.

use banyan_plan::model::{On, Plan, RankNo, RewardNo, To};

use super::amounts::most;

/// In millionths of the amount, never more than the plan's limit. Fixed sums are no share of the amount and are left out.
pub(super) fn own(plan: &Plan) -> u64 {
    let ranks = 1..=plan.ranks.len() as RankNo;
    ranks.map(|rank| of_rank(plan, rank, None)).max().unwrap_or(0)
}

/// What a seller of a rank gets, leaving one reward out if asked to.
pub(super) fn of_rank(plan: &Plan, rank: RankNo, without: Option<RewardNo>) -> u64 {
    let hers = plan.rewards.iter().enumerate().map(|(no, one)| (no as RewardNo, one)).filter(|(no, one)| {
        let counts = match one.on {
            On::Sale | On::FirstSale | On::Period(_) => true,
            On::Join | On::Promotion => false,
        };
        one.to == To::Seller
            && Some(*no) != without
            && counts
            && [one.filters.payee_rank, one.filters.seller_rank]
                .iter()
                .flatten()
                .all(|set| set >> rank & 1 == 1)
    });
    let lines: Vec<(RewardNo, &Vec<String>, Option<bool>)> =
        hers.map(|(no, one)| (no, &one.filters.categories, one.filters.first_order)).collect();
    let most = settings(plan)
        .map(|(category, first)| {
            let counts = |(_, categories, order): &&(RewardNo, &Vec<String>, Option<bool>)| {
                (categories.is_empty() || category.as_ref().is_some_and(|one| categories.contains(one)))
                    && order.is_none_or(|wanted| wanted == first)
            };
            lines.iter().filter(counts).map(|(no, ..)| most(plan, *no).0).sum()
        })
        .max()
        .unwrap_or(0_u64);
    most.min(u64::from(plan.payout_limit.0))
}

fn settings(plan: &Plan) -> impl Iterator<Item = (Option<String>, bool)> {
    let categories: Vec<Option<String>> =
        plan.categories().into_iter().map(Some).chain(std::iter::once(None)).collect();
    categories.into_iter().flat_map(|category| [(category.clone(), true), (category, false)])
}
