//! `banyan task join`: puts the results of a job together.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use banyan_plan::words::{Lang, Text};
use clap::Args;

use super::files::{digest_of, failed, input, say, task};
use super::job::{Head, Job, Work, check_format, read};
use super::study;
use crate::settle::write_whole;

#[derive(Args)]
pub(crate) struct JoinArgs {
    /// The folder of the job 任务文件夹
    #[arg(value_name = "JOB")]
    job: PathBuf,
    /// The results of all its tasks, in any order 全部结果，顺序不限
    #[arg(value_name = "RESULT", required = true)]
    results: Vec<PathBuf>,
    /// Where the whole goes: the rewards, or the JSON of a simulation 合并后写到哪里
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(args: &JoinArgs, lang: Lang) -> Result<(), String> {
    let manifest = args.job.join("job.json");
    let (job, _): (Job, String) = read(&manifest, lang)?;
    check_format(&manifest, job.format, lang)?;
    let contents = collect(args, &job, lang)?;
    let whole = match &job.work {
        Work::Segments | Work::Slices => rows(&contents),
        Work::Study { seeds, variant_seeds, days } => {
            let text = |what: &str| -> Result<Option<String>, String> {
                let path = job.inputs.get(what).map(|name| input(&args.job, name, lang)).transpose()?;
                path.map(|path| crate::plan::read(&path, lang)).transpose()
            };
            let source = text("plan")?.unwrap_or_default();
            let program = banyan_plan::check::compile(&source).map_err(|wrong| {
                wrong.iter().map(|one| one.render("plan.toml", &source, lang)).collect::<String>()
            })?;
            let told = text("scenario")?;
            let scenario = study::scenario(told.as_deref(), Some(*seeds), Some(*days), lang)?;
            study::join(&source, &program, &scenario, *variant_seeds, &contents, lang)?
        }
    };
    write_whole(&args.out, &whole)
}

/// The contents of all results, in the order of the tasks. None may be missing, doubled, foreign or changed.
fn collect(args: &JoinArgs, job: &Job, lang: Lang) -> Result<Vec<Vec<u8>>, String> {
    let places: HashMap<&str, usize> = job.tasks.iter().map(String::as_str).zip(0..).collect();
    let mut found: Vec<Option<(&Path, Vec<u8>)>> = vec![None; job.tasks.len()];
    for path in &args.results {
        let (head, content) = result(path, lang)?;
        let Some(&place) = places.get(head.task.as_str()) else {
            let text = Text::new(
                "是别的任务的结果；应为这个任务文件夹里的任务的结果",
                "this is the result of a task of another job; expected those of this job's tasks",
            );
            return Err(say(path, &text, lang));
        };
        if let Some((earlier, _)) = &found[place] {
            let text = Text::new(
                format!("与 {} 是同一个任务的结果；每个任务应只有一个结果", earlier.display()),
                format!(
                    "it is the result of the same task as {}; expected one for each task",
                    earlier.display()
                ),
            );
            return Err(say(path, &text, lang));
        }
        found[place] = Some((path, content));
    }
    let missing: Vec<usize> =
        (1..).zip(&found).filter(|(_, one)| one.is_none()).map(|(number, _)| number).collect();
    if let Some(first) = missing.first() {
        let text = Text::new(
            format!("{} 个任务还没有结果，第一个是这一个；应先用 `banyan task run` 执行", missing.len()),
            format!(
                "{} tasks have no result yet, this one first; expected each to be done with `banyan task run`",
                missing.len()
            ),
        );
        return Err(say(&task(&args.job, *first), &text, lang));
    }
    Ok(found.into_iter().flatten().map(|(_, content)| content).collect())
}

/// A result, if it is whole and unchanged.
fn result(path: &Path, lang: Lang) -> Result<(Head, Vec<u8>), String> {
    let mut bytes = std::fs::read(path).map_err(|error| failed(path, &error))?;
    let end = bytes.iter().take(10_000).position(|byte| *byte == b'\n');
    let head = end.and_then(|end| serde_json::from_slice::<Head>(&bytes[..end]).ok().zip(Some(end)));
    let Some((head, end)) = head else {
        let text = Text::new(
            "不是任务的结果；应为 `banyan task run` 写出的文件",
            "this is no result of a task; expected a file written by `banyan task run`",
        );
        return Err(say(path, &text, lang));
    };
    check_format(path, head.format, lang)?;
    let content = bytes.split_off(end + 1);
    if content.len() != head.bytes || digest_of(&content) != head.sha256 {
        let text = Text::new(
            "结果不完整或被改动过；应重新执行这个任务，或重新复制",
            "the result is cut off or was changed; expected it as it was written: run the task again, or copy it again",
        );
        return Err(say(path, &text, lang));
    }
    Ok((head, content))
}

/// Rows one after another, under one header.
fn rows(contents: &[Vec<u8>]) -> Vec<u8> {
    let mut whole = Vec::new();
    for (number, content) in contents.iter().enumerate() {
        let header = content.iter().position(|byte| *byte == b'\n').map_or(content.len(), |end| end + 1);
        whole.extend_from_slice(if number == 0 { content } else { &content[header..] });
    }
    whole
}
