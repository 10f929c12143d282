//! What is over when something goes back: orders, after-sale cases, stock, coupons.

use axum::http::StatusCode;
use banyan_core::ledger::Account::{Available, Coupons};
use banyan_store::Value as Cell;
use banyan_trade::orders::{Item, Place};
use serde_json::{Value, json};

use crate::harness::{House, on_both};

impl House {
    /// One number out of the database.
    pub(crate) async fn number(&self, sql: &'static str, values: Vec<i64>) -> i64 {
        let read = self.shop.writer.run(move |work| {
            let values: Vec<Cell> = values.into_iter().map(Cell::Int).collect();
            Ok(work.conn.one(sql, &values)?.unwrap().int(0)?)
        });
        read.await.unwrap()
    }

    async fn stock(&self, sku: i64) -> i64 {
        self.number("SELECT stock FROM sku WHERE id = $1", vec![sku]).await
    }

    async fn state(&self, staff: &str, order: i64) -> Value {
        self.done(staff, "GET", &format!("/staff/orders/{order}"), None).await["state"].clone()
    }

    /// Sells things to somebody who spends their one coupon on them.
    async fn sell_with_coupon(&self, buyer: i64, skus: &[i64]) -> i64 {
        let coupon = self.number("SELECT MAX(id) FROM coupon WHERE owner = $1", vec![buyer]).await;
        let items = skus.iter().map(|sku| Item { sku: *sku, quantity: 1 }).collect();
        let order = Place {
            buyer,
            items,
            recipient: None,
            to: None,
            via: None,
            coupon: Some(coupon),
            note: String::new(),
            provider: "test".to_owned(),
            seen: None,
            key: None,
            from: None,
            group: None,
        };
        let placed = self.shop.writer.together(order).await.unwrap();
        assert_eq!(self.pay(&placed).await.unwrap().outcome, "paid");
        placed.order
    }
}

fn parcel() -> Value {
    json!({ "carrier": "SF", "number": "1" })
}

fn back(line: i64, quantity: i64) -> Value {
    json!({ "line": line, "quantity": quantity, "restock": true, "reason": "changed her mind" })
}

