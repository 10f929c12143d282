//! Tiers that overlap: two rewards that pay the same promoter for the same thing, ranks reached in the wrong order.

use std::mem::discriminant;

use crate::diagnostic::Diagnostic;
use crate::model::{Conditions, Measure, Pay, Plan, Rank, Reward, To};
use crate::words::Text;

/// Adds a warning for each pair of tiers that overlap.
pub(super) fn check(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for (at, reward) in plan.rewards.iter().enumerate() {
        for earlier in &plan.rewards[..at] {
            if overlap(plan, earlier, reward) {
                let (one, two) = (&earlier.id, &reward.id);
                let message = Text::new(
                    format!("`{one}` 和 `{two}` 的范围重叠：同一个人同一件事会拿两份"),
                    format!(
                        "`{one}` and `{two}` overlap: the same promoter is paid twice for the same thing"
                    ),
                );
                let help = Text::new(
                    "让层级或等级范围互不相交；若本意如此，合并成一个奖励",
                    "let the levels or the ranks of the two not meet; if it is meant, make one reward of them",
                );
                diagnostics.push(Diagnostic::warning(&reward.span, message, help));
            }
        }
    }
    for pair in plan.ranks.windows(2) {
        diagnostics.extend(order(&pair[0], &pair[1]));
    }
}

/// Whether two rewards are tiers of one thing (the same event, base, target and line filters, different ranges) whose
/// ranges meet without being the same.
fn overlap(plan: &Plan, one: &Reward, two: &Reward) -> bool {
    let same_line = one.on == two.on
        && one.filters.categories == two.filters.categories
        && one.filters.first_order == two.filters.first_order
        && one.filters.line_amount == two.filters.line_amount
        && one.filters.line_quantity == two.filters.line_quantity
        && one.filters.buyer_months == two.filters.buyer_months
        && one.filters.payee_months == two.filters.payee_months
        && one.filters.recruit == two.filters.recruit
        && one.along == two.along
        && same_base(one, two);
    let every = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let ranks = |reward: &Reward| reward.filters.payee_rank.unwrap_or(every);
    let sellers = |reward: &Reward| reward.filters.seller_rank.unwrap_or(every);
    let Some((one_levels, two_levels)) = levels(one).zip(levels(two)) else { return false };
    let meet = ranks(one) & ranks(two) != 0
        && sellers(one) & sellers(two) != 0
        && one_levels.0 <= two_levels.1
        && two_levels.0 <= one_levels.1;
    let tiers = ranks(one) != ranks(two) || sellers(one) != sellers(two) || one_levels != two_levels;
    same_line && meet && tiers
}

/// Whether two rewards pay the same kind of thing to the same kind of target.
fn same_base(one: &Reward, two: &Reward) -> bool {
    let target = match (one.to, two.to) {
        (To::Nearest(a), To::Nearest(b)) | (To::Generation(_, _, a), To::Generation(_, _, b)) => a == b,
        (a, b) => discriminant(&a) == discriminant(&b),
    };
    let pay = match (&one.pay, &two.pay) {
        (Pay::Amount(_), Pay::Amounts(_)) | (Pay::Amounts(_), Pay::Amount(_)) => true,
        (Pay::Share(_, a), Pay::Share(_, b)) => a == b,
        (a, b) => discriminant(a) == discriminant(b),
    };
    target && pay
}

/// The levels that a reward pays, if it pays by level or rank at all.
fn levels(reward: &Reward) -> Option<(u32, u32)> {
    let filter = reward.filters.distance.unwrap_or((0, u32::MAX));
    match reward.to {
        To::Upline(from, to) => Some((from.max(filter.0), to.min(filter.1))),
        To::Generation(from, to, _) => Some((from, to)),
        To::Nearest(_) | To::Seller => Some(filter),
        _ => None,
    }
}

/// A higher rank that asks for no more than the one below it.
fn order(low: &Rank, high: &Rank) -> Option<Diagnostic> {
    let single = |set: &Option<Conditions>| {
        set.as_ref().filter(|set| set.list.len() == 1).map(|set| set.list[0].clone())
    };
    let (below, above) = (single(&low.promote)?, single(&high.promote)?);
    let comparable =
        discriminant(&below.measure) == discriminant(&above.measure) && below.within == above.within;
    if !comparable || threshold(&above.measure)? > threshold(&below.measure)? {
        return None;
    }
    let (low, high) = (&low.id, &high.id);
    let message = Text::new(
        format!("等级重叠：升 `{high}` 的条件不高于 `{low}`，没有人会停在 `{low}`"),
        format!("tiers overlap: `{high}` asks for no more than `{low}`, so nobody stays `{low}`"),
    );
    let help =
        Text::new("等级从低到高写，条件要逐级提高", "ranks go from low to high; let each ask for more");
    Some(Diagnostic::warning(&above.span, message, help))
}

fn threshold(measure: &Measure) -> Option<i64> {
    match measure {
        Measure::DirectInvites(n)
        | Measure::TeamSize(n)
        | Measure::DirectCustomers(n)
        | Measure::OwnOrders(n) => Some(i64::from(*n)),
        Measure::OwnSales(sum)
        | Measure::TeamSales(sum)
        | Measure::LimitedTeamSales(sum, _)
        | Measure::LesserLegs(sum)
        | Measure::OwnPurchases(sum)
        | Measure::TopUp(sum) => Some(*sum),
        Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::Held(..)
        | Measure::Course(_)
        | Measure::Package(_) => None,
    }
}
