//! The audit log.

pub mod chain;
