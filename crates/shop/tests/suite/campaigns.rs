//! Coupons as campaigns: given out within a budget, spent, shared over lines, given back, and in the books.

use banyan_core::ledger::Account;
use banyan_plan::time::DAY;
use banyan_trade::orders::{self, Item, Paid, Place, Placed, Refund};
use serde_json::{Value, json};

use crate::harness::{Db, House, TWO_LEVELS, on_both};
use crate::orders::cart;
use crate::world::Dice;

/// 20.00 off from 100.00, ten of them, one for each member, for a week.
pub(crate) fn spring() -> Value {
    json!({
        "title": "春茶节", "way": "collect", "bearer": "shop", "rules": { "amount": 2_000, "least": 10_000 },
        "valid_days": 7, "per_member": 1, "pieces": 10,
    })
}

fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    for (key, value) in changes {
        match key.strip_prefix("rules.") {
            Some(key) => body["rules"][key] = value.clone(),
            None => body[*key] = value.clone(),
        }
    }
    body
}

impl House {
    /// Starts a campaign; gives its id.
    pub(crate) async fn campaign(&self, body: Value) -> String {
        let owner = self.staff("owner").await;
        self.done(&owner, "POST", "/staff/campaigns", Some(body)).await["id"].as_str().unwrap().to_owned()
    }

    /// Somebody collects a coupon; gives its id.
    pub(crate) async fn collect(&self, token: &str, campaign: &str) -> Value {
        self.done(token, "POST", &format!("/campaigns/{campaign}/collect"), None).await["id"].clone()
    }

    /// A campaign as staff sees it.
    async fn seen(&self, campaign: &str) -> Value {
        let owner = self.staff("owner").await;
        let list = self.done(&owner, "GET", "/staff/campaigns", None).await;
        let items = list["items"].as_array().unwrap();
        items.iter().find(|one| one["id"] == campaign).unwrap().clone()
    }

    /// What the shop's own accounts have of an order: sales, and what coupons cost.
    async fn books(&self, order: i64) -> (i64, i64) {
        let mut sums = [0; 2];
        for (sum, account) in sums.iter_mut().zip([Account::Sales, Account::CouponCost]) {
            let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry WHERE owner = 0 AND account = $1 AND ref_id = $2";
            *sum = self.number(sql, vec![account as i64, order]).await;
        }
        (sums[0], sums[1])
    }

    async fn first_coupon(&self, token: &str) -> Value {
        self.done(token, "GET", "/me/coupons", None).await["items"][0].clone()
    }
}

fn spending(sku: i64, quantity: i64, coupon: &Value) -> Value {
    let mut order = cart(sku, quantity);
    order["coupon"] = coupon.clone();
    order
}

