//! What an operator who wants to cheat would try: each pair is a plan that rules meet, and the same said so that a rule might
//! no longer see it. Whatever the first meets, the second has to meet.

#![allow(clippy::too_many_lines, reason = "a table of what was tried is read as one")]

use super::plan;
use super::rewrites::{PACKS, serious};

/// Rules that the second need not meet, as what they ask about is gone: an entry without a set price is no payment …
type MayLose = &'static [&'static str];

fn caught(name: &str, first: &str, second: &str, may_lose: MayLose) {
    let mut met = 0;
    for pack in PACKS {
        let (before, after) = (serious(&plan(first), pack), serious(&plan(second), pack));
        for hit in &before {
            let rule = hit.split(':').next().unwrap_or_default();
            let still = after.contains(hit)
                || (hit.ends_with("warn") && after.iter().any(|one| one.starts_with(rule)));
            // One level beyond two is found by the rule for two.
            let worse = rule == "STR-08" && after.iter().any(|one| one.starts_with("STR-07"));
            assert!(
                still || may_lose.contains(&rule) || worse,
                "{name}: {pack}: {hit} is silenced: {after:?}\n{second}"
            );
            met += 1;
        }
    }
    assert!(met > 0, "{name}: the first meets no rule");
}

/// Two ways of saying exactly the same meet exactly the same.
fn same(name: &str, first: &str, second: &str) {
    for pack in PACKS {
        assert_eq!(serious(&plan(first), pack), serious(&plan(second), pack), "{name}: {pack}\n{second}");
    }
}

fn ranks(conditions: &[&str]) -> String {
    let mut out = String::new();
    for (at, promote) in conditions.iter().enumerate() {
        out += &format!("[[rank]]\nid = \"r{}\"\n{promote}\n", at + 1);
    }
    out
}

fn rewards(list: &[&str]) -> String {
    list.iter()
        .enumerate()
        .map(|(at, one)| format!("[[reward]]\nid = \"w{at}\"\n{one}\n"))
        .collect::<Vec<_>>()
        .concat()
}

/// A plan of ranks and rewards after a head of its own.
fn of(head: &str, conditions: &[&str], list: &[&str]) -> String {
    format!("{head}\n{}{}", ranks(conditions), rewards(list))
}

const OWN: &str = "on = \"sale\"\nto = \"seller\"\nrate = \"10%\"";
const HEAD: &str = "on = \"join\"\nto = { upline = 1 }\namount = \"60.00\"";
const ENTRY: &str = "[join]\nhow = \"purchase\"\npackage = \"398.00\"\n";

