//! The `banyan` command as people run it.

mod settle;
