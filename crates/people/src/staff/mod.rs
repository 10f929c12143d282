//! Staff: who works in the shop.

pub(crate) mod accounts;
pub mod desk;
mod hire;
pub(crate) mod roles;
pub(crate) mod second;
pub(crate) mod store;
mod tokens;

pub use self::accounts::create_owner;
pub use self::hire::{Somebody, everybody, hire, set_password, token_for};
pub use self::store::{at_work, name, names};
pub use banyan_api::access::{Permission, Rights, Role};
