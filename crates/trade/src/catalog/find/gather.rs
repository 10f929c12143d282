//! What the index is told of products.

use std::collections::{BTreeMap, HashMap};

use banyan_plan::time::DAY;
use banyan_search::{Category, Product};

use super::super::selling::Selling;
use super::super::store::{CategoryRow, ProductRow, SkuRow};
use crate::title::Title;

/// A product as the index takes it, and whether customers can see it.
pub(super) struct Gathered {
    pub(super) product: Product,
    pub(super) is_on_sale: bool,
}

/// The way to each category, from the top down.
pub(super) struct Ways<'a>(HashMap<i64, &'a CategoryRow>);

impl<'a> Ways<'a> {
    pub(super) fn of(rows: &'a [CategoryRow]) -> Self {
        Self(rows.iter().map(|row| (row.id, row)).collect())
    }

    fn to(&self, category: Option<i64>) -> Vec<Category> {
        let (mut way, mut at) = (Vec::new(), category);
        // More than there are categories would be a loop.
        while let Some(row) = at.and_then(|id| self.0.get(&id)).filter(|_| way.len() < self.0.len()) {
            way.push(Category { id: row.id, zh: row.title_zh.clone(), en: row.title_en.clone() });
            at = row.parent;
        }
        way.reverse();
        way
    }
}

fn has_han(text: &str) -> bool {
    text.chars().any(banyan_base::letters::is_han)
}

/// Margin, in thousandths of the price; nothing for a gift or a loss.
fn margin(sku: &SkuRow) -> u16 {
    let share = (sku.price - sku.cost).max(0).saturating_mul(1000).checked_div(sku.price);
    share.map_or(0, |share| share.min(1000) as u16)
}

/// The lowest price of each list that some SKUs have, by the list's name.
fn lists<'a>(skus: impl Iterator<Item = &'a SkuRow>, selling: &HashMap<i64, Selling>) -> Vec<(String, i64)> {
    let mut lowest: BTreeMap<String, i64> = BTreeMap::new();
    for (list, price) in skus.filter_map(|sku| selling.get(&sku.id)).flat_map(Selling::in_smallest_order) {
        lowest.entry(list).and_modify(|known| *known = price.min(*known)).or_insert(price);
    }
    lowest.into_iter().collect()
}

/// A product with its SKUs and how they are sold, as the index takes it.
pub(super) fn gather(
    row: &ProductRow,
    (skus, selling): (&[SkuRow], &HashMap<i64, Selling>),
    ways: &Ways<'_>,
    sales: u32,
) -> Gathered {
    let own = || skus.iter().filter(|sku| sku.product == row.id);
    let on_sale = || own().filter(|sku| sku.state == "on");
    let is_on_sale = row.state == "on" && on_sale().next().is_some();
    let cheapest = on_sale().min_by_key(|sku| (sku.price, sku.id));
    let (title_zh, title_en) = match &row.title {
        Title { text, en } if en.is_empty() && !has_han(text) => (String::new(), text.clone()),
        Title { text, en } => (text.clone(), en.clone()),
    };
    let keywords =
        row.keywords.split([',', '，', '、', ';', '；']).map(str::trim).filter(|word| !word.is_empty());
    let product = Product {
        id: row.id,
        title_zh,
        title_en,
        brand: row.brand.clone(),
        categories: ways.to(row.category),
        keywords: keywords.map(str::to_owned).collect(),
        options: own()
            .flat_map(|sku| [sku.title.text.clone(), sku.title.en.clone()])
            .filter(|title| !title.is_empty())
            .collect(),
        price: row.price,
        lists: lists(on_sale(), selling),
        sales,
        margin: cheapest.map_or(0, margin),
        listed: row.id.div_euclid(DAY) as i32,
        in_stock: on_sale().any(|sku| sku.stock > 0),
    };
    Gathered { product, is_on_sale }
}
