//! A whole history from files: which event comes next, and what the engine has to be told about it.
//!
//! The engine remembers no lines; here they are columns. So this is the counterpart of what a shop does with its
//! database: it names sellers and what has been paid when a line settles or goes back.

mod checkpoint;
mod desk;
mod due;
mod past;
mod slice;

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use banyan_plan::kernel::{Member, NOBODY, Program};
use banyan_plan::time::Time;
use banyan_plan::words::Text;

use self::checkpoint::State;
pub use self::checkpoint::{Checkpoint, VERSION, digest, sha256};
use self::desk::Desk;
use self::due::Due;
use self::past::Done;
pub use self::slice::{settle_slice, tied};
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
    Timeline::new(history, false, sink).run(None).map(|_| ()).map_err(|refusal| *refusal)
}

/// Which part of a history is settled.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Goes on from here; from the beginning, without one.
    pub from: Option<Checkpoint>,
    /// Ends before this moment; with whatever the history leads to, without one.
    pub until: Option<Time>,
}

/// A part that has been settled.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Which order lines it has done, by their places in the order of events.
    pub lines: Range<usize>,
    /// Where it ends; `None` if it went to the end.
    pub checkpoint: Option<Checkpoint>,
}

/// Why a part of a history cannot be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt {
    /// An order line cannot be settled.
    Line(Refusal),
    /// The part cannot be settled by itself: its checkpoint is another history's, or its lines depend on others.
    Part(Text),
}

/// Settles part of a history, see [`settle`]. The parts one after another pay what the whole pays, row by row.
///
/// What follows from time alone, such as the review of a month, happens with the next event, in whichever part that is.
pub fn settle_part(
    history: History<'_>,
    part: Part,
    sink: &mut impl Sink<Line = u32>,
) -> Result<Settled, Halt> {
    let Part { from, until } = part;
    let keeps = until.is_some();
    if let (Some(from), Some(until)) = (&from, until)
        && until <= from.until()
    {
        return Err(Halt::Part(backwards(from.until(), until)));
    }
    let mut timeline = Timeline::new(history, keeps, sink);
    let mut first = 0;
    if let Some(from) = from {
        from.check(&history).map_err(Halt::Part)?;
        first = from.lines();
        timeline.resume(history.program, from.into_state());
    }
    let state = timeline.run(until).map_err(|refusal| Halt::Line(*refusal))?;
    let Some(until) = until else {
        return Ok(Settled { lines: first..history.orders.len(), checkpoint: None });
    };
    let lines = first..state.done.lines;
    Ok(Settled { lines, checkpoint: Some(Checkpoint::new(&history, until, state)) })
}

fn backwards(from: Time, until: Time) -> Text {
    Text::new(
        format!("截止时刻 {until} 不晚于检查点的 {from}；应写更晚的时刻"),
        format!("the end {until} is not later than the checkpoint, {from}; expected a later moment"),
    )
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
    done: Done,
    /// Lines whose members are in the cache by now.
    touched_lines: usize,
}

/// Lines whose members are looked at together.
const AHEAD: usize = 64;
/// So few members are in the cache anyway.
const CACHED_MEMBERS: usize = 50_000;
/// How often the sink hears of progress, in lines.
const PROGRESS_EVERY: usize = 1 << 16;

impl<'a, S: Sink<Line = u32>> Timeline<'a, S> {
    /// `keeps`: it ends with a checkpoint. Then room is made only for those who have joined, so that the same past is the same
    /// state, however many come later.
    fn new(history: History<'a>, keeps: bool, sink: &'a mut S) -> Self {
        let History { program, members, transfers, ranks, stops, orders } = history;
        let mut engine = Engine::new(Arc::new(program.clone()));
        if !keeps {
            engine.reserve(members.inviter.len());
        }
        let plan = program.plan();
        let follows = engine.follows_settlement();
        Self {
            members,
            transfers,
            ranks,
            stops,
            orders,
            desk: Desk::new(program, members, orders, (follows, keeps), sink),
            due: follows.then(|| Due::new(orders, plan.sale.release_after)),
            // What settles at once settles after its purchase.
            has_purchases: plan.join.purchase.is_some()
                || (follows && (plan.sale.release_after == 0 || orders.tells_settlement())),
            engine,
            purchase: Vec::new(),
            done: Done::default(),
            touched_lines: 0,
        }
    }

    /// Goes on from where an earlier part ended.
    fn resume(&mut self, program: &Program, state: State) {
        let State { engine, desk, done, settled } = state;
        let orders = self.orders;
        self.engine = Engine::resume(Arc::new(program.clone()), engine, |row| Order { orders, row });
        self.desk.resume(desk);
        self.done = done;
        self.touched_lines = done.lines;
        if let (Some(due), Some(settled)) = (&mut self.due, settled) {
            due.skip(settled);
        }
    }

