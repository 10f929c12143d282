//! The SQL of reviews.

use banyan_store::{Conn, DbError, Row, Value, row};

/// A review as it is stored.
#[derive(Debug, Clone)]
pub(super) struct ReviewRow {
    pub(super) id: i64,
    pub(super) buyer: i64,
    pub(super) order: i64,
    pub(super) line: i64,
    /// The product's code.
    pub(super) product: String,
    pub(super) stars: i64,
    pub(super) text: String,
    /// Whether its writer was a promoter then.
    pub(super) is_promoter: bool,
    /// Why it is hidden.
    pub(super) fault: Option<String>,
    /// Of its writer, now.
    pub(super) nickname: String,
}

const COLUMNS: &str =
    "r.id, r.buyer, r.order_id, r.line, r.product, r.stars, r.text, r.is_promoter, r.fault, m.nickname";

fn read(row: &Row) -> Result<ReviewRow, DbError> {
    Ok(ReviewRow {
        id: row.int(0)?,
        buyer: row.int(1)?,
        order: row.int(2)?,
        line: row.int(3)?,
        product: row.text(4)?.to_owned(),
        stars: row.int(5)?,
        text: row.text(6)?.to_owned(),
        is_promoter: row.flag(7)?,
        fault: row.maybe_text(8)?.map(str::to_owned),
        nickname: row.text(9)?.to_owned(),
    })
}

/// Writes a review; the key refuses a second one of the same line.
pub(super) fn insert(conn: &mut Conn, review: &ReviewRow) -> Result<(), DbError> {
    conn.execute(
        "INSERT INTO review(buyer, order_id, line, id, product, stars, text, is_promoter) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
        &row![
            review.buyer,
            review.order,
            review.line,
            review.id,
            review.product.as_str(),
            review.stars,
            review.text.as_str(),
            review.is_promoter
        ],
    )?;
    Ok(())
}

/// The review of a line.
pub(super) fn find(conn: &mut Conn, buyer: i64, order: i64, line: i64) -> Result<Option<i64>, DbError> {
    let sql = "SELECT id FROM review WHERE buyer = $1 AND order_id = $2 AND line = $3";
    conn.one(sql, &row![buyer, order, line])?.map(|row| row.int(0)).transpose()
}

/// Reviews before an id, the newest first: of one product, or of all.
pub(super) fn list(
    conn: &mut Conn,
    product: Option<&str>,
    before: i64,
    limit: i64,
) -> Result<Vec<ReviewRow>, DbError> {
    let mut params = row![before, limit].to_vec();
    let only = match product {
        None => "",
        Some(code) => {
            params.push(Value::Text(code.to_owned()));
            "AND r.product = $3"
        }
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM review r JOIN member m ON m.id = r.buyer WHERE r.id < $1 {only} ORDER BY r.id DESC LIMIT $2"
    );
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// How many reviews a product has, their stars together, and how many of them are hidden. Hidden ones count.
pub(super) fn sums(conn: &mut Conn, product: &str) -> Result<[i64; 3], DbError> {
    let sql = "SELECT COUNT(*), COALESCE(CAST(SUM(stars) AS BIGINT), 0), \
               CAST(COALESCE(SUM(CASE WHEN fault IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT) FROM review WHERE product = $1";
    let found = conn.one(sql, &row![product])?;
    found.map_or(Ok([0; 3]), |row| Ok([row.int(0)?, row.int(1)?, row.int(2)?]))
}

/// The code of a product.
pub(super) fn product_code(conn: &mut Conn, product: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT code FROM product WHERE id = $1", &row![product])?;
    found.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Hides a review; whether there is one that is not hidden yet.
pub(super) fn hide(conn: &mut Conn, id: i64, fault: &str) -> Result<bool, DbError> {
    let sql = "UPDATE review SET fault = $2 WHERE id = $1 AND fault IS NULL";
    Ok(conn.execute(sql, &row![id, fault])? > 0)
}
