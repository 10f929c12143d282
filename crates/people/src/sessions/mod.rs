//! Registering, signing in and out, of members and of staff.

mod answer;
pub mod http;
mod login;
mod register;
mod staff;

pub use self::answer::{SessionView, SignedIn};
pub use self::login::login_wrong;
