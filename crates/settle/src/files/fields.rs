//! Fields as they are written, so that a spreadsheet leaves them as they are, and read again.

fn needs_quotes(text: &[u8]) -> bool {
    text.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r'))
}

/// Whether a text is not written as it is: it needs quotes or an apostrophe.
pub(crate) fn needs_care(text: &[u8]) -> bool {
    needs_quotes(text) || needs_apostrophe(text)
}

/// Digits from which on a spreadsheet shows a number as `6.22588E+18`, and loses its end when the file is saved.
const LONG_NUMBER: usize = 12;

/// Whether a spreadsheet would take a text for something else, a formula or a number with fewer digits, or would hide the
/// apostrophe that it begins with.
fn needs_apostrophe(text: &[u8]) -> bool {
    let [first, rest @ ..] = text else { return false };
    match first {
        b'=' | b'@' | b'\t' | b'\r' | b'\n' | b'\'' => true,
        b'+' | b'-' => !is_amount(rest),
        b'0'..=b'9' => text.len() >= LONG_NUMBER && rest.iter().all(u8::is_ascii_digit),
        0xef => ["＝", "＋", "－", "＠"].iter().any(|sign| text.starts_with(sign.as_bytes())),
        _ => false,
    }
}

/// Digits, with a point among them.
fn is_amount(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit)
        && text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// A field without the apostrophe that [`write_field`] has put before it.
#[inline]
pub(crate) fn without_apostrophe(text: &[u8]) -> &[u8] {
    match text {
        [b'\'', rest @ ..] if needs_apostrophe(rest) => rest,
        _ => text,
    }
}

/// Appends a text as a field of a CSV file after RFC 4180: in quotes if it holds a comma, a quote or a line end. What a
/// spreadsheet would take for a formula, or for a number of which it keeps fifteen digits, has an apostrophe before it,
/// which reading takes away again.
pub fn write_field(text: &[u8], out: &mut Vec<u8>) {
    let is_quoted = needs_quotes(text);
    if is_quoted {
        out.push(b'"');
    }
    if needs_apostrophe(text) {
        out.push(b'\'');
    }
    if !is_quoted {
        out.extend_from_slice(text);
        return;
    }
    for &byte in text {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_field_is_a_formula_or_loses_digits_in_a_spreadsheet() {
        let table = [
            ("小满", "小满"),
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1 555", "'+1 555"),
            ("-5.00", "-5.00"),
            ("-cmd", "'-cmd"),
            ("@a", "'@a"),
            ("＝1", "'＝1"),
            ("'a", "''a"),
            ("13800138000", "13800138000"),
            ("440301199001011234", "'440301199001011234"),
            ("44030119900101123X", "44030119900101123X"),
            ("", ""),
        ];
        for (text, expected) in table {
            let mut out = Vec::new();
            write_field(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{text}");
        }
        for (read, expected) in [("'=1", "=1"), ("''a", "'a"), ("'a", "'a"), ("'", "'"), ("'1", "'1")] {
            assert_eq!(without_apostrophe(read.as_bytes()), expected.as_bytes(), "{read}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "['=+@0-9a-c-]{0,20}") {
            let mut out = Vec::new();
            write_field(text.as_bytes(), &mut out);
            prop_assert_eq!(without_apostrophe(&out), text.as_bytes());
        }
    }
}
