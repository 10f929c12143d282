//! Random plans and histories, from a list of numbers: fewer and smaller numbers make simpler ones, so that a failing
//! case shrinks.

use crate::generate_time as over_time;
use crate::oracle::{
    Cap, History, Line, Member, Most, Of, On, Own, Pairing, Parts, Pay, Per, Plan, RankRow, Reward, Rounding,
    Span, To,
};

/// Numbers that are taken one after the other; zeros when there are none left.
pub(crate) struct Dice<'a> {
    numbers: &'a [u32],
}

impl<'a> Dice<'a> {
    pub(crate) fn new(numbers: &'a [u32]) -> Self {
        Self { numbers }
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let Some((first, rest)) = self.numbers.split_first() else { return 0 };
        self.numbers = rest;
        *first as usize % end.max(1)
    }

    pub(crate) fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// True one time in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }
}

/// What of the language a plan may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Breadth {
    /// Rewards on join, caps, `every`, coupons and points.
    pub(crate) all: bool,
    /// Whatever settles, closes or rises: conditions, first sales, promotions, periods, pools and pairs.
    pub(crate) time: bool,
    /// Mostly what closes.
    pub(crate) closes: bool,
    /// Rewards at most.
    pub(crate) rewards: usize,
    /// Rates are drawn from 0 to this many millionths.
    pub(crate) most_rate: u32,
}

pub(crate) fn plan(numbers: &[u32], breadth: Breadth) -> Plan {
    let mut dice = Dice::new(numbers);
    let ranks = 1 + dice.below(4);
    let breadth = Breadth { closes: breadth.time && dice.once_in(2), ..breadth };
    let mut plan = Plan {
        currency: dice.pick(&[("CNY", 2), ("CNY", 2), ("JPY", 0), ("KWD", 3)]),
        utc_offset: dice.pick(&[0, 8, -5]),
        own_purchases: match dice.below(6) {
            0 | 1 => Own::Inviters,
            2 if breadth.time => Own::Nobodys,
            _ => Own::Hers,
        },
        joins_by: None,
        release_after: 7 * 86_400,
        payout: dice.pick(&[1_000_000, 1_000_000, 600_000, 600_000, 100_000, 33_333, 7]),
        rounding: if breadth.all {
            dice.pick(&[Rounding::Down, Rounding::Down, Rounding::HalfUp, Rounding::HalfEven])
        } else {
            Rounding::Down
        },
        scales: breadth.all && dice.once_in(4),
        volumes: if breadth.all {
            dice.pick(&[vec![], vec![], vec![1_000_000], vec![600_000, 333_333]])
        } else {
            vec![]
        },
        count: None,
        width: 2 + dice.below(2),
        ranks: (1..=ranks).map(|no| format!("rank-{no}")).collect(),
        rules: vec![[None, None]; ranks],
        closes_after_review: false,
        together: Vec::new(),
        rewards: Vec::new(),
    };
    if breadth.time {
        over_time::rules(&mut dice, &mut plan);
    }
    if breadth.closes {
        plan.width = 2;
        plan.payout = dice.pick(&[1_000_000, 1_000_000, 1_000_000, 100_000]);
    }
    for no in 0..=dice.below(breadth.rewards) {
        let reward = reward(&mut dice, &plan, no, breadth);
        plan.rewards.push(reward);
    }
    if breadth.time {
        over_time::caps(&mut dice, &mut plan);
    }
    plan
}

/// Whom a reward pays; a peer's reward rests on one of `bases`.
fn payee(dice: &mut Dice<'_>, rank: impl Fn(&mut Dice<'_>) -> u8, on: On, bases: &[usize]) -> To {
    let on_join = on.is_personal();
    let kinds = if bases.is_empty() { 6 } else { 10 };
    match dice.below(kinds) {
        0 if on_join => To::Upline(1, 1),
        0 if on != On::Sale => To::Seller,
        0 => dice.pick(&[To::Seller, To::Seller, To::Buyer]),
        1 => {
            let from = 1 + dice.below(3);
            To::Upline(from, from + dice.below(4))
        }
        2 => To::Nearest(rank(dice)),
        3 => {
            let from = 1 + dice.below(2);
            To::Generation(from, from + dice.below(3), rank(dice))
        }
        4 | 5 if !on_join || !bases.is_empty() => To::Differential,
        4 | 5 => To::Upline(1, 1),
        // Mostly of the reward just before, which has several entries more often than not.
        _ if dice.once_in(3) => To::Peer(dice.pick(bases)),
        _ => To::Peer(bases[bases.len() - 1]),
    }
}

