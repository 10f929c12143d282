//! Withdrawals: from the purse to the bank, with tax on the way, and never more than there is.

use std::sync::Arc;

use axum::http::StatusCode;
use banyan_core::ledger::Account::{Available, Cash, Pending, Tax, Withdrawing};
use banyan_core::ledger::{self, SHOP};
use banyan_pay::withdrawals;
use serde_json::{Value, json};

use crate::harness::{House, TWO_LEVELS, on_both};

/// Everything of one currency unit, in minor units.
const YUAN: i64 = 100;

fn wish(amount: i64) -> Value {
    let target =
        json!({ "method": "bank", "name": "张小满", "bank": "招商银行", "account": "6225 8801 2345 6789" });
    json!({ "amount": amount, "target": target })
}

impl House {
    /// A promoter who may withdraw so much: they have sold to a customer of theirs, and it has settled.
    pub(crate) async fn earner(&self, amount: i64) -> (i64, String) {
        let seller = self.member(None, 1).await;
        self.earn(seller, amount).await;
        (seller, self.signed_in(seller).await)
    }

    /// They earn so much; gives buyer and order.
    pub(crate) async fn earn(&self, seller: i64, amount: i64) -> (i64, i64) {
        let code = format!("p{}", self.now() + amount);
        // A rate of 20 %.
        let sku = self.product(&code, amount * 5, 0, 200_000, 1).await;
        let buyer = self.member(Some(seller), 0).await;
        let order = self.sell(buyer, sku, 1).await.order;
        self.deliver(buyer, order).await;
        self.days(8);
        self.settled_books().await;
        (buyer, order)
    }

    async fn shop_balance(&self, account: ledger::Account) -> i64 {
        let found = self.shop.reader.read(ledger::shop_balances).await.unwrap();
        found.into_iter().find(|(known, _)| *known == account).map_or(0, |(_, amount)| amount)
    }

    async fn purse(&self, owner: i64) -> (i64, i64) {
        (self.balance(owner, Available).await, self.balance(owner, Withdrawing).await)
    }
}

fn ids(list: &[&Value]) -> Value {
    json!({ "ids": list.iter().map(|one| one["id"].clone()).collect::<Vec<_>>() })
}

on_both!(four_ask_for_everything_at_once_and_one_is_accepted, |house| async move {
    let (seller, token) = house.earner(1_000 * YUAN).await;
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (house, token) = (house.clone(), token.clone());
        waiting.spawn(
            async move { house.ask(&token, "POST", "/me/withdrawals", Some(wish(1_000 * YUAN))).await },
        );
    }
    let mut accepted = 0;
    while let Some(done) = waiting.join_next().await {
        let (status, answer) = done.unwrap();
        match status {
            StatusCode::CREATED => accepted += 1,
            _ => assert_eq!(
                (status, &answer["code"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!("withdrawal_balance"))
            ),
        }
    }
    assert_eq!(accepted, 1);
    assert_eq!(house.purse(seller).await, (0, 1_000 * YUAN));
    house.settled_books().await;
});

on_both!(the_same_key_is_the_same_withdrawal, |house| async move {
    let (seller, token) = house.earner(1_000 * YUAN).await;
    let key = [("idempotency-key", "w1")];
    let (_, first) = house.ask_with(&token, "POST", "/me/withdrawals", Some(wish(400 * YUAN)), &key).await;
    let (_, again) = house.ask_with(&token, "POST", "/me/withdrawals", Some(wish(400 * YUAN)), &key).await;
    assert_eq!(first["id"], again["id"]);
    assert_eq!(house.purse(seller).await, (600 * YUAN, 400 * YUAN));
    let (_, other) = house.ask_with(&token, "POST", "/me/withdrawals", Some(wish(500 * YUAN)), &key).await;
    assert_eq!(other["code"], "idempotency_key_reused");
});

