//! What happened in the bundled shop, in order, with its dates moved up to yesterday.

use banyan_demo::bundle::{Broken, Bundle, Product};
use banyan_plan::time::{DAY, Time, civil_from_days};

use super::shelves;

/// From payment to shipping.
const SHIPPED: i64 = DAY;
/// From payment to receipt.
const RECEIVED: i64 = 3 * DAY;
/// Pieces of one line at most.
const MOST_PIECES: i64 = 9_999;

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Happening {
    /// A member joined.
    Join(usize),
    /// An invoice was placed and paid.
    Buy(usize),
    /// It was shipped.
    Ship(usize),
    /// It was received.
    Receive(usize),
    /// Its `usize`th line takes back part of an earlier one.
    Refund(usize, usize),
}

/// The whole history.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) bundle: Bundle,
    pub(super) happenings: Vec<(Time, Happening)>,
    /// The price of each product: the least that was ever paid for a line of it; 0 if it was never sold.
    pub(super) prices: Vec<i64>,
    /// Pieces of each product that were ever sold.
    pub(super) pieces: Vec<i64>,
}

/// What was taken, and what was not.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) orders: usize,
    pub(super) lines: usize,
    pub(super) refunds: usize,
    /// Lines of amount zero.
    pub(super) zero: usize,
    /// Negative lines that take nothing back.
    pub(super) reversals: usize,
    /// By how many days all dates were moved: whole weeks.
    pub(super) days: i64,
    /// The day of the last order.
    pub(super) last: (i64, u8, u8),
}

impl Story {
    /// Reads the bundle, and moves its dates so that the last day lies before `now`, by whole weeks.
    pub(super) fn read(now: Time) -> Result<(Self, Summary), Broken> {
        let mut bundle = Bundle::read()?;
        let last = bundle.invoices.iter().map(|invoice| invoice.at).max().unwrap_or(now);
        let days = (now.day() - 1 - last.day()).div_euclid(7) * 7;
        let shift = days * DAY;
        for member in &mut bundle.members {
            member.joined_at = member.joined_at.plus(shift);
        }
        for invoice in &mut bundle.invoices {
            invoice.at = invoice.at.plus(shift);
        }
        let prices = prices(&bundle);
        let mut story = Self { happenings: Vec::new(), pieces: vec![0; prices.len()], prices, bundle };
        let last = civil_from_days(last.day() + days);
        let mut summary = Summary { days, last, ..Summary::default() };
        story.tell(now, &mut summary);
        Ok((story, summary))
    }

    fn tell(&mut self, now: Time, summary: &mut Summary) {
        let mut out: Vec<(Time, Happening)> = Vec::new();
        for (place, member) in self.bundle.members.iter().enumerate() {
            out.push((member.joined_at, Happening::Join(place)));
        }
        for (place, invoice) in self.bundle.invoices.iter().enumerate() {
            let mut is_sale = false;
            for (number, line) in invoice.lines.iter().enumerate() {
                match (line.amount, line.refund_of) {
                    (_, Some(_)) => {
                        summary.refunds += 1;
                        out.push((invoice.at, Happening::Refund(place, number)));
                    }
                    (0, None) => summary.zero += 1,
                    (..0, None) => summary.reversals += 1,
                    (1.., None) => {
                        is_sale = true;
                        summary.lines += 1;
                        self.pieces[line.product] += quantity(line.amount, self.prices[line.product]);
                    }
                }
            }
            if is_sale {
                summary.orders += 1;
                out.push((invoice.at, Happening::Buy(place)));
                out.push((invoice.at.plus(SHIPPED), Happening::Ship(place)));
                out.push((invoice.at.plus(RECEIVED), Happening::Receive(place)));
            }
        }
        out.retain(|(at, _)| *at <= now);
        // At one moment people join before they buy, and buy before they bring back.
        out.sort();
        self.happenings = out;
    }

    /// How many things happened.
    pub(super) fn len(&self) -> usize {
        self.happenings.len()
    }

    /// The day before the first of them: the shop opens, and is filled.
    pub(super) fn begins(&self) -> Time {
        self.happenings.first().map_or(Time(0), |(at, _)| at.plus(-DAY))
    }

