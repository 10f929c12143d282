//! Whose customer somebody is: who is credited with what they buy.

use banyan_base::refusal::Refusal;
use banyan_core::settings::{Binding, Settings};
use banyan_core::work::Work;
use banyan_store::row;

use super::{Bound, Buyer, Visit};

/// The invitation code in what somebody typed or scanned: the code itself, or a link with `via=CODE` in it or ending in
/// it.
pub fn code_of(text: &str) -> &str {
    let text = text.trim();
    let ends = |letter: char| matches!(letter, '&' | '#' | '?' | '/');
    if let Some(at) = text.find("via=") {
        return text[at + 4..].split(ends).next().unwrap_or_default();
    }
    if let Some((_, address)) = text.split_once("://") {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        return address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    }
    text
}

/// Who is credited with a purchase at `now`, by what is known of a buyer; `None` leaves it to the plan's rule.
///
/// A promoter's own purchase is always the plan's business. A customer's purchase goes to whoever's link they opened within
/// the attribution window, unless they are bound to somebody else for good or for days that have not passed. Nobody is credited
/// while they are stopped, by a link or as bound.
pub fn credit(buyer: &Buyer, settings: &Settings, now: i64) -> Option<i64> {
    if buyer.rank > 0 {
        return None;
    }
    let bound = buyer.bound.filter(|bound| !bound.is_stopped && bound.until.is_none_or(|until| until > now));
    let window = i64::from(settings.attribution_days) * banyan_plan::time::DAY;
    let visit = buyer.visit.filter(|visit| visit.promoter != buyer.id && now - visit.at <= window);
    match (&settings.binding, bound, visit) {
        (Binding::Latest, bound, visit) => {
            visit.map(|visit| visit.promoter).or(bound.map(|bound| bound.promoter))
        }
        (_, Some(bound), _) => Some(bound.promoter),
        (_, None, visit) => visit.map(|visit| visit.promoter),
    }
}

/// Who is credited with an order that is placed now; binds a customer who was nobody's, or whom another has won: `known` says so
/// from then on, as the next order of theirs may be placed by the same batch.
pub fn credited(work: &mut Work<'_>, known: &mut Buyer, via: Option<&str>) -> Result<Option<i64>, Refusal> {
    let mut buyer = known.clone();
    let now = work.id();
    // Only a promoter's code counts; a wrong one is no reason to refuse an order.
    if let Some(via) = via
        && let Some(promoter) =
            super::store::promoter_of(work.conn, via)?.filter(|promoter| *promoter != buyer.id)
    {
        buyer.visit = Some(Visit { promoter, at: now });
    }
    let credited = credit(&buyer, work.settings(), now).filter(|promoter| work.live().is_promoter(*promoter));
    let Some(promoter) = credited else { return Ok(None) };
    let until = match work.settings().binding {
        Binding::Days { days } => Some(now + i64::from(days) * banyan_plan::time::DAY),
        Binding::Permanent | Binding::Latest => None,
    };
    let stays = buyer.bound.is_some_and(|bound| bound.promoter == promoter && until.is_none());
    let waits = buyer.bound.is_some_and(|bound| bound.is_stopped);
    if !stays && !waits {
        known.bound = Some(Bound { promoter, until, is_stopped: false });
        let at = work.id();
        let sql = "INSERT INTO binding(member, at, promoter, until, how) VALUES($1, $2, $3, $4, 'order')";
        work.conn.execute(sql, &row![buyer.id, at, promoter, until])?;
    }
    Ok(Some(promoter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::State;
    use banyan_plan::time::DAY;

    const NOW: i64 = 1_700_000_000_000_000_000;

    fn buyer(rank: i64, bound: Option<(i64, Option<i64>)>, visit: Option<(i64, i64)>) -> Buyer {
        Buyer {
            id: 9,
            rank,
            state: State::Active,
            bound: bound.map(|(promoter, until)| Bound { promoter, until, is_stopped: promoter == 3 }),
            visit: visit.map(|(promoter, days)| Visit { promoter, at: NOW - days * DAY }),
        }
    }

    #[test]
    fn who_is_credited() {
        let (good, days, latest) = (Binding::Permanent, Binding::Days { days: 30 }, Binding::Latest);
        let past = Some(NOW - 1);
        let ahead = Some(NOW + DAY);
        let table = [
            ("nobody's customer", &good, buyer(0, None, None), None),
            ("a link opened yesterday", &good, buyer(0, None, Some((1, 1))), Some(1)),
            ("a link opened too long ago", &good, buyer(0, None, Some((1, 8))), None),
            ("her own link", &good, buyer(0, None, Some((9, 1))), None),
            ("bound for good, another's link", &good, buyer(0, Some((2, None)), Some((1, 1))), Some(2)),
            ("bound for days, another's link", &days, buyer(0, Some((2, ahead)), Some((1, 1))), Some(2)),
            ("the days have passed", &days, buyer(0, Some((2, past)), Some((1, 1))), Some(1)),
            ("the latest link wins", &latest, buyer(0, Some((2, None)), Some((1, 1))), Some(1)),
            ("no link: as bound", &latest, buyer(0, Some((2, None)), None), Some(2)),
            ("bound to somebody who is stopped", &good, buyer(0, Some((3, None)), None), None),
            ("the same, and another's link", &good, buyer(0, Some((3, None)), Some((1, 1))), Some(1)),
            ("a promoter's own purchase", &latest, buyer(1, Some((2, None)), Some((1, 1))), None),
        ];
        for (case, binding, buyer, expected) in table {
            let settings = Settings { binding: binding.clone(), ..Settings::default() };
            assert_eq!(credit(&buyer, &settings, NOW), expected, "{case}");
        }
    }
}
