//! Any table, row by row: for files that a settlement does not read.

use banyan_plan::words::Text;

use super::error::{Fault, FileError};
use super::records::{Chunks, Records, Wanted};
use super::source::Source;

/// Reads a table in its order. `row` is given the line that a row begins on and its fields, the required columns first, then the
/// optional ones (empty where they are absent); what it refuses is told with that line.
pub fn read_rows(
    source: Source,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    row: impl FnMut(u64, &[&[u8]]) -> Result<(), Text>,
) -> Result<(), FileError> {
    read_rows_with(source, (required, optional), &[], row)
}

/// Likewise, with further optional columns behind these: those that a plan names.
pub fn read_rows_with(
    source: Source,
    (required, optional): (&'static [&'static str], &'static [&'static str]),
    more: &[String],
    mut row: impl FnMut(u64, &[&[u8]]) -> Result<(), Text>,
) -> Result<(), FileError> {
    let name = source.name().to_owned();
    let mut chunks = Chunks::new(source);
    let header = chunks.header(Wanted { required, optional })?;
    let more: Vec<usize> = more.iter().map(|column| header.place(column)).collect();
    let mut buffer = Vec::new();
    while let Some(line) = chunks.take(&mut buffer)? {
        let mut records = Records::new(&buffer, line, Some(&header));
        while let Some(record) = records.next().map_err(|fault| fault.of(&name))? {
            let fields: Vec<&[u8]> =
                header.places().iter().chain(&more).map(|place| record.field(*place)).collect();
            row(record.line, &fields).map_err(|text| Fault::new(record.line, text.zh, text.en).of(&name))?;
        }
    }
    Ok(())
}
