use proptest::prelude::*;

use super::*;

const fn line<'a>(product: &'a str, category: &'a str, amount: Minor) -> Line<'a> {
    Line { product, category, amount }
}

/// 120.00 of tea, 80.00 of another tea, 50.00 of cups.
const CART: [Line<'static>; 3] =
    [line("longjing", "tea", 12_000), line("oolong", "tea", 8_000), line("cup", "ware", 5_000)];

fn share_of(rate: u32, most: Minor) -> Rules {
    Rules { worth: Worth::Share { rate: Rate(rate), most }, ..Rules::of_amount(0, 0) }
}

fn only(rules: &Rules, products: &[&str], categories: &[&str]) -> Rules {
    let owned = |list: &[&str]| list.iter().map(|code| (*code).to_owned()).collect();
    Rules { products: owned(products), categories: owned(categories), ..rules.clone() }
}

#[test]
fn what_one_coupon_takes_off() {
    let off = Rules::of_amount;
    let table = [
        ("20 off", off(2_000, 0), Ok(vec![960, 640, 400])),
        ("20 off 250", off(2_000, 25_000), Ok(vec![960, 640, 400])),
        ("20 off 250.01", off(2_000, 25_001), Err(No::Short(1))),
        ("10 % on tea", only(&share_of(100_000, 99_999), &[], &["tea"]), Ok(vec![1_200, 800, 0])),
        ("10 % on tea, 15 at most", only(&share_of(100_000, 1_500), &[], &["tea"]), Ok(vec![900, 600, 0])),
        ("20 off tea from 200", only(&off(2_000, 20_000), &[], &["tea"]), Ok(vec![1_200, 800, 0])),
        // The threshold counts what the coupon is for, not the whole cart.
        ("20 off tea from 201", only(&off(2_000, 20_100), &[], &["tea"]), Err(No::Short(100))),
        // A product or a category that is listed is enough.
        ("17 off oolong and ware", only(&off(1_700, 0), &["oolong"], &["ware"]), Ok(vec![0, 1_047, 653])),
        ("more than there is", off(99_999, 0), Ok(vec![12_000, 8_000, 5_000])),
        ("shoes", only(&off(1, 0), &[], &["shoes"]), Err(No::NothingFor)),
        ("newcomers", Rules { newcomers: true, ..off(1, 0) }, Err(No::NotNew)),
        ("rank 2", Rules { rank: 2, ..off(1, 0) }, Err(No::Rank(2))),
    ];
    for (case, rules, expected) in table {
        assert_eq!(rules.off(&CART, Buyer { is_new: false, rank: 1 }), expected, "{case}");
    }
    assert_eq!(Rules::of_amount(1, 0).off(&[line("gift", "tea", 0)], Buyer::default()), Err(No::Nothing));
}

const fn everything(amount: Minor) -> [Line<'static>; 1] {
    [line("tea", "tea", amount)]
}

#[test]
fn this_one_saves_most() {
    let coupon = |amount, least, expires_at| Coupon { rules: Rules::of_amount(amount, least), expires_at };
    let wallet = [
        coupon(500, 0, None),
        coupon(2_000, 10_000, Some(9)),
        coupon(1_000, 5_000, Some(8)),
        coupon(1_000, 0, Some(7)),
    ];
    let (short, best_of, less) = (|by| Effect::No(No::Short(by)), Effect::Best, Effect::Less);
    let nothing = Effect::No(No::Nothing);
    let table = [
        (0, None, vec![nothing, short(10_000), short(5_000), nothing]),
        // Both of the small ones pay all of it: the one that expires is spent first.
        (400, Some(3), vec![best_of(400), short(9_600), short(4_600), best_of(400)]),
        (5_000, Some(3), vec![less(500, 500), short(5_000), best_of(1_000), best_of(1_000)]),
        (10_000, Some(1), vec![less(500, 1_500), best_of(2_000), less(1_000, 1_000), less(1_000, 1_000)]),
    ];
    for (total, place, expected) in table {
        let (cart, buyer) = (everything(total), Buyer::default());
        let found = (best(&wallet, &cart, buyer), effects(&wallet, &cart, buyer));
        assert_eq!(found, (place, expected), "{total}");
    }
    assert_eq!(best(&[], &everything(100), Buyer::default()), None);
}

#[test]
fn a_coupon_says_why_it_cannot_be_used() {
    let why =
        |no: No| no.why(|amount| format!("{}.{:02}", amount / 100, amount % 100), |_| Text::same("gold"));
    assert_eq!(why(No::Short(1_250)), Text::new("还差 12.50 可用", "Spend 12.50 more to use it"));
    assert_eq!(why(No::Rank(2)), Text::new("仅限“gold”及以上等级使用", "Only for gold and above"));
}

#[test]
fn nobody_gives_out_a_coupon_of_unknown_worth() {
    let table = [
        (Rules::of_amount(0, 0), Err("coupon_amount")),
        (Rules::of_amount(MOST_OFF + 1, 0), Err("coupon_amount")),
        (Rules::of_amount(1, -1), Err("coupon_least")),
        (share_of(0, 100), Err("coupon_rate")),
        (share_of(1_000_000, 100), Err("coupon_rate")),
        (share_of(999_999, 100), Ok(())),
        (
            Rules { products: vec![String::new(); MOST_LISTED + 1], ..Rules::of_amount(1, 0) },
            Err("coupon_list"),
        ),
    ];
    for (rules, expected) in table {
        assert_eq!(check(&rules).map_err(|refusal| refusal.code), expected, "{rules:?}");
    }
}

fn rules() -> impl Strategy<Value = Rules> {
    let worth = prop_oneof![
        (1_i64..5_000).prop_map(Worth::Off),
        (1_u32..1_000_000, 1_i64..5_000).prop_map(|(rate, most)| Worth::Share { rate: Rate(rate), most }),
    ];
    let some = |codes: &'static [&'static str]| {
        prop::sample::subsequence(codes, 0..=1)
            .prop_map(|codes| codes.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    (
        worth,
        0_i64..12_000,
        some(&["longjing", "oolong", "cup"]),
        some(&["tea", "ware"]),
        any::<bool>(),
        0_u8..3,
    )
        .prop_map(|(worth, least, products, categories, newcomers, rank)| Rules {
            worth,
            least,
            products,
            categories,
            newcomers,
            rank,
        })
}

fn cart() -> impl Strategy<Value = Vec<Line<'static>>> {
    let kinds = [("longjing", "tea"), ("oolong", "tea"), ("cup", "ware"), ("book", "print")];
    let one = (prop::sample::select(kinds.to_vec()), 0_i64..8_000);
    prop::collection::vec(one.prop_map(|((product, category), amount)| line(product, category, amount)), 1..6)
}

fn buyer() -> impl Strategy<Value = Buyer> {
    (any::<bool>(), 0_u8..3).prop_map(|(is_new, rank)| Buyer { is_new, rank })
}

proptest! {
    #[test]
    fn no_other_saves_more(
        wallet in prop::collection::vec((rules(), prop::option::of(0_i64..5)), 0..8),
        cart in cart(),
        buyer in buyer(),
    ) {
        let wallet: Vec<Coupon> =
            wallet.into_iter().map(|(rules, expires_at)| Coupon { rules, expires_at }).collect();
        let effects = effects(&wallet, &cart, buyer);
        let most = effects.iter().map(|effect| effect.off()).max().unwrap_or(0);
        match best(&wallet, &cart, buyer) {
            None => prop_assert_eq!(most, 0),
            Some(place) => prop_assert_eq!(effects[place], Effect::Best(most)),
        }
    }

    #[test]
    fn a_discount_split_over_lines_is_all_of_it_and_no_more_than_a_line(rules in rules(), cart in cart(), buyer in buyer()) {
        let Ok(off) = rules.off(&cart, buyer) else { return Ok(()) };
        let eligible: Vec<Minor> = cart.iter().map(|line| if rules.is_for(line) { line.amount } else { 0 }).collect();
        let sum: Minor = eligible.iter().sum();
        let worth = match rules.worth {
            Worth::Off(amount) => amount,
            Worth::Share { rate, most } => rate.of(sum).min(most),
        };
        prop_assert_eq!(off.iter().sum::<Minor>(), worth.min(sum));
        prop_assert!(off.iter().zip(&eligible).all(|(off, amount)| (0..=*amount).contains(off)));
        prop_assert!(sum >= rules.least && buyer.rank >= rules.rank && (buyer.is_new || !rules.newcomers));
    }
}
