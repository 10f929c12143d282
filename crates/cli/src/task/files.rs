//! The folder of a job.

use std::path::{Path, PathBuf};

use banyan_plan::words::{Lang, Text};
use banyan_settle::timeline::sha256;

use crate::settle::write_whole;

/// SHA-256 in hexadecimal.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    sha256(&[bytes])
}

/// What is wrong with a file.
pub(super) fn say(path: &Path, text: &Text, lang: Lang) -> String {
    format!("{}: {}", path.display(), text.get(lang))
}

pub(super) fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// The place of a task's file.
pub(super) fn task(folder: &Path, number: usize) -> PathBuf {
    folder.join("tasks").join(format!("{number:06}.json"))
}

/// Keeps a copy of a file among the inputs; gives its name there. It ends as the file's own, which says how it is packed.
pub(super) fn keep(folder: &Path, path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| failed(path, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = name.find('.').map_or("", |dot| &name[dot..]);
    let kept = format!("{}{ending}", digest_of(&bytes));
    write_whole(&folder.join("inputs").join(&kept), &bytes)?;
    Ok(kept)
}

/// The place of an input; refused unless it has the content that its name says.
pub(super) fn input(folder: &Path, name: &str, lang: Lang) -> Result<PathBuf, String> {
    let path = folder.join("inputs").join(name);
    let bytes = std::fs::read(&path).map_err(|error| failed(&path, &error))?;
    if name.contains(['/', '\\']) || !name.starts_with(&digest_of(&bytes)) {
        let text = Text::new(
            "内容与文件名里的校验值不符；应为拆分任务时的原件",
            "its content is not what its name says; expected the file that was there when the tasks were planned",
        );
        return Err(say(&path, &text, lang));
    }
    Ok(path)
}
