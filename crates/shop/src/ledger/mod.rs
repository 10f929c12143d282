//! The ledger's routes; what it keeps and how is `core`'s.

pub(crate) mod http;

pub use banyan_core::ledger::*;
