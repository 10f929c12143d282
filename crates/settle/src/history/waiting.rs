//! How long what settled waits on the legs to be paired: so many closes, the oldest is paired first.

use banyan_plan::kernel::{Legs, Member};
use banyan_plan::money::Minor;
use serde::{Deserialize, Serialize};

use crate::undo::{List, Map, undo};

/// What waits on everybody's legs, by the period in which it settled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Waiting {
    /// So many, that of the own period included.
    closes: i64,
    /// The oldest first; nobody of whom nothing waits.
    of: Map<Member, Vec<Batch>>,
}

undo!([] Waiting: parts [of], fixed [closes]);

/// What settled in one period.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Batch {
    index: i64,
    amounts: [Minor; 2],
}

impl Waiting {
    pub(super) fn new(closes: u32) -> Self {
        Self { closes: closes.into(), of: Map::default() }
    }

    /// Before the pairs of a close are made: what is new on the legs settled in the period that closes. What should have
    /// been lost at closes that did not take place, because nothing settled, is lost now.
    pub(super) fn begin(&mut self, legs: &mut List<Legs>, index: i64) {
        self.pass(legs, index, index);
    }

    /// After the pairs of a close are made: what has waited for its last close is lost.
    pub(super) fn end(&mut self, legs: &mut List<Legs>, index: i64) {
        self.pass(legs, index, index + 1);
    }

    /// Goes on from what waited under another plan.
    pub(super) fn take_over(&mut self, old: Option<Self>) {
        if let Some(old) = old {
            self.of = old.of;
        }
    }

    fn pass(&mut self, legs: &mut List<Legs>, index: i64, next: i64) {
        for place in 0..legs.len() {
            let (member, amounts) = (place as Member, legs[place].amounts);
            if amounts == [0; 2] && !self.of.contains_key(&member) {
                continue;
            }
            let batches = self.of.at(member);
            let mut lost = [0; 2];
            for side in 0..2 {
                settle(batches, (side, amounts[side].max(0)), index);
                let late = batches.iter_mut().filter(|batch| batch.index + self.closes <= next);
                lost[side] = late.map(|batch| std::mem::take(&mut batch.amounts[side])).sum();
            }
            batches.retain(|batch| batch.amounts != [0; 2]);
            if batches.is_empty() {
                self.of.remove(&member);
            }
            if lost != [0; 2] {
                legs.at(place).lose(lost);
            }
        }
    }
}

/// Brings the batches of a leg to what waits on it: what has come belongs to a period, what has gone was the oldest.
fn settle(batches: &mut Vec<Batch>, (side, waits): (usize, Minor), index: i64) {
    let known: Minor = batches.iter().map(|batch| batch.amounts[side]).sum();
    let mut gone = known - waits;
    if gone < 0 {
        if batches.last().is_none_or(|last| last.index != index) {
            batches.push(Batch { index, amounts: [0; 2] });
        }
        if let Some(last) = batches.last_mut() {
            last.amounts[side] -= gone;
        }
        return;
    }
    for batch in batches {
        let part = gone.min(batch.amounts[side]);
        batch.amounts[side] -= part;
        gone -= part;
    }
}
