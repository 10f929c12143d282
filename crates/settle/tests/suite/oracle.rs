//! The plan language once more, plain and slow: written from its text, never from the kernel. Tables are hash maps,
//! money is `i128`, nothing is kept that could be looked up again.
//!
//! It knows `on = "sale"` and `on = "join"`, refunds and reversals; what the timeline adds has its own tables.

use std::collections::HashMap;

/// Millionths of one.
const ONE: i128 = 1_000_000;

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// ISO code and digits of the currency.
    pub(crate) currency: (&'static str, u32),
    /// Hours ahead of UTC.
    pub(crate) utc_offset: i64,
    pub(crate) own_purchases_are_hers: bool,
    /// Millionths.
    pub(crate) payout: i128,
    pub(crate) rounding: Rounding,
    /// Ids, the lowest first. A rank's number counts from 1.
    pub(crate) ranks: Vec<String>,
    pub(crate) rewards: Vec<Reward>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    Down,
    HalfUp,
    HalfEven,
}

impl Rounding {
    /// `base` × millionths, by long division.
    fn of(self, base: i128, rate: i128) -> i128 {
        let (product, sign) = ((base * rate).abs(), (base * rate).signum());
        let (whole, twice) = (product / ONE, product % ONE * 2);
        let up = match self {
            Self::Down => false,
            Self::HalfUp => twice >= ONE,
            Self::HalfEven => twice > ONE || (twice == ONE && whole % 2 == 1),
        };
        sign * (whole + i128::from(up))
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Reward {
    pub(crate) id: String,
    pub(crate) on_join: bool,
    pub(crate) to: To,
    /// Lowest and highest rank that is paid.
    pub(crate) payee_rank: Option<(u8, u8)>,
    pub(crate) seller_rank: Option<(u8, u8)>,
    pub(crate) distance: Option<(usize, Option<usize>)>,
    pub(crate) categories: Vec<String>,
    pub(crate) first_order: Option<bool>,
    /// The least, and what the line has to stay below.
    pub(crate) line_amount: Option<(i128, Option<i128>)>,
    pub(crate) compress: bool,
    pub(crate) until: Option<u8>,
    pub(crate) payees: Option<usize>,
    pub(crate) pay: Pay,
    pub(crate) cap: Option<Cap>,
    pub(crate) every: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    Seller,
    Buyer,
    Upline(usize, usize),
    Nearest(u8),
    Generation(usize, usize, u8),
    Differential,
    Peer(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Pay {
    Rate(i128, Of),
    Product(Of),
    PerLevel(Vec<i128>, Of),
    PerRank(Vec<i128>, Of),
    /// By rank, then by level from the first that is paid.
    Table(Vec<Vec<i128>>, Of),
    Amount(i128),
    /// By rank.
    Amounts(Vec<i128>),
    Coupon(i128),
    /// In whole points.
    Points(i128),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Amount,
    Profit,
    Reward(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Per {
    Line,
    Day,
    Month,
    Year,
    Life,
}

#[derive(Debug, Clone)]
pub(crate) struct Cap {
    pub(crate) per: Per,
    /// Minor units; whole points for a reward in points.
    pub(crate) amount: i128,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) inviter: Option<usize>,
    /// Seconds since 1970.
    pub(crate) joined_at: i64,
    pub(crate) rank: u8,
}

#[derive(Debug, Clone)]
pub(crate) struct RankRow {
    pub(crate) member: usize,
    pub(crate) rank: u8,
    pub(crate) at: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) order: String,
    /// `line` of the file.
    pub(crate) no: String,
    pub(crate) at: i64,
    pub(crate) buyer: usize,
    pub(crate) seller: Option<usize>,
    pub(crate) amount: i128,
    pub(crate) cost: Option<i128>,
    pub(crate) rate: Option<i128>,
    pub(crate) category: String,
    /// Place of the line that is refunded.
    pub(crate) refund_of: Option<usize>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub(crate) members: Vec<Member>,
    pub(crate) ranks: Vec<RankRow>,
    pub(crate) lines: Vec<Line>,
}

/// One row of the rewards file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) event: &'static str,
    pub(crate) reference: String,
    pub(crate) reward: usize,
    pub(crate) payee: usize,
    pub(crate) distance: usize,
    /// Base and rate of a share.
    pub(crate) share: Option<(i128, i128)>,
    pub(crate) amount: i128,
    pub(crate) cut: bool,
}

#[derive(Debug, Clone)]
struct Entry {
    reward: usize,
    payee: usize,
    payee_rank: u8,
    distance: usize,
    share: Option<(i128, i128)>,
    amount: i128,
    cut: bool,
}

/// Somebody whom a reward names, before `every`, cap and limit.
struct Named {
    payee: usize,
    rank: u8,
    distance: usize,
    /// The rate of her level or rank, if the reward has such.
    rate: Option<i128>,
    /// The entry that hers is a share of.
    base: Option<i128>,
}

/// What is sold.
struct Sale<'a> {
    buyer: usize,
    amount: i128,
    profit: i128,
    rate: i128,
    category: &'a str,
    first_order: bool,
}

/// Year, month and day; day 0 for a whole month.
type Window = (i64, i64, i64);

struct Oracle<'a> {
    plan: &'a Plan,
    history: &'a History,
    /// Ranks of those who have one.
    ranks: HashMap<usize, u8>,
    first_orders: HashMap<usize, String>,
    times: HashMap<(usize, usize), u32>,
    /// By reward, payee and the day or month.
    had: HashMap<(usize, usize, Window), i128>,
    /// By line: refunded so far, and what it paid.
    paid: HashMap<usize, (i128, Vec<Entry>)>,
    now: i64,
    rows: Vec<Row>,
}

/// Every row that is owed, in order.
pub(crate) fn settle(plan: &Plan, history: &History) -> Vec<Row> {
    let mut oracle = Oracle {
        plan,
        history,
        ranks: HashMap::new(),
        first_orders: HashMap::new(),
        times: HashMap::new(),
        had: HashMap::new(),
        paid: HashMap::new(),
        now: 0,
        rows: Vec::new(),
    };
    let joins = joins(history);
    let mut moments: Vec<i64> = joins.iter().map(|member| history.members[*member].joined_at).collect();
    moments.extend(history.ranks.iter().map(|row| row.at));
    moments.extend(history.lines.iter().map(|line| line.at));
    moments.sort_unstable();
    moments.dedup();
    for now in moments {
        oracle.now = now;
        for member in joins.iter().filter(|member| history.members[**member].joined_at == now) {
            oracle.join(*member);
        }
        for row in history.ranks.iter().filter(|row| row.at == now) {
            oracle.ranks.insert(row.member, row.rank);
        }
        for (at, line) in history.lines.iter().enumerate().filter(|(_, line)| line.at == now) {
            match line.refund_of {
                Some(target) => oracle.refund(line, target),
                None => oracle.sell(at, line),
            }
        }
    }
    oracle.rows
}

/// By time; at one time an inviter before those she invited, then by name.
fn joins(history: &History) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < history.members.len() {
        let ready = |member: &usize| {
            !order.contains(member)
                && history.members[*member].inviter.is_none_or(|inviter| order.contains(&inviter))
        };
        let key = |member: &usize| {
            let member = &history.members[*member];
            (member.joined_at, member.name.as_bytes().to_vec())
        };
        let next = (0..history.members.len()).filter(ready).min_by_key(key).expect("inviters form a forest");
        order.push(next);
    }
    order
}

