//! Words that the shop says mean the same.

use std::collections::{BTreeMap, BTreeSet};

use banyan_plan::words::Text;

use crate::text::{Run, normalise_some, runs};

/// Lines of a list of synonyms.
const MOST_LINES: usize = 2_000;
/// Words on one line.
const MOST_WORDS: usize = 12;
/// Characters of one word.
const LONGEST: usize = 30;
/// Runs of one word: `baby formula` has two.
pub(crate) const MOST_RUNS: usize = 3;

/// Words that mean the same, as the shop says.
///
/// One rule a line. `尿不湿 = 纸尿裤 = diaper` finds each by the others. `外套 > 羽绒服, 冲锋衣` finds the right by the
/// left and not the other way. Lines that begin with `#` are remarks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// What else a word finds, both as they are compared.
    others: BTreeMap<String, Vec<String>>,
}

/// A line of a list of synonyms that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymError {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong and what was expected.
    pub message: Text,
}

impl Synonyms {
    /// Reads a list; every wrong line is told.
    pub fn parse(text: &str) -> Result<Self, Vec<SynonymError>> {
        let mut reading = Reading::default();
        for (at, line) in text.lines().enumerate() {
            if at == MOST_LINES {
                reading.wrong(
                    at + 1,
                    &format!("最多 {MOST_LINES} 行"),
                    &format!("at most {MOST_LINES} lines are kept"),
                );
                break;
            }
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                reading.line(at + 1, line);
            }
        }
        reading.refuse_loops();
        if reading.errors.is_empty() { Ok(Self { others: reading.others }) } else { Err(reading.errors) }
    }

    /// What else a word finds; the word as it is compared.
    pub(crate) fn of(&self, word: &str) -> &[String] {
        self.others.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a word finds something else.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.others.contains_key(word)
    }
}

