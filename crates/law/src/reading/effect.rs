//! What each reward does, read from the compiled plan: for what it is paid, how far from the buyer, and how much.
//!
//! Every match is exhaustive: a new word of the plan language does not compile until somebody has said what it does.

use banyan_plan::describe::Levels;
use banyan_plan::kernel::{Program, holds};
use banyan_plan::model::{
    Condition, Conditions, Measure, On, Pay, Per, RankNo, Rates, Reward, RewardNo, Share, To, Volume,
};
use banyan_plan::money::{Minor, Rate};

use super::amounts::{WHOLE, all_payees, base_of, most, most_of, own_orders_are_own_sales};
use super::distance;
use super::lines::{LineKind, kinds};
use super::measures::others_fill;

/// From this part of a newcomer's order on, a share of it is a price for their head.
pub(super) const HALF: u64 = WHOLE / 2;
/// A share that has reached its cap on an order of this amount (in minor units) is a fixed sum.
pub(super) const ORDINARY_ORDER: Minor = 10_000;

/// For what a reward is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Any sale.
    Sale,
    /// A buyer's first order.
    FirstOrder,
    /// A promoter's first sale.
    FirstSale,
    /// Somebody joins.
    Join,
    /// Somebody reaches a rank.
    Rise,
    /// A period closes.
    Close,
}

/// To whom a reward goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Goes {
    /// The event's own person: the seller, who joined, who rose.
    Herself,
    /// The buyer.
    Buyer,
    /// People above.
    Above,
    /// All who hold a rank, wherever they stand.
    Holders,
}

/// One reward by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Which reward.
    pub reward: RewardNo,
    /// For what.
    pub cause: Cause,
    /// The farthest level above the buyer (or above who joined or rose) that is paid. Level 0 is the buyer, if they are a
    /// promoter whose own orders are their sales; else the seller.
    pub reach: Levels,
    /// To whom it goes.
    pub goes: Goes,
    /// The most that one payee gets of the amount, in millionths.
    pub share: u64,
    /// The most that one payee gets whatever the amount, in minor units (points as whole units).
    pub fixed: Minor,
    /// How many payees one event may have; `None` = no end.
    pub payees: Option<u32>,
    /// It does not grow with what is sold: a fixed sum, or a share that any ordinary order fills up to its cap.
    pub is_fixed: bool,
    /// Paid only on each so-many-th event of the payee.
    pub every: u32,
    /// The payee needs sales of their own that their own orders fill.
    pub asks_own_volume: bool,
}

impl Effect {
    /// Whether it is paid from sales.
    pub fn of_sales(&self) -> bool {
        match self.cause {
            Cause::Sale | Cause::FirstOrder | Cause::FirstSale | Cause::Close => true,
            Cause::Join | Cause::Rise => false,
        }
    }

    /// The same as a share of another reward.
    fn of(self, base: &Self) -> Self {
        let cause = if self.cause == Cause::Sale { base.cause } else { self.cause };
        let every = self.every.saturating_mul(base.every);
        Self { cause, every, is_fixed: self.is_fixed || base.is_fixed, ..self }
    }
}

pub(super) fn effects(program: &Program) -> Vec<Effect> {
    let mut all: Vec<Effect> = Vec::new();
    for no in 0..program.plan().rewards.len() as RewardNo {
        let one = effect(program, no);
        // A share of a reward is paid where that one is: on the orders that it needs, each so many-th time, up to its cap.
        let base = base_of(program.plan().reward(no)).and_then(|of| all.get(usize::from(of)));
        all.push(base.map_or(one, |base| one.of(base)));
    }
    all
}