impl Oracle<'_> {
    fn rank(&self, member: usize) -> u8 {
        self.ranks.get(&member).copied().unwrap_or(0)
    }

    fn join(&mut self, member: usize) {
        let rank = self.history.members[member].rank;
        if rank == 0 {
            return;
        }
        self.ranks.insert(member, rank);
        let entries = self.evaluate(Some(member), None);
        let name = self.history.members[member].name.clone();
        self.write("join", &name, &entries);
    }

    fn sell(&mut self, at: usize, line: &Line) {
        let bought = line.amount > 0;
        if bought && !self.first_orders.contains_key(&line.buyer) {
            self.first_orders.insert(line.buyer, line.order.clone());
        }
        let sale = Sale {
            buyer: line.buyer,
            amount: line.amount,
            profit: line.amount - line.cost.unwrap_or(0),
            rate: line.rate.unwrap_or(0),
            category: &line.category,
            first_order: self.first_orders.get(&line.buyer) == Some(&line.order),
        };
        let seller = line.seller.or_else(|| self.credited(line.buyer));
        let entries = self.evaluate(seller, Some(&sale));
        self.write("sale", &format!("{}/{}", line.order, line.no), &entries);
        self.paid.insert(at, (0, entries));
    }

    /// Who is the seller when the file names none.
    fn credited(&self, buyer: usize) -> Option<usize> {
        if self.plan.own_purchases_are_hers && self.rank(buyer) > 0 {
            return Some(buyer);
        }
        self.above(buyer).first().map(|(member, _)| *member)
    }

    fn refund(&mut self, line: &Line, target: usize) {
        let whole = self.history.lines[target].amount;
        let (before, entries) = self.paid.get(&target).expect("a refund comes after its line").clone();
        let after = before - line.amount;
        let keeps = |entry: i128, refunded: i128| entry * (whole - refunded) / whole;
        let changes: Vec<Entry> = entries
            .iter()
            .map(|entry| Entry {
                amount: keeps(entry.amount, after) - keeps(entry.amount, before),
                cut: false,
                ..entry.clone()
            })
            .filter(|entry| entry.amount != 0)
            .collect();
        self.write("refund", &format!("{}/{}", line.order, line.no), &changes);
        self.paid.insert(target, (after, entries));
    }

    fn write(&mut self, event: &'static str, reference: &str, entries: &[Entry]) {
        for entry in entries {
            self.rows.push(Row {
                event,
                reference: reference.to_owned(),
                reward: entry.reward,
                payee: entry.payee,
                distance: entry.distance,
                share: entry.share,
                amount: entry.amount,
                cut: entry.cut,
            });
        }
    }

    /// The promoters above somebody with their ranks, nearest first.
    fn above(&self, member: usize) -> Vec<(usize, u8)> {
        let mut found = Vec::new();
        let mut next = self.history.members[member].inviter;
        while let Some(member) = next {
            if self.rank(member) > 0 {
                found.push((member, self.rank(member)));
            }
            next = self.history.members[member].inviter;
        }
        found
    }

    /// What a sale, or the joining of `seller`, pays.
    fn evaluate(&mut self, seller: Option<usize>, sale: Option<&Sale<'_>>) -> Vec<Entry> {
        let sign = if sale.is_some_and(|sale| sale.amount < 0) { -1 } else { 1 };
        let mut limit = sale.map(|sale| sale.amount.abs() * self.plan.payout / ONE);
        let mut entries: Vec<Entry> = Vec::new();
        for (no, reward) in self.plan.rewards.iter().enumerate() {
            if reward.on_join == sale.is_some() || !self.applies(reward, seller, sale) {
                continue;
            }
            let of = match &reward.pay {
                Pay::Rate(_, of)
                | Pay::Product(of)
                | Pay::PerLevel(_, of)
                | Pay::PerRank(_, of)
                | Pay::Table(_, of) => Some(*of),
                Pay::Amount(_) | Pay::Amounts(_) | Pay::Coupon(_) | Pay::Points(_) => None,
            };
            let base = of.map(|of| match (of, sale) {
                (Of::Amount, Some(sale)) => sale.amount.abs(),
                (Of::Profit, Some(sale)) => (sale.profit * sign).max(0),
                (Of::Reward(of), _) => {
                    entries.iter().filter(|entry| entry.reward == of).map(|entry| entry.amount).sum()
                }
                (Of::Amount | Of::Profit, None) => unreachable!("nothing is sold on a join"),
            });
            if base == Some(0) {
                continue;
            }
            let named = self.named(reward, seller, sale, &entries);
            self.pay(no, sign, (named, base), sale, &mut limit, &mut entries);
        }
        for entry in &mut entries {
            entry.amount *= sign;
            entry.share = entry.share.map(|(base, rate)| (base * sign, rate));
        }
        entries
    }

    /// The filters on the seller and the line.
    fn applies(&self, reward: &Reward, seller: Option<usize>, sale: Option<&Sale<'_>>) -> bool {
        let seller_rank = seller.map_or(0, |seller| self.rank(seller));
        reward.seller_rank.is_none_or(|(low, high)| (low..=high).contains(&seller_rank))
            && (reward.categories.is_empty()
                || sale.is_some_and(|sale| reward.categories.iter().any(|one| one == sale.category)))
            && reward.first_order.is_none_or(|first| sale.is_some_and(|sale| sale.first_order == first))
            && reward.line_amount.is_none_or(|(least, below)| {
                sale.is_some_and(|sale| {
                    sale.amount.abs() >= least && below.is_none_or(|below| sale.amount.abs() < below)
                })
            })
    }

    /// Whom a reward names, from near to far.
    fn named(
        &self,
        reward: &Reward,
        seller: Option<usize>,
        sale: Option<&Sale<'_>>,
        entries: &[Entry],
    ) -> Vec<Named> {
        let chain: Vec<Link> = seller.map_or_else(Vec::new, |seller| {
            let above = self.above(seller).into_iter().enumerate();
            above.map(|(at, (member, rank))| Link { member, rank, distance: at + 1 }).collect()
        });
        // Whoever ends the way up is the last whom anybody sees.
        let end = reward.until.and_then(|until| chain.iter().position(|link| link.rank >= until));
        let chain = chain[..end.map_or(chain.len(), |end| end + 1)].to_vec();
        let here = |member: Option<usize>| {
            let link = member.map(|member| Link { member, rank: self.rank(member), distance: 0 });
            link.filter(|link| passes(reward, *link)).map(|link| link.named(None)).into_iter().collect()
        };
        match reward.to {
            To::Seller => here(seller),
            To::Buyer => here(sale.map(|sale| sale.buyer)),
            To::Upline(from, to) => at_levels(reward, chain.into_iter(), (from, to)),
            To::Generation(from, to, of) => {
                at_levels(reward, chain.into_iter().filter(|link| link.rank >= of), (from, to))
            }
            To::Nearest(least) => {
                let candidates = chain.into_iter().filter(|link| link.rank >= least);
                first(reward, candidates).map(|link| link.named(None)).into_iter().collect()
            }
            To::Differential => differential(reward, seller.map_or(0, |seller| self.rank(seller)), &chain),
            To::Peer(of) => peers(reward, entries.iter().filter(|entry| entry.reward == of), seller, &chain),
        }
    }

    /// Turns those named into entries: `every`, then the cap, then the limit of the line.
    fn pay(
        &mut self,
        no: usize,
        sign: i128,
        (named, base): (Vec<Named>, Option<i128>),
        sale: Option<&Sale<'_>>,
        limit: &mut Option<i128>,
        entries: &mut Vec<Entry>,
    ) {
        let reward = &self.plan.rewards[no];
        let mut payees: Vec<usize> = named.iter().map(|named| named.payee).collect();
        payees.sort_unstable();
        payees.dedup();
        for payee in payees {
            *self.times.entry((no, payee)).or_default() += 1;
        }
        for named in named {
            let of_rank = |all: &[i128]| usize::from(named.rank).checked_sub(1).map_or(0, |rank| all[rank]);
            let rate = match &reward.pay {
                Pay::PerRank(rates, _) if reward.to != To::Differential => Some(of_rank(rates)),
                Pay::Rate(rate, _) => Some(*rate),
                Pay::Product(_) => sale.map(|sale| sale.rate),
                Pay::PerLevel(..) | Pay::PerRank(..) | Pay::Table(..) => named.rate,
                Pay::Amount(_) | Pay::Amounts(_) | Pay::Coupon(_) | Pay::Points(_) => None,
            };
            let share = named.base.or(base).zip(rate);
            let full = match (&reward.pay, share) {
                (Pay::Amount(fixed) | Pay::Coupon(fixed) | Pay::Points(fixed), _) => *fixed,
                (Pay::Amounts(amounts), _) => of_rank(amounts),
                (_, Some((base, rate))) => self.plan.rounding.of(base, rate),
                (_, None) => unreachable!("a share has a base and a rate"),
            };
            if !self.times[&(no, named.payee)].is_multiple_of(reward.every) {
                continue;
            }
            let mut amount = full;
            if let Some(cap) = &reward.cap {
                let here = entries.iter().filter(|one| one.reward == no && one.payee == named.payee);
                let here: i128 = here.map(|one| one.amount).sum();
                let before = match self.cap_window(cap.per) {
                    Some(window) => sign * self.had.get(&(no, named.payee, window)).copied().unwrap_or(0),
                    None => here,
                };
                amount = amount.min((cap.amount - before).max(0));
            }
            if let (Some(limit), false) = (limit.as_mut(), matches!(reward.pay, Pay::Points(_))) {
                amount = amount.min(*limit);
                *limit -= amount;
            }
            if amount == 0 {
                continue;
            }
            if let Some(window) = reward.cap.as_ref().and_then(|cap| self.cap_window(cap.per)) {
                *self.had.entry((no, named.payee, window)).or_default() += sign * amount;
            }
            entries.push(Entry {
                reward: no,
                payee: named.payee,
                payee_rank: named.rank,
                distance: named.distance,
                share,
                amount,
                cut: amount < full,
            });
        }
    }

    /// The shop's day or month that is under way; `None` for a cap per line.
    fn cap_window(&self, per: Per) -> Option<Window> {
        let local = jiff::Timestamp::from_second(self.now + self.plan.utc_offset * 3600).expect("a moment");
        let date = jiff::tz::Offset::UTC.to_datetime(local).date();
        let (year, month) = (i64::from(date.year()), i64::from(date.month()));
        match per {
            Per::Line => None,
            Per::Day => Some((year, month, i64::from(date.day()))),
            Per::Month => Some((year, month, 0)),
            Per::Year => Some((year, 0, 0)),
            Per::Life => Some((0, 0, 0)),
        }
    }
}

