//! The shop and WeChat Pay's double: money that comes, goes back, and is asked about when nobody says anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use banyan_core::ledger::Account::Pending;
use banyan_core::settings;
use banyan_pay::payments;
use banyan_pay::providers::Kind;
use banyan_pay::providers::wechat::Settings;
use banyan_plan::time::{SECOND, Time};
use serde_json::{Value, json};

use crate::harness::{Db, House, TWO_LEVELS, migrated};
use crate::orders::cart;
use crate::wechat_double::{API_V3_KEY, APPID, Double, MERCHANT, MERCHANT_SERIAL, fixture};

fn merchant(double: &Double) -> Settings {
    Settings {
        base_url: double.base_url.clone(),
        appid: APPID.into(),
        merchant: MERCHANT.into(),
        certificate_serial: MERCHANT_SERIAL.into(),
        private_key: fixture!("merchant.key.pem").into(),
        api_v3_key: API_V3_KEY.into(),
        public_keys: BTreeMap::new(),
        notify_url: "https://shop.example/api/v1/callbacks/wechat".into(),
        transfers: None,
        attempts: 3,
    }
}

/// A shop that takes WeChat Pay.
fn house(db: Db, double: &Double) -> House {
    let dir = tempfile::tempdir().unwrap();
    let place = migrated(db, dir.path());
    let now = double.now.lock().unwrap().0;
    let house = House::opened(place, TWO_LEVELS, Some(dir), now, Some(merchant(double)));
    let providers = ["test", "offline", "wechat"].map(str::to_owned).to_vec();
    let shop = settings::Settings { providers, ..settings::Settings::default() };
    // It waits, which nobody may do inside of a runtime.
    let writer = &house.shop.writer;
    std::thread::scope(|scope| {
        scope
            .spawn(|| writer.run_now(move |work| banyan_core::work::change_settings(work, &shop)))
            .join()
            .unwrap()
    })
    .unwrap();
    house
}

impl House {
    fn seconds(&self, double: &Double, seconds: i64) {
        let now = Time(self.now() + seconds * SECOND);
        self.clock.set(now);
        *double.now.lock().unwrap() = now;
    }
}

fn both(test: impl AsyncFn(House, Double)) {
    for db in [Db::Sqlite, Db::Postgres] {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let double = Double::start(Time::from_civil(2026, 12, 1, 0, 0, 0).unwrap());
        runtime.block_on(async { test(house(db, &double), double).await });
    }
}

/// An order to be paid with WeChat Pay: its path, the payment, its number.
async fn ordered(house: &House, token: &str, sku: i64) -> (String, String, String) {
    let mut body = cart(sku, 1);
    body["provider"] = json!("wechat");
    let placed = house.done(token, "POST", "/orders", Some(body)).await;
    let order = format!("/orders/{}", placed["order"].as_str().unwrap());
    let wish = json!({ "provider": "wechat", "way": { "kind": "qr" } });
    let prepared = house.done(token, "POST", &format!("{order}/payments"), Some(wish)).await;
    assert!(prepared["prepared"]["code_url"].as_str().unwrap().starts_with("weixin://"), "{prepared}");
    let payment = placed["payment"].as_str().unwrap().to_owned();
    let number = Kind::Payment.number(payment.parse().unwrap());
    (order, format!("/payments/{payment}"), number)
}

#[test]
fn the_same_callback_fifty_times_at_once_and_then_a_refund() {
    both(async |house, double| {
        let sku = house.product("tea", 10_000, 0, 100_000, 10).await;
        let seller = house.member(None, 1).await;
        let buyer = house.member(Some(seller), 0).await;
        let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
        let (order, payment, number) = ordered(&house, &token, sku).await;
        let trade = double.pay(&number);
        let notice = double.notice("TRANSACTION.SUCCESS", &trade, None);
        let house = Arc::new(house);
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (house, (headers, body)) = (house.clone(), notice.clone());
            waiting.spawn(async move { house.post("/callbacks/wechat", headers, body).await });
        }
        for (status, answer) in waiting.join_all().await {
            assert_eq!((status, &answer["code"]), (StatusCode::OK, &json!("SUCCESS")));
        }
        assert_eq!(house.done(&token, "GET", &payment, None).await["state"], "paid");
        assert_eq!(house.balance(seller, Pending).await, 1_000);
        // One fen less is not what was due, whoever has signed it.
        let mut less = trade;
        less["amount"]["total"] = json!(9_999);
        let (headers, body) = double.notice("TRANSACTION.SUCCESS", &less, None);
        let (status, answer) = house.post("/callbacks/wechat", headers, body).await;
        assert_eq!((status, &answer["code"]), (StatusCode::CONFLICT, &json!("FAIL")));
        // Part of it goes back: sent, then done when the provider says so.
        let part = json!({ "line": 1, "quantity": 0, "amount": 4_000, "reason": "不喜欢" });
        let refund = house.done(&staff, "POST", &format!("/staff{order}/refunds"), Some(part)).await;
        assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 1);
        assert_eq!(house.done(&token, "GET", &order, None).await["refunds"][0]["state"], "sent");
        let number = Kind::Refund.number(refund["id"].as_str().unwrap().parse().unwrap());
        let mut resource = double.books.lock().unwrap().refunds[&number].clone();
        resource["mchid"] = MERCHANT.into();
        resource["refund_status"] = "SUCCESS".into();
        resource["success_time"] = "2026-12-01T08:00:00+08:00".into();
        let (headers, body) = double.notice("REFUND.SUCCESS", &resource, None);
        for _ in 0..2 {
            let (status, _) = house.post("/callbacks/wechat", headers.clone(), body.clone()).await;
            assert_eq!(status, StatusCode::OK);
        }
        assert_eq!(house.done(&token, "GET", &order, None).await["refunds"][0]["state"], "done");
        house.settled_books().await;
    });
}

