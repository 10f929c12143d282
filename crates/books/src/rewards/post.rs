//! From what the engine says to rows and transfers.

use std::collections::HashSet;
use std::hash::BuildHasher;

use banyan_base::refusal::Refusal;
use banyan_core::engine::{Heard, RefundOf, SoldLine};
use banyan_core::ledger::{self, Account, Reason, SHOP, Transfer};
use banyan_core::records::LineRow;
use banyan_core::work::Work;
use banyan_plan::kernel::Entry;
use banyan_plan::model::{Pay, Plan};

use super::{Kind, Posting, RewardRow, Unit};
use crate::coupons;

/// Named as the seller of an order that is credited to nobody.
pub const HOUSE: i64 = SHOP;

/// Finds who is credited with an order that is paid now: whoever was named, if they still are a promoter and are not stopped; `None` leaves
/// it to the plan's rule; the house if that would credit somebody who is stopped.
pub fn credited(
    work: &Work<'_>,
    buyer: i64,
    named: Option<i64>,
    stopped: &HashSet<i64, impl BuildHasher>,
) -> Option<i64> {
    if named == Some(HOUSE) {
        return named;
    }
    // A payment is never refused: if they are no promoter any more, the plan's rule says who is.
    let named = named.filter(|seller| work.live().is_promoter(*seller) && !stopped.contains(seller));
    let is_stopped = |seller: i64| stopped.contains(&seller);
    if named.is_none() && !stopped.is_empty() && work.live().seller_of(buyer).is_some_and(is_stopped) {
        return Some(HOUSE);
    }
    named
}

/// What came of an order's payment.
pub struct Sold {
    /// The seller who was named.
    pub named: Option<i64>,
    /// Each line's seller and rate.
    pub lines: Vec<SoldLine>,
}

/// An order is paid: its rewards are pending from now on.
pub fn sold(work: &mut Work<'_>, named: Option<i64>, lines: &[LineRow], at: i64) -> Result<Sold, Refusal> {
    let heard = work.live_mut().pay(named, lines, at)?;
    post(work, &heard, Phase::Pending)?;
    Ok(Sold { named, lines: heard.sold })
}

/// Part of a line is refunded: what its rewards lose.
pub fn refunded(
    work: &mut Work<'_>,
    line: &LineRow,
    originals: &[RewardRow],
    refund: &RefundOf,
    at: i64,
) -> Result<(), Refusal> {
    let heard = work.live_mut().refund(line, originals, refund, at)?;
    post(work, &heard, if refund.is_settled { Phase::Available } else { Phase::Pending })
}

/// A line settles: what is left of its rewards becomes available.
pub fn settled(work: &mut Work<'_>, line: &LineRow, originals: &[RewardRow], at: i64) -> Result<(), Refusal> {
    for row in originals {
        let released = release(row, line.amount, line.refunded, at);
        work.book().add(&released);
        if row.unit == Unit::Coupon && released.amount > 0 {
            coupons::give(work, row.owner, released.amount, &row.reward, at)?;
        }
    }
    let heard = work.live_mut().settle(line, originals, line.refunded, at)?;
    post(work, &heard, Phase::Available)
}

/// A line settles: how what is left of one of its rewards becomes available.
pub fn release(row: &RewardRow, line: i64, refunded: i64, at: i64) -> Transfer {
    let (_, pending, available) = row.unit.accounts();
    Transfer {
        from: (row.owner, pending),
        to: (row.owner, available),
        amount: row.kept(line, refunded),
        reason: Reason { kind: ledger::Kind::Settlement, ..reason_of(row) },
        at,
    }
}

/// How the money of a reward moves when it is posted.
pub fn grant(row: &RewardRow, phase: Phase) -> Transfer {
    let (payer, pending, available) = row.unit.accounts();
    let account = if phase == Phase::Pending { pending } else { available };
    Transfer {
        from: (SHOP, payer),
        to: (row.owner, account),
        amount: row.amount,
        reason: reason_of(row),
        at: row.at,
    }
}

fn reason_of(row: &RewardRow) -> Reason {
    // One number tells the kinds of events apart that share a reference.
    let place = row.place * 8 + row.kind as i64;
    Reason { kind: ledger::Kind::Reward, id: row.id, line: row.line, step: row.step, place }
}

/// Where rewards are when they are posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The line's refund window is open.
    Pending,
    /// Nothing is waited for.
    Available,
}

impl Phase {
    /// Only what hangs on a line waits for its refund window.
    #[must_use]
    pub fn of(self, kind: Kind) -> Self {
        match kind {
            Kind::Sale | Kind::Refund => self,
            Kind::Join | Kind::Promotion | Kind::FirstSale | Kind::Period => Self::Available,
        }
    }
}

/// Writes down what the engine has said: rewards with their reasons, transfers, and ranks.
pub fn post(work: &mut Work<'_>, heard: &Heard, phase: Phase) -> Result<(), Refusal> {
    let version = work.live().version();
    let program = work.live().program();
    for posting in &heard.postings {
        let phase = phase.of(posting.kind);
        for row in rows_of(program.plan(), version, posting) {
            transfer(work, &row, phase)?;
            work.reward(&row);
        }
    }
    for change in &heard.ranks {
        work.ranked(change);
    }
    Ok(())
}

/// The rows of an event's entries, in their order.
pub fn rows_of(plan: &Plan, version: i64, posting: &Posting) -> Vec<RewardRow> {
    let refunded = |(original, (_, entry)): (&RewardRow, &(i64, Entry))| RewardRow {
        kind: Kind::Refund,
        step: posting.step,
        place: original.place * 8 + original.kind as i64,
        at: posting.at,
        base: entry.base,
        amount: entry.amount,
        cut: entry.cut,
        ..original.clone()
    };
    if posting.kind == Kind::Refund && posting.closed.is_none() {
        return posting.originals.iter().zip(&posting.entries).map(refunded).collect();
    }
    let row = |(place, (owner, entry)): (usize, &(i64, Entry))| {
        let reward = plan.reward(entry.reward);
        RewardRow {
            owner: *owner,
            kind: posting.kind,
            id: posting.id,
            line: posting.line,
            step: posting.step,
            place: posting.closed.as_ref().map_or(posting.first + place as i64, |closed| closed.place(place)),
            at: posting.at,
            reward: reward.id.clone(),
            plan: version,
            unit: match reward.pay {
                Pay::Coupon(_) => Unit::Coupon,
                Pay::Points(_) => Unit::Points,
                Pay::Share(..) | Pay::Amount(_) | Pay::Amounts(_) => Unit::Money,
            },
            payee_rank: entry.payee_rank.into(),
            distance: entry.distance.into(),
            base: entry.base,
            rate: entry.rate.0.into(),
            amount: entry.amount,
            cut: entry.cut,
            born: posting.born,
            chain: posting.closed.as_ref().map_or_else(|| posting.chain.clone(), |closed| closed.name(place)),
        }
    };
    posting.entries.iter().enumerate().map(row).collect()
}

fn transfer(work: &mut Work<'_>, row: &RewardRow, phase: Phase) -> Result<(), Refusal> {
    let granted = grant(row, phase);
    work.book().add(&granted);
    if granted.to.1 == Account::Coupons {
        match row.amount {
            amount @ 1.. => coupons::give(work, row.owner, amount, &row.reward, row.at)?,
            amount @ ..0 => coupons::take_back(work, row.owner, -amount, &granted.reason, row.at)?,
            0 => {}
        }
    }
    Ok(())
}
