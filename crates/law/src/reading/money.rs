//! What is asked for in a volume, in money; and what is asked for over months, at once.

use banyan_plan::model::{Conditions, Measure, Plan};
use banyan_plan::money::Minor;

/// The plan with all that conditions ask for in money, at once: a volume that is a hundredth of the price makes a sum in it a hundred
/// times as dear.
pub(super) fn in_money(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let counted = plan.volumes.counted.and_then(|place| plan.volumes.list.get(usize::from(place)));
    if let Some(most) = counted.map(|volume| volume.most.0.max(1)) {
        all(&mut plan).for_each(|conditions| in_money_of(conditions, most));
    }
    without_time(&mut plan);
    plan
}

fn all(plan: &mut Plan) -> impl Iterator<Item = &mut Conditions> {
    let ranks = plan.ranks.iter_mut().flat_map(|rank| [&mut rank.promote, &mut rank.keep]);
    let paid = plan.rewards.iter_mut().map(|reward| &mut reward.filters.payee_active);
    ranks.chain(paid).flatten()
}

/// Whoever has held a rank has met what it takes to have it, and whoever has to have held one to be paid is of that rank.
fn without_time(plan: &mut Plan) {
    let takes: Vec<Option<Conditions>> = plan.ranks.iter().map(|rank| rank.promote.clone()).collect();
    for reward in &mut plan.rewards {
        let Some(active) = reward.filters.payee_active.as_ref().filter(|active| active.all) else { continue };
        for condition in &active.list {
            if let Measure::Held(rank, ..) = condition.measure {
                let at_least = u64::MAX << rank;
                reward.filters.payee_rank = Some(reward.filters.payee_rank.unwrap_or(u64::MAX) & at_least);
            }
        }
    }
    for conditions in all(plan) {
        let had = std::mem::take(&mut conditions.list);
        for condition in had {
            match condition.measure {
                Measure::Held(rank, ..) => {
                    let takes = takes.get(usize::from(rank) - 1).and_then(Option::as_ref);
                    let list = takes.iter().flat_map(|takes| &takes.list);
                    let list = list.filter(|one| !matches!(one.measure, Measure::Held(..))).cloned();
                    conditions.list.extend(list);
                }
                _ => conditions.list.push(condition),
            }
        }
    }
    let ranks = plan.ranks.iter_mut().flat_map(|rank| [&mut rank.promote, &mut rank.keep]);
    let paid = plan.rewards.iter_mut().map(|reward| &mut reward.filters.payee_active);
    for conditions in ranks.chain(paid) {
        if conditions.as_ref().is_some_and(|conditions| conditions.list.is_empty()) {
            *conditions = None;
        }
    }
}

fn in_money_of(conditions: &mut Conditions, most: u32) {
    let price = |sum: &mut Minor| {
        let money = i128::from(*sum) * 1_000_000 / i128::from(most);
        *sum = Minor::try_from(money).unwrap_or(Minor::MAX);
    };
    for condition in &mut conditions.list {
        match &mut condition.measure {
            Measure::OwnSales(sum)
            | Measure::TeamSales(sum)
            | Measure::LesserLegs(sum)
            | Measure::ActiveLegs(sum, _)
            | Measure::OwnPurchases(sum) => price(sum),
            Measure::LimitedTeamSales(sum, most) => {
                price(sum);
                price(most);
            }
            Measure::DirectInvites(_)
            | Measure::TeamSize(_)
            | Measure::DirectCustomers(_)
            | Measure::OwnOrders(_)
            | Measure::Legs(..)
            | Measure::Held(..)
            | Measure::Course(_)
            | Measure::Package(_)
            | Measure::TopUp(_) => {}
        }
    }
}
