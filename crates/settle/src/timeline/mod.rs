//! A whole history from files: which event comes next, and what the engine has to be told about it.
//!
//! The engine remembers no lines; here they are columns. So this is the counterpart of what a shop does with its
//! database: it names sellers and what has been paid when a line settles or goes back.

mod desk;
mod due;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use banyan_plan::kernel::{Member, NOBODY, Program};
use banyan_plan::time::Time;
use banyan_plan::words::Text;

use self::desk::Desk;
use self::due::Due;
use crate::files::{Members, Orders, RankChange, Stop, Transfer};
use crate::history::{Engine, HOUSE, Line, Reason, Refund, Settling, Sink};

/// Everything that a settlement is computed from.
#[derive(Clone, Copy)]
pub struct History<'a> {
    /// The plan in force.
    pub program: &'a Program,
    /// Who was invited by whom, and when.
    pub members: &'a Members,
    /// Changes of inviters.
    pub transfers: &'a [Transfer],
    /// Rank changes by hand.
    pub ranks: &'a [RankChange],
    /// Members who are stopped, and who go on.
    pub stops: &'a [Stop],
    /// Order lines, refunds and reversals.
    pub orders: &'a Orders,
}

/// Why a history cannot be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The row of the order line at fault.
    pub line: u32,
    /// What is wrong, and what was expected.
    pub text: Text,
}

/// Settles a history; order lines are named by their rows. Stops at the first order line that cannot be settled.
pub fn settle(history: History<'_>, sink: &mut impl Sink<Line = u32>) -> Result<(), Refusal> {
    Timeline::new(history, sink).run().map_err(|refusal| *refusal)
}

/// An order, told apart by its bytes in the file; they are looked at only when somebody asks.
#[derive(Clone, Copy)]
struct Order<'a> {
    orders: &'a Orders,
    row: u32,
}

impl Order<'_> {
    fn bytes(&self) -> &[u8] {
        self.orders.order(self.row as usize)
    }
}

impl PartialEq for Order<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Order<'_> {}

impl Hash for Order<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

/// What comes next of each file.
struct Timeline<'a, S> {
    members: &'a Members,
    transfers: &'a [Transfer],
    ranks: &'a [RankChange],
    stops: &'a [Stop],
    orders: &'a Orders,
    engine: Engine<Order<'a>>,
    desk: Desk<'a, S>,
    due: Option<Due<'a>>,
    /// Whether it matters which lines are one purchase.
    has_purchases: bool,
    purchase: Vec<Line<Order<'a>, u32>>,
    next_line: usize,
    /// Lines whose members are in the cache by now.
    touched_lines: usize,
    next_enrolment: usize,
    next_join: usize,
    next_transfer: usize,
    next_rank: usize,
    next_stop: usize,
}

/// Lines whose members are looked at together.
const AHEAD: usize = 64;
/// So few members are in the cache anyway.
const CACHED_MEMBERS: usize = 50_000;
/// How often the sink hears of progress, in lines.
const PROGRESS_EVERY: usize = 1 << 16;

impl<'a, S: Sink<Line = u32>> Timeline<'a, S> {
    fn new(history: History<'a>, sink: &'a mut S) -> Self {
        let History { program, members, transfers, ranks, stops, orders } = history;
        let mut engine = Engine::new(Arc::new(program.clone()));
        engine.reserve(members.inviter.len());
        let plan = program.plan();
        let follows = engine.follows_settlement();
        Self {
            members,
            transfers,
            ranks,
            stops,
            orders,
            desk: Desk::new(program, members, orders, follows, sink),
            due: follows.then(|| Due::new(orders, plan.sale.release_after)),
            // What settles at once settles after its purchase.
            has_purchases: plan.join.purchase.is_some()
                || (follows && (plan.sale.release_after == 0 || orders.tells_settlement())),
            engine,
            purchase: Vec::new(),
            next_line: 0,
            touched_lines: 0,
            next_enrolment: 0,
            next_join: 0,
            next_transfer: 0,
            next_rank: 0,
            next_stop: 0,
        }
    }

