//! The plan language once more, plain and slow: written from its text, never from the kernel. Tables are hash maps,
//! money is `i128`, nothing is kept that could be looked up again.
//!
//! It knows every word of a plan. What only files tell (transfers, stops, moments of settlement) has its own tables.

mod clock;
mod close;
mod model;
mod pairs;
mod past;
mod pay;
mod settled;
mod tree;
mod walk;

use std::collections::{BTreeSet, HashMap};

use model::ONE;
pub(crate) use model::{
    Ask, Asks, Back, Brackets, By, Cap, Carry, History, Line, Measure, Member, Most, Of, On, Own, Pairing,
    Parts, Pay, Per, Plan, RankRow, Reward, Rounding, Row, Span, To, WayIn, Within,
};
use pairs::Legs;
use past::Past;
use tree::Tree;

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

/// What is sold.
struct Sale<'a> {
    buyer: Option<usize>,
    amount: i128,
    profit: i128,
    rate: i128,
    category: &'a str,
    first_order: bool,
    quantity: u32,
    /// Of the line, in millionths.
    share: i128,
    volumes: Vec<i128>,
}

/// A calendar period and its number; none for a lifetime.
type Window = (Option<Span>, i64);

struct Oracle<'a> {
    plan: &'a Plan,
    history: &'a History,
    /// Ranks of those who have one.
    ranks: HashMap<usize, u8>,
    highest: HashMap<usize, u8>,
    first_orders: HashMap<usize, String>,
    first_sales: BTreeSet<usize>,
    times: HashMap<(usize, usize), u32>,
    /// By reward, payee and the day or month.
    had: HashMap<(usize, usize, Window), i128>,
    /// By the place of a cap over several rewards.
    had_together: HashMap<(usize, usize, Window), i128>,
    /// By line: refunded so far, and what it paid, each with what had been refunded by then.
    paid: HashMap<usize, (i128, Vec<(Entry, i128)>)>,
    /// By line: who is credited, and when it settled.
    sellers: HashMap<usize, Option<usize>>,
    settled: HashMap<usize, i64>,
    past: Past,
    /// Whose measures have grown since promotions were looked at.
    grown: Vec<usize>,
    /// Periods under way in which anything has settled, and what their lines and shorter closes have paid.
    open: HashMap<Span, i64>,
    spent: HashMap<(Span, i64), i128>,
    /// The period that is closing.
    closing: Option<(Span, i64)>,
    closed: Vec<close::Closed>,
    legs: HashMap<(Span, usize), Legs>,
    paired: HashMap<(Span, usize), Vec<close::Paired>>,
    tree: Tree,
    /// Nanoseconds since 1970.
    now: i64,
    rows: Vec<Row>,
}

/// Every row that is owed, in order.
pub(crate) fn settle(plan: &Plan, history: &History) -> Vec<Row> {
    let mut oracle = Oracle {
        plan,
        history,
        ranks: HashMap::new(),
        highest: HashMap::new(),
        first_orders: HashMap::new(),
        first_sales: BTreeSet::new(),
        times: HashMap::new(),
        had: HashMap::new(),
        had_together: HashMap::new(),
        paid: HashMap::new(),
        sellers: HashMap::new(),
        settled: HashMap::new(),
        past: Past::default(),
        grown: Vec::new(),
        open: HashMap::new(),
        spent: HashMap::new(),
        closing: None,
        closed: Vec::new(),
        legs: HashMap::new(),
        paired: HashMap::new(),
        tree: Tree::default(),
        now: 0,
        rows: Vec::new(),
    };
    let joins = joins(history);
    let mut moments: BTreeSet<i64> = joins.iter().map(|member| history.members[*member].joined_at).collect();
    moments.extend(history.ranks.iter().map(|row| row.at));
    moments.extend(history.lines.iter().map(|line| line.at));
    let sales = history.lines.iter().filter(|line| line.refund_of.is_none());
    moments.extend(sales.map(|line| line.at + plan.release_after));
    let mut moments: BTreeSet<i64> = moments.into_iter().map(|moment| moment * clock::SECOND).collect();
    let Some(first) = moments.first().copied() else { return Vec::new() };
    let mut day = oracle.index(Span::Day, first) + 1;
    loop {
        let midnight = clock::midnight(day, plan.utc_offset);
        if moments.first().is_some_and(|next| *next < midnight) {
            let now = moments.pop_first().expect("there is a next one");
            oracle.happen(now, &joins);
            continue;
        }
        if moments.is_empty() && oracle.open.is_empty() {
            break;
        }
        moments.remove(&midnight);
        oracle.midnight(midnight);
        oracle.happen(midnight, &joins);
        day += 1;
    }
    oracle.rows
}

