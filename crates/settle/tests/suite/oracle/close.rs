//! The close of a period: shares of what each promoter has sold, pools, pairs, and shares of those two.

use std::collections::BTreeSet;

use super::model::{Carry, Of, On, Pairing, Parts, Pay, Span, To};
use super::pairs::Made;
use super::past::Counted;
use super::pay::scale_one;
use super::{Entry, ONE, Oracle, Sale, clock};

/// What one event of a close has paid that goes back with sales: of a seller, or of the whole shop.
pub(super) struct Closed {
    span: Span,
    index: i64,
    /// Whose sales it is a share of; those of the whole shop, if nobody's.
    seller: Option<usize>,
    sold: i128,
    refunded: i128,
    entries: Vec<Entry>,
}

/// What somebody has paired at a close.
pub(super) struct Paired {
    base: i128,
    took: [i128; 2],
    undone: i128,
    entries: Vec<Entry>,
}

/// A close under way.
struct Closing {
    span: Span,
    /// What the limit leaves, and what of it is due or paid.
    budget: i128,
    due: i128,
    paid: i128,
    /// What each event pays: of a seller, of the shop itself, of those above a payee of the shop.
    sellers: Vec<(usize, i128, Vec<Entry>)>,
    shop: Vec<Entry>,
    above: Vec<(usize, Vec<(usize, Entry)>)>,
    /// By terms: who has been paired.
    paired: Vec<(Pairing, Vec<(usize, Made)>)>,
}

