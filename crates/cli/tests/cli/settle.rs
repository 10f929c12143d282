//! `banyan settle`: what it refuses, and that it leaves nothing behind when it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU64, Ordering};

const PLAN: &str = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\n";
const BY_PRODUCT: &str = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"product\"\nof = \"profit\"\n";
const MEMBERS: &str = "member,inviter,joined_at,rank\na,,2024-01-01 00:00:00,owner\nb,a,2024-01-02 00:00:00,\nlate,a,2024-06-01 00:00:00,owner\n";
const RANKS: &str = "member,rank,at\na,gold,2024-02-01 00:00:00\n";
const ORDERS: &str = "order,line,at,buyer,seller,amount,cost,rate,refund_of\n1,1,2024-03-01 00:00:00,b,a,100.00,50.00,20%,\n2,1,2024-03-02 00:00:00,b,,-40.00,,,1/1\n";

/// A folder of its own, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("banyan-cli-settle-{}-{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// The names of everything in it, in order.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The four files, one of them replaced; its name may have another ending.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> [String; 4] {
    let good = [("plan.toml", PLAN), ("members.csv", MEMBERS), ("ranks.csv", RANKS), ("orders.csv", ORDERS)];
    good.map(|(usual, text)| {
        let is_it = name.split('.').next() == usual.split('.').next();
        let (name, bytes) = if is_it { (name, bytes) } else { (usual, text.as_bytes()) };
        std::fs::write(folder.join(name), bytes).unwrap();
        name.to_owned()
    })
}

fn settle(folder: &Path, files: &[String; 4], lang: &str) -> Output {
    let [plan, members, ranks, orders] = files;
    Command::new(env!("CARGO_BIN_EXE_banyan"))
        .current_dir(folder)
        .args(["--lang", lang, "settle", "--plan", plan, "--members", members, "--ranks", ranks])
        .args(["--orders", orders, "--out", "rewards.csv"])
        .output()
        .unwrap()
}

/// A file with something wrong: how the message begins, and words of it in both languages.
struct Wrong {
    file: &'static str,
    bytes: Vec<u8>,
    starts: &'static str,
    en: &'static str,
    zh: &'static str,
}

fn wrong(
    file: &'static str,
    bytes: impl Into<Vec<u8>>,
    starts: &'static str,
    en: &'static str,
    zh: &'static str,
) -> Wrong {
    Wrong { file, bytes: bytes.into(), starts, en, zh }
}

fn refuses(cases: Vec<Wrong>) {
    for case in cases {
        let folder = Folder::new();
        let files = write(&folder.0, case.file, &case.bytes);
        let before = folder.names();
        for (lang, words) in [("en", case.en), ("zh", case.zh)] {
            let output = settle(&folder.0, &files, lang);
            let message = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "expected `{words}`, got {message}");
            assert!(message.starts_with(case.starts), "expected {} {words}: {message}", case.starts);
            assert!(message.contains(words), "expected {words}: {message}");
            assert!(message.len() < 2_000, "{} bytes of message", message.len());
            assert!(output.stdout.is_empty());
            assert_eq!(folder.names(), before, "{message}");
        }
    }
}

fn members(rows: &str) -> String {
    format!("{MEMBERS}{rows}\n")
}

fn orders(rows: &str) -> String {
    format!("{ORDERS}{rows}\n")
}

#[test]
fn members_and_ranks_that_cannot_be() {
    let file = "members.csv";
    let rank_file = "ranks.csv";
    let huge = format!("{},,2024-01-01 00:00:00,", "x".repeat(1_000_000));
    refuses(vec![
        wrong(
            file,
            members("c,nobody,2024-01-03 00:00:00,"),
            "members.csv:5: ",
            "unknown inviter",
            "未知邀请人",
        ),
        wrong(
            file,
            members("c,d,2024-01-03 00:00:00,\nd,c,2024-01-03 00:00:00,"),
            "members.csv:5: ",
            "cycle of inviters",
            "循环",
        ),
        wrong(file, members("b,a,2024-01-03 00:00:00,"), "members.csv:5: ", "there already", "重复"),
        wrong(file, members("c,a,2024-01-03 00:00:00,boss"), "members.csv:5: ", "unknown rank", "未知等级"),
        wrong(file, members("c,a,2023-02-29 00:00:00,"), "members.csv:5: ", "that is none", "不存在的日期"),
        wrong(file, members(&huge), "members.csv:5: ", "1000000 bytes", "1000000 字节"),
        wrong(
            file,
            members("c,late,2024-01-03 00:00:00,"),
            "members.csv:5: ",
            "before their inviter",
            "早于其邀请人",
        ),
        wrong(file, "", "members.csv:1: ", "empty", "空"),
        wrong(
            rank_file,
            "member,rank,at\nz,gold,2024-02-01 00:00:00\n",
            "ranks.csv:2: ",
            "not a known member",
            "不是已知会员",
        ),
        wrong(
            rank_file,
            "member,rank,at\na,boss,2024-02-01 00:00:00\n",
            "ranks.csv:2: ",
            "unknown rank",
            "未知等级",
        ),
        wrong(
            rank_file,
            "member,rank,at\nb,gold,2024-01-01 00:00:00\n",
            "ranks.csv:2: ",
            "before they joined",
            "早于其加入",
        ),
    ]);
}

