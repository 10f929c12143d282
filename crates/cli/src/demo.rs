//! `banyan demo`: the bundled shop, settled under a plan, as one report.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use banyan_demo::gather::Demo;
use banyan_demo::report::render;
use banyan_plan::kernel::Program;
use banyan_plan::words::{Lang, Text};
use clap::Args;

use crate::progress::Progress;
use crate::settle::load_plan;

#[derive(Args)]
pub(crate) struct DemoArgs {
    /// A ready plan by name, or a plan file 方案名称或文件
    #[arg(long, default_value = "starter", value_name = "PLAN")]
    plan: String,
    /// Where the report goes 报告写到哪里
    #[arg(long, default_value = "out/report.html", value_name = "FILE")]
    out: PathBuf,
}

/// The ready plans, so that the demo needs no files beside the program.
const READY: [(&str, &str); 10] = [
    ("starter", include_str!("../../../plans/starter.toml")),
    ("lvhuasuan", include_str!("../../../plans/lvhuasuan.toml")),
    ("yige", include_str!("../../../plans/yige.toml")),
    ("wanwu", include_str!("../../../plans/wanwu.toml")),
    ("price-difference", include_str!("../../../plans/price-difference.toml")),
    ("gift-pack", include_str!("../../../plans/gift-pack.toml")),
    ("sunline", include_str!("../../../plans/sunline.toml")),
    ("dual-track", include_str!("../../../plans/dual-track.toml")),
    ("stair-step", include_str!("../../../plans/stair-step.toml")),
    ("group-of-three", include_str!("../../../plans/group-of-three.toml")),
];

/// Runs the command.
pub(crate) fn run(args: &DemoArgs, lang: Lang) -> ExitCode {
    match demo(args, lang) {
        Ok(path) => {
            let text = Text::new("报告已写好，用浏览器打开：", "The report is ready; open it in a browser:");
            println!("{}\n{}", text.get(lang), path.display());
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::from(1)
        }
    }
}

fn demo(args: &DemoArgs, lang: Lang) -> Result<PathBuf, String> {
    let program = ready_plan(&args.plan, lang)?;
    let progress = Progress::new(0, lang);
    let told = |error: banyan_settle::files::FileError| error.show(lang);
    let demo = Demo::load(program.plan().clone(), &|_| ()).map_err(told)?;
    progress.settling(demo.size());
    let report = demo.report(&|stage| progress.at(stage)).map_err(told)?;
    progress.finish();
    write(&args.out, &render(&report)).map_err(|error| format!("{}: {error}", args.out.display()))?;
    Ok(args.out.canonicalize().unwrap_or_else(|_| args.out.clone()))
}

/// A ready plan by its name, or the plan of a file.
pub(crate) fn ready_plan(plan: &str, lang: Lang) -> Result<Program, String> {
    match READY.iter().find(|(name, _)| *name == plan) {
        Some((name, source)) => banyan_plan::check::compile(source).map_err(|wrong| {
            wrong.iter().map(|one| one.render(&format!("{name}.toml"), source, lang)).collect::<String>()
        }),
        None if Path::new(plan).exists() => load_plan(Path::new(plan), lang),
        None => Err(unknown(plan, lang)),
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}

fn unknown(plan: &str, lang: Lang) -> String {
    let names = READY.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let text = Text::new(
        format!("没有方案 `{plan}`；可用的方案：{names}，或写方案文件的路径"),
        format!("no plan `{plan}`; there are {names}, or give the path of a plan file"),
    );
    text.get(lang).to_owned()
}
