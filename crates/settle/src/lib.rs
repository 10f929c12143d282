//! The batch: a whole history of members, rank changes and order lines in, every reward owed out.

pub mod batch;
pub mod files;
pub mod history;
pub mod timeline;
pub mod undo;
