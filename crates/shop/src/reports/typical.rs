//! Typical earnings: what has to stand beside every claim about income, computed from the ledger's rewards.

use std::sync::{Mutex, PoisonError};

use banyan_law::monitor::{TypicalEarnings, typical_earnings};
use banyan_plan::time::{DAY, Time};

use crate::db::Conn;
use crate::refusal::Refusal;
use crate::rewards;

/// Days looked back on.
pub(super) const DAYS: i64 = 365;
/// A table may be so old: it takes a look at every reward of a year.
const FRESH: i64 = DAY / 24;

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