on_both!(a_refused_withdrawal_is_available_again, |house| async move {
    let (seller, token) = house.earner(1_000 * YUAN).await;
    let staff = house.staff("finance").await;
    let asked = house.done(&token, "POST", "/me/withdrawals", Some(wish(1_000 * YUAN))).await;
    assert_eq!((&asked["state"], &asked["account"]), (&json!("asked"), &json!("张** 招商银行 **** 6789")));
    house.refused(&token, "POST", "/me/withdrawals", Some(wish(100)), "withdrawal_balance").await;
    house.refused(&staff, "POST", "/staff/withdrawals/refuse", Some(ids(&[&asked])), "text_length").await;
    let mut no = ids(&[&asked]);
    no["reason"] = json!("户名与实名不符");
    let done = house.done(&staff, "POST", "/staff/withdrawals/refuse", Some(no.clone())).await;
    assert_eq!(done[0]["ok"], true);
    assert_eq!(house.purse(seller).await, (1_000 * YUAN, 0));
    // Refused once more, nothing happens.
    let done = house.done(&staff, "POST", "/staff/withdrawals/refuse", Some(no)).await;
    assert_eq!((&done[0]["ok"], &done[0]["code"]), (&json!(false), &json!("withdrawal_state")));
    let mine = house.done(&token, "GET", "/me/withdrawals", None).await;
    assert_eq!(
        (&mine["items"][0]["state"], &mine["items"][0]["answer"]),
        (&json!("refused"), &json!("户名与实名不符"))
    );
    house.done(&token, "POST", "/me/withdrawals", Some(wish(1_000 * YUAN))).await;
    house.settled_books().await;
    let support = house.staff("support").await;
    house.refused(&support, "GET", "/staff/withdrawals", None, "forbidden").await;
    house.refused("", "GET", "/me/withdrawals", None, "signed_out").await;
});

