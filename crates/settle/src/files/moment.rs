//! Times as files have them: RFC 3339, or `YYYY-MM-DD HH:MM:SS` in UTC.

use super::error::{Fault, shown};
use banyan_plan::time::{DAY, SECOND, Time};

/// Why a text is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Neither RFC 3339 nor `YYYY-MM-DD HH:MM:SS`.
    #[error("not a time")]
    NotATime,
    /// Well formed, but there is no such date or time of day (30 February, 24:00), or none from 1678 to 2261.
    #[error("no such moment")]
    NoSuchMoment,
    /// With a `T` between date and time, as RFC 3339 has it, but without its offset.
    #[error("no offset from UTC")]
    NoOffset,
}

/// Reads times, remembering the last date: rows next to each other mostly share it.
#[derive(Debug, Default)]
pub struct Clock {
    date: [u8; 10],
    midnight: i64,
}

impl Clock {
    /// Reads a time: RFC 3339 (date and time parted by `T`, `t` or a space; up to nine digits of a second's fraction;
    /// `Z`, `z` or any offset), or `YYYY-MM-DD HH:MM:SS`, with or without a fraction, in UTC. Leap seconds (`:60`) are
    /// no moments.
    #[inline]
    pub fn read(&mut self, text: &[u8]) -> Result<Time, MomentError> {
        let (Some(date), Some(clock)) = (text.first_chunk::<10>(), text.get(11..19)) else {
            return Err(MomentError::NotATime);
        };
        let second = time_of_day(clock)?;
        if *date != self.date {
            // An impossible date is found only after a wrong form of anything else, so that its message is right.
            self.midnight = midnight(date)?;
            self.date = *date;
        }
        let at = self.midnight + second * SECOND;
        match (text[10], &text[19..]) {
            (b' ', []) | (b' ' | b'T' | b't', [b'Z' | b'z']) => Ok(Time(at)),
            (b' ' | b'T' | b't', suffix) => {
                let (fraction, offset) = suffix_of(suffix, text[10] == b' ')?;
                Ok(Time(at + fraction - offset))
            }
            _ => Err(MomentError::NotATime),
        }
    }
}

/// Seconds since midnight of `HH:MM:SS`.
#[inline]
fn time_of_day(text: &[u8]) -> Result<i64, MomentError> {
    const FORM: u64 = u64::from_le_bytes(*b"00:00:00");
    const TENS: u64 = u64::from_le_bytes([0x76, 0x76, 0x7F, 0x76, 0x76, 0x7F, 0x76, 0x76]);
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let eight = text.first_chunk::<8>().ok_or(MomentError::NotATime)?;
    // What is left of each byte after its expected form is taken away: a digit's value, nothing of a colon. Added to
    // 0x76 (0x7F), whatever is more than nine (more than nothing) reaches the high bit.
    let left = u64::from_le_bytes(*eight) ^ FORM;
    if (left | ((left & !HIGH) + TENS)) & HIGH != 0 {
        return Err(MomentError::NotATime);
    }
    let two = |at: usize| i64::from(eight[at] - b'0') * 10 + i64::from(eight[at + 1] - b'0');
    let (hour, minute, second) = (two(0), two(3), two(6));
    if hour > 23 || minute > 59 || second > 59 {
        return Err(MomentError::NoSuchMoment);
    }
    Ok(hour * 3600 + minute * 60 + second)
}

/// The first nanosecond of a date, in UTC.
fn midnight(date: &[u8; 10]) -> Result<i64, MomentError> {
    let digits = [0, 1, 2, 3, 5, 6, 8, 9];
    if date[4] != b'-' || date[7] != b'-' || !digits.iter().all(|at| date[*at].is_ascii_digit()) {
        return Err(MomentError::NotATime);
    }
    let two = |at: usize| (date[at] - b'0') * 10 + date[at + 1] - b'0';
    let year = i64::from(two(0)) * 100 + i64::from(two(2));
    let time = Time::from_civil(year, two(5), two(8), 0, 0, 0).ok_or(MomentError::NoSuchMoment)?;
    debug_assert_eq!(time.0 % DAY, 0);
    Ok(time.0)
}

/// The nanoseconds of a fraction and of an offset.
fn suffix_of(suffix: &[u8], may_lack_offset: bool) -> Result<(i64, i64), MomentError> {
    let mut fraction = 0;
    let mut rest = suffix;
    if let [b'.', digits @ ..] = rest {
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&count) {
            return Err(MomentError::NotATime);
        }
        for digit in digits[..count].iter().chain(&[b'0'; 9][count..]) {
            fraction = fraction * 10 + i64::from(digit - b'0');
        }
        rest = &digits[count..];
    }
    let offset = match *rest {
        [b'Z' | b'z'] => 0,
        [] if may_lack_offset => 0,
        [] => return Err(MomentError::NoOffset),
        [sign @ (b'+' | b'-'), a, b, b':', c, d] if [a, b, c, d].iter().all(u8::is_ascii_digit) => {
            let two = |tens: u8, ones: u8| i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
            let (hours, minutes) = (two(a, b), two(c, d));
            if hours > 23 || minutes > 59 {
                return Err(MomentError::NoSuchMoment);
            }
            let ahead = (hours * 60 + minutes) * 60 * SECOND;
            if sign == b'+' { ahead } else { -ahead }
        }
        _ => return Err(MomentError::NotATime),
    };
    Ok((fraction, offset))
}

