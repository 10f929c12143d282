//! What cannot be meant, and the worst that can happen: found before a plan runs.

mod explore;
mod meaning;
mod overlap;
#[cfg(test)]
mod tests;
mod worst_case;

pub use worst_case::{Witness, WorstCase};

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
        if diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error) {
            let program = Program::new(plan.clone());
            worst_case = Some(worst_case::prove(&program, &mut diagnostics));
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    Report { plan, worst_case, diagnostics }
}

/// Reads, checks and compiles a plan; the diagnostics if it has an error.
pub fn compile(source: &str) -> Result<Program, Vec<Diagnostic>> {
    let report = check(source);
    match report.plan {
        Some(plan) if report.diagnostics.iter().all(|one| one.severity != Severity::Error) => {
            Ok(Program::new(plan))
        }
        _ => Err(report.diagnostics),
    }
}
