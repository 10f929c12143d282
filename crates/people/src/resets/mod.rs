//! Ways back in for who has forgotten their password, and in for who was brought over from another system.
//!
//! A **code** goes to a phone by the shop's notification provider: whoever gives it holds the phone. A **link** is made
//! by staff, with a reason, once they know who asks; it holds a code of sixteen characters that can also be typed. Both
//! are good once and for a while, and neither is stored: the tables hold keyed hashes.

mod desk;
pub mod http;
mod links;

pub use self::links::{Claim, claim_for};
