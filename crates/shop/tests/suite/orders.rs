//! Orders over HTTP, from the cart to the refund.

use std::sync::Arc;

use axum::http::StatusCode;
use banyan_base::tokens::Token;
use banyan_base::vault;
use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_core::settings::Settings;
use banyan_pay::payments;
use banyan_store::Value;
use serde_json::json;

use crate::harness::{House, on_both};

impl House {
    /// Signs a member in; gives their session's token.
    pub(crate) async fn signed_in(&self, member: i64) -> String {
        self.session("member", member).await
    }

    /// How many orders of one member, and pieces in them, may wait to be paid.
    async fn unpaid_limits(&self, unpaid_orders: u32, unpaid_pieces: u32) {
        let limits = self.shop.writer.run(move |work| {
            let settings = Settings { unpaid_orders, unpaid_pieces, ..work.settings().clone() };
            banyan_core::work::change_settings(work, &settings)
        });
        limits.await.unwrap();
    }

    /// Somebody of staff with a role, signed in.
    pub(crate) async fn staff(&self, role: &str) -> String {
        let role = role.to_owned();
        let hired = self.shop.writer.run(move |work| {
            let id = work.id();
            let sql = "INSERT INTO staff(id, login, name, role, password, state) VALUES($1, $2, $2, $3, '', 'active')";
            let detail = json!({ "role": role });
            let values = [Value::Int(id), Value::Text(format!("{role}{id}")), Value::Text(role)];
            work.conn.execute(sql, &values)?;
            banyan_core::audit::record(work, "system", "staff.create", &format!("staff/{id}"), &detail)?;
            Ok(id)
        });
        let id = hired.await.unwrap();
        self.session("staff", id).await
    }

    /// Gives a member a coupon as a reward would, with its value in the books.
    pub(crate) async fn coupon(&self, member: i64, amount: i64) {
        let given = self.shop.writer.run(move |work| {
            let id = work.id();
            let sql = "INSERT INTO coupon(owner, id, amount, least, expires_at, state, reward) \
                       VALUES($1, $2, $3, 0, NULL, 'open', 'test')";
            work.conn.execute(sql, &[member, id, amount].map(Value::Int))?;
            let reason = Reason { kind: Kind::Reward, id, line: 0, step: 0, place: 0 };
            let (from, to) = ((SHOP, Account::CouponCost), (member, Account::Coupons));
            work.book().transfer(from, to, amount, &reason, id);
            Ok(())
        });
        given.await.unwrap();
    }

    pub(crate) async fn session(&self, subject: &str, owner: i64) -> String {
        let (subject, text) = (subject.to_owned(), format!("{subject}-{owner}"));
        let hash = Token::received(text.clone()).hash().0.to_vec();
        let signed_in = self.shop.writer.run(move |work| {
            let sql = "INSERT INTO session(hash, subject, owner, created_at, expires_at, strong) VALUES($1, $2, $3, 0, $4, 1) \
                       ON CONFLICT(hash) DO NOTHING";
            let values = [Value::Bytes(hash), Value::Text(subject), Value::Int(owner), Value::Int(i64::MAX)];
            work.conn.execute(sql, &values)?;
            Ok(())
        });
        signed_in.await.unwrap();
        text
    }
}

/// A cart of one line, to be sent to somebody.
pub(crate) fn cart(sku: i64, quantity: i64) -> serde_json::Value {
    json!({
        "items": [{ "sku": sku.to_string(), "quantity": quantity }],
        "recipient": { "name": "张三", "phone": "138 0013 8000", "address": "杭州市西湖区文三路 1 号" },
        "provider": "test",
    })
}

