//! What lines have paid, kept for those lines that a later refund names.

use std::collections::HashMap;

use banyan_plan::kernel::Entry;
use banyan_plan::money::{Minor, kept};

use crate::files::Orders;

/// Lines that will be refunded, by row. As few are, a bit per line says whether to look at all.
#[derive(Debug, Default)]
pub(super) struct Refundable {
    marks: Vec<u64>,
    lines: HashMap<u32, Paid>,
}

/// One such line.
#[derive(Debug, Default)]
pub(super) struct Paid {
    /// Refunded so far, not negative.
    pub(super) refunded: Minor,
    /// Whether its settlement is past.
    pub(super) is_settled: bool,
    /// What it paid, each with what had been refunded when it was paid (a first-sale reward comes later than the sale).
    entries: Vec<(Entry, Minor)>,
}

impl Refundable {
    pub(super) fn new(orders: &Orders) -> Self {
        let mut marks = vec![0; orders.len().div_ceil(64)];
        for (_, target) in orders.refunds() {
            marks[*target as usize / 64] |= 1 << (target % 64);
        }
        Self { marks, lines: HashMap::new() }
    }

    /// What a line has paid, if any of it will ever be refunded.
    #[inline]
    pub(super) fn get_mut(&mut self, line: u32) -> Option<&mut Paid> {
        let is_marked = self.marks[line as usize / 64] >> (line % 64) & 1 == 1;
        if is_marked { Some(self.lines.entry(line).or_default()) } else { None }
    }

    /// The line is done with: nothing can be refunded any more.
    pub(super) fn forget(&mut self, line: u32) {
        self.lines.remove(&line);
    }
}

impl Paid {
    /// Keeps what the line pays.
    pub(super) fn record(&mut self, entries: &[Entry]) {
        let refunded = self.refunded;
        self.entries.extend(entries.iter().filter(|entry| entry.amount != 0).map(|entry| (*entry, refunded)));
    }

    /// What all of its entries come to now, those that count as money.
    pub(super) fn cost(&self, amount: Minor, is_money: impl Fn(&Entry) -> bool) -> Minor {
        let left = |(entry, born): &(Entry, Minor)| kept(entry.amount, amount - born, self.refunded - born);
        self.entries.iter().filter(|(entry, _)| is_money(entry)).map(left).sum()
    }

    /// Refunds a further part of the line: what each entry changes by, beside the original entry. Entries that change by
    /// nothing are left out.
    pub(super) fn refund(
        &mut self,
        amount: Minor,
        part: Minor,
        differences: &mut Vec<Entry>,
        originals: &mut Vec<Entry>,
    ) {
        differences.clear();
        originals.clear();
        let (before, after) = (self.refunded, self.refunded + part);
        self.refunded = after;
        for (entry, born) in &self.entries {
            let change = |value: Minor| {
                kept(value, amount - born, after - born) - kept(value, amount - born, before - born)
            };
            let difference =
                Entry { amount: change(entry.amount), base: change(entry.base), cut: false, ..*entry };
            if difference.amount != 0 {
                differences.push(difference);
                originals.push(*entry);
            }
        }
    }
}
