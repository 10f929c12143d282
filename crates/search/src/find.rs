//! The products that meet a question, in their order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use roaring::RoaringBitmap;

use crate::explain::{self, Explanation};
use crate::index::{Index, Row};
use crate::lexicon::Field;
use crate::plan::{Alternative, Clause, Kind, Plan};
use crate::product::Category;
use crate::rank::{Levels, Ranking};
use crate::score::{self, Asked, Scorer, Sets};
use crate::synonyms::Synonyms;
use crate::terms::needed;
use crate::text::is_han;

/// Hits that can be looked at: who does not find it among so many types another word.
pub(crate) const MOST_HITS: usize = 1_000;
/// Values of a facet that are told.
const MOST_VALUES: usize = 50;
/// Brands of a filter, and bounds of price bands.
const MOST_CHOICES: usize = 20;

/// What the shop has set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Words that mean the same.
    pub synonyms: Synonyms,
    /// What is weighed.
    pub ranking: Ranking,
    /// The prices at which a price band ends and the next begins, in minor units, rising; the first 20 count.
    pub price_bands: Vec<i64>,
}

/// Which of the products that match are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this category or below it.
    pub category: Option<i64>,
    /// Of any of these brands; empty for all. The first 20 count.
    pub brands: Vec<String>,
    /// This price or more for the asker, in minor units.
    pub price_from: Option<i64>,
    /// Less than this price.
    pub price_below: Option<i64>,
    /// Only what can be bought now.
    pub in_stock: bool,
}

/// A question.
#[derive(Debug, Clone, Default)]
pub struct Search<'a> {
    /// What was typed. Without a word in it, all products are found.
    pub text: &'a str,
    /// Which of them are wanted.
    pub filter: Filter,
    /// The lists whose prices the asker may have, by name: prices are filtered, counted and weighed as they would pay them.
    pub lists: &'a [String],
    /// Hits to pass over. Only the first 1,000 hits can be looked at.
    pub start: usize,
    /// Hits wanted.
    pub limit: usize,
    /// The day, in days since 1970.
    pub today: i32,
    /// Whether each hit says why it stands where it stands.
    pub explain: bool,
}

/// How far the question was relaxed until something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Relaxed {
    /// Every word is met.
    #[default]
    No,
    /// Every word is met; the characters of some stand apart.
    Apart,
    /// Most words are met, rare ones count more.
    Most,
}

/// What would be found without one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// The word, as it is compared.
    pub word: String,
    /// How many products have all the others.
    pub count: u64,
}

/// A product that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub id: i64,
    /// Its score: text in millionths, times what is weighed.
    pub score: i64,
    /// Why it stands here, if that was asked.
    pub explanation: Option<Explanation>,
}

/// How many of the hits have what, the most first. The counts of a facet do not heed the filter on itself, so that they
/// say what another choice would find.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Brands.
    pub brands: Vec<(String, u64)>,
    /// Categories of all levels.
    pub categories: Vec<(Category, u64)>,
    /// Price bands: from, below, how many; in the order of prices.
    pub prices: Vec<(Option<i64>, Option<i64>, u64)>,
    /// What can be bought now.
    pub in_stock: u64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// How many products in all.
    pub total: u64,
    /// Those that were wanted, the best first.
    pub hits: Vec<Hit>,
    /// What they have.
    pub facets: Facets,
    /// How the question was read.
    pub plan: Plan,
    /// How far it was relaxed.
    pub relaxed: Relaxed,
    /// What was probably meant.
    pub corrected: Option<String>,
    /// When not every word could be met: what leaving out one of them would find, the most first.
    pub without: Vec<Without>,
    /// Words that no product has anything like.
    pub unknown: Vec<String>,
}

/// What a filter allows, by place.
struct Allowed {
    brands: Option<Vec<bool>>,
    shelves: Option<Vec<bool>>,
    filter: Filter,
}

const BRAND: u8 = 1;
const CATEGORY: u8 = 2;
const PRICE: u8 = 4;
const STOCK: u8 = 8;

impl Allowed {
    fn of(index: &Index, filter: &Filter) -> Self {
        let wanted: Vec<&String> = filter.brands.iter().take(MOST_CHOICES).collect();
        let brands = (!wanted.is_empty())
            .then(|| index.brands.iter().map(|brand| wanted.contains(&&brand.name)).collect());
        let shelves = filter.category.map(|id| {
            let has = |categories: &[Category]| categories.iter().any(|category| category.id == id);
            index.shelves.iter().map(|shelf| has(&shelf.categories)).collect()
        });
        Self { brands, shelves, filter: filter.clone() }
    }

