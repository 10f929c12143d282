//! Rewards that are paid for people: for somebody who joins, rises, sells for the first time, orders for the first time,
//! or for every so many, whatever event the plan hangs them on.

use banyan_plan::describe::Levels;
use banyan_plan::kernel::{Program, holds};
use banyan_plan::model::{
    Condition, Conditions, Measure, Pay, Per, Plan, Rank, RankNo, Reward, RewardNo, To,
};
use banyan_plan::money::Minor;
use banyan_plan::time::Period;

use super::amounts::{entry_purchase, most_of, pays};
use super::earning::pay_is_bought;
use super::effect::{Cause, Effect, Goes, HALF, ORDINARY_ORDER, first_orders_are_spent};
use super::measures::{counts_heads, is_sales};
use crate::shop::Shop;

/// The largest face, in minor units, of the one coupon for an inviter that rules except, unless the shop has set another.
pub const COUPON_FACE: Minor = 2_000;
/// It is a thank-you as long as it comes to ten of them a month, not an income.
pub const COUPONS_A_MONTH: Minor = 10;
/// Days of the longest month.
const LONGEST_MONTH: Minor = 31;

/// A reward that is paid for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Which reward.
    pub reward: RewardNo,
    /// For what.
    pub kind: HeadKind,
    /// It is the one exception: a small capped coupon for the direct inviter (or the seller) after the invitee's first
    /// settled order.
    pub excepted: bool,
    /// It welcomes the newcomer themselves; nobody is paid for bringing them.
    pub welcome: bool,
}

/// For what a reward per head is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadKind {
    /// Somebody joins.
    Join,
    /// Somebody reaches a rank that no sales of theirs are needed for, or somebody above is paid for it.
    Promotion,
    /// The first sale of somebody below, or a newcomer's first order: a fixed sum, or what is as good as one.
    First,
    /// Only for every so many: "bring three".
    Bring(u32),
    /// At the close of a period, the same for everybody below who has sold anything.
    Count,
    /// At the close of a period, a sum for a rank that no amount of sales gives, only a number of people or orders.
    Salary,
}

pub(super) fn heads(program: &Program, effects: &[Effect], shop: &Shop) -> Vec<Head> {
    let plan = program.plan();
    let facts = Facts {
        first_orders_are_spent: first_orders_are_spent(program, effects),
        // Who can sign up free does not pay their recruiter with an order.
        orders_are_entries: (entry_purchase(plan).is_some() && shop.settings.free_sign_up != Some(true))
            || pay_is_bought(program, shop),
    };
    let kind = |effect: &Effect| kind(program, effect, &facts);
    let found: Vec<(&Effect, HeadKind)> =
        effects.iter().filter_map(|effect| kind(effect).map(|kind| (effect, kind))).collect();
    let one = |(effect, kind): &(&Effect, HeadKind)| {
        let reward = plan.reward(effect.reward);
        let welcome = *kind == HeadKind::Join && reward.to == To::Seller && reward.every == 1;
        // Only one such coupon: two of them, or a coupon beside money for the same newcomer, are a head reward in parts.
        let parts = found.iter().map(|(other, _)| *other).filter(|other| other.cause == Cause::Sale);
        let firsts = effects.iter().filter(|other| {
            matches!(other.cause, Cause::FirstOrder | Cause::FirstSale) && other.goes != Goes::Buyer
        });
        let alone = parts.chain(firsts).all(|other| other.reward == effect.reward);
        Head {
            reward: effect.reward,
            kind: *kind,
            excepted: alone && excepted(effect, reward, *kind, plan, shop),
            welcome,
        }
    };
    found.iter().map(one).collect()
}

/// What of the whole plan decides whether a reward is paid for people.
struct Facts {
    /// Shares of first orders come to half of them.
    first_orders_are_spent: bool,
    /// A newcomer's order is the price of taking part.
    orders_are_entries: bool,
}

fn kind(program: &Program, effect: &Effect, facts: &Facts) -> Option<HeadKind> {
    let plan = program.plan();
    let reward = plan.reward(effect.reward);
    let entry = facts.orders_are_entries;
    let rare = effect.every > 1;
    let above = match effect.goes {
        Goes::Buyer | Goes::Holders => return None,
        Goes::Above => true,
        Goes::Herself => false,
    };
    match effect.cause {
        Cause::Join => Some(HeadKind::Join),
        Cause::Rise if above || rises_without_sales(plan, reward) => Some(HeadKind::Promotion),
        Cause::Rise => rises_by_count(plan, reward).map(HeadKind::Bring),
        Cause::Sale | Cause::FirstOrder | Cause::FirstSale if rare => Some(HeadKind::Bring(effect.every)),
        Cause::FirstSale => above.then_some(HeadKind::First),
        Cause::FirstOrder => {
            (effect.is_fixed || facts.first_orders_are_spent || entry).then_some(HeadKind::First)
        }
        Cause::Sale => {
            let of_newcomers = above && is_of_low_ranks(program, effect.reward);
            let is_sum = effect.is_fixed || is_of_one_price(reward);
            let is_head = (is_sum && (entry || of_newcomers)) || (entry && effect.share >= HALF);
            is_head.then_some(HeadKind::First)
        }
        Cause::Close => {
            // The weaker leg is a share of sales; its every-so-many is of closes.
            let counts = reward.to != To::Pairing && (effect.is_fixed || rare);
            let salary = !above && effect.is_fixed && is_salary_for_people(program, effect.reward);
            (above && counts).then_some(HeadKind::Count).or(salary.then_some(HeadKind::Salary))
        }
    }
}

