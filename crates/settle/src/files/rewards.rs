//! The file of rewards: written beside its place and moved there when it is whole.

use super::error::FileError;
use super::source::{Compression, cannot};
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The header row of the rewards file.
pub const REWARDS_HEADER: &[u8] = b"event,ref,reward,payee,distance,base,rate,amount,note\n";

/// A file of rewards being written. What is there already under its name stays until [`RewardsFile::finish`];
/// dropped without, nothing is left behind.
pub struct RewardsFile {
    name: String,
    /// Taken when the file is finished.
    writer: Option<Writer>,
    /// The file beside, and the place that it is moved to; `None` when written directly (a pipe, `/dev/null`).
    moves: Option<(PathBuf, PathBuf)>,
}

enum Writer {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<File>>),
}

impl std::fmt::Debug for RewardsFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RewardsFile")
            .field("name", &self.name)
            .field("moves", &self.moves)
            .finish_non_exhaustive()
    }
}

impl RewardsFile {
    /// Begins a file; `.gz` and `.zst` are packed while writing. Writes no header by itself.
    pub fn create(path: &Path) -> Result<Self, FileError> {
        let name = path.display().to_string();
        let failed = |error: io::Error| FileError::whole(&name, cannot("写入", "written", &error));
        let about = std::fs::metadata(path).ok();
        if about.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        let (file, moves) = if about.as_ref().is_some_and(|about| !about.is_file()) {
            // A pipe or a device must not be replaced by a file.
            (File::options().write(true).open(path).map_err(failed)?, None)
        } else {
            // A link stays a link: the file that it names is replaced.
            let place = if about.is_some() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
            let (file, beside) = create_beside(&place).map_err(failed)?;
            (file, Some((beside, place)))
        };
        let file = BufWriter::with_capacity(1 << 16, file);
        let compression = Compression::of_name(&name);
        // From here on `drop` takes the file beside away.
        let mut rewards = Self { name, writer: None, moves };
        rewards.writer = Some(match compression {
            Compression::Plain => Writer::Plain(file),
            Compression::Gzip => Writer::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Compression::Zstd => Writer::Zstd(
                zstd::stream::write::Encoder::new(file, 3).map_err(|error| rewards.failed(&error))?,
            ),
        });
        Ok(rewards)
    }

    /// Appends bytes; best many at once.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let written = match &mut self.writer {
            Some(Writer::Plain(file)) => file.write_all(bytes),
            Some(Writer::Gzip(file)) => file.write_all(bytes),
            Some(Writer::Zstd(file)) => file.write_all(bytes),
            None => Ok(()),
        };
        written.map_err(|error| self.failed(&error))
    }

    /// Ends the file and moves it to its place, over what was there.
    pub fn finish(mut self) -> Result<(), FileError> {
        let ended = match self.writer.take() {
            Some(Writer::Plain(file)) => Ok(file),
            Some(Writer::Gzip(file)) => file.finish(),
            Some(Writer::Zstd(file)) => file.finish(),
            None => return Ok(()),
        };
        let moved = ended.and_then(|mut file| file.flush()).and_then(|()| match &self.moves {
            Some((beside, place)) => std::fs::rename(beside, place),
            None => Ok(()),
        });
        moved.map_err(|error| self.failed(&error))?;
        self.moves = None;
        Ok(())
    }

    fn failed(&self, error: &io::Error) -> FileError {
        FileError::whole(&self.name, cannot("写入", "written", error))
    }
}

impl Drop for RewardsFile {
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.moves {
            // Nobody is left to tell if this fails.
            let _ = std::fs::remove_file(beside);
        }
    }
}

/// Makes a new file beside `place`, under a name that nobody has.
fn create_beside(place: &Path) -> io::Result<(File, PathBuf)> {
    let name = place.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy().into_owned();
    let mut number = 0;
    loop {
        let beside = place.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()));
        match File::create_new(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}
