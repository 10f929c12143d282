//! `banyan task plan`: splits work into tasks.

use std::path::{Path, PathBuf};

use banyan_plan::words::{Lang, Text};
use banyan_settle::batch::Input;
use banyan_settle::timeline::{Checkpoint, tied};
use banyan_sim::study::{Size, Study};
use clap::{Args, Subcommand};

use super::files::{digest_of, failed, keep, say, task};
use super::job::{FORMAT, Inputs, Job, Part, Task, Work};
use super::study;
use crate::settle::{HistoryArgs, checkpoint, load_plan, write_whole};

#[derive(Subcommand)]
pub(crate) enum PlanCommand {
    /// The settlement of a history: between checkpoints, or in slices of lines 结算
    Settle(SettleArgs),
    /// A simulation, one task for each run 模拟
    Simulate(SimulateArgs),
}

#[derive(Args)]
pub(crate) struct SettleArgs {
    #[command(flatten)]
    history: HistoryArgs,
    /// A checkpoint of this history; may be given often: each task goes from one to the next 检查点
    #[arg(long, value_name = "FILE", required_unless_present = "slices", conflicts_with = "slices")]
    checkpoint: Vec<PathBuf>,
    /// Into how many slices the lines are cut; for a plan under which no line depends on others 按行拆成几份
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    slices: Option<u32>,
    /// The folder of the job; must not be there 任务文件夹
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Args)]
pub(crate) struct SimulateArgs {
    /// The plan, by name or file 方案名称或文件
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The world that it is tried in 情景文件
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Runs with different chance [default: the scenario's, 100] 随机种子数
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    seeds: Option<u32>,
    /// Days [default: the scenario's, 180] 天数
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Only the runs: not what happens when invitations stop, not which inputs matter 只跑本身，不做变体
    #[arg(long)]
    quick: bool,
    /// The folder of the job; must not be there 任务文件夹
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(command: &PlanCommand, lang: Lang) -> Result<(), String> {
    let (out, tasks) = match command {
        PlanCommand::Settle(args) => (&args.out, settle(args, lang)?),
        PlanCommand::Simulate(args) => (&args.out, simulate(args, lang)?),
    };
    let text = Text::new(
        format!("{tasks} 个任务：{}", out.join("tasks").display()),
        format!("{tasks} tasks: {}", out.join("tasks").display()),
    );
    println!("{}", text.get(lang));
    Ok(())
}

/// A folder that was not there before.
fn begin(folder: &Path) -> Result<(), String> {
    std::fs::create_dir(folder)
        .and_then(|()| std::fs::create_dir(folder.join("inputs")))
        .and_then(|()| std::fs::create_dir(folder.join("tasks")))
        .map_err(|error| failed(folder, &error))
}

/// Writes the tasks, and then the job itself: where it is, all of it is.
fn write(folder: &Path, work: Work, inputs: Inputs, parts: Vec<Part>) -> Result<usize, String> {
    let of = parts.len();
    let mut tasks = Vec::new();
    for (number, part) in (1..).zip(parts) {
        let bytes = json(&Task { format: FORMAT, number, of, inputs: inputs.clone(), part })?;
        write_whole(&task(folder, number), &bytes)?;
        tasks.push(digest_of(&bytes));
    }
    write_whole(&folder.join("job.json"), &json(&Job { format: FORMAT, work, inputs, tasks })?)?;
    Ok(of)
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, String> {
    serde_json::to_vec_pretty(value).map_err(|error| error.to_string())
}

fn settle(args: &SettleArgs, lang: Lang) -> Result<usize, String> {
    let program = load_plan(&args.history.plan, lang)?;
    if let (Some(_), Some(why)) = (args.slices, program.plan().ties_lines()) {
        return Err(say(&args.history.plan, &tied(&why), lang));
    }
    let mut checkpoints = Vec::new();
    for path in &args.checkpoint {
        checkpoints.push((checkpoint(path, lang)?, path));
    }
    checkpoints.sort_by_key(|(checkpoint, _)| checkpoint.until());
    if !checkpoints.is_empty() {
        check(args, &program, &checkpoints, lang)?;
    }
    begin(&args.out)?;
    let mut inputs = Inputs::new();
    let files = [
        ("plan", Some(&args.history.plan)),
        ("members", Some(&args.history.members)),
        ("orders", Some(&args.history.orders)),
        ("ranks", args.history.ranks.as_ref()),
        ("transfers", args.history.transfers.as_ref()),
        ("stops", args.history.stops.as_ref()),
    ];
    for (what, path) in files {
        if let Some(path) = path {
            inputs.insert(what.to_owned(), keep(&args.out, path)?);
        }
    }
    if let Some(slices) = args.slices {
        return write(&args.out, Work::Slices, inputs, vec![Part::Slice; slices as usize]);
    }
    let mut ends = Vec::new();
    for (_, path) in &checkpoints {
        ends.push(Some(keep(&args.out, path)?));
    }
    let starts = std::iter::once(None).chain(ends.clone());
    let parts = starts.zip(ends.iter().cloned().chain([None])).map(|(from, to)| Part::Segment { from, to });
    write(&args.out, Work::Segments, inputs, parts.collect())
}

/// Whether the checkpoints are of this history, and of different moments.
fn check(
    args: &SettleArgs,
    program: &banyan_plan::kernel::Program,
    checkpoints: &[(Checkpoint, &PathBuf)],
    lang: Lang,
) -> Result<(), String> {
    for pair in checkpoints.windows(2) {
        if pair[0].0.until() == pair[1].0.until() {
            let text = Text::new(
                format!("与 {} 是同一时刻的检查点；应为不同时刻的", pair[0].1.display()),
                format!(
                    "it is of the same moment as {}; expected checkpoints of different moments",
                    pair[0].1.display()
                ),
            );
            return Err(say(pair[1].1, &text, lang));
        }
    }
    let told = |error: banyan_settle::files::FileError| error.show(lang);
    let sources = args.history.sources().map_err(told)?;
    let input = Input::read(program, sources, &|_| ()).map_err(told)?;
    let history = input.history(program);
    for (checkpoint, path) in checkpoints {
        checkpoint.check(&history).map_err(|text| say(path, &text, lang))?;
    }
    Ok(())
}

fn simulate(args: &SimulateArgs, lang: Lang) -> Result<usize, String> {
    let source = crate::ready::source(&args.plan, lang)?;
    crate::ready::program(&args.plan, lang)?;
    let told = args.scenario.as_deref().map(|path| crate::plan::read(path, lang)).transpose()?;
    let scenario = study::scenario(told.as_deref(), args.seeds, args.days, lang)?;
    let (seeds, days) = (scenario.run.seeds, scenario.run.days);
    let variant_seeds = if args.quick { 0 } else { crate::simulate::VARIANT_SEEDS };
    let size = Size { seeds, variant_seeds, threads: 1 };
    begin(&args.out)?;
    let mut inputs = Inputs::new();
    for (what, ending, text) in [("plan", "plan.toml", Some(source)), ("scenario", "scenario.toml", told)] {
        if let Some(text) = text {
            let beside = args.out.join(ending);
            write_whole(&beside, text.as_bytes())?;
            inputs.insert(what.to_owned(), keep(&args.out, &beside)?);
            std::fs::remove_file(&beside).map_err(|error| failed(&beside, &error))?;
        }
    }
    let runs = Study::runs(size).into_iter();
    let parts = runs.map(|(variant, seed)| Part::Run { variant, seed, seeds, days }).collect();
    write(&args.out, Work::Study { seeds, variant_seeds, days }, inputs, parts)
}
