//! Paid orders a second over HTTP: a server process, and a load generator on the same machine.
//!
//! `cargo bench -p banyan-shop --bench orders -- --db sqlite --members 10000 --seconds 10 --clients 64`
//!
//! Each client keeps one connection and one signed-in buyer, who places an order and pays it, again and again: two
//! requests an order. Both levels above the buyer earn. Every acknowledged write is on the disk.
//!
//! With `--expire 10000` so many unpaid orders expire at one moment while the clients buy; then it is told how long payments
//! took before it, and while there still was one of them.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use banyan_base::clock::{Clock as _, SystemClock};
use banyan_base::passwords::Strength;
use banyan_base::random::Os;
use banyan_base::tokens::{Token, TokenHash};
use banyan_base::vault::MasterKey;
use banyan_rules::plans::First;
use banyan_shop::run::run;
use banyan_shop::shop::{Opening, open};
use banyan_store::{Conn, DatabaseUrl, Rows, Value, row};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PLAN: &str = r#"
[plan]
id = "two-levels"
currency = "CNY"
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

/// Says where the data lives, to the process that serves.
const SERVE: &str = "BANYAN_BENCH_SERVE";

struct Options {
    db: String,
    members: i64,
    seconds: u64,
    clients: usize,
    expire: i64,
}

/// How long a request took.
struct Took {
    began: Instant,
    time: Duration,
    is_payment: bool,
}

fn main() {
    if let Ok(place) = std::env::var(SERVE) {
        return serve(&DatabaseUrl::parse(&place).expect("an address"));
    }
    let options = options();
    let dir = tempfile::tempdir_in(std::env::var("BANYAN_BENCH_DIR").unwrap_or_else(|_| ".".to_owned()))
        .expect("a folder");
    let place = place(&options.db, dir.path().join("shop.db"));
    let started = Instant::now();
    let tokens = fill(&place, options.members, options.clients);
    eprintln!("{} members in {:.1?}", options.members, started.elapsed());
    let started = Instant::now();
    let mut server = Server::start(&place);
    eprintln!("open after {:.1?}", started.elapsed());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(load(server.address, &tokens, Duration::from_secs(2)));
    if let DatabaseUrl::Postgres(_) = place {
        // What the server does by itself within the first minutes of any shop. Until then it reads tables from end to end that
        // were empty when it first looked.
        place.connect(false).expect("a database").script("VACUUM ANALYZE").expect("statistics");
    }
    runtime.block_on(load(server.address, &tokens, Duration::from_secs(2)));
    let length = Duration::from_secs(options.seconds);
    if options.expire > 0 {
        let watch = expire_soon(&place, options.expire);
        let took = runtime.block_on(load(server.address, &tokens, length));
        told_of_payments(&options, &took, watch.join().expect("a watch"));
        return server.stop();
    }
    let cpu = server.cpu();
    let took = runtime.block_on(load(server.address, &tokens, length));
    let cpu = server.cpu() - cpu;
    let mut took: Vec<Duration> = took.iter().map(|one| one.time).collect();
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 1_000).copied().unwrap_or_default();
    let rate = took.len() as u64 / 2 / options.seconds.max(1);
    println!(
        "| {} | {} | {} | {rate} | {:.1?} | {:.1?} | {} MB | {} µs |",
        options.db,
        options.members,
        options.clients,
        at(500),
        at(990),
        server.memory() / 1024,
        cpu * 10_000 / (took.len() as u64 / 2).max(1),
    );
    server.stop();
}

fn options() -> Options {
    let mut options =
        Options { db: "sqlite".to_owned(), members: 10_000, seconds: 10, clients: 64, expire: 0 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().expect("a value");
        match word.as_str() {
            "--db" => options.db = value(),
            "--members" => options.members = value().parse().expect("a number"),
            "--seconds" => options.seconds = value().parse().expect("a number"),
            "--clients" => options.clients = value().parse().expect("a number"),
            "--expire" => options.expire = value().parse().expect("a number"),
            // Cargo's own.
            "--bench" => {}
            other => panic!("unknown option {other}"),
        }
    }
    options
}

fn place(db: &str, path: PathBuf) -> DatabaseUrl {
    if db == "sqlite" {
        return DatabaseUrl::Sqlite(path);
    }
    let url = std::env::var("BANYAN_TEST_POSTGRES").expect("run this by scripts/postgres.sh");
    let name = format!("bench{}", std::process::id());
    let mut conn = DatabaseUrl::Postgres(url.clone()).connect(false).expect("a server");
    conn.script(&format!("CREATE DATABASE {name}")).expect("a database");
    DatabaseUrl::Postgres(url.replacen("/postgres?", &format!("/{name}?"), 1))
}

/// Under the pack that asks least: what is measured is how fast two levels are paid, not whether they may be.
fn first() -> First {
    First { packs: vec!["us-ca".to_owned()], ..First::of(PLAN) }
}

