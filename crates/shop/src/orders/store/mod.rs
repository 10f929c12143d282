//! The SQL of orders.

pub(crate) mod reads;

pub(crate) use banyan_core::records::{LineRow, due_lines, lines_of};
