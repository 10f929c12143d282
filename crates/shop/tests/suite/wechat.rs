//! WeChat Pay against its double, over real HTTP.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use banyan_pay::providers::transport::Http;
use banyan_pay::providers::wechat::{Settings, Transfers, WeChat, callback_answer};
use banyan_pay::providers::{
    CallbackError, Charge, HeaderMap, Kind, Notice, Payout, PayoutState, Prepared, Provider as _,
    ProviderError, RefundRequest, RefundState, Sources, TradeState, Way,
};
use banyan_plan::time::{DAY, SECOND, Time};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::wechat_double::{
    API_V3_KEY, APPID, Double, Fault, MERCHANT, MERCHANT_SERIAL, PUBLIC_ID, SERIAL_A, SERIAL_B, fixture,
};

fn now() -> Time {
    Time::from_civil(2026, 12, 1, 0, 0, 0).unwrap()
}

fn shop_with(double: &Double, change: impl FnOnce(&mut Settings)) -> WeChat {
    let mut settings = Settings {
        base_url: double.base_url.clone(),
        appid: APPID.into(),
        merchant: MERCHANT.into(),
        certificate_serial: MERCHANT_SERIAL.into(),
        private_key: fixture!("merchant.key.pem").into(),
        api_v3_key: API_V3_KEY.into(),
        public_keys: BTreeMap::new(),
        notify_url: "https://shop.example/pay/wechat".into(),
        transfers: Some(Transfers {
            scene: "1005".into(),
            reports: vec![("岗位类型".into(), "推广员".into()), ("报酬说明".into(), "推广佣金".into())],
            perception: None,
        }),
        attempts: 3,
    };
    change(&mut settings);
    let (clock, counter) = (Arc::clone(&double.now), AtomicU64::new(1));
    let sources = Sources {
        now: Arc::new(move || *clock.lock().unwrap()),
        fill: Arc::new(move |bytes| {
            let number = counter.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            bytes.iter_mut().zip(number.iter().cycle()).for_each(|(byte, with)| *byte = *with);
            Ok(())
        }),
    };
    WeChat::try_new(settings, Box::new(Http::new(Duration::from_secs(5))), sources).unwrap()
}

fn start() -> (Double, WeChat) {
    let double = Double::start(now());
    let shop = shop_with(&double, |_| {});
    (double, shop)
}

fn charge(id: i64, way: Way) -> Charge {
    Charge {
        out_trade_no: Kind::Payment.number(id),
        amount: 10_000,
        currency: "CNY".into(),
        description: "榕树下的茶 ".repeat(40),
        way,
        expires: Some(now().plus(1800 * SECOND)),
    }
}

/// Places and pays payment `id`; the trade as the double knows it.
fn paid(double: &Double, shop: &WeChat, id: i64) -> Value {
    shop.prepare(&charge(id, Way::Qr)).unwrap();
    double.pay(&Kind::Payment.number(id))
}

fn refund_of(id: i64, refund: i64, amount: i64) -> RefundRequest {
    RefundRequest {
        out_trade_no: Kind::Payment.number(id),
        out_refund_no: Kind::Refund.number(refund),
        amount,
        total: 10_000,
        currency: "CNY".into(),
        reason: "不喜欢".into(),
    }
}

fn payout(id: i64, amount: i64) -> Payout {
    Payout {
        out_payout_no: Kind::Payout.number(id),
        amount,
        currency: "CNY".into(),
        payee: "o-MYE42l80oelYMDE34nYD456Xoy".into(),
        name: None,
        remark: "十一月佣金".into(),
    }
}

