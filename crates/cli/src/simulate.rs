//! `banyan simulate`: what a plan does before people do.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use banyan_law::pack::{DEFAULT, pack};
use banyan_plan::check::check;
use banyan_plan::kernel::Program;
use banyan_plan::words::{Lang, Text};
use banyan_sim::export::Files;
use banyan_sim::law::Law;
use banyan_sim::run::Past;
use banyan_sim::scenario::{Scenario, ScenarioError};
use banyan_sim::study::{Size, Study};
use clap::Args;

use crate::progress::Progress;

pub(crate) mod json;
mod table;

#[derive(Args)]
pub(crate) struct SimulateArgs {
    /// The plan, by name or file 方案名称或文件
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The world that it is tried in; all keys have defaults 情景文件
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// A second plan in the same world, side by side 对比的另一个方案
    #[arg(long, value_name = "PLAN")]
    against: Option<String>,
    /// Runs with different chance [default: the scenario's, 100] 随机种子数
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    seeds: Option<u32>,
    /// Days [default: the scenario's, 180] 天数
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Where the report goes, and the first run as files of `settle` 报告和第一次运行的文件写到哪里
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only the runs: not what happens when invitations stop, not which inputs matter 只跑本身，不做变体
    #[arg(long)]
    quick: bool,
    /// A rule pack to put the plan to, with the facts of the runs; may be given often 规则包
    #[arg(long, value_name = "PACK", default_value = DEFAULT, value_parser = crate::plan::packs())]
    law: Vec<String>,
    /// Threads [default: all cores] 线程数
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// The result as JSON 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &SimulateArgs, lang: Lang) -> ExitCode {
    match simulate(args, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::from(1)
        }
    }
}

/// Variants need fewer seeds: they share their chance with the plan.
pub(crate) const VARIANT_SEEDS: u32 = 10;

fn simulate(args: &SimulateArgs, lang: Lang) -> Result<(), String> {
    let program = crate::ready::program(&args.plan, lang)?;
    let rival = args.against.as_deref().map(|plan| crate::ready::program(plan, lang)).transpose()?;
    let scenario = read(args, lang)?;
    let seeds = scenario.run.seeds;
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let size =
        Size { seeds, variant_seeds: if args.quick { 0 } else { VARIANT_SEEDS }, threads: threads.max(1) };
    let told = |error: ScenarioError| show(args.scenario.as_deref(), &error, lang);
    let steps = Study::steps(size) * if rival.is_some() { 2 } else { 1 };
    let progress = Progress::new(steps, lang);
    progress.say(&Text::new("模拟", "running"));
    let on = |done: u64| {
        progress.position(done);
        true
    };
    let study = Study::of(&program, &scenario, size, &on).map_err(told)?;
    let rival_study = rival
        .as_ref()
        .map(|rival| Study::of(rival, &scenario, size, &|done| on(steps / 2 + done)))
        .transpose()
        .map_err(told)?;
    progress.finish();
    let law = law_of(&program, &args.plan, (&scenario, &study), &args.law, lang)?;
    let rival_law = match (&args.against, &rival, &rival_study) {
        (Some(name), Some(rival), Some(study)) => {
            Some(law_of(rival, name, (&scenario, study), &args.law, lang)?)
        }
        _ => None,
    };
    let laws = (&law, rival_law.as_ref());
    let rival = rival.as_ref().zip(rival_study.as_ref());
    if args.json {
        println!("{:#}", json::of(&program, &scenario, &study, rival, laws));
    } else {
        print!("{}", table::of(&program, &scenario, &study, rival, laws, lang));
    }
    if let Some(folder) = &args.out {
        let page = banyan_sim::report::render(&program, &scenario, &study, rival, laws);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(folder.join("report.html"), page))
            .map_err(|error| format!("{}: {error}\n", folder.display()))?;
        write_run(folder, &program, &scenario, threads, lang).map_err(|error| error + "\n")?;
        if !args.json {
            let text = Text::new("报告：", "report: ");
            println!("\n{}{}", text.get(lang), folder.join("report.html").display());
        }
    }
    Ok(())
}

/// What the rule packs say with what the runs showed.
fn law_of(
    program: &Program,
    name: &str,
    told: (&Scenario, &Study),
    packs: &[String],
    lang: Lang,
) -> Result<Law, String> {
    let report = check(&crate::ready::source(name, lang)?);
    let packs: Vec<_> = packs.iter().filter_map(|id| pack(id)).collect();
    Ok(Law::of(program.plan(), report.worst_case.as_ref(), told, &packs))
}

fn read(args: &SimulateArgs, lang: Lang) -> Result<Scenario, String> {
    let mut scenario = match &args.scenario {
        Some(path) => {
            let source = crate::plan::read(path, lang)?;
            Scenario::parse(&source).map_err(|error| show(Some(path), &error, lang))?
        }
        None => Scenario::default(),
    };
    scenario.run.seeds = args.seeds.unwrap_or(scenario.run.seeds);
    scenario.run.days = args.days.unwrap_or(scenario.run.days);
    scenario.check().map_err(|error| show(args.scenario.as_deref(), &error, lang))?;
    Ok(scenario)
}

fn show(path: Option<&Path>, error: &ScenarioError, lang: Lang) -> String {
    let text = error.text.get(lang);
    match (path, error.line) {
        (Some(path), Some(line)) => format!("{}:{line}: {text}", path.display()),
        (Some(path), None) => format!("{}: {text}", path.display()),
        (None, _) => text.to_owned(),
    }
}

/// The run of the first seed as the files of `settle`, with its own rewards beside them.
fn write_run(
    folder: &Path,
    program: &Program,
    scenario: &Scenario,
    threads: usize,
    lang: Lang,
) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let past = Past::live(program, scenario, 0, threads).map_err(|error| show(None, &error, lang))?;
    let files = Files::of(program, scenario, &past);
    for (name, bytes) in
        [("members.csv", &files.members), ("ranks.csv", &files.ranks), ("orders.csv", &files.orders)]
    {
        std::fs::write(folder.join(name), bytes).map_err(failed)?;
    }
    let rewards = past.input.settle(program, &folder.join("rewards.csv"), &|_| ());
    rewards.map(|_| ()).map_err(|error| error.show(lang))
}
