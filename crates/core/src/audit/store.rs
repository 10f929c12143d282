//! The SQL of the audit log.

use banyan_plan::time::Time;
use banyan_store as db;
use banyan_store::{Conn, DbError, row};

use super::chain::{Act, ChainHash, Record};

const COLUMNS: &str = "id, actor, action, subject, detail, previous, hash";

/// A record of the log.
#[derive(Debug, Clone)]
pub struct Row {
    /// When it was written down: a moment that no other record has.
    pub id: i64,
    /// Who acted: `staff:ID`, `token:ID`, `member:ID` or `system`.
    pub actor: String,
    /// A stable name of what was done, as `member.freeze`.
    pub action: String,
    /// What it was done to, as `member/123`.
    pub subject: String,
    /// What else there is to say, as JSON, without personal data.
    pub detail: String,
    previous: ChainHash,
    /// The hash of this record and of all before it.
    pub hash: ChainHash,
}

/// Which records are wanted; an empty text leaves them all in.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Who acted.
    pub actor: String,
    /// The stable name of what was done.
    pub action: String,
    /// What it was done to.
    pub subject: String,
}

impl Row {
    /// The record as the chain of hashes checks it.
    pub fn record(&self) -> Record<'_> {
        let Self { id, actor, action, subject, detail, previous, hash } = self;
        Record {
            act: Act { at: Time(*id), actor, action, subject, detail },
            previous: *previous,
            hash: *hash,
        }
    }
}

fn read(row: &db::Row) -> Result<Row, DbError> {
    let text = |column| Ok::<_, DbError>(row.text(column)?.to_owned());
    Ok(Row {
        id: row.int(0)?,
        actor: text(1)?,
        action: text(2)?,
        subject: text(3)?,
        detail: text(4)?,
        previous: hash(row, 5)?,
        hash: hash(row, 6)?,
    })
}

fn hash(row: &db::Row, column: usize) -> Result<ChainHash, DbError> {
    let bytes = row.bytes(column)?.try_into();
    bytes.map(ChainHash).map_err(|_| DbError::Broken("a hash of the audit log has not 32 bytes".to_owned()))
}

/// The hash of the last record.
pub(super) fn last_hash(conn: &mut Conn) -> Result<Option<ChainHash>, DbError> {
    let last = conn.one("SELECT hash FROM audit ORDER BY id DESC LIMIT 1", &[])?;
    last.map(|row| hash(&row, 0)).transpose()
}

/// Adds a record.
pub(super) fn insert(conn: &mut Conn, record: &Record<'_>) -> Result<(), DbError> {
    let Record { act, previous, hash } = record;
    conn.execute(
        "INSERT INTO audit(id, actor, action, subject, detail, previous, hash) VALUES($1, $2, $3, $4, $5, $6, $7)",
        &row![
            act.at.0,
            act.actor,
            act.action,
            act.subject,
            act.detail,
            previous.0.as_slice(),
            hash.0.as_slice()
        ],
    )?;
    Ok(())
}

/// Records after one, the oldest first.
pub(super) fn after(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<Row>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE id > $1 ORDER BY id LIMIT $2");
    conn.query(&sql, &row![after, limit])?.iter().map(read).collect()
}

/// Records before one, the newest first.
pub fn list(conn: &mut Conn, filter: &Filter, before: i64, limit: i64) -> Result<Vec<Row>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit WHERE id < $1 AND ($2 = '' OR actor = $2) AND ($3 = '' OR action = $3) \
         AND ($4 = '' OR subject = $4) ORDER BY id DESC LIMIT $5"
    );
    let Filter { actor, action, subject } = filter;
    let params = row![before, actor.as_str(), action.as_str(), subject.as_str(), limit];
    conn.query(&sql, &params)?.iter().map(read).collect()
}
