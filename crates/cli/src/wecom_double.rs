//! `banyan wecom-double`: plays WeCom on this machine, so that everything can be tried without an account.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{any, get, post};
use axum::{Json, Router};
use banyan_api::http::{Limits, serve};
use banyan_base::clock::{Clock as _, SystemClock};
use banyan_plan::time::SECOND;
use banyan_plan::words::Lang;
use banyan_wecom::double::{Act, Delivery, Double, Mishaps, Request, Settings, World};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::open::{log, say};
use crate::serve::stopped;

/// Between two looks for callbacks that are due.
const BEAT: Duration = Duration::from_millis(200);
/// The service waits five seconds for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(crate) struct DoubleArgs {
    /// The port, on this machine only 监听端口（仅本机）
    #[arg(long, default_value_t = 8090, value_name = "PORT")]
    port: u16,
    /// Where callbacks go: the shop's address from its page “WeCom”; none are sent without it 回调地址
    #[arg(long, value_name = "URL")]
    callback: Option<String>,
    /// Corp id 企业 ID
    #[arg(long, default_value = "ww-double", value_name = "ID")]
    corp: String,
    /// Secret of the app 应用 Secret
    #[arg(long, default_value = "double-secret", value_name = "SECRET")]
    secret: String,
    /// Token of the callbacks 回调 Token
    #[arg(long, default_value = "double", value_name = "TOKEN")]
    token: String,
    /// EncodingAESKey of the callbacks 回调 EncodingAESKey
    #[arg(long, default_value = "doubledoubledoubledoubledoubledoubledouble0", value_name = "KEY")]
    aes_key: String,
    /// What chance begins with: the same seed, the same mishaps 随机种子
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
    /// Members of staff 员工数
    #[arg(long, default_value_t = 3, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=2000))]
    staff: u32,
    /// Customers of each 每个员工的客户数
    #[arg(long, default_value_t = 20, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=20_000))]
    customers: u32,
    /// Groups of each 每个员工的群数
    #[arg(long, default_value_t = 2, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=1000))]
    groups: u32,
    /// Customers in each group 每个群的客户数
    #[arg(long, default_value_t = 10, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=499))]
    members: u32,
    #[command(flatten)]
    mishaps: MishapArgs,
    /// Time stands until `POST /double/pass` moves it 时间不会自己走
    #[arg(long)]
    still: bool,
}

#[derive(Args, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MishapArgs {
    /// Of 1,000 callbacks, how many are never sent 每千次回调丢失几次
    #[arg(long, default_value_t = 0, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=1000))]
    #[serde(default)]
    lost: u32,
    /// Of 1,000 callbacks, how many are sent twice 每千次回调重复几次
    #[arg(long, default_value_t = 0, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=1000))]
    #[serde(default)]
    doubled: u32,
    /// Seconds by which a callback may be late, and so out of order 回调最多迟到几秒
    #[arg(long, default_value_t = 0, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    #[serde(default)]
    late: u32,
    /// Seconds by which a group's detail lags behind its callback 群详情比回调晚几秒
    #[arg(long, default_value_t = 0, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    #[serde(default)]
    lag: u32,
}

impl From<MishapArgs> for Mishaps {
    fn from(MishapArgs { lost, doubled, late, lag }: MishapArgs) -> Self {
        Self { lost, doubled, late, detail_lag: lag }
    }
}

/// The double while it plays.
struct Stage {
    double: Mutex<Double>,
    /// Calls that are under way.
    at_once: AtomicU32,
    callback: Option<String>,
    agent: ureq::Agent,
    /// Seconds by which its time was moved; `None` if time stands.
    moved: Mutex<Option<i64>>,
}

impl Stage {
    fn double(&self) -> MutexGuard<'_, Double> {
        self.double.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moved(&self) -> MutexGuard<'_, Option<i64>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets time pass as the machine's clock does, unless it stands.
    fn tick(&self) {
        if let Some(moved) = *self.moved() {
            self.double().pass_to(seconds() + moved);
        }
    }

    /// Sends a callback; whether it was acknowledged.
    fn send(&self, url: &str, delivery: &Delivery) -> bool {
        let mut request = self.agent.post(url).content_type("text/xml");
        for (name, value) in &delivery.query {
            request = request.query(*name, value);
        }
        request.send(&delivery.body).is_ok_and(|answer| answer.status().is_success())
    }
}

fn seconds() -> i64 {
    SystemClock.now().0 / SECOND
}

