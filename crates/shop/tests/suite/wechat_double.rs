//! A double of WeChat Pay: a real HTTP server on 127.0.0.1 that speaks APIv3. It checks our signatures, signs its answers, seals its
//! certificates and notices, keeps payments, refunds and transfers, and plays faults on demand.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use banyan_pay::providers::HeaderMap;
use banyan_plan::time::{SECOND, Time};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

pub(crate) const APPID: &str = "wx8888888888888888";
pub(crate) const MERCHANT: &str = "1900001109";
pub(crate) const MERCHANT_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
pub(crate) const API_V3_KEY: &str = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb";
pub(crate) const PUBLIC_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";
/// The certificate that is in use first, and the one that follows.
pub(crate) const SERIAL_A: &str = "50062CE505775F070CAB06E697F1BBD1AD4F4D87";
pub(crate) const SERIAL_B: &str = "7132D72A03E93CDDF8C03BBD1F37EEDF00C0FFEE";
const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";
pub(crate) const PAID_AT: &str = "2026-12-01T08:00:00+08:00";

/// A PEM file of the fixtures.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../pay/tests/fixtures/wechatpay/", $name))
    };
}
pub(crate) use fixture;

/// What goes wrong with the next answer, or a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The signature is of other bytes.
    BadSignature,
    /// WeChat Pay's own probe.
    SignTest,
    /// The serial is of a key that nobody has.
    WrongSerial,
    /// Signed 301 seconds ago.
    Stale,
    /// No signature at all.
    Unsigned,
    /// Too many requests.
    Busy,
    /// The work is done, then a 500 comes back.
    ServerError,
    /// The work is done, then the answer stops in the middle.
    CutOff,
    /// The work is done, then the connection closes without an answer.
    Silent,
}

/// Books of the double.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) payments: BTreeMap<String, Value>,
    pub(crate) refunds: BTreeMap<String, Value>,
    pub(crate) transfers: BTreeMap<String, Value>,
    pub(crate) faults: VecDeque<Fault>,
    /// Method and path of each request.
    pub(crate) log: Vec<String>,
    /// Complaints about requests: wrong signatures and such.
    pub(crate) complaints: Vec<String>,
    pub(crate) signer: String,
    /// Serials of the certificates that are listed.
    pub(crate) listed: Vec<String>,
}

pub(crate) struct Double {
    pub(crate) books: Arc<Mutex<Books>>,
    pub(crate) base_url: String,
    pub(crate) now: Arc<Mutex<Time>>,
}

struct Call {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

pub(crate) fn der(pem: &str) -> Vec<u8> {
    let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(lines).unwrap()
}

fn signer(serial: &str) -> KeyPair {
    KeyPair::from_pkcs8(&der(match serial {
        SERIAL_A => fixture!("platform-a.key.pem"),
        SERIAL_B => fixture!("platform-b.key.pem"),
        _ => fixture!("platform-public.key.pem"),
    }))
    .unwrap()
}

pub(crate) fn seal(nonce: &str, data: &str, plain: &[u8]) -> String {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, API_V3_KEY.as_bytes()).unwrap());
    let mut bytes = plain.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).unwrap();
    key.seal_in_place_append_tag(nonce, Aad::from(data), &mut bytes).unwrap();
    STANDARD.encode(bytes)
}

/// The four headers over a body, by the key of `serial`, with a fault if wanted.
fn sign(serial: &str, now: Time, body: &[u8], fault: Option<Fault>) -> Vec<(&'static str, String)> {
    if fault == Some(Fault::Unsigned) {
        return vec![];
    }
    let age = if fault == Some(Fault::Stale) { 301 } else { 0 };
    let timestamp = (now.0 / SECOND - age).to_string();
    let mut text = format!("{timestamp}\n{NONCE}\n").into_bytes();
    text.extend_from_slice(if fault == Some(Fault::BadSignature) { b"other bytes" } else { body });
    text.push(b'\n');
    let key = signer(serial);
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &text, &mut signature).unwrap();
    let mut signature = STANDARD.encode(signature);
    if fault == Some(Fault::SignTest) {
        signature.insert_str(0, "WECHATPAY/SIGNTEST/");
    }
    let serial = if fault == Some(Fault::WrongSerial) { "DEADBEEF" } else { serial };
    vec![
        ("Wechatpay-Serial", serial.into()),
        ("Wechatpay-Timestamp", timestamp),
        ("Wechatpay-Nonce", NONCE.into()),
        ("Wechatpay-Signature", signature),
        ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".into()),
    ]
}

