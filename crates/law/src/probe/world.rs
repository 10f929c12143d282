//! One small world: people who join and buy under a plan, and what that pays.

use std::collections::HashMap;
use std::sync::Arc;

use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::model::{MAX_VOLUMES, Plan, RankNo, RewardNo};
use banyan_plan::money::Minor;
use banyan_plan::time::{DAY, Time};
use banyan_settle::history::{ALONE, Engine, Event, Line, RankChanged, Reference, Settling, Sink};

/// The first day of 2026, in nanoseconds since 1970-01-01.
const START: i64 = 20_454 * DAY;
/// Beyond the end of the longest month.
const A_MONTH: i64 = 32 * DAY;

/// Something that was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paid {
    pub(super) reward: RewardNo,
    pub(super) payee: Member,
    pub(super) distance: u32,
    /// The line; nothing for joins, promotions and closes.
    pub(super) line: Option<u32>,
    /// At the close of a period.
    pub(super) at_close: bool,
    pub(super) amount: Minor,
}

#[derive(Debug, Default)]
struct Till {
    paid: Vec<Paid>,
    sellers: HashMap<u32, Member>,
}

impl Sink for Till {
    type Line = u32;

    fn post(&mut self, event: &Event<'_, u32>, entries: &[Entry]) {
        let (line, at_close) = match &event.reference {
            Reference::Line(line) => (Some(*line), false),
            Reference::Member(_) => (None, false),
            Reference::Period(..) => (None, true),
        };
        self.paid.extend(entries.iter().map(|entry| Paid {
            reward: entry.reward,
            payee: entry.payee,
            distance: entry.distance,
            line,
            at_close,
            amount: entry.amount,
        }));
    }

    fn sold(&mut self, line: u32, seller: Member) {
        self.sellers.insert(line, seller);
    }

    fn ranked(&mut self, _: &RankChanged) {}
}

/// As many pieces as any reward asks for.
fn pieces(plan: &Plan) -> u32 {
    let asked = plan.rewards.iter().filter_map(|reward| reward.filters.line_quantity);
    asked.map(|(least, _)| least).max().unwrap_or(1)
}

/// A world under way. Everything in it happens a day after what was before, but for what settles.
pub(super) struct World {
    engine: Engine<u32>,
    till: Till,
    program: Arc<Program>,
    now: Time,
    lines: Vec<Line<u32, u32>>,
}

impl World {
    pub(super) fn new(program: &Arc<Program>) -> Self {
        Self {
            engine: Engine::new(Arc::clone(program)),
            till: Till::default(),
            program: Arc::clone(program),
            now: Time(START),
            lines: Vec::new(),
        }
    }

    /// Somebody joins with a rank; 0 as a customer.
    pub(super) fn join(&mut self, member: Member, inviter: Member, rank: RankNo) {
        // Numbers are given out in order, so that nothing can be wrong with them.
        let _ = self.engine.join(member, inviter, rank, self.now, &mut self.till);
    }

    /// One order of one line, which settles at once. The line's number.
    pub(super) fn buy(&mut self, buyer: Member, amount: Minor) -> u32 {
        let number = self.lines.len() as u32;
        let plan = self.program.plan();
        let line = Line {
            line: number,
            order: number,
            buyer,
            seller: NOBODY,
            also: ALONE,
            amount,
            cost: Some(0),
            rate: Some(plan.sale.product_rate.1),
            volumes: [None; MAX_VOLUMES],
            quantity: pieces(plan),
            category: u16::from(!plan.categories().is_empty()),
            product: u16::from(!plan.packages().is_empty()),
        };
        let _ = self.engine.pay(&[line], self.now, &mut self.till);
        let line = Line { seller: self.till.sellers.get(&number).copied().unwrap_or(NOBODY), ..line };
        self.lines.push(line);
        let money = |paid: &&Paid| paid.line == Some(number) && self.program.rule(paid.reward).money;
        let spent = self.till.paid.iter().filter(money).map(|paid| paid.amount).sum();
        self.engine.settle(&Settling { line, refunded: 0, spent }, self.now, &mut self.till);
        self.engine.promote(self.now, &mut self.till);
        number
    }

    /// Every period that is under way closes.
    pub(super) fn close(&mut self) {
        self.now = self.now.plus(A_MONTH);
        self.engine.advance(self.now, &mut self.till);
        self.engine.promote(self.now, &mut self.till);
    }

    pub(super) fn rank(&self, member: Member) -> RankNo {
        self.engine.member(member).map_or(0, |(_, rank)| rank)
    }

    pub(super) fn paid(&self) -> &[Paid] {
        &self.till.paid
    }

    /// What somebody has had of a reward.
    pub(super) fn had(&self, payee: Member, reward: RewardNo) -> Minor {
        let hers = self.till.paid.iter().filter(|paid| paid.payee == payee && paid.reward == reward);
        hers.map(|paid| paid.amount).sum()
    }

    /// What somebody has had of a reward on some lines.
    pub(super) fn had_on(&self, payee: Member, reward: RewardNo, lines: &[u32]) -> Minor {
        let on = |paid: &&Paid| paid.line.is_some_and(|line| lines.contains(&line));
        let hers = self.till.paid.iter().filter(|paid| paid.payee == payee && paid.reward == reward);
        hers.filter(on).map(|paid| paid.amount).sum()
    }
}