/// Runs the command.
pub(crate) fn run(args: &DoubleArgs, lang: Lang) -> ExitCode {
    log();
    match play(args, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

fn play(args: &DoubleArgs, lang: Lang) -> Result<(), String> {
    let mut settings = Settings::new(&args.corp, &args.secret, &args.token, &args.aes_key, seconds());
    settings.seed = args.seed;
    settings.mishaps = args.mishaps.into();
    let mut double = Double::new(settings).map_err(|error| error.text().get(lang).to_owned())?;
    let (staff, customers, groups, members) = (args.staff, args.customers, args.groups, args.members);
    double.fill(World { staff, customers, groups, members });
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build();
    let stage = Arc::new(Stage {
        double: Mutex::new(double),
        at_once: AtomicU32::new(0),
        callback: args.callback.clone(),
        agent: agent.new_agent(),
        moved: Mutex::new((!args.still).then_some(0)),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let stop = stopped().map_err(|error| error.to_string())?;
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
        let listener = TcpListener::bind(at).await.map_err(|error| {
            say(format!("无法监听 {at}：{error}"), format!("cannot listen on {at}: {error}"), lang)
        })?;
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        println!(
            "{}",
            say(
                format!(
                    "企业微信模拟器：http://{at}（企业 ID {}，Secret {}，Token {}，EncodingAESKey {}）",
                    args.corp, args.secret, args.token, args.aes_key
                ),
                format!(
                    "The double of WeCom: http://{at} (corp id {}, secret {}, token {}, EncodingAESKey {})",
                    args.corp, args.secret, args.token, args.aes_key
                ),
                lang,
            )
        );
        let postman = tokio::spawn(deliver(stage.clone()));
        let served = serve(listener, routes(stage), Limits::default(), stop).await;
        postman.abort();
        served.map_err(|error| error.to_string())
    })
}

/// The service's API, and what moves the double.
fn routes(stage: Arc<Stage>) -> Router {
    Router::new()
        .route("/cgi-bin/{*path}", any(call))
        .route("/double/act", post(act))
        .route("/double/pass", post(pass))
        .route("/double/mishaps", post(suffer))
        .route("/double/everything", get(everything))
        .with_state(stage)
}

/// Takes callbacks to the shop as they become due.
async fn deliver(stage: Arc<Stage>) {
    loop {
        tokio::time::sleep(BEAT).await;
        stage.tick();
        let Some(url) = stage.callback.clone() else { continue };
        let due = stage.double().due();
        for delivery in due {
            let (sender, url) = (stage.clone(), url.clone());
            let sent = tokio::task::spawn_blocking(move || (sender.send(&url, &delivery), delivery.id)).await;
            match sent {
                Ok((true, id)) => stage.double().acknowledged(id),
                Ok((false, id)) => stage.double().refused(id),
                Err(error) => tracing::error!(%error, "a callback could not be sent"),
            }
        }
    }
}

/// Any address of the API. What is no JSON is an uploaded file, of which nothing is kept.
async fn call(
    State(stage): State<Arc<Stage>>,
    Path(path): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    body: Bytes,
) -> Json<Value> {
    let at_once = stage.at_once.fetch_add(1, Ordering::SeqCst) + 1;
    stage.tick();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let ip = IpAddr::V4(Ipv4Addr::LOCALHOST).to_string();
    let answer = stage.double().call(&Request { path, query, body, ip, at_once });
    stage.at_once.fetch_sub(1, Ordering::SeqCst);
    Json(answer)
}

/// Lets people do something.
async fn act(State(stage): State<Arc<Stage>>, Json(act): Json<Act>) -> Json<Value> {
    stage.tick();
    Json(stage.double().act(&act))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pass {
    seconds: u32,
}

/// Moves time on.
async fn pass(State(stage): State<Arc<Stage>>, Json(pass): Json<Pass>) -> Json<Value> {
    let by = i64::from(pass.seconds);
    if let Some(moved) = stage.moved().as_mut() {
        *moved += by;
    }
    let mut double = stage.double();
    let now = double.now() + by;
    double.pass_to(now);
    Json(json!({ "now": double.now() }))
}

/// Sets what goes wrong with callbacks from now on.
async fn suffer(State(stage): State<Arc<Stage>>, Json(mishaps): Json<MishapArgs>) -> StatusCode {
    stage.double().suffer(mishaps.into());
    StatusCode::NO_CONTENT
}

/// Shows what is so, for whoever compares.
async fn everything(State(stage): State<Arc<Stage>>) -> Json<Value> {
    let double = stage.double();
    let (waiting, lost) = double.callbacks();
    let mut all = double.everything();
    all["callbacks"] = json!({ "waiting": waiting, "lost": lost });
    Json(all)
}