on_both!(an_order_from_the_cart_to_the_door, |house| async move {
    let sku = house.product("tea", 20_000, 9_000, 200_000, 10).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let token = house.signed_in(buyer).await;
    let placed = house.done(&token, "POST", "/orders", Some(cart(sku, 2))).await;
    assert_eq!(placed["amount"], 40_000);
    let (order, payment) = (placed["order"].as_str().unwrap(), placed["payment"].as_str().unwrap());
    // They look at it, prepare the payment, and pay.
    let seen = house.done(&token, "GET", &format!("/orders/{order}"), None).await;
    assert_eq!((&seen["state"], &seen["recipient"]["phone"]), (&json!("placed"), &json!("+8613800138000")));
    let body = json!({ "provider": "test" });
    let prepared = house.done(&token, "POST", &format!("/orders/{order}/payments"), Some(body)).await;
    assert_eq!((&prepared["id"], &prepared["prepared"]["kind"]), (&placed["payment"], &json!("qr")));
    let odd = json!({ "provider": "test", "way": { "kind": "in_app", "payer": "a\u{0}" } });
    house.refused(&token, "POST", &format!("/orders/{order}/payments"), Some(odd), "text_invalid").await;
    let till = format!("/payments/{payment}/test");
    let failed = house.done(&token, "POST", &till, Some(json!({ "outcome": "failed" }))).await;
    assert_eq!(failed["outcome"], "failed");
    let paid = house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    assert_eq!(paid["outcome"], "paid");
    let again = house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    assert_eq!(again["outcome"], "already");
    assert_eq!(house.done(&token, "GET", &format!("/payments/{payment}"), None).await["state"], "paid");
    house.refused(&token, "POST", &format!("/orders/{order}/cancel"), None, "order_state").await;
    house
        .refused(
            &token,
            "POST",
            &format!("/orders/{order}/payments"),
            Some(json!({ "provider": "test" })),
            "order_state",
        )
        .await;
    // Nobody else sees it.
    let other = house.signed_in(seller).await;
    house.refused(&other, "GET", &format!("/orders/{order}"), None, "not_found").await;
    house.refused(&other, "GET", &format!("/payments/{payment}"), None, "not_found").await;
    house.refused(&other, "POST", &till, Some(json!({ "outcome": "paid" })), "not_found").await;
    house.refused("", "GET", &format!("/orders/{order}"), None, "signed_out").await;
    // One piece goes back.
    let wish = json!({ "line": 1, "quantity": 1, "reason": "太苦了" });
    let case = house.done(&token, "POST", &format!("/orders/{order}/after-sales"), Some(wish.clone())).await;
    house
        .refused(&token, "POST", &format!("/orders/{order}/after-sales"), Some(wish), "after_sale_open")
        .await;
    let case = case["id"].as_str().unwrap();
    house.done(&token, "POST", &format!("/after-sales/{case}/withdraw"), None).await;
    let list = house.done(&token, "GET", "/orders?state=paid", None).await;
    assert_eq!((list["items"].as_array().unwrap().len(), &list["next"]), (1, &json!(null)));
    assert_eq!(list["items"][0]["lines"][0]["title"]["zh"], "tea");
    assert_eq!(house.done(&token, "GET", "/orders?state=placed", None).await["items"], json!([]));
    house.refused(&token, "GET", "/orders?state=lost", None, "state_unknown").await;
    house.settled_books().await;
});

