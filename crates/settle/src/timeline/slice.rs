//! Some of a history's order lines settled apart from the rest, under a plan that ties no lines: each slice pays its own lines,
//! and whatever else happens between them.

use std::collections::HashSet;
use std::ops::Range;

use banyan_plan::words::Text;

use super::{Halt, History, Refusal, Timeline};
use crate::files::Orders;
use crate::history::Sink;

/// Settles the so-many-th slice, from 0, of so many. The slices one after another pay what the whole pays, row by row.
pub fn settle_slice(
    history: History<'_>,
    (number, of): (usize, usize),
    sink: &mut impl Sink<Line = u32>,
) -> Result<(), Halt> {
    if let Some(why) = history.program.plan().ties_lines() {
        return Err(Halt::Part(tied(&why)));
    }
    let lines = history.orders.len();
    let edge = |number: usize| (lines as u128 * number as u128 / of.max(1) as u128) as usize;
    let slice = Slice { places: edge(number)..edge(number + 1), is_last: number + 1 == of };
    let asked = slice.asked(history.orders);
    let done = Timeline::new(history, false, sink).run_slice(&slice, &asked);
    done.map_err(|refusal| Halt::Line(*refusal))
}

/// Why a plan is not settled in slices, for people.
pub fn tied(why: &Text) -> Text {
    Text::new(
        format!("这份方案不能按行拆开结算（{}）；应按检查点分段", why.zh),
        format!(
            "this plan cannot be settled in slices of lines, as what one line pays depends on others ({}); expected segments between checkpoints",
            why.en
        ),
    )
}

struct Slice {
    /// Its lines, by their places in the order of events.
    places: Range<usize>,
    is_last: bool,
}

impl Slice {
    /// Earlier rows that its refunds take back.
    fn asked(&self, orders: &Orders) -> HashSet<u32> {
        let rows = self.places.clone().filter_map(|place| orders.row_at(place));
        rows.filter(|row| orders.amount[*row as usize] < 0)
            .filter_map(|row| orders.refund_of(row as usize))
            .collect()
    }

    /// Whether what happens when so many lines are done is its own.
    fn has(&self, place: usize) -> bool {
        self.places.contains(&place) || (self.is_last && place == self.places.end)
    }

    fn is_over(&self, place: usize) -> bool {
        place >= self.places.end && !self.is_last
    }
}

impl<S: Sink<Line = u32>> Timeline<'_, S> {
    fn run_slice(mut self, slice: &Slice, asked: &HashSet<u32>) -> Result<(), Box<Refusal>> {
        loop {
            let other = self.next_other();
            while let Some(row) = self.orders.row_at(self.done.lines) {
                let (place, at) = (self.done.lines, self.orders.at[row as usize]);
                if other.is_some_and(|other| other <= at) {
                    break;
                }
                if slice.is_over(place) {
                    return Ok(());
                }
                self.desk.mute(!slice.has(place));
                if slice.has(place) || asked.contains(&self.refunds(row).unwrap_or(row)) {
                    self.line(row, at)?;
                } else {
                    // Of a line that is not looked at, only its moment counts.
                    self.engine.promote(at, &mut self.desk);
                    self.done.lines += 1;
                }
            }
            if slice.is_over(self.done.lines) {
                return Ok(());
            }
            self.desk.mute(!slice.has(self.done.lines));
            let Some(now) = other else { break };
            self.at(now);
        }
        self.engine.promote(self.engine.now(), &mut self.desk);
        Ok(())
    }
}
