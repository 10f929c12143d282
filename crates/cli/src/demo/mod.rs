//! `banyan demo`: the bundled shop, loaded through the same code as live traffic, and opened.

mod load;
mod logins;
mod preset;
mod report;
mod shelves;
mod story;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use banyan_base::clock::{Clock as _, HandClock, SystemClock};
use banyan_plan::words::Lang;
use banyan_rules::plans::First;
use banyan_store::DatabaseUrl;
use clap::Args;

use self::load::Loaded;
use crate::open::{ShopArgs, log, say};
use crate::progress::Progress;
use crate::ready;
use crate::serve::{Open, serve};

#[derive(Args)]
pub(crate) struct DemoArgs {
    /// A ready plan by name, or a plan file 方案名称或文件
    #[arg(long, default_value = "two-level", value_name = "PLAN")]
    plan: String,
    /// A shop like one that exists, with goods, people and a past of its own; `banyan preset list` names them 样板店
    #[arg(long, value_name = "NAME", conflicts_with_all = ["plan", "report"])]
    preset: Option<String>,
    /// Settle the history, write one HTML report, and exit 只生成报告
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The folder of the demo's database; a demo that lies there is replaced 演示数据目录
    #[arg(long, default_value = "out/demo", value_name = "FOLDER")]
    data: PathBuf,
    /// Where to listen 监听地址
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Load, print, and exit 只载入，不开店
    #[arg(long)]
    load_only: bool,
}

/// Runs the command.
pub(crate) fn run(args: &DemoArgs, lang: Lang) -> ExitCode {
    let done = match (&args.report, &args.preset) {
        (Some(file), _) => report::write(&args.plan, file, lang),
        (None, Some(name)) => preset::open(args, name, lang),
        (None, None) => demo(args, lang),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::from(1)
        }
    }
}

fn demo(args: &DemoArgs, lang: Lang) -> Result<(), String> {
    let plan = pounds(&ready::source(&args.plan, lang)?);
    let shop = fresh_shop(&args.data)?;
    let address = format!("http://{}", args.listen);
    // The bundle is a British shop's: there is no pack for the United Kingdom, and this one is the nearest.
    let first = First { packs: vec!["eu".to_owned()], ..First::of(plan) };
    let now = SystemClock.now();
    let (story, summary) = story::Story::read(now).map_err(|error| error.to_string())?;
    let clock = HandClock::at(story.begins());
    let progress = Progress::new(story.len() as u64, lang);
    progress.loading();
    let (open, thread) = shop.open_at(&address, clock.clone(), first, lang)?;
    let bar = progress.clone();
    let told: load::Told = Arc::new(move |position| bar.position(position));
    let loaded = load::load(&open, &clock, story, &told, lang);
    progress.finish();
    let loaded = loaded?;
    // What is due by now is done as it opens.
    clock.run();
    log();
    println!("{}", text(&summary, &loaded, lang));
    if args.load_only {
        drop(open);
        thread.stop();
        return Ok(());
    }
    let place = Open { listen: args.listen, metrics: None, heads: None };
    serve(&open, thread, &place, lang, &|_| ())
}

/// A shop with nothing in it, whose till moves no money.
fn fresh_shop(folder: &Path) -> Result<ShopArgs, String> {
    let place = fresh(folder)?;
    DatabaseUrl::Sqlite(place.clone()).lay_out().map_err(|error| error.to_string())?;
    Ok(ShopArgs {
        db: format!("sqlite:{}", place.display()),
        key: None,
        wechat: None,
        notify_file: None,
        trust_proxy: Vec::new(),
        test_till: true,
    })
}

/// A place for the database, with nothing there.
fn fresh(folder: &Path) -> Result<PathBuf, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(told)?;
    for name in ["demo.db", "demo.db-wal", "demo.db-shm", "demo.key"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(told(error)),
            _ => {}
        }
    }
    Ok(folder.join("demo.db"))
}

/// The bundle's prices are pounds, and its clocks stand in the United Kingdom: the plan is taken so.
fn pounds(plan: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("currency") {
            "currency = \"GBP\"".to_owned()
        } else if line.starts_with("utc_offset") {
            "utc_offset = \"+00:00\"".to_owned()
        } else {
            line.to_owned()
        }
    };
    plan.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn text(summary: &story::Summary, loaded: &Loaded, lang: Lang) -> String {
    let story::Summary { orders, lines, refunds, zero, reversals, days, last: (year, month, day) } = summary;
    let mut out = say(
        format!(
            "真实订单 {orders} 笔，共 {lines} 行，退款 {refunds} 笔，已按当时的时刻走完同一套代码。日期整体后移 {days} 天（整周，星期不变），最后一笔订单在 {year}-{month:02}-{day:02}。\n\
             商店收不了而略去的：金额为零的行 {zero} 条，没有对应订单的负数行 {reversals} 条。\n\
             商品的价格取每种商品最小的一行金额，件数由此推得：原数据只有金额。"
        ),
        format!(
            "{orders} real orders with {lines} lines and {refunds} refunds went through the same code as live ones, at their own \
             moments. All dates are moved on by {days} days, which are whole \
             weeks: the last order is of {year}-{month:02}-{day:02}.\n\
             Left out, as a shop cannot take them: {zero} lines of amount zero, {reversals} negative lines without an order.\n\
             A product's price is the least amount of its lines, and pieces follow from it: the bundle has amounts only."
        ),
        lang,
    );
    out += "\n\n";
    out += &logins::table(&loaded.logins, lang);
    out
}
