//! The SQL of webhooks.

use banyan_store::{Conn, DbError, Row, row};

use super::{State, Wanted, Webhook};

const COLUMNS: &str = "id, url, secret, topics, state, cursor, failures, next_try_at, last_error";

/// A row of the outbox.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(super) id: i64,
    pub(super) topic: String,
    /// JSON.
    pub(super) payload: String,
}

fn read(row: &Row) -> Result<Webhook, DbError> {
    let topics = serde_json::from_str(row.text(3)?);
    Ok(Webhook {
        id: row.int(0)?,
        url: row.text(1)?.to_owned(),
        secret: row.bytes(2)?.to_vec(),
        topics: topics.map_err(|error| DbError::Broken(format!("a webhook's topics: {error}")))?,
        state: State::of(row.text(4)?),
        cursor: row.int(5)?,
        failures: row.int(6)?,
        next_try_at: row.int(7)?,
        last_error: row.maybe_text(8)?.map(str::to_owned),
    })
}

pub(super) fn all(conn: &mut Conn) -> Result<Vec<Webhook>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhook ORDER BY id");
    conn.query(&sql, &[])?.iter().map(read).collect()
}

pub(super) fn find(conn: &mut Conn, id: i64) -> Result<Option<Webhook>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhook WHERE id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read).transpose()
}

pub(super) fn count(conn: &mut Conn) -> Result<i64, DbError> {
    conn.one("SELECT COUNT(*) FROM webhook", &[])?.map_or(Ok(0), |row| row.int(0))
}

fn topics(wanted: &Wanted) -> String {
    serde_json::json!(wanted.topics).to_string()
}

/// The cursor of a new webhook is its own id: it hears of what comes later.
pub(super) fn insert(conn: &mut Conn, id: i64, wanted: &Wanted, secret: &[u8]) -> Result<(), DbError> {
    let state = wanted.state.unwrap_or(State::Active).word();
    let sql = "INSERT INTO webhook(id, url, secret, topics, state, cursor) VALUES($1, $2, $3, $4, $5, $1)";
    conn.execute(sql, &row![id, wanted.url.as_str(), secret, topics(wanted), state])?;
    Ok(())
}

pub(super) fn change(conn: &mut Conn, id: i64, wanted: &Wanted) -> Result<bool, DbError> {
    let state = wanted.state.unwrap_or(State::Active).word();
    let sql = "UPDATE webhook SET url = $2, topics = $3, state = $4, failures = 0, next_try_at = 0, last_error = NULL \
               WHERE id = $1";
    Ok(conn.execute(sql, &row![id, wanted.url.as_str(), topics(wanted), state])? > 0)
}

pub(super) fn set_secret(conn: &mut Conn, id: i64, secret: &[u8]) -> Result<bool, DbError> {
    Ok(conn.execute("UPDATE webhook SET secret = $2 WHERE id = $1", &row![id, secret])? > 0)
}

pub(super) fn remove(conn: &mut Conn, id: i64) -> Result<bool, DbError> {
    Ok(conn.execute("DELETE FROM webhook WHERE id = $1", &row![id])? > 0)
}

/// Takes a webhook for a while, unless another process has.
pub(super) fn claim(conn: &mut Conn, webhook: &Webhook, until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE webhook SET next_try_at = $2 WHERE id = $1 AND next_try_at = $3 AND cursor = $4 AND state = 'active'";
    Ok(conn.execute(sql, &row![webhook.id, until, webhook.next_try_at, webhook.cursor])? > 0)
}

/// Moves a cursor forward; nothing else has moved it since `webhook` was read.
pub(super) fn delivered(conn: &mut Conn, webhook: &Webhook, last: i64) -> Result<(), DbError> {
    let sql = "UPDATE webhook SET cursor = $2, failures = 0, next_try_at = 0, last_error = NULL WHERE id = $1 AND cursor = $3";
    conn.execute(sql, &row![webhook.id, last, webhook.cursor])?;
    Ok(())
}

/// What failed is tried again at `next_try_at`, or the webhook is stopped.
pub(super) fn failed(conn: &mut Conn, id: i64, next_try_at: Option<i64>, error: &str) -> Result<(), DbError> {
    let state = if next_try_at.is_some() { "active" } else { "stopped" };
    // Whoever stopped or changed it meanwhile has the last word.
    let sql = "UPDATE webhook SET failures = failures + 1, next_try_at = $2, state = $3, last_error = $4 \
               WHERE id = $1 AND state = 'active'";
    conn.execute(sql, &row![id, next_try_at.unwrap_or(0), state, error])?;
    Ok(())
}

/// Removes the oldest rows of the outbox: those told before `passed` that every webhook has behind it, and all told before `old`. So
/// many at most; how many.
pub(super) fn forget(conn: &mut Conn, passed: i64, old: i64, most: i64) -> Result<u64, DbError> {
    let sql = "SELECT MIN(cursor) FROM webhook";
    let reached = conn.one(sql, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten().unwrap_or(i64::MAX);
    let before = old.max(passed.min(reached));
    let sql = "DELETE FROM outbox WHERE id <= (SELECT MAX(id) FROM (SELECT id FROM outbox WHERE id < $1 ORDER BY id LIMIT $2) AS gone)";
    conn.execute(sql, &row![before, most])
}

/// What follows in the outbox.
pub(super) fn after(conn: &mut Conn, cursor: i64, limit: i64) -> Result<Vec<Told>, DbError> {
    let sql = "SELECT id, topic, payload FROM outbox WHERE id > $1 ORDER BY id LIMIT $2";
    let read = |row: &Row| {
        Ok(Told { id: row.int(0)?, topic: row.text(1)?.to_owned(), payload: row.text(2)?.to_owned() })
    };
    conn.query(sql, &row![cursor, limit])?.iter().map(read).collect()
}
