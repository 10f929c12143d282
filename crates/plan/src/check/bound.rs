//! An upper bound of what an event's rewards come to, for plans with too many combinations to visit: each reward as if
//! every payee that it could have were there and passed its filters.

use std::collections::HashMap;

use super::explore::WHOLE;
use crate::kernel::{Path, Payees, Pays, Program, RateOf, Rule};
use crate::model::{Base, On, RewardNo};
use crate::money::Rate;

/// What all rewards of an event come to at most: of the line's amount, in parts of [`WHOLE`], and beside it in minor
/// units.
pub(super) fn bound(program: &Program, on: On, product: Rate) -> (u128, u128) {
    let mut totals: HashMap<RewardNo, (u128, u128)> = HashMap::new();
    let (mut share, mut fixed) = (0, 0);
    for reward in program.rewards_on(on) {
        let rule = program.rule(*reward);
        let total = most(rule, product, &totals);
        totals.insert(*reward, total);
        if rule.money {
            share += total.0;
            fixed += total.1;
        }
    }
    (share, fixed)
}

/// What one reward comes to at most: rates of its base, or fixed amounts.
pub(super) fn most(rule: &Rule, product: Rate, totals: &HashMap<RewardNo, (u128, u128)>) -> (u128, u128) {
    let of = |reward: RewardNo| totals.get(&reward).copied().unwrap_or_default();
    match rule.pays {
        Pays::Fixed(amount) => (0, u128::from(amount.unsigned_abs()) * payees(rule)),
        Pays::FixedByRank => (0, highest(rule) * payees(rule)),
        Pays::Share(rate, base) => {
            let base = match base {
                // A volume is no more than the amount.
                Base::Amount | Base::Profit | Base::Volume(_) => (WHOLE, 0),
                Base::Reward(reward) => of(reward),
            };
            let parts = match rate {
                // Each entry has one peer, so that the rate is taken of their sum once.
                RateOf::One(rate) if matches!(rule.payees, Payees::Peers(_)) => u128::from(rate.0),
                RateOf::One(rate) => u128::from(rate.0) * payees(rule),
                RateOf::Product => u128::from(product.0) * payees(rule),
                RateOf::Rank => highest(rule) * payees(rule),
                RateOf::Volume => {
                    let all = rule.brackets.iter().flat_map(|brackets| &brackets.list);
                    all.map(|(_, rate)| u128::from(rate.0)).max().unwrap_or(0) * payees(rule)
                }
                RateOf::Path => own_rates(rule),
            };
            let scale = |whole: u128| (whole * parts).div_ceil(u128::from(Rate::ONE.0));
            (scale(base.0), scale(base.1))
        }
    }
}

/// The highest of the rates or amounts by rank.
fn highest(rule: &Rule) -> u128 {
    rule.by_rank.iter().map(|value| u128::from(value.unsigned_abs())).max().unwrap_or(0)
}

/// How many people a reward pays at most.
fn payees(rule: &Rule) -> u128 {
    match &rule.payees {
        Payees::Above(Path::Upline { from, to, .. } | Path::Generation { from, to, .. }) => {
            u128::from(to - from + 1)
        }
        Payees::Above(Path::Differential { rates, .. }) => 2 * rates.len() as u128,
        _ => 1,
    }
}

/// The sum of the rates of a path that has its own, in millionths.
fn own_rates(rule: &Rule) -> u128 {
    match &rule.payees {
        Payees::Above(Path::Upline { rates, .. } | Path::Generation { rates, .. }) => rates.most(),
        // The differences on the way up add up to the highest rate at most.
        Payees::Above(Path::Differential { rates, top, floor }) => {
            // A floor comes on top at most twice for each rate: to the first who has it and to the next.
            u128::from(top.0) + u128::from(floor.0) * 2 * rates.len() as u128
        }
        _ => 0,
    }
}
