//! The catalogue.

pub mod terms;
