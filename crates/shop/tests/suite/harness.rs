//! A shop for a test: its own database, a clock that the test sets, requests without a network in between.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use banyan_api::{App, Proxies};
use banyan_base::clock::HandClock;
use banyan_base::passwords::Strength;
use banyan_base::random::Seeded;
use banyan_base::vault::MasterKey;
use banyan_core::work::writer::Thread;
use banyan_law::signoff::SignOff;
use banyan_people::notify::{Double, Notifiers};
use banyan_plan::time::{DAY, Time};
use banyan_rules::plans::First;
use banyan_shop::http::router;
use banyan_shop::shop::{Opening, open};
use banyan_store::DatabaseUrl;
use serde_json::Value;
use tower::ServiceExt as _;

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Db {
    Sqlite,
    Postgres,
}

/// Runs one test on both databases: `on_both!(name, |house| async move { … })` with a [`House`].
macro_rules! on_both {
    ($(#[$meta:meta])* $name:ident, $test:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            #[test]
            $(#[$meta])*
            fn sqlite() {
                $crate::harness::run($crate::harness::Db::Sqlite, $test);
            }
            #[test]
            $(#[$meta])*
            fn postgres() {
                $crate::harness::run($crate::harness::Db::Postgres, $test);
            }
        }
    };
}
pub(crate) use on_both;

/// Noon of the first day of 2026.
pub(crate) const START: i64 = 1_767_268_800_000_000_000;

/// Two levels: the seller their product's rate, whoever invited them a quarter of that.
pub(crate) const TWO_LEVELS: &str = r#"
[plan]
id = "two-levels"
currency = "CNY"
[sale]
release_after = "7d"
[[rank]]
id = "owner"
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "product"
[[reward]]
id = "up"
on = "sale"
to = { upline = 1 }
rate = "25%"
of = "own"
"#;

/// A plan for a shop under the pack that asks least; what it warns of is signed.
pub(crate) fn first(plan: &str) -> First {
    let signed = SignOff {
        pack: "us-ca".to_owned(),
        rule: "STR-20".to_owned(),
        who: "counsel".to_owned(),
        at: Time(i64::MIN),
        document: "memo 1".to_owned(),
        reason: "reviewed".to_owned(),
        expires: Time(4_070_908_800_000_000_000),
    };
    First { packs: vec!["us-ca".to_owned()], sign_offs: vec![signed], ..First::of(plan) }
}

/// A shop for a test.
pub(crate) struct House {
    pub(crate) shop: App,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) place: DatabaseUrl,
    /// What was sent to people, once the settings choose it.
    pub(crate) messages: Arc<Double>,
    thread: Option<Thread>,
    router: Router,
    /// Removed with the house.
    pub(crate) dir: Option<tempfile::TempDir>,
}

/// A key for personal data; shops of tests are opened with the first.
pub(crate) fn key(id: u16) -> MasterKey {
    MasterKey { id, bytes: [6 + id as u8; 32] }
}

/// The token of the figures for Prometheus.
pub(crate) const FIGURES: &str = "figures-of-the-house";

/// Runs a test in a house on one of the databases.
pub(crate) fn run<F: Future<Output = ()>>(db: Db, test: impl FnOnce(House) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { test(House::open(db, TWO_LEVELS)).await });
}

/// A database that nobody else uses, with nothing in it.
pub(crate) fn fresh(db: Db, dir: &Path) -> DatabaseUrl {
    match db {
        Db::Sqlite => DatabaseUrl::Sqlite(dir.join("shop.db")),
        Db::Postgres => created(""),
    }
}

