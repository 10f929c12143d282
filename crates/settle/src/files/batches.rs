//! Reading a file with several threads: each parses chunks into batches, which are kept in the order of the file.

use super::Progress;
use super::error::{Fault, FileError};
use super::records::{Chunks, Header, Records};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Batches on their way from the threads into the columns.
struct Kept<B, K> {
    /// The number of the batch to keep next.
    next: u64,
    /// Batches that are ready before their turn.
    early: BTreeMap<u64, Result<B, FileError>>,
    /// Used batches, to be filled again.
    spare: Vec<B>,
    keep: K,
    error: Option<FileError>,
}

/// Parses all records after the header. `parse` fills a batch from the records of a chunk, on any thread; `keep`
/// takes what is in it, batch after batch in the order of the file, and leaves it empty for the next. Of several
/// faults the one with the lowest line is reported.
pub(crate) fn read<B: Default + Send>(
    chunks: Chunks,
    header: &Header,
    progress: Progress<'_>,
    parse: impl Fn(&mut B, &mut Records<'_>) -> Result<(), Fault> + Sync,
    keep: impl FnMut(&mut B) -> Result<(), Fault> + Send,
) -> Result<(), FileError> {
    let name = chunks.source().name().to_owned();
    let (threads, len, chunk) = (chunks.source().threads, chunks.source().len(), chunks.source().chunk);
    // A file that fits in one chunk is not worth a thread.
    let threads = if (1..=chunk as u64).contains(&len) { 1 } else { threads };
    let chunks = Mutex::new(chunks);
    let stop = AtomicBool::new(false);
    let kept = Mutex::new(Kept { next: 0, early: BTreeMap::new(), spare: Vec::new(), keep, error: None });
    let work = || {
        let mut buffer = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let (taken, number) = {
                let mut chunks = lock(&chunks);
                let number = chunks.number();
                let taken = chunks.take(&mut buffer);
                progress(chunks.source().consumed());
                (taken, number)
            };
            let done = match taken {
                Ok(None) => return,
                Err(error) => Err(error),
                Ok(Some(line)) => {
                    let mut batch = lock(&kept).spare.pop().unwrap_or_default();
                    let mut records = Records::new(&buffer, line, Some(header));
                    parse(&mut batch, &mut records).map(|()| batch).map_err(|fault| fault.of(&name))
                }
            };
            let mut kept = lock(&kept);
            kept.early.insert(number, done);
            kept.settle(&name);
            if kept.error.is_some() {
                stop.store(true, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    kept.into_inner().unwrap_or_else(PoisonError::into_inner).error.map_or(Ok(()), Err)
}

impl<B, K: FnMut(&mut B) -> Result<(), Fault>> Kept<B, K> {
    /// Keeps every batch whose turn it is.
    fn settle(&mut self, name: &str) {
        while self.error.is_none()
            && let Some(done) = self.early.remove(&self.next)
        {
            self.next += 1;
            match done {
                Ok(mut batch) => {
                    self.error = (self.keep)(&mut batch).err().map(|fault| fault.of(name));
                    self.spare.push(batch);
                }
                Err(error) => self.error = Some(error),
            }
        }
    }
}

/// A panic of another thread is raised again where the threads are joined; until then carry on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lines of a file that its rows stand on, kept only where they do not simply count up.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The first row of a run, and the line it stands on.
    runs: Vec<(u32, u64)>,
}

impl Lines {
    /// Notes the line of row number `row`; rows come in order.
    #[inline]
    pub(crate) fn push(&mut self, row: usize, line: u64) {
        let follows =
            self.runs.last().is_some_and(|(first, at)| at + (row as u64 - u64::from(*first)) == line);
        if !follows {
            self.runs.push((row as u32, line));
        }
    }

    /// Takes the rows of a batch whose first row has number `row` here.
    pub(crate) fn append(&mut self, row: usize, batch: &mut Self) {
        for (first, line) in batch.runs.drain(..) {
            self.push(row + first as usize, line);
        }
    }

    /// The line that row number `row` stands on.
    pub(crate) fn get(&self, row: usize) -> u64 {
        let run = self.runs.partition_point(|(first, _)| *first as usize <= row);
        let (first, line) = run.checked_sub(1).map_or((0, 1), |run| self.runs[run]);
        line + (row as u64 - u64::from(first))
    }
}
