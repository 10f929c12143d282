//! Vouchers: bought, shown, redeemed, refunded, expired; whatever happens, and in whatever order.

use std::sync::Arc;

use banyan_core::ledger::Account;
use banyan_plan::time::{DAY, SECOND, Time};
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::orders::cart;
use crate::world::Dice;

const MINUTE: i64 = 60 * SECOND;

/// Good for thirty days, every day, refunded when nobody uses it.
pub(crate) fn thirty_days() -> Value {
    json!({
        "days": 30, "weekdays": [1, 2, 3, 4, 5, 6, 7], "unused": "refunded",
        "place_zh": "西湖游船码头", "place_en": "West Lake Pier",
        "address_zh": "杭州市西湖区湖滨路 1 号", "address_en": "1 Hubin Road, Hangzhou",
        "hours_zh": "每天 9:00–17:00", "hours_en": "9 to 5, every day",
    })
}

fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    for (key, value) in changes {
        body[*key] = value.clone();
    }
    body
}

/// Without an address: nothing is sent.
fn basket(items: &[(i64, i64)]) -> Value {
    let items: Vec<Value> =
        items.iter().map(|(sku, pieces)| json!({ "sku": sku.to_string(), "quantity": pieces })).collect();
    json!({ "items": items, "provider": "test" })
}

/// Somebody who buys.
struct Buyer {
    id: i64,
    token: String,
}

impl House {
    async fn guest(&self, inviter: Option<i64>) -> Buyer {
        let id = self.member(inviter, 0).await;
        Buyer { id, token: self.signed_in(id).await }
    }

    /// Says that a SKU's product is sold as vouchers.
    pub(crate) async fn as_vouchers(&self, sku: i64, terms: Value) {
        let product = self.number("SELECT product FROM sku WHERE id = $1", vec![sku]).await;
        let owner = self.staff("owner").await;
        let path = format!("/staff/products/{product}/kind");
        self.done(&owner, "PUT", &path, Some(json!({ "voucher": terms }))).await;
    }

    /// Places and pays; the order.
    pub(crate) async fn booked(&self, token: &str, body: Value) -> String {
        let placed = self.done(token, "POST", "/orders", Some(body)).await;
        let paid = banyan_trade::orders::Paid {
            payment: placed["payment"].as_str().unwrap().parse().unwrap(),
            provider: "test".to_owned(),
            reference: format!("T{}", placed["payment"]),
            amount: placed["amount"].as_i64().unwrap(),
            paid_at: None,
        };
        assert_eq!(self.shop.writer.together(paid).await.unwrap().outcome, "paid");
        placed["order"].as_str().unwrap().to_owned()
    }

    async fn voucher_order(&self, token: &str, order: &str) -> Value {
        self.done(token, "GET", &format!("/orders/{order}"), None).await
    }

    /// The codes of an order's vouchers.
    async fn codes(&self, token: &str, order: &str) -> Vec<String> {
        let vouchers = self.voucher_order(token, order).await["vouchers"].clone();
        let code = |voucher: &Value| voucher["code"].as_str().unwrap_or_default().to_owned();
        vouchers.as_array().unwrap().iter().map(code).collect()
    }

    /// Where an order's vouchers stand.
    async fn standing(&self, token: &str, order: &str) -> Vec<String> {
        let vouchers = self.voucher_order(token, order).await["vouchers"].clone();
        let state = |voucher: &Value| voucher["state"].as_str().unwrap().to_owned();
        vouchers.as_array().unwrap().iter().map(state).collect()
    }

    async fn redeem(&self, clerk: &str, code: &str) -> Value {
        self.done(clerk, "POST", "/staff/vouchers/redeem", Some(json!({ "code": code }))).await
    }

    async fn not_redeemed(&self, clerk: &str, code: &str, why: &str) -> Value {
        let body = json!({ "code": code });
        let (status, answer) = self.ask(clerk, "POST", "/staff/vouchers/redeem", Some(body)).await;
        assert!(status.is_client_error(), "{code}: {status} {answer}");
        assert_eq!(answer["code"], why, "{code}: {answer}");
        answer
    }

    async fn voucher_due(&self) {
        self.shop.writer.run(|work| work.moment().map(drop)).await.unwrap();
    }

    /// What somebody was rewarded and has not lost: pending, and available.
    async fn reward_of(&self, member: i64) -> (i64, i64) {
        let sql =
            "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM balance WHERE owner = $1 AND account = $2";
        let pending = self.number(sql, vec![member, Account::Pending as i64]).await;
        (pending, self.number(sql, vec![member, Account::Available as i64]).await)
    }