impl Double {
    /// Starts a server at a free port; it lives as long as the test binary.
    pub(crate) fn start(now: Time) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let books = Arc::new(Mutex::new(Books {
            signer: SERIAL_A.into(),
            listed: vec![SERIAL_A.into()],
            ..Books::default()
        }));
        let double = Self { books, base_url, now: Arc::new(Mutex::new(now)) };
        let (books, now) = (Arc::clone(&double.books), Arc::clone(&double.now));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (books, now) = (Arc::clone(&books), Arc::clone(&now));
                thread::spawn(move || serve(&stream, &books, *now.lock().unwrap()));
            }
        });
        double
    }

    pub(crate) fn fault(&self, fault: Fault) {
        self.books.lock().unwrap().faults.push_back(fault);
    }

    /// How often a request with this start of `METHOD path` arrived.
    pub(crate) fn count(&self, start: &str) -> usize {
        self.books.lock().unwrap().log.iter().filter(|line| line.starts_with(start)).count()
    }

    /// Whether the merchant's key made the signature over the text.
    pub(crate) fn is_merchants(text: &str, signature: &str) -> bool {
        merchant_signed(text, signature).is_ok()
    }

    /// The buyer pays.
    pub(crate) fn pay(&self, number: &str) -> Value {
        let mut books = self.books.lock().unwrap();
        let trade = books.payments.get_mut(number).unwrap();
        trade["trade_state"] = "SUCCESS".into();
        trade["transaction_id"] = format!("4200{number}").into();
        trade["success_time"] = PAID_AT.into();
        trade.clone()
    }

    /// A signed and sealed notice, as WeChat Pay posts it.
    pub(crate) fn notice(&self, event: &str, resource: &Value, fault: Option<Fault>) -> (HeaderMap, Vec<u8>) {
        let body = json!({
            "id": "EV-2018022511223320873",
            "create_time": PAID_AT,
            "resource_type": "encrypt-resource",
            "event_type": event,
            "summary": "通知",
            "resource": {
                "original_type": "transaction",
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": seal("fdasflkja484", "transaction", resource.to_string().as_bytes()),
                "associated_data": "transaction",
                "nonce": "fdasflkja484",
            },
        });
        self.signed(body.to_string().into_bytes(), fault)
    }

    /// Posts a notice to the shop, as WeChat Pay does; the status and body of its answer.
    pub(crate) fn deliver(url: &str, (headers, body): &(HeaderMap, Vec<u8>)) -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut request = agent.post(url).content_type("application/json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut answer = request.send(&body[..]).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// Any body, signed.
    pub(crate) fn signed(&self, body: Vec<u8>, fault: Option<Fault>) -> (HeaderMap, Vec<u8>) {
        let serial = self.books.lock().unwrap().signer.clone();
        let mut headers = HeaderMap::new();
        for (name, value) in sign(&serial, *self.now.lock().unwrap(), &body, fault) {
            headers.insert(name, value.parse().unwrap());
        }
        (headers, body)
    }
}

fn read_call(stream: &TcpStream) -> Option<Call> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Call { method, path, headers, body })
}

