//! Settlement: the refund window of a line closes, and its sale counts.

use std::hash::Hash;

use banyan_plan::kernel::{NOBODY, Occasion};
use banyan_plan::model::On;
use banyan_plan::money::{Minor, Rate, kept};
use banyan_plan::time::Time;

use super::engine::Engine;
use super::periods::Sums;
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
        if !line.is_shared() {
            return self.settle_part(line, Rate::ONE, (*refunded, *spent), now, sink);
        }
        // What it has paid is theirs by their shares; the first has what the others leave.
        let others: Minor = line.also.iter().map(|(_, share)| share.of(*spent)).sum();
        for part in line.parts(*refunded) {
            let is_first = part.line.seller == line.seller;
            let spent = if is_first { spent - others } else { part.share.of(*spent) };
            self.settle_part(&part.line, part.share, (part.refunded, spent), now, sink);
        }
    }

    /// One seller's part of a line settles, or all of it.
    fn settle_part<S: Sink>(
        &mut self,
        line: &Line<K, S::Line>,
        share: Rate,
        (refunded, spent): (Minor, Minor),
        now: Time,
        sink: &mut S,
    ) {
        let left = line.amount - refunded;
        if left == 0 {
            return;
        }
        let volumes = line.volumes_left(self.program.plan(), refunded);
        let counted = self.program.plan().volumes.count(left, &volumes);
        let part = Sums { amount: left, profit: profit(line, refunded), volumes, counted, sold: left.max(0) };
        self.count_settled(line, (left, counted), None);
        let spent = spent + self.first_sale(line, share, (&part, spent), sink);
        self.periods.settled(line.seller, (&part, spent), now, self.live.placement.as_ref());
    }

    /// A line that settled at a moment is refunded: the sale no longer counts in full.
    pub(super) fn unsettle<L: Copy>(
        &mut self,
        line: &Line<K, L>,
        settled: Time,
        (before, after): (Minor, Minor),
        taken: &mut Vec<Taken>,
    ) {
        if !self.follows_settlement() {
            return;
        }
        if line.is_shared() {
            for (one, two) in line.parts(before).iter().zip(line.parts(after)) {
                self.unsettle_part(&one.line, settled, (one.refunded, two.refunded), taken);
            }
            return;
        }
        self.unsettle_part(line, settled, (before, after), taken);
    }

    fn unsettle_part<L>(
        &mut self,
        line: &Line<K, L>,
        settled: Time,
        (before, after): (Minor, Minor),
        taken: &mut Vec<Taken>,
    ) {
        let plan = self.program.plan();
        let (mut volumes, left) = (line.volumes_left(plan, before), line.volumes_left(plan, after));
        for (volume, left) in volumes.iter_mut().zip(left) {
            *volume -= left;
        }
        let amount = after - before;
        let counted = plan.volumes.count(amount, &volumes);
        let part = Sums {
            amount,
            profit: profit(line, before) - profit(line, after),
            volumes,
            counted,
            sold: amount,
        };
        self.count_settled(line, (-amount, -counted), Some(settled));
        self.periods.refunded(
            line.seller,
            &part,
            (settled, self.live.now),
            self.live.placement.as_ref(),
            taken,
        );
    }

    fn count_settled<L>(
        &mut self,
        line: &Line<K, L>,
        (amount, counted): (Minor, Minor),
        chain_of: Option<Time>,
    ) {
        if !self.live.standing.follows_sales() {
            return;
        }
        let (seller, buyer) = (line.seller, line.buyer);
        let sale = Settled {
            seller,
            buyer,
            buyer_is_promoter: self.live.people.rank(buyer) > 0,
            amount,
            counted,
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
        share: Rate,
        (part, spent): (&Sums, Minor),
        sink: &mut S,
    ) -> Minor {
        let (seller, buyer) = (line.seller, line.buyer);
        let left = part.amount;
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
            profit: part.profit,
            volumes: part.volumes,
            rate: line.rate.unwrap_or_default(),
            category: line.category,
            first_order: self.firsts.is_in_first_order(&line.order, buyer),
            quantity: kept(Minor::from(line.quantity), line.amount, line.amount - left) as u32,
            share,
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
