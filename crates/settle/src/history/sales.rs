//! Order lines: sales, reversals, refunds, and the purchase that makes a customer a promoter.

use banyan_plan::kernel::{Member, NOBODY, Occasion, World, seller_of};
use banyan_plan::model::{Entry as WayIn, On, Plan, To};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::Time;
use banyan_plan::words::Text;

use super::engine::Engine;
use super::world::NOT_YET;
use super::{Cause, Event, Kind, Reference, Refunded, Refusal, Sink};

/// What the plan asks of every line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asks {
    cost: bool,
    rate: bool,
    product_rate: (Rate, Rate),
    /// Without a seller, only the buyer can be paid.
    pays_buyer: bool,
}

impl Asks {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            cost: plan.needs_cost(),
            rate: plan.needs_rate(),
            product_rate: plan.sale.product_rate,
            pays_buyer: plan.rewards.iter().any(|reward| reward.to == To::Buyer),
        }
    }
}

/// The order of a plain customer that is being paid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purchase {
    line: u32,
    buyer: Member,
    total: Minor,
    largest: Minor,
}

impl<S: Sink> Engine<'_, S> {
    /// One order line.
    pub(super) fn line(&mut self, line: u32, at: Time) -> Result<(), Box<Refusal>> {
        let row = line as usize;
        if self.orders.amount[row] < 0
            && let Some(target) = self.orders.refund_of(row)
        {
            self.refund(line, target, at);
            return Ok(());
        }
        let buyer = self.orders.buyer[row];
        let amount = self.orders.amount[row];
        let seller = self.seller(line, buyer)?;
        let (cost, rate) = self.facts(line, seller, amount)?;
        let occasion = Occasion {
            on: On::Sale,
            seller,
            buyer,
            amount,
            profit: amount - cost,
            rate,
            category: self.orders.category.get(row).copied().unwrap_or(0),
            first_order: self.is_first_order(line, buyer, amount),
            limit: self.program.limit_of(amount, 0),
        };
        self.sink.sold(line, seller);
        self.compute(&occasion);
        self.keep(line);
        // Only settlement asks what a line has paid.
        let paid = if self.settlement.is_some() { self.money_paid() } else { 0 };
        if let Some(settlement) = &mut self.settlement {
            settlement.sold(line, seller, paid);
        }
        self.post(&occasion, Kind::Sale, Reference::Line(line), at);
        self.purchase_grows(line, buyer, occasion.amount);
        Ok(())
    }

    /// Who is credited: the file's seller, or else by the plan's rule.
    fn seller(&self, line: u32, buyer: Member) -> Result<Member, Box<Refusal>> {
        if self.live.rank_of(buyer) == NOT_YET {
            return Err(self.refuse_time(line, buyer, "买家", "buyer").into());
        }
        let named = self.orders.seller[line as usize];
        if named == NOBODY {
            return Ok(seller_of(self.program, &self.live, buyer));
        }
        match self.live.rank(named) {
            NOT_YET => Err(self.refuse_time(line, named, "卖家", "seller").into()),
            0 => {
                let name = self.name(named);
                Err(Box::new(Refusal {
                    line,
                    text: Text::new(
                        format!("卖家 `{name}` 这时不是店主；留空则记给买家上方最近的店主"),
                        format!(
                            "the seller `{name}` is no promoter at this time; leave it empty to credit the nearest promoter above the buyer"
                        ),
                    ),
                }))
            }
            _ => Ok(named),
        }
    }

    fn refuse_time(&self, line: u32, member: Member, zh: &str, en: &str) -> Refusal {
        let (name, joined) = (self.name(member), self.members.joined_at[member as usize]);
        Refusal {
            line,
            text: Text::new(
                format!("{zh} `{name}` 在 {joined} 才加入，晚于这笔订单"),
                format!("the {en} `{name}` joins only at {joined}, after this line"),
            ),
        }
    }

    fn name(&self, member: Member) -> String {
        String::from_utf8_lossy(self.members.names.get(member)).into_owned()
    }

    /// The line's cost and rate, as far as the plan asks for them.
    fn facts(&self, line: u32, seller: Member, amount: Minor) -> Result<(Minor, Rate), Box<Refusal>> {
        let asks = &self.asks;
        if !asks.cost && !asks.rate {
            return Ok((0, Rate(0)));
        }
        let row = line as usize;
        let pays_anybody = seller != NOBODY || asks.pays_buyer;
        let cost = match self.orders.cost(row) {
            Some(cost) if asks.cost && (cost < 0) != (amount < 0) && cost != 0 => {
                let text = Text::new("成本的正负要与金额一致", "the cost must have the sign of the amount");
                return Err(Box::new(Refusal { line, text }));
            }
            Some(cost) => cost,
            None if asks.cost && pays_anybody => {
                return Err(missing(line, "cost", "成本", "a reward is a share of profit").into());
            }
            None => 0,
        };
        let rate = match self.orders.rate(row) {
            Some(rate) if asks.rate && !(asks.product_rate.0..=asks.product_rate.1).contains(&rate) => {
                return Err(outside(line, rate, asks.product_rate).into());
            }
            Some(rate) => rate,
            None if asks.rate && pays_anybody => {
                return Err(missing(line, "rate", "商品比例", "a reward pays each product's own rate").into());
            }
            None => Rate(0),
        };
        Ok((cost, rate))
    }

    /// Whether the line belongs to the buyer's first order with anything bought in it.
    fn is_first_order(&mut self, line: u32, buyer: Member, amount: Minor) -> bool {
        let Some(first) = self.first_orders.get_mut(buyer as usize) else { return false };
        if *first == u32::MAX {
            if amount <= 0 {
                return false;
            }
            *first = line;
        }
        self.is_in_first_order(line, buyer)
    }

    /// Whether the line belongs to the order that is known as the buyer's first.
    pub(super) fn is_in_first_order(&self, line: u32, buyer: Member) -> bool {
        let first = self.first_orders.get(buyer as usize).filter(|first| **first != u32::MAX);
        first.is_some_and(|first| self.orders.order(*first as usize) == self.orders.order(line as usize))
    }

    /// Takes back what part of a line has paid.
    fn refund(&mut self, line: u32, target: u32, at: Time) {
        let amount = self.orders.amount[target as usize];
        let part = -self.orders.amount[line as usize];
        let [mut differences, mut originals] = std::mem::take(&mut self.refund_buffers);
        let Some(paid) = self.refundable.get_mut(target) else { return };
        let before = paid.refunded;
        paid.refund(amount, part, &mut differences, &mut originals);
        let (after, is_settled) = (paid.refunded, paid.is_settled);
        if is_settled {
            self.unsettle(target, before, after, at);
        }
        if after == amount && (is_settled || self.settlement.is_none()) {
            self.refundable.forget(target);
        }
        let cause = Cause::Refunded(Refunded { line: target, amount, before, after, originals: &originals });
        self.post_event(
            &Event { kind: Kind::Refund, reference: Reference::Line(line), at, cause },
            &differences,
        );
        self.refund_buffers = [differences, originals];
    }

    /// Adds a line to the order that may make its buyer a promoter.
    fn purchase_grows(&mut self, line: u32, buyer: Member, amount: Minor) {
        if self.program.plan().join.purchase.is_none() || amount < 0 || self.live.rank_of(buyer) != 0 {
            return;
        }
        let purchase = self.purchase.get_or_insert(Purchase { line, buyer, total: 0, largest: 0 });
        purchase.total = purchase.total.saturating_add(amount);
        purchase.largest = purchase.largest.max(amount);
    }

    /// Ends the order that was being paid unless the next line belongs to it; its buyer may become a promoter.
    pub(super) fn purchase_ends(&mut self, next: Option<u32>) {
        let Some(purchase) = self.purchase else { return };
        let same = |next: u32| {
            self.line_time(next) == self.line_time(purchase.line)
                && self.orders.order(next as usize) == self.orders.order(purchase.line as usize)
                && self.orders.buyer[next as usize] == purchase.buyer
        };
        if next.is_some_and(same) {
            return;
        }
        self.purchase = None;
        let enough = match self.program.plan().join.purchase {
            Some(WayIn::Order(min)) => purchase.total >= min,
            Some(WayIn::Package(price)) => purchase.largest >= price,
            None => false,
        };
        if enough {
            let now = self.live.now;
            self.join_as_promoter(purchase.buyer, 1, now);
            self.promote_touched(now);
        }
    }
}

fn missing(line: u32, column: &str, zh: &str, en: &str) -> Refusal {
    let text = Text::new(
        format!("`{column}` 为空；方案要用到{zh}"),
        format!("`{column}` is empty, but {en}; expected a value"),
    );
    Refusal { line, text }
}

fn outside(line: u32, rate: Rate, (low, high): (Rate, Rate)) -> Refusal {
    let (rate, low, high) = (rate.percent(), low.percent(), high.percent());
    let text = Text::new(
        format!("商品比例 {rate} 不在方案的 `product_rate` {low} 到 {high} 之内"),
        format!("the product's rate {rate} is outside the plan's `product_rate`, {low} to {high}"),
    );
    Refusal { line, text }
}
