//! What people do: whom they know, when promoters ask, when members buy. A person's chance depends on the person and on
//! counts of their own (their n-th contact, their n-th purchase), never on the calendar or on anybody else, so that everything
//! they do moves with the day on which they join.

#![allow(clippy::float_arithmetic, reason = "chance and behaviour, never money")]

mod basket;
mod buyer;
mod chunk;
pub mod contacts;
mod crowd;
mod day;
mod setting;

pub use basket::{Basket, Shelf};
pub(crate) use basket::{cost_rate, millionths};
pub use buyer::{Buyer, Habit};
pub use crowd::{Crowd, Founded, NEVER, State};
pub use day::{DayEvents, World};
pub use setting::{Arrival, Purchase};
