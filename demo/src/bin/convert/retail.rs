//! Reads UCI Online Retail: one row per product of an invoice.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use banyan_plan::time::Time;
use flate2::read::MultiGzDecoder;

use crate::fail::Fail;

/// Rows of the published file.
const ROWS: usize = 541_909;

const COLUMNS: [&str; 8] = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
];

/// One row as it was observed, with its running number inside the invoice.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) invoice: String,
    pub(crate) number: u32,
    pub(crate) code: String,
    pub(crate) description: String,
    pub(crate) quantity: i64,
    pub(crate) at: Time,
    /// Unit price in thousandths of a pound: four rows have three decimals.
    pub(crate) price: i64,
    /// Empty where the source names no customer.
    pub(crate) customer: String,
}

/// Reads every row, in file order.
pub(crate) fn read(path: &Path) -> Result<Vec<Line>, Fail> {
    let file = File::open(path).map_err(Fail::io(path))?;
    let mut reader = csv::Reader::from_reader(MultiGzDecoder::new(file));
    let header = reader.headers().map_err(|error| Fail::line(path, 1, error.to_string()))?;
    if header.iter().ne(COLUMNS) {
        return Err(Fail::line(path, 1, format!("expected the columns {}", COLUMNS.join(","))));
    }
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut lines: Vec<Line> = Vec::with_capacity(ROWS);
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).map_err(|error| {
            let at = error.position().map_or(0, csv::Position::line);
            Fail::line(path, at, error.to_string())
        })?;
        if !more {
            break;
        }
        let row = record.position().map_or(0, csv::Position::line);
        let mut line = parse(&record).map_err(|what| Fail::line(path, row, what))?;
        if lines.last().is_some_and(|before| line.at < before.at) {
            return Err(Fail::line(path, row, "earlier than the row before; expected rows in order of time"));
        }
        let number = numbers.entry(line.invoice.clone()).or_default();
        *number += 1;
        line.number = *number;
        lines.push(line);
    }
    Fail::unless_count("rows of Online Retail", ROWS, lines.len())?;
    Ok(lines)
}

fn parse(record: &csv::StringRecord) -> Result<Line, String> {
    let quantity =
        record[3].parse().map_err(|_| format!("quantity `{}`: expected a whole number", &record[3]))?;
    Ok(Line {
        invoice: record[0].to_owned(),
        number: 0,
        code: record[1].to_owned(),
        description: record[2].trim().to_owned(),
        quantity,
        at: moment(&record[4])
            .ok_or_else(|| format!("time `{}`: expected YYYY-MM-DD HH:MM:SS", &record[4]))?,
        price: thousandths(&record[5])
            .ok_or_else(|| format!("price `{}`: expected a decimal number", &record[5]))?,
        customer: record[6].strip_suffix(".0").unwrap_or(&record[6]).to_owned(),
    })
}

/// Reads `2010-12-01 08:26:00`. The source means UK local time; the bundle takes it as UTC.
fn moment(text: &str) -> Option<Time> {
    let (date, clock) = text.split_once(' ')?;
    let mut date = date.splitn(3, '-');
    let mut clock = clock.splitn(3, ':');
    let small = |parts: &mut std::str::SplitN<'_, char>| parts.next()?.parse::<u8>().ok();
    let year = date.next()?.parse().ok()?;
    let (month, day) = (small(&mut date)?, small(&mut date)?);
    Time::from_civil(year, month, day, small(&mut clock)?, small(&mut clock)?, small(&mut clock)?)
}

/// Reads `2.55` as 2550. At most three decimals.
fn thousandths(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    if decimals.is_empty() || decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let decimals: i64 = format!("{decimals:0<3}").parse().ok()?;
    let value = i64::from(whole) * 1000 + decimals;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_to_the_thousandth() {
        for (text, expected) in [
            ("2.55", Some(2_550)),
            ("0.001", Some(1)),
            ("-11062.06", Some(-11_062_060)),
            ("7", Some(7_000)),
            ("1.2345", None),
            ("1e3", None),
            ("", None),
        ] {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }

    #[test]
    fn times_are_read_as_utc() {
        assert_eq!(moment("2010-12-01 08:26:00").unwrap().to_string(), "2010-12-01 08:26:00");
        assert_eq!(moment("2010-12-01T08:26:00"), None);
        assert_eq!(moment("2010-13-01 08:26:00"), None);
    }
}
