//! The SQL of what shows who somebody is: codes that were sent to phones, links that staff made.

use banyan_store::{Conn, DbError, row};

/// A code that was sent to a phone.
#[derive(Debug, Clone)]
pub(crate) struct CodeRow {
    /// Keyed hash of the code.
    pub(crate) code: Vec<u8>,
    pub(crate) sent_at: i64,
    pub(crate) expires_at: i64,
    /// Guesses so far.
    pub(crate) tries: i64,
}

/// The newest code of a phone, by the phone's keyed hash.
pub(crate) fn code(conn: &mut Conn, phone: &[u8]) -> Result<Option<CodeRow>, DbError> {
    let sql = "SELECT code, sent_at, expires_at, tries FROM phone_code WHERE hash = $1";
    let read = |row: banyan_store::Row| {
        Ok(CodeRow {
            code: row.bytes(0)?.to_vec(),
            sent_at: row.int(1)?,
            expires_at: row.int(2)?,
            tries: row.int(3)?,
        })
    };
    conn.one(sql, &row![phone])?.map(read).transpose()
}

/// Keeps a code; the one before is good no longer.
pub(crate) fn keep_code(conn: &mut Conn, phone: &[u8], row: &CodeRow) -> Result<(), DbError> {
    let CodeRow { code, sent_at, expires_at, tries } = row;
    let sql = "INSERT INTO phone_code(hash, code, sent_at, expires_at, tries) VALUES($1, $2, $3, $4, $5) \
               ON CONFLICT(hash) DO UPDATE SET code = excluded.code, sent_at = excluded.sent_at, \
               expires_at = excluded.expires_at, tries = excluded.tries";
    conn.execute(sql, &row![phone, code.as_slice(), *sent_at, *expires_at, *tries])?;
    Ok(())
}

/// One guess more.
pub(crate) fn count_guess(conn: &mut Conn, phone: &[u8]) -> Result<(), DbError> {
    conn.execute("UPDATE phone_code SET tries = tries + 1 WHERE hash = $1", &row![phone])?;
    Ok(())
}

pub(crate) fn remove_code(conn: &mut Conn, phone: &[u8]) -> Result<(), DbError> {
    conn.execute("DELETE FROM phone_code WHERE hash = $1", &row![phone])?;
    Ok(())
}

/// The link of a member: another one takes the place of the one before.
pub(crate) fn keep_link(
    conn: &mut Conn,
    member: i64,
    hash: &[u8],
    (made_at, expires_at): (i64, i64),
) -> Result<(), DbError> {
    let sql = "INSERT INTO reset_link(member, hash, made_at, expires_at) VALUES($1, $2, $3, $4) \
               ON CONFLICT(member) DO UPDATE SET hash = excluded.hash, made_at = excluded.made_at, \
               expires_at = excluded.expires_at";
    conn.execute(sql, &row![member, hash, made_at, expires_at])?;
    Ok(())
}

/// Whose link it is, if it is still good. `hashes` are its keyed hashes, under every key.
pub(crate) fn member_of_link(
    conn: &mut Conn,
    hashes: Vec<Vec<u8>>,
    now: i64,
) -> Result<Option<i64>, DbError> {
    let sql = "SELECT member FROM reset_link WHERE hash = $1 AND expires_at > $2";
    for hash in hashes {
        if let Some(row) = conn.one(sql, &row![hash, now])? {
            return row.int(0).map(Some);
        }
    }
    Ok(None)
}

/// No link of theirs is good any longer.
pub(crate) fn forget_link(conn: &mut Conn, member: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM reset_link WHERE member = $1", &row![member])?;
    Ok(())
}

/// Forgets what is good no longer.
pub(crate) fn forget_ended(conn: &mut Conn, now: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM phone_code WHERE expires_at <= $1", &row![now])?;
    conn.execute("DELETE FROM reset_link WHERE expires_at <= $1", &row![now])?;
    Ok(())
}
