//! What becomes due by itself. The root says what there is; the transaction names none of it.
//!
//! However much is due at once, a transaction does only one pass of it, and lets in whoever waits before it does the next.

use std::fmt::Write as _;

use banyan_base::refusal::Refusal;
use banyan_store::DbError;

use super::Work;

/// Rows of each kind that one pass does at most: few enough that a payment that waits for two passes waits for less than 100 ms.
pub const PASS: i64 = 128;

/// All of what is due, however much it is.
const WHOLE: i64 = i64::MAX - 1;

/// Whether something else may happen before it, although it was due earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// It is part of the history, in which everything stands in the order of its moments: nothing at a later moment may come before it.
    History,
    /// Nothing in the history rests on it.
    Anytime,
}

/// How much of what is due is done at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// What was due by this moment.
    pub until: i64,
    /// Rows at most.
    pub most: i64,
}

impl Pass {
    /// Rows to read: one more than are done, which shows where the rest begins.
    pub fn limit(self) -> i64 {
        self.most + 1
    }

    /// What of the rows that were read is done, and the moment of the first that is not.
    pub fn cut<T>(self, mut found: Vec<T>, at: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let rest = found.get(most).map(at);
        found.truncate(most);
        (found, rest)
    }
}

/// Something that becomes due by itself.
pub trait Duty: Send + Sync {
    /// Whether something else may happen before it.
    fn timing(&self) -> Timing;

    /// When it is due next: scalar queries, each for the first entry of an index of what is still open.
    fn next(&self) -> &'static [&'static str];

    /// Does what is due, each at the moment at which it was due, in order, however late that is noticed. If that is more than a pass
    /// does, it gives the moment at which the rest begins.
    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal>;
}

/// When something is due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next {
    /// Of the history.
    pub(super) history: i64,
    /// Of what may be done at any time.
    pub(super) anytime: i64,
}

/// Everything that becomes due by itself, in the order in which it is done.
pub struct Duties {
    all: Vec<Box<dyn Duty>>,
    /// One query for when each is due next: a transaction asks once, whatever there is.
    next: String,
    columns: Vec<Timing>,
}

impl Duties {
    /// These, in this order.
    pub fn new(all: Vec<Box<dyn Duty>>) -> Self {
        let (mut next, mut columns) = (String::from("SELECT 1"), Vec::new());
        for duty in &all {
            for query in duty.next() {
                let _ = write!(next, ", ({query})");
                columns.push(duty.timing());
            }
        }
        Self { all, next, columns }
    }

    /// When the next thing is due, the closes of periods among it.
    pub(super) fn next(&self, work: &mut Work<'_>) -> Result<Next, DbError> {
        let close = work.live().next_due().map_or(i64::MAX, |at| at.0);
        let mut next = Next { history: close, anytime: i64::MAX };
        let Some(row) = work.conn.one(&self.next, &[])? else { return Ok(next) };
        for (place, timing) in self.columns.iter().enumerate() {
            let Some(at) = row.maybe_int(place + 1)? else { continue };
            match timing {
                Timing::History => next.history = next.history.min(at),
                Timing::Anytime => next.anytime = next.anytime.min(at),
            }
        }
        Ok(next)
    }

    /// Does one pass of everything that is due by `now`; whether that was not all. Where one part of the history stops, the others
    /// stop too.
    pub(super) fn pass(&self, work: &mut Work<'_>, now: i64) -> Result<bool, Refusal> {
        self.run(work, now, PASS, &[Timing::History, Timing::Anytime])
    }

    /// Does all of the history that was due by `now`.
    pub(super) fn history(&self, work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
        self.run(work, now, WHOLE, &[Timing::History]).map(drop)
    }

    /// Does everything that was due by `now`.
    pub(super) fn everything(&self, work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
        self.run(work, now, WHOLE, &[Timing::History, Timing::Anytime]).map(drop)
    }

    fn run(&self, work: &mut Work<'_>, now: i64, most: i64, timings: &[Timing]) -> Result<bool, Refusal> {
        work.flush()?;
        let (mut history, mut has_more) = (now, false);
        for duty in self.all.iter().filter(|duty| timings.contains(&duty.timing())) {
            let timing = duty.timing();
            let until = if timing == Timing::History { history } else { now };
            if let Some(rest) = duty.run(work, Pass { until, most })? {
                has_more = true;
                if timing == Timing::History {
                    history = rest - 1;
                }
            }
        }
        work.flush()?;
        Ok(has_more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_does_so_many_rows_and_says_where_the_rest_begins() {
        let pass = Pass { until: 9, most: 2 };
        assert_eq!(pass.limit(), 3);
        assert_eq!(pass.cut(vec![4, 5], |at| *at), (vec![4, 5], None));
        assert_eq!(pass.cut(vec![4, 5, 7], |at| *at), (vec![4, 5], Some(7)));
        let whole = Pass { until: 9, most: WHOLE };
        assert_eq!(whole.cut(vec![4, 5, 7], |at| *at), (vec![4, 5, 7], None));
    }
}
