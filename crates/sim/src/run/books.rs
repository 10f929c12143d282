//! The shop's books, kept while a history is settled: what came in, what went out, what is owed. Integers only.

use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::model::{RankNo, To};
use banyan_plan::money::{Minor, kept};
use banyan_plan::time::Time;
use banyan_settle::history::{Event, Kind, RankChanged, Reference, Sink};
use banyan_settle::timeline;
use serde::{Deserialize, Serialize};

use super::past::Past;
use crate::scenario::ScenarioError;

/// Money of one day, or of a whole run, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// Paid by buyers.
    pub sales: i128,
    /// Paid on joining: fees and deposits.
    pub fees: i128,
    /// Given back to buyers.
    pub refunds: i128,
    /// Paid to suppliers, less what goes back to them with refunds.
    pub suppliers: i128,
    /// Rewards owed from the moment of the event, less what refunds take back.
    pub granted: i128,
    /// Rewards of which the waiting time is over: they can be withdrawn, and are taken as withdrawn.
    pub paid: i128,
}

impl Accounts {
    /// What came in and has not gone out.
    pub fn held(&self) -> i128 {
        self.sales + self.fees - self.refunds - self.suppliers - self.paid
    }

    /// Rewards that are owed but cannot be withdrawn yet.
    pub fn pending(&self) -> i128 {
        self.granted - self.paid
    }

    /// What is the shop's own once all that is owed is paid.
    pub fn own(&self) -> i128 {
        self.held() - self.pending()
    }

    fn add(&mut self, day: &Self) {
        self.sales += day.sales;
        self.fees += day.fees;
        self.refunds += day.refunds;
        self.suppliers += day.suppliers;
        self.granted += day.granted;
        self.paid += day.paid;
    }
}

/// Everything that the settlement of a run tells.
pub struct Books<'a> {
    program: &'a Program,
    past: &'a Past,
    /// What happened on each day, to the last settlement.
    pub days: Vec<Accounts>,
    /// Net rewards of each member in money.
    pub earned: Vec<Minor>,
    /// Per reward: entries, and their sum (points for a reward in points).
    pub by_reward: Vec<(u64, i128)>,
    /// Per distance: entries, and net money.
    pub by_distance: Vec<(u64, i128)>,
    /// Each member's rank.
    pub rank: Vec<RankNo>,
    /// Whether a member ever had a rank.
    pub was_promoter: Vec<bool>,
    /// Members of each rank at the end of each day, 0 being customers; days without a change are left out.
    pub ranks: Vec<(u32, Vec<u32>)>,
    /// What buyers without a rank paid.
    pub retail: i128,
    /// What was paid on joins and promotions, not on sales.
    pub for_heads: i128,
    /// Communities that went to a member who rose.
    pub break_aways: u64,
    /// Margin of what was sold and not given back, by its own sums: sales less cost, line by line.
    pub margin: i128,
    /// What each member paid to join: fee, deposit, packs.
    pub entry: Vec<Minor>,
    refunded: std::collections::HashMap<u32, Minor>,
    cut: Option<RankNo>,
    counts: Vec<u32>,
}

impl<'a> Books<'a> {
    /// Settles what a run left behind and keeps its books.
    ///
    /// # Errors
    /// What the settlement refuses.
    pub fn of(program: &'a Program, past: &'a Past) -> Result<Self, ScenarioError> {
        let mut books = Self::new(program, past);
        timeline::settle(past.input.history(program), &mut books)
            .map_err(|refusal| ScenarioError { line: None, text: refusal.text })?;
        books.sell();
        Ok(books)
    }

    fn new(program: &'a Program, past: &'a Past) -> Self {
        let members = past.input.members.inviter.len();
        let plan = program.plan();
        let cuts = plan.rewards.iter().filter_map(|reward| match reward.to {
            To::Nearest(rank) | To::Generation(_, _, rank) if rank > 1 => Some(rank),
            _ => None,
        });
        Self {
            program,
            past,
            days: Vec::new(),
            earned: vec![0; members],
            by_reward: vec![(0, 0); plan.rewards.len()],
            by_distance: Vec::new(),
            rank: vec![0; members],
            was_promoter: vec![false; members],
            ranks: Vec::new(),
            retail: 0,
            for_heads: 0,
            break_aways: 0,
            margin: 0,
            entry: vec![0; members],
            refunded: std::collections::HashMap::new(),
            cut: cuts.min(),
            counts: vec![0; plan.ranks.len() + 1],
        }
    }

    /// The whole run.
    pub fn total(&self) -> Accounts {
        let mut total = Accounts::default();
        self.days.iter().for_each(|day| total.add(day));
        total
    }

