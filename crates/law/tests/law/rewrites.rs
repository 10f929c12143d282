//! No rule is silenced by saying the same thing in other words.

use super::{hits, plan, ready};

pub(super) const PACKS: [&str; 7] = ["cn-strict", "cn", "cn-wechat", "us", "us-ca", "eu", "eu-de"];

/// Rules that are not mere notes.
pub(super) fn serious(source: &str, pack: &str) -> Vec<String> {
    hits(source, pack).into_iter().filter(|hit| !hit.ends_with(":info")).collect()
}

/// Splits each reward with one plain rate into two of half the rate, where no other reward builds on it.
fn split(source: &str) -> String {
    let mut out = String::new();
    for (at, part) in source.split("[[reward]]").enumerate() {
        if at > 0 {
            out += "[[reward]]";
        }
        out += part;
        let id = part
            .lines()
            .find_map(|line| line.strip_prefix("id = \""))
            .and_then(|rest| rest.split('"').next());
        let rate = part
            .lines()
            .find_map(|line| line.strip_prefix("rate = \""))
            .and_then(|rest| rest.split('%').next())
            .and_then(|rate| rate.parse::<u32>().ok());
        if let (true, Some(id), Some(rate)) = (at > 0, id, rate)
            && rate > 1
            && !source.contains(&format!("of = \"{id}\""))
            && !source.contains(&format!("peer = \"{id}\""))
        {
            let low = rate / 2;
            let half = |rate: u32| {
                part.replace(&format!("rate = \"{}%\"", rate_of(part)), &format!("rate = \"{rate}%\""))
            };
            out.truncate(out.len() - part.len());
            out += &half(low);
            out += "\n[[reward]]";
            out += &half(rate - low).replacen(&format!("id = \"{id}\""), &format!("id = \"{id}-b\""), 1);
        }
    }
    out
}

fn rate_of(part: &str) -> &str {
    part.lines()
        .find_map(|line| line.strip_prefix("rate = \""))
        .and_then(|rest| rest.split('%').next())
        .unwrap_or("")
}

/// Renames every id and title.
fn rename(source: &str) -> String {
    let mut out = source.to_owned();
    let ids: Vec<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("id = \""))
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    for (at, id) in ids
        .iter()
        .enumerate()
        .skip(1)
        // Words of the language that a plan happens to use as a name as well.
        .filter(|(_, id)| !["pairing", "peer", "differential"].contains(&id.as_str()))
    {
        let word = format!("w{at}");
        for (from, to) in [
            (format!("\"{id}\""), format!("\"{word}\"")),
            (format!("\"{id}..\""), format!("\"{word}..\"")),
            (format!("\"..{id}\""), format!("\"..{word}\"")),
        ] {
            out = out.replace(&from, &to);
        }
        for separator in ["{ ", ", "] {
            out = out.replace(&format!("{separator}{id} = \""), &format!("{separator}{word} = \""));
        }
    }
    out
}

#[test]
fn renaming_and_splitting_change_no_finding_of_any_ready_plan() {
    for (name, source) in ready() {
        let rewrites =
            [("renamed", rename(&source)), ("split", split(&source)), ("both", split(&rename(&source)))];
        for pack in PACKS {
            let before = serious(&source, pack);
            for (how, rewritten) in &rewrites {
                assert_eq!(serious(rewritten, pack), before, "{name} {how} under {pack}");
            }
        }
    }
}

/// Two ways of saying the same; whatever the first meets, the second has to meet.
fn never_silenced(first: &str, second: &str) {
    for pack in PACKS {
        let (before, after) = (serious(&plan(first), pack), serious(&plan(second), pack));
        for hit in &before {
            assert!(after.contains(hit), "{pack}: {hit} is silenced: {after:?}\n{second}");
        }
    }
}

const RANKS: &str = "[[rank]]\nid = \"a\"\n[[rank]]\nid = \"b\"\npromote = { own_sales = \"1.00\" }\n";

fn with(head: &str, rewards: &[&str]) -> String {
    let mut out = format!("{head}{RANKS}");
    for (at, reward) in rewards.iter().enumerate() {
        out += &format!("[[reward]]\nid = \"r{at}\"\n{reward}\n");
    }
    out
}

