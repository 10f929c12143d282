//! Staff: who works in the shop.

mod accounts;
mod desk;
mod hire;
pub mod http;
mod roles;
mod second;
mod store;
mod tokens;

pub use self::accounts::create_owner;
pub use self::hire::{Somebody, everybody, hire, set_password, token_for};
pub use self::store::{name, names};
pub use banyan_api::access::{Permission, Rights, Role};
