//! Ways of saying what a rule is about otherwise, so that a rule that reads keys would no longer see it.

use banyan_plan::model::{
    Base, Cap, Condition, Conditions, Entry, Filters, How, Measure, Most, On, Pay, Per, Plan, Rank, RankNo,
    Rates, Reward, RewardNo, SelfPurchase, To,
};
use banyan_plan::money::Rate;
use banyan_plan::time::Period;
use banyan_plan::words::Text;

use super::generator::{Dice, insert_after, is_base, pick, refers};

/// A reward per head in money on joining, for somebody above.
fn join_head(plan: &Plan, dice: &mut Dice) -> Option<usize> {
    pick(plan, dice, |no, one| {
        one.on == On::Join
            && matches!(one.to, To::Upline(..) | To::Nearest(_) | To::Generation(..))
            && matches!(one.pay, Pay::Amount(_))
            && !is_base(plan, no)
    })
}

pub(super) fn head(plan: &mut Plan, dice: &mut Dice, on: On, first_order: bool) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    plan.rewards[no].on = on;
    plan.rewards[no].filters.first_order = first_order.then_some(true);
    true
}

pub(super) fn head_every(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let reward = &mut plan.rewards[no];
    let Pay::Amount(sum) = &mut reward.pay else { return false };
    *sum *= 2;
    reward.every *= 2;
    true
}

pub(super) fn head_points(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let scale = plan.currency.scale();
    let Pay::Amount(sum) = plan.rewards[no].pay else { return false };
    plan.rewards[no].pay = Pay::Points((sum / scale).max(1));
    true
}

/// The sum as all of an order up to a cap.
pub(super) fn head_share(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let on = [On::FirstSale, On::Sale, On::Period(Period::Month)][dice.below(3)];
    let reward = &mut plan.rewards[no];
    let Pay::Amount(sum) = reward.pay else { return false };
    if sum > 10_000 && on != On::FirstSale {
        return false;
    }
    reward.on = on;
    reward.filters.first_order = (on == On::Sale).then_some(true);
    reward.pay = Pay::Share(Rates::One(Rate(1_000_000)), Base::Amount);
    reward.cap = Some(Cap { per: Per::Line, most: Most::Amount(sum) });
    true
}

pub(super) fn open_beside(plan: &mut Plan, _: &mut Dice) -> bool {
    let beside = matches!(plan.join.purchase, Some(Entry::Order(_))) && plan.join.how != How::Open;
    if beside {
        plan.join.how = How::Open;
    }
    beside
}

fn condition(measure: Measure) -> Conditions {
    Conditions { all: true, list: vec![Condition { measure, within: None, span: 900_000..900_001 }] }
}

/// Somebody who has joined is nobody until they buy: a new lowest rank that is paid nothing.
pub(super) fn entry_as_rank(plan: &mut Plan, dice: &mut Dice) -> bool {
    let (Some(Entry::Order(sum) | Entry::Package(sum)), true) = (plan.join.purchase, plan.ranks.len() < 50)
    else {
        return false;
    };
    let sum = sum.max(1);
    let measure = match dice.below(5) {
        0 => Measure::OwnPurchases(sum),
        1 => Measure::TopUp(sum),
        2 => Measure::Package("pack".to_owned()),
        3 => Measure::Course("course".to_owned()),
        _ if plan.sale.self_purchase == SelfPurchase::Seller => Measure::OwnSales(sum),
        _ => Measure::OwnPurchases(sum),
    };
    plan.join.purchase = None;
    plan.join.how = How::Open;
    let everybody = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let up = |set: u64| (set & 1) | ((set & !1) << 1);
    for one in &mut plan.rewards {
        let Filters { payee_rank, seller_rank, .. } = &mut one.filters;
        if one.to != To::Buyer {
            *payee_rank = Some(up(payee_rank.unwrap_or(everybody)));
        } else if let Some(set) = payee_rank {
            *set = up(*set);
        }
        if let Some(set) = seller_rank {
            *set = up(*set);
        }
        match &mut one.to {
            To::Nearest(rank) | To::Generation(_, _, rank) | To::Pool(rank, _) => *rank += 1,
            _ => {}
        }
        if let Pay::Share(Rates::PerRank(rates), _) = &mut one.pay {
            rates.insert(0, Rate(0));
        }
    }
    for rank in &mut plan.ranks {
        for set in [&mut rank.promote, &mut rank.keep].into_iter().flatten() {
            for one in &mut set.list {
                if let Measure::Legs(of, _) = &mut one.measure {
                    *of += 1;
                }
            }
        }
    }
    plan.ranks[0].promote = Some(condition(measure));
    let guest = Rank {
        id: "guest".to_owned(),
        title: Text::same("guest"),
        promote: None,
        keep: None,
        span: 800_000..800_001,
    };
    plan.ranks.insert(0, guest);
    true
}

fn bought(measure: &Measure) -> bool {
    matches!(measure, Measure::OwnPurchases(_) | Measure::TopUp(_) | Measure::Package(_) | Measure::Course(_))
}

