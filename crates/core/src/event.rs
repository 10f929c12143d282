//! The history of the shop as far as rewards rest on it: one row for each thing that happened, in the order in which it
//! counted. A process that has stood aside reads on from where it was; `verify` reads all of it.

use banyan_store::{DbError, Row, Rows, row};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i64)]
pub enum Kind {
    /// A member joined: inviter in `ref_id` (0 = nobody), rank in `value`.
    Join = 1,
    /// A customer became a promoter of rank `value`.
    Enrol = 2,
    /// A rank was given by hand.
    Rank = 3,
    /// They were given another inviter: `ref_id` (0 = nobody).
    Transfer = 4,
    /// An order was paid: `ref_id`.
    Pay = 5,
    /// Part of a line was refunded: order, line, refund in `value`.
    Refund = 6,
    /// A line settled: order, line, refunded by then in `value`.
    Settle = 7,
    /// Periods closed and months were reviewed.
    Close = 8,
    /// The plan of version `value` took over.
    Plan = 9,
    /// The shop's settings changed.
    Settings = 10,
    /// Staff stopped a member (`value` 1), or let them go again (0).
    Stop = 11,
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Its place in the history.
    pub id: i64,
    /// When it counts.
    pub at: i64,
    /// What happened.
    pub kind: Kind,
    /// Whose it is: the member's or the buyer's; 0 for the shop's own.
    pub owner: i64,
    /// See [`Kind`].
    pub ref_id: i64,
    /// See [`Kind`].
    pub ref_line: i64,
    /// See [`Kind`].
    pub value: i64,
}

/// The columns in the order in which [`Event::read`] expects them.
pub const COLUMNS: &[&str] = &["id", "at", "kind", "owner", "ref_id", "ref_line", "value"];

/// No rows yet.
pub fn rows() -> Rows {
    Rows::new("event", COLUMNS)
}

impl Event {
    /// An event of a kind with nothing else to say.
    pub fn new(id: i64, at: i64, kind: Kind, owner: i64) -> Self {
        Self { id, at, kind, owner, ref_id: 0, ref_line: 0, value: 0 }
    }

    /// Adds the event to rows that wait to be written.
    pub fn push(&self, rows: &mut Rows) {
        let Self { id, at, kind, owner, ref_id, ref_line, value } = *self;
        rows.push(row![id, at, kind as i64, owner, ref_id, ref_line, value]);
    }

    /// Reads an event from the columns [`COLUMNS`].
    pub fn read(row: &Row) -> Result<Self, DbError> {
        let kinds = [
            Kind::Join,
            Kind::Enrol,
            Kind::Rank,
            Kind::Transfer,
            Kind::Pay,
            Kind::Refund,
            Kind::Settle,
            Kind::Close,
            Kind::Plan,
            Kind::Settings,
            Kind::Stop,
        ];
        let number = row.int(2)?;
        let kind = kinds.into_iter().find(|kind| *kind as i64 == number);
        let kind = kind.ok_or_else(|| DbError::Broken(format!("an event of the unknown kind {number}")))?;
        Ok(Self {
            id: row.int(0)?,
            at: row.int(1)?,
            kind,
            owner: row.int(3)?,
            ref_id: row.int(4)?,
            ref_line: row.int(5)?,
            value: row.int(6)?,
        })
    }
}
