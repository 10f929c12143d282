//! Search without a search engine: a text becomes a set of terms for a plain table `(term, product)`, a query becomes
//! terms that must all be there. The same on SQLite and PostgreSQL, and good for Chinese words of one and two
//! characters, which their own text indexes miss.
//!
//! - Runs of Han characters, kana, Hangul and other scripts that put no spaces between words: every character and every
//!   pair of neighbours. A query of one character asks for it, a longer one for its pairs.
//! - Words of other letters, and numbers: every prefix of 2 to 12 characters (a single character for itself), so that
//!   a word is found while it is typed. Letters and digits are parted: `iPhone15` and `iPhone 15` are the same.
//! - Width, case and accents do not matter; emoji and punctuation part words and are not found.
//!
//! Terms are compared for equality only, by bytes. They contain no control characters, so PostgreSQL takes them all.
//! Traditional and simplified characters are different ones here.

use crate::letters::{digit, is_han, is_invisible};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Characters of a text that are looked at; with two terms for each at most, a text has no more than 2,000 terms.
pub const MAX_LETTERS: usize = 1_000;
/// Terms of a query; the first ones count.
pub const MAX_QUERY_TERMS: usize = 16;
/// The longest prefix of a word that is a term, in characters.
pub const MAX_PREFIX: usize = 12;

/// How a character takes part in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Written without spaces between words.
    Unspaced,
    /// A letter of a script with spaces.
    Spaced,
    Digit,
    /// Between words.
    Gap,
}

/// A run of characters of one script.
struct Run {
    script: Script,
    letters: Vec<char>,
}

/// The terms of a name or description. Whatever is beyond [`MAX_LETTERS`] is not found.
pub fn index_terms(text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for run in runs(text) {
        if run.script == Script::Unspaced {
            terms.extend(run.letters.iter().map(char::to_string));
            terms.extend(run.letters.windows(2).map(String::from_iter));
        } else {
            let longest = run.letters.len().min(MAX_PREFIX);
            let shortest = longest.min(2);
            terms.extend((shortest..=longest).map(|length| String::from_iter(&run.letters[..length])));
        }
    }
    terms
}

/// The terms that a text must have, all of them, to be found; in the order of the query, each once. Empty if nothing in
/// the query can be searched for.
pub fn query_terms(query: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    let mut add = |term: String| {
        if terms.len() < MAX_QUERY_TERMS && !terms.contains(&term) {
            terms.push(term);
        }
    };
    for run in runs(query) {
        match run.letters.as_slice() {
            [single] => add(single.to_string()),
            letters if run.script == Script::Unspaced => {
                letters.windows(2).for_each(|pair| add(String::from_iter(pair)));
            }
            letters => add(String::from_iter(&letters[..letters.len().min(MAX_PREFIX)])),
        }
    }
    terms
}

/// Whether a text with these terms answers the query: what the database does with a join.
pub fn matches(terms: &BTreeSet<String>, query: &[String]) -> bool {
    !query.is_empty() && query.iter().all(|term| terms.contains(term))
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = None;
    for letter in folded(text) {
        let script = script(letter);
        match runs.last_mut().filter(|_| open == Some(script)) {
            _ if script == Script::Gap => {}
            Some(run) => run.letters.push(letter),
            None => runs.push(Run { script, letters: vec![letter] }),
        }
        open = Some(script);
    }
    runs
}

/// The characters that count, with width, case and accents folded. Decomposing and composing again leaves kana with
/// their voicing marks and Hangul as syllables.
fn folded(text: &str) -> Vec<char> {
    text.chars()
        // Normalising holds a whole pile of combining marks in memory, so the text is cut before as well as after.
        .take(4 * MAX_LETTERS)
        .nfkc()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|letter| !is_accent(*letter) && !is_invisible(*letter))
        .nfc()
        .map(|letter| digit(letter).unwrap_or(letter))
        .take(MAX_LETTERS)
        .collect()
}

