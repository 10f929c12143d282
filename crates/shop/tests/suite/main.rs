//! The shop as a whole, on both databases.

mod desk;
mod harness;
mod rewards;
