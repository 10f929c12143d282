//! Search without a search engine: a text becomes a set of terms for a plain table `(term, product)`, a query becomes
//! terms that must be there. The same on SQLite and PostgreSQL, and good for Chinese words of one and two
//! characters, which their own text indexes miss.
//!
//! - Runs of Han characters, kana, Hangul and other scripts that put no spaces between words: every character and every
//!   pair of neighbours. A query of one or two characters asks for them as they stand. A longer run may be words typed
//!   together, in any order: it asks for all its characters, and for so many of its pairs that it falls into words of
//!   the text.
//! - Words of other letters, and numbers: every prefix of 2 to 12 characters (a single character for itself), so that
//!   a word is found while it is typed. Letters and digits are parted: `iPhone15` and `iPhone 15` are the same.
//! - Width, case and accents do not matter; emoji and punctuation part words and are not found.
//!
//! Terms are compared for equality only, by bytes. They contain no control characters, so PostgreSQL takes them all.
//! Traditional and simplified characters are different ones here.

use std::collections::BTreeSet;

use banyan_base::letters::{digit, is_han, is_invisible};
use unicode_normalization::UnicodeNormalization;

/// Characters of a text that are looked at; with two terms for each at most, a text has no more than 2,000 terms.
pub const MAX_LETTERS: usize = 1_000;
/// Terms of a query; the first ones count.
pub const MAX_QUERY_TERMS: usize = 16;
/// Runs of a query that may be several words; the first ones count.
pub const MAX_RUNS: usize = 4;
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

/// What a text must have to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Terms that must all be there, in the order of the query, each once.
    pub required: Vec<String>,
    /// Runs of characters that may be several words.
    pub together: Vec<Together>,
}

/// Characters without spaces between them, which may be words typed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Its pairs of neighbours, each once.
    pub pairs: Vec<String>,
    /// So many of them must be there. A pair is missing where one word of the text ends and the next begins, and words
    /// have two characters for the most part.
    pub least: usize,
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

impl Query {
    /// Reads what somebody typed. Nothing is found by one that [is empty](Self::is_empty).
    pub fn of(text: &str) -> Self {
        let mut query = Self::default();
        for run in runs(text) {
            match run.letters.as_slice() {
                letters @ [_, _, _, ..] if run.script == Script::Unspaced => query.words(letters),
                letters => query.require(String::from_iter(&letters[..letters.len().min(MAX_PREFIX)])),
            }
        }
        query
    }

    /// Whether nothing in the text can be searched for.
    pub fn is_empty(&self) -> bool {
        self.required.is_empty()
    }

    fn require(&mut self, term: String) {
        if self.required.len() < MAX_QUERY_TERMS && !self.required.contains(&term) {
            self.required.push(term);
        }
    }

    fn words(&mut self, letters: &[char]) {
        for letter in letters {
            self.require(letter.to_string());
        }
        let mut pairs: Vec<String> = Vec::new();
        for pair in letters.windows(2).map(String::from_iter) {
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        pairs.truncate(MAX_QUERY_TERMS);
        let ends = pairs.len() / 2;
        let least = pairs.len() - ends;
        if self.together.len() < MAX_RUNS {
            self.together.push(Together { pairs, least });
        }
    }

    /// Whether a text with these terms answers the query: what the database does with a join.
    pub fn finds(&self, terms: &BTreeSet<String>) -> bool {
        let enough =
            |run: &Together| run.pairs.iter().filter(|pair| terms.contains(*pair)).count() >= run.least;
        !self.is_empty()
            && self.required.iter().all(|term| terms.contains(term))
            && self.together.iter().all(enough)
    }

    /// Whether a text with these terms has everything as it was typed.
    pub fn says(&self, terms: &BTreeSet<String>) -> bool {
        self.finds(terms) && self.together.iter().flat_map(|run| &run.pairs).all(|pair| terms.contains(pair))
    }
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
        Query::of(query).finds(&index_terms(text))
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

    fn required(query: &str) -> Vec<String> {
        Query::of(query).required
    }

    #[test]
    fn a_query_asks_for_characters_pairs_and_prefixes() {
        assert_eq!(required("茶"), ["茶"]);
        assert_eq!(required("奶茶"), ["奶茶"]);
        assert_eq!(required("Tea 花茶 tea"), ["tea", "花茶"]);
        assert_eq!(required("abcdefghijklmnop"), ["abcdefghijkl"]);
        assert_eq!(required(" ,。🧋"), [""; 0]);
        assert_eq!(required(&"一二三四五六七八九十".repeat(9)).len(), 10);
        assert_eq!(required("a b c d e f g h i j k l m n o p q r s").len(), MAX_QUERY_TERMS);
        let words = Query::of("珍珠奶茶");
        assert_eq!(words.required, ["珍", "珠", "奶", "茶"]);
        let pairs = ["珍珠", "珠奶", "奶茶"].map(str::to_owned).to_vec();
        assert_eq!(words.together, [Together { pairs, least: 2 }]);
        assert_eq!(Query::of(&"一二三 ".repeat(9)).together.len(), MAX_RUNS);
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
            ("红色购物袋", "大号红色复古购物袋"),
            ("购物袋红色", "大号红色复古购物袋"),
            ("大号购物袋红色", "大号红色复古购物袋"),
            ("红女鞋", "女鞋 红 38 码"),
            ("女鞋红色", "春季红色小白鞋 女鞋"),
            ("٢٥", "25 g"),
        ];
        for (query, text) in found {
            assert!(finds(query, text), "{query} in {text}: {:?}", Query::of(query));
        }
        let not_found = [
            ("茶花", "茉莉花茶"),
            ("奶茶", "奶🧋茶"),
            ("花茶 500", "茉莉花茶 250g"),
            ("茶花莉茉", "茉莉花茶"),
            ("红色购物袋", "大号蓝色复古购物袋"),
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
        fn words_typed_together_in_any_order_find_the_name(
            (name, typed) in prop::collection::vec("[茉莉花茶奶珍珠红色鞋袋]{2,4}", 1..4)
                .prop_flat_map(|words| (Just(words.concat()), Just(words).prop_shuffle()))
                .prop_map(|(name, words)| (name, words.concat()))
        ) {
            prop_assert!(finds(&typed, &name), "{typed} in {name}");
        }

        #[test]
        fn any_text_up_to_the_query_s_bound_finds_itself(text in "\\PC{0,12}") {
            let query = Query::of(&text);
            prop_assert!(query.is_empty() || finds(&text, &text));
            prop_assert!(Query::of(&text.to_uppercase()).is_empty() == query.is_empty());
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
