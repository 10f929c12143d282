//! The rooms of the house: which crate may use which. A use that is not in the list fails here.

use std::path::{Path, PathBuf};

/// The crates of the shop from the ground up, each with the crates of the workspace that it may use.
const ROOMS: [(&str, &[&str]); 14] = [
    ("base", &["plan", "settle"]),
    ("sale", &["base", "plan"]),
    ("store", &["base"]),
    ("core", &["base", "plan", "settle", "store"]),
    ("books", &["base", "core", "plan", "store"]),
    ("api", &["base", "core", "plan", "store"]),
    ("people", &["api", "base", "books", "core", "plan", "store"]),
    ("rules", &["api", "base", "books", "core", "law", "people", "plan", "settle", "sim", "store"]),
    ("trade", &["api", "base", "books", "core", "people", "plan", "sale", "search", "store"]),
    ("chat", &["api", "base", "community", "core", "people", "plan", "settle", "store", "wecom"]),
    ("pay", &["api", "base", "core", "people", "plan", "store", "trade"]),
    (
        "insight",
        &["api", "base", "books", "core", "law", "pay", "people", "plan", "report", "store", "trade"],
    ),
    (
        "ops",
        &[
            "api", "base", "books", "chat", "core", "law", "pay", "people", "plan", "rules", "settle",
            "store", "trade",
        ],
    ),
    (
        "shop",
        &[
            "api", "base", "books", "chat", "core", "insight", "ops", "pay", "people", "rules", "store",
            "trade",
        ],
    ),
];

pub(crate) fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every source file below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(rust_files(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            out.push(path);
        }
    }
    out
}

/// Every source file of the shop's crates, with the crate in which it stands.
pub(crate) fn sources() -> Vec<(&'static str, PathBuf)> {
    let of = |room| rust_files(&crates().join(room).join("src")).into_iter().map(move |path| (room, path));
    ROOMS.iter().flat_map(|(room, _)| of(*room)).collect()
}

/// The crates of the workspace that a manifest names in a section.
fn uses(room: &str, section: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(crates().join(room).join("Cargo.toml")).unwrap();
    let sections = manifest.split("\n[").find(|part| part.starts_with(&format!("{section}]")));
    let lines = sections.unwrap_or_default().lines();
    let names = lines.filter_map(|line| line.strip_prefix("banyan-")?.split(['.', ' ', '=']).next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_crate_uses_those_below_it_and_no_other() {
    for (place, (room, may)) in ROOMS.iter().enumerate() {
        for used in uses(room, "dependencies") {
            assert!(may.contains(&used.as_str()), "{room} uses {used}, which is not in the list of rooms");
            let at = ROOMS.iter().position(|(other, _)| *other == used);
            assert!(at.is_none_or(|at| at < place), "{room} uses {used}, which stands above it");
        }
        for may in *may {
            assert!(uses(room, "dependencies").iter().any(|used| used == may), "{room} does not use {may}");
        }
    }
}