    /// Runs to a moment; without one, to the end: until the last line has settled and the last period with anything in it has
    /// closed. Gives what has to be remembered to go on.
    fn run(mut self, until: Option<Time>) -> Result<State, Box<Refusal>> {
        let end = until.unwrap_or(Time(i64::MAX));
        loop {
            let other = self.next_other();
            if self.lines_before(other.map_or(end, |other| other.min(end)))? {
                continue;
            }
            let Some(now) = other.filter(|now| *now < end) else { break };
            self.at(now);
        }
        if until.is_none() {
            self.engine.promote(self.engine.now(), &mut self.desk);
        }
        self.desk.progress(self.done.lines);
        // Whatever is left out follows from the files, or holds nothing from one event to the next.
        let Self {
            engine,
            desk,
            due,
            done,
            members: _,
            transfers: _,
            ranks: _,
            stops: _,
            orders: _,
            has_purchases: _,
            purchase: _,
            touched_lines: _,
        } = self;
        let settled = due.map(|due| due.done());
        Ok(State { engine: engine.save(|order| order.row), desk: desk.keep(done.lines), done, settled })
    }

    /// The next moment at which something other than an order line happens. The engine reviews months by itself, for as
    /// long as anything else is to come.
    fn next_other(&self) -> Option<Time> {
        let members = self.members;
        let enrolment = members.enrolments.get(self.done.enrolments);
        let join = members.join_order.get(self.done.joins);
        [
            enrolment.map(|member| members.promoter_at(*member)),
            join.map(|member| members.joined_at[*member as usize]),
            self.transfers.get(self.done.transfers).map(|row| row.at),
            self.ranks.get(self.done.ranks).map(|row| row.at),
            self.stops.get(self.done.stops).map(|row| row.at),
            self.due.as_ref().and_then(|due| due.next(self.done.lines)),
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
        while let Some(line) = self.due.as_mut().and_then(|due| due.take(self.done.lines, now)) {
            self.settle_line(line, now);
        }
        let members = self.members;
        while let Some(&member) = members.enrolments.get(self.done.enrolments)
            && members.promoter_at(member) <= now
        {
            self.done.enrolments += 1;
            let done = self.engine.enrol(member, members.rank[member as usize], now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked members");
        }
        while let Some(&member) = members.join_order.get(self.done.joins)
            && members.joined_at[member as usize] <= now
        {
            self.done.joins += 1;
            if let Some((under, leg)) = members.placed_under(member) {
                self.engine.place(member, under, leg);
            }
            let (inviter, rank) = (members.inviter[member as usize], members.rank_on_joining(member));
            let done = self.engine.join(member, inviter, rank, now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked members");
        }
        while let Some(row) = self.transfers.get(self.done.transfers).filter(|row| row.at <= now) {
            self.done.transfers += 1;
            let done = self.engine.transfer(row.member, row.inviter, now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked transfers");
        }
        while let Some(row) = self.ranks.get(self.done.ranks).filter(|row| row.at <= now) {
            self.done.ranks += 1;
            let done = if row.enrols {
                self.engine.enrol(row.member, row.rank, now, &mut self.desk)
            } else {
                self.engine.set_rank(row.member, row.rank, now, &mut self.desk)
            };
            debug_assert_eq!(done, Ok(()), "the reader has checked rank changes");
        }
        while let Some(row) = self.stops.get(self.done.stops).filter(|row| row.at <= now) {
            self.done.stops += 1;
            let done = self.engine.stop(row.member, row.is_stopped, now, &mut self.desk);
            debug_assert_eq!(done, Ok(()), "the reader has checked stops");
        }
    }

    /// Sells, refunds and reverses until something else is due; `true` if a line may have changed what is due next.
    fn lines_before(&mut self, end: Time) -> Result<bool, Box<Refusal>> {
        while let Some(row) = self.orders.row_at(self.done.lines) {
            let at = self.orders.at[row as usize];
            if end <= at {
                break;
            }
            if self.done.lines >= self.touched_lines && self.members.inviter.len() > CACHED_MEMBERS {
                self.touch_ahead();
            }
            let before = self.done.lines;
            self.line(row, at)?;
            if self.done.lines / PROGRESS_EVERY > before / PROGRESS_EVERY {
                self.desk.progress(self.done.lines);
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
        let first = self.done.lines;
        self.done.lines += 1;
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
        while let Some(row) = self.orders.row_at(self.done.lines)
            && self.orders.at[row as usize] == at
            && self.orders.buyer[row as usize] == line.buyer
            && line.order == (Order { orders: self.orders, row })
            && self.refunds(row).is_none()
        {
            self.done.lines += 1;
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
        let end = (self.done.lines + AHEAD).min(self.orders.len());
        let mut members = [NOBODY; 2 * AHEAD];
        for (slots, place) in members.chunks_exact_mut(2).zip(self.done.lines..end) {
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
