//! Which line settles next.

use banyan_plan::time::Time;

use crate::files::Orders;

/// Lines on their way to settlement.
#[derive(Debug)]
pub(super) struct Due<'a> {
    orders: &'a Orders,
    release_after: i64,
    /// Places in the sequence of lines in the order in which they settle; `None` if that is the sequence itself, because
    /// all wait equally long.
    queue: Option<Vec<u32>>,
    next: usize,
}

impl<'a> Due<'a> {
    pub(super) fn new(orders: &'a Orders, release_after: i64) -> Self {
        let when = |place: &u32| {
            let row = orders.row_at(*place as usize)? as usize;
            // Refunds do not settle, whatever their cells say.
            let is_refund = orders.amount[row] < 0 && orders.refund_of(row).is_some();
            orders.settles_at(row).filter(|_| !is_refund)
        };
        let queue = orders.tells_settlement().then(|| {
            let all = 0..orders.len() as u32;
            let mut places: Vec<u32> = all.filter(|place| when(place).is_some()).collect();
            places.sort_by_key(when);
            places
        });
        Self { orders, release_after, queue, next: 0 }
    }

    /// The next line and its moment, if it is among the first `paid` lines of the sequence.
    fn first(&self, paid: usize) -> Option<(u32, Time)> {
        let place = match &self.queue {
            Some(queue) => *queue.get(self.next)? as usize,
            None => self.next,
        };
        // Whatever settles at the moment of a line not yet paid, and comes after it, is not paid yet either.
        if place >= paid {
            return None;
        }
        let row = self.orders.row_at(place)?;
        let at = match &self.queue {
            Some(_) => self.orders.settles_at(row as usize)?,
            None => self.orders.at[row as usize].plus(self.release_after),
        };
        Some((row, at))
    }

    /// How many have settled.
    pub(super) fn done(&self) -> usize {
        self.next
    }

    /// Goes on after so many.
    pub(super) fn skip(&mut self, done: usize) {
        self.next = done;
    }

    /// The rows that settle when the file says so, with their moments, in their order; none if all wait equally long.
    pub(super) fn told(&self) -> impl Iterator<Item = (u32, Time)> + '_ {
        let rows = self.queue.iter().flatten().filter_map(|place| self.orders.row_at(*place as usize));
        rows.filter_map(|row| Some((row, self.orders.settles_at(row as usize)?)))
    }

    /// When the next line settles.
    pub(super) fn next(&self, paid: usize) -> Option<Time> {
        self.first(paid).map(|(_, at)| at)
    }

    /// The next line, if it settles by `now`.
    pub(super) fn take(&mut self, paid: usize, now: Time) -> Option<u32> {
        let (row, _) = self.first(paid).filter(|(_, at)| *at <= now)?;
        self.next += 1;
        Some(row)
    }
}
