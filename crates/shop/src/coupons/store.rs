//! The SQL of coupons that people look at.

use super::Coupon;
use crate::db::{Conn, DbError, Row, row};

fn read(row: &Row) -> Result<Coupon, DbError> {
    Ok(Coupon {
        id: row.int(0)?,
        amount: row.int(1)?,
        least: row.int(2)?,
        expires_at: row.maybe_int(3)?,
        order: row.maybe_int(4)?,
        state: row.text(5)?.to_owned(),
    })
}

/// A member's coupon.
pub(super) fn find(conn: &mut Conn, owner: i64, id: i64) -> Result<Option<Coupon>, DbError> {
    let sql =
        "SELECT id, amount, least, expires_at, order_id, state FROM coupon WHERE owner = $1 AND id = $2";
    conn.one(sql, &row![owner, id])?.as_ref().map(read).transpose()
}

/// A member's coupons before an id, the newest first.
pub(super) fn list(conn: &mut Conn, owner: i64, before: i64, limit: i64) -> Result<Vec<Coupon>, DbError> {
    let sql = "SELECT id, amount, least, expires_at, order_id, state FROM coupon WHERE owner = $1 AND id < $2 \
               ORDER BY id DESC LIMIT $3";
    conn.query(sql, &row![owner, before, limit])?.iter().map(read).collect()
}
