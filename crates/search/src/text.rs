//! Text as it is compared: one width, one case, simplified characters, cut into runs of one script.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Traditional characters with their simplified ones.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!("../data/traditional.txt").lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.flat_map(str::split_whitespace).filter_map(|pair| {
        let mut chars = pair.chars();
        Some((chars.next()?, chars.next()?))
    });
    pairs.collect()
});

/// A text as it is compared: full-width forms as plain ones, small letters without accents, simplified characters.
/// Of a longer text the first `most` characters are read.
pub(crate) fn normalise_some(text: &str, most: usize) -> String {
    let plain = text.chars().take(most).nfkd().filter(|c| !is_combining_mark(*c)).nfc();
    let lower = plain.flat_map(char::to_lowercase).take(most * 2);
    lower.map(|c| if c.is_ascii() { c } else { SIMPLIFIED.get(&c).copied().unwrap_or(c) }).collect()
}

/// A text as it is compared: full-width forms as plain ones, small letters without accents, simplified characters.
/// Of a longer text the first 400 characters are read.
pub fn normalise(text: &str) -> String {
    normalise_some(text, 400)
}

/// Whether a character is written without spaces between words: it is found one by one and in pairs.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007 | 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af
        | 0xf900..=0xfaff | 0x20000..=0x323af)
}

/// A stretch of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run<'a> {
    /// Characters without spaces between words.
    Han(&'a str),
    /// Letters and digits up to the next space or sign.
    Latin(&'a str),
}

/// The runs of a normalised text, in its order.
pub(crate) fn runs(text: &str) -> Vec<Run<'_>> {
    #[derive(PartialEq, Clone, Copy)]
    enum Script {
        Han,
        Latin,
        Other,
    }
    let script = |c: char| match c {
        c if is_han(c) => Script::Han,
        c if c.is_alphanumeric() => Script::Latin,
        _ => Script::Other,
    };
    let mut out = Vec::new();
    let (mut start, mut now) = (0, Script::Other);
    let ends = text.char_indices().map(|(at, c)| (at, script(c))).chain([(text.len(), Script::Other)]);
    for (at, next) in ends {
        if next != now || at == text.len() {
            match now {
                Script::Han => out.push(Run::Han(&text[start..at])),
                Script::Latin => out.push(Run::Latin(&text[start..at])),
                Script::Other => {}
            }
            (start, now) = (at, next);
        }
    }
    out
}

/// The letters and the digits of a run apart, if it has both: iphone15 → iphone, 15.
pub(crate) fn parts(run: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut was) = (0, None);
    for (at, c) in run.char_indices() {
        let is_digit = c.is_numeric();
        if was.is_some_and(|was| was != is_digit) {
            out.push(&run[start..at]);
            start = at;
        }
        was = Some(is_digit);
    }
    if start == 0 {
        return Vec::new();
    }
    out.push(&run[start..]);
    out
}

/// The digit of a Chinese numeral.
pub(crate) fn digit(c: char) -> Option<&'static str> {
    Some(match c {
        '一' => "1",
        '二' | '两' => "2",
        '三' => "3",
        '四' => "4",
        '五' => "5",
        '六' => "6",
        '七' => "7",
        '八' => "8",
        '九' => "9",
        '十' => "10",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_accents_and_script_make_no_difference() {
        assert_eq!(normalise("ＩＰｈｏｎｅ　１５"), "iphone 15");
        assert_eq!(normalise("Estée"), "estee");
        assert_eq!(normalise("防曬霜"), "防晒霜");
    }

    #[test]
    fn a_text_is_cut_where_the_script_changes() {
        assert_eq!(
            runs("花王拉拉裤xl-44片"),
            [Run::Han("花王拉拉裤"), Run::Latin("xl"), Run::Latin("44"), Run::Han("片")]
        );
        assert_eq!(parts("iphone15"), ["iphone", "15"]);
        assert!(parts("iphone").is_empty());
    }
}
