//! The SQL of what a member sees of themselves.

use banyan_store as db;
use banyan_store::{Conn, DbError, row};

use crate::members::State;

/// A member.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Its id.
    pub id: i64,
    /// Who invited them.
    pub inviter: Option<i64>,
    /// The rank's number; 0 for none.
    pub rank: i64,
    /// Their nickname.
    pub nickname: String,
    /// Its code.
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// When they became a promoter.
    pub promoter_at: Option<i64>,
    /// Their first order, if they have bought.
    pub first_order: Option<i64>,
    /// How many members they have invited themselves.
    pub direct: i64,
    /// What they have agreed to, as JSON.
    pub consent: String,
}

/// The columns that [`read`] expects, of a table `m`.
pub(super) const COLUMNS: &str = "m.id, m.inviter, m.rank, m.nickname, m.code, m.state, m.promoter_at, \
                                  m.first_order, m.direct, m.consent";

pub(super) fn read(row: &db::Row) -> Result<MemberRow, DbError> {
    Ok(MemberRow {
        id: row.int(0)?,
        inviter: row.maybe_int(1)?,
        rank: row.int(2)?,
        nickname: row.text(3)?.to_owned(),
        code: row.text(4)?.to_owned(),
        state: super::state(row, 5)?,
        promoter_at: row.maybe_int(6)?,
        first_order: row.maybe_int(7)?,
        direct: row.int(8)?,
        consent: row.text(9)?.to_owned(),
    })
}

/// Finds one, if it is there.
pub fn find(conn: &mut Conn, member: i64) -> Result<Option<MemberRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM member m WHERE m.id = $1");
    conn.one(&sql, &row![member])?.as_ref().map(read).transpose()
}

/// What a member is called in the system that they were brought over from, if they were.
pub fn origin(conn: &mut Conn, member: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT name FROM origin WHERE owner = $1 AND id = $1", &row![member])?;
    found.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// What is known of a member in private, encrypted: field and secret.
pub fn private(conn: &mut Conn, member: i64) -> Result<Vec<(String, Vec<u8>)>, DbError> {
    let found =
        conn.query("SELECT field, secret FROM private WHERE member = $1 ORDER BY field", &row![member])?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.bytes(1)?.to_vec()))).collect()
}

pub(crate) fn set_nickname(conn: &mut Conn, member: i64, nickname: &str) -> Result<(), DbError> {
    conn.execute("UPDATE member SET nickname = $2 WHERE id = $1", &row![member, nickname])?;
    Ok(())
}

pub(crate) fn set_consent(conn: &mut Conn, member: i64, consent: &str) -> Result<(), DbError> {
    conn.execute("UPDATE member SET consent = $2 WHERE id = $1", &row![member, consent])?;
    Ok(())
}

/// An address, encrypted.
#[derive(Debug, Clone)]
pub struct AddressRow {
    /// Its id.
    pub id: i64,
    /// The personal data, encrypted.
    pub secret: Vec<u8>,
    pub(crate) is_preferred: bool,
}

/// A member's addresses: the preferred one first, then the newest.
pub fn addresses(conn: &mut Conn, member: i64) -> Result<Vec<AddressRow>, DbError> {
    let sql = "SELECT id, secret, preferred FROM address WHERE member = $1 ORDER BY preferred DESC, id DESC";
    let read = |row: &db::Row| {
        Ok(AddressRow { id: row.int(0)?, secret: row.bytes(1)?.to_vec(), is_preferred: row.flag(2)? })
    };
    conn.query(sql, &row![member])?.iter().map(read).collect()
}

/// No address is the preferred one.
pub(crate) fn prefer_none(conn: &mut Conn, member: i64) -> Result<(), DbError> {
    conn.execute("UPDATE address SET preferred = 0 WHERE member = $1 AND preferred = 1", &row![member])?;
    Ok(())
}

pub(crate) fn insert_address(conn: &mut Conn, member: i64, address: &AddressRow) -> Result<(), DbError> {
    let AddressRow { id, secret, is_preferred } = address;
    let sql = "INSERT INTO address(member, id, secret, preferred) VALUES($1, $2, $3, $4)";
    conn.execute(sql, &row![member, *id, secret.as_slice(), *is_preferred])?;
    Ok(())
}

/// Writes an address anew; `false` if there is none.
pub(crate) fn update_address(conn: &mut Conn, member: i64, address: &AddressRow) -> Result<bool, DbError> {
    let AddressRow { id, secret, is_preferred } = address;
    let sql = "UPDATE address SET secret = $3, preferred = $4 WHERE member = $1 AND id = $2";
    Ok(conn.execute(sql, &row![member, *id, secret.as_slice(), *is_preferred])? == 1)
}

/// Removes an address; `false` if there is none.
pub(crate) fn remove_address(conn: &mut Conn, member: i64, id: i64) -> Result<bool, DbError> {
    Ok(conn.execute("DELETE FROM address WHERE member = $1 AND id = $2", &row![member, id])? == 1)
}

/// A change of rank.
#[derive(Debug, Clone)]
pub struct RankRow {
    /// When, in nanoseconds.
    pub at: i64,
    /// The rank's id in the plan of that time; empty for none.
    pub rank_id: String,
    /// The stable word of how it came about.
    pub how: String,
    /// Why, in words.
    pub reason: String,
    /// Who acted, as the audit log writes it.
    pub actor: String,
}

/// A member's changes of rank up to a moment, the newest first.
pub fn ranks(conn: &mut Conn, member: i64, until: i64, limit: i64) -> Result<Vec<RankRow>, DbError> {
    let sql = "SELECT at, rank_id, how, reason, actor FROM rank_change WHERE member = $1 AND at <= $2 \
               ORDER BY at DESC LIMIT $3";
    let read = |row: &db::Row| {
        let text = |column| Ok::<_, DbError>(row.text(column)?.to_owned());
        let (rank_id, how, reason, actor) = (text(1)?, text(2)?, text(3)?, text(4)?);
        Ok(RankRow { at: row.int(0)?, rank_id, how, reason, actor })
    };
    conn.query(sql, &row![member, until, limit])?.iter().map(read).collect()
}
