//! The `banyan` command.

mod backup;
mod clock;
mod columns;
mod demo;
mod export;
mod fit;
mod groups;
mod heads;
mod import;
mod key;
mod manual;
mod open;
mod plan;
mod preset;
mod progress;
mod ready;
mod serve;
mod settle;
mod simulate;
mod staff;
mod task;
mod wecom_double;

use std::process::ExitCode;

use banyan_plan::words::Lang;
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

/// Rows are many small texts and lists: this allocator spends a third of the time on them that the C library's does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    /// A shop with thirteen months of real orders, loaded and opened 用真实订单开一家演示店
    Demo(demo::DemoArgs),
    /// Open the shop: API, storefront, promoter centre, console 开店
    Serve(serve::ServeArgs),
    /// Copy a shop that is at work into one file, and check the copy 备份
    Backup(backup::BackupArgs),
    /// Bring a backup back, once it has been found good 恢复备份
    Restore(backup::RestoreArgs),
    /// Compute everything again from the history; exit 1 and the first difference if one cent is off 重算核对
    Verify(backup::VerifyArgs),
    /// Shops like those that exist, ready to open 样板店
    #[command(subcommand)]
    Preset(preset::PresetCommand),
    /// Write the history as the files of `settle`, and what is sold 导出
    Export(export::ExportArgs),
    /// Bring the history of another system into a fresh shop 导入
    Import(Box<import::ImportArgs>),
    /// Staff, from the command line 员工
    #[command(subcommand)]
    Staff(staff::StaffCommand),
    /// The key for personal data 个人数据的密钥
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// The machine's clock, when the shop does not believe it 服务器时钟
    #[command(subcommand)]
    Clock(clock::ClockCommand),
    /// Settle a whole history: every reward owed to everybody 结算一段完整的历史
    Settle(settle::SettleArgs),
    /// See what a plan does before people do: growth, cost, incomes, depth 先模拟，再上线
    Simulate(simulate::SimulateArgs),
    /// Split a settlement or a simulation into tasks for many machines 拆分成任务
    #[command(subcommand)]
    Task(task::TaskCommand),
    /// Estimate a scenario from a shop's own members and orders 用自己的会员和订单校准情景
    Fit(fit::FitArgs),
    /// Measure groups from a file of what people did in them 社群
    #[command(subcommand)]
    Groups(groups::GroupsCommand),
    /// Play WeCom on this machine, to try everything without an account 企业微信模拟器
    WecomDouble(wecom_double::DoubleArgs),
    /// Check a plan, or read it in plain words 检查方案，或用白话念出来
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// What a shell completes 命令补全
    Completions(manual::CompletionsArgs),
    /// Write the pages of the manual
    #[command(hide = true)]
    Manual(manual::ManualArgs),
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
        Command::Serve(args) => serve::run(&args, lang),
        Command::Backup(args) => backup::save(&args, lang),
        Command::Restore(args) => backup::restore(&args, lang),
        Command::Preset(command) => preset::run(&command, lang),
        Command::Import(args) => import::run(&args, lang),
        Command::Export(args) => export::run(&args, lang),
        Command::Verify(args) => backup::verify(&args, lang),
        Command::Staff(command) => staff::run(&command, lang),
        Command::Key(command) => key::run(&command, lang),
        Command::Clock(command) => clock::run(&command, lang),
        Command::Settle(args) => settle::run(&args, lang),
        Command::Simulate(args) => simulate::run(&args, lang),
        Command::Task(command) => task::run(&command, lang),
        Command::Fit(args) => fit::run(&args, lang),
        Command::Groups(command) => groups::run(&command, lang),
        Command::WecomDouble(args) => wecom_double::run(&args, lang),
        Command::Plan(command) => plan::run(&command, lang),
        Command::Completions(args) => manual::completions(&args, Cli::command()),
        Command::Manual(args) => manual::manual(&args, Cli::command(), lang),
    }
}

/// Chinese if the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set begins with `zh`, else English.
fn lang_of_environment() -> Lang {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
