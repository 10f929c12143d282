//! The shop as a process of its own, which can be killed: this test program, started again as a server.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use banyan_base::clock::{Clock as _, SystemClock};
use banyan_base::passwords::Strength;
use banyan_base::random::Os;
use banyan_base::vault::MasterKey;
use banyan_core::work::accept_clock;
use banyan_shop::run::run;
use banyan_shop::shop::{Opening, open};
use banyan_store::DatabaseUrl;
use serde_json::Value;

use crate::harness::{TWO_LEVELS, first};

/// Says where the data lives; without it the child's test does nothing.
const PLACE: &str = "BANYAN_TEST_CHILD";

/// A server process.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

/// What a child does. As a test among the others it has nothing to do.
#[test]
fn server_process() {
    let Ok(place) = std::env::var(PLACE) else { return };
    let place = DatabaseUrl::parse(&place).unwrap();
    // The shop was made on a day that the test chose, and goes on today.
    if !place.is_empty().unwrap() {
        accept_clock(&mut place.connect(false).unwrap(), SystemClock.now().0).unwrap();
    }
    let (shop, thread) = open(opening(place)).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening on {}", listener.local_addr().unwrap());
        let mut terminated =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).unwrap();
        run(shop, listener, None, async move { terminated.recv().await.unwrap_or_default() }).await.unwrap();
    });
    thread.stop();
}

/// A shop with the machine's clock.
pub(crate) fn opening(place: DatabaseUrl) -> Opening {
    Opening {
        place,
        key: MasterKey { id: 1, bytes: [7; 32] },
        older_keys: Vec::new(),
        clock: Arc::new(SystemClock),
        random: Box::new(Os),
        strength: Strength::CHEAP_FOR_TESTS,
        first_plan: first(TWO_LEVELS),
        address: "http://127.0.0.1".to_owned(),
        wechat: None,
        notifiers: banyan_people::notify::Notifiers::default(),
        proxies: banyan_api::Proxies::default(),
        test_till: true,
        metrics_token: None,
    }
}

impl Server {
    /// Starts a server and waits until it listens.
    pub(crate) fn start(place: &DatabaseUrl) -> Self {
        let place = match place {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::server_process", "--nocapture"])
            .env(PLACE, place)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said =
            lines.find_map(|line| line.unwrap().split_once("listening on ").map(|(_, at)| at.to_owned()));
        // Whatever else it prints must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: said.unwrap().trim().parse().unwrap() }
    }

    /// Someone who asks this server.
    pub(crate) fn client(&self) -> Client {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        Client { agent: agent.into(), address: self.address }
    }

    /// kill -9.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks a server over the network.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    address: SocketAddr,
}

impl Client {
    /// Status and answer; `None` if the server went away.
    pub(crate) fn post(&self, token: &str, path: &str, body: &Value) -> Option<(u16, Value)> {
        let request = self
            .agent
            .post(format!("http://{}/api/v1{path}", self.address))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let mut response = request.send(body.to_string().as_bytes()).ok()?;
        let text = response.body_mut().read_to_string().ok()?;
        Some((response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    /// Bytes from outside, such as a callback; the status, or `None` if the server went away.
    pub(crate) fn send(&self, path: &str, bytes: &[u8]) -> Option<u16> {
        let request = self.agent.post(format!("http://{}/api/v1{path}", self.address));
        Some(request.send(bytes).ok()?.status().as_u16())
    }
}
