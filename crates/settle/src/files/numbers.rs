//! The numbers of order lines: amounts, rates and pieces, and what is wrong with those that are none.

use super::error::{Fault, shown};
use banyan_plan::money::{Currency, Minor, NumberError};

/// How many pieces a line has: a whole number, 1 if it is empty.
pub(super) fn pieces(line: u64, field: &[u8]) -> Result<u32, Fault> {
    if field.is_empty() {
        return Ok(1);
    }
    let text = std::str::from_utf8(field).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let count = text.and_then(|text| text.parse::<u32>().ok());
    count.filter(|count| (1..=1_000_000_000).contains(count)).ok_or_else(|| {
        let value = shown(field);
        Fault::new(
            line,
            format!("件数 {value} 不对；应为不小于 1 的整数，空着算 1 件"),
            format!(
                "quantity {value} is wrong; expected a whole number of at least 1, or nothing for one piece"
            ),
        )
    })
}

/// An amount in its most common form, not negative, with a point and all of the currency's digits; `None` for
/// whatever else may or may not be an amount.
#[inline]
pub(super) fn common_amount(field: &[u8], digits: usize) -> Option<Minor> {
    let (major, rest) = field.split_at_checked(field.len().checked_sub(digits + 1)?)?;
    let [b'.', minor @ ..] = rest else { return None };
    // Nine digits before the point: within every bound.
    if !(1..=9).contains(&major.len()) || minor.is_empty() {
        return None;
    }
    let (mut value, mut foreign) = (0, false);
    for byte in major.iter().chain(minor) {
        let digit = byte.wrapping_sub(b'0');
        foreign |= digit > 9;
        value = value * 10 + Minor::from(digit);
    }
    (!foreign).then_some(value)
}

#[cold]
pub(super) fn bad_amount(
    line: u64,
    column: &str,
    field: &[u8],
    error: NumberError,
    currency: Currency,
) -> Fault {
    if field.is_empty() {
        return super::members::empty(line, column);
    }
    let value = shown(field);
    let word = match column {
        "cost" => "成本",
        "amount" => "金额",
        volume => volume,
    };
    let (digits, example) = (currency.digits(), currency.text(123 * i128::from(currency.scale()) / 10));
    match error {
        NumberError::TooManyDigits(_) => Fault::new(
            line,
            format!("{word} {value} 小数点后超过 {digits} 位；{currency} 只有 {digits} 位"),
            format!(
                "{column} {value} has more than {digits} digits after the point; {currency} has {digits}"
            ),
        ),
        NumberError::TooLarge => Fault::new(
            line,
            format!("{word} {value} 过大；绝对值最多 1000000000000"),
            format!("{column} {value} is too large; expected at most 1000000000000 either way"),
        ),
        NumberError::NotANumber | NumberError::Negative => Fault::new(
            line,
            format!("{word} {value} 不是数字；应为 {example} 之类，不带千位分隔符和货币符号"),
            format!(
                "{column} {value} is not a number; expected one such as {example}, without separators or currency signs"
            ),
        ),
    }
}

#[cold]
pub(super) fn bad_rate(line: u64, field: &[u8], error: NumberError) -> Fault {
    let value = shown(field);
    let (zh, en) = match error {
        NumberError::TooManyDigits(_) => {
            ("小数位过多（最细到百万分之一）", "has too many digits after the point")
        }
        NumberError::TooLarge => ("超过 100%", "is above 100 %"),
        NumberError::Negative => ("是负数", "is negative"),
        NumberError::NotANumber => ("不是比例", "is not a rate"),
    };
    Fault::new(
        line,
        format!("rate {value} {zh}；应在 0% 至 100% 之间，如 20% 或 0.2"),
        format!("rate {value} {en}; expected 0 % to 100 %, such as 20% or 0.2"),
    )
}
