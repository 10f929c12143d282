//! The SQL of the catalogue.

use std::collections::HashMap;

use super::Offer;
use crate::db::{Conn, DbError, row};

/// Some SKUs with what an order needs to know of their products.
pub(crate) fn offers(conn: &mut Conn, skus: Vec<i64>) -> Result<HashMap<i64, Offer>, DbError> {
    let sql = "SELECT s.id, p.code, p.title, s.title, COALESCE(c.code, ''), p.supplier, s.price, s.cost, p.rate, s.stock, \
               s.state, p.state FROM sku s JOIN product p ON p.id = s.product LEFT JOIN category c ON c.id = p.category \
               WHERE s.id IN MANY($1)";
    let read = |row: &crate::db::Row| {
        let offer = Offer {
            sku: row.int(0)?,
            product: row.text(1)?.to_owned(),
            title: row.text(2)?.to_owned(),
            kind: row.text(3)?.to_owned(),
            category: row.text(4)?.to_owned(),
            supplier: row.maybe_int(5)?,
            price: row.int(6)?,
            cost: row.int(7)?,
            rate: row.int(8)?,
            stock: row.int(9)?,
            is_on: row.text(10)? == "on" && row.text(11)? == "on",
        };
        Ok((offer.sku, offer))
    };
    conn.query(sql, &row![skus])?.iter().map(read).collect()
}
