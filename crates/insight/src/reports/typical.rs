//! Typical earnings: what has to stand beside every claim about income, computed from the ledger's rewards.

use std::sync::{Mutex, PoisonError};

use banyan_base::refusal::Refusal;
use banyan_books::rewards;
use banyan_law::monitor::{TypicalEarnings, typical_earnings};
use banyan_plan::time::{DAY, Time};
use banyan_store::Conn;

/// Days looked back on.
pub(super) const DAYS: i64 = 365;
/// A table may be so old: it takes a look at every reward of a year.
const FRESH: i64 = DAY / 24;

/// Fewer people than this are no crowd: a figure of theirs would tell what one of them earned.
const CROWD: usize = 10;

/// A table without what would tell one person's income: of fewer than [`CROWD`] promoters nothing, and of a figure that
/// some earn more than, nothing unless they are so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) earned_nothing: Option<i64>,
    pub(super) nothing_share: Option<i64>,
    pub(super) median: Option<i64>,
    pub(super) p75: Option<i64>,
    pub(super) p90: Option<i64>,
    pub(super) p99: Option<i64>,
}

impl Told {
    /// What everybody may know.
    pub(super) fn to_everybody(table: &TypicalEarnings) -> Self {
        let if_above =
            |one_in: usize, figure: i64| (table.people >= (CROWD * one_in) as u64).then_some(figure.max(0));
        Self {
            earned_nothing: if_above(1, table.earned_nothing as i64),
            nothing_share: if_above(1, table.nothing_share.0.into()),
            median: if_above(2, table.median),
            p75: if_above(4, table.p75),
            p90: if_above(10, table.p90),
            p99: if_above(100, table.p99),
        }
    }

    /// What they may know who see every account.
    pub(super) fn whole(table: &TypicalEarnings) -> Self {
        Self {
            earned_nothing: Some(table.earned_nothing as i64),
            nothing_share: Some(table.nothing_share.0.into()),
            median: Some(table.median.max(0)),
            p75: Some(table.p75.max(0)),
            p90: Some(table.p90.max(0)),
            p99: Some(table.p99.max(0)),
        }
    }

    /// Whether there are enough people for a picture of how earnings are spread.
    pub(super) fn is_crowd(people: usize) -> bool {
        people >= CROWD
    }
}

/// The table as it was last computed.
#[derive(Default)]
pub struct Typical(Mutex<Option<(Time, Option<TypicalEarnings>)>>);

impl Typical {
    /// What promoters earned in the year before `now`, those who earned nothing included; nothing if there are none. At
    /// most an hour old; when it was computed.
    pub(super) fn get(&self, conn: &mut Conn, now: Time) -> Result<(Time, Option<TypicalEarnings>), Refusal> {
        let known = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, table)) = known.filter(|(at, _)| (0..FRESH).contains(&(now.0 - at.0))) {
            return Ok((at, table));
        }
        let table = typical_earnings(&rewards::earned_since(conn, now.0 - DAYS * DAY)?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, table));
        Ok((now, table))
    }
}