on_both!(a_coupon_is_collected_spent_and_given_back_with_a_full_refund, |house| async move {
    let sku = house.product("tea", 6_000, 3_000, 200_000, 100).await;
    let campaign = house.campaign(spring()).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let open = house.done(&token, "GET", "/campaigns", None).await;
    assert_eq!((&open[0]["worth"]["zh"], &open[0]["left"]), (&json!("满 ¥100.00 减 ¥20.00"), &json!(10)));
    assert!(open[0]["terms"].to_string().contains("整单退完款后，没有过期的券会退还"), "{open}");
    let coupon = house.collect(&token, &campaign).await;
    house.refused(&token, "POST", &format!("/campaigns/{campaign}/collect"), None, "coupon_limit").await;
    let open = house.done(&token, "GET", "/campaigns", None).await;
    assert_eq!(
        (&open[0]["mine"], &open[0]["hindrance"]["en"]),
        (&json!(1), &json!("1 for each member at most"))
    );
    // One piece is below the threshold; two are not, and the coupon is found by itself.
    house.refused(&token, "POST", "/orders", Some(spending(sku, 1, &coupon)), "coupon_least").await;
    let wish = json!({ "items": [{ "sku": sku.to_string(), "quantity": 2 }], "best_coupon": true });
    let quote = house.done(&token, "POST", "/quote", Some(wish)).await;
    assert_eq!(
        (&quote["coupon"], &quote["discount"], &quote["amount"]),
        (&coupon, &json!(2_000), &json!(10_000))
    );
    assert_eq!(
        (&quote["coupons"][0]["title"], &quote["coupons"][0]["why"]["zh"]),
        (&json!("春茶节"), &json!("最省"))
    );
    let order = house.checked_out(&token, spending(sku, 2, &coupon)).await;
    // The line was sold for 120.00, of which the shop gave 20.00.
    assert_eq!(house.books(order).await, (12_000, -2_000));
    let seen = house.seen(&campaign).await;
    assert_eq!(
        (&seen["orders"], &seen["discount"], &seen["paid"]),
        (&json!(1), &json!(2_000), &json!(10_000))
    );
    // One piece comes back: half of what was paid, and half of the coupon's share ends with it.
    house.back(buyer, order, 1, 1).await;
    assert_eq!(house.books(order).await, (6_000, -1_000));
    assert_eq!(house.first_coupon(&token).await["state"], "used");
    // The other one too: nothing is left, and the coupon can be used again.
    house.back(buyer, order, 1, 1).await;
    assert_eq!(house.books(order).await, (0, 0));
    assert_eq!(house.first_coupon(&token).await["state"], "open");
    let order = house.checked_out(&token, spending(sku, 2, &coupon)).await;
    assert_eq!(house.books(order).await, (12_000, -2_000));
    house.settled_books().await;
    house.computed_alike();
});

impl House {
    /// Places an order and pays it; the order.
    async fn checked_out(&self, token: &str, body: Value) -> i64 {
        let placed = self.done(token, "POST", "/orders", Some(body)).await;
        let number = |key: &str| placed[key].as_str().unwrap().parse().unwrap();
        let paid = Paid {
            payment: number("payment"),
            provider: "test".to_owned(),
            reference: format!("T{}", placed["payment"]),
            amount: placed["amount"].as_i64().unwrap(),
            paid_at: None,
        };
        self.shop.writer.together(paid).await.unwrap();
        number("order")
    }

    /// Some pieces of a line come back.
    async fn back(&self, buyer: i64, order: i64, line: i64, quantity: i64) {
        let refund =
            Refund { buyer, order, line, quantity, amount: None, restock: true, reason: "test".to_owned() };
        self.shop.writer.run(move |work| orders::refund(work, &refund)).await.unwrap();
    }
}

on_both!(an_order_that_is_given_up_gives_its_coupon_back_once, |house| async move {
    let sku = house.product("tea", 12_000, 3_000, 200_000, 100).await;
    let campaign = house.campaign(spring()).await;
    let token = house.signed_in(house.member(None, 0).await).await;
    let coupon = house.collect(&token, &campaign).await;
    for way in ["cancelled", "expired"] {
        let placed = house.done(&token, "POST", "/orders", Some(spending(sku, 1, &coupon))).await;
        assert_eq!(house.first_coupon(&token).await["state"], "held");
        house.refused(&token, "POST", "/orders", Some(spending(sku, 1, &coupon)), "coupon_used").await;
        if way == "cancelled" {
            let path = format!("/orders/{}/cancel", placed["order"].as_str().unwrap());
            house.done(&token, "POST", &path, None).await;
            house.refused(&token, "POST", &path, None, "order_state").await;
        } else {
            house.days(1);
            house.tick().await;
        }
        assert_eq!(house.first_coupon(&token).await["state"], "open", "{way}");
        assert_eq!(house.number("SELECT issued FROM campaign", vec![]).await, 1, "{way}");
    }
    // After a week it has run out, and what it would have taken off is in the budget again.
    house.days(7);
    house.tick().await;
    assert_eq!(house.first_coupon(&token).await["state"], "expired");
    assert_eq!(house.number("SELECT promised FROM campaign", vec![]).await, 0);
    house.refused(&token, "POST", "/orders", Some(spending(sku, 1, &coupon)), "coupon_expired").await;
    house.computed_alike();
});

impl House {
    /// Whatever is due happens.
    async fn tick(&self) {
        self.shop.writer.run(|work| work.moment().map(drop)).await.unwrap();
    }
}

