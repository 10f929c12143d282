//! What a rank asks for, without people, purchases or whatever stands for them: customers with a settled purchase, in a
//! ladder that keeps its order.

use banyan_plan::model::{
    Condition, Conditions, Measure, Pay, Plan, RankNo, Rates, Reward, Share, To, Volume, Within,
};
use banyan_plan::time::{DAY, Period, SECOND};
use toml_edit::Value;

use super::edit::Editor;
use crate::reading::{GateOf, RankAsks, Reading};

/// Customers that the lowest rank asks for whose own threshold the plan does not say. Our choice.
const CUSTOMERS: u32 = 10;
/// How many times as many the next one asks for. Our choice.
const STEP: u32 = 3;
/// More than that no rank asks for.
const MOST: u32 = 1_000_000;

/// Ranks that have to be bought, or that somebody gives by hand nobody knows for what, ask for customers instead.
pub(super) fn drop_purchases(editor: &mut Editor<'_>, plan: &Plan, reading: &Reading) {
    let bought = |asks: RankAsks| asks.is_bought();
    for gate in &reading.gates {
        if let (GateOf::Paid(reward), true) = (gate.of, bought(gate.asks)) {
            editor.no_activity(reward);
            editor.no_bought_caps(reward);
            if is_by_volume(plan.reward(reward)) {
                editor.remove(reward);
            }
        }
    }
    rewrite(editor, plan, reading, bought);
}

/// Whether what it pays follows from sales of one's own, so that there is no condition that could go.
fn is_by_volume(reward: &Reward) -> bool {
    let brackets =
        matches!(&reward.pay, Pay::Share(Rates::Brackets(brackets), _) if brackets.by == Volume::Own);
    brackets || matches!(reward.to, To::Pool(_, Share::OwnSales))
}

/// Counts customers with a settled purchase where people were counted.
pub(super) fn count_customers(editor: &mut Editor<'_>, plan: &Plan, reading: &Reading) {
    for gate in &reading.gates {
        if let (GateOf::Paid(reward), RankAsks::Heads) = (gate.of, gate.asks) {
            editor.no_activity(reward);
        }
    }
    rewrite(editor, plan, reading, |asks| asks == RankAsks::Heads);
}

/// What one condition becomes.
enum Becomes {
    Itself,
    /// So many customers.
    Customers(u32),
    /// Nothing; if nothing else is left, customers by the ladder.
    Nothing,
}

fn rewrite(editor: &mut Editor<'_>, plan: &Plan, reading: &Reading, wanted: impl Fn(RankAsks) -> bool) {
    // Customers that each rank asks for in the end, as far as it does.
    let mut ladder: Vec<u32> = vec![0];
    for (at, rank) in plan.ranks.iter().enumerate() {
        let no = at as RankNo + 1;
        let below = ladder.last().copied().unwrap_or(0);
        let next = if below == 0 { CUSTOMERS } else { below.saturating_mul(STEP).min(MOST) };
        let room = Room { below, ceiling: ceiling(plan, reading, no, &wanted), next };
        let by_hand = rank.promote.is_none() && at > 0 && is_flagged(reading, no, &wanted);
        let promote = match &rank.promote {
            None if by_hand => Some(Conditions { all: true, list: vec![customers(room.fit(next), None)] }),
            None => None,
            Some(before) => changed(before, &room, reading, GateOf::Promote(no), &wanted, &ladder)
                .or(Some(before.clone())),
        };
        if promote != rank.promote
            && let Some(after) = &promote
        {
            editor.conditions(at, "promote", written(plan, after));
        }
        let asked = promote.as_ref().and_then(asked);
        if let Some(before) = &rank.keep {
            let room = Room { below: 0, ceiling: asked.unwrap_or(u32::MAX), next };
            let flagged =
                before.list.iter().any(|one| gate(reading, GateOf::Keep(no), one, &wanted).is_some());
            if flagged {
                let after = changed(before, &room, reading, GateOf::Keep(no), &wanted, &ladder);
                editor.conditions(at, "keep", after.and_then(|after| written(plan, &after)));
            }
        }
        ladder.push(asked.unwrap_or(below));
    }
}

