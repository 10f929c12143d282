//! Members, as far as the engine rests on them.

use banyan_store::{Conn, DbError, Row, row};

/// Every member after `after`: id, inviter, rank; by id.
pub fn every(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<(i64, Option<i64>, i64)>, DbError> {
    let sql = "SELECT id, inviter, rank FROM member WHERE id > $1 ORDER BY id LIMIT $2";
    let read = |row: &Row| Ok((row.int(0)?, row.maybe_int(1)?, row.int(2)?));
    conn.query(sql, &row![after, limit])?.iter().map(read).collect()
}
