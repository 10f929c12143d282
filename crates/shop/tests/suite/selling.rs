//! Prices for somebody and limits of buying: what staff sets, what whoever looks sees, what whoever buys pays and may buy.

use std::sync::Arc;

use axum::http::StatusCode;
use banyan_core::ledger::Account;
use banyan_store::Value as Cell;
use banyan_trade::orders::{Paid, Placed};
use serde_json::{Value, json};

use crate::harness::{House, on_both};
use crate::orders::cart;

/// 95.00 for members, 87.65 for the first rank, 90.00 for everybody from three pieces.
fn lists(rank: &str) -> Value {
    json!([
        { "list": "member", "from": 1, "price": 9_500 },
        { "list": "rank", "rank": rank, "from": 1, "price": 8_765 },
        { "list": "everyone", "from": 3, "price": 9_000 },
    ])
}

impl House {
    /// Sets how a SKU is sold, as its owner.
    pub(crate) async fn sell_at(&self, sku: i64, prices: Value, limits: Value) {
        let owner = self.staff("owner").await;
        let body = json!({ "prices": prices, "limits": limits });
        self.done(&owner, "PUT", &format!("/staff/skus/{sku}/prices"), Some(body)).await;
    }

    /// The id of the first rank of the plan.
    pub(crate) async fn first_rank(&self) -> String {
        let program = self.shop.writer.run(|work| Ok(work.live().program())).await.unwrap();
        program.plan().ranks[0].id.clone()
    }

    async fn product_of(&self, sku: i64) -> String {
        let product = self.shop.writer.run(move |work| {
            let row = work.conn.one("SELECT product FROM sku WHERE id = $1", &[Cell::Int(sku)])?;
            Ok(row.unwrap().int(0)?)
        });
        format!("/products/{}", product.await.unwrap())
    }

    /// What an order of some pieces comes to.
    async fn ordered(&self, token: &str, sku: i64, quantity: i64) -> (String, i64) {
        let placed = self.done(token, "POST", "/orders", Some(cart(sku, quantity))).await;
        (placed["order"].as_str().unwrap().to_owned(), placed["amount"].as_i64().unwrap())
    }
}

on_both!(whoever_looks_sees_her_price_and_pays_it, |house| async move {
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let rank = house.first_rank().await;
    house.sell_at(sku, lists(&rank), json!({})).await;
    let owner = house.member(None, 1).await;
    let customer = house.member(Some(owner), 0).await;
    let (hers, his) = (house.signed_in(owner).await, house.signed_in(customer).await);
    let product = house.product_of(sku).await;
    let table = [
        ("", 10_000, 9_000, 9_000),
        (his.as_str(), 9_500, 9_000, 9_000),
        (hers.as_str(), 8_765, 8_765, 8_765),
    ];
    for (token, one, three, last) in table {
        let page = house.done(token, "GET", &product, None).await;
        let seen = &page["skus"][0];
        assert_eq!((&seen["price"], &seen["base"]), (&json!(one), &json!(10_000)), "{page}");
        assert_eq!(page["price"], one);
        assert_eq!(seen["steps"].as_array().unwrap().last().unwrap()["price"], last);
        // Nobody is told what others pay.
        assert_eq!(page.to_string().contains("8765"), token == hers, "{page}");
        let card = &house.done(token, "GET", "/products", None).await["items"][0];
        let base = if one == 10_000 { Value::Null } else { json!(10_000) };
        assert_eq!((&card["price"], &card["base"]), (&json!(one), &base));
        for (quantity, price) in [(1, one), (3, three)] {
            let wish = json!({ "items": [{ "sku": sku.to_string(), "quantity": quantity }] });
            let quote = house.done(token, "POST", "/quote", Some(wish)).await;
            assert_eq!(quote["amount"], price * quantity);
            assert_eq!(
                (&quote["lines"][0]["price"], &quote["lines"][0]["base"]),
                (&json!(price), &json!(10_000))
            );
            if !token.is_empty() {
                assert_eq!(house.ordered(token, sku, quantity).await.1, price * quantity);
            }
        }
    }
    // What a promoter is told that they earn is of what a customer pays.
    assert_eq!(house.done(&hers, "GET", &product, None).await["earn"], 1_900);
});

