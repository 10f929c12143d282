use banyan_plan::time::{DAY, Period};
use proptest::prelude::*;

use super::*;

const GUEST: Asker = Asker { is_member: false, rank: 0, group: None };
const MEMBER: Asker = Asker { is_member: true, rank: 0, group: None };
const OWNER: Asker = Asker { is_member: true, rank: 1, group: None };
const CHIEF: Asker = Asker { is_member: true, rank: 3, group: None };

fn row(list: List, from: i64, price: Minor) -> Price {
    Price { list, from, price }
}

/// A box of tea at 100.00: 95.00 for members, 88.00 for shop owners, 90.00 for everybody from 3, 84.00 for owners from 10.
fn tea() -> Vec<Price> {
    vec![
        row(List::Member, 1, 9_500),
        row(List::Rank(1), 1, 8_800),
        row(List::Everyone, 3, 9_000),
        row(List::Rank(1), 10, 8_400),
    ]
}

#[test]
fn what_a_box_of_tea_costs_whom() {
    let table = [
        (GUEST, 1, 10_000, List::Base, "零售价", "Regular price"),
        (GUEST, 2, 10_000, List::Base, "零售价", "Regular price"),
        (GUEST, 3, 9_000, List::Everyone, "满 3 件价", "Price from 3 pieces"),
        (MEMBER, 1, 9_500, List::Member, "会员价", "Member price"),
        (MEMBER, 3, 9_000, List::Everyone, "满 3 件价", "Price from 3 pieces"),
        (OWNER, 1, 8_800, List::Rank(1), "店主价", "Price for Shop owner"),
        (OWNER, 3, 8_800, List::Rank(1), "店主价", "Price for Shop owner"),
        (OWNER, 10, 8_400, List::Rank(1), "店主价（满 10 件）", "Price for Shop owner from 10 pieces"),
        // Who stands higher pays no more than who stands lower.
        (CHIEF, 1, 8_800, List::Rank(1), "店主价", "Price for Shop owner"),
    ];
    let owner = Text::new("店主", "Shop owner");
    for (asker, quantity, price, list, zh, en) in table {
        let decision = decide(10_000, &tea(), asker, quantity);
        assert_eq!(
            (decision.price, decision.list, decision.base),
            (price, list, 10_000),
            "{asker:?} {quantity}"
        );
        assert_eq!(decision.why(&owner), Text::new(zh, en));
    }
}

#[test]
fn of_equal_prices_the_plainer_list_is_named() {
    let same = [row(List::Rank(1), 1, 9_000), row(List::Member, 1, 9_000), row(List::Everyone, 3, 9_000)];
    assert_eq!(decide(10_000, &same, OWNER, 1).list, List::Member);
    assert_eq!(decide(10_000, &same, OWNER, 3).list, List::Everyone);
    // A list that has become dearer than the base price does not count.
    assert_eq!(decide(9_000, &same, OWNER, 3).list, List::Base);
}

#[test]
fn the_steps_that_somebody_sees() {
    let prices = |asker| -> Vec<(i64, Minor)> {
        steps(10_000, &tea(), asker).into_iter().map(|(from, decision)| (from, decision.price)).collect()
    };
    assert_eq!(prices(GUEST), [(1, 10_000), (3, 9_000)]);
    assert_eq!(prices(MEMBER), [(1, 9_500), (3, 9_000)]);
    assert_eq!(prices(OWNER), [(1, 8_800), (10, 8_400)]);
}

fn limits() -> Limits {
    let per_member = Some(PerMember { pieces: 10, window: Window::Each(Period::Day) });
    Limits { least: 2, step: 2, most: Some(8), per_member }
}

