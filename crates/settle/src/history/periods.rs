//! The closes of periods: shares of a period's sales, pools, and pairs.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use banyan_plan::kernel::{
    Entry, Legs, Member, NOBODY, Occasion, Payees, Program, Rule, World, holds, share,
};
use banyan_plan::model::{Base, On, Pay, Plan, RankNo, Rates, RewardNo, Share, To};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::{Period, Time};

use crate::undo::{List, Map, undo};

use super::engine::Engine;
use super::people::NOT_YET;
use super::placement::Placement;
use super::world::same_rewards;
use super::{Cause, Event, Kind, Reference, Sink};

/// What has settled in the periods under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Periods {
    open: Vec<Open>,
    /// Per pairing reward: everybody's two legs.
    legs: Vec<PairedLegs>,
    utc_offset: i64,
}

undo!([] Periods: parts [open, legs], fixed [utc_offset]);

/// Everybody's two legs, as one reward pairs them.
#[derive(Debug, Clone)]
struct PairedLegs {
    reward: RewardNo,
    of: List<Legs>,
}

undo!([] PairedLegs: parts [of], fixed [reward]);

/// What a period is copied of at a mark: its begin, amount, profit and what was spent.
type Figures = (Option<(i64, Time)>, Minor, Minor, Minor);

/// One period under way.
#[derive(Debug, Clone)]
struct Open {
    period: Period,
    /// Its number and its close, once anything has settled in it.
    begun: Option<(i64, Time)>,
    amount: Minor,
    profit: Minor,
    /// What its lines have paid already.
    spent: Minor,
    /// Per seller: amount and profit.
    sellers: Map<Member, (Minor, Minor)>,
    before: Vec<Figures>,
}

undo!([] Open: parts [sellers], copied [begun, amount, profit, spent] in before, fixed [period]);

impl Open {
    fn new(period: Period) -> Self {
        let (sellers, before) = (Map::default(), Vec::new());
        Self { period, begun: None, amount: 0, profit: 0, spent: 0, sellers, before }
    }

    /// Begins the next period; gives the one that ends.
    fn end(&mut self) -> Self {
        let sellers = self.sellers.take().into_iter().collect();
        let ended = Self { sellers, before: Vec::new(), ..*self };
        (self.begun, self.amount, self.profit, self.spent) = (None, 0, 0, 0);
        ended
    }

    fn begin(&mut self, now: Time, utc_offset: i64) {
        self.begun.get_or_insert_with(|| {
            let index = self.period.index(now, utc_offset);
            (index, self.period.start(index + 1, utc_offset))
        });
    }
}

impl Periods {
    pub(super) fn new(program: &Program) -> Self {
        let periods = [Period::Day, Period::Week, Period::Month];
        let used = periods.into_iter().filter(|period| !program.rewards_on(On::Period(*period)).is_empty());
        let rewards = program.plan().rewards.iter().enumerate();
        let pairing = rewards.filter(|(_, reward)| reward.to == To::Pairing);
        Self {
            open: used.map(Open::new).collect(),
            legs: pairing.map(|(no, _)| PairedLegs { reward: no as RewardNo, of: List::default() }).collect(),
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

    pub(super) fn needs_placement(&self) -> bool {
        !self.legs.is_empty()
    }

    /// The next close of a period in which anything has settled.
    pub(super) fn next_close(&self) -> Option<Time> {
        self.open.iter().filter_map(|open| open.begun.map(|(_, close)| close)).min()
    }

    /// A line has settled, or (with negative figures) a settled one was refunded.
    pub(super) fn settled(
        &mut self,
        seller: Member,
        (amount, profit, spent): (Minor, Minor, Minor),
        now: Time,
        placement: Option<&Placement>,
    ) {
        for open in &mut self.open {
            open.begin(now, self.utc_offset);
            open.amount = open.amount.saturating_add(amount);
            open.profit = open.profit.saturating_add(profit);
            open.spent = open.spent.saturating_add(spent);
            if seller != NOBODY {
                let sums = open.sellers.at(seller);
                *sums = (sums.0.saturating_add(amount), sums.1.saturating_add(profit));
            }
        }
        if let (Some(placement), true) = (placement, seller != NOBODY) {
            for legs in &mut self.legs {
                placement.credit(seller, amount, &mut legs.of);
            }
        }
    }
}

impl Periods {
    /// Goes on from the periods under way, and from the unpaired amounts of rewards of the same id. `true` if the new plan
    /// asks for any that were not kept.
    pub(super) fn take_over(&mut self, old: Self, programs: (&Program, &Program), count: usize) -> bool {
        let same = same_rewards(programs.0, programs.1);
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
            match legs.iter_mut().find(|old| same[usize::from(old.reward)] == Some(new.reward)) {
                Some(old) => std::mem::swap(&mut new.of, &mut old.of),
                None => missing = true,
            }
        }
        self.grow(count);
        missing
    }
}

/// A close under way.
struct Closing {
    open: Open,
    name: String,
    at: Time,
    /// What the plan's limit leaves for the rewards of the period.
    budget: Minor,
    paid: Minor,
}

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Closes every period that ends by `now`, days before weeks before months.
    pub(super) fn close<S: Sink>(&mut self, now: Time, sink: &mut S) {
        for place in 0..self.periods.open.len() {
            let open = &self.periods.open[place];
            let Some((index, at)) = open.begun.filter(|(_, close)| *close <= now) else { continue };
            let period = open.period;
            let open = self.periods.open[place].end();
            let budget = self.program.limit_of(open.amount.max(0), open.spent);
            let mut closing = Closing { name: period.name(index), at, budget, paid: 0, open };
            // What is asked about "this month" at its close is asked of the month that ends.
            self.live.now = at.plus(-1);
            self.close_sellers(&mut closing, sink);
            self.close_shop(&mut closing, sink);
            let longer = self.periods.open.iter_mut().skip(place + 1);
            for longer in longer.filter(|longer| longer.begun.is_some()) {
                longer.spent = longer.spent.saturating_add(closing.paid);
            }
        }
    }

