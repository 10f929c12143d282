//! The engine of a live shop: everybody's inviter, rank and measures, kept in step with the history.

mod ear;
mod heard;
mod live;
pub mod replay;

pub use self::ear::word;
pub use self::heard::{Heard, RankChange, RefundOf, SoldLine};
pub use self::live::Live;
