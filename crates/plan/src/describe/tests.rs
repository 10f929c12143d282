use super::*;
use crate::parse::parse;

const PLANS: [(&str, &str); 10] = [
    ("dual-track", include_str!("../../../../plans/dual-track.toml")),
    ("gift-pack", include_str!("../../../../plans/gift-pack.toml")),
    ("group-of-three", include_str!("../../../../plans/group-of-three.toml")),
    ("lvhuasuan", include_str!("../../../../plans/lvhuasuan.toml")),
    ("price-difference", include_str!("../../../../plans/price-difference.toml")),
    ("stair-step", include_str!("../../../../plans/stair-step.toml")),
    ("starter", include_str!("../../../../plans/starter.toml")),
    ("sunline", include_str!("../../../../plans/sunline.toml")),
    ("wanwu", include_str!("../../../../plans/wanwu.toml")),
    ("yige", include_str!("../../../../plans/yige.toml")),
];

fn plan(source: &str) -> Plan {
    let (plan, diagnostics) = parse(source);
    plan.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// Every word of the language that the ready plans do not use.
const REST: &str = r#"
[plan]
id = "rest"
currency = "XTS"
utc_offset = "-03:30"
[join]
how = "open"
purchase = { min = "99.00" }
fee = "10.00"
deposit = "5.00"
[sale]
self_purchase = "inviter"
release_after = "36h"
product_rate = "5%"
retail_tracking = true
[[rank]]
id = "owner"
[[rank]]
id = "gold"
title = { zh = "金牌店主", en = "Gold owner" }
promote = { any = [{ course = "beginner" }, { package = "pack-1", within = "month" }, { top_up = "50.00" }] }
keep = { all = [{ own_orders = 1, within = "month" }, { own_purchases = "20.00", within = "1d" }, { direct_customers = 1 }, { legs = { rank = "owner", count = 1 } }] }
[[rank]]
id = "senior"
title = { zh = "高级金牌店主", en = "Senior gold owner" }
promote = "manual"
[[reward]]
id = "a"
on = "sale"
to = { upline = 2 }
category = ["food", "home"]
first_order = false
distance = "2"
payee_rank = "owner..=gold"
compress = true
rate = "product"
of = "profit"
[[reward]]
id = "b"
on = "period"
period = "week"
to = "differential"
floor = "0.5%"
payee_active = { own_sales = "1.00" }
rates = { owner = "1%", gold = "2%" }
of = "profit"
[[reward]]
id = "c"
on = "period"
period = "week"
to = { peer = "b" }
compress = true
payee_rank = "..senior"
rate = "5%"
[[reward]]
id = "d"
on = "period"
period = "day"
to = { pool = "senior", by = "own_sales" }
amount = "8.00"
[[reward]]
id = "e"
on = "promotion"
to = { generation = "1", of = "gold" }
seller_rank = "gold"
points = 1
distance = "1..=3"
[[reward]]
id = "f"
on = "first_sale"
to = { nearest = "owner" }
compress = true
coupon = "3.00"
[[reward]]
id = "g"
on = "sale"
to = "buyer"
category = "food"
payee_rank = "owner.."
rate = "1%"
every = 2
"#;

/// Words of month ends, legs, brackets and caps.
const CLOSES: &str = r#"
[plan]
id = "closes"
currency = "CNY"
rounding = "half_even"
close_ranks = "after_review"
[sale]
self_purchase = "nobody"
[[rank]]
id = "owner"
[[rank]]
id = "gold"
promote = { any = [{ held = { rank = "owner", months = 3, of = 6 } }, { held = { rank = "owner", months = 2 } }, { team_sales = "4350.00", leg_at_most = "40%", within = "quarter" }, { legs = { own_sales = "100.00", count = 2 }, within = "month" }] }
keep = { lesser_legs = "1000.00", within = "month" }
[[cap]]
per = "life"
times = "2.5"
[[cap]]
per = "week"
amount = "500.00"
rewards = ["pairs", "match"]
[[reward]]
id = "pairs"
on = "period"
period = "week"
to = "pairing"
rates = { owner = "8%", gold = "10%" }
pair = { unit = "200.00", ratio = "2:1", carry = "1000.00", idle = "lose", expires = 4 }
payee_active = { own_sales = "1.00", within = "week" }
[[reward]]
id = "match"
on = "period"
period = "week"
to = { upline = "1..=2" }
rates = { gold = ["10%", "5%"], owner = ["10%"] }
of = "pairs"
compress = true
[[reward]]
id = "steps"
on = "period"
period = "day"
to = "pairing"
amounts = { owner = "20.00", gold = "30.00" }
pair = { steps = ["500.00", "1000.00"], carry = "stronger", expires = 1 }
cap = { per = "line", amount = "25.00" }
[[reward]]
id = "volume"
on = "period"
period = "quarter"
to = "seller"
rates = { by = "own_sales", marginal = true, from = { "0.00" = "3%", "5000.00" = "6%" } }
[[reward]]
id = "difference"
on = "period"
period = "year"
to = "differential"
rates = { by = { group = "gold" }, from = { "0.00" = "3%", "5000.00" = "6%" } }
until = "gold"
payees = 1
payee_active = { any = [{ direct_invites = 2 }, { own_purchases = "50.00", within = "year" }] }
[[reward]]
id = "pool"
on = "period"
period = "month"
to = { pool = "owner" }
weights = { owner = 1, gold = 3 }
rate = "2%"
cap = { per = "year", amount = "9000.00" }
[[reward]]
id = "dear"
on = "sale"
to = { upline = 1 }
line_amount = "100.00..=900.00"
rate = "5%"
cap = { per = "life", times = 3 }
"#;

/// Words of lines, branches and places.
const LINES: &str = r#"
[plan]
id = "lines"
currency = "CNY"
[limits]
payout = "50%"
over = "pro_rata"
[placement]
width = 3
[volumes]
bv = "60%"
pv = "100%"
count = "pv"
[[rank]]
id = "owner"
[[reward]]
id = "pieces"
on = "sale"
to = "seller"
amount = "2.00"
per = "piece"
line_quantity = "10.."
[[reward]]
id = "newcomers"
on = "sale"
to = "seller"
rate = "20%"
buyer_months = "..12"
payee_months = "1.."
[[reward]]
id = "third"
on = "sale"
to = { upline = 1 }
rate = "10%"
recruit = "3.."
compress = true
[[reward]]
id = "one"
on = "sale"
to = { upline = 2 }
points = 5
per = "piece"
recruit = 1
line_quantity = "2..=3"
[[reward]]
id = "matrix"
on = "sale"
to = { upline = "1..=2" }
along = "placement"
rate = "2%"
of = "bv"
"#;

fn text(plan: &Plan, lang: Lang) -> String {
    describe(plan).iter().map(|section| section.render(lang)).collect::<Vec<_>>().join("\n")
}

/// `BANYAN_GOLDEN=write cargo test -p banyan-plan describe` writes the files anew.
#[test]
fn the_plans_read_as_they_were_read_before() {
    let write = std::env::var_os("BANYAN_GOLDEN").is_some();
    for (id, source) in PLANS.into_iter().chain([("rest", REST), ("closes", CLOSES), ("lines", LINES)]) {
        let plan = plan(source);
        for (lang, ending) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let file = format!("{}/src/describe/golden/{id}.{ending}.txt", env!("CARGO_MANIFEST_DIR"));
            let text = text(&plan, lang);
            if write {
                std::fs::write(&file, &text).unwrap();
            } else {
                let golden = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
                assert_eq!(text, golden, "{file} differs; BANYAN_GOLDEN=write writes it anew");
            }
        }
    }
}

