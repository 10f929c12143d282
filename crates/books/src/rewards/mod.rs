//! Rewards: what the engine says of each event becomes rows that say why, and transfers that move the money.
//!
//! Two phases: a reward on a sale is *pending* from payment and becomes *available* when the line settles; a refund takes
//! back what it takes back wherever the reward is by then. Rewards that hang on no refund window (joins, promotions,
//! first settled sales, closes of periods) are available at once.

mod post;
pub mod store;

pub use self::post::{HOUSE, Phase, credited, grant, post, refunded, release, rows_of, settled, sold};
pub use banyan_core::records::{Closed, Kind, Name, Posting, RewardRow, Unit, of_lines};

pub use self::store::{about, by_time, earned_since, paid_since};
