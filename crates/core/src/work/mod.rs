//! A transaction under way: the lock on the shop, the moment, what is known of everybody, and what waits to be written.
//!
//! Whoever writes holds the lock of the `clock` row. Under it moments are given out, each once and in order; they are the
//! ids of everything that begins. Before anything happens at a moment, whatever was due earlier is done.

mod batch;
mod duty;
mod hours;
mod set_up;
mod state;
pub mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

pub use self::batch::Batch;
pub use self::duty::{Duties, Duty, PASS, Pass, Timing};
pub use self::hours::{Behind, accept as accept_clock};
pub use self::set_up::change_settings;
pub use self::state::Places;
use banyan_base::clock::Clock;
use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_plan::kernel::Program;
use banyan_settle::history::By;
use banyan_settle::undo::Undo as _;
use banyan_store::{Conn, DatabaseUrl, DbError, Rows, row};

use self::state::State;
use crate::engine::{EngineState, RankChange, word};
use crate::event::Event;
use crate::ledger::{Account, Book};
use crate::outbox;
use crate::records::RewardRow;
use crate::settings::Settings;

/// What every transaction of a process knows from its start.
pub struct Facts {
    /// Where the data lives.
    pub place: DatabaseUrl,
    /// Encrypts and finds personal data.
    pub vault: Vault,
    /// Makes what nobody may guess.
    pub random: Mutex<Box<dyn Random + Send>>,
    /// What becomes due by itself.
    pub duties: Duties,
    /// Whether there is a till at which no money moves.
    pub test_till: bool,
    /// Whether the clock is behind, as far as that was logged.
    pub behind: Behind,
}

/// A transaction under way.
pub struct Work<'a> {
    /// The connection, for reading what is there and for what is not collected below.
    pub conn: &'a mut Conn,
    /// What is known of everybody without asking.
    pub live: &'a mut Option<EngineState>,
    /// What the process knows from its start.
    pub facts: &'a Facts,
    /// Everything else that it knows.
    state: State,
    /// The last moment that others have given out.
    opened_at: i64,
    /// Which data these are, see [`EngineState::epoch`].
    epoch: i64,
    /// Whether more is due now than this transaction has done.
    has_more: bool,
}

impl<'a> Work<'a> {
    /// Takes the lock, unless the clock cannot be believed.
    pub(crate) fn open(
        conn: &'a mut Conn,
        live: &'a mut Option<EngineState>,
        facts: &'a Facts,
        clock: &dyn Clock,
    ) -> Result<Self, Refusal> {
        let row = conn.one("SELECT last, epoch, accepted FROM clock WHERE id = 1 LOCKED", &[])?;
        let row = row.ok_or_else(|| DbError::Broken("the clock's row is gone".to_owned()))?;
        let (last, epoch, accepted) = (row.int(0)?, row.int(1)?, row.int(2)?);
        let told = hours::Told { last, accepted };
        let hour = hours::look(told, clock, &facts.behind)?;
        if live.as_ref().is_some_and(|live| live.epoch() != epoch) {
            tracing::error!(
                "the data were replaced by a backup while the shop was open: all of it is read again"
            );
        }
        let mut state = State::new(last, hour.now);
        state.is_quiet = hour.is_quiet;
        Ok(Self { conn, live, facts, epoch, state, opened_at: last, has_more: false })
    }

    /// Learns what other processes have done, and does one pass of what is due by now.
    pub(crate) fn catch_up(&mut self) -> Result<(), Refusal> {
        EngineState::catch_up(self.conn, self.live, self.epoch)?;
        self.state.is_heard = outbox::has_listener(self.conn)?;
        self.pass()?;
        if self.state.is_quiet {
            self.id();
        }
        Ok(())
    }

