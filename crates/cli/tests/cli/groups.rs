//! `banyan groups measure`: what it prints, what it refuses, and that a file is read the same in every form.

use std::io::Write as _;

use super::{banyan, banyan_in, repository, scratch};

/// Runs the command on a file of this test's own.
fn measure(name: &str, bytes: &[u8]) -> super::Run {
    banyan(&["groups", "measure", "--activity", &scratch(name, bytes), "--json"])
}

fn golden(name: &str) -> String {
    repository(&format!("crates/cli/tests/cli/groups/{name}"))
}

fn rows() -> String {
    std::fs::read_to_string(golden("activity.csv")).unwrap()
}

/// Compares with a file beside this one; `BANYAN_GOLDEN=write` writes it.
fn is_golden(name: &str, found: &str) {
    let file = golden(name);
    if std::env::var_os("BANYAN_GOLDEN").is_some_and(|how| how == "write") {
        std::fs::write(&file, found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&file).unwrap(), "{name}");
}

#[test]
fn groups_are_printed_as_the_golden_files_say() {
    let activity = golden("activity.csv");
    for (name, lang, json) in
        [("measures.json", "en", true), ("measures.en.txt", "en", false), ("measures.zh.txt", "zh", false)]
    {
        let mut args = vec!["--lang", lang, "groups", "measure", "--activity", &activity];
        args.extend(json.then_some("--json"));
        let run = banyan(&args);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        is_golden(name, &run.out);
    }
}

#[test]
fn scripts_can_read_what_is_printed() {
    let run = measure("groups-json.csv", rows().as_bytes());
    let object: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(object["all"]["members"], 6);
    assert_eq!(object["groups"]["茶友一群"]["median_reply_s"], 45_045);
    assert_eq!(object["groups"][""]["reply_1h"], 0.0);
    assert_eq!(object["groups"]["tea 2"]["gini"], serde_json::Value::Null);
    let strange = "group,member,at,kind\n\"a\"\"b\\\n\",x,2024-01-01 00:00:00,join\n";
    let run = measure("groups-strange.csv", strange.as_bytes());
    let object: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(object["groups"]["a\"b\\\n"]["joins"], 1);
}

#[test]
fn a_file_is_measured_alike_in_every_form() {
    let expected = measure("groups-plain.csv", rows().as_bytes()).out;
    let gzip = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let text = rows();
    let mut lines: Vec<&str> = text.lines().collect();
    let crlf = text.replace('\n', "\r\n");
    let bom = format!("\u{feff}{text}");
    let quoted = text.replace("message", "\"message\"").replace("ann", "\"ann\"");
    lines[1..].reverse();
    let shuffled = lines.join("\n");
    let swapped: Vec<String> = text
        .replace("\"fox, the \"\"elder\"\"\"", "fox")
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            format!("{},{},x,{},{},{}\n", fields[4], fields[3], fields[2], fields[1], fields[0])
        })
        .collect();
    for (name, bytes) in [
        ("groups-crlf.csv", crlf.into_bytes()),
        ("groups-bom.csv", bom.into_bytes()),
        ("groups-quoted.csv", quoted.into_bytes()),
        ("groups-shuffled.csv", shuffled.into_bytes()),
        ("groups-no-end.csv", text.trim_end().as_bytes().to_vec()),
        ("groups-columns.csv", swapped.concat().into_bytes()),
        ("groups.csv.gz", gzip(text.as_bytes())),
        ("groups.csv.zst", zstd::bulk::compress(text.as_bytes(), 3).unwrap()),
    ] {
        let run = measure(name, &bytes);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        assert_eq!(run.out, expected, "{name}");
    }
}

#[test]
fn an_empty_file_has_no_groups() {
    let run = measure("groups-empty.csv", b"group,member,at,kind,to\n");
    let object: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (run.code, &object["all"]["members"], &object["groups"]),
        (0, &0.into(), &serde_json::json!({}))
    );
    let table =
        banyan(&["groups", "measure", "--activity", &scratch("groups-empty.csv", b"group,member,at,kind\n")]);
    assert!(table.out.contains("not observed"), "{}", table.out);
}

