//! Chat accounts, groups and contacts: who runs them, how many people they hold, where they came from and what they have shown.
//!
//! Everything works by hand, on any platform. A figure that nobody observed is absent, and never zero.

pub mod accounts;
pub mod calls;
pub mod channels;
pub mod contacts;
mod events;
pub mod groups;
pub mod leads;
pub mod matrix;
pub mod norms;
mod own;
mod person;
pub mod tags;
pub mod touches;
mod traces;
pub mod wecom;
mod words;

pub use self::words::{
    AccountState, Basis, CallResult, ChannelState, ContactField, Friendship, GroupKind, GroupRole,
    GroupState, Lineage, Platform, Purpose, Source, Stage, TouchKind, TouchState, Way,
};
