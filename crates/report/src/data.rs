//! What several charts draw.

use serde::{Deserialize, Serialize};

/// One calendar month.
#[derive(Debug, Clone, Copy)]
pub struct Month {
    /// The year, such as 2011.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// Sales after refunds and reversals.
    pub sales: i128,
    /// What was refunded or reversed; zero or negative.
    pub refunds: i128,
    /// Rewards after what was taken back.
    pub rewards: i128,
    /// What was taken back of rewards; zero or negative.
    pub clawed_back: i128,
}

/// Rewards at one distance from the seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distance {
    /// 0 is the seller themselves.
    pub distance: u32,
    /// Entries at this distance.
    pub entries: u64,
    /// Their sum.
    pub amount: i128,
}