    /// Does one pass of what is due by now. Whatever else may be done at any time can wait for the next transaction. What is left of
    /// the history cannot come after a later moment: so this transaction's time stands still right before it, unless that was so long
    /// ago that it has to be done first.
    fn pass(&mut self) -> Result<(), Refusal> {
        let (facts, now) = (self.facts, self.state.now);
        let mut next = facts.duties.next(self)?;
        if next.history.min(next.anytime) <= now {
            self.has_more = facts.duties.pass(self, now)?;
            next = facts.duties.next(self)?;
        }
        if next.history <= now {
            if hours::may_stand_still(next.history, now) {
                self.state.now = self.state.last.max(next.history - 1);
            } else {
                facts.duties.history(self, now)?;
                next = facts.duties.next(self)?;
            }
        }
        self.state.next_due = next.history;
        Ok(())
    }

    /// Whether more is due than this transaction has done.
    pub(crate) fn has_more(&self) -> bool {
        self.has_more
    }

    /// What is known of everybody.
    pub fn live(&self) -> &EngineState {
        self.live.as_ref().expect("learned in catch_up")
    }

    /// The same, for changes that go together with those of the database.
    pub fn live_mut(&mut self) -> &mut EngineState {
        self.live.as_mut().expect("learned in catch_up")
    }

    /// How the shop is set up.
    pub fn settings(&self) -> &Settings {
        self.live().settings()
    }

    /// Whether customers may pay by a provider.
    pub fn offers(&self, provider: &str) -> bool {
        let is_there = provider != "test" || self.facts.test_till;
        is_there && self.settings().providers.iter().any(|offered| offered == provider)
    }

    /// The next moment: later than every other. Whatever was due before it has been done.
    pub fn moment(&mut self) -> Result<i64, Refusal> {
        loop {
            let moment = self.state.now.max(self.state.last + 1);
            let close = self.live().next_due().map_or(i64::MAX, |at| at.0);
            if self.state.next_due.min(close) > moment {
                self.state.last = moment;
                return Ok(moment);
            }
            // What was due takes moments too, so there may be a later one now, and more due by it.
            self.do_due_by(moment)?;
        }
    }

    /// The place in the history of something that was due at `at`.
    pub fn moment_due(&mut self, at: i64) -> i64 {
        self.state.last = at.max(self.state.last + 1);
        self.state.last
    }

    /// A moment that only has to be unlike every other: for ids of things that change no reward. While history is told, it stays
    /// right behind the last one, so that an id of what was due before a moment does not take that moment away from what is told next.
    pub fn id(&mut self) -> i64 {
        let next = self.state.last + 1;
        self.state.last = if self.state.is_past { next } else { self.state.now.max(next) };
        self.state.last
    }

    /// What the clock shows, or the moment that is told of. While more of the history is due than one pass does, it is the moment
    /// up to which the history has come.
    pub fn now(&self) -> i64 {
        self.state.now
    }

    /// Whether history is told after the fact.
    pub fn is_past(&self) -> bool {
        self.state.is_past
    }

    /// History is told after the fact: from here on it is `now`, if that is later. Nobody is told of what is long past.
    pub fn tell_time(&mut self, now: i64) {
        self.state.now = self.state.now.max(now);
        if !self.state.is_past {
            self.state.is_past = true;
            // What may be done at any time is done in its order, too.
            self.state.next_due = i64::MIN;
        }
    }

    /// Something will be due at `at`.
    pub fn due_at(&mut self, at: i64) {
        self.state.next_due = self.state.next_due.min(at);
    }

    /// Where money moves.
    pub fn book(&mut self) -> &mut Book {
        &mut self.state.book
    }

    /// Writes an event into the history.
    pub fn record(&mut self, event: &Event) {
        event.push(&mut self.state.events);
        if let Some(live) = self.live.as_mut() {
            live.seen = event.id;
        }
    }

    /// From now on somebody hears what is told.
    pub fn hear(&mut self) {
        self.state.is_heard = true;
    }

    /// Tells the world, in the same transaction, if anybody listens. The payload holds no personal data.
    pub fn tell(&mut self, owner: i64, topic: &str, payload: &serde_json::Value) {
        if self.state.is_past || !self.state.is_heard {
            return;
        }
        let id = self.id();
        self.state.outbox.push(row![owner, id, topic, payload.to_string()]);
    }