#[test]
fn heads_in_parts_and_at_second_hand() {
    let one = &["", "promote = { direct_customers = 10 }"];
    let base =
        of("", one, &[OWN, "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\namount = \"60.00\""]);
    let tries: &[(&str, &[&str])] = &[
        (
            "all of what the buyer gets on her first order",
            &[
                "on = \"sale\"\nfirst_order = true\nto = \"buyer\"\namount = \"60.00\"",
                "on = \"sale\"\nto = { upline = 1 }\nrate = \"100%\"\nof = \"w1\"",
            ],
        ),
        (
            "all of what the seller gets of it, up to a cap that any order fills",
            &[
                "on = \"sale\"\nfirst_order = true\nto = \"seller\"\nrate = \"60%\"\ncap = { per = \"line\", amount = \"60.00\" }",
                "on = \"sale\"\nto = { upline = 1 }\nrate = \"100%\"\nof = \"w1\"",
            ],
        ),
        (
            "half of the first order in two shares by hand and by level",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\nrate = \"30%\"",
                "on = \"sale\"\nfirst_order = true\nto = \"seller\"\nrate = \"25%\"",
            ],
        ),
        (
            "half of the first order, by the seller's rank",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\nseller_rank = \"r1\"\nrate = \"50%\"",
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\nseller_rank = \"r2\"\nrate = \"50%\"",
            ],
        ),
        (
            "half of the first order in one category",
            &["on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\ncategory = \"start\"\nrate = \"50%\""],
        ),
        (
            "half of the first order above an amount",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\nline_amount = \"300.00..\"\nrate = \"50%\"",
            ],
        ),
        (
            "a small coupon beside a share of the first order",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\ncoupon = \"20.00\"\ncap = { per = \"month\", amount = \"200.00\" }",
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\nrate = \"45%\"",
            ],
        ),
        (
            "a small coupon beside a share of the first sale",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\ncoupon = \"20.00\"\ncap = { per = \"month\", amount = \"200.00\" }",
                "on = \"first_sale\"\nto = { upline = 1 }\nrate = \"45%\"",
            ],
        ),
        (
            "a coupon that its cap by purchases does not bound",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\ncoupon = \"20.00\"\ncap = { per = \"month\", times = 3 }",
            ],
        ),
        (
            "a coupon capped by the line",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\ncoupon = \"20.00\"\ncap = { per = \"line\", amount = \"20.00\" }",
            ],
        ),
        (
            "the sum by rank, the same for each",
            &[
                "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\namounts = { r1 = \"60.00\", r2 = \"60.00\" }",
            ],
        ),
        (
            "points for a first order",
            &["on = \"sale\"\nfirst_order = true\nto = { nearest = \"r1\" }\npoints = 60"],
        ),
        (
            "every second, twice as much",
            &["on = \"sale\"\nfirst_order = true\nevery = 2\nto = { upline = 1 }\namount = \"120.00\""],
        ),
        (
            "at the close, the same for each below who sold",
            &["on = \"period\"\nperiod = \"month\"\nto = { upline = 1 }\namount = \"60.00\""],
        ),
        (
            "at the close, all of a sum for the seller",
            &[
                "on = \"period\"\nperiod = \"month\"\nto = \"seller\"\namount = \"60.00\"",
                "on = \"period\"\nperiod = \"month\"\nto = { upline = 1 }\nrate = \"100%\"\nof = \"w1\"",
            ],
        ),
        (
            "at the close of a quarter",
            &["on = \"period\"\nperiod = \"quarter\"\nto = { upline = 1 }\namount = \"60.00\""],
        ),
        (
            "on a first sale, as the peer of a sum for the newcomer",
            &[
                "on = \"first_sale\"\nto = \"seller\"\namount = \"60.00\"",
                "on = \"first_sale\"\nto = { peer = \"w1\" }\nrate = \"100%\"",
            ],
        ),
        (
            "on a promotion by customers, for the one above",
            &["on = \"promotion\"\nto = { upline = 1 }\namount = \"60.00\""],
        ),
        (
            "on the sales of the lowest rank only",
            &["on = \"sale\"\nto = { upline = 1 }\nseller_rank = \"r1\"\namount = \"60.00\""],
        ),
    ];
    for (name, list) in tries {
        let list: Vec<&str> = std::iter::once(OWN).chain(list.iter().copied()).collect();
        // A promotion is no sale, so that no level of one is paid.
        let lost: MayLose = if name.contains("on a promotion") { &["STR-08"] } else { &[] };
        caught(name, &base, &of("", one, &list), lost);
    }
    let middle = of(
        "",
        &["", "promote = { own_orders = 1 }", "promote = { direct_customers = 10 }"],
        &[OWN, "on = \"sale\"\nto = { upline = 1 }\nseller_rank = \"..r2\"\namount = \"60.00\""],
    );
    caught("on the sales of the lower ranks only", &base, &middle, &[]);
}

#[test]
fn bring_three_by_other_words() {
    let three = of(
        "",
        &["", "promote = { direct_customers = 3 }"],
        &[OWN, "on = \"sale\"\nto = \"seller\"\nevery = 3\namount = \"99.00\""],
    );
    let bonus = "on = \"promotion\"\nto = \"seller\"\npayee_rank = \"r2\"\namount = \"99.00\"";
    for promote in [
        "promote = { direct_customers = 3 }",
        "promote = { own_orders = 3 }",
        "promote = { any = [{ own_orders = 3 }, { team_sales = \"9000000.00\" }] }",
        "promote = { all = [{ direct_customers = 3 }, { own_sales = \"1.00\" }] }",
    ] {
        caught(promote, &three, &of("", &["", promote], &[OWN, bonus]), &[]);
    }
    let salary =
        "on = \"period\"\nperiod = \"month\"\nto = \"seller\"\npayee_rank = \"r2\"\namount = \"99.00\"";
    let three_customers = of("", &["", "promote = { direct_customers = 3 }"], &[OWN, bonus]);
    let salaried = of("", &["", "promote = { direct_customers = 3 }"], &[OWN, salary]);
    // It comes again and again, and so is no "bring three, get one free" any more.
    caught("a salary", &three_customers, &salaried, &["CON-11", "STR-19"]);
    let of_people = of("", &["", "promote = { direct_invites = 3 }"], &[OWN, bonus]);
    caught(
        "a salary for people",
        &of_people,
        &of("", &["", "promote = { direct_invites = 3 }"], &[OWN, salary]),
        &[],
    );
    let by_rank = "on = \"promotion\"\nto = \"seller\"\namounts = { r2 = \"99.00\" }";
    caught("by rank", &three, &of("", &["", "promote = { direct_customers = 3 }"], &[OWN, by_rank]), &[]);
}

