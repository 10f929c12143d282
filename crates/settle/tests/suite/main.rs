//! The batch against known answers, scenario tables, an independent reference and properties.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod closes;
mod engine;
mod generate;
mod generate_time;
mod live;
mod lives;
mod moves;
mod oracle;
mod parts;
mod peers;
mod print;
mod properties;
mod random;
mod refusals;
mod scenarios;
mod story;
mod table;
mod taken;
mod timeline;
mod words;
