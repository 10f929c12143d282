//! The closes of periods: shares of a period's sales, pools, and pairs.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use banyan_plan::kernel::{
    Entry, Member, Occasion, Paired, Payees, Pays, RateOf, Rule, Scale, Scratch, World, holds, lies, share,
};
use banyan_plan::model::{Base, Carry, On, Pair, Pay, Per, Plan, RankNo, Rates, RewardNo, Share, To, Volume};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::{Period, Time};

use super::closed::{Close, Pairs, Placed};
use super::engine::{Engine, person};
use super::people::NOT_YET;
use super::periods::{Open, Sums};
use super::world::Volumes;
use super::{Cause, Event, Kind, Reference, Sink};

/// Entries of a close, each with whose event posted it; `None` for the close itself.
type OfEvents = Vec<(Option<Member>, Placed)>;

/// A close under way.
struct Closing {
    open: Open,
    index: i64,
    close: Close,
    /// What the plan's limit leaves for the rewards of the period.
    budget: Minor,
    paid: Minor,
    /// How many entries each seller's event has.
    posted: HashMap<Member, u32>,
    /// Rewards of sellers that wait until it is known what all of the close comes to; only if the limit scales.
    waiting: Vec<Waiting>,
    scales: bool,
    /// What all rewards come to before they are scaled.
    due: i128,
}