/// By time; at one time an inviter before those they invited, then by name.
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

    fn index(&self, span: Span, moment: i64) -> i64 {
        clock::index(span, moment, self.plan.utc_offset)
    }

    fn by_name(&self, members: &mut [usize]) {
        members.sort_by_key(|one| self.history.members[*one].name.as_bytes());
    }

    /// Closes and reviews, before anything else of the moment.
    fn midnight(&mut self, midnight: i64) {
        if self.plan.closes_after_review {
            self.review(midnight);
        }
        for span in Span::ALL {
            let ended = self.open.get(&span).copied().filter(|index| *index < self.index(span, midnight));
            if let Some(index) = ended {
                self.close(span, index, midnight);
            }
        }
        if !self.plan.closes_after_review {
            self.review(midnight);
        }
    }

    /// All of one moment in its order, promotions before every purchase and refund.
    fn happen(&mut self, now: i64, joins: &[usize]) {
        self.now = now;
        self.settle_due();
        let history = self.history;
        let is_now = |second: i64| second * clock::SECOND == now;
        for member in joins.iter().filter(|member| is_now(history.members[**member].joined_at)) {
            self.join(*member);
        }
        for row in history.ranks.iter().filter(|row| is_now(row.at)) {
            self.change_rank(row.member, row.rank);
        }
        let lines: Vec<usize> = (0..history.lines.len()).filter(|at| is_now(history.lines[*at].at)).collect();
        let mut lines = lines.as_slice();
        while let Some(first) = lines.first() {
            self.promote();
            let line = &history.lines[*first];
            if let Some(target) = line.refund_of {
                self.refund(line, target);
                lines = &lines[1..];
                continue;
            }
            let is_same = |at: &&usize| {
                let other = &history.lines[**at];
                other.refund_of.is_none() && (&other.order, other.buyer) == (&line.order, line.buyer)
            };
            let (purchase, rest) = lines.split_at(lines.iter().take_while(is_same).count());
            self.purchase(purchase);
            lines = rest;
            self.settle_due();
        }
        self.promote();
    }

    fn join(&mut self, member: usize) {
        self.past.joined.push((self.now, member));
        self.grown_by_join(member);
        let rank = self.history.members[member].rank;
        if rank > 0 {
            self.become_promoter(member, rank);
        }
    }

    fn become_promoter(&mut self, member: usize, rank: u8) {
        // The rank with which somebody joins is no promotion.
        let highest = self.highest.entry(member).or_default();
        *highest = rank.max(*highest);
        self.change_rank(member, rank);
        let entries = self.evaluate(On::Join, Some(member), None, None);
        let name = self.history.members[member].name.clone();
        self.write("join", &name, &entries);
    }

    /// Whoever has a rank for the first time takes a place in the tree; one higher than ever is a promotion.
    fn change_rank(&mut self, member: usize, rank: u8) {
        let before = self.rank(member);
        if before == rank {
            return;
        }
        self.ranks.insert(member, rank);
        self.past.ranked.push((self.now, member, rank));
        if rank > 0 {
            let sponsor = self.above(member).first().map(|(sponsor, _)| *sponsor);
            let wish = self.history.members[member].placed_under;
            self.tree.place(member, sponsor, wish, self.plan.width);
        }
        if rank > before {
            self.grown_by_rank(member);
        }
        let highest = self.highest.entry(member).or_default();
        if rank > *highest {
            *highest = rank;
            let entries = self.evaluate(On::Promotion, Some(member), None, None);
            let name = self.history.members[member].name.clone();
            self.write("promotion", &name, &entries);
        }
    }

    /// Everybody whose measures have grown gets the highest rank whose conditions hold.
    fn promote(&mut self) {
        let mut at = 0;
        while at < self.grown.len() {
            let member = self.grown[at];
            at += 1;
            let rank = self.rank(member);
            let meets = |higher: &usize| {
                self.plan.rules[*higher][0].as_ref().is_some_and(|asks| self.meets(asks, member))
            };
            let reached = (usize::from(rank)..self.plan.ranks.len()).rev().find(meets);
            if let Some(reached) = reached.filter(|_| rank > 0) {
                self.change_rank(member, reached as u8 + 1);
            }
        }
        self.grown.clear();
    }

    /// At the close of a month, whoever has held their rank for all of it and does not keep it falls.
    fn review(&mut self, midnight: i64) {
        let month = self.index(Span::Month, midnight - 1);
        if self.index(Span::Month, midnight) == month
            || self.plan.rules.iter().all(|[_, keep]| keep.is_none())
        {
            return;
        }
        self.now = midnight - 1;
        let mut falls: Vec<(usize, u8)> = Vec::new();
        for (_, member) in &self.past.joined {
            let rank = self.rank(*member);
            let mut hers = self.past.ranked.iter().filter(|(_, one, _)| one == member);
            let Some((since, ..)) = hers.next_back().copied() else { continue };
            let begins_before = self.index(Span::Month, since) < month
                || (self.index(Span::Month, since) == month && self.index(Span::Month, since - 1) < month);
            if rank < 2 || !begins_before {
                continue;
            }
            let keeps = |rank: u8| {
                let keep = self.plan.rules[usize::from(rank) - 1][1].as_ref();
                keep.is_none_or(|asks| self.meets(asks, *member))
            };
            if !keeps(rank) {
                falls.push((*member, (1..rank).rev().find(|lower| keeps(*lower)).unwrap_or(1)));
            }
        }
        self.now = midnight;
        falls.sort_by_key(|(member, _)| self.history.members[*member].name.as_bytes());
        for (member, rank) in falls {
            self.change_rank(member, rank);
        }
    }

    /// The lines of one purchase; it may make a promoter of whoever buys.
    fn purchase(&mut self, lines: &[usize]) {
        for at in lines {
            self.sell(*at);
        }
        let buyer = self.history.lines[lines[0]].buyer;
        let amounts = || lines.iter().map(|at| self.history.lines[*at].amount).filter(|amount| *amount >= 0);
        let enough = match self.plan.joins_by {
            None => false,
            Some(WayIn::Purchase(least)) => amounts().next().is_some() && amounts().sum::<i128>() >= least,
            Some(WayIn::Package(price)) => amounts().any(|amount| amount >= price),
        };
        if enough && self.rank(buyer) == 0 {
            self.become_promoter(buyer, 1);
            self.promote();
        }
    }

    fn sell(&mut self, at: usize) {
        let line = &self.history.lines[at];
        if line.amount > 0 && !self.first_orders.contains_key(&line.buyer) {
            self.first_orders.insert(line.buyer, line.order.clone());
        }
        let first_order = self.first_orders.get(&line.buyer) == Some(&line.order);
        self.paid.insert(at, (0, Vec::new()));
        if self.plan.own_purchases == Own::Nobodys && self.rank(line.buyer) > 0 {
            self.sellers.insert(at, None);
            return;
        }
        let seller = line.seller.or_else(|| self.credited(line.buyer));
        self.sellers.insert(at, seller);
        for Part { seller, share, line: part, .. } in parts(line, seller, 0) {
            let sale = Sale {
                buyer: Some(line.buyer),
                amount: part.amount,
                profit: part.amount - part.cost.unwrap_or(0),
                rate: line.rate.unwrap_or(0),
                category: &line.category,
                first_order,
                quantity: line.quantity,
                share,
                volumes: self.volumes(&part),
            };
            let limit = part.amount.abs() * self.plan.payout / ONE;
            let entries = self.evaluate(On::Sale, seller, Some(&sale), Some(limit));
            self.write("sale", &format!("{}/{}", line.order, line.no), &entries);
            let paid = &mut self.paid.get_mut(&at).expect("it has just been sold").1;
            paid.extend(entries.into_iter().map(|entry| (entry, 0)));
        }
    }

    fn volumes(&self, part: &Line) -> Vec<i128> {
        let told = part.volumes.iter().zip(&self.plan.volumes);
        told.map(|(told, most)| told.unwrap_or(part.amount * most / ONE)).collect()
    }

    /// What a part of a line has sold in what sales are counted in.
    fn counted(&self, amount: i128, volumes: &[i128]) -> i128 {
        self.plan.count.map_or(amount, |volume| volumes[volume])
    }

    /// Who is the seller when the file names none.
    fn credited(&self, buyer: usize) -> Option<usize> {
        if self.plan.own_purchases == Own::Hers && self.rank(buyer) > 0 {
            return Some(buyer);
        }
        self.above(buyer).first().map(|(member, _)| *member)
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
        let above = self.line_above(member).into_iter().skip(1);
        above.map(|one| (one, self.rank(one))).filter(|(_, rank)| *rank > 0).collect()
    }

    /// Likewise up the placement tree.
    fn placed_above(&self, member: usize) -> Vec<(usize, u8)> {
        let up = std::iter::successors(self.tree.above(member), |one| self.tree.above(*one));
        up.map(|one| (one, self.rank(one))).filter(|(_, rank)| *rank > 0).collect()
    }
}

