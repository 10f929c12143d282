//! Signing in and out.

pub mod http;
mod login;

pub use self::http::{SessionView, SignedIn};
pub use self::login::login_wrong;
