//! What was typed, as clauses with alternatives.

mod han;
mod latin;

use crate::lexicon::{Field, Lexicon};
use crate::synonyms::{MOST_RUNS, Synonyms};
use crate::text::{Run, is_han, normalise_some, runs};

/// Characters of a question that are read.
pub(crate) const LONGEST_QUERY: usize = 100;
/// Words of a question that are looked for.
const MOST_CLAUSES: usize = 12;
/// Alternatives of one clause.
const MOST_ALTERNATIVES: usize = 24;
/// A word in fewer products than this may have been meant otherwise.
const FEW: u64 = 3;

/// How an alternative follows from what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is what was typed.
    Exact,
    /// The same in another form: plural, joined or cut, a numeral as a digit.
    Form,
    /// The shop says that it means the same.
    Synonym,
    /// The letters spell it in pinyin.
    Pinyin,
    /// The letters are what its characters begin with in pinyin.
    Initials,
    /// It sounds the same.
    Sound,
    /// It begins with what was typed.
    Beginning,
    /// It is spelled nearly the same.
    Typo,
    /// Its characters all stand in the product, not side by side.
    Apart,
}

impl Kind {
    /// Whether it guesses what was meant.
    pub fn is_guess(self) -> bool {
        matches!(self, Self::Pinyin | Self::Initials | Self::Sound | Self::Beginning | Self::Typo)
    }
}

/// One way to meet a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Words that a product must have, all of them.
    pub words: Vec<String>,
    /// How it follows from what was typed.
    pub kind: Kind,
    /// What meeting it is worth, in thousandths.
    pub weight: u16,
}

/// A word of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What was typed, as it is compared.
    pub typed: String,
    /// The ways to meet it, the likeliest first; none if no product has anything like it.
    pub alternatives: Vec<Alternative>,
}

impl Clause {
    fn of(typed: &str) -> Self {
        Self { typed: typed.to_owned(), alternatives: Vec::new() }
    }

    fn push(&mut self, words: Vec<String>, kind: Kind, weight: u16) {
        let is_new = self.alternatives.iter().all(|other| other.words != words);
        if is_new && self.alternatives.len() < MOST_ALTERNATIVES {
            self.alternatives.push(Alternative { words, kind, weight });
        }
    }

    /// What it was taken for, if that was a guess.
    fn guess(&self) -> Option<String> {
        let first = self.alternatives.first().filter(|first| first.kind.is_guess())?;
        Some(join(first.words.iter().map(String::as_str)))
    }
}

/// What was typed, as clauses with alternatives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The words, in the order in which they were typed.
    pub clauses: Vec<Clause>,
    /// Words that were typed together: a title that has them so counts more.
    pub phrases: Vec<String>,
    /// Whether more was typed than is read: 100 characters, 12 words.
    pub is_cut: bool,
}

impl Plan {
    /// Reads what was typed.
    pub(crate) fn of(text: &str, lexicon: &Lexicon, synonyms: &Synonyms) -> Self {
        let normal = normalise_some(text, LONGEST_QUERY);
        let runs = runs(&normal);
        let planner = Planner { lexicon, synonyms };
        let mut plan = Self { is_cut: text.chars().nth(LONGEST_QUERY).is_some(), ..Self::default() };
        let mut at = 0;
        while at < runs.len() && plan.clauses.len() < MOST_CLAUSES {
            at += planner.next(&runs[at..], &mut plan);
        }
        plan.is_cut |= at < runs.len() || plan.clauses.len() > MOST_CLAUSES;
        plan.clauses.truncate(MOST_CLAUSES);
        plan
    }

    /// What was probably meant, if a word of it had to be guessed.
    pub fn corrected(&self) -> Option<String> {
        self.clauses.iter().find_map(Clause::guess)?;
        let words: Vec<String> = self
            .clauses
            .iter()
            .map(|clause| clause.guess().unwrap_or_else(|| clause.typed.clone()))
            .collect();
        Some(join(words.iter().map(String::as_str)))
    }
}

/// Words side by side: with a space between two that are not both Chinese.
pub(crate) fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for word in words {
        let is_apart = out.chars().next_back().is_some_and(|last| !is_han(last)) || !word.starts_with(is_han);
        if is_apart && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

struct Planner<'a> {
    lexicon: &'a Lexicon,
    synonyms: &'a Synonyms,
}

