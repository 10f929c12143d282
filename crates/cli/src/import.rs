//! `banyan import`: the history of another system, or an export, into a fresh shop.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use banyan_base::clock::{Clock as _, HandClock, SystemClock};
use banyan_base::sheet::cell;
use banyan_law::pack::DEFAULT;
use banyan_ops::history::{self, Files, Imported};
use banyan_ops::moving::{self, Moved, Sums};
use banyan_plan::check::compile;
use banyan_plan::money::Currency;
use banyan_plan::time::{DAY, Time};
use banyan_plan::words::{Lang, Text};
use banyan_rules::plans::{self, First};
use clap::{Args, ValueEnum};

use crate::open::{ShopArgs, ended, say, told};
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// A system whose tables are moved, with their folder; without one, our own files 原系统
    #[arg(value_enum, requires = "folder")]
    system: Option<System>,
    /// The folder of the tables: CSV, JSON or SQL dumps 数据表文件夹
    folder: Option<PathBuf>,
    /// Say what would come and what would not, and change nothing 只预览
    #[arg(long, requires = "system")]
    dry_run: bool,
    /// How far the clock of the tables' local times is ahead of UTC 原系统时区
    #[arg(long, value_name = "+HH:MM", default_value = "+08:00", value_parser = ahead, allow_hyphen_values = true)]
    offset: i64,
    #[command(flatten)]
    shop: ShopArgs,
    /// The plan, a file or the name of a ready one 方案
    #[arg(long, value_name = "PLAN")]
    plan: String,
    /// A rule pack that the plan has to pass; may be given often 规则包
    #[arg(long, value_name = "PACK", default_value = DEFAULT, value_parser = crate::plan::packs())]
    law: Vec<String>,
    /// Signatures on what needs review: JSON [{pack,rule,who,document,reason,expires_at}] 审查签字
    #[arg(long, value_name = "FILE")]
    sign_offs: Option<PathBuf>,
    /// Members: member,inviter,joined_at,rank,promoter_at,nickname,phone 会员
    #[arg(long, value_name = "FILE", required_unless_present = "system", conflicts_with = "system")]
    members: Option<PathBuf>,
    /// Order lines: order,line,at,buyer,seller,product,category,amount,cost,rate,refund_of,settles_at 订单
    #[arg(long, value_name = "FILE", required_unless_present = "system", conflicts_with = "system")]
    orders: Option<PathBuf>,
    /// Products: product,sku,title,variant,category,price,cost,rate,stock,state,least,step,most,per_member,period,prices,freight,weight,title_en,variant_en 商品
    #[arg(long, value_name = "FILE")]
    products: Option<PathBuf>,
    /// Freight templates: template,unit,regions,first,first_price,next,next_price,free_amount,free_pieces 运费模板
    #[arg(long, value_name = "FILE")]
    freight: Option<PathBuf>,
    /// What orders paid for being carried: order,lines,amount,zh,en 运费
    #[arg(long, value_name = "FILE")]
    carriage: Option<PathBuf>,
    /// Rank changes by hand: member,rank,at,by 等级变更
    #[arg(long, value_name = "FILE")]
    ranks: Option<PathBuf>,
    /// Changes of inviters: member,inviter,at 邀请人变更
    #[arg(long, value_name = "FILE")]
    transfers: Option<PathBuf>,
    /// Members who are stopped and go on: member,state,at 停用与恢复
    #[arg(long, value_name = "FILE")]
    stops: Option<PathBuf>,
    /// What members have been paid out already: member,amount 已提现
    #[arg(long, value_name = "FILE")]
    paid_out: Option<PathBuf>,
    /// What a column is called in the files: THEIRS=OURS; may be given often 列名对照
    #[arg(long, value_name = "THEIRS=OURS", value_parser = pair)]
    column: Vec<(String, String)>,
    /// Write a code for each member, by which they claim their account, into this file: member,code 认领码
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
}

/// A system whose tables are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum System {
    /// CRMEB (PHP): the tables eb_*
    Crmeb,
    /// yudao (ruoyi-vue-pro): the tables of its mall
    Yudao,
}

