//! A generator of evasions: every ready plan, case and known device is said otherwise, in compositions of thousands, from
//! seeds. What pays alike is judged alike; what is only put into other words is never silenced.

use std::collections::BTreeMap;

use banyan_law::cases::{cases, devices};
use banyan_law::judge::{Subject, judge};
use banyan_law::mend::mend;
use banyan_law::pack::{pack, packs};
use banyan_law::probe::{outcome, probe};
use banyan_law::reading::Reading;
use banyan_law::shop::Shop;
use banyan_plan::model::{
    Base, Condition, Conditions, Entry, How, Measure, On, Pay, Plan, Rank, RankNo, Rates, Reward, RewardNo,
    SelfPurchase, To,
};
use banyan_plan::model::{Cap, Filters, Most, Per};
use banyan_plan::money::Rate;
use banyan_plan::parse::parse;
use banyan_plan::time::Period;
use banyan_plan::words::Text;

use super::ready;

/// Compositions of each base.
const SEEDS: u64 = 240;

/// Small numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

fn bases() -> Vec<(String, Plan)> {
    let ready = ready().into_iter();
    let cases = cases().iter().map(|case| (case.id.clone(), case.plan.clone()));
    let devices = devices().iter().map(|device| (device.id.clone(), device.plan.clone()));
    let all = ready.chain(cases).chain(devices);
    all.map(|(name, source)| (name, parse(&source).0.expect("a plan"))).collect()
}

/// By pack: rules that are no mere notes, with their severity.
fn serious(plan: &Plan) -> BTreeMap<(&'static str, String), String> {
    let all: Vec<_> = packs().iter().collect();
    let shop = Shop::default();
    let found = judge(Subject { plan, worst_case: None, shop: &shop }, &all);
    let decided = found.into_iter().filter(|one| one.needs.is_none() && one.severity.code() != "info");
    decided.map(|one| ((one.pack, one.rule.id.clone()), one.severity.code().to_owned())).collect()
}

/// A way of saying a plan otherwise: its name, what it does, and the rules that it answers for and may lose.
struct Device {
    name: &'static str,
    apply: fn(&mut Plan, &mut Dice) -> bool,
    /// Rules that no longer apply as what they ask about is said to be otherwise; each other one has to be found still.
    may_lose: &'static [&'static str],
}

const NEUTRAL: &[Device] = &[
    Device { name: "rename", apply: rename, may_lose: &[] },
    Device { name: "reorder", apply: reorder, may_lose: &[] },
    Device { name: "split a rate", apply: split_rate, may_lose: &[] },
    Device { name: "split levels", apply: split_levels, may_lose: &[] },
    Device { name: "other words for levels", apply: other_levels, may_lose: &[] },
    Device { name: "all ranks by name", apply: name_ranks, may_lose: &[] },
];

const EVASIVE: &[Device] = &[
    Device {
        name: "head on a first sale",
        apply: |plan, dice| head(plan, dice, On::FirstSale, false),
        may_lose: &[],
    },
    Device {
        name: "head on a first order",
        apply: |plan, dice| head(plan, dice, On::Sale, true),
        may_lose: &[],
    },
    Device {
        name: "head at a close",
        apply: |plan, dice| head(plan, dice, On::Period(Period::Month), false),
        may_lose: &[],
    },
    Device { name: "head of every second", apply: head_every, may_lose: &[] },
    Device { name: "head as points", apply: head_points, may_lose: &[] },
    Device { name: "head as a filled share", apply: head_share, may_lose: &[] },
    Device { name: "purchase beside free joining", apply: open_beside, may_lose: &[] },
    // A purchase of any product has no set price.
    Device { name: "entry as a rank", apply: entry_as_rank, may_lose: &["STR-01"] },
    Device { name: "bought rank otherwise", apply: bought_otherwise, may_lose: &["STR-01"] },
    Device { name: "kept by own volume", apply: kept_otherwise, may_lose: &[] },
    Device { name: "people counted otherwise", apply: people_otherwise, may_lose: &[] },
    Device { name: "levels at a close", apply: levels_at_close, may_lose: &[] },
    Device { name: "levels every second", apply: levels_every, may_lose: &[] },
    Device { name: "upline as the seller", apply: upline_as_seller, may_lose: &["STR-13"] },
    Device { name: "activity on the rank", apply: activity_as_rank, may_lose: &[] },
];

