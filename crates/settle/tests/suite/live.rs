//! A shop: it feeds the engine event by event, keeps its own lines, and numbers people as they come. At moments that the
//! history itself draws it starts anew, reads its past again, goes on from a copy, and does things that it takes back under
//! marks one in another. Whatever the batch pays for a history, the shop has to pay as well.
//!
//! [`same_as_batch`] runs behind every settlement of this suite.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::money::Minor;
use banyan_plan::time::{DAY, Time};
use banyan_settle::batch::Input;
use banyan_settle::history::{
    By, Cause, Engine, Event, Kind, Line, Original, RankChanged, Reference, Refund, Settling, Sink,
};
use banyan_settle::timeline;
use banyan_settle::undo::Undo as _;

/// Turns of a long history in which things are rehearsed.
const REHEARSED: usize = 2_000;

/// What is told of an event, with names instead of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Paid(Kind, String, Time, Vec<(Entry, String)>),
    Sold(u32, String),
    Ranked(String, u8, u8, Time, By),
}

/// How the shop names a line.
#[derive(Debug, Clone, Copy)]
struct LineId(u32);

/// What the shop keeps of a line.
#[derive(Debug, Default, Clone)]
struct Kept {
    seller: Member,
    refunded: Minor,
    settled: Option<Time>,
    spent: Minor,
    entries: Vec<Original>,
}

/// Names behind numbers, and what was told.
struct Log<'a> {
    input: &'a Input,
    /// The row of each number.
    rows: Vec<u32>,
    told: Vec<Told>,
}

impl Log<'_> {
    fn name(&self, member: Member) -> String {
        let row = self.rows.get(member as usize);
        row.map_or_else(String::new, |row| {
            String::from_utf8_lossy(self.input.members.names.get(*row)).into_owned()
        })
    }

    fn paid(&mut self, kind: Kind, reference: Reference<u32>, at: Time, entries: &[Entry]) {
        let reference = match reference {
            Reference::Line(row) => {
                String::from_utf8_lossy(self.input.orders.reference(row as usize)).into_owned()
            }
            Reference::Member(member) => self.name(member),
            Reference::Period(period, member) => {
                format!("{period}/{}", member.map_or_else(String::new, |member| self.name(member)))
            }
        };
        let named = entries.iter().map(|entry| (Entry { payee: 0, ..*entry }, self.name(entry.payee)));
        let named = named.collect();
        self.told.push(Told::Paid(kind, reference, at, named));
    }

    fn ranked(&mut self, change: &RankChanged) {
        let name = self.name(change.member);
        self.told.push(Told::Ranked(name, change.old, change.new, change.at, change.by));
    }
}

/// Listens to the batch.
struct Batch<'a>(Log<'a>);

impl Sink for Batch<'_> {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        self.0.paid(event.kind, event.reference.clone(), event.at, entries);
    }

    fn sold(&mut self, line: u32, seller: Member) {
        let name = self.0.name(seller);
        self.0.told.push(Told::Sold(line, name));
    }

    fn ranked(&mut self, change: &RankChanged) {
        self.0.ranked(change);
    }
}

/// The shop's own books.
struct Books<'a> {
    log: Log<'a>,
    program: &'a Program,
    lines: Vec<Kept>,
}

impl Books<'_> {
    fn money(&self, entries: &[Entry]) -> Minor {
        let money = entries.iter().filter(|entry| self.program.rule(entry.reward).money);
        money.map(|entry| entry.amount).sum()
    }
}

impl Sink for Books<'_> {
    type Line = LineId;

    fn post(&mut self, event: &Event<'_, LineId>, entries: &[Entry]) {
        let money = self.money(entries);
        let reference = match &event.reference {
            Reference::Line(LineId(row)) => Reference::Line(*row),
            Reference::Member(member) => Reference::Member(*member),
            Reference::Period(period, member) => Reference::Period(period.clone(), *member),
        };
        match (&event.cause, &reference) {
            (Cause::Refunded(refund), _) => self.lines[refund.line.0 as usize].spent += money,
            (Cause::TakenBack(_), _) => {}
            (_, Reference::Line(row)) => {
                let kept = &mut self.lines[*row as usize];
                kept.spent += money;
                let refunded = kept.refunded;
                kept.entries.extend(entries.iter().map(|entry| Original { entry: *entry, refunded }));
            }
            _ => {}
        }
        self.log.paid(event.kind, reference, event.at, entries);
    }

    fn sold(&mut self, LineId(row): LineId, seller: Member) {
        self.lines[row as usize].seller = seller;
        let name = self.log.name(seller);
        self.log.told.push(Told::Sold(row, name));
    }

    fn ranked(&mut self, change: &RankChanged) {
        self.log.ranked(change);
    }

    /// The shop numbers people as they come; who comes first among equals is decided by names all the same.
    fn by_name(&self, one: Member, other: Member) -> Ordering {
        let name = |member: Member| self.log.input.members.names.get(self.log.rows[member as usize]);
        name(one).cmp(name(other))
    }
}