/// Where a rank's customers may lie: above the rank below, and below what a higher rank asks for that stays as it is.
struct Room {
    below: u32,
    ceiling: u32,
    next: u32,
}

impl Room {
    fn fit(&self, count: u32) -> u32 {
        let highest = self.ceiling.saturating_sub(u32::from(self.below > 0)).max(1);
        count.max(self.below.saturating_add(1)).min(highest).clamp(1, MOST)
    }
}

fn ceiling(plan: &Plan, reading: &Reading, no: RankNo, wanted: &impl Fn(RankAsks) -> bool) -> u32 {
    let above = plan.ranks.iter().enumerate().skip(usize::from(no));
    let stays = above.filter(|(at, rank)| {
        let of = GateOf::Promote(*at as RankNo + 1);
        rank.promote.iter().flat_map(|set| &set.list).all(|one| gate(reading, of, one, wanted).is_none())
    });
    stays.filter_map(|(_, rank)| asked(rank.promote.as_ref()?)).min().unwrap_or(u32::MAX)
}

fn asked(conditions: &Conditions) -> Option<u32> {
    let counts = conditions.list.iter().filter_map(|one| match one.measure {
        Measure::DirectCustomers(count) => Some(count),
        _ => None,
    });
    if conditions.all { counts.max() } else { counts.min() }
}

/// What a condition is found to ask for, if that is wanted gone.
fn gate(
    reading: &Reading,
    of: GateOf,
    one: &Condition,
    wanted: &impl Fn(RankAsks) -> bool,
) -> Option<RankAsks> {
    let same = reading.gates.iter().find(|gate| gate.of == of && gate.span == one.span);
    same.map(|gate| gate.asks).filter(|asks| wanted(*asks))
}

fn is_flagged(reading: &Reading, no: RankNo, wanted: &impl Fn(RankAsks) -> bool) -> bool {
    let presumed_sold = reading.gates.iter().any(|gate| gate.of == GateOf::Promote(no) && wanted(gate.asks));
    let counts_heads =
        wanted(RankAsks::Heads) && reading.hands.iter().any(|hand| hand.rank == no && hand.decides_heads);
    presumed_sold || counts_heads
}

/// The conditions as they become; `None` if nothing is left of a condition to keep a rank.
fn changed(
    before: &Conditions,
    room: &Room,
    reading: &Reading,
    of: GateOf,
    wanted: &impl Fn(RankAsks) -> bool,
    ladder: &[u32],
) -> Option<Conditions> {
    let becomes = |one: &Condition| match gate(reading, of, one, wanted) {
        None => Becomes::Itself,
        Some(RankAsks::Heads) => Becomes::Customers(match one.measure {
            Measure::DirectInvites(count) | Measure::TeamSize(count) | Measure::OwnOrders(count) => count,
            Measure::Legs(rank, count) => {
                let each = ladder.get(usize::from(rank)).copied().filter(|each| *each > 0);
                count.saturating_mul(each.unwrap_or(CUSTOMERS)).min(MOST)
            }
            Measure::ActiveLegs(_, count) => count.saturating_mul(CUSTOMERS).min(MOST),
            _ => room.next,
        }),
        Some(_) => Becomes::Nothing,
    };
    let mut list: Vec<Condition> = Vec::new();
    for one in &before.list {
        match becomes(one) {
            Becomes::Itself => list.push(one.clone()),
            Becomes::Customers(count) => {
                list.push(Condition { span: one.span.clone(), ..customers(count, one.within) });
            }
            Becomes::Nothing => {}
        }
    }
    if list == before.list {
        return Some(before.clone());
    }
    if list.is_empty() {
        return match of {
            GateOf::Promote(_) => {
                Some(Conditions { all: true, list: vec![customers(room.fit(room.next), None)] })
            }
            GateOf::Keep(_) | GateOf::Paid(_) => None,
        };
    }
    let mut list = merged(list, before.all);
    let flagged = |span: &banyan_plan::diagnostic::Span| {
        before.list.iter().any(|one| one.span == *span && gate(reading, of, one, wanted).is_some())
    };
    for one in &mut list {
        if let (Measure::DirectCustomers(count), true) = (&mut one.measure, flagged(&one.span)) {
            *count = room.fit(*count);
        }
    }
    Some(Conditions { all: before.all, list })
}

