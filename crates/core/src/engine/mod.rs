//! The engine of a live shop: everybody's inviter, rank and measures, kept in step with the history.

mod ear;
mod live;
pub mod replay;

pub use self::ear::word;
pub use self::live::{Heard, Live, RankChange, RefundOf, SoldLine};
