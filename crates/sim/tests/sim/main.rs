//! What the simulator promises.

#![allow(clippy::unwrap_used, clippy::float_arithmetic, reason = "tests, and statistics of behaviour")]

mod buying;
mod cdnow;
mod growth;
mod money;
mod same;
