//! What the engine says of an event, in the shop's own terms, and what it is told of a refund.

use banyan_settle::history::By;

use crate::records::Posting;

/// What the engine said of one event.
#[derive(Debug, Default)]
pub struct Heard {
    /// What is paid, event by event.
    pub postings: Vec<Posting>,
    /// Whose rank changed.
    pub ranks: Vec<RankChange>,
    /// Of a payment: each line's seller and rate.
    pub sold: Vec<SoldLine>,
}

/// A member's rank has changed.
#[derive(Debug, Clone)]
pub struct RankChange {
    /// Whose rank it is.
    pub member: i64,
    /// When it changed, in nanoseconds.
    pub at: i64,
    /// The new rank's number; 0 for none.
    pub rank: i64,
    /// The new rank's id in the plan; empty for none.
    pub rank_id: String,
    /// What made it change.
    pub how: By,
}

/// A line's seller and the rate that was used.
#[derive(Debug, Clone, Copy)]
pub struct SoldLine {
    /// The promoter who is credited with the sale, if there is one.
    pub seller: Option<i64>,
    /// The commission rate, in millionths.
    pub rate: i64,
}

/// A refund, as the engine needs to know it.
#[derive(Debug, Clone, Copy)]
pub struct RefundOf {
    /// The refund.
    pub id: i64,
    /// Refunded of the line before.
    pub before: i64,
    /// What is refunded now, in minor units.
    pub amount: i64,
    /// Whether the line's refund window had closed before.
    pub is_settled: bool,
}

impl Heard {
    /// Without what it says of one member's rank.
    #[must_use]
    pub fn without_rank_of(mut self, member: i64) -> Self {
        self.ranks.retain(|change| change.member != member || change.how != By::Hand);
        self
    }
}
