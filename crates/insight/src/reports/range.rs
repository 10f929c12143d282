//! A stretch of time, cut into days or months of the shop.

use banyan_api::http::At;
use banyan_base::refusal::{Kind, Refusal};
use banyan_plan::time::{DAY, Period, Time};

/// Pieces that one answer may have.
const MOST: usize = 400;
/// What is looked at if nobody says how much.
const USUAL_DAYS: i64 = 30;

/// A stretch of time; its end does not belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(super) since: i64,
    pub(super) until: i64,
}

impl Range {
    /// From one moment to another; the last 30 days, today included, if nothing is said. `utc_offset` is the shop's.
    pub(super) fn read(
        since: Option<At>,
        until: Option<At>,
        now: Time,
        utc_offset: i64,
    ) -> Result<Self, Refusal> {
        let tomorrow = Period::Day.start(Period::Day.index(now, utc_offset) + 1, utc_offset).0;
        let until = until.map_or(tomorrow, |At(at)| at);
        let since = since.map_or(until - USUAL_DAYS * DAY, |At(at)| at);
        if since >= until {
            let (zh, en) = ("结束时间应晚于开始时间", "the end has to be later than the beginning");
            return Err(Refusal::new(Kind::Malformed, "range", zh, en).at("until"));
        }
        Ok(Self { since, until })
    }

    /// Its days, weeks or months; the first and the last may be cut short.
    pub(super) fn pieces(self, by: Period, utc_offset: i64) -> Result<Vec<Self>, Refusal> {
        let mut pieces = Vec::new();
        let mut since = self.since;
        while since < self.until {
            if pieces.len() == MOST {
                let (zh, en) = (
                    format!("时间范围太长，最多 {MOST} 段"),
                    format!("the range is too long: at most {MOST} pieces"),
                );
                return Err(Refusal::new(Kind::Malformed, "range", zh, en).at("since"));
            }
            let end = by.start(by.index(Time(since), utc_offset) + 1, utc_offset).0.min(self.until);
            pieces.push(Self { since, until: end });
            since = end;
        }
        Ok(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_cut_where_the_shops_months_end() {
        let at = |year, month, day| Time::from_civil(year, month, day, 0, 0, 0).unwrap().0;
        let range = Range { since: at(2026, 1, 15), until: at(2026, 3, 10) };
        let pieces = range.pieces(Period::Month, 0).unwrap();
        let edges: Vec<(i64, i64)> = pieces.iter().map(|piece| (piece.since, piece.until)).collect();
        let (january, february, march) = (at(2026, 1, 15), at(2026, 2, 1), at(2026, 3, 1));
        assert_eq!(edges, [(january, february), (february, march), (march, at(2026, 3, 10))]);
        // Eight hours ahead of UTC, March begins while it is still February there.
        let ahead = range.pieces(Period::Month, 8 * DAY / 24).unwrap();
        assert_eq!(ahead[2].since, march - 8 * DAY / 24);
    }

    #[test]
    fn a_range_needs_a_length_and_not_too_much_of_it() {
        let now = Time::from_civil(2026, 5, 5, 12, 0, 0).unwrap();
        let usual = Range::read(None, None, now, 0).unwrap();
        assert_eq!(usual.until - usual.since, 30 * DAY);
        assert!(usual.until > now.0);
        assert_eq!(Range::read(Some(At(5)), Some(At(5)), now, 0).unwrap_err().code, "range");
        assert_eq!(Range { since: 0, until: 500 * DAY }.pieces(Period::Day, 0).unwrap_err().code, "range");
    }
}
