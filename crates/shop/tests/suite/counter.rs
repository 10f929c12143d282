//! What staff does with orders and money, with the clock moved by the test.

use axum::http::StatusCode;
use banyan_core::ledger::Account::{Available, Pending};
use banyan_pay::payments;
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::orders::cart;

impl House {
    /// An order that is paid at the test till; gives its path.
    async fn bought(&self, token: &str, sku: i64, quantity: i64) -> String {
        let placed = self.done(token, "POST", "/orders", Some(cart(sku, quantity))).await;
        let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
        self.done(token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
        format!("/orders/{}", placed["order"].as_str().unwrap())
    }

    async fn ids(&self, token: &str, path: &str, body: Option<Value>) -> Vec<String> {
        let method = if body.is_some() { "POST" } else { "GET" };
        let list = self.done(token, method, path, body).await;
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| format!("/orders/{}", item["id"].as_str().unwrap())).collect()
    }
}

on_both!(from_payment_to_settlement_with_parts_sent_back_on_the_way, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 10).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("support").await);
    let order = house.bought(&token, sku, 4).await;
    let desk = format!("/staff{order}");
    assert_eq!(house.balance(seller, Pending).await, 16_000);
    // One piece goes back before it is sent, on staff's word; the same key is the same refund.
    let part = json!({ "line": 1, "quantity": 1, "restock": true, "reason": "少发一件" });
    let key = [("idempotency-key", "r1")];
    let (status, first) =
        house.ask_with(&staff, "POST", &format!("{desk}/refunds"), Some(part.clone()), &key).await;
    let (_, again) = house.ask_with(&staff, "POST", &format!("{desk}/refunds"), Some(part), &key).await;
    assert_eq!((status, &first["amount"], &first), (StatusCode::CREATED, &json!(20_000), &again));
    assert_eq!(house.balance(seller, Pending).await, 12_000);
    // Sent, and taken as received after ten days.
    house
        .refused(
            &staff,
            "POST",
            &format!("{desk}/ship"),
            Some(json!({ "carrier": "", "number": "1" })),
            "text_length",
        )
        .await;
    let parcel = json!({ "carrier": "顺丰速运", "number": "SF1020304050" });
    let shipped = house.done(&staff, "POST", &format!("{desk}/ship"), Some(parcel.clone())).await;
    assert_eq!(
        (&shipped["state"], &shipped["shipment"]["number"]),
        (&json!("shipped"), &json!("SF1020304050"))
    );
    house.refused(&staff, "POST", &format!("{desk}/ship"), Some(parcel), "order_state").await;
    house.days(11);
    house.settled_books().await;
    let seen = house.done(&token, "GET", &order, None).await;
    assert_eq!(seen["state"], "received");
    // They ask for one more; while nobody has decided, nothing settles.
    house.days(5);
    let wish = json!({ "line": 1, "quantity": 1, "reason": "包装破损" });
    let case = house.done(&token, "POST", &format!("{order}/after-sales"), Some(wish)).await;
    house.days(20);
    house.settled_books().await;
    assert_eq!((house.balance(seller, Pending).await, house.balance(seller, Available).await), (12_000, 0));
    let open = house.done(&staff, "GET", "/staff/after-sales?state=asked", None).await;
    assert_eq!(open["items"][0]["id"], case["id"]);
    let approve = format!("/staff/after-sales/{}/approve", case["id"].as_str().unwrap());
    let back =
        house.done(&staff, "POST", &approve, Some(json!({ "restock": false, "answer": "已同意" }))).await;
    assert_eq!(back["amount"], 20_000);
    house.refused(&staff, "POST", &approve, Some(json!({})), "after_sale_decided").await;
    house.days(1);
    house.settled_books().await;
    assert_eq!((house.balance(seller, Pending).await, house.balance(seller, Available).await), (0, 8_000));
    assert_eq!(house.done(&token, "GET", &order, None).await["state"], "settled");
    // After settlement some money goes back, without pieces.
    let part = json!({ "line": 1, "quantity": 0, "amount": 10_000, "reason": "补偿" });
    house.done(&staff, "POST", &format!("{desk}/refunds"), Some(part)).await;
    assert_eq!(house.balance(seller, Available).await, 6_000);
    let much = json!({ "line": 1, "quantity": 0, "amount": 30_001, "reason": "补偿" });
    house.refused(&staff, "POST", &format!("{desk}/refunds"), Some(much), "refund_amount").await;
    assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 3);
    let seen = house.done(&token, "GET", &order, None).await;
    assert!(seen["refunds"].as_array().unwrap().iter().all(|refund| refund["state"] == "done"), "{seen}");
    assert_eq!((&seen["lines"][0]["refunded"], &seen["lines"][0]["returned"]), (&json!(50_000), &json!(2)));
    house.settled_books().await;
});

