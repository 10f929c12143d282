//! What a plan says of amounts, reward by reward: the most that somebody gets, and what has to be bought to join.

use banyan_plan::kernel::{Program, holds};
use banyan_plan::model::{
    Base, Entry, Join, Most, Pay, Plan, RankNo, Rates, Reward, RewardNo, SelfPurchase, To,
};
use banyan_plan::money::{Minor, Rate};

/// 100 % in millionths.
pub(super) const WHOLE: u64 = 1_000_000;
/// Whether what a promoter buys themselves counts as their own sale.
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
            // Whatever the rates are, a differential pays no less than its floor.
            let rate = highest(plan, rates).max(plan.reward(no).floor.unwrap_or_default());
            let (share, fixed) = match base {
                // Profit is no more than the amount.
                Base::Amount | Base::Profit => (WHOLE, 0),
                Base::Volume(_) => (u64::from(plan.most_of(*base).0), 0),
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

/// What all payees of one event together get of the amount, if each has this rank; in millionths.
pub(super) fn all_payees(program: &Program, no: RewardNo, rank: RankNo) -> u64 {
    let plan = program.plan();
    let reward = plan.reward(no);
    let (each, _) = pays(program, no, rank);
    let (from, last) = match reward.to {
        To::Upline(from, last) | To::Generation(from, last, _) => (from, last),
        // Two of one rank: the floor is paid beside the rate.
        To::Differential if each > 0 => {
            return each.saturating_add(reward.floor.map_or(0, |floor| u64::from(floor.0)));
        }
        To::Seller
        | To::Buyer
        | To::Nearest(_)
        | To::Differential
        | To::Peer(_)
        | To::Pool(..)
        | To::Pairing => return each,
    };
    let (low, high) = match reward.to {
        To::Upline(..) => program.rule(no).distance,
        _ => (0, u32::MAX),
    };
    let levels = (from..=last).filter(|level| (low..=high).contains(level));
    let rates: Option<&Vec<Rate>> = match &reward.pay {
        Pay::Share(Rates::PerLevel(rates), _) => Some(rates),
        Pay::Share(Rates::Table(ranks), _) => ranks.get(usize::from(rank) - 1),
        _ => None,
    };
    let part = |level: u32| match rates {
        Some(rates) => {
            let best = rates.iter().max().copied().unwrap_or_default();
            let rate = rates.get((level - from) as usize).copied().unwrap_or_default();
            if best.0 == 0 { 0 } else { each * u64::from(rate.0) / u64::from(best.0) }
        }
        None => each,
    };
    let mut parts: Vec<u64> = levels.map(part).collect();
    parts.sort_unstable_by(|a, b| b.cmp(a));
    parts.truncate(reward.payees.map_or(usize::MAX, |most| most as usize));
    parts.into_iter().fold(0, u64::saturating_add)
}

/// The reward of which another one is a share, if it is one.
pub(super) fn base_of(reward: &Reward) -> Option<RewardNo> {
    match reward.pay {
        Pay::Share(_, Base::Reward(of)) => Some(of),
        Pay::Share(_, Base::Amount | Base::Profit | Base::Volume(_))
        | Pay::Amount(_)
        | Pay::Amounts(_)
        | Pay::Coupon(_)
        | Pay::Points(_) => None,
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
            let own = rates.get(usize::from(rank) - 1).copied().unwrap_or_default();
            let floor = reward.floor.filter(|_| own.0 > 0).unwrap_or_default();
            (u64::from(own.max(floor).0), 0)
        }
        (Pay::Share(Rates::Table(ranks), _), _) => {
            let rates = ranks.get(usize::from(rank) - 1).into_iter().flatten();
            (rates.map(|rate| u64::from(rate.0)).max().unwrap_or(0), 0)
        }
        (Pay::Amounts(amounts), _) => (0, amounts.get(usize::from(rank) - 1).copied().unwrap_or(0)),
        _ => most(plan, no),
    }
}
