//! The records of a CSV file after RFC 4180: chunks cut at record boundaries, the header, the fields of a record.
//!
//! Quotes are read strictly: a field with a quote in it begins with one, and nothing follows the closing one. Only
//! so does the parity of quotes tell where records end, which is what lets several threads read one file; and a
//! stray quote becomes an error on its line instead of swallowing the rest of the file.

use super::error::{Fault, FileError, listed, shown};
use super::fields::without_apostrophe;
use super::source::Source;
use memchr::{memchr, memchr_iter, memchr3, memrchr, memrchr2_iter};

/// The longest record, in bytes.
pub(crate) const MAX_RECORD: usize = 1 << 20;
/// The longest field, in bytes.
pub(crate) const MAX_FIELD: usize = 4_096;

/// The columns that a file is asked for: those it must have, then those it may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) required: &'static [&'static str],
    pub(crate) optional: &'static [&'static str],
}

/// A file being read: chunks are taken from it one after another, whole records only.
pub(crate) struct Chunks {
    source: Source,
    /// What follows the last boundary: the begin of the next chunk.
    rest: Vec<u8>,
    /// The line on which `rest` begins.
    line: u64,
    /// The number of the next chunk.
    number: u64,
    ended: bool,
    /// A failed read, reported after the records that came before it.
    failure: Option<FileError>,
}

impl Chunks {
    pub(crate) fn new(source: Source) -> Self {
        Self { source, rest: Vec::new(), line: 1, number: 0, ended: false, failure: None }
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The number that the next chunk will have.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Takes the next chunk, whole records only, into `buffer` and answers the line on which it begins; `None` at the
    /// end of the file.
    pub(crate) fn take(&mut self, buffer: &mut Vec<u8>) -> Result<Option<u64>, FileError> {
        buffer.clear();
        buffer.append(&mut self.rest);
        let mut target = self.source.chunk;
        let cut = loop {
            if !self.ended {
                self.fill(buffer, target);
            }
            if self.ended && self.failure.is_none() {
                break buffer.len();
            }
            let cut = last_boundary(buffer);
            if cut > 0 || self.failure.is_some() {
                break cut;
            }
            if buffer.len() > MAX_RECORD + 2 {
                // No record is that long. The reader of the chunk finds what is wrong with it.
                self.ended = true;
                break buffer.len();
            }
            // A record longer than a chunk: look again when there is twice as much.
            target = buffer.len() * 2;
        };
        self.rest.extend_from_slice(&buffer[cut..]);
        buffer.truncate(cut);
        if buffer.is_empty() {
            return self.failure.take().map_or(Ok(None), Err);
        }
        let line = self.line;
        self.number += 1;
        self.line += memchr_iter(b'\n', buffer).count() as u64;
        Ok(Some(line))
    }

    fn fill(&mut self, buffer: &mut Vec<u8>, target: usize) {
        match self.source.fill(buffer, target) {
            Ok(ended) => self.ended = ended,
            Err(error) => {
                let line = self.line + memchr_iter(b'\n', buffer).count() as u64;
                let text = self.source.read_error(&error);
                self.ended = true;
                self.failure =
                    Some(FileError { file: self.source.name().to_owned(), line: Some(line), text });
            }
        }
    }

    /// Reads the header and leaves the file at the record after it. Answers the number of the file's columns and
    /// where each wanted one stands: the required, then the optional ([`Record::ABSENT`] if it is not there).
    pub(crate) fn header(&mut self, wanted: Wanted) -> Result<Header, FileError> {
        let name = self.source.name().to_owned();
        let mut buffer = Vec::new();
        let line = self.take(&mut buffer)?.unwrap_or(1);
        let skip = if buffer.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut records = Records::new(&buffer[skip..], line, None);
        let header = match records.next().map_err(|fault| fault.of(&name))? {
            Some(record) => Header::of(&record, wanted, &self.source).map_err(|fault| fault.of(&name))?,
            None => {
                return Err(Fault::new(
                    1,
                    format!("文件是空的；第一行应为表头：{}", wanted.required.join(",")),
                    format!(
                        "the file is empty; expected a header with the columns {}",
                        wanted.required.join(",")
                    ),
                )
                .of(&name));
            }
        };
        let (at, line) = (skip + records.at, records.line);
        self.rest.splice(..0, buffer.drain(at..));
        self.line = line;
        self.number = 0;
        Ok(header)
    }
}

/// The position after the last record that is surely complete; zero if none is.
fn last_boundary(bytes: &[u8]) -> usize {
    if memchr(b'"', bytes).is_none() {
        return memrchr(b'\n', bytes).map_or(0, |at| at + 1);
    }
    let mut inside = memchr_iter(b'"', bytes).count() % 2 == 1;
    for at in memrchr2_iter(b'"', b'\n', bytes) {
        if bytes[at] == b'"' {
            inside = !inside;
        } else if !inside {
            return at + 1;
        }
    }
    0
}

/// Where the wanted columns stand in a file.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// The file's column names.
    names: Vec<String>,
    /// The place of each wanted column.
    places: Vec<usize>,
}