on_both!(a_cart_sent_twice_is_one_order, |house| async move {
    let sku = house.product("tea", 100, 0, 0, 10).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let key = [("idempotency-key", "abc")];
    let (first, placed) = house.ask_with(&token, "POST", "/orders", Some(cart(sku, 1)), &key).await;
    let (second, again) = house.ask_with(&token, "POST", "/orders", Some(cart(sku, 1)), &key).await;
    assert_eq!((first, second, &placed), (StatusCode::CREATED, StatusCode::CREATED, &again));
    let (status, other) = house.ask_with(&token, "POST", "/orders", Some(cart(sku, 2)), &key).await;
    assert_eq!(
        (status, &other["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("idempotency_key_reused"))
    );
    let list = house.done(&token, "GET", "/orders", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let (status, bad) =
        house.ask_with(&token, "POST", "/orders", Some(cart(sku, 1)), &[("idempotency-key", "")]).await;
    assert_eq!((status, &bad["code"]), (StatusCode::BAD_REQUEST, &json!("idempotency_key")));
});

on_both!(fifty_callbacks_at_once_are_one_payment, |house| async move {
    let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let token = house.signed_in(buyer).await;
    let placed = house.done(&token, "POST", "/orders", Some(cart(sku, 1))).await;
    let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (house, token, till) = (house.clone(), token.clone(), till.clone());
        waiting.spawn(
            async move { house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await },
        );
    }
    let answers = waiting.join_all().await;
    let count = |outcome: &str| answers.iter().filter(|answer| answer["outcome"] == outcome).count();
    assert_eq!((count("paid"), count("already")), (1, 49));
    assert_eq!(house.balance(seller, banyan_core::ledger::Account::Pending).await, 1_000);
    house.settled_books().await;
});

on_both!(a_callback_without_the_providers_signature_is_not_believed, |house| async move {
    for provider in ["test", "wechat", "offline", "nobody"] {
        let body = json!({ "event": "paid" });
        let (status, _) = house.ask("", "POST", &format!("/callbacks/{provider}"), Some(body)).await;
        assert!(status.is_client_error(), "{provider}: {status}");
    }
});

on_both!(a_payment_that_comes_too_late_goes_back, |house| async move {
    let sku = house.product("tea", 5_000, 0, 0, 3).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let placed = house.done(&token, "POST", "/orders", Some(cart(sku, 3))).await;
    house.refused(&token, "POST", "/orders", Some(cart(sku, 1)), "stock_short").await;
    house.days(1);
    house.settled_books().await;
    let order = format!("/orders/{}", placed["order"].as_str().unwrap());
    assert_eq!(house.done(&token, "GET", &order, None).await["state"], "cancelled");
    // Its pieces are free again.
    house.done(&token, "POST", "/orders", Some(cart(sku, 3))).await;
    let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
    let late = house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    assert_eq!(late["outcome"], "late");
    assert_eq!(house.done(&token, "GET", &order, None).await["refunds"][0]["state"], "open");
    assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 1);
    let refund = &house.done(&token, "GET", &order, None).await["refunds"][0];
    assert_eq!(
        (&refund["state"], &refund["amount"], &refund["line"]),
        (&json!("done"), &json!(5_000 * 3), &json!(0))
    );
    assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 0);
    house.settled_books().await;
});

on_both!(five_hundred_buyers_for_a_hundred_pieces, |house| async move {
    house.unpaid_limits(1_000, 1_000).await;
    let sku = house.product("tea", 100, 0, 0, 100).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..500 {
        let (house, token) = (house.clone(), token.clone());
        waiting.spawn(async move {
            let (status, answer) = house.ask(&token, "POST", "/orders", Some(cart(sku, 1))).await;
            if status == StatusCode::CREATED {
                let till = format!("/payments/{}/test", answer["payment"].as_str().unwrap());
                house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
                return true;
            }
            assert_eq!(answer["code"], "stock_short", "{answer}");
            false
        });
    }
    let sold = waiting.join_all().await.into_iter().filter(|sold| *sold).count();
    assert_eq!(sold, 100);
    let left = house.shop.writer.run(move |work| {
        let row = work.conn.one("SELECT stock FROM sku WHERE id = $1", &[Value::Int(sku)])?;
        Ok(row.unwrap().int(0)?)
    });
    assert_eq!(left.await.unwrap(), 0);
    house.settled_books().await;
});

on_both!(what_people_type_is_kept_or_refused_with_words, |house| async move {
    let sku = house.product("tea", 100, 0, 0, 100).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let with = |field: &str, text: &str| {
        let mut body = cart(sku, 1);
        if field == "note" {
            body["note"] = json!(text);
        } else {
            body["recipient"][field] = json!(text);
        }
        body
    };
    for kept in ["<script>alert('x')</script>", "ילד טוב", "شاي أخضر", "'; DROP TABLE orders; --", "👩‍👩‍👧"]
    {
        for field in ["note", "name", "address"] {
            let placed = house.done(&token, "POST", "/orders", Some(with(field, kept))).await;
            let seen = house
                .done(&token, "GET", &format!("/orders/{}", placed["order"].as_str().unwrap()), None)
                .await;
            let found = if field == "note" { &seen["note"] } else { &seen["recipient"][field] };
            assert_eq!(found, kept);
        }
    }
    let long = "茶".repeat(5_000);
    for (field, text, code) in [
        ("note", long.as_str(), "text_length"),
        ("name", &long, "text_length"),
        ("address", &long, "text_length"),
        ("phone", &long, "phone_invalid"),
        ("phone", "12", "phone_invalid"),
        ("name", "", "text_length"),
        ("name", "a\u{0}b", "text_invalid"),
        ("note", "abc\u{202e}cba", "text_invalid"),
    ] {
        house.refused(&token, "POST", "/orders", Some(with(field, text)), code).await;
    }
});

