//! The bundle, read: for whoever wants its members and orders one by one.

use std::collections::HashMap;
use std::io::Read as _;

use banyan_plan::money::{Currency, Rate};
use banyan_plan::time::Time;

use crate::{MEMBERS, ORDERS, PRODUCTS, PROMOTER};

/// Everything in the bundle, in the order of the files.
#[derive(Debug, Default)]
pub struct Bundle {
    /// People.
    pub members: Vec<Member>,
    /// Things.
    pub products: Vec<Product>,
    /// Invoices, and in them what was bought and what was taken back.
    pub invoices: Vec<Invoice>,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The number in the source.
    pub name: String,
    /// Who invited them: their place in [`Bundle::members`].
    pub inviter: Option<usize>,
    /// When they joined.
    pub joined_at: Time,
    /// Whether they have the plan's first rank from the start.
    pub is_promoter: bool,
}

/// Something that is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The stock code.
    pub code: String,
    /// Its name; empty for a few.
    pub name: String,
    /// Its own rate.
    pub rate: Rate,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// The moment of its first line.
    pub at: Time,
    /// Whose: a place in [`Bundle::members`].
    pub buyer: usize,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What: a place in [`Bundle::products`].
    pub product: usize,
    /// Paid for it, in pence; below zero for what was taken back.
    pub amount: i64,
    /// What it cost the shop, in pence.
    pub cost: i64,
    /// What it takes back: the places of an earlier invoice and of its line.
    pub refund_of: Option<(usize, usize)>,
}

/// The bundle cannot be read: the program is broken.
#[derive(Debug, thiserror::Error)]
#[error("the bundle is broken: {0}")]
pub struct Broken(String);

impl Bundle {
    /// Reads all of it.
    pub fn read() -> Result<Self, Broken> {
        let mut bundle = Self::default();
        let members = bundle.read_members()?;
        let products = bundle.read_products()?;
        bundle.read_orders(&members, &products)?;
        Ok(bundle)
    }

    fn read_members(&mut self) -> Result<HashMap<String, usize>, Broken> {
        let rows = rows(MEMBERS)?;
        let names: HashMap<String, usize> =
            rows.iter().enumerate().map(|(place, row)| (row[0].to_owned(), place)).collect();
        for row in &rows {
            self.members.push(Member {
                name: row[0].to_owned(),
                inviter: names.get(&row[1]).copied(),
                joined_at: moment(&row[2])?,
                is_promoter: &row[3] == PROMOTER,
            });
        }
        Ok(names)
    }

    fn read_products(&mut self) -> Result<HashMap<String, usize>, Broken> {
        let rows = rows(PRODUCTS)?;
        let product = |row: &csv::StringRecord| Product {
            code: row[0].to_owned(),
            name: row[1].to_owned(),
            rate: Rate(0),
        };
        self.products = rows.iter().map(product).collect();
        Ok(self.products.iter().enumerate().map(|(place, product)| (product.code.clone(), place)).collect())
    }

    fn read_orders(
        &mut self,
        members: &HashMap<String, usize>,
        products: &HashMap<String, usize>,
    ) -> Result<(), Broken> {
        let pounds = Currency::of_code("GBP").ok_or_else(|| Broken("no pounds".to_owned()))?;
        let money = |text: &str| match text {
            "" => Ok(0),
            text => pounds.parse(text.as_bytes()).map_err(|error| Broken(format!("{text}: {error:?}"))),
        };
        let mut invoices: HashMap<String, usize> = HashMap::new();
        let plain = unpacked(ORDERS)?;
        let mut reader = csv::Reader::from_reader(plain.as_bytes());
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row).map_err(|error| Broken(error.to_string()))? {
            let unknown = |what: &str| Broken(format!("order {}: unknown {what}", &row[0]));
            let product = *products.get(&row[4]).ok_or_else(|| unknown("product"))?;
            let refund_of = match row[8].split_once('/') {
                None => None,
                Some((order, line)) => {
                    let order = *invoices.get(order).ok_or_else(|| unknown("order"))?;
                    let line = line.parse::<usize>().ok().and_then(|line| line.checked_sub(1));
                    Some((order, line.ok_or_else(|| unknown("line"))?))
                }
            };
            let line = Line { product, amount: money(&row[5])?, cost: money(&row[6])?, refund_of };
            if let Some(rate) = row.get(7).filter(|rate| !rate.is_empty()) {
                let rate = Rate::parse(rate.as_bytes());
                self.products[product].rate = rate.map_err(|error| Broken(format!("a rate: {error:?}")))?;
            }
            if self.invoices.last().is_none_or(|last| last.number != row[0]) {
                let buyer = *members.get(&row[3]).ok_or_else(|| unknown("buyer"))?;
                let (number, at) = (row[0].to_owned(), moment(&row[2])?);
                invoices.insert(number.clone(), self.invoices.len());
                self.invoices.push(Invoice { number, at, buyer, lines: Vec::new() });
            }
            if let Some(invoice) = self.invoices.last_mut() {
                invoice.lines.push(line);
            }
        }
        Ok(())
    }
}

fn unpacked(packed: &[u8]) -> Result<String, Broken> {
    let mut plain = String::new();
    let read = zstd::Decoder::new(packed).and_then(|mut packed| packed.read_to_string(&mut plain));
    read.map(|_| plain).map_err(|error| Broken(error.to_string()))
}

fn rows(packed: &[u8]) -> Result<Vec<csv::StringRecord>, Broken> {
    let plain = unpacked(packed)?;
    let rows = csv::Reader::from_reader(plain.as_bytes()).into_records().collect::<Result<_, _>>();
    rows.map_err(|error: csv::Error| Broken(error.to_string()))
}

/// `2010-12-01 08:26:00`
fn moment(text: &str) -> Result<Time, Broken> {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u8>().ok());
    let year = text.get(..4).and_then(|year| year.parse().ok());
    let found = (|| {
        Time::from_civil(
            year?,
            number(5, 7)?,
            number(8, 10)?,
            number(11, 13)?,
            number(14, 16)?,
            number(17, 19)?,
        )
    })();
    found.ok_or_else(|| Broken(format!("{text} is no moment")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_read() {
        let bundle = Bundle::read().unwrap();
        assert_eq!((bundle.members.len(), bundle.products.len()), (4_373, 4_070));
        let lines: Vec<&Line> = bundle.invoices.iter().flat_map(|invoice| &invoice.lines).collect();
        // 25,900 invoices, one of which (542806) stands in two places: two purchases.
        assert_eq!((bundle.invoices.len(), lines.len()), (25_901, 541_909));
        assert_eq!(lines.iter().map(|line| line.amount).sum::<i64>(), 974_774_793);
        assert_eq!(lines.iter().filter(|line| line.refund_of.is_some()).count(), 7_136);
        for line in lines {
            if let Some((order, of)) = line.refund_of {
                let first = &bundle.invoices[order].lines[of];
                assert!(first.product == line.product && first.amount >= -line.amount);
            }
        }
    }
}