    /// The parts of the filter that a product does not pass, as bits.
    fn failed(&self, row: &Row, price: i64) -> u8 {
        let mut failed = 0;
        if self.brands.as_ref().is_some_and(|brands| !brands[row.brand as usize]) {
            failed |= BRAND;
        }
        if self.shelves.as_ref().is_some_and(|shelves| !shelves[row.shelf as usize]) {
            failed |= CATEGORY;
        }
        if self.filter.price_from.is_some_and(|from| price < from)
            || self.filter.price_below.is_some_and(|below| price >= below)
        {
            failed |= PRICE;
        }
        if self.filter.in_stock && !row.in_stock {
            failed |= STOCK;
        }
        failed
    }
}

/// Counts of what hits have, by place.
struct Counts {
    brands: Vec<u64>,
    shelves: Vec<u64>,
    prices: Vec<u64>,
    bounds: Vec<i64>,
    in_stock: u64,
}

impl Counts {
    fn of(index: &Index, settings: &Settings) -> Self {
        let mut bounds: Vec<i64> = settings.price_bands.iter().copied().take(MOST_CHOICES).collect();
        bounds.sort_unstable();
        bounds.dedup();
        Self {
            brands: vec![0; index.brands.len()],
            shelves: vec![0; index.shelves.len()],
            prices: vec![0; bounds.len() + 1],
            bounds,
            in_stock: 0,
        }
    }

    /// Counts a product in each facet whose other filters it passes.
    fn add(&mut self, row: &Row, price: i64, failed: u8) {
        if failed & !BRAND == 0 {
            self.brands[row.brand as usize] += 1;
        }
        if failed & !CATEGORY == 0 {
            self.shelves[row.shelf as usize] += 1;
        }
        if failed & !PRICE == 0 {
            self.prices[self.bounds.partition_point(|bound| *bound <= price)] += 1;
        }
        if failed & !STOCK == 0 && row.in_stock {
            self.in_stock += 1;
        }
    }

    fn facets(self, index: &Index) -> Facets {
        let named = index.brands.iter().zip(self.brands);
        let brands = named.filter(|(brand, count)| *count > 0 && !brand.name.is_empty());
        let mut brands: Vec<(String, u64)> =
            brands.map(|(brand, count)| (brand.name.clone(), count)).collect();
        brands.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        brands.truncate(MOST_VALUES);
        let mut by_id: BTreeMap<i64, (&Category, u64)> = BTreeMap::new();
        for (shelf, count) in index.shelves.iter().zip(self.shelves).filter(|(_, count)| *count > 0) {
            for category in &shelf.categories {
                let entry = by_id.entry(category.id).or_insert((category, 0));
                entry.1 += count;
                // While a category is being renamed, products may still have its old name.
                if (&category.zh, &category.en) < (&entry.0.zh, &entry.0.en) {
                    entry.0 = category;
                }
            }
        }
        let mut categories: Vec<(Category, u64)> =
            by_id.into_values().map(|(category, count)| (category.clone(), count)).collect();
        categories.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.id.cmp(&b.0.id)));
        categories.truncate(MOST_VALUES);
        let band = |(at, count): (usize, u64)| {
            let from = at.checked_sub(1).and_then(|below| self.bounds.get(below)).copied();
            (from, self.bounds.get(at).copied(), count)
        };
        let prices = self.prices.into_iter().enumerate().map(band).filter(|(.., count)| *count > 0).collect();
        Facets { brands, categories, prices, in_stock: self.in_stock }
    }
}

/// A hit while the best are looked for: greater is better.
type Ranked = (i64, Reverse<i64>, u32);

