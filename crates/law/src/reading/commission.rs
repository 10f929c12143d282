//! The most that a seller gets of her own sale, over all rewards that pay her for it together.

use banyan_plan::model::{Base, On, Pay, Plan, RankNo, Rates, RewardNo, To};

const WHOLE: u64 = 1_000_000;

/// In millionths of the amount, never more than the plan's limit. Fixed sums and shares of profit are no share of the
/// amount, and are left out.
pub(super) fn own(plan: &Plan) -> u64 {
    let of_rank = |rank: RankNo| -> u64 {
        let hers = plan.rewards.iter().enumerate().filter(|(_, one)| {
            one.to == To::Seller
                && matches!(one.on, On::Sale | On::FirstSale | On::Period(_))
                && [one.filters.payee_rank, one.filters.seller_rank]
                    .iter()
                    .flatten()
                    .all(|set| set >> rank & 1 == 1)
        });
        let lines: Vec<(RewardNo, &Vec<String>, Option<bool>)> = hers
            .map(|(no, one)| (no as RewardNo, &one.filters.categories, one.filters.first_order))
            .collect();
        settings(plan)
            .map(|(category, first)| {
                let counts = |(_, categories, order): &&(RewardNo, &Vec<String>, Option<bool>)| {
                    (categories.is_empty() || category.as_ref().is_some_and(|one| categories.contains(one)))
                        && order.is_none_or(|wanted| wanted == first)
                };
                lines.iter().filter(counts).map(|(no, ..)| share(plan, *no)).sum()
            })
            .max()
            .unwrap_or(0)
    };
    let most = (1..=plan.ranks.len() as RankNo).map(of_rank).max().unwrap_or(0);
    most.min(u64::from(plan.payout_limit.0))
}

fn settings(plan: &Plan) -> impl Iterator<Item = (Option<String>, bool)> {
    let categories: Vec<Option<String>> =
        plan.categories().into_iter().map(Some).chain(std::iter::once(None)).collect();
    categories.into_iter().flat_map(|category| [(category.clone(), true), (category, false)])
}

/// A reward's share of the amount, at most.
fn share(plan: &Plan, no: RewardNo) -> u64 {
    let reward = plan.reward(no);
    let Pay::Share(rates, base) = &reward.pay else { return 0 };
    let rate: u64 = match rates {
        Rates::One(rate) => u64::from(rate.0),
        Rates::Product => u64::from(plan.sale.product_rate.1.0),
        Rates::PerLevel(rates) => rates.iter().map(|rate| u64::from(rate.0)).sum(),
        Rates::PerRank(rates) => rates.iter().map(|rate| u64::from(rate.0)).max().unwrap_or(0),
    };
    match base {
        Base::Amount => rate,
        Base::Profit => 0,
        Base::Reward(of) if *of < no => rate * share(plan, *of) / WHOLE,
        Base::Reward(_) => 0,
    }
}