on_both!(the_cheapest_comes_first_by_what_whoever_looks_pays, |house| async move {
    let rank = house.first_rank().await;
    let mut skus = Vec::new();
    for (code, price) in [("a", 1_000), ("b", 1_100), ("c", 1_200), ("d", 1_300)] {
        skus.push(house.product(code, price, 100, 200_000, 100).await);
    }
    house.sell_at(skus[1], json!([{ "list": "member", "from": 1, "price": 900 }]), json!({})).await;
    house
        .sell_at(skus[2], json!([{ "list": "rank", "rank": rank, "from": 1, "price": 800 }]), json!({}))
        .await;
    // Three pieces are the smallest order of this one, and from three on it is cheaper for everybody.
    let prices = json!([{ "list": "everyone", "from": 3, "price": 700 }, { "list": "everyone", "from": 4, "price": 1 }]);
    house.sell_at(skus[3], prices, json!({ "least": 3 })).await;
    let owner = house.member(None, 1).await;
    let customer = house.member(Some(owner), 0).await;
    let (hers, his) = (house.signed_in(owner).await, house.signed_in(customer).await);
    for (token, codes) in [("", "dabc"), (his.as_str(), "dbac"), (hers.as_str(), "dcba")] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = house.done(token, "GET", &format!("/products?sort=price&limit=1{cursor}"), None).await;
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|card| (card["price"].as_i64().unwrap(), card["code"].clone())));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let told: String = seen.iter().map(|(_, code)| code.as_str().unwrap()).collect();
        assert_eq!(told, codes, "{seen:?}");
        assert!(seen.is_sorted_by_key(|(price, _)| *price), "{seen:?}");
    }
    let staff = house.staff("owner").await;
    let page = house.done(&staff, "GET", "/staff/products?sort=price", None).await;
    let codes: String =
        page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, "abcd");
});