/// When a reward is paid.
fn event(dice: &mut Dice<'_>, breadth: Breadth) -> On {
    match dice.below(8) {
        1.. if breadth.closes => On::Period(dice.pick(&[Span::Month, Span::Week, Span::Month, Span::Day])),
        0 | 1 if breadth.all => On::Join,
        2 if breadth.time => On::Promotion,
        3 if breadth.time => On::FirstSale,
        4..=6 if breadth.time => On::Period(dice.pick(&Span::ALL)),
        _ => On::Sale,
    }
}

/// Of which earlier rewards one may be a share.
fn bases(plan: &Plan, no: usize, on: On) -> Vec<usize> {
    let of_shop = |to: To| matches!(to, To::Pool(_) | To::Pairing);
    (0..no)
        .filter(|other| {
            let other = &plan.rewards[*other];
            let is_of_shop = of_shop(other.to)
                || matches!(other.pay.of(), Some(Of::Reward(of)) if of_shop(plan.rewards[of].to));
            other.on == on && !matches!(other.pay, Pay::Points(_)) && !other.placed && !is_of_shop
        })
        .collect()
}

fn reward(dice: &mut Dice<'_>, plan: &Plan, no: usize, breadth: Breadth) -> Reward {
    let on = event(dice, breadth);
    let of_line = matches!(on, On::Sale | On::FirstSale);
    if let Some(reward) = over_time::of_shop(dice, plan, (no, on), breadth.closes) {
        return reward;
    }
    let bases = bases(plan, no, on);
    let rank = |dice: &mut Dice<'_>| 1 + dice.below(plan.ranks.len()) as u8;
    let to = payee(dice, rank, on, &bases);
    let pay = pay(dice, plan, (to, on), &bases, breadth);
    let pay = if on.is_period() { over_time::brackets(dice, plan, to, pay) } else { pay };
    let cap = (breadth.all && dice.once_in(5)).then(|| cap(dice, &pay));
    let some_rank = |dice: &mut Dice<'_>| {
        dice.once_in(4).then(|| {
            let low = rank(dice);
            let top = plan.ranks.len() as u8;
            // `"gold"`, `"gold.."` or `"..gold"`.
            match dice.below(3) {
                0 => (low, low),
                1 => (low, top),
                _ => (1, (low - 1).max(1)),
            }
        })
    };
    let far = dice.below(3);
    let is_fixed = matches!(pay, Pay::Amount(_) | Pay::Amounts(_) | Pay::Coupon(_) | Pay::Points(_));
    let walks = matches!(to, To::Upline(..) | To::Nearest(_) | To::Generation(..) | To::Differential);
    let reward = Reward {
        id: format!("reward-{no}"),
        on,
        to,
        parts: Parts::Equal,
        pair: Pairing::default(),
        active: (breadth.time && dice.once_in(3)).then(|| over_time::asks(dice, plan)),
        payee_rank: some_rank(dice),
        seller_rank: some_rank(dice),
        distance: dice.once_in(4).then(|| dice.pick(&[(far, None), (far, Some(far)), (far, Some(far + 2))])),
        categories: match dice.below(8) {
            6 if of_line => vec!["food".to_owned()],
            7 if of_line => vec!["home".to_owned(), "food".to_owned()],
            _ => Vec::new(),
        },
        first_order: (of_line && dice.once_in(6)).then(|| !dice.once_in(3)),
        line_amount: (breadth.all && of_line && dice.once_in(6))
            .then(|| dice.pick(&[(99, None), (0, Some(20_000)), (3, Some(10_002))])),
        line_quantity: (breadth.all && of_line && dice.once_in(8))
            .then(|| dice.pick(&[(2, None), (1, Some(1)), (2, Some(3))])),
        buyer_months: (breadth.all && of_line && dice.once_in(8))
            .then(|| dice.pick(&[(0, Some(1)), (1, None), (0, Some(3)), (1, Some(2))])),
        payee_months: (breadth.all && dice.once_in(8))
            .then(|| dice.pick(&[(0, Some(1)), (1, None), (0, Some(2))])),
        recruit: (breadth.all && !matches!(to, To::Seller | To::Buyer) && dice.once_in(5))
            .then(|| dice.pick(&[(2, None), (1, Some(1)), (1, Some(2)), (2, Some(2))])),
        placed: false,
        per_piece: breadth.all && of_line && is_fixed && dice.once_in(3),
        compress: dice.once_in(3),
        until: (walks && dice.once_in(6)).then(|| rank(dice)),
        payees: (walks && dice.once_in(6)).then(|| 1 + dice.below(2)),
        floor: (to == To::Differential && dice.once_in(3)).then(|| dice.pick(&[10_000, 1, 333_333, 0])),
        pay,
        cap,
        every: if breadth.all && dice.once_in(6) { 2 + dice.below(2) as u32 } else { 1 },
    };
    let placed = breadth.all && walks && reward.recruit.is_none() && dice.once_in(4);
    Reward { placed, ..reward }
}

