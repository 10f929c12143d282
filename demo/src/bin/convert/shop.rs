//! From invoice rows to order lines: amounts, constructed costs and rates, constructed refund links.

use std::collections::{BTreeMap, HashMap};

use banyan_plan::money::Currency;
use banyan_plan::time::Time;

use crate::fail::Fail;
use crate::retail::Line;

/// The member that stands for everyone the source does not name.
pub(crate) const GUEST: &str = "guest";

/// Customers of the published file.
const CUSTOMERS: usize = 4_372;

/// CONSTRUCTED: the cost of a line, in percent of its amount.
const COST_PERCENT: i64 = 60;

/// CONSTRUCTED: the rates a product may have, in percent, and how many products of a hundred have them.
const RATES: [(u8, u64); 8] = [(5, 20), (10, 25), (15, 20), (20, 15), (25, 10), (30, 5), (35, 3), (40, 2)];

/// A line of the bundle's orders.
#[derive(Debug)]
pub(crate) struct Sale<'a> {
    pub(crate) line: &'a Line,
    pub(crate) amount: i64,
    /// The index of the line that this one refunds.
    pub(crate) refund_of: Option<usize>,
}

/// A customer at the time of their first line.
#[derive(Debug)]
pub(crate) struct Customer<'a> {
    pub(crate) id: &'a str,
    pub(crate) joined: Time,
}

/// The whole shop.
#[derive(Debug)]
pub(crate) struct Shop<'a> {
    pub(crate) sales: Vec<Sale<'a>>,
    /// In order of first line.
    pub(crate) customers: Vec<Customer<'a>>,
    pub(crate) guest_since: Time,
    /// Code and name, by code.
    pub(crate) products: BTreeMap<&'a str, &'a str>,
}

/// The currency of the source.
pub(crate) fn pounds() -> Result<Currency, Fail> {
    Currency::of_code("GBP").ok_or_else(|| Fail::Broken("GBP is no currency".into()))
}

/// Quantity times price, rounded to the penny, halves away from zero, so that a cancellation is the exact opposite.
pub(crate) fn amount(quantity: i64, thousandths: i64) -> i64 {
    let exact = quantity * thousandths;
    (exact + 5 * exact.signum()) / 10
}

/// CONSTRUCTED: 60 % of the amount, truncated toward zero.
pub(crate) fn cost(amount: i64) -> i64 {
    amount * COST_PERCENT / 100
}

/// CONSTRUCTED: a product's own rate in percent, from its code alone. Capital and small letters are one code; what is
/// no article of the range (postage, fees, adjustments: codes that do not begin with a digit) has the lowest rate.
pub(crate) fn rate(code: &str) -> u8 {
    let lowest = RATES[0].0;
    if !code.starts_with(|first: char| first.is_ascii_digit()) {
        return lowest;
    }
    let mut ticket = mix(code.to_ascii_uppercase().as_bytes()) % 100;
    for (percent, share) in RATES {
        if ticket < share {
            return percent;
        }
        ticket -= share;
    }
    lowest
}

/// FNV-1a with a finishing mix (that of SplitMix64): fixed for ever, because the bundle's bytes depend on it.
pub(crate) fn mix(bytes: &[u8]) -> u64 {
    let mut hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Applies all of the rules.
pub(crate) fn build(lines: &[Line]) -> Result<Shop<'_>, Fail> {
    let (customers, guest_since) = customers(lines)?;
    Fail::unless_count("customers of Online Retail", CUSTOMERS, customers.len())?;
    Ok(Shop { sales: sales(lines), customers, guest_since, products: products(lines) })
}

fn customers(lines: &[Line]) -> Result<(Vec<Customer<'_>>, Time), Fail> {
    let mut known = std::collections::HashSet::new();
    let mut customers = Vec::new();
    for line in lines.iter().filter(|line| !line.customer.is_empty()) {
        if line.customer == GUEST {
            return Err(Fail::Broken(format!("a customer is called `{GUEST}`")));
        }
        if known.insert(line.customer.as_str()) {
            customers.push(Customer { id: &line.customer, joined: line.at });
        }
    }
    let guest = lines.iter().find(|line| line.customer.is_empty()).map(|line| line.at);
    Ok((customers, guest.ok_or_else(|| Fail::Broken("no line without a customer".into()))?))
}

/// Customer, code and unit price: what a cancellation must have in common with the line that it refunds.
type Purchase<'a> = (&'a str, &'a str, i64);

/// How well a description names a product: of a paid line, how often, how early.
type Weight = (bool, u32, std::cmp::Reverse<usize>);

/// Amounts, and CONSTRUCTED refund links: a cancelled line refunds the latest earlier line of the same customer, code
/// and unit price that still has enough left.
fn sales(lines: &[Line]) -> Vec<Sale<'_>> {
    let mut open: HashMap<Purchase<'_>, Vec<(usize, i64)>> = HashMap::new();
    let mut sales = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let amount = amount(line.quantity, line.price);
        let mut refund_of = None;
        if !line.customer.is_empty() && amount != 0 && line.price > 0 {
            let bought = open.entry((&line.customer, &line.code, line.price)).or_default();
            if amount > 0 {
                bought.push((index, amount));
            } else if let Some((sale, left)) = bought.iter_mut().rev().find(|(_, left)| *left >= -amount) {
                *left += amount;
                refund_of = Some(*sale);
            }
        }
        sales.push(Sale { line, amount, refund_of });
    }
    sales
}

