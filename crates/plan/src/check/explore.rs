//! Every chain of promoters that there could be, walked at once.
//!
//! The walks of all rewards of an event ([`crate::kernel::Path::step`], the kernel's own) together form one finite automaton: its state
//! is how far each walk has come, its input the rank of the next promoter above. Every chain, however long, is a word of
//! that automaton, so visiting every reachable state visits every chain. Along the way each reward's share of its base
//! is summed. Of two ways into one state, one that is nowhere better is dropped; what the rewards come to grows with
//! each of the sums, so no maximum is lost.

use std::collections::HashMap;

use crate::kernel::{Payees, Pays, Program, RateOf, Rule, Walk, holds, lies};
use crate::model::{Base, Brackets, Conditions, On, RankNo, RewardNo, SelfPurchase};
use crate::money::{Minor, Rate};

/// 100 % in the sums of this module, fine enough for rates of rates.
pub(super) const WHOLE: u128 = 1_000_000_000_000;
/// Different activity filters that are told apart.
const MOST_ACTIVES: usize = 4;

/// The line, its seller and buyer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) seller: RankNo,
    pub(super) buyer: RankNo,
    pub(super) category: u16,
    pub(super) first_order: bool,
    /// What the line comes to, as far as rewards ask.
    pub(super) amount: Minor,
    /// How many pieces it has, likewise.
    pub(super) quantity: u32,
    /// Whole months since the seller and the buyer joined, likewise.
    pub(super) months: [u32; 2],
    /// What counts for the seller's brackets: their own sales and their team's alike, as those of their team are no less.
    pub(super) sold: Minor,
    pub(super) product: Rate,
}

/// What the rewards of one event come to on one chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Of the line's amount, in parts of [`WHOLE`].
    pub(super) share: u128,
    /// Beside it, in minor units.
    pub(super) fixed: u128,
    /// The chain: ranks of the promoters above, nearest first.
    pub(super) above: Vec<RankNo>,
}

/// What an exploration has found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The chain with the largest share.
    pub(super) worst: Outcome,
    /// The largest fixed part of any chain.
    pub(super) most_fixed: u128,
    /// For each reward of the plan, whether any chain pays it.
    pub(super) paid: Vec<bool>,
    /// Whether every state was visited.
    pub(super) complete: bool,
}

/// How far everything has come on one chain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    distance: u32,
    rules: Vec<Progress>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Progress {
    /// A walk under way; `None` once nothing more can come of it.
    Walk(Option<Walk>),
    /// Entries whose peer is still sought: rank and share, sorted.
    Peers(Vec<(RankNo, u64)>),
}

/// One visited point: its sums by rule, and how it was reached.
struct Node {
    sums: Vec<u64>,
    parent: Option<(usize, RankNo)>,
}

/// Explores one event's rewards in one setting.
pub(super) struct Explorer<'a> {
    program: &'a Program,
    rules: Vec<&'a Rule>,
    setting: Setting,
    actives: Vec<&'a Conditions>,
    kinds: Vec<Kind>,
    horizon: u32,
}

/// What somebody may be beside their rank, as far as filters tell.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// Bit k: they meet the k-th activity.
    active: u32,
    /// Whole months since they joined.
    months: u32,
    /// As which of their recruits the branch comes that the sale is from.
    recruit: u32,
}

impl<'a> Explorer<'a> {
    pub(super) fn new(program: &'a Program, on: On, setting: Setting) -> Self {
        let rules: Vec<&Rule> = program.rewards_on(on).iter().map(|reward| program.rule(*reward)).collect();
        let mut actives: Vec<&Conditions> = Vec::new();
        for active in rules.iter().filter_map(|rule| rule.active.as_ref()) {
            if !actives.contains(&active) {
                actives.push(active);
            }
        }
        let bounds = rules
            .iter()
            .flat_map(|rule| [rule.distance.0, rule.distance.1])
            .filter(|bound| *bound < u32::MAX);
        let horizon = bounds.max().unwrap_or(0) + 1;
        let kinds = kinds(&rules, actives.len());
        Self { program, rules, setting, actives, kinds, horizon }
    }

