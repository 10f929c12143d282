//! Chinese words of a question, typed together in any order.

use super::{Clause, Kind, Plan, Planner};
use crate::fuzzy::near;
use crate::terms::{LONGEST_WORD, is_word, readings};
use crate::text::digit;

impl Planner<'_> {
    /// Plans a run of Chinese characters.
    pub(super) fn han(&self, run: &str, plan: &mut Plan) {
        let words = self.cut(run);
        let mut clauses: Vec<Clause> = words.iter().map(|word| self.word(word)).collect();
        if clauses.iter().any(|clause| clause.alternatives.is_empty()) {
            clauses = self.sounding(run, clauses);
        }
        if clauses.len() > 1 {
            plan.phrases.push(run.to_owned());
        }
        plan.clauses.extend(clauses);
    }

    /// A word as it was typed, with what the shop says of it.
    fn word(&self, word: &str) -> Clause {
        let mut clause = Clause::of(word);
        if self.exists(word) {
            clause.push(vec![word.to_owned()], Kind::Exact, 1000);
        }
        self.add_synonyms(&mut clause);
        let digits = with_digits(word);
        if digits.iter().any(|part| part.starts_with(|c: char| c.is_ascii_digit()))
            && digits.iter().all(|part| self.exists(part))
        {
            clause.push(digits, Kind::Form, 900);
        }
        clause
    }

    /// Cuts a run into as few words as possible: words that products have, then words of the dictionary, then
    /// single characters.
    pub(super) fn cut<'t>(&self, run: &'t str) -> Vec<&'t str> {
        let mut places: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
        places.push(run.len());
        // Of each beginning: what the best way to cut it costs, and where its last word begins.
        let mut best: Vec<(u64, usize)> = vec![(0, 0)];
        for end in 1..places.len() {
            let options = (end.saturating_sub(LONGEST_WORD)..end).map(|start| {
                let cost = self.cost(&run[places[start]..places[end]], end - start);
                (best[start].0 + cost, start)
            });
            // Of equal ways the one with the longer last word.
            best.push(options.min().unwrap_or_default());
        }
        let mut words = Vec::new();
        let mut end = places.len() - 1;
        while end > 0 {
            let start = best[end].1;
            words.push(&run[places[start]..places[end]]);
            end = start;
        }
        words.reverse();
        words
    }

    fn cost(&self, word: &str, length: usize) -> u64 {
        const NEVER: u64 = 1_000_000;
        let count = self.lexicon.count(word);
        let common = u64::from((count + 1).ilog2());
        match length {
            1 if count > 0 => 120 - common,
            1 => 200,
            _ if self.synonyms.has(word) || count > 0 => 100 - common,
            _ if is_word(word) && self.exists(word) => 150,
            // 洗发露, where no product has it, is 洗发 and 露 if there are products with these.
            _ if is_word(word) => 230,
            _ => NEVER,
        }
    }

    /// What a run sounds like, where it has a word that no product has.
    fn sounding(&self, run: &str, clauses: Vec<Clause>) -> Vec<Clause> {
        if run.chars().count() <= LONGEST_WORD
            && let Some(heard) = self.sound(run)
        {
            return heard;
        }
        let replace = |clause: Clause| match self.sound(&clause.typed) {
            Some(heard) if clause.alternatives.is_empty() => heard,
            _ => vec![clause],
        };
        clauses.into_iter().flat_map(replace).collect()
    }

    /// The words that sound as some characters do, or nearly so.
    fn sound(&self, typed: &str) -> Option<Vec<Clause>> {
        let length = typed.chars().count();
        if !(2..=LONGEST_WORD).contains(&length) {
            return None;
        }
        let sounds = readings(typed);
        let mut clause = Clause::of(typed);
        for (full, _) in &sounds {
            for (word, _) in self.heard(full, false).into_iter().take(4) {
                clause.push(vec![word.to_owned()], Kind::Sound, 700);
            }
        }
        if !clause.alternatives.is_empty() {
            return Some(vec![clause]);
        }
        if let Some(clauses) = sounds.iter().find_map(|(full, _)| self.spelled(full, false, Kind::Sound, 700))
        {
            return Some(clauses);
        }
        // 迪斯尼 and 迪士尼: one letter of their pinyin differs. Of longer words only those of as many characters.
        let (full, _) = sounds.first().filter(|_| length > 2)?;
        for (_, sound) in near(&self.lexicon.pinyin, full, 1) {
            let heard =
                self.heard(sound, false).into_iter().filter(|(word, _)| word.chars().count() == length);
            for (word, _) in heard.take(4) {
                clause.push(vec![word.to_owned()], Kind::Sound, 600);
            }
        }
        (!clause.alternatives.is_empty()).then(|| vec![clause])
    }
}

/// A word with its numerals as digits: 三段 → 3, 段.
fn with_digits(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in word.chars() {
        match digit(c) {
            Some(digit) => {
                parts.push(digit.to_owned());
                is_open = false;
            }
            None if is_open => parts.last_mut().into_iter().for_each(|part| part.push(c)),
            None => {
                parts.push(c.to_string());
                is_open = true;
            }
        }
    }
    parts
}
