//! `banyan plan check --law`.

use serde_json::Value;

use super::{banyan, repository, scratch};

/// `RULE:severity` of the decided findings of a plan under a pack, and the exit code.
fn check(file: &str, pack: &str) -> (Vec<String>, i32) {
    let run = banyan(&["plan", "check", file, "--law", pack, "--json", "--date", "2026-12-01"]);
    let object: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out));
    let findings = object["findings"].as_array().unwrap();
    for finding in findings {
        for key in ["pack", "rule", "severity", "message", "citation", "basis"] {
            assert!(finding[key].is_string(), "{key}: {finding}");
        }
        assert!(finding.get("line").is_some() && finding.get("needs").is_some());
    }
    let decided = findings.iter().filter(|one| one["needs"].is_null());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (decided.map(|one| format!("{}:{}", text(&one["rule"]), text(&one["severity"]))).collect(), run.code)
}

#[test]
fn a_plan_that_is_refused_exits_with_one_and_says_under_which_rule() {
    let wanwu = repository("plans/wanwu.toml");
    let (hits, code) = check(&wanwu, "cn");
    assert_eq!(code, 1);
    assert_eq!(
        hits,
        ["STR-03:error", "STR-04:error", "STR-07:error", "STR-09:warn", "STR-10:error", "STR-13:info"]
    );
    let run = banyan(&["plan", "check", &wanwu, "--law", "cn", "--law", "us"]);
    assert!(run.out.contains("refused under cn") && run.out.contains("refused under us"), "{}", run.out);
    assert!(run.out.contains("STR-03 refused") && run.out.contains("needs review"), "{}", run.out);
    let (hits, code) = check(&repository("plans/starter.toml"), "cn-strict");
    assert_eq!((hits.len(), code), (0, 0));
}

#[test]
fn a_pack_that_nobody_knows_is_wrong_usage() {
    assert_eq!(banyan(&["plan", "check", "x.toml", "--law", "atlantis"]).code, 2);
    assert_eq!(banyan(&["plan", "check", "x.toml", "--fix", "y.toml"]).code, 2);
}

#[test]
fn a_pack_that_has_grown_old_is_warned_of() {
    let starter = repository("plans/starter.toml");
    let at = |date| banyan(&["plan", "check", &starter, "--law", "cn", "--date", date]).err;
    assert!(!at("2027-11-29").contains("more than a year old"));
    assert!(at("2027-11-30").contains("the pack cn is of 2026-11-29, more than a year old"));
    let shown = banyan(&["plan", "check", &starter, "--law", "cn", "--date", "2026-12-09"]).out;
    assert!(shown.contains("reads the law as of 2026-11-29, 10 days ago"), "{shown}");
}

/// `BANYAN_GOLDEN=write cargo test -p banyan-cli law` writes the files anew.
#[test]
fn every_refused_plan_has_a_sibling_that_the_tool_made() {
    let write = std::env::var_os("BANYAN_GOLDEN").is_some();
    for entry in std::fs::read_dir(repository("plans")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let (file, name) = (path.display().to_string(), path.file_stem().unwrap().to_str().unwrap());
        for pack in ["cn-strict", "cn", "us", "eu"] {
            if check(&file, pack).1 == 0 {
                continue;
            }
            let out = scratch(&format!("{name}.{pack}.toml"), b"");
            banyan(&["plan", "check", &file, "--law", pack, "--fix", &out]);
            let (hits, code) = check(&out, pack);
            assert_eq!(code, 0, "{name} under {pack}: {hits:?}");
            let made = std::fs::read_to_string(&out).unwrap();
            let committed = repository(&format!("plans/mended/{name}.{pack}.toml"));
            if pack.starts_with("cn") {
                if write {
                    std::fs::create_dir_all(repository("plans/mended")).unwrap();
                    std::fs::write(&committed, &made).unwrap();
                }
                let kept = std::fs::read_to_string(&committed).unwrap_or_default();
                assert_eq!(kept, made, "{committed}; BANYAN_GOLDEN=write writes it anew");
            }
        }
    }
}

/// What each ready plan gets, in the words of the command.
#[test]
fn the_table_of_the_plans_is_what_the_packs_say() {
    const PACKS: [&str; 7] = ["cn-strict", "cn", "cn-wechat", "us", "us-ca", "eu", "eu-de"];
    let mut table = format!("| | {} |\n|---|{}\n", PACKS.join(" | "), "---|".repeat(PACKS.len()));
    let mut names: Vec<String> = std::fs::read_dir(repository("plans"))
        .unwrap()
        .filter_map(|entry| {
            entry.unwrap().file_name().into_string().unwrap().strip_suffix(".toml").map(str::to_owned)
        })
        .collect();
    names.sort();
    for name in names {
        let file = repository(&format!("plans/{name}.toml"));
        let cell = |pack: &str| {
            let (hits, code) = check(&file, pack);
            let rules: Vec<&str> = hits.iter().filter_map(|hit| hit.strip_suffix(":error")).collect();
            let warned = hits.iter().any(|hit| hit.ends_with(":warn"));
            match (code, warned) {
                (0, false) => "–".to_owned(),
                (0, true) => "△".to_owned(),
                _ => format!("✗ {}", rules.join(" ")),
            }
        };
        let cells: Vec<String> = PACKS.iter().map(|pack| cell(pack)).collect();
        table += &format!("| `{name}` | {} |\n", cells.join(" | "));
    }
    let (from, to) = ("<!-- law: written by a test -->\n", "<!-- /law -->");
    let file = repository("plans/README.md");
    let readme = std::fs::read_to_string(&file).unwrap();
    let (start, end) = (readme.find(from).unwrap() + from.len(), readme.find(to).unwrap());
    if std::env::var_os("BANYAN_GOLDEN").is_some() {
        std::fs::write(&file, format!("{}{table}{}", &readme[..start], &readme[end..])).unwrap();
        return;
    }
    assert_eq!(&readme[start..end], table, "BANYAN_GOLDEN=write cargo test -p banyan-cli law writes it anew");
}