/// What happens in a shop; at one moment in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Settle(u32),
    Enrol(u32),
    Join(u32),
    Transfer(usize),
    Rank(usize),
    Stop(usize),
    Purchase(Vec<u32>),
    Refund(u32),
}

impl Happens {
    fn stage(&self) -> u8 {
        match self {
            Self::Settle(_) => 0,
            Self::Enrol(_) => 1,
            Self::Join(_) => 2,
            Self::Transfer(_) => 3,
            Self::Rank(_) => 4,
            Self::Stop(_) => 5,
            Self::Purchase(_) | Self::Refund(_) => 6,
        }
    }
}

/// Numbers that look random, and are the same whenever the history is.
struct Chance(u64);

impl Chance {
    fn of(input: &Input) -> Self {
        let amounts = input.orders.amount.iter().map(|amount| amount.cast_unsigned());
        let mut chance = Self(amounts.fold(input.members.inviter.len() as u64, u64::wrapping_add));
        chance.below(1);
        chance
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

struct Shop<'a> {
    input: &'a Input,
    engine: Engine<String>,
    books: Books<'a>,
    numbers: Vec<Member>,
    places: Vec<usize>,
    stopped: BTreeSet<Member>,
    /// By moment, kind of event and turn.
    agenda: BTreeMap<(Time, u8, usize), Happens>,
    /// What has happened so far, in its order.
    lived: Vec<(Time, Happens)>,
    chance: Chance,
    rehearses_every: usize,
}

impl<'a> Shop<'a> {
    fn open(program: &'a Program, input: &'a Input) -> Self {
        let members = &input.members;
        let mut numbers = vec![NOBODY; members.inviter.len()];
        for (number, row) in members.join_order.iter().enumerate() {
            numbers[*row as usize] = number as Member;
        }
        let log = Log { input, rows: members.join_order.clone(), told: Vec::new() };
        let lines = vec![Kept::default(); input.orders.len()];
        let mut shop = Self {
            input,
            engine: Engine::new(Arc::new(program.clone())),
            books: Books { log, program, lines },
            numbers,
            places: vec![0; input.orders.len()],
            stopped: BTreeSet::new(),
            agenda: BTreeMap::new(),
            lived: Vec::new(),
            chance: Chance::of(input),
            rehearses_every: 5,
        };
        shop.plan_people();
        shop.plan_lines();
        shop
    }

    fn plan(&mut self, at: Time, turn: usize, what: Happens) {
        self.agenda.insert((at, what.stage(), turn), what);
    }

    fn plan_people(&mut self) {
        let Input { members, transfers, ranks, stops, .. } = self.input;
        for (turn, row) in members.enrolments.iter().enumerate() {
            self.plan(members.promoter_at(*row), turn, Happens::Enrol(*row));
        }
        for (turn, row) in members.join_order.iter().enumerate() {
            self.plan(members.joined_at[*row as usize], turn, Happens::Join(*row));
        }
        for (turn, row) in transfers.iter().enumerate() {
            self.plan(row.at, turn, Happens::Transfer(turn));
        }
        for (turn, row) in ranks.iter().enumerate() {
            self.plan(row.at, turn, Happens::Rank(turn));
        }
        for (turn, row) in stops.iter().enumerate() {
            self.plan(row.at, turn, Happens::Stop(turn));
        }
    }

    fn plan_lines(&mut self) {
        let orders = &self.input.orders;
        let mut purchase: Vec<u32> = Vec::new();
        for place in 0..orders.len() {
            let row = orders.row_at(place).unwrap();
            self.places[row as usize] = place;
            let key = |row: u32| {
                let at = row as usize;
                (orders.at[at], orders.order(at), orders.buyer[at])
            };
            let is_refund = orders.refund_of(row as usize).is_some();
            if is_refund || purchase.first().is_some_and(|first| key(*first) != key(row)) {
                self.plan_purchase(std::mem::take(&mut purchase));
            }
            if is_refund {
                self.plan(orders.at[row as usize], place, Happens::Refund(row));
            } else {
                purchase.push(row);
            }
        }
        self.plan_purchase(purchase);
    }

