//! The SQL of how SKUs are sold.

use std::collections::HashMap;

use banyan_sale::price::{Limits, PerMember, Window};
use banyan_store::{Conn, DbError, Rows, row};

use super::{Row, Selling, Whom};

/// How some SKUs are sold now. Those that everybody buys at their price, any number of pieces, are missing.
pub fn of(conn: &mut Conn, skus: Vec<i64>) -> Result<HashMap<i64, Selling>, DbError> {
    let sql = "SELECT g.sku, g.least, g.step, g.most, g.per_member, g.period, p.list, p.rank, p.least, p.price \
               FROM sku s JOIN selling g ON g.sku = s.id AND g.id = s.selling \
               LEFT JOIN price p ON p.sku = g.sku AND p.selling = g.id \
               WHERE s.id IN MANY($1) ORDER BY g.sku, p.list, p.rank, p.least";
    let mut found: HashMap<i64, Selling> = HashMap::new();
    for row in conn.query(sql, &row![skus])? {
        let selling = found.entry(row.int(0)?).or_default();
        selling.limits = limits(&row)?;
        if let Some(list) = row.maybe_text(6)? {
            let whom = Whom::of(list, row.text(7)?);
            let whom = whom.ok_or_else(|| DbError::Broken(format!("a price for the unknown {list}")))?;
            selling.rows.push(Row { whom, from: row.int(8)?, price: row.int(9)? });
        }
    }
    Ok(found)
}

fn limits(row: &banyan_store::Row) -> Result<Limits, DbError> {
    let per_member = match (row.maybe_int(4)?, row.maybe_text(5)?) {
        (Some(pieces), Some(word)) => {
            let window = Window::of(word);
            let window = window.ok_or_else(|| DbError::Broken(format!("the unknown period {word}")))?;
            Some(PerMember { pieces, window })
        }
        _ => None,
    };
    Ok(Limits { least: row.int(1)?, step: row.int(2)?, most: row.maybe_int(3)?, per_member })
}

/// Adds how a SKU is sold from a moment on. `counts`: whether it differs from a SKU that everybody buys at its price.
pub(super) fn add(
    conn: &mut Conn,
    (sku, id): (i64, i64),
    selling: &Selling,
    counts: bool,
) -> Result<(), DbError> {
    let Limits { least, step, most, per_member } = selling.limits;
    let (pieces, period) = (per_member.map(|rule| rule.pieces), per_member.map(|rule| rule.window.word()));
    conn.execute(
        "INSERT INTO selling(sku, id, least, step, most, per_member, period) VALUES($1, $2, $3, $4, $5, $6, $7)",
        &row![sku, id, least, step, most, pieces, period],
    )?;
    let mut rows = Rows::new("price", &["sku", "selling", "list", "rank", "least", "price"]);
    for price in &selling.rows {
        let (list, rank) = price.whom.words();
        rows.push(row![sku, id, list, rank, price.from, price.price]);
    }
    conn.insert(&rows)?;
    conn.execute("UPDATE sku SET selling = $2 WHERE id = $1", &row![sku, counts.then_some(id)])?;
    Ok(())
}
