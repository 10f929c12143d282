//! The SQL of plan versions.

use crate::db::{Conn, DbError, Row, row};
use crate::event::{self, Event, Kind};

/// A published plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) no: i64,
    pub(crate) source: String,
    pub(crate) effective_at: i64,
}

fn read(row: &Row) -> Result<Version, DbError> {
    Ok(Version { no: row.int(0)?, source: row.text(1)?.to_owned(), effective_at: row.int(2)? })
}

/// Every version that has taken over, the oldest first.
pub(crate) fn versions(conn: &mut Conn) -> Result<Vec<Version>, DbError> {
    let sql = "SELECT version, source, active_from FROM plan_version WHERE active_from IS NOT NULL ORDER BY version";
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// The version that has taken over last.
pub(crate) fn newest(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let sql = "SELECT MAX(version) FROM plan_version WHERE active_from IS NOT NULL";
    Ok(conn.one(sql, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten())
}

/// The next version to take over by `now`.
pub(crate) fn next_waiting(conn: &mut Conn, now: i64) -> Result<Option<Version>, DbError> {
    let sql = "SELECT version, source, effective_at FROM plan_version WHERE active_from IS NULL AND effective_at <= $1 \
               ORDER BY effective_at, version LIMIT 1";
    conn.one(sql, &row![now])?.as_ref().map(read).transpose()
}

/// Publishes a version.
pub(crate) fn insert(
    conn: &mut Conn,
    version: &Version,
    at: i64,
    by: i64,
    findings: &str,
) -> Result<(), DbError> {
    conn.execute(
        "INSERT INTO plan_version(version, source, published_at, effective_at, published_by, findings) \
         VALUES($1, $2, $3, $4, $5, $6)",
        &row![version.no, version.source.as_str(), at, version.effective_at, by, findings],
    )?;
    Ok(())
}

/// Gives an empty shop its first plan.
pub(crate) fn seed(conn: &mut Conn, source: &str, now: i64) -> Result<(), DbError> {
    let last =
        conn.one("SELECT last FROM clock WHERE id = 1 LOCKED", &[])?.map_or(Ok(0), |row| row.int(0))?;
    if conn.one("SELECT version FROM plan_version LIMIT 1", &[])?.is_some() {
        return Ok(());
    }
    let at = now.max(last + 1);
    let version = Version { no: 1, source: source.to_owned(), effective_at: at };
    insert(conn, &version, at, 0, "{}")?;
    conn.execute("UPDATE plan_version SET active_from = $1 WHERE version = 1", &row![at])?;
    let mut rows = event::rows();
    Event { value: 1, ..Event::new(at, at, Kind::Plan, 0) }.push(&mut rows);
    conn.insert(&rows)?;
    conn.execute("UPDATE clock SET last = $1 WHERE id = 1", &row![at])?;
    Ok(())
}
