//! People: members and staff, how they sign in and find back in, the messages that are sent to them, and what is told of them.

pub mod audit;
pub mod members;
pub mod notify;
pub mod resets;
pub mod sessions;
pub mod staff;
