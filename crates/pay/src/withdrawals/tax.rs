//! Tax on a withdrawal: the member's payments of the year, and what the shop's profile makes of them.

use banyan_base::refusal::Refusal;
use banyan_base::tax::{self, Facts, Paid, Profile, Withholding};
use banyan_plan::money::Currency;
use banyan_plan::time::{Period, Time};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};

use super::store::{self, Earlier};

/// Year and month of a moment where the shop is.
fn calendar(at: i64, utc_offset: i64) -> (i64, u8) {
    let month = Period::Month.index(Time(at), utc_offset);
    (1970 + month.div_euclid(12), month.rem_euclid(12) as u8 + 1)
}

/// What a tax rests on beside the member's other withdrawals of the year. Kept with it, as both may change later.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Given {
    /// Where the shop was, in nanoseconds from UTC: it decides what belongs to which month.
    pub(super) utc_offset: i64,
    /// Whether the shop knew the member's tax number.
    pub(super) has_tax_number: bool,
}

impl Given {
    /// The beginning of the year of a moment.
    pub(super) fn year_of(&self, at: i64) -> i64 {
        let (year, _) = calendar(at, self.utc_offset);
        Period::Month.start((year - 1970) * 12, self.utc_offset).0
    }

    /// What is withheld from `amount` if it is asked for at `now`, after those that were asked for `earlier` in the year.
    pub(super) fn withhold(
        &self,
        (profile, currency): (&Profile, Currency),
        earlier: &[Earlier],
        amount: i64,
        now: i64,
    ) -> Result<Withholding, Refusal> {
        let (year, month) = calendar(now, self.utc_offset);
        let history: Vec<Paid> = earlier
            .iter()
            .map(|one| Paid {
                income: one.amount,
                withheld: one.tax,
                month: calendar(one.at, self.utc_offset).1.min(month),
            })
            .collect();
        let facts = Facts { has_tax_number: self.has_tax_number, ..Facts::new(currency, year as i32, month) };
        Ok(profile.withhold(&history, amount, &facts)?)
    }
}

/// What is withheld from `amount` if it is asked for at `now`, and what that rests on.
///
/// What has been asked for before in the year and has not been refused counts as paid, in the order of asking: so nobody
/// pays less by asking for many small amounts at once, and what they are shown before they confirm is what is withheld.
pub(super) fn withhold(
    conn: &mut Conn,
    profile: &Profile,
    (currency, utc_offset): (Currency, i64),
    owner: i64,
    amount: i64,
    now: i64,
) -> Result<(Withholding, Given), Refusal> {
    let given = Given { utc_offset, has_tax_number: store::has_tax_number(conn, owner)? };
    let earlier = store::since(conn, owner, given.year_of(now))?;
    Ok((given.withhold((profile, currency), &earlier, amount, now)?, given))
}

/// The profile of a name.
pub(super) fn profile(id: &str) -> Result<&'static Profile, Refusal> {
    Ok(tax::profile(id)?)
}
