//! The money of an order line: where it came from, and whose it is. Both sides are always what was paid.
//!
//! What everybody keeps after refunds is computed from the original split and the total refunded, as rewards are: so the order and
//! the number of refunds do not matter, and a full refund leaves nothing anywhere. Shares are truncated toward zero; what truncation
//! leaves stays with the shop, whose margin is the rest.

use banyan_plan::kernel::share;
use banyan_plan::money::{Minor, Rate, kept};

/// Who pays for a discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearer {
    /// The shop: out of its margin. 商家承担
    Shop,
    /// The supplier: out of what is owed for the goods. 供应商承担
    Supplier,
    /// The promoter: out of the rewards of the line. 推广者承担
    Promoter,
}

/// What a line is made of, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// The price of all pieces.
    pub goods: Minor,
    /// What carrying them costs the buyer.
    pub freight: Minor,
    /// Taken off by the shop.
    pub by_shop: Minor,
    /// Taken off by the supplier.
    pub by_supplier: Minor,
    /// Taken off by the promoter.
    pub by_promoter: Minor,
    /// The part of the payment that points make.
    pub points: Minor,
    /// What the supplier is owed for the pieces, before its discount.
    pub cost: Minor,
    /// Whether the supplier sends the parcel, and is owed the freight.
    pub supplier_sends: bool,
    /// What the plan pays of the line, before the promoter's discount.
    pub rewards: Minor,
    /// The tax that is within the payment.
    pub tax: Rate,
}

/// A payment, and whose it is: `money + points = supplier + rewards + tax + margin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// Paid in money.
    pub money: Minor,
    /// Paid in points, as money.
    pub points: Minor,
    /// Owed to the supplier.
    pub supplier: Minor,
    /// Owed to promoters.
    pub rewards: Minor,
    /// Owed to the tax office.
    pub tax: Minor,
    /// The shop's: the rest. Below zero when the line costs more than it brings.
    pub margin: Minor,
}

impl Line {
    /// What the buyer pays, in money and points.
    pub fn paid(&self) -> Minor {
        self.goods + self.freight - self.by_shop - self.by_supplier - self.by_promoter
    }

    /// Splits the payment. Nothing if more is taken off than there is, or more points are spent than there is to pay.
    pub fn split(&self) -> Option<Split> {
        let paid = self.paid();
        if paid < 0 || !(0..=paid).contains(&self.points) {
            return None;
        }
        let freight = if self.supplier_sends { self.freight } else { 0 };
        let supplier = self.cost + freight - self.by_supplier;
        let rewards = self.rewards - self.by_promoter;
        // Tax is within the price: paid × rate / (1 + rate).
        let rate = i128::from(self.tax.0);
        let tax = (i128::from(paid) * rate / (1_000_000 + rate)) as Minor;
        let margin = paid - supplier - rewards - tax;
        Some(Split { money: paid - self.points, points: self.points, supplier, rewards, tax, margin })
    }
}

impl Split {
    /// What was paid.
    pub fn paid(&self) -> Minor {
        self.money + self.points
    }

    /// What is left of the split when `refunded` of the payment has gone back in all; between zero and what was paid.
    #[must_use]
    pub fn kept(&self, refunded: Minor) -> Self {
        let paid = self.paid();
        if paid == 0 {
            return if refunded == 0 { *self } else { Self::default() };
        }
        let of = |part: Minor| kept(part, paid, refunded);
        let (points, supplier, rewards, tax) =
            (of(self.points), of(self.supplier), of(self.rewards), of(self.tax));
        let left = paid - refunded;
        Self { money: left - points, points, supplier, rewards, tax, margin: left - supplier - rewards - tax }
    }
}

/// Splits a discount, or the freight of a parcel, over lines in proportion to their amounts: each share is floored, and what is left
/// of the division goes to the first lines, a minor unit each. A total that is larger than the amounts is cut down to them.
pub fn over_lines(total: Minor, amounts: &[Minor]) -> Vec<Minor> {
    share(total.min(amounts.iter().sum()), amounts)
}

#[cfg(test)]
mod tests;
