//! What a settlement came to.

use std::collections::BTreeMap;
use std::ops::Range;

use banyan_plan::kernel::{Entry, Program};
use banyan_plan::money::Minor;

use crate::files::Orders;

/// What a settlement came to. Money in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Order lines read, refunds and reversals included.
    pub lines: u64,
    /// Entries written.
    pub entries: u64,
    /// All amounts together, refunds and reversals taken off.
    pub sales: i128,
    /// Money and coupons owed, net.
    pub rewards: i128,
    /// Per reward of the plan: entries, and their sum (points for a reward in points).
    pub by_reward: Vec<(u64, i128)>,
    /// Per distance: entries and net money.
    pub by_distance: BTreeMap<u32, (u64, i128)>,
    /// Members.
    pub members: u64,
    /// Members who are owed something on balance.
    pub earners: u64,
    /// Money and coupons owed to each member, net.
    pub balances: Vec<Minor>,
}

impl Summary {
    pub(super) fn new(program: &Program, members: usize) -> Self {
        Self {
            by_reward: vec![(0, 0); program.plan().rewards.len()],
            members: members as u64,
            balances: vec![0; members],
            ..Self::default()
        }
    }

    /// Notes which lines have been settled, by their places in the order of events.
    pub(super) fn lines_of(&mut self, orders: &Orders, places: Range<usize>) {
        let rows = places.filter_map(|place| orders.row_at(place));
        (self.lines, self.sales) = rows
            .fold((0, 0), |(lines, sales), row| (lines + 1, sales + i128::from(orders.amount[row as usize])));
    }

    #[inline]
    pub(super) fn add(&mut self, entry: &Entry, is_money: bool) {
        self.entries += 1;
        let sum = &mut self.by_reward[usize::from(entry.reward)];
        *sum = (sum.0 + 1, sum.1 + i128::from(entry.amount));
        if is_money {
            self.rewards += i128::from(entry.amount);
            let balance = &mut self.balances[entry.payee as usize];
            *balance = balance.saturating_add(entry.amount);
        }
    }

    /// Adds to the sums by distance.
    pub(super) fn add_distance(&mut self, distance: u32, entries: u64, money: i128) {
        let sum = self.by_distance.entry(distance).or_default();
        *sum = (sum.0 + entries, sum.1 + money);
    }

    pub(super) fn finish(&mut self) {
        self.earners = self.balances.iter().filter(|balance| **balance > 0).count() as u64;
    }

    /// Rewards of a million of sales, as an integer; `None` without sales.
    pub fn payout_millionths(&self) -> Option<i128> {
        (self.sales > 0).then(|| self.rewards * 1_000_000 / self.sales)
    }
}
