//! Rewards from payment to the purse.

use banyan_shop::ledger::Account::{Available, Pending};

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

async fn futures_join(house: &crate::harness::House, placed: &banyan_shop::orders::Placed) -> Vec<String> {
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
