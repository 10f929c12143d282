//! Words for people keep to `docs/glossary.md`: what it refuses stands in no literal of the workspace's sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What must not come back, and what is said in its place. `店主` is the name of a rank, which plans give.
const REFUSED: [(&str, &str); 5] = [
    ("她", "其、本人、对方，或身份"),
    ("店主", "推广者、商家"),
    ("任何状态", "全部状态"),
    ("规则包的发现", "合规检查结果"),
    ("改好", "一键修正"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() && !matches!(name.as_str(), "tests" | "golden" | "target") {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

#[test]
fn no_text_for_people_says_what_the_glossary_refuses() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for entry in fs::read_dir(crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            sources(&source, &mut files);
        }
    }
    assert!(files.len() > 100, "only {} sources were found", files.len());
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // Tests within a source stand at its end and may name ranks as they like.
        let said = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in said.lines().enumerate() {
            let code = line.trim_start();
            if code.starts_with("//") {
                continue;
            }
            let refused = REFUSED.iter().filter(|(bad, _)| code.contains(bad));
            found.extend(refused.map(|(_, better)| format!("{}:{}: {better}", file.display(), number + 1)));
        }
    }
    assert_eq!(found, [""; 0]);
}
