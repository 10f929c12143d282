//! What becomes due by itself: lines settle, periods close, plans take over, orders that nobody paid are given up, shipped
//! ones are taken as received, coupons run out, groups that are not complete fail, vouchers expire, tags follow their rules. Everything is done at the moment at which it was due, in order, however late it is noticed.

use banyan_base::refusal::Refusal;
use banyan_books::{coupons, rewards};
use banyan_chat::tags;
use banyan_core::event::{Event, Kind};
use banyan_core::plan_versions::next_waiting;
use banyan_core::records::{LineRow, RewardRow, due_lines, of_lines};
use banyan_core::work::{Duties, Duty, Pass, Timing, Work};
use banyan_rules::plans;
use banyan_trade::{orders, redemption};

/// Lines settled between two reads.
const CHUNK: i64 = 512;

/// What becomes due by itself, in the order in which it is done.
pub(crate) fn duties() -> Duties {
    Duties::new(vec![
        Box::new(orders::Expiry),
        Box::new(orders::DueReceipt),
        Box::new(coupons::Expiry),
        Box::new(redemption::Lapse),
        Box::new(Course),
        Box::new(orders::Deadline),
        Box::new(redemption::Return),
        Box::new(tags::Daily),
    ])
}

/// The course of the history: lines settle, periods close, plans take over. They go together, as each of them may decide what
/// another one at a later moment comes to.
struct Course;

impl Duty for Course {
    fn timing(&self) -> Timing {
        Timing::History
    }

    fn next(&self) -> &'static [&'static str] {
        &[
            "SELECT MIN(settles_at) FROM line WHERE settles_at IS NOT NULL AND settled_at IS NULL AND held = 0",
            "SELECT MIN(effective_at) FROM plan_version \
             WHERE active_from IS NULL AND cancelled_at IS NULL AND held_at IS NULL",
        ]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        let mut moment = Moment(None);
        let rest = run(work, &mut moment, pass)?;
        moment.end(work)?;
        Ok(rest)
    }
}

fn run(work: &mut Work<'_>, moment: &mut Moment, pass: Pass) -> Result<Option<i64>, Refusal> {
    let (now, chunk, mut done) = (pass.until, CHUNK.min(pass.most), 0);
    loop {
        let lines = due_lines(work.conn, now, chunk)?;
        let plan = next_waiting(work.conn, now)?;
        if lines.is_empty() {
            let until = plan.as_ref().map_or(now, |plan| plan.effective_at);
            close(work, moment, until)?;
            let Some(plan) = plan else { return Ok(None) };
            moment.end(work)?;
            plans::take_over(work, &plan)?;
            continue;
        }
        let order_ids = lines.iter().map(|line| line.order).collect();
        let originals = of_lines(work.conn, order_ids, i64::MAX)?;
        let mut settled = Vec::with_capacity(lines.len());
        let mut is_plans_turn = false;
        // Lines of one moment settle together: a full chunk may have cut the last moment in two.
        let is_cut = lines.len() as i64 == chunk;
        let last = lines.last().and_then(|line| line.settles_at);
        let whole = |line: &&LineRow| !is_cut || line.settles_at != last || lines[0].settles_at == last;
        for line in lines.iter().filter(whole) {
            let at = line.settles_at.unwrap_or(now);
            if plan.as_ref().is_some_and(|plan| plan.effective_at <= at) {
                is_plans_turn = true;
                break;
            }
            close(work, moment, at)?;
            moment.begin(work, at)?;
            let originals = originals.get(&(line.order, line.line)).map_or(&[][..], Vec::as_slice);
            settle(work, line, originals, at)?;
            settled.push(line.clone());
        }
        orders::settled(work, &settled)?;
        work.flush()?;
        if let Some(plan) = plan.filter(|_| is_plans_turn) {
            close(work, moment, plan.effective_at)?;
            moment.end(work)?;
            plans::take_over(work, &plan)?;
        }
        done += settled.len() as i64;
        if is_cut
            && done * 2 > pass.most
            && let Some(rest) = rest(work, moment, now)?
        {
            return Ok(Some(rest));
        }
    }
}

/// When whatever comes next in the history was due, if the last moment is over and there is more of it.
fn rest(work: &mut Work<'_>, moment: &Moment, now: i64) -> Result<Option<i64>, Refusal> {
    let next = due_lines(work.conn, now, 1)?.first().and_then(|line| line.settles_at);
    let Some(line) = next.filter(|at| moment.0 != Some(*at)) else { return Ok(None) };
    let plan = next_waiting(work.conn, now)?.map_or(line, |plan| plan.effective_at);
    let close = work.live().next_due().map_or(line, |at| at.0);
    Ok(Some(line.min(plan).min(close)))
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

fn settle(work: &mut Work<'_>, line: &LineRow, originals: &[RewardRow], at: i64) -> Result<(), Refusal> {
    let id = work.moment_due(at);
    rewards::settled(work, line, originals, at)?;
    let (ref_id, ref_line, value) = (line.order, line.line, line.refunded);
    work.record(&Event { ref_id, ref_line, value, ..Event::new(id, at, Kind::Settle, line.buyer) });
    if let Some(transfer) = orders::to_supplier(line, line.refunded, at) {
        work.book().add(&transfer);
    }
    Ok(())
}
