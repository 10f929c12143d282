//! Measures of groups, computed from a file of what people did in them. Pure.
//!
//! What is measured, and how, is defined in `docs/groups.md`. A share of nothing is `None`: it was not observed, and is
//! never zero.

mod figures;
mod measure;
mod ratio;
mod replies;
mod speaking;

pub use figures::{Figure, Value};
pub use measure::{Measured, Measures, measure};
pub use ratio::Ratio;