    /// Rewards on what each promoter has sold in the period, up the chain as for a sale.
    fn close_sellers<S: Sink>(&mut self, closing: &mut Closing, sink: &mut S) {
        let on = On::Period(closing.open.period);
        let rewards = self.program.rewards_on(on);
        if rewards.iter().all(|reward| matches!(self.program.rule(*reward).payees, Payees::Close)) {
            return;
        }
        let mut sellers: Vec<(Member, (Minor, Minor))> =
            closing.open.sellers.iter().map(|(who, sums)| (*who, *sums)).collect();
        sellers.sort_by(|(a, _), (b, _)| sink.by_name(*a, *b));
        for (seller, (amount, profit)) in sellers {
            // Whoever has more refunded than sold gives back in full, whatever the limit.
            let limit = if amount < 0 { Minor::MAX } else { closing.budget };
            let (buyer, rate, category, first_order) = (NOBODY, Rate(0), 0, false);
            let occasion = Occasion { on, seller, buyer, amount, profit, rate, category, first_order, limit };
            self.compute(&occasion);
            for entry in &mut self.scratch.entries {
                closing.charge(entry, self.program.rule(entry.reward).money);
            }
            self.post(
                &occasion,
                Kind::Period,
                Reference::Period(closing.name.clone(), Some(seller)),
                closing.at,
                sink,
            );
        }
    }

    /// Pools and pairs.
    fn close_shop<S: Sink>(&mut self, closing: &mut Closing, sink: &mut S) {
        let on = On::Period(closing.open.period);
        let program = Arc::clone(&self.program);
        let mut posted = Vec::new();
        for &reward in program.rewards_on(on) {
            let rule = program.rule(reward);
            let mut entries = match program.plan().reward(reward).to {
                To::Pool(rank, by) => self.pool(rule, rank, by, closing, sink),
                To::Pairing => self.pairs(rule, sink),
                _ => continue,
            };
            for entry in &mut entries {
                self.limit_by_memory(rule, entry);
                closing.charge(entry, true);
            }
            self.live.book.record(&program, self.live.now, &entries);
            posted.extend(entries.into_iter().filter(|entry| entry.amount != 0));
        }
        let reference = Reference::Period(closing.name.clone(), None);
        if !posted.is_empty() {
            sink.post(
                &Event { kind: Kind::Period, reference, at: closing.at, cause: Cause::Closed },
                &posted,
            );
        }
    }

