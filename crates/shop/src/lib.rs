//! The shop: its rooms put together. What is registered (routes, what becomes due, what nouns keep) stands here, and nothing
//! else.

mod due;
pub mod http;
mod routes;
pub mod run;
pub mod shop;
