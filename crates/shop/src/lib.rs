//! The shop: members, catalogue, orders, payments, rewards and ledger, over HTTP and on a real database.

pub mod payments;
