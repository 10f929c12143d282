//! Registering, signing in and out, of members and of staff.

pub mod http;
mod login;
mod register;
mod staff;

pub use self::http::{SessionView, SignedIn};
pub use self::login::login_wrong;