on_both!(an_order_goes_to_one_of_her_own_addresses, |house| async move {
    let sku = house.product("tea", 100, 0, 0, 100).await;
    let (buyer, other) = (house.member(None, 0).await, house.member(None, 0).await);
    let shop = house.shop.clone();
    let kept = house.shop.writer.run(move |work| {
        let id = work.id();
        let place = vault::Place { table: "address", owner: buyer, row: id, field: "secret" };
        let plain = json!({ "name": "李四", "phone": "13900139000", "address": "成都市" }).to_string();
        let mut random = shop.facts.random.lock().unwrap();
        let secret = shop.facts.vault.seal(vault::Kind::Address, &place, &plain, &mut **random).unwrap();
        let sql = "INSERT INTO address(member, id, secret, preferred) VALUES($1, $2, $3, 1)";
        work.conn.execute(sql, &[Value::Int(buyer), Value::Int(id), Value::Bytes(secret)])?;
        Ok(id)
    });
    let address = kept.await.unwrap().to_string();
    let body = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }], "address": address, "provider": "test" });
    let token = house.signed_in(buyer).await;
    let placed = house.done(&token, "POST", "/orders", Some(body.clone())).await;
    let seen =
        house.done(&token, "GET", &format!("/orders/{}", placed["order"].as_str().unwrap()), None).await;
    assert_eq!(seen["recipient"]["name"], "李四");
    let stranger = house.signed_in(other).await;
    house.refused(&stranger, "POST", "/orders", Some(body.clone()), "not_found").await;
    let mut both = cart(sku, 1);
    both["address"] = body["address"].clone();
    house.refused(&token, "POST", "/orders", Some(both), "recipient_twice").await;
});

on_both!(money_that_was_sent_in_time_takes_its_order_up_again, |house| async move {
    let sku = house.product("tea", 5_000, 0, 0, 3).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    house.coupon(buyer, 1_000).await;
    let mut body = cart(sku, 1);
    body["coupon"] = house.done(&token, "GET", "/me/coupons", None).await["items"][0]["id"].clone();
    let mut placed = Vec::new();
    for body in [body, cart(sku, 1), cart(sku, 1)] {
        placed.push(house.done(&token, "POST", "/orders", Some(body)).await);
    }
    let sent = house.now() + 60;
    house
        .done(&token, "POST", &format!("/orders/{}/cancel", placed[2]["order"].as_str().unwrap()), None)
        .await;
    house.days(1);
    house.settled_books().await;
    let pays = async |placed: &serde_json::Value, paid_at: i64| {
        let payment: i64 = placed["payment"].as_str().unwrap().parse().unwrap();
        let amount = placed["amount"].as_i64().unwrap();
        let (provider, reference) = ("test".to_owned(), format!("T{payment}"));
        let paid =
            banyan_trade::orders::Paid { payment, provider, reference, amount, paid_at: Some(paid_at) };
        house.shop.writer.together(paid).await.unwrap().outcome
    };
    assert_eq!(pays(&placed[1], house.now()).await, "late", "what is sent too late is late");
    assert_eq!(pays(&placed[2], sent).await, "late", "she has cancelled it herself");
    assert_eq!(pays(&placed[0], sent).await, "paid", "what is sent in time is in time");
    let seen =
        house.done(&token, "GET", &format!("/orders/{}", placed[0]["order"].as_str().unwrap()), None).await;
    assert_eq!((&seen["state"], &seen["closed_at"]), (&json!("paid"), &json!(null)));
    let coupons = house.done(&token, "GET", "/me/coupons", None).await;
    assert_eq!(coupons["items"][0]["state"], "used");
    assert_eq!(house.number("SELECT stock FROM sku WHERE id = $1", vec![sku]).await, 2);
    house.settled_books().await;
});

