//! Periods: what has settled in those under way, and what those have paid that have closed.

use banyan_plan::kernel::{Legs, Member, NOBODY, Program};
use banyan_plan::model::{LineVolumes, MAX_VOLUMES, On, To};
use banyan_plan::money::Minor;
use banyan_plan::time::{Period, Time};
use serde::{Deserialize, Serialize};

use crate::undo::{List, Map, undo};

use super::Taken;
use super::closed::Closed;
use super::placement::Placement;
use super::waiting::Waiting;

/// What has settled in the periods under way.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Periods {
    pub(super) open: Vec<Open>,
    /// Per length of period that pays pairs: everybody's two legs, whichever rewards read them.
    pub(super) legs: Vec<PairedLegs>,
    pub(super) closed: Closed,
    utc_offset: i64,
}

undo!([] Periods: parts [open, legs, closed], fixed [utc_offset]);

/// Everybody's two legs, as one length of period pairs them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PairedLegs {
    pub(super) period: Period,
    pub(super) of: List<Legs>,
    /// Only if what waits is lost after a time.
    pub(super) waiting: Option<Waiting>,
}

undo!([] PairedLegs: parts [of, waiting], fixed [period]);

/// What a period is copied of at a mark: its begin, amount, profit and volumes, what was spent and what was sold.
type Figures = (Option<(i64, Time)>, Minor, Minor, LineVolumes, Minor, Minor);

/// One period under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Open {
    pub(super) period: Period,
    /// Its number and its close, once anything has settled in it.
    pub(super) begun: Option<(i64, Time)>,
    pub(super) amount: Minor,
    pub(super) profit: Minor,
    /// In the plan's volumes.
    pub(super) volumes: LineVolumes,
    /// What its lines have paid already.
    pub(super) spent: Minor,
    /// What was sold, without reversals.
    pub(super) sold: Minor,
    /// Per seller.
    pub(super) sellers: Map<Member, Sums>,
    #[serde(skip)]
    before: Vec<Figures>,
}

undo!([] Open: parts [sellers], copied [begun, amount, profit, volumes, spent, sold] in before, fixed [period]);

/// What one promoter has sold in a period, or part of it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Sums {
    pub(super) amount: Minor,
    pub(super) profit: Minor,
    /// In the plan's volumes.
    pub(super) volumes: LineVolumes,
    /// What counts as sales: the amount, or one of the volumes.
    pub(super) counted: Minor,
    /// Without reversals.
    pub(super) sold: Minor,
}

impl PairedLegs {
    /// A period closes, and pairs are about to be made.
    pub(super) fn begin_close(&mut self, index: i64) {
        if let Some(waiting) = &mut self.waiting {
            waiting.begin(&mut self.of, index);
        }
    }

    /// The pairs of a close are made.
    pub(super) fn end_close(&mut self, index: i64) {
        if let Some(waiting) = &mut self.waiting {
            waiting.end(&mut self.of, index);
        }
    }
}

impl Open {
    fn new(period: Period) -> Self {
        let (sellers, before) = (Map::default(), Vec::new());
        let volumes = [0; MAX_VOLUMES];
        Self { period, begun: None, amount: 0, profit: 0, volumes, spent: 0, sold: 0, sellers, before }
    }

    /// Begins the next period; gives the one that ends.
    pub(super) fn end(&mut self) -> Self {
        let sellers = self.sellers.take().into_iter().collect();
        let ended = Self { sellers, before: Vec::new(), ..*self };
        (self.begun, self.amount, self.profit, self.spent, self.sold) = (None, 0, 0, 0, 0);
        self.volumes = [0; MAX_VOLUMES];
        ended
    }

    fn begin(&mut self, now: Time, utc_offset: i64) {
        self.begun.get_or_insert_with(|| {
            let index = self.period.index(now, utc_offset);
            (index, self.period.start(index + 1, utc_offset))
        });
    }

    fn count(&mut self, seller: Member, part: &Sums) {
        self.amount = self.amount.saturating_add(part.amount);
        self.profit = self.profit.saturating_add(part.profit);
        self.sold = self.sold.saturating_add(part.sold);
        add(&mut self.volumes, &part.volumes);
        if seller != NOBODY {
            let sums = self.sellers.at(seller);
            sums.amount = sums.amount.saturating_add(part.amount);
            sums.profit = sums.profit.saturating_add(part.profit);
            add(&mut sums.volumes, &part.volumes);
            sums.counted = sums.counted.saturating_add(part.counted);
            sums.sold = sums.sold.saturating_add(part.sold);
        }
    }
}

impl Sums {
    /// So much less.
    fn less(&self) -> Self {
        Self {
            amount: -self.amount,
            profit: -self.profit,
            volumes: self.volumes.map(|volume| -volume),
            counted: -self.counted,
            sold: -self.sold,
        }
    }
}

fn add(all: &mut LineVolumes, part: &LineVolumes) {
    for (all, part) in all.iter_mut().zip(part) {
        *all = all.saturating_add(*part);
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
                .map(|period| {
                    let waiting = program.plan().legs_expire(period).map(Waiting::new);
                    PairedLegs { period, of: List::default(), waiting }
                })
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
        (part, spent): (&Sums, Minor),
        now: Time,
        placement: Option<&Placement>,
    ) {
        for open in &mut self.open {
            open.begin(now, self.utc_offset);
            open.spent = open.spent.saturating_add(spent);
            open.count(seller, part);
        }
        if let (Some(placement), true) = (placement, seller != NOBODY) {
            for legs in &mut self.legs {
                placement.credit(seller, part.counted, &mut legs.of);
            }
        }
    }

    /// Part of a line goes back that settled at a moment. A period that is under way sells so much less; of one that has
    /// closed, the rewards give back their share.
    pub(super) fn refunded(
        &mut self,
        seller: Member,
        part: &Sums,
        (settled, now): (Time, Time),
        placement: Option<&Placement>,
        taken: &mut Vec<Taken>,
    ) {
        for open in &mut self.open {
            let index = open.period.index(settled, self.utc_offset);
            if open.period.start(index + 1, self.utc_offset) > now {
                open.begin(now, self.utc_offset);
                open.count(seller, &part.less());
            } else {
                self.closed.take_back((open.period, index), seller, part.amount, taken);
            }
        }
        let amount = part.counted;
        if let (Some(placement), true) = (placement, seller != NOBODY) {
            for PairedLegs { period, of, .. } in &mut self.legs {
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
                Some(old) => {
                    std::mem::swap(&mut new.of, &mut old.of);
                    if let Some(waiting) = &mut new.waiting {
                        waiting.take_over(old.waiting.take());
                    }
                }
                None => missing = true,
            }
        }
        self.closed = old.closed;
        self.closed.take_over(programs);
        self.grow(count);
        missing
    }
}
