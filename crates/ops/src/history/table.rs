//! Tables as CSV files, each written beside its place and moved there when all is well.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use banyan_base::refusal::Refusal;
use banyan_settle::files::write_field;

/// A file that grows row by row.
pub(super) struct Table {
    name: PathBuf,
    part: PathBuf,
    file: BufWriter<File>,
    row: Vec<u8>,
    /// Rows without the header.
    pub(super) rows: u64,
}

impl Table {
    /// Begins a file with its header.
    pub(super) fn new(dir: &Path, name: &str, header: &str) -> Result<Self, Refusal> {
        let (name, part) = (dir.join(name), dir.join(format!(".{name}.part")));
        let file = File::create(&part).map_err(|error| failed(&part, &error))?;
        let mut table = Self { name, part, file: BufWriter::new(file), row: Vec::new(), rows: 0 };
        table.write(format!("{header}\n").as_bytes())?;
        Ok(table)
    }

    /// Adds a row of fields.
    pub(super) fn push(&mut self, fields: &[&str]) -> Result<(), Refusal> {
        let mut row = std::mem::take(&mut self.row);
        row.clear();
        for (place, field) in fields.iter().enumerate() {
            if place > 0 {
                row.push(b',');
            }
            write_field(field.as_bytes(), &mut row);
        }
        row.push(b'\n');
        self.rows += 1;
        let written = self.write(&row);
        self.row = row;
        written
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.file.write_all(bytes).map_err(|error| failed(&self.name, &error))
    }

    /// Ends the file; it takes its place with [`Table::settle`].
    pub(super) fn end(&mut self) -> Result<(), Refusal> {
        let written = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        written.map_err(|error| failed(&self.name, &error))
    }

    /// Moves the file to its place.
    pub(super) fn settle(self) -> Result<(String, u64), Refusal> {
        std::fs::rename(&self.part, &self.name).map_err(|error| failed(&self.name, &error))?;
        let name = self.name.file_name().unwrap_or_default();
        Ok((name.to_string_lossy().into_owned(), self.rows))
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // Gone already if it has taken its place; nobody is left to tell if this fails.
        let _ = std::fs::remove_file(&self.part);
    }
}

/// What went wrong with a file.
pub(super) fn failed(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::unacceptable(
        "file_unwritable",
        format!("无法写入 {}：{error}", path.display()),
        format!("{} cannot be written: {error}", path.display()),
    )
}