fn ahead(text: &str) -> Result<i64, String> {
    moving::offset(text).ok_or_else(|| "+HH:MM".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((theirs, ours)) if !theirs.is_empty() && !ours.is_empty() => {
            Ok((theirs.to_owned(), ours.to_owned()))
        }
        _ => Err("THEIRS=OURS".to_owned()),
    }
}

/// What each member is called in the files, and the code by which they claim their account. Whoever reads it can sign in as
/// anybody: only its owner may.
fn write_claims(file: &Path, claims: &[(String, String)]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(file)?;
    let mut out = std::io::BufWriter::new(file);
    writeln!(out, "member,code")?;
    for (name, code) in claims {
        writeln!(out, "{},{code}", cell(name))?;
    }
    out.flush()
}

/// Runs `banyan import`.
pub(crate) fn run(args: &ImportArgs, lang: Lang) -> ExitCode {
    ended(import(args, lang))
}

fn import(args: &ImportArgs, lang: Lang) -> Result<String, String> {
    let plan = crate::ready::source(&args.plan, lang)?;
    let (Some(system), Some(folder)) = (args.system, &args.folder) else {
        let done = bring(args, plan, &files_of(args, lang), lang)?.1;
        return Ok(say(
            format!(
                "{}奖励按方案重新算过。\n原系统已付给会员的钱请用 --paid-out 告诉店铺，否则会再付一次。",
                done.zh
            ),
            format!(
                "{} Rewards were computed by the plan.\nTell the shop with --paid-out what members were paid before, or it would be paid again.",
                done.en
            ),
            lang,
        ));
    };
    let system = match system {
        System::Crmeb => moving::System::Crmeb,
        System::Yudao => moving::System::Yudao,
    };
    moved(args, plan, (system, folder), lang)
}

/// Moves from the tables of another system, or says what would come.
fn moved(
    args: &ImportArgs,
    plan: String,
    (system, folder): (moving::System, &Path),
    lang: Lang,
) -> Result<String, String> {
    let program = compile(&plan).map_err(|_| {
        let (zh, en) =
            ("方案有错，请先用 banyan plan check 检查", "the plan is wrong; see banyan plan check");
        say(zh.to_owned(), en.to_owned(), lang)
    })?;
    let plan_model = program.plan();
    let moved = moving::read(system, folder, plan_model, args.offset).map_err(|no| told(&no, lang))?;
    let report = reported(&moved, plan_model.currency, lang);
    if args.dry_run {
        let note =
            say("只是预览，什么也没有改。".to_owned(), "A preview: nothing was changed.".to_owned(), lang);
        return Ok(format!("{report}\n{note}"));
    }
    let dir = std::env::temp_dir().join(format!("banyan-import-{}", std::process::id()));
    let files = moved.write(&dir).map_err(|no| told(&no, lang));
    let done = files.and_then(|files| {
        let files = Files { is_chinese: lang == Lang::Zh, with_claims: args.claims.is_some(), ..files };
        bring(args, plan, &files, lang)
    });
    // Names and phones stay nowhere else than in the shop.
    std::fs::remove_dir_all(&dir).ok();
    let (found, done) = done?;
    let done = say(done.zh, done.en, lang);
    Ok(format!("{report}\n{}\n{done}", compared(&moved.sums(), &found, plan_model.currency, lang)))
}

/// What comes, what does not and why, a line each.
fn reported(moved: &Moved, currency: Currency, lang: Lang) -> String {
    let head = |zh: &str, en: &str| say(zh.to_owned(), en.to_owned(), lang);
    let report = moved.report();
    let mut lines = vec![head("导入：", "Comes:")];
    for (what, tally) in &report.came {
        let sum =
            if tally.sum == 0 { String::new() } else { format!("  {}", currency.pretty(tally.sum.into())) };
        lines.push(format!("  {} {}{sum}", what.get(lang), tally.count));
    }
    if !report.left.is_empty() {
        lines.push(head("不导入：", "Stays behind:"));
    }
    for (why, tally) in &report.left {
        let sum =
            if tally.sum == 0 { String::new() } else { format!("  {}", currency.pretty(tally.sum.into())) };
        let first = if tally.first.is_empty() {
            String::new()
        } else {
            say(format!("（首见 {}）", tally.first), format!(" (first at {})", tally.first), lang)
        };
        lines.push(format!("  {} × {}{sum}{first}", tally.count, why.get(lang)));
    }
    lines.join("\n")
}

