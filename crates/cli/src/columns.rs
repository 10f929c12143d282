//! Columns on a terminal, where Han characters take two.

/// Fills a text on its right up to so many columns, with one at least.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text)).max(1)))
}

/// Fills a text on its left up to so many columns, with one at least.
pub(crate) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text)).max(1)))
}

/// A name that somebody else chose: without control characters, and cut so that it leaves a column free of so many.
pub(crate) fn cut(name: &str, columns: usize) -> String {
    let mut out = String::new();
    for letter in name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }) {
        if width(&out) + width(letter.encode_utf8(&mut [0; 4])) + 2 > columns {
            out.push('…');
            break;
        }
        out.push(letter);
    }
    out
}

fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_take_two_columns() {
        assert_eq!(pad("茶友", 6), "茶友  ");
        assert_eq!(pad_left("茶友", 6), "  茶友");
        assert_eq!(pad("茶友", 2), "茶友 ");
        assert_eq!(cut("茶友一群", 8), "茶友一…");
        assert_eq!(cut("tea\u{1b}[2J", 20), "tea\u{fffd}[2J");
    }
}