#[test]
fn heads_as_shares_of_the_order_of_entry() {
    let base = of(ENTRY, &["", ""], &[OWN, HEAD]);
    for (name, reward) in [
        (
            "a share of lines of just its price",
            "on = \"sale\"\nto = { upline = 1 }\nline_amount = \"398.00..=398.00\"\nrate = \"15%\"",
        ),
        ("more than half of any order", "on = \"sale\"\nto = { upline = 1 }\nrate = \"60%\""),
        ("a sum on each order", "on = \"sale\"\nto = { upline = 1 }\namount = \"60.00\""),
    ] {
        caught(name, &base, &of(ENTRY, &["", ""], &[OWN, reward]), &[]);
    }
}

#[test]
fn entry_by_other_words() {
    let pays = "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r2..\"\nrate = \"20%\"";
    let bought: &[&str] = &["", "promote = { own_purchases = \"398.00\" }"];
    let base = of("", bought, &[pays]);
    for (name, token) in [
        ("a token rate", "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\nrate = \"0.1%\""),
        (
            "a rate under a cap of a cent",
            "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\nrate = \"20%\"\ncap = { per = \"month\", amount = \"0.01\" }",
        ),
        (
            "a rate on a category that nobody sells",
            "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\ncategory = \"nothing\"\nrate = \"20%\"",
        ),
        (
            "a rate on orders that nobody places",
            "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\nline_amount = \"9000000.00..\"\nrate = \"20%\"",
        ),
        ("a coupon once", "on = \"first_sale\"\nto = \"seller\"\npayee_rank = \"r1\"\ncoupon = \"20.00\""),
        ("points on every sale", "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\npoints = 20"),
        (
            "a rate on first orders only",
            "on = \"sale\"\nfirst_order = true\nto = \"seller\"\npayee_rank = \"r1\"\nrate = \"20%\"",
        ),
        (
            "a rate on every thousandth sale",
            "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\nevery = 1000\nrate = \"20%\"",
        ),
        (
            "a rate at a level that nobody reaches",
            "on = \"sale\"\nto = { upline = 900 }\npayee_rank = \"r1\"\nrate = \"20%\"",
        ),
        (
            "a rate for those who have bought",
            "on = \"sale\"\nto = \"seller\"\npayee_rank = \"r1\"\nrate = \"20%\"\npayee_active = { own_purchases = \"398.00\" }",
        ),
        (
            "a pool for all of them",
            "on = \"period\"\nperiod = \"month\"\nto = { pool = \"r1\" }\npayee_rank = \"r1\"\nrate = \"20%\"",
        ),
        ("a welcome", "on = \"join\"\nto = \"seller\"\npayee_rank = \"r1\"\npoints = 500"),
    ] {
        caught(name, &base, &of("", bought, &[token, pays]), &[]);
    }
    let fee = of("[join]\nfee = \"900.00\"\n", &[""], &[OWN]);
    caught(
        "a fee in two halves",
        &fee,
        &of("[join]\nfee = \"450.00\"\ndeposit = \"450.00\"\n", &[""], &[OWN]),
        &[],
    );
}