#[test]
fn a_buyer_pays_by_code_in_wechat_or_from_a_browser() {
    let (double, shop) = start();
    let Prepared::Qr { code_url } = shop.prepare(&charge(1, Way::Qr)).unwrap() else { panic!("a code") };
    assert!(code_url.starts_with("weixin://wxpay/bizpayurl?pr="), "{code_url}");
    let way = Way::InApp { payer: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".into() };
    let Prepared::Params(params) = shop.prepare(&charge(2, way)).unwrap() else { panic!("params") };
    let params: BTreeMap<_, _> = params.into_iter().collect();
    assert_eq!(params["package"], format!("prepay_id=wx{}", Kind::Payment.number(2)));
    assert_eq!((params["appId"].as_str(), params["signType"].as_str()), (APPID, "RSA"));
    let text = format!("{APPID}\n{}\n{}\n{}\n", params["timeStamp"], params["nonceStr"], params["package"]);
    assert!(Double::is_merchants(&text, &params["paySign"]), "the script's signature is the merchant's");
    let way = Way::Browser { ip: "14.23.150.211".into() };
    let Prepared::Redirect { url } = shop.prepare(&charge(3, way)).unwrap() else { panic!("an address") };
    assert!(url.starts_with("https://wx.tenpay.com/"), "{url}");
    assert_eq!(double.books.lock().unwrap().complaints, Vec::<String>::new());
    assert_eq!(double.count("GET /v3/certificates"), 1, "the certificates are kept");
}

#[test]
fn a_payment_is_open_then_paid_and_the_same_money_by_query_and_notice() {
    let (double, shop) = start();
    let number = Kind::Payment.number(1);
    assert_eq!(shop.query(&number), Ok(TradeState::Unknown));
    shop.prepare(&charge(1, Way::Qr)).unwrap();
    assert_eq!(shop.query(&number), Ok(TradeState::Open));
    let trade = double.pay(&number);
    let Ok(TradeState::Paid(money)) = shop.query(&number) else { panic!("paid") };
    assert_eq!((money.amount, money.currency.as_str(), money.paid_at), (10_000, "CNY", now()));
    let (headers, body) = double.notice("TRANSACTION.SUCCESS", &trade, None);
    // The same notice fifty times says the same fifty times: the books decide that it counts once.
    for _ in 0..50 {
        let notice = shop.parse_callback(&headers, &body, now()).unwrap();
        assert_eq!(notice.expect(10_000, "CNY"), Ok(()));
        assert_eq!(notice, Notice::Paid(money.clone()));
    }
    assert_eq!(shop.prepare(&charge(1, Way::Qr)), Err(ProviderError::AlreadyPaid));
    assert_eq!(shop.close(&number), Err(ProviderError::AlreadyPaid));
}

#[test]
fn a_closed_payment_stays_closed_and_closing_twice_is_fine() {
    let (_double, shop) = start();
    let number = Kind::Payment.number(1);
    shop.prepare(&charge(1, Way::Qr)).unwrap();
    assert_eq!(shop.close(&number), Ok(()));
    assert_eq!(shop.close(&number), Ok(()));
    assert_eq!(shop.query(&number), Ok(TradeState::Closed));
    assert_eq!(shop.close(&Kind::Payment.number(2)), Ok(()), "never placed: nobody can pay it");
}

#[test]
fn refunds_in_parts_are_followed_to_the_end() {
    let (double, shop) = start();
    paid(&double, &shop, 1);
    let first = shop.refund(&refund_of(1, 1, 3_000)).unwrap();
    assert!(matches!(first, RefundState::Pending { .. }));
    assert_eq!(shop.refund(&refund_of(1, 1, 3_000)), Ok(first), "the same number is the same refund");
    let again = shop.refund(&refund_of(1, 1, 4_000)).unwrap_err();
    assert!(again.is_unsure(), "the number is taken by another amount: {again}");
    let much = shop.refund(&refund_of(1, 2, 7_001)).unwrap_err();
    assert_eq!(much.code(), "payment.refused");
    assert_eq!(shop.refund(&refund_of(1, 2, 10_001)).unwrap_err().code(), "payment.invalid");
    let Ok(TradeState::Paid(_)) = shop.query(&Kind::Payment.number(1)) else { panic!("still paid") };
    let number = Kind::Refund.number(1);
    assert_eq!(shop.query_refund(&Kind::Refund.number(9)), Ok(RefundState::Unknown));
    for (status, event) in
        [("ABNORMAL", "REFUND.ABNORMAL"), ("CLOSED", "REFUND.CLOSED"), ("SUCCESS", "REFUND.SUCCESS")]
    {
        let mut refund = {
            let mut books = double.books.lock().unwrap();
            let refund = books.refunds.get_mut(&number).unwrap();
            refund["status"] = status.into();
            refund["success_time"] = "2026-12-01T08:00:00.5+08:00".into();
            refund.clone()
        };
        refund["mchid"] = MERCHANT.into();
        refund["refund_status"] = status.into();
        let (headers, body) = double.notice(event, &refund, None);
        let notice = shop.parse_callback(&headers, &body, now()).unwrap();
        assert_eq!((notice.number(), notice.amount()), (number.as_str(), 3_000));
        let state = match notice {
            Notice::Refunded(refunded) => RefundState::Done(refunded),
            Notice::RefundFailed { state, .. } => state,
            other => panic!("{other:?}"),
        };
        assert_eq!(shop.query_refund(&number), Ok(state));
    }
}

#[test]
fn a_promoter_is_paid_after_she_confirms() {
    let (double, shop) = start();
    let number = Kind::Payout.number(1);
    assert_eq!(shop.query_payout(&number), Ok(PayoutState::Unknown));
    let Ok(PayoutState::WaitsForMember { params, .. }) = shop.payout(&payout(1, 5_000)) else {
        panic!("waits")
    };
    assert_eq!(params[2].0, "package");
    assert!(shop.payout(&payout(1, 6_000)).unwrap_err().is_unsure(), "the number is taken by another amount");
    let bill = {
        let mut books = double.books.lock().unwrap();
        let bill = books.transfers.get_mut(&number).unwrap();
        bill["state"] = "SUCCESS".into();
        bill.clone()
    };
    let Ok(PayoutState::Done(money)) = shop.query_payout(&number) else { panic!("done") };
    assert_eq!((money.amount, money.paid_at), (5_000, now()));
    let (headers, body) = double.notice("MCHTRANSFER.BILL.FINISHED", &bill, None);
    assert_eq!(shop.parse_callback(&headers, &body, now()), Ok(Notice::PaidOut(money)));
}

#[test]
fn a_payout_that_nobody_confirms_is_called_off() {
    let (double, shop) = start();
    let number = Kind::Payout.number(1);
    shop.payout(&payout(1, 5_000)).unwrap();
    assert!(matches!(shop.cancel_payout(&number), Ok(PayoutState::Pending { .. })));
    let bill = {
        let mut books = double.books.lock().unwrap();
        let bill = books.transfers.get_mut(&number).unwrap();
        bill["state"] = "CANCELLED".into();
        bill.clone()
    };
    let failed =
        Notice::PayoutFailed { out_payout_no: number.clone(), amount: 5_000, reason: "CANCELLED".into() };
    let (headers, body) = double.notice("MCHTRANSFER.BILL.FINISHED", &bill, None);
    assert_eq!(shop.parse_callback(&headers, &body, now()), Ok(failed));
    assert_eq!(shop.query_payout(&number), Ok(PayoutState::Failed { reason: "CANCELLED".into() }));
    let without = shop_with(&double, |settings| settings.transfers = None);
    assert_eq!(without.payout(&payout(2, 100)).unwrap_err().code(), "payment.settings");
}

#[test]
fn two_thousand_yuan_need_a_name_which_travels_encrypted() {
    let (double, shop) = start();
    assert_eq!(shop.payout(&payout(1, 200_000)).unwrap_err().code(), "payment.invalid");
    let named = Payout { name: Some("张三".into()), ..payout(1, 200_000) };
    assert!(matches!(shop.payout(&named), Ok(PayoutState::WaitsForMember { .. })));
    // 2048 bits in base64, and on the wire nothing to read.
    let sent = |id| double.books.lock().unwrap().transfers[&Kind::Payout.number(id)]["user_name"].clone();
    assert_eq!(sent(1).as_str().map(str::len), Some(344));
    let public = shop_with(&double, |settings| {
        settings.public_keys = [(PUBLIC_ID.into(), fixture!("platform-public.pub.pem").into())].into();
    });
    let named = Payout { name: Some("张三".into()), ..payout(2, 200_000) };
    assert!(matches!(public.payout(&named), Ok(PayoutState::WaitsForMember { .. })));
    let small = Payout { name: Some("张三".into()), ..payout(3, 29) };
    assert!(matches!(public.payout(&small), Ok(PayoutState::WaitsForMember { .. })));
    assert_eq!(sent(3), Value::Null, "below 0.30 yuan WeChat Pay takes no name");
}

#[test]
fn lost_and_broken_answers_are_asked_for_again_and_nothing_happens_twice() {
    for fault in [Fault::ServerError, Fault::CutOff, Fault::Silent] {
        let (double, shop) = start();
        paid(&double, &shop, 1);
        double.fault(fault);
        assert!(matches!(shop.refund(&refund_of(1, 1, 100)), Ok(RefundState::Pending { .. })), "{fault:?}");
        assert_eq!(double.count("POST /v3/refund"), 2, "{fault:?}");
        double.fault(fault);
        assert!(shop.payout(&payout(1, 100)).is_ok(), "{fault:?}");
        let books = double.books.lock().unwrap();
        assert_eq!((books.refunds.len(), books.transfers.len()), (1, 1), "{fault:?}");
    }
}

#[test]
fn when_the_answers_stay_away_the_outcome_is_unsure_until_asked() {
    let (double, shop) = start();
    paid(&double, &shop, 1);
    for fault in [Fault::ServerError, Fault::CutOff, Fault::Silent] {
        double.fault(fault);
    }
    let error = shop.refund(&refund_of(1, 1, 100)).unwrap_err();
    assert!(error.is_unsure(), "{error}");
    assert!(matches!(shop.query_refund(&Kind::Refund.number(1)), Ok(RefundState::Pending { .. })));
}

#[test]
fn a_refused_repeat_says_nothing_about_the_first_attempt() {
    let (double, shop) = start();
    paid(&double, &shop, 1);
    double.fault(Fault::Busy);
    assert_eq!(shop.refund(&refund_of(1, 1, 100)).unwrap_err().code(), "payment.busy");
    // The first answer is lost after the work is done; the repeat comes too soon.
    double.fault(Fault::Silent);
    double.fault(Fault::Busy);
    let error = shop.payout(&payout(1, 100)).unwrap_err();
    assert!(error.is_unsure(), "{error}");
    assert!(matches!(shop.query_payout(&Kind::Payout.number(1)), Ok(PayoutState::WaitsForMember { .. })));
}

/// The shop's address for notices, as its routes will have it: check off the async threads, book once, answer.
fn notice_address(shop: Arc<WeChat>, booked: Arc<Mutex<BTreeMap<String, i64>>>) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/pay/wechat", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let answer = move |headers: HeaderMap, body: axum::body::Bytes| {
        let (shop, booked) = (Arc::clone(&shop), Arc::clone(&booked));
        async move {
            let checked = tokio::task::spawn_blocking(move || {
                let notice = shop.parse_callback(&headers, &body, now())?;
                notice.expect(10_000, "CNY")?;
                booked.lock().unwrap().insert(notice.number().to_owned(), notice.amount());
                Ok::<(), CallbackError>(())
            });
            let failure = checked.await.unwrap().err().map(|error| (error.status(), error.text()));
            let (status, body) = callback_answer(failure.as_ref().map(|(status, text)| (*status, text)));
            (axum::http::StatusCode::from_u16(status).unwrap(), body)
        }
    };
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let router = axum::Router::new().route("/pay/wechat", axum::routing::post(answer));
            axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), router).await
        })
    });
    address
}

