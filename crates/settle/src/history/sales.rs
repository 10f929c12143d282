//! Purchases: sales and reversals, and the purchase that makes a customer a promoter.

use std::hash::Hash;

use banyan_plan::kernel::{Member, NOBODY, Occasion, seller_of};
use banyan_plan::model::{Entry as WayIn, MAX_VOLUMES, On};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::Time;

use super::engine::Engine;
use super::terms::Terms;
use super::{By, HOUSE, Kind, Line, Reason, Reference, Refusal, Sink};

impl<K: Clone + Eq + Hash> Engine<K> {
    /// The lines of one purchase are paid: one order, one buyer, one moment. If they are enough, the buyer becomes a
    /// promoter after the last of them. If any line is refused, none is paid.
    #[inline]
    pub fn pay<S: Sink>(
        &mut self,
        lines: &[Line<K, S::Line>],
        now: Time,
        sink: &mut S,
    ) -> Result<(), Refusal> {
        self.pass(now, sink);
        if !self.touched.is_empty() {
            self.promote_touched(sink);
        }
        if let [line] = lines {
            let terms = self.terms(line).map_err(|reason| Refusal { line: 0, reason })?;
            self.sell(line, terms, sink);
        } else {
            self.pay_all(lines, sink)?;
        }
        if let Some(way_in) = self.program.plan().join.purchase {
            self.bought(lines, way_in, sink);
        }
        Ok(())
    }

    /// Several lines: all are looked at before any is paid.
    fn pay_all<S: Sink>(&mut self, lines: &[Line<K, S::Line>], sink: &mut S) -> Result<(), Refusal> {
        let mut all = std::mem::take(&mut self.terms);
        all.clear();
        for (place, line) in lines.iter().enumerate() {
            all.push(self.terms(line).map_err(|reason| Refusal { line: place, reason })?);
        }
        for (line, terms) in lines.iter().zip(&all) {
            self.sell(line, *terms, sink);
        }
        self.terms = all;
        Ok(())
    }

    /// Who is credited, and the line's cost and rate as far as the plan asks for them.
    #[inline]
    fn terms<L>(&self, line: &Line<K, L>) -> Result<Terms, Reason> {
        let seller = self.seller(line)?;
        let asks = &self.asks;
        if asks.volumes {
            self.check_volumes(line)?;
        }
        if !asks.cost && !asks.rate {
            return Ok(Terms { seller, cost: 0, rate: Rate(0) });
        }
        let pays_buyer = asks.pays_buyer && !self.program.pays_nobody(&self.live, line.buyer);
        let pays_anybody = seller != NOBODY || pays_buyer;
        let cost = match line.cost {
            Some(cost) if asks.cost && (cost < 0) != (line.amount < 0) && cost != 0 => {
                return Err(Reason::CostSign);
            }
            Some(cost) => cost,
            None if asks.cost && pays_anybody => return Err(Reason::NoCost),
            None => 0,
        };
        let (low, high) = asks.product_rate;
        let rate = match line.rate {
            Some(rate) if asks.rate && !(low..=high).contains(&rate) => {
                return Err(Reason::RateOutside { rate, low, high });
            }
            Some(rate) => rate,
            None if asks.rate && pays_anybody => return Err(Reason::NoRate),
            None => Rate(0),
        };
        Ok(Terms { seller, cost, rate })
    }

    /// Whether what the line says of the plan's volumes is no more than they allow.
    #[inline(never)]
    fn check_volumes<L>(&self, line: &Line<K, L>) -> Result<(), Reason> {
        for (told, volume) in line.volumes.iter().zip(&self.program.plan().volumes.list) {
            let Some(told) = told else { continue };
            let fits =
                told.abs() <= volume.most.of(line.amount).abs() && told.signum() * line.amount.signum() >= 0;
            if !fits {
                return Err(Reason::VolumeOutside(volume.most));
            }
        }
        Ok(())
    }

