//! The server over real sockets, and those who mean it no good.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use banyan_api::http::{Limits, serve};
use banyan_shop::http::router;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::harness::{Db, FIGURES, House, on_both};

const LIMITS: Limits = Limits {
    head: Duration::from_millis(400),
    whole: Duration::from_millis(900),
    long: Duration::from_millis(1_500),
    last: Duration::from_secs(20),
    write: Duration::from_millis(300),
    connections: 6,
    per_address: 6,
};

/// A shop that listens.
struct Open {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Open {
    async fn of(house: &House, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { drop(stopped.await) };
        let running = tokio::spawn(serve(listener, router(house.shop.clone()), limits, stopped));
        Self { address, stop, running }
    }

    /// Sends bytes, and reads until the server closes.
    async fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The server may close before it has taken everything.
        let _ = stream.write_all(bytes).await;
        rest(&mut stream).await
    }

    /// The server still answers.
    async fn lives(&self) {
        let answer = self.send(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    }

    /// Whether so many clients are answered while all of them keep their places.
    async fn serves_at_once(&self, clients: usize) -> bool {
        let mut streams = Vec::new();
        for _ in 0..clients {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
            let mut answer = [0; 12];
            if stream.read_exact(&mut answer).await.is_err() || answer != *b"HTTP/1.1 200" {
                return false;
            }
            streams.push(stream);
        }
        true
    }

    async fn close(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap().unwrap();
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(20), reading).await.expect("the server never closes");
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(token: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /api/v1/webhooks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: {kind}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[test]
fn bodies_that_are_no_good_get_a_clear_answer() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let owner = house.staff("owner").await;
        let open = Open::of(&house, LIMITS).await;
        let deep = "[".repeat(100_000);
        let deep_in_field = format!("{{\"url\":{}", "{\"a\":".repeat(50_000));
        let large = vec![b' '; 600 * 1_024];
        let json = "application/json";
        let table: &[(&str, &str, &[u8], u16, &str)] = &[
            ("too large", json, &large, 400, "body_too_large"),
            ("deep", json, deep.as_bytes(), 400, "json_invalid"),
            ("deep in a field", json, deep_in_field.as_bytes(), 400, "json_invalid"),
            ("no UTF-8", json, b"{\"url\": \"\xff\xfe\"}", 400, "json_invalid"),
            ("cut", json, b"{\"url\": ", 400, "json_invalid"),
            ("empty", json, b"", 400, "json_invalid"),
            (
                "an unknown field",
                json,
                b"{\"url\":\"http://a.b/\",\"topics\":[],\"x\":1}",
                400,
                "json_invalid",
            ),
            ("NUL", json, b"{\"url\":\"http://a.b/\\u0000\",\"topics\":[]}", 400, "text_invalid"),
            ("a form", "application/x-www-form-urlencoded", b"url=x", 400, "not_json"),
            ("no type", "", b"{}", 400, "not_json"),
            ("a strange type", "\u{7f}text/\u{e9}", b"{}", 400, ""),
        ];
        for (case, kind, body, status, code) in table {
            let answer = open.send(&post(&owner, kind, body)).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{case}: {answer}");
            assert!(answer.contains(&format!("\"code\":\"{code}")) || code.is_empty(), "{case}: {answer}");
            if !code.is_empty() {
                assert!(answer.contains("application/problem+json"), "{case}: {answer}");
            }
            open.lives().await;
        }
        open.close().await;
    });
}

