use super::*;
use proptest::prelude::*;

fn currency(code: &str) -> Currency {
    Currency::of_code(code).unwrap()
}

fn in_month(month: u8) -> Facts {
    Facts::new(currency("CNY"), 2026, month)
}

/// Yuan to fen.
const fn yuan(amount: Minor) -> Minor {
    amount * 100
}

/// Pays `(month, amount)` one after the other and gives the history.
fn pay(id: &str, payments: &[(u8, Minor)]) -> Vec<Paid> {
    let mut history = Vec::new();
    for (month, income) in payments {
        let result = profile(id).unwrap().withhold(&history, *income, &in_month(*month)).unwrap();
        history.push(Paid { income: *income, withheld: result.withheld, month: *month });
    }
    history
}

fn withheld(history: &[Paid]) -> Vec<Minor> {
    history.iter().map(|paid| paid.withheld).collect()
}

#[test]
fn every_file_can_be_read_and_says_where_it_comes_from() {
    let ids: Vec<&str> = profiles().iter().map(|profile| profile.id.as_str()).collect();
    assert_eq!(ids, ["none", "cn-platform", "cn-labour", "us-1099", "gb-none"]);
    for profile in profiles() {
        assert!(profile.id == "none" || !profile.cites.is_empty(), "{}", profile.id);
        assert!(!profile.title.zh.is_empty() && !profile.title.en.is_empty());
    }
    assert_eq!(profile("xx"), Err(TaxError::UnknownProfile("xx".to_owned())));
}

#[test]
fn twenty_thousand_a_month_through_a_platform() {
    // Month 1: 20,000 − 4,000 − 5,000 = 11,000 × 3 % = 330.
    // Month 2: 40,000 − 8,000 − 10,000 = 22,000 × 3 % = 660, less 330 = 330.
    // Month 3: 60,000 − 12,000 − 15,000 = 33,000 × 3 % = 990, less 660 = 330.
    // Month 4: 80,000 − 16,000 − 20,000 = 44,000 × 10 % − 2,520 = 1,880, less 990 = 890.
    // Month 5: 55,000 × 10 % − 2,520 = 2,980, less 1,880 = 1,100.
    let history = pay("cn-platform", &[1, 2, 3, 4, 5].map(|month| (month, yuan(20_000))));
    assert_eq!(withheld(&history), [yuan(330), yuan(330), yuan(330), yuan(890), yuan(1_100)]);
}

#[test]
fn six_thousand_a_month_through_a_platform_is_below_the_allowance() {
    // 6,000 − 1,200 − 5,000 < 0 in every month.
    let history = pay("cn-platform", &[1, 2, 3].map(|month| (month, yuan(6_000))));
    assert_eq!(withheld(&history), [0, 0, 0]);
}

#[test]
fn every_bracket_of_the_platform_table_at_its_bound_and_a_cent_beyond() {
    // One payment in January of (taxable + 5,000) / 0.8. At 36,000: 51,250 − 10,250 − 5,000; × 3 % = 1,080.
    let table = [
        (yuan(36_000), 30_000, yuan(1_080)),
        // 144,000 × 10 % − 2,520
        (yuan(144_000), 100_000, yuan(11_880)),
        // 300,000 × 20 % − 16,920
        (yuan(300_000), 200_000, yuan(43_080)),
        // 420,000 × 25 % − 31,920
        (yuan(420_000), 250_000, yuan(73_080)),
        // 660,000 × 30 % − 52,920
        (yuan(660_000), 300_000, yuan(145_080)),
        // 960,000 × 35 % − 85,920
        (yuan(960_000), 350_000, yuan(250_080)),
        // 1,000,000 × 45 % − 181,920
        (yuan(1_000_000), 450_000, yuan(268_080)),
    ];
    for (taxable, rate, tax) in table {
        let payment = (taxable + yuan(5_000)) * 10 / 8;
        let result = profile("cn-platform").unwrap().withhold(&[], payment, &in_month(1)).unwrap();
        assert_eq!((result.taxable, result.rate.0, result.withheld), (taxable, rate, tax));
        assert_eq!(result.net, payment - tax);
        // 2 fen more: 1.6 fen taxable more, 2 after rounding (0.4 fen of costs round to none).
        let result = profile("cn-platform").unwrap().withhold(&[], payment + 2, &in_month(1)).unwrap();
        assert!(result.rate.0 > rate || rate == 450_000);
        assert!((tax..=tax + 2).contains(&result.withheld), "no jump at {taxable}");
    }
}

