//! The whole history of a shop: written out as the files that `banyan settle` reads, and computed again from its beginning.
//!
//! Both walk the same way: every event goes through a fresh engine, in its order, a chunk at a time, within one snapshot of the
//! database. What the engine says is what should be there; what is stored is what was paid.

mod carriage;
mod compare;
mod differences;
mod export;
mod files;
mod goods;
mod heads;
mod import;
mod office;
mod pair;
mod people;
mod seals;
mod store;
mod table;
mod verify;
mod vouchers;
mod walk;

pub use self::differences::Differences;
pub use self::export::{Exported, export};
pub use self::files::Files;
pub use self::heads::audit_head;
pub use self::import::{Imported, Told, claims, import};
pub(crate) use self::seals::placed;
pub use self::verify::{Against, Verified, verify};

/// How far a walk is: events gone through, and events in all.
pub type Progress<'a> = &'a dyn Fn(u64, u64);
