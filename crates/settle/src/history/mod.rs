//! One engine for everything that happens in a shop: joins, transfers, rank changes, purchases, refunds, settlements and
//! the closes of periods, each put through the plan's kernel.
//!
//! It is fed one event at a time, and the batch, a live shop, a simulation and a verification all feed the same one. Its
//! callers keep the order lines; it keeps what the plan's rewards depend on.
//!
//! Architecture invariant: pure. It does no I/O and reads no clock; the moment is always an event's own. What it finds
//! goes to a [`Sink`].

mod arrivals;
mod closed;
mod closing;
mod engine;
mod event;
mod facts;
mod firsts;
mod legs;
mod members;
mod people;
mod periods;
mod placement;
mod promotion;
mod ranks;
mod refunds;
mod refusal;
mod sales;
mod saved;
mod settlement;
mod shares;
mod standing;
mod takeover;
mod tally;
mod terms;
mod waiting;
mod world;

use banyan_plan::kernel::{Member, NOBODY};

pub use self::engine::Engine;
pub use self::event::{By, Cause, Event, Kind, RankChanged, Reference, Refunded, Sink, Taken};
pub use self::facts::{ALONE, Line, MAX_SHARERS, Original, Refund, Settling};
pub use self::refusal::{Reason, Refusal};
pub use self::saved::Saved;

/// Named as the seller of a line that is credited to nobody, whatever the plan's rule says: the house's own sale.
pub const HOUSE: Member = NOBODY - 1;