/// What is left of a sentence without the ids in backticks.
fn bare(sentence: &str) -> String {
    sentence.split('`').step_by(2).collect()
}

#[test]
fn no_language_leaks_into_the_other() {
    for (id, source) in PLANS.into_iter().chain([("rest", REST), ("closes", CLOSES), ("lines", LINES)]) {
        let plan = plan(source);
        let mut all: Vec<Text> =
            (0..plan.rewards.len()).map(|no| reward_rule(&plan, no as RewardNo)).collect();
        all.push(rank_names(&plan));
        for section in describe(&plan) {
            all.push(section.title);
            all.extend(section.sentences);
        }
        for text in all {
            let zh = bare(&text.zh);
            assert!(!zh.chars().any(|c| c.is_ascii_alphabetic()), "{id}: {}", text.zh);
            assert!(
                !zh.contains([',', ';', '(', '"']) || zh.contains(|c: char| c.is_ascii_digit()),
                "{id}: {}",
                text.zh
            );
            assert!(bare(&text.en).chars().all(|c| c < '\u{2e80}'), "{id}: {}", text.en);
            assert!(!text.zh.is_empty() && !text.en.is_empty());
        }
    }
}

#[test]
fn a_title_in_one_language_only_leaves_the_id_in_the_other() {
    let source = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\ntitle = \"好店\"\n[[rank]]\nid = \"owner\"\ntitle = \"Owner\"\n";
    let plan = plan(source);
    assert_eq!(rank_name(&plan, 1), Text::new("`owner`", "Owner"));
    let head = &describe(&plan)[0].sentences[0];
    assert!(head.zh.contains("好店") && head.en.starts_with("This plan has the id `p`"), "{head:?}");
}