#[test]
fn orders_that_cannot_be() {
    let file = "orders.csv";
    let at = "2024-04-01 00:00:00";
    let one = |row: &str, en, zh| wrong(file, orders(&row.replace('@', at)), "orders.csv:4: ", en, zh);
    refuses(vec![
        one("3,1,@,b,,1.005,,,", "more than 2 digits", "超过 2 位"),
        one("3,1,@,b,,-1.00,,,9/9", "refund of nothing", "不存在"),
        one("3,1,@,b,,-60.01,,,1/1", "refund beyond the line", "超出"),
        one("3,1,2024-02-01 00:00:00,b,,-1.00,,,1/1", "refund before its line", "早于其订单行"),
        one("3,1,@,z,,1.00,,,", "buyer \"z\" is not a known member", "buyer \"z\" 不是已知会员"),
        one("3,1,@,b,z,1.00,,,", "seller \"z\" is not a known member", "seller \"z\" 不是已知会员"),
        one("3,1,@,b,b,1.00,,,", "is no promoter at this time", "不是推广者"),
        one("3,1,@,late,,1.00,,,", "joins only at 2024-06-01 00:00:00", "才加入"),
        one("3,1,@,b,late,1.00,,,", "joins only at 2024-06-01 00:00:00", "才加入"),
        one("3,1,2024-04-31 00:00:00,b,,1.00,,,", "that is none", "不存在的日期"),
        one("3,1,@,b,,1000000000000.01,,,", "too large", "过大"),
        one("1,1,@,b,,1.00,,,", "there already", "重复"),
        wrong(file, "", "orders.csv:1: ", "empty", "空"),
        wrong(
            file,
            [ORDERS.as_bytes(), b"3,1,\xFF\xFE,b,,1.00,,,\n"].concat(),
            "orders.csv:4: ",
            "UTF-8",
            "UTF-8",
        ),
    ]);
}

#[test]
fn packed_files_that_end_too_early() {
    // gzip of an orders file (written by `gzip -n`, ten bytes of header first), cut in its middle.
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    refuses(vec![
        wrong("orders.csv.gz", header, "orders.csv.gz:1: ", "", ""),
        wrong("orders.csv.gz", ORDERS, "orders.csv.gz:1: ", "", ""),
        wrong("members.csv.zst", MEMBERS, "members.csv.zst:1: ", "", ""),
    ]);
}

#[test]
fn plans_that_cannot_run() {
    let file = "plan.toml";
    let reward = |body: &str| format!("{PLAN}{body}");
    let circle = "[[reward]]\nid = \"x\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\nof = \"y\"\n[[reward]]\nid = \"y\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\nof = \"x\"\n";
    refuses(vec![
        wrong(
            file,
            reward("payee_rnak = \"gold\"\n"),
            "plan.toml:13:1: ",
            "did you mean `payee_rank`?",
            "是否想写 `payee_rank`",
        ),
        wrong(file, PLAN.replace("\"10%\"", "\"101%\""), "plan.toml:12:8: ", "over 100 %", "超过 100%"),
        wrong(file, reward(circle), "plan.toml:14:6: ", "in a circle: x → y → x", "循环：x → y → x"),
        wrong(
            file,
            reward("payee_rank = \"boss\"\n"),
            "plan.toml:13:14: ",
            "unknown rank `boss`",
            "没有等级 `boss`",
        ),
        wrong(file, "[plan\n", "plan.toml:1:", "this is not TOML", "TOML 语法错误"),
        wrong(file, "", "plan.toml:1:1: ", "[plan]", "[plan]"),
    ]);
}

#[test]
fn what_the_plan_needs_of_each_line() {
    let folder = Folder::new();
    let text = ORDERS.replace("50.00,20%,", ",,");
    for (orders, en, zh) in [
        (text.clone(), "`cost` is empty", "`cost` 为空"),
        (text.replace(",,,\n2", ",50.00,,\n2"), "`rate` is empty", "`rate` 为空"),
        (text.replace(",,,\n2", ",-50.00,20%,\n2"), "the sign of the amount", "正负"),
    ] {
        let files = write(&folder.0, "orders.csv", orders.as_bytes());
        std::fs::write(folder.0.join("plan.toml"), BY_PRODUCT).unwrap();
        std::fs::write(folder.0.join("ranks.csv"), "member,rank,at\n").unwrap();
        for (lang, words) in [("en", en), ("zh", zh)] {
            let output = settle(&folder.0, &files, lang);
            let message = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{orders}");
            assert!(message.starts_with("orders.csv:2: "), "{message}");
            assert!(message.contains(words), "{message}");
            assert_eq!(folder.names(), ["members.csv", "orders.csv", "plan.toml", "ranks.csv"]);
        }
    }
}