    /// Visits every state, as long as `left` of them may still be visited.
    pub(super) fn run(&self, left: &mut usize) -> Found {
        let mut found = Found {
            worst: Outcome { share: 0, fixed: 0, above: Vec::new() },
            most_fixed: 0,
            paid: vec![false; self.program.plan().rewards.len()],
            complete: self.actives.len() <= MOST_ACTIVES,
        };
        let (state, node) = self.start();
        let mut nodes = vec![node];
        let mut best: HashMap<State, Vec<usize>> = HashMap::from([(state.clone(), vec![0])]);
        let mut open = vec![(state, 0_usize)];
        self.judge(&nodes, 0, &mut found);
        while let Some((state, at)) = open.pop() {
            if state.rules.iter().all(Progress::is_over)
                || !best.get(&state).is_some_and(|kept| kept.contains(&at))
            {
                continue;
            }
            if *left == 0 {
                found.complete = false;
                break;
            }
            for rank in 1..=self.program.plan().ranks.len() as RankNo {
                for kind in &self.kinds {
                    let mut next = state.clone();
                    let mut sums = nodes[at].sums.clone();
                    self.step(&mut next, &mut sums, rank, *kind);
                    let kept = best.entry(next.clone()).or_default();
                    let no_better = |one: &[u64], other: &[u64]| one.iter().zip(other).all(|(a, b)| a <= b);
                    if kept.iter().any(|old| no_better(&sums, &nodes[*old].sums)) {
                        continue;
                    }
                    kept.retain(|old| !no_better(&nodes[*old].sums, &sums));
                    *left = left.saturating_sub(1);
                    kept.push(nodes.len());
                    nodes.push(Node { sums, parent: Some((at, rank)) });
                    self.judge(&nodes, nodes.len() - 1, &mut found);
                    open.push((next, nodes.len() - 1));
                }
            }
        }
        found
    }

    fn start(&self) -> (State, Node) {
        let mut sums = vec![0_u64; self.rules.len()];
        let mut entries: Vec<(RewardNo, RankNo, u64)> = Vec::new();
        let mut rules = Vec::with_capacity(self.rules.len());
        for (at, rule) in self.rules.iter().enumerate() {
            let applies = self.applies(rule);
            let (rank, months) = match rule.payees {
                Payees::Buyer => (self.setting.buyer, self.setting.months[1]),
                _ => (self.setting.seller, self.setting.months[0]),
            };
            let at_zero = rule.distance.0 == 0 && applies && lies(rule.payee_months, || Some(months));
            let paid = match rule.payees {
                Payees::Seller => at_zero && rank > 0 && holds(rule.payee_ranks, rank),
                Payees::Buyer => at_zero && holds(rule.payee_ranks, rank),
                _ => false,
            };
            if paid {
                let part = self.part(rule, Rate(0), rank);
                sums[at] = sums[at].saturating_add(part);
                if rank == self.setting.seller {
                    entries.push((rule.reward, rank, part));
                }
            }
            rules.push(match &rule.payees {
                Payees::Above(path) if applies && self.setting.seller > 0 => {
                    let class = rule.class_of(self.setting.seller, |_| self.setting.sold);
                    Progress::Walk(Some(path.start(class)).filter(|walk| !walk.done))
                }
                Payees::Peers(of) if applies => Progress::Peers(
                    entries.iter().filter(|entry| entry.0 == *of).map(|entry| (entry.1, entry.2)).collect(),
                ),
                _ => Progress::Walk(None),
            });
        }
        (State { distance: 0, rules }, Node { sums, parent: None })
    }

