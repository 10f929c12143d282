//! What a sale costs. Everything here is a function of what it is given: no I/O, no clock, integers only.

pub mod coupon;
pub mod freight;
pub mod price;