impl Header {
    /// The places of all wanted columns.
    pub(crate) fn wanted<const N: usize>(&self) -> [usize; N] {
        std::array::from_fn(|column| self.places.get(column).copied().unwrap_or(Record::ABSENT))
    }

    /// The place of a column by its name; [`Record::ABSENT`] if the file does not have it.
    pub(crate) fn place(&self, column: &str) -> usize {
        self.names.iter().position(|name| name == column).unwrap_or(Record::ABSENT)
    }

    /// The places of all wanted columns.
    pub(crate) fn places(&self) -> &[usize] {
        &self.places
    }

    fn of(record: &Record<'_>, wanted: Wanted, source: &Source) -> Result<Self, Fault> {
        let line = record.line;
        let name = |field: &[u8]| source.rename(&String::from_utf8_lossy(field)).to_owned();
        let names: Vec<String> = record.fields().map(name).collect();
        let mut places = Vec::new();
        for (order, column) in wanted.required.iter().chain(wanted.optional).enumerate() {
            let mut found = names.iter().enumerate().filter(|(_, name)| name == column);
            let place = found.next().map_or(Record::ABSENT, |(place, _)| place);
            if let Some((second, _)) = found.next() {
                return Err(Fault::new(
                    line,
                    format!(
                        "列 \"{column}\" 出现两次（第 {} 列和第 {} 列）；应只有一列",
                        place + 1,
                        second + 1
                    ),
                    format!(
                        "column \"{column}\" appears twice (columns {} and {}); expected it once",
                        place + 1,
                        second + 1
                    ),
                ));
            }
            if place == Record::ABSENT && order < wanted.required.len() {
                let have = listed(names.iter().map(String::as_str));
                let expected = wanted.required.join(",");
                return Err(Fault::new(
                    line,
                    format!("表头缺少列 \"{column}\"；应有 {expected}，现有 {have}"),
                    format!("the header has no column \"{column}\"; expected {expected}, found {have}"),
                ));
            }
            places.push(place);
        }
        Ok(Self { names, places })
    }
}

/// The records of one chunk, one after another.
pub(crate) struct Records<'a> {
    bytes: &'a [u8],
    /// Where the next record begins.
    at: usize,
    /// The line on which it begins.
    line: u64,
    /// The header, which says how many fields each record has; `None` while reading the header itself.
    header: Option<&'a Header>,
    /// Whether there is any quote.
    quoted: bool,
    /// The first byte that is not UTF-8; the length of the chunk if all is well.
    valid: usize,
    /// Separators found but not yet used: the word they are in, and a bit for each.
    word: usize,
    separators: u64,
    /// Where the fields begin, and one past the last one's separator.
    bounds: Vec<u32>,
    /// A record with its quotes taken off, a comma between fields.
    unquoted: Vec<u8>,
}

/// One record.
pub(crate) struct Record<'r> {
    bytes: &'r [u8],
    bounds: &'r [u32],
    /// The line on which it begins.
    pub(crate) line: u64,
}

impl<'r> Record<'r> {
    /// The place of a column that the file does not have: its fields are all empty.
    pub(crate) const ABSENT: usize = usize::MAX - 2;

    /// The field of the column at `place`.
    #[inline]
    pub(crate) fn field(&self, place: usize) -> &'r [u8] {
        match self.bounds.get(place..place + 2) {
            Some([from, to]) => without_apostrophe(&self.bytes[*from as usize..*to as usize - 1]),
            _ => &[],
        }
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = &'r [u8]> {
        self.bounds.windows(2).map(|pair| &self.bytes[pair[0] as usize..pair[1] as usize - 1])
    }
}

