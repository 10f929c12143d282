//! Words for people keep to `docs/glossary.md`: what it refuses stands in no literal of the workspace's sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What must not come back, and what is said in its place. `店主` is the name of a rank, which plans give.
const REFUSED: [(&str, &str); 11] = [
    ("她", "其、本人、对方，或身份"),
    ("店主", "推广者、商家"),
    ("任何状态", "全部状态"),
    ("规则包的发现", "合规检查结果"),
    ("改好", "一键修正"),
    ("一分未得", "没有收入、零收入"),
    ("最要紧", "影响最大"),
    ("需垫的钱", "需垫付资金"),
    ("自己的钱", "自有资金"),
    ("the plan in force has", "the current plan has"),
    ("who are no promoters", "non-promoters"),
];

/// People are of every sex: English says “they”, or names the role.
const OF_ONE_SEX: [&str; 8] = ["she", "her", "hers", "herself", "he", "him", "his", "himself"];

/// The words of a text that are of one sex.
fn of_one_sex(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic() && letter != '_');
    words.filter(|word| OF_ONE_SEX.contains(&word.to_ascii_lowercase().as_str())).collect()
}

/// What stands between quotation marks, each with the number of its line. Comments are left out.
fn literals(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut open, mut letters) = (1, None::<(usize, String)>, source.chars().peekable());
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match (&mut open, letter) {
            (None, '/') if letters.peek() == Some(&'/') => {
                while letters.peek().is_some_and(|next| *next != '\n') {
                    letters.next();
                }
            }
            // A quotation mark as a character.
            (None, '"') if before == '\'' && letters.peek() == Some(&'\'') => {}
            (None, '"') => open = Some((line, String::new())),
            (Some(_), '"') => found.extend(open.take()),
            (Some((_, text)), '\\') => {
                let escaped = letters.next();
                line += usize::from(escaped == Some('\n'));
                text.push(' ');
            }
            (Some((_, text)), letter) => text.push(letter),
            (None, _) => {}
        }
        before = letter;
    }
    found
}

/// What a line of a source or of a migration says as a comment, if it has one.
fn comment(line: &str) -> Option<&str> {
    let at = line.match_indices("//").chain(line.match_indices("-- ")).map(|(at, _)| at).min()?;
    // What stands between quotation marks is a literal.
    line[..at].matches('"').count().is_multiple_of(2).then(|| &line[at..])
}

/// Every page, plan, scenario, rule and case that people read, beside the sources.
fn pages(root: &Path) -> Vec<PathBuf> {
    let folders = [
        "",
        "docs",
        "crates/law/packs",
        "crates/law/cases",
        "plans",
        "plans/scenarios",
        "plans/mended",
        "scenarios",
    ];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let kinds = ["md", "toml", "txt"];
    let is_page = |path: &PathBuf| path.extension().is_some_and(|kind| kinds.iter().any(|one| kind == *one));
    let mut pages: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).filter(is_page).collect();
    // What the glossary refuses stands in it.
    pages.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("glossary")));
    pages.sort();
    pages
}

#[test]
fn nobody_is_of_one_sex_in_what_people_read() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for entry in fs::read_dir(&crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            sources(&source, &mut files);
        }
    }
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let said = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, literal) in literals(said) {
            // A word alone is a name of something in the program.
            if literal.contains(' ') && !of_one_sex(&literal.replace(['{', '}'], "_")).is_empty() {
                found.push(format!("{}:{line}: {literal}", file.display()));
            }
        }
    }
    let pages = pages(&crates.join(".."));
    assert!(pages.len() > 60, "only {} pages were found", pages.len());
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for (number, line) in text.lines().enumerate() {
            if line.contains('她') || !of_one_sex(line).is_empty() {
                found.push(format!("{}:{}: {line}", page.display(), number + 1));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}

/// The descriptions of the API, the help of the commands and what programmers read are comments of sources.
#[test]
fn nobody_is_of_one_sex_in_comments() {
    let mut files = Vec::new();
    every_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut files);
    assert!(files.len() > 700, "only {} sources were found", files.len());
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("wording.rs")) {
        let text = fs::read_to_string(file).unwrap();
        for (number, line) in text.lines().enumerate() {
            if comment(line).is_some_and(|said| said.contains('她') || !of_one_sex(said).is_empty()) {
                found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn comments_are_seen_and_literals_are_not() {
    assert_eq!(comment("    /// Whoever asks."), Some("/// Whoever asks."));
    assert_eq!(comment("let a = \"x\"; // hers"), Some("// hers"));
    assert_eq!(comment("    code TEXT, -- her code"), Some("-- her code"));
    assert_eq!(comment("let a = \"https://her.example\";"), None);
}

#[test]
fn literals_are_seen_and_comments_are_not() {
    let source = "// \"her\"\nlet a = ('\"', \"her \\\"own\\\" sale\"); /// she\nlet b = \"x\\\n  they\";";
    let seen = literals(source);
    assert_eq!(seen, [(2, "her  own  sale".to_owned()), (3, "x   they".to_owned())]);
    assert_eq!(of_one_sex("She sells, others do; is_hers"), ["She"]);
}

/// Every source and migration below a folder, its tests and benches among them.
fn every_source(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            every_source(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "sql") {
            found.push(path);
        }
    }
}

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

/// What webhooks are told under a name that looks like one of the audit log.
const TOLD: [&str; 4] = ["order.paid", "order.refunded", "withdrawal.approved", "withdrawal.refused"];

/// Whether a literal is the name of an action: `member.freeze`, and not that of a file.
fn is_action(literal: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter == '_' || letter.is_ascii_lowercase())
    };
    literal.split_once('.').is_some_and(|(noun, verb)| plain(noun) && plain(verb) && verb != "csv")
}

/// A source without what it tells webhooks.
fn untold(source: &str) -> String {
    let mut parts = source.split(".tell(");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| whole + part.split_once(");").map_or("", |(_, rest)| rest))
}

/// A name without words would stand on the page as “other action”.
#[test]
fn every_action_of_the_audit_log_has_words_on_its_page() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(crates.join("../web/src/console/audit/words.ts")).unwrap();
    let mut files = Vec::new();
    sources(&crates, &mut files);
    let (mut count, mut nameless) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let said = text.split("#[cfg(test)]").next().unwrap_or_default();
        if !said.contains("audit::record(") {
            continue;
        }
        for (_, action) in literals(&untold(said)) {
            if is_action(&action) && !TOLD.contains(&action.as_str()) {
                count += 1;
                if page.matches(&format!("'{action}': '")).count() != 2 {
                    nameless.push(action);
                }
            }
        }
    }
    assert!(count > 50, "only {count} actions were found");
    assert_eq!(nameless, [""; 0]);
}
