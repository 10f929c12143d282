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
use banyan_plan::time::{DAY, Time};
use banyan_plan::words::{Lang, Text};
use banyan_rules::plans::{self, First};
use clap::Args;

use crate::open::{ShopArgs, ended, say, told};
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct ImportArgs {
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
    #[arg(long, value_name = "FILE")]
    members: PathBuf,
    /// Order lines: order,line,at,buyer,seller,product,category,amount,cost,rate,refund_of,settles_at 订单
    #[arg(long, value_name = "FILE")]
    orders: PathBuf,
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
    let shown = |refusal| told(&refusal, lang);
    let files = Files {
        members: args.members.clone(),
        orders: args.orders.clone(),
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
    };
    let plan = crate::ready::source(&args.plan, lang)?;
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
    let done = history::import(&shop.writer, &files, Arc::new(move |done, all| bar.of(done, all)));
    // What has become due since is done at once.
    clock.set(now);
    let done = done.and_then(|done| {
        // The shop is of today, whenever its history ended.
        shop.writer.run_now(|work| Ok(work.id()))?;
        let claims = history::claims(&shop.writer, done.unclaimed.clone())?;
        Ok((done, claims))
    });
    progress.finish();
    thread.stop();
    let (Imported { products, members, orders, refunds, .. }, claims) = done.map_err(shown)?;
    if let Some(file) = &args.claims {
        write_claims(file, &claims).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(say(
        format!(
            "已导入：商品 {products} 件，会员 {members} 位，订单 {orders} 笔，退款 {refunds} 笔。奖励按方案重新算过。\n\
             原系统已付给会员的钱请用 --paid-out 告诉店铺，否则会再付一次。"
        ),
        format!(
            "Imported: {products} products, {members} members, {orders} orders, {refunds} refunds. Rewards were computed by the plan.\n\
             Tell the shop with --paid-out what members were paid before, or it would be paid again."
        ),
        lang,
    ))
}
