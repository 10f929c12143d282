//! Trade: the catalogue, freight templates, orders and what becomes of them, payments as they are recorded, reviews.

pub mod catalog;
pub mod coupons;
pub mod freight;
pub mod orders;
pub mod payments;
pub mod reviews;