#[test]
fn a_reward_is_one_clause() {
    let wanwu = plan(PLANS[8].1);
    assert_eq!(
        reward_rule(&wanwu, 1),
        Text::new(
            "“销售佣金”的 25%，付给卖家的直接上级，领取人的等级须为金牌店主或更高",
            "25% of “Sales commission”, to the first promoter above the seller, if the payee's rank is Gold shopkeeper or higher",
        )
    );
    assert!(reward_rule(&wanwu, 2).en.starts_with(
        "25% of “Sales commission”, to the nearest Gold shopkeeper or higher above the seller, at distance 2 or more"
    ));
}

#[test]
fn the_farthest_level_is_told() {
    let expected = [
        Levels::NoEnd,
        Levels::NoEnd,
        Levels::To(0),
        Levels::To(1),
        Levels::NoEnd,
        Levels::NoEnd,
        Levels::To(0),
        Levels::NoEnd,
        Levels::NoEnd,
        Levels::NoEnd,
    ];
    for ((id, source), levels) in PLANS.into_iter().zip(expected) {
        assert_eq!(levels_paid(&plan(source)), levels, "{id}");
    }
    let head = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"a\"\n[[rank]]\nid = \"b\"\n";
    let cases = [
        ("", Levels::None),
        ("on = \"join\"\nto = { upline = 3 }\namount = \"1.00\"", Levels::None),
        ("on = \"sale\"\nto = { upline = 3 }\npoints = 1", Levels::None),
        ("on = \"sale\"\nto = { upline = \"1..=3\" }\nrate = \"1%\"", Levels::To(3)),
        (
            "on = \"sale\"\nto = { upline = 3 }\nrate = \"1%\"\ncompress = true\npayee_rank = \"b\"",
            Levels::NoEnd,
        ),
        (
            "on = \"sale\"\nto = { upline = 3 }\nrate = \"1%\"\ncompress = true\npayee_rank = \"b\"\ndistance = \"..=7\"",
            Levels::To(7),
        ),
        (
            "on = \"sale\"\nto = { upline = 1 }\nrate = \"1%\"\ncompress = true\ndistance = \"3..\"",
            Levels::To(3),
        ),
        ("on = \"sale\"\nto = { generation = \"1..=2\", of = \"a\" }\nrate = \"1%\"", Levels::To(2)),
        ("on = \"period\"\nperiod = \"day\"\nto = { nearest = \"b\" }\nrate = \"1%\"", Levels::NoEnd),
    ];
    for (body, levels) in cases {
        let reward =
            if body.is_empty() { String::new() } else { format!("[[reward]]\nid = \"r\"\n{body}\n") };
        assert_eq!(levels_paid(&plan(&format!("{head}{reward}"))), levels, "{body}");
    }
}