#[test]
fn the_arithmetic_is_shown_in_both_languages() {
    let history = pay("cn-platform", &[1, 2, 3].map(|month| (month, yuan(20_000))));
    let facts = Facts { other_deductions: yuan(1_000), ..in_month(4) };
    let result = profile("cn-platform").unwrap().withhold(&history, yuan(20_000), &facts).unwrap();
    // 44,000 − 1,000 = 43,000 × 10 % − 2,520 = 1,780, less 990 = 790.
    assert_eq!((result.withheld, result.quick_deduction), (yuan(790), yuan(2_520)));
    let zh: Vec<&str> = result.lines.iter().map(|line| line.zh.as_str()).collect();
    assert_eq!(
        zh,
        [
            "本年累计收入：60,000.00 + 本次 20,000.00 = 80,000.00",
            "减除费用：80,000.00 × 20% = 16,000.00",
            "减除：5,000.00 × 连续 4 个月 = 20,000.00",
            "其他扣除：1,000.00",
            "应纳税所得额 43,000.00 × 10% − 速算扣除数 2,520.00 = 1,780.00",
            "1,780.00 − 已预扣 990.00，本次预扣 790.00，实付 19,210.00",
        ]
    );
    assert_eq!(result.lines[4].en, "taxable 43,000.00 × 10% − quick deduction 2,520.00 = 1,780.00");
}

#[test]
fn a_month_without_income_starts_the_count_of_months_again() {
    // January and February as above: 330 and 330. Nothing in March. April: 60,000 − 12,000 − 1 × 5,000 = 43,000;
    // × 10 % − 2,520 = 1,780, less 660 = 1,120.
    let payments = [(1, yuan(20_000)), (2, yuan(20_000)), (4, yuan(20_000))];
    assert_eq!(withheld(&pay("cn-platform", &payments)), [yuan(330), yuan(330), yuan(1_120)]);
    // If the tax office agrees to four months: 60,000 − 12,000 − 20,000 = 28,000 × 3 % = 840, less 660 = 180.
    let history = pay("cn-platform", &payments[..2]);
    let facts = Facts { months: Some(4), ..in_month(4) };
    let result = profile("cn-platform").unwrap().withhold(&history, yuan(20_000), &facts).unwrap();
    assert_eq!(result.withheld, yuan(180));
}

#[test]
fn what_was_withheld_too_much_is_not_paid_back() {
    // January: 330. February 100: 20,100 − 4,020 − 10,000 = 6,080 × 3 % = 182.40, less 330 < 0.
    let history = pay("cn-platform", &[(1, yuan(20_000)), (2, yuan(100))]);
    assert_eq!(withheld(&history), [yuan(330), 0]);
    let result = profile("cn-platform").unwrap().withhold(&history[..1], yuan(100), &in_month(2)).unwrap();
    assert_eq!(
        result.lines.last().unwrap().zh,
        "182.40 − 已预扣 330.00，本次预扣 0.00（多扣的由本人汇算时退回），实付 100.00"
    );
}

#[test]
fn no_more_than_the_payment_is_withheld_and_the_rest_from_the_next() {
    // January: 100,000 paid without withholding, though 75,000 × 10 % − 2,520 = 4,980 were due.
    let mut history = vec![Paid { income: yuan(100_000), withheld: 0, month: 1 }];
    // 100,010 − 20,002 − 5,000 = 75,008 × 10 % − 2,520 = 4,980.80.
    let result = profile("cn-platform").unwrap().withhold(&history, yuan(10), &in_month(1)).unwrap();
    assert_eq!((result.withheld, result.net), (yuan(10), 0));
    history.push(Paid { income: yuan(10), withheld: yuan(10), month: 1 });
    // 110,010 − 22,002 − 5,000 = 83,008 × 10 % − 2,520 = 5,780.80, less 10.
    let result = profile("cn-platform").unwrap().withhold(&history, yuan(10_000), &in_month(1)).unwrap();
    assert_eq!(result.withheld, 577_080);
}

#[test]
fn a_payment_that_was_taken_back_counts_no_longer() {
    let history = [
        Paid { income: yuan(20_000), withheld: yuan(330), month: 1 },
        Paid { income: -yuan(20_000), withheld: -yuan(330), month: 1 },
    ];
    let result = profile("cn-platform").unwrap().withhold(&history, yuan(20_000), &in_month(1)).unwrap();
    assert_eq!(result.withheld, yuan(330));
}

