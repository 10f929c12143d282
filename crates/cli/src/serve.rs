//! `banyan serve`: the shop, until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use banyan_api::App;
use banyan_api::cookies::Cookies;
use banyan_core::work::writer::Thread;
use banyan_plan::words::Lang;
use banyan_shop::run::run as run_shop;
use clap::Args;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::heads;
use crate::open::{ShopArgs, log, say};

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Where to listen 监听地址
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", env = "BANYAN_LISTEN")]
    pub(crate) listen: SocketAddr,
    /// Where the figures for Prometheus are, if they have a port of their own; otherwise they are at the shop's, for whoever has the token in `BANYAN_METRICS_TOKEN` 监控指标的监听地址
    #[arg(long, value_name = "ADDRESS", env = "BANYAN_METRICS")]
    metrics: Option<SocketAddr>,
    /// Where the end of the audit log is kept once a day, signed, for `verify --audit-heads`: a disk or machine that nobody who has the database can write 每日存一行操作记录的末尾
    #[arg(long, value_name = "FILE", env = "BANYAN_AUDIT_HEADS")]
    audit_heads: Option<PathBuf>,
    /// How browsers reach the shop [default: http:// and the address above] 顾客访问的网址
    #[arg(long, value_name = "URL", env = "BANYAN_ADDRESS")]
    address: Option<String>,
    /// A demo: payments can be played at a till at which no money moves 演示：开启测试支付，不会真的扣钱
    #[arg(long, env = "BANYAN_TEST_TILL")]
    test_till: bool,
}

/// Where an open shop is found.
pub(crate) struct Open {
    /// Where browsers, or their proxy, reach it.
    pub(crate) listen: SocketAddr,
    /// Where Prometheus does.
    pub(crate) metrics: Option<SocketAddr>,
    /// The file in which ends of the audit log are kept.
    pub(crate) heads: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs, lang: Lang) -> ExitCode {
    log();
    let address = args.address.clone().unwrap_or_else(|| format!("http://{}", args.listen));
    let shop = ShopArgs { test_till: args.test_till, ..args.shop.clone() };
    raise_file_limit();
    if Cookies::of(&address).are_lost(&address) {
        let (zh, en) = (
            format!(
                "注意：{address} 不是 https，浏览器不会保存登录状态。请在反向代理上启用 https，并用 --address https://… 写明网址"
            ),
            format!(
                "Note: browsers keep nobody signed in at {address}, as it is not https. Let a proxy speak https, and say so with --address https://…"
            ),
        );
        println!("{}", say(zh, en, lang));
    }
    let opened = shop.open(&address, lang);
    let open = Open { listen: args.listen, metrics: args.metrics, heads: args.audit_heads.clone() };
    let done = opened.and_then(|(shop, thread)| serve(&shop, thread, &open, lang, &|_| ()));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

/// Serves an open shop until SIGINT or SIGTERM; `ready` hears where it listens.
pub(crate) fn serve(
    shop: &App,
    thread: Thread,
    open: &Open,
    lang: Lang,
    ready: &dyn Fn(SocketAddr),
) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let served = runtime.block_on(async {
        let bind = async |at: SocketAddr| {
            TcpListener::bind(at).await.map_err(|error| {
                say(format!("无法监听 {at}：{error}"), format!("cannot listen on {at}: {error}"), lang)
            })
        };
        // Before anybody is told that the shop is open: who hears it may stop it at once.
        let stop = stopped().map_err(|error| error.to_string())?;
        let listener = bind(open.listen).await?;
        let figures = match open.metrics {
            Some(at) => Some(bind(at).await?),
            None => None,
        };
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        println!(
            "{}",
            say(format!("商店已开门：http://{at}"), format!("The shop is open: http://{at}"), lang)
        );
        if let Some(at) = figures.as_ref().and_then(|figures| figures.local_addr().ok()) {
            println!(
                "{}",
                say(format!("监控指标：http://{at}/metrics"), format!("Figures: http://{at}/metrics"), lang)
            );
        }
        ready(at);
        let running = run_shop(shop.clone(), listener, figures, stop);
        let keeping = async {
            match &open.heads {
                Some(file) => heads::keep(shop, file).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            ran = running => ran.map_err(|error| error.to_string()),
            () = keeping => Ok(()),
        }
    });
    // Nobody asks any more: what was taken is finished.
    thread.stop();
    served
}

/// As many open files as the machine allows: each connection is one, and a service manager's default is small.
fn raise_file_limit() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, "the number of open files could not be raised");
    }
}

/// Waits for SIGINT or SIGTERM; it hears of them from now on, and not only once it is waited for.
pub(crate) fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}
