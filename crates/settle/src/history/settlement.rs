//! Settlement: the refund window of a line closes, and its sale counts.

use std::hash::Hash;

use banyan_plan::kernel::{NOBODY, Occasion};
use banyan_plan::model::On;
use banyan_plan::money::{Minor, kept};
use banyan_plan::time::Time;

use super::engine::Engine;
use super::standing::Settled;
use super::{Kind, Line, Reference, Settling, Sink, Taken};

impl<K: Clone + Eq + Hash> Engine<K> {
    /// A line settles: what is left of it counts as a sale. Does nothing unless [`Engine::follows_settlement`].
    pub fn settle<S: Sink>(&mut self, settling: &Settling<K, S::Line>, now: Time, sink: &mut S) {
        let now = self.pass(now, sink);
        let Settling { line, refunded, spent } = settling;
        let left = line.amount - refunded;
        if left == 0 || !self.follows_settlement() {
            return;
        }
        self.count_settled(line, left, None);
        let profit = profit(line, *refunded);
        let spent = spent + self.first_sale(line, left, profit, *spent, sink);
        self.periods.settled(line.seller, (left, profit, spent), now, self.live.placement.as_ref());
    }

    /// A line that settled at a moment is refunded: the sale no longer counts in full.
    pub(super) fn unsettle<L>(
        &mut self,
        line: &Line<K, L>,
        settled: Time,
        (before, after): (Minor, Minor),
        taken: &mut Vec<Taken>,
    ) {
        if !self.follows_settlement() {
            return;
        }
        let difference = profit(line, after) - profit(line, before);
        self.count_settled(line, before - after, Some(settled));
        let figures = (after - before, -difference);
        self.periods.refunded(
            line.seller,
            figures,
            (settled, self.live.now),
            self.live.placement.as_ref(),
            taken,
        );
    }

    fn count_settled<L>(&mut self, line: &Line<K, L>, amount: Minor, chain_of: Option<Time>) {
        if !self.live.standing.follows_sales() {
            return;
        }
        let (seller, buyer) = (line.seller, line.buyer);
        let sale = Settled {
            seller,
            buyer,
            buyer_is_promoter: self.live.people.rank(buyer) > 0,
            amount,
            product: line.product,
            is_new_order: seller != NOBODY && amount > 0 && self.firsts.is_new_order(seller, &line.order),
            at: self.live.now,
            chain_of,
        };
        self.live.standing.settled(&sale, &self.live.people, &mut self.touched);
    }

    /// Pays for a promoter's first settled sale; gives what that came to in money.
    fn first_sale<S: Sink>(
        &mut self,
        line: &Line<K, S::Line>,
        left: Minor,
        profit: Minor,
        spent: Minor,
        sink: &mut S,
    ) -> Minor {
        let (seller, buyer) = (line.seller, line.buyer);
        if seller == NOBODY || left <= 0 || self.live.people.rank(seller) == 0 {
            return 0;
        }
        if !self.firsts.is_first_sale(seller) {
            return 0;
        }
        let occasion = Occasion {
            on: On::FirstSale,
            seller,
            buyer,
            amount: left,
            profit,
            rate: line.rate.unwrap_or_default(),
            category: line.category,
            first_order: self.firsts.is_in_first_order(&line.order, buyer),
            quantity: kept(Minor::from(line.quantity), line.amount, line.amount - left) as u32,
            limit: self.program.limit_of(left, spent),
        };
        self.evaluate(&occasion, Kind::FirstSale, Reference::Line(line.line), sink);
        self.money_paid()
    }
}

/// What is left of a line's profit.
fn profit<K, L>(line: &Line<K, L>, refunded: Minor) -> Minor {
    kept(line.amount - line.cost.unwrap_or(0), line.amount, refunded)
}