    /// The next promoter above has this rank and is of this kind.
    fn step(&self, state: &mut State, sums: &mut [u64], rank: RankNo, kind: Kind) {
        let distance = state.distance + 1;
        let mut entries: Vec<(RewardNo, RankNo, u64)> = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let in_reach = (rule.distance.0..=rule.distance.1).contains(&distance);
            let is_active = rule.active.as_ref().is_none_or(|wanted| {
                self.actives
                    .iter()
                    .position(|known| *known == wanted)
                    .is_none_or(|bit| bit >= MOST_ACTIVES || kind.active >> bit & 1 == 1)
            });
            let is_of_kind =
                lies(rule.payee_months, || Some(kind.months)) && lies(rule.recruit, || Some(kind.recruit));
            let passes = in_reach && is_active && is_of_kind && holds(rule.payee_ranks, rank);
            match &mut state.rules[at] {
                Progress::Walk(slot) => {
                    let (Some(walk), Payees::Above(path)) = (slot.as_mut(), &rule.payees) else { continue };
                    if let Some(rate) =
                        rule.step(path, walk, (rank, rule.class_of(rank, |_| Minor::MAX)), passes)
                    {
                        let part = self.part(rule, rate, rank);
                        sums[at] = sums[at].saturating_add(part);
                        entries.push((rule.reward, rank, part));
                    }
                    if walk.done || distance >= rule.distance.1 {
                        *slot = None;
                    }
                }
                Progress::Peers(sought) => {
                    let found: Vec<u64> =
                        sought.iter().filter(|one| one.0 == rank && passes).map(|one| one.1).collect();
                    if passes || !rule.compress {
                        sought.retain(|one| one.0 != rank);
                    }
                    if distance >= rule.distance.1 {
                        sought.clear();
                    }
                    for base in found {
                        let part = scale(base, self.part(rule, Rate(0), rank));
                        sums[at] = sums[at].saturating_add(part);
                        entries.push((rule.reward, rank, part));
                    }
                }
            }
        }
        for (rule, progress) in self.rules.iter().zip(&mut state.rules) {
            if let (Payees::Peers(of), Progress::Peers(sought)) = (&rule.payees, progress)
                && distance < rule.distance.1
            {
                sought.extend(entries.iter().filter(|entry| entry.0 == *of).map(|entry| (entry.1, entry.2)));
                sought.sort_unstable();
            }
        }
        state.distance = distance.min(self.horizon);
    }

    fn applies(&self, rule: &Rule) -> bool {
        holds(rule.seller_ranks, self.setting.seller)
            && (rule.categories.is_empty() || rule.categories.contains(&self.setting.category))
            && rule.first_order.is_none_or(|first| first == self.setting.first_order)
            && (rule.line_amount.0..=rule.line_amount.1).contains(&self.setting.amount)
            && lies(rule.line_quantity, || Some(self.setting.quantity))
            && lies(rule.buyer_months, || Some(self.setting.months[1]))
    }

    /// What one entry is of its base, in parts of [`WHOLE`]; a fixed amount is itself.
    fn part(&self, rule: &Rule, path: Rate, payee: RankNo) -> u64 {
        let rate = match rule.pays {
            Pays::Fixed(amount) => return amount.unsigned_abs(),
            Pays::FixedByRank => return rule.amount_of(payee).unsigned_abs(),
            Pays::Share(RateOf::Rank, _) => rule.rate_of(payee),
            Pays::Share(RateOf::Volume, _) => {
                rule.brackets.as_ref().map_or(Rate(0), |brackets| most_of(brackets, self.setting.sold))
            }
            Pays::Share(RateOf::One(rate), _) => rate,
            Pays::Share(RateOf::Product, _) => self.setting.product,
            Pays::Share(RateOf::Path, _) => path,
        };
        u64::from(rate.0) * 1_000_000
    }

    /// Adds up what the rewards of one node come to.
    fn judge(&self, nodes: &[Node], at: usize, found: &mut Found) {
        let mut totals: HashMap<RewardNo, (u128, u128)> = HashMap::new();
        let (mut share, mut fixed) = (0, 0);
        for (rule, sum) in self.rules.iter().zip(&nodes[at].sums) {
            let sum = u128::from(*sum);
            let total = match rule.pays {
                Pays::Fixed(_) | Pays::FixedByRank => (0, sum),
                Pays::Share(_, base) => {
                    let base = self.base(rule, base, &totals);
                    ((sum * base.0).div_ceil(WHOLE), (sum * base.1).div_ceil(WHOLE))
                }
            };
            totals.insert(rule.reward, total);
            if total.0 > 0 || total.1 > 0 {
                found.paid[usize::from(rule.reward)] = true;
            }
            if rule.money {
                share += total.0;
                fixed += total.1;
            }
        }
        found.most_fixed = found.most_fixed.max(fixed);
        if share > found.worst.share || (share == found.worst.share && fixed > found.worst.fixed) {
            found.worst = Outcome { share, fixed, above: chain(nodes, at) };
        }
    }

    /// What a rule's sum is of: share of the line, and fixed part. The sum of a peer rule already holds the rates of the
    /// entries that it follows, so it is of whatever those are of.
    fn base(&self, rule: &Rule, base: Base, totals: &HashMap<RewardNo, (u128, u128)>) -> (u128, u128) {
        if let Payees::Peers(of) = rule.payees {
            let followed = self.program.rule(of);
            return match followed.pays {
                Pays::Fixed(_) | Pays::FixedByRank => (0, WHOLE),
                Pays::Share(_, base) => self.base(followed, base, totals),
            };
        }
        match base {
            Base::Amount | Base::Profit | Base::Volume(_) => {
                let most = self.program.plan().most_of(base);
                (WHOLE / u128::from(Rate::ONE.0) * u128::from(most.0), 0)
            }
            Base::Reward(of) => totals.get(&of).copied().unwrap_or_default(),
        }
    }
}

