//! The shop as a whole, on both databases.
#![allow(clippy::unwrap_used)]

mod child;
mod crashes;
mod desk;
mod harness;
mod rewards;
mod schema;
mod wechat;
mod wechat_double;
