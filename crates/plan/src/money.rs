//! Money is an integer of the currency's minor unit; a rate is an integer of 1/1,000,000.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in the currency's minor unit (fen, pence, yen). Negative when money goes back.
pub type Minor = i64;

/// The largest amount of one order line: 10^12 of the currency's major unit. With four decimals this is 10^16 minor
/// units, so that an `i64` always holds it and a product with a [`Rate`] always fits an `i128`.
pub const MAX_MAJOR: i64 = 1_000_000_000_000;

/// A currency by its ISO 4217 code, with the number of digits of its minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency {
    code: [u8; 3],
    digits: u8,
}

/// Why a text is no amount or no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not of the form `-12.34`.
    #[error("not a decimal number")]
    NotANumber,
    /// More digits after the point than the currency (or a rate) has.
    #[error("more than {0} digits after the point")]
    TooManyDigits(u8),
    /// Beyond [`MAX_MAJOR`] or, for a rate, above 100 %.
    #[error("too large")]
    TooLarge,
    /// A rate below zero.
    #[error("negative")]
    Negative,
}

/// ISO 4217 codes whose minor unit does not have two digits, and the digits that it has.
const ODD_DIGITS: &[(&str, u8)] = &[
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("UYI", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
    ("CLF", 4),
    ("UYW", 4),
];

impl Currency {
    /// The currency of an ISO 4217 code (three capital letters); `None` if the text is not of that form.
    pub fn of_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !bytes.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let digits = ODD_DIGITS.iter().find(|(odd, _)| *odd == code).map_or(2, |(_, digits)| *digits);
        Some(Self { code: bytes, digits })
    }

    /// The ISO code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Digits after the point.
    pub fn digits(self) -> u8 {
        self.digits
    }

    /// Minor units in one major unit.
    pub fn scale(self) -> i64 {
        10_i64.pow(u32::from(self.digits))
    }

    /// Reads `-12.34`. Fewer digits than the currency has are fine, more are refused.
    pub fn parse(self, text: &[u8]) -> Result<Minor, NumberError> {
        let minor = decimal(text, self.digits)?;
        if minor.unsigned_abs() > MAX_MAJOR.unsigned_abs() * self.scale().unsigned_abs() {
            return Err(NumberError::TooLarge);
        }
        Ok(minor)
    }

    /// Appends the amount with all of the currency's digits, as the files have it: `-0.05`.
    pub fn write(self, amount: i128, out: &mut Vec<u8>) {
        write_decimal(amount, self.digits, out);
    }

    /// The amount as files have it.
    pub fn text(self, amount: i128) -> String {
        let mut out = Vec::with_capacity(16);
        self.write(amount, &mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// The amount as people read it: thousands separated, a true minus sign, `−1,234.50`.
    pub fn pretty(self, amount: i128) -> String {
        let plain = self.text(amount.abs());
        let (major, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        let sign = if amount < 0 { "−" } else { "" };
        format!("{sign}{}{rest}", grouped(major))
    }

    /// What people write before an amount: `¥`, `£`; of a currency without a sign that everybody knows, its code.
    pub fn sign(self) -> String {
        match self.code() {
            "CNY" | "JPY" => "¥".to_owned(),
            "USD" | "HKD" | "TWD" | "SGD" | "AUD" | "CAD" | "NZD" => "$".to_owned(),
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "KRW" => "₩".to_owned(),
            "INR" => "₹".to_owned(),
            other => format!("{other}\u{a0}"),
        }
    }

    /// An amount as people read it on a page: `¥1,234.56`, `−£3.00`.
    pub fn priced(self, amount: Minor) -> String {
        let minus = if amount < 0 { "−" } else { "" };
        format!("{minus}{}{}", self.sign(), self.pretty(i128::from(amount).abs()))
    }
}

/// Digits with their thousands separated: `1,234,567`.
pub fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How an entry comes to whole minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rounding {
    /// Toward zero.
    #[default]
    Down,
    /// To the nearest; half of one away from zero.
    HalfUp,
    /// To the nearest; half of one to the even neighbour.
    HalfEven,
}

impl Rounding {
    /// Millionths of minor units as whole ones.
    pub fn millionths(self, value: i128) -> Minor {
        const WHOLE: i128 = 1_000_000;
        let (whole, rest) = (value / WHOLE, (value % WHOLE).abs() * 2);
        let up = match self {
            Self::Down => false,
            Self::HalfUp => rest >= WHOLE,
            Self::HalfEven => rest > WHOLE || (rest == WHOLE && whole % 2 != 0),
        };
        (if up { whole + value.signum() } else { whole }) as Minor
    }
}

/// A share of something, in millionths: `250_000` is 25 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Rate(pub u32);

impl Rate {
    /// 100 %.
    pub const ONE: Self = Self(1_000_000);

    /// Reads `20%`, `12.5%` or `0.2`; from 0 to 100 %, to the millionth.
    pub fn parse(text: &[u8]) -> Result<Self, NumberError> {
        let (digits, number) = match text.strip_suffix(b"%") {
            Some(number) => (4, number.strip_suffix(b" ").unwrap_or(number)),
            None => (6, text),
        };
        let millionths = decimal(number, digits)?;
        match u32::try_from(millionths) {
            Ok(millionths) if millionths <= Self::ONE.0 => Ok(Self(millionths)),
            _ if millionths < 0 => Err(NumberError::Negative),
            _ => Err(NumberError::TooLarge),
        }
    }

    /// `base` × this rate, truncated toward zero to the minor unit. Never overflows: the result is no larger than `base`.
    #[inline]
    pub fn of(self, base: Minor) -> Minor {
        match base.checked_mul(i64::from(self.0)) {
            Some(product) => product / 1_000_000,
            None => (i128::from(base) * i128::from(self.0) / 1_000_000) as Minor,
        }
    }

    /// `base` × this rate to the minor unit, rounded as the plan says.
    #[inline]
    pub fn share(self, base: Minor, rounding: Rounding) -> Minor {
        match rounding {
            Rounding::Down => self.of(base),
            Rounding::HalfUp | Rounding::HalfEven => {
                rounding.millionths(i128::from(base) * i128::from(self.0))
            }
        }
    }

    /// Appends the rate as a decimal fraction without needless zeros: `0.25`, `1`, `0.000001`.
    pub fn write(self, out: &mut Vec<u8>) {
        write_decimal(i128::from(self.0), 6, out);
        while out.last() == Some(&b'0') {
            out.pop();
        }
        if out.last() == Some(&b'.') {
            out.pop();
        }
    }

    /// The rate as a decimal fraction.
    pub fn text(self) -> String {
        let mut out = Vec::with_capacity(8);
        self.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// The rate as people read it: `25%`, `12.5%`.
    pub fn percent(self) -> String {
        let mut out = Vec::with_capacity(10);
        write_decimal(i128::from(self.0), 4, &mut out);
        let text = String::from_utf8(out).unwrap_or_default();
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// What a payee keeps of `entry` once `refunded` of a line of `amount` has gone back:
/// trunc(entry × (amount − refunded) / amount).
///
/// `amount` must not be zero; `refunded` is between zero and `amount`, of the same sign.
#[inline]
pub fn kept(entry: Minor, amount: Minor, refunded: Minor) -> Minor {
    let left = amount - refunded;
    match entry.checked_mul(left) {
        Some(product) => product / amount,
        None => (i128::from(entry) * i128::from(left) / i128::from(amount)) as Minor,
    }
}

/// Reads an optionally signed decimal with at most `digits` after the point, as an integer of its last place.
fn decimal(text: &[u8], digits: u8) -> Result<i64, NumberError> {
    let (negative, number) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut value: i64 = 0;
    let mut seen = 0_usize;
    let mut after_point: Option<u8> = None;
    for &byte in number {
        match byte {
            b'0'..=b'9' => {
                seen += 1;
                if let Some(places) = &mut after_point {
                    *places += 1;
                    if *places > digits {
                        return Err(too_many(number, digits));
                    }
                }
                value = value
                    .checked_mul(10)
                    .and_then(|v| v.checked_add(i64::from(byte - b'0')))
                    .ok_or(NumberError::TooLarge)?;
            }
            b'.' if after_point.is_none() && seen > 0 => after_point = Some(0),
            _ => return Err(NumberError::NotANumber),
        }
    }
    if seen == 0 || (after_point == Some(0)) {
        return Err(NumberError::NotANumber);
    }
    let missing = u32::from(digits - after_point.unwrap_or(0));
    let value = value.checked_mul(10_i64.pow(missing)).ok_or(NumberError::TooLarge)?;
    Ok(if negative { -value } else { value })
}

/// Tells a number with too many digits from a text that is no number at all.
fn too_many(number: &[u8], digits: u8) -> NumberError {
    let points = number.iter().filter(|byte| **byte == b'.').count();
    if points == 1 && number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        NumberError::TooManyDigits(digits)
    } else {
        NumberError::NotANumber
    }
}

/// Appends an integer of 10^−`digits` as a decimal.
#[inline]
fn write_decimal(value: i128, digits: u8, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    let magnitude = value.unsigned_abs();
    let mut buffer = [0_u8; NUMBER_ROOM + SHORT];
    // 64-bit division is several times faster than 128-bit; only totals ever need the wide one.
    let start = match u64::try_from(magnitude) {
        Ok(small) => put_decimal(small, digits, &mut buffer),
        Err(_) => put_wide_decimal(magnitude, digits, &mut buffer),
    };
    let end = out.len() + NUMBER_ROOM - start;
    if NUMBER_ROOM - start <= SHORT {
        // So many bytes at once are faster than the right number of them.
        out.extend_from_slice(&buffer[start..start + SHORT]);
        out.truncate(end);
    } else {
        out.extend_from_slice(&buffer[start..NUMBER_ROOM]);
    }
}

/// Room for the longest number: 39 digits, a point, four places.
const NUMBER_ROOM: usize = 48;
/// Most amounts are shorter.
const SHORT: usize = 16;

/// Writes to the end of the buffer; gives where the text begins. Two digits at a time: this is half of the work of
/// writing a rewards file.
#[inline]
fn put_decimal(value: u64, digits: u8, buffer: &mut [u8]) -> usize {
    let mut rest = value;
    let mut at = NUMBER_ROOM;
    if digits > 0 {
        for _ in 0..digits {
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        at -= 1;
        buffer[at] = b'.';
    }
    while rest >= 100 {
        let pair = (rest % 100) as u8;
        rest /= 100;
        at -= 2;
        buffer[at] = b'0' + pair / 10;
        buffer[at + 1] = b'0' + pair % 10;
    }
    if rest >= 10 {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    at -= 1;
    buffer[at] = b'0' + rest as u8;
    at
}

#[cold]
fn put_wide_decimal(value: u128, digits: u8, buffer: &mut [u8]) -> usize {
    let mut rest = value;
    let mut at = NUMBER_ROOM;
    let mut place = 0;
    while rest > 0 || place <= digits {
        if place == digits && digits > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        place += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cny() -> Currency {
        Currency::of_code("CNY").unwrap()
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        let cases: &[(&str, Result<Minor, NumberError>)] = &[
            ("200.00", Ok(20_000)),
            ("-50.5", Ok(-5_050)),
            ("0", Ok(0)),
            ("1.234", Err(NumberError::TooManyDigits(2))),
            ("1.2.34", Err(NumberError::NotANumber)),
            ("1.23x", Err(NumberError::NotANumber)),
            ("", Err(NumberError::NotANumber)),
            ("-", Err(NumberError::NotANumber)),
            (".5", Err(NumberError::NotANumber)),
            ("5.", Err(NumberError::NotANumber)),
            ("+5", Err(NumberError::NotANumber)),
            ("1e3", Err(NumberError::NotANumber)),
            ("1,000.00", Err(NumberError::NotANumber)),
            ("1000000000000.00", Ok(100_000_000_000_000)),
            ("1000000000000.01", Err(NumberError::TooLarge)),
            ("99999999999999999999", Err(NumberError::TooLarge)),
        ];
        for (text, expected) in cases {
            assert_eq!(cny().parse(text.as_bytes()), *expected, "{text}");
        }
    }

    #[test]
    fn each_currency_has_its_own_digits() {
        for (code, amount, text) in [("JPY", 1_234, "1234"), ("KWD", -1, "-0.001"), ("CNY", 5, "0.05")] {
            assert_eq!(Currency::of_code(code).unwrap().text(amount), text);
        }
        assert_eq!(Currency::of_code("yuan"), None);
        assert_eq!(cny().pretty(-123_456_789), "−1,234,567.89");
        assert_eq!(cny().pretty(12_345), "123.45");
        assert_eq!(
            (cny().priced(123_456), cny().priced(-300)),
            ("¥1,234.56".to_owned(), "−¥3.00".to_owned())
        );
    }

    #[test]
    fn rates_are_fractions_or_percentages() {
        for (text, millionths) in
            [("20%", 200_000), ("0.2", 200_000), ("12.5%", 125_000), ("1", 1_000_000), ("0.0001%", 1)]
        {
            assert_eq!(Rate::parse(text.as_bytes()), Ok(Rate(millionths)), "{text}");
        }
        assert_eq!(Rate::parse(b"101%"), Err(NumberError::TooLarge));
        assert_eq!(Rate::parse(b"20"), Err(NumberError::TooLarge));
        assert_eq!(Rate::parse(b"-1%"), Err(NumberError::Negative));
        assert_eq!(Rate::parse(b"0.00001%"), Err(NumberError::TooManyDigits(4)));
        assert_eq!(
            (Rate(250_000).text(), Rate(1_000_000).text(), Rate(0).text()),
            ("0.25".into(), "1".into(), "0".into())
        );
        assert_eq!((Rate(125_000).percent(), Rate(1_000_000).percent()), ("12.5%".into(), "100%".into()));
    }

    #[test]
    fn totals_beyond_64_bits_are_written_too() {
        assert_eq!(cny().text(i128::from(u64::MAX)), "184467440737095516.15");
        assert_eq!(cny().text(i128::from(u64::MAX) * -100), "-18446744073709551615.00");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -100_000_000_000_000_i64..=100_000_000_000_000) {
            prop_assert_eq!(cny().parse(cny().text(i128::from(minor)).as_bytes()), Ok(minor));
        }

        #[test]
        fn a_rate_truncates_toward_zero(base in -10_000_000_000_000_000_i64..=10_000_000_000_000_000, rate in 0_u32..=1_000_000) {
            let exact = i128::from(base) * i128::from(rate);
            let entry = i128::from(Rate(rate).of(base));
            prop_assert!((exact - entry * 1_000_000).abs() < 1_000_000);
            prop_assert!(entry.abs() * 1_000_000 <= exact.abs());
        }

        #[test]
        fn refunds_in_any_steps_end_at_zero(entry in -1_000_000_000_i64..1_000_000_000, steps in prop::collection::vec(1_i64..1_000_000_000, 1..8)) {
            let amount: i64 = steps.iter().sum();
            let (mut refunded, mut balance) = (0, entry);
            for step in steps {
                let before = kept(entry, amount, refunded);
                refunded += step;
                balance += kept(entry, amount, refunded) - before;
            }
            prop_assert_eq!(balance, 0);
        }
    }
}
