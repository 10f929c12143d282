//! Trade: the catalogue, campaigns that give out coupons, group-buys, freight templates, orders and what becomes of them, payments as they are recorded, reviews, vouchers and where they are redeemed.

pub mod campaigns;
pub mod catalog;
pub mod freight;
pub mod group_buys;
pub mod orders;
pub mod payments;
pub mod redemption;
pub mod reviews;
pub mod title;
pub mod vouchers;
pub mod whose;
