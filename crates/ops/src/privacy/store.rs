//! The SQL of leaving.

use banyan_store::{Conn, DbError, row};

/// What stands in the way of leaving.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hindrances {
    /// Orders that have not run their course.
    pub(super) orders: i64,
    /// Withdrawals under way.
    pub(super) withdrawals: i64,
    /// Accounts with less than nothing in them.
    pub(super) owes: i64,
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
        owes: count("SELECT COUNT(*) FROM balance WHERE owner = $1 AND amount < 0")?,
        owns: count("SELECT COUNT(*) FROM balance WHERE owner = $1 AND amount > 0")?,
    })
}