pub(super) fn bought_otherwise(plan: &mut Plan, dice: &mut Dice) -> bool {
    let own = plan.sale.self_purchase == SelfPurchase::Seller;
    let fit: Vec<usize> = (1..plan.ranks.len())
        .filter(|at| {
            plan.ranks[*at]
                .promote
                .as_ref()
                .is_some_and(|set| set.list.len() == 1 && bought(&set.list[0].measure))
        })
        .collect();
    if fit.is_empty() {
        return false;
    }
    let rank = &mut plan.ranks[fit[dice.below(fit.len())]];
    match dice.below(5) {
        0 => rank.promote = None,
        1 => rank.promote = Some(condition(Measure::Course("c".to_owned()))),
        2 => rank.promote = Some(condition(Measure::Package("sku".to_owned()))),
        3 if own => rank.promote = Some(condition(Measure::OwnOrders(1))),
        _ => rank.promote = Some(condition(Measure::TopUp(39_900))),
    }
    true
}

pub(super) fn kept_otherwise(plan: &mut Plan, _: &mut Dice) -> bool {
    if plan.sale.self_purchase != SelfPurchase::Seller {
        return false;
    }
    let mut changed = false;
    for rank in &mut plan.ranks {
        for one in rank.keep.iter_mut().flat_map(|set| &mut set.list) {
            if let Measure::OwnPurchases(sum) = one.measure {
                one.measure = Measure::OwnSales(sum);
                changed = true;
            }
        }
    }
    changed
}

pub(super) fn people_otherwise(plan: &mut Plan, dice: &mut Dice) -> bool {
    let mut changed = false;
    for rank in &mut plan.ranks {
        for one in rank.promote.iter_mut().flat_map(|set| &mut set.list) {
            let (Measure::DirectInvites(count) | Measure::TeamSize(count)) = one.measure else { continue };
            one.measure = match dice.below(3) {
                0 => Measure::DirectInvites(count),
                1 => Measure::TeamSize(count),
                _ => Measure::Legs(1, count),
            };
            one.within = None;
            changed = true;
        }
    }
    changed
}

fn plain_share(plan: &Plan, no: usize, one: &Reward) -> bool {
    one.on == On::Sale
        && one.filters.first_order.is_none()
        && one.filters.categories.is_empty()
        && one.filters.line_amount.is_none()
        && matches!(one.to, To::Upline(..) | To::Nearest(_) | To::Generation(..) | To::Differential)
        && matches!(&one.pay, Pay::Share(rates, Base::Amount) if *rates != Rates::Product)
        && !is_base(plan, no)
}

pub(super) fn levels_at_close(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = pick(plan, dice, |no, one| plain_share(plan, no, one)) else { return false };
    let periods = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];
    plan.rewards[no].on = On::Period(periods[dice.below(periods.len())]);
    true
}

/// Twice as much for every second sale.
pub(super) fn levels_every(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = pick(plan, dice, |no, one| {
        plain_share(plan, no, one) && matches!(one.pay, Pay::Share(Rates::One(rate), _) if rate.0 <= 500_000)
    }) else {
        return false;
    };
    let reward = &mut plan.rewards[no];
    let Pay::Share(Rates::One(rate), _) = &mut reward.pay else { return false };
    rate.0 *= 2;
    reward.every *= 2;
    true
}

/// Nobody is paid for their own sale any more; who stands above them is its seller.
pub(super) fn upline_as_seller(plan: &mut Plan, _: &mut Dice) -> bool {
    let simple = plan.rewards.iter().all(|one| {
        matches!(one.to, To::Seller | To::Upline(..)) && one.on == On::Sale && !refers(one) && !one.compress
    });
    let own = plan.conditions().any(|one| {
        matches!(one.measure, Measure::OwnSales(_) | Measure::OwnOrders(_) | Measure::TeamSales(_))
    }) || plan
        .rewards
        .iter()
        .any(|one| one.filters.payee_active.is_some() || one.filters.distance.is_some());
    let above = plan.rewards.iter().any(|one| matches!(one.to, To::Upline(..)));
    let first = plan.rewards.iter().any(|one| one.filters.first_order.is_some());
    if !simple || own || !above || first || plan.sale.self_purchase == SelfPurchase::Inviter {
        return false;
    }
    plan.sale.self_purchase = SelfPurchase::Inviter;
    plan.rewards.retain(|one| one.to != To::Seller);
    for one in &mut plan.rewards {
        one.to = match one.to {
            To::Upline(1, 1) => To::Seller,
            To::Upline(from, to) if from > 1 => To::Upline(from - 1, to - 1),
            other => other,
        };
    }
    true
}

