//! Group-buys: opened, joined, complete and shipped; not complete in time and refunded, whatever happens and in whatever order.

use std::sync::Arc;

use banyan_core::ledger::Account;
use banyan_plan::time::{SECOND, Time};
use banyan_trade::orders::{Item, Joining, Paid, Place};
use serde_json::{Value, json};

use crate::harness::{Db, House, TWO_LEVELS, on_both};
use crate::orders::cart;
use crate::world::Dice;

const MINUTE: i64 = 60 * SECOND;

/// Two together pay 80.00 instead of 100.00, within an hour.
pub(crate) fn of_two(sku: i64) -> Value {
    json!({ "sku": sku.to_string(), "size": 2, "price": 8_000, "minutes": 60, "audience": "everyone" })
}

fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    for (key, value) in changes {
        body[*key] = value.clone();
    }
    body
}

pub(crate) fn opening(sku: i64, quantity: i64, offer: &str) -> Value {
    with(cart(sku, quantity), &[("open_group", json!(offer))])
}

pub(crate) fn joining(sku: i64, quantity: i64, group: &str) -> Value {
    with(cart(sku, quantity), &[("join_group", json!(group))])
}

/// Somebody who buys.
struct Buyer {
    id: i64,
    token: String,
}

impl House {
    /// Offers a group-buy; gives its id.
    pub(crate) async fn group_buy(&self, body: Value) -> String {
        let owner = self.staff("owner").await;
        self.done(&owner, "POST", "/staff/group-buys", Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    async fn shopper(&self, inviter: Option<i64>) -> Buyer {
        let id = self.member(inviter, 0).await;
        Buyer { id, token: self.signed_in(id).await }
    }

    /// Places an order; its answer.
    pub(crate) async fn placed(&self, token: &str, body: Value) -> Value {
        self.done(token, "POST", "/orders", Some(body)).await
    }

    /// Pays an order that was placed: when the provider says so; what came of it.
    pub(crate) async fn paid(&self, placed: &Value, paid_at: Option<i64>) -> String {
        let paid = Paid {
            payment: placed["payment"].as_str().unwrap().parse().unwrap(),
            provider: "test".to_owned(),
            reference: format!("T{}", placed["payment"]),
            amount: placed["amount"].as_i64().unwrap(),
            paid_at,
        };
        self.shop.writer.together(paid).await.unwrap().outcome
    }

    /// Places and pays; the order and its group.
    async fn bought_in_group(&self, token: &str, body: Value) -> (String, String) {
        let placed = self.placed(token, body).await;
        assert_eq!(self.paid(&placed, None).await, "paid");
        let order = placed["order"].as_str().unwrap().to_owned();
        let group = self.order(token, &order).await["group"]["id"].as_str().unwrap().to_owned();
        (order, group)
    }

    /// A group that is complete, one that failed, and one that waits for a second buyer.
    pub(crate) async fn groups_of_each_state(&self) {
        let sku = self.product("cake", 10_000, 3_000, 200_000, 10).await;
        let offer = self.group_buy(of_two(sku)).await;
        let [one, two, three, four] = [
            self.shopper(None).await,
            self.shopper(None).await,
            self.shopper(None).await,
            self.shopper(None).await,
        ];
        let (_, group) = self.bought_in_group(&one.token, opening(sku, 1, &offer)).await;
        self.bought_in_group(&two.token, joining(sku, 1, &group)).await;
        self.bought_in_group(&three.token, opening(sku, 1, &offer)).await;
        self.minutes(61);
        self.due().await;
        self.bought_in_group(&four.token, opening(sku, 1, &offer)).await;
    }

    async fn order(&self, token: &str, order: &str) -> Value {
        self.done(token, "GET", &format!("/orders/{order}"), None).await
    }

    async fn buy_group(&self, token: &str, group: &str) -> Value {
        self.done(token, "GET", &format!("/group-buys/groups/{group}"), None).await
    }

    fn minutes(&self, minutes: i64) {
        self.clock.set(Time(self.now() + minutes * MINUTE));
    }

    async fn due(&self) {
        self.shop.writer.run(|work| work.moment().map(drop)).await.unwrap();
    }

    /// What somebody was rewarded and has not lost, pending and available.
    async fn rewarded(&self, member: i64) -> i64 {
        let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM balance WHERE owner = $1 AND account IN ($2, $3)";
        self.number(sql, vec![member, Account::Pending as i64, Account::Available as i64]).await
    }

    async fn offered(&self, offer: &str) -> Value {
        let owner = self.staff("owner").await;
        let list = self.done(&owner, "GET", "/staff/group-buys", None).await;
        list["items"].as_array().unwrap().iter().find(|one| one["id"] == offer).unwrap().clone()
    }
}

fn parcel() -> Value {
    json!({ "carrier": "SF", "number": "1" })
}

on_both!(as_many_group_buys_are_listed_as_are_asked_for_the_newest_first, |house| async move {
    let mut offers = Vec::new();
    for code in ["tea", "cake", "milk"] {
        let sku = house.product(code, 10_000, 3_000, 200_000, 10).await;
        offers.push(house.group_buy(of_two(sku)).await);
    }
    let listed = |limit: &str| {
        let path = format!("/group-buys{limit}");
        let house = &house;
        async move {
            let list = house.done("", "GET", &path, None).await;
            list.as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    offers.reverse();
    assert_eq!(listed("").await, offers);
    assert_eq!(listed("?limit=2").await, offers[..2]);
    for wrong in ["0", "101"] {
        house.refused("", "GET", &format!("/group-buys?limit={wrong}"), None, "page").await;
    }
});

on_both!(a_group_is_opened_joined_complete_and_shipped, |house| async move {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 10).await;
    let offer = house.group_buy(of_two(sku)).await;
    let seller = house.member(None, 1).await;
    let (opener, friend) = (house.shopper(Some(seller)).await, house.shopper(Some(seller)).await);
    let open = house.done(&opener.token, "GET", "/group-buys", None).await;
    assert_eq!(
        (&open[0]["price"], &open[0]["alone"], &open[0]["size"]),
        (&json!(8_000), &json!(10_000), &json!(2))
    );
    assert!(open[0]["terms"].to_string().contains("只算已付款的人"), "{open}");
    // The quote says what the order will, and why.
    let items = json!([{ "sku": sku.to_string(), "quantity": 2 }]);
    let quote = house
        .done(&opener.token, "POST", "/quote", Some(json!({ "items": items, "open_group": offer })))
        .await;
    assert_eq!((&quote["amount"], &quote["lines"][0]["why"]["zh"]), (&json!(16_000), &json!("拼团价")));
    let placed = house.placed(&opener.token, opening(sku, 2, &offer)).await;
    // Nobody has paid: there is no group to show yet, and the seat is kept for whoever opened it.
    assert_eq!(house.done("", "GET", "/group-buys", None).await[0]["groups"], json!([]));
    assert_eq!(house.paid(&placed, None).await, "paid");
    let order = placed["order"].as_str().unwrap().to_owned();
    let seen = house.order(&opener.token, &order).await;
    let group = seen["group"]["id"].as_str().unwrap().to_owned();
    assert_eq!((&seen["group"]["missing"], &seen["group"]["state"]), (&json!(1), &json!("open")));
    assert_eq!(seen["lines"][0]["priced"]["list"], "group");
    let shown = house.done("", "GET", "/group-buys", None).await[0]["groups"][0].clone();
    assert_eq!((&shown["paid"], &shown["missing"], &shown["opener"]), (&json!(1), &json!(1), &json!("s**")));
    // It is not to be shipped yet, nor in the list of what is.
    let owner = house.staff("owner").await;
    let ship = |order: &str| format!("/staff/orders/{order}/ship");
    house.refused(&owner, "POST", &ship(&order), Some(parcel()), "group_open").await;
    house.refused(&owner, "POST", &format!("/staff/orders/{order}/receive"), None, "group_open").await;
    for (state, number) in [("paid", 0), ("grouping", 1)] {
        let list = house.done(&owner, "GET", &format!("/staff/orders?state={state}"), None).await;
        assert_eq!(list["items"].as_array().unwrap().len(), number, "{state}");
        let mine = house.done(&opener.token, "GET", &format!("/orders?state={state}"), None).await;
        assert_eq!(mine["items"].as_array().unwrap().len(), number, "{state}");
    }
    // Its own opener does not fill it; a friend does.
    house.refused(&opener.token, "POST", "/orders", Some(joining(sku, 1, &group)), "group_own").await;
    let page = house.buy_group(&friend.token, &group).await;
    assert_eq!((&page["hindrance"], page["members"].as_array().unwrap().len()), (&Value::Null, 1));
    let (second, same) = house.bought_in_group(&friend.token, joining(sku, 1, &group)).await;
    assert_eq!(same, group);
    let page = house.buy_group("", &group).await;
    assert_eq!((&page["group"]["state"], &page["group"]["missing"]), (&json!("succeeded"), &json!(0)));
    assert!(page["hindrance"]["zh"].as_str().unwrap().contains("可以自己开一个新团"), "{page}");
    let late = house.shopper(None).await;
    house.refused(&late.token, "POST", "/orders", Some(joining(sku, 1, &group)), "group_full").await;
    for order in [&order, &second] {
        house.done(&owner, "POST", &ship(order), Some(parcel())).await;
    }
    let seen = house.offered(&offer).await;
    let figures = ["succeeded", "failed", "orders", "amount", "new_buyers", "taken"]
        .map(|key| seen[key].as_i64().unwrap());
    assert_eq!(figures, [1, 0, 2, 24_000, 2, 3]);
    let groups = house.done(&owner, "GET", &format!("/staff/group-buys/{offer}/groups"), None).await;
    assert_eq!(groups["items"][0]["orders"], json!([order, second]));
    // What the promoter earns follows from what was paid: 20 percent of 240.00.
    assert_eq!(house.rewarded(seller).await, 4_800);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(a_group_that_is_not_complete_gives_everybody_everything_back, |house| async move {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 10).await;
    let offer = house.group_buy(with(of_two(sku), &[("size", json!(3)), ("pieces", json!(20))])).await;
    let seller = house.member(None, 1).await;
    let (one, other) = (house.shopper(Some(seller)).await, house.shopper(Some(seller)).await);
    let (first, group) = house.bought_in_group(&one.token, opening(sku, 1, &offer)).await;
    let (second, _) = house.bought_in_group(&other.token, joining(sku, 2, &group)).await;
    // Somebody else has put the last seat aside, and does not pay.
    let idle = house.shopper(None).await;
    let unpaid = house.placed(&idle.token, joining(sku, 1, &group)).await;
    let refused =
        house.ask(&house.shopper(None).await.token, "POST", "/orders", Some(joining(sku, 1, &group))).await;
    assert_eq!(
        (&refused.1["code"], refused.1.to_string().contains("1 of them by somebody")),
        (&json!("group_reserved"), true)
    );
    assert_eq!(house.rewarded(seller).await, 4_800);
    house.minutes(59);
    house.due().await;
    assert_eq!(house.buy_group("", &group).await["group"]["state"], "open");
    house.minutes(2);
    house.due().await;
    let page = house.buy_group("", &group).await;
    assert_eq!((&page["group"]["state"], &page["group"]["paid"]), (&json!("failed"), &json!(2)));
    for (buyer, order, amount) in [(&one, &first, 8_000), (&other, &second, 16_000)] {
        let seen = house.order(&buyer.token, order).await;
        let refunds = seen["refunds"].as_array().unwrap();
        assert_eq!((&seen["state"], refunds.len()), (&json!("refunded"), 1));
        assert_eq!((&refunds[0]["amount"], &refunds[0]["reason"]), (&json!(amount), &json!("unfilled")));
    }
    assert_eq!(house.order(&idle.token, unpaid["order"].as_str().unwrap()).await["state"], "cancelled");
    // Money that comes for it now goes back, however early it was sent.
    assert_eq!(house.paid(&unpaid, Some(house.now() - 30 * MINUTE)).await, "late");
    assert_eq!(house.rewarded(seller).await, 0);
    assert_eq!(house.number("SELECT stock FROM sku WHERE id = $1", vec![sku]).await, 10);
    assert_eq!(house.number("SELECT taken FROM group_buy", vec![]).await, 0);
    house.refused(&idle.token, "POST", "/orders", Some(joining(sku, 1, &group)), "group_over").await;
    // Doing it again does nothing.
    for _ in 0..3 {
        house.minutes(60);
        house.due().await;
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM refund", vec![]).await, 3);
    let sales =
        "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM balance WHERE owner = 0 AND account = $1";
    assert_eq!(house.number(sales, vec![Account::Sales as i64]).await, 0);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(the_providers_time_decides_at_the_deadline, |house| async move {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 100).await;
    // Paid a nanosecond before the deadline, or at it; heard of before, or after.
    for (paid_before, is_heard_in_time, outcome, state) in [
        (1, true, "paid", "succeeded"),
        (0, true, "late", "failed"),
        (1, false, "paid", "succeeded"),
        (0, false, "late", "failed"),
    ] {
        let offer = house.group_buy(of_two(sku)).await;
        let (one, other) = (house.shopper(None).await, house.shopper(None).await);
        let (_, group) = house.bought_in_group(&one.token, opening(sku, 1, &offer)).await;
        let id: i64 = group.parse().unwrap();
        let deadline = house.number("SELECT deadline FROM buy_group WHERE group_id = $1", vec![id]).await;
        house.minutes(50);
        let placed = house.placed(&other.token, joining(sku, 1, &group)).await;
        let order: i64 = placed["order"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            house.number("SELECT expires_at FROM orders WHERE id = $1", vec![order]).await,
            deadline,
            "nobody pays for longer than the group is open"
        );
        // The provider has heard of it, so that it is asked before the order is given up.
        let ask =
            "UPDATE payment SET ask_at = 9000000000000000000 WHERE order_id = (SELECT MAX(id) FROM orders)";
        house.shop.writer.run(move |work| Ok(work.conn.execute(ask, &[])?)).await.unwrap();
        if !is_heard_in_time {
            house.minutes(15);
            house.due().await;
            let group = house.buy_group("", &group).await;
            assert_eq!(group["group"]["state"], "open", "it waits for what the provider says");
            house
                .refused(
                    &house.shopper(None).await.token,
                    "POST",
                    "/orders",
                    Some(joining(sku, 1, &id.to_string())),
                    "group_over",
                )
                .await;
        }
        assert_eq!(house.paid(&placed, Some(deadline - paid_before)).await, outcome);
        house.minutes(15);
        house.due().await;
        assert_eq!(house.buy_group("", &group).await["group"]["state"], state);
        house.computed_alike();
    }
    house.settled_books().await;
});

on_both!(a_provider_that_says_no_lets_the_group_fail, |house| async move {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 100).await;
    let offer = house.group_buy(of_two(sku)).await;
    let (one, other) = (house.shopper(None).await, house.shopper(None).await);
    let (order, group) = house.bought_in_group(&one.token, opening(sku, 1, &offer)).await;
    let placed = house.placed(&other.token, joining(sku, 1, &group)).await;
    let ask = "UPDATE payment SET ask_at = 9000000000000000000 WHERE state = 'open'";
    house.shop.writer.run(move |work| Ok(work.conn.execute(ask, &[])?)).await.unwrap();
    house.minutes(61);
    house.due().await;
    assert_eq!(house.buy_group("", &group).await["group"]["state"], "open");
    let (buyer, unpaid) = (other.id, placed["order"].as_str().unwrap().parse::<i64>().unwrap());
    let said = house.shop.writer.run(move |work| {
        work.conn.execute("UPDATE payment SET ask_at = NULL, state = 'closed' WHERE state = 'open'", &[])?;
        banyan_trade::orders::end(work, buyer, unpaid)
    });
    said.await.unwrap();
    house.due().await;
    assert_eq!(house.buy_group("", &group).await["group"]["state"], "failed");
    assert_eq!(house.order(&one.token, &order).await["state"], "refunded");
    house.settled_books().await;
    house.computed_alike();
});

on_both!(a_seat_is_given_back_with_its_order, |house| async move {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 10).await;
    let offer = house.group_buy(with(of_two(sku), &[("minutes", json!(600)), ("pieces", json!(3))])).await;
    let (one, other) = (house.shopper(None).await, house.shopper(None).await);
    let (order, group) = house.bought_in_group(&one.token, opening(sku, 1, &offer)).await;
    for way in ["cancelled", "expired", "refunded"] {
        let placed = house.placed(&other.token, joining(sku, 1, &group)).await;
        let second = placed["order"].as_str().unwrap().to_owned();
        match way {
            "cancelled" => {
                house.done(&other.token, "POST", &format!("/orders/{second}/cancel"), None).await;
            }
            "expired" => {
                house.minutes(60);
                house.due().await;
            }
            _ => {
                // Staff gives the opener the money back: that seat is free, and the group is one short again.
                house.refund(one.id, order.parse().unwrap(), 1, None).await.unwrap();
                let page = house.buy_group("", &group).await;
                assert_eq!((&page["group"]["missing"], &page["group"]["state"]), (&json!(2), &json!("open")));
                house.done(&other.token, "POST", &format!("/orders/{second}/cancel"), None).await;
            }
        }
        assert_eq!(house.order(&other.token, &second).await["state"], "cancelled", "{way}");
        let left = i64::from(way != "refunded");
        assert_eq!(house.number("SELECT COUNT(*) FROM buy_seat", vec![]).await, left, "{way}");
        assert_eq!(house.number("SELECT taken FROM group_buy", vec![]).await, left, "{way}");
    }
    // Two others complete it: the one whose money went back is not needed.
    for _ in 0..2 {
        house.bought_in_group(&house.shopper(None).await.token, joining(sku, 1, &group)).await;
    }
    assert_eq!(house.buy_group("", &group).await["group"]["state"], "succeeded");
    house.settled_books().await;
    house.computed_alike();
});

on_both!(money_in_time_takes_a_seat_again_if_there_is_one, |house| async move {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 10).await;
    let offer = house.group_buy(with(of_two(sku), &[("minutes", json!(600))])).await;
    for is_free in [true, false] {
        let (one, other) = (house.shopper(None).await, house.shopper(None).await);
        let (_, group) = house.bought_in_group(&one.token, opening(sku, 1, &offer)).await;
        let placed = house.placed(&other.token, joining(sku, 1, &group)).await;
        let sent = house.now() + MINUTE;
        house.minutes(60);
        house.due().await;
        if !is_free {
            house.bought_in_group(&house.shopper(None).await.token, joining(sku, 1, &group)).await;
        }
        let outcome = house.paid(&placed, Some(sent)).await;
        assert_eq!(outcome, if is_free { "paid" } else { "late" });
        assert_eq!(house.buy_group("", &group).await["group"]["state"], "succeeded");
    }
    house.settled_books().await;
    house.computed_alike();
});

on_both!(who_may_buy_in_a_group_and_how_much, |house| async move {
    let owner = house.staff("owner").await;
    let sku = house.product("tea", 10_000, 3_000, 200_000, 100).await;
    let cup = house.product("cup", 5_000, 1_000, 200_000, 100).await;
    let (old, new) = (house.shopper(None).await, house.shopper(None).await);
    house.sell(old.id, cup, 1).await;
    // Old brings new: whoever has bought here opens, whoever has not joins.
    let offer = house.group_buy(with(of_two(sku), &[("audience", json!("joiners"))])).await;
    let (_, group) = house.bought_in_group(&old.token, opening(sku, 1, &offer)).await;
    let other = house.shopper(None).await;
    house.sell(other.id, cup, 1).await;
    let page = house.buy_group(&other.token, &group).await;
    assert!(page["hindrance"]["zh"].as_str().unwrap().contains("您可以自己开团"), "{page}");
    house.refused(&other.token, "POST", "/orders", Some(joining(sku, 1, &group)), "group_newcomers").await;
    house.bought_in_group(&new.token, joining(sku, 1, &group)).await;
    // Only new ones.
    let offer = house.group_buy(with(of_two(sku), &[("audience", json!("newcomers"))])).await;
    house.refused(&new.token, "POST", "/orders", Some(opening(sku, 1, &offer)), "group_newcomers").await;
    let fresh = house.shopper(None).await;
    house.bought_in_group(&fresh.token, opening(sku, 1, &offer)).await;
    // Whose group failed has bought nothing, and is new as before.
    house.minutes(61);
    house.due().await;
    house.bought_in_group(&fresh.token, opening(sku, 1, &offer)).await;
    // So many for each, so many in all, of this SKU and nothing else.
    let offer = house.group_buy(with(of_two(sku), &[("per_member", json!(2)), ("pieces", json!(4))])).await;
    house.refused(&old.token, "POST", "/orders", Some(opening(sku, 3, &offer)), "group_limit").await;
    house.refused(&old.token, "POST", "/orders", Some(opening(cup, 1, &offer)), "group_goods").await;
    let mut two = opening(sku, 1, &offer);
    two["items"] =
        json!([{ "sku": sku.to_string(), "quantity": 1 }, { "sku": cup.to_string(), "quantity": 1 }]);
    house.refused(&old.token, "POST", "/orders", Some(two), "group_items").await;
    let both = with(opening(sku, 1, &offer), &[("join_group", json!("1"))]);
    house.refused(&old.token, "POST", "/orders", Some(both), "group_twice").await;
    house.refused(&old.token, "POST", "/orders", Some(joining(sku, 1, "77")), "not_found").await;
    house.bought_in_group(&old.token, opening(sku, 2, &offer)).await;
    house.refused(&old.token, "POST", "/orders", Some(opening(sku, 1, &offer)), "group_limit").await;
    house.bought_in_group(&other.token, opening(sku, 1, &offer)).await;
    house.refused(&new.token, "POST", "/orders", Some(opening(sku, 2, &offer)), "group_buy_gone").await;
    let more = house
        .shop
        .writer
        .run(|work| Ok(work.conn.execute("UPDATE group_buy SET taken = taken + 2 WHERE pieces = 4", &[])?));
    assert!(more.await.is_err(), "the table itself takes no more");
    // A stopped offer opens no groups; those that are open go on.
    let (_, open) = house.bought_in_group(&new.token, opening(sku, 1, &offer)).await;
    house.done(&owner, "POST", &format!("/staff/group-buys/{offer}/stop"), None).await;
    house
        .refused(&owner, "POST", &format!("/staff/group-buys/{offer}/stop"), None, "group_buy_stopped")
        .await;
    house
        .refused(
            &house.shopper(None).await.token,
            "POST",
            "/orders",
            Some(opening(sku, 1, &offer)),
            "group_buy_over",
        )
        .await;
    let page = house.buy_group("", &open).await;
    assert_eq!(page["group"]["state"], "open");
    house.computed_alike();
});

on_both!(staff_offers_only_group_buys_that_can_be_meant, |house| async move {
    let sku = house.product("tea", 10_000, 7_000, 200_000, 100).await;
    let past = json!("2020-01-01T00:00:00Z");
    let owner = house.staff("owner").await;
    let table = [
        (with(of_two(sku), &[("size", json!(1))]), "group_size", "/size"),
        (with(of_two(sku), &[("price", json!(10_000))]), "group_price", "/price"),
        (with(of_two(sku), &[("price", json!(0))]), "group_price", "/price"),
        (with(of_two(sku), &[("minutes", json!(10_081))]), "group_minutes", "/minutes"),
        (with(of_two(sku), &[("audience", json!("friends"))]), "group_audience", "/audience"),
        (with(of_two(sku), &[("pieces", json!(1))]), "group_limits", "/pieces"),
        (with(of_two(sku), &[("per_member", json!(0))]), "group_limits", "/per_member"),
        (with(of_two(sku), &[("closes_at", past)]), "group_times", "/closes_at"),
        (of_two(7), "not_found", "/sku"),
    ];
    for (body, code, field) in table {
        let (status, answer) = house.ask(&owner, "POST", "/staff/group-buys", Some(body)).await;
        assert!(status.is_client_error(), "{answer}");
        assert_eq!((&answer["code"], &answer["field"]), (&json!(code), &json!(field)), "{answer}");
    }
    // A price below cost is for whoever may set prices freely.
    let cheap = with(of_two(sku), &[("price", json!(6_999))]);
    house.done(&owner, "POST", "/staff/group-buys", Some(cheap)).await;
});

/// Of many who want the last seat at once one has it, and the others are told what they can do.
async fn race(house: House) {
    let sku = house.product("tea", 10_000, 3_000, 200_000, 1_000).await;
    let offer = house.group_buy(of_two(sku)).await;
    let opener = house.shopper(None).await;
    let (_, group) = house.bought_in_group(&opener.token, opening(sku, 1, &offer)).await;
    let mut tokens = Vec::new();
    for _ in 0..50 {
        tokens.push(house.shopper(None).await.token);
    }
    let house = Arc::new(house);
    let mut racing = tokio::task::JoinSet::new();
    for token in tokens {
        let (house, group) = (house.clone(), group.clone());
        racing.spawn(async move {
            let (status, answer) = house.ask(&token, "POST", "/orders", Some(joining(sku, 1, &group))).await;
            if status.is_success() {
                assert_eq!(house.paid(&answer, None).await, "paid");
                return 1;
            }
            assert!(["group_reserved", "group_full"].contains(&answer["code"].as_str().unwrap()), "{answer}");
            0
        });
    }
    assert_eq!(racing.join_all().await.into_iter().sum::<i32>(), 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM buy_seat WHERE paid_at IS NOT NULL", vec![]).await, 2);
    assert_eq!(house.buy_group("", &group).await["group"]["state"], "succeeded");
    // The tables themselves take no second buyer for a seat, and no second seat for a buyer.
    for again in [
        "INSERT INTO buy_seat(group_id, seat, buyer, order_id, offer, pieces) SELECT group_id, seat, 1, 1, offer, 1 FROM buy_seat",
        "INSERT INTO buy_seat(group_id, seat, buyer, order_id, offer, pieces) SELECT group_id, 3, buyer, 1, offer, 1 FROM buy_seat",
        "UPDATE buy_group SET paid = paid + 1",
    ] {
        let done = house.shop.writer.run(move |work| Ok(work.conn.execute(again, &[])?)).await;
        assert!(done.is_err(), "{again}");
    }
    house.settled_books().await;
    house.computed_alike();
}

on_both!(fifty_race_for_the_last_seat, race);

/// What comes of groups in which people do whatever they may, in any order.
async fn whatever_happens(house: &House, seed: u64) {
    let mut dice = Dice::new(seed);
    let sku = house.product("tea", 10_000, 3_000, 200_000, 40).await;
    let seller = house.member(None, 1).await;
    let mut offers = Vec::new();
    for size in [2, 3, 4] {
        let terms =
            with(of_two(sku), &[("size", json!(size)), ("minutes", json!(90)), ("pieces", json!(16))]);
        offers.push(house.group_buy(terms).await.parse::<i64>().unwrap());
    }
    let mut buyers = Vec::new();
    for _ in 0..12 {
        buyers.push(house.member(Some(seller), 0).await);
    }
    let (mut groups, mut open, mut paid) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..120 {
        let buyer = dice.one(&buyers).unwrap();
        match dice.below(10) {
            0..4 => {
                let group = match dice.one(&groups) {
                    Some(group) if dice.hits(75) => Joining::Join(group),
                    _ => Joining::Open(dice.one(&offers).unwrap()),
                };
                let place = Place { group: Some(group), ..alone(buyer, sku, dice.from(1, 2)) };
                match house.shop.writer.together(place).await {
                    Ok(placed) => {
                        let sql = "SELECT buy_group FROM orders WHERE id = $1";
                        groups.push(house.number(sql, vec![placed.order]).await);
                        open.push((buyer, placed));
                    }
                    Err(refusal) => assert!(refusal.internal.is_empty(), "{refusal:?}"),
                }
            }
            4..7 if !open.is_empty() => {
                let (buyer, placed) = open.swap_remove(dice.below(open.len()));
                let receipt = house.pay(&placed).await.unwrap();
                if receipt.outcome == "paid" {
                    paid.push((buyer, placed.order));
                }
            }
            7 if !open.is_empty() => {
                let (buyer, placed) = open.swap_remove(dice.below(open.len()));
                let cancel = move |work: &mut banyan_core::work::Work<'_>| {
                    banyan_trade::orders::cancel(work, buyer, placed.order)
                };
                let _ = house.shop.writer.run(cancel).await;
            }
            8 if !paid.is_empty() => {
                let (buyer, order) = paid[dice.below(paid.len())];
                let amount = dice.hits(50).then_some(100);
                let _ = house.refund(buyer, order, i64::from(amount.is_none()), amount).await;
            }
            _ => house.minutes(dice.from(1, 25)),
        }
    }
    house.minutes(200);
    house.due().await;
    house.due().await;
    ended_whole(house, seed, seller).await;
}

/// No group is open any more: each succeeded, or everybody in it has their money back.
async fn ended_whole(house: &House, seed: u64, seller: i64) {
    let none = |sql| house.number(sql, vec![]);
    assert_eq!(none("SELECT COUNT(*) FROM buy_group WHERE state = 'open'").await, 0, "seed {seed}");
    assert_eq!(none("SELECT COUNT(*) FROM orders WHERE state = 'placed'").await, 0, "seed {seed}");
    let left = "SELECT COUNT(*) FROM line l JOIN orders o ON o.id = l.order_id JOIN buy_group g ON g.group_id = o.buy_group \
                WHERE g.state = 'failed' AND l.paid_at IS NOT NULL AND l.refunded < l.amount";
    assert_eq!(none(left).await, 0, "seed {seed}: somebody has money in a group that failed");
    let (succeeded, failed) = (
        none("SELECT COUNT(*) FROM buy_group WHERE state = 'succeeded'").await,
        none("SELECT COUNT(*) FROM buy_group WHERE state = 'failed' AND paid > 0").await,
    );
    assert!(succeeded > 0 && failed > 0, "seed {seed}: {succeeded} succeeded, {failed} failed");
    // What is left of the rewards is 20 percent of what is left of the payments.
    let kept = none(
        "SELECT COALESCE(CAST(SUM(amount - refunded) AS BIGINT), 0) FROM line WHERE paid_at IS NOT NULL",
    )
    .await;
    assert_eq!(house.rewarded(seller).await, kept / 5, "seed {seed}");
    house.settled_books().await;
    house.computed_alike();
}

/// An order of some pieces by somebody alone.
pub(crate) fn alone(buyer: i64, sku: i64, quantity: i64) -> Place {
    Place {
        buyer,
        items: vec![Item { sku, quantity }],
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
    }
}

fn in_any_order(db: Db) {
    for seed in 1..5 {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async { whatever_happens(&House::open(db, TWO_LEVELS), seed).await });
    }
}

#[test]
fn groups_end_whole_or_refunded_whatever_happens_sqlite() {
    in_any_order(Db::Sqlite);
}

#[test]
fn groups_end_whole_or_refunded_whatever_happens_postgres() {
    in_any_order(Db::Postgres);
}