#[test]
fn own_purchases_by_other_words() {
    let pays = "on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"r2\"\nrate = \"10%\"";
    let base = of("", &["", "promote = { own_sales = \"100000.00\" }"], &[OWN, pays]);
    for promote in [
        "promote = { all = [{ own_sales = \"100000.00\" }, { direct_customers = 1 }] }",
        "promote = { any = [{ own_sales = \"100000.00\" }, { direct_customers = 1000 }] }",
        "promote = { own_orders = 50 }",
        "promote = { all = [{ own_orders = 50 }, { direct_customers = 1 }] }",
        "promote = { own_purchases = \"100000.00\" }",
        "promote = { top_up = \"100000.00\" }",
        "promote = { package = \"SKU\" }",
        "promote = { course = \"C\" }",
    ] {
        caught(promote, &base, &of("", &["", promote], &[OWN, pays]), &[]);
    }
    let team = of("", &["", "promote = { team_sales = \"900000.00\" }"], &[OWN, pays]);
    let beside = "promote = { all = [{ team_sales = \"900000.00\" }, { direct_customers = 1 }] }";
    caught("one customer beside a team's sales", &team, &of("", &["", beside], &[OWN, pays]), &[]);
}

#[test]
fn own_orders_fill_no_own_sales_where_they_pay_nobody() {
    let pays = "on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"r2\"\nrate = \"10%\"";
    let is_bought = |who: &str, promote: &str| {
        let head = format!("[sale]\nself_purchase = \"{who}\"\n");
        let text = of(&head, &["", promote], &[OWN, pays]);
        PACKS.iter().any(|pack| serious(&plan(&text), pack).iter().any(|hit| hit.starts_with("STR-05")))
    };
    let sales = "promote = { own_sales = \"100000.00\" }";
    assert!(is_bought("seller", sales) && !is_bought("nobody", sales));
    // What is bought outright is bought, whoever is credited.
    assert!(is_bought("nobody", "promote = { own_purchases = \"100000.00\" }"));
}

#[test]
fn a_bought_rank_in_small_steps() {
    let rates = |list: &[&str]| {
        let all: Vec<String> =
            list.iter().enumerate().map(|(at, rate)| format!("r{} = \"{rate}\"", at + 1)).collect();
        format!("on = \"sale\"\nto = \"seller\"\nrates = {{ {} }}", all.join(", "))
    };
    let step = "promote = { own_sales = \"1000.00\" }";
    let one = of("", &["", step], &[&rates(&["10%", "20%"])]);
    let four = of("", &["", step, step, step, step], &[&rates(&["10%", "12.5%", "15%", "18%", "20%"])]);
    caught("four small steps", &one, &four, &[]);
    let bonus =
        "on = \"period\"\nperiod = \"month\"\nto = \"seller\"\npayee_active = { own_sales = \"1000.00\" }\n";
    let once = of("", &[""], &[OWN, &format!("{bonus}rate = \"10%\"")]);
    let part = format!("{bonus}rate = \"2%\"");
    caught("five small bonuses", &once, &of("", &[""], &[OWN, &part, &part, &part, &part, &part]), &[]);
}

#[test]
fn being_paid_for_own_purchases_by_other_words() {
    let month = "on = \"period\"\nperiod = \"month\"\n";
    let active = format!(
        "{month}to = {{ pool = \"r1\" }}\npayee_active = {{ own_sales = \"1000.00\" }}\nrate = \"5%\""
    );
    let base = of("", &[""], &[OWN, &active]);
    let pool = format!("{month}to = {{ pool = \"r1\", by = \"own_sales\" }}\nrate = \"5%\"");
    caught("a pool by own sales", &base, &of("", &[""], &[OWN, &pool]), &[]);
    let above = "on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\n";
    let base = of(
        "",
        &[""],
        &[OWN, &format!("{above}payee_active = {{ own_sales = \"50000.00\", within = \"30d\" }}")],
    );
    for active in [
        "payee_active = { own_orders = 30, within = \"30d\" }",
        "payee_active = { own_purchases = \"50000.00\", within = \"30d\" }",
        "payee_active = { any = [{ own_sales = \"50000.00\" }, { direct_customers = 900 }] }",
        "payee_active = { all = [{ own_sales = \"50000.00\" }, { direct_customers = 1 }] }",
        "cap = { per = \"month\", times = 3 }",
    ] {
        caught(active, &base, &of("", &[""], &[OWN, &format!("{above}{active}")]), &[]);
    }
    let brackets = format!(
        "{month}to = \"differential\"\nrates = {{ by = \"own_sales\", from = {{ \"0.00\" = \"0.01%\", \"50000.00\" = \"5%\" }} }}"
    );
    let kept = of(
        "",
        &[""],
        &[
            OWN,
            &format!(
                "{month}to = {{ upline = 1 }}\nrate = \"5%\"\npayee_active = {{ own_sales = \"50000.00\" }}"
            ),
        ],
    );
    caught("brackets of own sales on others' sales", &kept, &of("", &[""], &[OWN, &brackets]), &["STR-08"]);
}

