//! Runs a settlement over texts, and compares its rows with a table of expected ones.

use std::sync::atomic::{AtomicU64, Ordering};

use banyan_plan::check::compile;
use banyan_plan::kernel::Program;
use banyan_plan::words::Lang;
use banyan_settle::batch::{Input, Sources, Summary};
use banyan_settle::files::{FileError, Source};

use crate::live::same_as_batch;
use crate::parts::{same_in_parts, same_in_slices};

/// The files of a settlement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files {
    pub(crate) members: String,
    pub(crate) ranks: String,
    pub(crate) transfers: String,
    pub(crate) stops: String,
    pub(crate) orders: String,
}

pub(crate) fn program(plan: &str) -> Program {
    compile(plan).unwrap_or_else(|wrong| {
        panic!("{}", wrong.iter().map(|one| one.render("plan", plan, Lang::En)).collect::<String>())
    })
}

/// Reads the files.
pub(crate) fn read(program: &Program, files: &Files) -> Result<Input, FileError> {
    let source = |name: &str, text: &str| Source::from_bytes(name, text.as_bytes());
    let maybe = |name: &str, text: &str| (!text.is_empty()).then(|| source(name, text)).transpose();
    let sources = Sources {
        members: source("members.csv", &files.members)?,
        transfers: maybe("transfers.csv", &files.transfers)?,
        ranks: maybe("ranks.csv", &files.ranks)?,
        stops: maybe("stops.csv", &files.stops)?,
        orders: source("orders.csv", &files.orders)?,
    };
    Input::read(program, sources, &|_| ())
}

/// Settles; gives the rewards file and the summary. A shop that lives through the same history has to pay the same, and so
/// have parts that go on from checkpoints.
pub(crate) fn settle(program: &Program, files: &Files) -> Result<(String, Summary), FileError> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let out = std::env::temp_dir().join(format!("banyan-suite-{}-{number}.csv", std::process::id()));
    let input = read(program, files)?;
    let summary = input.settle(program, &out, &|_| ());
    let rewards = std::fs::read_to_string(&out);
    let _ = std::fs::remove_file(&out);
    match summary {
        Ok(summary) => {
            let rewards = rewards.expect("a rewards file");
            same_as_batch(program, &input);
            same_in_parts(program, &input, &rewards);
            same_in_slices(program, &input, &rewards);
            Ok((rewards, summary))
        }
        Err(error) => {
            assert!(rewards.is_err(), "an output file was left behind");
            Err(error)
        }
    }
}

/// The columns of a rewards file that scenario tables hold: all but base and rate.
pub(crate) fn narrow(rewards: &str) -> Vec<String> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        [cells[0], cells[1], cells[2], cells[3], cells[4], cells[7], cells[8]].join(",")
    };
    rewards.lines().map(row).collect()
}

/// Compares row by row, and says which is the first that differs.
pub(crate) fn difference(found: &[String], expected: &[String]) -> Option<String> {
    let at = (0..found.len().max(expected.len())).find(|at| found.get(*at) != expected.get(*at))?;
    let row = |rows: &[String]| rows.get(at).cloned().unwrap_or_else(|| "(nothing)".to_owned());
    Some(format!(
        "row {at}: expected {}, found {}\nall rows:\n{}",
        row(expected),
        row(found),
        found.join("\n")
    ))
}

pub(crate) fn same(name: &str, found: &[String], expected: &[String]) {
    if let Some(difference) = difference(found, expected) {
        panic!("{name}: {difference}");
    }
}