    fn plan_purchase(&mut self, rows: Vec<u32>) {
        if let Some(first) = rows.first().copied() {
            let at = self.input.orders.at[first as usize];
            self.plan(at, self.places[first as usize], Happens::Purchase(rows));
        }
    }

    fn number(&self, row: u32) -> Member {
        if row == NOBODY { NOBODY } else { self.numbers[row as usize] }
    }

    fn line(&self, row: u32, seller: Member) -> Line<String, LineId> {
        let (orders, at) = (&self.input.orders, row as usize);
        Line {
            line: LineId(row),
            order: String::from_utf8_lossy(orders.order(at)).into_owned(),
            buyer: self.number(orders.buyer[at]),
            seller,
            amount: orders.amount[at],
            cost: orders.cost(at),
            rate: orders.rate(at),
            also: orders.sharers(at).map(|(sharer, share)| (self.number(sharer), share)),
            volumes: orders.volumes(at),
            quantity: orders.quantity(at),
            category: orders.category.get(at).copied().unwrap_or(0),
            product: orders.product.get(at).copied().unwrap_or(0),
        }
    }

    /// Runs to the end, and long enough for every period to close.
    fn run(mut self) -> Vec<Told> {
        let mut last = None;
        let mut turn: usize = 0;
        while let Some(((at, _, _), what)) = self.agenda.pop_first() {
            last = Some(at);
            turn += 1;
            if turn.is_multiple_of(7) {
                self.start_anew();
            }
            if turn.is_multiple_of(3) {
                // A timer; the engine would do it by itself.
                while let Some(due) = self.engine.next_due().filter(|due| *due <= at) {
                    self.engine.advance(due, &mut self.books);
                }
            }
            if turn.is_multiple_of(self.rehearses_every) && turn < REHEARSED {
                self.rehearse(at, &what);
            }
            self.lived.push((at, what.clone()));
            self.happen(at, what);
        }
        if let Some(last) = last {
            // Years close too.
            self.engine.promote(last.plus(400 * DAY), &mut self.books);
        }
        self.books.log.told
    }

    /// Does something, lets time pass under marks one in another, and goes back to where it was: by undoing, or to a copy
    /// that was made before.
    fn rehearse(&mut self, at: Time, what: &Happens) {
        let (told, lines, agenda, stopped) =
            (self.books.log.told.len(), self.books.lines.clone(), self.agenda.clone(), self.stopped.clone());
        let copy = self.chance.once_in(4).then(|| self.engine.clone());
        self.engine.mark();
        self.happen(at, what.clone());
        self.wander(at);
        match copy {
            Some(copy) => self.engine = copy,
            None => self.engine.undo(),
        }
        self.books.log.told.truncate(told);
        (self.books.lines, self.agenda, self.stopped) = (lines, agenda, stopped);
    }

    /// Lets days or months pass and even another plan take over, under marks that are undone and kept at random until none
    /// is left.
    fn wander(&mut self, at: Time) {
        let mut marks = 0;
        for _ in 0..=self.chance.below(4) {
            match self.chance.below(5) {
                0 if marks > 0 => {
                    self.engine.undo();
                    marks -= 1;
                }
                1 if marks > 0 => {
                    self.engine.keep();
                    marks -= 1;
                }
                2 if self.chance.once_in(2) => {
                    let program = Arc::new(self.books.program.clone());
                    self.engine.set_program(program, &[]).unwrap();
                }
                _ => {
                    self.engine.mark();
                    marks += 1;
                    let days = 1 + self.chance.below(45) as i64;
                    self.engine.promote(at.plus(days * DAY), &mut self.books);
                }
            }
        }
        for _ in 0..marks {
            if self.chance.once_in(2) { self.engine.undo() } else { self.engine.keep() }
        }
    }

    /// Whoever needs no history reads its members and goes on; whoever does reads the history again, now and then.
    fn start_anew(&mut self) {
        if self.engine.needs_history() {
            if self.chance.once_in(12) && self.lived.len() < REHEARSED {
                self.read_again();
            }
            return;
        }
        let mut engine = Engine::new(Arc::new(self.books.program.clone()));
        for member in (0..self.numbers.len() as Member).rev() {
            if let Some((inviter, rank)) = self.engine.member(member) {
                engine.restore(member, inviter, rank).unwrap();
            }
        }
        for member in &self.stopped {
            engine.stop(*member, true, Time(i64::MIN), &mut self.books).unwrap();
        }
        self.engine = engine;
    }

    /// Goes on with an engine that has been fed everything that has happened, and was told the same of it.
    fn read_again(&mut self) {
        let mut again = Self::open(self.books.program, self.input);
        for (at, what) in &self.lived {
            again.happen(*at, what.clone());
        }
        assert!(again.books.log.told == self.books.log.told, "read again, the history tells something else");
        self.engine = again.engine;
    }

