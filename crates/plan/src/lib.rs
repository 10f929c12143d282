//! The plan language: who may take part, which ranks there are, who is paid what, when.
//!
//! [`parse`](parse::parse) reads a plan, [`check`](check::check) looks for what cannot be meant and proves the worst
//! case, [`Program`](kernel::Program) is the plan compiled, and its `evaluate` is the one kernel that the shop, the
//! batch and the simulator share. [`explain`] says why an entry exists, [`describe`] reads a plan
//! aloud.
//!
//! Architecture invariant: nothing here does I/O, reads a clock, draws a random number or touches a float.

pub mod check;
pub mod describe;
pub mod diagnostic;
pub mod draft;
pub mod explain;
pub mod kernel;
pub mod model;
pub mod money;
pub mod parse;
pub mod ready;
pub mod time;
pub mod words;
