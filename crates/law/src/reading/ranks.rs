//! What ranks, and being paid, ask for: people, purchases under any name, or nothing that the plan says.
//!
//! Every match on a measure is exhaustive: a new word does not compile until somebody has said what it asks for.

use banyan_plan::diagnostic::Span;
use banyan_plan::kernel::Program;
use banyan_plan::model::{Condition, Conditions, Filters, Measure, Plan, RankNo, Reward, RewardNo, To};

use super::amounts::{entry_purchase, least_rank, most, own_orders_are_own_sales, pays};
use super::commission;
use super::earning::{first_earning, pay_is_bought};
use super::effect::{Effect, Goes, adds_little};
use super::head::Head;
use super::measures::{RankAsks, asks, others_fill};
use crate::shop::Shop;

/// A condition of a rank, or of being paid, that rules look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankGate {
    /// Whose condition.
    pub of: GateOf,
    /// What it asks for.
    pub asks: RankAsks,
    /// Where it stands.
    pub span: Span,
}

/// Whose condition it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GateOf {
    /// To reach a rank.
    Promote(RankNo),
    /// To keep a rank.
    Keep(RankNo),
    /// To be paid a reward.
    Paid(RewardNo),
}

pub(super) fn gates(program: &Program, effects: &[Effect], heads: &[Head], shop: &Shop) -> Vec<RankGate> {
    let plan = program.plan();
    let mut all = Vec::new();
    let entry = first_earning(program);
    let orders_are_entries = (entry_purchase(plan).is_some() && shop.settings.free_sign_up != Some(true))
        || pay_is_bought(program, shop);
    for (at, rank) in plan.ranks.iter().enumerate() {
        let no = at as RankNo + 1;
        let lists = [(GateOf::Promote(no), &rank.promote), (GateOf::Keep(no), &rank.keep)];
        for (of, conditions) in lists.into_iter().filter_map(|(of, set)| Some((of, set.as_ref()?))) {
            for one in &conditions.list {
                // Where an order is what one joins by, orders credited to them are people who joined.
                if matches!(one.measure, Measure::OwnOrders(_)) && orders_are_entries && entry != Some(no) {
                    all.push(RankGate { of, asks: RankAsks::Heads, span: one.span.clone() });
                }
                let asks = match asks(plan, &one.measure, shop) {
                    // Whoever is not paid yet has no team.
                    Some(RankAsks::SharedVolume)
                        if entry == Some(no) && !others_fill(conditions, &one.measure) =>
                    {
                        RankAsks::OwnVolume
                    }
                    Some(RankAsks::OwnVolume) if is_discount(program, no) => continue,
                    Some(RankAsks::OwnVolume) if others_fill(conditions, &one.measure) => {
                        RankAsks::SharedVolume
                    }
                    Some(RankAsks::SharedVolume) if others_fill(conditions, &one.measure) => continue,
                    Some(asks) => asks,
                    None => continue,
                };
                all.push(RankGate { of, asks, span: one.span.clone() });
            }
        }
    }
    all.extend(volume_gates(program, effects));
    all.extend(paid_gates(plan, shop));
    let pays_elsewhere = takes_money(plan) || all.iter().any(|gate| gate.asks.is_bought());
    all.extend(sold_by_hand(program, heads, shop, pays_elsewhere));
    all
}

/// Being paid asks for sales of their own, which their own orders fill.
fn volume_gates(program: &Program, effects: &[Effect]) -> Vec<RankGate> {
    let plan = program.plan();
    let asking: Vec<RewardNo> =
        effects.iter().filter(|effect| effect.asks_own_volume).map(|effect| effect.reward).collect();
    let is_a_gate = |effect: &&Effect| match effect.goes {
        Goes::Above | Goes::Holders => true,
        Goes::Herself | Goes::Buyer => !is_extra(program, effect.reward, &asking),
    };
    let gates = effects.iter().filter(|effect| effect.asks_own_volume).filter(is_a_gate);
    gates
        .map(|effect| RankGate {
            of: GateOf::Paid(effect.reward),
            asks: RankAsks::OwnVolume,
            span: plan.reward(effect.reward).span.clone(),
        })
        .collect()
}

