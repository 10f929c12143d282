//! Random words of what happens over time: conditions, brackets, pools and pairs.

use crate::generate::{Dice, rate};
use crate::oracle::{
    Ask, Asks, Back, Brackets, By, Cap, Carry, Measure, Most, Of, On, Pairing, Parts, Pay, Per, Plan, Reward,
    Span, To, WayIn, Within,
};

const DAY: i64 = 86_400;
/// What somebody may have to sell, about as much as lines come to.
const SALES: [i128; 6] = [1, 100, 3, 9_000, 20_000, 1_000_000];

/// How somebody joins and rises, when lines settle, what closes see.
pub(crate) fn rules(dice: &mut Dice<'_>, plan: &mut Plan) {
    plan.release_after = dice.pick(&[7 * DAY, 2 * DAY, 3_600, 0]);
    plan.closes_after_review = dice.once_in(3);
    plan.joins_by = match dice.below(4) {
        0 => Some(WayIn::Purchase(dice.pick(&[0, 20_000]))),
        1 => Some(WayIn::Package(dice.pick(&[20_000, 99]))),
        _ => None,
    };
    if !plan.volumes.is_empty() && dice.once_in(2) {
        plan.count = Some(dice.below(plan.volumes.len()));
    }
    for rank in 1..plan.ranks.len() {
        for of_keep in [false, true] {
            if dice.once_in(2) {
                let mut asks = asks(dice, plan);
                for ask in asks.of.iter_mut().filter(|_| of_keep) {
                    if matches!(ask.within, Some(Within::Current(Span::Day | Span::Week))) {
                        ask.within = Some(Within::Current(Span::Month));
                    }
                }
                plan.rules[rank][usize::from(of_keep)] = Some(asks);
            }
        }
    }
}

pub(crate) fn asks(dice: &mut Dice<'_>, plan: &Plan) -> Asks {
    let of = (0..=dice.pick(&[0, 0, 1])).map(|_| ask(dice, plan)).collect();
    Asks { any: dice.once_in(3), of }
}

fn ask(dice: &mut Dice<'_>, plan: &Plan) -> Ask {
    let (sales, count) = (dice.pick(&SALES), dice.pick(&[1, 1, 2, 3]));
    let rank = 1 + dice.below(plan.ranks.len()) as u8;
    let measure = match dice.below(13) {
        0 => Measure::DirectInvites(count),
        1 => Measure::TeamSize(count + 1),
        2 => Measure::DirectCustomers(1),
        3 => Measure::TeamSales(sales, None),
        4 => Measure::TeamSales(sales, Some(dice.pick(&[400_000, 1_000_000, 333_333]))),
        5 => Measure::LesserLegs(sales.min(100)),
        6 => Measure::OwnOrders(1 + dice.below(2)),
        7 => Measure::Legs(rank, count),
        8 => Measure::QualifiedLegs(sales.min(9_000), 1),
        9 => Measure::Held(rank, 1, dice.pick(&[None, Some(2), Some(3)])),
        10 => Measure::OwnPurchases(sales),
        11 => dice.pick(&[Measure::Package("q"), Measure::Package("p"), Measure::TopUp(100)]),
        _ => Measure::OwnSales(sales),
    };
    let is_timeless = matches!(measure, Measure::Legs(..) | Measure::Held(..));
    let within = (!is_timeless && dice.once_in(2)).then(|| within(dice));
    Ask { measure, within }
}

fn within(dice: &mut Dice<'_>) -> Within {
    match dice.below(3) {
        0 => Within::Current(Span::Month),
        1 => Within::Last(dice.pick(&[30 * DAY, DAY, 3_600])),
        _ => Within::Current(dice.pick(&Span::ALL)),
    }
}

/// Caps over several rewards.
pub(crate) fn caps(dice: &mut Dice<'_>, plan: &mut Plan) {
    for _ in 0..dice.below(3) {
        let most = if dice.once_in(3) {
            Most::Times(dice.pick(&[1_000_000, 100_000, 2_500_000]))
        } else {
            Most::Amount(dice.pick(&[50, 999, 20_000]))
        };
        let per = if dice.once_in(3) { Per::Life } else { Per::Time(dice.pick(&Span::ALL)) };
        let money: Vec<usize> = (0..plan.rewards.len()).filter(|no| plan.is_money(*no)).collect();
        if money.is_empty() {
            return;
        }
        let rewards = match dice.below(3) {
            0 => Vec::new(),
            1 => vec![dice.pick(&money)],
            _ => money.iter().copied().take(2).collect(),
        };
        plan.together.push((Cap { per, most }, rewards));
    }
}

