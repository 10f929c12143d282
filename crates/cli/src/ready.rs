//! The ready plans, by name.

use std::path::Path;

use banyan_plan::kernel::Program;
use banyan_plan::words::{Lang, Text};

use crate::settle::load_plan;

/// The ready plans, so that the demo needs no files beside the program.
const READY: [(&str, &str); 11] = [
    ("starter", include_str!("../../../plans/starter.toml")),
    ("two-level", include_str!("../../../plans/two-level.toml")),
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

/// The text of a plan, ready by name or in a file.
pub(crate) fn source(plan: &str, lang: Lang) -> Result<String, String> {
    match READY.iter().find(|(name, _)| *name == plan) {
        Some((_, source)) => Ok((*source).to_owned()),
        None if Path::new(plan).exists() => {
            std::fs::read_to_string(plan).map_err(|error| format!("{plan}: {error}"))
        }
        None => Err(unknown(plan, lang)),
    }
}

/// A plan, ready by name or in a file, compiled; its diagnostics as text if it cannot run.
pub(crate) fn program(plan: &str, lang: Lang) -> Result<Program, String> {
    match READY.iter().find(|(name, _)| *name == plan) {
        Some((name, source)) => banyan_plan::check::compile(source).map_err(|wrong| {
            wrong.iter().map(|one| one.render(&format!("{name}.toml"), source, lang)).collect::<String>()
        }),
        None if Path::new(plan).exists() => load_plan(Path::new(plan), lang),
        None => Err(unknown(plan, lang)),
    }
}

fn unknown(plan: &str, lang: Lang) -> String {
    let names = READY.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let text = Text::new(
        format!("没有方案 `{plan}`；可用的方案：{names}，或写方案文件的路径"),
        format!("no plan `{plan}`; there are {names}, or give the path of a plan file"),
    );
    text.get(lang).to_owned()
}