on_both!(the_order_keeps_which_price_it_was_and_why, |house| async move {
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let rank = house.first_rank().await;
    house.sell_at(sku, lists(&rank), json!({})).await;
    let owner = house.member(None, 1).await;
    let customer = house.member(Some(owner), 0).await;
    let token = house.signed_in(customer).await;
    let sold = house.sell(customer, sku, 4).await;
    assert_eq!(sold.amount, 36_000);
    // Prices change; what was ordered does not.
    house.sell_at(sku, json!([]), json!({})).await;
    let order = format!("/orders/{}", sold.order);
    let line = house.done(&token, "GET", &order, None).await["lines"][0].clone();
    let kept = json!({
        "price": 9_000, "base": 10_000, "list": "everyone", "from": 3,
        "why": { "zh": "满 3 件价", "en": "Price from 3 pieces" },
    });
    assert_eq!((&line["priced"], &line["amount"]), (&kept, &json!(36_000)));
    let plain = house.sell(customer, sku, 1).await;
    let line = house.done(&token, "GET", &format!("/orders/{}", plain.order), None).await["lines"][0].clone();
    assert_eq!((&line["priced"], &line["amount"]), (&Value::Null, &json!(10_000)));
    // Rewards are of what was paid, and go back with it.
    assert_eq!(house.balance(owner, Account::Pending).await, 7_200 + 2_000);
    house.refund(customer, sold.order, 1, None).await.unwrap();
    assert_eq!(house.balance(owner, Account::Pending).await, 5_400 + 2_000);
    house.refund(customer, sold.order, 3, None).await.unwrap();
    assert_eq!(house.balance(owner, Account::Pending).await, 2_000);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(two_lines_of_a_sku_are_priced_together, |house| async move {
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    house
        .sell_at(sku, json!([{ "list": "everyone", "from": 3, "price": 9_000 }]), json!({ "most": 3 }))
        .await;
    let buyer = house.member(None, 0).await;
    let order = house.sell_all(buyer, &[(sku, 1), (sku, 2)]).await;
    let token = house.signed_in(buyer).await;
    assert_eq!(house.done(&token, "GET", &format!("/orders/{order}"), None).await["amount"], 27_000);
    let more = json!({ "items": [{ "sku": sku.to_string(), "quantity": 2 }, { "sku": sku.to_string(), "quantity": 2 }] });
    house.refused(&token, "POST", "/quote", Some(more), "quantity_most").await;
});

on_both!(how_many_a_member_may_buy, |house| async move {
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let limits = json!({ "least": 2, "step": 2, "most": 6, "per_member": 8, "period": "day" });
    house.sell_at(sku, json!([]), limits).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let product = house.product_of(sku).await;
    let left = async || house.done(&token, "GET", &product, None).await["skus"][0]["limits"]["left"].clone();
    assert_eq!(left().await, 8);
    let seen = house.done("", "GET", &product, None).await["skus"][0]["limits"].clone();
    let told = json!({ "least": 2, "step": 2, "most": 6, "per_member": 8, "period": "day" });
    assert_eq!(seen, told);
    for (quantity, code) in [(1, "quantity_least"), (3, "quantity_step"), (8, "quantity_most")] {
        house.refused(&token, "POST", "/orders", Some(cart(sku, quantity)), code).await;
        let wish = json!({ "items": [{ "sku": sku.to_string(), "quantity": quantity }] });
        house.refused("", "POST", "/quote", Some(wish), code).await;
    }
    let (first, _) = house.ordered(&token, sku, 4).await;
    let second = house.sell(buyer, sku, 4).await;
    assert_eq!(left().await, 0);
    house.refused(&token, "POST", "/orders", Some(cart(sku, 2)), "limit_reached").await;
    // What is cancelled or comes back may be bought again.
    house.done(&token, "POST", &format!("/orders/{first}/cancel"), None).await;
    assert_eq!(left().await, 4);
    house.refund(buyer, second.order, 2, None).await.unwrap();
    assert_eq!(left().await, 6);
    house.refused(&token, "POST", "/orders", Some(cart(sku, 8)), "limit_reached").await;
    house.ordered(&token, sku, 6).await;
    house.refused(&token, "POST", "/orders", Some(cart(sku, 2)), "limit_reached").await;
    // Another member is not held to it, and the next day is a new one.
    let other = house.member(None, 0).await;
    house.ordered(&house.signed_in(other).await, sku, 6).await;
    house.days(1);
    assert_eq!(left().await, 8);
    house.ordered(&token, sku, 6).await;
    house.settled_books().await;
});

on_both!(a_hundred_orders_at_once_do_not_pass_the_limit_of_a_member, |house| async move {
    let sku = house.product("tea", 100, 0, 0, 1_000).await;
    house.sell_at(sku, json!([]), json!({ "per_member": 3, "period": "ever" })).await;
    let mut tokens = Vec::new();
    for _ in 0..4 {
        let member = house.member(None, 0).await;
        tokens.push(house.signed_in(member).await);
    }
    let house = Arc::new(house);
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..100_usize {
        let (house, token) = (house.clone(), tokens[number % 4].clone());
        waiting.spawn(async move {
            let (status, answer) = house.ask(&token, "POST", "/orders", Some(cart(sku, 1))).await;
            assert!(status == StatusCode::CREATED || answer["code"] == "limit_reached", "{answer}");
            (number % 4, status == StatusCode::CREATED)
        });
    }
    let answers = waiting.join_all().await;
    for buyer in 0..4 {
        assert_eq!(answers.iter().filter(|answer| **answer == (buyer, true)).count(), 3, "buyer {buyer}");
    }
});

on_both!(money_that_is_heard_of_late_does_not_pass_the_limit, |house| async move {
    let sku = house.product("tea", 5_000, 0, 0, 10).await;
    house.sell_at(sku, json!([]), json!({ "per_member": 2, "period": "ever" })).await;
    let buyer = house.member(None, 0).await;
    let waiting = [house.place(buyer, sku, 1).await.unwrap(), house.place(buyer, sku, 1).await.unwrap()];
    let sent = house.now() + 60;
    house.days(1);
    house.settled_books().await;
    // Nothing came, so they were given up; meanwhile one more was bought: one of them may still come back, the other goes back.
    house.sell(buyer, sku, 1).await;
    let mut outcomes = Vec::new();
    for placed in waiting {
        let (provider, reference) = ("test".to_owned(), format!("L{}", placed.payment));
        let Placed { payment, amount, .. } = placed;
        let paid = Paid { payment, provider, reference, amount, paid_at: Some(sent) };
        outcomes.push(house.shop.writer.together(paid).await.unwrap().outcome);
    }
    assert_eq!(outcomes, ["paid", "late"]);
    house.settled_books().await;
});

on_both!(staff_sets_prices_that_can_be_meant_and_what_was_before_is_kept, |house| async move {
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let rank = house.first_rank().await;
    let path = format!("/staff/skus/{sku}/prices");
    let (owner, buyers) = (house.staff("owner").await, house.staff("operations").await);
    let one = |list: &str, from: i64, price: i64| json!({ "prices": [{ "list": list, "from": from, "price": price }] });
    let table = [
        (one("member", 1, 10_000), "price_not_lower"),
        (one("everyone", 1, 9_000), "price_from"),
        (one("guests", 1, 9_000), "list_unknown"),
        (one("rank", 1, 9_000), "list_unknown"),
        (
            json!({ "prices": [{ "list": "rank", "rank": "nobody", "from": 1, "price": 9_000 }] }),
            "rank_unknown",
        ),
        (json!({ "prices": [], "limits": { "per_member": 3 } }), "period_unknown"),
        (json!({ "prices": [], "limits": { "least": 3, "most": 2 } }), "limit_invalid"),
    ];
    for (body, code) in table {
        house.refused(&owner, "PUT", &path, Some(body), code).await;
    }
    house.refused(&owner, "PUT", "/staff/skus/1/prices", Some(one("member", 1, 9_000)), "not_found").await;
    let finance = house.staff("finance").await;
    house.refused(&finance, "PUT", &path, Some(one("member", 1, 9_000)), "forbidden").await;
    house.sell_at(sku, lists(&rank), json!({ "most": 5 })).await;
    house.sell_at(sku, json!([]), json!({})).await;
    let product = house.product_of(sku).await;
    let seen = house.done(&buyers, "GET", &format!("/staff{product}"), None).await["skus"][0].clone();
    assert_eq!((&seen["prices"], &seen["limits"]["most"]), (&json!([]), &Value::Null));
    let log = house.done(&owner, "GET", "/staff/audit?action=sku.prices", None).await;
    let details: Vec<_> =
        log["items"].as_array().unwrap().iter().map(|item| item["detail"].clone()).collect();
    assert_eq!(details.len(), 2, "{log}");
    assert_eq!(
        (&details[0]["before"]["limits"]["most"], &details[0]["after"]["prices"]),
        (&json!(5), &json!([]))
    );
    let rows = house.shop.writer.run(|work| {
        let row = work
            .conn
            .one("SELECT (SELECT COUNT(*) FROM selling), (SELECT COUNT(*) FROM price)", &[])?
            .unwrap();
        Ok((row.int(0)?, row.int(1)?))
    });
    assert_eq!(rows.await.unwrap(), (2, 3));
});

on_both!(who_may_not_set_prices_freely_keeps_them_at_cost, |house| async move {
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let path = format!("/staff/skus/{sku}/prices");
    let (owner, bd) = (house.staff("owner").await, house.staff("bd").await);
    let body = |price: i64| json!({ "prices": [{ "list": "member", "from": 1, "price": price }] });
    house.refused(&bd, "PUT", &path, Some(body(3_999)), "price_below_cost").await;
    house.done(&bd, "PUT", &path, Some(body(4_000))).await;
    // A cost above the member price would bring it in by the back door.
    let sku_body =
        |cost: i64| json!({ "code": "tea-1", "title": "", "price": 10_000, "cost": cost, "is_on": true });
    let dearer = format!("/staff/skus/{sku}");
    house.refused(&bd, "PUT", &dearer, Some(sku_body(4_001)), "price_below_cost").await;
    house.done(&owner, "PUT", &path, Some(body(3_999))).await;
    // What somebody who may has set below cost may stay.
    house.done(&bd, "PUT", &path, Some(body(3_999))).await;
    house.done(&owner, "PUT", &dearer, Some(sku_body(4_001))).await;
});
