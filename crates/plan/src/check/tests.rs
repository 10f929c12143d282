use super::check;
use crate::diagnostic::Severity;
use crate::words::Lang;

const HEAD: &str = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\n[[rank]]\nid = \"senior\"\n";

fn plan(rewards: &str) -> String {
    format!("{HEAD}{rewards}")
}

fn worst(rewards: &str) -> String {
    let report = check(&plan(rewards));
    assert!(report.is_ok(), "{:#?}", report.diagnostics);
    report.worst_case.unwrap().rate_text()
}

fn reward(body: &str) -> String {
    format!("[[reward]]\n{body}\n")
}

#[test]
fn the_worst_case_is_the_maximum_over_all_chains() {
    let own = reward("id = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"");
    let cases: &[(&str, &str)] = &[
        ("", "0.1"),
        ("id=\"a\"\non=\"sale\"\nto={ upline = \"1..=3\" }\nrates=[\"5%\",\"3%\",\"2%\"]", "0.2"),
        // One of the two is paid, never both: the worst is the larger.
        (
            "id=\"a\"\non=\"sale\"\nto={ nearest = \"gold\" }\npayee_rank=\"gold\"\nrate=\"5%\"\n[[reward]]\nid=\"b\"\non=\"sale\"\nto={ nearest = \"gold\" }\npayee_rank=\"senior\"\nrate=\"7%\"",
            "0.17",
        ),
        (
            "id=\"a\"\non=\"sale\"\nto=\"differential\"\nrates={ owner=\"16%\", gold=\"20%\", senior=\"24%\" }",
            "0.18",
        ),
        // A volume is no more than half of the price.
        ("id=\"a\"\non=\"sale\"\nto={ upline = 1 }\nrate=\"10%\"\nof=\"pv\"\n[volumes]\npv=\"50%\"", "0.15"),
        // A floor of 3 % is paid to each of two owners, golds and seniors above an owner: once for the seller's own rate, twice for
        // the others, where it is less than 4 % the first time.
        (
            "id=\"a\"\non=\"sale\"\nto=\"differential\"\nrates={ owner=\"16%\", gold=\"20%\", senior=\"24%\" }\nfloor=\"3%\"",
            "0.27",
        ),
        // 10 % of the differential entries, one peer for each of gold and senior when the seller is an owner: 0.1 + 0.08 + 0.008.
        (
            "id=\"a\"\non=\"sale\"\nto=\"differential\"\nrates={ owner=\"16%\", gold=\"20%\", senior=\"24%\" }\n[[reward]]\nid=\"p\"\non=\"sale\"\nto={ peer=\"a\" }\nrate=\"10%\"",
            "0.188",
        ),
        (
            "id=\"a\"\non=\"sale\"\nto={ generation = \"1..=2\", of = \"gold\" }\nrate=\"4%\"\nof=\"own\"",
            "0.108",
        ),
        (
            "id=\"a\"\non=\"period\"\nperiod=\"month\"\nto={ pool=\"gold\" }\nby=\"equal\"\nrate=\"2%\"",
            "0.12",
        ),
        ("id=\"a\"\non=\"sale\"\nto=\"buyer\"\nrate=\"1%\"\nfirst_order=true", "0.11"),
    ];
    for (body, expected) in cases {
        let rewards = if body.is_empty() { own.clone() } else { format!("{own}{}", reward(body)) };
        assert_eq!(worst(&rewards), *expected, "{body}");
    }
}

#[test]
fn what_a_promoter_buys_costs_nothing_where_it_pays_nobody() {
    let rewards = [
        reward("id = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\""),
        reward("id = \"back\"\non = \"sale\"\nto = \"buyer\"\npayee_rank = \"owner..\"\nrate = \"5%\""),
    ];
    let paid_to = |who: &str| format!("[sale]\nself_purchase = \"{who}\"\n{}", rewards.concat());
    for who in ["seller", "inviter"] {
        assert_eq!(worst(&paid_to(who)), "0.15", "{who}");
    }
    // A promoter who buys is paid nothing, so that what is only for promoters who buy is a mistake.
    let found = check(&plan(&paid_to("nobody"))).diagnostics;
    assert!(found.iter().any(|one| one.message.en.contains("`back` can never pay")), "{found:?}");
}

#[test]
fn the_worst_case_of_break_away_is_one_and_a_quarter_of_the_own_rate() {
    let report = check(include_str!("../../../../plans/wanwu.toml"));
    assert!(report.is_ok());
    let worst = report.worst_case.unwrap();
    assert_eq!((worst.rate_text().as_str(), worst.exact), ("1.25", true));
    let limit = report.diagnostics.iter().find(|one| one.severity == Severity::Warning).unwrap();
    assert!(limit.help.en.contains("48%"), "{limit:?}");
}

#[test]
fn what_is_wrong_is_pointed_at() {
    let sale = "on = \"sale\"\nto = \"seller\"\nrate = \"1%\"";
    let cases: &[(String, usize, &str)] = &[
        (reward(&format!("id = \"a\"\n{sale}\npayee_ranks = \"gold\"")), 6, "did you mean `payee_rank`?"),
        (
            reward("id = \"a\"\non = \"sale\"\nto = { nearest = \"glod\" }\nrate = \"1%\""),
            4,
            "did you mean `gold`?",
        ),
        (reward("id = \"a\"\non = \"sale\"\nto = \"seller\"\nrate = \"120%\""), 5, "over 100 %"),
        (reward("id = \"a\"\non = \"sale\"\nto = \"seller\"\nrate = 0.25"), 5, "`\"25%\"`"),
        (reward("id = \"a\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\nof = \"a\""), 2, "circle: a → a"),
        (
            reward(
                "id = \"a\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\nof = \"b\"\n[[reward]]\nid = \"b\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\nof = \"a\"",
            ),
            2,
            "circle: a → b → a",
        ),
        (
            reward(&format!("id = \"a\"\n{sale}\nof = \"b\"\n[[reward]]\nid = \"b\"\n{sale}")),
            2,
            "move `b` above `a`",
        ),
        (
            reward(
                "id = \"a\"\non = \"sale\"\nto = { nearest = \"gold\" }\npayee_rank = \"..gold\"\nrate = \"1%\"",
            ),
            2,
            "can never pay",
        ),
        (reward("id = \"a\"\non = \"join\"\nto = { upline = 1 }\nrate = \"1%\""), 5, "nothing is sold"),
        (
            reward("id = \"a\"\non = \"sale\"\nto = { upline = \"1..=3\" }\nrates = [\"1%\"]"),
            5,
            "3 levels, but 1 rates",
        ),
        (
            reward("id = \"a\"\non = \"sale\"\nto = { pool = \"gold\" }\nrate = \"1%\""),
            4,
            "close of a period",
        ),
        (reward(&format!("id = \"a\"\n{sale}\n[[reward]]\nid = \"a\"\n{sale}")), 7, "there twice"),
        (
            reward(
                "id = \"a\"\non = \"sale\"\nto = { upline = \"1..=3\" }\nrate = \"1%\"\n[[reward]]\nid = \"b\"\non = \"sale\"\nto = { upline = \"3..=4\" }\nrate = \"1%\"",
            ),
            7,
            "overlap",
        ),
    ];
    pointed_at(cases);
}

#[test]
fn what_is_wrong_with_caps_and_with_being_paid_is_pointed_at() {
    let sale = "on = \"sale\"\nto = \"seller\"\nrate = \"1%\"";
    pointed_at(&[
        (
            reward(&format!("id = \"a\"\n{sale}\ncap = {{ per = \"life\", times = \"1001\" }}")),
            6,
            "at most 1000",
        ),
        (
            reward(&format!("id = \"a\"\n{sale}\ncap = {{ per = \"life\", times = 2, amount = \"1.00\" }}")),
            6,
            "exclude each other",
        ),
        (
            reward(
                "id = \"a\"\non = \"sale\"\nto = \"seller\"\npoints = 5\ncap = { per = \"life\", times = 2 }",
            ),
            6,
            "points are not capped by a multiple",
        ),
        (
            reward(&format!("id = \"a\"\n{sale}\npayee_active = {{ legs = {{ count = 2 }} }}")),
            6,
            "`{ own_sales = \"100.00\", count = 3 }`",
        ),
        (reward(&format!("id = \"a\"\n{sale}\npayee_active = {{ }}")), 6, "`own_sales`"),
    ]);
}

/// Each with the line of the reward that is shown, and words that are said.
fn pointed_at(cases: &[(String, usize, &str)]) {
    let offset = HEAD.lines().count();
    for (rewards, line, words) in cases {
        let source = plan(rewards);
        let report = check(&source);
        let all: String =
            report.diagnostics.iter().map(|one| one.render("p.toml", &source, Lang::En)).collect();
        assert!(all.contains(words), "{rewards}\n{all}");
        assert!(all.contains(&format!("p.toml:{}:", offset + line)), "{rewards}\n{all}");
    }
}

#[test]
fn every_diagnostic_speaks_both_languages() {
    let report = check(
        "[plan]\nid = \"a b\"\nfoo = 1\n[limits]\npayout = 3\n[[rank]]\nid = \"x\"\nkeep = 3\n[[reward]]\nid = \"r\"\n",
    );
    assert!(report.diagnostics.len() >= 5);
    for one in report.diagnostics {
        assert!(!one.message.en.is_empty() && one.message.zh.chars().any(|c| c > '\u{2e80}'), "{one:?}");
        assert!(one.message.en.chars().all(|c| c < '\u{2e80}'), "{one:?}");
    }
}

#[test]
fn a_plan_with_too_many_combinations_gets_an_upper_bound() {
    let ranks: Vec<String> = (0..20).map(|no| format!("[[rank]]\nid = \"r{no}\"\n")).collect();
    let rates: Vec<String> = (0..20).map(|no| format!("r{no} = \"{}%\"", no / 2 + 1)).collect();
    let rewards: Vec<String> = (0..10)
        .map(|no| format!("[[reward]]\nid = \"b{no}\"\non = \"sale\"\nto = \"buyer\"\nrate = \"1%\"\ncategory = \"c{no}\"\npayee_rank = \"r{no}\"\n"))
        .collect();
    let source = format!(
        "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n{}[[reward]]\nid = \"d\"\non = \"sale\"\nto = \"differential\"\nrates = {{ {} }}\n[[reward]]\nid = \"p\"\non = \"sale\"\nto = {{ peer = \"d\" }}\nrate = \"10%\"\n{}",
        ranks.concat(),
        rates.join(", "),
        rewards.concat()
    );
    let report = check(&source);
    assert!(report.is_ok(), "{:#?}", report.diagnostics);
    let worst = report.worst_case.unwrap();
    assert!(!worst.exact);
    // 10 % by difference, a tenth of that to peers, and one per cent from each of the ten categories' rewards.
    assert_eq!(worst.rate_text(), "0.21");
}