    /// The sums from the first day to each day.
    pub fn running(&self) -> impl Iterator<Item = Accounts> + '_ {
        self.days.iter().scan(Accounts::default(), |sum, day| {
            sum.add(day);
            Some(*sum)
        })
    }

    fn day(&mut self, at: Time) -> &mut Accounts {
        let day = self.past.calendar.day(at) as usize;
        if self.days.len() <= day {
            self.days.resize(day + 1, Accounts::default());
        }
        &mut self.days[day]
    }

    /// What buyers and suppliers moved, line by line.
    fn sell(&mut self) {
        let orders = &self.past.input.orders;
        for row in 0..orders.len() {
            let (at, amount) = (orders.at[row], orders.amount[row]);
            let cost = |row: usize| orders.cost(row).unwrap_or(0);
            match orders.refund_of(row) {
                None => {
                    let day = self.day(at);
                    day.sales += i128::from(amount);
                    day.suppliers += i128::from(cost(row));
                    self.margin += i128::from(amount - cost(row));
                }
                Some(target) => {
                    let (whole, cost) = (orders.amount[target as usize], cost(target as usize));
                    let before = self.refunded.get(&target).copied().unwrap_or(0);
                    let after = before - amount;
                    self.refunded.insert(target, after);
                    let back = kept(cost, whole, before) - kept(cost, whole, after);
                    let day = self.day(at);
                    day.refunds -= i128::from(amount);
                    day.suppliers -= i128::from(back);
                    self.margin += i128::from(amount + back);
                }
            }
        }
        for row in &self.past.packs {
            let buyer = orders.buyer[*row as usize];
            self.entry[buyer as usize] += orders.amount[*row as usize];
        }
    }

    /// When the rewards of an event can be withdrawn: `release_after` from the sale, the join or the promotion; those of a
    /// period at once.
    fn released(&self, event: &Event<'_>) -> Time {
        let wait = self.program.plan().sale.release_after;
        let orders = &self.past.input.orders;
        match (&event.reference, event.kind) {
            (_, Kind::Period) => event.at,
            (Reference::Line(row), _) => {
                let sale = orders.refund_of(*row as usize).unwrap_or(*row);
                orders.at[sale as usize].plus(wait).max(event.at)
            }
            _ => event.at.plus(wait),
        }
    }

    fn note_ranks(&mut self, at: Time) {
        let day = self.past.calendar.day(at);
        match self.ranks.last_mut() {
            Some((last, counts)) if *last == day => counts.clone_from(&self.counts),
            _ => self.ranks.push((day, self.counts.clone())),
        }
    }

    /// Whether anybody above them holds a rank that cuts communities off.
    fn has_head_above(&self, member: Member, cut: RankNo) -> bool {
        let inviters = &self.past.input.members.inviter;
        let mut above = inviters[member as usize];
        while above != NOBODY {
            if self.rank[above as usize] >= cut {
                return true;
            }
            above = inviters[above as usize];
        }
        false
    }
}

impl Sink for Books<'_> {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        let mut sum = 0;
        for entry in entries {
            let reward = &mut self.by_reward[usize::from(entry.reward)];
            *reward = (reward.0 + 1, reward.1 + i128::from(entry.amount));
            if !self.program.rule(entry.reward).money {
                continue;
            }
            sum += i128::from(entry.amount);
            let earned = &mut self.earned[entry.payee as usize];
            *earned = earned.saturating_add(entry.amount);
            let distance = entry.distance as usize;
            if self.by_distance.len() <= distance {
                self.by_distance.resize(distance + 1, (0, 0));
            }
            let at = &mut self.by_distance[distance];
            *at = (at.0 + 1, at.1 + i128::from(entry.amount));
        }
        if matches!(event.kind, Kind::Join | Kind::Promotion) {
            self.for_heads += sum;
        }
        let released = self.released(event);
        self.day(event.at).granted += sum;
        self.day(released).paid += sum;
    }

    fn sold(&mut self, line: u32, _: Member) {
        let orders = &self.past.input.orders;
        let buyer = orders.buyer[line as usize];
        if self.rank[buyer as usize] == 0 && self.past.packs.binary_search(&line).is_err() {
            self.retail += i128::from(orders.amount[line as usize]);
        }
    }

    fn joined(&mut self, member: Member, at: Time) {
        let join = &self.program.plan().join;
        let paid = join.fee + join.deposit;
        if paid > 0 {
            self.entry[member as usize] += paid;
            self.day(at).fees += i128::from(paid);
        }
    }

    fn ranked(&mut self, change: &RankChanged) {
        let RankChanged { member, old, new, at, .. } = *change;
        self.rank[member as usize] = new;
        self.was_promoter[member as usize] |= new > 0;
        if old > 0 {
            self.counts[usize::from(old)] -= 1;
        }
        if new > 0 {
            self.counts[usize::from(new)] += 1;
        }
        self.note_ranks(at);
        if let Some(cut) = self.cut.filter(|cut| old < *cut && new >= *cut)
            && self.has_head_above(member, cut)
        {
            self.break_aways += 1;
        }
    }
}