#[test]
fn a_head_reward_stays_one_however_it_is_put() {
    let head = with("", &["on = \"join\"\nto = { upline = 1 }\namount = \"60.00\""]);
    for other in [
        "on = \"join\"\nto = { upline = 1 }\npoints = 60",
        "on = \"join\"\nto = { upline = 1 }\ncoupon = \"60.00\"",
        "on = \"join\"\nto = { upline = 1 }\nevery = 3\namount = \"180.00\"",
        "on = \"join\"\nto = { nearest = \"a\" }\namount = \"60.00\"",
        "on = \"promotion\"\nto = { upline = 1 }\nseller_rank = \"b\"\namount = \"60.00\"",
        "on = \"first_sale\"\nto = { upline = 1 }\namount = \"60.00\"",
        "on = \"first_sale\"\nto = { upline = 1 }\npoints = 60",
        "on = \"sale\"\nto = { upline = 1 }\nfirst_order = true\namount = \"60.00\"",
        "on = \"sale\"\nto = { upline = 1 }\nbuyer_months = \"..1\"\namount = \"60.00\"",
        "on = \"sale\"\nto = { upline = 1 }\nbuyer_months = \"..1\"\nper = \"piece\"\namount = \"60.00\"",
        "on = \"join\"\nto = { upline = 1 }\nrecruit = \"3..\"\namount = \"60.00\"",
        "on = \"join\"\nto = { upline = 1 }\nalong = \"placement\"\namount = \"60.00\"",
    ] {
        never_silenced(&head, &with("", &[other]));
    }
    let halves = "on = \"join\"\nto = { upline = 1 }\namount = \"30.00\"";
    never_silenced(&head, &with("", &[halves, halves]));
}

#[test]
fn levels_stay_levels_however_they_are_put() {
    let two = with("", &["on = \"sale\"\nto = { upline = \"1..=2\" }\nrates = [\"5%\", \"3%\"]"]);
    never_silenced(
        &two,
        &with(
            "",
            &[
                "on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"",
                "on = \"sale\"\nto = { upline = 2 }\nrate = \"3%\"",
            ],
        ),
    );
    for other in [
        "on = \"sale\"\nto = { upline = \"1..=2\" }\npoints = 5",
        "on = \"sale\"\nto = { upline = \"1..=2\" }\namount = \"1.00\"",
        "on = \"period\"\nperiod = \"month\"\nto = { upline = \"1..=2\" }\nrate = \"5%\"",
        "on = \"sale\"\nto = { generation = \"1..=2\", of = \"a\" }\nrate = \"5%\"",
        "on = \"sale\"\nto = { upline = \"1..=2\" }\npayee_rank = \"a..\"\nrate = \"5%\"",
    ] {
        never_silenced(&two, &with("", &[other]));
    }
    let nearest = with("", &["on = \"sale\"\nto = { nearest = \"b\" }\nrate = \"5%\""]);
    never_silenced(
        &nearest,
        &with(
            "",
            &["on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"b..\"\ncompress = true\nrate = \"5%\""],
        ),
    );
    let direct = with("", &["on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"b..\"\nrate = \"5%\""]);
    never_silenced(
        &direct,
        &with("", &["on = \"sale\"\nto = { nearest = \"b\" }\ndistance = \"1\"\nrate = \"5%\""]),
    );
    never_silenced(
        &with("", &["on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\""]),
        &with("", &["on = \"sale\"\nto = { nearest = \"a\" }\nrate = \"5%\""]),
    );
}

#[test]
fn a_purchase_stays_a_gate_however_it_is_put() {
    let reward = "on = \"sale\"\nto = \"seller\"\npayee_rank = \"b\"\nrate = \"5%\"";
    let gate = with("[join]\nhow = \"purchase\"\npackage = \"398.00\"\n", &[reward]);
    never_silenced(&gate, &with("[join]\nhow = \"invitation\"\npackage = \"398.00\"\n", &[reward]));
    for asks in ["own_purchases = \"398.00\"", "top_up = \"398.00\""] {
        let bought = with("", &[reward]).replace("own_sales = \"1.00\"", asks);
        never_silenced(&gate, &bought);
    }
    let product = with("", &[reward]).replace("own_sales = \"1.00\"", "package = \"SKU-1\"");
    let order = with("[join]\nhow = \"purchase\"\n", &[reward]);
    never_silenced(&order, &product);
    never_silenced(&order, &with("[join]\nhow = \"purchase\"\npurchase = { min = \"1.00\" }\n", &[reward]));
}

#[test]
fn newer_words_silence_nothing() {
    let head = with("", &["on = \"join\"\nto = { upline = 1 }\namount = \"60.00\""]);
    never_silenced(
        &head,
        &with("", &["on = \"join\"\nto = { upline = 1 }\namounts = { a = \"60.00\", b = \"60.00\" }"]),
    );
    let levels = with("", &["on = \"sale\"\nto = { upline = \"1..=2\" }\nrates = [\"5%\", \"3%\"]"]);
    for other in [
        "rates = { a = [\"5%\", \"3%\"], b = [\"5%\", \"3%\"] }",
        "rates = { a = \"5%\", b = \"5%\" }",
        "rate = \"5%\"\npayees = 2",
        "rate = \"5%\"\nline_amount = \"1.00..\"",
        "rate = \"5%\"\nline_quantity = \"1..\"",
        "rate = \"5%\"\npayee_months = \"1..\"",
        "rate = \"5%\"\nrecruit = \"2..\"",
        "rate = \"5%\"\nalong = \"placement\"",
    ] {
        never_silenced(
            &levels,
            &with("", &[&format!("on = \"sale\"\nto = {{ upline = \"1..=2\" }}\n{other}")]),
        );
    }
}