/// One seller's part of a line.
struct Part {
    seller: Option<usize>,
    /// In millionths.
    share: i128,
    /// As a line by itself.
    line: Line,
    /// What of it has gone back.
    refunded: i128,
}

/// The parts of a line of which so much has gone back; the first seller has what the others leave. Parts that come to
/// nothing are none.
fn parts(line: &Line, seller: Option<usize>, refunded: i128) -> Vec<Part> {
    let mut first = Part { seller, share: ONE, line: line.clone(), refunded };
    let mut others = Vec::new();
    for (sharer, share) in line.also.iter().filter(|_| seller.is_some()) {
        let of = |value: i128| value * share / ONE;
        let mut part = line.clone();
        part.amount = of(line.amount);
        part.cost = line.cost.map(of);
        part.volumes = line.volumes.iter().map(|told| told.map(of)).collect();
        let refunded =
            if line.amount == 0 { 0 } else { part.amount - kept(part.amount, line.amount, refunded) };
        first.share -= share;
        first.refunded -= refunded;
        first.line.amount -= part.amount;
        first.line.cost = first.line.cost.map(|all| all - part.cost.unwrap_or(0));
        for (all, one) in first.line.volumes.iter_mut().zip(&part.volumes) {
            *all = all.map(|all| all - one.unwrap_or(0));
        }
        others.push(Part { seller: Some(*sharer), share: *share, line: part, refunded });
    }
    let all = std::iter::once(first).chain(others);
    all.filter(|part| part.line.amount != 0 || line.amount == 0).collect()
}

/// What is left of something when so much of the whole has gone back.
fn kept(value: i128, whole: i128, refunded: i128) -> i128 {
    value * (whole - refunded) / whole
}