fn opening(place: DatabaseUrl) -> Opening {
    Opening {
        place,
        key: MasterKey { id: 1, bytes: [7; 32] },
        older_keys: Vec::new(),
        clock: Arc::new(SystemClock),
        random: Box::new(Os),
        strength: Strength::OWASP,
        first_plan: first(),
        address: "http://127.0.0.1".to_owned(),
        wechat: None,
        notifiers: banyan_people::notify::Notifiers::default(),
        proxies: banyan_api::Proxies::default(),
        test_till: true,
        metrics_token: None,
    }
}

fn serve(place: &DatabaseUrl) {
    let (shop, thread) = open(opening(place.clone())).expect("a shop");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        println!("listening on {}", listener.local_addr().expect("an address"));
        let mut terminated =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("a signal");
        run(shop, listener, None, async move { terminated.recv().await.unwrap_or_default() })
            .await
            .expect("a server");
    });
    thread.stop();
}

/// Everybody is a promoter, invited by somebody before them; the last ones are customers who buy.
fn fill(place: &DatabaseUrl, members: i64, clients: usize) -> Vec<String> {
    let (_, thread) = open(opening(place.clone())).expect("a shop");
    thread.stop();
    let mut conn = place.connect(false).expect("a database");
    let first = SystemClock.now().0 - 400 * banyan_plan::time::DAY;
    let text = |text: &str| Value::Text(text.to_owned());
    let mut seed = 1_u64;
    conn.begin().expect("a transaction");
    for chunk in (0..members).collect::<Vec<_>>().chunks(20_000) {
        let mut rows = Rows::new("member", &["id", "inviter", "rank", "nickname", "code", "state"]);
        let mut events = Rows::new("event", &["owner", "id", "at", "kind", "ref_id", "ref_line", "value"]);
        for number in chunk {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let inviter = (*number > 0).then(|| first + (seed >> 33) as i64 % number);
            let rank = i64::from(*number < members - clients as i64);
            let (id, code) = (first + number, text(&format!("M{number}")));
            let above = inviter.map_or(Value::Null, Value::Int);
            rows.push([Value::Int(id), above, Value::Int(rank), text("someone"), code, text("active")]);
            let event = [id, id, id, 1, inviter.unwrap_or(0), 0, rank];
            events.push(event.map(Value::Int));
        }
        conn.insert(&rows).expect("members");
        conn.insert(&events).expect("events");
    }
    goods(&mut conn, first - 10);
    let buyers = (members - clients as i64..members).map(|number| first + number);
    let tokens = buyers.map(|buyer| session(&mut conn, buyer)).collect();
    conn.commit().expect("a commit");
    tokens
}

fn goods(conn: &mut Conn, id: i64) {
    conn.script(&format!(
        "INSERT INTO product(id, code, title, description, rate, pictures, state, changed_at) VALUES({id}, 'tea', 'tea', '', 200000, '[]', 'on', 0);
         INSERT INTO sku(id, product, code, title, price, cost, stock, state) VALUES(1, {id}, 'tea-1', '', 10000, 4000, 1000000000, 'on');"
    ))
    .expect("goods");
}

fn session(conn: &mut Conn, buyer: i64) -> String {
    let token = format!("bench-{buyer}");
    let TokenHash(hash) = Token::received(token.clone()).hash();
    let sql = "INSERT INTO session(hash, subject, owner, created_at, expires_at, strong) VALUES($1, 'member', $2, 0, $3, 1)";
    let values = [Value::Bytes(hash.to_vec()), Value::Int(buyer), Value::Int(i64::MAX)];
    conn.execute(sql, &values).expect("a session");
    token
}

