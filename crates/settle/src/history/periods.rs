//! The closes of periods: shares of a period's sales, pools, and pairs.

use std::collections::HashMap;

use banyan_plan::kernel::{
    Entry, Legs, Member, NOBODY, Occasion, Payees, Program, Rule, World, holds, share,
};
use banyan_plan::model::{Base, On, Pay, Plan, RankNo, Rates, RewardNo, Share, To};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::{Period, Time};

use super::engine::Engine;
use super::placement::Placement;
use super::world::NOT_YET;
use super::{Cause, Event, Kind, Reference, Sink};

/// What has settled in the periods under way.
#[derive(Debug, Default)]
pub(super) struct Periods {
    open: Vec<Open>,
    /// Per pairing reward: everybody's two legs.
    legs: Vec<(RewardNo, Vec<Legs>)>,
    utc_offset: i64,
}

/// One period under way.
#[derive(Debug, Clone)]
struct Open {
    period: Period,
    /// Its number, once anything has settled in it.
    index: Option<i64>,
    amount: Minor,
    profit: Minor,
    /// What its lines have paid already.
    spent: Minor,
    /// Per seller: amount and profit.
    sellers: HashMap<Member, (Minor, Minor)>,
}

impl Open {
    fn new(period: Period) -> Self {
        Self { period, index: None, amount: 0, profit: 0, spent: 0, sellers: HashMap::new() }
    }
}

impl Periods {
    pub(super) fn new(program: &Program, members: usize) -> Self {
        let periods = [Period::Day, Period::Week, Period::Month];
        let used = periods.into_iter().filter(|period| !program.rewards_on(On::Period(*period)).is_empty());
        let rewards = program.plan().rewards.iter().enumerate();
        let pairing = rewards.filter(|(_, reward)| reward.to == To::Pairing);
        Self {
            open: used.map(Open::new).collect(),
            legs: pairing.map(|(no, _)| (no as RewardNo, vec![Legs::default(); members])).collect(),
            utc_offset: program.plan().utc_offset,
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
        self.open.iter().filter_map(|open| Some(open.period.start(open.index? + 1, self.utc_offset))).min()
    }

    /// A line has settled, or (with negative figures) a settled one was refunded.
    pub(super) fn settled(
        &mut self,
        seller: Member,
        amount: Minor,
        profit: Minor,
        cost: Minor,
        now: Time,
        placement: Option<&Placement>,
    ) {
        for open in &mut self.open {
            open.index.get_or_insert(open.period.index(now, self.utc_offset));
            open.amount = open.amount.saturating_add(amount);
            open.profit = open.profit.saturating_add(profit);
            open.spent = open.spent.saturating_add(cost);
            if seller != NOBODY {
                let sums = open.sellers.entry(seller).or_default();
                *sums = (sums.0.saturating_add(amount), sums.1.saturating_add(profit));
            }
        }
        if let (Some(placement), true) = (placement, seller != NOBODY) {
            for (_, legs) in &mut self.legs {
                placement.credit(seller, amount, legs);
            }
        }
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

impl<S: Sink> Engine<'_, S> {
    /// Closes every period that ends by `now`, days before weeks before months.
    pub(super) fn close(&mut self, now: Time) {
        for place in 0..self.periods.open.len() {
            let open = &self.periods.open[place];
            let Some(index) = open.index else { continue };
            let at = open.period.start(index + 1, self.periods.utc_offset);
            if at > now {
                continue;
            }
            let period = open.period;
            let open = std::mem::replace(&mut self.periods.open[place], Open::new(period));
            let budget = self.program.limit_of(open.amount.max(0), open.spent);
            let mut closing = Closing { name: period.name(index), at, budget, paid: 0, open };
            // What is asked about "this month" at its close is asked of the month that ends.
            self.live.now = at.plus(-1);
            self.close_sellers(&mut closing);
            self.close_shop(&mut closing);
            for longer in self.periods.open.iter_mut().skip(place + 1).filter(|longer| longer.index.is_some())
            {
                longer.spent = longer.spent.saturating_add(closing.paid);
            }
        }
    }

    /// Rewards on what each promoter has sold in the period, up the chain as for a sale.
    fn close_sellers(&mut self, closing: &mut Closing) {
        let on = On::Period(closing.open.period);
        let rewards = self.program.rewards_on(on);
        if rewards.iter().all(|reward| matches!(self.program.rule(*reward).payees, Payees::Close)) {
            return;
        }
        let mut sellers: Vec<(Member, (Minor, Minor))> =
            closing.open.sellers.iter().map(|(who, sums)| (*who, *sums)).collect();
        sellers.sort_by(|(a, _), (b, _)| self.members.names.get(*a).cmp(self.members.names.get(*b)));
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
            );
        }
    }

