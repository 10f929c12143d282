//! How far above the buyer a reward reaches, walked with the kernel's own automaton.

use std::collections::BTreeSet;

use banyan_plan::describe::Levels;
use banyan_plan::kernel::{Path, Payees, Pays, Program, RateOf, Rule, Walk, holds};
use banyan_plan::model::{Base, On, RankNo, RewardNo, SelfPurchase, Share, To};
use banyan_plan::money::Rate;

/// The farthest level above the buyer. Where the "seller" of a promoter's own order is their upline, everybody who is paid
/// stands one level farther from whoever buys.
pub(super) fn from_buyer(program: &Program, no: RewardNo) -> Levels {
    let plan = program.plan();
    let reward = plan.reward(no);
    let from_seller = from_seller(program, no);
    let is_credited = match reward.on {
        On::Sale | On::FirstSale | On::Period(_) => true,
        On::Join | On::Promotion => false,
    };
    let is_by_seller = match reward.to {
        To::Buyer | To::Pool(_, Share::Equal | Share::TeamSales | Share::Rank) => false,
        To::Pool(_, Share::OwnSales)
        | To::Seller
        | To::Upline(..)
        | To::Nearest(_)
        | To::Generation(..)
        | To::Differential
        | To::Peer(_)
        | To::Pairing => true,
    };
    let shifts = match plan.sale.self_purchase {
        SelfPurchase::Seller | SelfPurchase::Nobody => false,
        SelfPurchase::Inviter => true,
    };
    match from_seller {
        Levels::To(distance) if is_credited && is_by_seller && shifts => {
            Levels::To(distance.saturating_add(1))
        }
        other => other,
    }
}

/// The farthest level above the seller (or above who joined or rose). Points count like money: they can be made money.
pub(super) fn from_seller(program: &Program, no: RewardNo) -> Levels {
    let rule = program.rule(no);
    // A payee of pairs or of a pool may stand at any distance from the sale, and so may the promoters above that payee.
    if rule.follows_close(program).is_some() {
        return Levels::NoEnd;
    }
    match &rule.payees {
        Payees::Seller | Payees::Buyer => Levels::To(0),
        Payees::Above(path) => walked(program, rule, path),
        Payees::Peers(of) => peers(program, rule, *of),
        Payees::Close => match program.plan().reward(no).to {
            // Their part of such a pool grows with every sale below them, however far down.
            To::Pairing | To::Pool(_, Share::TeamSales) => Levels::NoEnd,
            _ => Levels::To(0),
        },
    }
}

/// Only with a single rank is the nearest of the same rank the next one.
fn peers(program: &Program, rule: &Rule, of: RewardNo) -> Levels {
    let next_is_peer = program.plan().ranks.len() == 1 && !(rule.compress && may_fail(rule));
    let own = match from_seller(program, of) {
        Levels::To(distance) if next_is_peer => distance.saturating_add(1),
        _ => u32::MAX,
    };
    match own.min(rule.distance.1) {
        u32::MAX => Levels::NoEnd,
        distance => Levels::To(distance),
    }
}

/// Whether somebody of a fitting rank at a fitting distance may still not pass.
fn may_fail(rule: &Rule) -> bool {
    rule.active.is_some() || rule.payee_months.is_some() || rule.recruit.is_some()
}

/// Shows the walk every promoter that there could be at each distance, until what can happen repeats itself.
fn walked(program: &Program, rule: &Rule, path: &Path) -> Levels {
    let ranks = program.plan().ranks.len() as RankNo;
    let (low, high) = rule.distance;
    let sellers = (0..=ranks).filter(|rank| holds(rule.seller_ranks, *rank));
    let starts = sellers.flat_map(|rank| classes(rule, rank)).map(|class| path.start(class));
    let mut walks: BTreeSet<Walk> = starts.filter(|walk| !walk.done).collect();
    let (mut farthest, mut distance) = (0, 1_u32);
    while !walks.is_empty() && distance <= high {
        let mut next = BTreeSet::new();
        let mut paid = false;
        for walk in &walks {
            for rank in 1..=ranks {
                let fits = distance >= low && holds(rule.payee_ranks, rank);
                let may_fail = !fits || may_fail(rule);
                let ways = [true, false].into_iter().filter(|passes| if *passes { fits } else { may_fail });
                let all = classes(rule, rank);
                for (passes, class) in ways.flat_map(|passes| all.iter().map(move |class| (passes, *class))) {
                    let mut after = *walk;
                    let rate = rule.step(path, &mut after, (rank, class), passes);
                    paid |= rate.is_some_and(|rate| is_something(program, rule, (rate, rank)));
                    if !after.done {
                        next.insert(after);
                    }
                }
            }
        }
        if paid {
            farthest = distance;
        }
        if distance >= low && next == walks {
            return if paid && high == u32::MAX {
                Levels::NoEnd
            } else if paid {
                Levels::To(high)
            } else {
                Levels::To(farthest)
            };
        }
        walks = next;
        distance += 1;
    }
    Levels::To(farthest)
}

/// Where somebody of a rank may stand in the rates of a differential: at their rank, or in any bracket.
fn classes(rule: &Rule, rank: RankNo) -> Vec<RankNo> {
    match &rule.brackets {
        Some(brackets) => (0..=brackets.list.len() as RankNo).collect(),
        None => vec![rank],
    }
}

fn is_something(program: &Program, rule: &Rule, (path, rank): (Rate, RankNo)) -> bool {
    match rule.pays {
        Pays::Fixed(sum) => sum > 0,
        Pays::FixedByRank => rule.amount_of(rank) > 0,
        Pays::Share(RateOf::Rank, _) => rule.rate_of(rank).0 > 0,
        Pays::Share(RateOf::Volume, _) => {
            rule.brackets.iter().flat_map(|brackets| &brackets.list).any(|(_, rate)| rate.0 > 0)
        }
        Pays::Share(RateOf::One(rate), Base::Amount | Base::Profit | Base::Volume(_) | Base::Reward(_)) => {
            rate.0 > 0
        }
        Pays::Share(RateOf::Product, _) => program.plan().sale.product_rate.1.0 > 0,
        Pays::Share(RateOf::Path, _) => path.0 > 0,
    }
}
