//! The SQL of orders that are given up, received or settled, many at a time.

use std::collections::{HashMap, HashSet};

use banyan_store::{Conn, DbError, Row, row};

/// An order of which something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) struct Due {
    /// Who bought.
    pub(in crate::orders) buyer: i64,
    /// The order.
    pub(in crate::orders) order: i64,
    /// When it was due, in nanoseconds.
    pub(in crate::orders) at: i64,
}

fn pair(row: &Row) -> Result<(i64, i64), DbError> {
    Ok((row.int(0)?, row.int(1)?))
}

fn due(row: &Row) -> Result<Due, DbError> {
    Ok(Due { buyer: row.int(0)?, order: row.int(1)?, at: row.int(2)? })
}

/// The first orders whose time to pay is over by `now`.
pub(in crate::orders) fn to_give_up(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<Due>, DbError> {
    let sql = "SELECT buyer, id, expires_at FROM orders WHERE state = 'placed' AND expires_at <= $1 \
               ORDER BY expires_at, id LIMIT $2";
    conn.query(sql, &row![now, limit])?.iter().map(due).collect()
}

/// The first shipped orders that are taken as received by `now`.
pub(in crate::orders) fn to_receive(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<Due>, DbError> {
    let sql = "SELECT buyer, id, receive_by FROM orders WHERE state = 'shipped' AND receive_by <= $1 \
               ORDER BY receive_by, id LIMIT $2";
    conn.query(sql, &row![now, limit])?.iter().map(due).collect()
}

fn ids(orders: &[(i64, i64)]) -> Vec<i64> {
    orders.iter().map(|(_, order)| *order).collect()
}

/// Those of some orders of which a payment provider has heard, and has not said how they end.
pub(in crate::orders) fn heard_of(conn: &mut Conn, orders: &[(i64, i64)]) -> Result<HashSet<i64>, DbError> {
    let sql = "SELECT order_id FROM payment WHERE order_id IN MANY($1) AND ask_at IS NOT NULL AND state IN ('open', 'closed')";
    conn.query(sql, &row![ids(orders)])?.iter().map(|row| row.int(0)).collect()
}

/// The providers of some orders are asked at once, and the orders wait for what they say.
pub(in crate::orders) fn ask_now(conn: &mut Conn, orders: &[(i64, i64)]) -> Result<(), DbError> {
    if orders.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE payment SET ask_at = 0 WHERE order_id IN MANY($1) AND ask_at IS NOT NULL AND state IN ('open', 'closed')";
    conn.execute(sql, &row![ids(orders)])?;
    let sql = "UPDATE orders SET expires_at = NULL WHERE id IN MANY($1)";
    conn.execute(sql, &row![ids(orders)]).map(drop)
}

/// Closes what is open of the payments of some orders. A provider that has heard of one is told soon.
pub(in crate::orders) fn close_payments(
    conn: &mut Conn,
    orders: &[(i64, i64)],
    at: i64,
) -> Result<(), DbError> {
    let sql = "UPDATE payment SET state = 'closed', ask_at = CASE WHEN ask_at IS NULL THEN ask_at ELSE $2 END \
               WHERE order_id IN MANY($1) AND state = 'open'";
    conn.execute(sql, &row![ids(orders), at]).map(drop)
}

/// Those of some orders that hold a coupon, or a seat in a group.
pub(in crate::orders) fn with_coupon_or_seat(
    conn: &mut Conn,
    orders: &[(i64, i64)],
) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = "SELECT buyer, id FROM orders WHERE id IN MANY($1) AND (coupon IS NOT NULL OR buy_group IS NOT NULL) ORDER BY id";
    conn.query(sql, &row![ids(orders)])?.iter().map(pair).collect()
}

/// Those of some received orders of which every line has settled, and when the last of them did.
pub(in crate::orders) fn settled_whole(
    conn: &mut Conn,
    orders: &[(i64, i64)],
) -> Result<HashMap<(i64, i64), i64>, DbError> {
    let sql = "SELECT o.buyer, o.id, MAX(l.settled_at) FROM orders o JOIN line l ON l.order_id = o.id AND l.buyer = o.buyer \
               WHERE o.id IN MANY($1) AND o.state = 'received' GROUP BY o.buyer, o.id \
               HAVING COUNT(*) = COUNT(l.settled_at)";
    conn.query(sql, &row![ids(orders)])?.iter().map(|row| Ok((pair(row)?, row.int(2)?))).collect()
}
