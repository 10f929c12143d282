//! Members, as far as the engine rests on them.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, row};

use crate::event::Kind;

/// Every member after `after`: id, inviter, rank; by id.
pub fn every(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<(i64, Option<i64>, i64)>, DbError> {
    let sql = "SELECT id, inviter, rank FROM member WHERE id > $1 ORDER BY id LIMIT $2";
    let read = |row: &Row| Ok((row.int(0)?, row.maybe_int(1)?, row.int(2)?));
    conn.query(sql, &row![after, limit])?.iter().map(read).collect()
}

/// The inviters that members had right before a moment, of those whose inviter has changed since.
pub fn inviters_before(conn: &mut Conn, moment: i64) -> Result<HashMap<i64, Option<i64>>, DbError> {
    let sql = "SELECT member, before FROM inviter_change WHERE at >= $1 ORDER BY member, at DESC";
    let read = |row: &Row| Ok((row.int(0)?, row.maybe_int(1)?));
    // The earliest change of each comes last, and stays.
    conn.query(sql, &row![moment])?.iter().map(read).collect()
}

/// The ranks that members had right before a moment, of those whose rank has changed since.
pub fn ranks_before(conn: &mut Conn, moment: i64) -> Result<HashMap<i64, i64>, DbError> {
    let joined = Kind::Join as i64;
    let sql = format!(
        "SELECT c.member, COALESCE(\
           (SELECT r.rank FROM rank_change r WHERE r.member = c.member AND r.at < $1 ORDER BY r.at DESC LIMIT 1), \
           (SELECT e.value FROM event e WHERE e.owner = c.member AND e.kind = {joined} AND e.at < $1), 0) \
         FROM (SELECT DISTINCT member FROM rank_change WHERE at >= $1) c"
    );
    let read = |row: &Row| Ok((row.int(0)?, row.int(1)?));
    conn.query(&sql, &row![moment])?.iter().map(read).collect()
}