#[test]
fn labour_remuneration_by_the_month() {
    // 800 − 800 = 0; 4,000 − 800 = 3,200 × 20 % = 640; 5,000 − 1,000 = 4,000 × 20 % = 800.
    // 25,000 − 5,000 = 20,000 × 20 % = 4,000; 30,000 − 6,000 = 24,000 × 30 % − 2,000 = 5,200.
    // 62,500 − 12,500 = 50,000 × 30 % − 2,000 = 13,000; 100,000 − 20,000 = 80,000 × 40 % − 7,000 = 25,000.
    let table = [
        (0, 0),
        (500, 0),
        (800, 0),
        (4_000, 640),
        (5_000, 800),
        (25_000, 4_000),
        (30_000, 5_200),
        (62_500, 13_000),
        (100_000, 25_000),
    ];
    for (income, tax) in table {
        assert_eq!(withheld(&pay("cn-labour", &[(3, yuan(income))])), [yuan(tax)], "{income}");
    }
    // Another month's payments do not count; this month's do: 30,000 in two parts are 30,000.
    let history = pay("cn-labour", &[(2, yuan(9_000)), (3, yuan(4_000)), (3, yuan(26_000))]);
    assert_eq!(withheld(&history)[1..], [yuan(640), yuan(4_560)]);
}

#[test]
fn a_half_fen_is_rounded_up() {
    // 800.03 − 800.00 = 0.03 × 20 % = 0.006: 0.01. And 0.02 × 20 % = 0.004: nothing.
    assert_eq!(withheld(&pay("cn-labour", &[(1, 80_003)])), [1]);
    assert_eq!(withheld(&pay("cn-labour", &[(1, 80_002)])), [0]);
    // 0.5 × 3 % … 0.50 taxable: 0.015, half a fen: 0.02. (5,000.50 + costs: 6,250.63 − 1,250.13 = 5,000.50.)
    assert_eq!(withheld(&pay("cn-platform", &[(1, 625_063)])), [2]);
}

#[test]
fn an_american_contractor_with_and_without_a_tax_number() {
    let profile = profile("us-1099").unwrap();
    let with = Facts::new(currency("USD"), 2026, 5);
    let without = Facts { has_tax_number: false, ..with };
    let history = [Paid { income: 150_000, withheld: 0, month: 4 }];
    let result = profile.withhold(&history, 50_000, &with).unwrap();
    // 1,500 + 500 = 2,000: from 2026 on, this much is reported.
    assert_eq!((result.withheld, result.net, result.must_report), (0, 50_000, true));
    assert!(!profile.withhold(&history, 49_999, &with).unwrap().must_report);
    let year_before = Facts { year: 2025, ..with };
    assert!(profile.withhold(&[], 60_000, &year_before).unwrap().must_report);
    assert!(!profile.withhold(&[], 59_999, &year_before).unwrap().must_report);
    // 10 × 24 % = 2.40: what was withheld is reported, however little was paid.
    let result = profile.withhold(&[], 1_000, &without).unwrap();
    assert_eq!((result.withheld, result.must_report), (240, true));
    // 500 × 24 % = 120.
    let result = profile.withhold(&history, 50_000, &without).unwrap();
    assert_eq!((result.withheld, result.net, result.rate.0), (12_000, 38_000, 240_000));
    assert_eq!(result.lines[1].en, "no tax number: 500.00 × 24% = 120.00 withheld, 380.00 paid out");
}

#[test]
fn nothing_is_withheld_in_britain_or_without_a_profile() {
    let result =
        profile("gb-none").unwrap().withhold(&[], 999, &Facts::new(currency("GBP"), 2026, 1)).unwrap();
    assert_eq!((result.withheld, result.net), (0, 999));
    let result = profile("none").unwrap().withhold(&[], 999, &Facts::new(currency("JPY"), 2026, 1)).unwrap();
    assert_eq!(result.lines, [Text::new("不预扣，实付 999", "nothing is withheld; 999 is paid out")]);
}

#[test]
fn wrong_questions_are_refused() {
    let platform = profile("cn-platform").unwrap();
    let refused = platform.withhold(&[], 1, &Facts::new(currency("USD"), 2026, 1)).unwrap_err();
    assert_eq!(refused.code(), "tax_currency");
    assert_eq!(refused.text().en, "this tax profile is for payments in CNY, not USD");
    assert_eq!(refused.text().zh, "这个税务方案用于 CNY，不能用于 USD");
    assert_eq!(platform.withhold(&[], -1, &in_month(1)), Err(TaxError::Amount));
    assert_eq!(platform.withhold(&[], MAX_AMOUNT + 1, &in_month(1)), Err(TaxError::Amount));
    assert_eq!(platform.withhold(&[], 1, &in_month(0)), Err(TaxError::Month));
    assert_eq!(platform.withhold(&[], 1, &in_month(13)), Err(TaxError::Month));
    let later = [Paid { income: 1, withheld: 0, month: 2 }];
    assert_eq!(platform.withhold(&later, 1, &in_month(1)), Err(TaxError::Month));
    let facts = Facts { months: Some(3), ..in_month(2) };
    assert_eq!(platform.withhold(&[], 1, &facts), Err(TaxError::Month));
}