/// A database that nobody else uses, with the tables of a shop and no row: the copy of one that was migrated once for all tests,
/// because on PostgreSQL the migrations take longer than most tests.
pub(crate) fn migrated(db: Db, dir: &Path) -> DatabaseUrl {
    static ON_POSTGRES: LazyLock<String> = LazyLock::new(|| {
        let place = created("");
        migrate(&place);
        let DatabaseUrl::Postgres(url) = place else { unreachable!("a server's address") };
        url[url.find("/t").unwrap() + 1..url.find('?').unwrap()].to_owned()
    });
    static ON_SQLITE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        migrate(&fresh(Db::Sqlite, dir.path()));
        dir
    });
    match db {
        Db::Sqlite => {
            let file = dir.join("shop.db");
            // Its permissions come along.
            std::fs::copy(ON_SQLITE.path().join("shop.db"), &file).unwrap();
            DatabaseUrl::Sqlite(file)
        }
        Db::Postgres => created(&format!("TEMPLATE {}", *ON_POSTGRES)),
    }
}

/// The client of PostgreSQL has a runtime of its own, which must not start inside of another.
fn migrate(place: &DatabaseUrl) {
    std::thread::scope(|scope| scope.spawn(|| place.migrate().unwrap()).join().unwrap());
}

/// A new database on the server of the tests.
fn created(like: &str) -> DatabaseUrl {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("BANYAN_TEST_POSTGRES")
        .expect("BANYAN_TEST_POSTGRES: run this by scripts/postgres.sh, which starts a private server");
    let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let url = server.replacen("/postgres?", &format!("/{name}?"), 1);
    let create = format!("CREATE DATABASE {name} {like}");
    std::thread::spawn(move || {
        DatabaseUrl::Postgres(server).connect(false).unwrap().script(&create).unwrap();
    })
    .join()
    .unwrap();
    DatabaseUrl::Postgres(url)
}

impl House {
    /// A new shop with a plan.
    pub(crate) fn open(db: Db, plan: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = migrated(db, dir.path());
        Self::on(place, plan, Some(dir), START)
    }

    /// The shop on a database that may hold something already.
    pub(crate) fn on(place: DatabaseUrl, plan: &str, dir: Option<tempfile::TempDir>, now: i64) -> Self {
        Self::opened(place, plan, dir, now, None)
    }

    /// Likewise, with an account at WeChat Pay.
    pub(crate) fn opened(
        place: DatabaseUrl,
        plan: &str,
        dir: Option<tempfile::TempDir>,
        now: i64,
        wechat: Option<banyan_pay::providers::wechat::Settings>,
    ) -> Self {
        Self::with(place, plan, dir, now, wechat, true, &[1])
    }