    async fn sales(&self) -> i64 {
        let sql =
            "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM balance WHERE owner = 0 AND account = $1";
        self.number(sql, vec![Account::Sales as i64]).await
    }

    /// Vouchers of which one is unused, one redeemed, one refunded and one redeemed for a second time; an order each.
    pub(crate) async fn vouchers_of_each_state(&self) {
        let sku = self.product("yacht", 10_000, 3_000, 200_000, 50).await;
        self.as_vouchers(sku, thirty_days()).await;
        let (buyer, clerk) = (self.guest(None).await, self.staff("clerk").await);
        let order = self.booked(&buyer.token, basket(&[(sku, 4)])).await;
        let codes = self.codes(&buyer.token, &order).await;
        self.redeem(&clerk, &codes[0]).await;
        let voucher =
            self.voucher_order(&buyer.token, &order).await["vouchers"][1]["id"].as_str().unwrap().to_owned();
        self.done(&buyer.token, "POST", &format!("/vouchers/{voucher}/refund"), None).await;
        let again = self.redeem(&clerk, &codes[2]).await["id"].as_str().unwrap().to_owned();
        self.done(&clerk, "POST", &format!("/staff/vouchers/{again}/undo"), None).await;
        self.redeem(&clerk, &codes[2]).await;
        let used = self.booked(&buyer.token, basket(&[(sku, 1)])).await;
        self.redeem(&clerk, &self.codes(&buyer.token, &used).await[0]).await;
    }
}

fn parcel() -> Value {
    json!({ "carrier": "SF", "number": "1" })
}

on_both!(a_voucher_is_bought_shown_and_redeemed_once, |house| async move {
    let sku = house.product("boat", 10_000, 3_000, 200_000, 10).await;
    house.as_vouchers(sku, thirty_days()).await;
    let seller = house.member(None, 1).await;
    let buyer = house.guest(Some(seller)).await;
    let product = house.number("SELECT product FROM sku WHERE id = $1", vec![sku]).await;
    let page = house.done("", "GET", &format!("/products/{product}"), None).await;
    assert_eq!((&page["kind"], &page["voucher"]["place"]["zh"]), (&json!("voucher"), &json!("西湖游船码头")));
    assert!(page["voucher"]["refund"]["zh"].as_str().unwrap().contains("随时可退"), "{page}");
    let items = json!([{ "sku": sku.to_string(), "quantity": 2 }]);
    let quote = house.done(&buyer.token, "POST", "/quote", Some(json!({ "items": items }))).await;
    assert_eq!((&quote["needs_address"], &quote["amount"]), (&json!(false), &json!(20_000)));
    assert_eq!(quote["lines"][0]["voucher"]["days"], 30);
    // Where somebody lives is not kept with what is not sent.
    let order = house.booked(&buyer.token, cart(sku, 2)).await;
    let seen = house.voucher_order(&buyer.token, &order).await;
    assert_eq!((&seen["recipient"], &seen["is_to_use"]), (&Value::Null, &json!(true)));
    assert_eq!(seen["lines"][0]["kind"], "voucher");
    let codes = house.codes(&buyer.token, &order).await;
    assert!(codes.len() == 2 && codes[0] != codes[1] && codes[0].len() == 19, "{codes:?}");
    // It is in no list of what is to be sent, and cannot be sent.
    let owner = house.staff("owner").await;
    for (state, number) in [("paid", 0), ("to_use", 1)] {
        for (token, path) in [(&owner, "/staff/orders"), (&buyer.token, "/orders")] {
            let list = house.done(token, "GET", &format!("{path}?state={state}"), None).await;
            assert_eq!(list["items"].as_array().unwrap().len(), number, "{path} {state}");
        }
    }
    house
        .refused(&owner, "POST", &format!("/staff/orders/{order}/ship"), Some(parcel()), "order_vouchers")
        .await;
    house.refused(&buyer.token, "POST", &format!("/orders/{order}/receive"), None, "order_vouchers").await;
    // Whoever redeems sees what it is and whose, but no more of either.
    let clerk = house.staff("clerk").await;
    let found = house.done(&clerk, "POST", "/staff/vouchers/look", Some(json!({ "code": codes[0] }))).await;
    assert_eq!(
        (&found["title"], &found["buyer_name"]),
        (&json!({ "zh": "boat", "en": "boat" }), &json!("s**"))
    );
    assert_eq!((&found["hindrance"], &found["state"]), (&Value::Null, &json!("unused")));
    house.redeem(&clerk, &codes[0].to_lowercase().replace('-', " ")).await;
    let again = house.not_redeemed(&clerk, &codes[0], "voucher_redeemed").await;
    for part in ["2026-01-01 12:00", "clerk", "West Lake Pier"] {
        assert!(again.to_string().contains(part), "{part}: {again}");
    }
    let found = house.done(&clerk, "POST", "/staff/vouchers/look", Some(json!({ "code": codes[0] }))).await;
    assert_eq!(found["hindrance_code"], "voucher_redeemed");
    assert_eq!(house.standing(&buyer.token, &order).await, ["redeemed", "unused"]);
    assert_eq!(house.codes(&buyer.token, &order).await[0], "", "what is worth nothing is not shown");
    // Of a line of which one is left, nothing settles; with the last one its refund window runs.
    house.days(8);
    house.voucher_due().await;
    assert_eq!(house.reward_of(seller).await, (4_000, 0));
    house.redeem(&clerk, &codes[1]).await;
    assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "received");
    house.days(8);
    house.voucher_due().await;
    assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "settled");
    assert_eq!(house.reward_of(seller).await, (0, 4_000));
    let list = house.done(&owner, "GET", "/staff/vouchers?state=redeemed", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert!(list["items"][0]["redeemed_by"].as_str().unwrap().starts_with("clerk"), "{list}");
    let mine = house.done(&buyer.token, "GET", "/vouchers?state=unused", None).await;
    assert_eq!(mine["items"], json!([]));
    house.settled_books().await;
    house.computed_alike();
});

