//! Insight: reports, and what is shown of rewards and of the ledger.

pub mod ledger;
pub mod reports;
pub mod rewards;
