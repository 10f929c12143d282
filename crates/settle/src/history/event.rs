//! What an engine tells: events with their entries, and what changes about people.

use std::cmp::Ordering;

use banyan_plan::kernel::{Entry, Member, Occasion};
use banyan_plan::model::RankNo;
use banyan_plan::money::Minor;
use banyan_plan::time::Time;

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

/// What an event's `ref` names. `L` is how order lines are named, see [`Sink::Line`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference<L = u32> {
    /// An order line.
    Line(L),
    /// A member.
    Member(Member),
    /// A period, by its name; with the promoter whose sales of the period were rewarded.
    Period(String, Option<Member>),
}

/// Why the entries of an event exist.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'a, L = u32> {
    /// The kernel evaluated this occasion; the chain as far as anybody asked: the seller, then the promoters above.
    Evaluated(&'a Occasion, &'a [(Member, RankNo)]),
    /// A line was refunded.
    Refunded(Refunded<'a, L>),
    /// A sale that counted in a closed period was refunded.
    TakenBack(&'a Taken),
    /// A pool or pairs at the close of a period.
    Closed,
}

/// What a refund takes back of the rewards of a period that has closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The period's name.
    pub period: String,
    /// When it closed.
    pub closed: Time,
    /// Whose sales of the period were rewarded; `None` for pools and pairs.
    pub seller: Option<Member>,
    /// What the entries were computed from: sales of the period, or what was paired.
    pub amount: Minor,
    /// What of it had gone back before this refund.
    pub before: Minor,
    /// What of it has gone back with this refund.
    pub after: Minor,
    /// The original entries with their places in the event that posted them, one for each difference.
    pub originals: Vec<(u32, Entry)>,
    /// What the entries lose.
    pub differences: Vec<Entry>,
}

/// The facts of a refund.
#[derive(Debug, Clone, Copy)]
pub struct Refunded<'a, L = u32> {
    /// The line refunded.
    pub line: L,
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
pub struct Event<'a, L = u32> {
    /// What kind.
    pub kind: Kind,
    /// Of what.
    pub reference: Reference<L>,
    /// When.
    pub at: Time,
    /// Why.
    pub cause: Cause<'a, L>,
}

/// Somebody's rank has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankChanged {
    /// Whose.
    pub member: Member,
    /// The rank until now; 0 for none.
    pub old: RankNo,
    /// The rank from now on; 0 for none.
    pub new: RankNo,
    /// From when.
    pub at: Time,
    /// What made it change.
    pub by: By,
}

/// What makes a rank change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// They joined as a promoter, or were enrolled as one.
    Join,
    /// A purchase made them a promoter.
    Purchase,
    /// They met the conditions of the rank.
    Rule,
    /// They did not keep their rank at the close of a month.
    Review,
    /// Somebody set it.
    Hand,
}

/// Takes what an engine finds.
pub trait Sink {
    /// How the caller names an order line; the engine hands it back untouched.
    type Line: Copy;

    /// One event with its entries, in order; entries are never empty and none of them is zero.
    fn post(&mut self, event: &Event<'_, Self::Line>, entries: &[Entry]);

    /// An order line (not a refund) is credited to a seller; [`banyan_plan::kernel::NOBODY`] if there is none. Told
    /// before what it pays.
    fn sold(&mut self, _line: Self::Line, _seller: Member) {}

    /// Somebody has become a promoter for whom `join` happens. Told before what that pays.
    fn joined(&mut self, _member: Member, _at: Time) {}

    /// Somebody's rank has changed: every change is told, those of joining included.
    fn ranked(&mut self, _change: &RankChanged) {}

    /// The order of members by name, as bytes: it decides who comes first at the close of a period. The numbers' own
    /// order unless the sink knows better.
    fn by_name(&self, one: Member, other: Member) -> Ordering {
        one.cmp(&other)
    }

    /// So many order lines of a batch are done.
    fn progress(&mut self, _lines: usize) {}
}
