//! The SQL of leaving.

use crate::db::{Conn, DbError, row};

/// What stands in the way of leaving.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hindrances {
    /// Orders that have not run their course.
    pub(super) orders: i64,
    /// Withdrawals under way.
    pub(super) withdrawals: i64,
    /// Accounts with something in them.
    pub(super) owns: i64,
}

pub(super) fn hindrances(conn: &mut Conn, member: i64) -> Result<Hindrances, DbError> {
    let mut count =
        |sql: &str| -> Result<i64, DbError> { conn.one(sql, &row![member])?.map_or(Ok(0), |row| row.int(0)) };
    Ok(Hindrances {
        orders: count(
            "SELECT COUNT(*) FROM orders WHERE buyer = $1 AND state NOT IN ('settled', 'cancelled', 'refunded')",
        )? + count(
            // Money that has not gone back yet, of orders that have.
            "SELECT COUNT(*) FROM refund WHERE buyer = $1 AND state IN ('open', 'sent')",
        )?,
        withdrawals: count(
            "SELECT COUNT(*) FROM withdrawal WHERE owner = $1 AND state NOT IN ('paid', 'refused', 'failed')",
        )?,
        owns: count("SELECT COUNT(*) FROM balance WHERE owner = $1 AND amount <> 0")?,
    })
}

/// Takes away whatever says who she is.
pub(super) fn erase(conn: &mut Conn, member: i64) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM identity WHERE member = $1",
        "DELETE FROM phone_tail WHERE member = $1",
        "DELETE FROM private WHERE member = $1",
        "DELETE FROM address WHERE member = $1",
        "DELETE FROM appeal WHERE member = $1",
        // Answers that were kept may have anything in them.
        "DELETE FROM answer WHERE owner = $1",
        "DELETE FROM consent WHERE member = $1",
        "UPDATE visit SET visitor = '' WHERE member = $1",
        "UPDATE orders SET recipient = NULL, tail = NULL, name = NULL, note = '' WHERE buyer = $1",
        "UPDATE payment SET prepared = NULL WHERE order_id IN (SELECT id FROM orders WHERE buyer = $1)",
        "UPDATE after_sale SET reason = '' WHERE buyer = $1",
        "UPDATE review SET text = '' WHERE buyer = $1",
        "UPDATE withdrawal SET target = NULL, prepared = NULL WHERE owner = $1",
        "UPDATE member SET state = 'erased', nickname = '', password = NULL, consent = '{}' WHERE id = $1",
    ] {
        conn.execute(sql, &row![member])?;
    }
    Ok(())
}
