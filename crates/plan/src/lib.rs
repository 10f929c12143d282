//! The plan language.

pub mod money;
pub mod time;
pub mod words;