/// One promoter above the seller (or the seller, or the buyer, at distance 0).
#[derive(Clone, Copy)]
struct Link {
    member: usize,
    rank: u8,
    distance: usize,
}

impl Link {
    fn named(self, rate: Option<i128>) -> Named {
        Named { payee: self.member, rank: self.rank, distance: self.distance, rate, base: None }
    }
}

/// The filters on the payee.
fn passes(reward: &Reward, link: Link) -> bool {
    let in_reach = |(low, high): (usize, Option<usize>)| {
        link.distance >= low && high.is_none_or(|high| link.distance <= high)
    };
    reward.payee_rank.is_none_or(|(low, high)| (low..=high).contains(&link.rank))
        && reward.distance.is_none_or(in_reach)
}

/// The first who may be paid; without `compress` only the very first is asked.
fn first(reward: &Reward, mut candidates: impl Iterator<Item = Link>) -> Option<Link> {
    if reward.compress {
        candidates.find(|link| passes(reward, *link))
    } else {
        candidates.next().filter(|link| passes(reward, *link))
    }
}

/// Those counted from the first to the last level, each with her level's rate if there is one.
fn at_levels(reward: &Reward, counted: impl Iterator<Item = Link>, (from, to): (usize, usize)) -> Vec<Named> {
    let rate = |level: usize, link: Link| match &reward.pay {
        Pay::PerLevel(rates, _) => Some(rates[level - from]),
        Pay::Table(ranks, _) => {
            Some(ranks[usize::from(link.rank) - 1].get(level - from).copied().unwrap_or(0))
        }
        _ => None,
    };
    // In a table, a rank may have nothing at a level.
    let has = |level: usize, link: Link| {
        level < from || !matches!(reward.pay, Pay::Table(..)) || rate(level, link) != Some(0)
    };
    let mut level = 0;
    let mut found = Vec::new();
    for link in counted {
        let here = level + 1;
        let fits = passes(reward, link) && here <= to && has(here, link);
        if reward.compress && !fits {
            continue;
        }
        level = here;
        if fits && here >= from && reward.payees.is_none_or(|most| found.len() < most) {
            found.push(link.named(if here >= from { rate(here, link) } else { None }));
        }
    }
    found
}

