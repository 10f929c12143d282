//! The shop's integration tests: one binary, one module a noun.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod wechat;
mod wechat_double;
