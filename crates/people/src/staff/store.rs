//! The SQL of staff and its tokens.

use std::collections::HashMap;

use banyan_store as db;
use banyan_store::{Conn, DbError, Row, row};

use super::{Permission, Role};

/// Somebody of staff.
#[derive(Debug, Clone)]
pub(crate) struct StaffRow {
    pub(crate) id: i64,
    pub(crate) login: String,
    pub(super) name: String,
    pub(crate) role: Role,
    pub(crate) password: String,
    /// Encrypted.
    pub(crate) totp: Option<Vec<u8>>,
    pub(super) totp_new: Option<Vec<u8>>,
    pub(super) totp_step: i64,
    /// Hashes of recovery codes left, in hexadecimal digits.
    pub(super) recovery: Vec<String>,
    pub(crate) is_active: bool,
}

const COLUMNS: &str = "id, login, name, role, password, totp, totp_new, totp_step, recovery, state";

fn read(row: &db::Row) -> Result<StaffRow, DbError> {
    let broken = |what: &str| DbError::Broken(format!("staff of an unreadable {what}"));
    Ok(StaffRow {
        id: row.int(0)?,
        login: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        role: Role::of(row.text(3)?).ok_or_else(|| broken("role"))?,
        password: row.text(4)?.to_owned(),
        totp: row.maybe_bytes(5)?.map(<[u8]>::to_vec),
        totp_new: row.maybe_bytes(6)?.map(<[u8]>::to_vec),
        totp_step: row.int(7)?,
        recovery: serde_json::from_str(row.text(8)?).map_err(|_| broken("list of recovery codes"))?,
        is_active: row.text(9)? == "active",
    })
}

pub(crate) fn find(conn: &mut Conn, id: i64) -> Result<Option<StaffRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM staff WHERE id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read).transpose()
}

pub(crate) fn by_login(conn: &mut Conn, login: &str) -> Result<Option<StaffRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM staff WHERE login = $1");
    conn.one(&sql, &row![login])?.as_ref().map(read).transpose()
}

/// Everybody, those who joined first first.
pub(super) fn all(conn: &mut Conn) -> Result<Vec<StaffRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM staff ORDER BY id");
    conn.query(&sql, &[])?.iter().map(read).collect()
}

/// The name of somebody of staff.
pub fn name(conn: &mut Conn, id: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT name FROM staff WHERE id = $1", &row![id])?;
    found.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// The names of some people of staff, by id.
pub fn names(conn: &mut Conn, ids: Vec<i64>) -> Result<HashMap<i64, String>, DbError> {
    let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned()));
    conn.query("SELECT id, name FROM staff WHERE id IN MANY($1)", &row![ids])?.iter().map(read).collect()
}

/// Ids and names of those who work here now, those who joined first first.
pub fn at_work(conn: &mut Conn) -> Result<Vec<(i64, String)>, DbError> {
    let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned()));
    conn.query("SELECT id, name FROM staff WHERE state = 'active' ORDER BY id", &[])?
        .iter()
        .map(read)
        .collect()
}

/// Whether there is nobody yet.
pub(crate) fn is_empty(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.one("SELECT id FROM staff LIMIT 1", &[])?.is_none())
}

/// Owners who are at work, besides one.
pub(super) fn other_owners(conn: &mut Conn, id: i64) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM staff WHERE role = 'owner' AND state = 'active' AND id <> $1";
    conn.one(sql, &row![id])?.map_or(Ok(0), |row| row.int(0))
}

/// Takes somebody on; `false` if the login is in use.
pub(super) fn insert(
    conn: &mut Conn,
    id: i64,
    (login, name): (&str, &str),
    role: Role,
    password: &str,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO staff(id, login, name, role, password, state) VALUES($1, $2, $3, $4, $5, 'active') \
               ON CONFLICT(login) DO NOTHING";
    Ok(conn.execute(sql, &row![id, login, name, role.word(), password])? == 1)
}

pub(super) fn set_role(conn: &mut Conn, id: i64, role: Role) -> Result<(), DbError> {
    conn.execute("UPDATE staff SET role = $2 WHERE id = $1", &row![id, role.word()])?;
    Ok(())
}

pub(super) fn set_state(conn: &mut Conn, id: i64, is_active: bool) -> Result<(), DbError> {
    let state = if is_active { "active" } else { "closed" };
    conn.execute("UPDATE staff SET state = $2 WHERE id = $1", &row![id, state])?;
    Ok(())
}

pub(crate) fn set_password(conn: &mut Conn, id: i64, password: &str) -> Result<(), DbError> {
    conn.execute("UPDATE staff SET password = $2 WHERE id = $1", &row![id, password])?;
    Ok(())
}