/// Each is paid the rate of her rank less the highest rate met, the seller's own included.
fn differential(reward: &Reward, seller_rank: u8, chain: &[Link]) -> Vec<Named> {
    let Pay::PerRank(rates, _) = &reward.pay else { unreachable!("a differential has rates") };
    let rate_of = |rank: u8| usize::from(rank).checked_sub(1).map_or(0, |rank| rates[rank]);
    let mut met = rate_of(seller_rank);
    let mut found = Vec::new();
    for link in chain {
        let passes = passes(reward, *link);
        if (reward.compress && !passes) || rate_of(link.rank) <= met {
            continue;
        }
        if passes && reward.payees.is_none_or(|most| found.len() < most) {
            found.push(link.named(Some(rate_of(link.rank) - met)));
        }
        met = rate_of(link.rank);
    }
    found
}

/// For each entry, the nearest above its payee with the payee's own rank.
fn peers<'a>(
    reward: &Reward,
    entries: impl Iterator<Item = &'a Entry>,
    seller: Option<usize>,
    chain: &[Link],
) -> Vec<Named> {
    let mut found = Vec::new();
    for entry in entries {
        // Distances count from the seller: above a buyer who is somebody else there are none.
        if entry.distance == 0 && Some(entry.payee) != seller {
            continue;
        }
        let higher = chain.iter().copied().filter(|link| link.distance > entry.distance);
        let peer = first(reward, higher.filter(|link| link.rank == entry.payee_rank));
        found.extend(peer.map(|link| Named { base: Some(entry.amount), ..link.named(None) }));
    }
    found.sort_by_key(|named| named.distance);
    found
}