/// What asks for sales of one's own in order to be paid asks for a rank that is kept by them.
pub(super) fn activity_as_rank(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = pick(plan, dice, |_, one| one.filters.payee_active.is_some()) else { return false };
    let Some(active) = plan.rewards[no].filters.payee_active.take() else { return false };
    let [Condition { measure: Measure::OwnSales(own_sales), within, .. }] = active.list[..] else {
        return false;
    };
    let top = plan.ranks.len() as RankNo + 1;
    let keep = Conditions {
        all: true,
        list: vec![Condition { measure: Measure::OwnSales(own_sales), within, span: 700_000..700_001 }],
    };
    plan.ranks.push(Rank {
        id: format!("active{top}"),
        title: Text::same("active"),
        promote: Some(condition(Measure::OwnSales(own_sales))),
        keep: Some(keep),
        span: 600_000..600_001,
    });
    for one in &mut plan.rewards {
        if let Pay::Share(Rates::PerRank(rates), _) = &mut one.pay {
            let last = rates.last().copied().unwrap_or_default();
            rates.push(last);
        }
        if let Some(set) = &mut one.filters.payee_rank
            && *set >> (top - 1) & 1 == 1
        {
            *set |= 1 << top;
        }
    }
    plan.rewards[no].filters.payee_rank = Some(1 << top);
    true
}

/// The newcomer has the sum, on their first order; who stands above them has all of that.
pub(super) fn head_at_second_hand(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let reward = &mut plan.rewards[no];
    let above = Reward {
        pay: Pay::Share(Rates::One(Rate(1_000_000)), Base::Reward(no as RewardNo)),
        ..reward.clone()
    };
    reward.to = To::Seller;
    (reward.on, reward.filters) = (On::Sale, Filters { first_order: Some(true), ..nothing() });
    (reward.every, reward.payees, reward.until, reward.compress) = (1, None, None, false);
    insert_after(plan, no, Reward { on: On::Sale, ..above });
    true
}

fn nothing() -> Filters {
    Filters {
        payee_rank: None,
        seller_rank: None,
        distance: None,
        categories: Vec::new(),
        first_order: None,
        line_amount: None,
        line_quantity: None,
        buyer_months: None,
        payee_months: None,
        recruit: None,
        payee_active: None,
    }
}

/// A huge sum for a level that nobody reaches, beside which every other head looks small.
pub(super) fn head_for_nobody(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let twin = Reward { to: To::Upline(990, 991), pay: Pay::Amount(90_000_000), ..plan.rewards[no].clone() };
    insert_after(plan, no, twin);
    true
}

/// Whoever is paid nothing before they buy has a good rate, of which a cap leaves a cent.
pub(super) fn cent_for_the_guest(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = pick(plan, dice, |_, one| {
        one.on == On::Sale
            && one.to == To::Seller
            && one.filters.first_order.is_none()
            && one.filters.payee_rank.is_some_and(|set| set & 2 == 0)
            && matches!(one.pay, Pay::Share(Rates::One(_), Base::Amount))
    }) else {
        return false;
    };
    let mut twin = plan.rewards[no].clone();
    twin.filters.payee_rank = Some(2);
    twin.cap = Some(Cap { per: Per::Period(Period::Month), most: Most::Amount(1) });
    insert_after(plan, no, twin);
    true
}

/// One customer is asked for beside sales that they cannot be believed to make.
pub(super) fn one_customer(plan: &mut Plan, _: &mut Dice) -> bool {
    let mut changed = false;
    for rank in &mut plan.ranks {
        for set in [&mut rank.promote, &mut rank.keep].into_iter().flatten() {
            let large = |one: &Condition| match one.measure {
                Measure::OwnSales(sum) => sum > 100_000,
                Measure::OwnOrders(orders) => orders > 10,
                _ => false,
            };
            if set.list.len() == 1 && set.list.iter().all(large) {
                let customer =
                    Condition { measure: Measure::DirectCustomers(1), within: None, span: 500_000..500_001 };
                set.list.push(customer);
                set.all = true;
                changed = true;
            }
        }
    }
    changed
}

/// Ranks that were left out of a way up have a ten-thousandth of what the others have.
pub(super) fn token_for_each_rank(plan: &mut Plan, dice: &mut Dice) -> bool {
    let ranks = plan.ranks.len();
    let everybody = (1..=ranks).fold(0_u64, |set, rank| set | 1 << rank);
    let narrow = |one: &Reward| one.filters.payee_rank.is_some_and(|set| set & everybody != everybody);
    let Some(no) = pick(plan, dice, |no, one| {
        narrow(one)
            && !one.compress
            && !is_base(plan, no)
            && matches!(one.to, To::Upline(..))
            && matches!(one.pay, Pay::Share(Rates::One(rate), _) if rate.0 >= 10_000)
    }) else {
        return false;
    };
    let To::Upline(from, last) = plan.rewards[no].to else { return false };
    let Pay::Share(Rates::One(rate), base) = plan.rewards[no].pay.clone() else { return false };
    let set = plan.rewards[no].filters.payee_rank.take().unwrap_or(everybody);
    let of =
        |rank: usize| vec![if set >> rank & 1 == 1 { rate } else { Rate(1) }; (last - from + 1) as usize];
    plan.rewards[no].pay = Pay::Share(Rates::Table((1..=ranks).map(of).collect()), base);
    true
}