    /// A shop that is no demo: nothing is paid at the test till.
    pub(crate) fn no_demo(db: Db) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = migrated(db, dir.path());
        Self::with(place, TWO_LEVELS, Some(dir), START, None, false, &[1])
    }

    fn with(
        place: DatabaseUrl,
        plan: &str,
        dir: Option<tempfile::TempDir>,
        now: i64,
        wechat: Option<banyan_pay::providers::wechat::Settings>,
        test_till: bool,
        keys: &[u16],
    ) -> Self {
        let clock = HandClock::at(Time(now));
        let messages = Arc::new(Double::default());
        let opening = Opening {
            place: place.clone(),
            key: key(keys[0]),
            older_keys: keys[1..].iter().map(|id| key(*id)).collect(),
            clock: clock.clone(),
            random: Box::new(Seeded::new(now.unsigned_abs())),
            strength: Strength::CHEAP_FOR_TESTS,
            first_plan: first(plan),
            address: "http://127.0.0.1".to_owned(),
            wechat,
            notifiers: Notifiers::new(vec![messages.clone()]),
            proxies: Proxies::parse(&["10.0.0.0/24"]).unwrap(),
            test_till,
            metrics_token: Some(FIGURES.to_owned()),
        };
        // PostgreSQL's client must not start inside of a runtime.
        let (shop, thread) = std::thread::spawn(move || open(opening)).join().unwrap().unwrap();
        let router = router(shop.clone());
        Self { shop, clock, place, messages, thread: Some(thread), router, dir }
    }

    /// Closes the shop and opens it again on the same data, as another process would.
    pub(crate) fn again(mut self, plan: &str) -> Self {
        let (place, dir, now) = (self.place.clone(), self.dir.take(), self.now());
        drop(self);
        Self::on(place, plan, dir, now)
    }

    /// Closes the shop and opens it again as one that is no demo.
    pub(crate) fn no_demo_any_more(mut self) -> Self {
        let (place, dir, now) = (self.place.clone(), self.dir.take(), self.now());
        drop(self);
        Self::with(place, TWO_LEVELS, dir, now, None, false, &[1])
    }

    /// Closes the shop, does something to its data, and opens it again with these keys, the current one first.
    pub(crate) fn keyed(mut self, keys: &[u16], meanwhile: impl FnOnce() + Send) -> Self {
        let (place, dir, now) = (self.place.clone(), self.dir.take(), self.now());
        drop(self);
        std::thread::scope(|scope| scope.spawn(meanwhile).join()).unwrap();
        Self::with(place, TWO_LEVELS, dir, now, None, true, keys)
    }

    /// What the clock shows.
    pub(crate) fn now(&self) -> i64 {
        banyan_base::clock::Clock::now(&*self.clock).0
    }

    /// Lets days pass.
    pub(crate) fn days(&self, days: i64) {
        self.clock.set(Time(self.now() + days * DAY));
    }

    /// A request as somebody (a session's or an API token; nothing for a visitor): status and JSON body.
    pub(crate) async fn ask(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        self.ask_with(token, method, path, body, &[]).await
    }

    /// Likewise with further headers.
    pub(crate) async fn ask_with(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            None => Body::empty(),
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
        };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// A visitor's request over a connection from some address: status, cookies that were set, JSON body.
    pub(crate) async fn ask_from(
        &self,
        peer: &str,
        (method, path): (&str, &str),
        body: &Value,
        headers: &[(&str, &str)],
    ) -> (StatusCode, Vec<String>, Value) {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        request = request.header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = std::net::SocketAddr::new(peer.parse().unwrap(), 50_000);
        let request = request.extension(peer).body(Body::from(body.to_string())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let cookies =
            cookies.map(|value| value.to_str().unwrap().split(';').next().unwrap().to_owned()).collect();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, cookies, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Bytes as somebody: status and JSON body.
    pub(crate) async fn send(
        &self,
        token: &str,
        method: &str,
        path: &str,
        bytes: Vec<u8>,
    ) -> (StatusCode, Value) {
        self.send_with(token, (method, path), bytes, &[]).await
    }

    /// Likewise with further headers.
    pub(crate) async fn send_with(
        &self,
        token: &str,
        (method, path): (&str, &str),
        bytes: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request =
            request.header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::from(bytes));
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// A provider's callback: status and JSON body.
    pub(crate) async fn post(
        &self,
        path: &str,
        headers: axum::http::HeaderMap,
        bytes: Vec<u8>,
    ) -> (StatusCode, Value) {
        let mut request =
            Request::builder().method("POST").uri(format!("/api/v1{path}")).body(Body::from(bytes)).unwrap();
        request.headers_mut().extend(headers);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// What a visitor's browser gets: status, headers, bytes.
    pub(crate) async fn fetch(&self, path: &str) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let request = Request::builder().uri(format!("/api/v1{path}")).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, headers, bytes.to_vec())
    }

    /// What is at an address outside of the API: status and headers.
    pub(crate) async fn fetch_root(&self, path: &str) -> (StatusCode, axum::http::HeaderMap) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        (response.status(), response.headers().clone())
    }

    /// A page, as text.
    pub(crate) async fn page(&self, path: &str) -> String {
        let request = Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {FIGURES}"));
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// A text that somebody downloads.
    pub(crate) async fn read(&self, token: &str, path: &str) -> String {
        let request = Request::builder().uri(format!("/api/v1{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty());
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.status());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// A request that must succeed.
    pub(crate) async fn done(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.ask(token, method, path, body).await;
        assert!(status.is_success(), "{method} {path}: {status} {answer}");
        answer
    }

    /// A request that must be refused with a code.
    pub(crate) async fn refused(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        code: &str,
    ) {
        let (status, answer) = self.ask(token, method, path, body).await;
        assert!(!status.is_success() && !status.is_server_error(), "{method} {path}: {status} {answer}");
        assert_eq!(answer["code"], code, "{method} {path}: {answer}");
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.stop();
        }
    }
}