on_both!(two_hundred_race_for_a_hundred_coupons, |house| async move {
    let sku = house.product("tea", 12_000, 3_000, 200_000, 1_000).await;
    let hundred = with(spring(), &[("pieces", json!(100)), ("per_member", json!(2))]);
    let campaign = house.campaign(hundred).await;
    let mut buyers = Vec::new();
    for _ in 0..200 {
        let buyer = house.member(None, 0).await;
        buyers.push((buyer, house.signed_in(buyer).await));
    }
    let house = std::sync::Arc::new(house);
    let mut racing = tokio::task::JoinSet::new();
    for (_, token) in buyers {
        let (house, campaign) = (house.clone(), campaign.clone());
        racing.spawn(async move {
            let path = format!("/campaigns/{campaign}/collect");
            // Everybody presses twice: the first press counts, and nobody gets a second coupon.
            let (status, got) = house.ask(&token, "POST", &path, None).await;
            if !status.is_success() {
                assert_eq!(got["code"], "coupon_gone");
                return 0;
            }
            house.checked_out(&token, spending(sku, 1, &got["id"])).await;
            1
        });
    }
    let used: i64 = racing.join_all().await.into_iter().sum();
    assert_eq!(used, 100);
    assert_eq!(house.number("SELECT issued FROM campaign", vec![]).await, 100);
    assert_eq!(house.number("SELECT COUNT(*) FROM orders WHERE discount > 0", vec![]).await, 100);
    // The table itself takes no more.
    let more = house
        .shop
        .writer
        .run(|work| Ok(work.conn.execute("UPDATE campaign SET issued = issued + 1", &[])?));
    assert!(more.await.is_err());
    house.settled_books().await;
    house.computed_alike();
});

on_both!(a_budget_in_money_holds_what_its_coupons_may_take_off, |house| async move {
    let sku = house.product("tea", 12_000, 3_000, 200_000, 100).await;
    // 50.00 are enough for two coupons of 20.00.
    let body = with(spring(), &[("pieces", Value::Null), ("money", json!(5_000))]);
    let campaign = house.campaign(body).await;
    let mut tokens = Vec::new();
    for _ in 0..4 {
        tokens.push(house.signed_in(house.member(None, 0).await).await);
    }
    let first = house.collect(&tokens[0], &campaign).await;
    assert_eq!(house.seen(&campaign).await["left"], 1);
    house.collect(&tokens[1], &campaign).await;
    let path = format!("/campaigns/{campaign}/collect");
    house.refused(&tokens[2], "POST", &path, None, "coupon_gone").await;
    assert_eq!(house.done(&tokens[2], "GET", "/campaigns", None).await[0]["hindrance"]["zh"], "券已领完");
    // One is used, the other one runs out: there is room for one.
    house.checked_out(&tokens[0], spending(sku, 1, &first)).await;
    house.days(8);
    house.tick().await;
    for _ in 0..2 {
        tokens.push(house.signed_in(house.member(None, 0).await).await);
    }
    assert_eq!(house.seen(&campaign).await["promised"], 2_000);
    house.collect(&tokens[4], &campaign).await;
    house.refused(&tokens[5], "POST", &path, None, "coupon_gone").await;
    let more = house
        .shop
        .writer
        .run(|work| Ok(work.conn.execute("UPDATE campaign SET promised = promised + 2000", &[])?));
    assert!(more.await.is_err(), "the table itself takes no more");
    house.computed_alike();
});

