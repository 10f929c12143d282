use proptest::prelude::*;

use super::*;

fn rules(worth: Worth, least: Minor) -> Rules {
    Rules {
        worth,
        least,
        products: Vec::new(),
        categories: Vec::new(),
        newcomers: false,
        rank: 0,
        alone: false,
        bearer: Bearer::Shop,
    }
}

fn line(product: &str, category: &str, amount: Minor) -> Line {
    Line { product: product.to_owned(), category: category.to_owned(), amount }
}

/// 120.00 of tea, 80.00 of another tea, 50.00 of cups.
fn cart() -> Vec<Line> {
    vec![line("longjing", "tea", 12_000), line("oolong", "tea", 8_000), line("cup", "ware", 5_000)]
}

fn money(amount: Minor) -> String {
    format!("¥{}.{:02}", amount / 100, amount % 100)
}

#[test]
fn what_one_coupon_takes_off() {
    let share = |rate, cap| rules(Worth::Share(Rate(rate), cap), 0);
    let tea = |rules: Rules| Rules { categories: vec!["tea".to_owned()], ..rules };
    let table = [
        ("20 off", rules(Worth::Off(2_000), 0), Ok(vec![960, 640, 400])),
        ("20 off 250", rules(Worth::Off(2_000), 25_000), Ok(vec![960, 640, 400])),
        ("20 off 250.01", rules(Worth::Off(2_000), 25_001), Err(No::Short(1))),
        ("10 % on tea", tea(share(100_000, None)), Ok(vec![1_200, 800, 0])),
        ("10 % on tea, 15 at most", tea(share(100_000, Some(1_500))), Ok(vec![900, 600, 0])),
        ("20 off tea from 200", tea(rules(Worth::Off(2_000), 20_000)), Ok(vec![1_200, 800, 0])),
        ("more than there is", rules(Worth::Off(99_999), 0), Ok(vec![12_000, 8_000, 5_000])),
        (
            "shoes",
            Rules { categories: vec!["shoes".to_owned()], ..rules(Worth::Off(1), 0) },
            Err(No::NothingFor),
        ),
        ("newcomers", Rules { newcomers: true, ..rules(Worth::Off(1), 0) }, Err(No::NotNew)),
        ("rank 2", Rules { rank: 2, ..rules(Worth::Off(1), 0) }, Err(No::Rank(2))),
        ("nothing", share(0, None), Err(No::Nothing)),
    ];
    let amounts = [12_000, 8_000, 5_000];
    for (case, rules, expected) in table {
        assert_eq!(rules.off(&cart(), &amounts, Buyer { is_new: false, rank: 1 }), expected, "{case}");
    }
}

#[test]
fn this_one_saves_most() {
    let product = Rules { products: vec!["cup".to_owned()], ..rules(Worth::Off(1_000), 0) };
    let category =
        Rules { categories: vec!["tea".to_owned()], ..rules(Worth::Share(Rate(100_000), None), 0) };
    let wallet = [
        rules(Worth::Off(2_000), 20_000),                     // 20 off 200
        category,                                             // 10 % of the tea
        Rules { alone: true, ..rules(Worth::Off(5_500), 0) }, // 55, with no other
        product,                                              // 10 off the cup
        rules(Worth::Off(1_500), 0),                          // 15
        rules(Worth::Off(9_000), 30_000),                     // 90 off 300
    ];
    let choice = choose(&wallet, &cart(), Buyer::default());
    // 55.00 alone is more than 10 off the cup, 20 off the tea, and then 20 off the 220 that are left.
    assert_eq!((choice.used.as_slice(), choice.off.iter().sum::<Minor>()), ([2].as_slice(), 5_500));
    let said: Vec<(usize, String)> = choice
        .unused
        .iter()
        .map(|(place, why)| (*place, why.why(money, |no| no.why(money, |_| Text::default())).en))
        .collect();
    let expected = [
        (0, "What is chosen saves ¥5.00 more"),
        (1, "What is chosen saves ¥5.00 more"),
        (3, "What is chosen saves ¥5.00 more"),
        (4, "What is chosen saves ¥10.00 more"),
        (5, "¥50.00 short of its threshold"),
    ];
    assert_eq!(said, expected.map(|(place, text)| (place, text.to_owned())));
}

