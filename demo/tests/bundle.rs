//! The bundle is what its README says it is.

// A test fails by panicking.
#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};

use banyan_demo::{GUEST, MEMBERS, ORDERS, PRODUCTS, PROMOTER};
use banyan_plan::money::{Currency, Rate};

/// Σ round(quantity × unit price) over every row of the source, in pence: computed from the source by another program,
/// with decimal arithmetic.
const TOTAL: i64 = 974_774_793;
/// The same over the rows without a customer.
const GUEST_TOTAL: i64 = 144_768_212;

fn rows(packed: &[u8], columns: &[&str]) -> Vec<csv::StringRecord> {
    let plain = zstd::decode_all(packed).unwrap();
    let mut reader = csv::Reader::from_reader(plain.as_slice());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), columns);
    reader.records().map(Result::unwrap).collect()
}

fn members() -> Vec<csv::StringRecord> {
    rows(MEMBERS, &["member", "inviter", "joined_at", "rank"])
}

fn orders() -> Vec<csv::StringRecord> {
    rows(ORDERS, &["order", "line", "at", "buyer", "product", "amount", "cost", "rate", "refund_of"])
}

fn pence(text: &str) -> i64 {
    Currency::of_code("GBP").unwrap().parse(text.as_bytes()).unwrap()
}

#[test]
fn every_inviter_is_known_and_came_first() {
    let members = members();
    assert_eq!(members.len(), 4_373);
    let mut joined: HashMap<&str, &str> = HashMap::new();
    let mut inviters = HashSet::new();
    for row in &members {
        if !row[1].is_empty() {
            assert!(joined[&row[1]] <= &row[2], "{row:?}");
            inviters.insert(&row[1]);
        }
        assert_eq!(joined.insert(&row[0], &row[2]), None, "{row:?}");
    }
    for row in &members {
        assert_eq!(&row[3], if inviters.contains(&row[0]) { PROMOTER } else { "" }, "{row:?}");
    }
    assert_eq!(inviters.len(), 2_760);
    // An inviter stands above those they invited, so one pass finds every depth.
    let mut depth: HashMap<&str, u32> = HashMap::new();
    for row in &members {
        let below = depth.get(&row[1]).map_or(0, |above| above + 1);
        depth.insert(&row[0], below);
    }
    assert_eq!(depth.values().max(), Some(&35));
    assert_eq!(depth.values().filter(|depth| **depth == 0).count(), 1_093 + 1);
    assert_eq!(&members[0][0], GUEST);
    assert!(!inviters.contains(GUEST) && members[0][1].is_empty());
}

#[test]
fn every_line_of_the_source_is_there_to_the_penny() {
    let orders = orders();
    assert_eq!(orders.len(), 541_909);
    let joined: HashMap<String, String> =
        members().iter().map(|row| (row[0].to_owned(), row[2].to_owned())).collect();
    let products: HashSet<String> =
        rows(PRODUCTS, &["code", "name"]).iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(products.len(), 4_070);
    let (mut total, mut guest) = (0, 0);
    let mut references = HashSet::new();
    for row in &orders {
        let amount = pence(&row[5]);
        total += amount;
        guest += if &row[3] == GUEST { amount } else { 0 };
        assert!(references.insert((&row[0], &row[1])), "{row:?}");
        assert!(joined[&row[3]].as_str() <= &row[2] && products.contains(&row[4]), "{row:?}");
        if row[8].is_empty() {
            assert_eq!(pence(&row[6]), amount * 60 / 100, "{row:?}");
            let rate = Rate::parse(row[7].as_bytes()).unwrap();
            assert!((50_000..=400_000).contains(&rate.0) && rate.0.is_multiple_of(50_000), "{row:?}");
        }
    }
    assert_eq!((total, guest), (TOTAL, GUEST_TOTAL));
}

#[test]
fn refunds_never_exceed_their_line_nor_come_before_it() {
    let orders = orders();
    let mut left: HashMap<String, (&str, &str, i64, &str)> = HashMap::new();
    let mut refunds = 0;
    let mut last = "";
    for row in &orders {
        assert!(last <= &row[2], "rows are in order of time");
        last = &row[2];
        let amount = pence(&row[5]);
        if row[8].is_empty() {
            left.insert(format!("{}/{}", &row[0], &row[1]), (&row[3], &row[4], amount, &row[2]));
            continue;
        }
        refunds += 1;
        let (buyer, product, rest, at) = left.get_mut(&row[8]).unwrap();
        assert!((*buyer, *product) == (&row[3], &row[4]) && *at <= &row[2] && amount < 0, "{row:?}");
        assert_ne!(*buyer, GUEST);
        *rest += amount;
        assert!(*rest >= 0, "{row:?}");
    }
    assert_eq!(refunds, 7_136);
}