/// Keeps a secret that no code has proved yet.
pub(super) fn offer_totp(conn: &mut Conn, id: i64, secret: &[u8]) -> Result<(), DbError> {
    conn.execute("UPDATE staff SET totp_new = $2 WHERE id = $1", &row![id, secret])?;
    Ok(())
}

/// The secret that waited holds from now on.
pub(super) fn take_totp(
    conn: &mut Conn,
    id: i64,
    secret: &[u8],
    step: i64,
    recovery: &str,
) -> Result<(), DbError> {
    let sql = "UPDATE staff SET totp = $2, totp_new = NULL, totp_step = $3, recovery = $4 WHERE id = $1";
    conn.execute(sql, &row![id, secret, step, recovery])?;
    Ok(())
}

/// No second factor any longer.
pub(super) fn drop_totp(conn: &mut Conn, id: i64) -> Result<(), DbError> {
    let sql = "UPDATE staff SET totp = NULL, totp_new = NULL, recovery = '[]' WHERE id = $1";
    conn.execute(sql, &row![id])?;
    Ok(())
}

/// A code was used; `false` if it, or a newer one, was used before.
pub(super) fn use_step(conn: &mut Conn, id: i64, step: i64) -> Result<bool, DbError> {
    let sql = "UPDATE staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
    Ok(conn.execute(sql, &row![id, step])? == 1)
}

pub(super) fn set_recovery(conn: &mut Conn, id: i64, recovery: &str) -> Result<(), DbError> {
    conn.execute("UPDATE staff SET recovery = $2 WHERE id = $1", &row![id, recovery])?;
    Ok(())
}

/// What the owner has set for a role, as JSON; nothing if they have set nothing.
pub(super) fn role_text(conn: &mut Conn, role: Role) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT permissions FROM role_rights WHERE role = $1", &row![role.word()])?;
    found.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Sets it, or takes it away.
pub(super) fn set_role_text(conn: &mut Conn, role: Role, text: Option<&str>, at: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM role_rights WHERE role = $1", &row![role.word()])?;
    if let Some(text) = text {
        let sql = "INSERT INTO role_rights(role, permissions, changed_at) VALUES($1, $2, $3)";
        conn.execute(sql, &row![role.word(), text, at])?;
    }
    Ok(())
}

/// An API token, without what its holder shows.
#[derive(Debug, Clone)]
pub(super) struct TokenRow {
    pub(super) id: i64,
    pub(super) staff: i64,
    pub(super) name: String,
    pub(super) scopes: Vec<Permission>,
    pub(super) expires_at: Option<i64>,
    pub(super) revoked_at: Option<i64>,
}

pub(super) fn insert_token(conn: &mut Conn, hash: &[u8], token: &TokenRow) -> Result<(), DbError> {
    let TokenRow { id, staff, name, scopes, expires_at, .. } = token;
    let scopes = serde_json::to_string(scopes).map_err(|error| DbError::Broken(error.to_string()))?;
    let sql =
        "INSERT INTO api_token(hash, id, staff, name, scopes, expires_at) VALUES($1, $2, $3, $4, $5, $6)";
    conn.execute(sql, &row![hash, *id, *staff, name.as_str(), scopes, *expires_at])?;
    Ok(())
}

/// Every token, the newest first.
pub(super) fn tokens(conn: &mut Conn) -> Result<Vec<TokenRow>, DbError> {
    let sql = "SELECT id, staff, name, scopes, expires_at, revoked_at FROM api_token ORDER BY id DESC";
    let read = |row: &db::Row| {
        let scopes = serde_json::from_str(row.text(3)?);
        Ok(TokenRow {
            id: row.int(0)?,
            staff: row.int(1)?,
            name: row.text(2)?.to_owned(),
            scopes: scopes.map_err(|error| DbError::Broken(error.to_string()))?,
            expires_at: row.maybe_int(4)?,
            revoked_at: row.maybe_int(5)?,
        })
    };
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// Revokes a token; `false` if there is none that is still good.
pub(super) fn revoke(conn: &mut Conn, id: i64, at: i64) -> Result<bool, DbError> {
    let sql = "UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    Ok(conn.execute(sql, &row![id, at])? == 1)
}

/// Revokes all that somebody issued.
pub(super) fn revoke_all_of(conn: &mut Conn, staff: i64, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE api_token SET revoked_at = $2 WHERE staff = $1 AND revoked_at IS NULL";
    conn.execute(sql, &row![staff, at])?;
    Ok(())
}
