//! In which order products are shown that match equally well: what the operator weighs.

use std::collections::{BTreeMap, HashMap};

use banyan_plan::words::Text;

use crate::text::normalise;

/// What moves a product up or down beside its words. Each is 0 to 1000 for a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// Pieces sold in thirty days, against the best seller of its shelf; each step is a fifth more pieces.
    Sales,
    /// Margin, in thousandths of the price.
    Margin,
    /// How cheap it is on its shelf: 1000 when nothing there is cheaper.
    Price,
    /// What the operator gives its brand.
    Brand,
    /// 1000 on its first day, falling to 0.
    Newness,
    /// 1000 when it can be bought now.
    Stock,
}

impl Factor {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Sales, Self::Margin, Self::Price, Self::Brand, Self::Newness, Self::Stock];

    /// What people call it.
    pub fn say(self) -> Text {
        match self {
            Self::Sales => Text::new("近 30 天销量", "sales in 30 days"),
            Self::Margin => Text::new("毛利", "margin"),
            Self::Price => Text::new("同类里的价位", "price on its shelf"),
            Self::Brand => Text::new("品牌", "brand"),
            Self::Newness => Text::new("新品", "newness"),
            Self::Stock => Text::new("有货", "in stock"),
        }
    }
}

/// What the operator weighs. A product's text score is multiplied by 1 + the sum of weight × factor, both in
/// thousandths, and by no less than a tenth and no more than eight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// The weight of each factor in the order of [`Factor::ALL`]: −1000 to 1000; what lies beyond counts as these.
    pub weights: [i16; 6],
    /// Brands that the operator prefers, by a word of their name, each 0 to 1000.
    pub brands: BTreeMap<String, u16>,
    /// Days for which a product is new: 1 to 365.
    pub new_days: i32,
}

impl Default for Ranking {
    fn default() -> Self {
        Self { weights: [300, 50, 50, 200, 50, 500], brands: BTreeMap::new(), new_days: 30 }
    }
}

impl Ranking {
    /// The weight of a factor.
    pub(crate) fn weight(&self, factor: Factor) -> i64 {
        i64::from(self.weights[factor as usize].clamp(-1000, 1000))
    }

    /// What each of some brands is given; their names as they are compared. The first 1,000 preferences count.
    pub(crate) fn given<'a>(&self, brands: impl Iterator<Item = &'a str>) -> Vec<u16> {
        let words = self.brands.iter().take(1_000).map(|(word, given)| (normalise(word), *given.min(&1000)));
        let words: HashMap<String, u16> = words.filter(|(word, _)| !word.is_empty()).collect();
        let given = |word: &str| words.get(word).copied().unwrap_or(0);
        let best = |name: &str| name.split_whitespace().map(given).max().unwrap_or(0).max(given(name));
        brands.map(|name| if words.is_empty() { 0 } else { best(name) }).collect()
    }

    /// By what a text score is multiplied, in thousandths.
    pub(crate) fn boost(&self, factors: &[u16; 6]) -> i64 {
        let parts =
            Factor::ALL.map(|factor| self.weight(factor) * i64::from(factors[factor as usize]) / 1000);
        (1000 + parts.iter().sum::<i64>()).clamp(100, 8000)
    }

    /// How new a product is on a day.
    pub(crate) fn newness(&self, listed: i32, today: i32) -> u16 {
        let days = i64::from(self.new_days.clamp(1, 365));
        let age = (i64::from(today) - i64::from(listed)).max(0);
        ((days - age).max(0) * 1000 / days) as u16
    }
}

/// Steps of a scale: four to each doubling.
pub(crate) const STEPS: usize = 260;

/// The step of a number: 0 for nothing, and about a fifth more for each further one.
pub(crate) fn step(number: u64) -> usize {
    if number == 0 {
        return 0;
    }
    let log = number.ilog2();
    // The two digits behind the first one.
    let quarter = if log >= 2 { (number >> (log - 2)) & 3 } else { (number << (2 - log)) & 3 };
    1 + log as usize * 4 + quarter as usize
}

/// How many products of a shelf stand on each step of price and of sales.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scale {
    prices: Steps,
    sales: Steps,
}

#[derive(Debug, Clone, Default)]
struct Steps(Vec<u32>);

impl Steps {
    fn add(&mut self, step: usize) {
        if self.0.len() <= step {
            self.0.resize(step + 1, 0);
        }
        self.0[step] += 1;
    }

    fn remove(&mut self, step: usize) {
        if let Some(count) = self.0.get_mut(step) {
            *count = count.saturating_sub(1);
        }
    }
}

/// A shelf's scale, ready for many products.
#[derive(Debug, Clone)]
pub(crate) struct Levels {
    cheapness: Vec<u16>,
    top_sales: usize,
}

impl Scale {
    pub(crate) fn add(&mut self, price: i64, sales: u32) {
        self.prices.add(step(price.max(0).unsigned_abs()));
        self.sales.add(step(u64::from(sales)));
    }

    pub(crate) fn remove(&mut self, price: i64, sales: u32) {
        self.prices.remove(step(price.max(0).unsigned_abs()));
        self.sales.remove(step(u64::from(sales)));
    }

    pub(crate) fn levels(&self) -> Levels {
        let all: u64 = self.prices.0.iter().copied().map(u64::from).sum();
        let mut cheaper = 0;
        let mut cheapness = vec![0; STEPS];
        for (level, count) in cheapness.iter_mut().zip(self.prices.0.iter().chain(std::iter::repeat(&0))) {
            *level = (all.saturating_sub(cheaper) * 1000).checked_div(all).unwrap_or(0) as u16;
            cheaper += u64::from(*count);
        }
        let top_sales = self.sales.0.iter().rposition(|count| *count > 0).unwrap_or(0);
        Levels { cheapness, top_sales }
    }
}

impl Levels {
    pub(crate) fn price(&self, price: i64) -> u16 {
        self.cheapness[step(price.max(0).unsigned_abs())]
    }

    pub(crate) fn sales(&self, sales: u32) -> u16 {
        let share = (step(u64::from(sales)) * 1000).checked_div(self.top_sales);
        share.map_or(0, |share| share.min(1000) as u16)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_larger_number_never_stands_on_a_lower_step(a: u64, b: u64) {
            let (small, large) = (a.min(b), a.max(b));
            prop_assert!(step(small) <= step(large));
            prop_assert!(step(u64::MAX) < STEPS);
        }
    }

    #[test]
    fn the_cheapest_of_a_shelf_has_all_and_the_dearest_little() {
        let mut scale = Scale::default();
        for price in [1_000, 2_000, 4_000, 8_000] {
            scale.add(price, 0);
        }
        let levels = scale.levels();
        assert_eq!([1_000, 2_000, 4_000, 8_000].map(|price| levels.price(price)), [1000, 750, 500, 250]);
        scale.add(500, 0);
        assert_eq!(scale.levels().price(1_000), 800);
        scale.remove(500, 0);
        assert_eq!(scale.levels().price(1_000), 1000);
    }

    #[test]
    fn sales_count_against_the_best_seller_of_the_shelf() {
        let mut scale = Scale::default();
        scale.add(100, 1_000);
        scale.add(100, 10);
        let levels = scale.levels();
        assert_eq!(levels.sales(1_000), 1000);
        assert_eq!(levels.sales(0), 0);
        assert!((300..400).contains(&levels.sales(10)));
    }
}