#[test]
fn how_many_may_be_bought() {
    let table = [
        (2, 0, None),
        (1, 0, Some(("quantity_least", "“茶”2 件起售", "“茶” is sold from 2 pieces"))),
        (3, 0, Some(("quantity_step", "“茶”的数量应为 2 的倍数", "“茶” is sold in multiples of 2"))),
        (10, 0, Some(("quantity_most", "“茶”每单限购 8 件", "an order may have at most 8 of “茶”"))),
        (8, 2, None),
        (
            8,
            4,
            Some((
                "limit_reached",
                "“茶”每人每天限购 10 件，您已购买 4 件，还可购买 6 件",
                "“茶” is limited to 10 a day for each member; you have bought 4 and may buy 6 more",
            )),
        ),
    ];
    for (pieces, bought, expected) in table {
        let refusal = limits().allow(pieces, bought).err().map(|broken| broken.refusal(&Text::same("茶")));
        let told = refusal
            .as_ref()
            .map(|refusal| (refusal.code, refusal.text.zh.as_str(), refusal.text.en.as_str()));
        assert_eq!(told, expected, "{pieces} after {bought}");
    }
    assert_eq!(Limits { least: 3, step: 2, ..Limits::default() }.fewest(), 4);
    assert_eq!(Limits::default().allow(9_999, i64::MAX), Ok(()));
}

#[test]
fn a_day_begins_where_the_shop_is() {
    let east = 8 * DAY / 24;
    // 1970-01-02 07:00 in China is still the first of January in Greenwich.
    let now = DAY + 7 * DAY / 24 - east;
    assert_eq!(Window::Each(Period::Day).since(now, east), DAY - east);
    assert_eq!(Window::Ever.since(now, east), i64::MIN);
    for word in ["ever", "day", "week", "month", "quarter", "year"] {
        assert_eq!(Window::of(word).map(Window::word), Some(word));
    }
    assert_eq!(Window::of("decade"), None);
}

