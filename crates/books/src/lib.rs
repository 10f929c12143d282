//! What is owed: rewards as they are posted, and coupons.

pub mod coupons;
pub mod rewards;
