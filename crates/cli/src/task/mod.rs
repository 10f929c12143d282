//! `banyan task`: work split into tasks that any machine can do, and put together again.
//!
//! A job is a folder: `job.json`, a file for each task, and the inputs under the names of their contents. A task is pure: it
//! reads the inputs that it names and writes one result, whoever runs it, wherever and how often. Results are put together by the
//! order of the tasks, so that what comes out is what one machine would have written.

mod files;
mod job;
mod join;
mod plan;
mod run;
mod study;

use std::process::ExitCode;

use banyan_plan::words::Lang;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum TaskCommand {
    /// Split work into tasks, in a folder 拆分成任务
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// Do one task 执行一个任务
    Run(run::RunArgs),
    /// Put the results of all tasks together 合并结果
    Join(join::JoinArgs),
}

/// Runs the command.
pub(crate) fn run(command: &TaskCommand, lang: Lang) -> ExitCode {
    let done = match command {
        TaskCommand::Plan(command) => plan::run(command, lang),
        TaskCommand::Run(args) => run::run(args, lang),
        TaskCommand::Join(args) => join::run(args, lang),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::from(1)
        }
    }
}