fn customers(count: u32, within: Option<Within>) -> Condition {
    Condition { measure: Measure::DirectCustomers(count), within, span: 0..0 }
}

/// Several counts of customers over the same time are one: the highest of all, the lowest of any.
fn merged(list: Vec<Condition>, all: bool) -> Vec<Condition> {
    let mut out: Vec<Condition> = Vec::new();
    for one in list {
        let Measure::DirectCustomers(count) = one.measure else {
            out.push(one);
            continue;
        };
        let same =
            out.iter_mut().filter(|known| known.within == one.within).find_map(|known| {
                match &mut known.measure {
                    Measure::DirectCustomers(known) => Some(known),
                    _ => None,
                }
            });
        match same {
            Some(known) => *known = if all { count.max(*known) } else { count.min(*known) },
            None => out.push(one),
        }
    }
    out
}

fn written(plan: &Plan, conditions: &Conditions) -> Option<Value> {
    let one = |condition: &Condition| {
        let money = |amount: i64| format!("\"{}\"", plan.currency.text(i128::from(amount)));
        let measure = match &condition.measure {
            Measure::DirectInvites(count) => format!("direct_invites = {count}"),
            Measure::TeamSize(count) => format!("team_size = {count}"),
            Measure::DirectCustomers(count) => format!("direct_customers = {count}"),
            Measure::OwnOrders(count) => format!("own_orders = {count}"),
            Measure::OwnSales(amount) => format!("own_sales = {}", money(*amount)),
            Measure::TeamSales(amount) => format!("team_sales = {}", money(*amount)),
            Measure::LimitedTeamSales(amount, most) => {
                // The limit is written as a share of what is asked for.
                let share = if *amount > 0 { i128::from(*most) * 1_000_000 / i128::from(*amount) } else { 0 };
                let share = banyan_plan::money::Rate(u32::try_from(share).unwrap_or(1_000_000));
                format!("team_sales = {}, leg_at_most = \"{}\"", money(*amount), share.percent())
            }
            Measure::LesserLegs(amount) => format!("lesser_legs = {}", money(*amount)),
            Measure::OwnPurchases(amount) => format!("own_purchases = {}", money(*amount)),
            Measure::TopUp(amount) => format!("top_up = {}", money(*amount)),
            Measure::Legs(rank, count) => {
                let id = plan.rank(*rank).map(|rank| rank.id.as_str()).unwrap_or_default();
                format!("legs = {{ rank = \"{id}\", count = {count} }}")
            }
            Measure::ActiveLegs(sold, count) => {
                format!("legs = {{ own_sales = {}, count = {count} }}", money(*sold))
            }
            Measure::Held(rank, months, of) => {
                let id = plan.rank(*rank).map(|rank| rank.id.as_str()).unwrap_or_default();
                format!("held = {{ rank = \"{id}\", months = {months}, of = {of} }}")
            }
            Measure::Course(name) => format!("course = {}", Value::from(name.as_str())),
            Measure::Package(name) => format!("package = {}", Value::from(name.as_str())),
        };
        let within =
            condition.within.map_or_else(String::new, |within| format!(", within = \"{}\"", time(within)));
        format!("{{ {measure}{within} }}")
    };
    let text = match conditions.list.as_slice() {
        [] => return None,
        [only] => one(only),
        list => {
            let all = if conditions.all { "all" } else { "any" };
            format!("{{ {all} = [{}] }}", list.iter().map(one).collect::<Vec<_>>().join(", "))
        }
    };
    text.parse().ok()
}

fn time(within: Within) -> String {
    match within {
        Within::Current(Period::Day) => "day".to_owned(),
        Within::Current(Period::Week) => "week".to_owned(),
        Within::Current(Period::Month) => "month".to_owned(),
        Within::Current(Period::Quarter) => "quarter".to_owned(),
        Within::Current(Period::Year) => "year".to_owned(),
        Within::Last(length) if length % DAY == 0 => format!("{}d", length / DAY),
        Within::Last(length) => format!("{}h", length / (3600 * SECOND)),
    }
}