impl Index {
    /// Finds products.
    pub fn search(&self, search: &Search<'_>, settings: &Settings) -> Found {
        let mut found =
            Found { plan: Plan::of(search.text, &self.lexicon, &settings.synonyms), ..Found::default() };
        let asked = self.ask(&mut found);
        let mut levels: Vec<Option<Levels>> = vec![None; self.shelves.len()];
        let given = settings.ranking.given(self.brands.iter().map(|brand| brand.compared.as_str()));
        let (allowed, buyer) = (Allowed::of(self, &search.filter), self.buyer(search.lists));
        let mut counts = Counts::of(self, settings);
        let mut scorer = Scorer::of(&asked);
        let end = search.start.saturating_add(search.limit).min(MOST_HITS);
        let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(end + 1);
        for slot in &asked.hits {
            let Some(text) = scorer.text(slot) else { continue };
            let row = &self.rows[slot as usize];
            let price = row.price_for(&buyer);
            let failed = allowed.failed(row, price);
            counts.add(row, price, failed);
            if failed != 0 {
                continue;
            }
            found.total += 1;
            let factors = self.factors((row, price), &settings.ranking, search.today, &mut levels, &given);
            let score = text * settings.ranking.boost(&factors) / 1000;
            let ranked = (score, Reverse(row.id), slot);
            if best.len() < end {
                best.push(Reverse(ranked));
            } else if best.peek().is_some_and(|Reverse(worst)| *worst < ranked) {
                best.pop();
                best.push(Reverse(ranked));
            }
        }
        found.facets = counts.facets(self);
        let ranked: Vec<Ranked> = best.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked).collect();
        let mut above = search.start.checked_sub(1).and_then(|before| ranked.get(before)).copied();
        for ranked in ranked.into_iter().skip(search.start) {
            let (score, Reverse(id), slot) = ranked;
            let explanation = search.explain.then(|| {
                let row = &self.rows[slot as usize];
                let factors = self.factors(
                    (row, row.price_for(&buyer)),
                    &settings.ranking,
                    search.today,
                    &mut levels,
                    &given,
                );
                let above = above.map(|(score, Reverse(id), _)| (id, score));
                explain::explain(self, &found.plan, &asked, slot, (&settings.ranking, &factors), above)
            });
            found.hits.push(Hit { id, score, explanation });
            above = Some(ranked);
        }
        found
    }

    /// Looks the words up, relaxing the question until something meets it.
    fn ask(&self, found: &mut Found) -> Asked {
        let look_up = |clause: &Clause| -> Vec<Sets> {
            clause.alternatives.iter().map(|alternative| Sets::of(&self.lexicon, alternative)).collect()
        };
        let mut clauses: Vec<Vec<Sets>> = found.plan.clauses.iter().map(look_up).collect();
        let mut unions: Vec<RoaringBitmap> = clauses.iter().map(|sets| score::union(sets)).collect();
        let mut hits = if unions.is_empty() { self.live.clone() } else { score::all(unions.iter()) };
        let mut least = clauses.len();
        if hits.is_empty() && !clauses.is_empty() {
            for (clause, (sets, union)) in
                found.plan.clauses.iter_mut().zip(clauses.iter_mut().zip(&mut unions))
            {
                if let Some(apart) = apart(clause) {
                    let set = Sets::of(&self.lexicon, &apart);
                    *union |= &set.any;
                    sets.push(set);
                    clause.alternatives.push(apart);
                }
            }
            hits = score::all(unions.iter());
            found.relaxed = Relaxed::Apart;
        }
        let mut shares = vec![1000 / (clauses.len().max(1) as u32); clauses.len()];
        if hits.is_empty() && !clauses.is_empty() {
            found.relaxed = Relaxed::Most;
            found.without = without(&found.plan, &unions);
            least = if clauses.len() == 2 { 1 } else { (clauses.len() * 6).div_ceil(10) };
            hits = unions.iter().fold(RoaringBitmap::new(), |all, union| all | union);
            shares = score::shares(self.len() as u64, &unions);
        }
        if hits.is_empty() {
            found.relaxed = Relaxed::No;
        }
        found.corrected = found.plan.corrected();
        let nothing = found.plan.clauses.iter().zip(&unions).filter(|(_, union)| union.is_empty());
        found.unknown = nothing.map(|(clause, _)| clause.typed.clone()).collect();
        let phrases = found.plan.phrases.iter().map(|phrase| self.lexicon.products(phrase, Field::Title));
        Asked { clauses, phrases: phrases.collect(), shares, least, hits }
    }

    /// A product's factors for somebody who pays a price for it. It is compared with what everybody pays for the others of its shelf.
    fn factors(
        &self,
        (row, price): (&Row, i64),
        ranking: &Ranking,
        today: i32,
        levels: &mut [Option<Levels>],
        given: &[u16],
    ) -> [u16; 6] {
        let shelf = row.shelf as usize;
        let levels = levels[shelf].get_or_insert_with(|| self.shelves[shelf].scale.levels());
        [
            levels.sales(row.sales),
            row.margin,
            levels.price(price),
            given[row.brand as usize],
            ranking.newness(row.listed, today),
            if row.in_stock { 1000 } else { 0 },
        ]
    }
}

/// A clause met by characters that stand apart: 真皮女包 by a 真皮手提包女.
fn apart(clause: &Clause) -> Option<Alternative> {
    let typed = &clause.typed;
    if !typed.starts_with(is_han) || needed(typed).is_empty() || typed.chars().nth(1).is_none() {
        return None;
    }
    let words: Vec<String> = typed.chars().filter(|c| is_han(*c)).map(String::from).collect();
    Some(Alternative { words, kind: Kind::Apart, weight: 500 })
}

/// What leaving out one word would find.
fn without(plan: &Plan, unions: &[RoaringBitmap]) -> Vec<Without> {
    if unions.len() < 2 {
        return Vec::new();
    }
    let count = |left_out: usize| {
        let others = unions.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, union)| union);
        Without { word: plan.clauses[left_out].typed.clone(), count: score::all(others).len() }
    };
    let mut out: Vec<Without> = (0..unions.len()).map(count).filter(|without| without.count > 0).collect();
    // A stable sort: of equal ones the later word goes first, for people put the noun first or last, and the
    // narrowest wish behind it.
    out.reverse();
    out.sort_by_key(|without| Reverse(without.count));
    out
}
