//! What a plan says of amounts, reward by reward: the most that somebody gets, and what has to be bought to join.

use banyan_plan::kernel::{Program, holds};
use banyan_plan::model::{Base, Entry, Join, Most, Pay, Plan, RankNo, Rates, RewardNo, SelfPurchase, To};
use banyan_plan::money::{Minor, Rate};

/// 100 % in millionths.
pub(super) const WHOLE: u64 = 1_000_000;
/// Whether what a promoter buys herself counts as her own sale.
pub(super) fn own_orders_are_own_sales(plan: &Plan) -> bool {
    match plan.sale.self_purchase {
        SelfPurchase::Seller => true,
        SelfPurchase::Inviter | SelfPurchase::Nobody => false,
    }
}

/// What a cap leaves at most, whatever its payee has bought.
pub(super) fn most_of(most: Most) -> Minor {
    most.of(|| Minor::MAX)
}

/// The most that one payee gets of one event: of the amount, and beside it.
pub(super) fn most(plan: &Plan, no: RewardNo) -> (u64, Minor) {
    match &plan.reward(no).pay {
        Pay::Amount(sum) | Pay::Coupon(sum) => (0, *sum),
        Pay::Amounts(sums) => (0, sums.iter().copied().max().unwrap_or_default()),
        Pay::Points(points) => (0, points.saturating_mul(plan.currency.scale())),
        Pay::Share(rates, base) => {
            let rate = highest(plan, rates);
            let (share, fixed) = match base {
                // Profit is no more than the amount.
                Base::Amount | Base::Profit => (WHOLE, 0),
                Base::Reward(of) if *of < no => most(plan, *of),
                Base::Reward(_) => (0, 0),
            };
            (u64::from(rate.0) * share / WHOLE, rate.of(fixed))
        }
    }
}

pub(super) fn highest(plan: &Plan, rates: &Rates) -> Rate {
    match rates {
        Rates::One(rate) => *rate,
        Rates::Product => plan.sale.product_rate.1,
        Rates::PerLevel(rates) | Rates::PerRank(rates) => rates.iter().copied().max().unwrap_or_default(),
        Rates::Table(ranks) => ranks.iter().flatten().copied().max().unwrap_or_default(),
        Rates::Brackets(brackets) => brackets.list.iter().map(|(_, rate)| *rate).max().unwrap_or_default(),
    }
}

/// What has to be bought in order to join, if the plan sets an amount.
pub(super) fn entry_purchase(plan: &Plan) -> Option<Minor> {
    let Join { how: _, purchase, fee: _, deposit: _ } = &plan.join;
    match purchase {
        Some(Entry::Order(sum) | Entry::Package(sum)) if *sum > 0 => Some(*sum),
        Some(Entry::Order(_) | Entry::Package(_)) | None => None,
    }
}

/// The lowest rank to which a reward's payees belong by the reward's own form.
pub(super) fn least_rank(to: &To) -> RankNo {
    match to {
        To::Nearest(least) | To::Pool(least, _) | To::Generation(_, _, least) => *least,
        To::Seller | To::Buyer | To::Upline(..) | To::Differential | To::Peer(_) | To::Pairing => 1,
    }
}

/// What a reward gives somebody of a rank at most: of the amount, and beside it. Nothing to a rank that it does not pay.
pub(super) fn pays(program: &Program, no: RewardNo, rank: RankNo) -> (u64, i64) {
    let plan = program.plan();
    let reward = plan.reward(no);
    if rank < least_rank(&reward.to) || !holds(program.rule(no).payee_ranks, rank) {
        return (0, 0);
    }
    match (&reward.pay, &reward.to) {
        (Pay::Share(Rates::PerRank(rates), _), _) => {
            (rates.get(usize::from(rank) - 1).map_or(0, |rate| u64::from(rate.0)), 0)
        }
        (Pay::Share(Rates::Table(ranks), _), _) => {
            let rates = ranks.get(usize::from(rank) - 1).into_iter().flatten();
            (rates.map(|rate| u64::from(rate.0)).max().unwrap_or(0), 0)
        }
        (Pay::Amounts(amounts), _) => (0, amounts.get(usize::from(rank) - 1).copied().unwrap_or(0)),
        _ => most(plan, no),
    }
}
