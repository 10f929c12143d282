//! `banyan task run`: does one task.

use std::path::{Path, PathBuf};

use banyan_plan::kernel::Program;
use banyan_plan::words::{Lang, Text};
use banyan_settle::batch::{Input, Sources};
use banyan_settle::files::{FileError, Source};
use banyan_settle::timeline::{self, Checkpoint, digest};
use clap::Args;

use super::files::{digest_of, failed, input, say};
use super::job::{FORMAT, Head, Part, Task, check_format, read};
use super::study;
use crate::settle::{checkpoint, load_plan, write_whole};

#[derive(Args)]
pub(crate) struct RunArgs {
    /// The file of the task, in the folder of its job 任务文件
    #[arg(value_name = "TASK")]
    task: PathBuf,
    /// Where the result goes 结果写到哪里
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(args: &RunArgs, lang: Lang) -> Result<(), String> {
    let (task, digest): (Task, String) = read(&args.task, lang)?;
    check_format(&args.task, task.format, lang)?;
    let inside = args.task.canonicalize().map_err(|error| failed(&args.task, &error))?;
    let folder = inside.ancestors().nth(2).unwrap_or(Path::new(".")).to_owned();
    let doing = Doing { folder, task, lang };
    let content = match doing.task.part.clone() {
        Part::Segment { from, to } => doing.segment(from.as_deref(), to.as_deref(), &args.out)?,
        Part::Slice => doing.slice(&args.out)?,
        Part::Run { variant, seed, seeds, days } => doing.one_run((variant, seed), (seeds, days))?,
    };
    let head = Head { format: FORMAT, task: digest, bytes: content.len(), sha256: digest_of(&content) };
    let mut bytes = serde_json::to_vec(&head).map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    bytes.extend_from_slice(&content);
    write_whole(&args.out, &bytes)
}

struct Doing {
    folder: PathBuf,
    task: Task,
    lang: Lang,
}

impl Doing {
    /// The place of an input; `None` if the task has none of this kind.
    fn find(&self, what: &str) -> Result<Option<PathBuf>, String> {
        self.task.inputs.get(what).map(|name| input(&self.folder, name, self.lang)).transpose()
    }

    fn need(&self, what: &str) -> Result<PathBuf, String> {
        self.find(what)?.ok_or_else(|| {
            let text = Text::new(
                format!("任务没有输入 {what}；应为 `banyan task plan` 写出的任务"),
                format!("the task has no input {what}; expected a task written by `banyan task plan`"),
            );
            text.get(self.lang).to_owned()
        })
    }

    fn history(&self) -> Result<(Program, Input), String> {
        let told = |error: FileError| error.show(self.lang);
        let open = |path: PathBuf| Source::open(&path);
        let program = load_plan(&self.need("plan")?, self.lang)?;
        let sources = Sources {
            members: open(self.need("members")?).map_err(told)?,
            transfers: self.find("transfers")?.map(open).transpose().map_err(told)?,
            ranks: self.find("ranks")?.map(open).transpose().map_err(told)?,
            stops: self.find("stops")?.map(open).transpose().map_err(told)?,
            orders: open(self.need("orders")?).map_err(told)?,
        };
        let input = Input::read(&program, sources, &|_| ()).map_err(told)?;
        Ok((program, input))
    }

    /// The rows of a part of the history; `out` is where the result will be.
    fn rows(
        &self,
        out: &Path,
        settle: impl FnOnce(&Path) -> Result<(), FileError>,
    ) -> Result<Vec<u8>, String> {
        let beside = out.with_added_extension(format!("{}.rows", std::process::id()));
        settle(&beside).map_err(|error| error.show(self.lang))?;
        let rows = std::fs::read(&beside).map_err(|error| failed(&beside, &error))?;
        std::fs::remove_file(&beside).map_err(|error| failed(&beside, &error))?;
        Ok(rows)
    }

    fn checkpoint(&self, name: Option<&str>) -> Result<Option<(Checkpoint, PathBuf)>, String> {
        let Some(name) = name else { return Ok(None) };
        let path = input(&self.folder, name, self.lang)?;
        Ok(Some((checkpoint(&path, self.lang)?, path)))
    }

    /// From one checkpoint to the next, which has to come out.
    fn segment(&self, from: Option<&str>, to: Option<&str>, out: &Path) -> Result<Vec<u8>, String> {
        let (program, history) = self.history()?;
        let (from, to) = (self.checkpoint(from)?.map(|(from, _)| from), self.checkpoint(to)?);
        let until = to.as_ref().map(|(to, _)| to.until());
        let mut reached = None;
        let rows = self.rows(out, |beside| {
            let part = timeline::Part { from, until };
            let (_, settled) = history.settle_part(&program, part, beside, &|_| ())?;
            reached = settled.checkpoint;
            Ok(())
        })?;
        if let (Some((to, path)), Some(reached)) = (to, reached) {
            let (expected, found) = (to.to_bytes(), reached.to_bytes());
            if expected != found {
                let (expected, found) = (digest(&expected).unwrap_or(""), digest(&found).unwrap_or(""));
                let text = Text::new(
                    format!(
                        "从前一个检查点重算到 {}，得到的状态是 {found}，与此检查点的 {expected} 不同",
                        to.until()
                    ),
                    format!(
                        "settled again from the checkpoint before, the state at {} is {found}; expected that of this checkpoint, {expected}",
                        to.until()
                    ),
                );
                return Err(say(&path, &text, self.lang));
            }
        }
        Ok(rows)
    }

    fn slice(&self, out: &Path) -> Result<Vec<u8>, String> {
        let (program, history) = self.history()?;
        let slice = (self.task.number.saturating_sub(1), self.task.of);
        self.rows(out, |beside| history.settle_slice(&program, slice, beside, &|_| ()))
    }

    fn one_run(&self, run: (u32, u32), (seeds, days): (u32, u32)) -> Result<Vec<u8>, String> {
        let program = load_plan(&self.need("plan")?, self.lang)?;
        let told = self.find("scenario")?.map(|path| crate::plan::read(&path, self.lang)).transpose()?;
        let scenario = study::scenario(told.as_deref(), Some(seeds), Some(days), self.lang)?;
        study::run(&program, &scenario, run, self.lang)
    }
}