#[test]
fn what_was_there_before_stays_when_it_fails_and_goes_when_it_does_not() {
    let folder = Folder::new();
    let out = folder.0.join("rewards.csv");
    std::fs::write(&out, "old").unwrap();
    let files = write(&folder.0, "orders.csv", orders("3,1,2024-04-01 00:00:00,b,b,1.00,,,").as_bytes());
    assert_eq!(settle(&folder.0, &files, "en").status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "old");
    let files = write(&folder.0, "orders.csv", ORDERS.as_bytes());
    let output = settle(&folder.0, &files, "en");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        std::fs::read_to_string(&out).unwrap(),
        "event,ref,reward,payee,distance,base,rate,amount,note\nsale,1/1,own,a,0,100.00,0.1,10.00,\nrefund,2/1,own,a,0,-40.00,0.1,-4.00,\n"
    );
    assert_eq!(folder.names(), ["members.csv", "orders.csv", "plan.toml", "ranks.csv", "rewards.csv"]);
    let summary = String::from_utf8(output.stdout).unwrap();
    for word in
        ["lines", "entries", "own", "distance 0", "payout share", "earners", "seconds", "lines per second"]
    {
        assert!(summary.lines().any(|line| line.trim_start().starts_with(word)), "{word}: {summary}");
    }
}

/// Runs `settle` in a folder with more options; gives its exit code and what it says.
fn settle_with(folder: &Path, lang: &str, options: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_banyan"))
        .current_dir(folder)
        .args(["--lang", lang, "settle", "--plan", "plan.toml", "--members", "members.csv"])
        .args(["--ranks", "ranks.csv", "--orders", "orders.csv"])
        .args(options)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_is_settled_goes_on_from_its_checkpoint() {
    let folder = Folder::new();
    write(&folder.0, "orders.csv", ORDERS.as_bytes());
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).unwrap();
    let done = |options: &[&str]| {
        let (code, said) = settle_with(&folder.0, "en", options);
        assert_eq!(code, Some(0), "{said}");
    };
    done(&["--out", "whole.csv"]);
    done(&["--out", "march.csv", "--until", "2024-03-02", "--checkpoint-out", "march.checkpoint"]);
    done(&["--out", "rest.csv", "--from", "march.checkpoint"]);
    let rest = read("rest.csv");
    assert_eq!(read("march.csv") + rest.split_once('\n').unwrap().1, read("whole.csv"));
    assert_eq!(rest.lines().count(), 2);
    assert!(
        String::from_utf8_lossy(&std::fs::read(folder.0.join("march.checkpoint")).unwrap())
            .starts_with("banyan-checkpoint 1\nplan p 1\nuntil 2024-03-02 00:00:00\nlines 1\n")
    );
}

#[test]
fn a_checkpoint_that_does_not_fit_is_refused_with_a_sentence() {
    let folder = Folder::new();
    write(&folder.0, "orders.csv", ORDERS.as_bytes());
    let until = ["--out", "march.csv", "--until", "2024-03-02", "--checkpoint-out", "one"];
    assert_eq!(settle_with(&folder.0, "en", &until).0, Some(0));
    let refused = |options: &[&str], en: &str, zh: &str| {
        for (lang, words) in [("en", en), ("zh", zh)] {
            let (code, said) = settle_with(&folder.0, lang, options);
            assert_eq!(code, Some(1));
            assert!(said.contains(words), "{said}");
            assert!(!folder.names().contains(&"rest.csv".to_owned()), "it leaves nothing behind");
        }
    };
    let from = ["--out", "rest.csv", "--from", "one"];
    let bytes = std::fs::read(folder.0.join("one")).unwrap();
    std::fs::write(folder.0.join("one"), &bytes[..bytes.len() - 1]).unwrap();
    refused(&from, "one: the checkpoint is cut off", "one: 检查点不完整");
    std::fs::write(folder.0.join("one"), ORDERS).unwrap();
    refused(&from, "one: this is no checkpoint", "one: 这不是检查点");
    std::fs::write(folder.0.join("one"), &bytes).unwrap();
    refused(&["--out", "rest.csv", "--until", "March"], "`March` is no moment", "`March` 不是时刻");
    write(&folder.0, "orders.csv", ORDERS.replace("100.00", "99.00").as_bytes());
    refused(&from, "one: the orders differ from those of the checkpoint", "one: 订单中");
    write(&folder.0, "plan.toml", PLAN.replace("10%", "11%").as_bytes());
    refused(&from, "another plan than this one", "检查点是按方案 `p`");
}

#[test]
fn wrong_usage_is_two() {
    let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_banyan")).args(args).output().unwrap();
    assert_eq!(run(&["settle", "--plan", "p.toml"]).status.code(), Some(2));
    assert_eq!(run(&["setle"]).status.code(), Some(2));
}
