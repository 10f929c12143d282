//! The history read again: by a process that starts, by one that stood aside while another wrote, and by `verify`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use banyan_base::refusal::Refusal;
use banyan_settle::undo::Undo as _;
use banyan_store::{Conn, DbError, row};

use super::heard::{Heard, RefundOf};
use super::state::EngineState;
use crate::event::{COLUMNS, Event, Kind};
use crate::records::{LineRow, RewardRow, inviters_before, lines_of, members, of_lines, ranks_before};
use crate::{plan_versions, settings};

/// Events read at once.
const CHUNK: i64 = 8_192;

/// What some events are about.
pub struct Facts {
    lines: HashMap<i64, Vec<LineRow>>,
    rewards: HashMap<(i64, i64), Vec<RewardRow>>,
    /// Amount and what had been refunded before, by refund.
    refunds: HashMap<i64, (i64, i64)>,
    /// The seller who was named, by order.
    named: HashMap<i64, Option<i64>>,
}

impl EngineState {
    /// Brings what is known up to the last event of the history, and sets a mark before whatever comes of this transaction; reads
    /// everything if nothing is known, or of other data: `epoch` says which these are.
    pub fn catch_up(conn: &mut Conn, known: &mut Option<Self>, epoch: i64) -> Result<(), Refusal> {
        if let Some(live) = known.as_mut().filter(|live| live.epoch == epoch) {
            live.mark();
            return if read_on(conn, live)? { live.read_again(conn) } else { Ok(()) };
        }
        *known = None;
        let mut live = read(conn)?;
        read_on(conn, &mut live)?;
        live.epoch = epoch;
        live.mark();
        *known = Some(live);
        Ok(())
    }

    /// Reads everything again: a plan asks for what was not kept.
    pub fn read_again(&mut self, conn: &mut Conn) -> Result<(), Refusal> {
        let mut fresh = read(conn)?;
        read_on(conn, &mut fresh)?;
        fresh.epoch = self.epoch;
        let before = std::mem::replace(self, fresh);
        self.replaced = Some(Box::new(before)).filter(|before| before.is_marked());
        Ok(())
    }
}

/// The state from which the history is read on: of everybody as they are now, if the plan needs no more than that;
/// otherwise of nobody, with the first plan in force.
fn read(conn: &mut Conn) -> Result<EngineState, Refusal> {
    let live = start(conn)?;
    let newest = live.newest();
    let mut latest =
        EngineState::new(live.settings().clone(), live.programs(), newest).ok_or_else(unknown_plan)?;
    if latest.needs_history() {
        return Ok(live);
    }
    restore(conn, &mut latest, &Before::default())?;
    stop_all(conn, &mut latest, i64::MAX)?;
    latest.seen = conn.one("SELECT COALESCE(MAX(id), 0) FROM event", &[])?.map_or(Ok(0), |row| row.int(0))?;
    Ok(latest)
}

/// The state right before a moment, read from where everybody stood then; nothing if the plan that was in force asks for
/// more of the past than inviters and ranks.
pub fn standing_before(conn: &mut Conn, moment: i64) -> Result<Option<EngineState>, Refusal> {
    let Some(mut then) = nobody_before(conn, moment)?.filter(|then| !then.needs_history()) else {
        return Ok(None);
    };
    let before =
        Before { moment, inviters: inviters_before(conn, moment)?, ranks: ranks_before(conn, moment)? };
    restore(conn, &mut then, &before)?;
    stop_all(conn, &mut then, moment)?;
    let sql = "SELECT COALESCE(MIN(id) - 1, (SELECT MAX(id) FROM event), 0) FROM event WHERE at >= $1";
    then.seen = conn.one(sql, &row![moment])?.map_or(Ok(0), |row| row.int(0))?;
    Ok(Some(then))
}

/// Whether [`standing_before`] knows enough of a moment.
pub(super) fn is_standing_enough(conn: &mut Conn, moment: i64) -> Result<bool, Refusal> {
    Ok(nobody_before(conn, moment)?.is_some_and(|then| !then.needs_history()))
}

/// A state with nobody in it, under the plan that was in force right before a moment.
fn nobody_before(conn: &mut Conn, moment: i64) -> Result<Option<EngineState>, Refusal> {
    let live = start(conn)?;
    let Some(version) = plan_versions::in_force_before(conn, moment)? else { return Ok(None) };
    EngineState::new(live.settings().clone(), live.programs(), version).ok_or_else(unknown_plan).map(Some)
}

/// Which data these are, see [`EngineState::epoch`].
pub(super) fn epoch(conn: &mut Conn) -> Result<i64, Refusal> {
    Ok(conn.one("SELECT epoch FROM clock WHERE id = 1", &[])?.map_or(Ok(0), |row| row.int(0))?)
}

/// Who stood elsewhere right before a moment than now.
struct Before {
    moment: i64,
    inviters: HashMap<i64, Option<i64>>,
    ranks: HashMap<i64, i64>,
}

impl Default for Before {
    /// Before the end of time: nobody.
    fn default() -> Self {
        Self { moment: i64::MAX, inviters: HashMap::new(), ranks: HashMap::new() }
    }
}