#[test]
fn what_is_wrong_is_said_with_its_line_in_both_languages() {
    let good = "g,a,2024-01-01 00:00:00,message,b\n";
    let long = "x".repeat(65);
    let long_group = "组".repeat(86);
    let at = "2024-01-01 00:00:00";
    let header = "group,member,at,kind,to\n";
    let cases: Vec<(&str, String, u32, &str, &str)> = vec![
        (
            "",
            format!("g,a,{at},shout,\n"),
            3,
            "kind cannot be \"shout\"; expected one of message, join",
            "kind 不能是 \"shout\"",
        ),
        ("", format!("g,a,{at},Message,\n"), 3, "kind cannot be \"Message\"", "kind 不能是"),
        (
            "",
            format!("g,a,{at},,\n"),
            3,
            "kind is empty; expected one of message",
            "kind 是空的；应为 message",
        ),
        ("", format!("g,,{at},join,\n"), 3, "member is empty", "member 是空的"),
        ("", "g,a,,join,\n".into(), 3, "at is empty", "at 是空的"),
        ("", "g,a,2024-02-30 00:00:00,join,\n".into(), 3, "a date or time that is none", "不存在的日期"),
        ("", "g,a,yesterday,join,\n".into(), 3, "is not a time", "不是时间"),
        ("", "g,a,2024-01-01T00:00:00,join,\n".into(), 3, "no offset", "缺少时区"),
        ("", format!("g,{long},{at},join,\n"), 3, "at most 64", "最多 64"),
        ("", format!("g,a,{at},message,{long}\n"), 3, "at most 64", "最多 64"),
        ("", format!("{long_group},a,{at},join,\n"), 3, "at most 256", "最多 256"),
        ("", format!("g,a,{at},join\n"), 3, "4 fields; the header has 5", "有 4 个字段"),
        ("", format!("\n\ng,a,{at},shout,\n"), 5, "kind cannot be", "kind 不能是"),
        ("", format!("\"g,a,{at},join,\n"), 3, "never closed", "没有闭合"),
        ("", format!("g\"x,a,{at},join,\n"), 3, "quote in the middle", "字段中间出现引号"),
        ("group,member,at,to\n", String::new(), 1, "kind", "kind"),
        ("member,at,kind,to\n", String::new(), 1, "group", "group"),
        ("group,at,kind,to\n", String::new(), 1, "member", "member"),
        ("group,member,kind,to\n", String::new(), 1, "at", "at"),
        ("group,member,at,kind,to,at\n", String::new(), 1, "at", "at"),
    ];
    for (other_header, rows, line, en, zh) in cases {
        let text =
            if other_header.is_empty() { format!("{header}{good}{rows}") } else { other_header.to_owned() };
        let file = scratch("groups-wrong.csv", text.as_bytes());
        for (locale, words) in [("C", en), ("zh_CN.UTF-8", zh)] {
            let run = banyan_in(&[("LC_ALL", locale)], &["groups", "measure", "--activity", &file]);
            assert_eq!((run.code, run.out.as_str()), (1, ""), "{text}");
            assert!(run.err.starts_with(&format!("{file}:{line}: ")), "{}", run.err);
            assert!(run.err.contains(words), "{} (expected {words})", run.err);
        }
    }
}

#[test]
fn files_that_cannot_be_read() {
    let run = banyan(&["groups", "measure", "--activity", "/no/such/file.csv"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("no such file"), "{}", run.err);
    for name in ["groups-not.csv.gz", "groups-not.csv.zst"] {
        let run = measure(name, rows().as_bytes());
        assert_eq!(run.code, 1);
        assert!(run.err.contains(&format!("{name}:1: ")), "{}", run.err);
    }
    let run = measure("groups-bytes.csv", b"group,member,at,kind\ng,\xff,2024-01-01 00:00:00,join\n");
    assert!(run.code == 1 && run.err.contains("UTF-8"), "{}", run.err);
}

#[test]
fn wrong_usage_of_groups_is_two() {
    assert_eq!(banyan(&["groups", "measure"]).code, 2);
    assert_eq!(banyan(&["groups"]).code, 2);
}