/// Accents, and the vowel points of Hebrew and Arabic, which most people leave out.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn script(letter: char) -> Script {
    let unspaced = is_han(letter)
        || matches!(letter,
            // Kana with the long vowel mark, but not the middle dot.
            '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
            // Bopomofo, Hangul.
            | '\u{3105}'..='\u{312f}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}'
            // Thai and Lao letters and marks, Burmese, Khmer.
            | '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' | '\u{1000}'..='\u{103f}'
            | '\u{1780}'..='\u{17d3}');
    if unspaced {
        Script::Unspaced
    } else if letter.is_numeric() {
        Script::Digit
    } else if letter.is_alphabetic() {
        Script::Spaced
    } else {
        Script::Gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(query: &str, text: &str) -> bool {
        matches(&index_terms(text), &query_terms(query))
    }

    fn terms(text: &str) -> Vec<String> {
        index_terms(text).into_iter().collect()
    }

    #[test]
    fn a_name_is_indexed_by_characters_pairs_and_prefixes() {
        assert_eq!(terms("奶茶"), ["奶", "奶茶", "茶"]);
        assert_eq!(terms("Tea"), ["te", "tea"]);
        assert_eq!(terms("T恤 XL"), ["t", "xl", "恤"]);
        assert_eq!(terms("iPhone15"), ["15", "ip", "iph", "ipho", "iphon", "iphone"]);
        assert_eq!(terms("abcdefghijklmnop").len(), 11);
        assert_eq!(terms(""), [""; 0]);
    }

    #[test]
    fn a_query_asks_for_pairs_single_characters_and_prefixes() {
        assert_eq!(query_terms("茶"), ["茶"]);
        assert_eq!(query_terms("珍珠奶茶"), ["珍珠", "珠奶", "奶茶"]);
        assert_eq!(query_terms("Tea 茶茶茶 tea"), ["tea", "茶茶"]);
        assert_eq!(query_terms("abcdefghijklmnop"), ["abcdefghijkl"]);
        assert_eq!(query_terms(" ,。🧋"), [""; 0]);
        assert_eq!(query_terms(&"一二三四五六七八九十".repeat(9)).len(), 10);
        assert_eq!(query_terms("a b c d e f g h i j k l m n o p q r s").len(), MAX_QUERY_TERMS);
    }

    #[test]
    fn what_a_buyer_types_and_what_she_finds() {
        let found = [
            ("茶", "茉莉花茶 250g"),
            ("花茶", "茉莉花茶 250g"),
            ("茉莉花茶", "茉莉花茶 250g"),
            ("茶 250", "茉莉花茶 250g"),
            ("250g", "茉莉花茶 ２５０ｇ"),
            ("T恤", "纯棉Ｔ恤 男"),
            ("iphone 15", "Apple iPhone15 手机"),
            ("iphone15手机", "Apple iPhone 15 手机"),
            ("iph", "Apple iPhone15"),
            ("CAFE", "Café crème"),
            ("奶茶", "🧋奶茶🧋"),
            ("奶茶", "奶\u{200b}茶"),
            ("お茶", "抹茶入りお茶"),
            ("が", "ながいも"),
            ("ﾊﾟﾝ", "パン"),
            ("김치", "맛있는 김치"),
            ("김치", "\u{1100}\u{1175}\u{11b7}\u{110e}\u{1175}"),
            ("שמן", "שֶׁמֶן זית"),
            ("زيت", "زَيْت الزيتون"),
            ("чай", "Зелёный Чай"),
            ("зеленый", "Зелёный Чай"),
            ("ชา", "ชาเขียว"),
            ("𠮷野", "𠮷野家"),
            ("5mm", "3.5mm 耳机"),
            ("٢٥", "25 g"),
        ];
        for (query, text) in found {
            assert!(finds(query, text), "{query} in {text}: {:?}", query_terms(query));
        }
        let not_found = [
            ("茶花", "茉莉花茶"),
            ("奶茶", "奶🧋茶"),
            ("花茶 500", "茉莉花茶 250g"),
            ("hone", "iPhone"),
            ("か", "が"),
            ("", "茶"),
            ("🧋", "🧋奶茶"),
        ];
        for (query, text) in not_found {
            assert!(!finds(query, text), "{query} in {text}");
        }
    }

    #[test]
    fn a_name_of_five_thousand_characters_has_a_bounded_number_of_terms() {
        let distinct: String = (0..5_000).filter_map(|offset| char::from_u32(0x4e00 + offset)).collect();
        assert_eq!(index_terms(&distinct).len(), 1_999);
        assert!(index_terms(&"abcdefghijkl ".repeat(400)).len() < 100);
        assert!(index_terms(&"\u{fdfa}".repeat(5_000)).len() <= 2 * MAX_LETTERS);
        assert!(index_terms(&"\u{301}".repeat(1_000_000)).is_empty());
    }

    proptest! {
        #[test]
        fn any_part_of_a_chinese_name_finds_it(name in "[茉莉花茶奶珍珠]{1,30}", start: usize, length: usize) {
            let letters: Vec<char> = name.chars().collect();
            let start = start % letters.len();
            let end = start + 1 + length % (letters.len() - start);
            prop_assert!(finds(&String::from_iter(&letters[start..end]), &name));
        }

        #[test]
        fn any_text_up_to_the_query_s_bound_finds_itself(text in "\\PC{0,12}") {
            let query = query_terms(&text);
            prop_assert!(query.is_empty() || finds(&text, &text));
            prop_assert!(query_terms(&text.to_uppercase()).is_empty() == query.is_empty());
        }

        #[test]
        fn terms_are_short_and_few_and_have_no_control_characters(text in ".*") {
            let terms = index_terms(&text);
            prop_assert!(terms.len() <= 2 * MAX_LETTERS);
            for term in terms {
                prop_assert!((1..=MAX_PREFIX).contains(&term.chars().count()));
                prop_assert!(!term.chars().any(char::is_control));
            }
        }
    }
}
