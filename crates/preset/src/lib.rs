//! Shops ready to open. A preset is a folder of files: settings, a plan, goods, offers, chat groups and how its past went. It is
//! set up through the shop's own API, as an operator would do it, and its past is told the same way, so that nothing in it can be
//! what a live shop could not have.

mod apply;
mod client;
mod dice;
mod files;
mod names;
mod past;

pub use self::apply::{apply, first};
pub use self::client::{Client, Failed};
pub use self::files::{Broken, Preset, all, named};
pub use self::past::{Login, Told, tell};
