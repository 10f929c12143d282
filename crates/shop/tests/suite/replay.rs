//! What real people did: groups of Beibei, opened and joined in this shop, end as they were published.

use std::collections::BTreeMap;

use banyan_plan::time::{SECOND, Time};
use banyan_trade::orders::{Joining, Place};
use serde_json::json;

use crate::group_buys::alone;
use crate::harness::{House, on_both};
use crate::world::Dice;

/// One record: who opened a group, of what, and who joined it.
struct Record {
    item: i64,
    /// The initiator first.
    people: Vec<i64>,
    /// Buyers that the group takes.
    size: usize,
}

fn records(text: &str, is_complete: bool) -> Vec<Record> {
    let read = |line: &str| {
        let mut numbers = line.split('\t').map(|number| number.parse::<i64>().unwrap());
        let (opener, item) = (numbers.next().unwrap(), numbers.next().unwrap());
        let people: Vec<i64> = std::iter::once(opener).chain(numbers).collect();
        // One who opened a group that failed waited for somebody.
        let size = if is_complete { people.len() } else { people.len() + 1 };
        Record { item, people, size }
    };
    text.lines().map(read).collect()
}

/// The shop's names of the people and goods of the records.
#[derive(Default)]
struct Names {
    members: BTreeMap<i64, i64>,
    skus: BTreeMap<i64, i64>,
    offers: BTreeMap<(i64, usize), i64>,
}

async fn named(house: &House, records: &[Record]) -> Names {
    let owner = house.staff("owner").await;
    let mut names = Names::default();
    for Record { item, people, size } in records {
        for person in people {
            if !names.members.contains_key(person) {
                names.members.insert(*person, house.member(None, 0).await);
            }
        }
        if !names.skus.contains_key(item) {
            names
                .skus
                .insert(*item, house.product(&format!("item-{item}"), 10_000, 3_000, 200_000, 1_000).await);
        }
        if !names.offers.contains_key(&(*item, *size)) {
            let sku = names.skus[item].to_string();
            let body =
                json!({ "sku": sku, "size": size, "price": 8_000, "minutes": 1_440, "audience": "everyone" });
            let made = house.done(&owner, "POST", "/staff/group-buys", Some(body)).await;
            names.offers.insert((*item, *size), made["id"].as_str().unwrap().parse().unwrap());
        }
    }
    names
}

on_both!(groups_of_beibei_end_as_they_were_published, |house| async move {
    let mut all = records(include_str!("../beibei/succeeded.tsv"), true);
    let complete = all.len();
    all.extend(records(include_str!("../beibei/failed.tsv"), false));
    assert_eq!((complete, all.len()), (200, 400));
    let names = named(&house, &all).await;
    // Whose turn it is next is chance: each record has its people in their order.
    let mut turns: Vec<usize> =
        all.iter().enumerate().flat_map(|(at, record)| vec![at; record.people.len()]).collect();
    let mut dice = Dice::new(2021);
    for place in (1..turns.len()).rev() {
        turns.swap(place, dice.below(place + 1));
    }
    let mut groups: Vec<Option<i64>> = vec![None; all.len()];
    let mut came = vec![0; all.len()];
    for at in turns {
        let record = &all[at];
        let buyer = names.members[&record.people[came[at]]];
        came[at] += 1;
        let wanted = groups[at]
            .map_or_else(|| Joining::Open(names.offers[&(record.item, record.size)]), Joining::Join);
        let place = Place { group: Some(wanted), ..alone(buyer, names.skus[&record.item], 1) };
        let placed =
            house.shop.writer.together(place).await.unwrap_or_else(|no| panic!("record {at}: {no:?}"));
        assert_eq!(house.pay(&placed).await.unwrap().outcome, "paid", "record {at}");
        if groups[at].is_none() {
            let sql = "SELECT buy_group FROM orders WHERE id = $1";
            groups[at] = Some(house.number(sql, vec![placed.order]).await);
        }
        house.clock.set(Time(house.now() + SECOND));
    }
    house.days(1);
    house.shop.writer.beat().await.unwrap();
    for (at, group) in groups.iter().enumerate() {
        let sql = "SELECT COUNT(*) FROM buy_group WHERE group_id = $1 AND state = 'succeeded'";
        let succeeded = house.number(sql, vec![group.unwrap()]).await == 1;
        assert_eq!(succeeded, at < complete, "record {at}");
    }
    let count = |sql| house.number(sql, vec![]);
    assert_eq!(count("SELECT COUNT(*) FROM buy_group WHERE state = 'succeeded'").await, 200);
    assert_eq!(count("SELECT COUNT(*) FROM buy_group WHERE state = 'failed'").await, 200);
    assert_eq!(
        count("SELECT COUNT(*) FROM refund").await,
        200,
        "each of those who waited has the money back, once"
    );
    house.settled_books().await;
    house.computed_alike();
});
