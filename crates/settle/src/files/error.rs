//! What is wrong with a file, and where, for the person who made it.

use banyan_plan::words::{Lang, Text};
use std::fmt;

/// What is wrong with a file. Prints as `FILE:LINE: what is wrong; what was expected`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file's name as the user gave it.
    pub file: String,
    /// The physical line on which the offending record begins, the header being line 1; `None` for the file as a
    /// whole.
    pub line: Option<u64>,
    /// What is wrong and what was expected.
    pub text: Text,
}

impl FileError {
    /// The message for one reader.
    pub fn show(&self, lang: Lang) -> String {
        let text = self.text.get(lang);
        match self.line {
            Some(line) => format!("{}:{line}: {text}", self.file),
            None => format!("{}: {text}", self.file),
        }
    }

    /// A problem of the file as a whole.
    pub(crate) fn whole(file: &str, text: Text) -> Self {
        Self { file: file.to_owned(), line: None, text }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(Lang::En))
    }
}

impl std::error::Error for FileError {}

/// A problem on a line of the file being read. Small, because every record's parse returns one or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: u64,
    pub(crate) text: Box<Text>,
}

impl Fault {
    #[cold]
    pub(crate) fn new(line: u64, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { line, text: Box::new(Text::new(zh, en)) }
    }

    pub(crate) fn of(self, file: &str) -> FileError {
        FileError { file: file.to_owned(), line: Some(self.line), text: *self.text }
    }
}

/// Keeps the fault with the lowest line; of two on one line, the one that came first.
#[derive(Debug, Default)]
pub(crate) struct Lowest(Option<Fault>);

impl Lowest {
    /// Whether a fault on `line` would be the one to report: asked before a message is put together.
    pub(crate) fn beats(&self, line: u64) -> bool {
        self.0.as_ref().is_none_or(|kept| line < kept.line)
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        if self.beats(fault.line) {
            self.0 = Some(fault);
        }
    }

    pub(crate) fn into_result(self, file: &str) -> Result<(), FileError> {
        match self.0 {
            Some(fault) => Err(fault.of(file)),
            None => Ok(()),
        }
    }
}

/// Characters of a value that a message repeats.
const SHOWN: usize = 40;

/// A value as messages show it: in quotes, control characters escaped, shortened after 40 characters.
pub(crate) fn shown(value: &[u8]) -> String {
    // Four bytes a character at most: longer values need not be decoded to the end.
    let head = &value[..value.len().min(SHOWN * 4 + 4)];
    let text = String::from_utf8_lossy(head);
    let mut out = String::with_capacity(SHOWN + 2);
    out.push('"');
    for (place, character) in text.chars().enumerate() {
        if place == SHOWN {
            out.push('…');
            break;
        }
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out.push('"');
    out
}

/// Several values after one another, as messages list what exists; shortened after twenty.
pub(crate) fn listed<'a>(values: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = values.len() > 20;
    let mut out = values.take(20).map(|value| shown(value.as_bytes())).collect::<Vec<_>>().join(", ");
    if more {
        out.push_str(", …");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_strange_values_stay_readable() {
        assert_eq!(shown(b"m\x001\n"), "\"m\\u{0}1\\n\"");
        assert_eq!(shown("店".repeat(1_000).as_bytes()), format!("\"{}…\"", "店".repeat(40)));
        assert_eq!(shown("店".repeat(40).as_bytes()), format!("\"{}\"", "店".repeat(40)));
    }
}
