//! What other systems pay: worked examples and tests of theirs, each with its source, as plans of ours. Beside them small
//! cases of single words, computed by hand.

use std::path::{Path, PathBuf};

use crate::table::{Files, program, settle};

/// A case: its files, and rows of `ref,reward,payee,amount`, where `*` stands for any.
fn case(text: &str) -> (Files, Vec<String>) {
    let (mut files, mut expected, mut section) = (Files::default(), Vec::new(), "");
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let rows = match (line, section) {
            ("[members]" | "[ranks]" | "[transfers]" | "[orders]" | "[expected]", _) => {
                section = line;
                continue;
            }
            (_, "[members]") => &mut files.members,
            (_, "[ranks]") => &mut files.ranks,
            (_, "[transfers]") => &mut files.transfers,
            (_, "[orders]") => &mut files.orders,
            (_, "[expected]") => {
                expected.push(line.to_owned());
                continue;
            }
            (row, _) => panic!("a row outside of any section: {row}"),
        };
        *rows += &format!("{line}\n");
    }
    expected.remove(0);
    (files, expected)
}

fn cents(text: &str) -> i64 {
    let (major, minor) = text.split_once('.').unwrap_or((text, "00"));
    let sign = if major.starts_with('-') { -1 } else { 1 };
    major.parse::<i64>().unwrap() * 100 + sign * format!("{minor:0<2}").parse::<i64>().unwrap()
}

/// What is paid otherwise than the case says.
fn wrong(plan: &Path) -> Vec<String> {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let (files, expected) = case(&read(&plan.with_extension("txt")));
    let rewards = match settle(&program(&read(plan)), &files) {
        Ok((rewards, _)) => rewards,
        Err(error) => return vec![error.to_string()],
    };
    let paid: Vec<Vec<&str>> = rewards.lines().skip(1).map(|row| row.split(',').collect()).collect();
    let is = |wanted: &str, found: &str| wanted == "*" || wanted == found;
    let mut wrong = Vec::new();
    for row in expected {
        let cells: Vec<&str> = row.split(',').collect();
        let rows =
            paid.iter().filter(|paid| is(cells[0], paid[1]) && is(cells[1], paid[2]) && cells[2] == paid[3]);
        let found: i64 = rows.map(|paid| cents(paid[7])).sum();
        if found != cents(cells[3]) {
            wrong.push(format!("{row}: found {found} minor units"));
        }
    }
    wrong
}

/// Settles the cases of a folder; gives how many there are.
fn all_of(folder: &str) -> usize {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut plans: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    plans.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    plans.sort();
    let found: Vec<String> = plans
        .iter()
        .filter_map(|plan| {
            let wrong = wrong(plan);
            let name = plan.file_stem().unwrap().to_string_lossy();
            (!wrong.is_empty()).then(|| format!("{name}: {}", wrong.join("; ")))
        })
        .collect();
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), plans.len(), found.join("\n"));
    plans.len()
}

#[test]
fn what_others_pay_is_paid_here() {
    assert_eq!(all_of("peers"), 45);
}

#[test]
fn single_words_pay_what_they_say() {
    assert_eq!(all_of("words"), 9);
}
