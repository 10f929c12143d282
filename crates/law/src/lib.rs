//! The law room: rule packs as cited data, findings on a plan and on the shop that runs it.
//!
//! [`cases`] holds published decisions and known evasions,
//! [`pack`] the rules, [`reading`] what a plan does whatever it calls it, [`shop`] what only a shop can tell.
//! [`probe`] settles small worlds and compares.
//! [`judge::judge`] puts them together, [`signoff`] says what still needs a signature.
//! [`mend`] changes a plan's text until nothing refuses it, [`monitor`] watches a live shop, [`report`] and [`page`] write
//! for lawyers.
//!
//! Architecture invariant: nothing here does I/O, reads a clock, draws a random number or touches a float. No text says
//! that a plan is within the law: a plan is refused under a rule, needs review, or there is no finding.

pub mod cases;
pub mod finding;
pub mod judge;
pub mod mend;
pub mod monitor;
pub mod pack;
pub mod page;
pub mod probe;
pub mod reading;
pub mod report;
pub mod shop;
pub mod signoff;