    /// Pools and pairs.
    fn close_shop(&mut self, closing: &mut Closing) {
        let on = On::Period(closing.open.period);
        let mut posted = Vec::new();
        for &reward in self.program.rewards_on(on) {
            let rule = self.program.rule(reward);
            let mut entries = match self.program.plan().reward(reward).to {
                To::Pool(rank, by) => self.pool(rule, rank, by, closing),
                To::Pairing => self.pairs(rule),
                _ => continue,
            };
            for entry in &mut entries {
                self.limit_by_memory(rule, entry);
                closing.charge(entry, true);
            }
            self.live.book.record(self.program, self.live.now, &entries);
            posted.extend(entries.into_iter().filter(|entry| entry.amount != 0));
        }
        let reference = Reference::Period(closing.name.clone(), None);
        self.post_event(
            &Event { kind: Kind::Period, reference, at: closing.at, cause: Cause::Closed },
            &posted,
        );
    }

    /// A share of the pot for each holder of the rank, adding up to the pot.
    fn pool(&self, rule: &Rule, rank: RankNo, by: Share, closing: &Closing) -> Vec<Entry> {
        let open = &closing.open;
        let (base, rate, pot) = pot(self.program.plan(), rule.reward, open);
        let holders = self.payees(rule, rank);
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
    fn pairs(&mut self, rule: &Rule) -> Vec<Entry> {
        let payees = self.payees(rule, 1);
        let rate = match &self.program.plan().reward(rule.reward).pay {
            Pay::Share(Rates::One(rate), _) => *rate,
            _ => Rate(0),
        };
        let Some((_, legs)) = self.periods.legs.iter_mut().find(|(reward, _)| *reward == rule.reward) else {
            return Vec::new();
        };
        let paired: Vec<(Member, Minor)> =
            payees.into_iter().map(|payee| (payee, legs[payee as usize].pair())).collect();
        let paired = paired.into_iter().filter(|(_, base)| *base > 0);
        paired.map(|(payee, base)| self.closing_entry(rule, payee, base, rate, rate.of(base))).collect()
    }

    /// Everybody of at least a rank who passes the reward's filters, by name.
    fn payees(&self, rule: &Rule, at_least: RankNo) -> Vec<Member> {
        let passes = |member: &Member| {
            let rank = self.live.rank_of(*member);
            rank != NOT_YET
                && rank >= at_least
                && holds(rule.payee_ranks, rank)
                && rule.active.as_ref().is_none_or(|active| self.live.is_active(*member, active))
        };
        let mut payees: Vec<Member> = (0..self.live.count() as Member).filter(passes).collect();
        payees.sort_by(|a, b| self.members.names.get(*a).cmp(self.members.names.get(*b)));
        payees
    }

    /// What each holder and everybody below her has sold in the period.
    fn team_sales(&self, open: &Open, holders: &[Member]) -> Vec<i64> {
        let mut teams: HashMap<Member, i64> = holders.iter().map(|holder| (*holder, 0)).collect();
        for (seller, (amount, _)) in &open.sellers {
            let mut above = *seller;
            while above != NOBODY {
                if let Some(team) = teams.get_mut(&above) {
                    *team = team.saturating_add(*amount);
                }
                above = self.live.inviters[above as usize];
            }
        }
        holders.iter().map(|holder| teams[holder]).collect()
    }

    fn closing_entry(&self, rule: &Rule, payee: Member, base: Minor, rate: Rate, amount: Minor) -> Entry {
        let payee_rank = self.live.rank_of(payee);
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
