//! The SQL of coupons that people look at.

use banyan_store::{Conn, DbError, Row, row};

use super::Coupon;

const COUPON: &str = "id, amount, taken, least, expires_at, order_id, state";

fn read(row: &Row) -> Result<Coupon, DbError> {
    Ok(Coupon {
        id: row.int(0)?,
        amount: row.int(1)?,
        taken: row.int(2)?,
        least: row.int(3)?,
        expires_at: row.maybe_int(4)?,
        order: row.maybe_int(5)?,
        state: row.text(6)?.to_owned(),
    })
}

/// A member's coupon.
pub fn find(conn: &mut Conn, owner: i64, id: i64) -> Result<Option<Coupon>, DbError> {
    let sql = format!("SELECT {COUPON} FROM coupon WHERE owner = $1 AND id = $2");
    conn.one(&sql, &row![owner, id])?.as_ref().map(read).transpose()
}

/// A member's coupons before an id, the newest first.
pub fn list(conn: &mut Conn, owner: i64, before: i64, limit: i64) -> Result<Vec<Coupon>, DbError> {
    let sql = format!("SELECT {COUPON} FROM coupon WHERE owner = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    conn.query(&sql, &row![owner, before, limit])?.iter().map(read).collect()
}

/// Coupons of one wallet among which the best is looked for.
const MOST: i64 = 100;

/// A member's coupons that may be spent at `now`. Of very many, those are given that take most off an order of `total`.
pub fn spendable(conn: &mut Conn, owner: i64, now: i64, total: i64) -> Result<Vec<Coupon>, DbError> {
    let sql = format!(
        "SELECT {COUPON} FROM coupon WHERE owner = $1 AND state = 'open' AND (expires_at IS NULL OR expires_at > $2) \
         ORDER BY CASE WHEN least <= $3 THEN 0 ELSE 1 END, CASE WHEN amount < $3 THEN amount ELSE $3 END DESC, \
         COALESCE(expires_at, {}), id LIMIT {MOST}",
        i64::MAX
    );
    conn.query(&sql, &row![owner, now, total])?.iter().map(read).collect()
}

/// The coupon that an order holds, or has used.
pub fn of_order(conn: &mut Conn, owner: i64, order: i64, state: &str) -> Result<Option<Coupon>, DbError> {
    let sql = format!("SELECT {COUPON} FROM coupon WHERE owner = $1 AND order_id = $2 AND state = $3");
    conn.one(&sql, &row![owner, order, state])?.as_ref().map(read).transpose()
}

/// A member's coupons that have not been spent: open ones first, the newest of each first.
pub fn unspent(conn: &mut Conn, owner: i64) -> Result<Vec<Coupon>, DbError> {
    let sql = format!(
        "SELECT {COUPON} FROM coupon WHERE owner = $1 AND state IN ('open', 'held') ORDER BY state DESC, id DESC"
    );
    conn.query(&sql, &row![owner])?.iter().map(read).collect()
}

/// Coupons that have run out by `now`: owner, coupon, amount, end; in the order in which they do.
pub fn run_out(conn: &mut Conn, now: i64) -> Result<Vec<[i64; 4]>, DbError> {
    let sql = "SELECT owner, id, amount, expires_at FROM coupon WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at, id";
    let read = |row: &Row| Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?]);
    conn.query(sql, &row![now])?.iter().map(read).collect()
}

/// Takes a part of a coupon that an order holds.
pub fn take(conn: &mut Conn, (owner, id): (i64, i64), part: i64) -> Result<(), DbError> {
    let sql = "UPDATE coupon SET taken = taken + $3 WHERE owner = $1 AND id = $2";
    conn.execute(sql, &row![owner, id, part]).map(drop)
}

/// Leaves so much of an open coupon; of nothing, it is void.
pub fn shrink(conn: &mut Conn, (owner, id): (i64, i64), rest: i64) -> Result<(), DbError> {
    let state = if rest == 0 { "void" } else { "open" };
    let sql = "UPDATE coupon SET amount = $3, state = $4 WHERE owner = $1 AND id = $2";
    conn.execute(sql, &row![owner, id, rest, state]).map(drop)
}