#[test]
fn garbage_and_slow_clients_are_let_go() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let owner = house.staff("owner").await;
        let open = Open::of(&house, LIMITS).await;
        // After a request, garbage.
        let answer = open.send(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n\x00\x01garbage\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("HTTP/1.1 400"), "{answer}");
        for garbage in [
            &b"\x16\x03\x01\x02\x00"[..],
            b"GET\r\n\r\n",
            b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
            b"POST /api/v1/webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        ] {
            let answer = open.send(garbage).await;
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{garbage:?}: {answer}");
        }
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(5_000));
        assert!(open.send(many.as_bytes()).await.starts_with("HTTP/1.1 431"));
        let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(1 << 20));
        let answer = open.send(long.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
        open.lives().await;

        // A head that does not end, and a connection without a request.
        for start in [&b"GET /healthz HTT"[..], b""] {
            let began = Instant::now();
            let answer = open.send(start).await;
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
            assert!(began.elapsed() < Duration::from_secs(10));
        }
        // A body that does not end.
        let whole = post(&owner, "application/json", b"{\"url\":\"https://example.com\",\"topics\":[\"*\"]}");
        let mut stream = TcpStream::connect(open.address).await.unwrap();
        stream.write_all(&whole[..whole.len() - 5]).await.unwrap();
        let answer = rest(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("too_slow"), "{answer}");
        // What reads the whole history may take longer, but not for ever.
        let began = Instant::now();
        let dry = String::from_utf8(whole.clone()).unwrap().replacen("/webhooks", "/staff/plans/dry-run", 1);
        let mut stream = TcpStream::connect(open.address).await.unwrap();
        stream.write_all(&dry.as_bytes()[..dry.len() - 5]).await.unwrap();
        let answer = rest(&mut stream).await;
        assert!(answer.contains("too_slow") && began.elapsed() >= LIMITS.long, "{answer}");
        // Somebody who goes away in the middle.
        let mut stream = TcpStream::connect(open.address).await.unwrap();
        stream.write_all(&whole[..whole.len() - 5]).await.unwrap();
        drop(stream);
        open.lives().await;
        let none = house.done(&owner, "GET", "/webhooks", None).await;
        assert_eq!(none, json!([]), "nothing of it was done");
        open.close().await;
    });
}

#[test]
fn what_is_under_way_is_finished_when_the_shop_stops() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let owner = house.staff("owner").await;
        let open = Open::of(&house, Limits::default()).await;
        let body = b"{\"url\":\"https://example.com/\",\"topics\":[\"*\"]}";
        let whole = post(&owner, "application/json", body);
        let mut stream = TcpStream::connect(open.address).await.unwrap();
        stream.write_all(&whole[..whole.len() - 5]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        open.stop.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!open.running.is_finished());
        assert!(TcpStream::connect(open.address).await.is_err(), "nobody else is let in");
        stream.write_all(&whole[whole.len() - 5..]).await.unwrap();
        let answer = rest(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        open.running.await.unwrap().unwrap();
        assert_eq!(house.done(&owner, "GET", "/webhooks", None).await.as_array().unwrap().len(), 1);
    });
}

/// Clients that were told that it took too long find nothing done later that they do not know of; what had begun is told to whoever
/// asks again with its key.
#[test]
fn what_takes_too_long_is_dropped_or_can_be_asked_for() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let owner = house.staff("owner").await;
        let open = Open::of(&house, LIMITS).await;
        let post = |key: &str, path: &str| {
            let body = format!("{{\"url\":\"https://example.com/{path}\",\"topics\":[\"*\"]}}");
            format!(
                "POST /api/v1/webhooks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {owner}\r\ncontent-type: application/json\r\n\
                 idempotency-key: {key}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
        };
        // Something holds the writer up: until it is let go, nothing else begins.
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = oneshot::channel();
        let writer = house.shop.writer.clone();
        let holding = tokio::spawn(async move {
            let hold = writer.run(move |_| {
                begun.send(()).unwrap();
                held.recv().unwrap();
                Ok(())
            });
            hold.await.unwrap();
        });
        has_begun.await.unwrap();
        let answer = open.send(post("first", "a").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("outcome_unknown"), "{answer}");
        assert!(answer.contains("retry-after"), "{answer}");
        let_go.send(()).unwrap();
        holding.await.unwrap();
        house.shop.writer.beat().await.unwrap();
        let none = house.done(&owner, "GET", "/webhooks", None).await;
        assert_eq!(none, json!([]), "whoever asked was told that it took too long");
        // Sent again with its key, it is done, once.
        for _ in 0..2 {
            let answer = open.send(post("first", "a").as_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 201") || answer.contains("secret_shown_once"), "{answer}");
        }
        assert_eq!(house.done(&owner, "GET", "/webhooks", None).await.as_array().unwrap().len(), 1);
        open.close().await;
    });
}