#[test]
fn what_pays_alike_is_judged_alike() {
    for (name, base) in bases() {
        let (before, pays) = (serious(&base), outcome(&base));
        for seed in 0..SEEDS / 3 {
            let (mut plan, mut dice, mut used) = (base.clone(), Dice(seed), Vec::new());
            for _ in 0..=dice.below(4) {
                let device = &NEUTRAL[dice.below(NEUTRAL.len())];
                if (device.apply)(&mut plan, &mut dice) {
                    used.push(device.name);
                }
            }
            assert_eq!(outcome(&plan), pays, "{name}, seed {seed}: {used:?} pay otherwise");
            assert_eq!(serious(&plan), before, "{name}, seed {seed}: {used:?}");
        }
    }
}

#[test]
fn no_rule_is_silenced_by_other_words() {
    let mut tried = 0;
    for (name, base) in bases() {
        let before = serious(&base);
        for seed in 0..SEEDS {
            let (mut plan, mut dice, mut used) = (base.clone(), Dice(seed ^ 0xBEEF), Vec::new());
            let mut lost: Vec<&str> = Vec::new();
            for _ in 0..=dice.below(4) {
                let list = if dice.below(3) == 0 { NEUTRAL } else { EVASIVE };
                let device = &list[dice.below(list.len())];
                if (device.apply)(&mut plan, &mut dice) {
                    used.push(device.name);
                    lost.extend(device.may_lose);
                }
            }
            if used.is_empty() {
                continue;
            }
            tried += 1;
            let after = serious(&plan);
            for ((pack, rule), severity) in &before {
                let still = after.get(&(*pack, rule.clone()));
                // One level beyond two is found by the rule for two.
                let worse = rule == "STR-08" && after.contains_key(&(*pack, "STR-07".to_owned()));
                let may_go = lost.contains(&rule.as_str());
                assert!(
                    may_go || worse || still == Some(severity) || (severity == "warn" && still.is_some()),
                    "{name}, seed {seed}, {used:?}: {pack} {rule} is silenced: {after:?}"
                );
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}

#[test]
fn the_reading_agrees_with_what_is_paid_in_the_worlds() {
    for (name, base) in bases() {
        for seed in 0..8 {
            let (mut plan, mut dice) = (base.clone(), Dice(seed ^ 0xF00D));
            for _ in 0..dice.below(4) {
                (EVASIVE[dice.below(EVASIVE.len())].apply)(&mut plan, &mut dice);
            }
            let reading = Reading::of(&plan, &Shop::default());
            assert_eq!(probe(&plan, &reading), [], "{name}, seed {seed}");
        }
    }
}

#[test]
fn a_mended_plan_passes_however_it_is_said() {
    for (name, source) in ready() {
        for id in ["cn-strict", "cn", "us", "eu"] {
            let mended = mend(&source, &[pack(id).unwrap()], &Shop::default()).unwrap();
            let base = parse(&mended.text).0.expect("a plan");
            for seed in 0..6 {
                let (mut plan, mut dice) = (base.clone(), Dice(seed));
                for _ in 0..3 {
                    (NEUTRAL[dice.below(NEUTRAL.len())].apply)(&mut plan, &mut dice);
                }
                let refused =
                    serious(&plan).into_iter().find(|((pack, _), how)| *pack == id && how == "error");
                assert_eq!(refused, None, "{name} under {id}, seed {seed}");
            }
        }
    }
}

// Ways of saying the same.

fn rename(plan: &mut Plan, dice: &mut Dice) -> bool {
    let word = dice.below(1_000);
    for (at, reward) in plan.rewards.iter_mut().enumerate() {
        (reward.id, reward.title) = (format!("x{word}-{at}"), Text::same(format!("t{at}")));
    }
    for (at, rank) in plan.ranks.iter_mut().enumerate() {
        (rank.id, rank.title) = (format!("y{word}-{at}"), Text::same(format!("u{at}")));
    }
    true
}

fn is_base(plan: &Plan, no: usize) -> bool {
    let no = no as RewardNo;
    plan.rewards
        .iter()
        .any(|one| one.to == To::Peer(no) || matches!(&one.pay, Pay::Share(_, Base::Reward(of)) if *of == no))
}

fn refers(reward: &Reward) -> bool {
    matches!(reward.to, To::Peer(_)) || matches!(reward.pay, Pay::Share(_, Base::Reward(_)))
}

/// Only where nothing refers to another reward, and no limit cuts by order.
fn reorder(plan: &mut Plan, dice: &mut Dice) -> bool {
    let fixed = plan.rewards.iter().any(|one| matches!(one.pay, Pay::Amount(_) | Pay::Coupon(_)));
    if fixed
        || plan.rewards.iter().any(refers)
        || plan.rewards.len() < 2
        || plan.payout_limit < Rate(1_000_000)
    {
        return false;
    }
    let by = dice.below(plan.rewards.len());
    plan.rewards.rotate_left(by);
    by > 0
}

/// Puts a reward where another one stands; what refers to later ones moves with them.
fn insert_after(plan: &mut Plan, no: usize, mut twin: Reward) {
    twin.id = format!("{}-b{}", twin.id, plan.rewards.len());
    twin.span = 1_000_000 + plan.rewards.len()..1_000_001 + plan.rewards.len();
    let shift = |of: &mut RewardNo| {
        if usize::from(*of) > no {
            *of += 1;
        }
    };
    for one in &mut plan.rewards {
        if let To::Peer(of) = &mut one.to {
            shift(of);
        }
        if let Pay::Share(_, Base::Reward(of)) = &mut one.pay {
            shift(of);
        }
    }
    plan.rewards.insert(no + 1, twin);
}

fn pick(plan: &Plan, dice: &mut Dice, wanted: impl Fn(usize, &Reward) -> bool) -> Option<usize> {
    let fit: Vec<usize> =
        plan.rewards.iter().enumerate().filter(|(no, one)| wanted(*no, one)).map(|(no, _)| no).collect();
    (!fit.is_empty()).then(|| fit[dice.below(fit.len())])
}

fn split_rate(plan: &mut Plan, dice: &mut Dice) -> bool {
    let even = |one: &Reward| {
        matches!(one.pay, Pay::Share(Rates::One(rate), Base::Amount) if rate.0 % 400 == 0 && rate.0 > 0)
            && one.every == 1
            && one.cap.is_none()
            && !matches!(one.to, To::Pool(..) | To::Pairing | To::Peer(_))
    };
    let full = plan.payout_limit == Rate(1_000_000);
    let Some(no) = pick(plan, dice, |no, one| full && even(one) && !is_base(plan, no)) else { return false };
    let Pay::Share(Rates::One(rate), base) = plan.rewards[no].pay.clone() else { return false };
    plan.rewards[no].pay = Pay::Share(Rates::One(Rate(rate.0 / 2)), base);
    let twin = plan.rewards[no].clone();
    insert_after(plan, no, twin);
    true
}

fn split_levels(plan: &mut Plan, dice: &mut Dice) -> bool {
    let full = plan.payout_limit == Rate(1_000_000);
    let fits = |no: usize, one: &Reward| {
        full && matches!(one.to, To::Upline(from, to) if to > from)
            && !one.compress
            && one.cap.is_none()
            && one.every == 1
            && !refers(one)
            && !is_base(plan, no)
    };
    let Some(no) = pick(plan, dice, fits) else { return false };
    let To::Upline(from, to) = plan.rewards[no].to else { return false };
    let mut twin = plan.rewards[no].clone();
    twin.to = To::Upline(from + 1, to);
    plan.rewards[no].to = To::Upline(from, from);
    if let Pay::Share(Rates::PerLevel(rates), base) = plan.rewards[no].pay.clone() {
        plan.rewards[no].pay = Pay::Share(Rates::One(rates[0]), base);
        twin.pay = Pay::Share(Rates::PerLevel(rates[1..].to_vec()), base);
    }
    insert_after(plan, no, twin);
    true
}

fn other_levels(plan: &mut Plan, dice: &mut Dice) -> bool {
    let fits = |_: usize, one: &Reward| {
        !one.compress && matches!(one.to, To::Upline(..) | To::Nearest(1) | To::Generation(_, _, 1))
    };
    let Some(no) = pick(plan, dice, fits) else { return false };
    let one = &mut plan.rewards[no];
    one.to = match one.to {
        To::Upline(1, 1) if dice.below(2) == 0 && !matches!(one.pay, Pay::Share(Rates::PerLevel(_), _)) => {
            To::Nearest(1)
        }
        To::Upline(from, to) => To::Generation(from, to, 1),
        To::Nearest(1) => To::Upline(1, 1),
        To::Generation(from, to, 1) => To::Upline(from, to),
        other => other,
    };
    true
}

fn name_ranks(plan: &mut Plan, dice: &mut Dice) -> bool {
    let all = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let fits = |_: usize, one: &Reward| one.filters.payee_rank.is_none() && one.to != To::Buyer;
    let Some(no) = pick(plan, dice, fits) else { return false };
    plan.rewards[no].filters.payee_rank = Some(all);
    true
}

// Ways of saying what a rule is about otherwise.

/// A reward per head in money on joining, for somebody above.
fn join_head(plan: &Plan, dice: &mut Dice) -> Option<usize> {
    pick(plan, dice, |no, one| {
        one.on == On::Join
            && matches!(one.to, To::Upline(..) | To::Nearest(_) | To::Generation(..))
            && matches!(one.pay, Pay::Amount(_))
            && !is_base(plan, no)
    })
}

fn head(plan: &mut Plan, dice: &mut Dice, on: On, first_order: bool) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    plan.rewards[no].on = on;
    plan.rewards[no].filters.first_order = first_order.then_some(true);
    true
}

fn head_every(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let reward = &mut plan.rewards[no];
    let Pay::Amount(sum) = &mut reward.pay else { return false };
    *sum *= 2;
    reward.every *= 2;
    true
}

fn head_points(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = join_head(plan, dice) else { return false };
    let scale = plan.currency.scale();
    let Pay::Amount(sum) = plan.rewards[no].pay else { return false };
    plan.rewards[no].pay = Pay::Points((sum / scale).max(1));
    true
}

/// The sum as all of an order up to a cap.
fn head_share(plan: &mut Plan, dice: &mut Dice) -> bool {
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

fn open_beside(plan: &mut Plan, _: &mut Dice) -> bool {
    let beside = matches!(plan.join.purchase, Some(Entry::Order(_))) && plan.join.how != How::Open;
    if beside {
        plan.join.how = How::Open;
    }
    beside
}

fn condition(measure: Measure) -> Conditions {
    Conditions { all: true, list: vec![Condition { measure, within: None, span: 900_000..900_001 }] }
}

/// Somebody who has joined is nobody until she buys: a new lowest rank that is paid nothing.
fn entry_as_rank(plan: &mut Plan, dice: &mut Dice) -> bool {
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

fn bought_otherwise(plan: &mut Plan, dice: &mut Dice) -> bool {
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

fn kept_otherwise(plan: &mut Plan, _: &mut Dice) -> bool {
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

fn people_otherwise(plan: &mut Plan, dice: &mut Dice) -> bool {
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
        && matches!(one.to, To::Upline(..) | To::Nearest(_) | To::Generation(..) | To::Differential)
        && matches!(&one.pay, Pay::Share(rates, Base::Amount) if *rates != Rates::Product)
        && !is_base(plan, no)
}

fn levels_at_close(plan: &mut Plan, dice: &mut Dice) -> bool {
    let Some(no) = pick(plan, dice, |no, one| plain_share(plan, no, one)) else { return false };
    plan.rewards[no].on = On::Period(Period::Month);
    true
}

/// Twice as much for every second sale.
fn levels_every(plan: &mut Plan, dice: &mut Dice) -> bool {
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

/// Nobody is paid for her own sale any more; who stands above her is its seller.
fn upline_as_seller(plan: &mut Plan, _: &mut Dice) -> bool {
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
fn activity_as_rank(plan: &mut Plan, dice: &mut Dice) -> bool {
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
