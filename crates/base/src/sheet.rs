//! Tables that people open in a spreadsheet.

/// Digits from which on a spreadsheet shows a number as `6.22588E+18`, and loses its end when the file is saved.
const LONG: usize = 12;

/// Whether a spreadsheet would take a text for something else: a formula, or a number with fewer digits.
fn is_taken_otherwise(text: &str) -> bool {
    let is_number = text.len() >= LONG && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number || text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// One cell of text: quoted where RFC 4180 asks for it; what a spreadsheet would take for a formula or for a long number
/// begins with an apostrophe.
pub fn cell(text: &str) -> String {
    let text = if is_taken_otherwise(text) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_breaks_out_or_loses_digits() {
        let table = [
            ("张小满", "张小满"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("＝1", "'＝1"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("a\nb", "\"a\nb\""),
            ("", ""),
            ("6225880123456789", "'6225880123456789"),
            ("440301199001011234", "'440301199001011234"),
            ("44030119900101123X", "44030119900101123X"),
            ("13800138000", "13800138000"),
        ];
        for (text, expected) in table {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
