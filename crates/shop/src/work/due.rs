//! What becomes due by itself: lines settle, periods close, plans take over, orders that nobody paid are given up, shipped
//! ones are taken as received, coupons run out. Everything is done at the moment at which it was due, in order, however late it is noticed.

use super::Work;
use crate::coupons;
use crate::db::DbError;
use crate::event::{Event, Kind};
use crate::orders::{self, due_lines};
use crate::plans;
use crate::refusal::Refusal;
use crate::rewards;

/// Lines settled between two reads.
const CHUNK: i64 = 512;

/// When the next thing is due.
pub(super) fn next(work: &mut Work<'_>) -> Result<i64, DbError> {
    let close = work.live().next_due().map_or(i64::MAX, |at| at.0);
    // Each of these is the first entry of an index of what is still open.
    let sql = format!(
        "SELECT (SELECT MIN(settles_at) FROM line WHERE settles_at IS NOT NULL AND settled_at IS NULL AND held = 0), \
               (SELECT MIN(expires_at) FROM orders WHERE state = 'placed'), \
               (SELECT MIN(receive_by) FROM orders WHERE state = 'shipped'), \
               (SELECT MIN(effective_at) FROM plan_version \
                WHERE active_from IS NULL AND cancelled_at IS NULL AND held_at IS NULL), ({})",
        coupons::NEXT_EXPIRY
    );
    let Some(row) = work.conn.one(&sql, &[])? else { return Ok(close) };
    (0..5).try_fold(close, |next, column| Ok(row.maybe_int(column)?.map_or(next, |at| next.min(at))))
}

/// Does everything that is due by `now`.
pub(super) fn run(work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
    work.flush()?;
    orders::expire(work, now)?;
    orders::receive_due(work, now)?;
    coupons::expire(work, now)?;
    let mut moment = Moment(None);
    loop {
        let lines = due_lines(work.conn, now, CHUNK)?;
        let plan = plans::next_waiting(work.conn, now)?;
        if lines.is_empty() {
            let until = plan.as_ref().map_or(now, |plan| plan.effective_at);
            close(work, &mut moment, until)?;
            let Some(plan) = plan else { break };
            moment.end(work)?;
            plans::take_over(work, &plan)?;
            continue;
        }
        let order_ids = lines.iter().map(|line| line.order).collect();
        let originals = rewards::of_lines(work.conn, order_ids)?;
        let mut settled = Vec::with_capacity(lines.len());
        let mut is_plans_turn = false;
        // Lines of one moment settle together: a full chunk may have cut the last moment in two.
        let is_cut = lines.len() as i64 == CHUNK;
        let last = lines.last().and_then(|line| line.settles_at);
        let whole =
            |line: &&orders::LineRow| !is_cut || line.settles_at != last || lines[0].settles_at == last;
        for line in lines.iter().filter(whole) {
            let at = line.settles_at.unwrap_or(now);
            if plan.as_ref().is_some_and(|plan| plan.effective_at <= at) {
                is_plans_turn = true;
                break;
            }
            close(work, &mut moment, at)?;
            moment.begin(work, at)?;
            let originals = originals.get(&(line.order, line.line)).map_or(&[][..], Vec::as_slice);
            settle(work, line, originals, at)?;
            settled.push(line.clone());
        }
        orders::settled(work, &settled)?;
        work.flush()?;
        if let Some(plan) = plan.filter(|_| is_plans_turn) {
            close(work, &mut moment, plan.effective_at)?;
            moment.end(work)?;
            plans::take_over(work, &plan)?;
        }
    }
    moment.end(work)?;
    work.flush()?;
    work.state.next_due = next(work)?;
    Ok(())
}

/// A moment at which something has been done. When it is over, whoever has earned it is promoted.
struct Moment(Option<i64>);

impl Moment {
    /// Something happens at `at`: an earlier moment is over.
    fn begin(&mut self, work: &mut Work<'_>, at: i64) -> Result<(), Refusal> {
        if self.0.is_some_and(|open| open < at) {
            self.end(work)?;
        }
        self.0 = Some(at);
        Ok(())
    }

    fn end(&mut self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let Some(at) = self.0.take() else { return Ok(()) };
        let heard = work.live_mut().promote(at)?;
        rewards::post(work, &heard, rewards::Phase::Available)
    }
}

/// Closes periods and reviews months up to a moment.
fn close(work: &mut Work<'_>, moment: &mut Moment, until: i64) -> Result<(), Refusal> {
    while let Some(at) = work.live().next_due().filter(|at| at.0 <= until) {
        moment.begin(work, at.0)?;
        let id = work.moment_due(at.0);
        let heard = work.live_mut().close(at.0)?;
        work.record(&Event::new(id, at.0, Kind::Close, 0));
        rewards::post(work, &heard, rewards::Phase::Available)?;
    }
    Ok(())
}

fn settle(
    work: &mut Work<'_>,
    line: &orders::LineRow,
    originals: &[rewards::RewardRow],
    at: i64,
) -> Result<(), Refusal> {
    let id = work.moment_due(at);
    rewards::settled(work, line, originals, at)?;
    let (ref_id, ref_line, value) = (line.order, line.line, line.refunded);
    work.record(&Event { ref_id, ref_line, value, ..Event::new(id, at, Kind::Settle, line.buyer) });
    if let Some(transfer) = orders::to_supplier(line, line.refunded, at) {
        work.book().add(&transfer);
    }
    Ok(())
}