/// A state with nobody in it, under the first plan.
pub fn start(conn: &mut Conn) -> Result<EngineState, Refusal> {
    let mut programs = BTreeMap::new();
    for version in plan_versions::versions(conn)? {
        programs.insert(version.no, plan_versions::program(&version.source)?);
    }
    let first = programs.keys().next().copied().ok_or_else(unknown_plan)?;
    EngineState::new(settings::read(conn)?, programs, first).ok_or_else(unknown_plan)
}

fn unknown_plan() -> Refusal {
    Refusal::broken("the shop has no plan")
}

fn restore(conn: &mut Conn, live: &mut EngineState, then: &Before) -> Result<(), Refusal> {
    const MEMBERS: i64 = 10_000;
    let mut after = -1;
    // A transfer may have put somebody below a later member: inviters first, then everybody's place.
    let mut later = Vec::new();
    loop {
        let found = members(conn, after, MEMBERS)?;
        for (id, inviter, rank) in found.iter().filter(|(id, ..)| *id < then.moment) {
            let inviter = then.inviters.get(id).unwrap_or(inviter);
            let rank = then.ranks.get(id).unwrap_or(rank);
            if inviter.is_some_and(|inviter| !live.knows(inviter)) {
                later.push((*id, *inviter));
                live.restore(*id, None, *rank)?;
            } else {
                live.restore(*id, *inviter, *rank)?;
            }
        }
        match found.last() {
            Some((last, ..)) if found.len() as i64 == MEMBERS => after = *last,
            _ => break,
        }
    }
    for (id, inviter) in later {
        live.transfer(id, inviter, i64::MIN)?;
    }
    Ok(())
}

/// Stops whoever was stopped right before a moment.
fn stop_all(conn: &mut Conn, live: &mut EngineState, moment: i64) -> Result<(), Refusal> {
    let kind = Kind::Stop as i64;
    let sql = format!("SELECT owner, value FROM event WHERE kind = {kind} AND at < $1 ORDER BY id");
    for row in conn.query(&sql, &row![moment])? {
        live.stop(row.int(0)?, row.int(1)? == 1, i64::MIN)?;
    }
    Ok(())
}

/// Reads on from the last event that is known. `true` if another plan has taken over that asks for what nobody has kept.
fn read_on(conn: &mut Conn, live: &mut EngineState) -> Result<bool, Refusal> {
    let (mut last, mut is_incomplete) = (None, false);
    loop {
        let events = next_events(conn, live.seen)?;
        if events.is_empty() {
            // Whoever wrote the last of them has ended its moment.
            last.map_or(Ok(()), |at| live.promote(at).map(drop))?;
            return Ok(is_incomplete);
        }
        last = events.last().map(|event| event.at);
        let facts = facts(conn, &events)?;
        for event in &events {
            match event.kind {
                Kind::Settings => live.set_up(settings::read(conn)?),
                Kind::Plan => is_incomplete |= learn_plan(conn, live, event.value)?,
                _ => drop(apply(live, event, &facts)?),
            }
            live.seen = event.id;
        }
    }
}

