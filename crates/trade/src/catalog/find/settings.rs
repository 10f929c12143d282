//! What the operator sets about search: weights, preferred brands, synonyms, price bands.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_search::{Ranking, Settings, Synonyms};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much each figure of a product moves it up, in thousandths: −1000 to 1000. A product's text score is multiplied by 1 + the sum
/// of weight × figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Weights {
    /// Pieces sold in thirty days, against the best seller of its category.
    #[schema(minimum = -1000, maximum = 1000)]
    pub(super) sales: i16,
    /// Margin.
    #[schema(minimum = -1000, maximum = 1000)]
    pub(super) margin: i16,
    /// How cheap it is in its category.
    #[schema(minimum = -1000, maximum = 1000)]
    pub(super) price: i16,
    /// What the operator gives its brand.
    #[schema(minimum = -1000, maximum = 1000)]
    pub(super) brand: i16,
    /// How new it is.
    #[schema(minimum = -1000, maximum = 1000)]
    pub(super) newness: i16,
    /// Whether it can be bought now.
    #[schema(minimum = -1000, maximum = 1000)]
    pub(super) stock: i16,
}

impl Weights {
    /// In the order of [`banyan_search::Factor::ALL`].
    fn all(self) -> [i16; 6] {
        let Self { sales, margin, price, brand, newness, stock } = self;
        [sales, margin, price, brand, newness, stock]
    }
}

impl Default for Weights {
    fn default() -> Self {
        let [sales, margin, price, brand, newness, stock] = Ranking::default().weights;
        Self { sales, margin, price, brand, newness, stock }
    }
}

/// A brand that the operator prefers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Preferred {
    /// A word of its name, or all of it.
    #[schema(min_length = 1, max_length = 60)]
    brand: String,
    /// 0 to 1000.
    #[schema(minimum = 0, maximum = 1000)]
    points: u16,
}

/// What the operator sets about search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SearchSettings {
    pub(super) weights: Weights,
    /// Brands that are preferred.
    #[schema(max_items = 200)]
    pub(super) brands: Vec<Preferred>,
    /// Days for which a product is new: 1 to 365.
    #[schema(minimum = 1, maximum = 365)]
    pub(super) new_days: i32,
    /// Words of one meaning, one rule a line: `尿不湿 = 纸尿裤` finds each by the other, `外套 > 羽绒服` the right by the left.
    #[schema(max_length = 20_000)]
    pub(super) synonyms: String,
    /// The prices at which a price band ends and the next begins, in minor units, rising.
    #[schema(max_items = 12)]
    pub(super) price_bands: Vec<i64>,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self {
            weights: Weights::default(),
            brands: Vec::new(),
            new_days: Ranking::default().new_days,
            synonyms: String::new(),
            price_bands: vec![5_000, 10_000, 20_000, 50_000],
        }
    }
}

fn bad(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::unacceptable("setting_bad", zh, en).at(field)
}

impl SearchSettings {
    /// What the index is asked with, if every value makes sense.
    pub(super) fn read(&self) -> Result<Settings, Refusal> {
        let weights = self.weights.all();
        if weights.iter().any(|weight| !(-1000..=1000).contains(weight)) {
            return Err(bad("/weights", "权重应为 -1000 到 1000", "a weight is −1000 to 1000"));
        }
        if !(1..=365).contains(&self.new_days) {
            return Err(bad("/new_days", "应为 1 到 365 天", "expected 1 to 365 days"));
        }
        if self.brands.len() > 200 {
            return Err(bad("/brands", "最多 200 个品牌", "at most 200 brands"));
        }
        let mut brands = BTreeMap::new();
        for (place, Preferred { brand, points }) in self.brands.iter().enumerate() {
            let brand = text::line(brand, &format!("/brands/{place}/brand"), 1, 60)?;
            if *points > 1000 {
                let field = format!("/brands/{place}/points");
                return Err(bad(&field, "分数应为 0 到 1000", "points are 0 to 1000"));
            }
            brands.insert(brand, *points);
        }
        let is_rising = self.price_bands.windows(2).all(|pair| pair[0] < pair[1]);
        if self.price_bands.len() > 12
            || !is_rising
            || self.price_bands.first().is_some_and(|first| *first < 1)
        {
            let (zh, en) = ("最多 12 个大于 0 的价格，从低到高", "at most 12 prices above zero, rising");
            return Err(bad("/price_bands", zh, en));
        }
        let synonyms = text::lines(&self.synonyms, "/synonyms", 0, 20_000)?;
        let synonyms = Synonyms::parse(&synonyms).map_err(|errors| {
            let lines = |of: fn(&banyan_plan::words::Text) -> &str, begin: &str| {
                let told = errors
                    .iter()
                    .take(5)
                    .map(|error| format!("{begin}{}: {}", error.line, of(&error.message)));
                told.collect::<Vec<_>>().join("\n")
            };
            Refusal::unacceptable(
                "synonyms_bad",
                lines(|text| &text.zh, "第"),
                lines(|text| &text.en, "line "),
            )
            .at("/synonyms")
        })?;
        let ranking = Ranking { weights, brands, new_days: self.new_days };
        Ok(Settings { synonyms, ranking, price_bands: self.price_bands.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_allowed_and_what_makes_no_sense_is_told_by_its_field() {
        assert!(SearchSettings::default().read().is_ok());
        let set = SearchSettings::default;
        let weights = Weights { sales: 1001, ..Weights::default() };
        let preferred = |brand: &str, points| vec![Preferred { brand: brand.to_owned(), points }];
        for (wrong, field) in [
            (SearchSettings { weights, ..set() }, "/weights"),
            (SearchSettings { new_days: 0, ..set() }, "/new_days"),
            (SearchSettings { brands: preferred("", 1), ..set() }, "/brands/0/brand"),
            (SearchSettings { brands: preferred("花王", 1001), ..set() }, "/brands/0/points"),
            (SearchSettings { price_bands: vec![200, 100], ..set() }, "/price_bands"),
            (SearchSettings { price_bands: vec![0], ..set() }, "/price_bands"),
            (SearchSettings { synonyms: "a = a".to_owned(), ..set() }, "/synonyms"),
        ] {
            assert_eq!(wrong.read().unwrap_err().field, field);
        }
    }
}