/// The sums of both sides.
fn compared(theirs: &Sums, ours: &Sums, currency: Currency, lang: Lang) -> String {
    let rows = [
        ("订单实付", "Paid for orders", theirs.paid, ours.paid),
        ("退款", "Refunded", theirs.refunded, ours.refunded),
        ("可提现余额", "To withdraw", theirs.balances, ours.balances),
    ];
    let row = |(zh, en, theirs, ours): (&str, &str, i64, i64)| {
        let [left, right] = [theirs, ours].map(|sum| currency.pretty(sum.into()));
        let same = theirs == ours;
        say(
            format!("  {zh}：原系统 {left}，店铺 {right}，{}", if same { "一致" } else { "不一致" }),
            format!("  {en}: there {left}, here {right}, {}", if same { "the same" } else { "DIFFERENT" }),
            lang,
        )
    };
    let head = say("两边合计：".to_owned(), "Sums of both sides:".to_owned(), lang);
    std::iter::once(head).chain(rows.into_iter().map(row)).collect::<Vec<_>>().join("\n")
}

/// The files that were named.
fn files_of(args: &ImportArgs, lang: Lang) -> Files {
    Files {
        members: args.members.clone().unwrap_or_default(),
        orders: args.orders.clone().unwrap_or_default(),
        products: args.products.clone(),
        freight: args.freight.clone(),
        carriage: args.carriage.clone(),
        ranks: args.ranks.clone(),
        transfers: args.transfers.clone(),
        stops: args.stops.clone(),
        paid_out: args.paid_out.clone(),
        renames: args.column.clone(),
        is_chinese: lang == Lang::Zh,
        with_claims: args.claims.is_some(),
        ..Files::default()
    }
}

/// Brings files into a fresh shop: what the shop has then, and what was brought.
fn bring(args: &ImportArgs, plan: String, files: &Files, lang: Lang) -> Result<(Sums, Text), String> {
    let shown = |refusal| told(&refusal, lang);
    let sign_offs = match &args.sign_offs {
        None => Vec::new(),
        Some(file) => {
            let text =
                std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
            plans::sign_offs(&text)
                .map_err(|refusal| format!("{}: {}", file.display(), told(&refusal, lang)))?
        }
    };
    let first = First { packs: args.law.clone(), sign_offs, ..First::of(plan) };
    // The shop opens on the day before anything happened.
    let now = SystemClock.now();
    let clock = HandClock::at(Time(files.begins().map_err(shown)?.0.min(now.0) - DAY));
    let (shop, thread) = args.shop.open_at("http://127.0.0.1", clock.clone(), first, lang)?;
    let progress = Progress::new(0, lang);
    progress.say(&Text::new("导入", "importing"));
    let bar = progress.clone();
    let done = history::import(&shop.writer, files, Arc::new(move |done, all| bar.of(done, all)));
    // What has become due since is done at once.
    clock.set(now);
    let done = done.and_then(|done| {
        // The shop is of today, whenever its history ended.
        shop.writer.run_now(|work| Ok(work.id()))?;
        let claims = history::claims(&shop.writer, done.unclaimed.clone())?;
        Ok((done, claims, moving::sums(&shop.writer)?))
    });
    progress.finish();
    thread.stop();
    let (Imported { products, members, orders, refunds, .. }, claims, sums) = done.map_err(shown)?;
    if let Some(file) = &args.claims {
        write_claims(file, &claims).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let done = Text::new(
        format!("已导入：商品 {products} 件，会员 {members} 位，订单 {orders} 笔，退款 {refunds} 笔。"),
        format!("Imported: {products} products, {members} members, {orders} orders, {refunds} refunds."),
    );
    Ok((sums, done))
}
