//! The SQL of what the rule packs ask.

use banyan_store::{Conn, DbError, row};

/// What was sold and paid out in a stretch of time: minor units, net of refunds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sold {
    pub(super) all: i64,
    /// To those who were no promoters then.
    pub(super) to_customers: i64,
    /// Money that rewards of this time come to, whatever for.
    pub(super) rewards: i64,
    /// Of that, for lines bought by those who were no promoters then.
    pub(super) rewards_of_customers: i64,
    /// Of that, for joining or rising.
    pub(super) introductions: i64,
    /// All that people bought who became promoters in this time: no less than what they gave in order to take part.
    pub(super) contributions: i64,
}

/// Orders and rewards since a moment.
pub(super) fn sold(conn: &mut Conn, since: i64) -> Result<Sold, DbError> {
    let mut sold = Sold::default();
    let sql = "SELECT COALESCE(CAST(SUM(l.amount - l.refunded) AS BIGINT), 0), \
               COALESCE(CAST(SUM(CASE WHEN m.promoter_at IS NULL OR m.promoter_at > o.paid_at THEN l.amount - l.refunded ELSE 0 END) AS BIGINT), 0), \
               COALESCE(CAST(SUM(CASE WHEN m.promoter_at >= $1 THEN l.amount - l.refunded ELSE 0 END) AS BIGINT), 0) \
               FROM orders o JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id JOIN member m ON m.id = o.buyer \
               WHERE o.paid_at >= $1";
    if let Some(row) = conn.one(sql, &row![since])? {
        (sold.all, sold.to_customers, sold.contributions) = (row.int(0)?, row.int(1)?, row.int(2)?);
    }
    let sql = "SELECT COALESCE(CAST(SUM(r.amount) AS BIGINT), 0), \
               COALESCE(CAST(SUM(CASE WHEN r.kind IN (3, 4) THEN r.amount ELSE 0 END) AS BIGINT), 0), \
               COALESCE(CAST(SUM(CASE WHEN o.id IS NOT NULL AND (m.promoter_at IS NULL OR m.promoter_at > o.paid_at) THEN r.amount ELSE 0 END) AS BIGINT), 0) \
               FROM reward r LEFT JOIN orders o ON o.id = r.ref_id AND r.kind IN (1, 2, 5) LEFT JOIN member m ON m.id = o.buyer \
               WHERE r.unit = 0 AND r.at >= $1";
    if let Some(row) = conn.one(sql, &row![since])? {
        (sold.rewards, sold.introductions, sold.rewards_of_customers) =
            (row.int(0)?, row.int(1)?, row.int(2)?);
    }
    Ok(sold)
}

/// The smallest margin of a SKU on sale, in millionths of its price; nothing if nothing is on sale.
pub(super) fn smallest_margin(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let sql = "SELECT MIN(CASE WHEN s.cost >= s.price THEN 0 ELSE (s.price - s.cost) * 1000000 / s.price END) \
               FROM sku s JOIN product p ON p.id = s.product WHERE s.state = 'on' AND p.state = 'on' AND s.price > 0";
    Ok(conn.one(sql, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten())
}

/// The depth of the longest chain, as it was measured last.
pub(super) fn depth(conn: &mut Conn) -> Result<Option<u32>, DbError> {
    let sql = "SELECT depth FROM monitor_run ORDER BY day DESC LIMIT 1";
    let found = conn.one(sql, &[])?.map(|row| row.int(0)).transpose()?;
    Ok(found.and_then(|depth| u32::try_from(depth).ok()))
}