impl<'a> Records<'a> {
    /// The records of `bytes`, which begins on `line`.
    pub(crate) fn new(bytes: &'a [u8], line: u64, header: Option<&'a Header>) -> Self {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        Self {
            bytes,
            at: 0,
            line,
            header,
            quoted: memchr(b'"', bytes).is_some(),
            valid,
            word: 0,
            separators: separators(bytes, 0),
            bounds: Vec::with_capacity(16),
            unquoted: Vec::new(),
        }
    }

    /// The next record; blank lines are skipped.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<Record<'_>>, Fault> {
        loop {
            let (start, line) = (self.at, self.line);
            if start >= self.bytes.len() {
                return Ok(None);
            }
            self.bounds.clear();
            let end = if self.quoted { self.split_quoted()? } else { self.split() };
            self.check(start, end, line)?;
            let blank = self.bounds.len() == 2 && matches!(&self.bytes[start..end], b"\n" | b"\r\n" | b"\r");
            self.at = end;
            if blank {
                continue;
            }
            let expected = self.header.map_or(self.bounds.len() - 1, |header| header.names.len());
            if self.bounds.len() != expected + 1 {
                return Err(wrong_count(line, self.bounds.len() - 1, expected));
            }
            let bytes = if self.quoted { &self.unquoted } else { self.bytes };
            return Ok(Some(Record { bytes, bounds: &self.bounds, line }));
        }
    }

    /// Splits a record without quotes; answers where the next one begins.
    #[inline]
    fn split(&mut self) -> usize {
        let (bytes, start) = (self.bytes, self.at);
        let (mut word, mut found) = (self.word, self.separators);
        self.line += 1;
        self.bounds.push(start as u32);
        let (end, next) = loop {
            while found == 0 && word < bytes.len() {
                word += 8;
                found = separators(bytes, word);
            }
            if found == 0 {
                break (bytes.len(), bytes.len());
            }
            let place = word + (found.trailing_zeros() / 8) as usize;
            found &= found - 1;
            if bytes[place] == b'\n' {
                break (place, place + 1);
            }
            self.bounds.push(place as u32 + 1);
        };
        let carriage = end > start && bytes[end - 1] == b'\r';
        self.bounds.push((end - usize::from(carriage)) as u32 + 1);
        (self.word, self.separators) = (word, found);
        next
    }

    /// Splits a record that may have quotes into `unquoted`; answers where the next one begins.
    fn split_quoted(&mut self) -> Result<usize, Fault> {
        let (bytes, line) = (self.bytes, self.line);
        let start = self.at;
        let mut at = start;
        self.unquoted.clear();
        self.bounds.push(0);
        let end = loop {
            let quoted = bytes.get(at) == Some(&b'"');
            at = if quoted { self.unquote(at + 1)? } else { self.copy_plain(at)? };
            self.bounds.push(self.unquoted.len() as u32 + 1);
            self.unquoted.push(b',');
            match &bytes[at..] {
                [b',', ..] => at += 1,
                [b'\n', ..] => break at + 1,
                [b'\r', b'\n', ..] => break at + 2,
                [] | [b'\r'] => break bytes.len(),
                _ => return Err(after_quote(line)),
            }
        };
        self.line += memchr_iter(b'\n', &bytes[start..end]).count() as u64;
        Ok(end)
    }

    /// Copies a field without quotes; answers where it ends.
    fn copy_plain(&mut self, from: usize) -> Result<usize, Fault> {
        let rest = &self.bytes[from..];
        let len = memchr3(b',', b'\n', b'"', rest).unwrap_or(rest.len());
        if rest.get(len) == Some(&b'"') {
            return Err(stray_quote(self.line, &rest[..=len]));
        }
        // A carriage return belongs to the end of the line, if that is where it stands.
        let carriage = rest.get(len) != Some(&b',') && rest[..len].ends_with(b"\r");
        let len = len - usize::from(carriage);
        self.unquoted.extend_from_slice(&rest[..len]);
        Ok(from + len)
    }

    /// Copies a field in quotes, from after the opening quote; answers the place after the closing one.
    fn unquote(&mut self, from: usize) -> Result<usize, Fault> {
        let mut at = from;
        loop {
            let Some(len) = memchr(b'"', &self.bytes[at..]) else { return Err(open_quote(self.line)) };
            self.unquoted.extend_from_slice(&self.bytes[at..at + len]);
            at += len + 1;
            if self.bytes.get(at) != Some(&b'"') {
                return Ok(at);
            }
            self.unquoted.push(b'"');
            at += 1;
        }
    }

    /// Refuses records that are too long, fields that are too long, and text that is not UTF-8.
    #[inline]
    fn check(&self, start: usize, end: usize, line: u64) -> Result<(), Fault> {
        if end - start > MAX_FIELD || end > self.valid {
            return self.check_closely(start, end, line);
        }
        Ok(())
    }

    #[cold]
    fn check_closely(&self, start: usize, end: usize, line: u64) -> Result<(), Fault> {
        if end - start > MAX_RECORD {
            return Err(too_long(line));
        }
        for (place, pair) in self.bounds.windows(2).enumerate() {
            let len = (pair[1] - 1).saturating_sub(pair[0]) as usize;
            if len > MAX_FIELD {
                let column = self.header.and_then(|header| header.names.get(place));
                let column = column.map_or_else(|| (place + 1).to_string(), |name| shown(name.as_bytes()));
                return Err(Fault::new(
                    line,
                    format!("列 {column} 有 {len} 字节；最多 {MAX_FIELD} 字节"),
                    format!("column {column} has {len} bytes; at most {MAX_FIELD} are allowed"),
                ));
            }
        }
        if end > self.valid {
            let line = line + memchr_iter(b'\n', &self.bytes[start..self.valid.max(start)]).count() as u64;
            return Err(Fault::new(
                line,
                "此处不是 UTF-8 编码；请将文件另存为 UTF-8",
                "the text here is not UTF-8; save the file as UTF-8",
            ));
        }
        Ok(())
    }
}

