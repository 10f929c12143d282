use proptest::prelude::*;

use super::*;

/// 200.00 of tea and 12.00 of freight; 20.00 off by the shop, 10.00 by the supplier, 2.00 by the promoter; 30.00 of it in points.
/// The supplier is owed 110.00 and sends it, promoters get 25.00, tax is 13 % within the price.
fn tea() -> Line {
    Line {
        goods: 20_000,
        freight: 1_200,
        by_shop: 2_000,
        by_supplier: 1_000,
        by_promoter: 200,
        points: 3_000,
        cost: 11_000,
        supplier_sends: true,
        rewards: 2_500,
        tax: Rate(130_000),
    }
}

#[test]
fn a_line_by_hand() {
    // 200 + 12 − 20 − 10 − 2 = 180.00 are paid, 150.00 in money. Supplier: 110 + 12 − 10 = 112.00. Promoters: 25 − 2 = 23.00.
    // Tax: 180 × 0.13 / 1.13 = 20.7079… The rest: 180 − 112 − 23 − 20.70 = 24.30.
    let split =
        Split { money: 15_000, points: 3_000, supplier: 11_200, rewards: 2_300, tax: 2_070, margin: 2_430 };
    assert_eq!(tea().split(), Some(split));
    // A third goes back: 120.00 stay. 3,000 × 2/3 = 2,000; 11,200 × 2/3 = 7,466.6…; 2,300 × 2/3 = 1,533.3…; 2,070 × 2/3 = 1,380.
    let kept =
        Split { money: 10_000, points: 2_000, supplier: 7_466, rewards: 1_533, tax: 1_380, margin: 1_621 };
    assert_eq!(split.kept(6_000), kept);
    assert_eq!(split.kept(18_000), Split::default());
    assert_eq!(split.kept(0), split);
}

#[test]
fn what_cannot_be_is_not_split() {
    assert_eq!(Line { by_shop: 30_000, ..tea() }.split(), None);
    assert_eq!(Line { points: 18_001, ..tea() }.split(), None);
    assert!(Line { points: 18_000, ..tea() }.split().is_some());
}

#[test]
fn what_is_left_of_a_division_goes_to_the_first() {
    assert_eq!(over_lines(100, &[100, 100, 100]), [34, 33, 33]);
    assert_eq!(over_lines(500, &[100, 100]), [100, 100]);
    assert_eq!(over_lines(0, &[0, 0]), [0, 0]);
}

fn line() -> impl Strategy<Value = Line> {
    let money = || 0_i64..1_000_000;
    (
        money(),
        0_i64..5_000,
        [0_i64..100_000, 0..100_000, 0..100_000],
        0_i64..=100,
        money(),
        any::<bool>(),
        money(),
        0_u32..300_000,
    )
        .prop_map(|(goods, freight, off, points, cost, supplier_sends, rewards, tax)| {
            let mut left = goods + freight;
            let [by_shop, by_supplier, by_promoter] = off.map(|wanted| {
                let taken = wanted.min(left);
                left -= taken;
                taken
            });
            let tax = Rate(tax);
            let points = left * points / 100;
            Line {
                goods,
                freight,
                by_shop,
                by_supplier,
                by_promoter,
                points,
                cost,
                supplier_sends,
                rewards,
                tax,
            }
        })
}

proptest! {
    #[test]
    fn every_split_sums_to_the_payment(line in line(), part in 0_i64..=1_000) {
        let split = line.split().unwrap();
        let refunded = line.paid() * part / 1_000;
        for (split, paid) in [(split, line.paid()), (split.kept(refunded), line.paid() - refunded)] {
            prop_assert_eq!(split.money + split.points, paid);
            prop_assert_eq!(split.supplier + split.rewards + split.tax + split.margin, paid);
            prop_assert!(split.money >= 0 && split.points >= 0 && split.tax >= 0);
        }
    }

    #[test]
    fn refunds_in_any_steps_leave_what_one_leaves_and_all_of_it_nothing(line in line(), cuts in prop::collection::vec(0_i64..=1_000, 0..8)) {
        let split = line.split().unwrap();
        let paid = line.paid();
        // Postings are differences from one total to the next: whatever the steps, they add up to the same.
        let fields = |split: Split| [split.money, split.points, split.supplier, split.rewards, split.tax, split.margin];
        let mut totals: Vec<i64> = cuts.iter().map(|cut| paid * cut / 1_000).chain([paid]).collect();
        totals.sort_unstable();
        let mut books = fields(split);
        let mut before = split;
        for total in totals {
            let after = split.kept(total);
            for (book, (now, then)) in books.iter_mut().zip(fields(after).into_iter().zip(fields(before))) {
                *book += now - then;
            }
            before = after;
        }
        if paid > 0 {
            prop_assert_eq!(books, [0; 6]);
        }
    }

    #[test]
    fn a_discount_over_lines_is_all_of_it_and_no_more_than_a_line(amounts in prop::collection::vec(0_i64..1_000_000, 1..8), part in 0_i64..=120) {
        let sum: i64 = amounts.iter().sum();
        let total = sum * part / 100;
        let shares = over_lines(total, &amounts);
        prop_assert_eq!(shares.iter().sum::<i64>(), total.min(sum));
        prop_assert!(shares.iter().zip(&amounts).all(|(share, amount)| (0..=*amount).contains(share)));
    }
}
