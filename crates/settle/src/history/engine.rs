//! The engine: what it remembers, and how its time passes.

use std::hash::Hash;
use std::sync::Arc;

use banyan_plan::kernel::{Entry, Member, NOBODY, Occasion, Program, Scratch};
use banyan_plan::model::{MAX_VOLUMES, On};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::Time;

use crate::undo::Undo;

use super::arrivals::Arrivals;
use super::firsts::Firsts;
use super::people::People;
use super::periods::Periods;
use super::placement::Placement;
use super::ranks::Ranks;
use super::standing::Standing;
use super::terms::{Asks, Terms};
use super::world::{Book, Live, Volumes};
use super::{Cause, Event, Kind, Reference, Sink};

/// A plan in force, and what of the past its rewards depend on. Fed one event after the other; what each pays goes to a
/// [`Sink`].
///
/// **Time.** Every event comes with its moment. Moments never go back: one that is earlier than the latest counts as the
/// latest. Whatever was due by a moment happens before the event itself: closes of periods, reviews of ranks, and the
/// promotions of the moments before. Promotions are looked at when a moment is over, and before a purchase or a refund
/// of the same moment; so events of one moment should come in the order of the language: settlements, joins, transfers,
/// ranks by hand, stops, then purchases and refunds.
///
/// **Memory.** It keeps inviters and ranks (8 bytes a member), and beyond that only what the plan asks for. It keeps no
/// order line: whoever feeds it hands a line over again when it settles or goes back.
///
/// `K` tells orders apart: a shop's order id, for example.
#[derive(Debug, Clone)]
pub struct Engine<K> {
    pub(super) program: Arc<Program>,
    pub(super) live: Live,
    pub(super) scratch: Scratch,
    pub(super) periods: Periods,
    pub(super) ranks: Ranks,
    pub(super) firsts: Firsts<K>,
    pub(super) asks: Asks,
    /// Members whose measures have grown: their ranks are looked at when the moment is over.
    pub(super) touched: Vec<Member>,
    /// The terms of the lines being paid.
    pub(super) terms: Vec<Terms>,
    pub(super) refund_buffers: [Vec<Entry>; 2],
    /// Whether periods close or ranks are reviewed at all.
    pub(super) happens_by_itself: bool,
    pub(super) before: Vec<Before<K>>,
}

/// What an engine was at a mark, beside what its parts remember.
#[derive(Debug, Clone)]
pub(super) struct Before<K> {
    touched: Vec<Member>,
    happens_by_itself: bool,
    /// All of it, if another plan has taken over since.
    whole: Option<Box<Engine<K>>>,
}

/// A mark costs next to nothing, and what is undone as much as was done: a caller who may have to take back what they have fed sets one
/// before. Only after [`Engine::set_program`] there is a copy of everything.
impl<K: Clone + Eq + Hash> Undo for Engine<K> {
    fn mark(&mut self) {
        let Self { live, periods, ranks, firsts, touched, happens_by_itself, before, .. } = self;
        before.push(Before { touched: touched.clone(), happens_by_itself: *happens_by_itself, whole: None });
        live.mark();
        periods.mark();
        ranks.mark();
        firsts.mark();
    }

    fn undo(&mut self) {
        let Some(was) = self.before.pop() else { return };
        if let Some(whole) = was.whole {
            *self = *whole;
            return self.undo();
        }
        // Programs and what follows from them change only with a copy; scratch and buffers hold nothing from one event to the next.
        let Self {
            live,
            periods,
            ranks,
            firsts,
            touched,
            happens_by_itself,
            before: _,
            program: _,
            asks: _,
            scratch: _,
            terms: _,
            refund_buffers: _,
        } = self;
        (*touched, *happens_by_itself) = (was.touched, was.happens_by_itself);
        live.undo();
        periods.undo();
        ranks.undo();
        firsts.undo();
    }

