//! Webhooks: telling other systems what happened, so that they can be sure who tells.

pub mod sign;
pub mod target;