/// A round one more often than not.
pub(crate) fn rate(dice: &mut Dice<'_>, most: u32) -> i128 {
    let most = most as usize;
    let round = dice.below(9) * most / 8;
    if dice.once_in(4) { dice.below(most + 1) as i128 } else { round as i128 }
}

fn pay(dice: &mut Dice<'_>, plan: &Plan, (to, on): (To, On), bases: &[usize], breadth: Breadth) -> Pay {
    let on_join = on.is_personal();
    let rate = |dice: &mut Dice<'_>| rate(dice, breadth.most_rate);
    let of = if let To::Peer(other) = to {
        Of::Reward(other)
    } else if !plan.volumes.is_empty() && !on_join && dice.once_in(2) {
        Of::Volume(dice.below(plan.volumes.len()))
    } else if !bases.is_empty() && (on_join || dice.once_in(3)) {
        Of::Reward(dice.pick(bases))
    } else {
        dice.pick(&[Of::Amount, Of::Amount, Of::Profit])
    };
    let fixed = |dice: &mut Dice<'_>| {
        let amount = dice.pick(&[100, 1, 1_999, 25_000]);
        match dice.below(4) {
            2 => Pay::Coupon(amount),
            3 => Pay::Points(amount % 1_000),
            _ => Pay::Amount(amount),
        }
    };
    let can_share = !on_join || matches!(of, Of::Reward(_));
    match to {
        To::Peer(_) => Pay::Rate(rate(dice), of),
        To::Differential => Pay::PerRank(plan.ranks.iter().map(|_| rate(dice)).collect(), of),
        To::Seller | To::Upline(..) | To::Nearest(_) if breadth.all && dice.once_in(10) => {
            Pay::Amounts(plan.ranks.iter().map(|_| dice.pick(&[0, 100, 1, 1_999])).collect())
        }
        _ if !can_share || (breadth.all && dice.once_in(4)) => fixed(dice),
        To::Seller | To::Nearest(_) if dice.once_in(4) => {
            Pay::PerRank(plan.ranks.iter().map(|_| rate(dice)).collect(), of)
        }
        To::Upline(from, last) | To::Generation(from, last, _) if dice.once_in(4) => {
            let row = |dice: &mut Dice<'_>| {
                (0..dice.below(last - from + 2)).map(|_| rate(dice)).collect::<Vec<i128>>()
            };
            Pay::Table(plan.ranks.iter().map(|_| row(dice)).collect(), of)
        }
        To::Upline(from, last) | To::Generation(from, last, _) if dice.once_in(2) => {
            Pay::PerLevel((from..=last).map(|_| rate(dice)).collect(), of)
        }
        _ if matches!(on, On::Sale | On::FirstSale) && dice.once_in(4) => Pay::Product(of),
        _ => Pay::Rate(rate(dice), of),
    }
}

fn cap(dice: &mut Dice<'_>, pay: &Pay) -> Cap {
    let amount = dice.pick(&[50, 1, 999, 20_000]);
    let amount = if matches!(pay, Pay::Points(_)) { amount % 1_000 } else { amount };
    let per = [Per::Line, Per::Time(Span::Day), Per::Time(Span::Month), Per::Time(Span::Year), Per::Life];
    Cap { per: dice.pick(&per), most: Most::Amount(amount) }
}

/// The first second of histories: 30 January 2024, 20:00 in UTC, so that days and months end on the way.
const START: i64 = 1_706_644_800;

pub(crate) fn history(plan: &Plan, people: &[u32], events: &[u32]) -> History {
    let mut history = History::default();
    let mut dice = Dice::new(people);
    let step = |dice: &mut Dice<'_>| dice.pick(&[0, 0, 3_600, 7_200, 86_400, 86_400 * 20]);
    for no in 0..=dice.below(40) {
        let inviter = (no > 0 && !dice.once_in(8)).then(|| no - 1 - dice.below(no.min(4)));
        let after = inviter.map_or(START, |inviter| history.members[inviter].joined_at);
        let joined_at = after + if dice.once_in(2) { step(&mut dice) } else { 0 };
        let rank = if dice.once_in(4) { 0 } else { 1 + dice.below(plan.ranks.len()) as u8 };
        // Later members have smaller names, so that names and rows are in different orders.
        let name = match dice.below(12) {
            9 => format!("店主 {:02}", 99 - no),
            10 => format!("n,{:02}", 99 - no),
            11 => format!("say \"{:02}\"", 99 - no),
            _ => format!("m{:02}", 99 - no),
        };
        // Some are told where to stand: under anybody who is there by then, or not yet.
        let under = (no > 0 && dice.once_in(6)).then(|| dice.below(no));
        let placed_under = under.map(|under| (under, dice.pick(&[None, Some(0), Some(1)])));
        history.members.push(Member { name, inviter, joined_at, rank, placed_under });
    }
    for _ in 0..dice.below(10) {
        let member = dice.below(history.members.len());
        let at = history.members[member].joined_at + step(&mut dice);
        let rank = dice.below(plan.ranks.len() + 1) as u8;
        history.ranks.push(RankRow { member, rank, at });
    }
    let mut dice = Dice::new(events);
    for no in 0..dice.below(26) {
        if let Some(line) = line(&mut dice, plan, &history, no) {
            history.lines.push(line);
        }
    }
    history
}

