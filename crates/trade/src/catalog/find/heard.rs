//! What people look for, in memory: how many different people asked with a text, and nothing of who they are.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use banyan_search::{Suggestions, normalise};

/// So many different people have to have looked for a text before others see it.
const ENOUGH: usize = 5;
/// People of one text that are told apart; how many more there are is not counted.
const MOST_PEOPLE: usize = 64;
/// Texts that are kept.
const MOST_TEXTS: usize = 4_000;
/// Days after which a text is forgotten if nobody looked for it again.
const DAYS: i64 = 30;

/// Who looked for a text, as numbers that mean nothing outside of this process, and on which day last.
#[derive(Debug, Default)]
struct Of {
    people: BTreeSet<u64>,
    day: i64,
}

/// What people looked for since this process began.
#[derive(Debug, Default)]
pub(super) struct Heard {
    by_text: HashMap<String, Of>,
    random: RandomState,
    /// What enough people looked for, until that changes.
    suggestions: Option<Arc<Suggestions>>,
}

impl Heard {
    /// Somebody looked for a text and something was found.
    pub(super) fn hear(&mut self, text: &str, who: &str, day: i64) {
        let text = normalise(text.trim());
        if !self.by_text.contains_key(&text) && self.by_text.len() >= MOST_TEXTS {
            self.forget(day);
        }
        let who = self.random.hash_one(who);
        let of = self.by_text.entry(text).or_default();
        of.day = of.day.max(day);
        if of.people.len() < MOST_PEOPLE {
            let is_new = of.people.insert(who);
            if is_new && of.people.len() >= ENOUGH {
                self.suggestions = None;
            }
        }
    }

    /// What was not looked for lately goes; if that is not enough, what fewest people looked for.
    fn forget(&mut self, day: i64) {
        self.suggestions = None;
        self.by_text.retain(|_, of| of.day > day - DAYS);
        for least in 2..=MOST_PEOPLE + 1 {
            if self.by_text.len() < MOST_TEXTS {
                return;
            }
            self.by_text.retain(|_, of| of.people.len() >= least);
        }
    }

    /// What enough people looked for, with how many they were; the most first.
    pub(super) fn popular(&self, most: usize) -> Vec<(String, u32)> {
        let known = self.by_text.iter().filter(|(_, of)| of.people.len() >= ENOUGH);
        let mut out: Vec<(String, u32)> =
            known.map(|(text, of)| (text.clone(), of.people.len() as u32)).collect();
        out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        out.truncate(most);
        out
    }

    /// The same, for suggesting while somebody types.
    pub(super) fn suggestions(&mut self) -> Arc<Suggestions> {
        if let Some(kept) = &self.suggestions {
            return kept.clone();
        }
        let made = Arc::new(Suggestions::of(self.popular(MOST_TEXTS)));
        self.suggestions = Some(made.clone());
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_enough_different_people_looked_for_is_shown() {
        let mut heard = Heard::default();
        for who in 0..4 {
            heard.hear("奶粉", &who.to_string(), 0);
        }
        for _ in 0..100 {
            heard.hear("奶粉", "0", 0);
            heard.hear("张三的地址", "0", 0);
        }
        assert!(heard.popular(10).is_empty());
        heard.hear(" 奶粉 ", "4", 0);
        assert_eq!(heard.popular(10), [("奶粉".to_owned(), 5)]);
    }

    #[test]
    fn texts_are_bounded_and_those_that_many_look_for_stay() {
        let mut heard = Heard::default();
        for who in 0..5 {
            heard.hear("奶粉", &who.to_string(), 0);
        }
        for number in 0..3 * MOST_TEXTS {
            heard.hear(&format!("w{number}"), "robot", 1);
            assert!(heard.by_text.len() <= MOST_TEXTS);
        }
        assert_eq!(heard.popular(10).len(), 1);
        for number in 0..2 * MOST_TEXTS {
            heard.hear(&format!("v{number}"), "robot", DAYS + 1);
        }
        assert!(heard.popular(10).is_empty(), "a month later nobody looks for it");
    }
}
