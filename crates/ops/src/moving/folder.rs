//! A folder of tables: CSV and JSON files by the name of their table, SQL dumps with any number of them.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use banyan_base::refusal::Refusal;

use super::sql;
use super::tables::{Table, csv, decoded, json, wrong};

/// Bytes of one file at most: it is read as a whole.
const MOST_BYTES: u64 = 1 << 30;

/// All tables of a folder, by name.
#[derive(Debug, Default)]
pub(super) struct Tables(BTreeMap<String, Table>);

impl Tables {
    /// Reads the wanted tables of a folder: a table from a CSV or JSON file of its name, any number of them from an SQL dump.
    pub(super) fn read(folder: &Path, wanted: &[&str]) -> Result<Self, Refusal> {
        let shown = folder.display().to_string();
        let failed = |error: std::io::Error| {
            wrong(&shown, None, &format!("打不开（{error}）"), &format!("cannot be opened: {error}"))
        };
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            paths.push(entry.map_err(failed)?.path());
        }
        paths.sort();
        let wanted: HashSet<&str> = wanted.iter().copied().collect();
        let mut all = Self::default();
        for path in paths {
            let part = |part: Option<&std::ffi::OsStr>| {
                part.and_then(|part| part.to_str()).unwrap_or_default().to_ascii_lowercase()
            };
            let (stem, ending) = (part(path.file_stem()), part(path.extension()));
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            match ending.as_str() {
                "csv" if wanted.contains(stem.as_str()) => {
                    all.add(&stem, csv(&name, &text_of(&path, &name)?)?)?;
                }
                "json" if wanted.contains(stem.as_str()) => {
                    all.add(&stem, json(&name, &text_of(&path, &name)?)?)?;
                }
                "sql" => {
                    for (table, found) in sql::read(&name, &text_of(&path, &name)?, &wanted)? {
                        all.add(&table, found)?;
                    }
                }
                _ => {}
            }
        }
        Ok(all)
    }

    fn add(&mut self, name: &str, table: Table) -> Result<(), Refusal> {
        let file = table.file.clone();
        if let Some(other) = self.0.insert(name.to_owned(), table) {
            let other = other.file;
            return Err(wrong(
                &file,
                None,
                &format!("表 {name} 已在 {other} 里；请只留一份"),
                &format!("the table {name} stands in {other} as well; expected it once"),
            ));
        }
        Ok(())
    }

    /// A table that has to be there, with columns that it has to have; the first of them tells its rows apart.
    pub(super) fn needed(&self, name: &str, columns: &[&'static str]) -> Result<&Table, Refusal> {
        let found = self.0.get(name).ok_or_else(|| {
            wrong(
                name,
                None,
                "文件夹里没有这张表；应为 .csv、.json 或 .sql",
                "the folder has no such table; expected it as .csv, .json or .sql",
            )
        })?;
        found.check(columns)?;
        Ok(found)
    }

    /// A table that may be missing.
    pub(super) fn maybe(&self, name: &str, columns: &[&'static str]) -> Result<Option<&Table>, Refusal> {
        if self.0.contains_key(name) { self.needed(name, columns).map(Some) } else { Ok(None) }
    }
}

/// A file as text, whichever of the usual encodings it has.
fn text_of(path: &Path, name: &str) -> Result<String, Refusal> {
    let failed = |error: std::io::Error| {
        wrong(name, None, &format!("读不了（{error}）"), &format!("cannot be read: {error}"))
    };
    if std::fs::metadata(path).map_err(failed)?.len() > MOST_BYTES {
        return Err(wrong(
            name,
            None,
            "超过 1 GB；请按表拆成几个文件",
            "is larger than 1 GB; please split it by tables",
        ));
    }
    decoded(name, &std::fs::read(path).map_err(failed)?)
}