#[test]
fn a_budget_is_never_overspent() {
    let budget = Budget { money: Some(10_000), pieces: Some(3), ..Budget::default() };
    let twice = budget.spend(4_000).and_then(|budget| budget.spend(6_000)).unwrap();
    assert_eq!(twice.spend(1), None);
    assert_eq!(twice.give_back(6_000).spend(6_001), None);
    let thrice = twice.spend(0).unwrap();
    assert_eq!(thrice.spend(0), None);
    assert_eq!(Budget::default().spend(i64::MAX).and_then(|budget| budget.spend(1)), None);
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let worth = prop_oneof![
        (1_i64..6_000).prop_map(Worth::Off),
        (1_u32..600_000, prop::option::of(1_i64..4_000))
            .prop_map(|(rate, cap)| Worth::Share(Rate(rate), cap)),
    ];
    let codes = |codes: &'static [&'static str]| {
        prop::sample::subsequence(codes, 0..=codes.len())
            .prop_map(|list| list.into_iter().map(str::to_owned).collect())
    };
    (
        worth,
        0_i64..20_000,
        codes(&["longjing", "oolong", "cup"]),
        codes(&["tea", "ware"]),
        any::<bool>(),
        0_u8..3,
        any::<bool>(),
    )
        .prop_map(|(worth, least, products, categories, newcomers, rank, alone)| Rules {
            worth,
            least,
            products,
            categories,
            newcomers,
            rank,
            alone,
            bearer: Bearer::Shop,
        })
}

/// Tries every subset of the wallet.
fn brute(wallet: &[Rules], cart: &[Line], buyer: Buyer) -> Minor {
    let mut best = 0;
    for set in 1_u32..1 << wallet.len() {
        let mut used: Vec<&Rules> = wallet
            .iter()
            .enumerate()
            .filter(|(place, _)| set >> place & 1 == 1)
            .map(|(_, rules)| rules)
            .collect();
        used.sort_by_key(|rules| rules.layer());
        let is_allowed = used.windows(2).all(|pair| pair[0].layer() != pair[1].layer())
            && (used.len() == 1 || !used.iter().any(|rules| rules.alone));
        let mut left: Vec<Minor> = cart.iter().map(|line| line.amount).collect();
        let applied = is_allowed
            && used.iter().all(|rules| match rules.off(cart, &left, buyer) {
                Ok(off) => {
                    left.iter_mut().zip(off).for_each(|(left, off)| *left -= off);
                    true
                }
                Err(_) => false,
            });
        if applied {
            best = best.max(cart.iter().map(|line| line.amount).sum::<Minor>() - left.iter().sum::<Minor>());
        }
    }
    best
}

proptest! {
    #[test]
    fn nobody_finds_a_better_set(wallet in prop::collection::vec(any_rules(), 0..8), amounts in [0_i64..20_000, 0..20_000, 0..20_000], is_new: bool, rank in 0_u8..3) {
        let mut cart = cart();
        cart.iter_mut().zip(amounts).for_each(|(line, amount)| line.amount = amount);
        let buyer = Buyer { is_new, rank };
        let choice = choose(&wallet, &cart, buyer);
        prop_assert_eq!(choice.off.iter().sum::<Minor>(), brute(&wallet, &cart, buyer));
        prop_assert!(choice.off.iter().zip(&cart).all(|(off, line)| (0..=line.amount).contains(off)));
        prop_assert_eq!(choice.used.len() + choice.unused.len(), wallet.len());
    }

    #[test]
    fn one_more_coupon_never_saves_less(wallet in prop::collection::vec(any_rules(), 0..6), more in any_rules(), rank in 0_u8..3) {
        let buyer = Buyer { is_new: true, rank };
        let saved = |wallet: &[Rules]| choose(wallet, &cart(), buyer).off.iter().sum::<Minor>();
        prop_assert!(saved(&[wallet.clone(), vec![more]].concat()) >= saved(&wallet));
    }
}