on_both!(an_order_of_which_nothing_is_left_is_closed, |house| async move {
    let sku = house.product("tea", 10_000, 0, 0, 3).await;
    let buyer = house.member(None, 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
    let order = house.sell(buyer, sku, 3).await.order;
    let path = format!("/staff/orders/{order}");
    house.done(&staff, "POST", &format!("{path}/refunds"), Some(back(1, 2))).await;
    assert_eq!(house.state(&staff, order).await, "paid", "a piece is left to be sent");
    house.done(&staff, "POST", &format!("{path}/refunds"), Some(back(1, 1))).await;
    assert_eq!((house.state(&staff, order).await, house.stock(sku).await), (json!("refunded"), 3));
    let waiting = house.done(&staff, "GET", "/staff/orders?state=paid", None).await;
    assert_eq!(waiting["items"], json!([]));
    let closed = house.done(&token, "GET", "/orders?state=refunded", None).await;
    assert_eq!(closed["items"].as_array().unwrap().len(), 1);
    for (step, body) in [("ship", Some(parcel())), ("receive", None), ("cancel", None)] {
        house.refused(&staff, "POST", &format!("{path}/{step}"), body, "order_state").await;
    }
    // Its money is on its way back; once it is there, they may leave.
    banyan_pay::payments::send_refunds(&house.shop).await.unwrap();
    house
        .done(
            &staff,
            "POST",
            &format!("/staff/members/{buyer}/erase"),
            Some(json!({ "reason": "asked", "forfeit": true })),
        )
        .await;
    house.settled_books().await;
});

on_both!(money_back_for_what_was_never_sent_closes_the_order_too, |house| async move {
    let sku = house.product("tea", 10_000, 0, 0, 3).await;
    let buyer = house.member(None, 0).await;
    let staff = house.staff("owner").await;
    let order = house.sell(buyer, sku, 2).await.order;
    let money = json!({ "line": 1, "quantity": 0, "amount": 20_000, "reason": "sold out" });
    house.done(&staff, "POST", &format!("/staff/orders/{order}/refunds"), Some(money)).await;
    assert_eq!((house.state(&staff, order).await, house.stock(sku).await), (json!("refunded"), 3));
    house.settled_books().await;
});

on_both!(what_has_arrived_is_over_when_goods_and_money_are_back, |house| async move {
    let sku = house.product("tea", 1_000, 600, 100_000, 10).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let staff = house.staff("owner").await;
    let order = house.sell(buyer, sku, 3).await.order;
    house.deliver(buyer, order).await;
    // The money first, the goods a week later.
    house.refund(buyer, order, 0, Some(3_000)).await.unwrap();
    assert_eq!(house.state(&staff, order).await, "received");
    house.days(8);
    house.settled_books().await;
    let quote = house
        .done(
            &staff,
            "POST",
            &format!("/staff/orders/{order}/refunds/quote"),
            Some(json!({ "line": 1, "quantity": 3 })),
        )
        .await;
    assert_eq!(quote, json!({ "amount": 0, "most": 0, "pieces": 3, "freight": 0 }));
    house.refund(buyer, order, 0, Some(0)).await.unwrap_err();
    assert_eq!(house.refund(buyer, order, 3, None).await.unwrap().amount, 0);
    assert_eq!((house.state(&staff, order).await, house.stock(sku).await), (json!("refunded"), 10));
    assert_eq!(house.refund(buyer, order, 1, None).await.unwrap_err().code, "refund_quantity");
    // Nothing is sent for goods.
    assert_eq!(banyan_pay::payments::send_refunds(&house.shop).await.unwrap(), 1);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(a_gift_and_what_a_coupon_paid_can_come_back, |house| async move {
    let (tea, gift) = (house.product("tea", 1_000, 0, 0, 10).await, house.product("gift", 0, 0, 0, 10).await);
    let buyer = house.member(None, 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
    house.coupon(buyer, 3_000).await;
    let order = house.sell_with_coupon(buyer, &[tea, gift]).await;
    house.deliver(buyer, order).await;
    assert_eq!(house.balance(buyer, Coupons).await, 0);
    let wish = json!({ "line": 1, "quantity": 1, "reason": "broken" });
    let case = house.done(&token, "POST", &format!("/orders/{order}/after-sales"), Some(wish)).await;
    let yes = json!({ "restock": true, "answer": "" });
    let path = format!("/staff/after-sales/{}/approve", case["id"].as_str().unwrap());
    assert_eq!(house.done(&staff, "POST", &path, Some(yes)).await["amount"], 0);
    assert_eq!((house.stock(tea).await, house.stock(gift).await), (10, 9));
    house.done(&staff, "POST", &format!("/staff/orders/{order}/refunds"), Some(back(2, 1))).await;
    assert_eq!((house.stock(gift).await, house.state(&staff, order).await), (10, json!("refunded")));
    // All of it went back: so does the coupon, whole.
    let coupons = house.done(&token, "GET", "/me/coupons", None).await;
    assert_eq!(
        (&coupons["items"][0]["state"], &coupons["items"][0]["amount"]),
        (&json!("open"), &json!(3_000))
    );
    assert_eq!(house.balance(buyer, Coupons).await, 3_000);
    house.settled_books().await;
});

on_both!(an_open_case_is_said_before_its_goods_are_sent, |house| async move {
    let sku = house.product("tea", 1_000, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
    let order = house.sell(buyer, sku, 2).await.order;
    let wish = json!({ "line": 1, "quantity": 2, "reason": "not wanted any more" });
    house.done(&token, "POST", &format!("/orders/{order}/after-sales"), Some(wish)).await;
    let ship = format!("/staff/orders/{order}/ship");
    house.refused(&staff, "POST", &ship, Some(parcel()), "after_sale_open").await;
    let mut meant = parcel();
    meant["despite_cases"] = json!(true);
    assert_eq!(house.done(&staff, "POST", &ship, Some(meant)).await["state"], "shipped");
});

on_both!(a_case_that_staff_answered_by_hand_is_settled, |house| async move {
    let sku = house.product("tea", 1_000, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
    let order = house.sell(buyer, sku, 5).await.order;
    house.deliver(buyer, order).await;
    let wish = json!({ "line": 1, "quantity": 2, "reason": "broken" });
    let asks = format!("/orders/{order}/after-sales");
    house.done(&token, "POST", &asks, Some(wish.clone())).await;
    let case = async || house.done(&token, "GET", &format!("/orders/{order}"), None).await;
    // Money alone answers nothing, and one piece of two neither.
    house.refund(buyer, order, 0, Some(100)).await.unwrap();
    house.refund(buyer, order, 1, None).await.unwrap();
    assert_eq!(case().await["after_sales"][0]["state"], "asked");
    house.refund(buyer, order, 1, None).await.unwrap();
    let seen = case().await;
    assert_eq!(
        (&seen["after_sales"][0]["state"], &seen["lines"][0]["is_held"]),
        (&json!("approved"), &json!(false))
    );
    // Staff sends one of two back by hand and then agrees to the case: the other one goes back, and no third.
    house.done(&token, "POST", &asks, Some(wish)).await;
    house.refund(buyer, order, 1, None).await.unwrap();
    let id = case().await["after_sales"][0]["id"].clone();
    let path = format!("/staff/after-sales/{}/approve", id.as_str().unwrap());
    house.done(&staff, "POST", &path, Some(json!({ "answer": "", "restock": true }))).await;
    let seen = case().await;
    assert_eq!(
        (&seen["after_sales"][0]["state"], &seen["lines"][0]["returned"]),
        (&json!("approved"), &json!(4))
    );
    house.days(8);
    house.settled_books().await;
    assert_eq!(house.state(&staff, order).await, "settled");
    house.computed_alike();
});

// Who asks for all and is sent back a part by hand has not been answered about the rest.
on_both!(a_case_for_all_waits_until_all_has_gone_back, |house| async move {
    let sku = house.product("tea", 1_000, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
    let order = house.sell(buyer, sku, 3).await.order;
    house.deliver(buyer, order).await;
    let asks = format!("/orders/{order}/after-sales");
    house.done(&token, "POST", &asks, Some(json!({ "line": 1, "quantity": 3, "reason": "broken" }))).await;
    let case = async || house.done(&token, "GET", &format!("/orders/{order}"), None).await;
    house.refund(buyer, order, 1, None).await.unwrap();
    let seen = case().await;
    assert_eq!(
        (&seen["after_sales"][0]["state"], &seen["lines"][0]["is_held"]),
        (&json!("asked"), &json!(true))
    );
    house.refund(buyer, order, 2, None).await.unwrap();
    assert_eq!(case().await["after_sales"][0]["state"], "approved");
    assert_eq!(house.state(&staff, order).await, "refunded");
    // Of what has gone back nothing can be asked for, in words that say so.
    let again = json!({ "line": 1, "quantity": 1, "reason": "broken" });
    let (_, answer) = house.ask(&token, "POST", &asks, Some(again)).await;
    assert_eq!(answer["detail"], "all items of this line have been returned");
    house.computed_alike();
});

on_both!(a_coupon_that_ran_out_is_out_of_the_books, |house| async move {
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    house.coupon(buyer, 3_000).await;
    let end = house.now() + 60;
    let set = house.shop.writer.run(move |work| {
        work.conn.execute("UPDATE coupon SET expires_at = $1", &[Cell::Int(end)])?;
        work.due_at(end);
        Ok(())
    });
    set.await.unwrap();
    let sku = house.product("tea", 1_000, 0, 0, 10).await;
    // An order that is never paid holds it beyond its end.
    let coupon = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["id"].clone();
    let mut body = crate::orders::cart(sku, 1);
    body["coupon"] = coupon.clone();
    house.done(&token, "POST", "/orders", Some(body.clone())).await;
    house.days(1);
    house.settled_books().await;
    let seen = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["state"].clone();
    assert_eq!((seen, house.balance(buyer, Coupons).await), (json!("expired"), 0));
    house.refused(&token, "POST", "/orders", Some(body), "coupon_expired").await;
});

/// A shop whose customers get a coupon with what they buy.
const COUPONS: &str = r#"
[plan]
id = "coupons"
currency = "CNY"
[sale]
release_after = "7d"
[[rank]]
id = "owner"
[[reward]]
id = "gift"
on = "sale"
to = "buyer"
coupon = "30.00"
"#;

fn a_coupon_whose_sale_goes_back(is_paid: bool) {
    for db in [crate::harness::Db::Sqlite, crate::harness::Db::Postgres] {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let house = House::open(db, COUPONS);
            let sku = house.product("tea", 10_000, 0, 0, 10).await;
            let buyer = house.member(None, 0).await;
            let token = house.signed_in(buyer).await;
            let first = house.sell(buyer, sku, 1).await.order;
            house.deliver(buyer, first).await;
            house.days(8);
            house.settled_books().await;
            let coupon = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["id"].clone();
            let mut body = crate::orders::cart(sku, 1);
            body["coupon"] = coupon;
            let placed = house.done(&token, "POST", "/orders", Some(body)).await;
            // The sale that gave it goes back while an unpaid order holds it.
            house.refund(buyer, first, 1, None).await.unwrap();
            assert_eq!(house.balance(buyer, Available).await, 0, "she has spent nothing");
            house.computed_alike();
            if is_paid {
                let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
                house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
                assert_eq!(house.balance(buyer, Available).await, -3_000, "now she has");
            } else {
                house.days(1);
                house.settled_books().await;
                let seen = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["state"].clone();
                assert_eq!((seen, house.balance(buyer, Available).await), (json!("void"), 0));
            }
            assert_eq!(house.balance(buyer, Coupons).await, 0);
            house.settled_books().await;
            house.computed_alike();
        });
    }
}

#[test]
fn a_coupon_whose_sale_goes_back_while_it_is_held_is_void_when_the_order_is_given_up() {
    a_coupon_whose_sale_goes_back(false);
}

#[test]
fn a_coupon_whose_sale_goes_back_while_it_is_held_is_a_debt_once_it_is_spent() {
    a_coupon_whose_sale_goes_back(true);
}

on_both!(an_order_of_nothing_takes_no_coupon_and_is_paid_as_often_as_one_likes, |house| async move {
    let sku = house.product("gift", 0, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    house.coupon(buyer, 3_000).await;
    let mut body = crate::orders::cart(sku, 1);
    body["coupon"] = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["id"].clone();
    let placed = house.done(&token, "POST", "/orders", Some(body)).await;
    let pays = format!("/orders/{}/payments", placed["order"].as_str().unwrap());
    for _ in 0..2 {
        let paid = house.done(&token, "POST", &pays, Some(json!({ "provider": "test" }))).await;
        assert_eq!((&paid["state"], &paid["id"]), (&json!("paid"), &placed["payment"]));
    }
    let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
    let again = house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    assert_eq!(again["outcome"], "already");
    let coupons = house.done(&token, "GET", "/me/coupons", None).await;
    assert_eq!(coupons["items"][0]["state"], "open");
    house.settled_books().await;
});

on_both!(a_second_press_is_not_a_second_refund, |house| async move {
    let sku = house.product("tea", 100, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let staff = house.staff("owner").await;
    // Three for 1.00 are not three times a third.
    let order = house.sell(buyer, sku, 3).await.order;
    house
        .shop
        .writer
        .run(|work| Ok(work.conn.execute("UPDATE line SET amount = 100", &[]).map(drop)?))
        .await
        .unwrap();
    let path = format!("/staff/orders/{order}/refunds");
    let quote =
        house.done(&staff, "POST", &format!("{path}/quote"), Some(json!({ "line": 1, "quantity": 2 }))).await;
    assert_eq!(quote["amount"], 66);
    let key = [("idempotency-key", "press")];
    let (first, one) = house.ask_with(&staff, "POST", &path, Some(back(1, 2)), &key).await;
    let (_, two) = house.ask_with(&staff, "POST", &path, Some(back(1, 2)), &key).await;
    assert_eq!((first, &one["amount"], &one), (StatusCode::CREATED, &quote["amount"], &two));
    let (_, other) = house.ask_with(&staff, "POST", &path, Some(back(1, 1)), &key).await;
    assert_eq!(other["code"], "idempotency_key_reused");
    assert_eq!(house.number("SELECT COUNT(*) FROM refund WHERE order_id = $1", vec![order]).await, 1);
});

on_both!(why_a_refund_was_not_sent_is_told_to_staff_and_not_to_the_buyer, |house| async move {
    let sku = house.product("tea", 10_000, 0, 0, 5).await;
    let buyer = house.member(None, 0).await;
    let order = house.sell(buyer, sku, 1).await.order;
    house.refund(buyer, order, 1, None).await.unwrap();
    // The provider that took the payment is gone.
    let sql = "UPDATE payment SET provider = 'wechat' WHERE order_id = $1";
    let gone =
        house.shop.writer.run(move |work| Ok(work.conn.execute(sql, &[Cell::Int(order)]).map(drop)?));
    gone.await.unwrap();
    banyan_pay::payments::send_refunds(&house.shop).await.unwrap();
    let owner = house.staff("owner").await;
    let at_desk = house.done(&owner, "GET", &format!("/staff/orders/{order}"), None).await;
    let told = &at_desk["refunds"][0];
    assert_eq!((&told["state"], &told["error"]), (&json!("failed"), &json!("noprovider")));
    let listed = house.done(&owner, "GET", "/staff/refunds", None).await;
    assert_eq!(listed["items"][0]["error"], "noprovider");
    let me = house.signed_in(buyer).await;
    let mine = house.done(&me, "GET", &format!("/orders/{order}"), None).await;
    assert_eq!(mine["refunds"][0].get("error"), None);
});
