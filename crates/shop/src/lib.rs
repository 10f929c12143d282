//! The shop: members, catalogue, orders, payments, rewards and ledger, over HTTP and on a real database.
//!
//! One folder per noun: `mod.rs` holds its types and decisions, `store.rs` its SQL, `http.rs` its routes. A request goes one
//! way: `http` parses it into a command, the [`work::writer::Writer`] opens a transaction for it and for everything else
//! that waits, the noun decides and writes, and the answer goes out when all of it is durable.

pub mod audit;
pub mod backup;
pub mod catalog;
mod coupons;
pub mod history;
pub mod http;
pub mod idempotency;
pub mod key_check;
pub mod law;
pub mod ledger;
pub mod members;
pub mod monitors;
pub mod notify;
pub mod orders;
pub mod past;
pub mod payments;
pub mod plans;
pub mod privacy;
pub mod reports;
pub mod resets;
mod reviews;
pub mod rewards;
mod routes;
pub mod run;
mod sessions;
pub mod settings;
pub mod shop;
pub mod simulations;
pub mod staff;
pub mod webhooks;
pub mod withdrawals;
pub mod work;

pub use banyan_base::{clock, passwords, random, refusal, sheet, tax, throttle, tokens, totp, vault};
pub(crate) use banyan_base::{letters, text};
pub(crate) use banyan_core::event;
pub use banyan_store as db;
pub(crate) use routes::routes;