on_both!(a_code_that_cannot_be_redeemed_is_refused_with_the_reason, |house| async move {
    let clerk = house.staff("clerk").await;
    let buyer = house.guest(None).await;
    let sku = house.product("boat", 10_000, 3_000, 200_000, 50).await;
    // The first of January 2026 was a Thursday.
    let from = house.now() + 2 * DAY;
    let terms = [("weekdays", json!([6, 7])), ("valid_from", json!(at(from)))];
    house.as_vouchers(sku, with(thirty_days(), &terms)).await;
    let order = house.booked(&buyer.token, basket(&[(sku, 2)])).await;
    let codes = house.codes(&buyer.token, &order).await;
    let mut typo: Vec<char> = codes[0].chars().collect();
    typo.swap(0, 1);
    if typo[0] == typo[1] {
        typo[0] = if typo[0] == '3' { '4' } else { '3' };
    }
    house.not_redeemed(&clerk, &typo.iter().collect::<String>(), "voucher_mistyped").await;
    house.not_redeemed(&clerk, "1234", "voucher_character").await;
    house.not_redeemed(&clerk, "3467", "voucher_length").await;
    house.not_redeemed(&clerk, "3333333333333333", "voucher_unknown").await;
    house.not_redeemed(&clerk, &codes[0], "voucher_early").await;
    // Saturday, and then Monday.
    house.days(2);
    house.redeem(&clerk, &codes[0]).await;
    house.days(2);
    let refused = house.not_redeemed(&clerk, &codes[1], "voucher_weekday").await;
    assert!(
        refused
            .to_string()
            .contains("today is Monday, and this voucher can be used on Saturday, Sunday only"),
        "{refused}"
    );
    house.days(30);
    house.not_redeemed(&clerk, &codes[1], "voucher_refunded").await;
    // Whoever guesses is slowed down, and an honest clerk is not.
    let guesser = house.staff("clerk").await;
    let mut last = String::new();
    for _ in 0..8 {
        let body = json!({ "code": "3333333333333333" });
        last = house.ask(&guesser, "POST", "/staff/vouchers/redeem", Some(body)).await.1["code"]
            .as_str()
            .unwrap()
            .to_owned();
    }
    assert_eq!(last, "too_many_attempts");
    house.not_redeemed(&clerk, &codes[1], "voucher_refunded").await;
    house.settled_books().await;
    house.computed_alike();
});

/// A moment as the API takes it.
fn at(moment: i64) -> String {
    format!("{}Z", Time(moment).to_string().replace(' ', "T"))
}