on_both!(health_readiness_and_figures, |house: House| async move {
    let open = Open::of(&house, Limits::default()).await;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    open.lives().await;
    assert!(open.send(get("/readyz").as_bytes()).await.starts_with("HTTP/1.1 200"));
    open.send(get("/api/v1/webhooks?phone=13800138000").as_bytes()).await;
    let with_token = format!("connection: close\r\nauthorization: Bearer {FIGURES}\r\n");
    let answer = open.send(get("/metrics").replace("connection: close\r\n", &with_token).as_bytes()).await;
    let (_, text) = answer.split_once("\r\n\r\n").unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix('#') {
            let words: Vec<&str> = comment.split_whitespace().collect();
            assert!(words.len() == 3 && words[0] == "TYPE" && kinds.insert(words[1].to_owned()), "{line}");
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = name.split('{').next().unwrap();
        assert!(kinds.iter().any(|kind| name.starts_with(kind.as_str())), "{line}");
    }
    assert!(text.contains("route=\"/api/v1/webhooks\",method=\"GET\",status=\"401\""), "{text}");
    assert!(!text.contains("13800138000"));
    // The database is of no use.
    let broken = |sql: &'static str| {
        let place = house.place.clone();
        std::thread::spawn(move || place.connect(false).unwrap().script(sql).unwrap()).join().unwrap();
    };
    broken("ALTER TABLE clock RENAME TO clock_away");
    let answer = open.send(get("/readyz").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    open.lives().await;
    broken("ALTER TABLE clock_away RENAME TO clock");
    let answer = open.send(get("/readyz").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    open.close().await;
});

#[test]
fn clients_that_read_nothing_do_not_keep_others_out() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        // Only writing is bounded here: whoever waits for the others is not sent away for being slow.
        let patient = Duration::from_mins(1);
        let open = Open::of(&house, Limits { head: patient, whole: patient, long: patient, ..LIMITS }).await;
        // Much more than what lies between the two programs, asked for and not read.
        let asked = b"GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(400);
        let mut silent = Vec::new();
        for _ in 0..LIMITS.connections {
            let mut stream = TcpStream::connect(open.address).await.unwrap();
            let _ = stream.write_all(&asked).await;
            silent.push(stream);
        }
        // Others are served again once the server has given these up. One that is read before would be sent everything.
        let begun = Instant::now();
        while !open.serves_at_once(LIMITS.connections).await {
            assert!(begun.elapsed() < Duration::from_mins(1), "silent clients keep everybody out");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        for mut stream in silent {
            let read = rest(&mut stream).await.len();
            assert!(
                read < 400 * banyan_shop::http::openapi().len() / 2,
                "{read} bytes were kept for whoever did not read"
            );
        }
        open.close().await;
    });
}

/// Neither a stranger nor a member nor staff reads how a business does from its port for Prometheus.
#[test]
fn figures_are_for_whoever_has_their_token_or_reaches_their_port() {
    crate::harness::run(Db::Sqlite, |house: House| async move {
        let owner = house.staff("owner").await;
        let open = Open::of(&house, Limits::default()).await;
        let ask = |token: &str| {
            format!(
                "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
            )
        };
        let nobody = "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        for request in [nobody, &ask("wrong"), &ask(""), &ask(&owner)] {
            let answer = open.send(request.as_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 401") && !answer.contains("banyan_"), "{answer}");
        }
        assert!(open.send(ask(FIGURES).as_bytes()).await.starts_with("HTTP/1.1 200"));

        // At a port of their own there is nothing else.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let router = banyan_api::http::metrics_router(house.shop.clone());
        tokio::spawn(banyan_api::http::serve(listener, router, Limits::default(), std::future::pending()));
        for (path, status) in
            [("/metrics", "HTTP/1.1 200"), ("/healthz", "HTTP/1.1 404"), ("/api/v1/plan", "HTTP/1.1 404")]
        {
            let mut stream = TcpStream::connect(at).await.unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let answer = rest(&mut stream).await;
            assert!(answer.starts_with(status), "{path}: {answer}");
        }
    });
}