/// The rank of a member at a moment, joins and rank changes of that moment included.
fn rank_at(history: &History, member: usize, at: i64) -> u8 {
    let start = &history.members[member];
    if start.joined_at > at {
        return 0;
    }
    let mut changes: Vec<&RankRow> =
        history.ranks.iter().filter(|row| row.member == member && row.at <= at).collect();
    changes.sort_by_key(|row| row.at);
    changes.last().map_or(start.rank, |row| row.rank)
}

fn line(dice: &mut Dice<'_>, plan: &Plan, history: &History, no: usize) -> Option<Line> {
    if dice.once_in(4) {
        return refund(dice, history, no);
    }
    // The last to join stand lowest, with most people above them.
    let buyer = history.members.len() - 1 - dice.below(history.members.len());
    let mut at = (START
        + dice.pick(&[0, 0, 3_600, 7_200, 14_400, 86_400, 86_400 * 2, 86_400 * 20, 86_400 * 45]))
    .max(history.members[buyer].joined_at);
    let mut order = format!("o{no}");
    let mut buyer = buyer;
    if let Some(last) =
        history.lines.iter().rev().find(|line| line.refund_of.is_none()).filter(|_| dice.once_in(4))
    {
        (order, buyer, at) = (last.order.clone(), last.buyer, last.at);
    }
    let promoters: Vec<usize> =
        (0..history.members.len()).filter(|member| rank_at(history, *member, at) > 0).collect();
    let seller = (!promoters.is_empty() && dice.once_in(3)).then(|| dice.pick(&promoters));
    let sharers: Vec<usize> = promoters.into_iter().filter(|one| Some(*one) != seller).collect();
    let is_shared = seller.is_some() && !sharers.is_empty() && dice.once_in(3);
    let also = if is_shared {
        vec![(dice.pick(&sharers), dice.pick(&[500_000, 333_333, 1, 900_000]))]
    } else {
        vec![]
    };
    let most = 1_000_000_000_000 * 10_i128.pow(plan.currency.1);
    let odd = dice.below(1_000_000) as i128;
    let amount = dice.pick(&[20_000, 1, 3, 99, 10_001, odd, odd, 0, most, most - 1]);
    let amount = if dice.once_in(6) { -amount } else { amount };
    let cost = dice.pick(&[Some(amount / 2), Some(amount / 3), Some(amount), Some(amount * 2), Some(0)]);
    let cost = cost.map(|cost| cost.clamp(-most, most));
    let rate = dice.pick(&[200_000, 123_456, 1, 0, 1_000_000, 50_000]);
    let category = dice.pick(&["", "food", "home", "other"]).to_owned();
    let line = format!("{no}");
    let told = |most: &i128| dice.once_in(2).then(|| amount * most / 1_000_000 / (1 + dice.below(3) as i128));
    let volumes = plan.volumes.iter().map(told).collect();
    Some(Line {
        order,
        no: line,
        at,
        buyer,
        seller,
        also,
        volumes,
        amount,
        cost,
        rate: Some(rate),
        quantity: dice.pick(&[1, 1, 2, 3, 7]),
        category,
        product: dice.pick(&["p", "p", "q"]),
        refund_of: None,
    })
}

fn refund(dice: &mut Dice<'_>, history: &History, no: usize) -> Option<Line> {
    let left = |line: usize| {
        let back = history.lines.iter().filter(|one| one.refund_of == Some(line));
        history.lines[line].amount + back.map(|one| one.amount).sum::<i128>()
    };
    let open: Vec<usize> = (0..history.lines.len())
        .filter(|line| history.lines[*line].refund_of.is_none() && left(*line) > 0)
        .collect();
    if open.is_empty() {
        return None;
    }
    let target = dice.pick(&open);
    let left = left(target);
    let amount = dice.pick(&[left, (left / 3).max(1), 1, (left * 2 / 3).max(1)]);
    let at = history.lines[target].at + dice.pick(&[0, 3_600, 86_400 * 3, 86_400 * 30]);
    Some(Line {
        order: format!("back{no}"),
        no: "1".to_owned(),
        at,
        buyer: history.lines[target].buyer,
        seller: None,
        also: Vec::new(),
        volumes: vec![None; history.lines[target].volumes.len()],
        amount: -amount,
        cost: None,
        rate: None,
        quantity: 1,
        category: String::new(),
        product: "p",
        refund_of: Some(target),
    })
}
