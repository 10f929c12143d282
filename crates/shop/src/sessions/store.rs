//! The SQL of sessions and tokens.

use super::Subject;
use crate::db::{Conn, DbError, row};
use crate::staff::Role;

/// Who a session is of, if it is still good.
pub(crate) fn find_session(conn: &mut Conn, hash: &[u8], now: i64) -> Result<Option<Subject>, DbError> {
    let sql = "SELECT s.subject, s.owner, s.strong, m.state, f.role, f.state FROM session s \
               LEFT JOIN member m ON s.subject = 'member' AND m.id = s.owner \
               LEFT JOIN staff f ON s.subject = 'staff' AND f.id = s.owner \
               WHERE s.hash = $1 AND s.expires_at > $2";
    let Some(row) = conn.one(sql, &row![hash, now])? else { return Ok(None) };
    let owner = row.int(1)?;
    if row.text(0)? == "member" {
        return Ok((row.maybe_text(3)? == Some("active")).then_some(Subject::Member(owner)));
    }
    let role =
        row.maybe_text(4)?.and_then(Role::of).filter(|_| matches!(row.maybe_text(5), Ok(Some("active"))));
    let is_strong = row.flag(2)?;
    Ok(role.map(|role| Subject::Staff { id: owner, role, is_strong }))
}

/// Who issued an API token, if it is still good.
pub(crate) fn find_token(conn: &mut Conn, hash: &[u8], now: i64) -> Result<Option<Subject>, DbError> {
    let sql = "SELECT t.staff, t.scopes, f.role FROM api_token t JOIN staff f ON f.id = t.staff AND f.state = 'active' \
               WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)";
    let Some(row) = conn.one(sql, &row![hash, now])? else { return Ok(None) };
    let scopes = serde_json::from_str(row.text(1)?).map_err(|error| DbError::Broken(error.to_string()))?;
    let role =
        Role::of(row.text(2)?).ok_or_else(|| DbError::Broken("staff of an unknown role".to_owned()))?;
    Ok(Some(Subject::Program { id: row.int(0)?, role, scopes }))
}

/// Signs somebody in.
pub(crate) fn insert(
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
pub(crate) fn remove(conn: &mut Conn, hash: &[u8]) -> Result<(), DbError> {
    conn.execute("DELETE FROM session WHERE hash = $1", &row![hash])?;
    Ok(())
}

/// Signs somebody out everywhere.
pub(crate) fn remove_all_of(conn: &mut Conn, subject: &str, owner: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM session WHERE subject = $1 AND owner = $2", &row![subject, owner])?;
    Ok(())
}
