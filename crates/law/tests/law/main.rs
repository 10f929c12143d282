//! The law room as operators and lawyers meet it.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod cases;
mod docs;
mod evasions;
mod generator;
mod mends;
mod monitors;
mod otherwise;
mod packs;
mod rewrites;
mod shapes;
mod shop;

use banyan_law::finding::Finding;
use banyan_law::judge::{Subject, judge};
use banyan_law::pack::pack;
use banyan_law::shop::Shop;

/// A plan's source from what follows its head.
fn plan(body: &str) -> String {
    format!("[plan]\nid = \"p\"\ncurrency = \"CNY\"\n{body}")
}

/// Everything that a pack finds, with what it needs.
fn findings(source: &str, pack_id: &str, shop: &Shop) -> Vec<Finding> {
    let report = banyan_plan::check::check(source);
    assert!(report.is_ok(), "{:?}\n{source}", report.diagnostics);
    let subject =
        Subject { plan: report.plan.as_ref().unwrap(), worst_case: report.worst_case.as_ref(), shop };
    judge(subject, &[pack(pack_id).unwrap()])
}

/// `RULE:severity` of every decided finding, sorted.
fn hits(source: &str, pack_id: &str) -> Vec<String> {
    let found = findings(source, pack_id, &Shop::default());
    let decided = found.iter().filter(|one| one.needs.is_none());
    let mut hits: Vec<String> =
        decided.map(|one| format!("{}:{}", one.rule.id, one.severity.code())).collect();
    hits.sort();
    hits
}

/// The ready plans, by name.
fn ready() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans");
    let mut plans: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    plans.sort();
    plans
}