/// Rates by what was sold, for a seller or a differential.
pub(crate) fn brackets(dice: &mut Dice<'_>, plan: &Plan, to: To, pay: Pay) -> Pay {
    let Some(of) = pay.of().filter(|_| matches!(to, To::Seller | To::Differential) && !dice.once_in(3))
    else {
        return pay;
    };
    let by = match dice.below(3) {
        0 => By::Own,
        1 => By::Team,
        _ => By::Group(1 + dice.below(plan.ranks.len()) as u8),
    };
    let looks_back = !matches!(by, By::Group(_)) && dice.once_in(3);
    let back = dice.pick(&[None, Some(Within::Last(30 * DAY)), Some(Within::Current(Span::Year))]);
    let marginal = to == To::Seller && by == By::Own && dice.once_in(2);
    // Slices are of that in which sales are counted.
    let of = if marginal { plan.count.map_or(Of::Amount, Of::Volume) } else { of };
    let mut from: Vec<(i128, i128)> = Vec::new();
    for start in [0, 99, 20_000, 1_000_000] {
        if !dice.once_in(3) {
            from.push((start, rate(dice, 400_000)));
        }
    }
    if from.is_empty() {
        from.push((0, 10_000));
    }
    if to == To::Differential {
        let mut rates: Vec<i128> = from.iter().map(|(_, rate)| *rate).collect();
        rates.sort_unstable();
        from.iter_mut().zip(rates).for_each(|((_, rate), rising)| *rate = rising);
    }
    Pay::Brackets(
        Brackets { by, within: if looks_back { Back::To(back) } else { Back::NotAtAll }, marginal, from },
        of,
    )
}

/// A pool, pairs, or a share of one of those; sometimes.
pub(crate) fn of_shop(
    dice: &mut Dice<'_>,
    plan: &Plan,
    (no, on): (usize, On),
    is_likely: bool,
) -> Option<Reward> {
    if !on.is_period() || !(dice.once_in(2) || is_likely && dice.once_in(2)) {
        return None;
    }
    let earlier: Vec<usize> = (0..no)
        .filter(|other| {
            let other = &plan.rewards[*other];
            other.on == on && matches!(other.to, To::Pool(_) | To::Pairing)
        })
        .collect();
    let rank = 1 + dice.below(plan.ranks.len()) as u8;
    let (to, parts, pair, pay) = match dice.below(if is_likely { 5 } else { 3 }) {
        0 if !earlier.is_empty() => {
            let to = dice.pick(&[To::Upline(1, 2), To::Upline(1, 1), To::Generation(1, 2, rank)]);
            let pay = Pay::Rate(rate(dice, 400_000), Of::Reward(dice.pick(&earlier)));
            (to, Parts::Equal, Pairing::default(), pay)
        }
        1 | 3 | 4 if plan.width == 2 => {
            let (pair, pay) = pairing(dice, plan);
            (To::Pairing, Parts::Equal, pair, pay)
        }
        _ => {
            let (parts, pay) = pool(dice, plan);
            (To::Pool(rank), parts, Pairing::default(), pay)
        }
    };
    let cap = dice.once_in(5).then(|| Cap {
        per: dice.pick(&[Per::Line, Per::Time(Span::Month), Per::Time(Span::Week), Per::Life]),
        most: if dice.once_in(3) { Most::Times(1_000_000) } else { Most::Amount(dice.pick(&[999, 50])) },
    });
    Some(Reward {
        id: format!("reward-{no}"),
        on,
        to,
        parts,
        pair,
        active: dice.once_in(3).then(|| asks(dice, plan)),
        payee_rank: dice.once_in(5).then_some((rank, rank)),
        seller_rank: None,
        distance: None,
        categories: Vec::new(),
        first_order: None,
        line_amount: None,
        line_quantity: None,
        buyer_months: None,
        payee_months: dice.once_in(8).then(|| dice.pick(&[(0, Some(1)), (1, None)])),
        recruit: None,
        placed: false,
        per_piece: false,
        compress: false,
        until: None,
        payees: None,
        floor: None,
        pay,
        cap,
        every: if dice.once_in(5) { 2 } else { 1 },
    })
}

fn pool(dice: &mut Dice<'_>, plan: &Plan) -> (Parts, Pay) {
    let parts = match dice.below(4) {
        0 => Parts::Equal,
        1 => Parts::OwnSales,
        2 => Parts::TeamSales,
        _ => Parts::Weights(plan.ranks.iter().map(|_| dice.pick(&[1, 3, 0, 7])).collect()),
    };
    let of = if plan.volumes.is_empty() { dice.pick(&[Of::Amount, Of::Profit]) } else { Of::Volume(0) };
    let pay = if dice.once_in(4) {
        Pay::Amount(dice.pick(&[1_001, 7]))
    } else {
        Pay::Rate(rate(dice, 300_000), of)
    };
    (parts, pay)
}

fn pairing(dice: &mut Dice<'_>, plan: &Plan) -> (Pairing, Pay) {
    let mut pair = Pairing {
        unit: None,
        steps: Vec::new(),
        more: dice.pick(&[0, 0, 1, 2]),
        carry: dice.pick(&[Carry::All, Carry::All, Carry::None, Carry::Stronger, Carry::Most(9_000)]),
        idle_loses: dice.once_in(4),
        expires: dice.once_in(3).then(|| 1 + dice.below(3) as i64),
    };
    match dice.below(4) {
        0 => pair.unit = Some(dice.pick(&[500, 1_000])),
        1 => pair.steps = vec![99, 5_000, 100_000],
        _ => {}
    }
    let is_counted = pair.unit.is_some() || !pair.steps.is_empty();
    let pay = match dice.below(4) {
        0 if is_counted => Pay::Amount(dice.pick(&[100, 1_999])),
        1 if is_counted => Pay::Amounts(plan.ranks.iter().map(|_| dice.pick(&[0, 100, 1_999])).collect()),
        2 => Pay::PerRank(plan.ranks.iter().map(|_| rate(dice, 400_000)).collect(), Of::Amount),
        _ => Pay::Rate(rate(dice, 400_000), Of::Amount),
    };
    (pair, pay)
}