fn effect(program: &Program, no: RewardNo) -> Effect {
    let plan = program.plan();
    let reward = plan.reward(no);
    // Whole, so that a new field has to be thought of here.
    let Reward {
        id: _,
        title: _,
        on,
        to,
        filters,
        along: _,    // as far up as the walk goes; `placement` names it
        compress: _, // the kernel's walk knows it
        until: _,    // and where it ends
        payees: limit,
        floor: _,   // `amounts::most`
        pair: _,    // pairs are a placement however they are made
        weights: _, // how a pool is shared among the holders
        pay: _,
        per_piece: _, // a fixed sum for each piece is a fixed sum
        cap,
        every,
        span: _,
        to_span: _,
        key_spans: _,
    } = reward;
    // What only newcomers buy is paid for newcomers, however many of their orders count.
    let of_newcomers = filters.buyer_months.is_some_and(|(_, most)| most < u32::MAX);
    let cause = match (on, filters.first_order) {
        (On::Sale, Some(true)) => Cause::FirstOrder,
        (On::Sale, None | Some(false)) if of_newcomers => Cause::FirstOrder,
        (On::Sale, None | Some(false)) => Cause::Sale,
        (On::FirstSale, _) => Cause::FirstSale,
        (On::Join, _) => Cause::Join,
        (On::Promotion, _) => Cause::Rise,
        (On::Period(_), _) => Cause::Close,
    };
    let goes = match to {
        To::Seller => Goes::Herself,
        To::Buyer => Goes::Buyer,
        To::Pool(..) => Goes::Holders,
        To::Upline(..)
        | To::Nearest(_)
        | To::Generation(..)
        | To::Differential
        | To::Peer(_)
        | To::Pairing => Goes::Above,
    };
    let (share, fixed) = most(plan, no);
    let fills_cap = cap.as_ref().is_some_and(|cap| {
        cap.per == Per::Line && share > 0 && part(share, ORDINARY_ORDER) >= most_of(cap.most)
    });
    Effect {
        reward: no,
        cause,
        reach: distance::from_buyer(program, no),
        goes,
        share,
        fixed,
        payees: match (payees(to), limit) {
            (Some(payees), Some(limit)) => Some(payees.min(*limit)),
            (payees, limit) => payees.or(*limit),
        },
        is_fixed: (share == 0 && fixed > 0) || fills_cap,
        every: *every,
        asks_own_volume: own_orders_are_own_sales(plan)
            && (filters.payee_active.as_ref().is_some_and(asks_own_volume) || is_by_own_volume(reward)),
    }
}

/// Whether conditions of being paid ask for sales of one's own, which no customers fill for certain.
fn asks_own_volume(conditions: &Conditions) -> bool {
    let own = |one: &Condition| match one.measure {
        Measure::OwnSales(least) => least > 0,
        Measure::OwnOrders(_) => true,
        _ => false,
    };
    conditions.list.iter().any(|one| own(one) && !others_fill(conditions, &one.measure))
}

/// Whether what they get of others' sales grows with sales of their own: by their part of a pool, or by the bracket they reach.
fn is_by_own_volume(reward: &Reward) -> bool {
    let brackets = match &reward.pay {
        Pay::Share(Rates::Brackets(brackets), _) if brackets.by == Volume::Own => brackets,
        _ => return matches!(reward.to, To::Pool(_, Share::OwnSales)),
    };
    let (lowest, best) = (brackets.rate(0).0, brackets.list.iter().map(|(_, rate)| rate.0).max());
    match reward.to {
        // On their own sales it is a discount for quantity, unless nothing at all is paid below some quantity.
        To::Seller => lowest == 0,
        _ => !adds_little(lowest.into(), best.unwrap_or(0).into()),
    }
}

/// Whether what comes on top is a quarter of what was there at most.
pub(super) fn adds_little(before: u64, after: u64) -> bool {
    before.saturating_mul(5) >= after.saturating_mul(4)
}

fn part(share: u64, of: Minor) -> Minor {
    Rate(u32::try_from(share).unwrap_or(u32::MAX)).of(of)
}

fn payees(to: &To) -> Option<u32> {
    match to {
        To::Seller | To::Buyer | To::Nearest(_) => Some(1),
        To::Upline(from, to) | To::Generation(from, to, _) => Some(to.saturating_sub(*from) + 1),
        To::Differential | To::Peer(_) | To::Pool(..) | To::Pairing => None,
    }
}

/// Whether shares of newcomers' first orders together come to half of them, on any kind of line.
pub(super) fn first_orders_are_spent(program: &Program, effects: &[Effect]) -> bool {
    let plan = program.plan();
    let of_newcomers = |one: &&Effect| one.cause == Cause::FirstOrder && one.goes != Goes::Buyer;
    let first: Vec<RewardNo> = effects.iter().filter(of_newcomers).map(|one| one.reward).collect();
    if first.is_empty() {
        return false;
    }
    let ranks = plan.ranks.len() as RankNo;
    let mut places: Vec<To> = Vec::new();
    for no in &first {
        let to = plan.reward(*no).to;
        if !places.contains(&to) {
            places.push(to);
        }
    }
    let on = |kind: &LineKind, seller: RankNo| -> u64 {
        let paid = |no: &&RewardNo| {
            kind.passes(&plan.reward(**no).filters) && holds(program.rule(**no).seller_ranks, seller)
        };
        let paid: Vec<RewardNo> = first.iter().filter(paid).copied().collect();
        // One payee has one rank: what is paid to others of their place is not paid to them.
        let at = |place: &To| {
            let here = || paid.iter().filter(|no| plan.reward(**no).to == *place);
            let of_rank = |rank| here().map(|no| all_payees(program, *no, rank)).fold(0, u64::saturating_add);
            (1..=ranks).map(of_rank).max().unwrap_or(0)
        };
        places.iter().map(at).fold(0, u64::saturating_add)
    };
    let kinds = kinds(plan);
    let first_kinds = || kinds.iter().filter(|kind| kind.first);
    (0..=ranks).any(|seller| first_kinds().any(|kind| on(kind, seller) >= HALF))
}
