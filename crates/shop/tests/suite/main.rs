//! The shop as a whole, on both databases: one binary, one module a noun.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod api;
mod backups;
mod child;
mod crashes;
mod desk;
mod harness;
mod orders;
mod receiver;
mod rewards;
mod schema;
mod sockets;
mod webhooks;
mod wechat;
mod wechat_double;
