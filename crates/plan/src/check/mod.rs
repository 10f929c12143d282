//! What cannot be meant, and the worst that can happen: found before a plan runs.

mod bound;
mod explore;
mod meaning;
mod overlap;
#[cfg(test)]
mod tests;
mod worst_case;
#[cfg(test)]
mod wrong;

pub use worst_case::{Unbounded, Witness, WorstCase};

use crate::diagnostic::{Diagnostic, Severity};
use crate::kernel::Program;
use crate::model::Plan;
use crate::parse::parse;

/// What `plan check` finds.
#[derive(Debug, Clone)]
pub struct Report {
    /// The plan, if it could be understood; it may still have errors.
    pub plan: Option<Plan>,
    /// The worst-case payout, if the plan has no error.
    pub worst_case: Option<WorstCase>,
    /// In the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether there is no error.
    pub fn is_ok(&self) -> bool {
        self.plan.is_some()
            && self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

/// Reads and checks a plan.
pub fn check(source: &str) -> Report {
    let (plan, mut diagnostics) = parse(source);
    let mut worst_case = None;
    if let Some(plan) = &plan {
        meaning::check(plan, &mut diagnostics);
        overlap::check(plan, &mut diagnostics);
        if diagnostics.iter().all(|one| one.severity != Severity::Error) {
            let program = Program::new(plan.clone());
            worst_case = Some(worst_case::prove(&program, &mut diagnostics));
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    Report { plan, worst_case, diagnostics }
}

/// Reads and compiles a plan to run it: everything in it must have a meaning. What only makes it a bad plan (a reward
/// that can never pay, a worst case beyond the limit) is for [`check`] to say and does not stop a history from being
/// settled. Gives the diagnostics if it cannot run.
pub fn compile(source: &str) -> Result<Program, Vec<Diagnostic>> {
    let (plan, mut diagnostics) = parse(source);
    if let Some(plan) = &plan {
        meaning::check(plan, &mut diagnostics);
    }
    let is_broken = diagnostics.iter().any(|one| one.severity == Severity::Error);
    match plan.filter(|_| !is_broken) {
        Some(plan) => Ok(Program::new(plan)),
        None => Err(diagnostics),
    }
}