on_both!(she_pays_what_she_saw_and_earns_what_she_saw, |house| async move {
    let sku = house.product("tea", 20_000, 0, 100_000, 10).await;
    let promoter = house.member(None, 1).await;
    let token = house.signed_in(promoter).await;
    let items = json!([{ "sku": sku.to_string(), "quantity": 1 }]);
    let quote = house.done(&token, "POST", "/quote", Some(json!({ "items": items }))).await;
    let with = |amount: &serde_json::Value, earn: &serde_json::Value| {
        let mut body = cart(sku, 1);
        body["seen"] = json!({ "amount": amount, "earn": earn });
        body
    };
    let body = with(&quote["amount"], &quote["earn"]);
    house.done(&token, "POST", "/orders", Some(body.clone())).await;
    let set = async |sql: &'static str| {
        house.shop.writer.run(move |work| Ok(work.conn.execute(sql, &[]).map(drop)?)).await.unwrap();
    };
    set("UPDATE product SET rate = 50000").await;
    let (status, changed) = house.ask(&token, "POST", "/orders", Some(body.clone())).await;
    assert_eq!((status, &changed["code"]), (StatusCode::CONFLICT, &json!("price_changed")));
    assert_eq!(changed["now"], json!({ "amount": 20_000, "earn": 1_000 }));
    set("UPDATE sku SET price = 25000").await;
    let (_, changed) = house.ask(&token, "POST", "/orders", Some(with(&json!(20_000), &json!(null)))).await;
    assert_eq!(changed["now"]["amount"], 25_000);
    assert!(changed["detail"].as_str().unwrap().contains("250.00"), "{changed}");
    assert_eq!(house.number("SELECT COUNT(*) FROM orders", vec![]).await, 1, "nothing was placed");
    assert_eq!(house.number("SELECT stock FROM sku WHERE id = $1", vec![sku]).await, 9);
    // Who says nothing of what they saw pays what it costs.
    assert_eq!(house.done(&token, "POST", "/orders", Some(cart(sku, 1))).await["amount"], 25_000);
});

on_both!(one_bank_number_confirms_one_payment, |house| async move {
    let sku = house.product("tea", 5_000, 0, 0, 9).await;
    let buyer = house.member(None, 0).await;
    let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
    let mut body = cart(sku, 1);
    body["provider"] = json!("offline");
    let mut confirm = Vec::new();
    for _ in 0..2 {
        let placed = house.done(&token, "POST", "/orders", Some(body.clone())).await;
        confirm.push(format!("/staff/payments/{}/confirm", placed["payment"].as_str().unwrap()));
    }
    let mut came = json!({ "reference": "B-77", "amount": 5_000 });
    house.done(&staff, "POST", &confirm[0], Some(came.clone())).await;
    assert_eq!(house.done(&staff, "POST", &confirm[0], Some(came.clone())).await["outcome"], "already");
    for same in ["B-77", " b-77", "Ｂ-７７", "b - 77"] {
        came["reference"] = json!(same);
        house.refused(&staff, "POST", &confirm[1], Some(came.clone()), "reference_used").await;
    }
    came["despite_use"] = json!(true);
    assert_eq!(house.done(&staff, "POST", &confirm[1], Some(came)).await["outcome"], "paid");
});

fn a_shop_that_is_no_demo(db: crate::harness::Db) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let house = House::no_demo(db);
        let shop = house.done("", "GET", "/shop", None).await;
        assert_eq!((&shop["providers"], &shop["test_till"]), (&json!(["offline"]), &json!(false)));
        let sku = house.product("tea", 5_000, 0, 0, 9).await;
        let buyer = house.member(None, 0).await;
        let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
        house.refused(&token, "POST", "/orders", Some(cart(sku, 1)), "provider_unknown").await;
        let found = house.done(&staff, "GET", "/staff/settings", None).await;
        let mut wish = found.clone();
        wish["settings"]["providers"] = json!(["test"]);
        house.refused(&staff, "PUT", "/staff/settings", Some(wish), "setting_unknown").await;
        house.done(&staff, "PUT", "/staff/settings", Some(found)).await;
        let mut body = cart(sku, 1);
        body["provider"] = json!("offline");
        let placed = house.done(&token, "POST", "/orders", Some(body)).await;
        let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
        house.refused(&token, "POST", &till, Some(json!({ "outcome": "paid" })), "not_found").await;
        let send = json!({ "ids": ["1"] });
        house.refused(&staff, "POST", "/staff/withdrawals/send", Some(send), "provider_unknown").await;
    });
}

