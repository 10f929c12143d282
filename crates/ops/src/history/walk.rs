//! A walk through the history: what happened, and what should have come of it.

use banyan_base::refusal::Refusal;
use banyan_books::rewards::{self, Phase, RewardRow};
use banyan_core::engine::replay::{self, Facts};
use banyan_core::engine::{EngineState, Heard, RankChange, SoldLine};
use banyan_core::event::{Event, Kind};
use banyan_core::ledger::Transfer;
use banyan_core::records::LineRow;
use banyan_store::Conn;
use banyan_trade::orders;

/// One event, and what follows from it.
pub(super) struct Happened {
    /// Nothing at the end of the last moment.
    pub(super) event: Option<Event>,
    /// The lines of an order that was paid; the line that settled or went back.
    pub(super) lines: Vec<LineRow>,
    /// The seller who was named for an order, or nobody.
    pub(super) named: Option<i64>,
    /// Of a refund, its amount.
    pub(super) refund: i64,
    /// The rewards, in their order, each with the name of its period if one closed.
    pub(super) rewards: Vec<(RewardRow, Option<String>)>,
    /// How their money moves.
    pub(super) transfers: Vec<Transfer>,
    /// Ranks that change.
    pub(super) ranks: Vec<RankChange>,
    /// Seller and rate of each line.
    pub(super) sold: Vec<SoldLine>,
    /// The version of the plan in force.
    pub(super) plan: i64,
}

/// A fresh engine on its way through the history.
pub(super) struct Walk {
    live: EngineState,
    /// A moment at which periods closed or lines settled, and which may not be over.
    open: Option<i64>,
    is_over: bool,
}

impl Walk {
    pub(super) fn start(conn: &mut Conn) -> Result<Self, Refusal> {
        Ok(Self { live: replay::start(conn)?, open: None, is_over: false })
    }

    /// What everybody is by now.
    pub(super) fn live(&self) -> &EngineState {
        &self.live
    }

    /// The next events; nothing at the end.
    pub(super) fn next(&mut self, conn: &mut Conn) -> Result<Vec<Happened>, Refusal> {
        if self.is_over {
            return Ok(Vec::new());
        }
        let events = replay::next_events(conn, self.live.seen)?;
        let facts = replay::facts(conn, &events)?;
        let mut out = Vec::with_capacity(events.len() + 1);
        for event in &events {
            out.push(self.step(conn, event, &facts)?);
            self.live.seen = event.id;
        }
        if events.is_empty() {
            self.is_over = true;
            let mut last = self.nothing(None);
            self.end_moment(&mut last, None)?;
            out.push(last);
        }
        Ok(out)
    }

    fn nothing(&self, event: Option<Event>) -> Happened {
        Happened {
            event,
            lines: Vec::new(),
            named: None,
            refund: 0,
            rewards: Vec::new(),
            transfers: Vec::new(),
            ranks: Vec::new(),
            sold: Vec::new(),
            plan: self.live.version(),
        }
    }

    fn step(&mut self, conn: &mut Conn, event: &Event, facts: &Facts) -> Result<Happened, Refusal> {
        let mut out = self.nothing(Some(*event));
        self.end_moment(&mut out, Some(event))?;
        if event.kind == Kind::Plan {
            replay::learn_plan(conn, &mut self.live, event.value)?;
            return Ok(out);
        }
        let lines = facts.lines_of(event);
        let mut phase = Phase::Available;
        match event.kind {
            Kind::Pay => {
                phase = Phase::Pending;
                out.named = facts.named_of(event);
            }
            Kind::Refund => {
                if lines.iter().all(|line| line.settled_at.is_none_or(|settled| settled > event.at)) {
                    phase = Phase::Pending;
                } else {
                    let (amount, before) = facts.refund(event);
                    let taken = |line: &LineRow| orders::from_supplier(line, before, amount, event.at);
                    out.transfers.extend(lines.iter().filter_map(taken));
                }
                out.refund = facts.refund(event).0;
            }
            Kind::Close => self.open = Some(event.at),
            Kind::Settle => {
                self.open = Some(event.at);
                let released = |line: &LineRow| {
                    let originals = facts.originals(event);
                    let (amount, refunded) = (line.amount, event.value);
                    originals.map(move |row| rewards::release(row, amount, refunded, event.at))
                };
                out.transfers.extend(lines.iter().flat_map(released));
                let supplied = |line: &LineRow| orders::to_supplier(line, event.value, event.at);
                out.transfers.extend(lines.iter().filter_map(supplied));
            }
            _ => {}
        }
        out.lines = lines;
        let heard = replay::apply(&mut self.live, event, facts)?;
        self.add(&mut out, heard, phase);
        Ok(out)
    }

    /// Ends the moment of closes and settlements, if an event begins another one.
    fn end_moment(&mut self, out: &mut Happened, event: Option<&Event>) -> Result<(), Refusal> {
        let goes_on =
            |event: &Event| matches!(event.kind, Kind::Close | Kind::Settle) && Some(event.at) == self.open;
        if event.is_some_and(goes_on) {
            return Ok(());
        }
        if let Some(at) = self.open.take() {
            let heard = self.live.promote(at)?;
            self.add(out, heard, Phase::Available);
        }
        Ok(())
    }

    fn add(&self, out: &mut Happened, heard: Heard, phase: Phase) {
        let program = self.live.program();
        for posting in &heard.postings {
            let rows = rewards::rows_of(program.plan(), self.live.version(), posting);
            let phase = phase.of(posting.kind);
            out.transfers.extend(rows.iter().map(|row| rewards::grant(row, phase)));
            out.rewards.extend(rows.into_iter().map(|row| (row, posting.period.clone())));
        }
        out.ranks.extend(heard.ranks);
        out.sold.extend(heard.sold);
    }
}
