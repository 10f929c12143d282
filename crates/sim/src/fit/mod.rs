//! Calibration: the figures of a scenario from a shop's own files, by maximum likelihood.

#![allow(clippy::float_arithmetic, reason = "estimates of behaviour, never money")]

mod bgnbd;
mod gamma_gamma;
mod invitations;
mod purchases;
mod search;
mod special;

pub use bgnbd::BgNbd;
pub use gamma_gamma::GammaGamma;
pub use invitations::Invitations;
pub use purchases::{Buyer, Purchases};
