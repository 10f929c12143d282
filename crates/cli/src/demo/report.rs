//! `banyan demo --report`: the bundled history, settled under a plan, as one page.

use std::path::Path;

use banyan_demo::gather::Demo;
use banyan_demo::report::render;
use banyan_plan::words::{Lang, Text};

use crate::progress::Progress;
use crate::ready;

/// Settles the history under a plan, and writes the report.
pub(super) fn write(plan: &str, out: &Path, lang: Lang) -> Result<(), String> {
    let program = ready::program(plan, lang)?;
    let progress = Progress::new(0, lang);
    let told = |error: banyan_settle::files::FileError| error.show(lang);
    let demo = Demo::load(program.plan().clone(), &|_| ()).map_err(told)?;
    progress.settling(demo.size());
    let report = demo.report(&|stage| progress.at(stage)).map_err(told)?;
    progress.finish();
    write_file(out, &render(&report)).map_err(|error| format!("{}: {error}", out.display()))?;
    let path = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    let text = Text::new("报告已写好，用浏览器打开：", "The report is ready; open it in a browser:");
    println!("{}\n{}", text.get(lang), path.display());
    Ok(())
}

fn write_file(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
