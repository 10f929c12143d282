//! Well-known plan shapes and everything that each pack finds in them.

use super::{hits, plan};

const TWO_LEVELS: &str = r#"
[join]
how = "open"
[sale]
retail_tracking = true
[[rank]]
id = "owner"
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "12%"
[[reward]]
id = "inviter"
on = "sale"
to = { upline = 1 }
rate = "3%"
"#;

const ONE_LEVEL: &str = r#"
[sale]
retail_tracking = true
[[rank]]
id = "owner"
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "12%"
"#;

const GIFT_PACK: &str = r#"
[join]
how = "purchase"
package = "398.00"
[[rank]]
id = "member"
[[rank]]
id = "manager"
promote = { direct_invites = 6 }
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "10%"
[[reward]]
id = "head"
on = "join"
to = { upline = 1 }
amount = "60.00"
"#;

const GROUP: &str = r#"
[sale]
retail_tracking = true
[[rank]]
id = "leader"
[[reward]]
id = "group-price"
on = "sale"
to = "buyer"
rate = "10%"
"#;

const BRING_THREE: &str = r#"
[sale]
retail_tracking = true
[[rank]]
id = "leader"
[[reward]]
id = "free"
on = "sale"
to = "seller"
every = 3
amount = "99.00"
"#;

fn expect(body: &str, expected: &[(&str, &[&str])]) {
    for (pack, rules) in expected {
        let mut rules: Vec<&str> = rules.to_vec();
        rules.sort_unstable();
        assert_eq!(hits(body, pack), rules, "{pack}");
    }
}

#[test]
fn free_joining_and_two_levels_on_sales() {
    expect(
        &plan(TWO_LEVELS),
        &[
            ("cn-strict", &["STR-08:error", "STR-09:warn"]),
            ("cn", &["STR-08:warn", "STR-09:warn"]),
            ("cn-wechat", &["CON-12:error"]),
            ("us", &[]),
            ("us-ca", &[]),
            ("eu", &[]),
            ("eu-de", &[]),
        ],
    );
}

#[test]
fn free_joining_and_only_the_seller_is_paid() {
    let packs = ["cn-strict", "cn", "cn-wechat", "us", "us-ca", "eu", "eu-de"];
    for pack in packs {
        expect(&plan(ONE_LEVEL), &[(pack, &[])]);
        expect(&plan(GROUP), &[(pack, &[])]);
    }
}

#[test]
fn a_paid_gift_pack_with_head_rewards() {
    let us: &[&str] = &["STR-01:error", "STR-03:error", "STR-14:warn", "STR-02:warn", "STR-04:warn"];
    let eu: &[&str] = &["STR-01:error", "STR-03:error", "STR-18:error", "STR-02:warn", "STR-04:warn"];
    expect(
        &plan(GIFT_PACK),
        &[
            ("cn", &["STR-01:error", "STR-02:error", "STR-03:error", "STR-04:error", "STR-09:warn"]),
            ("cn-wechat", &["CON-12:error"]),
            ("us", us),
            ("us-ca", &["STR-20:warn"]),
            ("eu", eu),
            ("eu-de", &["STR-19:error"]),
        ],
    );
    let with_fee =
        GIFT_PACK.replace("package = \"398.00\"", "purchase = { min = \"0.00\" }\nfee = \"398.00\"");
    expect(&plan(&with_fee), &[("us", us), ("eu", eu), ("eu-de", &["STR-19:error"])]);
}

#[test]
fn invitation_only_with_heads_team_profit_and_break_away() {
    let source =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plans/wanwu.toml")).unwrap();
    let source = source.replace("[limits]", "retail_tracking = true\n\n[limits]");
    let by_heads = source.replacen("promote = \"manual\"", "promote = { direct_invites = 10 }", 1);
    for source in [source, by_heads] {
        expect(
            &source,
            &[
                (
                    "cn",
                    &[
                        "STR-03:error",
                        "STR-04:error",
                        "STR-07:error",
                        "STR-10:error",
                        "STR-09:warn",
                        "STR-13:info",
                    ],
                ),
                ("cn-wechat", &["CON-12:error"]),
                ("us", &["STR-03:error", "STR-04:warn", "STR-10:warn"]),
                ("us-ca", &[]),
                ("eu", &["STR-03:error", "STR-04:warn", "STR-10:info"]),
                ("eu-de", &[]),
            ],
        );
    }
}

#[test]
fn bring_three_and_get_it_free() {
    expect(
        &plan(BRING_THREE),
        &[("cn", &["STR-03:error"]), ("cn-wechat", &["CON-11:error"]), ("eu-de", &["STR-19:error"])],
    );
}

#[test]
fn one_capped_coupon_after_the_invitees_first_settled_order_is_the_exception() {
    let coupon = |on: &str, cap: &str| {
        plan(&format!(
            "{ONE_LEVEL}[[reward]]\nid = \"thanks\"\non = \"{on}\"\nto = {{ upline = 1 }}\ncoupon = \"20.00\"\n{cap}"
        ))
    };
    let cap = "cap = { per = \"month\", amount = \"200.00\" }\n";
    assert!(hits(&coupon("first_sale", cap), "cn").is_empty());
    assert!(hits(&coupon("first_sale", ""), "cn").contains(&"STR-03:error".to_owned()));
    assert!(hits(&coupon("join", cap), "cn").contains(&"STR-03:error".to_owned()));
    let two = coupon("first_sale", cap).replace("upline = 1", "upline = \"1..=2\"");
    assert!(hits(&two, "cn").contains(&"STR-03:error".to_owned()));
}