on_both!(staff_finds_an_order_and_sees_no_more_than_she_may, |house| async move {
    let sku = house.product("tea", 100, 40, 200_000, 10).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let token = house.signed_in(buyer).await;
    let paid = house.bought(&token, sku, 1).await;
    let other = house.done(&token, "POST", "/orders", Some(cart(sku, 1))).await;
    let other = format!("/orders/{}", other["order"].as_str().unwrap());
    let (support, branch) = (house.staff("support").await, house.staff("branch").await);
    assert_eq!(house.ids(&support, "/staff/orders", None).await, [other.clone(), paid.clone()]);
    for (query, expected) in [
        ("state=paid".to_owned(), vec![paid.clone()]),
        (format!("buyer={buyer}"), vec![other.clone(), paid.clone()]),
        ("buyer=1".to_owned(), vec![]),
        (format!("seller={seller}"), vec![paid.clone()]),
        ("product=tea&limit=1".to_owned(), vec![other.clone()]),
        ("product=coffee".to_owned(), vec![]),
        ("until=2026-01-01T00:00:00Z".to_owned(), vec![]),
        ("since=2026-01-01T00:00:00Z".to_owned(), vec![other.clone(), paid.clone()]),
    ] {
        assert_eq!(house.ids(&support, &format!("/staff/orders?{query}"), None).await, expected, "{query}");
    }
    house.refused(&support, "GET", "/staff/orders?since=yesterday", None, "query_invalid").await;
    let who = json!({ "phone": "8000", "name": "张 三" });
    assert_eq!(
        house.ids(&support, "/staff/orders/find", Some(who.clone())).await,
        [other.clone(), paid.clone()]
    );
    let wrong = json!({ "phone": "8000", "name": "张四" });
    assert_eq!(house.ids(&support, "/staff/orders/find", Some(wrong)).await, [""; 0]);
    house.refused(&branch, "POST", "/staff/orders/find", Some(who), "forbidden").await;
    // What everybody at the desk sees hides who they are.
    let seen = house.done(&support, "GET", &format!("/staff{paid}"), None).await.to_string();
    assert!(!seen.contains("13800138000") && !seen.contains("张三") && !seen.contains("文三路"), "{seen}");
    let recipient = house.done(&support, "GET", &format!("/staff{paid}/recipient"), None).await;
    assert_eq!(recipient["phone"], "+8613800138000");
    let finance = house.staff("bd").await;
    house.refused(&finance, "GET", &format!("/staff{paid}"), None, "forbidden").await;
    house.refused(&finance, "GET", &format!("/staff{paid}/recipient"), None, "forbidden").await;
    house.refused(&token, "GET", &format!("/staff{paid}"), None, "forbidden").await;
});

