//! What the documents say of the tree: every file that they name is there.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    crate::rooms::crates().join("..")
}

/// What stands between backticks in a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether a quoted word is a file or a folder, and no command, name or type.
fn is_path(word: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    let is_rust = Path::new(word).extension().is_some_and(|kind| kind == "rs");
    (word.contains('/') || is_rust) && !word.starts_with('/') && word.chars().all(letters)
}

/// The place of a path of the table: below `crates`, below the root, or beside the one named before it.
fn found(path: &str, before: Option<&Path>) -> Option<PathBuf> {
    let beside = before.and_then(Path::parent).map(|folder| folder.join(path));
    let places = [Some(root().join("crates").join(path)), Some(root().join(path)), beside];
    places.into_iter().flatten().find(|place| place.exists())
}

#[test]
fn every_row_of_where_to_change_what_names_files_that_are_there() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text.split("## Where to change what").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 30, "the table has been read");
    for row in rows {
        let places = row.trim_matches('|').split_once('|').unwrap().1;
        let mut before: Option<PathBuf> = None;
        for path in quoted(places).filter(|word| is_path(word)) {
            let place = found(path, before.as_deref());
            assert!(place.is_some(), "{path} is named in ARCHITECTURE.md, but is not there: {row}");
            before = place;
        }
    }
}

#[test]
fn every_path_of_the_documents_is_there() {
    let mut pages: Vec<PathBuf> = Vec::new();
    for folder in ["", "docs", "web", "demo"] {
        let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(entries.filter(|path| path.extension().is_some_and(|kind| kind == "md")));
    }
    assert!(pages.len() > 15, "the documents have been found");
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let starts = ["crates/", "web/src/", "scripts/"];
        for path in
            quoted(&text).filter(|word| is_path(word) && starts.iter().any(|start| word.starts_with(start)))
        {
            assert!(root().join(path).exists(), "{} names {path}, which is not there", page.display());
        }
    }
}
