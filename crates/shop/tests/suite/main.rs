//! The shop as a whole, on both databases.
#![allow(clippy::unwrap_used)]

mod desk;
mod harness;
mod rewards;
mod wechat;
mod wechat_double;
