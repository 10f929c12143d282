//! Withheld tax computed again: from the profile, and from what each withdrawal rested on when it was asked for.

use banyan_base::refusal::Refusal;
use banyan_plan::money::Currency;
use banyan_store::Conn;

use super::act::Arithmetic;
use super::store::{self, Course, Earlier};
use super::tax;

/// A withdrawal of which another tax was withheld than its profile says.
#[derive(Debug, Clone, Copy)]
pub struct WrongTax {
    /// Its id.
    pub id: i64,
    /// What it should be, in minor units.
    pub expected: i64,
    /// What is there, in minor units.
    pub found: i64,
}

/// Members who are looked at together.
const MANY: i64 = 1_000;

/// Withdrawals whose tax is wrong. A profile that has been revised since says nothing of what was withheld before.
pub fn wrong_taxes(conn: &mut Conn, currency: Currency) -> Result<Vec<WrongTax>, Refusal> {
    let (mut after, mut out) = (i64::MIN, Vec::new());
    loop {
        let owners = store::owners(conn, after, MANY)?;
        let Some(last) = owners.last() else { return Ok(out) };
        after = *last;
        let courses = store::courses(conn, owners)?;
        for of_one in courses.chunk_by(|one, next| one.owner == next.owner) {
            for place in 0..of_one.len() {
                out.extend(wrong(&of_one[place], &of_one[..place], currency)?);
            }
        }
    }
}

fn wrong(one: &Course, before: &[Course], currency: Currency) -> Result<Option<WrongTax>, Refusal> {
    let arithmetic: Arithmetic = serde_json::from_str(&one.arithmetic)?;
    let profile = tax::profile(&arithmetic.profile)?;
    if profile.as_of != arithmetic.as_of {
        return Ok(None);
    }
    let given = arithmetic.given;
    let year = given.year_of(one.id);
    let earlier: Vec<Earlier> =
        before.iter().filter_map(|other| counted(other, one.id)).filter(|other| other.at >= year).collect();
    let expected = given.withhold((profile, currency), &earlier, one.amount, one.id)?.withheld;
    Ok((expected != one.tax).then_some(WrongTax { id: one.id, expected, found: one.tax }))
}

/// How an earlier withdrawal counted at `now`: by what had become of it then.
fn counted(one: &Course, now: i64) -> Option<Earlier> {
    let is_past = |at: &i64| *at <= now;
    if one.returned_at.as_ref().is_some_and(is_past) {
        return None;
    }
    let at = one.paid_at.filter(is_past).unwrap_or(one.id);
    Some(Earlier { at, amount: one.amount, tax: one.tax })
}
