//! Which products meet each word, and how well.

use std::iter::Peekable;

use roaring::RoaringBitmap;

use crate::lexicon::{Field, Lexicon};
use crate::plan::Alternative;
use crate::rank::step;
use crate::text::is_han;

/// What it is worth, in thousandths of an alternative, that a product has it at all, that it stands in the title, as a
/// word there, and in what the shop calls the product.
pub(crate) const ANYWHERE: u32 = 400;
pub(crate) const IN_TITLE: u32 = 250;
pub(crate) const AS_WORD: u32 = 100;
pub(crate) const IN_NAME: u32 = 250;
/// What words in a title that stand as they were typed are worth, in thousandths of all text.
pub(crate) const AS_TYPED: u32 = 100;

/// The products that meet an alternative.
#[derive(Debug)]
pub(crate) struct Sets {
    pub(crate) weight: u32,
    pub(crate) any: RoaringBitmap,
    pub(crate) title: RoaringBitmap,
    pub(crate) whole: RoaringBitmap,
    pub(crate) name: RoaringBitmap,
}

/// The products of a word: anywhere, in a title, as a word there, in a name.
fn of_word(lexicon: &Lexicon, word: &str) -> [RoaringBitmap; 4] {
    if !word.starts_with(is_han) {
        let Some(posting) = lexicon.words.get(word) else { return Default::default() };
        let title = posting.at(Field::Title).clone();
        return [posting.any(), title.clone(), title, posting.at(Field::Name).clone()];
    }
    let [title, name, option] = Field::ALL.map(|field| lexicon.products(word, field));
    let whole = lexicon.whole(word).map_or_else(RoaringBitmap::new, |whole| whole & &title);
    let mut any = &title | &name;
    any |= option;
    [any, title, whole, name]
}

impl Sets {
    pub(crate) fn of(lexicon: &Lexicon, alternative: &Alternative) -> Self {
        let mut words = alternative.words.iter().map(|word| of_word(lexicon, word));
        let mut sets = words.next().unwrap_or_default();
        for word in words {
            for (set, other) in sets.iter_mut().zip(&word) {
                *set &= other;
            }
        }
        let [any, title, whole, name] = sets;
        Self { weight: u32::from(alternative.weight), any, title, whole, name }
    }
}

/// The products that meet any alternative.
pub(crate) fn union(sets: &[Sets]) -> RoaringBitmap {
    match sets {
        [one] => one.any.clone(),
        _ => sets.iter().fold(RoaringBitmap::new(), |all, set| all | &set.any),
    }
}

/// The products that are in all sets.
pub(crate) fn all<'a>(sets: impl Iterator<Item = &'a RoaringBitmap>) -> RoaringBitmap {
    let mut sets: Vec<&RoaringBitmap> = sets.collect();
    sets.sort_by_key(|set| set.len());
    let Some((first, rest)) = sets.split_first() else { return RoaringBitmap::new() };
    rest.iter().fold((*first).clone(), |all, set| all & *set)
}

/// What each word is worth when not all are met, in thousandths: the rarer the more.
pub(crate) fn shares(products: u64, unions: &[RoaringBitmap]) -> Vec<u32> {
    let rarity = |union: &RoaringBitmap| match union.len() {
        0 => 0,
        some => 1 + step(products / some) as u32,
    };
    let rarities: Vec<u32> = unions.iter().map(rarity).collect();
    let sum = rarities.iter().sum::<u32>().max(1);
    rarities.into_iter().map(|rarity| rarity * 1000 / sum).collect()
}

/// A question that was planned: which products meet each word, and how many words a hit must meet.
pub(crate) struct Asked {
    pub(crate) clauses: Vec<Vec<Sets>>,
    pub(crate) phrases: Vec<RoaringBitmap>,
    /// What each clause is worth, in thousandths.
    pub(crate) shares: Vec<u32>,
    pub(crate) least: usize,
    pub(crate) hits: RoaringBitmap,
}

/// A set that is read in step with the hits.
struct Cursor {
    products: Peekable<roaring::bitmap::IntoIter>,
}

impl Cursor {
    fn of(set: &RoaringBitmap, hits: &RoaringBitmap) -> Self {
        Self { products: (set & hits).into_iter().peekable() }
    }

    /// Whether a hit is in the set. Hits are asked in their order.
    fn has(&mut self, hit: u32) -> bool {
        self.products.next_if_eq(&hit).is_some()
    }
}

struct Part {
    any: Cursor,
    others: Vec<(Cursor, u32)>,
    weight: u32,
}

/// Scores hits, each once and in their order.
pub(crate) struct Scorer {
    clauses: Vec<(u32, Vec<Part>)>,
    phrases: Vec<Cursor>,
    least: usize,
}

impl Scorer {
    pub(crate) fn of(asked: &Asked) -> Self {
        let part = |sets: &Sets| {
            let others = [(&sets.title, IN_TITLE), (&sets.whole, AS_WORD), (&sets.name, IN_NAME)];
            let some = others.into_iter().filter(|(set, _)| !set.is_empty());
            Part {
                any: Cursor::of(&sets.any, &asked.hits),
                others: some.map(|(set, points)| (Cursor::of(set, &asked.hits), points)).collect(),
                weight: sets.weight,
            }
        };
        let clauses = asked.clauses.iter().zip(&asked.shares);
        Self {
            clauses: clauses.map(|(sets, share)| (*share, sets.iter().map(part).collect())).collect(),
            phrases: asked.phrases.iter().map(|set| Cursor::of(set, &asked.hits)).collect(),
            least: asked.least,
        }
    }

    /// How well the text of a hit meets the question, in millionths; nothing if too few words are met.
    pub(crate) fn text(&mut self, hit: u32) -> Option<i64> {
        if self.clauses.is_empty() {
            return Some(1_000_000);
        }
        let (mut sum, mut met) = (0, 0);
        for (share, parts) in &mut self.clauses {
            let mut best = 0;
            for part in parts {
                if part.any.has(hit) {
                    let points =
                        part.others.iter_mut().map(|(set, points)| if set.has(hit) { *points } else { 0 });
                    best = best.max(part.weight * (ANYWHERE + points.sum::<u32>()));
                }
            }
            sum += u64::from(best) * u64::from(*share);
            met += usize::from(best > 0);
        }
        for phrase in &mut self.phrases {
            if phrase.has(hit) {
                sum += u64::from(AS_TYPED) * 1_000_000;
            }
        }
        (met >= self.least).then_some((sum / 1000) as i64)
    }
}
