//! `banyan settle`: the rewards of a whole history.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use banyan_plan::check::compile;
use banyan_plan::kernel::Program;
use banyan_plan::money::{Rate, grouped};
use banyan_plan::time::Time;
use banyan_plan::words::{Lang, Text};
use banyan_settle::batch::{Explained, Input, Sources, Summary};
use banyan_settle::files::{Clock, FileError, Source};
use banyan_settle::timeline::{Checkpoint, Part};
use clap::Args;
use serde_json::json;

use crate::progress::Progress;

/// The files of a history and the plan that it is settled under.
#[derive(Args)]
pub(crate) struct HistoryArgs {
    /// The plan 方案文件
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: PathBuf,
    /// Members: member,inviter,joined_at,rank,promoter_at 会员
    #[arg(long, value_name = "FILE")]
    pub(crate) members: PathBuf,
    /// Order lines: order,line,at,buyer,seller,product,amount,cost,rate,refund_of,settles_at 订单
    #[arg(long, value_name = "FILE")]
    pub(crate) orders: PathBuf,
    /// Rank changes by hand: member,rank,at,by 等级变更
    #[arg(long, value_name = "FILE")]
    pub(crate) ranks: Option<PathBuf>,
    /// Changes of inviters: member,inviter,at 邀请人变更
    #[arg(long, value_name = "FILE")]
    pub(crate) transfers: Option<PathBuf>,
    /// Members who are stopped and go on: member,state,at 停用与恢复
    #[arg(long, value_name = "FILE")]
    pub(crate) stops: Option<PathBuf>,
}

impl HistoryArgs {
    /// The files, opened.
    pub(crate) fn sources(&self) -> Result<Sources, FileError> {
        let maybe = |path: &Option<PathBuf>| path.as_deref().map(Source::open).transpose();
        Ok(Sources {
            members: Source::open(&self.members)?,
            transfers: maybe(&self.transfers)?,
            ranks: maybe(&self.ranks)?,
            stops: maybe(&self.stops)?,
            orders: Source::open(&self.orders)?,
        })
    }
}

#[derive(Args)]
pub(crate) struct SettleArgs {
    #[command(flatten)]
    history: HistoryArgs,
    /// Where the rewards go (.csv, .csv.gz, .csv.zst) 奖励写到哪里
    #[arg(long, value_name = "FILE", required_unless_present = "explain")]
    out: Option<PathBuf>,
    /// Only what happens before this moment: a day of the plan's calendar, or a time as files have it 只结算此刻之前
    #[arg(long, value_name = "TIME", requires = "out")]
    until: Option<String>,
    /// Where to write the checkpoint from which a later run goes on 检查点写到哪里
    #[arg(long, value_name = "FILE", requires = "until")]
    checkpoint_out: Option<PathBuf>,
    /// Go on from a checkpoint: the same files with later rows added, and only the rewards since 从检查点继续
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "explain")]
    from: Option<PathBuf>,
    /// Say why each entry of ORDER/LINE, or of a member who joined, exists 解释每一笔
    #[arg(long, value_name = "REF")]
    explain: Option<String>,
    /// The summary (and the explanation) as JSON 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &SettleArgs, lang: Lang) -> ExitCode {
    match settle(args, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprint!("{message}");
            ExitCode::from(1)
        }
    }
}

fn settle(args: &SettleArgs, lang: Lang) -> Result<(), String> {
    let started = Instant::now();
    let program = load_plan(&args.history.plan, lang)?;
    let told = |error: FileError| format!("{}\n", error.show(lang));
    let sources = args.history.sources().map_err(told)?;
    let part = part(args, &program, lang)?;
    let progress = Progress::new(sources.len(), lang);
    let input = Input::read(&program, sources, &|stage| progress.at(stage)).map_err(told)?;
    if let (Some(from), Some(path)) = (&part.from, &args.from) {
        let checked = from.check(&input.history(&program));
        checked.map_err(|text| format!("{}: {}\n", path.display(), text.get(lang)))?;
    }
    progress.settling(input.orders.len() as u64);
    let settle = |out| input.settle_part(&program, part, out, &|stage| progress.at(stage));
    let settled = args.out.as_deref().map(settle).transpose();
    progress.finish();
    let (summary, settled) = settled.map_err(told)?.unzip();
    let checkpoint = settled.and_then(|settled| settled.checkpoint);
    if let (Some(path), Some(checkpoint)) = (&args.checkpoint_out, checkpoint) {
        write_whole(path, &checkpoint.to_bytes())?;
    }
    let explained =
        args.explain.as_deref().map(|reference| explain(&input, &program, reference, lang)).transpose()?;
    if args.json {
        print_json(&program, summary.as_ref(), explained.as_deref(), started.elapsed(), lang);
    } else {
        if let Some(explained) = &explained {
            print_explained(&program, explained, lang);
        }
        if let Some(summary) = &summary {
            print_summary(&program, summary, started.elapsed(), lang);
        }
    }
    Ok(())
}

