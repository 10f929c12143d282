//! The SQL of coupons that people look at.

use banyan_store::{Conn, DbError, Row, row};

use super::Coupon;

const COUPON: &str = "id, amount, taken, least, expires_at, order_id, state, campaign, starts_at";

fn read(row: &Row) -> Result<Coupon, DbError> {
    Ok(Coupon {
        id: row.int(0)?,
        amount: row.int(1)?,
        taken: row.int(2)?,
        least: row.int(3)?,
        expires_at: row.maybe_int(4)?,
        order: row.maybe_int(5)?,
        state: row.text(6)?.to_owned(),
        campaign: row.maybe_int(7)?,
        starts_at: row.maybe_int(8)?,
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
         AND (starts_at IS NULL OR starts_at <= $2) \
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

/// Coupons that a member has earned and not spent: open ones first, the newest of each first.
pub fn unspent(conn: &mut Conn, owner: i64) -> Result<Vec<Coupon>, DbError> {
    let sql = format!(
        "SELECT {COUPON} FROM coupon WHERE owner = $1 AND campaign IS NULL AND state IN ('open', 'held') ORDER BY state DESC, id DESC"
    );
    conn.query(&sql, &row![owner])?.iter().map(read).collect()
}

/// A coupon that has run out.
pub struct RunOut {
    /// Whose it was.
    pub owner: i64,
    /// Its id.
    pub id: i64,
    /// The most that it would have taken off, in minor units.
    pub amount: i64,
    /// When it ended, in nanoseconds.
    pub end: i64,
    /// The campaign that gave it out; nothing if it was earned.
    pub campaign: Option<i64>,
}

/// The first coupons that have run out by `now`, in the order in which they do.
pub fn run_out(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<RunOut>, DbError> {
    let sql = "SELECT owner, id, amount, expires_at, campaign FROM coupon WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2";
    let read = |row: &Row| {
        let (owner, id, amount) = (row.int(0)?, row.int(1)?, row.int(2)?);
        Ok(RunOut { owner, id, amount, end: row.int(3)?, campaign: row.maybe_int(4)? })
    };
    conn.query(sql, &row![now, limit])?.iter().map(read).collect()
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

/// How many coupons of a campaign somebody was given.
pub fn given(conn: &mut Conn, owner: i64, campaign: i64) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM coupon WHERE owner = $1 AND campaign = $2";
    conn.one(sql, &row![owner, campaign])?.map_or(Ok(0), |row| row.int(0))
}

/// Counts a coupon that a campaign gives out. The table takes no more than the budget of the campaign.
pub(super) fn promise(conn: &mut Conn, campaign: i64, amount: i64) -> Result<(), DbError> {
    let sql = "UPDATE campaign SET issued = issued + 1, promised = promised + $2 WHERE id = $1";
    conn.execute(sql, &row![campaign, amount]).map(drop)
}

/// A coupon ran out: what it would have taken off is in the budget again.
pub(super) fn promise_less(conn: &mut Conn, campaign: i64, amount: i64) -> Result<(), DbError> {
    let sql = "UPDATE campaign SET promised = promised - $2 WHERE id = $1";
    conn.execute(sql, &row![campaign, amount]).map(drop)
}