    /// Writes down a reward.
    pub fn reward(&mut self, row: &RewardRow) {
        row.push(&mut self.state.rewards);
    }

    /// Writes down that a member's rank has changed.
    pub fn ranked(&mut self, change: &RankChange) {
        let RankChange { member, at, rank, rank_id, how } = change;
        let place = self.state.place_of(*member, *at);
        self.state.rank_changes.push(row![*member, place, *rank, rank_id.as_str(), word(*how), "", "system"]);
        self.state.ranks.insert(*member, *rank);
    }

    /// A balance with everything in it that this transaction has done.
    pub fn balance(&mut self, owner: i64, account: Account) -> Result<i64, Refusal> {
        self.state.book.write(self.conn)?;
        Ok(crate::ledger::balance(self.conn, owner, account)?)
    }

    /// Another plan takes over from now on.
    pub fn plan_takes_over(&mut self, version: i64, program: Arc<Program>) -> Result<(), Refusal> {
        if self.live_mut().take_over(version, program)? {
            // It asks for what nobody has kept: the history knows.
            self.flush()?;
            self.live.as_mut().expect("learned in catch_up").read_again(self.conn)?;
        }
        Ok(())
    }

    /// Staff has given a member a rank.
    pub fn ranked_by_hand(
        &mut self,
        member: i64,
        at: i64,
        rank: i64,
        rank_id: &str,
        reason: &str,
        actor: &str,
    ) {
        let place = self.state.place_of(member, at);
        self.state.rank_changes.push(row![member, place, rank, rank_id, word(By::Hand), reason, actor]);
        self.state.ranks.insert(member, rank);
    }

    /// Writes what waits.
    pub fn flush(&mut self) -> Result<(), DbError> {
        self.state.write(self.conn)
    }

    /// Writes what waits, and the last moment given out.
    pub(crate) fn close(mut self) -> Result<(), DbError> {
        self.flush()?;
        if self.state.last != self.opened_at {
            let mut clock = Rows::new("clock", &["id", "last"]);
            clock.push(row![1_i64, self.state.last]);
            self.conn.update(&clock, 1)?;
        }
        Ok(())
    }

    /// Does one thing or nothing: if it is refused, fails or panics, database, engine and transaction are as before. Whatever
    /// is due by now is done first, and stays. The outer error is one of the whole transaction, which cannot go on.
    pub(crate) fn attempt<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<Result<T, Refusal>, Refusal> {
        self.do_due()?;
        self.flush()?;
        self.conn.savepoint()?;
        let state = self.state.clone();
        self.live_mut().mark();
        let whole = |work: &mut Self| {
            let done = act(work)?;
            // What is wrong with its writes is its own error, not that of those who come next.
            work.flush()?;
            work.conn.release()?;
            Ok(done)
        };
        let done = catch_unwind(AssertUnwindSafe(|| whole(self)));
        let done = done.unwrap_or_else(|_| Err(Refusal::broken("a request panicked")));
        if let Err(refusal) = &done {
            // If the database has undone the whole transaction, what made it do so is the error.
            self.conn.back_to_savepoint().map_err(|_| refusal.clone())?;
            self.state = state;
            self.live_mut().undo();
        } else {
            self.live_mut().keep();
        }
        Ok(done)
    }

    /// Does what is due by the next moment.
    fn do_due(&mut self) -> Result<(), Refusal> {
        let moment = self.state.now.max(self.state.last + 1);
        if self.state.next_due <= moment { self.do_due_by(moment) } else { Ok(()) }
    }

    /// Does all of the history that is due by `now`; when history is told after the fact, everything else as well.
    fn do_due_by(&mut self, now: i64) -> Result<(), Refusal> {
        let facts = self.facts;
        if self.state.is_past {
            facts.duties.everything(self, now)?;
        } else {
            facts.duties.history(self, now)?;
        }
        let next = facts.duties.next(self)?;
        self.state.next_due = if self.state.is_past { next.history.min(next.anytime) } else { next.history };
        Ok(())
    }
}