/// What is tried, and the code and field of the refusal.
type Case = (&'static str, Vec<Price>, Limits, Option<(&'static str, &'static str)>);

#[test]
fn prices_and_limits_that_cannot_be_meant() {
    let any = Limits::default();
    let per = |pieces| Some(PerMember { pieces, window: Window::Ever });
    let table: Vec<Case> = vec![
        ("the tea", tea(), any, None),
        (
            "as dear as the base",
            vec![row(List::Member, 1, 10_000)],
            any,
            Some(("price_not_lower", "/prices/0/price")),
        ),
        ("below zero", vec![row(List::Member, 1, -1)], any, Some(("price_not_lower", "/prices/0/price"))),
        ("free", vec![row(List::Member, 1, 0)], any, None),
        (
            "everybody from one",
            vec![row(List::Everyone, 1, 9_000)],
            any,
            Some(("price_from", "/prices/0/from")),
        ),
        ("from none", vec![row(List::Member, 0, 9_000)], any, Some(("price_from", "/prices/0/from"))),
        (
            "from more than an order may have",
            vec![row(List::Member, 6, 9_000)],
            Limits { most: Some(5), ..any },
            Some(("price_from", "/prices/0/from")),
        ),
        (
            "twice",
            vec![row(List::Member, 1, 9_000), row(List::Member, 1, 8_000)],
            any,
            Some(("price_twice", "/prices/1/from")),
        ),
        (
            "more pieces dearer",
            vec![row(List::Member, 5, 9_000), row(List::Member, 1, 8_000)],
            any,
            Some(("price_not_lower", "/prices/0/price")),
        ),
        (
            "another list may be dearer",
            vec![row(List::Rank(2), 5, 9_000), row(List::Rank(1), 1, 8_000)],
            any,
            None,
        ),
        ("too many", vec![row(List::Member, 1, 1); 51], any, Some(("prices_many", "/prices"))),
        ("no piece", vec![], Limits { least: 0, ..any }, Some(("limit_invalid", "/limits/least"))),
        ("no step", vec![], Limits { step: 0, ..any }, Some(("limit_invalid", "/limits/step"))),
        (
            "nobody can keep it",
            vec![],
            Limits { least: 3, step: 4, most: Some(3), ..any },
            Some(("limit_invalid", "/limits/most")),
        ),
        (
            "nobody may have one",
            vec![],
            Limits { least: 3, per_member: per(2), ..any },
            Some(("limit_invalid", "/limits/per_member/pieces")),
        ),
        ("a member may have one", vec![], Limits { per_member: per(1), ..any }, None),
    ];
    for (case, prices, limits, expected) in table {
        let refusal = check(10_000, &prices, &limits).err();
        let told = refusal.as_ref().map(|refusal| (refusal.code, refusal.field.as_str()));
        assert_eq!(told, expected, "{case}");
    }
}

fn list() -> impl Strategy<Value = List> {
    prop_oneof![Just(List::Everyone), Just(List::Member), (1_u8..5).prop_map(List::Rank)]
}

fn rows() -> impl Strategy<Value = Vec<Price>> {
    let one = (list(), 1_i64..12, 0_i64..20_000).prop_map(|(list, from, price)| Price { list, from, price });
    prop::collection::vec(one, 0..12)
}

fn asker() -> impl Strategy<Value = Asker> {
    (any::<bool>(), 0_u8..6).prop_map(|(is_member, rank)| Asker { is_member, rank, group: None })
}

proptest! {
    #[test]
    fn it_is_the_lowest_price_that_is_for_her(base in 0_i64..20_000, rows in rows(), asker in asker(), quantity in 1_i64..15) {
        let decision = decide(base, &rows, asker, quantity);
        let hers = rows.iter().filter(|row| row.list.is_for(asker) && row.from <= quantity).map(|row| row.price);
        prop_assert_eq!(decision.price, hers.chain([base]).min().unwrap_or(base));
        prop_assert!(decision.list.is_for(asker) && decision.from <= quantity && decision.price <= decision.base);
    }

    #[test]
    fn another_price_more_pieces_or_a_higher_rank_never_raises_it(
        base in 0_i64..20_000, rows in rows(), more in rows(), asker in asker(), quantity in 1_i64..15,
    ) {
        let price = |rows: &[Price], asker, quantity| decide(base, rows, asker, quantity).price;
        let now = price(&rows, asker, quantity);
        prop_assert!(price(&[rows.clone(), more].concat(), asker, quantity) <= now);
        prop_assert!(price(&rows, asker, quantity + 1) <= now);
        let above = Asker { is_member: true, rank: asker.rank + 1, group: None };
        prop_assert!(price(&rows, above, quantity) <= now);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(base in 0_i64..20_000, rows in rows(), asker in asker(), quantity in 1_i64..15) {
        let turned: Vec<Price> = rows.iter().rev().copied().collect();
        prop_assert_eq!(decide(base, &rows, asker, quantity), decide(base, &turned, asker, quantity));
    }

    #[test]
    fn the_steps_say_what_every_number_of_pieces_costs(base in 0_i64..20_000, rows in rows(), asker in asker(), quantity in 1_i64..15) {
        let steps = steps(base, &rows, asker);
        let step = steps.iter().rfind(|(from, _)| *from <= quantity).map(|(_, decision)| decision.price);
        prop_assert_eq!(step, Some(decide(base, &rows, asker, quantity).price));
        prop_assert!(steps.windows(2).all(|pair| pair[0].1.price > pair[1].1.price));
    }

    #[test]
    fn the_fewest_pieces_are_allowed(least in 1_i64..50, step in 1_i64..50) {
        let limits = Limits { least, step, ..Limits::default() };
        prop_assert_eq!(limits.allow(limits.fewest(), 0), Ok(()));
        prop_assert!((1..limits.fewest()).all(|pieces| limits.allow(pieces, 0).is_err()));
    }
}

#[test]
fn whoever_buys_in_a_group_pays_its_price_or_a_lower_one_of_their_own() {
    let rows = [Price { list: List::Member, from: 1, price: 700 }];
    let decided = |price| decide(1_000, &rows, MEMBER.in_group(price), 1);
    assert_eq!((decided(600).price, decided(600).list), (600, List::Group));
    assert_eq!((decided(700).price, decided(700).list), (700, List::Member));
    assert_eq!((decided(800).price, decided(800).list), (700, List::Member));
    assert_eq!(decided(600).why(&Text::default()).zh, "拼团价");
}
