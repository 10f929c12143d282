//! Rules: plan versions, what the rule packs are told of this shop and say, what is watched daily, simulations.

pub mod law;
pub mod monitors;
pub mod plans;
pub mod simulations;
