//! Rewards from payment to the purse.

use banyan_core::ledger::Account::{Available, Pending};

use crate::harness::on_both;

on_both!(a_reward_is_pending_then_available_and_a_refund_takes_its_part_back, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 100).await;
    let upline = house.member(None, 1).await;
    let seller = house.member(Some(upline), 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let first = house.sell(buyer, sku, 2).await;
    assert_eq!((house.balance(seller, Pending).await, house.balance(upline, Pending).await), (8_000, 2_000));
    // Half of it goes back before it settles.
    house.refund(buyer, first.order, 1, None).await.unwrap();
    assert_eq!((house.balance(seller, Pending).await, house.balance(upline, Pending).await), (4_000, 1_000));
    house.deliver(buyer, first.order).await;
    house.days(6);
    house.settled_books().await;
    assert_eq!(house.balance(seller, Available).await, 0);
    house.days(2);
    house.settled_books().await;
    assert_eq!((house.balance(seller, Pending).await, house.balance(seller, Available).await), (0, 4_000));
    assert_eq!((house.balance(upline, Pending).await, house.balance(upline, Available).await), (0, 1_000));
    // The rest goes back after it has settled: nothing is left of either.
    house.refund(buyer, first.order, 1, None).await.unwrap();
    assert_eq!((house.balance(seller, Available).await, house.balance(upline, Available).await), (0, 0));
    house.settled_books().await;
    assert_eq!(house.refund(buyer, first.order, 1, None).await.unwrap_err().code, "refund_quantity");
});

on_both!(nobody_loses_an_update_and_nobody_is_paid_twice, |house| async move {
    let sku = house.product("tea", 10_000, 0, 100_000, 1_000).await;
    let upline = house.member(None, 1).await;
    let mut waiting = tokio::task::JoinSet::new();
    let house = std::sync::Arc::new(house);
    for _ in 0..100 {
        let house = house.clone();
        let buyer = house.member(Some(upline), 0).await;
        waiting.spawn(async move {
            let placed = house.place(buyer, sku, 1).await.unwrap();
            // The provider says it five times at once.
            let outcomes = futures_join(&house, &placed).await;
            assert_eq!(outcomes.iter().filter(|outcome| *outcome == "paid").count(), 1, "{outcomes:?}");
        });
    }
    while let Some(done) = waiting.join_next().await {
        done.unwrap();
    }
    assert_eq!(house.balance(upline, Pending).await, 100 * 1_000);
    house.settled_books().await;
});

async fn futures_join(house: &crate::harness::House, placed: &banyan_trade::orders::Placed) -> Vec<String> {
    let (one, two, three, four, five) = tokio::join!(
        house.pay(placed),
        house.pay(placed),
        house.pay(placed),
        house.pay(placed),
        house.pay(placed)
    );
    [one, two, three, four, five].into_iter().map(|done| done.unwrap().outcome).collect()
}

on_both!(a_shop_that_opens_again_knows_everybody, |house| async move {
    let sku = house.product("tea", 10_000, 0, 200_000, 100).await;
    let upline = house.member(None, 1).await;
    let seller = house.member(Some(upline), 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let before = house.sell(buyer, sku, 1).await;
    let house = house.again(crate::harness::TWO_LEVELS);
    house.sell(buyer, sku, 1).await;
    assert_eq!((house.balance(seller, Pending).await, house.balance(upline, Pending).await), (4_000, 1_000));
    house.refund(buyer, before.order, 1, None).await.unwrap();
    assert_eq!((house.balance(seller, Pending).await, house.balance(upline, Pending).await), (2_000, 500));
    house.settled_books().await;
});

/// What a month has sold pays the one above; pairs are paid daily.
const CLOSES: &str = r#"
[plan]
id = "closes"
currency = "CNY"
[sale]
release_after = "7d"
[[rank]]
id = "owner"
[[reward]]
id = "monthly"
on = "period"
period = "month"
to = { upline = 1 }
rate = "10%"
[[reward]]
id = "pairs"
on = "period"
period = "day"
to = "pairing"
rate = "5%"
"#;

/// A refund after the close takes back its share in the purse too, also after the shop has opened again.
fn what_a_close_paid_goes_back(db: crate::harness::Db) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let house = crate::harness::House::open(db, CLOSES);
    runtime.block_on(async {
        let sku = house.product("tea", 10_000, 0, 0, 100).await;
        let top = house.member(None, 1).await;
        let (left, right) = (house.member(Some(top), 1).await, house.member(Some(top), 1).await);
        let buyers = (house.member(Some(left), 0).await, house.member(Some(right), 0).await);
        let first = house.sell(buyers.0, sku, 4).await;
        let second = house.sell(buyers.1, sku, 4).await;
        house.deliver(buyers.0, first.order).await;
        house.deliver(buyers.1, second.order).await;
        house.days(45);
        house.settled_books().await;
        // 400.00 on either leg: 20.00 for the pairs, and 40.00 for what each has sold in the month.
        assert_eq!(house.balance(top, Available).await, 2_000 + 4_000 + 4_000);
        house.refund(buyers.0, first.order, 1, None).await.unwrap();
        assert_eq!(house.balance(top, Available).await, 1_500 + 3_000 + 4_000);
        house.settled_books().await;
        let house = house.again(CLOSES);
        house.refund(buyers.0, first.order, 3, None).await.unwrap();
        assert_eq!(house.balance(top, Available).await, 4_000);
        house.refund(buyers.1, second.order, 4, None).await.unwrap();
        assert_eq!(house.balance(top, Available).await, 0);
        house.settled_books().await;
        house.computed_alike();
    });
}

#[test]
fn what_a_close_paid_goes_back_sqlite() {
    what_a_close_paid_goes_back(crate::harness::Db::Sqlite);
}

#[test]
fn what_a_close_paid_goes_back_postgres() {
    what_a_close_paid_goes_back(crate::harness::Db::Postgres);
}
