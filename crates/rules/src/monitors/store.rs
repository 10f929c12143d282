//! The SQL of monitors and alarms.

use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, Row, row};

/// An alarm as it is stored.
#[derive(Debug, Clone)]
pub(super) struct AlarmRow {
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) text: Text,
    /// Members, each with the figure that counts.
    pub(super) evidence: Vec<(i64, i64)>,
    pub(super) closed_at: Option<i64>,
    pub(super) acknowledged_at: Option<i64>,
    pub(super) acknowledged_by: Option<String>,
    pub(super) reason: String,
}

fn broken(error: &serde_json::Error) -> DbError {
    DbError::Broken(error.to_string())
}

fn read(row: &Row) -> Result<AlarmRow, DbError> {
    Ok(AlarmRow {
        id: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        text: Text::new(row.text(2)?, row.text(3)?),
        evidence: serde_json::from_str(row.text(4)?).map_err(|error| broken(&error))?,
        closed_at: row.maybe_int(5)?,
        acknowledged_at: row.maybe_int(6)?,
        acknowledged_by: row.maybe_text(7)?.map(str::to_owned),
        reason: row.text(8)?.to_owned(),
    })
}

/// Alarms before one, the newest first.
pub(super) fn list(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<AlarmRow>, DbError> {
    let sql = "SELECT id, kind, zh, en, evidence, closed_at, acknowledged_at, acknowledged_by, reason FROM alarm \
               WHERE id < $1 ORDER BY id DESC LIMIT $2";
    conn.query(sql, &row![before, limit])?.iter().map(read).collect()
}

/// Notes who has looked at an alarm; whether nobody had.
pub(super) fn acknowledge(
    conn: &mut Conn,
    id: i64,
    at: i64,
    actor: &str,
    reason: &str,
) -> Result<bool, DbError> {
    let sql = "UPDATE alarm SET acknowledged_at = $2, acknowledged_by = $3, reason = $4 \
               WHERE id = $1 AND acknowledged_at IS NULL";
    Ok(conn.execute(sql, &row![id, at, actor, reason])? > 0)
}

/// The last day watched, when, and its readings.
pub(super) fn last(conn: &mut Conn) -> Result<Option<(i64, i64, String)>, DbError> {
    let sql = "SELECT day, at, readings FROM monitor_run ORDER BY day DESC LIMIT 1";
    let found = conn.one(sql, &[])?;
    found.map(|row| Ok((row.int(0)?, row.int(1)?, row.text(2)?.to_owned()))).transpose()
}

/// Keeps a day's readings; `false` if another process has done that day.
pub(super) fn keep(conn: &mut Conn, day: i64, at: i64, depth: i64, readings: &str) -> Result<bool, DbError> {
    let sql = "INSERT INTO monitor_run(day, at, depth, readings) VALUES($1, $2, $3, $4) ON CONFLICT(day) DO NOTHING";
    Ok(conn.execute(sql, &row![day, at, depth, readings])? > 0)
}

/// A line that was sold.
#[derive(Debug, Clone, Copy)]
pub(super) struct SaleRow {
    pub(super) buyer: i64,
    pub(super) seller: Option<i64>,
    pub(super) to_promoter: bool,
    pub(super) sku: i64,
    pub(super) quantity: i64,
    pub(super) amount: i64,
    pub(super) refunded: i64,
}

/// Lines paid since a moment, in the order in which they were paid: in that of the orders' ids the database would read all that there are.
pub(super) fn sales(conn: &mut Conn, since: i64) -> Result<Vec<SaleRow>, DbError> {
    let sql = "SELECT l.buyer, l.seller, CASE WHEN m.promoter_at <= o.paid_at THEN 1 ELSE 0 END, l.sku, l.quantity - l.returned, \
               l.amount, l.refunded FROM orders o JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id \
               JOIN member m ON m.id = o.buyer WHERE o.paid_at >= $1 ORDER BY o.paid_at, o.id, l.line";
    let read = |row: &Row| {
        Ok(SaleRow {
            buyer: row.int(0)?,
            seller: row.maybe_int(1)?,
            to_promoter: row.int(2)? == 1,
            sku: row.int(3)?,
            quantity: row.int(4)?,
            amount: row.int(5)?,
            refunded: row.int(6)?,
        })
    };
    conn.query(sql, &row![since])?.iter().map(read).collect()
}

/// Promoters who have been promoters since a moment or longer.
pub(super) fn promoters(conn: &mut Conn, since: i64) -> Result<Vec<i64>, DbError> {
    let sql = "SELECT id FROM member WHERE rank > 0 AND promoter_at <= $1 ORDER BY id";
    conn.query(sql, &row![since])?.iter().map(|row| row.int(0)).collect()
}

/// Everybody who was given a rank by hand since a moment, with what they had bought in so much time before.
pub(super) fn given_by_hand(conn: &mut Conn, since: i64, before: i64) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = "SELECT c.member, CAST(COALESCE(SUM(l.amount - l.refunded), 0) AS BIGINT) FROM rank_change c \
               LEFT JOIN orders o ON o.buyer = c.member AND o.paid_at <= c.at AND o.paid_at > c.at - $2 \
               LEFT JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id \
               WHERE c.how = 'hand' AND c.rank > 0 AND c.at >= $1 GROUP BY c.member ORDER BY c.member";
    conn.query(sql, &row![since, before])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Everybody who became a promoter since a moment, and whether they had bought by then.
pub(super) fn new_promoters(conn: &mut Conn, since: i64) -> Result<Vec<(i64, bool)>, DbError> {
    let sql = "SELECT m.id, CASE WHEN EXISTS (SELECT 1 FROM orders o WHERE o.buyer = m.id AND o.paid_at <= m.promoter_at) \
               THEN 1 ELSE 0 END FROM member m WHERE m.rank > 0 AND m.promoter_at >= $1 ORDER BY m.id";
    conn.query(sql, &row![since])?.iter().map(|row| Ok((row.int(0)?, row.int(1)? == 1))).collect()
}
