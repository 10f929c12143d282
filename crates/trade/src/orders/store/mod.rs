//! The SQL of orders.

pub(super) mod due;
pub(crate) mod reads;

pub use banyan_core::records::{LineRow, due_lines, lines_of};
