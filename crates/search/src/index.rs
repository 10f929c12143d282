//! The products that are found, in memory.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::lexicon::{Field, Lexicon};
use crate::product::{Category, Product};
use crate::rank::Scale;
use crate::terms::Terms;
use crate::text::normalise_some;

/// Between the texts of one product, and between the parts of one of them.
const TEXT: char = '\u{1f}';
const PART: char = '\u{1e}';

/// A product's figures.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: i64,
    /// Its place among the brands.
    pub(crate) brand: u32,
    /// Its place among the shelves.
    pub(crate) shelf: u32,
    pub(crate) price: i64,
    /// The prices of lists, by the list's place.
    lists: Box<[(u32, i64)]>,
    pub(crate) sales: u32,
    pub(crate) margin: u16,
    pub(crate) listed: i32,
    pub(crate) in_stock: bool,
    /// Its own words, compared: Chinese title, English title, keywords, options.
    text: Box<str>,
}

/// A brand.
#[derive(Debug)]
pub(crate) struct Brand {
    pub(crate) name: String,
    pub(crate) compared: String,
}

/// Products of one way of categories.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) categories: Vec<Category>,
    /// The titles of its categories, compared.
    pub(crate) compared: Vec<String>,
    pub(crate) scale: Scale,
}

/// The products that are found, in memory. What is put in or removed is seen by the next search.
#[derive(Debug, Default)]
pub struct Index {
    pub(crate) lexicon: Lexicon,
    /// By slot; what a removed product leaves is used by a later one.
    pub(crate) rows: Vec<Row>,
    pub(crate) live: RoaringBitmap,
    free: Vec<u32>,
    slots: HashMap<i64, u32>,
    pub(crate) brands: Vec<Brand>,
    brand_places: HashMap<String, u32>,
    pub(crate) shelves: Vec<Shelf>,
    shelf_places: HashMap<Vec<Category>, u32>,
    /// Lists of prices, by name.
    list_places: HashMap<String, u32>,
}

/// The lists of prices that somebody may have, by place.
#[derive(Debug, Default)]
pub(crate) struct Buyer(Vec<bool>);

/// Characters of a title or an option, and of a keyword, a brand or a category's title.
const LONG: usize = 200;
const SHORT: usize = 60;

fn compared(text: &str, most: usize) -> String {
    normalise_some(text, most).replace([TEXT, PART], " ")
}

impl Index {
    /// An index without products.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many products it has.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it has no product.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds a product, or puts it in the place of the one with its id.
    pub fn put(&mut self, product: &Product) {
        self.remove(product.id);
        let join = |texts: &[String], most: usize, longest: usize| {
            let texts: Vec<String> = texts.iter().take(most).map(|text| compared(text, longest)).collect();
            texts.join(&PART.to_string())
        };
        let text = [
            compared(&product.title_zh, LONG),
            compared(&product.title_en, LONG),
            join(&product.keywords, 40, SHORT),
            join(&product.options, 60, LONG),
        ];
        let row = Row {
            id: product.id,
            brand: self.brand(&product.brand),
            shelf: self.shelf(&product.categories),
            price: product.price,
            lists: product.lists.iter().map(|(list, price)| (self.list(list), *price)).collect(),
            sales: product.sales,
            margin: product.margin.min(1000),
            listed: product.listed,
            in_stock: product.in_stock,
            text: text.join(&TEXT.to_string()).into(),
        };
        let slot = self.free.pop().unwrap_or(self.rows.len() as u32);
        for (field, terms) in self.terms(&row) {
            self.lexicon.add(slot, field, &terms);
        }
        self.shelves[row.shelf as usize].scale.add(row.price, row.sales);
        if let Some(place) = self.rows.get_mut(slot as usize) {
            *place = row;
        } else {
            self.rows.push(row);
        }
        self.live.insert(slot);
        self.slots.insert(product.id, slot);
    }

