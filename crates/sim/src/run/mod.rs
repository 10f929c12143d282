//! A run: people act, a history is written, the settlement pays it, and what came of it is counted.
//!
//! The history has the very columns that `banyan settle` reads from files, and goes through the very same function. There
//! is no second evaluation of rewards.

mod books;
mod calendar;
mod facts;
mod outcome;
mod past;

pub use books::{Accounts, Books};
pub use facts::Facts;
pub use outcome::{Outcome, Series};
pub use past::Past;

use banyan_plan::kernel::Program;

use crate::scenario::{Scenario, ScenarioError};

/// Runs a plan in a scenario once.
///
/// # Errors
/// What does not go together: a rank that the plan does not have, a date that is none.
pub fn run(
    program: &Program,
    scenario: &Scenario,
    seed: u64,
    threads: usize,
) -> Result<Outcome, ScenarioError> {
    let past = Past::live(program, scenario, seed, threads)?;
    let books = Books::of(program, &past)?;
    Ok(Outcome::of(program, scenario, &past, &books))
}
