//! Moments in nanoseconds, and the calendar on the shop's wall.

use jiff::civil::DateTime;

use super::model::Span;

pub(super) const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400;

/// What the clock on the wall shows, so many hours ahead of UTC.
pub(super) fn wall(moment: i64, hours: i64) -> DateTime {
    let at = jiff::Timestamp::from_nanosecond(i128::from(moment + hours * 3_600 * SECOND)).expect("a moment");
    jiff::tz::Offset::UTC.to_datetime(at)
}

/// The moment at which a day begins on the wall, by its number.
pub(super) fn midnight(day: i64, hours: i64) -> i64 {
    (day * DAY - hours * 3_600) * SECOND
}

/// The number of the calendar period that a moment lies in; numbers follow each other.
pub(super) fn index(span: Span, moment: i64, hours: i64) -> i64 {
    let day = (moment + hours * 3_600 * SECOND).div_euclid(DAY * SECOND);
    let wall = wall(moment, hours);
    let month = i64::from(wall.year()) * 12 + i64::from(wall.month()) - 1;
    match span {
        Span::Day => day,
        // 1 January 1970 was a Thursday.
        Span::Week => (day + 3).div_euclid(7),
        Span::Month => month,
        Span::Quarter => month.div_euclid(3),
        Span::Year => month.div_euclid(12),
    }
}

/// What a period is called in which a moment lies.
pub(super) fn name(span: Span, moment: i64, hours: i64) -> String {
    let date = wall(moment, hours).date();
    let (year, month) = (date.year(), date.month());
    match span {
        Span::Day => format!("{year:04}-{month:02}-{:02}", date.day()),
        Span::Week => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Span::Month => format!("{year:04}-{month:02}"),
        Span::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
        Span::Year => format!("{year:04}"),
    }
}
