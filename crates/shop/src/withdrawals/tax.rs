//! Tax on a withdrawal: the member's payments of the year, and what the shop's profile makes of them.

use banyan_plan::money::Currency;
use banyan_plan::time::{Period, Time};

use super::store;
use crate::db::Conn;
use crate::refusal::Refusal;
use crate::tax::{self, Facts, Paid, Profile, TaxError, Withholding};

impl From<TaxError> for Refusal {
    fn from(error: TaxError) -> Self {
        let text = error.text();
        Self::conflict(error.code(), text.zh, text.en)
    }
}

/// Year and month of a moment where the shop is.
fn calendar(at: i64, utc_offset: i64) -> (i64, u8) {
    let month = Period::Month.index(Time(at), utc_offset);
    (1970 + month.div_euclid(12), month.rem_euclid(12) as u8 + 1)
}

/// What is withheld from `amount` if it is asked for at `now`.
///
/// What has been asked for before in the year and has not been refused counts as paid, in the order of asking: so nobody
/// pays less by asking for many small amounts at once, and what she is shown before she confirms is what is withheld.
pub(super) fn withhold(
    conn: &mut Conn,
    profile: &Profile,
    (currency, utc_offset): (Currency, i64),
    owner: i64,
    amount: i64,
    now: i64,
) -> Result<Withholding, Refusal> {
    let (year, month) = calendar(now, utc_offset);
    let begins = Period::Month.start((year - 1970) * 12, utc_offset).0;
    let earlier = store::since(conn, owner, begins)?;
    let history: Vec<Paid> = earlier
        .iter()
        .map(|(at, income, withheld)| Paid {
            income: *income,
            withheld: *withheld,
            month: calendar(*at, utc_offset).1.min(month),
        })
        .collect();
    let has_tax_number = store::has_tax_number(conn, owner)?;
    let facts = Facts { has_tax_number, ..Facts::new(currency, year as i32, month) };
    Ok(profile.withhold(&history, amount, &facts)?)
}

/// The profile of a name.
pub(super) fn profile(id: &str) -> Result<&'static Profile, Refusal> {
    Ok(tax::profile(id)?)
}
