//! `banyan completions` and `banyan manual`: what a shell and `man` know of the command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use banyan_plan::words::Lang;
use clap::{Args, Command};
use clap_complete::Shell;

use crate::open::say;

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// bash, zsh, fish …
    shell: Shell,
}

#[derive(Args)]
pub(crate) struct ManualArgs {
    /// Where the pages go: one for each command 输出目录
    folder: PathBuf,
}

/// Prints the completions of a shell.
pub(crate) fn completions(args: &CompletionsArgs, mut command: Command) -> ExitCode {
    clap_complete::generate(args.shell, &mut command, "banyan", &mut std::io::stdout());
    ExitCode::SUCCESS
}

/// Writes the pages of the manual.
pub(crate) fn manual(args: &ManualArgs, command: Command, lang: Lang) -> ExitCode {
    match pages(command, &args.folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let folder = args.folder.display();
            eprintln!("{}", say(format!("{folder}：{error}"), format!("{folder}: {error}"), lang));
            ExitCode::from(1)
        }
    }
}

fn pages(command: Command, folder: &Path) -> std::io::Result<()> {
    clap_mangen::generate_to(command, folder)
}
