//! The shop as a whole, on both databases.
#![allow(clippy::unwrap_used)]

mod api;
mod backups;
mod desk;
mod harness;
mod receiver;
mod rewards;
mod sockets;
mod webhooks;
mod wechat;
mod wechat_double;