/// What one seller's sales of the period pay, before the limit scales it.
struct Waiting {
    occasion: Occasion,
    sold: Minor,
    scratch: Scratch,
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
            let close = Close { name: period.name(index), at };
            let mut closing = Closing {
                open,
                index,
                close,
                budget,
                paid: 0,
                posted: HashMap::new(),
                waiting: Vec::new(),
                scales: self.program.plan().scales_to_limit,
                due: 0,
            };
            // What is asked about "this month" at its close is asked of the month that ends.
            self.live.now = at.plus(-1);
            self.count_volumes(&closing);
            self.close_sellers(&mut closing, sink);
            self.close_shop(&mut closing, sink);
            self.live.volumes = Volumes::default();
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
        let mut sellers: Vec<(Member, Sums)> =
            closing.open.sellers.iter().map(|(who, sums)| (*who, *sums)).collect();
        sellers.sort_by(|(a, _), (b, _)| sink.by_name(*a, *b));
        for (seller, Sums { amount, profit, volumes, sold, .. }) in sellers {
            // Whoever has more refunded than sold gives back in full, whatever the limit.
            let limit = if amount < 0 { Minor::MAX } else { closing.limit() };
            let occasion = Occasion { amount, profit, volumes, limit, ..person(on, seller) };
            if closing.scales {
                self.compute_due(&occasion);
            } else {
                self.compute(&occasion);
            }
            for entry in &mut self.scratch.entries {
                closing.charge(entry, self.program.rule(entry.reward).money);
            }
            if closing.scales {
                closing.waiting.push(Waiting { occasion, sold, scratch: self.scratch.clone() });
            } else {
                self.post_seller(&occasion, sold, closing, sink);
            }
        }
    }

    /// Keeps and posts what one seller's sales have paid.
    fn post_seller<S: Sink>(
        &mut self,
        occasion: &Occasion,
        sold: Minor,
        closing: &mut Closing,
        sink: &mut S,
    ) {
        let seller = occasion.seller;
        let key = (closing.open.period, closing.index);
        self.periods.closed.keep_seller(key, &closing.close, (seller, sold), &self.scratch.entries);
        if !self.scratch.entries.is_empty() {
            closing.posted.insert(seller, self.scratch.entries.len() as u32);
        }
        let reference = Reference::Period(closing.close.name.clone(), Some(seller));
        self.post(occasion, Kind::Period, reference, closing.close.at, sink);
    }

    /// Scales all that the close pays down to the limit, and posts what had to wait for that.
    fn scale<S: Sink>(&mut self, closing: &mut Closing, shop: &mut Shop, sink: &mut S) {
        if !closing.scales {
            return;
        }
        let program = Arc::clone(&self.program);
        let scale = Scale::of(closing.budget, closing.due);
        let mut paid: Minor = 0;
        let mut fit = |entry: &mut Entry| {
            if program.rule(entry.reward).money {
                // Whoever has more refunded than sold gives back in full.
                if let Some(scale) = scale.filter(|_| entry.amount > 0) {
                    scale.apply(entry);
                }
                paid = paid.saturating_add(entry.amount);
            }
            entry.amount != 0
        };
        for waiting in &mut closing.waiting {
            waiting.scratch.entries.retain_mut(&mut fit);
            self.live.people.without_stopped(&mut waiting.scratch.entries);
        }
        shop.posted.retain_mut(&mut fit);
        for following in &mut shop.following {
            following.entries.retain_mut(|(_, entry)| fit(entry));
        }
        shop.following.retain(|following| !following.entries.is_empty());
        closing.paid = paid;
        for Waiting { occasion, sold, scratch } in std::mem::take(&mut closing.waiting) {
            self.scratch = scratch;
            self.post_seller(&occasion, sold, closing, sink);
        }
    }

    /// What has been sold in the period, as far as brackets ask.
    fn count_volumes(&mut self, closing: &Closing) {
        let rewards = self.program.rewards_on(On::Period(closing.open.period));
        let brackets = rewards.iter().filter_map(|reward| self.program.rule(*reward).brackets.as_ref());
        let mut wanted: Vec<Volume> =
            brackets.filter(|brackets| brackets.within.is_none()).map(|brackets| brackets.by).collect();
        wanted.dedup();
        if !wanted.is_empty() {
            let sellers = closing.open.sellers.iter().map(|(seller, sums)| (*seller, sums.counted));
            self.live.volumes = Volumes::count(&wanted, &sellers, &self.live.people);
        }
    }

    /// Pools, pairs, and shares of what they pay.
    fn close_shop<S: Sink>(&mut self, closing: &mut Closing, sink: &mut S) {
        let on = On::Period(closing.open.period);
        let program = Arc::clone(&self.program);
        let mut shop = Shop::default();
        let mut legs = self.periods.legs.iter_mut();
        if let Some(legs) = legs.find(|legs| legs.period == closing.open.period) {
            legs.begin_close(closing.index);
        }
        for &reward in program.rewards_on(on) {
            let rule = program.rule(reward);
            if let Some(of) = rule.follows_close(&program) {
                self.follow(rule, of, &mut shop, closing);
                continue;
            }
            let mut entries = match program.plan().reward(reward).to {
                To::Pool(rank, by) => self.pool(rule, rank, by, closing, sink),
                To::Pairing => self.pairs(rule, closing.open.period, &mut shop.paired, sink),
                _ => continue,
            };
            for entry in &mut entries {
                self.limit_by_memory(rule, entry);
                closing.charge(entry, true);
                // Written down at once: rewards of one payee may share a cap.
                self.live.book.record(&program, self.live.now, std::slice::from_ref(entry));
            }
            shop.posted.extend(entries.into_iter().filter(|entry| entry.amount != 0));
        }
        self.end_pairs(closing, &mut shop);
        self.scale(closing, &mut shop, sink);
        self.leave_out_stopped(&mut shop);
        self.keep_closed(closing, &shop);
        let reference = Reference::Period(closing.close.name.clone(), None);
        let (kind, at) = (Kind::Period, closing.close.at);
        if !shop.posted.is_empty() {
            sink.post(&Event { kind, reference, at, cause: Cause::Closed }, &shop.posted);
        }
        for Following { occasion, chain, entries } in &shop.following {
            let reference = Reference::Period(closing.close.name.clone(), Some(occasion.seller));
            let cause = Cause::Evaluated(occasion, chain);
            let entries: Vec<Entry> = entries.iter().map(|(_, entry)| *entry).collect();
            sink.post(&Event { kind, reference, at, cause }, &entries);
        }
    }

    /// A reward as a share of each entry of a pool or of pairs, up the line of that entry's payee.
    fn follow(&mut self, rule: &Rule, of: RewardNo, shop: &mut Shop, closing: &mut Closing) {
        let program = Arc::clone(&self.program);
        let followed: Vec<Entry> = shop.posted.iter().filter(|entry| entry.reward == of).copied().collect();
        for entry in followed {
            let occasion = Occasion {
                amount: entry.amount,
                limit: closing.limit(),
                ..person(On::Period(closing.open.period), entry.payee)
            };
            let share = (rule.reward, entry.amount);
            program.evaluate_share(&self.live, share, &occasion, &mut self.scratch);
            self.live.book.record(&program, self.live.now, &self.scratch.entries);
            self.scratch.entries.retain(|entry| entry.amount != 0);
            for paid in &mut self.scratch.entries {
                closing.charge(paid, rule.money);
            }
            let paid = self.scratch.entries.iter().map(|paid| (of, *paid));
            let chain = self.scratch.chain.seen();
            let known = shop.follows.get(&entry.payee).copied();
            match known.and_then(|place| shop.following.get_mut(place)) {
                Some(one) => {
                    one.entries.extend(paid);
                    if chain.len() > one.chain.len() {
                        one.chain = chain.to_vec();
                    }
                }
                None if self.scratch.entries.is_empty() => {}
                None => {
                    let entries = paid.collect();
                    shop.follows.insert(entry.payee, shop.following.len());
                    shop.following.push(Following { occasion, chain: chain.to_vec(), entries });
                }
            }
        }
    }

    /// What is not paired waits or is lost.
    fn end_pairs(&mut self, closing: &Closing, shop: &mut Shop) {
        let period = closing.open.period;
        let Some(legs) = self.periods.legs.iter_mut().find(|legs| legs.period == period) else { return };
        for (terms, payee) in shop.paired.done.keys() {
            legs.of.at(*payee as usize).carry(shop.paired.terms[*terms].carry);
        }
        if shop.paired.terms.iter().any(|terms| terms.idle_loses) {
            let active: HashSet<Member> = shop.paired.done.iter().map(|((_, payee), _)| *payee).collect();
            let idle = (0..legs.of.len()).filter(|member| !active.contains(&(*member as Member)));
            for member in idle {
                if legs.of[member].amounts != [0; 2] {
                    legs.of.at(member).carry(Carry::None);
                }
            }
        }
        legs.end_close(closing.index);
    }

    /// What is computed for somebody who is stopped is paid to nobody.
    fn leave_out_stopped(&self, shop: &mut Shop) {
        self.live.people.without_stopped(&mut shop.posted);
        for Following { entries, .. } in &mut shop.following {
            entries.retain(|(_, entry)| self.live.people.is_paid(entry));
        }
        shop.following.retain(|following| !following.entries.is_empty());
    }

    /// Keeps what was paid, for refunds that come later.
    fn keep_closed(&mut self, closing: &Closing, shop: &Shop) {
        let program = &self.program;
        let is_pool = |reward: RewardNo| matches!(program.plan().reward(reward).to, To::Pool(..));
        let terms = |reward: RewardNo| shop.paired.place(&program.plan().reward(reward).pair);
        let mut of_pools = Vec::new();
        let mut of_pairs: HashMap<(usize, Member), OfEvents> = HashMap::new();
        for (place, entry) in (0..).zip(&shop.posted) {
            let placed = Placed { place, entry: *entry };
            if is_pool(entry.reward) {
                of_pools.push((None, placed));
            } else {
                of_pairs.entry((terms(entry.reward), entry.payee)).or_default().push((None, placed));
            }
        }
        for Following { occasion, entries, .. } in &shop.following {
            let seller = occasion.seller;
            let first = closing.posted.get(&seller).copied().unwrap_or(0);
            for (place, (of, entry)) in (first..).zip(entries) {
                let placed = Placed { place, entry: *entry };
                if is_pool(*of) {
                    of_pools.push((Some(seller), placed));
                } else {
                    of_pairs.entry((terms(*of), seller)).or_default().push((Some(seller), placed));
                }
            }
        }
        let key = (closing.open.period, closing.index);
        self.periods.closed.keep_shop(key, &closing.close, closing.open.sold, of_pools);
        for (made, paired) in shop.paired.done.iter().filter(|(_, paired)| paired.base > 0) {
            let ((_, payee), entries) = (made, of_pairs.remove(made).unwrap_or_default());
            let (base, took) = (paired.base, paired.took);
            let pairs = Pairs { close: closing.close.clone(), base, took, undone: 0, entries };
            self.periods.closed.keep_pairs(closing.open.period, *payee, pairs);
        }
    }

    /// A share of the pot for each holder of the rank, adding up to the pot.
    fn pool(&self, rule: &Rule, rank: RankNo, by: Share, closing: &Closing, sink: &impl Sink) -> Vec<Entry> {
        let open = &closing.open;
        let (base, rate, pot) = pot(self.program.plan(), rule.reward, open);
        let mut holders = self.payees(rule, rank, sink);
        if by == Share::Rank {
            // Whoever's rank has no shares is no holder.
            holders.retain(|holder| self.weight(rule, *holder) > 0);
        }
        let weights: Vec<i64> = match by {
            Share::Equal => vec![1; holders.len()],
            Share::OwnSales => {
                holders.iter().map(|holder| open.sellers.get(holder).map_or(0, |sums| sums.amount)).collect()
            }
            Share::TeamSales => self.team_sales(open, &holders),
            Share::Rank => holders.iter().map(|holder| self.weight(rule, *holder)).collect(),
        };
        let shares = share(pot, &weights);
        let entry = |(payee, amount): (Member, Minor)| self.closing_entry(rule, payee, base, rate, amount);
        holders.into_iter().zip(shares).map(entry).collect()
    }

    /// The weaker leg of each promoter who passes the filters; the others carry both legs forward. Rewards with the same
    /// terms are paid on the same pairs, those with others on what is left of the legs.
    fn pairs(&mut self, rule: &Rule, period: Period, paired: &mut PairsMade, sink: &impl Sink) -> Vec<Entry> {
        let people = &self.live.people;
        // Whoever is paid nothing keeps their legs for the day on which they are.
        let pays = |payee: Member| match rule.pays {
            Pays::Share(RateOf::One(rate), _) => (rate, 0),
            Pays::Share(RateOf::Rank, _) => (rule.rate_of(people.rank(payee)), 0),
            Pays::Fixed(amount) => (Rate(0), amount),
            Pays::FixedByRank => (Rate(0), rule.amount_of(people.rank(payee))),
            Pays::Share(..) => (Rate(0), 0),
        };
        let payees: Vec<(Member, (Rate, Minor))> =
            self.payees(rule, 1, sink).into_iter().map(|payee| (payee, pays(payee))).collect();
        let Some(legs) = self.periods.legs.iter_mut().find(|legs| legs.period == period) else {
            return Vec::new();
        };
        let terms = paired.terms_of(&self.program.plan().reward(rule.reward).pair);
        let mut found = Vec::new();
        for (payee, (rate, amount)) in payees.into_iter().filter(|(_, pays)| *pays != (Rate(0), 0)) {
            let pair = &paired.terms[terms];
            let legs = legs.of.at(payee as usize);
            let Paired { base, units, .. } =
                *paired.done.entry((terms, payee)).or_insert_with(|| legs.pair(pair));
            found.push((payee, base, units, rate, amount));
        }
        let rounding = rule.rounding;
        let entry = |(payee, base, units, rate, amount): (Member, Minor, Minor, Rate, Minor)| match rule.pays
        {
            Pays::Share(..) => self.closing_entry(rule, payee, base, rate, rate.share(base, rounding)),
            _ => self.closing_entry(rule, payee, 0, Rate(0), amount.saturating_mul(units)),
        };
        found.into_iter().filter(|(_, base, ..)| *base > 0).map(entry).collect()
    }

    /// Everybody of at least a rank who passes the reward's filters, by name.
    fn payees(&self, rule: &Rule, at_least: RankNo, sink: &impl Sink) -> Vec<Member> {
        let passes = |member: &Member| {
            let rank = self.live.people.rank(*member);
            rank != NOT_YET
                && rank >= at_least
                && holds(rule.payee_ranks, rank)
                && rule.active.as_ref().is_none_or(|active| self.live.is_active(*member, active))
                && lies(rule.payee_months, || self.live.months(*member))
        };
        let mut payees: Vec<Member> = (0..self.live.people.count() as Member).filter(passes).collect();
        payees.sort_by(|a, b| sink.by_name(*a, *b));
        payees
    }

    /// The weight of somebody's rank in a pool.
    fn weight(&self, rule: &Rule, holder: Member) -> i64 {
        let weights = &self.program.plan().reward(rule.reward).weights;
        let place = usize::from(self.live.people.rank(holder)).checked_sub(1);
        place.and_then(|place| weights.get(place)).map_or(0, |weight| i64::from(*weight))
    }

    /// What each holder and everybody below them has sold in the period.
    fn team_sales(&self, open: &Open, holders: &[Member]) -> Vec<i64> {
        let mut teams: HashMap<Member, i64> = holders.iter().map(|holder| (*holder, 0)).collect();
        for (seller, Sums { amount, .. }) in open.sellers.iter() {
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
        for at in &rule.caps {
            let cap = &self.program.plan().caps[usize::from(*at)].cap;
            let most = cap.most.of(|| self.live.bought(entry.payee));
            let room = most.saturating_sub(self.live.had_together(*at, entry.payee, cap)).max(0);
            if entry.amount > room {
                entry.amount = room;
                entry.cut = true;
            }
        }
        if let Some(cap) = &rule.cap {
            let is_of_time = cap.per != Per::Line;
            let had = if is_of_time { self.live.had(entry.reward, entry.payee, cap) } else { 0 };
            let most = cap.most.of(|| self.live.bought(entry.payee));
            let room = most.saturating_sub(had).max(0);
            if entry.amount > room {
                entry.amount = room;
                entry.cut = true;
            }
        }
    }
}

