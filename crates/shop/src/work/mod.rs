//! A transaction under way: the lock on the shop, the moment, what is known of everybody, and what waits to be written.
//!
//! Whoever writes holds the lock of the `clock` row. Under it moments are given out, each once and in order; they are the
//! ids of everything that begins. Before anything happens at a moment, whatever was due earlier is done.

mod due;
pub(crate) mod hot;
pub mod writer;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

pub(crate) use self::hot::Hot;
pub use banyan_core::engine::Live;
pub(crate) use banyan_core::engine::{Heard, RankChange, RefundOf, SoldLine, replay, word};
use banyan_plan::kernel::Program;
use banyan_settle::history::By;

use crate::db::{Conn, DbError, Place, Rows, row};
use crate::event::{self, Event};
use crate::ledger::{Account, Book};
use crate::random::Random;
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::vault::Vault;
use crate::webhooks;
use banyan_core::records::{RewardRow, reward_rows};

/// What every transaction of a process knows from its start.
pub struct Facts {
    /// Where the data lives.
    pub place: Place,
    /// Encrypts and finds personal data.
    pub vault: Vault,
    /// Makes what nobody may guess.
    pub random: Mutex<Box<dyn Random + Send>>,
    /// Whether there is a till at which no money moves.
    pub test_till: bool,
}

/// A transaction under way.
pub struct Work<'a> {
    /// The connection, for reading what is there and for what is not collected below.
    pub conn: &'a mut Conn,
    /// What is known of everybody without asking.
    pub live: &'a mut Option<Live>,
    /// What the process knows from its start.
    pub facts: &'a Facts,
    /// The last moment given out.
    last: i64,
    opened_last: i64,
    now: i64,
    next_due: i64,
    book: Book,
    events: Rows,
    outbox: Rows,
    rewards: Rows,
    ranks: BTreeMap<i64, i64>,
    rank_changes: Rows,
    places: Places,
    is_past: bool,
    is_heard: bool,
}

/// Where changes of rank stand in the list of a member's: at their moments, and if hers changes twice at one, the next.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<i64, i64>);

impl Places {
    pub(crate) fn of(&mut self, member: i64, at: i64) -> i64 {
        let last = self.0.entry(member).or_insert(i64::MIN);
        *last = at.max(last.saturating_add(1));
        *last
    }
}

/// Where a request began, to go back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    epoch: u64,
    next_due: i64,
}

impl<'a> Work<'a> {
    /// Takes the lock. `now` is what the clock shows.
    pub(crate) fn open(
        conn: &'a mut Conn,
        live: &'a mut Option<Live>,
        facts: &'a Facts,
        now: banyan_plan::time::Time,
    ) -> Result<Self, DbError> {
        let last = match conn.one("SELECT last FROM clock WHERE id = 1 LOCKED", &[])? {
            Some(row) => row.int(0)?,
            None => return Err(DbError::Broken("the clock's row is gone".to_owned())),
        };
        Ok(Self {
            conn,
            live,
            facts,
            last,
            opened_last: last,
            now: now.0,
            next_due: i64::MIN,
            book: Book::default(),
            events: event::rows(),
            outbox: Rows::new("outbox", &["owner", "id", "topic", "payload"]),
            rewards: reward_rows(),
            ranks: BTreeMap::new(),
            rank_changes: Rows::new(
                "rank_change",
                &["member", "at", "rank", "rank_id", "how", "reason", "actor"],
            ),
            places: Places::default(),
            is_past: false,
            is_heard: false,
        })
    }

    /// Learns what other processes have done, and does what is due by now.
    pub(crate) fn catch_up(&mut self) -> Result<(), Refusal> {
        Live::catch_up(self.conn, self.live)?;
        self.is_heard = webhooks::any(self.conn)?;
        self.next_due = due::next(self)?;
        if self.next_due <= self.now {
            due::run(self, self.now)?;
        }
        Ok(())
    }

    /// What is known of everybody.
    pub fn live(&self) -> &Live {
        self.live.as_ref().expect("learned in catch_up")
    }

    /// Likewise, to be changed together with the database.
    pub fn live_mut(&mut self) -> &mut Live {
        self.live.as_mut().expect("learned in catch_up")
    }

    /// How the shop is set up.
    pub fn settings(&self) -> &Settings {
        &self.live().settings
    }

    /// Whether customers may pay by a provider.
    pub(crate) fn offers(&self, provider: &str) -> bool {
        let is_there = provider != "test" || self.facts.test_till;
        is_there && self.settings().providers.iter().any(|offered| offered == provider)
    }

    /// The next moment: later than every other. Whatever was due before it has been done.
    pub fn moment(&mut self) -> Result<i64, Refusal> {
        loop {
            let moment = self.now.max(self.last + 1);
            let close = self.live().next_due().map_or(i64::MAX, |at| at.0);
            if self.next_due.min(close) > moment {
                self.last = moment;
                return Ok(moment);
            }
            // What was due takes moments too, so there may be a later one now, and more due by it.
            due::run(self, moment)?;
        }
    }

