//! The shop as a whole, on both databases: one binary, one module a noun.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod api;
mod backups;
mod care;
mod catalog;
mod child;
mod consents;
mod counter;
mod crashes;
mod desk;
mod earnings;
mod figures;
mod freight;
mod harness;
mod histories;
mod holds;
mod lists;
mod loops;
mod map;
mod monitors;
mod orders;
mod people;
mod permissions;
mod plans;
mod privacy;
mod receiver;
mod resets;
mod returns;
mod reviews;
mod rewards;
mod roles;
mod rooms;
mod schema;
mod selling;
mod simulations;
mod sockets;
mod till;
mod webhooks;
mod wechat;
mod wechat_double;
mod withdrawals;
mod wording;
mod world;
mod writes;
