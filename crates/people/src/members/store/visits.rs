//! The SQL of share links that were opened.

use banyan_store::{Conn, DbError, row};

/// A share link that was opened.
#[derive(Debug, Clone)]
pub(crate) struct VisitRow {
    /// The promoter.
    pub promoter: i64,
    /// Its id.
    pub id: i64,
    /// The visitor, by a random name.
    pub visitor: String,
    /// The member.
    pub member: Option<i64>,
    /// The product.
    pub product: Option<i64>,
}

/// Writes a row.
pub(crate) fn insert(conn: &mut Conn, visit: &VisitRow) -> Result<(), DbError> {
    let VisitRow { promoter, id, visitor, member, product } = visit;
    let sql = "INSERT INTO visit(promoter, id, visitor, member, product) VALUES($1, $2, $3, $4, $5)";
    conn.execute(sql, &row![*promoter, *id, visitor.as_str(), *member, *product])?;
    Ok(())
}

/// Whether the same visitor (or member) has opened the same link since a moment.
pub(crate) fn is_repeated(conn: &mut Conn, visit: &VisitRow, since: i64) -> Result<bool, DbError> {
    let VisitRow { promoter, visitor, member, product, .. } = visit;
    let product = product.unwrap_or(0);
    let found = match member {
        Some(member) => conn.one(
            "SELECT id FROM visit WHERE member = $1 AND id > $2 AND promoter = $3 AND COALESCE(product, 0) = $4",
            &row![*member, since, *promoter, product],
        )?,
        None => conn.one(
            "SELECT id FROM visit WHERE visitor = $1 AND id > $2 AND promoter = $3 AND COALESCE(product, 0) = $4",
            &row![visitor.as_str(), since, *promoter, product],
        )?,
    };
    Ok(found.is_some())
}

/// What a visitor opened since a moment was opened by this member.
pub(crate) fn claim(conn: &mut Conn, visitor: &str, member: i64, since: i64) -> Result<(), DbError> {
    let sql =
        "UPDATE visit SET member = $2 WHERE visitor = $1 AND id > $3 AND member IS NULL AND promoter <> $2";
    conn.execute(sql, &row![visitor, member, since])?;
    Ok(())
}

/// What a member opened is nobody's any more.
pub(crate) fn let_go(conn: &mut Conn, member: i64) -> Result<(), DbError> {
    conn.execute("UPDATE visit SET member = NULL, visitor = '' WHERE member = $1", &row![member])?;
    Ok(())
}

/// Removes the oldest visits of before a moment, so many at most; how many.
pub(crate) fn forget(conn: &mut Conn, before: i64, most: i64) -> Result<u64, DbError> {
    let sql = "DELETE FROM visit WHERE id <= (SELECT MAX(id) FROM (SELECT id FROM visit WHERE id < $1 ORDER BY id LIMIT $2) AS gone)";
    conn.execute(sql, &row![before, most])
}

/// What came of a promoter's links since a moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Funnel {
    /// How often the link was opened.
    pub clicks: i64,
    /// How many visitors came.
    pub visitors: i64,
    /// How many became members.
    pub members: i64,
    /// How many orders they paid.
    pub orders: i64,
}

/// Counts what came of a promoter's links.
pub(crate) fn funnel(conn: &mut Conn, promoter: i64, since: i64) -> Result<Funnel, DbError> {
    let one = |conn: &mut Conn, sql: &str| -> Result<i64, DbError> {
        conn.one(sql, &row![promoter, since])?.map_or(Ok(0), |row| row.int(0))
    };
    Ok(Funnel {
        clicks: one(conn, "SELECT COUNT(*) FROM visit WHERE promoter = $1 AND id > $2")?,
        // A member counts once, on whatever devices they came.
        visitors: one(
            conn,
            "SELECT COUNT(*) FROM (SELECT DISTINCT COALESCE(member, 0), CASE WHEN member IS NULL THEN visitor ELSE '' END \
             FROM visit WHERE promoter = $1 AND id > $2) v",
        )?,
        members: one(conn, "SELECT COUNT(*) FROM member WHERE inviter = $1 AND id > $2")?,
        orders: one(conn, "SELECT COUNT(DISTINCT order_id) FROM line WHERE seller = $1 AND order_id > $2")?,
    })
}