/// Whether a reward's payees get at most so many times what they have bought.
fn is_capped_by_purchases(plan: &Plan, no: RewardNo) -> bool {
    let together = plan.caps.iter().filter(|caps| caps.rewards.contains(&no)).map(|caps| &caps.cap);
    plan.reward(no).cap.iter().chain(together).any(|cap| cap.most.is_bought())
}

/// What being paid asks for beside sales of one's own (those are [`Effect::asks_own_volume`]): the same as a rank would.
fn paid_gates(plan: &Plan, shop: &Shop) -> Vec<RankGate> {
    let mut all = Vec::new();
    for (no, reward) in plan.rewards.iter().enumerate() {
        let no = no as RewardNo;
        // Who may earn so many times what they have bought is paid for buying.
        if is_capped_by_purchases(plan, no) {
            let (of, span) = (GateOf::Paid(no), reward.span.clone());
            all.push(RankGate { of, asks: RankAsks::Purchase, span });
        }
        let Some(conditions) = &reward.filters.payee_active else { continue };
        for one in &conditions.list {
            let asks = match asks(plan, &one.measure, shop) {
                Some(RankAsks::OwnVolume)
                    if !reward_is_hers(reward) && others_fill(conditions, &one.measure) =>
                {
                    RankAsks::SharedVolume
                }
                None | Some(RankAsks::OwnVolume) => continue,
                Some(RankAsks::SharedVolume) if others_fill(conditions, &one.measure) => continue,
                Some(asks) => asks,
            };
            all.push(RankGate { of: GateOf::Paid(no), asks, span: one.span.clone() });
        }
    }
    all
}

/// Whether a reward goes to whoever sells or buys themselves.
fn reward_is_hers(reward: &Reward) -> bool {
    matches!(reward.to, To::Seller | To::Buyer)
}

/// Whether the plan takes money, or asks for a purchase, before anybody takes part.
fn takes_money(plan: &Plan) -> bool {
    plan.join.fee > 0 || plan.join.deposit > 0 || plan.join.purchase.is_some()
}

/// Ranks given by hand that are, or have to be presumed to be, sold. Where one decides who is paid per head, the plan takes
/// money nowhere else, and it is not the rank at which pay begins, people are the nearer explanation, and STR-04 presumes
/// those.
fn sold_by_hand(program: &Program, heads: &[Head], shop: &Shop, pays_elsewhere: bool) -> Vec<RankGate> {
    let asks = match shop.settings.manual_ranks_sold {
        Some(false) => return Vec::new(),
        Some(true) => RankAsks::Purchase,
        None => RankAsks::Hand,
    };
    let gate = |hand: Hand| RankGate { of: GateOf::Promote(hand.rank), asks, span: hand.span };
    let entry = first_earning(program);
    let presumed = |hand: &Hand| {
        asks == RankAsks::Purchase || pays_elsewhere || !hand.decides_heads || entry == Some(hand.rank)
    };
    by_hand(program.plan(), heads).into_iter().filter(presumed).map(gate).collect()
}

/// A rank given by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Which.
    pub rank: RankNo,
    /// Where it stands.
    pub span: Span,
    /// A reward per head asks for that rank: then the hand is presumed to count heads.
    pub decides_heads: bool,
}

pub(super) fn by_hand(plan: &Plan, heads: &[Head]) -> Vec<Hand> {
    let everybody = (1..=plan.ranks.len()).fold(0_u64, |set, rank| set | 1 << rank);
    let decides = |rank: RankNo| {
        heads.iter().filter(|head| !head.excepted).map(|head| plan.reward(head.reward)).any(|reward| {
            let least = least_rank(&reward.to);
            let set = reward.filters.payee_rank.unwrap_or(everybody) & everybody;
            (least > 1 && rank >= least) || (set != everybody && set >> rank & 1 == 1)
        })
    };
    let hands = plan.ranks.iter().enumerate().skip(1).filter(|(_, rank)| rank.promote.is_none());
    hands
        .map(|(at, rank)| {
            let no = at as RankNo + 1;
            Hand { rank: no, span: rank.span.clone(), decides_heads: decides(no) }
        })
        .collect()
}

