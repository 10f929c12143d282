use proptest::prelude::*;

use super::*;

fn rate(first_price: Minor, next_price: Minor) -> Rate {
    Rate { first: 1_000, first_price, next: 500, next_price, free_amount: Some(9_900), free_pieces: None }
}

/// By weight: Zhejiang 6.00 and 2.00, free from 99.00; Hangzhou free from two pieces; Tibet not; elsewhere 10.00 and 5.00.
fn by_weight() -> Template {
    let zone = |region: &str, rate| Zone { regions: vec![region.to_owned()], rate };
    Template {
        unit: Unit::Weight,
        zones: vec![
            zone("浙江省", Some(rate(600, 200))),
            zone("浙江省杭州市", Some(Rate { free_pieces: Some(2), ..rate(600, 200) })),
            zone("西藏自治区", None),
        ],
        elsewhere: Some(Rate { free_amount: None, ..rate(1_000, 500) }),
    }
}

fn by_pieces() -> Template {
    let rate =
        Rate { first: 1, first_price: 800, next: 1, next_price: 300, free_amount: None, free_pieces: None };
    Template { unit: Unit::Pieces, zones: Vec::new(), elsewhere: Some(rate) }
}

fn templates() -> BTreeMap<i64, Template> {
    [(0, by_weight()), (1, by_pieces())].into()
}

fn line(supplier: Option<i64>, template: i64, pieces: i64, amount: Minor) -> Line {
    Line { supplier, template, pieces, weight: 400, amount }
}

fn money(amount: Minor) -> String {
    format!("¥{}.{:02}", amount / 100, amount % 100)
}

fn said(lines: &[Line], to: &str) -> Result<Vec<(Minor, String)>, usize> {
    let found = charges(lines, &templates(), &Destination::of(to), money)?;
    Ok(found.into_iter().map(|charge| (charge.amount, charge.why.zh)).collect())
}

fn said_in_english(lines: &[Line], to: &str) -> Vec<String> {
    let found = charges(lines, &templates(), &Destination::of(to), money).unwrap();
    found.into_iter().map(|charge| charge.why.en).collect()
}

#[test]
fn english_counts_one_item_and_several() {
    let one = [line(Some(7), 1, 1, 1_000)];
    assert_eq!(said_in_english(&one, "四川省成都市"), ["¥8.00 for the first item"]);
    let three = [line(Some(7), 1, 3, 1_000), line(None, 0, 3, 5_000)];
    let weighed = "¥10.00 for the first 1000 g, then ¥5.00 per 500 g; 1200 g in all";
    let counted = "¥8.00 for the first item, then ¥3.00 per item; 3 items in all";
    assert_eq!(said_in_english(&three, "四川省成都市"), [weighed, counted]);
    assert_eq!(said_in_english(&three[1..], "浙江省杭州市"), ["Free shipping from 2 items"]);
}

#[test]
fn parcels_by_hand() {
    let one = |amount, why: &str| Ok(vec![(amount, why.to_owned())]);
    // 3 × 400 g = 1,200 g: the first kilogram, and one begun step of 500 g.
    let three = [line(None, 0, 3, 5_000)];
    assert_eq!(said(&three, "浙江省宁波市"), one(800, "首 1000 克 ¥6.00，每续 500 克 ¥2.00；共 1200 克"));
    assert_eq!(said(&three, "浙江省杭州市"), one(0, "满 2 件包邮"));
    assert_eq!(said(&three, "四川省成都市"), one(1_500, "首 1000 克 ¥10.00，每续 500 克 ¥5.00；共 1200 克"));
    assert_eq!(said(&three, "西藏拉萨市"), Err(0));
    // Two lines of one template are weighed together, and reach its free amount together.
    let two = [line(None, 0, 1, 5_000), line(None, 0, 1, 4_900)];
    assert_eq!(said(&two, "浙江省宁波市"), one(0, "满 ¥99.00 包邮"));
    assert_eq!(said(&[line(None, 0, 1, 5_000)], "浙江省宁波市"), one(600, "首 1000 克 ¥6.00"));
    // Two suppliers send two parcels; the second of three lines is the one that cannot be sent.
    let parcels = [line(Some(7), 1, 2, 1_000), line(None, 0, 1, 1_000), line(Some(7), 1, 1, 1_000)];
    let expected = vec![
        (1_000, "首 1000 克 ¥10.00".to_owned()),
        (1_400, "首 1 件 ¥8.00，每续 1 件 ¥3.00；共 3 件".to_owned()),
    ];
    assert_eq!(said(&parcels, "四川省成都市"), Ok(expected));
    assert_eq!(said(&parcels, "西藏自治区拉萨市"), Err(1));
    // A template that has gone sends nowhere.
    assert_eq!(said(&[line(None, 9, 1, 100)], "四川省"), Err(0));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    assert_eq!(check(&by_weight()), Ok(()));
    let zone = |regions: &[&str]| Zone {
        regions: regions.iter().map(|&region| region.to_owned()).collect(),
        rate: Some(rate(600, 200)),
    };
    let with = |zones: Vec<Zone>| Template { zones, ..by_weight() };
    let elsewhere = |rate| Template { elsewhere: Some(rate), ..by_pieces() };
    let table = [
        (with(vec![zone(&[])]), "/zones/0/regions"),
        (with(vec![zone(&["浙江省"]), zone(&["江苏省", "浙江省"])]), "/zones/1/regions/1"),
        (with(vec![zone(&["省"])]), "/zones/0/regions/0"),
        (elsewhere(Rate { next: 0, ..rate(600, 200) }), "/elsewhere/next"),
        (elsewhere(Rate { first_price: -1, ..rate(600, 200) }), "/elsewhere/first_price"),
        (Template { elsewhere: None, ..by_pieces() }, "/elsewhere"),
    ];
    for (template, field) in table {
        assert_eq!(check(&template).unwrap_err().field, field, "{template:?}");
    }
}

proptest! {
    #[test]
    fn more_to_carry_never_costs_less_unless_it_is_free(first in 1_i64..2_000, next in 1_i64..1_000, prices in [0_i64..5_000, 0..5_000], units in 0_i64..10_000) {
        let rate = Rate { first, first_price: prices[0], next, next_price: prices[1], free_amount: None, free_pieces: None };
        prop_assert!(rate.of(units + 1) >= rate.of(units));
        prop_assert!(rate.of(units) >= prices[0]);
    }

    #[test]
    fn every_line_is_carried_once(suppliers in prop::collection::vec((prop::option::of(1_i64..4), 0_i64..2, 1_i64..5), 1..12)) {
        let lines: Vec<Line> = suppliers.iter().map(|(supplier, template, pieces)| line(*supplier, *template, *pieces, 100)).collect();
        let charges = charges(&lines, &templates(), &Destination::of("四川省成都市"), money).unwrap();
        let mut carried: Vec<usize> = charges.iter().flat_map(|charge| charge.lines.clone()).collect();
        carried.sort_unstable();
        prop_assert_eq!(carried, (0..lines.len()).collect::<Vec<_>>());
    }
}
