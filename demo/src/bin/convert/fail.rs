//! What can go wrong, said with the place where it went wrong.

use std::path::{Path, PathBuf};

/// Why the conversion stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fail {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// A line of a source is not what it should be.
    #[error("{}:{line}: {what}", path.display())]
    Line { path: PathBuf, line: u64, what: String },
    /// The sources do not have the size that the bundle is documented with.
    #[error(
        "{what}: expected {expected}, found {found}; are these the published files, in the order test, tune?"
    )]
    Count { what: &'static str, expected: usize, found: usize },
    /// Something that the rules of the conversion exclude.
    #[error("{0}")]
    Broken(String),
}

impl Fail {
    /// An I/O error of a file.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// A line of a file that cannot be used.
    pub(crate) fn line(path: &Path, line: u64, what: impl Into<String>) -> Self {
        Self::Line { path: path.to_owned(), line, what: what.into() }
    }

    /// Stops unless a count is the documented one.
    pub(crate) fn unless_count(what: &'static str, expected: usize, found: usize) -> Result<(), Self> {
        if expected == found { Ok(()) } else { Err(Self::Count { what, expected, found }) }
    }
}