    fn keep(&mut self) {
        let Some(was) = self.before.pop() else { return };
        let Self { live, periods, ranks, firsts, before, .. } = self;
        live.keep();
        periods.keep();
        ranks.keep();
        firsts.keep();
        if let (Some(mut whole), Some(outer)) = (was.whole, before.last_mut())
            && outer.whole.is_none()
        {
            whole.keep();
            outer.whole = Some(whole);
        }
    }
}

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Before anything has happened.
    pub fn new(program: Arc<Program>) -> Self {
        let plan = program.plan();
        let periods = Periods::new(&program);
        let mut engine = Self {
            live: Live {
                people: People::default(),
                now: Time(i64::MIN),
                standing: Standing::new(plan),
                book: Book::new(plan.utc_offset),
                arrivals: Arrivals::new(plan),
                placement: plan.needs_placement().then(|| Placement::new(plan.width)),
                volumes: Volumes::default(),
                before: Vec::new(),
            },
            scratch: Scratch::default(),
            periods,
            ranks: Ranks::new(&program),
            firsts: Firsts::new(&program),
            asks: Asks::new(plan),
            touched: Vec::new(),
            terms: Vec::new(),
            refund_buffers: [Vec::new(), Vec::new()],
            happens_by_itself: false,
            before: Vec::new(),
            program,
        };
        engine.look_ahead();
        engine
    }

    /// Copies everything for the last mark, before another plan takes over.
    pub(super) fn copy_for_mark(&mut self) {
        if self.before.last().is_some_and(|last| last.whole.is_none()) {
            let whole = Some(Box::new(self.clone()));
            if let Some(last) = self.before.last_mut() {
                last.whole = whole;
            }
        }
    }

    /// Notes whether anything ever happens by itself.
    pub(super) fn look_ahead(&mut self) {
        self.happens_by_itself = self.periods.is_any() || self.ranks.has_reviews();
    }

    /// The plan in force.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The latest moment so far.
    pub fn now(&self) -> Time {
        self.live.now
    }

    /// Whether rewards depend on more of the past than inviters and ranks: on measures, caps over time, `every`, periods,
    /// first orders or sales, ranks once had, places in a tree, or when and in which order people came. If not, [`Engine::restore`] is enough to go on; if so, the history has to be
    /// fed again.
    pub fn needs_history(&self) -> bool {
        self.live.standing.is_any()
            || self.program.is_stateful()
            || self.periods.is_any()
            || self.firsts.is_any()
            || self.ranks.remember()
            || self.live.arrivals.is_any()
            || self.live.placement.is_some()
    }

    /// Whether settlements matter to the plan; if not, [`Engine::settle`] does nothing and need not be called.
    pub fn follows_settlement(&self) -> bool {
        self.live.standing.follows_sales() || self.periods.is_any() || self.firsts.asks_sale()
    }

    /// Makes room for so many members, numbered from 0. Not needed: room is made as they join.
    pub fn reserve(&mut self, members: usize) {
        self.live.people.grow(members);
        self.live.standing.grow(members);
        self.live.arrivals.grow(members);
        self.periods.grow(members);
        self.ranks.grow(members);
        self.firsts.grow(members);
        if let Some(placement) = &mut self.live.placement {
            placement.grow(members);
        }
    }

    /// The next moment at which something happens by itself: a period closes, or ranks are reviewed.
    pub fn next_due(&self) -> Option<Time> {
        [self.next_close(), self.ranks.next_review(self.live.now)].into_iter().flatten().min()
    }

    /// The next close of a period in which anything has settled.
    pub(crate) fn next_close(&self) -> Option<Time> {
        self.periods.next_close()
    }

    /// Lets time pass: closes and reviews that are due by `now`, in their order.
    pub fn advance(&mut self, now: Time, sink: &mut impl Sink) {
        self.pass(now, sink);
    }

    /// Ends the moment `now`: promotes everybody whose measures have grown and who meets a higher rank's conditions. The
    /// next event would do the same; a caller who wants to see it now calls this.
    pub fn promote(&mut self, now: Time, sink: &mut impl Sink) {
        self.pass(now, sink);
        self.promote_touched(sink);
    }

    /// Lets time pass until `now` and gives the moment that it is then.
    #[inline]
    pub(super) fn pass<S: Sink>(&mut self, now: Time, sink: &mut S) -> Time {
        if self.happens_by_itself || !self.touched.is_empty() {
            self.do_due(now, sink);
        }
        self.live.now = self.live.now.max(now);
        self.live.now
    }

    /// Promotions of the moment before, and what is due by `now`, in its order.
    #[inline(never)]
    fn do_due<S: Sink>(&mut self, now: Time, sink: &mut S) {
        if now > self.live.now {
            self.promote_touched(sink);
        }
        while let Some(due) = self.next_due().filter(|due| *due <= now) {
            if self.program.plan().closes_after_review {
                self.review_ranks(due, sink);
            }
            self.close(due, sink);
            self.review_ranks(due, sink);
            self.live.now = due;
            if due < now {
                self.promote_touched(sink);
            }
        }
        self.ranks.begin_month(now);
    }

    /// Looks at some members, and at those above them, so that their cache misses overlap.
    pub(crate) fn touch(&self, members: &mut [Member]) {
        self.live.people.touch(members);
    }

    /// Puts an occasion through the kernel, writes down what has a memory, and posts what is paid.
    #[inline]
    pub(super) fn evaluate<S: Sink>(
        &mut self,
        occasion: &Occasion,
        kind: Kind,
        reference: Reference<S::Line>,
        sink: &mut S,
    ) {
        self.compute(occasion);
        self.post(occasion, kind, reference, self.live.now, sink);
    }

    /// Puts an occasion through the kernel and writes down what has a memory; the scratch holds what is paid.
    #[inline]
    pub(super) fn compute(&mut self, occasion: &Occasion) {
        self.compute_due(occasion);
        self.live.people.without_stopped(&mut self.scratch.entries);
    }

    /// Likewise with what is due to those who are stopped: what others are paid depends on it where the limit scales.
    #[inline]
    pub(super) fn compute_due(&mut self, occasion: &Occasion) {
        self.program.evaluate(&self.live, occasion, &mut self.scratch);
        if self.program.is_stateful() {
            self.live.book.record(&self.program, self.live.now, &self.scratch.entries);
            self.scratch.entries.retain(|entry| entry.amount != 0);
        }
        self.program.scale(occasion.limit, &mut self.scratch.entries);
    }

    /// Posts the entries of the scratch.
    #[inline]
    pub(super) fn post<S: Sink>(
        &self,
        occasion: &Occasion,
        kind: Kind,
        reference: Reference<S::Line>,
        at: Time,
        sink: &mut S,
    ) {
        if self.scratch.entries.is_empty() {
            return;
        }
        let cause = Cause::Evaluated(occasion, self.scratch.chain.seen());
        sink.post(&Event { kind, reference, at, cause }, &self.scratch.entries);
    }

    /// What the scratch comes to in money.
    pub(super) fn money_paid(&self) -> Minor {
        let money = self.scratch.entries.iter().filter(|entry| self.program.rule(entry.reward).money);
        money.map(|entry| entry.amount).sum()
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
        volumes: [0; MAX_VOLUMES],
        rate: Rate(0),
        category: 0,
        first_order: false,
        quantity: 1,
        share: Rate::ONE,
        limit: Minor::MAX,
    }
}
