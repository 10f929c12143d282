//! What an operator looks at first: sales, what they cost, what they paid out, who came and who came back.
//!
//! Every figure is a sum over orders, the ledger or members as they stand; nothing is counted apart and nothing is estimated.

pub mod http;
mod range;
mod store;
mod typical;
mod views;
mod whose;

pub use self::typical::Typical;