#[test]
fn a_profile_whose_numbers_make_no_tax_is_refused() {
    let good = include_str!("profiles/cn-labour.toml");
    assert!(Profile::parse(good).is_ok());
    for (from, to) in [
        ("rate = 200_000", "rate = 1_000_001"),
        ("quick = 200_000", "quick = 200_001"),
        ("up_to = 5_000_000", "up_to = 1_000_000"),
        ("up_to = 5_000_000\n", ""),
        ("rate = 400_000", "up_to = 9_000_000\nrate = 400_000"),
        ("costs = 200_000", "costs = 1_000_001"),
        ("small_deduction = 80_000", "small_deduction = -1"),
        ("CNY", "yuan"),
        ("kind = \"per-month\"", "kind = \"other\""),
        ("as_of", "asof"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        assert_eq!(Profile::parse(&bad).unwrap_err().code(), "tax_profile_invalid", "{to}");
    }
}

/// Cuts an amount into as many parts as there are weights.
fn cut(amount: Minor, weights: &[u32]) -> Vec<Minor> {
    let total: Minor = weights.iter().map(|weight| Minor::from(*weight) + 1).sum();
    let mut parts: Vec<Minor> =
        weights.iter().map(|weight| amount / total * (Minor::from(*weight) + 1)).collect();
    parts[0] += amount - parts.iter().sum::<Minor>();
    parts
}

proptest! {
    #[test]
    fn parts_of_a_month_s_payment_are_taxed_as_the_whole(
        months in prop::collection::vec((0_i64..50_000_000, prop::collection::vec(0_u32..100, 1..6)), 1..12),
    ) {
        for id in ["cn-platform", "cn-labour"] {
            let numbered = || (1_u8..).zip(&months);
            let whole: Vec<(u8, Minor)> = numbered().map(|(month, (amount, _))| (month, *amount)).collect();
            let parts: Vec<(u8, Minor)> = numbered()
                .flat_map(|(month, (amount, weights))| cut(*amount, weights).into_iter().map(move |part| (month, part)))
                .collect();
            let sum = |history: Vec<Paid>| withheld(&history).iter().sum::<Minor>();
            prop_assert_eq!(sum(pay(id, &whole)), sum(pay(id, &parts)), "{}", id);
        }
    }

    #[test]
    fn what_is_withheld_is_never_negative_nor_more_than_the_payment(
        payment in 0..=MAX_AMOUNT,
        history in prop::collection::vec((-MAX_AMOUNT..=MAX_AMOUNT, -MAX_AMOUNT..=MAX_AMOUNT, 1_u8..=12), 0..20),
        other_deductions in 0..=MAX_AMOUNT,
        has_tax_number: bool,
        year: i32,
    ) {
        let history: Vec<Paid> =
            history.into_iter().map(|(income, withheld, month)| Paid { income, withheld, month }).collect();
        for profile in profiles() {
            let currency = profile.currency.unwrap_or(currency("EUR"));
            let facts = Facts { has_tax_number, other_deductions, ..Facts::new(currency, year, 12) };
            let result = profile.withhold(&history, payment, &facts).unwrap();
            prop_assert!((0..=payment).contains(&result.withheld), "{}", profile.id);
            prop_assert_eq!(result.net + result.withheld, payment);
            prop_assert!(!result.lines.is_empty());
        }
    }

    #[test]
    fn more_income_never_means_less_tax_nor_less_net(income in 0_i64..1_000_000_000, more in 0_i64..1_000_000) {
        for id in ["cn-platform", "cn-labour"] {
            let of = |income| profile(id).unwrap().withhold(&[], income, &in_month(1)).unwrap();
            let (one, other) = (of(income), of(income + more));
            prop_assert!(one.withheld <= other.withheld && one.net <= other.net);
        }
    }

    #[test]
    fn garbage_is_no_profile_and_no_panic(text in ".*") {
        prop_assert!(Profile::parse(&text).is_err());
    }
}