#[test]
fn the_same_callback_fifty_times_at_once_is_one_payment() {
    let (double, shop) = start();
    let trade = paid(&double, &shop, 1);
    let booked = Arc::new(Mutex::new(BTreeMap::new()));
    let address = notice_address(Arc::new(shop), Arc::clone(&booked));
    let forged = double.notice("TRANSACTION.SUCCESS", &trade, Some(Fault::BadSignature));
    let (status, body) = Double::deliver(&address, &forged);
    assert_eq!((status, body.contains("\"FAIL\"")), (401, true), "{body}");
    let mut cheap = trade.clone();
    cheap["amount"]["total"] = 1.into();
    let (status, body) = Double::deliver(&address, &double.notice("TRANSACTION.SUCCESS", &cheap, None));
    assert_eq!((status, body.contains("金额不一致")), (400, true), "{body}");
    assert!(booked.lock().unwrap().is_empty());
    let notice = Arc::new(double.notice("TRANSACTION.SUCCESS", &trade, None));
    let threads: Vec<_> = (0..50)
        .map(|_| {
            let (address, notice) = (address.clone(), Arc::clone(&notice));
            thread::spawn(move || Double::deliver(&address, &notice))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), (200, r#"{"code":"SUCCESS"}"#.to_owned()));
    }
    assert_eq!(*booked.lock().unwrap(), BTreeMap::from([(Kind::Payment.number(1), 10_000)]));
}

#[test]
fn an_answer_with_a_wrong_signature_proves_nothing() {
    for fault in [Fault::BadSignature, Fault::SignTest, Fault::WrongSerial, Fault::Stale, Fault::Unsigned] {
        let (double, shop) = start();
        paid(&double, &shop, 1);
        double.fault(fault);
        let error = shop.refund(&refund_of(1, 1, 100)).unwrap_err();
        assert!(error.is_unsure(), "{fault:?}: {error}");
        // That a number does not exist would let somebody pay twice: it needs a signature too.
        double.fault(fault);
        assert!(shop.query_payout(&Kind::Payout.number(1)).unwrap_err().is_unsure(), "{fault:?}");
        assert_eq!(shop.query_payout(&Kind::Payout.number(1)), Ok(PayoutState::Unknown));
    }
}

#[test]
fn a_notice_that_is_forged_stale_or_for_others_is_not_believed() {
    let (double, shop) = start();
    let trade = paid(&double, &shop, 1);
    let code = |event: &str, trade: &Value, fault| {
        let (headers, body) = double.notice(event, trade, fault);
        shop.parse_callback(&headers, &body, now()).map_err(|error| error.code())
    };
    let success = "TRANSACTION.SUCCESS";
    for (fault, expected) in [
        (Fault::BadSignature, "signature"),
        (Fault::SignTest, "signature"),
        (Fault::WrongSerial, "unknown_serial"),
        (Fault::Stale, "stale"),
        (Fault::Unsigned, "header"),
    ] {
        let expected = format!("payment.callback.{expected}");
        assert_eq!(code(success, &trade, Some(fault)), Err(expected.as_str()), "{fault:?}");
    }
    let change = |field: &str, value: Value| {
        let mut other = trade.clone();
        other[field] = value;
        other
    };
    for (other, expected) in [
        (change("mchid", "1900000000".into()), "payment.callback.merchant"),
        (change("appid", "wx0".into()), "payment.callback.app"),
        (change("trade_state", "NOTPAY".into()), "payment.callback.unreadable"),
        (change("amount", json!({})), "payment.callback.unreadable"),
        (change("success_time", "soon".into()), "payment.callback.unreadable"),
        (json!([]), "payment.callback.unreadable"),
    ] {
        assert_eq!(code(success, &other, None), Err(expected), "{other}");
    }
    assert_eq!(code("COUPON.USE", &trade, None), Err("payment.callback.unknown_event"));
    let (headers, body) =
        double.notice(success, &change("amount", json!({ "total": 1, "currency": "CNY" })), None);
    let one_fen = shop.parse_callback(&headers, &body, now()).unwrap();
    assert_eq!(one_fen.expect(10_000, "CNY"), Err(CallbackError::Amount { expected: 10_000, got: 1 }));
    let other_key = shop_with(&double, |settings| settings.api_v3_key = "k".repeat(32));
    let (headers, body) = double.notice(success, &trade, None);
    assert!(other_key.parse_callback(&headers, &body, now()).is_err(), "another APIv3 key opens nothing");
}

#[test]
fn a_new_certificate_is_fetched_when_it_shows_up_and_not_for_made_up_serials() {
    let (double, shop) = start();
    let trade = paid(&double, &shop, 1);
    assert_eq!(double.count("GET /v3/certificates"), 1);
    // WeChat Pay lists the new certificate, then signs with it.
    {
        let mut books = double.books.lock().unwrap();
        books.listed = vec![SERIAL_A.into(), SERIAL_B.into()];
        books.signer = SERIAL_B.into();
    }
    let receive = |fault, at: Time| {
        *double.now.lock().unwrap() = at;
        let (headers, body) = double.notice("TRANSACTION.SUCCESS", &trade, fault);
        shop.parse_callback(&headers, &body, at).map_err(|error| error.code())
    };
    let later = now().plus(61 * SECOND);
    assert!(receive(None, later).is_ok());
    assert_eq!(double.count("GET /v3/certificates"), 2);
    for _ in 0..20 {
        assert_eq!(receive(Some(Fault::WrongSerial), later), Err("payment.callback.unknown_serial"));
    }
    assert_eq!(double.count("GET /v3/certificates"), 2, "not hammered");
    assert_eq!(
        receive(Some(Fault::WrongSerial), later.plus(61 * SECOND)),
        Err("payment.callback.unknown_serial")
    );
    assert_eq!(double.count("GET /v3/certificates"), 3);
    // Ten years on, certificate A has ended; B lasts twenty.
    double.books.lock().unwrap().signer = SERIAL_B.into();
    assert!(receive(None, now().plus(3_700 * DAY)).is_ok());
    double.books.lock().unwrap().signer = SERIAL_A.into();
    let expired = receive(None, now().plus(3_701 * DAY));
    assert!(
        matches!(expired, Err("payment.callback.expired_key" | "payment.callback.no_certificates")),
        "{expired:?}"
    );
}

#[test]
fn public_keys_are_chosen_by_their_id_and_need_no_certificates() {
    let double = Double::start(now());
    {
        let mut books = double.books.lock().unwrap();
        books.listed.clear();
        books.signer = PUBLIC_ID.into();
    }
    let shop = shop_with(&double, |settings| {
        settings.public_keys = [(PUBLIC_ID.into(), fixture!("platform-public.pub.pem").into())].into();
    });
    let trade = paid(&double, &shop, 1);
    let (headers, body) = double.notice("TRANSACTION.SUCCESS", &trade, None);
    assert!(shop.parse_callback(&headers, &body, now()).is_ok());
    assert_eq!(double.count("GET /v3/certificates"), 0);
    let (headers, body) = double.notice("TRANSACTION.SUCCESS", &trade, Some(Fault::WrongSerial));
    let error = shop.parse_callback(&headers, &body, now()).unwrap_err();
    assert_eq!(error.code(), "payment.callback.unknown_serial");
    assert_eq!(shop.refresh_certificates().unwrap_err().code(), "payment.refused");
}

#[test]
fn many_callbacks_at_once_fetch_the_certificates_once() {
    let double = Double::start(now());
    let shop = Arc::new(shop_with(&double, |_| {}));
    shop_with(&double, |_| {}).prepare(&charge(1, Way::Qr)).unwrap();
    let trade = double.pay(&Kind::Payment.number(1));
    let before = double.count("GET /v3/certificates");
    let notice = Arc::new(double.notice("TRANSACTION.SUCCESS", &trade, None));
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let (shop, notice) = (Arc::clone(&shop), Arc::clone(&notice));
            thread::spawn(move || shop.parse_callback(&notice.0, &notice.1, now()).map(drop))
        })
        .collect();
    // Whoever comes while they are fetched is told to come again, and does not wait.
    for heard in threads.into_iter().map(|thread| thread.join().unwrap()) {
        assert!(heard.is_ok() || heard.is_err_and(|error| error.status() == 503));
    }
    assert!(shop.parse_callback(&notice.0, &notice.1, now()).is_ok());
    assert_eq!(double.count("GET /v3/certificates"), before + 1);
}

