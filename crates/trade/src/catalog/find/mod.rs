//! Finding products by words. Each process keeps an index in its memory, which it builds from the database when the shop opens and
//! keeps up with by reading what was touched since it last looked. What is shown is read from the database: the index says which
//! products and in which order, never what they are.

pub mod desk;
mod finder;
mod gather;
mod heard;
pub mod http;
mod run;
mod settings;
mod store;

pub use self::finder::Finder;
pub(super) use self::finder::{Asked, Goods};
pub use self::run::run;