    /// The place in the history of something that was due at `at`.
    pub(crate) fn moment_due(&mut self, at: i64) -> i64 {
        self.last = at.max(self.last + 1);
        self.last
    }

    /// A moment that only has to be unlike every other: for ids of things that change no reward.
    pub fn id(&mut self) -> i64 {
        self.last = self.now.max(self.last + 1);
        self.last
    }

    /// What the clock shows, or the moment that is told of.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// Whether history is told after the fact.
    pub(crate) fn is_past(&self) -> bool {
        self.is_past
    }

    /// History is told after the fact: from here on it is `now`, if that is later. Nobody is told of what is long past.
    pub fn tell_time(&mut self, now: i64) {
        self.now = self.now.max(now);
        self.is_past = true;
    }

    /// Something will be due at `at`.
    pub fn due_at(&mut self, at: i64) {
        self.next_due = self.next_due.min(at);
    }

    /// Where money moves.
    pub fn book(&mut self) -> &mut Book {
        &mut self.book
    }

    /// Writes an event into the history.
    pub fn record(&mut self, event: &Event) {
        event.push(&mut self.events);
        if let Some(live) = self.live.as_mut() {
            live.seen = event.id;
        }
    }

    /// From now on somebody hears what is told.
    pub(crate) fn hear(&mut self) {
        self.is_heard = true;
    }

    /// Tells the world, in the same transaction, if anybody listens. The payload holds no personal data.
    pub fn tell(&mut self, owner: i64, topic: &str, payload: &serde_json::Value) {
        if self.is_past || !self.is_heard {
            return;
        }
        let id = self.id();
        self.outbox.push(row![owner, id, topic, payload.to_string()]);
    }

    /// Writes down a reward.
    pub(crate) fn reward(&mut self, row: &RewardRow) {
        row.push(&mut self.rewards);
    }

    /// Where a change of rank stands in her list; no later moment is the same.
    fn place_of(&mut self, member: i64, at: i64) -> i64 {
        let place = self.places.of(member, at);
        self.last = self.last.max(place);
        place
    }

    /// Writes down that a member's rank has changed.
    pub(crate) fn ranked(&mut self, change: &RankChange) {
        let RankChange { member, at, rank, rank_id, how } = change;
        let place = self.place_of(*member, *at);
        self.rank_changes.push(row![*member, place, *rank, rank_id.as_str(), word(*how), "", "system"]);
        self.ranks.insert(*member, *rank);
    }

    /// A balance with everything in it that this transaction has done.
    pub fn balance(&mut self, owner: i64, account: Account) -> Result<i64, Refusal> {
        self.book.write(self.conn)?;
        Ok(crate::ledger::balance(self.conn, owner, account)?)
    }

    /// Another plan takes over from now on.
    pub(crate) fn plan_takes_over(&mut self, version: i64, program: Arc<Program>) -> Result<(), Refusal> {
        if self.live_mut().take_over(version, program)? {
            // It asks for what nobody has kept: the history knows.
            self.flush()?;
            *self.live = None;
            Live::catch_up(self.conn, self.live)?;
        }
        Ok(())
    }

    /// Staff has given a member a rank.
    pub(crate) fn ranked_by_hand(
        &mut self,
        member: i64,
        at: i64,
        rank: i64,
        rank_id: &str,
        reason: &str,
        actor: &str,
    ) {
        let place = self.place_of(member, at);
        self.rank_changes.push(row![member, place, rank, rank_id, word(By::Hand), reason, actor]);
        self.ranks.insert(member, rank);
    }

    /// Writes what waits.
    pub(crate) fn flush(&mut self) -> Result<(), DbError> {
        self.book.write(self.conn)?;
        for rows in [&mut self.events, &mut self.outbox, &mut self.rewards, &mut self.rank_changes] {
            self.conn.insert(rows)?;
            rows.clear();
        }
        let mut ranks = Rows::new("member", &["id", "rank"]);
        for (member, rank) in std::mem::take(&mut self.ranks) {
            ranks.push(row![member, rank]);
        }
        self.conn.update(&ranks, 1)
    }

    /// Writes what waits, and the last moment given out.
    pub(crate) fn close(mut self) -> Result<(), DbError> {
        self.flush()?;
        if self.last != self.opened_last {
            let mut clock = Rows::new("clock", &["id", "last"]);
            clock.push(row![1_i64, self.last]);
            self.conn.update(&clock, 1)?;
        }
        Ok(())
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { epoch: self.live.as_ref().map_or(0, Live::epoch), next_due: self.next_due }
    }

    /// Forgets what a request did that the database has undone.
    pub(crate) fn back_to(&mut self, mark: Mark) -> Result<(), Refusal> {
        self.book = Book::default();
        for rows in [&mut self.events, &mut self.outbox, &mut self.rewards, &mut self.rank_changes] {
            rows.clear();
        }
        self.ranks.clear();
        if self.mark().epoch != mark.epoch {
            *self.live = None;
            Live::catch_up(self.conn, self.live)?;
        }
        self.next_due = mark.next_due;
        Ok(())
    }
}