    /// Takes a product out; whether there was one.
    pub fn remove(&mut self, id: i64) -> bool {
        let Some(slot) = self.slots.remove(&id) else { return false };
        let row = self.rows[slot as usize].clone();
        for (field, terms) in self.terms(&row) {
            self.lexicon.remove(slot, field, &terms);
        }
        self.shelves[row.shelf as usize].scale.remove(row.price, row.sales);
        self.rows[slot as usize].text = Box::default();
        self.live.remove(slot);
        self.free.push(slot);
        true
    }

    /// Says how many pieces of a product were sold in the last thirty days; does nothing if there is no such product.
    pub fn set_sales(&mut self, id: i64, sales: u32) {
        let Some(slot) = self.slots.get(&id) else { return };
        let row = &mut self.rows[*slot as usize];
        let scale = &mut self.shelves[row.shelf as usize].scale;
        scale.remove(row.price, row.sales);
        scale.add(row.price, sales);
        row.sales = sales;
    }

    fn list(&mut self, name: &str) -> u32 {
        let next = self.list_places.len() as u32;
        *self.list_places.entry(name.to_owned()).or_insert(next)
    }

    /// Whoever may have the prices of some lists.
    pub(crate) fn buyer(&self, lists: &[String]) -> Buyer {
        let mut has = vec![false; self.list_places.len()];
        for place in lists.iter().filter_map(|list| self.list_places.get(list)) {
            has[*place as usize] = true;
        }
        Buyer(has)
    }

    fn brand(&mut self, name: &str) -> u32 {
        let name: String = name.trim().chars().take(SHORT).collect();
        if let Some(place) = self.brand_places.get(&name) {
            return *place;
        }
        let place = self.brands.len() as u32;
        self.brands.push(Brand { compared: compared(&name, SHORT), name: name.clone() });
        self.brand_places.insert(name, place);
        place
    }

    fn shelf(&mut self, categories: &[Category]) -> u32 {
        let categories = &categories[..categories.len().min(8)];
        if let Some(place) = self.shelf_places.get(categories) {
            return *place;
        }
        let place = self.shelves.len() as u32;
        let titles = categories.iter().flat_map(|category| [&category.zh, &category.en]);
        let compared = titles.map(|title| compared(title, SHORT)).collect();
        self.shelves.push(Shelf { categories: categories.to_vec(), compared, scale: Scale::default() });
        self.shelf_places.insert(categories.to_vec(), place);
        place
    }

    /// What a product is found by, in each field.
    pub(crate) fn terms(&self, row: &Row) -> [(Field, Terms); 3] {
        let [zh, en, keywords, options] = row.texts();
        let (mut title, mut name, mut option) = (Terms::default(), Terms::default(), Terms::default());
        title.add(zh, false);
        title.add(en, false);
        name.add(&self.brands[row.brand as usize].compared, true);
        for text in &self.shelves[row.shelf as usize].compared {
            name.add(text, true);
        }
        for text in keywords.split(PART) {
            name.add(text, true);
        }
        for text in options.split(PART) {
            option.add(text, false);
        }
        [(Field::Title, title), (Field::Name, name), (Field::Option, option)]
    }
}

impl Row {
    /// What somebody pays for a piece, in minor units: the lowest price that they may have.
    pub(crate) fn price_for(&self, buyer: &Buyer) -> i64 {
        let theirs = self.lists.iter().filter(|(list, _)| buyer.0[*list as usize]).map(|(_, price)| *price);
        theirs.fold(self.price, i64::min)
    }

    /// Its Chinese title, English title, keywords and options, compared.
    pub(crate) fn texts(&self) -> [&str; 4] {
        let mut texts = self.text.split(TEXT);
        [(); 4].map(|()| texts.next().unwrap_or(""))
    }

    /// Its keywords, compared.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = &str> {
        self.texts()[2].split(PART)
    }

    /// Its options, compared.
    pub(crate) fn options(&self) -> impl Iterator<Item = &str> {
        self.texts()[3].split(PART)
    }
}