on_both!(a_coupon_is_for_some_goods_and_is_shared_by_what_they_cost, |house| async move {
    let owner = house.staff("owner").await;
    for (code, zh, parent) in [("drinks", "饮品", ""), ("tea", "茶叶", "drinks")] {
        let mut body = json!({ "code": code, "title_zh": zh, "title_en": code });
        if !parent.is_empty() {
            let parent = house.number("SELECT id FROM category WHERE code = 'drinks'", vec![]).await;
            body["parent"] = json!(parent.to_string());
        }
        house.done(&owner, "POST", "/staff/categories", Some(body)).await;
    }
    let (green, black, cup) = (
        house.product("green", 7_000, 3_000, 200_000, 100).await,
        house.product("black", 3_001, 1_000, 200_000, 100).await,
        house.product("cup", 5_000, 1_000, 200_000, 100).await,
    );
    let tea = "UPDATE product SET category = (SELECT id FROM category WHERE code = 'tea') WHERE code IN ('green', 'black')";
    house.shop.writer.run(move |work| Ok(work.conn.execute(tea, &[])?)).await.unwrap();
    // A tenth off drinks, 9.00 at most.
    let rules = json!({ "amount": 900, "rate": 100_000, "categories": ["drinks"] });
    let campaign = house.campaign(with(spring(), &[("rules", rules)])).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    let coupon = house.collect(&token, &campaign).await;
    house.refused(&token, "POST", "/orders", Some(spending(cup, 1, &coupon)), "coupon_goods").await;
    let mut body = spending(green, 1, &coupon);
    body["items"] = json!([
        { "sku": green.to_string(), "quantity": 1 }, { "sku": cup.to_string(), "quantity": 1 }, { "sku": black.to_string(), "quantity": 1 },
    ]);
    let order = house.checked_out(&token, body).await;
    // 9.00 of 100.01: 6.30 of the green tea and 2.70 of the black one, nothing of the cup. 900 × 7000 / 10001 = 629.9…, 900 × 3001 /
    // 10001 = 270.06…, and the cent that is left goes to the first.
    let mut shares = Vec::new();
    for line in 1..=3 {
        let sql = "SELECT discount FROM line WHERE order_id = $1 AND line = $2";
        shares.push(house.number(sql, vec![order, line]).await);
    }
    assert_eq!(shares, [630, 0, 270]);
    let detail = house.done(&token, "GET", &format!("/orders/{order}"), None).await;
    assert_eq!(detail["lines"][0]["amount"], 6_370);
    // The black tea comes back: 27.31 of money, and its 2.70 of the coupon.
    house.back(buyer, order, 3, 1).await;
    assert_eq!(house.books(order).await, (12_000, -630));
    assert_eq!(house.first_coupon(&token).await["state"], "used");
    house.settled_books().await;
    house.computed_alike();
});

on_both!(staff_starts_only_campaigns_that_can_be_meant, |house| async move {
    let owner = house.staff("owner").await;
    let past = json!("2020-01-01T00:00:00Z");
    let table = [
        (with(spring(), &[("bearer", json!("supplier"))]), "bearer", "/bearer"),
        (with(spring(), &[("bearer", json!("promoter"))]), "bearer", "/bearer"),
        (with(spring(), &[("way", json!("rain"))]), "campaign_way", "/way"),
        (with(spring(), &[("way", json!("code"))]), "coupon_code", "/code"),
        (with(spring(), &[("code", json!("SPRING"))]), "coupon_code", "/code"),
        (with(spring(), &[("way", json!("code")), ("code", json!("a b c"))]), "coupon_code", "/code"),
        (with(spring(), &[("rules.amount", json!(0))]), "coupon_amount", "/rules/amount"),
        (with(spring(), &[("rules.rate", json!(1_000_000))]), "coupon_rate", "/rules/rate"),
        (with(spring(), &[("rules.products", json!(["gone"]))]), "not_found", "/rules/products/0"),
        (with(spring(), &[("rules.categories", json!(["gone"]))]), "not_found", "/rules/categories/0"),
        (with(spring(), &[("rules.rank", json!("king"))]), "rank_unknown", "/rules/rank"),
        (with(spring(), &[("closes_at", past.clone())]), "campaign_times", "/closes_at"),
        (with(spring(), &[("valid_days", Value::Null)]), "campaign_times", "/valid_until"),
        (
            with(spring(), &[("valid_days", Value::Null), ("valid_until", past)]),
            "campaign_times",
            "/valid_until",
        ),
        (with(spring(), &[("pieces", Value::Null)]), "campaign_budget", "/pieces"),
        (with(spring(), &[("money", json!(1_999))]), "campaign_budget", "/money"),
        (with(spring(), &[("per_member", json!(0))]), "campaign_budget", "/per_member"),
    ];
    for (body, code, field) in table {
        let (status, answer) = house.ask(&owner, "POST", "/staff/campaigns", Some(body)).await;
        assert!(status.is_client_error(), "{answer}");
        assert_eq!((&answer["code"], &answer["field"]), (&json!(code), &json!(field)), "{answer}");
    }
    let finance = house.staff("finance").await;
    house.refused(&finance, "POST", "/staff/campaigns", Some(spring()), "forbidden").await;
    assert_eq!(house.number("SELECT COUNT(*) FROM campaign", vec![]).await, 0);
    let campaign = house.campaign(spring()).await;
    let stop = format!("/staff/campaigns/{campaign}/stop");
    house.done(&owner, "POST", &stop, None).await;
    house.refused(&owner, "POST", &stop, None, "campaign_stopped").await;
    let token = house.signed_in(house.member(None, 0).await).await;
    house.refused(&token, "POST", &format!("/campaigns/{campaign}/collect"), None, "campaign_over").await;
    assert_eq!(house.done(&token, "GET", "/campaigns", None).await, json!([]));
    assert_eq!(house.seen(&campaign).await["hindrance"]["en"], "this campaign is over");
});

