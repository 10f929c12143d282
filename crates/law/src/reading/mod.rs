//! What a plan does, whatever it calls it: read from the understood plan, never from names or titles. Every test of a
//! structural rule asks this, so that renaming, splitting or rephrasing a reward changes nothing.

mod commission;
mod entry;
mod head;
mod ranks;
mod reach;

use banyan_plan::describe::Levels;
use banyan_plan::diagnostic::Span;
use banyan_plan::model::{Plan, RewardNo};

pub use self::entry::{Entry, EntryKind};
pub use self::head::{Head, HeadKind};
pub use self::ranks::{RankAsks, RankGate};
pub use self::reach::Above;

/// What a plan does.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What has to be paid or bought to take part.
    pub entries: Vec<Entry>,
    /// Anybody may sign up free, though a purchase makes a promoter as well.
    pub optional_purchase: Option<Span>,
    /// Rewards that are paid for people.
    pub heads: Vec<Head>,
    /// Rewards that pay somebody above, of whatever event.
    pub above: Vec<Above>,
    /// Rewards on a team's sales: differential, peers, break-away, leaders' pools.
    pub team: Vec<RewardNo>,
    /// Rewards on a placement tree.
    pub placement: Vec<RewardNo>,
    /// Ranks that ask for people, or for purchases.
    pub ranks: Vec<RankGate>,
    /// Ranks given by hand (their places), and whether one decides who is paid for heads.
    pub manual: Vec<(Span, bool)>,
    /// The most that the seller of a line gets of it for her own sale, in millionths.
    pub own_commission: u64,
}

impl Reading {
    /// Reads a plan.
    pub fn of(plan: &Plan) -> Self {
        let heads = head::heads(plan);
        let above = reach::above(plan, &heads);
        Self {
            entries: entry::entries(plan),
            optional_purchase: entry::optional_purchase(plan),
            manual: ranks::manual(plan, &heads),
            ranks: ranks::gates(plan),
            team: reach::team(plan),
            placement: reach::placement(plan),
            own_commission: commission::own(plan),
            heads,
            above,
        }
    }

    /// The farthest level above the seller that any reward of sales reaches.
    pub fn levels(&self) -> Levels {
        let sales = self.above.iter().filter(|one| one.of_sales && !one.excepted);
        sales.map(|one| one.farthest).max().unwrap_or(Levels::To(0))
    }

    /// Whether taking part, or a rank, costs anything: money or a purchase.
    pub fn asks_consideration(&self) -> bool {
        !self.entries.is_empty() || self.ranks.iter().any(|gate| gate.asks == RankAsks::Purchase)
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
