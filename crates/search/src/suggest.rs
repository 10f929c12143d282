//! What somebody may want to type next.

use std::collections::BTreeMap;
use std::ops::Bound;

use roaring::RoaringBitmap;

use crate::index::Index;
use crate::lexicon::{Field, beginning};
use crate::plan::{LONGEST_QUERY, Plan, join};
use crate::score;
use crate::synonyms::Synonyms;
use crate::text::{Run, is_han, normalise_some, runs};

/// Words that are looked through for one beginning.
const MOST_KEYS: usize = 2_000;
/// Words of which it is counted how many products have them beside what was typed before.
const MOST_COUNTED: usize = 60;
/// Searches of others that are kept.
const MOST_SEARCHES: usize = 10_000;

/// What others searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// What was typed, and how often; the most frequent first.
    searches: Vec<(String, u32)>,
}

impl Suggestions {
    /// Keeps the most frequent 10,000 searches of others. Who calls it leaves out what only one person typed.
    pub fn of(searches: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut by_text: BTreeMap<String, u32> = BTreeMap::new();
        for (text, count) in searches {
            let text = normalise_some(text.trim(), LONGEST_QUERY);
            let entry = by_text.entry(text).or_default();
            *entry = entry.saturating_add(count);
        }
        by_text.remove("");
        let mut searches: Vec<(String, u32)> = by_text.into_iter().collect();
        searches.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        searches.truncate(MOST_SEARCHES);
        Self { searches }
    }
}

/// A way to go on typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole question.
    pub text: String,
    /// How many products have its words.
    pub count: u64,
    /// Whether others searched for it.
    pub is_searched: bool,
}

impl Index {
    /// Ways to go on with what was typed so far, at most `limit` (up to 20): first what others searched for, then words
    /// of products. What finds nothing is not suggested.
    pub fn suggest(
        &self,
        typed: &str,
        limit: usize,
        searched: &Suggestions,
        synonyms: &Synonyms,
    ) -> Vec<Suggestion> {
        let limit = limit.min(20);
        let typed = normalise_some(typed.trim_start(), LONGEST_QUERY);
        let mut out: Vec<Suggestion> = Vec::new();
        if runs(&typed).is_empty() {
            return out;
        }
        let others =
            searched.searches.iter().filter(|(text, _)| text.starts_with(typed.trim_end()) && *text != typed);
        for (text, _) in others.take(limit) {
            let count = self.count(&Plan::of(text, &self.lexicon, synonyms)).len();
            if count > 0 && out.len() < limit / 2 + 1 {
                out.push(Suggestion { text: text.clone(), count, is_searched: true });
            }
        }
        for suggestion in self.continued(&typed, synonyms) {
            if out.len() < limit && out.iter().all(|other| other.text != suggestion.text) {
                out.push(suggestion);
            }
        }
        out.truncate(limit);
        out
    }

    /// The products that have all words.
    fn count(&self, plan: &Plan) -> RoaringBitmap {
        let unions: Vec<RoaringBitmap> = plan
            .clauses
            .iter()
            .map(|clause| {
                let sets =
                    clause.alternatives.iter().map(|alternative| score::Sets::of(&self.lexicon, alternative));
                score::union(&sets.collect::<Vec<_>>())
            })
            .collect();
        if unions.is_empty() { self.live.clone() } else { score::all(unions.iter()) }
    }

    /// The last word continued, by the words that products have, where all before it is met.
    fn continued(&self, typed: &str, synonyms: &Synonyms) -> Vec<Suggestion> {
        if typed.ends_with(|c: char| !c.is_alphanumeric()) {
            return Vec::new();
        }
        let mut best: BTreeMap<String, u64> = BTreeMap::new();
        for (before, last) in endings(typed) {
            let products = self.count(&Plan::of(before, &self.lexicon, synonyms));
            let mut words: Vec<(&str, u64)> = self.beginnings(last);
            words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            words.dedup();
            for (word, _) in words.into_iter().take(MOST_COUNTED) {
                let has = Field::ALL
                    .iter()
                    .fold(RoaringBitmap::new(), |all, field| all | self.lexicon.products(word, *field));
                let count = has.intersection_len(&products);
                let text = join([before.trim_end(), word].into_iter().filter(|part| !part.is_empty()));
                if count > 0 && text != typed {
                    best.insert(text, count);
                }
            }
        }
        // Half a word, which all products have as part of the same longer one, is no way to go on: 连衣 of 连衣裙.
        let is_half = |text: &str, count: u64| {
            let longer = best.range::<str, _>((Bound::Excluded(text), Bound::Unbounded));
            longer.take_while(|(other, _)| other.starts_with(text)).any(|(_, other)| *other == count)
        };
        let whole = best.iter().filter(|(text, count)| !is_half(text, **count));
        let suggestion = |(text, count): (&String, &u64)| Suggestion {
            text: text.clone(),
            count: *count,
            is_searched: false,
        };
        let mut out: Vec<Suggestion> = whole.map(suggestion).collect();
        out.sort_by(|a, b| b.count.cmp(&a.count).then(a.text.cmp(&b.text)));
        out
    }

    /// Words that begin with some characters, or whose pinyin or its initials do.
    fn beginnings<'a>(&'a self, last: &'a str) -> Vec<(&'a str, u64)> {
        let lexicon = &self.lexicon;
        let is_word =
            |word: &str| word.chars().nth(1).is_some() && !word.starts_with(|c: char| c.is_ascii_digit());
        let words = beginning(&lexicon.words, last, MOST_KEYS).filter(|(word, _)| is_word(word));
        let mut out: Vec<(&str, u64)> = words.map(|(word, posting)| (word, posting.count())).collect();
        if !last.starts_with(is_han) {
            let full = beginning(&lexicon.pinyin, last, MOST_KEYS);
            let letters = lexicon.initials.get_key_value(last).map(|(key, words)| (&**key, words));
            for word in full.chain(letters).flat_map(|(_, words)| words).filter(|word| is_word(word)) {
                if let Some((word, posting)) = lexicon.words.get_key_value(&**word) {
                    out.push((word, posting.count()));
                }
            }
        }
        out
    }
}

/// What was typed cut in two in front of each word that may be its last: a run of letters, or the last one to four
/// characters.
fn endings(typed: &str) -> Vec<(&str, &str)> {
    match runs(typed).last() {
        Some(Run::Latin(last)) => vec![typed.split_at(typed.len() - last.len())],
        Some(Run::Han(last)) => {
            let starts = last.char_indices().rev().take(4).map(|(at, _)| typed.len() - last.len() + at);
            starts.map(|at| typed.split_at(at)).collect()
        }
        None => Vec::new(),
    }
}