/// Reads on up to a moment, at most so many chunks of events. `true` if whatever happened before it has been read.
pub(super) fn read_until(
    conn: &mut Conn,
    live: &mut EngineState,
    moment: i64,
    chunks: usize,
) -> Result<bool, Refusal> {
    for _ in 0..chunks {
        let mut events = next_events(conn, live.seen)?;
        let is_full = events.len() as i64 == CHUNK;
        let before = events.partition_point(|event| event.at < moment);
        let is_there = before < events.len() || !is_full;
        events.truncate(before);
        let facts = facts(conn, &events)?;
        for event in &events {
            match event.kind {
                Kind::Plan => drop(learn_plan(conn, live, event.value)?),
                _ => drop(apply(live, event, &facts)?),
            }
            live.seen = event.id;
        }
        if is_there {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The events after one, at most a chunk.
pub fn next_events(conn: &mut Conn, after: i64) -> Result<Vec<Event>, DbError> {
    let sql = format!("SELECT {} FROM event WHERE id > $1 ORDER BY id LIMIT $2", COLUMNS.join(", "));
    conn.query(&sql, &row![after, CHUNK])?.iter().map(Event::read).collect()
}

/// Another process may have published it. `true` if it asks for what nobody has kept.
pub fn learn_plan(conn: &mut Conn, live: &mut EngineState, version: i64) -> Result<bool, Refusal> {
    let program = if let Ok(program) = live.program_of(version) {
        program
    } else {
        let found = plan_versions::versions(conn)?.into_iter().find(|found| found.no == version);
        plan_versions::program(&found.ok_or_else(unknown_plan)?.source)?
    };
    if version == live.version() { Ok(false) } else { live.take_over(version, program) }
}

/// What the events of a chunk are about.
pub fn facts(conn: &mut Conn, events: &[Event]) -> Result<Facts, DbError> {
    facts_before(conn, events, i64::MAX)
}

/// What the events of a chunk are about, with the rewards that were paid before a moment only.
pub fn facts_before(conn: &mut Conn, events: &[Event], moment: i64) -> Result<Facts, DbError> {
    let about = |event: &&Event| matches!(event.kind, Kind::Pay | Kind::Refund | Kind::Settle);
    let about: Vec<&Event> = events.iter().filter(about).collect();
    // The lines of an order settle together: each order is asked for once.
    let orders: BTreeSet<(i64, i64)> = about.iter().map(|event| (event.owner, event.ref_id)).collect();
    let orders: Vec<(i64, i64)> = orders.into_iter().collect();
    let after_payment = about.iter().filter(|event| event.kind != Kind::Pay);
    let after_payment: BTreeSet<i64> = after_payment.map(|event| event.ref_id).collect();
    let rewards = of_lines(conn, after_payment.into_iter().collect(), moment)?;
    let mut named = HashMap::new();
    let sql = "SELECT id, seller FROM orders WHERE (buyer, id) IN PAIRS($1)";
    for row in conn.query(sql, &row![orders.clone()])? {
        named.insert(row.int(0)?, row.maybe_int(1)?);
    }
    let mut refunds = HashMap::new();
    let sql = "SELECT id, amount, before FROM refund WHERE (buyer, order_id) IN PAIRS($1)";
    for row in conn.query(sql, &row![orders.clone()])? {
        refunds.insert(row.int(0)?, (row.int(1)?, row.int(2)?));
    }
    Ok(Facts { lines: lines_of(conn, orders)?, rewards, refunds, named })
}

impl Facts {
    /// The lines that an event is about: all of an order that is paid, otherwise one.
    pub fn lines_of(&self, event: &Event) -> Vec<LineRow> {
        let all = self.lines.get(&event.ref_id).into_iter().flatten();
        match event.kind {
            Kind::Pay => all.cloned().collect(),
            Kind::Refund | Kind::Settle => all.filter(|line| line.line == event.ref_line).cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The seller who was named for an order.
    pub fn named_of(&self, event: &Event) -> Option<i64> {
        self.named.get(&event.ref_id).copied().flatten()
    }

    /// Another seller was named for an order, or nobody.
    pub fn name(&mut self, order: i64, seller: Option<i64>) {
        self.named.insert(order, seller);
    }

    /// A line was credited to another seller.
    pub fn credit(&mut self, (order, line): (i64, i64), seller: Option<i64>) {
        let lines = self.lines.get_mut(&order).into_iter().flatten();
        lines.filter(|one| one.line == line).for_each(|one| one.seller = seller);
    }

    /// From a moment on a line has paid other rewards.
    pub fn repay(&mut self, line: (i64, i64), since: i64, paid: &[RewardRow]) {
        let rows = self.rewards.entry(line).or_default();
        rows.retain(|row| row.at < since);
        rows.extend_from_slice(paid);
    }

    /// The amount of a refund, and what had been refunded of the line before.
    pub fn refund(&self, event: &Event) -> (i64, i64) {
        self.refunds.get(&event.value).copied().unwrap_or_default()
    }

    /// What the line of an event had paid before.
    pub fn originals(&self, event: &Event) -> impl Iterator<Item = &RewardRow> {
        let at = event.at;
        let rows = self.rewards.get(&(event.ref_id, event.ref_line)).into_iter().flatten();
        rows.filter(move |row| row.at < at)
    }
}

/// Puts an event of the history through the engine.
pub fn apply(live: &mut EngineState, event: &Event, facts: &Facts) -> Result<Heard, Refusal> {
    let Event { at, owner, ref_id, ref_line, value, .. } = *event;
    let other = (ref_id != 0).then_some(ref_id);
    let line = || {
        let line = facts.lines.get(&ref_id).into_iter().flatten().find(|line| line.line == ref_line);
        line.ok_or_else(|| {
            Refusal::broken(format!("the history names the order line {ref_id}/{ref_line}, which is gone"))
        })
    };
    let originals = || -> Vec<RewardRow> { facts.originals(event).cloned().collect() };
    match event.kind {
        Kind::Join => live.join(owner, other, value, at),
        Kind::Enrol => live.enrol(owner, value, at),
        Kind::Rank => live.set_rank(owner, value, at),
        Kind::Transfer => live.transfer(owner, other, at),
        Kind::Pay => {
            let lines = facts.lines.get(&ref_id).map_or(&[][..], Vec::as_slice);
            let named = facts.named.get(&ref_id).copied().flatten();
            live.pay(named, lines, at)
        }
        Kind::Refund => {
            let line = line()?;
            let (amount, before) = facts.refunds.get(&value).copied().unwrap_or_default();
            let is_settled = line.settled_at.is_some_and(|settled| settled <= at);
            live.refund(line, &originals(), &RefundOf { id: value, before, amount, is_settled }, at)
        }
        // Several lines may settle at one moment: what follows ends it.
        Kind::Settle => live.settle(line()?, &originals(), value, at),
        Kind::Close => live.close(at),
        Kind::Stop => live.stop(owner, value == 1, at),
        Kind::Plan | Kind::Settings => Ok(Heard::default()),
    }
}