/// Says what is wrong with the time in a column.
#[cold]
pub(crate) fn fault(line: u64, column: &str, value: &[u8], error: MomentError) -> Fault {
    let value = shown(value);
    match error {
        MomentError::NotATime => Fault::new(
            line,
            format!("{column} {value} 不是时间；应为 2020-01-31 08:00:00（UTC）或 2020-01-31T08:00:00+08:00"),
            format!(
                "{column} {value} is not a time; expected 2020-01-31 08:00:00 (in UTC) or 2020-01-31T08:00:00+08:00"
            ),
        ),
        MomentError::NoSuchMoment => Fault::new(
            line,
            format!("{column} {value} 是不存在的日期或时间；应为 1678 年至 2261 年之间真实的日期和时间"),
            format!("{column} {value} is a date or time that is none; expected a real one from 1678 to 2261"),
        ),
        MomentError::NoOffset => Fault::new(
            line,
            format!("{column} {value} 缺少时区；应以 Z 或 +08:00 之类结尾"),
            format!("{column} {value} has no offset from UTC; expected Z or one such as +08:00 at its end"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Time, MomentError> {
        Clock::default().read(text.as_bytes())
    }

    #[test]
    fn times_are_read_in_all_their_forms() {
        let noon = Time::from_civil(2024, 2, 29, 12, 0, 0).unwrap();
        for text in [
            "2024-02-29 12:00:00",
            "2024-02-29 12:00:00.000",
            "2024-02-29T12:00:00Z",
            "2024-02-29t12:00:00z",
            "2024-02-29 12:00:00Z",
            "2024-02-29T20:00:00+08:00",
            "2024-02-28T12:01:00.0-23:59",
        ] {
            assert_eq!(read(text), Ok(noon), "{text}");
        }
        assert_eq!(read("2024-02-29T12:00:00.123456789Z"), Ok(noon.plus(123_456_789)));
        assert_eq!(read("2024-02-29T12:00:00.5Z"), Ok(noon.plus(SECOND / 2)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        use MomentError::{NoOffset, NoSuchMoment, NotATime};
        for (text, error) in [
            ("", NotATime),
            ("2024-02-29", NotATime),
            ("2024-02-29 12:00", NotATime),
            ("2024-2-29 12:00:00", NotATime),
            ("2024/02/29 12:00:00", NotATime),
            ("2024-02-29_12:00:00", NotATime),
            ("2024-02-29 12:00:0x", NotATime),
            ("2024-02-29 12-00-00", NotATime),
            ("2024-02-29 12:00:00.", NotATime),
            ("2024-02-29 12:00:00.1234567890", NotATime),
            ("2024-02-29 12:00:00+0800", NotATime),
            ("2024-02-29 12:00:00 ", NotATime),
            ("2024-02-29T12:00:00", NoOffset),
            ("2024-02-29T12:00:00.5", NoOffset),
            ("2023-02-29 12:00:00", NoSuchMoment),
            ("2020-02-30 00:00:00", NoSuchMoment),
            ("2024-13-01 12:00:00", NoSuchMoment),
            ("2024-12-01 24:00:00", NoSuchMoment),
            ("2024-12-01 23:59:60", NoSuchMoment),
            ("2024-12-01T23:59:59+24:00", NoSuchMoment),
            ("1600-01-01 00:00:00", NoSuchMoment),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_remembered_date_is_never_a_wrong_one() {
        let mut clock = Clock::default();
        assert!(clock.read(b"2024-02-29 12:00:00").is_ok());
        assert!(clock.read(b"2024-02-30 12:00:00").is_err());
        assert!(clock.read(b"2024-02-30 12:00:00").is_err());
        assert_eq!(clock.read(b"2024-02-29 12:00:00"), read("2024-02-29 12:00:00"));
    }

    proptest! {
        #[test]
        fn every_time_is_the_one_that_jiff_reads(ns in -9_214_560_000_000_000_000_i64..9_214_646_400_000_000_000, offset in -1_439_i32..1_440, digits in 0_usize..=9, mark in "[Tt ]") {
            let zone = jiff::tz::Offset::from_seconds(offset * 60).unwrap();
            let exact = jiff::Timestamp::from_nanosecond(i128::from(ns)).unwrap();
            let local = zone.to_datetime(exact);
            let (sign, ahead) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
            let mut fraction = format!(".{:09}", local.subsec_nanosecond());
            fraction.truncate(if digits == 0 { 0 } else { digits + 1 });
            let text = format!("{}{mark}{}{fraction}{sign}{:02}:{:02}", local.strftime("%Y-%m-%d"), local.strftime("%H:%M:%S"), ahead / 60, ahead % 60);
            let expected: jiff::Timestamp = text.parse().unwrap();
            prop_assert_eq!(i128::from(read(&text).unwrap().0), expected.as_nanosecond());
        }

        #[test]
        fn what_is_read_is_what_jiff_would_read(text in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9])") {
            let expected = text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_nanosecond);
            prop_assert_eq!(read(&text).ok().map(|time| i128::from(time.0)), expected);
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}