#[test]
fn newer_ways_to_pay_a_team_silence_nothing() {
    let team = "on = \"period\"\nperiod = \"month\"\n";
    let differential =
        with("", &[&format!("{team}to = \"differential\"\nrates = {{ a = \"5%\", b = \"10%\" }}")]);
    // What differs by nothing is paid by the floor.
    let floor =
        format!("{team}to = \"differential\"\nrates = {{ a = \"0.01%\", b = \"0.02%\" }}\nfloor = \"10%\"");
    never_silenced(&differential, &with("", &[&floor]));
    let pairs = format!("{team}to = \"pairing\"\nrate = \"5%\"");
    never_silenced(&with("", &[&pairs]), &with("", &[&format!("{pairs}\npair = {{ expires = 1 }}")]));
    for to in ["differential", "seller"] {
        let brackets = format!(
            "{team}to = \"{to}\"\nrates = {{ by = \"team_sales\", from = {{ \"0.00\" = \"5%\", \"100.00\" = \"10%\" }} }}"
        );
        let found = serious(&plan(&with("", &[&brackets])), "cn");
        assert!(found.iter().any(|hit| hit.starts_with("STR-10")), "{to}: {found:?}");
        if to == "differential" {
            never_silenced(&differential, &with("", &[&brackets]));
        }
    }
    let pool = with("", &[&format!("{team}to = {{ pool = \"b\" }}\nrate = \"2%\"")]);
    never_silenced(
        &pool,
        &with("", &[&format!("{team}to = {{ pool = \"a\" }}\nweights = {{ b = 1 }}\nrate = \"2%\"")]),
    );
}

#[test]
fn newer_conditions_and_caps_silence_nothing() {
    let heads = with("", &["on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"b\"\nrate = \"5%\""]);
    for asks in ["direct_invites = 3", "legs = { own_sales = \"1.00\", count = 3 }"] {
        let by_rank = heads.replace("own_sales = \"1.00\" }", "direct_invites = 3 }");
        let by_filter =
            format!("on = \"sale\"\nto = {{ upline = 1 }}\npayee_active = {{ {asks} }}\nrate = \"5%\"");
        never_silenced(&by_rank, &with("", &[&by_filter]));
    }
    let bought =
        "on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\npayee_active = { own_purchases = \"398.00\" }";
    let multiple = "on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\ncap = { per = \"life\", times = 3 }";
    never_silenced(&with("", &[bought]), &with("", &[multiple]));
    let together = format!(
        "[[cap]]\nper = \"life\"\ntimes = 3\n{}",
        with("", &["on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\""])
    );
    never_silenced(&with("", &[multiple]), &together);
}

#[test]
fn volumes_silence_nothing() {
    let levels = with("", &["on = \"sale\"\nto = { upline = \"1..=2\" }\nrates = [\"5%\", \"3%\"]"]);
    let pv = "[volumes]\npv = \"100%\"\ncount = \"pv\"\n";
    never_silenced(
        &levels,
        &with(pv, &["on = \"sale\"\nto = { upline = \"1..=2\" }\nrates = [\"5%\", \"3%\"]\nof = \"pv\""]),
    );
    // A hundredth of the price is a hundred times as dear.
    let cents = "[volumes]\npv = \"1%\"\ncount = \"pv\"\n";
    let gate = with("", &["on = \"sale\"\nto = \"seller\"\npayee_rank = \"b\"\nrate = \"5%\""]);
    let bought = gate.replace("own_sales = \"1.00\"", "own_purchases = \"398.00\"");
    never_silenced(&bought, &format!("{cents}{}", bought.replace("398.00", "3.98")));
}

#[test]
fn months_silence_nothing() {
    // A rank that has to have been held is a rank that has to be had.
    let by_rank = with("", &["on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"b\"\nrate = \"5%\""]);
    let by_months = with(
        "",
        &[
            "on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\npayee_active = { held = { rank = \"b\", months = 1 } }",
        ],
    );
    for asks in ["direct_invites = 3", "own_purchases = \"398.00\"", "own_sales = \"1.00\""] {
        let asks = |plan: &str| plan.replace("own_sales = \"1.00\" }", &format!("{asks} }}"));
        never_silenced(&asks(&by_rank), &asks(&by_months));
    }
}