    /// Pieces of a line of this amount.
    pub(super) fn quantity(&self, product: usize, amount: i64) -> i64 {
        quantity(amount, self.prices[product])
    }

    /// What a product is called.
    pub(super) fn title(product: &Product) -> &str {
        if product.name.is_empty() { &product.code } else { &product.name }
    }

    /// The products that were bought most often, of those that people can buy, below a price.
    pub(super) fn best(&self, most: usize, below: i64) -> Vec<usize> {
        let products = &self.bundle.products;
        let mut often = vec![0_usize; products.len()];
        for line in
            self.bundle.invoices.iter().flat_map(|invoice| &invoice.lines).filter(|line| line.amount > 0)
        {
            often[line.product] += 1;
        }
        let mut best: Vec<usize> = (0..products.len())
            .filter(|place| shelves::is_goods(&products[*place].code) && self.prices[*place] < below)
            .collect();
        best.sort_by_key(|place| std::cmp::Reverse((often[*place], *place)));
        best.truncate(most);
        best
    }
}

fn prices(bundle: &Bundle) -> Vec<i64> {
    let mut prices = vec![0; bundle.products.len()];
    for line in bundle.invoices.iter().flat_map(|invoice| &invoice.lines).filter(|line| line.amount > 0) {
        let price = &mut prices[line.product];
        if *price == 0 || line.amount < *price {
            *price = line.amount;
        }
    }
    prices
}

fn quantity(amount: i64, price: i64) -> i64 {
    if price > 0 && amount % price == 0 && amount / price <= MOST_PIECES { amount / price } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_ends_at_most_a_week_ago_and_keeps_its_weekdays() {
        let now = Time::from_civil(2026, 11, 25, 10, 0, 0).unwrap();
        let (story, summary) = Story::read(now).unwrap();
        assert_eq!(summary.days % 7, 0);
        let last =
            story.happenings.iter().filter(|(_, what)| matches!(what, Happening::Buy(_))).map(|(at, _)| *at);
        let last = last.max().unwrap();
        assert!(last < now && now.0 - last.0 < 8 * DAY);
        assert_eq!((summary.zero, summary.reversals, summary.refunds), (2_519, 2_154, 7_136));
        assert_eq!(summary.lines + summary.zero + summary.reversals + summary.refunds, 541_909);
        assert!(story.happenings.is_sorted());
    }

    #[test]
    fn what_is_hot_was_bought_by_many_and_can_be_paid() {
        let now = Time::from_civil(2026, 11, 25, 10, 0, 0).unwrap();
        let (story, _) = Story::read(now).unwrap();
        let hot = story.best(12, 50_000);
        assert_eq!(story.bundle.products[hot[0]].code, "85123A");
        assert!(hot.iter().all(|place| (1..5_000).contains(&story.prices[*place])), "{hot:?}");
        assert!(hot.iter().all(|place| !story.bundle.products[*place].name.contains("Voucher")), "{hot:?}");
    }

    #[test]
    fn the_300_that_sell_best_are_named_in_both_languages() {
        let now = Time::from_civil(2026, 11, 25, 10, 0, 0).unwrap();
        let (story, _) = Story::read(now).unwrap();
        let looks = banyan_demo::looks::Looks::read().unwrap();
        let products = &story.bundle.products;
        let mut by_pieces: Vec<usize> =
            (0..products.len()).filter(|at| shelves::is_goods(&products[*at].code)).collect();
        by_pieces.sort_by_key(|at| std::cmp::Reverse((story.pieces[*at], *at)));
        by_pieces.truncate(300);
        // By orders, as the shop's front chooses, and by pieces, as its lists are sorted.
        for at in story.best(300, i64::MAX).into_iter().chain(by_pieces) {
            let Product { code, name, .. } = &products[at];
            let chinese = looks.chinese(code).unwrap_or_default();
            assert!(
                chinese.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)),
                "{code} {name}"
            );
            assert!(name.chars().any(char::is_alphabetic), "{code} has no English name");
        }
    }

    #[test]
    fn pieces_follow_from_the_price() {
        assert_eq!(quantity(1_530, 255), 6);
        assert_eq!(quantity(1_530, 400), 1);
        assert_eq!(quantity(1_000_000, 1), 1);
        assert_eq!(quantity(5, 0), 1);
    }
}
