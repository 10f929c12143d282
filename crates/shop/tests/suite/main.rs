//! The shop as a whole, on both databases.

mod harness;
