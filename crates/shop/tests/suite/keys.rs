//! Every write takes a key, and what is sent twice with the same one is done once.

use std::cell::RefCell;
use std::collections::BTreeSet;

use axum::http::StatusCode;
use banyan_base::totp::{Secret, step};
use banyan_plan::time::{SECOND, Time};
use banyan_store::Value as Cell;
use base64::Engine as _;
use serde_json::{Value, json};

use crate::campaigns::spring;
use crate::freight::by_weight;
use crate::group_buys::of_two;
use crate::harness::{House, TWO_LEVELS, on_both};
use crate::orders::cart;
use crate::people::{PASSWORD, newcomer};
use crate::plans::signed;
use crate::vouchers::thirty_days;
use crate::wecom::{self, Played};

/// Questions that are asked by POST because what they say belongs in no address, and what a payment provider calls.
const QUESTIONS: [&str; 19] = [
    "/callbacks/{provider}",
    "/me/withdrawals/quote",
    "/orders/{id}/after-sales/quote",
    "/password/link/look",
    "/quote",
    "/staff/chat/touch-plans/{id}/touches/{touch}/phone",
    "/staff/members/find",
    "/staff/members/{id}/export",
    "/staff/members/{id}/reveal",
    "/staff/orders/find",
    "/staff/orders/{id}/recipient",
    "/staff/orders/{id}/refunds/quote",
    "/staff/plans/check",
    "/staff/plans/draft",
    "/staff/plans/dry-run",
    "/staff/plans/mend",
    "/staff/plans/try",
    "/staff/vouchers/look",
    "/wecom/callback",
];

/// Of each write of the API, its method and path.
fn writes() -> BTreeSet<(String, String)> {
    let document: Value = serde_json::from_str(&banyan_shop::http::openapi()).unwrap();
    let mut found = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap();
        for (method, operation) in operations.as_object().unwrap() {
            if method == "get" || QUESTIONS.contains(&path) {
                continue;
            }
            let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            let has = parameters.iter().any(|one| one["name"] == "Idempotency-Key");
            assert!(has, "{method} {path} does not say that it takes a key");
            found.insert((method.to_uppercase(), path.to_owned()));
        }
    }
    found
}

#[test]
fn every_write_says_that_it_takes_a_key() {
    assert!(writes().len() > 70);
}

/// Sends everything twice.
struct Twice<'a> {
    house: &'a House,
    tables: Vec<&'static str>,
    sent: RefCell<BTreeSet<(String, String)>>,
}

