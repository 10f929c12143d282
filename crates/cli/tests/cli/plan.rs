//! `banyan plan check` and `banyan plan show`.

use serde_json::Value;

use super::{banyan, banyan_in, repository, scratch};

const BROKEN: &str = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seler\"\nrate = \"5%\"\n";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn every_ready_plan_passes() {
    let mut plans = 0;
    for entry in std::fs::read_dir(repository("plans")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = file.display().to_string();
        let run = banyan(&["plan", "check", &name, "--json"]);
        let object = json(&run.out);
        assert_eq!((run.code, &object["ok"]), (0, &Value::Bool(true)), "{name}: {}", run.out);
        assert_eq!(
            object["plan"],
            *file.file_stem().unwrap().to_str().unwrap(),
            "a plan is named as its file"
        );
        assert_eq!(run.err, "", "with --json everything is in the object");
        let readme = std::fs::read_to_string(repository("plans/README.md")).unwrap();
        assert!(
            readme.contains(&format!("({}.toml)", object["plan"].as_str().unwrap())),
            "{name} is not in the table"
        );
        plans += 1;
    }
    assert!(plans >= 10);
}

#[test]
fn scripts_get_the_object_that_is_promised() {
    let run = banyan(&["plan", "check", "--json", &repository("plans/wanwu.toml")]);
    let object = json(&run.out);
    let keys: Vec<&String> = object.as_object().unwrap().keys().collect();
    let mut expected = ["plan", "version", "ok", "worst_case_payout", "tied_by", "diagnostics", "findings"];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!((&object["plan"], &object["version"]), (&"wanwu".into(), &1.into()));
    let worst = &object["worst_case_payout"];
    assert_eq!((&worst["rate"], &worst["of"]), (&"1.25".into(), &"amount".into()));
    assert_eq!(
        (&worst["limit"], &worst["fixed"], &worst["exact"]),
        (&"0.6".into(), &"0.00".into(), &true.into())
    );
    let warning = &object["diagnostics"][0];
    assert_eq!((&warning["severity"], &warning["column"]), (&"warning".into(), &10.into()));
    assert!(warning["help"].as_str().unwrap().contains("48%"));
    let place = run.out.find("\"plan\"").zip(run.out.find("\"findings\""));
    assert!(place.is_some_and(|(first, last)| first < last), "the keys keep their order");
}

#[test]
fn an_error_is_pointed_at_and_fails() {
    let file = scratch("broken.toml", BROKEN.as_bytes());
    let run = banyan(&["plan", "check", &file]);
    assert_eq!(run.code, 1);
    assert!(run.err.starts_with(&format!("{file}:9:6: error: unknown payee")), "{}", run.err);
    assert!(run.err.contains("did you mean `\"seller\"`?") && run.err.contains("\n9 | to = \"seler\"\n"));
    assert_eq!(run.out, format!("{file}: 1 error, not fit to run\n"));
    let object = json(&banyan(&["plan", "check", &file, "--json"]).out);
    assert_eq!((&object["ok"], &object["worst_case_payout"]), (&false.into(), &Value::Null));
    let show = banyan(&["plan", "show", &file]);
    assert_eq!((show.code, show.out.as_str()), (1, ""));
    assert!(show.err.contains("error"));
}

#[test]
fn a_file_that_cannot_be_read_says_so() {
    let run = banyan(&["plan", "check", "no-such-plan.toml"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.starts_with("no-such-plan.toml: cannot be read: "), "{}", run.err);
    let file = scratch("latin.toml", b"[plan]\nid = \"p\"\ntitle = \"caf\xe9\"\n");
    let run = banyan(&["plan", "check", &file]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (1, format!("{file}:3: this is not UTF-8; save the file as UTF-8\n").as_str())
    );
}

#[test]
fn wrong_usage_is_code_two() {
    for args in [
        &["plan"][..],
        &["plan", "check"],
        &["plan", "chekc", "x"],
        &["plan", "check", "x", "--lang", "fr"],
        &[],
    ] {
        assert_eq!(banyan(args).code, 2, "{args:?}");
    }
}

#[test]
fn the_summary_tells_ranks_levels_and_the_worst_case() {
    let file = repository("plans/lvhuasuan.toml");
    let run = banyan(&["plan", "check", &file]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for words in [
        "Lvhuasuan (lvhuasuan v1): fit to run\n",
        "Sharer → Super sharer → Market director\n",
        "levels paid  1\n",
        "worst case   21%, limit 21% (",
        "in slices    no, ",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "colours are for terminals only");
}

#[test]
fn the_language_is_asked_for_or_taken_from_the_environment() {
    let file = repository("plans/lvhuasuan.toml");
    let show = ["plan", "show", file.as_str()];
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[("LANG", "zh_CN.UTF-8")], "方案\n"),
        (&[("LC_MESSAGES", "zh"), ("LANG", "en_US.UTF-8")], "方案\n"),
        (&[("LC_ALL", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")], "The plan\n"),
        (&[("LC_ALL", ""), ("LANG", "zh_TW")], "方案\n"),
        (&[], "The plan\n"),
    ];
    for (environment, first) in cases {
        let run = banyan_in(environment, &show);
        assert!(run.code == 0 && run.out.starts_with(first), "{environment:?}: {}", run.out);
    }
    assert!(banyan(&["--lang", "zh", "plan", "show", &file]).out.contains("旅划算"));
    assert!(
        banyan_in(&[("LANG", "zh_CN")], &["plan", "show", &file, "--lang", "en"])
            .out
            .starts_with("The plan\n")
    );
}

#[test]
fn the_plain_words_come_as_json_too() {
    let file = repository("plans/starter.toml");
    let object = json(&banyan(&["plan", "show", &file, "--json"]).out);
    assert_eq!((&object["plan"], &object["title"]["zh"]), (&"starter".into(), &"起步方案".into()));
    let sections = object["sections"].as_array().unwrap();
    assert_eq!(sections.len(), 6);
    for sentence in sections.iter().flat_map(|section| section["sentences"].as_array().unwrap()) {
        assert!(!sentence["zh"].as_str().unwrap().is_empty() && !sentence["en"].as_str().unwrap().is_empty());
    }
}

#[test]
fn ten_answers_make_a_plan() {
    let answers = scratch("answers.toml", b"id = \"shop\"\nranks = \"owner, gold\"\nupline = \"5%, 3%\"\n");
    let run = banyan(&["plan", "new", "--answers", &answers]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let plan = scratch("answered.toml", run.out.as_bytes());
    assert_eq!(banyan(&["plan", "check", &plan]).code, 0);
    assert!(run.out.contains("to = { upline = \"1..=2\" }"), "{}", run.out);
    // The same as options, into a file that is not written over.
    let out = format!("{plan}.new");
    let _ = std::fs::remove_file(&out);
    let options = ["--set", "id=shop", "--set", "ranks=owner, gold", "--set", "upline=5%, 3%", "--out", &out];
    let args: Vec<&str> = ["plan", "new"].into_iter().chain(options).collect();
    assert_eq!(banyan(&args).code, 0);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), run.out);
    let again = banyan(&args);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("cannot be written"), "{}", again.err);
    let wrong = banyan(&["plan", "new", "--set", "payout=150%"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
    assert!(wrong.err.contains("`payout`: expected rates from 0% to 100%"), "{}", wrong.err);
}