fn serve(mut stream: &TcpStream, books: &Mutex<Books>, now: Time) {
    let Some(call) = read_call(stream) else { return };
    let (status, body, headers, fault) = {
        let mut books = books.lock().unwrap();
        books.log.push(format!("{} {}", call.method, call.path));
        let (mut status, value) = match check(&call, now) {
            Ok(()) => books.answer(&call),
            Err(complaint) => {
                books.complaints.push(complaint.clone());
                (401, json!({ "code": "SIGN_ERROR", "message": complaint }))
            }
        };
        // Downloads of certificates are spared, so that a fault hits the call that the test means.
        let fault = if call.path == "/v3/certificates" { None } else { books.faults.pop_front() };
        let mut body = if value.is_null() { vec![] } else { value.to_string().into_bytes() };
        if fault == Some(Fault::ServerError) {
            (status, body) = (500, br#"{"code":"SYSTEM_ERROR","message":"later"}"#.to_vec());
        }
        if fault == Some(Fault::Busy) {
            (status, body) = (429, br#"{"code":"FREQUENCY_LIMITED","message":"slower"}"#.to_vec());
        }
        (status, body.clone(), sign(&books.signer, now, &body, fault), fault)
    };
    if fault == Some(Fault::Silent) {
        return;
    }
    let mut head = format!("HTTP/1.1 {status} Double\r\nConnection: close\r\n");
    if status != 204 {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    let kept = if fault == Some(Fault::CutOff) { body.len() / 2 } else { body.len() };
    let _ = stream.write_all(&[head.as_bytes(), b"\r\n", &body[..kept]].concat());
}

/// Checks `Authorization` as the server does: scheme, merchant, serial, time, and the signature over what arrived.
fn check(call: &Call, now: Time) -> Result<(), String> {
    let header = call.headers.get("authorization").ok_or("no Authorization")?;
    let pairs = header.strip_prefix("WECHATPAY2-SHA256-RSA2048 ").ok_or("another scheme")?;
    let pairs: BTreeMap<&str, &str> = pairs
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect();
    let get = |name: &str| pairs.get(name).copied().ok_or(format!("no {name}"));
    if get("mchid")? != MERCHANT || get("serial_no")? != MERCHANT_SERIAL {
        return Err("another merchant".into());
    }
    let (timestamp, nonce) = (get("timestamp")?, get("nonce_str")?);
    if timestamp.parse::<i64>().map_or(u64::MAX, |signed| signed.abs_diff(now.0 / SECOND)) > 300 {
        return Err("stale".into());
    }
    let body = String::from_utf8_lossy(&call.body);
    let text = format!("{}\n{}\n{timestamp}\n{nonce}\n{body}\n", call.method, call.path);
    merchant_signed(&text, get("signature")?)
}

fn merchant_signed(text: &str, signature: &str) -> Result<(), String> {
    let private = KeyPair::from_pkcs8(&der(fixture!("merchant.key.pem"))).unwrap();
    let signature = STANDARD.decode(signature).map_err(|error| error.to_string())?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, private.public())
        .verify(text.as_bytes(), &signature)
        .map_err(|_| "the signature does not fit".to_owned())
}

fn refuse(status: u16, code: &str) -> (u16, Value) {
    (status, json!({ "code": code, "message": code }))
}

impl Books {
    fn answer(&mut self, call: &Call) -> (u16, Value) {
        let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let path = call.path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.trim_start_matches("/v3/").split('/').collect();
        match (call.method.as_str(), &parts[..]) {
            ("GET", ["certificates"]) => self.certificates(),
            ("POST", ["pay", "transactions", kind @ ("native" | "jsapi" | "h5")]) => self.place(kind, &body),
            ("GET", ["pay", "transactions", "out-trade-no", number]) => find(&self.payments, number),
            ("POST", ["pay", "transactions", "out-trade-no", number, "close"]) => self.close(number),
            ("POST", ["refund", "domestic", "refunds"]) => self.refund(&body),
            ("GET", ["refund", "domestic", "refunds", number]) => find(&self.refunds, number),
            ("POST", ["fund-app", "mch-transfer", "transfer-bills"]) => self.transfer(call, &body),
            ("GET", ["fund-app", "mch-transfer", "transfer-bills", "out-bill-no", number]) => {
                find(&self.transfers, number)
            }
            ("POST", ["fund-app", "mch-transfer", "transfer-bills", "out-bill-no", number, "cancel"]) => {
                let Some(bill) = self.transfers.get_mut(*number) else { return refuse(404, "NOT_FOUND") };
                bill["state"] = "CANCELING".into();
                (200, bill.clone())
            }
            _ => refuse(404, "NO_SUCH_PATH"),
        }
    }

    fn certificates(&self) -> (u16, Value) {
        let entry = |serial: &String| {
            let pem = if serial == SERIAL_A {
                fixture!("platform-a.crt.pem")
            } else {
                fixture!("platform-b.crt.pem")
            };
            json!({
                "serial_no": serial,
                "effective_time": "2026-11-25T07:00:00+08:00",
                "expire_time": "2036-11-20T07:00:00+08:00",
                "encrypt_certificate": {
                    "algorithm": "AEAD_AES_256_GCM",
                    "nonce": "61f9c719728a",
                    "associated_data": "certificate",
                    "ciphertext": seal("61f9c719728a", "certificate", pem.as_bytes()),
                },
            })
        };
        if self.listed.is_empty() {
            return refuse(404, "RESOURCE_NOT_EXISTS");
        }
        (200, json!({ "data": self.listed.iter().map(entry).collect::<Vec<_>>() }))
    }

    fn place(&mut self, kind: &str, body: &Value) -> (u16, Value) {
        let number = body["out_trade_no"].as_str().unwrap_or_default().to_owned();
        if body["appid"] != APPID || body["mchid"] != MERCHANT || body["amount"]["currency"] != "CNY" {
            return refuse(400, "PARAM_ERROR");
        }
        match (kind, &body["payer"]["openid"], &body["scene_info"]["payer_client_ip"]) {
            ("jsapi", Value::Null, _) | ("h5", _, Value::Null) => return refuse(400, "PARAM_ERROR"),
            _ => {}
        }
        let trade = json!({
            "appid": APPID, "mchid": MERCHANT, "out_trade_no": number, "trade_state": "NOTPAY",
            "trade_state_desc": "订单未支付", "trade_type": kind.to_uppercase(), "amount": body["amount"],
        });
        match self.payments.get(&number) {
            Some(old) if old["trade_state"] == "SUCCESS" => return refuse(400, "ORDER_PAID"),
            Some(old) if old["amount"] != trade["amount"] => return refuse(400, "INVALID_REQUEST"),
            Some(_) => {}
            None => drop(self.payments.insert(number.clone(), trade)),
        }
        (
            200,
            match kind {
                "native" => json!({ "code_url": format!("weixin://wxpay/bizpayurl?pr={number}") }),
                "jsapi" => json!({ "prepay_id": format!("wx{number}") }),
                _ => {
                    json!({ "h5_url": format!("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={number}") })
                }
            },
        )
    }

    fn close(&mut self, number: &str) -> (u16, Value) {
        let Some(trade) = self.payments.get_mut(number) else { return refuse(404, "ORDER_NOT_EXIST") };
        if trade["trade_state"] == "SUCCESS" {
            return refuse(400, "ORDER_PAID");
        }
        trade["trade_state"] = "CLOSED".into();
        (204, Value::Null)
    }

    fn refund(&mut self, body: &Value) -> (u16, Value) {
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let (number, trade) = (text("out_refund_no"), text("out_trade_no"));
        if let Some(old) = self.refunds.get(&number) {
            return (200, old.clone());
        }
        let Some(payment) = self.payments.get_mut(&trade) else {
            return refuse(404, "RESOURCE_NOT_EXISTS");
        };
        let of_trade = self.refunds.values().filter(|refund| refund["out_trade_no"] == trade.as_str());
        // What was closed has not gone.
        let of_trade = of_trade.filter(|refund| refund["status"] != "CLOSED");
        let before: i64 = of_trade.filter_map(|refund| refund["amount"]["refund"].as_i64()).sum();
        let asked = body["amount"]["refund"].as_i64().unwrap_or_default();
        let total = payment["amount"]["total"].as_i64().unwrap_or_default();
        if body["amount"]["total"] != total || before + asked > total {
            return refuse(400, "INVALID_REQUEST");
        }
        payment["trade_state"] = "REFUND".into();
        let refund = json!({
            "refund_id": format!("5030{number}"), "out_refund_no": number, "out_trade_no": trade,
            "transaction_id": payment["transaction_id"], "status": "PROCESSING", "amount": body["amount"],
            "create_time": PAID_AT,
        });
        self.refunds.insert(number, refund.clone());
        (200, refund)
    }

    fn transfer(&mut self, call: &Call, body: &Value) -> (u16, Value) {
        let number = body["out_bill_no"].as_str().unwrap_or_default().to_owned();
        let named = !body["user_name"].is_null();
        if named && !call.headers.contains_key("wechatpay-serial") {
            return refuse(400, "PARAM_ERROR");
        }
        if let Some(old) = self.transfers.get(&number) {
            let same = old["transfer_amount"] == body["transfer_amount"];
            return if same { (200, old.clone()) } else { refuse(400, "ALREADY_EXISTS") };
        }
        let bill = json!({
            "mch_id": MERCHANT, "appid": APPID, "out_bill_no": number, "transfer_bill_no": format!("1330{number}"),
            "state": "WAIT_USER_CONFIRM", "transfer_amount": body["transfer_amount"], "openid": body["openid"],
            "create_time": PAID_AT, "update_time": PAID_AT, "package_info": "affffddafdfafddffda==",
            "user_name": body["user_name"], "scene": body["transfer_scene_report_infos"],
        });
        self.transfers.insert(number, bill.clone());
        (200, bill)
    }
}

fn find(books: &BTreeMap<String, Value>, number: &str) -> (u16, Value) {
    books.get(number).map_or_else(|| refuse(404, "RESOURCE_NOT_EXISTS"), |value| (200, value.clone()))
}