#[test]
fn levels_by_other_words() {
    let shifted = "[sale]\nself_purchase = \"inviter\"\n";
    let base = of(shifted, &[""], &["on = \"period\"\nperiod = \"month\"\nto = \"seller\"\nrate = \"5%\""]);
    let pool =
        "on = \"period\"\nperiod = \"month\"\nto = { pool = \"r1\", by = \"own_sales\" }\nrate = \"5%\"";
    caught("a pool by sales that are one's downline's orders", &base, &of(shifted, &[""], &[pool]), &[]);
    let deep = of("", &[""], &[OWN, "on = \"sale\"\nto = { upline = \"1..=9\" }\nrate = \"5%\""]);
    for (name, reward) in [
        (
            "a pool by what a team sells",
            "on = \"period\"\nperiod = \"month\"\nto = { pool = \"r1\", by = \"team_sales\" }\nrate = \"5%\"",
        ),
        (
            "up to the first of a rank",
            "on = \"sale\"\nto = { upline = \"1..=9\" }\nuntil = \"r1\"\npayees = 9\nrate = \"5%\"",
        ),
        ("nine payees at most", "on = \"sale\"\nto = { upline = \"1..=1000\" }\npayees = 9\nrate = \"5%\""),
        ("by quarters", "on = \"period\"\nperiod = \"quarter\"\nto = { upline = \"1..=9\" }\nrate = \"5%\""),
        ("by years", "on = \"period\"\nperiod = \"year\"\nto = { upline = \"1..=9\" }\nrate = \"5%\""),
        (
            "under a cap for life",
            "on = \"sale\"\nto = { upline = \"1..=9\" }\nrate = \"5%\"\ncap = { per = \"life\", amount = \"9000000.00\" }",
        ),
        ("of profit", "on = \"sale\"\nto = { upline = \"1..=9\" }\nrate = \"50%\"\nof = \"profit\""),
        (
            "of what the seller gets",
            "on = \"sale\"\nto = { upline = \"1..=9\" }\nrate = \"50%\"\nof = \"w0\"",
        ),
        (
            "of lines of an amount",
            "on = \"sale\"\nto = { upline = \"1..=9\" }\nline_amount = \"0.01..\"\nrate = \"5%\"",
        ),
        (
            "of all but first orders",
            "on = \"sale\"\nto = { upline = \"1..=9\" }\nfirst_order = false\nrate = \"5%\"",
        ),
    ] {
        let lost: MayLose = if name == "up to the first of a rank" { &["STR-07"] } else { &[] };
        caught(name, &deep, &of("", &[""], &[OWN, reward]), lost);
    }
}

#[test]
fn team_pay_by_other_words() {
    let month = "on = \"period\"\nperiod = \"month\"\n";
    let team = [
        "",
        "promote = { team_sales = \"9000.00\", within = \"month\" }\nkeep = { team_sales = \"9000.00\", within = \"month\" }",
    ];
    let base = of(
        "",
        &team,
        &[
            OWN,
            &format!(
                "{month}to = \"seller\"\nrates = {{ by = \"team_sales\", from = {{ \"9000.00\" = \"5%\" }} }}"
            ),
        ],
    );
    for (name, reward) in [
        (
            "a salary for the rank",
            format!("{month}to = \"seller\"\npayee_rank = \"r2\"\namount = \"500.00\""),
        ),
        (
            "a salary by rank",
            format!("{month}to = \"seller\"\namounts = {{ r1 = \"1.00\", r2 = \"500.00\" }}"),
        ),
        (
            "a rate by rank at the close",
            format!("{month}to = \"seller\"\nrates = {{ r1 = \"1%\", r2 = \"5%\" }}"),
        ),
        (
            "a bonus on reaching the rank",
            "on = \"promotion\"\nto = \"seller\"\npayee_rank = \"r2\"\namount = \"500.00\"".to_owned(),
        ),
        (
            "a condition of being paid",
            format!(
                "{month}to = \"seller\"\npayee_active = {{ team_sales = \"9000.00\", within = \"month\" }}\nrate = \"5%\""
            ),
        ),
        (
            "a pool by weights",
            format!("{month}to = {{ pool = \"r1\" }}\nweights = {{ r1 = 1, r2 = 9000 }}\nrate = \"5%\""),
        ),
    ] {
        caught(name, &base, &of("", &team, &[OWN, &reward]), &[]);
    }
    let narrow = of(
        "",
        &team,
        &[OWN, "on = \"sale\"\nto = { upline = \"1..=9\" }\npayee_rank = \"r2\"\nrate = \"5%\""],
    );
    for (name, rates) in [
        ("a token for the lower rank", "rates = { r1 = \"0.01%\", r2 = \"5%\" }"),
        (
            "a token for the lower rank at each level",
            "rates = { r1 = [\"0.01%\", \"0.01%\", \"0.01%\", \"0.01%\", \"0.01%\", \"0.01%\", \"0.01%\", \"0.01%\", \"0.01%\"], r2 = \"5%\" }",
        ),
    ] {
        let reward = format!("on = \"sale\"\nto = {{ upline = \"1..=9\" }}\n{rates}");
        caught(name, &narrow, &of("", &team, &[OWN, &reward]), &[]);
    }
}

