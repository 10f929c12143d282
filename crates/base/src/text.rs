//! Texts that people type: bounded in length, without what no database keeps, no screen shows and nobody can tell apart.
//!
//! Whatever else they contain is theirs: markup is text like any other, and whoever shows it writes it as text.

use unicode_normalization::char::is_combining_mark;

use crate::letters::is_unseen;
use crate::refusal::Refusal;

/// A text of one line, trimmed: `least` to `most` characters, and something to see in it unless `least` is 0. `field` is
/// its place in the request.
pub fn line(text: &str, field: &str, least: usize, most: usize) -> Result<String, Refusal> {
    let text = checked(text, field, least, most, false)?;
    if has_unseen(&text) { Err(unseen().at(field)) } else { Ok(text) }
}

/// What people call somebody or something that others trust by its name: a line in which no word is made of letters of
/// two alphabets that look alike, as `аdmin` with a Cyrillic а.
pub fn name(text: &str, field: &str, least: usize, most: usize) -> Result<String, Refusal> {
    let text = line(text, field, least, most)?;
    if !text.split_whitespace().any(is_mixed) {
        return Ok(text);
    }
    Err(Refusal::unacceptable(
        "name_mixed",
        "同一个词里混用了外形相近的不同字母（如拉丁字母和西里尔字母），请只用一种",
        "a word mixes letters of alphabets that look alike, as Latin and Cyrillic; please use one of them",
    )
    .at(field))
}

/// A text of one or several lines, trimmed: `least` to `most` characters, and something to see in it unless `least` is 0.
pub fn lines(text: &str, field: &str, least: usize, most: usize) -> Result<String, Refusal> {
    checked(text, field, least, most, true)
}

fn checked(text: &str, field: &str, least: usize, most: usize, breaks: bool) -> Result<String, Refusal> {
    let text = text.trim();
    let is_break = |letter: char| matches!(letter, '\n' | '\r' | '\t');
    if text.chars().any(|letter| letter.is_control() && !(breaks && is_break(letter)) || is_turn(letter)) {
        return Err(Refusal::unacceptable(
            "text_invalid",
            "文字里有换行、控制字符或改变书写方向的字符，请删掉后再试",
            "the text has line breaks, control characters or characters that turn the direction of writing; please remove them",
        )
        .at(field));
    }
    let count = text.chars().count();
    if !(least..=most).contains(&count) {
        return Err(Refusal::unacceptable(
            "text_length",
            format!("应为 {least} 到 {most} 个字，现在是 {count} 个"),
            format!("expected {least} to {most} characters, found {count}"),
        )
        .at(field));
    }
    // A mark that goes over a letter has none to go over.
    let shows_nothing =
        |letter: char| letter.is_whitespace() || is_unseen(letter) || is_combining_mark(letter);
    if least > 0 && text.chars().all(shows_nothing) {
        return Err(unseen().at(field));
    }
    Ok(text.to_owned())
}

fn unseen() -> Refusal {
    Refusal::unacceptable(
        "text_unseen",
        "文字里有看不见的字符，请删掉后再试",
        "the text has characters that nobody can see; please remove them",
    )
}

/// What turns the direction of writing until it is turned back, and lets a text look like another one. Hebrew and Arabic
/// need none of these.
fn is_turn(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether two texts could differ and look the same, as one has something in it that is not drawn. What joins emoji, or
/// the letters of Arabic and Indic scripts, is drawn by how they look.
fn has_unseen(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|letter| {
        let last = std::mem::replace(&mut before, letter);
        let joins = match letter {
            '\u{200c}' | '\u{200d}' => is_joined(last),
            '\u{fe0e}' | '\u{fe0f}' => !last.is_alphabetic() && !last.is_whitespace() && !is_unseen(last),
            // The rest of a flag's name, as that of Scotland.
            '\u{e0020}'..='\u{e007f}' => last == '\u{1f3f4}' || ('\u{e0020}'..='\u{e007f}').contains(&last),
            _ => false,
        };
        is_unseen(letter) && !joins
    })
}

/// Scripts whose letters change when they are joined, emoji, and what picks an emoji's form.
fn is_joined(letter: char) -> bool {
    matches!(letter, '\u{600}'..='\u{6ff}' | '\u{700}'..='\u{7ff}' | '\u{8a0}'..='\u{dff}' | '\u{fe0f}')
        || matches!(letter, '\u{200d}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}') && !is_unseen(letter)
}

/// Alphabets whose letters look like those of another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
}

fn alphabet(letter: char) -> Option<Alphabet> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Alphabet::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' => Some(Alphabet::Cyrillic),
        '\u{530}'..='\u{58f}' => Some(Alphabet::Armenian),
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Some(Alphabet::Cherokee),
        _ => None,
    }
}

fn is_mixed(word: &str) -> bool {
    let mut found = word.chars().filter_map(alphabet);
    let Some(first) = found.next() else { return false };
    found.any(|other| other != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type() {
        for good in ["茶", "<script>alert(1)</script>", "שמן זית", "زيت الزيتون", "👩‍👩‍👧", " a "]
        {
            assert_eq!(line(good, "/text", 1, 30).as_deref(), Ok(good.trim()));
        }
        assert_eq!(lines("one\r\n\ttwo", "/text", 1, 30).as_deref(), Ok("one\r\n\ttwo"));
        let refused = [
            ("", "text_length"),
            ("   ", "text_length"),
            ("\u{0}", "text_invalid"),
            ("a\u{202e}b", "text_invalid"),
            ("a\nb", "text_invalid"),
        ];
        for (bad, code) in refused {
            assert_eq!(line(bad, "/text", 1, 30).unwrap_err().code, code, "{bad:?}");
        }
        assert_eq!(lines(&"茶".repeat(5_000), "/text", 0, 500).unwrap_err().field, "/text");
    }

    #[test]
    fn nothing_is_called_by_what_nobody_sees() {
        let unseen = [
            "\u{200b}",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{115f}",
            "\u{ad}",
            "\u{feff}",
            "\u{180e}",
            "\u{ffa0}",
            "\u{e0061}",
            "小\u{200b}微",
            "wei\u{2060}",
            "wei\u{fe0f}",
            "w\u{200d}ei",
            "\u{34f}a",
            "\u{1d173}",
            "\u{301}",
            "\u{e31} \u{20dd}",
        ];
        for bad in unseen {
            assert_eq!(line(bad, "/text", 1, 30).unwrap_err().code, "text_unseen", "{bad:?}");
        }
        // Whole texts of it say nothing either; inside of a longer one it does no harm.
        assert_eq!(lines("\u{200b} \n\u{3164}", "/text", 1, 30).unwrap_err().code, "text_unseen");
        assert!(lines("茶\u{200b}好", "/text", 1, 30).is_ok());
        let seen = [
            "👩‍👩‍👧",
            "❤️",
            "1️⃣",
            "می‌خواهم",
            "क्‍ष",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "Ó'Neill",
        ];
        for good in seen {
            assert!(line(good, "/text", 1, 30).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn no_name_looks_like_another_by_letters_of_two_alphabets() {
        for bad in ["аdmin", "shοp", "Ваnyan", "小微 аdmin"] {
            assert_eq!(name(bad, "/name", 1, 30).unwrap_err().code, "name_mixed", "{bad}");
        }
        for good in ["admin", "Вася", "小微shop", "Σοφία", "Вася Shop", "José"] {
            assert!(name(good, "/name", 1, 30).is_ok(), "{good}");
        }
    }
}