/// A provider that says nothing keeps one thread waiting, however many strangers come with made-up serials.
#[test]
fn made_up_serials_do_not_wait_for_a_silent_provider() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let double = Double::start(now());
    let base_url = format!("http://{}", silent.local_addr().unwrap());
    let shop = Arc::new(shop_with(&double, |settings| settings.base_url = base_url));
    shop_with(&double, |_| {}).prepare(&charge(1, Way::Qr)).unwrap();
    let trade = double.pay(&Kind::Payment.number(1));
    let notice = Arc::new(double.notice("TRANSACTION.SUCCESS", &trade, Some(Fault::WrongSerial)));
    let first = {
        let (shop, notice) = (Arc::clone(&shop), Arc::clone(&notice));
        thread::spawn(move || shop.parse_callback(&notice.0, &notice.1, now()).map(drop))
    };
    let (asked, _) = silent.accept().unwrap();
    for _ in 0..1_000 {
        let error = shop.parse_callback(&notice.0, &notice.1, now()).unwrap_err();
        assert_eq!((error.code(), error.status()), ("payment.callback.no_certificates", 503));
    }
    assert!(!first.is_finished(), "nobody has waited for the provider's answer");
    // It hangs up, and is not asked again soon.
    drop((asked, silent));
    assert_eq!(first.join().unwrap().unwrap_err().code(), "payment.callback.no_certificates");
    let error = shop.parse_callback(&notice.0, &notice.1, now()).unwrap_err();
    assert_eq!(error.code(), "payment.callback.unknown_serial");
}

