//! A whole history, event by event: joins, rank changes, sales, refunds, settlements and the closes of periods in the
//! order in which they count, each put through the plan's kernel.
//!
//! Architecture invariant: pure. What it reads are columns, what it finds goes to a [`Sink`]; the moment is always an
//! event's own.

mod engine;
mod periods;
mod placement;
mod ranks;
mod refunds;
mod sales;
mod settlement;
mod standing;
mod tally;
mod world;

use banyan_plan::kernel::{Entry, Member, Occasion, Program};
use banyan_plan::model::RankNo;
use banyan_plan::money::Minor;
use banyan_plan::time::Time;
use banyan_plan::words::Text;

use crate::files::{Members, Orders, RankChange};

/// Everything that a settlement is computed from.
#[derive(Clone, Copy)]
pub struct History<'a> {
    /// The plan in force.
    pub program: &'a Program,
    /// Who was invited by whom, and when.
    pub members: &'a Members,
    /// Rank changes by hand.
    pub ranks: &'a [RankChange],
    /// Order lines, refunds and reversals.
    pub orders: &'a Orders,
}

/// What kind of event rewards came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A line was paid (or reversed).
    Sale,
    /// Part of a line went back.
    Refund,
    /// A promoter joined.
    Join,
    /// A promoter reached a rank.
    Promotion,
    /// A promoter's first sale settled.
    FirstSale,
    /// A period closed.
    Period,
}

impl Kind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Join => "join",
            Self::Promotion => "promotion",
            Self::FirstSale => "first_sale",
            Self::Period => "period",
        }
    }
}

/// What an event's `ref` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// An order line, by its row.
    Line(u32),
    /// A member.
    Member(Member),
    /// A period, by its name; with the promoter whose sales of the period were rewarded.
    Period(String, Option<Member>),
}

/// Why the entries of an event exist.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'a> {
    /// The kernel evaluated this occasion; the chain as far as anybody asked: the seller, then the promoters above.
    Evaluated(&'a Occasion, &'a [(Member, RankNo)]),
    /// A line was refunded.
    Refunded(Refunded<'a>),
    /// A pool or pairs at the close of a period.
    Closed,
}

/// The facts of a refund.
#[derive(Debug, Clone, Copy)]
pub struct Refunded<'a> {
    /// The row of the line refunded.
    pub line: u32,
    /// Its amount.
    pub amount: Minor,
    /// Refunded in total before this refund.
    pub before: Minor,
    /// Refunded in total with this refund.
    pub after: Minor,
    /// The original entries, one for each entry of the event.
    pub originals: &'a [Entry],
}

/// One event that posts rewards.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What kind.
    pub kind: Kind,
    /// Of what.
    pub reference: Reference,
    /// When.
    pub at: Time,
    /// Why.
    pub cause: Cause<'a>,
}

/// Takes what a history pays.
pub trait Sink {
    /// One event with its entries, in order; entries are never empty and none of them is zero.
    fn post(&mut self, event: &Event<'_>, entries: &[Entry]);
    /// An order line (not a refund) is credited to a seller; [`banyan_plan::kernel::NOBODY`] if there is none.
    fn sold(&mut self, _line: u32, _seller: Member) {}
    /// Somebody has become a promoter.
    fn joined(&mut self, _member: Member) {}
    /// A member's rank changes; 0 stands for none.
    fn ranked(&mut self, _member: Member, _old: RankNo, _new: RankNo, _at: Time) {}
    /// So many order lines are done.
    fn progress(&mut self, _lines: usize) {}
}

/// Why a history cannot be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The row of the order line at fault.
    pub line: u32,
    /// What is wrong, and what was expected.
    pub text: Text,
}

/// Settles a history. Stops at the first order line that cannot be.
pub fn settle(history: History<'_>, sink: &mut impl Sink) -> Result<(), Refusal> {
    engine::Engine::new(history, sink).run().map_err(|refusal| *refusal)
}