on_both!(a_redemption_is_taken_back_by_who_made_it_within_minutes, |house| async move {
    let sku = house.product("boat", 10_000, 3_000, 200_000, 50).await;
    house.as_vouchers(sku, thirty_days()).await;
    let buyer = house.guest(None).await;
    let (clerk, other) = (house.staff("clerk").await, house.staff("clerk").await);
    let order = house.booked(&buyer.token, basket(&[(sku, 1)])).await;
    let code = house.codes(&buyer.token, &order).await.remove(0);
    let undo = |voucher: &str| format!("/staff/vouchers/{voucher}/undo");
    for _ in 0..2 {
        let done = house.redeem(&clerk, &code).await;
        let voucher = done["id"].as_str().unwrap().to_owned();
        assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "received");
        house.refused(&other, "POST", &undo(&voucher), None, "voucher_not_yours").await;
        let today = house.done(&clerk, "GET", "/staff/vouchers/redeemed", None).await;
        assert_eq!((today.as_array().unwrap().len(), &today[0]["id"]), (1, &done["id"]));
        house.done(&clerk, "POST", &undo(&voucher), None).await;
        assert_eq!(house.done(&clerk, "GET", "/staff/vouchers/redeemed", None).await, json!([]));
        let seen = house.voucher_order(&buyer.token, &order).await;
        assert_eq!((&seen["state"], &seen["lines"][0]["settles_at"]), (&json!("paid"), &Value::Null));
        assert_eq!(seen["vouchers"][0]["code"], code);
        house.refused(&clerk, "POST", &undo(&voucher), None, "voucher_not_yours").await;
    }
    let done = house.redeem(&clerk, &code).await;
    house.clock.set(Time(house.now() + 11 * MINUTE));
    house.refused(&clerk, "POST", &undo(done["id"].as_str().unwrap()), None, "voucher_undo_late").await;
    house.settled_books().await;
    house.computed_alike();
});

on_both!(an_unused_voucher_is_refunded_as_its_terms_say, |house| async move {
    let seller = house.member(None, 1).await;
    let buyer = house.guest(Some(seller)).await;
    let clerk = house.staff("clerk").await;
    let (kind, kept) = (
        house.product("boat", 9_999, 3_000, 200_000, 50).await,
        house.product("show", 10_000, 3_000, 200_000, 50).await,
    );
    house.as_vouchers(kind, thirty_days()).await;
    house.as_vouchers(kept, with(thirty_days(), &[("unused", json!("kept"))])).await;
    let order = house.booked(&buyer.token, basket(&[(kind, 3), (kept, 2)])).await;
    let vouchers = house.voucher_order(&buyer.token, &order).await["vouchers"].clone();
    let refund = |place: usize| format!("/vouchers/{}/refund", vouchers[place]["id"].as_str().unwrap());
    let code = |place: usize| vouchers[place]["code"].as_str().unwrap();
    assert_eq!(
        (&vouchers[0]["can_be_refunded"], &vouchers[3]["can_be_refunded"]),
        (&json!(true), &json!(false))
    );
    // The one that its buyer means, and no other.
    house.done(&buyer.token, "POST", &refund(1), None).await;
    house.refused(&buyer.token, "POST", &refund(1), None, "voucher_refunded").await;
    house.refused(&buyer.token, "POST", &refund(3), None, "voucher_kept").await;
    house.refused(&house.guest(None).await.token, "POST", &refund(0), None, "not_found").await;
    house.not_redeemed(&clerk, code(1), "voucher_refunded").await;
    house.redeem(&clerk, code(0)).await;
    house.refused(&buyer.token, "POST", &refund(0), None, "voucher_redeemed").await;
    let ask = json!({ "line": 1, "quantity": 1, "reason": "it rained" });
    house
        .refused(
            &buyer.token,
            "POST",
            &format!("/orders/{order}/after-sales"),
            Some(ask),
            "after_sale_voucher",
        )
        .await;
    assert_eq!(house.number("SELECT stock FROM sku WHERE id = $1", vec![kind]).await, 48);
    // At their end one goes back in full by itself, and the others are kept: then the order is received, and settles.
    house.days(32);
    house.voucher_due().await;
    let states = ["redeemed", "refunded", "refunded", "expired", "expired"];
    assert_eq!(house.standing(&buyer.token, &order).await, states);
    let seen = house.voucher_order(&buyer.token, &order).await;
    assert_eq!((&seen["state"], &seen["lines"][0]["refunded"]), (&json!("received"), &json!(19_998)));
    let reasons: Vec<&Value> =
        seen["refunds"].as_array().unwrap().iter().map(|refund| &refund["reason"]).collect();
    assert!(reasons.contains(&&json!("unused")) && reasons.contains(&&json!("expired")), "{reasons:?}");
    house.not_redeemed(&clerk, code(3), "voucher_expired").await;
    house.days(8);
    house.voucher_due().await;
    assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "settled");
    // A fifth of 99.99 and of 200.00.
    assert_eq!(house.reward_of(seller).await, (0, 5_999));
    // Staff may refund what was redeemed or has expired, with a reason.
    let owner = house.staff("owner").await;
    let all = [(1, 1), (2, 2)]
        .map(|(line, quantity)| json!({ "line": line, "quantity": quantity, "reason": "the boat leaked" }));
    for body in all {
        house.done(&owner, "POST", &format!("/staff/orders/{order}/refunds"), Some(body)).await;
    }
    assert_eq!(house.standing(&buyer.token, &order).await, ["refunded"; 5]);
    assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "refunded");
    assert_eq!((house.sales().await, house.reward_of(seller).await), (0, (0, 0)));
    house.settled_books().await;
    house.computed_alike();
});