/// Which part of the history is asked for.
fn part(args: &SettleArgs, program: &Program, lang: Lang) -> Result<Part, String> {
    let until = args.until.as_deref().map(|text| moment("--until", text, program, lang)).transpose()?;
    let from = args.from.as_deref().map(|path| checkpoint(path, lang)).transpose()?;
    Ok(Part { from, until })
}

/// A moment of the command line: a day begins when it does in the plan's calendar; a time is as files have it.
pub(crate) fn moment(option: &str, text: &str, program: &Program, lang: Lang) -> Result<Time, String> {
    let mut clock = Clock::default();
    let day = clock.read(format!("{text} 00:00:00").as_bytes());
    let day = day.map(|midnight| midnight.plus(-program.plan().utc_offset));
    day.or_else(|_| clock.read(text.as_bytes())).map_err(|_| {
        let wrong = Text::new(
            format!("{option}：`{text}` 不是时刻；应写日期（2026-02-01，按方案的时区从零点起），或 2026-02-01T00:00:00+08:00"),
            format!(
                "{option}: `{text}` is no moment; expected a day of the plan's calendar (2026-02-01), or 2026-02-01T00:00:00+08:00"
            ),
        );
        format!("{}\n", wrong.get(lang))
    })
}

/// Reads a checkpoint.
pub(crate) fn checkpoint(path: &Path, lang: Lang) -> Result<Checkpoint, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}\n", path.display()))?;
    Checkpoint::from_bytes(&bytes).map_err(|text| format!("{}: {}\n", path.display(), text.get(lang)))
}

/// Writes a file so that it is there as a whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let beside = path.with_added_extension(format!("{}.part", std::process::id()));
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // Nobody is left to tell if this fails.
        let _ = std::fs::remove_file(&beside);
        format!("{}: {error}\n", path.display())
    })
}

/// Reads and compiles a plan; its diagnostics as text if it cannot run.
pub(crate) fn load_plan(path: &Path, lang: Lang) -> Result<Program, String> {
    let file = path.display().to_string();
    let source = crate::plan::read(path, lang).map_err(|message| message + "\n")?;
    compile(&source).map_err(|wrong| wrong.iter().map(|one| one.render(&file, &source, lang)).collect())
}

fn explain(input: &Input, program: &Program, reference: &str, lang: Lang) -> Result<Vec<Explained>, String> {
    let is_period = reference.len() >= 7
        && reference.as_bytes()[4] == b'-'
        && reference[..4].bytes().all(|byte| byte.is_ascii_digit());
    let known = is_period
        || input.orders.find(reference.as_bytes()).is_some()
        || input.members.names.find(reference.as_bytes()).is_some();
    if !known {
        let text = Text::new(
            format!("--explain：没有订单行或会员 `{reference}`；应写 ORDER/LINE、会员或周期（如 2020-01）"),
            format!(
                "--explain: no order line or member `{reference}`; expected ORDER/LINE, a member, or a period such as 2020-01"
            ),
        );
        return Err(format!("{}\n", text.get(lang)));
    }
    input.explain(program, reference).map_err(|error| format!("{}\n", error.show(lang)))
}

fn print_explained(program: &Program, explained: &[Explained], lang: Lang) {
    if explained.is_empty() {
        println!("{}", Text::new("这里没有产生奖励。", "Nothing is owed for this.").get(lang));
    }
    for one in explained {
        let reward = &program.plan().reward(one.entry.reward).id;
        println!("{}  {}  {}  `{reward}`", one.at, one.kind.word(), one.reference);
        println!("  {}", one.why.sentence.get(lang));
    }
}

