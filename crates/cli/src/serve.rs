//! `banyan serve`: the shop, until it is told to stop.

use std::net::SocketAddr;
use std::process::ExitCode;

use banyan_api::App;
use banyan_core::work::writer::Thread;
use banyan_plan::words::Lang;
use banyan_shop::run::run as run_shop;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::open::{ShopArgs, log, say};

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Where to listen 监听地址
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// How browsers reach the shop [default: http:// and the address above] 顾客访问的网址
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// A demo: payments can be played at a till at which no money moves 演示：开启测试支付，不会真的扣钱
    #[arg(long, env = "BANYAN_TEST_TILL")]
    test_till: bool,
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs, lang: Lang) -> ExitCode {
    log();
    let address = args.address.clone().unwrap_or_else(|| format!("http://{}", args.listen));
    let shop = ShopArgs { test_till: args.test_till, ..args.shop.clone() };
    let opened = shop.open(&address, lang);
    let done = opened.and_then(|(shop, thread)| serve(shop, thread, args.listen, lang, &|_| ()));
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
    shop: App,
    thread: Thread,
    listen: SocketAddr,
    lang: Lang,
    ready: &dyn Fn(SocketAddr),
) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            say(format!("无法监听 {listen}：{error}"), format!("cannot listen on {listen}: {error}"), lang)
        })?;
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        println!(
            "{}",
            say(format!("商店已开门：http://{at}"), format!("The shop is open: http://{at}"), lang)
        );
        ready(at);
        run_shop(shop, listener, stopped()).await.map_err(|error| error.to_string())
    });
    // Nobody asks any more: what was taken is finished.
    thread.stop();
    served
}

async fn stopped() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}
