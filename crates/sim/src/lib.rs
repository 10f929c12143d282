//! The simulator: see what a plan does before people do.

pub mod behaviour;
pub mod export;
pub mod figures;
pub mod fit;
pub mod law;
pub mod random;
pub mod report;
pub mod run;
pub mod scenario;
pub mod study;
pub mod summary;
