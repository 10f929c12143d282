//! Letters and digits of a question: words, models, pinyin.

use super::{Clause, FEW, Kind, Plan, Planner};
use crate::fuzzy::{allowed, near};
use crate::lexicon::beginning;
use crate::text::{Run, parts};

/// Guesses of one kind that are kept.
const MOST_GUESSES: usize = 6;
/// Keys that are looked through for those that begin with some letters.
const MOST_KEYS: usize = 2_000;

impl Planner<'_> {
    /// Plans the first run, or several that belong together, and says how many that were.
    pub(super) fn latin(&self, runs: &[Run<'_>], plan: &mut Plan) -> usize {
        let letters: Vec<&str> = runs
            .iter()
            .map_while(|run| match run {
                Run::Latin(run) => Some(*run),
                Run::Han(_) => None,
            })
            .collect();
        let Some(&first) = letters.first() else { return 1 };
        // `nai fen` is one word, written in two.
        let unknown = letters.iter().take_while(|word| self.lexicon.count(word) == 0).take(6).count();
        if unknown > 1 {
            let together = letters[..unknown].concat();
            if let Some(clauses) = self.spelled(&together, true, Kind::Pinyin, 700) {
                plan.clauses.extend(clauses);
                return unknown;
            }
        }
        if let Some(&second) = letters.get(1) {
            let together = format!("{first}{second}");
            if self.lexicon.count(&together) > 0 {
                let mut clause = Clause::of(&format!("{first} {second}"));
                if self.exists(first) && self.exists(second) {
                    clause.push(vec![first.to_owned(), second.to_owned()], Kind::Exact, 1000);
                }
                clause.push(vec![together], Kind::Form, 950);
                plan.clauses.push(clause);
                return 2;
            }
        }
        plan.clauses.extend(self.token(first));
        1
    }

    /// One run of letters and digits.
    fn token(&self, typed: &str) -> Vec<Clause> {
        let mut clause = Clause::of(typed);
        let count = self.lexicon.count(typed);
        if count > 0 {
            clause.push(vec![typed.to_owned()], Kind::Exact, 1000);
        }
        for form in forms(typed) {
            if self.exists(&form) {
                clause.push(vec![form], Kind::Form, 950);
            }
        }
        self.add_synonyms(&mut clause);
        if count >= FEW {
            return vec![clause];
        }
        for (nth, (word, _)) in self.heard(typed, true).into_iter().take(MOST_GUESSES).enumerate() {
            clause.push(vec![word.to_owned()], Kind::Pinyin, 700 - 10 * nth as u16);
        }
        let parts = parts(typed);
        if !parts.is_empty() && parts.iter().all(|part| self.exists(part)) {
            clause.push(parts.into_iter().map(str::to_owned).collect(), Kind::Form, 900);
        }
        if clause.alternatives.is_empty() {
            if let Some(clauses) = self.spelled(typed, true, Kind::Pinyin, 650) {
                return clauses;
            }
            self.add_compound(&mut clause);
        }
        // A word that stands in a product or two is no word of the shop: `mm` of a length, too.
        if clause.alternatives.iter().all(|other| other.kind == Kind::Exact) {
            self.add_initials(&mut clause);
        }
        if clause.alternatives.is_empty() {
            self.add_beginnings(&mut clause);
        }
        if clause.alternatives.iter().all(|other| other.kind == Kind::Exact) {
            self.add_typos(&mut clause);
        }
        vec![clause]
    }

    /// Two words that were written as one: airfryer.
    fn add_compound(&self, clause: &mut Clause) {
        let typed = clause.typed.clone();
        if !typed.is_ascii() || typed.len() < 6 {
            return;
        }
        for middle in 3..=typed.len() - 3 {
            let (first, second) = typed.split_at(middle);
            if self.lexicon.count(first) > 0 && self.lexicon.count(second) > 0 {
                clause.push(vec![first.to_owned(), second.to_owned()], Kind::Form, 800);
            }
        }
    }

    /// What the shop calls something, or a word nearly as common as the commonest, by its first letters.
    fn add_initials(&self, clause: &mut Clause) {
        let heard = self.lexicon.heard(&self.lexicon.initials, &clause.typed);
        let most = heard.first().map_or(0, |(_, count)| *count);
        let wanted =
            heard.into_iter().filter(|(word, count)| count * 10 >= most || self.lexicon.is_name(word));
        for (nth, (word, _)) in wanted.take(MOST_GUESSES).enumerate() {
            clause.push(vec![word.to_owned()], Kind::Initials, 600 - 20 * nth as u16);
        }
    }

    fn add_beginnings(&self, clause: &mut Clause) {
        let typed = clause.typed.clone();
        if typed.chars().count() < 3 {
            return;
        }
        let words = beginning(&self.lexicon.words, &typed, MOST_KEYS);
        let mut words: Vec<(&str, u64)> = words.map(|(word, posting)| (word, posting.count())).collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        for (word, _) in words.into_iter().take(MOST_GUESSES) {
            clause.push(vec![word.to_owned()], Kind::Beginning, 500);
        }
    }

    /// Words and pinyin that are spelled nearly so: those with the fewest mistakes.
    fn add_typos(&self, clause: &mut Clause) {
        let typed = clause.typed.clone();
        let most = allowed(&typed);
        let words = near(&self.lexicon.words, &typed, most).into_iter();
        let mut found: Vec<(usize, &str, u64)> =
            words.map(|(distance, word)| (distance, word, self.lexicon.count(word))).collect();
        for (distance, sound) in near(&self.lexicon.pinyin, &typed, most) {
            let heard = self.heard(sound, false).into_iter().take(2);
            found.extend(heard.map(|(word, count)| (distance, word, count)));
        }
        let Some(least) = found.iter().map(|(distance, ..)| *distance).min() else { return };
        found.retain(|(distance, ..)| *distance == least);
        found.sort_by(|a, b| b.2.cmp(&a.2).then(a.1.cmp(b.1)));
        for (_, word, _) in found.into_iter().take(4) {
            clause.push(vec![word.to_owned()], Kind::Typo, if least == 1 { 600 } else { 400 });
        }
    }
}

/// Singular and plural of an English word.
fn forms(word: &str) -> Vec<String> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut out = vec![format!("{word}s"), format!("{word}es")];
    if let Some(stem) = word.strip_suffix("ies") {
        out.push(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix('y') {
        out.push(format!("{stem}ies"));
    }
    if let Some(stem) = word.strip_suffix("es") {
        out.push(stem.to_owned());
    }
    if let Some(stem) = word.strip_suffix('s') {
        out.push(stem.to_owned());
    }
    out
}