pub(super) fn discounts(program: &Program) -> Vec<RankNo> {
    (1..=program.plan().ranks.len() as RankNo).filter(|rank| is_discount(program, *rank)).collect()
}

/// Whether all that a rank adds is a little more of their own sales: then buying it is buying at a discount, and buys nothing
/// of what others buy. Ranks that are bought one after the other are added up.
fn is_discount(program: &Program, rank: RankNo) -> bool {
    let plan = program.plan();
    let Some(free) = free_below(plan, rank) else { return false };
    let is_counted = plan.conditions().any(|one| match one.measure {
        Measure::Legs(of, _) => of <= rank,
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::ActiveLegs(..)
        | Measure::Held(..)
        | Measure::DirectCustomers(_)
        | Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_)
        | Measure::Course(_)
        | Measure::OwnPurchases(_)
        | Measure::Package(_)
        | Measure::TopUp(_) => false,
    });
    let same_elsewhere = plan.rewards.iter().enumerate().all(|(no, reward)| {
        let no = no as RewardNo;
        let is_share_of_hers = reward.to == To::Seller && most(plan, no).1 == 0;
        is_share_of_hers || pays(program, no, rank) == pays(program, no, free)
    });
    let (before, after) = (commission::of_rank(plan, free, &[]), commission::of_rank(plan, rank, &[]));
    !is_counted && same_elsewhere && after > before && adds_little(before, after)
}

/// The highest rank below that their own orders do not fill; the lowest rank is reached by joining.
fn free_below(plan: &Plan, rank: RankNo) -> Option<RankNo> {
    let own = own_orders_are_own_sales(plan);
    let fills = |conditions: &Conditions| {
        let fills = |one: &Condition| match one.measure {
            Measure::OwnSales(_)
            | Measure::OwnOrders(_)
            | Measure::TeamSales(_)
            | Measure::LimitedTeamSales(..)
            | Measure::LesserLegs(_) => own && !others_fill(conditions, &one.measure),
            Measure::OwnPurchases(_) | Measure::Package(_) | Measure::TopUp(_) | Measure::Course(_) => true,
            Measure::DirectInvites(_)
            | Measure::TeamSize(_)
            | Measure::Legs(..)
            | Measure::ActiveLegs(..)
            | Measure::Held(..)
            | Measure::DirectCustomers(_) => false,
        };
        conditions.list.iter().any(fills)
    };
    let is_free = |rank: &RankNo| {
        *rank == 1
            || plan
                .rank(*rank)
                .and_then(|rank| rank.promote.as_ref())
                .is_none_or(|conditions| !fills(conditions))
    };
    (1..rank).rev().find(is_free)
}

/// Whether rewards to the seller that ask for sales of their own are together no more than a little beside what they get
/// without them; and this one is one of those.
fn is_extra(program: &Program, no: RewardNo, asking: &[RewardNo]) -> bool {
    let plan = program.plan();
    let (_, fixed) = most(plan, no);
    fixed == 0
        && (1..=plan.ranks.len() as RankNo).all(|rank| {
            let (with, without) =
                (commission::of_rank(plan, rank, &[]), commission::of_rank(plan, rank, asking));
            adds_little(without, with)
        })
}

/// Nothing about a filter is a condition on people or purchases but what stands here. Whole, so that a new one has to be
/// thought of.
pub(super) fn known_filters(reward: &Reward) {
    let Filters {
        payee_rank: _,    // by the kernel's rule
        seller_rank: _,   // by the kernel's rule
        distance: _,      // by the kernel's walk
        categories: _,    // which lines
        first_order: _,   // `Cause`
        line_amount: _,   // which lines
        line_quantity: _, // which lines
        buyer_months: _,  // `Cause`
        payee_months: _,  // time alone: neither people nor purchases
        recruit: _,       // which branch, by the order of joining: as far up as the walk goes
        payee_active: _,  // `Effect::asks_own_volume` and `paid_gates`
    } = &reward.filters;
}
