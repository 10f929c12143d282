//! What every noun of the shop stands on, and which names none of them: the transaction and what becomes due, the
//! history of events, the engine and the rows it reads, the ledger, settings, plan versions, alarms, the audit log.

pub mod alarms;
pub mod audit;
pub mod engine;
pub mod event;
pub mod idempotency;
pub mod key_check;
pub mod ledger;
pub mod outbox;
pub mod plan_versions;
pub mod records;
pub mod settings;
pub mod work;
