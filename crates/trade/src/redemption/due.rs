//! Vouchers that nobody redeemed in time: by their terms the money goes back, or the shop keeps it.

use banyan_base::refusal::Refusal;
use banyan_core::records::lines_of;
use banyan_core::work::{Duty, Pass, Timing, Work};
use serde_json::json;

use super::{EXPIRED, give_back};
use crate::orders;
use crate::vouchers::{self, Piece, State, Unused};

const NEXT: &str = "SELECT MIN(due_at) FROM voucher WHERE due_at IS NOT NULL";

/// Refunds cost as much as so many rows of other kinds.
const WEIGHT: i64 = 8;

/// Vouchers whose money the shop keeps expire. It is done before the course of the history: their lines settle by the moment at which
/// they expired.
pub struct Lapse;

impl Duty for Lapse {
    fn timing(&self) -> Timing {
        Timing::History
    }

    fn next(&self) -> &'static [&'static str] {
        &[NEXT]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        each(work, Unused::Kept, pass, |work, pieces| {
            let Some(Piece { buyer, order, expires_at: at, .. }) = pieces.first().cloned() else {
                return Ok(());
            };
            for piece in pieces {
                vouchers::step(work.conn, piece, State::Expired, (at, None))?;
            }
            let lines = lines_of(work.conn, vec![(buyer, order)])?.remove(&order).unwrap_or_default();
            orders::follow(work, (buyer, order), &lines, at)?;
            work.tell(buyer, "voucher.expired", &json!({ "order": order.to_string() }));
            Ok(())
        })
    }
}

/// The money of other vouchers goes back when they expire. It is done after the course of the history: their refunds come later than
/// whatever settled or closed by then.
pub struct Return;

impl Duty for Return {
    fn timing(&self) -> Timing {
        Timing::History
    }

    fn next(&self) -> &'static [&'static str] {
        &[NEXT]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        let pass = Pass { most: (pass.most / WEIGHT).max(1), ..pass };
        each(work, Unused::Refunded, pass, |work, pieces| {
            let Some(first) = pieces.first() else { return Ok(()) };
            let at = work.moment_due(first.expires_at);
            for piece in pieces {
                vouchers::step(work.conn, piece, State::Refunded, (at, None))?;
            }
            give_back(work, first, pieces.len() as i64, EXPIRED, at)?;
            work.tell(first.buyer, "voucher.expired", &json!({ "order": first.order.to_string() }));
            Ok(())
        })
    }
}

/// Ends the vouchers that have expired, those of one line that expire together at once.
fn each(
    work: &mut Work<'_>,
    unused: Unused,
    pass: Pass,
    end: impl Fn(&mut Work<'_>, &[Piece]) -> Result<(), Refusal>,
) -> Result<Option<i64>, Refusal> {
    let found = vouchers::due(work.conn, unused, pass.until, pass.limit())?;
    let (found, rest) = pass.cut(found, |piece| piece.expires_at);
    let together = |one: &Piece, next: &Piece| {
        (one.order, one.line, one.expires_at) == (next.order, next.line, next.expires_at)
    };
    for pieces in found.chunk_by(together) {
        end(work, pieces)?;
    }
    Ok(rest)
}
