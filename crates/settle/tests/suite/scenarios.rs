//! Scenario tables: the worked case as published, and one table for each ready plan.

use std::path::{Path, PathBuf};

use crate::table::{Files, difference, narrow, program, same, settle};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_worked_case_comes_out_as_published() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/wanwu");
    let text = |name: &str| read(&case.join(name));
    let files = Files {
        members: text("members.csv"),
        ranks: text("ranks.csv"),
        orders: text("orders.csv"),
        ..Files::default()
    };
    let (rewards, summary) = settle(&program(&read(&root().join("plans/wanwu.toml"))), &files).unwrap();
    let expected: Vec<String> = text("expected.csv").lines().map(str::to_owned).collect();
    same("wanwu", &narrow(&rewards), &expected);
    assert_eq!(summary.lines, 7);
}

/// A scenario file: `[members]`, `[ranks]`, `[orders]`, `[rewards]`, each followed by its rows; `#` starts a comment.
fn sections(text: &str) -> (Files, Vec<String>) {
    let mut files = Files::default();
    let mut rewards = Vec::new();
    let mut section = "";
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line, section) {
            ("[members]" | "[ranks]" | "[orders]" | "[rewards]", _) => section = line,
            (row, "[members]") => files.members += &format!("{row}\n"),
            (row, "[ranks]") => files.ranks += &format!("{row}\n"),
            (row, "[orders]") => files.orders += &format!("{row}\n"),
            (row, "[rewards]") => rewards.push(row.to_owned()),
            (row, _) => panic!("a row outside of any section: {row}"),
        }
    }
    (files, rewards)
}

#[test]
fn every_ready_plan_pays_what_its_scenario_says() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(root().join("plans")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let scenario = root().join(format!("plans/scenarios/{id}.txt"));
        let (files, expected) = sections(&read(&scenario));
        let (rewards, _) =
            settle(&program(&read(&path)), &files).unwrap_or_else(|error| panic!("{id}: {error}"));
        wrong
            .extend(difference(&narrow(&rewards), &expected).map(|difference| format!("{id}: {difference}")));
        tried += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(tried >= 10, "only {tried} plans");
}
