//! What is sold: products, their SKUs, prices, costs, rates and stock.

pub mod desk;
mod earn;
mod edit;
pub mod find;
mod floor;
pub mod http;
mod import;
pub mod keepers;
mod offers;
mod pictures;
mod selling;
mod store;
mod texts;
mod views;
mod volumes;

pub use self::earn::{Looker, Promoter};
pub use self::edit::{CategoryText, put_category, take_off, take_sku_off, touch};
pub(crate) use self::floor::below_cost;
pub(crate) use self::http::limit_of;
pub use self::import::{Imported, Row, SkuRow, import};
pub use self::offers::offers;
pub use self::pictures::keep as keep_picture;
pub use self::selling::{Bought, Priced, Selling, of as selling_of};
pub(crate) use self::store::{CategoryRow, categories, stock_of};
pub use self::store::{count_sold, supplier_names};
pub use self::texts::{ProductText, SkuText};

use banyan_core::records::Volumes;

pub use crate::title::Title;
use crate::vouchers::Kind;

/// A SKU as an order sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The SKU.
    pub sku: i64,
    /// Its product's code.
    pub product: String,
    /// Its product's title.
    pub title: Title,
    /// What tells it from the product's other SKUs.
    pub kind: Title,
    /// The code of its category; empty if it has none.
    pub category: String,
    /// Who supplies it.
    pub supplier: Option<i64>,
    /// Price of one piece without any list of prices, in minor units.
    pub price: i64,
    /// Its prices for somebody, and how many pieces may be bought.
    pub selling: Selling,
    /// The freight template by which it is carried; nothing if it is carried free.
    pub freight: Option<i64>,
    /// Grams of one piece.
    pub weight: i64,
    /// Cost of one piece, in minor units.
    pub cost: i64,
    /// The product's own rate, in millionths.
    pub rate: i64,
    /// Pieces not yet promised.
    pub stock: i64,
    /// Whether it is sold at all.
    pub is_on: bool,
    /// What one piece counts for beside its price.
    pub volumes: Volumes,
    /// The terms by which each piece is a voucher; nothing for what is sent.
    pub voucher: Option<i64>,
}

impl Offer {
    /// Whether it is carried to its buyer.
    pub(crate) fn is_sent(&self) -> bool {
        Kind::of(self.voucher).is_sent()
    }

    /// Product and kind, as people read them.
    pub fn full_title(&self) -> Title {
        self.title.with(&self.kind)
    }
}
