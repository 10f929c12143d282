//! Texts that people type: bounded in length, without what no database keeps and no screen shows.
//!
//! Whatever else they contain is theirs: markup is text like any other, and whoever shows it writes it as text.

use crate::refusal::Refusal;

/// A text of one line, trimmed: `least` to `most` characters. `field` is its place in the request.
pub fn line(text: &str, field: &str, least: usize, most: usize) -> Result<String, Refusal> {
    checked(text, field, least, most, false)
}

/// Likewise, with line breaks.
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
    if (least..=most).contains(&count) {
        return Ok(text.to_owned());
    }
    Err(Refusal::unacceptable(
        "text_length",
        format!("应为 {least} 到 {most} 个字，现在是 {count} 个"),
        format!("expected {least} to {most} characters, found {count}"),
    )
    .at(field))
}

/// What turns the direction of writing until it is turned back, and lets a text look like another one. Hebrew and Arabic
/// need none of these.
fn is_turn(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
}
