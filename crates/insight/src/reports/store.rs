//! The SQL of reports.

use std::collections::BTreeMap;

use banyan_books::rewards::{Kind, Unit, by_time};
use banyan_store::{Conn, DbError, Row, row};
use banyan_trade::catalog::Title;
use banyan_trade::orders::cost_left;

use super::range::Range;
use super::whose::Whose;

/// What was bought in a stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sold {
    pub(super) orders: i64,
    pub(super) amount: i64,
    pub(super) cost: i64,
}

/// Orders paid in a stretch of time.
pub(super) fn sold(conn: &mut Conn, range: Range, whose: Whose) -> Result<Sold, DbError> {
    let Range { since, until } = range;
    if whose != Whose::Shop {
        let sql = format!(
            "SELECT COUNT(DISTINCT o.id), COALESCE(CAST(SUM(l.amount) AS BIGINT), 0), COALESCE(CAST(SUM(l.cost) AS BIGINT), 0) \
             FROM orders o JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id \
             WHERE o.paid_at >= $1 AND o.paid_at < $2{}",
            whose.of_line()
        );
        let read = |row: Row| Ok(Sold { orders: row.int(0)?, amount: row.int(1)?, cost: row.int(2)? });
        return conn.one(&sql, &row![since, until])?.map_or(Ok(Sold::default()), read);
    }
    let sql = "SELECT COUNT(*), COALESCE(CAST(SUM(amount - freight) AS BIGINT), 0) FROM orders WHERE paid_at >= $1 AND paid_at < $2";
    let found = conn.one(sql, &row![since, until])?;
    let (orders, amount) = found.map_or(Ok::<_, DbError>((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))?;
    let sql = "SELECT COALESCE(CAST(SUM(l.cost) AS BIGINT), 0) FROM orders o \
               JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id WHERE o.paid_at >= $1 AND o.paid_at < $2";
    let cost = conn.one(sql, &row![since, until])?.map_or(Ok(0), |row| row.int(0))?;
    Ok(Sold { orders, amount, cost })
}

/// How many people paid for an order in a stretch of time, and how many of them had bought before it.
pub(super) fn buyers(conn: &mut Conn, range: Range, whose: Whose) -> Result<(i64, i64), DbError> {
    let sql = format!(
        "SELECT COUNT(DISTINCT o.buyer), COUNT(DISTINCT CASE WHEN f.paid_at < $1 THEN o.buyer END) \
         FROM orders o JOIN member m ON m.id = o.buyer LEFT JOIN orders f ON f.buyer = m.id AND f.id = m.first_order \
         WHERE o.paid_at >= $1 AND o.paid_at < $2{}",
        whose.of_order()
    );
    let found = conn.one(&sql, &row![range.since, range.until])?;
    found.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// What came back in a stretch of time: money, and the cost of the same part of the goods.
pub(super) fn refunded(conn: &mut Conn, range: Range, whose: Whose) -> Result<(i64, i64), DbError> {
    let sql = format!(
        "SELECT f.amount, f.before, l.amount, l.cost \
         FROM refund f JOIN line l ON l.buyer = f.buyer AND l.order_id = f.order_id AND l.line = f.line \
         WHERE f.id >= $1 AND f.id < $2{}",
        whose.of_line()
    );
    let (mut money, mut goods) = (0, 0);
    for row in conn.query(&sql, &row![range.since, range.until])? {
        let (part, before, amount, cost) = (row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?);
        money += part;
        goods += cost_left(cost, amount, before) - cost_left(cost, amount, before + part);
    }
    Ok((money, goods))
}

/// People who joined in a stretch of time, and people who became promoters.
pub(super) fn joined(conn: &mut Conn, range: Range) -> Result<(i64, i64), DbError> {
    let Range { since, until } = range;
    let count = |conn: &mut Conn, sql: &str| -> Result<i64, DbError> {
        conn.one(sql, &row![since, until])?.map_or(Ok(0), |row| row.int(0))
    };
    let members = count(conn, "SELECT COUNT(*) FROM member WHERE id >= $1 AND id < $2")?;
    let promoters = count(conn, "SELECT COUNT(*) FROM member WHERE promoter_at >= $1 AND promoter_at < $2")?;
    Ok((members, promoters))
}

/// How many members have each rank.
pub(super) fn by_rank(conn: &mut Conn) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = "SELECT rank, COUNT(*) FROM member GROUP BY rank ORDER BY rank";
    conn.query(sql, &[])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Rewards on lines of somebody's, in money and coupons, less what refunds took back of them. What is paid for a period is of the
/// whole shop's sales and nobody's of staff; so is what a refund takes back of that, told by the kind of what it takes from.
pub(super) fn rewards_of(conn: &mut Conn, range: Range, whose: Whose) -> Result<i64, DbError> {
    let of_line = vec![Kind::Sale as i64, Kind::FirstSale as i64];
    let sql = format!(
        "SELECT COALESCE(CAST(SUM(r.amount) AS BIGINT), 0) FROM {} \
         JOIN line l ON l.order_id = r.ref_id AND l.line = r.ref_line \
         WHERE e.at >= $1 AND e.at < $2 \
         AND (r.kind IN MANY($3) OR (r.kind = $4 AND r.place % 8 IN MANY($3))){}",
        by_time(&[Unit::Money, Unit::Coupon]),
        whose.of_line()
    );
    let params = row![range.since, range.until, of_line, Kind::Refund as i64];
    conn.one(&sql, &params)?.map_or(Ok(0), |row| row.int(0))
}

/// Orders that wait to be shipped: not those that still wait for others of their group, nor those of which nothing is sent.
const TO_SHIP: &str = "SELECT COUNT(*) FROM orders o WHERE o.state = 'paid' AND NOT EXISTS \
                       (SELECT 1 FROM buy_group g WHERE g.group_id = o.buy_group AND g.state = 'open') AND EXISTS \
                       (SELECT 1 FROM line l WHERE l.buyer = o.buyer AND l.order_id = o.id AND l.voucher IS NULL AND l.returned < l.quantity)";

/// Orders of somebody's that wait to be shipped, and cases about what is theirs.
pub(super) fn waiting_of(conn: &mut Conn, whose: Whose) -> Result<[i64; 2], DbError> {
    let of_line = whose.of_line();
    let asked = [
        format!("{TO_SHIP}{}", whose.of_order()),
        format!(
            "SELECT COUNT(*) FROM after_sale a JOIN line l ON l.order_id = a.order_id AND l.line = a.line \
             WHERE a.state = 'asked'{of_line}"
        ),
    ];
    let mut counts = [0; 2];
    for (count, sql) in counts.iter_mut().zip(asked) {
        *count = conn.one(&sql, &[])?.map_or(Ok(0), |row| row.int(0))?;
    }
    Ok(counts)
}

/// When orders were last paid; nothing if none ever was.
pub(super) fn last_payment(conn: &mut Conn, whose: Whose) -> Result<Option<i64>, DbError> {
    let sql = format!(
        "SELECT o.paid_at FROM orders o WHERE o.paid_at IS NOT NULL{} ORDER BY o.paid_at DESC LIMIT 1",
        whose.of_order()
    );
    conn.one(&sql, &[])?.map(|row| row.int(0)).transpose()
}

/// What waits for somebody of staff: orders to ship, cases, withdrawals, appeals.
pub(super) fn waiting(conn: &mut Conn) -> Result<[i64; 4], DbError> {
    let asked = [
        TO_SHIP,
        "SELECT COUNT(*) FROM after_sale WHERE state = 'asked'",
        "SELECT COUNT(*) FROM withdrawal WHERE state = 'asked'",
        "SELECT COUNT(*) FROM appeal WHERE state = 'open'",
    ];
    let mut counts = [0; 4];
    for (count, sql) in counts.iter_mut().zip(asked) {
        *count = conn.one(sql, &[])?.map_or(Ok(0), |row| row.int(0))?;
    }
    Ok(counts)
}

/// What of the cost came back by now with lines of some products that were paid for in a stretch of time.
fn cost_back(conn: &mut Conn, range: Range, whose: Whose) -> Result<BTreeMap<String, i64>, DbError> {
    let sql = format!(
        "SELECT l.product, l.refunded, l.amount, l.cost FROM orders o \
         JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id \
         WHERE o.paid_at >= $1 AND o.paid_at < $2 AND l.refunded > 0{}",
        whose.of_line()
    );
    let mut back = BTreeMap::new();
    for row in conn.query(&sql, &row![range.since, range.until])? {
        let (refunded, amount, cost) = (row.int(1)?, row.int(2)?, row.int(3)?);
        *back.entry(row.text(0)?.to_owned()).or_default() += cost - cost_left(cost, amount, refunded);
    }
    Ok(back)
}

/// How a product sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Product {
    pub(super) code: String,
    pub(super) title: Title,
    pub(super) orders: i64,
    pub(super) quantity: i64,
    pub(super) amount: i64,
    pub(super) refunded: i64,
    pub(super) cost: i64,
}

/// What sold best in a stretch of time.
pub(super) fn products(
    conn: &mut Conn,
    range: Range,
    whose: Whose,
    limit: i64,
) -> Result<Vec<Product>, DbError> {
    let sql = format!(
        "SELECT l.product, MAX(l.title), COUNT(DISTINCT l.order_id), CAST(SUM(l.quantity) AS BIGINT), \
               CAST(SUM(l.amount) AS BIGINT) AS amount, CAST(SUM(l.refunded) AS BIGINT), CAST(SUM(l.cost) AS BIGINT), MAX(l.title_en) \
               FROM orders o JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id \
               WHERE o.paid_at >= $1 AND o.paid_at < $2{} GROUP BY l.product ORDER BY amount DESC, l.product LIMIT $3",
        whose.of_line()
    );
    let read = |row: &Row| {
        Ok::<_, DbError>(Product {
            code: row.text(0)?.to_owned(),
            title: Title { text: row.text(1)?.to_owned(), en: row.text(7)?.to_owned() },
            orders: row.int(2)?,
            quantity: row.int(3)?,
            amount: row.int(4)?,
            refunded: row.int(5)?,
            cost: row.int(6)?,
        })
    };
    let mut found: Vec<Product> = conn
        .query(&sql, &row![range.since, range.until, limit])?
        .iter()
        .map(read)
        .collect::<Result<_, _>>()?;
    let back = cost_back(conn, range, whose)?;
    for product in &mut found {
        product.cost -= back.get(&product.code).copied().unwrap_or(0);
    }
    Ok(found)
}

/// Of those whose first order fell into a stretch of time, how many bought in each of some others.
pub(super) fn came_back(conn: &mut Conn, first: Range, later: &[Range]) -> Result<(i64, Vec<i64>), DbError> {
    let sql = "SELECT COUNT(*) FROM orders o JOIN member m ON m.id = o.buyer AND m.first_order = o.id \
               WHERE o.paid_at >= $1 AND o.paid_at < $2";
    let size = conn.one(sql, &row![first.since, first.until])?.map_or(Ok(0), |row| row.int(0))?;
    let sql = "SELECT COUNT(DISTINCT o.buyer) FROM orders o JOIN member m ON m.id = o.buyer AND m.first_order <> o.id \
               JOIN orders f ON f.buyer = m.id AND f.id = m.first_order \
               WHERE o.paid_at >= $1 AND o.paid_at < $2 AND f.paid_at >= $3 AND f.paid_at < $4";
    let mut counts = Vec::with_capacity(later.len());
    for range in later {
        let params = row![range.since, range.until, first.since, first.until];
        counts.push(conn.one(sql, &params)?.map_or(Ok(0), |row| row.int(0))?);
    }
    Ok((size, counts))
}

/// Nicknames do not matter here: what each promoter has earned since a moment, the most first.
pub(super) fn top(conn: &mut Conn, range: Range, limit: i64) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = format!(
        "SELECT r.owner, CAST(SUM(r.amount) AS BIGINT) AS earned FROM {} WHERE e.at >= $1 AND e.at < $2 \
         GROUP BY r.owner ORDER BY earned DESC, r.owner LIMIT $3",
        by_time(&[Unit::Money])
    );
    let found = conn.query(&sql, &row![range.since, range.until, limit])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Sums by day of rewards at each distance from the seller.
pub(super) fn by_distance(conn: &mut Conn, range: Range) -> Result<BTreeMap<i64, i64>, DbError> {
    let sql = format!(
        "SELECT r.distance, CAST(SUM(r.amount) AS BIGINT) FROM {} WHERE e.at >= $1 AND e.at < $2 GROUP BY r.distance",
        by_time(&[Unit::Money])
    );
    let found = conn.query(&sql, &row![range.since, range.until])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}