#[test]
fn a_lost_callback_is_asked_for_and_what_was_given_up_is_closed() {
    both(async |house, double| {
        let sku = house.product("tea", 10_000, 0, 0, 10).await;
        let buyer = house.member(None, 0).await;
        let token = house.signed_in(buyer).await;
        let (_, paid, number) = ordered(&house, &token, sku).await;
        let (order, given_up, closed) = ordered(&house, &token, sku).await;
        assert_eq!(payments::ask_open(&house.shop).await.unwrap(), 0);
        double.pay(&number);
        house.seconds(&double, 90);
        assert_eq!(payments::ask_open(&house.shop).await.unwrap(), 2);
        assert_eq!(house.done(&token, "GET", &paid, None).await["state"], "paid");
        assert_eq!(house.done(&token, "GET", &given_up, None).await["state"], "open");
        house.done(&token, "POST", &format!("{order}/cancel"), None).await;
        house.seconds(&double, 1);
        assert_eq!(payments::ask_open(&house.shop).await.unwrap(), 1);
        assert_eq!(double.books.lock().unwrap().payments[&closed]["trade_state"], "CLOSED");
        house.seconds(&double, 86_400);
        assert_eq!(payments::ask_open(&house.shop).await.unwrap(), 0);
        let complaints: Vec<String> = double.books.lock().unwrap().complaints.clone();
        assert_eq!(complaints, [""; 0]);
        house.settled_books().await;
    });
}

#[test]
fn a_refund_that_the_provider_closes_is_started_over_by_staff() {
    both(async |house, double| {
        let sku = house.product("tea", 10_000, 0, 0, 10).await;
        let buyer = house.member(None, 0).await;
        let (token, staff) = (house.signed_in(buyer).await, house.staff("owner").await);
        let (order, _, number) = ordered(&house, &token, sku).await;
        double.pay(&number);
        house.seconds(&double, 90);
        payments::ask_open(&house.shop).await.unwrap();
        let part = json!({ "line": 1, "quantity": 1, "reason": "不喜欢" });
        let refund = house.done(&staff, "POST", &format!("/staff{order}/refunds"), Some(part)).await;
        let id = refund["id"].as_str().unwrap();
        payments::send_refunds(&house.shop).await.unwrap();
        let set = |status: &str| {
            let mut books = double.books.lock().unwrap();
            for refund in books.refunds.values_mut().filter(|refund| refund["status"] == "PROCESSING") {
                refund["status"] = status.into();
                refund["success_time"] = "2026-12-01T08:00:00+08:00".into();
            }
        };
        set("CLOSED");
        // Asked about after its pause.
        assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 0);
        house.seconds(&double, 31);
        assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 1);
        let state = |seen: Value| seen["refunds"][0]["state"].clone();
        assert_eq!(state(house.done(&token, "GET", &order, None).await), "failed");
        house.done(&staff, "POST", &format!("/staff/refunds/{id}/retry"), None).await;
        assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 1);
        assert_eq!(double.books.lock().unwrap().refunds.len(), 2);
        set("SUCCESS");
        house.seconds(&double, 31);
        assert_eq!(payments::send_refunds(&house.shop).await.unwrap(), 1);
        assert_eq!(state(house.done(&token, "GET", &order, None).await), "done");
    });
}

#[test]
fn what_was_paid_in_time_is_booked_before_the_order_is_given_up() {
    both(async |house, double| {
        let sku = house.product("tea", 10_000, 0, 0, 2).await;
        let buyer = house.member(None, 0).await;
        let token = house.signed_in(buyer).await;
        let (paid, _, number) = ordered(&house, &token, sku).await;
        let (unpaid, _, other) = ordered(&house, &token, sku).await;
        let state = async |order: &str| house.done(&token, "GET", order, None).await["state"].clone();
        house.seconds(&double, 1_700);
        double.pay(&number);
        // Its message is lost, and the time to pay is over: neither is given up before the provider has been asked.
        house.seconds(&double, 200);
        house.settled_books().await;
        assert_eq!((state(&paid).await, state(&unpaid).await), (json!("placed"), json!("placed")));
        let again = json!({ "provider": "offline" });
        house.refused(&token, "POST", &format!("{unpaid}/payments"), Some(again), "order_ending").await;
        assert_eq!(payments::ask_open(&house.shop).await.unwrap(), 2);
        assert_eq!((state(&paid).await, state(&unpaid).await), (json!("paid"), json!("cancelled")));
        assert_eq!(double.books.lock().unwrap().payments[&other]["trade_state"], "CLOSED");
        assert_eq!(house.number("SELECT stock FROM sku WHERE id = $1", vec![sku]).await, 1);
        house.settled_books().await;
    });
}

#[test]
fn what_was_paid_while_the_shop_was_down_is_booked_when_it_opens() {
    both(async |mut house, double| {
        let sku = house.product("tea", 10_000, 0, 0, 2).await;
        let buyer = house.member(None, 0).await;
        let token = house.signed_in(buyer).await;
        let (order, _, number) = ordered(&house, &token, sku).await;
        let (place, dir) = (house.place.clone(), house.dir.take());
        drop(house);
        double.pay(&number);
        let later = double.now.lock().unwrap().0 + 5 * 3_600 * SECOND;
        double.now.lock().unwrap().0 = later;
        let house = House::opened(place, TWO_LEVELS, dir, later, Some(merchant(&double)));
        assert_eq!(payments::ask_open(&house.shop).await.unwrap(), 1);
        assert_eq!(house.done(&token, "GET", &order, None).await["state"], "paid");
        house.settled_books().await;
    });
}
