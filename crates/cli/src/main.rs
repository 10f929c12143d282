//! The `banyan` command.

mod demo;
mod fit;
mod plan;
mod progress;
mod settle;
mod simulate;

use std::process::ExitCode;

use banyan_plan::words::Lang;
use clap::{Parser, Subcommand, ValueEnum};

/// The open-source system for social commerce.
#[derive(Parser)]
#[command(name = "banyan", version, about, arg_required_else_help = true)]
struct Cli {
    /// Language of messages [default: from LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<LangArg>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Subcommand)]
enum Command {
    /// Settle thirteen months of real orders under a plan, and write a report 用真实订单演示，生成报告
    Demo(demo::DemoArgs),
    /// Settle a whole history: every reward owed to everybody 结算一段完整的历史
    Settle(settle::SettleArgs),
    /// See what a plan does before people do: growth, cost, incomes, depth 先模拟，再上线
    Simulate(simulate::SimulateArgs),
    /// Estimate a scenario from a shop's own members and orders 用自己的会员和订单校准情景
    Fit(fit::FitArgs),
    /// Check a plan, or read it in plain words 检查方案，或用白话念出来
    #[command(subcommand)]
    Plan(plan::PlanCommand),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = match cli.lang {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => lang_of_environment(),
    };
    match cli.command {
        Command::Demo(args) => demo::run(&args, lang),
        Command::Settle(args) => settle::run(&args, lang),
        Command::Simulate(args) => simulate::run(&args, lang),
        Command::Fit(args) => fit::run(&args, lang),
        Command::Plan(command) => plan::run(&command, lang),
    }
}

/// Chinese if the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set begins with `zh`, else English.
fn lang_of_environment() -> Lang {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