impl Progress {
    fn is_over(&self) -> bool {
        match self {
            Self::Walk(walk) => walk.is_none(),
            Self::Peers(sought) => sought.is_empty(),
        }
    }
}

/// A share of a share.
fn scale(base: u64, rate: u64) -> u64 {
    (u128::from(base) * u128::from(rate)).div_ceil(WHOLE) as u64
}

/// The ranks on the way to a node, nearest first.
fn chain(nodes: &[Node], mut at: usize) -> Vec<RankNo> {
    let mut above = Vec::new();
    while let Some((parent, rank)) = nodes[at].parent {
        above.push(rank);
        at = parent;
    }
    above.reverse();
    above
}

/// The highest rate up to where so much has been sold; brackets by a longer time or by slices never pay more.
fn most_of(brackets: &Brackets, sold: Minor) -> Rate {
    let reached = if brackets.within.is_some() { Minor::MAX } else { sold };
    if brackets.marginal {
        let all = &brackets.list[..brackets.reached(reached)];
        return all.iter().map(|(_, rate)| *rate).max().unwrap_or_default();
    }
    brackets.rate(reached)
}

/// What a seller may have sold, one amount for each bracket that the rewards tell apart.
fn volumes(rules: &[&Rule]) -> Vec<Minor> {
    let starts = rules.iter().filter_map(|rule| rule.brackets.as_ref()).flat_map(|brackets| &brackets.list);
    let mut all: Vec<Minor> = starts.map(|(from, _)| *from).chain([0]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// One amount of a line from each stretch that the rewards tell apart.
fn amounts(rules: &[&Rule]) -> Vec<Minor> {
    let ends = rules.iter().flat_map(|rule| [rule.line_amount.0, rule.line_amount.1.saturating_add(1)]);
    let mut all: Vec<Minor> = ends.filter(|end| *end < Minor::MAX).chain([0]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// One count from each stretch that ranges tell apart.
fn stretches(ranges: impl Iterator<Item = (u32, u32)>, least: u32) -> Vec<u32> {
    let ends = ranges.flat_map(|(low, high)| [low, high.saturating_add(1)]);
    let mut all: Vec<u32> = ends.filter(|end| *end < u32::MAX).chain([least]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every kind of payee that the filters can tell apart.
fn kinds(rules: &[&Rule], actives: usize) -> Vec<Kind> {
    let months = stretches(rules.iter().filter_map(|rule| rule.payee_months), 0);
    let recruits = stretches(rules.iter().filter_map(|rule| rule.recruit), 1);
    let mut all = Vec::new();
    for active in 0..1_u32 << actives.min(MOST_ACTIVES) {
        for &months in &months {
            all.extend(recruits.iter().map(|&recruit| Kind { active, months, recruit }));
        }
    }
    all
}

/// Every setting, with each of these values in it.
fn spread<T: Copy>(all: &[Setting], values: &[T], set: impl Fn(&mut Setting, T)) -> Vec<Setting> {
    let each = |setting: &Setting| {
        let with = |value: &T| {
            let mut setting = *setting;
            set(&mut setting, *value);
            setting
        };
        values.iter().map(with).collect::<Vec<_>>()
    };
    all.iter().flat_map(each).collect()
}

/// Every setting that the rewards of an event can tell apart.
pub(super) fn settings(program: &Program, on: On) -> Vec<Setting> {
    let rules: Vec<&Rule> = program.rewards_on(on).iter().map(|reward| program.rule(*reward)).collect();
    let ranks = program.plan().ranks.len() as RankNo;
    let upto = |end: RankNo| (0..=end).collect::<Vec<RankNo>>();
    let categories = program.plan().categories().len() as u16;
    let sees_category = rules.iter().any(|rule| !rule.categories.is_empty());
    let sees_first = rules.iter().any(|rule| rule.first_order.is_some());
    // What a promoter buys may pay nobody: then the buyers that matter have no rank.
    let pays_promoters = on != On::Sale || program.plan().sale.self_purchase != SelfPurchase::Nobody;
    let sees_buyer = pays_promoters && rules.iter().any(|rule| matches!(rule.payees, Payees::Buyer));
    let product = program.plan().sale.product_rate.1;
    let of_sellers = rules.iter().filter(|rule| matches!(rule.payees, Payees::Seller));
    let of_buyers = rules.iter().filter(|rule| matches!(rule.payees, Payees::Buyer));
    let seller_months = stretches(of_sellers.filter_map(|rule| rule.payee_months), 0);
    let buyer_months = of_buyers.filter_map(|rule| rule.payee_months);
    let buyer_months = stretches(buyer_months.chain(rules.iter().filter_map(|rule| rule.buyer_months)), 0);
    let quantities = stretches(rules.iter().filter_map(|rule| rule.line_quantity), 1);
    let categories: Vec<u16> = (0..=if sees_category { categories } else { 0 }).collect();
    let orders = if sees_first { &[true, false][..] } else { &[true][..] };
    let (seller, buyer, category, first_order) = (0, 0, 0, true);
    let (amount, quantity, months, sold) = (0, 1, [0, 0], 0);
    let first = Setting { seller, buyer, category, first_order, amount, quantity, months, sold, product };
    let all = spread(&[first], &upto(ranks), |one, seller| one.seller = seller);
    let all = spread(&all, &upto(if sees_buyer { ranks } else { 0 }), |one, buyer| one.buyer = buyer);
    let all = spread(&all, &categories, |one, category| one.category = category);
    let all = spread(&all, orders, |one, first_order| one.first_order = first_order);
    let all = spread(&all, &amounts(&rules), |one, amount| one.amount = amount);
    let all = spread(&all, &quantities, |one, quantity| one.quantity = quantity);
    let all = spread(&all, &seller_months, |one, months| one.months[0] = months);
    let all = spread(&all, &buyer_months, |one, months| one.months[1] = months);
    spread(&all, &volumes(&rules), |one, sold| one.sold = sold)
}
