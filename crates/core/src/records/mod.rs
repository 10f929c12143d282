//! The rows that the engine reads, and those that it makes: members, lines of orders, rewards. What else a noun keeps of
//! them is its own.

mod lines;
mod members;
mod reward_rows;
mod rewards;
mod volumes;

pub use self::lines::{LineRow, due_lines, lines_of};
pub use self::members::every as members;
pub use self::members::inviters_before;
pub use self::members::ranks_before;
pub use self::reward_rows::{COLUMNS as REWARD_COLUMNS, of_lines, rows as reward_rows};
pub use self::rewards::{Closed, Kind, Name, Posting, RewardRow, Unit};
pub use self::volumes::Volumes;
