//! What every noun of the shop stands on, and which names none of them: the history of events, the engine and the rows it
//! reads, the ledger, settings, plan versions, the audit log.

pub mod audit;
pub mod engine;
pub mod event;
pub mod ledger;
pub mod plan_versions;
pub mod records;
pub mod settings;