#[test]
fn the_test_till_is_off_in_a_shop_that_is_no_demo_sqlite() {
    a_shop_that_is_no_demo(crate::harness::Db::Sqlite);
}

#[test]
fn the_test_till_is_off_in_a_shop_that_is_no_demo_postgres() {
    a_shop_that_is_no_demo(crate::harness::Db::Postgres);
}

on_both!(figures_are_those_of_the_books, |house| async move {
    let sku = house.product("tea", 3, 0, 0, 99).await;
    let buyer = house.member(None, 0).await;
    let staff = house.staff("owner").await;
    let order = house.sell(buyer, sku, 1).await.order;
    house.sell(buyer, sku, 1).await;
    house
        .shop
        .writer
        .run(|work| Ok(work.conn.execute("UPDATE line SET cost = 100", &[]).map(drop)?))
        .await
        .unwrap();
    for _ in 0..3 {
        house.refund(buyer, order, 0, Some(1)).await.unwrap();
    }
    let seen = house.done(&staff, "GET", "/staff/reports/overview", None).await;
    // Three thirds of the cost are all of it, and who bought twice within had not bought before.
    assert_eq!((&seen["total"]["cost"], &seen["total"]["returning"]), (&json!(100), &json!(0)));
    let products = house.done(&staff, "GET", "/staff/reports/products", None).await;
    assert_eq!(products[0]["cost"], 100);
    house.days(40);
    house.sell(buyer, sku, 1).await;
    let seen = house.done(&staff, "GET", "/staff/reports/overview", None).await;
    assert_eq!((&seen["total"]["buyers"], &seen["total"]["returning"]), (&json!(1), &json!(1)));
});

// A newcomer could order all that there is and pay nothing, half an hour after half an hour.
on_both!(who_does_not_pay_keeps_only_so_much_from_others, |house| async move {
    house.unpaid_limits(1, 5).await;
    let sku = house.product("tea", 100, 0, 0, 30_000).await;
    let buyer = house.member(None, 0).await;
    assert_eq!(house.place(buyer, sku, 6).await.unwrap_err().code, "unpaid_limit");
    let (one, two, three) =
        tokio::join!(house.place(buyer, sku, 2), house.place(buyer, sku, 2), house.place(buyer, sku, 2));
    let all = [one, two, three];
    assert_eq!(all.iter().filter(|placed| placed.is_ok()).count(), 1, "{all:?}");
    let refused = all.iter().find_map(|placed| placed.as_ref().err()).unwrap();
    assert_eq!(refused.code, "unpaid_limit");
    // Once they have paid, or given it up, they may order again.
    house.pay(all.iter().find_map(|placed| placed.as_ref().ok()).unwrap()).await.unwrap();
    let next = house.place(buyer, sku, 5).await.unwrap();
    house.shop.writer.run(move |work| banyan_trade::orders::cancel(work, buyer, next.order)).await.unwrap();
    house.place(buyer, sku, 5).await.unwrap();

    // Nor with many accounts from one place.
    let order = async |from: &str| {
        let member = house.member(None, 0).await;
        let bearer = format!("Bearer {}", house.signed_in(member).await);
        let headers = [("authorization", bearer.as_str())];
        let (status, _, answer) = house.ask_from(from, ("POST", "/orders"), &cart(sku, 5), &headers).await;
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    };
    for _ in 0..10 {
        assert_eq!(order("203.0.113.7").await.0, StatusCode::CREATED);
    }
    let refused = (StatusCode::TOO_MANY_REQUESTS, "unpaid_limit_address".to_owned());
    assert_eq!(order("203.0.113.7").await, refused);
    assert_eq!(order("203.0.113.8").await.0, StatusCode::CREATED);
    // The address itself is kept nowhere, and its hash no longer than it is needed.
    house.days(1);
    house.shop.writer.beat().await.unwrap();
    let left = house
        .shop
        .reader
        .read(|conn| conn.one("SELECT COUNT(*) FROM orders WHERE placed_from IS NOT NULL", &[]));
    assert_eq!(left.await.unwrap().unwrap().int(0).unwrap(), 0);
});