#[test]
fn a_link_that_a_large_sum_hides() {
    let base = of(ENTRY, &["", "promote = { direct_customers = 1000 }"], &[OWN, HEAD]);
    for (name, fake) in [
        (
            "for a rank that nobody reaches",
            "on = \"join\"\nto = { upline = 1 }\npayee_rank = \"r2\"\namount = \"900000.00\"",
        ),
        (
            "for a level that nobody reaches",
            "on = \"join\"\nto = { upline = \"900..=901\" }\namount = \"900000.00\"",
        ),
    ] {
        let second = of(ENTRY, &["", "promote = { direct_customers = 1000 }"], &[OWN, HEAD, fake]);
        caught(name, &base, &second, &[]);
    }
    let order = |min: &str| format!("[join]\nhow = \"purchase\"\npurchase = {{ min = \"{min}\" }}\n");
    caught(
        "the least order is a cent",
        &of(&order("398.00"), &[""], &[OWN, HEAD]),
        &of(&order("0.01"), &[""], &[OWN, HEAD]),
        &[],
    );
}

#[test]
fn splitting_finds_nothing_new_either() {
    let first = "on = \"sale\"\nfirst_order = true\nto = { upline = 1 }\n";
    let whole =
        of("", &["", "promote = { direct_customers = 9 }"], &[OWN, &format!("{first}rate = \"30%\"")]);
    let parts: &[(&str, [&str; 2])] = &[
        ("by amount", ["line_amount = \"..=100.00\"", "line_amount = \"100.01..\""]),
        ("by the seller's rank", ["seller_rank = \"r1\"", "seller_rank = \"r2\""]),
        ("by the payee's rank", ["payee_rank = \"r1\"", "payee_rank = \"r2\""]),
    ];
    for (name, [low, high]) in parts {
        let (low, high) = (format!("{first}{low}\nrate = \"30%\""), format!("{first}{high}\nrate = \"30%\""));
        let split = of("", &["", "promote = { direct_customers = 9 }"], &[OWN, &low, &high]);
        same(name, &whole, &split);
    }
    let levels = of(
        "",
        &[""],
        &[OWN, "on = \"sale\"\nfirst_order = true\nto = { upline = \"1..=2\" }\nrates = [\"30%\", \"1%\"]"],
    );
    let apart = of(
        "",
        &[""],
        &[
            OWN,
            &format!("{first}rate = \"30%\""),
            "on = \"sale\"\nfirst_order = true\nto = { upline = 2 }\nrate = \"1%\"",
        ],
    );
    same("by level", &levels, &apart);
    let own = of("", &[""], &["on = \"sale\"\nto = \"seller\"\nrate = \"20%\""]);
    let by_amount = of(
        "",
        &[""],
        &[
            "on = \"sale\"\nto = \"seller\"\nline_amount = \"..=100.00\"\nrate = \"20%\"",
            "on = \"sale\"\nto = \"seller\"\nline_amount = \"100.01..\"\nrate = \"20%\"",
        ],
    );
    same("own commission by amount", &own, &by_amount);
}
