//! Periods: what has settled in those under way, and what those have paid that have closed.

use banyan_plan::kernel::{Legs, Member, NOBODY, Program};
use banyan_plan::model::{On, To};
use banyan_plan::money::Minor;
use banyan_plan::time::{Period, Time};

use crate::undo::{List, Map, undo};

use super::Taken;
use super::closed::Closed;
use super::placement::Placement;

/// What has settled in the periods under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Periods {
    pub(super) open: Vec<Open>,
    /// Per length of period that pays pairs: everybody's two legs, whichever rewards read them.
    pub(super) legs: Vec<PairedLegs>,
    pub(super) closed: Closed,
    utc_offset: i64,
}

undo!([] Periods: parts [open, legs, closed], fixed [utc_offset]);

/// Everybody's two legs, as one length of period pairs them.
#[derive(Debug, Clone)]
pub(super) struct PairedLegs {
    pub(super) period: Period,
    pub(super) of: List<Legs>,
}

undo!([] PairedLegs: parts [of], fixed [period]);

/// What a period is copied of at a mark: its begin, amount, profit, what was spent and what was sold.
type Figures = (Option<(i64, Time)>, Minor, Minor, Minor, Minor);

/// One period under way.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) period: Period,
    /// Its number and its close, once anything has settled in it.
    pub(super) begun: Option<(i64, Time)>,
    pub(super) amount: Minor,
    pub(super) profit: Minor,
    /// What its lines have paid already.
    pub(super) spent: Minor,
    /// What was sold, without reversals.
    pub(super) sold: Minor,
    /// Per seller.
    pub(super) sellers: Map<Member, Sums>,
    before: Vec<Figures>,
}

undo!([] Open: parts [sellers], copied [begun, amount, profit, spent, sold] in before, fixed [period]);

/// What one promoter has sold in a period.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) amount: Minor,
    pub(super) profit: Minor,
    /// Without reversals.
    pub(super) sold: Minor,
}

impl Open {
    fn new(period: Period) -> Self {
        let (sellers, before) = (Map::default(), Vec::new());
        Self { period, begun: None, amount: 0, profit: 0, spent: 0, sold: 0, sellers, before }
    }

    /// Begins the next period; gives the one that ends.
    pub(super) fn end(&mut self) -> Self {
        let sellers = self.sellers.take().into_iter().collect();
        let ended = Self { sellers, before: Vec::new(), ..*self };
        (self.begun, self.amount, self.profit, self.spent, self.sold) = (None, 0, 0, 0, 0);
        ended
    }

    fn begin(&mut self, now: Time, utc_offset: i64) {
        self.begun.get_or_insert_with(|| {
            let index = self.period.index(now, utc_offset);
            (index, self.period.start(index + 1, utc_offset))
        });
    }

    fn count(&mut self, seller: Member, (amount, profit, sold): (Minor, Minor, Minor)) {
        self.amount = self.amount.saturating_add(amount);
        self.profit = self.profit.saturating_add(profit);
        self.sold = self.sold.saturating_add(sold);
        if seller != NOBODY {
            let sums = self.sellers.at(seller);
            sums.amount = sums.amount.saturating_add(amount);
            sums.profit = sums.profit.saturating_add(profit);
            sums.sold = sums.sold.saturating_add(sold);
        }
    }
}

impl Periods {
    pub(super) fn new(program: &Program) -> Self {
        let periods = Period::ALL;
        let used = periods.into_iter().filter(|period| !program.rewards_on(On::Period(*period)).is_empty());
        let pairs = |period: &Period| {
            let rewards = &program.plan().rewards;
            rewards.iter().any(|reward| reward.to == To::Pairing && reward.on == On::Period(*period))
        };
        Self {
            open: used.map(Open::new).collect(),
            legs: periods
                .into_iter()
                .filter(pairs)
                .map(|period| PairedLegs { period, of: List::default() })
                .collect(),
            closed: Closed::default(),
            utc_offset: program.plan().utc_offset,
        }
    }

    pub(super) fn grow(&mut self, count: usize) {
        for legs in &mut self.legs {
            legs.of.grow(count, Legs::default());
        }
    }

    pub(super) fn is_any(&self) -> bool {
        !self.open.is_empty()
    }

    /// The next close of a period in which anything has settled.
    pub(super) fn next_close(&self) -> Option<Time> {
        self.open.iter().filter_map(|open| open.begun.map(|(_, close)| close)).min()
    }

    /// A line has settled.
    pub(super) fn settled(
        &mut self,
        seller: Member,
        (amount, profit, spent): (Minor, Minor, Minor),
        now: Time,
        placement: Option<&Placement>,
    ) {
        for open in &mut self.open {
            open.begin(now, self.utc_offset);
            open.spent = open.spent.saturating_add(spent);
            open.count(seller, (amount, profit, amount.max(0)));
        }
        if let (Some(placement), true) = (placement, seller != NOBODY) {
            for legs in &mut self.legs {
                placement.credit(seller, amount, &mut legs.of);
            }
        }
    }

    /// Part of a line goes back that settled at a moment. A period that is under way sells so much less; of one that has
    /// closed, the rewards give back their share.
    pub(super) fn refunded(
        &mut self,
        seller: Member,
        (amount, profit): (Minor, Minor),
        (settled, now): (Time, Time),
        placement: Option<&Placement>,
        taken: &mut Vec<Taken>,
    ) {
        for open in &mut self.open {
            let index = open.period.index(settled, self.utc_offset);
            if open.period.start(index + 1, self.utc_offset) > now {
                open.begin(now, self.utc_offset);
                open.count(seller, (-amount, -profit, -amount));
            } else {
                self.closed.take_back((open.period, index), seller, amount, taken);
            }
        }
        if let (Some(placement), true) = (placement, seller != NOBODY) {
            for PairedLegs { period, of } in &mut self.legs {
                for (above, side) in placement.above(seller) {
                    let legs = of.at(above as usize);
                    // What waits goes first, then what was lost; what was paired then stands alone again.
                    let waiting = legs.amounts[side].clamp(0, amount);
                    let lost = legs.lost[side].min(amount - waiting);
                    let rest = amount - waiting - lost;
                    let (opened, returned) = self.closed.unpair(*period, (above, side), rest, taken);
                    legs.lost[side] -= lost;
                    legs.amounts[side] = legs.amounts[side].saturating_sub(amount - lost - opened);
                    legs.amounts[1 - side] = legs.amounts[1 - side].saturating_add(returned);
                }
            }
        }
    }
}

impl Periods {
    /// Goes on from the periods under way, from what closed ones have paid, and from unpaired amounts. `true` if the new
    /// plan asks for any that were not kept.
    pub(super) fn take_over(&mut self, old: Self, programs: (&Program, &Program), count: usize) -> bool {
        let mut missing = false;
        let mut open = old.open;
        for new in &mut self.open {
            match open.iter_mut().find(|old| old.period == new.period) {
                Some(old) => std::mem::swap(new, old),
                None => missing = true,
            }
        }
        let mut legs = old.legs;
        for new in &mut self.legs {
            match legs.iter_mut().find(|old| old.period == new.period) {
                Some(old) => std::mem::swap(&mut new.of, &mut old.of),
                None => missing = true,
            }
        }
        self.closed = old.closed;
        self.closed.take_over(programs);
        self.grow(count);
        missing
    }
}
