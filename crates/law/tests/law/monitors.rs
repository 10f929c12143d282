//! Alarms on a live shop, each with its evidence.

use banyan_law::monitor::{
    Kind, Sale, StockAccount, chain_depth, earning_nothing, entries_bought, inventory_loading, payout_ratio,
    ranks_bought, refunds, retail_share, rings, self_purchases, typical_earnings,
};
use banyan_plan::money::Rate;

fn sale(buyer: u32, seller: u32, amount: i64) -> Sale {
    Sale { buyer, seller: Some(seller), to_promoter: false, amount, refunded: 0 }
}

#[test]
fn the_longest_chain_counts_its_root_and_is_shown_from_there() {
    let inviters = [None, Some(0), Some(1), Some(0), None];
    assert_eq!(chain_depth(&inviters, 3), (3, None));
    let (depth, alarm) = chain_depth(&inviters, 2);
    assert_eq!((depth, alarm.unwrap().evidence), (3, vec![(0, 1), (1, 2), (2, 3)]));
    assert_eq!(chain_depth(&[], 2), (0, None));
    let long: Vec<Option<u32>> = (0..200_000_u32).map(|at| at.checked_sub(1)).collect();
    assert_eq!(chain_depth(&long, 200_000).0, 200_000);
    let circle = [Some(1), Some(0)];
    assert!(chain_depth(&circle, 1).0 >= 1, "a circle ends");
}

#[test]
fn half_retail_is_not_more_than_half() {
    let inside = Sale { to_promoter: true, ..sale(2, 1, 100) };
    let (share, alarm) = retail_share(&[sale(9, 1, 100), inside], Rate(500_000));
    assert_eq!((share, alarm.unwrap().evidence), (Some(Rate(500_000)), vec![(2, 100)]));
    assert_eq!(retail_share(&[sale(9, 1, 101), inside], Rate(500_000)).1, None);
    assert_eq!(retail_share(&[], Rate(500_000)), (None, None));
}

#[test]
fn payout_and_refunds_against_their_limits() {
    let paid = [(1, 30), (2, 31)];
    let alarm = payout_ratio(200, &paid, Rate(300_000)).1.unwrap();
    assert_eq!((alarm.kind, alarm.evidence), (Kind::PayoutRatio, vec![(2, 31), (1, 30)]));
    assert_eq!(payout_ratio(200, &paid, Rate(305_000)).1, None);
    let back = Sale { refunded: 60, ..sale(9, 1, 100) };
    assert_eq!(refunds(&[back, sale(8, 2, 100)], Rate(299_999)).1.unwrap().evidence, [(1, 60)]);
    assert_eq!(refunds(&[back, sale(8, 2, 100)], Rate(300_000)).1, None);
}

#[test]
fn who_earns_nothing_and_who_buys_from_herself() {
    let (share, alarm) = earning_nothing(&[(1, 0), (2, 5), (3, -1)], Rate(500_000));
    assert_eq!((share, alarm.unwrap().evidence.len()), (Rate(666_666), 2));
    let alarm =
        self_purchases(&[sale(1, 1, 60), sale(9, 1, 40), sale(2, 2, 40), sale(9, 2, 60)], Rate(500_000));
    assert_eq!(alarm.unwrap().evidence, [(1, 60)]);
}

#[test]
fn stock_waits_for_seventy_per_cent_sold_and_ten_customers() {
    let account = |member, sold, customers| StockAccount { member, ordered: 100, sold, customers };
    assert_eq!(inventory_loading(&[account(1, 70, 10)]), None);
    let alarm = inventory_loading(&[account(1, 69, 10), account(2, 100, 9)]).unwrap();
    assert_eq!(alarm.evidence, [(1, 31), (2, 0)]);
}

#[test]
fn a_ring_is_a_circle_of_purchases_not_a_chain() {
    let chain = [sale(1, 2, 10), sale(2, 3, 10), sale(1, 3, 10), sale(4, 4, 10)];
    assert_eq!(rings(&chain), (Vec::new(), None));
    let mut sales = chain.to_vec();
    sales.extend([sale(3, 1, 10), sale(7, 8, 500), sale(8, 7, 500), sale(5, 1, 99)]);
    let (found, alarm) = rings(&sales);
    let members: Vec<_> = found.iter().map(|ring| (ring.members.clone(), ring.turnover)).collect();
    assert_eq!(members, [(vec![7, 8], 1_000), (vec![1, 2, 3], 40)]);
    assert_eq!(alarm.unwrap().evidence, [(7, 500), (8, 500), (1, 20), (2, 10), (3, 10)]);
    let gone = Sale { refunded: 10, ..sale(3, 1, 10) };
    assert_eq!(rings(&[sale(1, 3, 10), gone]).0, [], "what was refunded in full is no purchase");
    let long: Vec<Sale> = (0..100_000).map(|at| sale(at, (at + 1) % 100_000, 1)).collect();
    assert_eq!(rings(&long).0[0].members.len(), 100_000);
}

#[test]
fn typical_earnings_are_those_of_somebody_real() {
    let typical = typical_earnings(&[0, 0, 0, 0, 0, 0, 10, 20, 30, 1_000]).unwrap();
    assert_eq!((typical.people, typical.earned_nothing, typical.nothing_share), (10, 6, Rate(600_000)));
    assert_eq!((typical.median, typical.p75, typical.p90, typical.most), (0, 20, 30, 1_000));
    assert_eq!(typical_earnings(&[]), None);
    assert_eq!(typical_earnings(&[7]).unwrap().p25, 7);
}

#[test]
fn what_the_shop_has_told_is_held_against_what_happens() {
    let given = [(1, 0), (2, 39_900), (3, 50_000), (4, 100), (5, 0)];
    let (share, alarm) = ranks_bought(&given, Rate(500_000));
    assert_eq!(
        (share, alarm.unwrap().evidence),
        (Some(Rate(600_000)), vec![(3, 50_000), (2, 39_900), (4, 100)])
    );
    assert_eq!(ranks_bought(&given, Rate(600_000)).1, None);
    assert_eq!(ranks_bought(&given[1..4], Rate(0)).1, None, "three are no habit");
    let joined = [(1, true), (2, true), (3, true), (4, true), (5, false)];
    let (share, alarm) = entries_bought(&joined, Rate(700_000));
    assert_eq!((share, alarm.unwrap().kind), (Some(Rate(800_000)), Kind::EntryBought));
    assert_eq!(entries_bought(&joined, Rate(800_000)).1, None);
    assert_eq!(entries_bought(&[], Rate(0)), (None, None));
}
