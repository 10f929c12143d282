//! What becomes due by itself. The root says what there is; the transaction names none of it.

use std::fmt::Write as _;

use banyan_base::refusal::Refusal;
use banyan_store::DbError;

use super::Work;

/// Something that becomes due by itself.
pub trait Duty: Send + Sync {
    /// When it is due next: scalar queries, each for the first entry of an index of what is still open.
    fn next(&self) -> &'static [&'static str];

    /// Does all of it that is due by `now`, each at the moment at which it was due, in order, however late that is noticed.
    fn run(&self, work: &mut Work<'_>, now: i64) -> Result<(), Refusal>;
}

/// Everything that becomes due by itself, in the order in which it is done.
pub struct Duties {
    all: Vec<Box<dyn Duty>>,
    /// One query for when each is due next: a transaction asks once, whatever there is.
    next: String,
    columns: usize,
}

impl Duties {
    /// These, in this order.
    pub fn new(all: Vec<Box<dyn Duty>>) -> Self {
        let queries: Vec<&str> = all.iter().flat_map(|duty| duty.next()).copied().collect();
        let mut next = String::from("SELECT 1");
        for query in &queries {
            let _ = write!(next, ", ({query})");
        }
        Self { columns: queries.len(), next, all }
    }

    /// When the next thing is due, the closes of periods among it.
    pub(super) fn next(&self, work: &mut Work<'_>) -> Result<i64, DbError> {
        let close = work.live().next_due().map_or(i64::MAX, |at| at.0);
        let Some(row) = work.conn.one(&self.next, &[])? else { return Ok(close) };
        (1..=self.columns)
            .try_fold(close, |next, column| Ok(row.maybe_int(column)?.map_or(next, |at| next.min(at))))
    }

    /// Does everything that is due by `now`.
    pub(super) fn run(&self, work: &mut Work<'_>, now: i64) -> Result<(), Refusal> {
        work.flush()?;
        for duty in &self.all {
            duty.run(work, now)?;
        }
        Ok(work.flush()?)
    }
}
