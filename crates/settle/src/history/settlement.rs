//! Settlement: the refund window of a line closes, and its sale counts.

use banyan_plan::kernel::{Member, NOBODY, Occasion};
use banyan_plan::model::{On, Plan};
use banyan_plan::money::{Minor, kept};
use banyan_plan::time::Time;

use super::engine::Engine;
use super::standing::Settled;
use super::{Kind, Reference, Sink};
use crate::files::Orders;

/// Lines on their way to settlement. All wait equally long, so they settle in the order in which they were paid.
#[derive(Debug)]
pub(super) struct Settlement<'a> {
    orders: &'a Orders,
    release_after: i64,
    next: usize,
    sellers: Vec<Member>,
    /// What each line has paid in money; empty if nobody asks.
    costs: Vec<Minor>,
    /// Who has had a first sale; empty if nobody asks.
    first_sale: Vec<bool>,
}

impl<'a> Settlement<'a> {
    pub(super) fn new(orders: &'a Orders, plan: &Plan, members: usize, with_costs: bool) -> Self {
        let has_first_sale = plan.rewards.iter().any(|reward| reward.on == On::FirstSale);
        Self {
            orders,
            release_after: plan.sale.release_after,
            next: 0,
            sellers: vec![NOBODY; orders.len()],
            costs: if with_costs { vec![0; orders.len()] } else { Vec::new() },
            first_sale: if has_first_sale { vec![false; members] } else { Vec::new() },
        }
    }

    /// Remembers a line that has been sold.
    pub(super) fn sold(&mut self, line: u32, seller: Member, cost: Minor) {
        self.sellers[line as usize] = seller;
        if let Some(slot) = self.costs.get_mut(line as usize) {
            *slot = cost;
        }
    }

    /// When the next line settles, of those already paid.
    pub(super) fn next<S: Sink>(&self, engine: &Engine<'_, S>) -> Option<Time> {
        let line = engine.paid_line(self.next)?;
        Some(self.orders.at[line as usize].plus(self.release_after))
    }

    /// The next line, if it settles by `now`.
    pub(super) fn due<S: Sink>(&self, engine: &Engine<'_, S>, now: Time) -> Option<u32> {
        engine
            .paid_line(self.next)
            .filter(|line| self.orders.at[*line as usize].plus(self.release_after) <= now)
    }
}

impl<S: Sink> Engine<'_, S> {
    /// A line settles: what is left of it counts as a sale.
    pub(super) fn settle_line(&mut self, line: u32, now: Time) {
        let Some(settlement) = &mut self.settlement else { return };
        settlement.next += 1;
        let row = line as usize;
        if self.orders.amount[row] < 0 && self.orders.refund_of(row).is_some() {
            return;
        }
        let (amount, seller) = (self.orders.amount[row], settlement.sellers[row]);
        let mut cost = settlement.costs.get(row).copied().unwrap_or(0);
        let mut refunded = 0;
        if let Some(paid) = self.refundable.get_mut(line) {
            paid.is_settled = true;
            refunded = paid.refunded;
            let program = self.program;
            cost = paid.cost(amount, |entry| program.rule(entry.reward).money);
            if refunded == amount {
                self.refundable.forget(line);
            }
        }
        let left = amount - refunded;
        if left == 0 {
            return;
        }
        self.count_settled(line, seller, left, now);
        let profit = self.profit(line, refunded);
        let cost = cost + self.first_sale(line, seller, left, profit, cost, now);
        self.periods.settled(seller, left, profit, cost, now, self.placement.as_ref());
    }

    /// A settled line is refunded: the sale no longer counts in full.
    pub(super) fn unsettle(&mut self, line: u32, before: Minor, after: Minor, now: Time) {
        let Some(settlement) = &self.settlement else { return };
        let seller = settlement.sellers[line as usize];
        let profit = self.profit(line, after) - self.profit(line, before);
        self.count_settled(line, seller, before - after, now);
        self.periods.settled(seller, before - after, profit, 0, now, self.placement.as_ref());
    }

    /// What is left of a line's profit.
    fn profit(&self, line: u32, refunded: Minor) -> Minor {
        let row = line as usize;
        let amount = self.orders.amount[row];
        kept(amount - self.orders.cost(row).unwrap_or(0), amount, refunded)
    }

    fn count_settled(&mut self, line: u32, seller: Member, amount: Minor, at: Time) {
        if !self.live.standing.follows_sales() {
            return;
        }
        let row = line as usize;
        let buyer = self.orders.buyer[row];
        let sale = Settled {
            seller,
            buyer,
            buyer_is_promoter: self.live.rank_of(buyer) > 0,
            amount,
            product: self.orders.product.get(row).copied().unwrap_or(0),
            order: self.orders.order(row),
            at,
        };
        self.live.standing.settled(&sale, self.live.inviters, &mut self.touched);
    }

    /// Pays for a promoter's first settled sale; gives what that came to in money.
    fn first_sale(
        &mut self,
        line: u32,
        seller: Member,
        left: Minor,
        profit: Minor,
        cost: Minor,
        now: Time,
    ) -> Minor {
        let Some(settlement) = &mut self.settlement else { return 0 };
        if seller == NOBODY || left <= 0 || self.live.rank_of(seller) == 0 {
            return 0;
        }
        match settlement.first_sale.get_mut(seller as usize) {
            Some(done) if !*done => *done = true,
            _ => return 0,
        }
        let row = line as usize;
        let buyer = self.orders.buyer[row];
        let occasion = Occasion {
            on: On::FirstSale,
            seller,
            buyer,
            amount: left,
            profit,
            rate: self.orders.rate(row).unwrap_or_default(),
            category: self.orders.category.get(row).copied().unwrap_or(0),
            first_order: self.is_in_first_order(line, buyer),
            limit: self.program.limit_of(left, cost),
        };
        self.evaluate(&occasion, Kind::FirstSale, Reference::Line(line), now);
        self.keep(line);
        self.money_paid()
    }
}
