//! What staff or an import writes of products and SKUs.

use banyan_core::records::Volumes;

use crate::title::Title;

/// A product as staff or an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductText {
    /// The plan language's product.
    pub code: String,
    /// What customers read.
    pub title: Title,
    /// What customers read below the title, at length.
    pub description: String,
    /// Its brand as people write it, in all scripts: `爱他美 Aptamil`. May be empty.
    pub brand: String,
    /// Further words by which it is found, with commas between.
    pub keywords: String,
    /// Its category.
    pub category: Option<i64>,
    /// Who supplies it.
    pub supplier: Option<i64>,
    /// The product's own rate, in millionths.
    pub rate: i64,
    /// Its pictures, the first one on the cover.
    pub pictures: Vec<i64>,
    /// Whether it is sold.
    pub is_on: bool,
    /// Whether it is shown before others.
    pub is_hot: bool,
}

/// A SKU as staff or an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkuText {
    /// The shop's own number for it.
    pub code: String,
    /// What tells it from the product's other SKUs.
    pub title: Title,
    /// Of one piece, in minor units.
    pub price: i64,
    /// Of one piece, in minor units.
    pub cost: i64,
    /// Whether it is sold.
    pub is_on: bool,
    /// What one piece counts for beside its price; nothing leaves that as it is.
    pub volumes: Option<Volumes>,
}
