//! What a plan does, whatever it calls it: read from the plan as the kernel runs it, never from names or titles. Every
//! test of a structural rule asks this, so that renaming, splitting or rephrasing a reward changes nothing.
//!
//! What a plan leaves open (whether a course is sold, what a hand that gives ranks looks at, whether one may sign up free
//! beside an order) is presumed against it until the shop has told.

mod amounts;
mod commission;
mod distance;
mod earning;
mod effect;
mod entry;
mod head;
mod lines;
mod measures;
mod money;
mod ranks;
mod reach;

use banyan_plan::describe::Levels;
use banyan_plan::kernel::Program;
use banyan_plan::model::{Plan, RankNo, RewardNo};

pub use self::earning::EntryKind;
pub use self::effect::{Cause, Effect, Goes};
pub use self::entry::Entry;
pub use self::head::{COUPON_FACE, COUPONS_A_MONTH, Head, HeadKind};
pub use self::measures::RankAsks;
pub use self::ranks::{GateOf, Hand, RankGate};
pub use self::reach::Above;
use crate::shop::Shop;

/// What a plan does.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Every reward by what it does, in the order of the plan.
    pub effects: Vec<Effect>,
    /// What has to be paid or bought to take part.
    pub entries: Vec<Entry>,
    /// Rewards that are paid for people.
    pub heads: Vec<Head>,
    /// Rewards that pay somebody above the buyer (or above who joined or rose), of whatever event.
    pub above: Vec<Above>,
    /// Rewards on a team's sales: differential, peers, break-away, leaders' pools.
    pub team: Vec<RewardNo>,
    /// Rewards on a placement tree.
    pub placement: Vec<RewardNo>,
    /// Conditions of ranks and of being paid that ask for people, or for purchases under any name.
    pub gates: Vec<RankGate>,
    /// Ranks that can be had by own orders and add no more than some of one's own sales.
    pub discounts: Vec<RankNo>,
    /// Ranks given by hand.
    pub hands: Vec<Hand>,
    /// The most that the seller of a line gets of it for their own sale, in millionths.
    pub own_commission: u64,
    /// Whether newcomers' contributions can pay for introducing them; `None` if the plan's figures speak against it.
    pub contributions_can_pay: Option<bool>,
}

impl Reading {
    /// Reads a plan, with what its shop tells about it.
    pub fn of(plan: &Plan, shop: &Shop) -> Self {
        let plan = &money::in_money(plan);
        let program = Program::new(plan.clone());
        plan.rewards.iter().for_each(ranks::known_filters);
        let effects = effect::effects(&program);
        let heads = head::heads(&program, &effects, shop);
        let above = reach::above(&effects, &heads);
        let gates = ranks::gates(&program, &effects, &heads, shop);
        let entries = entry::entries(&program, shop, &gates);
        let paid: Vec<&Head> = heads.iter().filter(|head| !head.excepted && !head.welcome).collect();
        Self {
            contributions_can_pay: entry::can_fund(&program, &entries, &gates, &paid, &effects),
            discounts: ranks::discounts(&program),
            hands: ranks::by_hand(plan, &heads),
            team: reach::team(&program, &effects),
            placement: reach::placement(&program),
            own_commission: commission::own(plan),
            effects,
            entries,
            heads,
            above,
            gates,
        }
    }

    /// The farthest level above the buyer that any reward of sales reaches.
    pub fn levels(&self) -> Levels {
        let sales = self.above.iter().filter(|one| one.of_sales && !one.excepted);
        sales.map(|one| one.farthest).max().unwrap_or(Levels::To(0))
    }

    /// Whether taking part, a rank, or being paid costs anything: money or a purchase.
    pub fn asks_consideration(&self) -> bool {
        !self.entries.is_empty() || self.gates.iter().any(|gate| gate.asks.is_bought())
    }

    /// Whether a purchase is what one joins by.
    pub fn joins_by_purchase(&self) -> bool {
        self.entries.iter().any(|entry| entry.kind.is_purchase())
    }

    /// Rewards per head that no exception covers.
    pub fn paid_heads(&self) -> impl Iterator<Item = &Head> {
        self.heads.iter().filter(|head| !head.excepted)
    }

    /// Whether anybody is paid for introducing others.
    pub fn pays_introductions(&self) -> bool {
        self.paid_heads().any(|head| !head.welcome)
    }
}