    /// Who is credited with what a member buys, by the plan's rule; [`NOBODY`] if there is none.
    pub fn seller_of(&self, buyer: Member) -> Member {
        seller_of(&self.program, &self.live, buyer)
    }

    /// The named seller, or else the one by the plan's rule; nobody for the house's own sale.
    #[inline]
    fn seller<L>(&self, line: &Line<K, L>) -> Result<Member, Reason> {
        let people = &self.live.people;
        if !people.has_joined(line.buyer) {
            return Err(Reason::BuyerNotJoined(line.buyer));
        }
        let named = line.seller;
        if named == HOUSE {
            return Ok(NOBODY);
        }
        if named == NOBODY {
            return Ok(seller_of(&self.program, &self.live, line.buyer));
        }
        self.check_seller(named)?;
        if line.is_shared() {
            let mut sharers = line.also.iter().filter(|(sharer, _)| *sharer != NOBODY);
            sharers.try_for_each(|(sharer, _)| self.check_seller(*sharer))?;
        }
        Ok(if self.program.pays_nobody(&self.live, line.buyer) { NOBODY } else { named })
    }

    #[inline]
    fn check_seller(&self, named: Member) -> Result<(), Reason> {
        let people = &self.live.people;
        if !people.has_joined(named) {
            return Err(Reason::SellerNotJoined(named));
        }
        if people.rank(named) == 0 {
            return Err(Reason::SellerNoPromoter(named));
        }
        Ok(())
    }

    #[inline]
    fn sell<S: Sink>(&mut self, line: &Line<K, S::Line>, terms: Terms, sink: &mut S) {
        let Terms { seller, cost, rate } = terms;
        sink.sold(line.line, seller);
        if line.is_shared() && seller != NOBODY {
            return self.sell_parts(line, rate, sink);
        }
        self.sell_part(line, Terms { seller, cost, rate }, Rate::ONE, sink);
    }

    #[inline(never)]
    fn sell_parts<S: Sink>(&mut self, line: &Line<K, S::Line>, rate: Rate, sink: &mut S) {
        for part in line.parts(0) {
            let terms = Terms { seller: part.line.seller, cost: part.line.cost.unwrap_or(0), rate };
            self.sell_part(&part.line, terms, part.share, sink);
        }
    }

    #[inline]
    fn sell_part<S: Sink>(&mut self, line: &Line<K, S::Line>, terms: Terms, share: Rate, sink: &mut S) {
        let Terms { seller, cost, rate } = terms;
        let (buyer, amount) = (line.buyer, line.amount);
        let occasion = Occasion {
            on: On::Sale,
            seller,
            buyer,
            amount,
            profit: amount - cost,
            volumes: if self.asks.volumes { line.volumes(self.program.plan()) } else { [0; MAX_VOLUMES] },
            rate,
            category: line.category,
            first_order: self.firsts.is_first_order(&line.order, buyer, amount),
            quantity: line.quantity,
            share,
            limit: self.program.limit_of(amount, 0),
        };
        self.evaluate(&occasion, Kind::Sale, Reference::Line(line.line), sink);
    }

    /// A purchase may make its buyer a promoter.
    fn bought<S: Sink>(&mut self, lines: &[Line<K, S::Line>], way_in: WayIn, sink: &mut S) {
        let Some(buyer) = lines.first().map(|line| line.buyer) else { return };
        if self.live.people.rank(buyer) != 0 {
            return;
        }
        // Reversals are no part of it.
        let amounts = || lines.iter().map(|line| line.amount).filter(|amount| *amount >= 0);
        let enough = match way_in {
            WayIn::Order(min) => {
                amounts().next().is_some()
                    && amounts().fold(0, |sum: Minor, amount| sum.saturating_add(amount)) >= min
            }
            WayIn::Package(price) => amounts().max().is_some_and(|dearest| dearest >= price),
        };
        if enough {
            self.become_promoter(buyer, 1, By::Purchase, sink);
            self.promote_touched(sink);
        }
    }
}
