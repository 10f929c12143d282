//! The SQL of members.

pub mod appeals;
pub(crate) mod consents;
pub(super) mod desk;
pub(super) mod join;
pub mod me;
pub(super) mod people;
pub(crate) mod proofs;
pub(super) mod visits;

use std::collections::{HashMap, HashSet};

use banyan_base::tokens::read_invitation;
use banyan_store::{Conn, DbError, Row, row};

use super::{Bound, Buyer, State, Visit};

/// What orders need to know of some members.
pub fn buyers(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Buyer>, DbError> {
    let mut found = HashMap::new();
    for row in conn.query("SELECT id, rank, state FROM member WHERE id IN MANY($1)", &row![ids.to_vec()])? {
        let id = row.int(0)?;
        found.insert(id, Buyer { id, rank: row.int(1)?, state: state(&row, 2)?, bound: None, visit: None });
    }
    let customers: Vec<i64> = found.values().filter(|buyer| buyer.rank == 0).map(|buyer| buyer.id).collect();
    if customers.is_empty() {
        return Ok(found);
    }
    let latest = "SELECT b.member, b.promoter, b.until, p.state FROM binding b JOIN member p ON p.id = b.promoter \
                  WHERE b.member IN MANY($1) AND b.at = (SELECT MAX(at) FROM binding WHERE member = b.member)";
    for row in conn.query(latest, &row![customers.clone()])? {
        if let Some(buyer) = found.get_mut(&row.int(0)?) {
            let is_stopped = state(&row, 3)? == State::Frozen;
            buyer.bound = Some(Bound { promoter: row.int(1)?, until: row.maybe_int(2)?, is_stopped });
        }
    }
    let latest = "SELECT v.member, v.promoter, v.id FROM visit v JOIN member p ON p.id = v.promoter \
                  WHERE v.member IN MANY($1) AND v.id = (SELECT MAX(id) FROM visit WHERE member = v.member) AND p.state <> 'frozen'";
    for row in conn.query(latest, &row![customers])? {
        if let Some(buyer) = found.get_mut(&row.int(0)?) {
            buyer.visit = Some(Visit { promoter: row.int(1)?, at: row.int(2)? });
        }
    }
    Ok(found)
}

pub(super) fn state(row: &Row, column: usize) -> Result<State, DbError> {
    let word = row.text(column)?;
    State::of(word).ok_or_else(|| DbError::Broken(format!("a member of the unknown state {word}")))
}

/// Those of some members who have never bought anything.
pub fn without_order(conn: &mut Conn, ids: Vec<i64>) -> Result<HashSet<i64>, DbError> {
    let sql = "SELECT id FROM member WHERE id IN MANY($1) AND first_order IS NULL";
    conn.query(sql, &row![ids])?.iter().map(|row| row.int(0)).collect()
}

/// Everybody whom staff has stopped.
pub fn stopped(conn: &mut Conn) -> Result<HashSet<i64>, DbError> {
    conn.query("SELECT id FROM member WHERE state = 'frozen'", &[])?.iter().map(|row| row.int(0)).collect()
}

/// The promoter of an invitation code, however it is typed.
pub(crate) fn promoter_of(conn: &mut Conn, code: &str) -> Result<Option<i64>, DbError> {
    // Codes from elsewhere may have other letters than ours: they are taken as they are.
    let code = read_invitation(code).unwrap_or_else(|_| code.to_owned());
    let sql = "SELECT m.id FROM invitation i JOIN member m ON m.id = i.member \
               WHERE i.code = $1 AND m.rank > 0 AND m.state = 'active'";
    conn.one(sql, &row![code])?.map(|row| row.int(0)).transpose()
}

/// Nicknames and inviters of some members.
pub fn names(conn: &mut Conn, ids: Vec<i64>) -> Result<Vec<(i64, String, Option<i64>)>, DbError> {
    let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned(), row.maybe_int(2)?));
    conn.query("SELECT id, nickname, inviter FROM member WHERE id IN MANY($1)", &row![ids])?
        .iter()
        .map(read)
        .collect()
}

/// Nicknames of some members, by id; empty for those who have left.
pub fn nicknames(conn: &mut Conn, ids: Vec<i64>) -> Result<HashMap<i64, String>, DbError> {
    let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned()));
    conn.query("SELECT id, nickname FROM member WHERE id IN MANY($1)", &row![ids])?.iter().map(read).collect()
}

/// What somebody signs in with.
#[derive(Debug, Clone)]
pub struct Login {
    /// The member.
    pub member: i64,
    /// Where it stands.
    pub state: State,
    /// The password, hashed.
    pub password: Option<String>,
}

/// The member of an identity; `hashes` are its keyed hashes, under every key.
pub fn login_of(conn: &mut Conn, hashes: Vec<Vec<u8>>) -> Result<Option<Login>, DbError> {
    let sql =
        "SELECT m.id, m.state, m.password FROM identity i JOIN member m ON m.id = i.member WHERE i.hash = $1";
    for hash in hashes {
        if let Some(row) = conn.one(sql, &row![hash])? {
            let password = row.maybe_text(2)?.map(str::to_owned);
            return Ok(Some(Login { member: row.int(0)?, state: state(&row, 1)?, password }));
        }
    }
    Ok(None)
}

/// Whoever has this identity has shown that it is theirs; `hashes` are its keyed hashes, under every key.
pub fn verified(conn: &mut Conn, hashes: Vec<Vec<u8>>, at: i64) -> Result<(), DbError> {
    for hash in hashes {
        conn.execute("UPDATE identity SET verified_at = $2 WHERE hash = $1", &row![hash, at])?;
    }
    Ok(())
}

/// Whether a member who was brought over has something that somebody else could want: a rank, money, coupons, points.
pub(crate) fn has_something(conn: &mut Conn, member: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM member m WHERE m.id = $1 AND (m.rank > 0 OR m.promoter_at IS NOT NULL \
               OR EXISTS (SELECT 1 FROM balance b WHERE b.owner = m.id AND b.amount <> 0) \
               OR EXISTS (SELECT 1 FROM coupon c WHERE c.owner = m.id AND c.state IN ('open', 'held')))";
    Ok(conn.one(sql, &row![member])?.is_some())
}

/// A member's nickname.
pub fn nickname(conn: &mut Conn, member: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT nickname FROM member WHERE id = $1", &row![member])?;
    found.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// A member's password, hashed.
pub fn password(conn: &mut Conn, member: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT password FROM member WHERE id = $1", &row![member])?;
    found.map_or(Ok(None), |row| Ok(row.maybe_text(0)?.map(str::to_owned)))
}

/// Gives a member another password, hashed.
pub fn set_password(conn: &mut Conn, member: i64, password: &str) -> Result<(), DbError> {
    conn.execute("UPDATE member SET password = $2 WHERE id = $1", &row![member, password])?;
    Ok(())
}

/// Stops a member, or lets them act again; `false` if they are not in the state that this starts from.
pub(crate) fn change_state(conn: &mut Conn, member: i64, from: State, to: State) -> Result<bool, DbError> {
    let sql = "UPDATE member SET state = $3 WHERE id = $1 AND state = $2";
    Ok(conn.execute(sql, &row![member, from.word(), to.word()])? == 1)
}