impl Closing {
    /// What an entry may come to at once; without end if all are scaled in the end.
    fn limit(&self) -> Minor {
        if self.scales { Minor::MAX } else { self.budget }
    }

    /// Takes an entry out of what the limit leaves; cuts it to that.
    fn charge(&mut self, entry: &mut Entry, money: bool) {
        if !money {
            return;
        }
        if self.scales {
            self.due += i128::from(entry.amount.max(0));
            // What goes back makes room.
            self.budget = self.budget.saturating_sub(entry.amount.min(0));
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

/// What a close pays beside shares of sales.
#[derive(Default)]
struct Shop {
    posted: Vec<Entry>,
    following: Vec<Following>,
    /// The place in `following` of each whose line above was paid.
    follows: HashMap<Member, usize>,
    paired: PairsMade,
}

/// Shares of what one payee of pools and pairs got.
struct Following {
    occasion: Occasion,
    chain: Vec<(Member, RankNo)>,
    /// Each with the reward that it is a share of.
    entries: Vec<(RewardNo, Entry)>,
}

/// What has been paired at a close.
#[derive(Default)]
struct PairsMade {
    terms: Vec<Pair>,
    /// By terms and payee.
    done: BTreeMap<(usize, Member), Paired>,
}

impl PairsMade {
    fn terms_of(&mut self, pair: &Pair) -> usize {
        let place = self.place(pair);
        if place == self.terms.len() {
            self.terms.push(pair.clone());
        }
        place
    }

    /// The place of these terms; the next one if none are such.
    fn place(&self, pair: &Pair) -> usize {
        self.terms.iter().position(|known| known == pair).unwrap_or(self.terms.len())
    }
}

/// What a pool is taken of, its rate, and what it comes to.
fn pot(plan: &Plan, reward: RewardNo, open: &Open) -> (Minor, Rate, Minor) {
    match &plan.reward(reward).pay {
        Pay::Share(Rates::One(rate), base) => {
            let base = match base {
                Base::Profit => open.profit,
                Base::Volume(place) => open.volumes[usize::from(*place)],
                Base::Amount | Base::Reward(_) => open.amount,
            };
            let base = base.max(0);
            (base, *rate, rate.share(base, plan.rounding))
        }
        Pay::Amount(pot) => (0, Rate(0), *pot),
        _ => (0, Rate(0), 0),
    }
}
