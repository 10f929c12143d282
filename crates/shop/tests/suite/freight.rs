//! Freight: what staff sets, what the buyer is told and pays, and what goes back.

use banyan_core::ledger::Account;
use banyan_trade::orders::{self, Destination, Item, Paid, Place, Refund};
use serde_json::{Value, json};

use crate::harness::{Db, House, TWO_LEVELS, on_both};
use crate::world::Dice;

const NINGBO: &str = "浙江省宁波市海曙区中山路 1 号";
const CHENGDU: &str = "四川省成都市青羊区 1 号";
const LHASA: &str = "西藏自治区拉萨市 1 号";

fn rate(first_price: i64, next_price: i64, free_amount: Option<i64>) -> Value {
    json!({ "first": 1_000, "first_price": first_price, "next": 500, "next_price": next_price, "free_amount": free_amount })
}

/// By weight: Zhejiang 6.00 and 2.00, free from 99.00; Tibet not; elsewhere 10.00 and 5.00.
pub(crate) fn by_weight(title: &str) -> Value {
    json!({
        "title": title, "unit": "weight",
        "zones": [{ "regions": ["浙江省"], "rate": rate(600, 200, Some(9_900)) }, { "regions": ["西藏自治区"], "rate": null }],
        "elsewhere": rate(1_000, 500, None),
    })
}