fn print_summary(program: &Program, summary: &Summary, elapsed: Duration, lang: Lang) {
    let plan = program.plan();
    let currency = plan.currency;
    let say = |zh: &str, en: &str, value: String| println!("{:<18}{value}", Text::new(zh, en).get(lang));
    say("订单行", "lines", count(summary.lines));
    say("奖励笔数", "entries", count(summary.entries));
    say("成交净额", "sales, net", format!("{} {currency}", currency.pretty(summary.sales)));
    say("奖励净额", "rewards, net", format!("{} {currency}", currency.pretty(summary.rewards)));
    say("奖励占比", "payout share", share(summary));
    for (reward, (entries, sum)) in plan.rewards.iter().zip(&summary.by_reward) {
        let sum =
            if reward.is_money() { currency.pretty(*sum) } else { count(u64::try_from(*sum).unwrap_or(0)) };
        println!("  {:<16}{sum:>20}  {:>14}", reward.id, count(*entries));
    }
    for (distance, (entries, sum)) in &summary.by_distance {
        let title = Text::new(format!("距离 {distance}"), format!("distance {distance}"));
        println!("  {:<16}{:>20}  {:>14}", title.get(lang), currency.pretty(*sum), count(*entries));
    }
    let earners = format!("{} / {}", count(summary.earners), count(summary.members));
    say("有收入的会员", "earners", earners);
    say("用时（秒）", "seconds", format!("{}.{:03}", elapsed.as_secs(), elapsed.subsec_millis()));
    say("每秒行数", "lines per second", count(speed(summary, elapsed)));
}

fn speed(summary: &Summary, elapsed: Duration) -> u64 {
    (u128::from(summary.lines) * 1_000_000 / elapsed.as_micros().max(1)) as u64
}

fn share(summary: &Summary) -> String {
    let millionths = summary.payout_millionths();
    millionths.map_or_else(
        || "-".to_owned(),
        |share| {
            let sign = if share < 0 { "−" } else { "" };
            let (whole, part) = (share.abs() / 10_000, share.abs() % 10_000 / 100);
            format!("{sign}{whole}.{part:02}%")
        },
    )
}

/// A number with its thousands separated.
fn count(number: u64) -> String {
    grouped(&number.to_string())
}

fn print_json(
    program: &Program,
    summary: Option<&Summary>,
    explained: Option<&[Explained]>,
    elapsed: Duration,
    lang: Lang,
) {
    let plan = program.plan();
    let money = |amount: i128| plan.currency.text(amount);
    let mut out = json!({ "plan": plan.id, "version": plan.version });
    if let Some(summary) = summary {
        let rewards = plan.rewards.iter().zip(&summary.by_reward);
        let by_reward = rewards.map(|(reward, (entries, sum))| {
            let total = if reward.is_money() { money(*sum) } else { sum.to_string() };
            json!({ "reward": reward.id, "entries": entries, "total": total })
        });
        let distances = summary.by_distance.iter();
        let by_distance = distances
            .map(|(at, (entries, sum))| json!({ "distance": at, "entries": entries, "total": money(*sum) }));
        let payout = summary
            .payout_millionths()
            .and_then(|share| u32::try_from(share).ok())
            .map(|share| Rate(share).text());
        out["summary"] = json!({
            "lines": summary.lines,
            "entries": summary.entries,
            "sales": money(summary.sales),
            "rewards": money(summary.rewards),
            "payout_share": payout,
            "by_reward": by_reward.collect::<Vec<_>>(),
            "by_distance": by_distance.collect::<Vec<_>>(),
            "members": summary.members,
            "earners": summary.earners,
            "milliseconds": elapsed.as_millis() as u64,
            "lines_per_second": speed(summary, elapsed),
        });
    }
    if let Some(explained) = explained {
        let one = |one: &Explained| {
            let chain = one
                .why
                .chain
                .iter()
                .map(|(member, rank)| json!({ "member": member, "rank": rank.get(lang) }));
            json!({
                "event": one.kind.word(),
                "ref": one.reference,
                "at": one.at.to_string(),
                "reward": plan.reward(one.entry.reward).id,
                "distance": one.entry.distance,
                "base": money(i128::from(one.entry.base)),
                "rate": one.entry.rate.text(),
                "amount": money(i128::from(one.entry.amount)),
                "cut": one.entry.cut,
                "chain": chain.collect::<Vec<_>>(),
                "arithmetic": one.why.arithmetic.get(lang),
                "sentence": one.why.sentence.get(lang),
            })
        };
        out["explanation"] = explained.iter().map(one).collect();
    }
    println!("{out:#}");
}
