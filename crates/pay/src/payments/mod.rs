//! Payments: attempts to pay an order, what providers say of them, and refunds on their way back.

mod ask;
mod attempt;
mod callback;
pub mod desk;
pub mod http;
mod refunds;
mod run;
mod till;

pub use self::ask::ask_open;
pub use self::refunds::send_refunds;
pub use self::run::run;
pub use self::till::Till;