#[test]
fn a_merchant_with_another_key_is_told_so() {
    let (double, _) = start();
    let stranger = shop_with(&double, |settings| {
        settings.private_key = fixture!("platform-b.key.pem").into();
    });
    let error = stranger.prepare(&charge(1, Way::Qr)).unwrap_err();
    assert!(matches!(&error, ProviderError::Refused { code, .. } if code == "SIGN_ERROR"), "{error}");
    assert!(error.text().zh.contains("SIGN_ERROR"));
}

/// Well signed garbage: our own keys are the only thing that such a text can have right.
#[test]
fn signed_garbage_is_an_error_and_never_a_panic() {
    let (double, shop) = start();
    shop.refresh_certificates().unwrap();
    let (double, shop) = (Mutex::new(double), Mutex::new(shop));
    let word =
        prop_oneof![Just("TRANSACTION.SUCCESS"), Just("REFUND.SUCCESS"), Just("MCHTRANSFER.BILL.FINISHED")];
    let strategy = (any::<Vec<u8>>(), word, "[ -~]{0,20}", any::<String>());
    proptest!(ProptestConfig::with_cases(64), |((bytes, event, nonce, text) in strategy)| {
        let (double, shop) = (double.lock().unwrap(), shop.lock().unwrap());
        let envelope = json!({ "event_type": event, "resource": {
            "algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": text, "ciphertext": text } });
        for body in [bytes, envelope.to_string().into_bytes()] {
            let (headers, body) = double.signed(body, None);
            prop_assert!(shop.parse_callback(&headers, &body, now()).is_err());
        }
        // And garbage that is sealed as well.
        for resource in [json!(text), json!({ "mchid": MERCHANT, "amount": text, "state": text })] {
            let (headers, body) = double.notice(event, &resource, None);
            prop_assert!(shop.parse_callback(&headers, &body, now()).is_err());
        }
    });
    let long = vec![b' '; 70_000];
    let (headers, body) = double.lock().unwrap().signed(long, None);
    let error = shop.lock().unwrap().parse_callback(&headers, &body, now()).unwrap_err();
    assert_eq!(error.code(), "payment.callback.too_long");
}