impl Planner<'_> {
    /// Plans what stands first and says how many runs that took.
    fn next(&self, runs: &[Run<'_>], plan: &mut Plan) -> usize {
        let texts: Vec<&str> =
            runs.iter().take(MOST_RUNS).map(|(Run::Han(run) | Run::Latin(run))| *run).collect();
        for length in (2..=texts.len()).rev() {
            let together = texts[..length].join(" ");
            if self.synonyms.has(&together) {
                let mut clause = Clause::of(&together);
                clause.push(texts[..length].iter().map(|&text| text.to_owned()).collect(), Kind::Exact, 1000);
                self.add_synonyms(&mut clause);
                plan.clauses.push(clause);
                return length;
            }
        }
        match runs {
            [Run::Han(run), ..] => {
                self.han(run, plan);
                1
            }
            _ => self.latin(runs, plan),
        }
    }

    /// Whether any product has a word.
    fn exists(&self, word: &str) -> bool {
        Field::ALL.iter().any(|field| !self.lexicon.products(word, *field).is_empty())
    }

    fn add_synonyms(&self, clause: &mut Clause) {
        for other in self.synonyms.of(&clause.typed) {
            let words = runs(other).into_iter().flat_map(|run| match run {
                Run::Han(run) => self.cut(run),
                Run::Latin(run) => vec![run],
            });
            let words: Vec<String> = words.map(str::to_owned).collect();
            if words.iter().all(|word| self.exists(word)) {
                clause.push(words, Kind::Synonym, 900);
            }
        }
    }

    /// The clauses of letters that spell several Chinese words in pinyin.
    fn spelled(&self, letters: &str, may_be_single: bool, kind: Kind, weight: u16) -> Option<Vec<Clause>> {
        let pieces = self.spell(letters, may_be_single)?;
        let clause = |piece: &str| {
            let mut clause = Clause::of(piece);
            for (nth, (word, _)) in self.heard(piece, may_be_single).into_iter().take(6).enumerate() {
                clause.push(vec![word.to_owned()], kind, weight - 10 * nth as u16);
            }
            clause
        };
        Some(pieces.into_iter().map(clause).collect())
    }

    /// Words that letters spell, those in most products first.
    fn heard(&self, letters: &str, may_be_single: bool) -> Vec<(&str, u64)> {
        let mut heard = self.lexicon.heard(&self.lexicon.pinyin, letters);
        if !may_be_single {
            heard.retain(|(word, _)| word.chars().nth(1).is_some());
        }
        heard
    }

    /// Cuts letters into as few words as they can spell, the commonest of them; at least one has two characters.
    fn spell<'t>(&self, letters: &'t str, may_be_single: bool) -> Option<Vec<&'t str>> {
        if letters.len() > 40 || !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        // Of each beginning: what the best way to cut it costs, where its last piece begins, whether it has a longer word.
        let mut best: Vec<Option<(u64, usize, bool)>> = vec![None; letters.len() + 1];
        best[0] = Some((0, 0, false));
        for end in 2..=letters.len() {
            for start in (0..end - 1).rev().take(24) {
                let Some((cost, _, has_long)) = best[start] else { continue };
                let heard = self.heard(&letters[start..end], may_be_single);
                let Some((word, count)) = heard.first() else { continue };
                let is_long = heard.iter().any(|(word, _)| word.chars().nth(1).is_some());
                let single = if word.chars().nth(1).is_some() { 0 } else { 60 };
                let cost = cost + 100 + single - u64::from(count.max(&1).ilog2());
                if best[end].is_none_or(|(other, ..)| cost < other) {
                    best[end] = Some((cost, start, has_long || is_long));
                }
            }
        }
        best[letters.len()].filter(|(.., has_long)| *has_long)?;
        let mut pieces = Vec::new();
        let mut end = letters.len();
        while end > 0 {
            let (_, start, _) = best[end]?;
            pieces.push(&letters[start..end]);
            end = start;
        }
        pieces.reverse();
        Some(pieces)
    }
}
