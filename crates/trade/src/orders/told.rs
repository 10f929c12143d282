//! What orders of another system say of themselves.

use banyan_core::records::Volumes;

use super::carriage::Charge;

/// One line of an order of the other system: its amount counts, whatever the price is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sold {
    /// Which SKU.
    pub sku: i64,
    /// Pieces.
    pub quantity: i64,
    /// Paid for all of them, in minor units.
    pub amount: i64,
    /// What they cost the shop, in minor units.
    pub cost: i64,
    /// Their rate then, in millionths; `None` for the product's own.
    pub rate: Option<i64>,
    /// Their category then; `None` for the product's own.
    pub category: Option<String>,
    /// What they counted for then beside their price.
    pub volumes: Volumes,
}

/// What an order from elsewhere says of itself, where a live one follows the shop.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Each of its lines.
    pub lines: Vec<Sold>,
    /// What carrying it cost.
    pub charges: Vec<Charge>,
    /// Who is credited; `None` leaves it to the plan's rule.
    pub seller: Option<i64>,
    /// The ids of the order and of its payment.
    pub ids: (i64, i64),
}
