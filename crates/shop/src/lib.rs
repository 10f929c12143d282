//! The shop: its rooms put together. What is registered (routes, what becomes due, what nouns keep) stands here, and nothing
//! else; this is also the face of all rooms for programs, tests and benchmarks.

mod due;
pub mod http;
mod routes;
pub mod run;
pub mod shop;

pub use banyan_base::{clock, passwords, random, refusal, sheet, tax, throttle, tokens, totp, vault};
pub use banyan_core::{audit, event, idempotency, key_check, ledger, settings, work};
pub use banyan_ops::{backup, history, past, privacy, webhooks};
pub use banyan_pay::{payments, providers, withdrawals};
pub use banyan_people::{members, notify, resets, staff};
pub use banyan_rules::{law, monitors, plans, simulations};
pub use banyan_store as db;
pub use banyan_trade::{catalog, orders};
