//! Finding goods by the words that people type.
//!
//! An [`Index`] keeps the words of all products in memory. It reads no database, no clock and no file: whoever owns it
//! [puts](Index::put) products in, [removes](Index::remove) them, and asks with a [`Search`]. A product that was put in
//! is found by the next search.
//!
//! What was typed becomes a [plan](Plan): clauses, all of which a product should meet, each with alternatives (the word
//! itself, a synonym, what its letters spell in pinyin, the word that was probably meant). The plan is part of every
//! answer, so that a page can say what was corrected and a shopkeeper can see why a product stands where it stands.
//!
//! All scores are integers: the same products and the same question give the same order on every machine.

mod explain;
mod find;
mod fuzzy;
mod index;
mod lexicon;
mod plan;
mod product;
mod rank;
mod score;
mod suggest;
mod synonyms;
mod terms;
mod text;

#[cfg(test)]
mod oracle;

pub use self::explain::{Explanation, Match, Move, Place};
pub use self::find::{Facets, Filter, Found, Hit, Relaxed, Search, Settings, Without};
pub use self::index::Index;
pub use self::plan::{Alternative, Clause, Kind, Plan};
pub use self::product::{Category, Product};
pub use self::rank::{Factor, Ranking};
pub use self::suggest::{Suggestion, Suggestions};
pub use self::synonyms::{SynonymError, Synonyms};
pub use self::text::normalise;
