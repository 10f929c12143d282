//! The `banyan` command.
fn main() {}
