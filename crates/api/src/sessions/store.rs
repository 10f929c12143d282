//! The SQL of sessions and tokens.

use std::collections::HashMap;

use banyan_base::throttle::Failures;
use banyan_base::tokens::TokenHash;
use banyan_plan::time::Time;
use banyan_store::{Conn, DbError, Row, row};

use super::{Subject, Whose};
use crate::access::{Rights, Role, set_for};

/// Who tokens are of, and when each ends.
type Found = HashMap<TokenHash, (Subject, i64)>;

fn keys(hashes: &[TokenHash]) -> Vec<Vec<u8>> {
    hashes.iter().map(|hash| hash.0.to_vec()).collect()
}

fn hash(row: &Row, column: usize) -> Result<TokenHash, DbError> {
    let hash = row.bytes(column)?.try_into().map(TokenHash);
    hash.map_err(|_| DbError::Broken("a token's hash that has not 32 bytes".to_owned()))
}

/// Those of sessions.
pub(super) fn find_sessions(conn: &mut Conn, hashes: &[TokenHash]) -> Result<Found, DbError> {
    let sql = "SELECT s.subject, s.owner, s.strong, m.state, f.role, f.state, s.hash, s.expires_at, r.permissions FROM session s \
               LEFT JOIN member m ON s.subject = 'member' AND m.id = s.owner \
               LEFT JOIN staff f ON s.subject = 'staff' AND f.id = s.owner \
               LEFT JOIN role_rights r ON r.role = f.role \
               WHERE s.hash IN KEYS($1)";
    let mut found = Found::new();
    for row in conn.query(sql, &row![keys(hashes)])? {
        if let Some(subject) = subject(&row)? {
            found.insert(hash(&row, 6)?, (subject, row.int(7)?));
        }
    }
    Ok(found)
}

fn subject(row: &Row) -> Result<Option<Subject>, DbError> {
    let owner = row.int(1)?;
    if row.text(0)? == "member" {
        return Ok(match row.maybe_text(3)? {
            Some("active") => Some(Subject::Member(owner)),
            Some("frozen") => Some(Subject::Frozen(owner)),
            _ => None,
        });
    }
    let role =
        row.maybe_text(4)?.and_then(Role::of).filter(|_| matches!(row.maybe_text(5), Ok(Some("active"))));
    let is_strong = row.flag(2)?;
    let Some(role) = role else { return Ok(None) };
    let rights = rights(row, 8, role)?;
    Ok(Some(Subject::Staff { id: owner, role, rights, is_strong }))
}

/// What a role may do, by what the owner has set for it.
fn rights(row: &Row, column: usize, role: Role) -> Result<Rights, DbError> {
    let set = set_for(row.maybe_text(column)?)?;
    Ok(Rights::of(role, set.as_deref()))
}

/// Those of API tokens that are not revoked: who issued them.
pub(super) fn find_tokens(conn: &mut Conn, hashes: &[TokenHash]) -> Result<Found, DbError> {
    let sql = "SELECT t.staff, t.scopes, f.role, t.hash, t.expires_at, r.permissions FROM api_token t \
               JOIN staff f ON f.id = t.staff AND f.state = 'active' \
               LEFT JOIN role_rights r ON r.role = f.role WHERE t.hash IN KEYS($1) AND t.revoked_at IS NULL";
    let mut found = Found::new();
    for row in conn.query(sql, &row![keys(hashes)])? {
        let scopes =
            serde_json::from_str(row.text(1)?).map_err(|error| DbError::Broken(error.to_string()))?;
        let role =
            Role::of(row.text(2)?).ok_or_else(|| DbError::Broken("staff of an unknown role".to_owned()))?;
        let program = Subject::Program { id: row.int(0)?, role, rights: rights(&row, 5, role)?, scopes };
        found.insert(hash(&row, 3)?, (program, row.maybe_int(4)?.unwrap_or(i64::MAX)));
    }
    Ok(found)
}

/// Signs somebody in.
pub fn insert(
    conn: &mut Conn,
    hash: &[u8],
    subject: &str,
    owner: i64,
    (created, expires): (i64, i64),
    is_strong: bool,
) -> Result<(), DbError> {
    conn.execute(
        "INSERT INTO session(hash, subject, owner, created_at, expires_at, strong) VALUES($1, $2, $3, $4, $5, $6)",
        &row![hash, subject, owner, created, expires, is_strong],
    )?;
    Ok(())
}

/// Signs one session out.
pub fn remove(conn: &mut Conn, hash: &[u8]) -> Result<(), DbError> {
    conn.execute("DELETE FROM session WHERE hash = $1", &row![hash])?;
    Ok(())
}

/// The second factor was given.
pub fn make_strong(conn: &mut Conn, hash: &[u8]) -> Result<(), DbError> {
    conn.execute("UPDATE session SET strong = 1 WHERE hash = $1", &row![hash])?;
    Ok(())
}

/// Signs somebody out everywhere.
pub fn remove_all_of(conn: &mut Conn, whose: Whose, owner: i64) -> Result<(), DbError> {
    let sql = "DELETE FROM session WHERE owner = $1 AND subject = $2";
    conn.execute(sql, &row![owner, whose.word()])?;
    Ok(())
}

/// Signs somebody out everywhere but here.
pub fn remove_others_of(conn: &mut Conn, whose: Whose, owner: i64, here: &[u8]) -> Result<(), DbError> {
    let sql = "DELETE FROM session WHERE owner = $1 AND subject = $2 AND hash <> $3";
    conn.execute(sql, &row![owner, whose.word(), here])?;
    Ok(())
}

/// Forgets sessions that have ended.
pub(super) fn remove_ended(conn: &mut Conn, now: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM session WHERE expires_at <= $1", &row![now])?;
    Ok(())
}

/// What is remembered of failed attempts at something.
pub fn failures(conn: &mut Conn, key: &[u8]) -> Result<Failures, DbError> {
    let found = conn.one("SELECT failures, last_at FROM attempt WHERE account = $1", &row![key])?;
    let Some(row) = found else { return Ok(Failures::default()) };
    Ok(Failures { count: row.count(0)?, last: Time(row.int(1)?) })
}

/// Remembers failed attempts.
pub(crate) fn remember(conn: &mut Conn, key: &[u8], failures: Failures) -> Result<(), DbError> {
    let sql = "INSERT INTO attempt(account, failures, last_at) VALUES($1, $2, $3) \
               ON CONFLICT(account) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at";
    conn.execute(sql, &row![key, failures.count, failures.last.0])?;
    Ok(())
}

/// Forgets failed attempts at one thing.
pub(crate) fn forget(conn: &mut Conn, key: &[u8]) -> Result<(), DbError> {
    conn.execute("DELETE FROM attempt WHERE account = $1", &row![key])?;
    Ok(())
}

/// Forgets what happened before a moment.
pub(crate) fn forget_before(conn: &mut Conn, moment: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM attempt WHERE last_at < $1", &row![moment])?;
    Ok(())
}
