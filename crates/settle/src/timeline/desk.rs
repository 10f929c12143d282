//! Between the engine and the sink: keeps what has to be handed back to the engine later.

use std::cmp::Ordering;
use std::collections::HashMap;

use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::money::Minor;
use banyan_plan::time::Time;
use serde::{Deserialize, Serialize};

use crate::files::{Members, Orders};
use crate::history::{Event, Kind, Original, RankChanged, Reference, Sink};

/// Keeps sellers and what lines have paid, as far as anybody will ask; everything goes on to the sink.
pub(super) struct Desk<'a, S> {
    program: &'a Program,
    members: &'a Members,
    orders: &'a Orders,
    refundable: Refundable,
    /// Who was credited with each line; empty if nobody asks.
    sellers: Vec<Member>,
    /// What each line has paid in money; empty if nobody asks.
    spent: Vec<Minor>,
    /// Nothing goes on to the sink.
    is_muted: bool,
    sink: &'a mut S,
}

/// What a line that will be refunded has paid.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Paid {
    /// Refunded so far, not negative.
    pub(super) refunded: Minor,
    /// When it settled, if it has.
    pub(super) settled: Option<Time>,
    /// Its entries.
    pub(super) entries: Vec<Original>,
}

/// What is kept, to be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Who was credited with each line and what it has paid, in the order of events; empty if nobody asks.
    lines: Vec<(Member, Minor)>,
    /// What lines have paid that may still go back, by row.
    paid: Vec<(u32, Paid)>,
}

impl<'a, S: Sink<Line = u32>> Desk<'a, S> {
    /// `follows`: whether lines settle at all. `keeps`: whether a refund may still be told of any line, because the files end
    /// before the history does.
    pub(super) fn new(
        program: &'a Program,
        members: &'a Members,
        orders: &'a Orders,
        (follows, keeps): (bool, bool),
        sink: &'a mut S,
    ) -> Self {
        let lines = if follows { orders.len() } else { 0 };
        Self {
            program,
            members,
            orders,
            refundable: Refundable::new(orders, keeps),
            sellers: vec![NOBODY; lines],
            spent: vec![0; lines],
            is_muted: false,
            sink,
        }
    }

    /// Whether what happens from now on is kept from the sink.
    pub(super) fn mute(&mut self, is_muted: bool) {
        self.is_muted = is_muted;
    }

    /// What has to be remembered of so many lines, in the order of events.
    pub(super) fn keep(self, done: usize) -> Kept {
        let mut paid: Vec<(u32, Paid)> = self.refundable.lines.into_iter().collect();
        paid.sort_unstable_by_key(|(row, _)| *row);
        let rows = (0..done).filter_map(|place| self.orders.row_at(place));
        let line = |row: u32| Some((*self.sellers.get(row as usize)?, *self.spent.get(row as usize)?));
        Kept { lines: rows.filter_map(line).collect(), paid }
    }

    /// Goes on from what was remembered.
    pub(super) fn resume(&mut self, kept: Kept) {
        for (place, (seller, spent)) in kept.lines.into_iter().enumerate() {
            let Some(row) = self.orders.row_at(place).map(|row| row as usize) else { continue };
            if let (Some(sellers), Some(spents)) = (self.sellers.get_mut(row), self.spent.get_mut(row)) {
                (*sellers, *spents) = (seller, spent);
            }
        }
        self.refundable.lines = kept.paid.into_iter().collect();
    }

    /// Who was credited with a line.
    pub(super) fn seller(&self, row: u32) -> Member {
        self.sellers.get(row as usize).copied().unwrap_or(NOBODY)
    }

    /// A line settles: what of it has gone back by now, and what its rewards come to.
    pub(super) fn settles(&mut self, row: u32, now: Time) -> (Minor, Minor) {
        let (amount, spent) = (self.orders.amount[row as usize], self.spent[row as usize]);
        let program = self.program;
        let Some(paid) = self.refundable.get_mut(row) else { return (0, spent) };
        paid.settled = Some(now);
        let refunded = paid.refunded;
        let money = paid.entries.iter().filter(|original| program.rule(original.entry.reward).money);
        let spent = money.map(|original| original.left(amount, refunded)).sum();
        if refunded == amount {
            self.refundable.lines.remove(&row);
        }
        (refunded, spent)
    }

    /// Takes out what a line has paid.
    pub(super) fn take_paid(&mut self, row: u32) -> Paid {
        self.refundable.lines.remove(&row).unwrap_or_default()
    }

    /// Puts it back.
    pub(super) fn put_paid(&mut self, row: u32, paid: Paid) {
        self.refundable.lines.insert(row, paid);
    }
}

impl<S: Sink<Line = u32>> Sink for Desk<'_, S> {
    type Line = u32;

    #[inline]
    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        if let (Kind::Sale | Kind::FirstSale, Reference::Line(row)) = (event.kind, &event.reference) {
            if let Some(paid) = self.refundable.get_mut(*row) {
                let refunded = paid.refunded;
                paid.entries.extend(entries.iter().map(|entry| Original { entry: *entry, refunded }));
            }
            if let Some(spent) = self.spent.get_mut(*row as usize) {
                let money = entries.iter().filter(|entry| self.program.rule(entry.reward).money);
                *spent += money.map(|entry| entry.amount).sum::<Minor>();
            }
        }
        if !self.is_muted {
            self.sink.post(event, entries);
        }
    }

    #[inline]
    fn sold(&mut self, line: u32, seller: Member) {
        if let Some(slot) = self.sellers.get_mut(line as usize) {
            *slot = seller;
        }
        if !self.is_muted {
            self.sink.sold(line, seller);
        }
    }

    fn joined(&mut self, member: Member, at: Time) {
        if !self.is_muted {
            self.sink.joined(member, at);
        }
    }

    fn ranked(&mut self, change: &RankChanged) {
        if !self.is_muted {
            self.sink.ranked(change);
        }
    }

    fn by_name(&self, one: Member, other: Member) -> Ordering {
        self.members.names.get(one).cmp(self.members.names.get(other))
    }

    fn progress(&mut self, lines: usize) {
        self.sink.progress(lines);
    }
}

/// Lines that a later row refunds. As few are, a bit per line says whether to look at all.
#[derive(Debug)]
struct Refundable {
    /// Any line may be refunded by a row that is yet to come.
    all: bool,
    marks: Vec<u64>,
    lines: HashMap<u32, Paid>,
}

impl Refundable {
    fn new(orders: &Orders, all: bool) -> Self {
        let mut marks = vec![0; orders.len().div_ceil(64)];
        for (_, target) in orders.refunds() {
            marks[*target as usize / 64] |= 1 << (target % 64);
        }
        Self { all, marks, lines: HashMap::new() }
    }

    /// What a line has paid, if any of it will ever be refunded.
    #[inline]
    fn get_mut(&mut self, row: u32) -> Option<&mut Paid> {
        let is_marked = self.all || self.marks[row as usize / 64] >> (row % 64) & 1 == 1;
        if is_marked { Some(self.lines.entry(row).or_default()) } else { None }
    }
}