on_both!(parcels_and_vouchers_of_one_order_go_their_own_ways, |house| async move {
    let owner = house.staff("owner").await;
    let clerk = house.staff("clerk").await;
    let buyer = house.guest(None).await;
    let tea = house.product("tea", 5_000, 1_000, 200_000, 50).await;
    let boat = house.product("boat", 10_000, 3_000, 200_000, 50).await;
    house.as_vouchers(boat, thirty_days()).await;
    let both = || with(cart(tea, 1), &[("items", basket(&[(tea, 1), (boat, 1)])["items"].clone())]);
    let ship = |order: &str| format!("/staff/orders/{order}/ship");
    let receive = |order: &str| format!("/orders/{order}/receive");
    // Received first, or redeemed first: it is settled when both are.
    for redeemed_first in [false, true] {
        let order = house.booked(&buyer.token, both()).await;
        let code = house.codes(&buyer.token, &order).await.remove(0);
        assert_eq!(house.voucher_order(&buyer.token, &order).await["is_to_use"], false);
        house.done(&owner, "POST", &ship(&order), Some(parcel())).await;
        if redeemed_first {
            house.redeem(&clerk, &code).await;
            assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "shipped");
        }
        house.done(&buyer.token, "POST", &receive(&order), None).await;
        house.days(8);
        house.voucher_due().await;
        let state = if redeemed_first { "settled" } else { "received" };
        assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], state);
        if !redeemed_first {
            house.redeem(&clerk, &code).await;
            house.days(8);
            house.voucher_due().await;
            assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "settled");
        }
    }
    // The parcel goes back before it is sent: what is left is redeemed, and the order is received.
    for redeemed_first in [false, true] {
        let order = house.booked(&buyer.token, both()).await;
        let code = house.codes(&buyer.token, &order).await.remove(0);
        let refund = json!({ "line": 1, "quantity": 1, "restock": true, "reason": "sold out" });
        if redeemed_first {
            house.redeem(&clerk, &code).await;
        }
        house.done(&owner, "POST", &format!("/staff/orders/{order}/refunds"), Some(refund)).await;
        if !redeemed_first {
            assert_eq!(house.voucher_order(&buyer.token, &order).await["is_to_use"], true);
            house.redeem(&clerk, &code).await;
        }
        assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "received", "{redeemed_first}");
        house.days(8);
        house.voucher_due().await;
        assert_eq!(house.voucher_order(&buyer.token, &order).await["state"], "settled");
    }
    house.settled_books().await;
    house.computed_alike();
});

