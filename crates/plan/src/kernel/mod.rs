//! The one kernel: who is paid what for an event, by a compiled plan.

mod chain;
mod close;
mod evaluate;
mod program;
mod scale;
mod walk;
mod world;

pub use chain::{Chain, Placed, Way};
pub use close::{Legs, Paired, share};
pub use evaluate::{Entry, Occasion, Scratch, nearest_promoter, seller_of};
pub use program::{Payees, Pays, Program, RateOf, Rule, holds, lies};
pub use scale::Scale;
pub use walk::{LevelRates, Path, Walk};
pub use world::{NOBODY, World};

/// A member's number in the caller's tables.
pub type Member = u32;
