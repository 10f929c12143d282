//! However much is due at once, a transaction does a bounded part of it, and whoever waits comes before the rest.

use std::time::Duration;

use banyan_base::refusal::Refusal;
use banyan_core::settings::Settings;
use banyan_core::work::{PASS, Work, change_settings};
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_trade::orders::{self, Item, Paid, Place, Placed, Shipment};

use crate::harness::{House, on_both};

/// More than two passes do.
const MANY: i64 = 2 * PASS + 10;

impl House {
    /// Members may have as many unpaid orders as the settings can allow.
    async fn unlimited(&self) {
        let set = |work: &mut Work<'_>| {
            let settings = Settings { unpaid_orders: 1_000, ..work.settings().clone() };
            change_settings(work, &settings)
        };
        self.shop.writer.run(set).await.unwrap();
    }

    async fn place_many(&self, buyer: i64, sku: i64, how_many: i64) -> Vec<Placed> {
        let mut asked = tokio::task::JoinSet::new();
        for _ in 0..how_many {
            let shop = self.shop.clone();
            let order = Place {
                buyer,
                items: vec![Item { sku, quantity: 1 }],
                recipient: None,
                to: None,
                via: None,
                coupon: None,
                note: String::new(),
                provider: "test".to_owned(),
                seen: None,
                key: None,
                from: None,
                group: None,
            };
            asked.spawn(async move { shop.writer.together(order).await.unwrap() });
        }
        asked.join_all().await
    }

    async fn pay_for(&self, placed: &Placed) -> Result<(), Refusal> {
        let paid = Paid {
            payment: placed.payment,
            provider: "test".to_owned(),
            reference: format!("T{}", placed.payment),
            amount: placed.amount,
            paid_at: None,
        };
        self.shop.writer.together(paid).await.map(drop)
    }

    /// What the next transaction finds, once it has done its pass.
    async fn found_next(&self, sql: &'static str) -> i64 {
        let count = move |work: &mut Work<'_>| {
            work.flush()?;
            Ok(work.conn.one(sql, &[])?.unwrap().int(0)?)
        };
        self.shop.writer.run(count).await.unwrap()
    }

    /// Waits until the writer has gone through all of it by itself.
    async fn until_none(&self, sql: &'static str) {
        for _ in 0..1_000 {
            let left = self.shop.reader.read(move |conn| conn.one(sql, &[])?.unwrap().int(0)).await.unwrap();
            if left == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the writer has stopped before everything due was done: {sql}");
    }

    fn seconds_later(&self, at: i64, seconds: i64) {
        self.clock.set(Time(at + seconds * SECOND));
    }
}

const CANCELLED: &str = "SELECT COUNT(*) FROM orders WHERE state = 'cancelled'";
const PLACED: &str = "SELECT COUNT(*) FROM orders WHERE state = 'placed'";

on_both!(many_orders_that_expire_at_once_let_a_payment_in, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 5_000).await;
    let buyer = house.member(None, 0).await;
    house.unlimited().await;
    let placed = house.place_many(buyer, sku, MANY).await;
    let expires = placed.iter().map(|one| one.expires_at).max().unwrap();
    house.seconds_later(expires, -30);
    let last = house.place_many(buyer, sku, 1).await;
    house.seconds_later(expires, 1);
    assert_eq!(house.found_next(CANCELLED).await, PASS, "the one that waits comes after one pass");
    house.pay_for(&last[0]).await.unwrap();
    house.until_none(PLACED).await;
    assert_eq!(house.found_next(CANCELLED).await, MANY);
    assert_eq!(house.found_next("SELECT stock FROM sku").await, 5_000 - 1, "their pieces are for sale again");
    house.settled_books().await;
    house.computed_alike();
});

const RECEIVED: &str = "SELECT COUNT(*) FROM orders WHERE state = 'received'";
const SHIPPED: &str = "SELECT COUNT(*) FROM orders WHERE state = 'shipped'";
const SETTLED: &str = "SELECT COUNT(*) FROM line WHERE settled_at IS NOT NULL";
const UNSETTLED: &str = "SELECT COUNT(*) FROM line WHERE settled_at IS NULL AND settles_at IS NOT NULL";

/// Orders of one moment are received, and a day later settle, a second apart of each tenth.
async fn shipped(house: &House, buyer: i64, sku: i64) {
    house.unlimited().await;
    let placed = house.place_many(buyer, sku, MANY).await;
    for placed in &placed {
        house.pay_for(placed).await.unwrap();
    }
    for (place, Placed { order, .. }) in placed.into_iter().enumerate() {
        if place % 20 == 0 {
            house.seconds_later(house.now(), 1);
        }
        let ship = move |work: &mut Work<'_>| {
            let shipment = Shipment { carrier: "SF".to_owned(), number: "1".to_owned() };
            orders::ship(work, buyer, order, &shipment, false)
        };
        house.shop.writer.run(ship).await.unwrap();
    }
}

async fn last_of(house: &House, sql: &'static str) -> i64 {
    house.shop.reader.read(move |conn| conn.one(sql, &[])?.unwrap().int(0)).await.unwrap()
}

on_both!(many_orders_that_are_received_and_settle_at_once_let_others_in, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 5_000).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    shipped(&house, buyer, sku).await;

    let receive_by = last_of(&house, "SELECT MAX(receive_by) FROM orders").await;
    house.seconds_later(receive_by, 1);
    assert_eq!(house.found_next(RECEIVED).await, PASS);
    house.until_none(SHIPPED).await;

    let settles_at = last_of(&house, "SELECT MAX(settles_at) FROM line").await;
    house.seconds_later(settles_at, 1);
    let looked = |work: &mut Work<'_>| {
        work.flush()?;
        let settled = work.conn.one(SETTLED, &[])?.unwrap().int(0)?;
        let moment = work.moment()?;
        let next = work.conn.one("SELECT MIN(settles_at) FROM line WHERE settled_at IS NULL", &[])?;
        Ok((settled, next.unwrap().int(0)?, moment))
    };
    let (settled, next, moment) = house.shop.writer.run(looked).await.unwrap();
    assert!((PASS / 2..=PASS).contains(&settled), "{settled} lines of {MANY} have settled");
    assert!(moment < next, "what comes in between stands before it in the history");
    // What changes the history comes in between, too.
    let newcomer = house.member(Some(seller), 0).await;
    let placed = house.place_many(newcomer, sku, 1).await;
    house.pay_for(&placed[0]).await.unwrap();
    house.until_none(UNSETTLED).await;
    assert_eq!(house.found_next(SETTLED).await, MANY);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(what_was_due_long_ago_comes_before_todays_orders, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 5_000).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    shipped(&house, buyer, sku).await;
    // The shop was closed for months.
    house.clock.set(Time(house.now() + 90 * DAY));
    let now = house.now();
    let moment = house.shop.writer.run(|work: &mut Work<'_>| work.moment()).await.unwrap();
    assert_eq!((house.found_next(SETTLED).await, house.found_next(RECEIVED).await), (MANY, 0));
    assert!(moment >= now, "today's is of today");
    house.computed_alike();
});