on_both!(a_coupon_comes_by_a_code_or_from_staff, |house| async move {
    let owner = house.staff("owner").await;
    let by_code = with(spring(), &[("way", json!("code")), ("code", json!("spring26"))]);
    let secret = house.campaign(by_code.clone()).await;
    house.refused(&owner, "POST", "/staff/campaigns", Some(by_code), "coupon_code_taken").await;
    let given = house.campaign(with(spring(), &[("way", json!("staff"))])).await;
    let buyer = house.member(None, 0).await;
    let token = house.signed_in(buyer).await;
    // Neither is collected, and neither is shown to everybody.
    for campaign in [&secret, &given] {
        house.refused(&token, "POST", &format!("/campaigns/{campaign}/collect"), None, "not_found").await;
    }
    assert_eq!(house.done(&token, "GET", "/campaigns", None).await, json!([]));
    house.refused(&token, "POST", "/me/coupons", Some(json!({ "code": "AUTUMN" })), "not_found").await;
    house.done(&token, "POST", "/me/coupons", Some(json!({ "code": " Spring26 " }))).await;
    house.refused(&token, "POST", "/me/coupons", Some(json!({ "code": "SPRING26" })), "coupon_limit").await;
    let path = |campaign: &str| format!("/staff/campaigns/{campaign}/coupons");
    let to = json!({ "member": buyer.to_string() });
    house.refused(&owner, "POST", &path(&secret), Some(to.clone()), "campaign_way").await;
    house.refused(&owner, "POST", &path(&given), Some(json!({ "member": "1" })), "not_found").await;
    house.done(&owner, "POST", &path(&given), Some(to.clone())).await;
    house.refused(&owner, "POST", &path(&given), Some(to.clone()), "coupon_limit").await;
    let finance = house.staff("finance").await;
    house.refused(&finance, "POST", &path(&given), Some(to), "forbidden").await;
    let mine = house.done(&token, "GET", "/me/coupons", None).await;
    assert_eq!(mine["items"].as_array().unwrap().len(), 2);
    let log = house.done(&owner, "GET", "/staff/audit", None).await.to_string();
    assert!(log.contains("campaign.give") && log.contains("campaign.add"), "{log}");
    house.computed_alike();
});