on_both!(vouchers_of_a_group_are_worth_something_once_it_is_complete, |house| async move {
    let clerk = house.staff("clerk").await;
    let sku = house.product("boat", 10_000, 3_000, 200_000, 50).await;
    house.as_vouchers(sku, thirty_days()).await;
    let offer = house.group_buy(crate::group_buys::of_two(sku)).await;
    let (one, other) = (house.guest(None).await, house.guest(None).await);
    let order = house.booked(&one.token, with(basket(&[(sku, 1)]), &[("open_group", json!(offer))])).await;
    assert_eq!(house.voucher_order(&one.token, &order).await["vouchers"], json!([]));
    assert_eq!(house.done(&one.token, "GET", "/vouchers", None).await["items"], json!([]));
    let voucher = house.number("SELECT id FROM voucher WHERE buyer = $1", vec![one.id]).await;
    house.refused(&one.token, "POST", &format!("/vouchers/{voucher}/refund"), None, "voucher_group").await;
    let group = house.voucher_order(&one.token, &order).await["group"]["id"].clone();
    house.booked(&other.token, with(basket(&[(sku, 1)]), &[("join_group", group)])).await;
    let code = house.codes(&one.token, &order).await.remove(0);
    house.redeem(&clerk, &code).await;
    // A group that fails gives everything back, its vouchers with it.
    let third = house.guest(None).await;
    let order = house.booked(&third.token, with(basket(&[(sku, 2)]), &[("open_group", json!(offer))])).await;
    house.clock.set(Time(house.now() + 61 * MINUTE));
    house.voucher_due().await;
    assert_eq!(house.voucher_order(&third.token, &order).await["state"], "refunded");
    assert_eq!(house.standing(&third.token, &order).await, ["refunded"; 2]);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(what_a_shop_can_promise, |house| async move {
    let owner = house.staff("owner").await;
    let sku = house.product("boat", 10_000, 3_000, 200_000, 500).await;
    let product = house.number("SELECT product FROM sku WHERE id = $1", vec![sku]).await;
    let path = format!("/staff/products/{product}/kind");
    let kind = house.done(&owner, "GET", &path, None).await;
    assert_eq!((&kind["kind"], &kind["may_keep"]), (&json!("physical"), &json!(true)));
    for (changes, code) in [
        (("days", Value::Null), "voucher_times"),
        (("weekdays", json!([])), "voucher_weekdays"),
        (("weekdays", json!([1, 8])), "voucher_weekdays"),
        (("unused", json!("maybe")), "voucher_unused"),
        (("valid_until", json!(at(house.now()))), "voucher_times"),
    ] {
        let body = json!({ "voucher": with(thirty_days(), &[changes]) });
        house.refused(&owner, "PUT", &path, Some(body), code).await;
    }
    // Rules of China do not let a shop keep what was not used.
    let change = house.shop.writer.run(|work| {
        let packs = vec!["cn-strict".to_owned()];
        let settings = banyan_core::settings::Settings { packs, ..work.settings().clone() };
        banyan_core::work::change_settings(work, &settings)
    });
    change.await.unwrap();
    let kept = with(thirty_days(), &[("unused", json!("kept"))]);
    house.refused(&owner, "PUT", &path, Some(json!({ "voucher": kept })), "voucher_kept").await;
    assert_eq!(house.done(&owner, "GET", &path, None).await["may_keep"], false);
    // Nobody buys what has expired, nor pays for it after that.
    let until = [("valid_until", json!(at(house.now() + 5 * MINUTE)))];
    house.as_vouchers(sku, with(thirty_days(), &until)).await;
    let buyer = house.guest(None).await;
    house.refused(&buyer.token, "POST", "/orders", Some(basket(&[(sku, 201)])), "voucher_pieces").await;
    let placed = house.done(&buyer.token, "POST", "/orders", Some(basket(&[(sku, 1)]))).await;
    assert_eq!(placed["expires_at"], at(house.now() + 5 * MINUTE));
    house.clock.set(Time(house.now() + 6 * MINUTE));
    house.voucher_due().await;
    let order = placed["order"].as_str().unwrap();
    assert_eq!(house.voucher_order(&buyer.token, order).await["state"], "cancelled");
    house.refused(&buyer.token, "POST", "/orders", Some(basket(&[(sku, 1)])), "voucher_over").await;
    // What was sold keeps the terms by which it was sold.
    house.as_vouchers(sku, thirty_days()).await;
    let order = house.booked(&buyer.token, basket(&[(sku, 1)])).await;
    house.done(&owner, "PUT", &path, Some(json!({}))).await;
    assert_eq!(house.voucher_order(&buyer.token, &order).await["vouchers"][0]["terms"]["days"], 30);
    let sent = house.booked(&buyer.token, cart(sku, 1)).await;
    assert_eq!(house.voucher_order(&buyer.token, &sent).await["lines"][0]["kind"], "physical");
    house.settled_books().await;
    house.computed_alike();
});

/// Fifty redeem one voucher at once, and its buyer asks for another one's money while fifty redeem that.
async fn race(house: House) {
    let sku = house.product("boat", 10_000, 3_000, 200_000, 50).await;
    house.as_vouchers(sku, thirty_days()).await;
    let buyer = house.guest(None).await;
    let mut clerks = Vec::new();
    for _ in 0..50 {
        clerks.push(house.staff("clerk").await);
    }
    let order = house.booked(&buyer.token, basket(&[(sku, 2)])).await;
    let vouchers = house.voucher_order(&buyer.token, &order).await["vouchers"].clone();
    let house = Arc::new(house);
    for (place, refunds) in [(0, 0), (1, 3)] {
        let code = vouchers[place]["code"].as_str().unwrap().to_owned();
        let path = format!("/vouchers/{}/refund", vouchers[place]["id"].as_str().unwrap());
        let mut racing = tokio::task::JoinSet::new();
        for (number, clerk) in clerks.iter().enumerate() {
            let (house, clerk, code) = (house.clone(), clerk.clone(), code.clone());
            if number % 20 < refunds {
                let (house, token, path) = (house.clone(), buyer.token.clone(), path.clone());
                racing.spawn(async move {
                    let (status, answer) = house.ask(&token, "POST", &path, None).await;
                    let told = ["voucher_redeemed", "voucher_refunded"];
                    assert!(
                        status.is_success() || told.contains(&answer["code"].as_str().unwrap()),
                        "{answer}"
                    );
                    i32::from(status.is_success())
                });
            }
            racing.spawn(async move {
                let body = json!({ "code": code });
                let (status, answer) = house.ask(&clerk, "POST", "/staff/vouchers/redeem", Some(body)).await;
                let told = ["voucher_redeemed", "voucher_refunded"];
                assert!(status.is_success() || told.contains(&answer["code"].as_str().unwrap()), "{answer}");
                i32::from(status.is_success())
            });
        }
        assert_eq!(racing.join_all().await.into_iter().sum::<i32>(), 1, "exactly one wins");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM voucher_step", vec![]).await, 2);
    // The tables themselves take nothing twice, nor what cannot follow.
    for again in [
        "INSERT INTO voucher_step(buyer, voucher, step, state, was, at, staff) SELECT buyer, voucher, 1, 'redeemed', 'unused', at, 1 FROM voucher_step",
        "INSERT INTO voucher_step(buyer, voucher, step, state, was, at, staff) SELECT buyer, voucher, 2, 'redeemed', 'unused', at, 1 FROM voucher_step",
        "INSERT INTO voucher_step(buyer, voucher, step, state, was, at) SELECT buyer, voucher, 2, 'refunded', 'refunded', at FROM voucher_step",
        "INSERT INTO voucher(buyer, id, order_id, line, piece, terms, hash, expires_at) SELECT buyer, id + 1, order_id, line, piece, terms, hash, expires_at FROM voucher",
    ] {
        let done = house.shop.writer.run(move |work| Ok(work.conn.execute(again, &[])?)).await;
        assert!(done.is_err(), "{again}");
    }
    house.settled_books().await;
    house.computed_alike();
}

on_both!(of_fifty_who_redeem_and_some_who_refund_one_wins, race);

/// Staff refunds whatever is left of some orders.
async fn everything_goes_back(house: &House, owner: &str, orders: &[(String, Buyer, i64)]) {
    for (order, buyer, lines) in orders {
        let seen = house.voucher_order(&buyer.token, order).await;
        for line in 0..*lines {
            let row = &seen["lines"][line as usize];
            let left = |all: &str, gone: &str| row[all].as_i64().unwrap() - row[gone].as_i64().unwrap();
            let (quantity, amount) = (left("quantity", "returned"), left("amount", "refunded"));
            if quantity > 0 || amount > 0 {
                let body = json!({ "line": line + 1, "quantity": quantity, "amount": amount, "reason": "all of it" });
                house.done(owner, "POST", &format!("/staff/orders/{order}/refunds"), Some(body)).await;
            }
        }
        assert_eq!(house.voucher_order(&buyer.token, order).await["state"], "refunded");
    }
}

/// Whatever happens to the vouchers of some orders, in any order, every cent is somewhere; and when all has gone back, none is.
async fn whatever_happens(house: &House, seed: u64) {
    let mut dice = Dice::new(seed);
    let (clerk, owner) = (house.staff("clerk").await, house.staff("owner").await);
    let seller = house.member(None, 1).await;
    let tea = house.product("tea", 3_333, 1_000, 200_000, 500).await;
    let (boat, show) = (
        house.product("boat", 9_999, 3_001, 200_000, 500).await,
        house.product("show", 10_001, 3_000, 150_000, 500).await,
    );
    house.as_vouchers(boat, thirty_days()).await;
    let kept = [("unused", json!("kept")), ("days", json!(10))];
    house.as_vouchers(show, with(thirty_days(), &kept)).await;
    let mut orders = Vec::new();
    for _ in 0..8 {
        let buyer = house.guest(Some(seller)).await;
        let items: Vec<(i64, i64)> =
            [(tea, dice.from(0, 2)), (boat, dice.from(1, 4)), (show, dice.from(0, 3))]
                .into_iter()
                .filter(|(_, pieces)| *pieces > 0)
                .collect();
        let body = with(cart(tea, 1), &[("items", basket(&items)["items"].clone())]);
        orders.push((house.booked(&buyer.token, body).await, buyer, items.len() as i64));
    }
    for _ in 0..80 {
        let (order, buyer, lines) =
            dice.one(&(0..orders.len()).collect::<Vec<_>>()).map(|at| &orders[at]).unwrap();
        let vouchers = house.voucher_order(&buyer.token, order).await["vouchers"].clone();
        let one = &vouchers[dice.below(vouchers.as_array().unwrap().len())];
        let id = one["id"].as_str().unwrap();
        let (token, path, body) = match dice.below(9) {
            0..3 => (
                &clerk,
                "/staff/vouchers/redeem".to_owned(),
                Some(json!({ "code": one["code"].as_str().unwrap_or("3") })),
            ),
            3 => (&clerk, format!("/staff/vouchers/{id}/undo"), None),
            4 => (&buyer.token, format!("/vouchers/{id}/refund"), None),
            5 => {
                let (line, quantity) = (dice.from(1, *lines), dice.from(0, 2));
                let amount = dice.hits(30).then_some(777);
                let body = json!({ "line": line, "quantity": quantity, "amount": amount, "restock": true, "reason": "test" });
                (&owner, format!("/staff/orders/{order}/refunds"), Some(body))
            }
            6 => (&owner, format!("/staff/orders/{order}/ship"), Some(parcel())),
            7 => (&buyer.token, format!("/orders/{order}/receive"), None),
            _ => {
                house.clock.set(Time(house.now() + dice.from(1, 40) * DAY / 10));
                continue;
            }
        };
        let (status, answer) = house.ask(token, "POST", &path, body).await;
        assert!(!status.is_server_error(), "{path}: {answer}");
    }
    house.settled_books().await;
    house.computed_alike();
    house.days(60);
    house.voucher_due().await;
    let unused = "SELECT COUNT(*) FROM voucher WHERE due_at IS NOT NULL";
    assert_eq!(
        house.number(unused, vec![]).await,
        0,
        "in the end each was redeemed, refunded, or has expired"
    );
    house.computed_alike();
    everything_goes_back(house, &owner, &orders).await;
    assert_eq!((house.sales().await, house.reward_of(seller).await), (0, (0, 0)));
    house.settled_books().await;
    house.computed_alike();
}

on_both!(whatever_happens_to_vouchers_every_cent_is_somewhere, |house| async move {
    whatever_happens(&house, 7).await;
});

on_both!(other_days_other_vouchers, |house| async move {
    whatever_happens(&house, 31).await;
});

on_both!(the_shops_key_changes_and_codes_are_found, |house| async move {
    let sku = house.product("boat", 10_000, 3_000, 200_000, 50).await;
    house.as_vouchers(sku, thirty_days()).await;
    let buyer = house.guest(None).await;
    let clerk = house.staff("clerk").await;
    let order = house.booked(&buyer.token, basket(&[(sku, 1)])).await;
    let code = house.codes(&buyer.token, &order).await.remove(0);
    let place = house.place.clone();
    let house = house.keyed(&[2], move || {
        let vault =
            banyan_base::vault::Vault::new(&crate::harness::key(2), &[crate::harness::key(1)]).unwrap();
        let mut random = banyan_base::random::Seeded::new(3);
        let mut conn = place.connect(false).unwrap();
        let renewed = banyan_ops::keys::renew(&mut conn, &vault, &mut random, 10, &|_| ()).unwrap();
        assert_eq!(renewed.unreadable, 0);
    });
    assert_eq!(house.codes(&buyer.token, &order).await, std::slice::from_ref(&code));
    house.redeem(&clerk, &code).await;
});