/// Whether sellers of some rank count, and those who have risen beyond it do not.
fn is_of_low_ranks(program: &Program, no: RewardNo) -> bool {
    let ranks = program.plan().ranks.len() as RankNo;
    let sellers = program.rule(no).seller_ranks;
    (1..ranks).any(|rank| holds(sellers, rank) && !holds(sellers, rank + 1))
}

/// Whether only lines of about one price count: a share of them is a fixed sum.
fn is_of_one_price(reward: &Reward) -> bool {
    let near = |(low, high): (Minor, Minor)| low > 0 && high.saturating_sub(low) <= low / 10;
    reward.filters.line_amount.is_some_and(near)
}

/// The ranks for which a bonus on one's own promotion is paid.
fn ranks_of<'a>(plan: &'a Plan, reward: &'a Reward) -> impl Iterator<Item = &'a Rank> {
    let counts = |rank: &RankNo| {
        let sets = [reward.filters.seller_rank, reward.filters.payee_rank];
        let of = match &reward.pay {
            Pay::Amounts(amounts) => amounts.get(usize::from(*rank) - 1).is_some_and(|sum| *sum > 0),
            Pay::Share(..) | Pay::Amount(_) | Pay::Coupon(_) | Pay::Points(_) => true,
        };
        of && sets.iter().flatten().all(|set| set >> rank & 1 == 1)
    };
    (1..=plan.ranks.len() as RankNo).filter(counts).filter_map(|rank| plan.rank(rank))
}

/// Whether a bonus on one's own promotion can be had without settled sales.
fn rises_without_sales(plan: &Plan, reward: &Reward) -> bool {
    ranks_of(plan, reward).any(|rank| match &rank.promote {
        // The first rank is reached by joining; a rank given by hand by no order.
        None => true,
        Some(conditions) => !is_earned(conditions),
    })
}

/// So many customers or orders for which a bonus on one's own promotion is paid, whatever they come to.
fn rises_by_count(plan: &Plan, reward: &Reward) -> Option<u32> {
    ranks_of(plan, reward).filter_map(|rank| counted(rank.promote.as_ref()?)).min()
}

/// Whether some rank gets more of a sum than the rank below, and comes by a number of people or orders.
fn is_salary_for_people(program: &Program, no: RewardNo) -> bool {
    let plan = program.plan();
    (2..=plan.ranks.len() as RankNo).any(|rank| {
        let more = pays(program, no, rank) > pays(program, no, rank - 1);
        let conditions = plan.rank(rank).and_then(|rank| rank.promote.as_ref());
        more && conditions.is_some_and(|set| {
            set.list.iter().any(|one| counts_heads(&one.measure)) || counted(set).is_some()
        })
    })
}

fn counted(conditions: &Conditions) -> Option<u32> {
    let count = |one: &Condition| match one.measure {
        Measure::DirectCustomers(count) | Measure::OwnOrders(count) => Some(count).filter(|count| *count > 1),
        Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::ActiveLegs(..)
        | Measure::Held(..)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => None,
    };
    let count = conditions.list.iter().filter_map(count).max()?;
    // An amount that so many ordinary orders fill by themselves adds nothing.
    let filled = |one: &Condition| match one.measure {
        Measure::OwnSales(sum)
        | Measure::TeamSales(sum)
        | Measure::LimitedTeamSales(sum, _)
        | Measure::LesserLegs(sum) => sum <= ORDINARY_ORDER.saturating_mul(count.into()),
        _ => true,
    };
    (!conditions.all || conditions.list.iter().all(filled)).then_some(count)
}

fn is_earned(conditions: &Conditions) -> bool {
    let measures = || conditions.list.iter().map(|one| &one.measure);
    let sold = if conditions.all { measures().any(is_sales) } else { measures().all(is_sales) };
    sold && !measures().any(counts_heads)
}

/// One coupon for the direct inviter, once for each newcomer at most, after a settled order, small and capped: by the
/// setting, and by the order's margin as far as the plan's limit lies within it.
fn excepted(effect: &Effect, reward: &Reward, kind: HeadKind, plan: &Plan, shop: &Shop) -> bool {
    let once = match (effect.cause, kind) {
        (Cause::FirstOrder | Cause::FirstSale, HeadKind::First | HeadKind::Bring(_)) => true,
        (
            Cause::Sale | Cause::FirstOrder | Cause::FirstSale | Cause::Join | Cause::Rise | Cause::Close,
            HeadKind::Join
            | HeadKind::Promotion
            | HeadKind::First
            | HeadKind::Bring(_)
            | HeadKind::Count
            | HeadKind::Salary,
        ) => false,
    };
    let near = matches!(effect.reach, Levels::None | Levels::To(0 | 1));
    let Pay::Coupon(face) = reward.pay else { return false };
    let most = shop.settings.inviter_coupon.unwrap_or(COUPON_FACE);
    let capped = reward.cap.is_some_and(|cap| {
        let amount = most_of(cap.most);
        let a_month = match cap.per {
            Per::Period(Period::Month | Period::Quarter | Period::Year) | Per::Life => amount,
            Per::Period(Period::Week) => amount.saturating_mul(5),
            Per::Period(Period::Day) => amount.saturating_mul(LONGEST_MONTH),
            Per::Line => return false,
        };
        a_month <= most.saturating_mul(COUPONS_A_MONTH)
    });
    let within_margin = shop.facts.smallest_margin.is_none_or(|margin| plan.payout_limit <= margin);
    once && near && face <= most && capped && within_margin
}