on_both!(a_coupon_for_newcomers_or_a_rank_is_nobody_elses, |house| async move {
    let sku = house.product("tea", 12_000, 3_000, 200_000, 100).await;
    let new =
        house.campaign(with(spring(), &[("rules.newcomers", json!(true)), ("title", json!("新客券"))])).await;
    let ranked =
        house.campaign(with(spring(), &[("rules.rank", json!("owner")), ("title", json!("店主券"))])).await;
    let (plain, promoter) = (house.member(None, 0).await, house.member(None, 1).await);
    let (plain, promoter) = (house.signed_in(plain).await, house.signed_in(promoter).await);
    house.refused(&plain, "POST", &format!("/campaigns/{ranked}/collect"), None, "coupon_rank").await;
    let theirs = house.collect(&promoter, &ranked).await;
    house.checked_out(&promoter, spending(sku, 1, &theirs)).await;
    house.refused(&promoter, "POST", &format!("/campaigns/{new}/collect"), None, "coupon_newcomers").await;
    let first = house.collect(&plain, &new).await;
    // An order that waits to be paid is the first one already; once it is given up, its buyer is new again.
    let placed = house.done(&plain, "POST", "/orders", Some(cart(sku, 1))).await;
    house.refused(&plain, "POST", "/orders", Some(spending(sku, 1, &first)), "coupon_newcomers").await;
    let wish = json!({ "items": [{ "sku": sku.to_string(), "quantity": 1 }], "best_coupon": true });
    let quote = house.done(&plain, "POST", "/quote", Some(wish)).await;
    assert_eq!((&quote["coupon"], &quote["coupons"][0]["why"]["zh"]), (&Value::Null, &json!("仅限首单使用")));
    house.done(&plain, "POST", &format!("/orders/{}/cancel", placed["order"].as_str().unwrap()), None).await;
    house.checked_out(&plain, spending(sku, 1, &first)).await;
    house.computed_alike();
});

on_both!(a_coupon_has_its_days, |house| async move {
    let sku = house.product("tea", 12_000, 3_000, 200_000, 100).await;
    let day = |days: i64| {
        let text = banyan_plan::time::Time(house.now() + days * DAY).to_string();
        json!(format!("{}Z", text.replace(' ', "T")))
    };
    let body = with(
        spring(),
        &[
            ("valid_days", Value::Null),
            ("opens_at", day(1)),
            ("closes_at", day(3)),
            ("valid_from", day(2)),
            ("valid_until", day(5)),
        ],
    );
    let campaign = house.campaign(body).await;
    let path = format!("/campaigns/{campaign}/collect");
    let member = house.member(None, 0).await;
    let token = house.signed_in(member).await;
    house.refused(&token, "POST", &path, None, "campaign_early").await;
    house.days(1);
    let coupon = house.collect(&token, &campaign).await;
    house.refused(&token, "POST", "/orders", Some(spending(sku, 1, &coupon)), "coupon_early").await;
    house.days(1);
    house.checked_out(&token, spending(sku, 1, &coupon)).await;
    house.days(1);
    let late = house.signed_in(house.member(None, 0).await).await;
    house.refused(&late, "POST", &path, None, "campaign_over").await;
});

/// A random campaign on everything, on a product, or for newcomers.
fn some_campaign(dice: &mut Dice, number: usize) -> Value {
    let mut rules = json!({ "amount": dice.from(1, 6_000), "least": dice.from(0, 9_000) });
    if dice.hits(50) {
        rules["rate"] = json!(dice.from(1, 999_999));
    }
    if dice.hits(50) {
        rules["products"] = json!([format!("p{}", dice.below(5)), format!("p{}", dice.below(5))]);
    }
    with(
        spring(),
        &[
            ("title", json!(format!("c{number}"))),
            ("rules", rules),
            ("per_member", json!(100)),
            ("pieces", json!(10_000)),
        ],
    )
}

