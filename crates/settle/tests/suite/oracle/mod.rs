//! The plan language once more, plain and slow: written from its text, never from the kernel. Tables are hash maps,
//! money is `i128`, nothing is kept that could be looked up again.
//!
//! It knows `on = "sale"` and `on = "join"`, refunds and reversals; what the timeline adds has its own tables.

mod model;
mod tree;
mod walk;

use std::collections::HashMap;

use model::ONE;
pub(crate) use model::{Cap, History, Line, Member, Of, Pay, Per, Plan, RankRow, Reward, Rounding, Row, To};
use tree::Tree;
use walk::{Link, Named, at_levels, differential, first, peers};

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
    buyer: usize,
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
    tree: Tree,
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
        tree: Tree::default(),
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
            oracle.rise(row.member, row.rank);
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

    /// Whoever has a rank for the first time takes a place in the tree.
    fn rise(&mut self, member: usize, rank: u8) {
        let before = self.rank(member);
        self.ranks.insert(member, rank);
        if rank > 0 && before != rank {
            let sponsor = self.above(member).first().map(|(sponsor, _)| *sponsor);
            let wish = self.history.members[member].placed_under;
            self.tree.place(member, sponsor, wish, self.plan.width);
        }
    }

    fn join(&mut self, member: usize) {
        let rank = self.history.members[member].rank;
        if rank == 0 {
            return;
        }
        self.rise(member, rank);
        let entries = self.evaluate(Some(member), None);
        let name = self.history.members[member].name.clone();
        self.write("join", &name, &entries);
    }

    fn sell(&mut self, at: usize, line: &Line) {
        let bought = line.amount > 0;
        if bought && !self.first_orders.contains_key(&line.buyer) {
            self.first_orders.insert(line.buyer, line.order.clone());
        }
        let first_order = self.first_orders.get(&line.buyer) == Some(&line.order);
        let seller = line.seller.or_else(|| self.credited(line.buyer));
        let mut all = Vec::new();
        for (seller, share, part) in parts(line, seller) {
            let told = part.volumes.iter().zip(&self.plan.volumes);
            let sale = Sale {
                buyer: line.buyer,
                amount: part.amount,
                profit: part.amount - part.cost.unwrap_or(0),
                rate: line.rate.unwrap_or(0),
                category: &line.category,
                first_order,
                quantity: line.quantity,
                share,
                volumes: told.map(|(told, most)| told.unwrap_or(part.amount * most / ONE)).collect(),
            };
            let entries = self.evaluate(seller, Some(&sale));
            self.write("sale", &format!("{}/{}", line.order, line.no), &entries);
            all.extend(entries);
        }
        self.paid.insert(at, (0, all));
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

    /// Likewise up the placement tree.
    fn placed_above(&self, member: usize) -> Vec<(usize, u8)> {
        let up = std::iter::successors(self.tree.above(member), |one| self.tree.above(*one));
        up.map(|one| (one, self.rank(one))).filter(|(_, rank)| *rank > 0).collect()
    }

    /// What a sale, or the joining of `seller`, pays.
    fn evaluate(&mut self, seller: Option<usize>, sale: Option<&Sale<'_>>) -> Vec<Entry> {
        let sign = if sale.is_some_and(|sale| sale.amount < 0) { -1 } else { 1 };
        let most = sale.map(|sale| sale.amount.abs() * self.plan.payout / ONE);
        let mut limit = most.filter(|_| !self.plan.scales);
        let mut entries: Vec<Entry> = Vec::new();
        for (no, reward) in self.plan.rewards.iter().enumerate() {
            if reward.on_join == sale.is_some() || !self.applies(reward, seller, sale) {
                continue;
            }
            let base = reward.pay.of().map(|of| match (of, sale) {
                (Of::Amount, Some(sale)) => sale.amount.abs(),
                (Of::Profit, Some(sale)) => (sale.profit * sign).max(0),
                (Of::Reward(of), _) => {
                    entries.iter().filter(|entry| entry.reward == of).map(|entry| entry.amount).sum()
                }
                (Of::Volume(no), Some(sale)) => (sale.volumes[no] * sign).max(0),
                (Of::Amount | Of::Profit | Of::Volume(_), None) => unreachable!("nothing is sold on a join"),
            });
            if base == Some(0) {
                continue;
            }
            let named = self.named(reward, seller, sale, &entries);
            self.pay(no, sign, (named, base), sale, &mut limit, &mut entries);
        }
        if let Some(most) = most.filter(|_| self.plan.scales) {
            self.scale(most, &mut entries);
        }
        for entry in &mut entries {
            entry.amount *= sign;
            entry.share = entry.share.map(|(base, rate)| (base * sign, rate));
        }
        entries
    }

    /// Brings what is due in money down to the most, each by the same proportion.
    fn scale(&self, most: i128, entries: &mut Vec<Entry>) {
        let is_money = |entry: &Entry| !matches!(self.plan.rewards[entry.reward].pay, Pay::Points(_));
        let due: i128 = entries.iter().filter(|entry| is_money(entry)).map(|entry| entry.amount).sum();
        for entry in entries.iter_mut().filter(|entry| due > most && is_money(entry)) {
            let scaled = entry.amount * most / due;
            entry.cut |= scaled < entry.amount;
            entry.amount = scaled;
        }
        entries.retain(|entry| entry.amount != 0);
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
            && sale.is_none_or(|sale| {
                within(reward.line_quantity, || sale.quantity)
                    && below(reward.buyer_months, || self.months(sale.buyer))
            })
    }

    /// Whole months since somebody joined, by the calendar on the shop's wall.
    fn months(&self, member: usize) -> i64 {
        let wall = |second: i64| {
            let at = jiff::Timestamp::from_second(second + self.plan.utc_offset * 3600).expect("a moment");
            jiff::tz::Offset::UTC.to_datetime(at)
        };
        let (from, to) = (wall(self.history.members[member].joined_at), wall(self.now));
        let of = |at: jiff::civil::DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
        let is_earlier = (to.day(), to.time()) < (from.day(), from.time());
        of(to) - of(from) - i64::from(is_earlier)
    }

    /// As which of those whom somebody invited the branch comes in which somebody else stands.
    fn branch(&self, payee: usize, mut below: usize) -> usize {
        while self.history.members[below].inviter != Some(payee) {
            below = self.history.members[below].inviter.expect("the payee stands above");
        }
        let joined = joins(self.history);
        let invited = joined.iter().filter(|one| self.history.members[**one].inviter == Some(payee));
        1 + invited.take_while(|one| **one != below).count()
    }

    /// Somebody above a seller (or herself, at distance 0), and whether she passes the filters on the payee.
    fn link(
        &self,
        reward: &Reward,
        seller: Option<usize>,
        (member, rank, distance): (usize, u8, usize),
    ) -> Link {
        let passes = reward.payee_rank.is_none_or(|(low, high)| (low..=high).contains(&rank))
            && within(reward.distance, || distance)
            && below(reward.payee_months, || self.months(member))
            && seller.is_none_or(|seller| within(reward.recruit, || self.branch(member, seller)));
        Link { member, rank, distance, passes }
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
            let above = if reward.placed { self.placed_above(seller) } else { self.above(seller) };
            let above = above.into_iter().enumerate();
            let link = |(at, (member, rank))| self.link(reward, Some(seller), (member, rank, at + 1));
            above.map(link).collect()
        });
        // Whoever ends the way up is the last whom anybody sees.
        let end = reward.until.and_then(|until| chain.iter().position(|link| link.rank >= until));
        let chain = chain[..end.map_or(chain.len(), |end| end + 1)].to_vec();
        let here = |member: Option<usize>| {
            let link = member.map(|member| self.link(reward, None, (member, self.rank(member), 0)));
            link.filter(|link| link.passes).map(|link| link.named(None)).into_iter().collect()
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
            let pieces = if reward.per_piece { sale.map_or(1, |sale| i128::from(sale.quantity)) } else { 1 };
            let part = |fixed: i128| fixed * pieces * sale.map_or(ONE, |sale| sale.share) / ONE;
            let full = match (&reward.pay, share) {
                (Pay::Amount(fixed) | Pay::Coupon(fixed) | Pay::Points(fixed), _) => part(*fixed),
                (Pay::Amounts(amounts), _) => part(of_rank(amounts)),
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

/// Each seller of a line with her share and her part; parts that come to nothing are none.
fn parts(line: &Line, seller: Option<usize>) -> Vec<(Option<usize>, i128, Line)> {
    let mut first = (seller, ONE, line.clone());
    let mut others = Vec::new();
    for (sharer, share) in &line.also {
        let of = |value: i128| value * share / ONE;
        let mut part = line.clone();
        part.amount = of(line.amount);
        part.cost = line.cost.map(of);
        part.volumes = line.volumes.iter().map(|told| told.map(of)).collect();
        first.1 -= share;
        first.2.amount -= part.amount;
        first.2.cost = first.2.cost.map(|all| all - part.cost.unwrap_or(0));
        for (all, one) in first.2.volumes.iter_mut().zip(&part.volumes) {
            *all = all.map(|all| all - one.unwrap_or(0));
        }
        others.push((Some(*sharer), *share, part));
    }
    let all = std::iter::once(first).chain(others);
    all.filter(|(_, _, part)| part.amount != 0 || line.amount == 0).collect()
}

/// From the first to the last, if a range is asked for; without a last, to no end.
fn within<T: PartialOrd>(range: Option<(T, Option<T>)>, count: impl FnOnce() -> T) -> bool {
    let Some((low, high)) = range else { return true };
    let count = count();
    count >= low && high.is_none_or(|high| count <= high)
}

/// From the first on, and below the end if there is one.
fn below<T: PartialOrd>(range: Option<(T, Option<T>)>, count: impl FnOnce() -> T) -> bool {
    let Some((low, end)) = range else { return true };
    let count = count();
    count >= low && end.is_none_or(|end| count < end)
}
