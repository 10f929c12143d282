//! The `banyan` command as people and scripts run it.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod deb;
mod groups;
mod law;
mod moving;
mod plan;
mod settle;
mod shop;
mod simulate;
mod task;
mod wecom;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run of the command left.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs `banyan` with English messages.
fn banyan(args: &[&str]) -> Run {
    banyan_in(&[("LC_ALL", "C")], args)
}

/// Runs `banyan` in an environment.
fn banyan_in(environment: &[(&str, &str)], args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_banyan"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    let output = command.envs(environment.iter().copied()).args(args).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A file of the repository.
fn repository(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path).display().to_string()
}

/// A file of this test's own, in the build's scratch directory.
fn scratch(name: &str, bytes: &[u8]) -> String {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, bytes).unwrap();
    file.display().to_string()
}