/// Each code's most frequent description among lines that were paid for (else among all); the first one at a tie.
fn products(lines: &[Line]) -> BTreeMap<&str, &str> {
    let mut counts: BTreeMap<&str, HashMap<&str, Weight>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let names = counts.entry(&line.code).or_default();
        if line.description.is_empty() {
            continue;
        }
        let paid = line.quantity > 0 && line.price > 0;
        let entry = names.entry(&line.description).or_insert((false, 0, std::cmp::Reverse(index)));
        if paid && !entry.0 {
            *entry = (true, 0, std::cmp::Reverse(index));
        }
        entry.1 += u32::from(paid || !entry.0);
    }
    counts
        .into_iter()
        .map(|(code, names)| {
            (code, names.into_iter().max_by_key(|(_, weight)| *weight).map_or("", |(name, _)| name))
        })
        .collect()
}

impl Shop<'_> {
    /// Prints the counts that the README states.
    pub(crate) fn report(&self) {
        let count = |test: &dyn Fn(&Sale<'_>) -> bool| self.sales.iter().filter(|sale| test(sale)).count();
        let sum = |test: &dyn Fn(&Sale<'_>) -> bool| -> i64 {
            self.sales.iter().filter(|sale| test(sale)).map(|sale| sale.amount).sum()
        };
        let orders: std::collections::HashSet<&str> =
            self.sales.iter().map(|sale| sale.line.invoice.as_str()).collect();
        println!("order lines                     {:>12}", self.sales.len());
        println!("  orders                        {:>12}", orders.len());
        println!("  without a customer (guest)    {:>12}", count(&|sale| sale.line.customer.is_empty()));
        println!("  amount above zero             {:>12}", count(&|sale| sale.amount > 0));
        println!("  amount zero                   {:>12}", count(&|sale| sale.amount == 0));
        println!("  amount below zero             {:>12}", count(&|sale| sale.amount < 0));
        println!("    linked to a line (refund)   {:>12}", count(&|sale| sale.refund_of.is_some()));
        println!(
            "    free-standing               {:>12}",
            count(&|sale| sale.amount < 0 && sale.refund_of.is_none())
        );
        println!("total, pence                    {:>12}", sum(&|_| true));
        println!("  of the guest                  {:>12}", sum(&|sale| sale.line.customer.is_empty()));
        println!("  refunds                       {:>12}", sum(&|sale| sale.refund_of.is_some()));
        println!(
            "  free-standing                 {:>12}",
            sum(&|sale| sale.amount < 0 && sale.refund_of.is_none())
        );
        println!("customers                       {:>12}", self.customers.len());
        println!("products                        {:>12}", self.products.len());
        println!(
            "  without a description         {:>12}",
            self.products.values().filter(|name| name.is_empty()).count()
        );
        for (percent, _) in RATES {
            let number = self.products.keys().filter(|code| rate(code) == percent).count();
            println!("  rate {percent:>2} %                     {number:>12}");
        }
        if let (Some(first), Some(last)) = (self.sales.first(), self.sales.last()) {
            println!("from {} to {}", first.line.at, last.line.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32, customer: &str, quantity: i64, price: i64) -> Line {
        Line {
            invoice: "1".into(),
            number,
            code: "85123A".into(),
            description: String::new(),
            quantity,
            at: Time(i64::from(number)),
            price,
            customer: customer.into(),
        }
    }

    #[test]
    fn amounts_round_to_the_penny_and_mirror() {
        assert_eq!(amount(6, 2_550), 1_530);
        assert_eq!(amount(1, 1), 0);
        assert_eq!(amount(5, 1), 1);
        assert_eq!(amount(-5, 1), -1);
        assert_eq!(amount(1, -11_062_060), -1_106_206);
        assert_eq!((cost(1_599), cost(-1_599)), (959, -959));
    }

    #[test]
    fn a_cancellation_refunds_the_latest_line_that_has_enough_left() {
        let rows = [
            line(1, "a", 10, 1_000),
            line(2, "a", 3, 1_000),
            line(3, "a", -5, 1_000),
            line(4, "a", -3, 1_000),
            line(5, "a", -6, 1_000),
            line(6, "b", -1, 1_000),
            line(7, "", 5, 1_000),
            line(8, "", -5, 1_000),
            line(9, "a", -5, 2_000),
            line(10, "a", -1, 0),
        ];
        let links: Vec<_> = sales(&rows).iter().map(|sale| sale.refund_of).collect();
        assert_eq!(links, [None, None, Some(0), Some(1), None, None, None, None, None, None]);
    }

    #[test]
    fn a_rate_depends_on_the_code_alone() {
        assert_eq!(rate("15056bl"), rate("15056BL"));
        assert_eq!(rate("POST"), 5);
        assert!((5..=40).contains(&rate("85123A")) && rate("85123A").is_multiple_of(5));
    }
}
