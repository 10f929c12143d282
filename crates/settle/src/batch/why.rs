//! Explanations of the entries of one `ref`.

use banyan_plan::explain::{self, Facts, Why, explain};
use banyan_plan::kernel::{Entry, Member, Program};
use banyan_plan::time::Time;

use super::Input;
use crate::history::{Cause, Event, Kind, Reference, Sink};

/// One entry with its explanation.
#[derive(Debug, Clone)]
pub struct Explained {
    /// When it was posted.
    pub at: Time,
    /// By what kind of event.
    pub kind: Kind,
    /// The event's `ref`.
    pub reference: String,
    /// The entry.
    pub entry: Entry,
    /// Why it exists.
    pub why: Why,
}

/// Listens for one `ref`, or for one payee.
pub(super) struct Explainer<'a> {
    input: &'a Input,
    program: &'a Program,
    wanted: Wanted,
    pub(super) found: Vec<Explained>,
}

#[derive(Debug)]
enum Wanted {
    Reference { text: String, line: Option<u32>, member: Option<Member> },
    Payee(Member),
}

impl<'a> Explainer<'a> {
    pub(super) fn new(input: &'a Input, program: &'a Program, reference: &str) -> Self {
        let line = input.orders.find(reference.as_bytes());
        let member = input.members.names.find(reference.as_bytes());
        Self {
            input,
            program,
            wanted: Wanted::Reference { text: reference.to_owned(), line, member },
            found: Vec::new(),
        }
    }

    pub(super) fn of_payee(input: &'a Input, program: &'a Program, payee: Member) -> Self {
        Self { input, program, wanted: Wanted::Payee(payee), found: Vec::new() }
    }

    fn wants(&self, reference: &Reference, entries: &[Entry]) -> bool {
        match (&self.wanted, reference) {
            (Wanted::Payee(payee), _) => entries.iter().any(|entry| entry.payee == *payee),
            (Wanted::Reference { line, .. }, Reference::Line(row)) => Some(*row) == *line,
            (Wanted::Reference { member, .. }, Reference::Member(who)) => Some(*who) == *member,
            (Wanted::Reference { text, .. }, Reference::Period(..)) => {
                *text == written(self.input, reference)
            }
        }
    }
}

impl Sink for Explainer<'_> {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        if !self.wants(&event.reference, entries) {
            return;
        }
        let mut all = explained(self.input, self.program, event, entries);
        if let Wanted::Payee(payee) = self.wanted {
            all.retain(|one| one.entry.payee == payee);
        }
        self.found.append(&mut all);
    }
}

/// A `ref` as files have it.
fn written(input: &Input, reference: &Reference) -> String {
    let name = |member: Member| String::from_utf8_lossy(input.members.names.get(member)).into_owned();
    match reference {
        Reference::Line(row) => String::from_utf8_lossy(input.orders.reference(*row as usize)).into_owned(),
        Reference::Member(member) => name(*member),
        Reference::Period(period, None) => period.clone(),
        Reference::Period(period, Some(member)) => format!("{period}/{}", name(*member)),
    }
}

/// Explains the entries of an event.
pub(super) fn explained(
    input: &Input,
    program: &Program,
    event: &Event<'_>,
    entries: &[Entry],
) -> Vec<Explained> {
    let name = |member: Member| String::from_utf8_lossy(input.members.names.get(member)).into_owned();
    let reference = written(input, &event.reference);
    let refunded_line = match event.cause {
        Cause::Refunded(refund) => written(input, &Reference::Line(refund.line)),
        _ => String::new(),
    };
    let one = |(at, entry): (usize, &Entry)| {
        let cause = match &event.cause {
            Cause::Evaluated(occasion, chain) => explain::Cause::Evaluated(occasion, chain),
            Cause::Closed => explain::Cause::Closed,
            Cause::Refunded(refund) => explain::Cause::Refunded {
                line: &refunded_line,
                amount: refund.amount,
                refunded: refund.after,
                original: &refund.originals[at],
            },
            Cause::TakenBack(taken) => explain::Cause::TakenBack {
                period: &taken.period,
                amount: taken.amount,
                refunded: taken.after,
                original: &taken.originals[at].1,
            },
        };
        let facts = Facts { plan: program.plan(), reference: &reference, cause, name: &name };
        let why = explain(&facts, entry);
        Explained { at: event.at, kind: event.kind, reference: reference.clone(), entry: *entry, why }
    };
    entries.iter().enumerate().map(one).collect()
}