impl House {
    /// Adds a freight template; gives its id.
    pub(crate) async fn template(&self, body: Value) -> String {
        let owner = self.staff("owner").await;
        self.done(&owner, "POST", "/staff/freights", Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    /// Says by which template a product is carried, and what one piece weighs.
    pub(crate) async fn carry(&self, sku: i64, template: &str, weight: i64) {
        let owner = self.staff("owner").await;
        let product = self.number("SELECT product FROM sku WHERE id = $1", vec![sku]).await;
        let body = json!({ "template": template, "weight": weight });
        self.done(&owner, "PUT", &format!("/staff/products/{product}/freight"), Some(body)).await;
    }

    /// Puts an address into somebody's book; gives its id.
    async fn address(&self, token: &str, address: &str) -> Value {
        let body = json!({ "name": "张三", "phone": "13800138000", "address": address, "preferred": false });
        self.done(token, "POST", "/me/addresses", Some(body)).await["id"].clone()
    }

    /// What the shop has taken for carrying an order, and not given back.
    async fn carried(&self, order: i64) -> i64 {
        let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry WHERE owner = 0 AND account = 107 AND ref_id = $1";
        self.number(sql, vec![order]).await
    }

    /// Sends some pieces of a line back.
    async fn send_back(&self, buyer: i64, order: i64, line: i64, quantity: i64) {
        let refund =
            Refund { buyer, order, line, quantity, amount: None, restock: true, reason: "test".to_owned() };
        self.shop.writer.run(move |work| orders::refund(work, &refund)).await.unwrap();
    }
}

fn goods(items: &[(i64, i64)], address: &Value) -> Value {
    let items: Vec<Value> =
        items.iter().map(|(sku, quantity)| json!({ "sku": sku.to_string(), "quantity": quantity })).collect();
    json!({ "items": items, "address": address })
}

fn order(items: &[(i64, i64)], address: &Value, seen: i64) -> Value {
    let mut order = goods(items, address);
    order["provider"] = json!("test");
    order["seen"] = json!({ "amount": seen });
    order
}

fn number(value: &Value) -> i64 {
    value.as_str().unwrap().parse().unwrap()
}

on_both!(the_buyer_pays_the_freight_that_she_saw_and_nobody_earns_from_it, |house| async move {
    let sku = house.product("tea", 5_000, 3_000, 200_000, 100).await;
    let template = house.template(by_weight("快递")).await;
    house.carry(sku, &template, 400).await;
    let seller = house.member(None, 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let token = house.signed_in(buyer).await;
    // Nobody knows what it costs before there is an address.
    let quote = house.done(&token, "POST", "/quote", Some(goods(&[(sku, 1)], &Value::Null))).await;
    assert_eq!((&quote["freight"], &quote["amount"]), (&Value::Null, &json!(5_000)));
    assert_eq!(quote["hindrance"]["zh"], "请填写收货地址，以便计算运费");
    house
        .refused(&token, "POST", "/orders", Some(order(&[(sku, 1)], &Value::Null, 5_000)), "address_needed")
        .await;
    let (ningbo, chengdu) = (house.address(&token, NINGBO).await, house.address(&token, CHENGDU).await);
    let lhasa = house.address(&token, LHASA).await;
    // One piece of 400 g, one of free delivery from 99.00; three of 1,200 g far away.
    for (address, pieces, freight) in [(&ningbo, 1, 600), (&ningbo, 2, 0), (&chengdu, 3, 1_500)] {
        let quote = house.done(&token, "POST", "/quote", Some(goods(&[(sku, pieces)], address))).await;
        assert_eq!(
            (&quote["freight"], &quote["amount"]),
            (&json!(freight), &json!(pieces * 5_000 + freight))
        );
    }
    let quote = house.done(&token, "POST", "/quote", Some(goods(&[(sku, 1)], &lhasa))).await;
    assert_eq!(
        quote["hindrance"]["en"],
        "“tea” is not sent to that region; please choose another address, or order without it"
    );
    house.refused(&token, "POST", "/orders", Some(order(&[(sku, 1)], &lhasa, 5_000)), "not_served").await;
    // They saw the freight of another address.
    house
        .refused(&token, "POST", "/orders", Some(order(&[(sku, 3)], &chengdu, 15_000)), "price_changed")
        .await;
    let placed = house.done(&token, "POST", "/orders", Some(order(&[(sku, 3)], &chengdu, 16_500))).await;
    assert_eq!(placed["amount"], 16_500);
    let paid = Paid {
        payment: number(&placed["payment"]),
        provider: "test".to_owned(),
        reference: "T1".to_owned(),
        amount: 16_500,
        paid_at: None,
    };
    house.shop.writer.together(paid).await.unwrap();
    // A template that changes later changes nothing of the order.
    let owner = house.staff("owner").await;
    let free = json!({ "title": "快递", "unit": "pieces", "elsewhere": { "first": 1, "first_price": 0, "next": 1, "next_price": 0 } });
    house.done(&owner, "PUT", &format!("/staff/freights/{template}"), Some(free)).await;
    let id = number(&placed["order"]);
    let seen = house.done(&token, "GET", &format!("/orders/{id}"), None).await;
    let charge = json!({
        "lines": [1], "amount": 1_500, "is_refunded": false,
        "why": {
            "zh": "首 1000 克 ¥10.00，每续 500 克 ¥5.00；共 1200 克",
            "en": "¥10.00 for the first 1000 g, then ¥5.00 per 500 g; 1200 g in all",
        },
    });
    assert_eq!(
        (&seen["freight"], &seen["amount"], &seen["charges"]),
        (&json!(1_500), &json!(16_500), &json!([charge]))
    );
    assert_eq!(house.carried(id).await, 1_500);
    assert_eq!(house.balance(seller, Account::Pending).await, 3_000);
    // What has been sold is goods.
    let sold = house.done(&owner, "GET", "/staff/reports/overview", None).await.to_string();
    assert!(sold.contains("15000") && !sold.contains("16500"), "{sold}");
    house.settled_books().await;
    house.computed_alike();
});

on_both!(freight_goes_back_with_the_last_of_what_it_was_for, |house| async move {
    let template = house.template(by_weight("快递")).await;
    let (tea, cup) = (
        house.product("tea", 5_000, 3_000, 200_000, 100).await,
        house.product("cup", 2_000, 1_000, 200_000, 100).await,
    );
    for sku in [tea, cup] {
        house.carry(sku, &template, 400).await;
    }
    let own = house.product("own", 1_000, 0, 0, 100).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let address = house.address(&token, CHENGDU).await;
    let items = [(tea, 2), (cup, 1), (own, 1)];
    let buy = async || {
        let placed = house.done(&token, "POST", "/orders", Some(order(&items, &address, 14_500))).await;
        let paid = Paid {
            payment: number(&placed["payment"]),
            provider: "test".to_owned(),
            reference: format!("T{}", placed["payment"]),
            amount: 14_500,
            paid_at: None,
        };
        house.shop.writer.together(paid).await.unwrap();
        number(&placed["order"])
    };
    let freight_of = async |order: i64, line: i64, quantity: i64| {
        let body = json!({ "line": line, "quantity": quantity });
        house.done(&token, "POST", &format!("/orders/{order}/after-sales/quote"), Some(body)).await["freight"]
            .clone()
    };
    // Nothing is sent yet: the parcel of tea and cup is over with both, whatever becomes of the line that is carried free.
    let order = buy().await;
    house.send_back(buyer, order, 1, 2).await;
    assert_eq!(house.carried(order).await, 1_500);
    assert_eq!(freight_of(order, 2, 1).await, 1_500);
    house.send_back(buyer, order, 2, 1).await;
    assert_eq!(house.carried(order).await, 0);
    let seen = house.done(&token, "GET", &format!("/orders/{order}"), None).await;
    assert_eq!((&seen["state"], &seen["charges"][0]["is_refunded"]), (&json!("paid"), &json!(true)));
    let back = &seen["refunds"][0];
    assert_eq!(
        (&back["line"], &back["amount"], &back["reason"]),
        (&json!(0), &json!(1_500), &json!("freight"))
    );
    house.send_back(buyer, order, 3, 1).await;
    // It was sent: money alone takes nothing of the freight back, nor does a part of the goods.
    let order = buy().await;
    house.deliver(buyer, order).await;
    let all = Refund {
        buyer,
        order,
        line: 2,
        quantity: 0,
        amount: Some(2_000),
        restock: false,
        reason: "test".to_owned(),
    };
    house.shop.writer.run(move |work| orders::refund(work, &all)).await.unwrap();
    house.send_back(buyer, order, 1, 2).await;
    assert_eq!((house.carried(order).await, freight_of(order, 2, 1).await), (1_500, json!(1_500)));
    house.send_back(buyer, order, 2, 1).await;
    assert_eq!(house.carried(order).await, 0);
    house.settled_books().await;
    house.computed_alike();
});

on_both!(staff_sets_templates_that_can_be_meant, |house| async move {
    let owner = house.staff("owner").await;
    let template = house.template(by_weight("快递")).await;
    let with = |key: &str, value: Value| {
        let mut body = by_weight("冷链");
        body[key] = value;
        body
    };
    let twice = json!([{ "regions": ["浙江省"] }, { "regions": ["浙江省"] }]);
    let table = [
        (by_weight("快递"), "name_taken"),
        (with("unit", json!("litres")), "unit_unknown"),
        (with("zones", twice), "region_twice"),
        (with("elsewhere", rate(-1, 0, None)), "rate_invalid"),
        (json!({ "title": "冷链", "unit": "weight" }), "sends_nowhere"),
    ];
    for (body, code) in table {
        house.refused(&owner, "POST", "/staff/freights", Some(body), code).await;
    }
    let finance = house.staff("finance").await;
    house.refused(&finance, "POST", "/staff/freights", Some(by_weight("冷链")), "forbidden").await;
    let sku = house.product("tea", 5_000, 3_000, 200_000, 100).await;
    house.carry(sku, &template, 400).await;
    let path = format!("/staff/freights/{template}");
    house.refused(&owner, "DELETE", &path, None, "freight_used").await;
    let list = house.done(&owner, "GET", "/staff/freights", None).await;
    assert_eq!((&list[0]["products"], &list[0]["zones"][1]["rate"]), (&json!(1), &Value::Null));
    let product = house.number("SELECT product FROM sku WHERE id = $1", vec![sku]).await;
    let assign = format!("/staff/products/{product}/freight");
    house.refused(&owner, "PUT", &assign, Some(json!({ "template": "1", "weight": 0 })), "not_found").await;
    house
        .refused(&owner, "PUT", &assign, Some(json!({ "template": null, "weight": -1 })), "weight_invalid")
        .await;
    house.done(&owner, "PUT", &assign, Some(json!({ "template": null, "weight": 0 }))).await;
    house.done(&owner, "DELETE", &path, None).await;
});

/// SKUs, most of which go by one of three templates.
async fn shelf(house: &House, dice: &mut Dice) -> Vec<i64> {
    let mut templates = Vec::new();
    for number in 0..3 {
        let mut body = by_weight(&format!("快递{number}"));
        body["elsewhere"] = rate(dice.from(0, 2_000), dice.from(0, 900), (number == 1).then_some(8_000));
        templates.push(house.template(body).await);
    }
    let mut skus = Vec::new();
    for number in 0..6 {
        let sku = house.product(&format!("p{number}"), dice.from(1, 9_999), 500, 150_000, 100_000).await;
        if let Some(template) = dice.one(&templates.iter().collect::<Vec<_>>()).filter(|_| number > 0) {
            house.carry(sku, template, dice.from(0, 1_500)).await;
        }
        skus.push(sku);
    }
    skus
}

/// A random order that is paid, with the buyer's coupon if they have one: the order, what was paid, and the pieces of each line.
async fn bought(house: &House, dice: &mut Dice, skus: &[i64], buyer: i64) -> (i64, i64, Vec<i64>) {
    let coupon = house.number("SELECT COALESCE(MAX(id), 0) FROM coupon WHERE owner = $1", vec![buyer]).await;
    let mut items = Vec::new();
    for _ in 0..=dice.below(3) {
        items.push(Item { sku: dice.one(skus).unwrap(), quantity: dice.from(1, 4) });
    }
    let pieces = items.iter().map(|item| item.quantity).collect();
    let place = Place {
        buyer,
        items,
        recipient: None,
        to: Some(Destination::of(CHENGDU)),
        via: None,
        coupon: Some(coupon).filter(|coupon| *coupon > 0),
        note: String::new(),
        provider: "test".to_owned(),
        seen: None,
        key: None,
        from: None,
        group: None,
    };
    let placed = house.shop.writer.together(place).await.unwrap();
    let sum = "SELECT COALESCE(CAST(SUM(l.amount) AS BIGINT), 0) + MAX(o.freight) FROM line l JOIN orders o \
               ON o.buyer = l.buyer AND o.id = l.order_id WHERE l.buyer = $1 AND l.order_id = $2";
    assert_eq!(house.number(sum, vec![buyer, placed.order]).await, placed.amount);
    house.pay(&placed).await.unwrap();
    (placed.order, placed.amount, pieces)
}

/// Sends all of an order back in random parts, with its delivery somewhere in between: what has gone back, and what is left of the
/// lines and of the freight, is what was paid, at every step.
async fn comes_back(house: &House, dice: &mut Dice, buyer: i64, order: (i64, i64, Vec<i64>)) {
    let (order, paid, mut left) = order;
    let deliver_after = dice.below(4);
    for turn in 0.. {
        let open: Vec<usize> = (0..left.len()).filter(|line| left[*line] > 0).collect();
        let Some(line) = dice.one(&open) else { break };
        let unsent = "SELECT COUNT(*) FROM orders WHERE id = $1 AND state = 'paid'";
        if turn == deliver_after && house.number(unsent, vec![order]).await > 0 {
            house.deliver(buyer, order).await;
        }
        let pieces = dice.from(1, left[line]);
        house.send_back(buyer, order, line as i64 + 1, pieces).await;
        left[line] -= pieces;
        let back = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM refund WHERE order_id = $1";
        let rest = "SELECT CAST(SUM(amount - refunded) AS BIGINT) FROM line WHERE order_id = $1";
        let (back, rest) = (house.number(back, vec![order]).await, house.number(rest, vec![order]).await);
        assert_eq!(back + rest + house.carried(order).await, paid);
    }
}

/// Random orders with freight and coupons, sent back in random parts and order, before and after they were sent: whatever happens, all
/// parts of an order sum to what was paid, and nothing of it is left anywhere when all of it has come back.
async fn every_split_sums_to_the_payment(house: &House, seed: u64, with_coupons: bool) {
    let mut dice = Dice::new(seed);
    let skus = shelf(house, &mut dice).await;
    let seller = house.member(None, 1).await;
    for _ in 0..25 {
        let buyer = house.member(Some(seller), 0).await;
        if with_coupons && dice.hits(50) {
            house.coupon(buyer, dice.from(1, 3_000)).await;
        }
        let bought = bought(house, &mut dice, &skus, buyer).await;
        let order = bought.0;
        comes_back(house, &mut dice, buyer, bought).await;
        let left = "SELECT COALESCE(CAST(SUM(ABS(amount)) AS BIGINT), 0) FROM \
                    (SELECT CAST(SUM(amount) AS BIGINT) AS amount FROM entry WHERE ref_id = $1 AND kind IN (1, 2) GROUP BY owner, account) e";
        assert_eq!(house.number(left, vec![order]).await, 0, "seed {seed}");
        let pays = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry WHERE ref_id = $1 AND owner = $2 AND kind = 3";
        assert_eq!(house.number(pays, vec![order, seller]).await, 0, "seed {seed}");
    }
    house.settled_books().await;
    // Coupons of a test come from nowhere, so the history cannot make them again.
    if !with_coupons {
        house.computed_alike();
    }
}

fn whatever_comes_back(db: Db) {
    for seed in 1..5 {
        let with_coupons = seed % 2 == 0;
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            every_split_sums_to_the_payment(&House::open(db, TWO_LEVELS), seed, with_coupons).await;
        });
    }
}

#[test]
fn parts_of_an_order_sum_to_what_was_paid_whatever_comes_back_sqlite() {
    whatever_comes_back(Db::Sqlite);
}

#[test]
fn parts_of_an_order_sum_to_what_was_paid_whatever_comes_back_postgres() {
    whatever_comes_back(Db::Postgres);
}
