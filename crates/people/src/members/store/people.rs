//! The SQL of a promoter's people: totals only.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, row};

use super::me::{COLUMNS, MemberRow, read};

/// How many people a member invited.
pub(crate) fn count_invited(conn: &mut Conn, member: i64) -> Result<i64, DbError> {
    conn.one("SELECT COUNT(*) FROM member WHERE inviter = $1", &row![member])?.map_or(Ok(0), |row| row.int(0))
}

/// Those whom a member invited, the newest first, without the first `skip`.
pub(crate) fn invited(
    conn: &mut Conn,
    member: i64,
    skip: i64,
    limit: i64,
) -> Result<Vec<MemberRow>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM member m WHERE m.inviter = $1 ORDER BY m.id DESC LIMIT $2 OFFSET $3");
    conn.query(&sql, &row![member, limit, skip])?.iter().map(read).collect()
}

/// What a member has earned with each of some of their people: orders, and minor units. What one of them sold counts for
/// them; what one of them bought of the member themselves counts for them as well.
pub(crate) fn earned_with(
    conn: &mut Conn,
    member: i64,
    people: Vec<i64>,
) -> Result<HashMap<i64, (i64, i64)>, DbError> {
    // Rewards on a line: at payment, at its refunds, on a first sale that settled; in money.
    let paid = "FROM line l JOIN reward r ON r.ref_id = l.order_id AND r.ref_line = l.line \
                AND r.owner = $1 AND r.kind IN (1, 2, 5) AND r.unit = 0";
    let sql = format!(
        "SELECT who, COUNT(DISTINCT order_id), CAST(SUM(amount) AS BIGINT) FROM (\
           SELECT l.seller AS who, l.order_id AS order_id, r.amount AS amount {paid} WHERE l.seller IN MANY($2) \
           UNION ALL \
           SELECT l.buyer AS who, l.order_id AS order_id, r.amount AS amount {paid} \
             WHERE l.buyer IN MANY($2) AND l.seller = $1 AND l.buyer <> $1\
         ) totals GROUP BY who"
    );
    let found = conn.query(&sql, &row![member, people])?;
    found.iter().map(|row| Ok((row.int(0)?, (row.int(1)?, row.int(2)?)))).collect()
}
