//! The SQL of orders.

pub(crate) mod reads;

use std::collections::HashMap;

use crate::db::{Conn, DbError, Row, row};

/// A line of an order as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct LineRow {
    pub(crate) buyer: i64,
    pub(crate) order: i64,
    pub(crate) line: i64,
    pub(crate) sku: i64,
    pub(crate) product: String,
    pub(crate) category: String,
    pub(crate) supplier: Option<i64>,
    pub(crate) quantity: i64,
    pub(crate) amount: i64,
    pub(crate) cost: i64,
    pub(crate) rate: i64,
    pub(crate) seller: Option<i64>,
    pub(crate) plan: Option<i64>,
    pub(crate) paid_at: Option<i64>,
    pub(crate) refunded: i64,
    pub(crate) returned: i64,
    pub(crate) settles_at: Option<i64>,
    pub(crate) settled_at: Option<i64>,
    pub(crate) held: bool,
}

const LINE: &str = "buyer, order_id, line, sku, product, category, supplier, quantity, amount, cost, rate, seller, plan, \
                    first_order, paid_at, refunded, returned, settles_at, settled_at, held";

impl LineRow {
    fn read(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            buyer: row.int(0)?,
            order: row.int(1)?,
            line: row.int(2)?,
            sku: row.int(3)?,
            product: row.text(4)?.to_owned(),
            category: row.text(5)?.to_owned(),
            supplier: row.maybe_int(6)?,
            quantity: row.int(7)?,
            amount: row.int(8)?,
            cost: row.int(9)?,
            rate: row.int(10)?,
            seller: row.maybe_int(11)?,
            plan: row.maybe_int(12)?,
            paid_at: row.maybe_int(14)?,
            refunded: row.int(15)?,
            returned: row.int(16)?,
            settles_at: row.maybe_int(17)?,
            settled_at: row.maybe_int(18)?,
            held: row.flag(19)?,
        })
    }
}

/// The lines of some orders, each named with its buyer; by order, each in its order.
pub(crate) fn lines_of(
    conn: &mut Conn,
    orders: Vec<(i64, i64)>,
) -> Result<HashMap<i64, Vec<LineRow>>, DbError> {
    let sql = format!("SELECT {LINE} FROM line WHERE (buyer, order_id) IN PAIRS($1) ORDER BY order_id, line");
    let mut found: HashMap<i64, Vec<LineRow>> = HashMap::new();
    for row in conn.query(&sql, &row![orders])? {
        let line = LineRow::read(&row)?;
        found.entry(line.order).or_default().push(line);
    }
    Ok(found)
}

/// Lines whose refund window has closed by `now`, in the order in which they settle.
pub(crate) fn due_lines(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<LineRow>, DbError> {
    let sql = format!(
        "SELECT {LINE} FROM line WHERE settled_at IS NULL AND held = 0 AND settles_at <= $1 \
         ORDER BY settles_at, paid_at, line LIMIT $2"
    );
    conn.query(&sql, &row![now, limit])?.iter().map(LineRow::read).collect()
}