/// Orders that nobody pays, and that all expire a few seconds from now; gives when the first is given up, and when the last.
fn expire_soon(place: &DatabaseUrl, orders: i64) -> std::thread::JoinHandle<(Instant, Instant)> {
    const WAIT: Duration = Duration::from_secs(4);
    let mut conn = place.connect(false).expect("a database");
    let buyers = conn.query("SELECT id FROM member ORDER BY id LIMIT 1000", &[]).expect("members");
    let buyers: Vec<i64> = buyers.iter().map(|row| row.int(0).expect("an id")).collect();
    let first = buyers[0] - orders - 1_000;
    conn.begin().expect("a transaction");
    let (due, at) = (Instant::now() + WAIT, SystemClock.now().0 + WAIT.as_nanos() as i64);
    let mut placed = Rows::new("orders", &["buyer", "id", "state", "amount", "expires_at"]);
    let mut lines = Rows::new(
        "line",
        &[
            "buyer", "order_id", "line", "sku", "product", "title", "category", "quantity", "amount", "cost",
            "rate",
        ],
    );
    let mut payments = Rows::new("payment", &["buyer", "id", "order_id", "provider", "amount", "state"]);
    for number in 0..orders {
        let (buyer, id) = (buyers[number as usize % buyers.len()], first + number);
        placed.push(row![buyer, id, "placed", 10_000_i64, at]);
        lines.push(row![
            buyer,
            id,
            1_i64,
            1_i64,
            "tea",
            "tea",
            "",
            1_i64,
            10_000_i64,
            4_000_i64,
            200_000_i64
        ]);
        payments.push(row![buyer, id, id, "test", 10_000_i64, "open"]);
    }
    for rows in [&placed, &lines, &payments] {
        conn.insert(rows).expect("orders");
    }
    conn.commit().expect("a commit");
    let place = place.clone();
    std::thread::spawn(move || {
        let mut conn = place.connect(true).expect("a database");
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let left = "SELECT 1 FROM orders WHERE state = 'placed' AND expires_at = $1 LIMIT 1";
        while conn.one(left, &row![at]).expect("an answer").is_some() {
            std::thread::sleep(Duration::from_millis(5));
        }
        (due, Instant::now())
    })
}

/// How long payments took before orders expired, and while there still was one of them.
fn told_of_payments(options: &Options, took: &[Took], (began, ended): (Instant, Instant)) {
    let of = |is_wanted: &dyn Fn(Instant) -> bool| {
        let payments = took.iter().filter(|one| one.is_payment && is_wanted(one.began));
        let mut times: Vec<Duration> = payments.map(|one| one.time).collect();
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 1_000).copied().unwrap_or_default();
        (times.len(), at(500), at(990), times.last().copied().unwrap_or_default())
    };
    let second = Duration::from_secs(1);
    let (_, p50, p99, most) = of(&|at| at + second < began);
    // Who asked right before it waited as well.
    let (count, p50_then, p99_then, most_then) = of(&|at| at + second / 5 >= began && at <= ended);
    println!(
        "| {} | {} | {} | {:.1?} | {count} | {p50:.1?} | {p99:.1?} | {most:.1?} | {p50_then:.1?} | {p99_then:.1?} | {most_then:.1?} |",
        options.db,
        options.expire,
        options.clients,
        ended - began,
    );
}

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(place: &DatabaseUrl) -> Self {
        let place = match place {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .env(SERVE, place)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut lines =
            BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let said = lines.find_map(|line| line.split_once("listening on ").map(|(_, at)| at.to_owned()));
        let address = said.and_then(|at| at.parse().ok()).expect("where it listens");
        Self { child, address }
    }

    /// Peak resident memory in KiB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
    }

    /// Processor time so far, in hundredths of a second.
    fn cpu(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How long each request took, of clients that buy all the time.
async fn load(address: SocketAddr, tokens: &[String], length: Duration) -> Vec<Took> {
    let until = Instant::now() + length;
    let mut clients = tokio::task::JoinSet::new();
    for token in tokens {
        clients.spawn(client(address, token.clone(), until));
    }
    let mut took = Vec::new();
    while let Some(done) = clients.join_next().await {
        took.extend(done.expect("a client"));
    }
    took
}

async fn client(address: SocketAddr, token: String, until: Instant) -> Vec<Took> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let _ = stream.set_nodelay(true);
    let mut took = Vec::new();
    let mut answer = Vec::new();
    while Instant::now() < until {
        let order = r#"{"items":[{"sku":"1","quantity":1}],"provider":"test"}"#;
        let began = Instant::now();
        ask(&mut stream, &token, "/orders", order, &mut answer).await;
        took.push(Took { began, time: began.elapsed(), is_payment: false });
        let payment = field(&answer, "\"payment\":\"").expect("a payment");
        let path = format!("/payments/{payment}/test");
        let began = Instant::now();
        ask(&mut stream, &token, &path, r#"{"outcome":"paid"}"#, &mut answer).await;
        took.push(Took { began, time: began.elapsed(), is_payment: true });
        assert!(
            field(&answer, "\"outcome\":\"").as_deref() == Some("paid"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    took
}

fn field(answer: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?;
    let rest = text.split_once(name)?.1;
    Some(rest.split('"').next()?.to_owned())
}

async fn ask(stream: &mut TcpStream, token: &str, path: &str, body: &str, answer: &mut Vec<u8>) {
    let request = format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("a server that listens");
    answer.clear();
    loop {
        stream.read_buf(answer).await.expect("an answer");
        let Some(end) = answer.windows(4).position(|part| part == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&answer[..end]).expect("a head").to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
        let length: usize = length.and_then(|text| text.parse().ok()).expect("a length");
        if answer.len() >= end + 4 + length {
            assert!(head.starts_with("http/1.1 20"), "{}", String::from_utf8_lossy(answer));
            return;
        }
    }
}
