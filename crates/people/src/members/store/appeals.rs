//! The SQL of appeals.

use banyan_store as db;
use banyan_store::{Conn, DbError, row};

/// An appeal; what they say is encrypted.
#[derive(Debug, Clone)]
pub struct AppealRow {
    /// The member.
    pub member: i64,
    /// Its id.
    pub id: i64,
    /// What it is about.
    pub about: String,
    /// The personal data, encrypted.
    pub secret: Vec<u8>,
    /// Where it stands.
    pub state: String,
    /// What staff has answered.
    pub answer: String,
    pub(crate) decided_at: Option<i64>,
    pub(crate) decided_by: Option<String>,
}

const COLUMNS: &str = "member, id, about, secret, state, answer, decided_at, decided_by";

fn read(row: &db::Row) -> Result<AppealRow, DbError> {
    Ok(AppealRow {
        member: row.int(0)?,
        id: row.int(1)?,
        about: row.text(2)?.to_owned(),
        secret: row.bytes(3)?.to_vec(),
        state: row.text(4)?.to_owned(),
        answer: row.text(5)?.to_owned(),
        decided_at: row.maybe_int(6)?,
        decided_by: row.maybe_text(7)?.map(str::to_owned),
    })
}

/// Writes a row.
pub fn insert(conn: &mut Conn, member: i64, id: i64, about: &str, secret: &[u8]) -> Result<(), DbError> {
    let sql = "INSERT INTO appeal(member, id, about, secret, state) VALUES($1, $2, $3, $4, 'open')";
    conn.execute(sql, &row![member, id, about, secret])?;
    Ok(())
}

/// Whether a member waits for an answer already.
pub fn waits(conn: &mut Conn, member: i64, about: &str) -> Result<bool, DbError> {
    let sql = "SELECT id FROM appeal WHERE member = $1 AND about = $2 AND state = 'open'";
    Ok(conn.one(sql, &row![member, about])?.is_some())
}

/// A member's appeals before one, the newest first.
pub fn of(conn: &mut Conn, member: i64, before: i64, limit: i64) -> Result<Vec<AppealRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM appeal WHERE member = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    conn.query(&sql, &row![member, before, limit])?.iter().map(read).collect()
}

/// Everybody's appeals before one, the newest first; an empty state for all.
pub fn all(conn: &mut Conn, state: &str, before: i64, limit: i64) -> Result<Vec<AppealRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM appeal WHERE ($1 = '' OR state = $1) AND id < $2 ORDER BY id DESC LIMIT $3"
    );
    conn.query(&sql, &row![state, before, limit])?.iter().map(read).collect()
}

/// Finds one, if it is there.
pub fn find(conn: &mut Conn, id: i64) -> Result<Option<AppealRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM appeal WHERE id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read).transpose()
}

/// Writes down what was decided; `false` if that was done before.
pub fn decide(conn: &mut Conn, appeal: &AppealRow) -> Result<bool, DbError> {
    let sql = "UPDATE appeal SET state = $3, answer = $4, decided_at = $5, decided_by = $6 \
               WHERE member = $1 AND id = $2 AND state = 'open'";
    let AppealRow { member, id, state, answer, decided_at, decided_by, .. } = appeal;
    let params = row![*member, *id, state.as_str(), answer.as_str(), *decided_at, decided_by.clone()];
    Ok(conn.execute(sql, &params)? == 1)
}
