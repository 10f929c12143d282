//! What reports share: one self-contained page in two languages, charts as SVG, numbers as people write them, and how
//! earnings are spread.
//!
//! Architecture invariant: pure. The same data give the same bytes; everything that comes from data is escaped.

pub mod chart;
mod data;
pub mod format;
mod income;
mod page;
mod parts;

pub use data::{Distance, Month};
pub use format::Reader;
pub use income::{Distribution, LorenzPoint, share};
pub use page::page;
pub use parts::{figure, incomes, legend};
