//! What a text is found by: single characters and pairs, words, and how words sound.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jieba_rs::Jieba;
use pinyin::ToPinyinMulti as _;

use crate::text::{Run, is_han, parts, runs};

/// The dictionary of Chinese words.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// The longest word that has a sound, and the longest that is looked for in a run.
pub(crate) const LONGEST_WORD: usize = 8;
/// Ways to read one word that are kept. Most words have one; some characters have up to eight.
const MOST_READINGS: usize = 8;

/// One character, or two that stand together.
pub(crate) type Gram = u64;

/// The gram of a character, or of a character and the next.
pub(crate) fn gram(first: char, second: Option<char>) -> Gram {
    u64::from(u32::from(first)) << 32 | second.map_or(0, |second| u64::from(u32::from(second)))
}

/// The grams that a word of a query needs: its pairs, or its one character.
pub(crate) fn needed(word: &str) -> Vec<Gram> {
    let chars: Vec<char> = word.chars().collect();
    match chars[..] {
        [one] => vec![gram(one, None)],
        _ => chars.windows(2).map(|pair| gram(pair[0], Some(pair[1]))).collect(),
    }
}

/// Whether the dictionary has a word.
pub(crate) fn is_word(word: &str) -> bool {
    JIEBA.has_word(word)
}

/// What a text is found by.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    pub(crate) grams: BTreeSet<Gram>,
    pub(crate) words: BTreeSet<String>,
}

impl Terms {
    /// Adds what a normalised text is found by. What a shop names (a brand, a category, a keyword) is a word as a
    /// whole as well, whether the dictionary knows it or not.
    pub(crate) fn add(&mut self, text: &str, is_name: bool) {
        for run in runs(text) {
            match run {
                Run::Han(run) => self.add_han(run, is_name),
                Run::Latin(run) => {
                    self.words.insert(run.to_owned());
                    self.words.extend(parts(run).into_iter().map(str::to_owned));
                }
            }
        }
    }

    fn add_han(&mut self, run: &str, is_name: bool) {
        let mut previous = None;
        let mut length = 0;
        for c in run.chars() {
            self.grams.insert(gram(c, None));
            if let Some(previous) = previous {
                self.grams.insert(gram(previous, Some(c)));
            }
            previous = Some(c);
            length += 1;
        }
        let words = JIEBA.cut_for_search(run, false);
        self.words.extend(words.into_iter().map(|token| token.word.to_owned()));
        if is_name && length <= LONGEST_WORD {
            self.words.insert(run.to_owned());
        }
    }
}

/// The ways to read a word in pinyin without tones, each with its first letters; none if a character has no sound.
pub(crate) fn readings(word: &str) -> Vec<(String, String)> {
    let mut out = vec![(String::new(), String::new())];
    for c in word.chars() {
        let Some(sounds) = c.to_pinyin_multi() else { return Vec::new() };
        let mut plain: Vec<String> = Vec::new();
        for sound in sounds {
            let sound = sound.plain().replace('ü', "v");
            if !plain.contains(&sound) {
                plain.push(sound);
            }
        }
        let mut longer = Vec::new();
        for (full, letters) in &out {
            for sound in &plain {
                longer.push((format!("{full}{sound}"), format!("{letters}{}", &sound[..sound.len().min(1)])));
            }
        }
        // The usual sound of a character comes first, so what is cut off is rare.
        longer.truncate(MOST_READINGS);
        out = longer;
    }
    out
}

/// Whether a normalised text has a word: a Chinese word by its pairs, anything else as a run or a part of one.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let mut terms = Terms::default();
    terms.add(text, false);
    if word.starts_with(is_han) {
        needed(word).iter().all(|gram| terms.grams.contains(gram))
    } else {
        terms.words.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_several_readings_keep_a_bounded_number() {
        assert_eq!(readings("奶粉"), [("naifen".to_owned(), "nf".to_owned())]);
        assert!(readings("长").iter().any(|(full, _)| full == "chang"));
        assert!(readings("长").iter().any(|(full, _)| full == "zhang"));
        assert!(readings("重行长乐重行长乐").len() <= MOST_READINGS);
        assert!(readings("绿茶").iter().any(|(full, _)| full == "lvcha"));
        assert!(readings("ア").is_empty());
    }
}
