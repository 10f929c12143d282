//! The SQL of the catalogue.

mod reads;
mod writes;

use std::collections::{BTreeMap, HashMap};

pub use self::reads::supplier_names;
pub(super) use self::reads::*;
pub(super) use self::writes::*;
use banyan_store::{Conn, DbError, Rows, row};

use super::{Offer, selling};

/// Some SKUs with what an order needs to know of their products. How they are sold is read only if one of them is sold in another
/// way than to everybody at its price.
pub fn offers(conn: &mut Conn, skus: Vec<i64>) -> Result<HashMap<i64, Offer>, DbError> {
    let sql = "SELECT s.id, p.code, p.title, s.title, COALESCE(c.code, ''), p.supplier, s.price, s.cost, p.rate, s.stock, \
               s.state, p.state, s.selling FROM sku s JOIN product p ON p.id = s.product LEFT JOIN category c ON c.id = p.category \
               WHERE s.id IN MANY($1)";
    let mut special = Vec::new();
    let mut offers = HashMap::new();
    for row in conn.query(sql, &row![skus])? {
        let offer = Offer {
            sku: row.int(0)?,
            product: row.text(1)?.to_owned(),
            title: row.text(2)?.to_owned(),
            kind: row.text(3)?.to_owned(),
            category: row.text(4)?.to_owned(),
            supplier: row.maybe_int(5)?,
            price: row.int(6)?,
            selling: selling::Selling::default(),
            cost: row.int(7)?,
            rate: row.int(8)?,
            stock: row.int(9)?,
            is_on: row.text(10)? == "on" && row.text(11)? == "on",
        };
        if row.maybe_int(12)?.is_some() {
            special.push(offer.sku);
        }
        offers.insert(offer.sku, offer);
    }
    for (sku, selling) in selling::of(conn, special)? {
        if let Some(offer) = offers.get_mut(&sku) {
            offer.selling = selling;
        }
    }
    Ok(offers)
}

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

/// The ranks of a member and of everybody above her, from near to far.
pub(super) fn ranks_upward(conn: &mut Conn, member: i64) -> Result<Vec<i64>, DbError> {
    // Nobody has a team so deep that the rest of it matters to a price tag.
    let sql = "WITH RECURSIVE above(id, inviter, rank, depth) AS ( \
               SELECT id, inviter, rank, CAST(0 AS BIGINT) FROM member WHERE id = $1 UNION ALL \
               SELECT m.id, m.inviter, m.rank, a.depth + 1 FROM member m JOIN above a ON m.id = a.inviter \
               WHERE a.depth < 200) SELECT rank FROM above ORDER BY depth";
    conn.query(sql, &row![member])?.iter().map(|row| row.int(0)).collect()
}
