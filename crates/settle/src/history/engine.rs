//! The timeline: what happens next, and in which order at one moment.

use banyan_plan::kernel::{Entry, Member, NOBODY, Occasion, Program, Scratch};
use banyan_plan::model::On;
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::Time;

use super::periods::Periods;
use super::placement::Placement;
use super::ranks::Ranks;
use super::refunds::Refundable;
use super::sales::{Asks, Purchase};
use super::settlement::Settlement;
use super::standing::Standing;
use super::world::{Book, Live};
use super::{Cause, Event, History, Kind, Reference, Refusal, Sink};
use crate::files::{Members, Orders, RankChange};

/// Everything that changes while a history runs.
pub(super) struct Engine<'a, S> {
    pub(super) program: &'a Program,
    pub(super) members: &'a Members,
    pub(super) orders: &'a Orders,
    pub(super) live: Live<'a>,
    pub(super) scratch: Scratch,
    pub(super) refundable: Refundable,
    pub(super) settlement: Option<Settlement<'a>>,
    pub(super) periods: Periods,
    pub(super) ranks: Ranks,
    pub(super) placement: Option<Placement>,
    pub(super) asks: Asks,
    pub(super) purchase: Option<Purchase>,
    pub(super) first_orders: Vec<u32>,
    /// Members whose measures have grown: their ranks are looked at before the next sale.
    pub(super) touched: Vec<Member>,
    pub(super) refund_buffers: [Vec<Entry>; 2],
    pub(super) has_join_rewards: bool,
    rank_rows: &'a [RankChange],
    pub(super) sink: &'a mut S,
    next_line: usize,
    /// Lines whose members are in the cache by now.
    touched_lines: usize,
    next_join: usize,
    next_rank_row: usize,
}

/// Lines whose members are looked at together.
const AHEAD: usize = 64;
/// So few members are in the cache anyway.
const CACHED_MEMBERS: usize = 50_000;
/// How often the sink hears of progress, in lines.
const PROGRESS_EVERY: usize = 1 << 16;

impl<'a, S: Sink> Engine<'a, S> {
    pub(super) fn new(history: History<'a>, sink: &'a mut S) -> Self {
        let History { program, members, ranks: rank_rows, orders } = history;
        let plan = program.plan();
        let count = members.inviter.len();
        let standing = Standing::new(plan, count);
        let periods = Periods::new(program, count);
        let has_first_sale = !program.rewards_on(On::FirstSale).is_empty();
        let follows = standing.follows_sales() || periods.is_any() || has_first_sale;
        let asks_first_order = plan.rewards.iter().any(|reward| reward.filters.first_order.is_some());
        Self {
            program,
            members,
            orders,
            live: Live::new(&members.inviter, standing, Book::new(plan.utc_offset)),
            scratch: Scratch::default(),
            refundable: Refundable::new(orders),
            settlement: follows
                .then(|| Settlement::new(orders, plan, count, periods.is_any() || has_first_sale)),
            placement: periods.needs_placement().then(|| Placement::new(count)),
            periods,
            ranks: Ranks::new(program, count),
            asks: Asks::new(plan),
            purchase: None,
            first_orders: if asks_first_order { vec![u32::MAX; count] } else { Vec::new() },
            touched: Vec::new(),
            refund_buffers: [Vec::new(), Vec::new()],
            has_join_rewards: !program.rewards_on(On::Join).is_empty(),
            rank_rows,
            sink,
            next_line: 0,
            touched_lines: 0,
            next_join: 0,
            next_rank_row: 0,
        }
    }

    /// Runs to the end: until the last line has settled and the last period with anything in it has closed.
    pub(super) fn run(mut self) -> Result<(), Box<Refusal>> {
        loop {
            let other = self.next_other();
            if self.lines_before(other)? {
                continue;
            }
            let Some(now) = other else { break };
            self.at(now);
        }
        self.sink.progress(self.orders.len());
        Ok(())
    }

    /// The order line at a place of the sequence.
    pub(super) fn line_at(&self, place: usize) -> Option<u32> {
        match self.orders.sequence() {
            Some(sequence) => sequence.get(place).copied(),
            None => (place < self.orders.len()).then_some(place as u32),
        }
    }

    /// The order line at a place of the sequence, if it has been paid by now.
    pub(super) fn paid_line(&self, place: usize) -> Option<u32> {
        if place < self.next_line { self.line_at(place) } else { None }
    }

    pub(super) fn line_time(&self, line: u32) -> Time {
        self.orders.at[line as usize]
    }

    /// The next moment at which something other than an order line happens.
    fn next_other(&self) -> Option<Time> {
        let join = self
            .members
            .join_order
            .get(self.next_join)
            .map(|member| self.members.joined_at[*member as usize]);
        let rank = self.rank_rows.get(self.next_rank_row).map(|row| row.at);
        let settle = self.settlement.as_ref().and_then(|settlement| settlement.next(self));
        let next = [join, rank, settle, self.next_close()].into_iter().flatten().min();
        let line = self.line_at(self.next_line).map(|line| self.line_time(line));
        // Months are reviewed for as long as anything else is to come.
        let any = next.into_iter().chain(line).min()?;
        self.ranks.next_review(any, self.program.plan()).or(next)
    }

    fn next_close(&self) -> Option<Time> {
        self.periods.next_close()
    }

