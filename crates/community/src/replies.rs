//! This counts the questions that are answered within a group, and measures how soon.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::ratio::Ratio;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// What is between two people. `low` is the one with the lower number.
#[derive(Debug, Clone, Copy, Default)]
struct Between {
    /// Whether low has answered high, and high low.
    answered: [bool; 2],
    /// Whether a question is open, and who asked it: low (0) or high (1).
    open: Option<u8>,
    /// When it was asked, in seconds.
    asked: i64,
}

/// Follows what people say to each other. Messages come in the order of time.
#[derive(Debug, Default)]
pub(crate) struct Replies {
    pairs: HashMap<(u32, u32), Between, FixedState>,
    /// Seconds from each question to its answer.
    seconds: Vec<u64>,
}

/// The figures that follow from who wrote to whom: answers, the time to them, and pairs that wrote both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) reciprocity: Option<Ratio>,
    pub(crate) replies: u64,
    pub(crate) median_reply_s: Option<Ratio>,
    pub(crate) reply_1h: Option<Ratio>,
    pub(crate) reply_24h: Option<Ratio>,
}

impl Replies {
    /// A message of `member` that answers one of `to`, at a second.
    pub(crate) fn say(&mut self, member: u32, to: u32, second: i64) {
        let side = u8::from(member > to);
        let between = self.pairs.entry((member.min(to), member.max(to))).or_default();
        between.answered[usize::from(side)] = true;
        if member == to {
            // The pair of somebody with themselves is its own opposite, but they ask nobody.
            between.answered = [true; 2];
            return;
        }
        match between.open {
            None => (between.open, between.asked) = (Some(side), second),
            Some(asker) if asker != side => {
                between.open = None;
                self.seconds.push(second.abs_diff(between.asked));
            }
            Some(_) => {}
        }
    }

    /// The last message has come.
    pub(crate) fn finish(mut self) -> Answered {
        let (mut ordered, mut mutual) = (0_u128, 0_u128);
        for ((low, high), between) in &self.pairs {
            let both = between.answered == [true; 2];
            let directions = if both && low != high { 2 } else { 1 };
            ordered += directions;
            mutual += if both { directions } else { 0 };
        }
        let replies = self.seconds.len() as u128;
        let within = |limit: u64| self.seconds.iter().filter(|seconds| **seconds <= limit).count() as u128;
        Answered {
            reciprocity: Ratio::new(mutual, ordered),
            replies: replies as u64,
            reply_1h: Ratio::new(within(HOUR), replies),
            reply_24h: Ratio::new(within(DAY), replies),
            median_reply_s: median(&mut self.seconds),
        }
    }
}

/// The middle one, or the mean of the middle two.
fn median(values: &mut [u64]) -> Option<Ratio> {
    let is_odd = values.len() % 2 == 1;
    if values.is_empty() {
        return None;
    }
    let (below, upper, _) = values.select_nth_unstable(values.len() / 2);
    let lower = if is_odd { *upper } else { below.iter().copied().max().unwrap_or(*upper) };
    Ratio::new(u128::from(lower) + u128::from(*upper), 2)
}
