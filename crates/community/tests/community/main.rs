//! Measures of groups, against arithmetic by hand and against a slow second implementation.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod by_hand;
mod oracle;

use banyan_community::{Measured, Measures, measure};
use banyan_settle::files::{Activity, Source};

/// Measures rows of `group,member,at,kind,to`.
fn measured(rows: &str) -> Measured {
    let text = format!("group,member,at,kind,to\n{rows}");
    let activity = Activity::read(Source::from_bytes("activity.csv", text).unwrap(), &|_| ()).unwrap();
    measure(&activity)
}

/// A measure as JSON has it.
fn value(measures: &Measures, key: &str) -> String {
    measures.figures().into_iter().find(|figure| figure.key == key).unwrap().value.json()
}