    /// Sells, refunds and reverses until something else is due; `true` if a line may have changed what is due next.
    fn lines_before(&mut self, other: Option<Time>) -> Result<bool, Box<Refusal>> {
        while let Some(line) = self.line_at(self.next_line) {
            let at = self.line_time(line);
            if other.is_some_and(|other| other <= at) {
                break;
            }
            if self.next_line >= self.touched_lines && self.live.count() > CACHED_MEMBERS {
                self.touch_ahead();
            }
            self.live.now = at;
            self.next_line += 1;
            self.line(line, at)?;
            self.purchase_ends(self.line_at(self.next_line));
            if self.next_line.is_multiple_of(PROGRESS_EVERY) {
                self.sink.progress(self.next_line);
            }
            // What is sold now may settle, a period close or a month be reviewed before the next line.
            if self.settlement.is_some() || self.ranks.has_reviews() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at the members of the next lines, and at those above them, so that their cache misses overlap.
    fn touch_ahead(&mut self) {
        let end = (self.next_line + AHEAD).min(self.orders.len());
        let mut members = [NOBODY; 2 * AHEAD];
        for (slots, place) in members.chunks_exact_mut(2).zip(self.next_line..end) {
            let Some(line) = self.line_at(place) else { break };
            let (buyer, seller) = (self.orders.buyer[line as usize], self.orders.seller[line as usize]);
            slots.copy_from_slice(&if seller == NOBODY || seller == buyer {
                [buyer, NOBODY]
            } else {
                [seller, buyer]
            });
        }
        self.live.touch(&mut members);
        self.touched_lines = end;
    }

    /// Everything but order lines at one moment: closes, settlements, joins, rank changes by hand, then by rule.
    fn at(&mut self, now: Time) {
        if self.next_close().is_some_and(|close| close <= now) {
            self.close(now);
        }
        self.review_ranks(now);
        self.live.now = now;
        while let Some(line) = self.settlement.as_ref().and_then(|settlement| settlement.due(self, now)) {
            self.settle_line(line, now);
        }
        while let Some(&member) = self.members.join_order.get(self.next_join) {
            if self.members.joined_at[member as usize] > now {
                break;
            }
            self.next_join += 1;
            self.join(member, now);
        }
        while let Some(row) = self.rank_rows.get(self.next_rank_row) {
            if row.at > now {
                break;
            }
            self.next_rank_row += 1;
            self.set_rank(row.member, row.rank, now);
        }
        self.promote_touched(now);
    }

    /// A member joins, as a promoter or as a plain customer.
    fn join(&mut self, member: Member, now: Time) {
        let rank = self.members.rank[member as usize];
        self.live.set_rank(member, 0);
        self.live.standing.joined(member, self.live.inviters, now, &mut self.touched);
        if rank > 0 {
            self.join_as_promoter(member, rank, now);
        }
    }

    /// Somebody becomes a promoter by joining or by a purchase.
    pub(super) fn join_as_promoter(&mut self, member: Member, rank: u8, now: Time) {
        self.sink.joined(member);
        self.ranks.starts_at(member, rank);
        self.set_rank(member, rank, now);
        if self.has_join_rewards {
            self.evaluate(&person(On::Join, member), Kind::Join, Reference::Member(member), now);
        }
    }

    /// Puts an occasion through the kernel, writes down what has a memory, and posts what is paid.
    pub(super) fn evaluate(&mut self, occasion: &Occasion, kind: Kind, reference: Reference, at: Time) {
        self.compute(occasion);
        self.post(occasion, kind, reference, at);
    }

    /// Puts an occasion through the kernel and writes down what has a memory; the scratch holds what is paid.
    pub(super) fn compute(&mut self, occasion: &Occasion) {
        self.program.evaluate(&self.live, occasion, &mut self.scratch);
        if self.program.is_stateful() {
            self.live.book.record(self.program, self.live.now, &self.scratch.entries);
            self.scratch.entries.retain(|entry| entry.amount != 0);
        }
    }

    /// Keeps what the scratch pays for a line, if the line will be refunded.
    pub(super) fn keep(&mut self, line: u32) {
        if let Some(paid) = self.refundable.get_mut(line) {
            paid.record(&self.scratch.entries);
        }
    }

    /// What the scratch comes to in money.
    pub(super) fn money_paid(&self) -> Minor {
        let money = self.scratch.entries.iter().filter(|entry| self.program.rule(entry.reward).money);
        money.map(|entry| entry.amount).sum()
    }

    /// Posts the entries of the scratch.
    pub(super) fn post(&mut self, occasion: &Occasion, kind: Kind, reference: Reference, at: Time) {
        if self.scratch.entries.is_empty() {
            return;
        }
        let cause = Cause::Evaluated(occasion, self.scratch.chain.seen());
        self.sink.post(&Event { kind, reference, at, cause }, &self.scratch.entries);
    }

    /// Posts entries of another cause.
    pub(super) fn post_event(&mut self, event: &Event<'_>, entries: &[Entry]) {
        if !entries.is_empty() {
            self.sink.post(event, entries);
        }
    }
}

/// An occasion that is about a person, not about a sale.
pub(super) fn person(on: On, member: Member) -> Occasion {
    Occasion {
        on,
        seller: member,
        buyer: NOBODY,
        amount: 0,
        profit: 0,
        rate: Rate(0),
        category: 0,
        first_order: false,
        limit: Minor::MAX,
    }
}
