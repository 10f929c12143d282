//! What is shown of rewards: lists, the ladder of ranks, and why each was paid.

pub mod http;
mod ladder;
mod views;
mod why;
