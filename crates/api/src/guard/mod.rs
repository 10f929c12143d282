//! What stands before a sign-in: attempts are counted and slowed down, passwords are checked off the threads that serve.

pub mod attempts;
pub mod secrets;
