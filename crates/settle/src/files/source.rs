//! Where the bytes of a file come from: a path, a buffer or a reader; plain, gzip or zstd by the ending of the name.

use super::error::FileError;
use banyan_plan::words::Text;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that a thread takes at once. Large enough to forget the locks, small enough that a chunk and the columns
/// made of it stay in the second-level cache.
const CHUNK: usize = 1 << 18;

/// A CSV file that is about to be read.
pub struct Source {
    name: String,
    len: u64,
    reader: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
    compression: Compression,
    pub(crate) chunk: usize,
    pub(crate) threads: usize,
    /// What columns are called in the file, and what we call them.
    renames: Vec<(String, String)>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("len", &self.len).finish_non_exhaustive()
    }
}

/// How a file is packed, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    Plain,
    Gzip,
    Zstd,
}

impl Compression {
    pub(crate) fn of_name(name: &str) -> Self {
        let ends = |ending: &str| {
            name.len() >= ending.len()
                && name.as_bytes()[name.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
        };
        match (ends(".gz"), ends(".zst")) {
            (true, _) => Self::Gzip,
            (_, true) => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

impl Source {
    /// Opens a file; `.gz` and `.zst` are unpacked while reading.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let name = path.display().to_string();
        let failed = |error: &io::Error| FileError::whole(&name, cannot("打开", "opened", error));
        let file = File::open(path).map_err(|error| failed(&error))?;
        let about = file.metadata().map_err(|error| failed(&error))?;
        if about.is_dir() {
            return Err(failed(&io::Error::from(io::ErrorKind::IsADirectory)));
        }
        Self::from_reader(name, file, about.len())
    }

    /// A file that is already in memory; its name decides the compression.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<Self, FileError> {
        let bytes = bytes.into();
        let len = bytes.len() as u64;
        Self::from_reader(name, Cursor::new(bytes), len)
    }

    /// Any reader; its name decides the compression. `len` is what [`Source::len`] answers, zero if unknown.
    pub fn from_reader(
        name: impl Into<String>,
        reader: impl Read + Send + 'static,
        len: u64,
    ) -> Result<Self, FileError> {
        let name = name.into();
        let compression = Compression::of_name(&name);
        let consumed = Arc::new(AtomicU64::new(0));
        let counted = Counted { reader, consumed: Arc::clone(&consumed) };
        let reader: Box<dyn Read + Send> = match compression {
            Compression::Plain => Box::new(counted),
            Compression::Gzip => {
                let buffered = BufReader::with_capacity(1 << 17, counted);
                Box::new(flate2::bufread::MultiGzDecoder::new(buffered))
            }
            Compression::Zstd => Box::new(
                zstd::stream::read::Decoder::new(counted)
                    .map_err(|error| FileError::whole(&name, cannot("打开", "opened", &error)))?,
            ),
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(16);
        Ok(Self { name, len, reader, consumed, compression, chunk: CHUNK, threads, renames: Vec::new() })
    }

    /// The file calls some columns by other names: pairs of its own and ours.
    #[must_use]
    pub fn renaming(mut self, renames: Vec<(String, String)>) -> Self {
        self.renames = renames;
        self
    }

    /// What we call a column of the file.
    pub(crate) fn rename<'a>(&'a self, column: &'a str) -> &'a str {
        let found = self.renames.iter().find(|(theirs, _)| theirs == column);
        found.map_or(column, |(_, ours)| ours)
    }

    /// The name as the user gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes of the file as it is on disk; zero if unknown (a pipe).
    #[expect(clippy::len_without_is_empty, reason = "a size on disk, not a collection")]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Bytes consumed of the file as it is on disk.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed.load(Ordering::Relaxed)
    }

    /// Fills `buffer` up to `target` bytes; `true` at the end of the file.
    pub(crate) fn fill(&mut self, buffer: &mut Vec<u8>, target: usize) -> io::Result<bool> {
        let missing = target.saturating_sub(buffer.len());
        let got = self.reader.by_ref().take(missing as u64).read_to_end(buffer)?;
        Ok(got < missing)
    }

    /// What a failed read means to the person who made the file.
    pub(crate) fn read_error(&self, error: &io::Error) -> Text {
        match (self.compression, error.kind()) {
            (Compression::Plain, _) => cannot("读取", "read", error),
            (_, io::ErrorKind::UnexpectedEof) => Text::new(
                "文件到此提前结束：压缩数据不完整；请重新导出或复制该文件",
                "the file ends early: its compressed data stops here; export or copy it again",
            ),
            _ => Text::new(
                format!("文件到此提前结束：压缩数据已损坏（{error}）；请重新导出或复制该文件"),
                format!(
                    "the file ends early: its compressed data is corrupt from here on ({error}); export or copy it again"
                ),
            ),
        }
    }
}

/// Why the system refused, in words.
pub(crate) fn cannot(zh: &str, en: &str, error: &io::Error) -> Text {
    let (why_zh, why_en) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("没有这个文件或目录".to_owned(), "there is no such file or folder".to_owned())
        }
        io::ErrorKind::PermissionDenied => ("没有权限".to_owned(), "permission denied".to_owned()),
        io::ErrorKind::IsADirectory => ("这是一个目录".to_owned(), "it is a directory".to_owned()),
        io::ErrorKind::StorageFull => ("磁盘已满".to_owned(), "the disk is full".to_owned()),
        _ => (error.to_string(), error.to_string()),
    };
    Text::new(format!("无法{zh}：{why_zh}"), format!("cannot be {en}: {why_en}"))
}

/// Counts what is read from the disk, so that a progress bar is true for compressed files as well.
struct Counted<R> {
    reader: R,
    consumed: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.reader.read(buffer)?;
        self.consumed.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}
