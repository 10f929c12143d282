//! Settlements, and what is taken back after them.

use super::model::{Line, On, Span};
use super::past::Counted;
use super::{Entry, ONE, Oracle, Part, Sale, clock, kept, parts};

impl Oracle<'_> {
    /// Lines whose refund window has closed, in the order of payment.
    pub(super) fn settle_due(&mut self) {
        let history = self.history;
        let mut due: Vec<usize> = (0..history.lines.len())
            .filter(|at| {
                let line = &history.lines[*at];
                self.sellers.contains_key(at)
                    && !self.settled.contains_key(at)
                    && (line.at + self.plan.release_after) * clock::SECOND <= self.now
            })
            .collect();
        due.sort_by_key(|at| history.lines[*at].at);
        for at in due {
            self.settled.insert(at, self.now);
            self.settle_line(at);
        }
    }

    /// What is left of each seller's part, with the share that the part is.
    fn left(&self, at: usize, refunded: i128) -> Vec<(i128, Counted)> {
        let line = &self.history.lines[at];
        let one = |Part { seller, share, line: part, refunded }: Part| {
            let left = |value: i128| kept(value, part.amount, refunded);
            let volumes: Vec<i128> = self.volumes(&part).into_iter().map(left).collect();
            let amount = part.amount - refunded;
            let counted = Counted {
                at: self.now,
                settled: self.now,
                seller,
                buyer: line.buyer,
                amount,
                profit: left(part.amount - part.cost.unwrap_or(0)),
                worth: self.counted(amount, &volumes),
                volumes,
                is_reversal: line.amount < 0,
                order: line.order.clone(),
                product: line.product,
                of_customer: self.rank(line.buyer) == 0,
            };
            (share, counted)
        };
        parts(line, self.sellers[&at], refunded).into_iter().map(one).collect()
    }

    fn settle_line(&mut self, at: usize) {
        let line = &self.history.lines[at];
        let (refunded, entries) = &self.paid[&at];
        let refunded = *refunded;
        if line.amount == refunded {
            return;
        }
        let money = entries.iter().filter(|(entry, _)| self.plan.is_money(entry.reward));
        let spent: i128 = money.map(|(entry, _)| kept(entry.amount, line.amount, refunded)).sum();
        let others: i128 = line.also.iter().map(|(_, share)| spent * share / ONE).sum();
        for (share, counted) in self.left(at, refunded) {
            if counted.amount == 0 {
                continue;
            }
            // What it has paid is theirs by their shares; the first has what the others leave.
            let is_first = counted.seller == self.sellers[&at];
            let others = if share == ONE { 0 } else { others };
            let spent = if is_first { spent - others } else { spent * share / ONE };
            self.grown_by_sale(&counted);
            self.past.counted.push(counted.clone());
            let spent = spent + self.first_sale(at, share, &counted, (refunded, spent));
            for span in self.spans() {
                let index = self.index(span, self.now);
                self.open.insert(span, index);
                *self.spent.entry((span, index)).or_default() += spent;
            }
            self.credit_legs(&counted);
        }
    }

    /// The lengths of period that pay anything.
    pub(super) fn spans(&self) -> Vec<Span> {
        let used = |span: &Span| self.plan.rewards.iter().any(|reward| reward.on == On::Period(*span));
        Span::ALL.into_iter().filter(used).collect()
    }

    /// What a promoter's first settled sale pays; gives what that comes to in money.
    fn first_sale(
        &mut self,
        at: usize,
        share: i128,
        part: &Counted,
        (refunded, spent): (i128, i128),
    ) -> i128 {
        let line = &self.history.lines[at];
        let Some(seller) = part.seller.filter(|seller| part.amount > 0 && self.rank(*seller) > 0) else {
            return 0;
        };
        if !self.first_sales.insert(seller) {
            return 0;
        }
        let hers = parts(line, self.sellers[&at], 0).into_iter().find(|part| part.seller == Some(seller));
        let whole = hers.expect("she has a part").line.amount;
        let sale = Sale {
            buyer: Some(line.buyer),
            amount: part.amount,
            profit: part.profit,
            rate: line.rate.unwrap_or(0),
            category: &line.category,
            first_order: self.first_orders.get(&line.buyer) == Some(&line.order),
            quantity: kept(i128::from(line.quantity), whole, whole - part.amount) as u32,
            share,
            volumes: part.volumes.clone(),
        };
        let limit = (part.amount * self.plan.payout / ONE - spent).max(0);
        let entries = self.evaluate(On::FirstSale, Some(seller), Some(&sale), Some(limit));
        self.write("first_sale", &format!("{}/{}", line.order, line.no), &entries);
        let money = entries.iter().filter(|entry| self.plan.is_money(entry.reward));
        let money = money.map(|entry| entry.amount).sum();
        let paid = &mut self.paid.get_mut(&at).expect("it has been sold").1;
        paid.extend(entries.into_iter().map(|entry| (entry, refunded)));
        money
    }

    pub(super) fn refund(&mut self, line: &Line, target: usize) {
        let whole = self.history.lines[target].amount;
        let (before, entries) = self.paid[&target].clone();
        let after = before - line.amount;
        let keeps = |entry: i128, born: i128, refunded: i128| kept(entry, whole - born, refunded - born);
        let mut changes: Vec<Entry> = entries
            .iter()
            .map(|(entry, born)| Entry {
                amount: keeps(entry.amount, *born, after) - keeps(entry.amount, *born, before),
                cut: false,
                ..entry.clone()
            })
            .collect();
        if let Some(settled) = self.settled.get(&target).copied() {
            let parts = self.left(target, before).into_iter().zip(self.left(target, after));
            for ((_, was), (_, is)) in parts {
                let back = Counted {
                    settled,
                    amount: is.amount - was.amount,
                    profit: is.profit - was.profit,
                    volumes: is.volumes.iter().zip(&was.volumes).map(|(is, was)| is - was).collect(),
                    worth: 0,
                    ..is
                };
                let worth = self.counted(back.amount, &back.volumes);
                self.take_back(&Counted { worth, ..back }, &mut changes);
            }
        }
        changes.retain(|entry| entry.amount != 0);
        self.write("refund", &format!("{}/{}", line.order, line.no), &changes);
        self.paid.insert(target, (after, entries));
    }
}
