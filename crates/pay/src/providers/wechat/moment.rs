//! Moments as WeChat Pay writes them: RFC 3339 with an offset, `2018-06-08T10:34:56+08:00`, at times with a fraction.

use banyan_plan::time::{SECOND, Time};

/// China's offset, seconds: all of WeChat Pay's documents use it.
const CHINA: i64 = 8 * 3600;

/// Reads a moment; `None` for anything that is not one.
pub(super) fn read(text: &str) -> Option<Time> {
    let bytes = text.as_bytes();
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !text.is_ascii() || bytes.len() < 20 || separators.iter().any(|&(at, is)| bytes[at] != is) {
        return None;
    }
    let two = |at: usize| digits(&text[at..at + 2]).and_then(|value| u8::try_from(value).ok());
    let year = digits(&text[..4])?;
    let civil = Time::from_civil(year, two(5)?, two(8)?, two(11)?, two(14)?, two(17)?)?;
    let rest = &text[19..];
    let zone = rest.find(['Z', '+', '-'])?;
    let nanoseconds = match &rest[..zone] {
        "" => 0,
        fraction => {
            let fraction = fraction.strip_prefix('.')?;
            if fraction.len() > 9 {
                return None;
            }
            digits(fraction)? * 10_i64.pow(9 - fraction.len() as u32)
        }
    };
    let offset = match &rest[zone..] {
        "Z" => 0,
        offset => {
            if offset.len() != 6 || offset.as_bytes()[3] != b':' {
                return None;
            }
            let (hours, minutes) = (digits(&offset[1..3])?, digits(&offset[4..6])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            if offset.starts_with('-') { -seconds } else { seconds }
        }
    };
    Some(civil.plus(nanoseconds).plus(-offset * SECOND))
}

fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Writes a moment in China's offset, to the second, as `time_expire` wants it.
pub(super) fn write(at: Time) -> String {
    format!("{}+08:00", at.plus(CHINA * SECOND)).replacen(' ', "T", 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_of_the_documents_are_read() {
        let at = Time::from_civil(2018, 6, 8, 2, 34, 56).unwrap();
        assert_eq!(read("2018-06-08T10:34:56+08:00"), Some(at));
        assert_eq!(read("2018-06-08T02:34:56Z"), Some(at));
        assert_eq!(read("2018-06-08T10:34:56.120+08:00"), Some(at.plus(120_000_000)));
        assert_eq!(write(at), "2018-06-08T10:34:56+08:00");
        for wrong in [
            "",
            "2018-06-08 10:34:56+08:00",
            "2018-02-30T10:34:56+08:00",
            "2018-06-08T10:34:56",
            "2018-06-08T10:34:56.+08:00",
            "2018-06-08T10:34:56+0800",
            "2018-06-08T10:34:56+08:00Z",
            "2018-06-08T１0:34:56+08:00",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn seconds_come_back(seconds in -5_000_000_000_i64..8_000_000_000) {
            prop_assert_eq!(read(&write(Time(seconds * SECOND))), Some(Time(seconds * SECOND)));
        }

        #[test]
        fn no_text_breaks_the_reading(text in any::<String>(), near in "[0-9TZ:.+-]{15,40}") {
            let _ = (read(&text), read(&near));
        }
    }
}