    fn happen(&mut self, at: Time, what: Happens) {
        let Input { members, transfers, ranks, stops, orders, .. } = self.input;
        let books = &mut self.books;
        let number = |row: u32| if row == NOBODY { NOBODY } else { self.numbers[row as usize] };
        let rank = |row: u32| members.rank[row as usize];
        match what {
            Happens::Settle(row) => self.settle(row, at),
            Happens::Enrol(row) => self.engine.enrol(number(row), rank(row), at, books).unwrap(),
            Happens::Join(row) => {
                let inviter = number(members.inviter[row as usize]);
                let rank = members.rank_on_joining(row);
                if let Some((under, leg)) = members.placed_under(row) {
                    self.engine.place(number(row), number(under), leg);
                }
                self.engine.join(number(row), inviter, rank, at, books).unwrap();
            }
            Happens::Transfer(turn) => {
                let row = transfers[turn];
                self.engine.transfer(number(row.member), number(row.inviter), at, books).unwrap();
            }
            Happens::Rank(turn) => {
                let row = ranks[turn];
                if row.enrols {
                    self.engine.enrol(number(row.member), row.rank, at, books).unwrap();
                } else {
                    self.engine.set_rank(number(row.member), row.rank, at, books).unwrap();
                }
            }
            Happens::Stop(turn) => {
                let row = stops[turn];
                let member = number(row.member);
                self.engine.stop(member, row.is_stopped, at, books).unwrap();
                if row.is_stopped {
                    self.stopped.insert(member);
                } else {
                    self.stopped.remove(&member);
                }
            }
            Happens::Purchase(rows) => {
                let line = |row: &u32| self.line(*row, self.number(orders.seller[*row as usize]));
                let lines: Vec<_> = rows.iter().map(line).collect();
                self.engine.pay(&lines, at, &mut self.books).unwrap();
                for row in rows {
                    self.plan_settlement(row, at);
                }
            }
            Happens::Refund(row) => self.refund(row, at),
        }
    }

    fn plan_settlement(&mut self, row: u32, at: Time) {
        let orders = &self.input.orders;
        let at = if orders.tells_settlement() {
            orders.settles_at(row as usize)
        } else {
            Some(at.plus(self.books.program.plan().sale.release_after))
        };
        if let Some(at) = at {
            self.plan(at, self.places[row as usize], Happens::Settle(row));
        }
    }

    fn settle(&mut self, row: u32, at: Time) {
        let kept = &mut self.books.lines[row as usize];
        kept.settled = Some(at);
        let (seller, refunded, spent) = (kept.seller, kept.refunded, kept.spent);
        let settling = Settling { line: self.line(row, seller), refunded, spent };
        self.engine.settle(&settling, at, &mut self.books);
    }

    fn refund(&mut self, row: u32, at: Time) {
        let orders = &self.input.orders;
        let target = orders.refund_of(row as usize).unwrap();
        let kept = self.books.lines[target as usize].clone();
        let refund = Refund {
            reference: LineId(row),
            line: self.line(target, kept.seller),
            part: -orders.amount[row as usize],
            refunded: kept.refunded,
            settled: kept.settled,
            originals: &kept.entries,
        };
        self.engine.refund(&refund, at, &mut self.books);
        self.books.lines[target as usize].refunded += refund.part;
    }
}

/// Runs a history that the batch can settle in a shop too, and compares what both are told.
pub(crate) fn same_as_batch(program: &Program, input: &Input) {
    same_though_rehearsed(program, input, 5);
}

/// Likewise; each so-many-th event happens twice, and the first time is taken back.
pub(crate) fn same_though_rehearsed(program: &Program, input: &Input, every: usize) {
    let rows = (0..input.members.inviter.len() as u32).collect();
    let mut batch = Batch(Log { input, rows, told: Vec::new() });
    timeline::settle(input.history(program), &mut batch).unwrap();
    let expected = batch.0.told;
    let mut shop = Shop::open(program, input);
    shop.rehearses_every = every;
    let found = shop.run();
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert_eq!(found, expected, "number {at} of what the shop and the batch are told");
    }
    // Only the shop goes on reviewing ranks after all is over.
    let rest = found.get(expected.len()..).expect("the batch is told more than the shop");
    let is_review = |told: &Told| matches!(told, Told::Ranked(..) | Told::Paid(Kind::Promotion, ..));
    assert!(rest.iter().all(is_review), "the shop is told more than the batch: {rest:?}");
}
