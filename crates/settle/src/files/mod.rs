//! The files of the batch: members, transfers, rank changes, stops and order lines in, rewards out; and what people do in
//! groups, which is measured and not settled. The crate's only I/O.
//!
//! All are UTF-8 CSV after RFC 4180 with a header row, columns found by name, plain or compressed by the ending of
//! their name (`.gz`, `.zst`). Whatever is wrong is reported as `FILE:LINE: what is wrong; what was expected`.
//!
//! Reading is cut into chunks at record boundaries; each thread takes the next chunk, parses it into a batch of
//! columns, and batches are kept in the order of the file, so results never depend on the number of threads.

mod activity;
mod batches;
mod error;
mod fields;
mod joining;
mod members;
mod moment;
mod names;
mod numbers;
mod orders;
mod parallel;
mod ranks;
mod records;
mod references;
mod refunds;
mod rewards;
mod rows;
mod shares;
mod source;
mod stops;
#[cfg(test)]
mod tests;
mod transfers;

pub use activity::{Act, Activity};
pub use error::FileError;
pub use fields::write_field;
pub use members::Members;
pub use moment::{Clock, MomentError};
pub use names::{Lookup, NOBODY, Names};
pub use orders::{Line, Needs, Orders};
pub use ranks::{RankChange, read_rank_changes};
pub use rewards::{REWARDS_HEADER, RewardsFile};
pub use rows::{read_rows, read_rows_with};
pub use source::Source;
pub use stops::{Stop, read_stops};
pub use transfers::{Transfer, read_transfers};

/// Told the bytes of the file consumed so far, as they are on disk; compare with [`Source::len`].
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);