    /// Runs to the end: until the last line has settled and the last period with anything in it has closed.
    fn run(mut self) -> Result<(), Box<Refusal>> {
        loop {
            let other = self.next_other();
            if self.lines_before(other)? {
                continue;
            }
            let Some(now) = other else { break };
            self.at(now);
        }
        self.engine.promote(self.engine.now(), &mut self.desk);
        self.desk.progress(self.orders.len());
        Ok(())
    }

    /// The next moment at which something other than an order line happens. The engine reviews months by itself, for as
    /// long as anything else is to come.
    fn next_other(&self) -> Option<Time> {
        let members = self.members;
        let enrolment = members.enrolments.get(self.next_enrolment);
        let join = members.join_order.get(self.next_join);
        [
            enrolment.map(|member| members.promoter_at(*member)),
            join.map(|member| members.joined_at[*member as usize]),
            self.transfers.get(self.next_transfer).map(|row| row.at),
            self.ranks.get(self.next_rank).map(|row| row.at),
            self.stops.get(self.next_stop).map(|row| row.at),
            self.due.as_ref().and_then(|due| due.next(self.next_line)),
            self.engine.next_close(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Everything but order lines at one moment: closes, settlements, those who become promoters, joins, transfers, rank
    /// changes by hand, stops. Promotions by rule are the engine's.
    fn at(&mut self, now: Time) {
        self.engine.advance(now, &mut self.desk);
        while let Some(line) = self.due.as_mut().and_then(|due| due.take(self.next_line, now)) {
            self.settle_line(line, now);
        }
        let members = self.members;
        while let Some(&member) = members.enrolments.get(self.next_enrolment)
            && members.promoter_at(member) <= now
        {
            self.next_enrolment += 1;
            let done = self.engine.enrol(member, members.rank[member as usize], now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked members");
        }
        while let Some(&member) = members.join_order.get(self.next_join)
            && members.joined_at[member as usize] <= now
        {
            self.next_join += 1;
            if let Some((under, leg)) = members.placed_under(member) {
                self.engine.place(member, under, leg);
            }
            let (inviter, rank) = (members.inviter[member as usize], members.rank_on_joining(member));
            let done = self.engine.join(member, inviter, rank, now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked members");
        }
        while let Some(row) = self.transfers.get(self.next_transfer).filter(|row| row.at <= now) {
            self.next_transfer += 1;
            let done = self.engine.transfer(row.member, row.inviter, now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked transfers");
        }
        while let Some(row) = self.ranks.get(self.next_rank).filter(|row| row.at <= now) {
            self.next_rank += 1;
            let done = if row.enrols {
                self.engine.enrol(row.member, row.rank, now, &mut self.desk)
            } else {
                self.engine.set_rank(row.member, row.rank, now, &mut self.desk)
            };
            debug_assert_eq!(done, Ok(()), "the reader has checked rank changes");
        }
        while let Some(row) = self.stops.get(self.next_stop).filter(|row| row.at <= now) {
            self.next_stop += 1;
            let done = self.engine.stop(row.member, row.is_stopped, now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked stops");
        }
    }

    /// Sells, refunds and reverses until something else is due; `true` if a line may have changed what is due next.
    fn lines_before(&mut self, other: Option<Time>) -> Result<bool, Box<Refusal>> {
        while let Some(row) = self.orders.row_at(self.next_line) {
            let at = self.orders.at[row as usize];
            if other.is_some_and(|other| other <= at) {
                break;
            }
            if self.next_line >= self.touched_lines && self.members.inviter.len() > CACHED_MEMBERS {
                self.touch_ahead();
            }
            let before = self.next_line;
            self.line(row, at)?;
            if self.next_line / PROGRESS_EVERY > before / PROGRESS_EVERY {
                self.desk.progress(self.next_line);
            }
            // What is sold now may settle, or a period close, before the next line.
            if self.due.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next line: a refund, or a sale with those that belong to its purchase.
    fn line(&mut self, row: u32, at: Time) -> Result<(), Box<Refusal>> {
        let first = self.next_line;
        self.next_line += 1;
        if let Some(target) = self.refunds(row) {
            self.refund(row, target, at);
            return Ok(());
        }
        if !self.has_purchases {
            let line = [self.facts(row)];
            return self.engine.pay(&line, at, &mut self.desk).map_err(|no| self.refuse(first, no).into());
        }
        let line = self.facts(row);
        self.purchase.clear();
        self.purchase.push(line);
        while let Some(row) = self.orders.row_at(self.next_line)
            && self.orders.at[row as usize] == at
            && self.orders.buyer[row as usize] == line.buyer
            && line.order == (Order { orders: self.orders, row })
            && self.refunds(row).is_none()
        {
            self.next_line += 1;
            self.purchase.push(self.facts(row));
        }
        self.engine.pay(&self.purchase, at, &mut self.desk).map_err(|no| self.refuse(first, no).into())
    }

    /// The line that a row refunds.
    #[inline]
    fn refunds(&self, row: u32) -> Option<u32> {
        if self.orders.amount[row as usize] < 0 { self.orders.refund_of(row as usize) } else { None }
    }

    /// A line as the file has it.
    #[inline]
    fn facts(&self, row: u32) -> Line<Order<'a>, u32> {
        let (orders, at) = (self.orders, row as usize);
        Line {
            line: row,
            order: Order { orders, row },
            buyer: orders.buyer[at],
            seller: orders.seller[at],
            also: orders.sharers(at),
            amount: orders.amount[at],
            cost: orders.cost(at),
            rate: orders.rate(at),
            volumes: orders.volumes(at),
            quantity: orders.quantity(at),
            category: orders.category.get(at).copied().unwrap_or(0),
            product: orders.product.get(at).copied().unwrap_or(0),
        }
    }

    /// A line as it was sold.
    fn sold(&self, row: u32) -> Line<Order<'a>, u32> {
        Line { seller: self.desk.seller(row), ..self.facts(row) }
    }

    /// Takes back what part of a line has paid.
    fn refund(&mut self, row: u32, target: u32, at: Time) {
        let mut paid = self.desk.take_paid(target);
        let refund = Refund {
            reference: row,
            line: self.sold(target),
            part: -self.orders.amount[row as usize],
            refunded: paid.refunded,
            settled: paid.settled,
            originals: &paid.entries,
        };
        self.engine.refund(&refund, at, &mut self.desk);
        paid.refunded += refund.part;
        // Nothing more can be refunded, and nothing is left to settle.
        let is_over = paid.refunded == self.orders.amount[target as usize]
            && (paid.settled.is_some() || self.due.is_none());
        if !is_over {
            self.desk.put_paid(target, paid);
        }
    }

    /// A line settles.
    fn settle_line(&mut self, row: u32, now: Time) {
        if self.refunds(row).is_some() {
            return;
        }
        let (refunded, spent) = self.desk.settles(row, now);
        self.engine.settle(&Settling { line: self.sold(row), refunded, spent }, now, &mut self.desk);
    }

    /// Looks at the members of the next lines, and at those above them, so that their cache misses overlap.
    fn touch_ahead(&mut self) {
        let end = (self.next_line + AHEAD).min(self.orders.len());
        let mut members = [NOBODY; 2 * AHEAD];
        for (slots, place) in members.chunks_exact_mut(2).zip(self.next_line..end) {
            let Some(row) = self.orders.row_at(place) else { break };
            let (buyer, seller) = (self.orders.buyer[row as usize], self.orders.seller[row as usize]);
            slots.copy_from_slice(&if seller >= HOUSE || seller == buyer {
                [buyer, NOBODY]
            } else {
                [seller, buyer]
            });
        }
        self.engine.touch(&mut members);
        self.touched_lines = end;
    }

    #[cold]
    fn refuse(&self, first: usize, refusal: crate::history::Refusal) -> Refusal {
        let name = |member: Member| String::from_utf8_lossy(self.members.names.get(member)).into_owned();
        let later = |zh: &str, en: &str, member: Member| {
            let (name, joined) = (name(member), self.members.joined_at[member as usize]);
            Text::new(
                format!("{zh} `{name}` 在 {joined} 才加入，晚于这笔订单"),
                format!("the {en} `{name}` joins only at {joined}, after this line"),
            )
        };
        let text = match refusal.reason {
            Reason::BuyerNotJoined(member) => later("买家", "buyer", member),
            Reason::SellerNotJoined(member) => later("卖家", "seller", member),
            reason => reason.text(name),
        };
        let line = self.orders.row_at(first + refusal.line).unwrap_or_default();
        Refusal { line, text }
    }
}
