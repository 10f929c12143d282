//! The shop: members, catalogue, orders, payments, rewards and ledger, over HTTP and on a real database.

pub mod audit;
pub mod catalog;
mod letters;
pub mod passwords;
pub mod random;
pub mod tax;
pub mod throttle;
pub mod tokens;
pub mod totp;
pub mod vault;
pub mod webhooks;
