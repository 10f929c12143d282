//! What a rank asks for, without people, purchases or top-ups.

use banyan_plan::model::{Condition, Conditions, Measure, Plan, RankNo, Within};
use banyan_plan::time::{DAY, Period, SECOND};
use toml_edit::Value;

use super::edit::Editor;

/// Customers that stand for a branch whose head's own threshold the plan does not say.
const CUSTOMERS_PER_BRANCH: u32 = 10;

pub(super) fn drop_purchases(editor: &mut Editor<'_>, plan: &Plan) {
    let bought = |measure: &Measure| {
        matches!(measure, Measure::OwnPurchases(_) | Measure::Package(_) | Measure::TopUp(_))
    };
    each(editor, plan, |one| if bought(&one.measure) { None } else { Some(one.clone()) });
}

/// Counts customers with a settled purchase where people were counted.
pub(super) fn count_customers(editor: &mut Editor<'_>, plan: &Plan) {
    each(editor, plan, |one| {
        let count = match one.measure {
            Measure::DirectInvites(count) | Measure::TeamSize(count) => count,
            Measure::Legs(rank, count) => count.saturating_mul(customers(plan, rank)),
            _ => return Some(one.clone()),
        };
        Some(Condition { measure: Measure::DirectCustomers(count), ..one.clone() })
    });
}

fn customers(plan: &Plan, rank: RankNo) -> u32 {
    let conditions = plan.rank(rank).and_then(|rank| rank.promote.as_ref());
    let counts = conditions.into_iter().flat_map(|set| &set.list).filter_map(|one| match one.measure {
        Measure::DirectInvites(count) | Measure::TeamSize(count) | Measure::DirectCustomers(count) => {
            Some(count)
        }
        _ => None,
    });
    counts.max().unwrap_or(CUSTOMERS_PER_BRANCH)
}

fn each(editor: &mut Editor<'_>, plan: &Plan, change: impl Fn(&Condition) -> Option<Condition>) {
    for (at, rank) in plan.ranks.iter().enumerate() {
        for (key, keep, conditions) in [("promote", false, &rank.promote), ("keep", true, &rank.keep)] {
            let Some(before) = conditions else { continue };
            let list: Vec<Condition> = before.list.iter().filter_map(&change).collect();
            if list != before.list {
                let after = Conditions { all: before.all, list: merged(list, before.all) };
                editor.conditions(at, key, written(plan, &after), keep);
            }
        }
    }
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
            Measure::OwnPurchases(amount) => format!("own_purchases = {}", money(*amount)),
            Measure::TopUp(amount) => format!("top_up = {}", money(*amount)),
            Measure::Legs(rank, count) => {
                let id = plan.rank(*rank).map(|rank| rank.id.as_str()).unwrap_or_default();
                format!("legs = {{ rank = \"{id}\", count = {count} }}")
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
        Within::Last(length) if length % DAY == 0 => format!("{}d", length / DAY),
        Within::Last(length) => format!("{}h", length / (3600 * SECOND)),
    }
}