/// Random orders with coupons of random campaigns, sent back in random parts and order, before and after they were sent: at every
/// step the shop has sold what was paid and what coupons took off, less what went back of both; in the end nothing is left.
async fn every_discount_sums(house: &House, seed: u64) {
    let mut dice = Dice::new(seed);
    let (mut skus, mut campaigns) = (Vec::new(), Vec::new());
    for number in 0..5 {
        skus.push(house.product(&format!("p{number}"), dice.from(1, 9_999), 500, 150_000, 100_000).await);
    }
    for number in 0..4 {
        campaigns.push(house.campaign(some_campaign(&mut dice, number)).await);
    }
    let seller = house.member(None, 1).await;
    let (mut spent, mut given_back) = (0, 0);
    for _ in 0..25 {
        let buyer = house.member(Some(seller), 0).await;
        let token = house.signed_in(buyer).await;
        let coupon = house.collect(&token, dice.one(&campaigns.iter().collect::<Vec<_>>()).unwrap()).await;
        let mut items = Vec::new();
        for _ in 0..=dice.below(4) {
            items.push(Item { sku: dice.one(&skus).unwrap(), quantity: dice.from(1, 4) });
        }
        let pieces: Vec<i64> = items.iter().map(|item| item.quantity).collect();
        let place = Place {
            buyer,
            items,
            recipient: None,
            to: None,
            from: None,
            group: None,
            via: None,
            coupon: Some(coupon.as_str().unwrap().parse().unwrap()),
            note: String::new(),
            provider: "test".to_owned(),
            seen: None,
            key: None,
        };
        let placed = match house.shop.writer.together(place.clone()).await {
            Ok(placed) => placed,
            Err(refusal) => {
                assert!(["coupon_least", "coupon_goods"].contains(&refusal.code), "{refusal:?}");
                house.shop.writer.together(Place { coupon: None, ..place }).await.unwrap()
            }
        };
        house.pay(&placed).await.unwrap();
        let held = house
            .number("SELECT COUNT(*) FROM coupon WHERE owner = $1 AND state = 'used'", vec![buyer])
            .await;
        spent += held;
        parts_come_back(house, &mut dice, buyer, &placed, pieces).await;
        let open = house
            .number("SELECT COUNT(*) FROM coupon WHERE owner = $1 AND state = 'open'", vec![buyer])
            .await;
        assert_eq!(open, 1, "seed {seed}: all went back, and the coupon too");
        given_back += held;
        let rewards = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry WHERE ref_id = $1 AND owner = $2 AND kind = 3";
        assert_eq!(house.number(rewards, vec![placed.order, seller]).await, 0, "seed {seed}");
    }
    assert!(spent > 3 && given_back == spent, "seed {seed}: {spent} coupons were spent");
    house.settled_books().await;
    house.computed_alike();
}

async fn parts_come_back(house: &House, dice: &mut Dice, buyer: i64, placed: &Placed, mut left: Vec<i64>) {
    let order = placed.order;
    let discount = "SELECT CAST(SUM(discount) AS BIGINT) FROM line WHERE order_id = $1";
    let rest = "SELECT CAST(SUM(amount - refunded) AS BIGINT) FROM line WHERE order_id = $1";
    let discount = house.number(discount, vec![order]).await;
    assert_eq!(house.books(order).await, (placed.amount + discount, -discount));
    assert_eq!(house.number("SELECT discount FROM orders WHERE id = $1", vec![order]).await, discount);
    let deliver_after = dice.below(4);
    for turn in 0.. {
        let open: Vec<usize> = (0..left.len()).filter(|line| left[*line] > 0).collect();
        let Some(line) = dice.one(&open) else { break };
        let unsent = "SELECT COUNT(*) FROM orders WHERE id = $1 AND state = 'paid'";
        if turn == deliver_after && house.number(unsent, vec![order]).await > 0 {
            house.deliver(buyer, order).await;
        }
        let pieces = dice.from(1, left[line]);
        house.back(buyer, order, line as i64 + 1, pieces).await;
        left[line] -= pieces;
        let (sales, cost) = house.books(order).await;
        let rest = house.number(rest, vec![order]).await;
        assert_eq!(
            sales + cost,
            rest,
            "what is left of sales less the discount is what is left of the payment"
        );
        assert!((-discount..=0).contains(&cost));
    }
    assert_eq!(house.books(order).await, (0, 0));
}

fn whatever_comes_back(db: Db) {
    for seed in 1..4 {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async { every_discount_sums(&House::open(db, TWO_LEVELS), seed).await });
    }
}

#[test]
fn a_discount_goes_back_in_exact_shares_whatever_comes_back_sqlite() {
    whatever_comes_back(Db::Sqlite);
}

#[test]
fn a_discount_goes_back_in_exact_shares_whatever_comes_back_postgres() {
    whatever_comes_back(Db::Postgres);
}
