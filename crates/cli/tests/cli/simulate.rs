//! `banyan simulate` and `banyan fit`.

use serde_json::Value;

use super::{banyan, banyan_in, repository, scratch};

const SMALL: &str =
    "[run]\ndays = 40\nseeds = 3\n[market]\npopulation = 6000\npeople = 4000\n[start]\npromoters = 20\n";

fn folder(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"))
}

#[test]
fn a_simulation_leaves_a_report_and_files_that_settle_to_the_same_bytes() {
    let (scenario, out) = (scratch("small.toml", SMALL.as_bytes()), folder("sim"));
    let plan = repository("plans/lvhuasuan.toml");
    let run = banyan(&["simulate", &plan, "--scenario", &scenario, "--out", &out]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "no progress bar where there is no terminal");
    assert!(
        run.out.contains("40 days · 3 runs") && run.out.contains("inputs that matter most"),
        "{}",
        run.out
    );
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert!(page.contains("How membership grows") && page.contains("会员增长"));
    assert!(
        !page.contains("http://")
            || page.matches("http://").count() == page.matches("http://www.w3.org").count()
    );
    let file = |name: &str| format!("{out}/{name}.csv");
    let settled = banyan(&[
        "settle",
        "--plan",
        &plan,
        "--members",
        &file("members"),
        "--ranks",
        &file("ranks"),
        "--orders",
        &file("orders"),
        "--out",
        &file("settled"),
    ]);
    assert_eq!(settled.code, 0, "{}", settled.err);
    let read = |name: &str| std::fs::read(file(name)).unwrap();
    assert!(read("rewards").len() > 1_000);
    assert!(read("settled") == read("rewards"));
}

#[test]
fn scripts_get_bands_for_both_plans() {
    let scenario = scratch("both.toml", SMALL.as_bytes());
    let args = ["simulate", "starter", "--against", "gift-pack", "--scenario", &scenario, "--json"];
    let run = banyan(&args);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&object["plan"], &object["against"]["plan"]), (&"starter".into(), &"gift-pack".into()));
    assert_eq!(object["seeds"], 3);
    let members = &object["figures"]["members"];
    assert!(members[0].as_i64() <= members[1].as_i64() && members[1].as_i64() <= members[2].as_i64());
    assert!(object["against"]["figures"]["head_share_millionths"][1].as_i64() > Some(0));
    assert!(object["sensitivity"].as_array().unwrap().len() >= 3);
    assert_eq!(banyan(&args).out, run.out, "the same again");
}

#[test]
fn every_published_scenario_is_read_and_runs() {
    let mut scenarios = 0;
    for entry in std::fs::read_dir(repository("scenarios")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = file.display().to_string();
        let text = std::fs::read_to_string(&file).unwrap();
        // The defaults are nobody's growth.
        let is_default = file.file_stem().is_some_and(|stem| stem == "default");
        let plan = text.lines().find_map(|line| line.strip_prefix("plan = \""));
        let plan = if is_default { "starter" } else { plan.unwrap().trim_end_matches('"') };
        let run = banyan(&["simulate", plan, "--scenario", &name, "--quick", "--seeds", "1", "--days", "10"]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        for part in ["says", "chosen", "differs"] {
            assert!(
                is_default || text.contains(&format!("[source.{part}]")),
                "{name} tells what its source {part}"
            );
        }
        scenarios += 1;
    }
    assert!(scenarios >= 6);
}

#[test]
fn a_wrong_scenario_is_refused_with_its_line_in_both_languages() {
    let wrong = scratch("wrong.toml", b"[run]\ndays = 40\n[market]\npeopel = 5\n");
    let run = banyan(&["simulate", "starter", "--scenario", &wrong]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("wrong.toml:4: ") && run.err.contains("peopel"), "{}", run.err);
    let outside = scratch("outside.toml", b"[invite]\nactive = 1.5\n");
    let run = banyan_in(&[("LANG", "zh_CN.UTF-8")], &["simulate", "starter", "--scenario", &outside]);
    assert!(run.code == 1 && run.err.contains("`invite.active` 是 1.5；应在 0 到 1 之间"), "{}", run.err);
    let rank = scratch("rank.toml", b"[[promote]]\nrank = \"queen\"\n");
    let run = banyan(&["simulate", "wanwu", "--scenario", &rank, "--quick"]);
    assert!(run.code == 1 && run.err.contains("the plan has no rank `queen`"), "{}", run.err);
}

#[test]
fn what_was_simulated_is_estimated_and_simulated_again() {
    let (scenario, out) =
        (scratch("fit.toml", SMALL.replace("days = 40", "days = 150").as_bytes()), folder("fit"));
    let run = banyan(&["simulate", "starter", "--scenario", &scenario, "--quick", "--out", &out]);
    assert_eq!(run.code, 0, "{}", run.err);
    let (members, orders) = (format!("{out}/members.csv"), format!("{out}/orders.csv"));
    let fitted = format!("{out}/fitted.toml");
    let args = ["fit", "starter", "--members", &members, "--orders", &orders];
    let run = banyan(&[&args[..], &["--out", &fitted, "--json"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let rate = object["buy"]["r"].as_f64().unwrap() / object["buy"]["alpha"].as_f64().unwrap();
    // The default is 0.243 / 4.414 purchases a week.
    assert!((0.03..0.09).contains(&rate), "{rate}");
    let again =
        banyan(&["simulate", "starter", "--scenario", &fitted, "--quick", "--seeds", "1", "--days", "30"]);
    assert_eq!(again.code, 0, "{}", again.err);
    let few = scratch("few.csv", b"order,line,at,buyer,amount\no1,1,2026-01-02 00:00:00,m000000000,5.00\n");
    let run = banyan(&["fit", "starter", "--members", &members, "--orders", &few]);
    assert!(run.code == 1 && run.err.contains("too few to estimate"), "{}", run.err);
}
