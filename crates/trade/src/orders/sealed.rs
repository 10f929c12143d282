//! The seal of an order: a keyed hash of what it was when it was placed. Whoever changes an amount, a cost or a number of pieces in
//! the database, without the key for personal data, cannot make another one that fits.

use banyan_base::vault::Vault;

/// What is sealed of an order, as bytes that no other order has.
#[derive(Debug)]
pub struct Sealed(Vec<u8>);

/// What is sealed of a line.
#[derive(Debug, Clone, Copy)]
pub struct SealedLine<'a> {
    /// Its number in the order.
    pub line: i64,
    /// What was bought.
    pub sku: i64,
    /// The product's name in plans.
    pub product: &'a str,
    /// The product's category in plans.
    pub category: &'a str,
    /// Who supplies it, if it is not the shop itself.
    pub supplier: Option<i64>,
    /// Pieces.
    pub quantity: i64,
    /// What is paid for it, in minor units.
    pub amount: i64,
    /// What it costs the shop, in minor units.
    pub cost: i64,
    /// What its pieces count for beside their price, as it is stored.
    pub volumes: &'a str,
}

impl Sealed {
    /// An order of a buyer: its amount and what a coupon takes off, in minor units.
    pub fn order(buyer: i64, order: i64, amount: i64, discount: i64) -> Self {
        let mut sealed = Self(Vec::with_capacity(256));
        for number in [buyer, order, amount, discount] {
            sealed.number(number);
        }
        sealed
    }

    /// The next of its lines.
    pub fn line(&mut self, line: SealedLine<'_>) {
        let SealedLine { line, sku, product, category, supplier, quantity, amount, cost, volumes } = line;
        let by_shop = i64::from(supplier.is_none());
        for number in [line, sku, by_shop, supplier.unwrap_or_default(), quantity, amount, cost] {
            self.number(number);
        }
        // Orders that were sealed before there were volumes have none.
        for text in [product, category].into_iter().chain(Some(volumes).filter(|volumes| !volumes.is_empty()))
        {
            self.number(text.len() as i64);
            self.0.extend_from_slice(text.as_bytes());
        }
    }

    fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    /// The seal under each key of the vault, the current one first.
    pub fn seals(&self, vault: &Vault) -> Vec<[u8; 32]> {
        vault.tags(&[b"order 1", &self.0])
    }
}
