//! The words and grams of all products, and which products have them where.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use roaring::RoaringBitmap;

use crate::terms::{Gram, LONGEST_WORD, Terms, needed, readings};
use crate::text::is_han;

/// Where in a product a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// In a title.
    Title,
    /// In a brand, a category or a keyword: what the shop calls it.
    Name,
    /// In an option: what tells its SKUs apart.
    Option,
}

impl Field {
    pub(crate) const ALL: [Self; 3] = [Self::Title, Self::Name, Self::Option];
}

/// The products that have something, by field.
#[derive(Debug, Default, Clone)]
pub(crate) struct Posting([RoaringBitmap; 3]);

impl Posting {
    pub(crate) fn at(&self, field: Field) -> &RoaringBitmap {
        &self.0[field as usize]
    }

    /// Those that have it anywhere.
    pub(crate) fn any(&self) -> RoaringBitmap {
        let [title, name, option] = &self.0;
        let mut any = title | name;
        any |= option;
        any
    }

    /// In how many products it stands, each field counted.
    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(RoaringBitmap::len).sum()
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(RoaringBitmap::is_empty)
    }
}

/// Words by how they sound. Words of one sound stand in their own order.
type Sounds = BTreeMap<Box<str>, Vec<Box<str>>>;

/// The words and grams of all products.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    grams: HashMap<Gram, Posting>,
    pub(crate) words: BTreeMap<Box<str>, Posting>,
    pub(crate) pinyin: Sounds,
    pub(crate) initials: Sounds,
}

impl Lexicon {
    /// A product has these terms in a field.
    pub(crate) fn add(&mut self, slot: u32, field: Field, terms: &Terms) {
        for gram in &terms.grams {
            self.grams.entry(*gram).or_default().0[field as usize].insert(slot);
        }
        for word in &terms.words {
            if let Some(posting) = self.words.get_mut(word.as_str()) {
                posting.0[field as usize].insert(slot);
                continue;
            }
            let mut posting = Posting::default();
            posting.0[field as usize].insert(slot);
            self.words.insert(word.as_str().into(), posting);
            for (full, letters) in sounds_of(word) {
                hear(&mut self.pinyin, full, word);
                if letters.len() > 1 {
                    hear(&mut self.initials, letters, word);
                }
            }
        }
    }

    /// A product no longer has these terms in a field.
    pub(crate) fn remove(&mut self, slot: u32, field: Field, terms: &Terms) {
        for gram in &terms.grams {
            if let Some(posting) = self.grams.get_mut(gram) {
                posting.0[field as usize].remove(slot);
                if posting.is_empty() {
                    self.grams.remove(gram);
                }
            }
        }
        for word in &terms.words {
            let Some(posting) = self.words.get_mut(word.as_str()) else { continue };
            posting.0[field as usize].remove(slot);
            if posting.is_empty() {
                self.words.remove(word.as_str());
                for (full, letters) in sounds_of(word) {
                    forget(&mut self.pinyin, &full, word);
                    forget(&mut self.initials, &letters, word);
                }
            }
        }
    }

    /// In how many products a word of a query stands, each field counted; a word that the dictionary cut otherwise
    /// counts as not there.
    pub(crate) fn count(&self, word: &str) -> u64 {
        self.words.get(word).map_or(0, Posting::count)
    }

    /// Whether the shop calls something by this word.
    pub(crate) fn is_name(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|posting| !posting.at(Field::Name).is_empty())
    }

    /// The products with a word in a field: all its pairs of characters stand there, or it is a token there.
    pub(crate) fn products(&self, word: &str, field: Field) -> RoaringBitmap {
        if !word.starts_with(is_han) {
            return self.words.get(word).map_or_else(RoaringBitmap::new, |posting| posting.at(field).clone());
        }
        let mut all: Vec<&RoaringBitmap> = Vec::new();
        for gram in needed(word) {
            match self.grams.get(&gram) {
                Some(posting) => all.push(posting.at(field)),
                None => return RoaringBitmap::new(),
            }
        }
        // The rarest first, so that little is looked at.
        all.sort_by_key(|products| products.len());
        let Some((first, rest)) = all.split_first() else { return RoaringBitmap::new() };
        let mut products = (*first).clone();
        for other in rest {
            products &= *other;
        }
        products
    }

    /// The products with a word in a title where the dictionary sees it as one.
    pub(crate) fn whole(&self, word: &str) -> Option<&RoaringBitmap> {
        self.words.get(word).map(|posting| posting.at(Field::Title))
    }

    /// Words of a sound, those in most products first.
    pub(crate) fn heard(&self, sounds: &Sounds, sound: &str) -> Vec<(&str, u64)> {
        let Some((_, words)) = sounds.get_key_value(sound) else { return Vec::new() };
        let counted = words.iter().filter_map(|word| self.words.get_key_value(&**word));
        let mut counted: Vec<(&str, u64)> =
            counted.map(|(word, posting)| (&**word, posting.count())).collect();
        counted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        counted
    }
}

/// Keys of a map that begin with some letters, at most so many.
pub(crate) fn beginning<'a, V>(
    map: &'a BTreeMap<Box<str>, V>,
    letters: &'a str,
    most: usize,
) -> impl Iterator<Item = (&'a str, &'a V)> {
    let from = map.range::<str, _>((Bound::Included(letters), Bound::Unbounded));
    from.take(most).take_while(move |(key, _)| key.starts_with(letters)).map(|(key, value)| (&**key, value))
}

/// How a Chinese word sounds; nothing else has a sound.
fn sounds_of(word: &str) -> Vec<(String, String)> {
    if word.starts_with(is_han) && word.chars().count() <= LONGEST_WORD { readings(word) } else { Vec::new() }
}

fn hear(sounds: &mut Sounds, sound: String, word: &str) {
    let words = sounds.entry(sound.into()).or_default();
    if let Err(at) = words.binary_search_by(|other| (**other).cmp(word)) {
        words.insert(at, word.into());
    }
}

fn forget(sounds: &mut Sounds, sound: &str, word: &str) {
    let Some(words) = sounds.get_mut(sound) else { return };
    words.retain(|other| **other != *word);
    if words.is_empty() {
        sounds.remove(sound);
    }
}