impl<'a> Twice<'a> {
    fn new(house: &'a House) -> Self {
        let sql = include_str!("../../../store/src/migrations/0001.sql");
        let name = |line: &'static str| line.strip_prefix("CREATE TABLE ")?.split('(').next();
        // Terms of a search were a table once.
        let tables: Vec<&str> = sql.lines().filter_map(name).filter(|name| *name != "search_term").collect();
        assert!(tables.len() > 20);
        Self { house, tables, sent: RefCell::default() }
    }

    /// How many rows each table has; but not those of answers that are kept, and of guesses at passwords that are counted.
    async fn rows(&self) -> Vec<(&'static str, i64)> {
        let tables = self.tables.clone();
        let count = self.house.shop.writer.run(move |work| {
            let mut rows = Vec::new();
            for table in tables {
                if matches!(table, "answer" | "idempotency" | "attempt") {
                    continue;
                }
                let found = work.conn.one(&format!("SELECT COUNT(*) FROM {table}"), &[])?.unwrap();
                rows.push((table, found.int(0)?));
            }
            Ok(rows)
        });
        count.await.unwrap()
    }

    /// Sends a write twice with the same key. What stands in braces in its path is each time the id that follows a bar:
    /// `/orders/{id}/cancel|7`.
    async fn send(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Value {
        let (route, ids) = path.split_once('|').unwrap_or((path, ""));
        let mut ids = ids.split('|');
        let part = |(place, part): (usize, &'_ str)| match place % 2 {
            0 => part.to_owned(),
            _ => ids.next().unwrap_or_default().to_owned(),
        };
        let real: String = route.split(['{', '}']).enumerate().map(part).collect();
        let number = self.sent.borrow().len();
        let key = format!("{number} {method} {path}");
        let key = [("idempotency-key", key.as_str())];
        let first = self.house.ask_with(token, method, &real, body.clone(), &key).await;
        assert!(first.0.is_success(), "{method} {path}: {first:?}");
        let before = self.rows().await;
        let again = self.house.ask_with(token, method, &real, body, &key).await;
        let is_secret = SECRETS.contains(&(method, route));
        if is_secret {
            assert_eq!(again.1["code"], "secret_shown_once", "{method} {path}: {again:?}");
        } else if !ENDS.contains(&(method, route)) && route != "/members" {
            assert_eq!(first, again, "{method} {path}");
        }
        if route != "/members" {
            assert_eq!(before, self.rows().await, "{method} {path} was done twice");
        }
        self.sent.borrow_mut().insert((method.to_owned(), route.to_owned()));
        first.1
    }

    async fn post(&self, token: &str, path: &str, body: Value) -> Value {
        self.send(token, "POST", path, Some(body)).await
    }
}

/// Their answers hold something that is shown once.
const SECRETS: [(&str, &str); 9] = [
    ("POST", "/session"),
    ("POST", "/setup"),
    ("POST", "/staff/session"),
    ("POST", "/staff/me/totp"),
    ("POST", "/staff/me/totp/confirm"),
    ("POST", "/staff/members/{id}/reset-link"),
    ("POST", "/staff/tokens"),
    ("POST", "/webhooks"),
    ("POST", "/webhooks/{id}/secret"),
];

/// Whoever sent them is nobody afterwards.
const ENDS: [(&str, &str); 3] = [("DELETE", "/session"), ("DELETE", "/sessions"), ("POST", "/me/erase")];

fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

fn token(answer: &Value) -> String {
    answer["token"].as_str().unwrap().to_owned()
}

fn why() -> Value {
    json!({ "reason": "because of the test" })
}

/// Staff and their sessions; gives the owner's token.
async fn of_staff(all: &Twice<'_>) -> String {
    let house = all.house;
    let boss = json!({ "login": "boss", "name": "老板", "password": PASSWORD });
    let owner = token(&all.post("", "/setup", boss).await);
    let entered = all.post("", "/staff/session", json!({ "login": "boss", "password": PASSWORD })).await;
    let offer = all.post(&token(&entered), "/staff/me/totp", json!({ "password": PASSWORD })).await;
    let secret = Secret::from_base32(offer["secret"].as_str().unwrap()).unwrap();
    let code = || json!({ "code": secret.code_of(step(Time(house.now()))) });
    all.post(&owner, "/staff/me/totp/confirm", code()).await;
    house.clock.set(Time(house.now() + 60 * SECOND));
    let body = json!({ "login": "boss", "password": PASSWORD });
    let weak = token(&house.done("", "POST", "/staff/session", Some(body)).await);
    all.post(&weak, "/staff/session/code", code()).await;
    all.post(&owner, "/staff/me/password", json!({ "old": PASSWORD, "new": "another horse battery" })).await;
    let hire = json!({ "login": "fin", "name": "Fin", "role": "finance", "password": PASSWORD });
    let made = id(&all.post(&owner, "/staff/accounts", hire).await);
    let gone = json!({ "active": false });
    all.send(&owner, "PATCH", &format!("/staff/accounts/{{id}}|{made}"), Some(gone)).await;
    let role = json!({ "permissions": ["orders_read"] });
    all.send(&owner, "PUT", "/staff/roles/{role}|support", Some(role)).await;
    let issued = all.post(&owner, "/staff/tokens", json!({ "name": "t", "scopes": ["orders_read"] })).await;
    let issued = id(&issued["issued"]);
    all.send(&owner, "DELETE", &format!("/staff/tokens/{{id}}|{issued}"), None).await;
    owner
}

/// The catalogue; gives a SKU with ten pieces.
async fn of_catalogue(all: &Twice<'_>, owner: &str) -> i64 {
    let category = json!({ "code": "food", "title_zh": "食品", "title_en": "Food" });
    let made = id(&all.post(owner, "/staff/categories", category.clone()).await);
    all.send(owner, "PUT", &format!("/staff/categories/{{id}}|{made}"), Some(category)).await;
    all.send(owner, "DELETE", &format!("/staff/categories/{{id}}|{made}"), None).await;
    all.post(owner, "/staff/suppliers", json!({ "name": "Tea & Co" })).await;
    all.send(owner, "PUT", "/staff/search/settings", Some(json!({ "new_days": 14 }))).await;
    let sku = json!({ "code": "tea-1", "price": 10_000, "cost": 0, "stock": 4 });
    let product = json!({ "code": "tea", "title": "tea", "rate": 100_000, "is_on": true });
    let mut whole = product.clone();
    whole["skus"] = json!([sku]);
    let made = all.post(owner, "/staff/products", whole).await;
    let kept = id(&made["skus"][0]);
    all.send(owner, "PUT", &format!("/staff/products/{{id}}|{}", id(&made)), Some(product)).await;
    all.send(owner, "PUT", &format!("/staff/products/{{id}}/keeper|{}", id(&made)), Some(json!({}))).await;
    let other = json!({ "code": "tea-2", "price": 10_000, "cost": 0, "stock": 4 });
    let other = id(&all.post(owner, &format!("/staff/products/{{id}}/skus|{}", id(&made)), other).await);
    let set = json!({ "code": "tea-3", "price": 9_000, "cost": 0, "is_on": true });
    all.send(owner, "PUT", &format!("/staff/skus/{{id}}|{other}"), Some(set)).await;
    all.send(owner, "PUT", &format!("/staff/skus/{{id}}/prices|{other}"), Some(json!({ "prices": [] })))
        .await;
    of_freight(all, owner, &id(&made)).await;
    let stock = all.post(owner, &format!("/staff/skus/{{id}}/stock|{kept}"), json!({ "add": 16 })).await;
    assert_eq!(stock["stock"], 20, "the pieces came once");
    kept.parse().unwrap()
}

/// Freight templates, and by which one a product is carried.
async fn of_freight(all: &Twice<'_>, owner: &str, product: &str) {
    let template = id(&all.post(owner, "/staff/freights", by_weight("快递")).await);
    all.send(owner, "PUT", &format!("/staff/freights/{{id}}|{template}"), Some(by_weight("专线"))).await;
    for body in [json!({ "template": template, "weight": 400 }), json!({ "weight": 400 })] {
        all.send(owner, "PUT", &format!("/staff/products/{{id}}/freight|{product}"), Some(body)).await;
    }
    all.send(owner, "DELETE", &format!("/staff/freights/{{id}}|{template}"), None).await;
}

/// Campaigns, and the ways in which their coupons come to people.
async fn of_campaigns(all: &Twice<'_>, owner: &str) {
    let member = all.house.member(None, 0).await;
    let me = all.house.signed_in(member).await;
    let open = id(&all.post(owner, "/staff/campaigns", spring()).await);
    all.send(&me, "POST", &format!("/campaigns/{{id}}/collect|{open}"), None).await;
    all.send(owner, "POST", &format!("/staff/campaigns/{{id}}/stop|{open}"), None).await;
    let (mut by_code, mut by_staff) = (spring(), spring());
    by_code["way"] = json!("code");
    by_code["code"] = json!("SPRING");
    by_staff["way"] = json!("staff");
    all.house.done(owner, "POST", "/staff/campaigns", Some(by_code)).await;
    all.post(&me, "/me/coupons", json!({ "code": "spring" })).await;
    let given = id(&all.house.done(owner, "POST", "/staff/campaigns", Some(by_staff)).await);
    let to = json!({ "member": member.to_string() });
    all.post(owner, &format!("/staff/campaigns/{{id}}/coupons|{given}"), to).await;
}

/// Group-buys.
async fn of_group_buys(all: &Twice<'_>, owner: &str, sku: i64) {
    let mut terms = of_two(sku);
    terms["price"] = json!(1);
    let offer = id(&all.post(owner, "/staff/group-buys", terms).await);
    all.send(owner, "POST", &format!("/staff/group-buys/{{id}}/stop|{offer}"), None).await;
}

/// Vouchers: how a product is sold, one that is refunded, and one that is redeemed, and not.
async fn of_vouchers(all: &Twice<'_>, owner: &str, member: &str, sku: i64) {
    let product = all.house.number("SELECT product FROM sku WHERE id = $1", vec![sku]).await;
    let kind = format!("/staff/products/{{id}}/kind|{product}");
    all.send(owner, "PUT", &kind, Some(json!({ "voucher": thirty_days() }))).await;
    let order = json!({ "items": [{ "sku": sku.to_string(), "quantity": 2 }], "provider": "test" });
    let order = all.house.booked(member, order).await;
    let seen = all.house.done(member, "GET", &format!("/orders/{order}"), None).await;
    let [one, other] = [0, 1].map(|place| seen["vouchers"][place].clone());
    all.send(member, "POST", &format!("/vouchers/{{id}}/refund|{}", one["id"].as_str().unwrap()), None).await;
    all.post(owner, "/staff/vouchers/redeem", json!({ "code": other["code"] })).await;
    all.send(owner, "POST", &format!("/staff/vouchers/{{id}}/undo|{}", other["id"].as_str().unwrap()), None)
        .await;
    all.send(owner, "PUT", &kind, Some(json!({}))).await;
}

/// A picture is no JSON.
async fn of_pictures(all: &Twice<'_>, owner: &str) {
    // One transparent pixel.
    let png = base64::engine::general_purpose::STANDARD
        .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        .unwrap();
    let mut ids = BTreeSet::new();
    for _ in 0..2 {
        let (status, answer) = all
            .house
            .send_with(owner, ("POST", "/staff/pictures"), png.clone(), &[("idempotency-key", "png")])
            .await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        ids.insert(id(&answer));
    }
    assert_eq!(ids.len(), 1);
    all.sent.borrow_mut().insert(("POST".to_owned(), "/staff/pictures".to_owned()));
}

/// A member's own.
async fn of_members(all: &Twice<'_>, owner: &str) {
    let house = all.house;
    let mut body = newcomer("wei-one");
    body["promoter"] = json!(true);
    body["adult"] = json!(true);
    let mei = token(&all.post("", "/members", body).await);
    let entered = all.post("", "/session", json!({ "account": "wei-one", "password": PASSWORD })).await;
    all.send(&token(&entered), "DELETE", "/session", None).await;
    all.send(&mei, "PATCH", "/me", Some(json!({ "nickname": "小梅" }))).await;
    let place = json!({ "name": "小梅", "phone": "13800138000", "address": "杭州市文三路 1 号" });
    let made = id(&all.post(&mei, "/me/addresses", place.clone()).await);
    all.send(&mei, "PUT", &format!("/me/addresses/{{id}}|{made}"), Some(place)).await;
    all.send(&mei, "DELETE", &format!("/me/addresses/{{id}}|{made}"), None).await;
    all.send(&mei, "PUT", "/me/consents/{purpose}|links", Some(json!({ "given": true }))).await;
    all.post(&mei, "/me/password", json!({ "old": PASSWORD, "new": "another horse battery" })).await;
    let code = house.done(&mei, "GET", "/me/invitation", None).await["code"].clone();
    all.post("", "/visits", json!({ "code": code, "visitor": "v".repeat(32) })).await;
    let plain = house.customer("plain-one", None).await;
    all.post(&plain, "/me/promoter", json!({ "adult": true })).await;
    let who = house.id_of(&plain).await;
    all.post(owner, &format!("/staff/members/{{id}}/freeze|{who}"), why()).await;
    let appeal = all.post(&plain, "/me/appeals", json!({ "about": "freeze", "text": "please look" })).await;
    let answer = json!({ "granted": false, "answer": "it stays so" });
    all.post(owner, &format!("/staff/appeals/{{id}}/decide|{}", id(&appeal)), answer).await;
    all.post(owner, &format!("/staff/members/{{id}}/release|{who}"), why()).await;
    let (mut rank, mut inviter) = (why(), why());
    rank["rank"] = json!("");
    all.post(owner, &format!("/staff/members/{{id}}/rank|{who}"), rank).await;
    inviter["inviter"] = json!(house.id_of(&mei).await);
    all.post(owner, &format!("/staff/members/{{id}}/inviter|{who}"), inviter).await;
    let link = all.post(owner, &format!("/staff/members/{{id}}/reset-link|{who}"), why()).await;
    all.post("", "/password/link", json!({ "code": link["code"], "password": "a third horse 7" })).await;
    all.post(owner, &format!("/staff/members/{{id}}/erase|{who}"), why()).await;
    let gone = house.customer("gone-one", None).await;
    all.send(&gone, "DELETE", "/sessions", None).await;
    let gone = house.customer("gone-two", None).await;
    all.post(&gone, "/me/erase", json!({ "password": PASSWORD })).await;
}

/// What is sent to phones.
async fn of_phones(all: &Twice<'_>, owner: &str) {
    let house = all.house;
    house.customer("13800138000", None).await;
    let mut settings = house.done(owner, "GET", "/staff/settings", None).await;
    settings["settings"]["notifier"] = json!("double");
    all.send(owner, "PUT", "/staff/settings", Some(settings)).await;
    all.post("", "/phone-codes", json!({ "phone": "13800138000" })).await;
    let sent = house.messages.taken();
    assert_eq!(sent.len(), 1, "one message was sent");
    let reset =
        json!({ "phone": "13800138000", "code": sent[0].values[0], "password": "another horse battery" });
    all.post("", "/password/phone", reset).await;
}

/// Orders, what comes back of them, and their money.
async fn of_orders(all: &Twice<'_>, owner: &str, sku: i64) {
    let house = all.house;
    let buyer = house.member(None, 0).await;
    let me = house.signed_in(buyer).await;
    let placed = all.post(&me, "/orders", cart(sku, 3)).await;
    let order = placed["order"].as_str().unwrap().to_owned();
    let way = json!({ "provider": "test", "way": { "kind": "qr" } });
    all.post(&me, &format!("/orders/{{id}}/payments|{order}"), way).await;
    let till = format!("/payments/{{id}}/test|{}", placed["payment"].as_str().unwrap());
    assert_eq!(all.post(&me, &till, json!({ "outcome": "paid" })).await["outcome"], "paid");
    let parcel = json!({ "carrier": "SF", "number": "1" });
    all.post(owner, &format!("/staff/orders/{{id}}/ship|{order}"), parcel.clone()).await;
    all.send(&me, "POST", &format!("/orders/{{id}}/receive|{order}"), None).await;
    let review = json!({ "line": 1, "stars": 5, "text": "good" });
    let review = id(&all.post(&me, &format!("/orders/{{id}}/reviews|{order}"), review).await);
    let reader = house.signed_in(house.member(None, 0).await).await;
    let useful = Some(json!({ "is_useful": true }));
    all.send(&reader, "PUT", &format!("/reviews/{{id}}/useful|{review}"), useful).await;
    let answer = json!({ "text": "thank you" });
    all.post(owner, &format!("/staff/reviews/{{id}}/answer|{review}"), answer).await;
    let fault = json!({ "fault": "off_topic" });
    all.post(owner, &format!("/staff/reviews/{{id}}/hide|{review}"), fault).await;
    let wish = json!({ "line": 1, "quantity": 1, "reason": "changed my mind" });
    let asks = format!("/orders/{{id}}/after-sales|{order}");
    let case = id(&all.post(&me, &asks, wish.clone()).await);
    all.send(&me, "POST", &format!("/after-sales/{{id}}/withdraw|{case}"), None).await;
    let case =
        id(&house.done(&me, "POST", &format!("/orders/{order}/after-sales"), Some(wish.clone())).await);
    all.post(owner, &format!("/staff/after-sales/{{id}}/refuse|{case}"), json!({ "answer": "no" })).await;
    let case = id(&house.done(&me, "POST", &format!("/orders/{order}/after-sales"), Some(wish)).await);
    let yes = json!({ "restock": true, "answer": "yes" });
    all.post(owner, &format!("/staff/after-sales/{{id}}/approve|{case}"), yes).await;
    let back = json!({ "line": 1, "quantity": 1, "restock": true, "reason": "changed her mind" });
    all.post(owner, &format!("/staff/orders/{{id}}/refunds|{order}"), back).await;
    let again = house.sell(buyer, sku, 1).await.order.to_string();
    house.done(owner, "POST", &format!("/staff/orders/{again}/ship"), Some(parcel)).await;
    all.send(owner, "POST", &format!("/staff/orders/{{id}}/receive|{again}"), None).await;
    for (path, who) in [("/orders/{id}/cancel", me.as_str()), ("/staff/orders/{id}/cancel", owner)] {
        let unpaid = house.done(&me, "POST", "/orders", Some(cart(sku, 1))).await;
        let path = format!("{path}|{}", unpaid["order"].as_str().unwrap());
        all.send(who, "POST", &path, None).await;
    }
    let mut transfer = cart(sku, 1);
    transfer["provider"] = json!("offline");
    let placed = house.done(&me, "POST", "/orders", Some(transfer)).await;
    let came = json!({ "reference": "B-1", "amount": 10_000 });
    let payment = placed["payment"].as_str().unwrap();
    all.post(owner, &format!("/staff/payments/{{id}}/confirm|{payment}"), came).await;
    of_refunds(all, owner, buyer, placed["order"].as_str().unwrap().parse().unwrap()).await;
}

/// Money that goes back by hand.
async fn of_refunds(all: &Twice<'_>, owner: &str, buyer: i64, order: i64) {
    let house = all.house;
    house.refund(buyer, order, 0, Some(4_000)).await.unwrap();
    house.refund(buyer, order, 0, Some(1_000)).await.unwrap();
    banyan_pay::payments::send_refunds(&house.shop).await.unwrap();
    let refund = house.number("SELECT MIN(id) FROM refund WHERE order_id = $1", vec![order]).await;
    all.post(owner, &format!("/staff/refunds/{{id}}/done|{refund}"), json!({ "reference": "R-1" })).await;
    let other = house.number("SELECT MAX(id) FROM refund WHERE order_id = $1", vec![order]).await;
    let sql = "UPDATE refund SET state = 'failed' WHERE id = $1";
    let fail =
        house.shop.writer.run(move |work| Ok(work.conn.execute(sql, &[Cell::Int(other)]).map(drop)?));
    fail.await.unwrap();
    all.send(owner, "POST", &format!("/staff/refunds/{{id}}/retry|{other}"), None).await;
}

/// Withdrawals. What is earned settles after days, when sessions are over: gives the owner's next one.
async fn of_withdrawals(all: &Twice<'_>) -> String {
    let house = all.house;
    let (_, me) = house.earner(100_000).await;
    let next = house.staff("owner").await;
    let owner = next.as_str();
    let bank =
        json!({ "method": "bank", "name": "张小满", "bank": "招商银行", "account": "6225880123456789" });
    let asked = id(&all.post(&me, "/me/withdrawals", json!({ "amount": 1_000, "target": bank })).await);
    let refused = json!({ "ids": [asked], "reason": "the name differs" });
    all.post(owner, "/staff/withdrawals/refuse", refused).await;
    let ask = async |method: &str| {
        let target = match method {
            "bank" => bank.clone(),
            _ => json!({ "method": method, "name": "张小满", "account": "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" }),
        };
        let wish = json!({ "amount": 1_000, "target": target });
        id(&house.done(&me, "POST", "/me/withdrawals", Some(wish)).await)
    };
    let approved = ask("bank").await;
    all.post(owner, "/staff/withdrawals/approve", json!({ "ids": [approved] })).await;
    all.post(owner, "/staff/withdrawals/bank-files", json!({})).await;
    all.post(owner, "/staff/withdrawals/paid", json!({ "ids": [approved], "reference": "W-1" })).await;
    let sent = ask("wechat").await;
    house.done(owner, "POST", "/staff/withdrawals/approve", Some(json!({ "ids": [sent] }))).await;
    all.post(owner, "/staff/withdrawals/send", json!({ "ids": [sent] })).await;
    let failed = ask("bank").await;
    house.done(owner, "POST", "/staff/withdrawals/approve", Some(json!({ "ids": [failed] }))).await;
    house.done(owner, "POST", "/staff/withdrawals/bank-files", Some(json!({}))).await;
    let failed = json!({ "ids": [failed], "reason": "no such account" });
    all.post(owner, "/staff/withdrawals/failed", failed).await;
    next
}

/// Plans, simulations, alarms, webhooks.
async fn of_the_shop(all: &Twice<'_>, owner: &str) {
    let house = all.house;
    let world = json!({ "source": TWO_LEVELS, "days": 30, "seeds": 1, "variants": false });
    let asked = id(&all.post(owner, "/staff/simulations", world).await);
    all.send(owner, "POST", &format!("/staff/simulations/{{id}}/cancel|{asked}"), None).await;
    // Two levels need signatures in China.
    house.under(owner, "cn").await;
    let signed = signed();
    let stingy = TWO_LEVELS.replace("25%", "20%");
    let plan = json!({ "source": stingy, "sign_offs": signed });
    let version = all.post(owner, "/staff/plans", plan).await["version"].to_string();
    all.post(owner, &format!("/staff/plans/{{version}}/sign|{version}"), json!({ "sign_offs": signed }))
        .await;
    all.post(owner, &format!("/staff/plans/{{version}}/cancel|{version}"), why()).await;
    let open = house.shop.writer.run(|work| {
        let alarm = work.id();
        let sql = "INSERT INTO alarm(id, kind, zh, en, evidence) VALUES($1, 'refunds', '多', 'many', '[]')";
        work.conn.execute(sql, &[Cell::Int(alarm)])?;
        Ok(alarm)
    });
    let alarm = open.await.unwrap();
    all.post(owner, &format!("/staff/monitors/{{id}}/acknowledge|{alarm}"), why()).await;
    let hook = json!({ "url": "https://example.com/hook", "topics": ["*"] });
    let made = id(&all.post(owner, "/webhooks", hook.clone()).await);
    all.send(owner, "POST", &format!("/webhooks/{{id}}/secret|{made}"), None).await;
    all.send(owner, "PUT", &format!("/webhooks/{{id}}|{made}"), Some(hook)).await;
    all.send(owner, "DELETE", &format!("/webhooks/{{id}}|{made}"), None).await;
}

/// Chat accounts and groups, from the first account to a group that is split.
async fn of_chat(all: &Twice<'_>, owner: &str) {
    let house = all.house;
    let account = json!({ "platform": "wecom", "name": "小榕", "most_groups": 9, "most_people": 9_000 });
    let made = id(&all.post(owner, "/staff/chat/accounts", account).await);
    let me =
        house.done(owner, "GET", &format!("/staff/chat/accounts/{made}"), None).await["operator"].clone();
    let change =
        json!({ "name": "小树", "operator": me, "most_groups": 9, "most_people": 9_000, "reason": "改名" });
    all.send(owner, "PUT", &format!("/staff/chat/accounts/{{id}}|{made}"), Some(change)).await;
    let state = |state: &str| json!({ "state": state, "reason": "试试" });
    all.post(owner, &format!("/staff/chat/accounts/{{id}}/state|{made}"), state("active")).await;
    let norms = house.done(owner, "GET", "/staff/chat/norms", None).await;
    all.send(owner, "PUT", "/staff/chat/norms", Some(norms)).await;

    let band = json!({ "least": 1, "best_from": 2, "best_to": 3, "most": 9 });
    let mut group =
        json!({ "name": "茶友群", "kind": "customers", "purpose": "light", "account": made, "band": band });
    let kept = id(&all.post(owner, "/staff/chat/groups", group.clone()).await);
    (group["operator"], group["reason"]) = (me, json!("核对"));
    all.send(owner, "PUT", &format!("/staff/chat/groups/{{id}}|{kept}"), Some(group)).await;
    let criteria = format!("/staff/chat/groups/{{id}}/criteria|{kept}");
    all.send(owner, "PUT", &criteria, Some(json!({ "days": 1 }))).await;
    all.post(owner, &format!("/staff/chat/groups/{{id}}/rules|{kept}"), json!({ "text": "不发广告" })).await;
    let duty = json!({ "role": "duty", "account": made });
    let role = id(&all.post(owner, &format!("/staff/chat/groups/{{id}}/roles|{kept}"), duty).await);
    all.send(owner, "POST", &format!("/staff/chat/groups/{{id}}/roles/{{role}}/end|{kept}|{role}"), None)
        .await;
    all.post(owner, &format!("/staff/chat/groups/{{id}}/counts|{kept}"), json!({ "members": 4 })).await;
    let half = json!({ "name": "茶友二群", "account": made });
    all.post(owner, &format!("/staff/chat/groups/{{id}}/split|{kept}"), half).await;
    all.post(owner, &format!("/staff/chat/groups/{{id}}/state|{kept}"), state("pilot")).await;
    let one = json!({ "pattern": "茶友三群", "first": 0, "count": 1, "account": made, "reason": "赶活动" });
    all.post(owner, &format!("/staff/chat/groups/{{id}}/clones|{kept}"), one).await;
    for (route, file) in [
        ("/staff/chat/counts", "group,members\n茶友群,5\n"),
        ("/staff/chat/groups/{id}/activity", "group,member,at,kind\n茶友群,甲,2026-01-02 10:00:00,message\n"),
    ] {
        let (path, key) = (route.replace("{id}", &kept), [("idempotency-key", route)]);
        let mut answers = Vec::new();
        for _ in 0..2 {
            answers.push(house.send_with(owner, ("POST", &path), file.into(), &key).await);
        }
        assert!(answers[0].0.is_success() && answers[0] == answers[1], "{route}: {answers:?}");
        all.sent.borrow_mut().insert(("POST".to_owned(), route.to_owned()));
    }
}

/// A channel, and who comes by it.
async fn of_channels(all: &Twice<'_>, owner: &str) {
    let account = json!({ "platform": "wechat", "name": "小藕", "handle": "xiaoou", "most_groups": 9, "most_people": 900 });
    let account = id(&all.house.done(owner, "POST", "/staff/chat/accounts", Some(account)).await);
    let channel = crate::channels::channel("海报", &[(&account, 9)], &account);
    let made = id(&all.post(owner, "/staff/chat/channels", channel.clone()).await);
    let change = json!({ "channel": channel, "reason": "改名" });
    all.send(owner, "PUT", &format!("/staff/chat/channels/{{id}}|{made}"), Some(change)).await;
    let told = all.house.done(owner, "GET", &format!("/staff/chat/channels/{made}"), None).await;
    let code = told["code"].as_str().unwrap();
    for what in ["shown", "meet"] {
        all.post("", &format!("/ways/{{code}}/{what}|{code}"), json!({ "visitor": "v".repeat(32) })).await;
    }
    let state = json!({ "state": "closed", "reason": "海报撤下" });
    all.post(owner, &format!("/staff/chat/channels/{{id}}/state|{made}"), state).await;
}

/// The connection to WeCom.
async fn of_wecom(all: &Twice<'_>, owner: &str) {
    let house = all.house;
    Played::begin(house, wecom::settings());
    all.send(owner, "PUT", "/staff/chat/wecom", Some(wecom::wanted())).await;
    house.work_off().await;
    all.send(owner, "POST", "/staff/chat/wecom/sync", None).await;
    all.send(owner, "POST", "/staff/chat/wecom/replay", None).await;
}

/// Contacts, from the first one to what is taken away of them.
async fn of_contacts(all: &Twice<'_>, owner: &str, member: &str) {
    let house = all.house;
    let account = house.chat_account(owner, "小荷", 9).await;
    let group = house.chat_group(owner, &account, "茶友四群").await;
    let norms = house.done(owner, "GET", "/staff/chat/contact-norms", None).await;
    all.send(owner, "PUT", "/staff/chat/contact-norms", Some(norms)).await;
    let tag = id(&all
        .post(
            owner,
            "/staff/chat/tags",
            json!({ "name": "包裹", "rule": { "kind": "source", "source": "parcel" } }),
        )
        .await);
    all.send(owner, "POST", &format!("/staff/chat/tags/{{id}}/apply|{tag}"), None).await;
    let her = id(&all
        .post(owner, "/staff/chat/contacts", crate::contacts::contact(&account, "小微", "13700137001"))
        .await);
    let change = json!({ "name": "微微", "region": "", "birthday": "", "note": "", "source": "other", "reason": "改名" });
    all.send(owner, "PUT", &format!("/staff/chat/contacts/{{id}}|{her}"), Some(change)).await;
    let follow = json!({ "due_at": "2026-03-01T00:00:00Z", "what": "问问新茶" });
    let follow = id(&all.post(owner, &format!("/staff/chat/contacts/{{id}}/follow-ups|{her}"), follow).await);
    let done = format!("/staff/chat/contacts/{{id}}/follow-ups/{{follow_up}}/done|{her}|{follow}");
    all.post(owner, &done, json!({ "result": "要两盒" })).await;
    for (what, body) in [
        ("accounts", json!({ "account": account, "friendship": "added" })),
        ("groups", json!({ "group": group, "is_in": true })),
        ("tags", json!({ "tag": tag, "given": true })),
        ("no", json!({ "said_no": true, "reason": "电话里说的" })),
        ("member", json!({ "member": null, "reason": "核对" })),
        ("erase", json!({ "reason": "本人要求" })),
    ] {
        all.post(owner, &format!("/staff/chat/contacts/{{id}}/{what}|{her}"), body).await;
    }
    all.send(owner, "POST", &format!("/staff/chat/tags/{{id}}/retire|{tag}"), None).await;
    let norms = house.done(owner, "GET", "/staff/chat/touch-norms", None).await;
    all.send(owner, "PUT", "/staff/chat/touch-norms", Some(norms)).await;
    house.contact(owner, &account, "小蓝", "").await;
    let touches = crate::touches::touches("新客", &account, "friend_request", 7);
    let plan = id(&all.post(owner, "/staff/chat/touch-plans", touches).await);
    let sku = house.product("leads", 10_000, 0, 100_000, 10).await;
    // A buyer whose phone is known by hand: nobody registers here without a code.
    let buyer = house.member(None, 0).await;
    house.sell(buyer, sku, 1).await;
    let known = house.contact(owner, &account, "小青", "13700137009").await;
    let who = json!({ "member": buyer.to_string(), "reason": "本人报的会员号" });
    house.done(owner, "POST", &format!("/staff/chat/contacts/{known}/member"), Some(who)).await;
    let list = crate::leads::leads("回访", "call", &[&account], 7);
    let list = id(&all.post(owner, "/staff/chat/lead-lists", list).await);
    let made = house.done(owner, "GET", &format!("/staff/chat/lead-lists/{list}"), None).await;
    let calls = id(&made["plans"][0]);
    let path = format!("/staff/chat/touch-plans/{calls}/touches");
    let first =
        house.done(owner, "GET", &path, None).await["items"].as_array().unwrap().last().map(id).unwrap();
    let answer = format!("/staff/chat/touch-plans/{{id}}/touches/{{touch}}/answer|{calls}|{first}");
    all.post(owner, &answer, json!({ "result": "yes" })).await;
    for what in ["spend", "give-back"] {
        all.post(owner, &format!("/staff/chat/touch-plans/{{id}}/{what}|{plan}"), json!({})).await;
    }
    let (route, key) = ("/staff/chat/contacts/import", [("idempotency-key", "import-1")]);
    let path = format!("{route}?account={account}&source=parcel&basis=order&basis_note=list");
    let mut answers = Vec::new();
    for _ in 0..2 {
        answers.push(house.send_with(owner, ("POST", &path), "name\n小红\n".into(), &key).await);
    }
    assert!(answers[0].0.is_success() && answers[0] == answers[1], "{route}: {answers:?}");
    all.sent.borrow_mut().insert(("POST".to_owned(), route.to_owned()));
    all.send(member, "POST", "/me/contacts/withdraw", None).await;
}

on_both!(what_is_sent_twice_with_one_key_is_done_once, |house| async move {
    let all = Twice::new(&house);
    let member = house.customer("13700137002", None).await;
    let owner = of_staff(&all).await;
    let sku = of_catalogue(&all, &owner).await;
    of_pictures(&all, &owner).await;
    of_campaigns(&all, &owner).await;
    of_group_buys(&all, &owner, sku).await;
    of_members(&all, &owner).await;
    of_orders(&all, &owner, sku).await;
    of_vouchers(&all, &owner, &member, sku).await;
    let owner = of_withdrawals(&all).await;
    of_the_shop(&all, &owner).await;
    of_phones(&all, &owner).await;
    of_chat(&all, &owner).await;
    of_contacts(&all, &owner, &member).await;
    of_channels(&all, &owner).await;
    of_wecom(&all, &owner).await;
    let (sent, writes) = (all.sent.borrow().clone(), writes());
    let missing: Vec<_> = writes.difference(&sent).collect();
    assert!(missing.is_empty(), "not tried: {missing:?}");
    assert_eq!(sent.difference(&writes).count(), 0);
    // What is shown once is kept nowhere: no answer that was kept holds a token.
    let answers = house.shop.writer.run(|work| {
        let rows = work.conn.query("SELECT answer FROM answer", &[])?;
        Ok(rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<Vec<_>, _>>()?)
    });
    let answers = answers.await.unwrap();
    let words = ["token", "secret", "codes", "link", "password"];
    let telling = |answer: &&String| words.iter().any(|word| answer.contains(&format!("\"{word}\"")));
    assert_eq!(answers.iter().find(telling), None);
});
