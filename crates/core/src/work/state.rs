//! Everything that a transaction knows beside the database and the engine.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use banyan_store::{Conn, DbError, Rows, row};

use crate::event;
use crate::ledger::Book;
use crate::records::reward_rows;

/// Everything that a transaction knows beside the database and the engine, in one place: to undo a request is to put back a
/// copy of it, so that nothing can be left out. What waits to be written is empty when a request begins.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// The last moment given out.
    pub(super) last: i64,
    /// What the clock shows, or the moment that is told of.
    pub(super) now: i64,
    /// Nothing is due before.
    pub(super) next_due: i64,
    /// Whether history is told after the fact.
    pub(super) is_past: bool,
    /// Whether nothing has been written for so long that it has to be said that time goes by.
    pub(super) is_quiet: bool,
    /// Whether anybody listens to what is told.
    pub(super) is_heard: bool,
    pub(super) book: Book,
    pub(super) events: Rows,
    pub(super) outbox: Rows,
    pub(super) rewards: Rows,
    pub(super) rank_changes: Rows,
    /// Ranks that members have from now on.
    pub(super) ranks: BTreeMap<i64, i64>,
    places: Arc<Places>,
}

/// Where changes of rank stand in the list of a member's: at their moments, and if theirs changes twice at one, the next.
#[derive(Debug, Clone, Default)]
pub struct Places(HashMap<i64, i64>);

impl Places {
    /// The place of one more change.
    pub fn of(&mut self, member: i64, at: i64) -> i64 {
        let last = self.0.entry(member).or_insert(i64::MIN);
        *last = at.max(last.saturating_add(1));
        *last
    }
}

impl State {
    /// The state in which a transaction begins. `last` is the last moment given out, `now` what the clock shows.
    pub(super) fn new(last: i64, now: i64) -> Self {
        Self {
            last,
            now,
            next_due: i64::MIN,
            is_past: false,
            is_quiet: false,
            is_heard: false,
            book: Book::default(),
            events: event::rows(),
            outbox: Rows::new("outbox", &["owner", "id", "topic", "payload"]),
            rewards: reward_rows(),
            rank_changes: Rows::new(
                "rank_change",
                &["member", "at", "rank", "rank_id", "how", "reason", "actor"],
            ),
            ranks: BTreeMap::new(),
            places: Arc::default(),
        }
    }

    /// Where a change of rank stands in their list; no later moment is the same.
    pub(super) fn place_of(&mut self, member: i64, at: i64) -> i64 {
        let place = Arc::make_mut(&mut self.places).of(member, at);
        self.last = self.last.max(place);
        place
    }

    /// Writes what waits.
    pub(super) fn write(&mut self, conn: &mut Conn) -> Result<(), DbError> {
        self.book.write(conn)?;
        for rows in [&mut self.events, &mut self.outbox, &mut self.rewards, &mut self.rank_changes] {
            conn.insert(rows)?;
            rows.clear();
        }
        let mut ranks = Rows::new("member", &["id", "rank"]);
        for (member, rank) in std::mem::take(&mut self.ranks) {
            ranks.push(row![member, rank]);
        }
        conn.update(&ranks, 1)
    }
}