impl Oracle<'_> {
    pub(super) fn close(&mut self, span: Span, index: i64, midnight: i64) {
        self.now = midnight - 1;
        self.closing = Some((span, index));
        self.open.remove(&span);
        let lines: Vec<Counted> = self
            .past
            .counted
            .iter()
            .filter(|line| self.index(span, line.settled) == index)
            .cloned()
            .collect();
        let amount: i128 = lines.iter().map(|line| line.amount).sum();
        let spent = self.spent.get(&(span, index)).copied().unwrap_or(0);
        let budget = (amount.max(0) * self.plan.payout / ONE - spent).max(0);
        let mut closing = Closing {
            span,
            budget,
            due: 0,
            paid: 0,
            sellers: Vec::new(),
            shop: Vec::new(),
            above: Vec::new(),
            paired: Vec::new(),
        };
        self.close_sellers(&lines, &mut closing);
        self.close_shop(&lines, &mut closing, index);
        if self.plan.scales {
            self.scale_close(&mut closing);
        }
        self.keep(&closing, index, &lines);
        let name = clock::name(span, self.now, self.plan.utc_offset);
        let of = |oracle: &Self, member: usize| format!("{name}/{}", oracle.history.members[member].name);
        for (seller, _, entries) in &closing.sellers {
            self.write("period", &of(self, *seller), entries);
        }
        self.write("period", &name, &closing.shop);
        for (payee, entries) in &closing.above {
            let entries: Vec<Entry> = entries.iter().map(|(_, entry)| entry.clone()).collect();
            self.write("period", &of(self, *payee), &entries);
        }
        // Longer periods that are under way have the same money.
        let longer: Vec<(Span, i64)> = self.open.iter().map(|(span, index)| (*span, *index)).collect();
        for longer in longer.into_iter().filter(|(longer, _)| *longer > span) {
            *self.spent.entry(longer).or_default() += closing.paid;
        }
        self.closing = None;
    }

    fn close_sellers(&mut self, lines: &[Counted], closing: &mut Closing) {
        let sellers: BTreeSet<usize> = lines.iter().filter_map(|line| line.seller).collect();
        let mut sellers: Vec<usize> = sellers.into_iter().collect();
        self.by_name(&mut sellers);
        for seller in sellers {
            let hers = || lines.iter().filter(|line| line.seller == Some(seller));
            let amount: i128 = hers().map(|line| line.amount).sum();
            let volumes = (0..self.plan.volumes.len()).map(|no| hers().map(|line| line.volumes[no]).sum());
            let sale = Sale {
                buyer: None,
                amount,
                profit: hers().map(|line| line.profit).sum(),
                rate: 0,
                category: "",
                first_order: false,
                quantity: 1,
                share: ONE,
                volumes: volumes.collect(),
            };
            // Whoever has more refunded than sold gives back in full.
            let limit = (amount >= 0 && !self.plan.scales).then_some(closing.budget);
            let mut entries = self.evaluate(On::Period(closing.span), Some(seller), Some(&sale), limit);
            for entry in &mut entries {
                self.charge(entry, closing);
            }
            let sold = hers().filter(|line| !line.is_reversal).map(|line| line.amount).sum();
            closing.sellers.push((seller, sold, entries));
        }
    }

    /// Takes an entry out of what the limit leaves, and cuts it to that.
    fn charge(&self, entry: &mut Entry, closing: &mut Closing) {
        if !self.plan.is_money(entry.reward) {
            return;
        }
        if self.plan.scales {
            closing.due += entry.amount.max(0);
            closing.budget -= entry.amount.min(0);
            return;
        }
        if entry.amount > closing.budget {
            entry.amount = closing.budget;
            entry.cut = true;
        }
        closing.budget -= entry.amount;
        closing.paid += entry.amount;
    }

    fn expiry(&self, span: Span) -> Option<i64> {
        let pairs =
            self.plan.rewards.iter().filter(|one| one.to == To::Pairing && one.on == On::Period(span));
        pairs.filter_map(|reward| reward.pair.expires).min()
    }

    fn close_shop(&mut self, lines: &[Counted], closing: &mut Closing, index: i64) {
        let span = closing.span;
        let expiry = self.expiry(span);
        for (_, legs) in self.legs.iter_mut().filter(|((of, _), _)| *of == span) {
            legs.begin(index, expiry);
        }
        for no in 0..self.plan.rewards.len() {
            if self.plan.rewards[no].on != On::Period(span) {
                continue;
            }
            if let Some(of) = self.follows(no) {
                self.pay_above(no, of, closing);
                continue;
            }
            let entries = match self.plan.rewards[no].to {
                To::Pool(rank) => self.pool(no, rank, lines),
                To::Pairing => self.pairs(no, closing),
                _ => continue,
            };
            for mut entry in entries {
                let times = self.times.entry((no, entry.payee)).or_default();
                *times += 1;
                if !times.is_multiple_of(self.plan.rewards[no].every) {
                    continue;
                }
                let room = self.room(no, entry.payee, (1, 0));
                if entry.amount > room {
                    (entry.amount, entry.cut) = (room, true);
                }
                self.charge(&mut entry, closing);
                self.grant(no, entry.payee, entry.amount);
                if entry.amount != 0 {
                    closing.shop.push(entry);
                }
            }
        }
        self.end_pairs(closing, index);
    }

    fn pay_above(&mut self, no: usize, of: usize, closing: &mut Closing) {
        let followed: Vec<Entry> = closing.shop.iter().filter(|entry| entry.reward == of).cloned().collect();
        for entry in followed {
            let limit = (!self.plan.scales).then_some(closing.budget);
            let mut paid = self.evaluate_share(no, &entry, limit);
            for one in &mut paid {
                self.charge(one, closing);
            }
            let paid = paid.into_iter().map(|one| (of, one));
            match closing.above.iter_mut().find(|(payee, _)| *payee == entry.payee) {
                Some((_, entries)) => entries.extend(paid),
                None => closing.above.push((entry.payee, paid.collect())),
            }
            closing.above.retain(|(_, entries)| !entries.is_empty());
        }
    }

    /// Everybody of at least a rank who passes the filters on the payee, by name.
    fn holders(&self, no: usize, least: u8) -> Vec<usize> {
        let reward = &self.plan.rewards[no];
        let joined = self.past.joined.iter().map(|(_, one)| *one);
        let passes = |member: &usize| {
            let rank = self.rank(*member);
            rank >= least && self.link(reward, None, (*member, rank, 0)).passes
        };
        let mut holders: Vec<usize> = joined.filter(passes).collect();
        self.by_name(&mut holders);
        holders
    }

    /// Shares of a pot that add up to it: what truncation leaves goes to the first with a weight.
    fn pool(&self, no: usize, rank: u8, lines: &[Counted]) -> Vec<Entry> {
        let reward = &self.plan.rewards[no];
        let (pot, share) = match reward.pay {
            Pay::Amount(pot) => (pot, None),
            Pay::Rate(rate, of) => {
                let base: i128 = lines
                    .iter()
                    .map(|line| match of {
                        Of::Profit => line.profit,
                        Of::Volume(no) => line.volumes[no],
                        Of::Amount | Of::Reward(_) => line.amount,
                    })
                    .sum();
                (self.plan.rounding.of(base.max(0), rate), Some((base.max(0), rate)))
            }
            _ => unreachable!("a pool is a rate or an amount"),
        };
        let mut holders = self.holders(no, rank);
        if let Parts::Weights(weights) = &reward.parts {
            holders.retain(|holder| weights[usize::from(self.rank(*holder)) - 1] > 0);
        }
        let sold = |is_hers: &dyn Fn(usize) -> bool| {
            let hers = lines.iter().filter(|line| line.seller.is_some_and(is_hers));
            hers.map(|line| line.amount).sum::<i128>().max(0)
        };
        let weight = |holder: &usize| match &reward.parts {
            Parts::Equal => 1,
            Parts::OwnSales => sold(&|seller| seller == *holder),
            Parts::TeamSales => sold(&|seller| self.stands_below(seller, *holder)),
            Parts::Weights(weights) => weights[usize::from(self.rank(*holder)) - 1],
        };
        let weights: Vec<i128> = holders.iter().map(weight).collect();
        let all: i128 = weights.iter().sum();
        let mut left = pot;
        let mut amounts: Vec<i128> =
            weights.iter().map(|weight| if all == 0 { 0 } else { pot * weight / all }).collect();
        left -= amounts.iter().sum::<i128>();
        for (amount, _) in amounts.iter_mut().zip(&weights).filter(|(_, weight)| all > 0 && **weight > 0) {
            if left > 0 {
                *amount += 1;
                left -= 1;
            }
        }
        holders
            .into_iter()
            .zip(amounts)
            .map(|(payee, amount)| self.shop_entry(no, payee, share, amount))
            .collect()
    }

    fn pairs(&mut self, no: usize, closing: &mut Closing) -> Vec<Entry> {
        let reward = &self.plan.rewards[no];
        let terms = closing.paired.iter().position(|(terms, _)| *terms == reward.pair);
        let terms = terms.unwrap_or_else(|| {
            closing.paired.push((reward.pair.clone(), Vec::new()));
            closing.paired.len() - 1
        });
        let mut entries = Vec::new();
        for payee in self.holders(no, 1) {
            let rank = usize::from(self.rank(payee)) - 1;
            let (rate, fixed) = match &reward.pay {
                Pay::Rate(rate, _) => (*rate, 0),
                Pay::PerRank(rates, _) => (rates[rank], 0),
                Pay::Amount(amount) => (0, *amount),
                Pay::Amounts(amounts) => (0, amounts[rank]),
                _ => unreachable!("pairs pay a rate or an amount"),
            };
            if rate == 0 && fixed == 0 {
                continue;
            }
            let known = closing.paired[terms].1.iter().find(|(one, _)| *one == payee).map(|(_, made)| *made);
            let made = known.unwrap_or_else(|| {
                let made = self.legs.entry((closing.span, payee)).or_default().pair(&reward.pair);
                closing.paired[terms].1.push((payee, made));
                made
            });
            let Made { base, units, .. } = made;
            if base > 0 && rate > 0 {
                let amount = self.plan.rounding.of(base, rate);
                entries.push(self.shop_entry(no, payee, Some((base, rate)), amount));
            } else if base > 0 {
                entries.push(self.shop_entry(no, payee, None, fixed * units));
            }
        }
        entries
    }

    fn shop_entry(&self, reward: usize, payee: usize, share: Option<(i128, i128)>, amount: i128) -> Entry {
        Entry { reward, payee, payee_rank: self.rank(payee), distance: 0, share, amount, cut: false }
    }

    /// What becomes of what is not paired.
    fn end_pairs(&mut self, closing: &Closing, index: i64) {
        let span = closing.span;
        for (terms, made) in &closing.paired {
            for (payee, _) in made {
                self.legs.entry((span, *payee)).or_default().carry(terms.carry);
            }
        }
        let is_paid =
            |member: usize| closing.paired.iter().any(|(_, made)| made.iter().any(|(one, _)| *one == member));
        let loses = closing.paired.iter().any(|(terms, _)| terms.idle_loses);
        let expiry = self.expiry(span);
        for ((of, member), legs) in &mut self.legs {
            if *of == span && loses && !is_paid(*member) {
                legs.carry(Carry::None);
            }
            if *of == span {
                legs.end(index, expiry);
            }
        }
    }

    /// Brings all that the close pays down to the limit in the same proportion.
    fn scale_close(&self, closing: &mut Closing) {
        let (budget, due) = (closing.budget.max(0), closing.due);
        let sellers = closing.sellers.iter_mut().flat_map(|(.., entries)| entries);
        let above = closing.above.iter_mut().flat_map(|(_, entries)| entries.iter_mut().map(|(_, one)| one));
        for entry in sellers.chain(&mut closing.shop).chain(above) {
            if !self.plan.is_money(entry.reward) {
                continue;
            }
            if due > budget && entry.amount > 0 {
                scale_one(entry, budget, due);
            }
            closing.paid += entry.amount;
        }
        closing.sellers.iter_mut().for_each(|(.., entries)| entries.retain(|one| one.amount != 0));
        closing.shop.retain(|one| one.amount != 0);
        closing.above.iter_mut().for_each(|(_, entries)| entries.retain(|(_, one)| one.amount != 0));
    }

    /// What refunds that come later take back.
    fn keep(&mut self, closing: &Closing, index: i64, lines: &[Counted]) {
        let span = closing.span;
        for (seller, sold, entries) in &closing.sellers {
            let entries = entries.clone();
            let closed = Closed { span, index, seller: Some(*seller), sold: *sold, refunded: 0, entries };
            self.closed.push(closed);
        }
        let sold: i128 = lines.iter().filter(|line| !line.is_reversal).map(|line| line.amount).sum();
        let is_pool = |reward: usize| matches!(self.plan.rewards[reward].to, To::Pool(_));
        let mut of_pools: Vec<Entry> =
            closing.shop.iter().filter(|entry| is_pool(entry.reward)).cloned().collect();
        let above = closing.above.iter().flat_map(|(_, entries)| entries);
        of_pools.extend(above.filter(|(of, _)| is_pool(*of)).map(|(_, entry)| entry.clone()));
        self.closed.push(Closed { span, index, seller: None, sold, refunded: 0, entries: of_pools });
        for (terms, made) in &closing.paired {
            for (payee, Made { base, took, .. }) in made.iter().filter(|(_, made)| made.base > 0) {
                let is_of = |reward: usize| !is_pool(reward) && self.plan.rewards[reward].pair == *terms;
                let shop = closing.shop.iter().filter(|one| one.payee == *payee && is_of(one.reward));
                let mut entries: Vec<Entry> = shop.cloned().collect();
                let above =
                    closing.above.iter().filter(|(of, _)| of == payee).flat_map(|(_, entries)| entries);
                entries.extend(above.filter(|(of, _)| is_of(*of)).map(|(_, entry)| entry.clone()));
                let paired = Paired { base: *base, took: *took, undone: 0, entries };
                self.paired.entry((span, *payee)).or_default().push(paired);
            }
        }
    }

    /// A sale counts on the leg of everybody above its seller in the tree.
    pub(super) fn credit_legs(&mut self, line: &Counted) {
        for (span, above, side) in self.legs_of(line) {
            self.legs.entry((span, above)).or_default().0[side].come(line.worth);
        }
    }

    fn legs_of(&self, line: &Counted) -> Vec<(Span, usize, usize)> {
        let pairs = |span: &Span| {
            self.plan.rewards.iter().any(|one| one.to == To::Pairing && one.on == On::Period(*span))
        };
        let spans: Vec<Span> = Span::ALL.into_iter().filter(pairs).collect();
        let way = line.seller.map_or_else(Vec::new, |seller| self.tree.way(seller));
        let on = |span: Span| way.iter().map(move |(above, side)| (span, *above, *side));
        spans.into_iter().flat_map(on).collect()
    }

    /// Part of a settled line goes back: it no longer counts, and periods that have closed take back their share.
    pub(super) fn take_back(&mut self, back: &Counted, changes: &mut Vec<Entry>) {
        self.past.counted.push(back.clone());
        let part = -back.amount;
        for span in self.spans() {
            let index = self.index(span, back.settled);
            if index == self.index(span, self.now) {
                continue;
            }
            let concerns = |closed: &&mut Closed| {
                (closed.span, closed.index) == (span, index)
                    && (closed.seller.is_none() || closed.seller == back.seller)
            };
            for closed in self.closed.iter_mut().filter(concerns) {
                let before = closed.refunded;
                closed.refunded = (before + part).min(closed.sold);
                shrink(&closed.entries, (closed.sold, before, closed.refunded), changes);
            }
        }
        for (span, above, side) in self.legs_of(back) {
            let legs = self.legs.entry((span, above)).or_default();
            let missing = legs.go_back(side, -back.worth);
            let mut left = missing;
            let pairs = self.paired.entry((span, above)).or_default();
            while let Some(last) = pairs.last_mut().filter(|_| left > 0) {
                let parts = last.took.map(|took| took / last.base);
                // Whole parts are opened: what is too much of them waits again.
                let base = ((left + parts[side] - 1) / parts[side]).min(last.base - last.undone);
                shrink(&last.entries, (last.base, last.undone, last.undone + base), changes);
                last.undone += base;
                left -= base * parts[side];
                legs.0[1 - side].come(base * parts[1 - side]);
                if last.undone == last.base {
                    pairs.pop();
                }
            }
            // Less than nothing is left when too much was opened.
            legs.0[side].come(-left);
        }
    }
}

/// What entries lose when of so much first `before` and now `after` has gone back.
fn shrink(entries: &[Entry], (whole, before, after): (i128, i128, i128), changes: &mut Vec<Entry>) {
    for entry in entries.iter().filter(|_| whole > 0) {
        let kept = |refunded: i128| entry.amount * (whole - refunded) / whole;
        changes.push(Entry { amount: kept(after) - kept(before), cut: false, ..entry.clone() });
    }
}
