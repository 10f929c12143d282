//! The SQL of registering.

use banyan_store::{Conn, DbError, row};

/// Whether an invitation code is in use.
pub(crate) fn code_is_known(conn: &mut Conn, code: &str) -> Result<bool, DbError> {
    Ok(conn.one("SELECT member FROM invitation WHERE code = $1", &row![code])?.is_some())
}

/// Gives a member what they are found by; `false` if somebody has it.
pub(crate) fn insert_identity(
    conn: &mut Conn,
    hash: &[u8],
    member: i64,
    kind: &str,
    verified_at: Option<i64>,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO identity(hash, member, kind, verified_at) VALUES($1, $2, $3, $4) ON CONFLICT(hash) DO NOTHING";
    Ok(conn.execute(sql, &row![hash, member, kind, verified_at])? == 1)
}

pub(crate) fn insert_private(
    conn: &mut Conn,
    member: i64,
    field: &str,
    secret: &[u8],
) -> Result<(), DbError> {
    let sql = "INSERT INTO private(member, field, secret) VALUES($1, $2, $3)";
    conn.execute(sql, &row![member, field, secret])?;
    Ok(())
}

pub(crate) fn insert_tail(conn: &mut Conn, hash: &[u8], member: i64) -> Result<(), DbError> {
    conn.execute("INSERT INTO phone_tail(hash, member) VALUES($1, $2)", &row![hash, member])?;
    Ok(())
}

pub(crate) fn insert_binding(
    conn: &mut Conn,
    member: i64,
    at: i64,
    promoter: i64,
    until: Option<i64>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO binding(member, at, promoter, until, how) VALUES($1, $2, $3, $4, 'join')";
    conn.execute(sql, &row![member, at, promoter, until])?;
    Ok(())
}
