//! The engine of a live shop: everybody's inviter, rank and measures, kept in step with the history.

mod baseline;
mod ear;
mod heard;
pub mod replay;
mod state;

pub use self::baseline::Baseline;
pub use self::ear::word;
pub use self::heard::{Heard, RankChange, RefundOf, SoldLine};
pub use self::state::EngineState;