// 20,000.00 in January: 20 % costs, 5,000.00 allowance, 11,000.00 taxed at 3 % = 330.00.
// 10,000.00 more in January: 30,000.00 − 6,000.00 − 5,000.00 = 19,000.00 at 3 % = 570.00, less 330.00 = 240.00.
on_both!(tax_is_shown_before_and_withheld_after, |house| async move {
    let (seller, token) = house.earner(30_000 * YUAN).await;
    let staff = house.staff("finance").await;
    let quote =
        house.done(&token, "POST", "/me/withdrawals/quote", Some(json!({ "amount": 20_000 * YUAN }))).await;
    assert_eq!((&quote["tax"], &quote["net"]), (&json!(330 * YUAN), &json!(19_670 * YUAN)));
    assert!(quote["lines"].as_array().unwrap().len() >= 3, "{quote}");
    assert_eq!(house.purse(seller).await, (30_000 * YUAN, 0), "a question changes nothing");
    let first = house.done(&token, "POST", "/me/withdrawals", Some(wish(20_000 * YUAN))).await;
    let second = house.done(&token, "POST", "/me/withdrawals", Some(wish(10_000 * YUAN))).await;
    assert_eq!((&first["tax"], &second["tax"]), (&json!(330 * YUAN), &json!(240 * YUAN)));
    let cash = house.shop_balance(Cash).await;
    let list = house.done(&staff, "GET", "/staff/withdrawals?state=asked&limit=200", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    house.done(&staff, "POST", "/staff/withdrawals/approve", Some(ids(&[&first, &second]))).await;
    // The bank pays the first; the second comes back.
    let file = house.done(&staff, "POST", "/staff/withdrawals/bank-files", Some(json!({}))).await;
    assert_eq!((&file["count"], &file["total"]), (&json!(2), &json!(29_430 * YUAN)));
    house.refused(&staff, "POST", "/staff/withdrawals/bank-files", Some(json!({})), "bank_file_empty").await;
    let path = format!("/staff/withdrawals/bank-files/{}", file["id"].as_str().unwrap());
    let csv = house.read(&staff, &path).await;
    assert!(csv.starts_with("\u{feff}id,name,bank,account,amount,currency,remark\r\n"), "{csv}");
    assert!(csv.contains(",张小满,招商银行,'6225880123456789,19670.00,CNY,W"), "{csv}");
    let mut yes = ids(&[&first]);
    yes["reference"] = json!("20260109001");
    house.done(&staff, "POST", "/staff/withdrawals/paid", Some(yes.clone())).await;
    let again = house.done(&staff, "POST", "/staff/withdrawals/paid", Some(yes)).await;
    assert_eq!(again[0]["code"], "withdrawal_state");
    let mut no = ids(&[&second]);
    no["reason"] = json!("账号不存在");
    house.done(&staff, "POST", "/staff/withdrawals/failed", Some(no)).await;
    assert_eq!(house.purse(seller).await, (10_000 * YUAN, 0));
    assert_eq!(house.shop_balance(Tax).await, 330 * YUAN);
    assert_eq!(house.shop_balance(Cash).await - cash, 19_670 * YUAN);
    house.settled_books().await;
    // What did not go out is not taxed; what is asked for next is taxed on top of what did.
    let third = house.done(&token, "POST", "/me/withdrawals", Some(wish(10_000 * YUAN))).await;
    assert_eq!(third["tax"], 240 * YUAN);
    // The next year begins at nothing: 20,000.00 again.
    house.days(366);
    house.earn(seller, 20_000 * YUAN).await;
    let fourth = house.done(&token, "POST", "/me/withdrawals", Some(wish(20_000 * YUAN))).await;
    assert_eq!(fourth["tax"], 330 * YUAN);
    let place = house.place.clone();
    let found = std::thread::spawn(move || {
        let verify = || {
            banyan_ops::history::verify(&place, banyan_ops::history::Against::default(), &|_, _| ())
                .and_then(banyan_ops::history::Verified::clean)
        };
        verify().expect("all of it comes out again");
        let sql = "UPDATE withdrawal SET tax = tax - 1 WHERE state = 'asked' AND tax = 24000";
        assert_eq!(place.connect(false).unwrap().execute(sql, &[]).unwrap(), 1);
        verify()
    });
    let found = found.join().unwrap().unwrap_err().text.en;
    assert!(found.contains("tax withheld") && found.contains("expected 240.00, found 239.99"), "{found}");
});

on_both!(a_debt_after_a_withdrawal_is_paid_back_first, |house| async move {
    let seller = house.member(None, 1).await;
    let (buyer, order) = house.earn(seller, 500 * YUAN).await;
    let token = house.signed_in(seller).await;
    house.done(&token, "POST", "/me/withdrawals", Some(wish(500 * YUAN))).await;
    house.refund(buyer, order, 1, None).await.unwrap();
    assert_eq!(house.purse(seller).await, (-500 * YUAN, 500 * YUAN));
    house
        .refused(&token, "POST", "/me/withdrawals/quote", Some(json!({ "amount": 100 })), "withdrawal_debt")
        .await;
    house.earn(seller, 300 * YUAN).await;
    assert_eq!(house.balance(seller, Available).await, -200 * YUAN);
    house.earn(seller, 300 * YUAN).await;
    assert_eq!(house.balance(seller, Available).await, 100 * YUAN);
    assert_eq!(house.balance(seller, Pending).await, 0);
    house.settled_books().await;
});

on_both!(limits_are_the_settings, |house| async move {
    let (_, token) = house.earner(100_000 * YUAN).await;
    let quote = "/me/withdrawals/quote";
    house.refused(&token, "POST", quote, Some(json!({ "amount": 99 })), "withdrawal_least").await;
    house.refused(&token, "POST", quote, Some(json!({ "amount": -1 })), "withdrawal_least").await;
    house
        .refused(&token, "POST", quote, Some(json!({ "amount": 50_000 * YUAN + 1 })), "withdrawal_day")
        .await;
    house.done(&token, "POST", "/me/withdrawals", Some(wish(50_000 * YUAN))).await;
    house.refused(&token, "POST", quote, Some(json!({ "amount": 100 })), "withdrawal_day").await;
    house.days(1);
    house.done(&token, "POST", quote, Some(json!({ "amount": 100 }))).await;
    let mut bad = wish(100);
    bad["target"]["account"] = json!("=1+1");
    house.refused(&token, "POST", "/me/withdrawals", Some(bad), "withdrawal_account").await;
});

on_both!(a_provider_pays_once, |house| async move {
    let (seller, token) = house.earner(300 * YUAN).await;
    let staff = house.staff("finance").await;
    let target = json!({ "method": "wechat", "name": "张小满", "account": "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" });
    let wish = json!({ "amount": 300 * YUAN, "target": target });
    let asked = house.done(&token, "POST", "/me/withdrawals", Some(wish)).await;
    let send = "/staff/withdrawals/send";
    assert_eq!(house.done(&staff, "POST", send, Some(ids(&[&asked]))).await[0]["code"], "withdrawal_state");
    house.done(&staff, "POST", "/staff/withdrawals/approve", Some(ids(&[&asked]))).await;
    house.done(&staff, "POST", send, Some(ids(&[&asked]))).await;
    assert_eq!(withdrawals::pay_out(&house.shop).await.unwrap(), 1);
    let mine = house.done(&token, "GET", "/me/withdrawals", None).await;
    assert_eq!(mine["items"][0]["state"], "paid", "{mine}");
    assert_eq!(withdrawals::pay_out(&house.shop).await.unwrap(), 0);
    assert_eq!(house.purse(seller).await, (0, 0));
    assert_eq!(house.balance(SHOP, Cash).await, -1_200 * YUAN, "1,500 came in, and 300 went out");
    house.settled_books().await;
    // Whoever changes what went out is found.
    let place = house.place.clone();
    let found = std::thread::spawn(move || {
        let sql = "UPDATE entry SET amount = amount + 1 WHERE kind = 6 AND account = 3";
        assert_eq!(place.connect(false).unwrap().execute(sql, &[]).unwrap(), 1);
        banyan_ops::history::verify(&place, banyan_ops::history::Against::default(), &|_, _| ())
            .and_then(banyan_ops::history::Verified::clean)
    });
    let found = found.join().unwrap().unwrap_err();
    assert!(found.text.en.contains("payout"), "{}", found.text.en);
});

// What the test till played before must not be played on once money moves.
on_both!(no_payout_goes_through_wechat_without_an_account_there, |house| async move {
    let (seller, token) = house.earner(900 * YUAN).await;
    let staff = house.staff("finance").await;
    let mut asked = Vec::new();
    for _ in 0..3 {
        let target =
            json!({ "method": "wechat", "name": "张小满", "account": "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" });
        let wish = json!({ "amount": 300 * YUAN, "target": target });
        asked.push(house.done(&token, "POST", "/me/withdrawals", Some(wish)).await);
    }
    let all = ids(&asked.iter().collect::<Vec<_>>());
    house.done(&staff, "POST", "/staff/withdrawals/approve", Some(all.clone())).await;
    house.done(&staff, "POST", "/staff/withdrawals/send", Some(ids(&[&asked[1], &asked[2]]))).await;
    // Nobody knows whether the third has gone out.
    let (place, third) = (house.place.clone(), asked[2]["id"].as_str().unwrap().parse::<i64>().unwrap());
    let tried = std::thread::spawn(move || {
        let row = [banyan_store::Value::Int(seller), banyan_store::Value::Int(third)];
        let sql = "UPDATE withdrawal SET tries = 1 WHERE owner = $1 AND id = $2";
        place.connect(false).unwrap().execute(sql, &row).unwrap()
    });
    assert_eq!(tried.join().unwrap(), 1);

    let house = std::thread::spawn(move || house.no_demo_any_more()).join().unwrap();
    let token = house.signed_in(seller).await;
    house.refused(&staff, "POST", "/staff/withdrawals/send", Some(all), "provider_unknown").await;
    let target = json!({ "method": "wechat", "name": "张小满", "account": "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" });
    let wish = json!({ "amount": 100 * YUAN, "target": target });
    house.refused(&token, "POST", "/me/withdrawals", Some(wish), "provider_unknown").await;
    assert_eq!(withdrawals::pay_out(&house.shop).await.unwrap(), 2);
    let mine = house.done(&token, "GET", "/me/withdrawals", None).await;
    let state = |one: &Value| {
        mine["items"].as_array().unwrap().iter().find(|row| row["id"] == one["id"]).unwrap()["state"].clone()
    };
    assert_eq!(asked.iter().map(state).collect::<Vec<_>>(), ["approved", "failed", "sent"], "{mine}");
    // Only what has certainly not gone out is available again.
    assert_eq!(house.purse(seller).await, (300 * YUAN, 600 * YUAN));
});

on_both!(a_promoter_who_is_stopped_is_paid_only_if_that_is_meant, |house| async move {
    let (seller, token) = house.earner(1_000 * YUAN).await;
    let staff = house.staff("owner").await;
    let ask = async |amount: i64| house.done(&token, "POST", "/me/withdrawals", Some(wish(amount))).await;
    let (first, second) = (ask(100 * YUAN).await, ask(200 * YUAN).await);
    house.done(&staff, "POST", "/staff/withdrawals/approve", Some(ids(&[&first]))).await;
    let why = json!({ "reason": "orders that nobody made" });
    house.done(&staff, "POST", &format!("/staff/members/{seller}/freeze"), Some(why)).await;
    let list = house.done(&staff, "GET", "/staff/withdrawals", None).await;
    assert_eq!(list["items"][0]["member_state"], "frozen");
    let code = async |path: &str, body: Value| {
        let (_, answer) = house.ask(&staff, "POST", &format!("/staff/withdrawals/{path}"), Some(body)).await;
        answer.get(0).unwrap_or(&answer)["code"].clone()
    };
    let stopped = json!("withdrawal_member_stopped");
    assert_eq!(code("approve", ids(&[&second])).await, stopped);
    assert_eq!(code("paid", ids(&[&first])).await, stopped);
    assert_eq!(code("bank-files", json!({})).await, stopped);
    assert_eq!(code("bank-files", json!({ "ids": [first["id"]] })).await, stopped);
    // What is meant is said with a reason, and kept.
    let mut meant = ids(&[&second]);
    meant["despite_stop"] = json!(true);
    assert_eq!(code("approve", meant.clone()).await, "text_length");
    meant["reason"] = json!("the court says so");
    assert_eq!(code("approve", meant.clone()).await, "");
    assert_eq!(house.done(&staff, "POST", "/staff/withdrawals/bank-files", Some(meant)).await["count"], 1);
    let log = house.done(&staff, "GET", "/staff/audit?action=withdrawal.despite_stop", None).await;
    assert_eq!(log["items"].as_array().unwrap().len(), 2);
    // Let go, they are paid as anybody.
    let free = json!({ "reason": "all in order" });
    house.done(&staff, "POST", &format!("/staff/members/{seller}/release"), Some(free)).await;
    assert_eq!(code("paid", ids(&[&first])).await, "");
    house.settled_books().await;
});

on_both!(nobody_is_credited_while_she_is_stopped, |house| async move {
    let above = house.member(None, 1).await;
    let (seller, other) = (house.member(Some(above), 1).await, house.member(None, 1).await);
    let staff = house.staff("owner").await;
    let (bound, invited) = (house.member(None, 0).await, house.member(Some(seller), 0).await);
    let bind = house.shop.writer.run(move |work| {
        for (member, name) in [(seller, "S"), (other, "O")] {
            let sql = "INSERT INTO invitation(code, member) VALUES($1, $2)";
            work.conn.execute(sql, &[name.to_owned().into(), member.into()])?;
        }
        let sql = "INSERT INTO binding(member, at, promoter, until, how) VALUES($1, 1, $2, NULL, 'order')";
        work.conn.execute(sql, &[bound.into(), seller.into()])?;
        Ok(())
    });
    bind.await.unwrap();
    let sku = house.product("tea", 10_000, 0, 100_000, 100).await;
    let placed_before = house.place(bound, sku, 1).await.unwrap();
    let turn = async |what: &str| {
        let why = json!({ "reason": "orders that nobody made" });
        house.done(&staff, "POST", &format!("/staff/members/{seller}/{what}"), Some(why)).await;
    };
    let earned = async || (house.balance(seller, Pending).await, house.balance(other, Pending).await);
    turn("freeze").await;
    house.pay(&placed_before).await.unwrap();
    house.sell(bound, sku, 1).await;
    house.sell(invited, sku, 1).await;
    assert_eq!(earned().await, (0, 0), "neither by a binding nor as who invited her");
    let token = house.signed_in(bound).await;
    let buys = async |via: &str| {
        let mut body = crate::orders::cart(sku, 1);
        body["via"] = json!(via);
        let placed = house.done(&token, "POST", "/orders", Some(body)).await;
        let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
        house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    };
    buys("S").await;
    assert_eq!(earned().await, (0, 0), "nor by her link");
    buys("O").await;
    assert_eq!(earned().await, (0, 1_000), "another's link counts");
    // Once they are let go, their customers are theirs again.
    turn("release").await;
    house.sell(bound, sku, 1).await;
    house.sell(invited, sku, 1).await;
    assert_eq!(earned().await, (2_000, 1_000));
    house.settled_books().await;
    house.computed_alike();
});

on_both!(nothing_is_credited_to_who_is_stopped_above_a_seller, |house| async move {
    let above = house.member(None, 1).await;
    let seller = house.member(Some(above), 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let staff = house.staff("owner").await;
    let sku = house.product("tea", 10_000, 0, 100_000, 100).await;
    let turn = async |house: &House, what: &str| {
        let why = json!({ "reason": "orders that nobody made" });
        house.done(&staff, "POST", &format!("/staff/members/{above}/{what}"), Some(why)).await;
    };
    let earned =
        async |house: &House| (house.balance(above, Pending).await, house.balance(seller, Pending).await);
    let before = house.sell(buyer, sku, 1).await;
    assert_eq!(earned(&house).await, (250, 1_000));
    turn(&house, "freeze").await;
    let during = house.sell(buyer, sku, 1).await;
    assert_eq!(earned(&house).await, (250, 2_000), "what she would get goes to nobody");
    // Another process, or the same one after a pause, knows it as well; what was theirs before is taken back as ever.
    let house = house.again(TWO_LEVELS);
    let later = house.sell(buyer, sku, 1).await;
    assert_eq!(earned(&house).await, (250, 3_000));
    for placed in [&before, &during] {
        house.refund(buyer, placed.order, 0, Some(10_000)).await.unwrap();
    }
    assert_eq!(earned(&house).await, (0, 1_000));
    turn(&house, "release").await;
    house.sell(buyer, sku, 1).await;
    assert_eq!(earned(&house).await, (250, 2_000));
    house.refund(buyer, later.order, 0, Some(10_000)).await.unwrap();
    assert_eq!(earned(&house).await, (250, 1_000));
    house.settled_books().await;
    let place = house.place.clone();
    let verify = move || {
        banyan_ops::history::verify(&place, banyan_ops::history::Against::default(), &|_, _| ())
            .and_then(banyan_ops::history::Verified::clean)
    };
    std::thread::spawn(verify).join().unwrap().unwrap_or_else(|no| panic!("{no:?}"));
});

on_both!(two_orders_in_one_batch_bind_a_customer_once, |house| async move {
    let (one, other) = (house.member(None, 1).await, house.member(None, 1).await);
    let buyer = house.member(None, 0).await;
    let named = house.shop.writer.run(move |work| {
        for (member, name) in [(one, "S"), (other, "O")] {
            let sql = "INSERT INTO invitation(code, member) VALUES($1, $2)";
            work.conn.execute(sql, &[name.to_owned().into(), member.into()])?;
        }
        Ok(())
    });
    named.await.unwrap();
    let sku = house.product("tea", 10_000, 0, 100_000, 100).await;
    // They meet in one transaction: the writer is busy until both wait.
    let shop = house.shop.clone();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let holding = tokio::spawn(async move {
        shop.writer.run(move |_| wait.recv().map_err(|_| unreachable!("it is told to go on"))).await
    });
    let order = |via: &str| banyan_trade::orders::Place {
        buyer,
        items: vec![banyan_trade::orders::Item { sku, quantity: 1 }],
        recipient: None,
        to: None,
        via: Some(via.to_owned()),
        coupon: None,
        note: String::new(),
        provider: "test".to_owned(),
        seen: None,
        key: None,
        from: None,
        group: None,
    };
    let mut both = Box::pin(async {
        tokio::join!(house.shop.writer.together(order("S")), house.shop.writer.together(order("O")))
    });
    let both = tokio::select! {
        biased;
        done = &mut both => done,
        () = async { go.send(()).unwrap(); std::future::pending().await } => unreachable!(),
    };
    holding.await.unwrap().unwrap();
    for placed in [both.0.unwrap(), both.1.unwrap()] {
        house.pay(&placed).await.unwrap();
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM binding WHERE member = $1", vec![buyer]).await, 1);
    assert_eq!((house.balance(one, Pending).await, house.balance(other, Pending).await), (2_000, 0));
});
