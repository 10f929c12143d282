//! What a job and its tasks are, as files say it.

use std::collections::BTreeMap;
use std::path::Path;

use banyan_plan::words::{Lang, Text};
use serde::{Deserialize, Serialize};

use super::files::{digest_of, failed, say};

/// Counted up whenever what the files mean changes.
pub(super) const FORMAT: u32 = 1;

/// `job.json`: the tasks in the order in which their results belong together, each by the digest of its file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Job {
    pub(super) format: u32,
    pub(super) work: Work,
    pub(super) inputs: Inputs,
    pub(super) tasks: Vec<String>,
}

/// Inputs by what they are: the name of a file in the folder `inputs`, which begins with the digest of its content.
pub(super) type Inputs = BTreeMap<String, String>;

/// What is to be done altogether.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Work {
    /// A history between checkpoints.
    Segments,
    /// The lines of a history in slices.
    Slices,
    /// A simulation with many seeds.
    Study { seeds: u32, variant_seeds: u32, days: u32 },
}

/// The file of a task.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    pub(super) format: u32,
    /// From 1.
    pub(super) number: usize,
    pub(super) of: usize,
    pub(super) inputs: Inputs,
    pub(super) part: Part,
}

/// What a task does of the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Part {
    /// From one checkpoint (from the beginning, without one) to another, which has to come out (to the end, without one). Both
    /// are names of inputs.
    Segment { from: Option<String>, to: Option<String> },
    /// One slice; which one, the number of the task says.
    Slice,
    /// One run of a simulation.
    Run { variant: u32, seed: u32, seeds: u32, days: u32 },
}

/// The first line of a result; the content follows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) format: u32,
    /// The digest of the task's file.
    pub(super) task: String,
    pub(super) bytes: usize,
    pub(super) sha256: String,
}

/// Reads a file of a job; gives its digest as well.
pub(super) fn read<T: for<'de> Deserialize<'de>>(path: &Path, lang: Lang) -> Result<(T, String), String> {
    let bytes = std::fs::read(path).map_err(|error| failed(path, &error))?;
    let read = serde_json::from_slice(&bytes).map_err(|error| {
        let text = Text::new(
            format!("不是 `banyan task plan` 写出的文件（{error}）；应为 job.json，或文件夹 tasks 里的任务文件"),
            format!(
                "this was not written by `banyan task plan` ({error}); expected job.json, or the file of a task in the folder tasks"
            ),
        );
        say(path, &text, lang)
    })?;
    Ok((read, digest_of(&bytes)))
}

/// Refuses files of another version.
pub(super) fn check_format(path: &Path, format: u32, lang: Lang) -> Result<(), String> {
    if format == FORMAT {
        return Ok(());
    }
    let text = Text::new(
        format!("格式是第 {format} 版，本程序用的是第 {FORMAT} 版；应用同一版本的程序拆分、执行和合并"),
        format!(
            "it has format {format}, this program has {FORMAT}; expected the same program to plan, run and join"
        ),
    );
    Err(say(path, &text, lang))
}
