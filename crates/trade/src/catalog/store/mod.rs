//! The SQL of the catalogue.

mod reads;
mod shelf;
mod writes;

use std::collections::BTreeMap;

pub use self::reads::supplier_names;
pub(super) use self::reads::*;
pub(crate) use self::reads::{CategoryRow, categories, stock_of};
pub(super) use self::shelf::{Filter, Listed, Sort, products};
pub(super) use self::writes::*;
use banyan_store::{Conn, DbError, Rows, row};

/// Counts pieces that were sold, by SKU.
pub fn count_sold(conn: &mut Conn, sold: &BTreeMap<i64, i64>) -> Result<(), DbError> {
    if sold.is_empty() {
        return Ok(());
    }
    let sql =
        "SELECT s.id, p.id, p.sold FROM sku s JOIN product p ON p.id = s.product WHERE s.id IN MANY($1)";
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for row in conn.query(sql, &row![sold.keys().copied().collect::<Vec<i64>>()])? {
        let pieces = sold.get(&row.int(0)?).copied().unwrap_or(0);
        let before = row.int(2)?;
        *counts.entry(row.int(1)?).or_insert(before) += pieces;
    }
    let mut rows = Rows::new("product", &["id", "sold"]);
    for (product, count) in counts {
        rows.push(row![product, count]);
    }
    conn.update(&rows, 1)
}

/// The ranks of a member and of everybody above them, from near to far.
pub(super) fn ranks_upward(conn: &mut Conn, member: i64) -> Result<Vec<i64>, DbError> {
    // Nobody has a team so deep that the rest of it matters to a price tag.
    let sql = "WITH RECURSIVE above(id, inviter, rank, depth) AS ( \
               SELECT id, inviter, rank, CAST(0 AS BIGINT) FROM member WHERE id = $1 UNION ALL \
               SELECT m.id, m.inviter, m.rank, a.depth + 1 FROM member m JOIN above a ON m.id = a.inviter \
               WHERE a.depth < 200) SELECT rank FROM above ORDER BY depth";
    conn.query(sql, &row![member])?.iter().map(|row| row.int(0)).collect()
}