/// A high bit for each of the eight bytes from `at` that is a comma or a newline.
#[inline]
fn separators(bytes: &[u8], at: usize) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    const COMMAS: u64 = u64::from_le_bytes([b','; 8]);
    const NEWLINES: u64 = u64::from_le_bytes([b'\n'; 8]);
    let word = bytes.get(at..at + 8).and_then(|eight| eight.first_chunk::<8>()).map_or_else(
        || {
            let mut eight = [0; 8];
            let rest = &bytes[at.min(bytes.len())..];
            eight[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(eight)
        },
        |eight| u64::from_le_bytes(*eight),
    );
    let (commas, newlines) = (word ^ COMMAS, word ^ NEWLINES);
    // A byte that is zero, and no other, has no high bit in `(byte & 0x7F) + 0x7F | byte`.
    let other = (((commas & LOW) + LOW) | commas) & (((newlines & LOW) + LOW) | newlines);
    !other & !LOW
}

#[cold]
fn wrong_count(line: u64, found: usize, expected: usize) -> Fault {
    Fault::new(
        line,
        format!("此行有 {found} 个字段；表头有 {expected} 个"),
        format!("the line has {found} fields; the header has {expected}"),
    )
}

#[cold]
fn too_long(line: u64) -> Fault {
    Fault::new(
        line,
        "从此行开始的记录超过 1 MiB；是否缺少换行或右引号？",
        "the record that begins here is longer than 1 MiB; is a line end or a closing quote missing?",
    )
}

#[cold]
fn open_quote(line: u64) -> Fault {
    Fault::new(
        line,
        "引号没有闭合；应有与之对应的右引号",
        "a quote opened in this record is never closed; expected a closing quote",
    )
}

#[cold]
fn stray_quote(line: u64, field: &[u8]) -> Fault {
    let field = shown(field);
    Fault::new(
        line,
        format!("字段中间出现引号：{field}；含引号的字段须整个加引号，其中的引号写两遍"),
        format!(
            "a quote in the middle of a field: {field}; expected the whole field in quotes and the quote doubled"
        ),
    )
}

#[cold]
fn after_quote(line: u64) -> Fault {
    Fault::new(
        line,
        "右引号之后还有文字；应为逗号或行尾",
        "text follows a closing quote; expected a comma or the end of the line",
    )
}