/// A word as it is compared: its runs with one space between.
fn compared(word: &str) -> String {
    let word = normalise_some(word, LONGEST + 1);
    let parts = runs(&word).into_iter().map(|run| match run {
        Run::Han(run) | Run::Latin(run) => run,
    });
    parts.collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Reading {
    others: BTreeMap<String, Vec<String>>,
    /// The line on which a word stands among equals.
    equal_on: BTreeMap<String, usize>,
    /// What a word finds one way only, and the line that says so.
    one_way: BTreeMap<String, Vec<(String, usize)>>,
    errors: Vec<SynonymError>,
}

impl Reading {
    fn wrong(&mut self, line: usize, zh: &str, en: &str) {
        self.errors.push(SynonymError { line, message: Text::new(zh, en) });
    }

    fn line(&mut self, at: usize, line: &str) {
        let line = line.replace('＝', "=").replace('＞', ">").replace(['，', '、'], ",");
        match line.split_once('>') {
            Some((from, to)) if !line.contains('=') => {
                let Some(from) = self.words(at, &[from]) else { return };
                let to: Vec<&str> = to.split(',').collect();
                let Some(to) = self.words(at, &to) else { return };
                for to in to {
                    if from[0] == to {
                        self.wrong(at, &format!("“{to}”不能指向自己"), &format!("“{to}” cannot find itself"));
                    } else {
                        self.one_way.entry(from[0].clone()).or_default().push((to.clone(), at));
                        self.add(&from[0], &to);
                    }
                }
            }
            None if line.contains('=') => {
                let words: Vec<&str> = line.split('=').collect();
                let Some(words) = self.words(at, &words) else { return };
                self.equals(at, &words);
            }
            _ => self.wrong(
                at,
                "应写成“尿不湿 = 纸尿裤”或“外套 > 羽绒服, 冲锋衣”",
                "expected “tee = t-shirt” or “coat > parka, anorak”",
            ),
        }
    }

    /// The words of a line as they are compared, if all can be taken.
    fn words(&mut self, at: usize, words: &[&str]) -> Option<Vec<String>> {
        if words.len() > MOST_WORDS {
            self.wrong(
                at,
                &format!("一行最多 {MOST_WORDS} 个词"),
                &format!("at most {MOST_WORDS} words stand on a line"),
            );
            return None;
        }
        let mut out = Vec::new();
        for word in words {
            let compared = compared(word);
            let parts = compared.split(' ').count();
            if compared.is_empty() {
                self.wrong(at, "缺一个词", "a word is missing");
                return None;
            }
            if word.trim().chars().count() > LONGEST || parts > MOST_RUNS {
                let shown: String = word.trim().chars().take(LONGEST).collect();
                self.wrong(
                    at,
                    &format!("“{shown}”太长：最多 {LONGEST} 个字、{MOST_RUNS} 段"),
                    &format!("“{shown}” is too long: at most {LONGEST} characters in {MOST_RUNS} parts"),
                );
                return None;
            }
            out.push(compared);
        }
        Some(out)
    }

    fn equals(&mut self, at: usize, words: &[String]) {
        for word in words {
            match self.equal_on.get(word) {
                Some(&first) if first == at => {
                    self.wrong(at, &format!("“{word}”写了两次"), &format!("“{word}” is there twice"));
                }
                Some(&first) => self.wrong(
                    at,
                    &format!("“{word}”已在第 {first} 行；请写在同一行"),
                    &format!("“{word}” is on line {first} already; please write them on one line"),
                ),
                None => {
                    self.equal_on.insert(word.clone(), at);
                }
            }
        }
        for word in words {
            for other in words.iter().filter(|other| *other != word) {
                self.add(word, other);
            }
        }
    }

    fn add(&mut self, from: &str, to: &str) {
        let others = self.others.entry(from.to_owned()).or_default();
        if !others.iter().any(|other| other == to) {
            others.push(to.to_owned());
        }
    }

    /// One-way rules that lead back to where they began say that the words are equal: they should say so with `=`.
    fn refuse_loops(&mut self) {
        // Equal words are one. A word that nothing leads to, or that leads nowhere, is on no loop; nor is one of which
        // this is true once the others are gone.
        let one =
            |word: &String| self.equal_on.get(word).map_or_else(|| word.clone(), |line| format!("={line}"));
        let mut open: Vec<(String, String, &String, usize)> = Vec::new();
        for (from, to) in &self.one_way {
            open.extend(to.iter().map(|(to, line)| (one(from), one(to), from, *line)));
        }
        loop {
            let sources: BTreeSet<&String> = open.iter().map(|(from, ..)| from).collect();
            let targets: BTreeSet<&String> = open.iter().map(|(_, to, ..)| to).collect();
            let on_loop = |(from, to, ..): &(String, String, &String, usize)| {
                targets.contains(from) && sources.contains(to)
            };
            let keep: Vec<bool> = open.iter().map(on_loop).collect();
            if keep.iter().all(|keep| *keep) {
                break;
            }
            let mut keep = keep.into_iter();
            open.retain(|_| keep.next() == Some(true));
        }
        let looped: BTreeMap<usize, String> =
            open.into_iter().map(|(.., word, line)| (line, word.clone())).collect();
        for (line, word) in looped {
            self.wrong(
                line,
                &format!("“{word}”绕了一圈又指回自己；意思一样的词请用“=”"),
                &format!("“{word}” leads back to itself; please write words of one meaning with “=”"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_find_each_other_and_others_one_way() {
        let list = Synonyms::parse("# 母婴\n尿不湿 = 纸尿裤 ＝ Diaper\n\n外套 > 羽绒服，冲锋衣").unwrap();
        assert_eq!(list.of("diaper"), ["尿不湿", "纸尿裤"]);
        assert_eq!(list.of("外套"), ["羽绒服", "冲锋衣"]);
        assert!(list.of("羽绒服").is_empty());
    }

    #[test]
    fn loops_repeats_and_long_words_are_refused_by_line() {
        let lines = |text: &str| -> Vec<usize> {
            Synonyms::parse(text).unwrap_err().into_iter().map(|error| error.line).collect()
        };
        assert_eq!(lines("a > b\nb > c\nc > a"), [1, 2, 3]);
        assert_eq!(lines("a = b\nb = c"), [2]);
        assert_eq!(lines("a = a"), [1]);
        assert_eq!(lines("a > a"), [1]);
        assert_eq!(lines("a = b\na > b"), [2]);
        assert_eq!(lines(&format!("{} = b", "x".repeat(31))), [1]);
        assert_eq!(lines("a ="), [1]);
        assert_eq!(lines("just words"), [1]);
        assert_eq!(lines("a=b=c=d=e=f=g=h=i=j=k=l=m"), [1]);
        assert_eq!(lines(&"#\n".repeat(MOST_LINES + 1)), [MOST_LINES + 1]);
    }
}