on_both!(a_transfer_is_confirmed_by_staff_and_sent_back_by_staff, |house| async move {
    let sku = house.product("tea", 5_000, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let (token, finance) = (house.signed_in(buyer).await, house.staff("finance").await);
    let placed = house.done(&token, "POST", "/orders", Some(cart(sku, 1))).await;
    let order = format!("/orders/{}", placed["order"].as_str().unwrap());
    // They thought of the test till first, and pay by transfer.
    let body = json!({ "provider": "offline" });
    let prepared = house.done(&token, "POST", &format!("{order}/payments"), Some(body.clone())).await;
    assert_eq!(
        (&prepared["prepared"]["kind"], &prepared["provider"]),
        (&json!("instructions"), &json!("offline"))
    );
    assert_eq!(
        house.done(&token, "POST", &format!("{order}/payments"), Some(body)).await["id"],
        prepared["id"]
    );
    let unknown = json!({ "provider": "gold" });
    house.refused(&token, "POST", &format!("{order}/payments"), Some(unknown), "provider_unknown").await;
    let confirm = format!("/staff/payments/{}/confirm", prepared["id"].as_str().unwrap());
    let body = |amount: i64| Some(json!({ "reference": "ICBC-1", "amount": amount }));
    house.refused(&finance, "POST", &confirm, body(4_999), "amount_mismatch").await;
    let support = house.staff("support").await;
    house.refused(&support, "POST", &confirm, body(5_000), "forbidden").await;
    assert_eq!(house.done(&finance, "POST", &confirm, body(5_000)).await["outcome"], "paid");
    assert_eq!(house.done(&finance, "POST", &confirm, body(5_000)).await["outcome"], "already");
    let wrong = format!("/staff/payments/{}/confirm", placed["payment"].as_str().unwrap());
    house.refused(&finance, "POST", &wrong, body(5_000), "reference_used").await;
    let other = Some(json!({ "reference": "ICBC-9", "amount": 5_000 }));
    house.refused(&finance, "POST", &wrong, other, "not_found").await;
    // The money goes back by hand.
    let part = json!({ "line": 1, "quantity": 1, "reason": "不要了" });
    house.done(&finance, "POST", &format!("/staff{order}/refunds"), Some(part)).await;
    payments::send_refunds(&house.shop).await.unwrap();
    let refund = house.done(&finance, "GET", "/staff/refunds?state=sent", None).await["items"][0].clone();
    let done = format!("/staff/refunds/{}/done", refund["id"].as_str().unwrap());
    house.done(&finance, "POST", &done, Some(json!({ "reference": "ICBC-2" }))).await;
    house.refused(&finance, "POST", &done, Some(json!({ "reference": "ICBC-2" })), "refund_done").await;
    assert_eq!(house.done(&token, "GET", &order, None).await["refunds"][0]["reference"], "ICBC-2");
    house.refused(&finance, "POST", &done.replace("/done", "/retry"), None, "refund_not_failed").await;
    house.settled_books().await;
});

on_both!(an_order_that_expires_frees_its_coupon, |house| async move {
    let sku = house.product("tea", 5_000, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    house.coupon(buyer, 2_000).await;
    let mine = house.done(&token, "GET", "/me/coupons", None).await["items"][0].clone();
    assert_eq!((&mine["amount"], &mine["state"]), (&json!(2_000), &json!("open")));
    let mut body = cart(sku, 1);
    body["coupon"] = mine["id"].clone();
    let quote = json!({ "items": body["items"], "coupon": mine["id"] });
    let seen = house.done(&token, "POST", "/quote", Some(quote.clone())).await;
    assert_eq!((&seen["discount"], &seen["amount"]), (&json!(2_000), &json!(3_000)));
    house.refused("", "POST", "/quote", Some(quote), "signed_out").await;
    let placed = house.done(&token, "POST", "/orders", Some(body.clone())).await;
    assert_eq!(placed["amount"], 3_000);
    house.refused(&token, "POST", "/orders", Some(body.clone()), "coupon_used").await;
    assert_eq!(house.done(&token, "GET", "/me/coupons", None).await["items"][0]["state"], "held");
    house.days(1);
    house.settled_books().await;
    assert_eq!(house.done(&token, "GET", "/me/coupons", None).await["items"][0]["state"], "open");
    // Placed again and given up by themselves; then spent.
    let placed = house.done(&token, "POST", "/orders", Some(body.clone())).await;
    house.done(&token, "POST", &format!("/orders/{}/cancel", placed["order"].as_str().unwrap()), None).await;
    let placed = house.done(&token, "POST", "/orders", Some(body.clone())).await;
    let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
    house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    assert_eq!(house.done(&token, "GET", "/me/coupons", None).await["items"][0]["state"], "used");
    house.refused(&token, "POST", "/orders", Some(body), "coupon_used").await;
    house.settled_books().await;
});

on_both!(the_coupon_that_saves_most_is_chosen_and_the_others_say_why_not, |house| async move {
    let sku = house.product("tea", 3_000, 0, 0, 100).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    for amount in [500, 2_000, 4_000] {
        house.coupon(buyer, amount).await;
    }
    let quote = async |pieces: i64, more: (&str, Value)| {
        let mut body = json!({ "items": [{ "sku": sku.to_string(), "quantity": pieces }] });
        body[more.0] = more.1;
        house.done(&token, "POST", "/quote", Some(body)).await
    };
    // Nothing is spent that nobody asked for; what each would do is said all the same.
    let none = quote(2, ("best_coupon", json!(false))).await;
    assert_eq!((&none["coupon"], &none["amount"]), (&Value::Null, &json!(6_000)));
    let best = quote(2, ("best_coupon", json!(true))).await;
    let told = |quote: &Value| {
        let rows = quote["coupons"].as_array().unwrap().clone();
        rows.iter().map(|one| (one["off"].clone(), one["why"]["en"].clone())).collect::<Vec<_>>()
    };
    let expected = vec![
        (json!(4_000), json!("Saves most")),
        (json!(2_000), json!("Saves ¥20.00 less than the best one")),
        (json!(500), json!("Saves ¥35.00 less than the best one")),
    ];
    assert_eq!((told(&best), told(&none)), (expected.clone(), expected));
    assert_eq!((&best["discount"], &best["coupon"]), (&json!(4_000), &best["coupons"][0]["id"]));
    // The buyer may choose otherwise.
    let other = best["coupons"][2]["id"].clone();
    let chosen = quote(2, ("coupon", other.clone())).await;
    assert_eq!((&chosen["coupon"], &chosen["amount"]), (&other, &json!(5_500)));
    // The order takes what the quote chose, and then the next is the best.
    let mut body = json!({ "items": [{ "sku": sku.to_string(), "quantity": 2 }], "provider": "test" });
    body["coupon"] = best["coupon"].clone();
    body["seen"] = json!({ "amount": best["amount"] });
    house.done(&token, "POST", "/orders", Some(body)).await;
    assert_eq!(quote(2, ("best_coupon", json!(true))).await["discount"], 2_000);
    // Who is not signed in has none.
    let body = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }], "best_coupon": true });
    let stranger = house.done("", "POST", "/quote", Some(body)).await;
    assert_eq!((&stranger["coupon"], &stranger["coupons"]), (&Value::Null, &json!([])));
});

on_both!(a_coupon_may_pay_for_everything, |house| async move {
    let sku = house.product("tea", 1_500, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    house.coupon(buyer, 2_000).await;
    let mut body = cart(sku, 1);
    body["coupon"] = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["id"].clone();
    let placed = house.done(&token, "POST", "/orders", Some(body)).await;
    assert_eq!(placed["amount"], 0);
    let order = format!("/orders/{}", placed["order"].as_str().unwrap());
    let paid =
        house.done(&token, "POST", &format!("{order}/payments"), Some(json!({ "provider": "test" }))).await;
    assert_eq!(paid["state"], "paid");
    assert_eq!(house.done(&token, "GET", &order, None).await["state"], "paid");
    house.settled_books().await;
});