    /// A share of the pot for each holder of the rank, adding up to the pot.
    fn pool(&self, rule: &Rule, rank: RankNo, by: Share, closing: &Closing, sink: &impl Sink) -> Vec<Entry> {
        let open = &closing.open;
        let (base, rate, pot) = pot(self.program.plan(), rule.reward, open);
        let holders = self.payees(rule, rank, sink);
        let weights: Vec<i64> = match by {
            Share::Equal => vec![1; holders.len()],
            Share::OwnSales => {
                holders.iter().map(|holder| open.sellers.get(holder).map_or(0, |sums| sums.0)).collect()
            }
            Share::TeamSales => self.team_sales(open, &holders),
        };
        let shares = share(pot, &weights);
        let entry = |(payee, amount): (Member, Minor)| self.closing_entry(rule, payee, base, rate, amount);
        holders.into_iter().zip(shares).map(entry).collect()
    }

    /// The weaker leg of each promoter who passes the filters; the others carry both legs forward.
    fn pairs(&mut self, rule: &Rule, sink: &impl Sink) -> Vec<Entry> {
        let payees = self.payees(rule, 1, sink);
        let rate = match &self.program.plan().reward(rule.reward).pay {
            Pay::Share(Rates::One(rate), _) => *rate,
            _ => Rate(0),
        };
        let Some(legs) = self.periods.legs.iter_mut().find(|legs| legs.reward == rule.reward) else {
            return Vec::new();
        };
        let paired: Vec<(Member, Minor)> =
            payees.into_iter().map(|payee| (payee, legs.of.at(payee as usize).pair())).collect();
        let paired = paired.into_iter().filter(|(_, base)| *base > 0);
        paired.map(|(payee, base)| self.closing_entry(rule, payee, base, rate, rate.of(base))).collect()
    }

    /// Everybody of at least a rank who passes the reward's filters, by name.
    fn payees(&self, rule: &Rule, at_least: RankNo, sink: &impl Sink) -> Vec<Member> {
        let passes = |member: &Member| {
            let rank = self.live.people.rank(*member);
            rank != NOT_YET
                && rank >= at_least
                && holds(rule.payee_ranks, rank)
                && rule.active.as_ref().is_none_or(|active| self.live.is_active(*member, active))
        };
        let mut payees: Vec<Member> = (0..self.live.people.count() as Member).filter(passes).collect();
        payees.sort_by(|a, b| sink.by_name(*a, *b));
        payees
    }

    /// What each holder and everybody below her has sold in the period.
    fn team_sales(&self, open: &Open, holders: &[Member]) -> Vec<i64> {
        let mut teams: HashMap<Member, i64> = holders.iter().map(|holder| (*holder, 0)).collect();
        for (seller, (amount, _)) in open.sellers.iter() {
            for above in self.live.people.chain(*seller) {
                if let Some(team) = teams.get_mut(&above) {
                    *team = team.saturating_add(*amount);
                }
            }
        }
        holders.iter().map(|holder| teams[holder]).collect()
    }

    fn closing_entry(&self, rule: &Rule, payee: Member, base: Minor, rate: Rate, amount: Minor) -> Entry {
        let payee_rank = self.live.people.rank(payee);
        Entry { reward: rule.reward, payee_rank, cut: false, payee, distance: 0, rate, base, amount }
    }

    /// Applies `every` and the cap.
    fn limit_by_memory(&self, rule: &Rule, entry: &mut Entry) {
        if rule.every > 1 && !(self.live.times(entry.reward, entry.payee) + 1).is_multiple_of(rule.every) {
            entry.amount = 0;
        }
        if let Some(cap) = &rule.cap {
            let had = if cap.per.is_some() { self.live.had(entry.reward, entry.payee, cap) } else { 0 };
            let room = cap.amount.saturating_sub(had).max(0);
            if entry.amount > room {
                entry.amount = room;
                entry.cut = true;
            }
        }
    }
}

impl Closing {
    /// Takes an entry out of what the limit leaves; cuts it to that.
    fn charge(&mut self, entry: &mut Entry, money: bool) {
        if !money {
            return;
        }
        if entry.amount > self.budget {
            entry.amount = self.budget;
            entry.cut = true;
        }
        self.budget -= entry.amount;
        self.paid = self.paid.saturating_add(entry.amount);
    }
}

/// What a pool is taken of, its rate, and what it comes to.
fn pot(plan: &Plan, reward: RewardNo, open: &Open) -> (Minor, Rate, Minor) {
    match &plan.reward(reward).pay {
        Pay::Share(Rates::One(rate), base) => {
            let base = if *base == Base::Profit { open.profit } else { open.amount }.max(0);
            (base, *rate, rate.of(base))
        }
        Pay::Amount(pot) => (0, Rate(0), *pot),
        _ => (0, Rate(0), 0),
    }
}
