//! The ready plans, by name.

use std::path::Path;

use banyan_plan::kernel::Program;
use banyan_plan::ready::{READY, ready};
use banyan_plan::words::{Lang, Text};

use crate::settle::load_plan;

/// The text of a plan, ready by name or in a file.
pub(crate) fn source(plan: &str, lang: Lang) -> Result<String, String> {
    match ready(plan) {
        Some(source) => Ok(source.to_owned()),
        None if Path::new(plan).exists() => {
            std::fs::read_to_string(plan).map_err(|error| format!("{plan}: {error}"))
        }
        None => Err(unknown(plan, lang)),
    }
}

/// A plan, ready by name or in a file, compiled; its diagnostics as text if it cannot run.
pub(crate) fn program(plan: &str, lang: Lang) -> Result<Program, String> {
    match ready(plan) {
        Some(source) => banyan_plan::check::compile(source).map_err(|wrong| {
            wrong.iter().map(|one| one.render(&format!("{plan}.toml"), source, lang)).collect::<String>()
        }),
        None if Path::new(plan).exists() => load_plan(Path::new(plan), lang),
        None => Err(unknown(plan, lang)),
    }
}

fn unknown(plan: &str, lang: Lang) -> String {
    let names = READY.iter().map(|plan| plan.name).collect::<Vec<_>>().join(", ");
    let text = Text::new(
        format!("没有方案 `{plan}`；可用的方案：{names}，或写方案文件的路径"),
        format!("no plan `{plan}`; there are {names}, or give the path of a plan file"),
    );
    text.get(lang).to_owned()
}
