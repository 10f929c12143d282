//! The SQL of what members allow.

use std::collections::HashSet;

use banyan_store::{Conn, DbError, row};

/// How each purpose that a member ever decided on stands: word, since when, whether it is given.
pub(crate) fn last(conn: &mut Conn, member: i64) -> Result<Vec<(String, i64, bool)>, DbError> {
    let sql = "SELECT purpose, at, given FROM consent c WHERE member = $1 \
               AND at = (SELECT MAX(at) FROM consent WHERE member = c.member AND purpose = c.purpose)";
    let found = conn.query(sql, &row![member])?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?, row.int(2)? == 1))).collect()
}

/// Those of some members who do not allow something.
pub(crate) fn withheld(conn: &mut Conn, purpose: &str, members: Vec<i64>) -> Result<HashSet<i64>, DbError> {
    let sql = "SELECT member FROM consent c WHERE member IN MANY($2) AND purpose = $1 AND given = 0 \
               AND at = (SELECT MAX(at) FROM consent WHERE member = c.member AND purpose = c.purpose)";
    conn.query(sql, &row![purpose, members])?.iter().map(|row| row.int(0)).collect()
}

/// Notes a decision.
pub(crate) fn insert(
    conn: &mut Conn,
    member: i64,
    purpose: &str,
    at: i64,
    given: bool,
) -> Result<(), DbError> {
    let sql = "INSERT INTO consent(member, purpose, at, given) VALUES($1, $2, $3, $4)";
    conn.execute(sql, &row![member, purpose, at, given])?;
    Ok(())
}
