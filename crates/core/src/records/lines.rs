//! Lines of orders, as far as rewards rest on them.

use std::collections::HashMap;

use banyan_plan::money::kept;
use banyan_store::{Conn, DbError, Row, row};

use super::volumes::Volumes;

/// A line of an order as it is stored.
#[derive(Debug, Clone)]
pub struct LineRow {
    /// The member who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// The line's number in its order.
    pub line: i64,
    /// What was bought.
    pub sku: i64,
    /// The product's name in plans.
    pub product: String,
    /// The product's category in plans.
    pub category: String,
    /// Who supplies it, if it is not the shop itself.
    pub supplier: Option<i64>,
    /// Pieces bought.
    pub quantity: i64,
    /// What is paid for the line, in minor units.
    pub amount: i64,
    /// What the line costs the shop, in minor units.
    pub cost: i64,
    /// The commission rate, in millionths.
    pub rate: i64,
    /// The promoter who is credited with the sale, if there is one.
    pub seller: Option<i64>,
    /// The plan version under which it was paid.
    pub plan: Option<i64>,
    /// When it was paid, in nanoseconds.
    pub paid_at: Option<i64>,
    /// What has been refunded, in minor units.
    pub refunded: i64,
    /// Pieces that were sent back.
    pub returned: i64,
    /// When its refund window closes, once the buyer has the goods.
    pub settles_at: Option<i64>,
    /// When its refund window closed.
    pub settled_at: Option<i64>,
    /// Whether an open after-sale case keeps it from settling.
    pub held: bool,
    /// What a coupon of a campaign takes off it, in minor units; already off `amount`.
    pub discount: i64,
    /// What all its pieces counted for when it was ordered, before any refund.
    pub volumes: Volumes,
    /// The terms by which its pieces are vouchers; nothing for what is sent.
    pub voucher: Option<i64>,
}

const LINE: &str = "buyer, order_id, line, sku, product, category, supplier, quantity, amount, cost, rate, seller, plan, \
                    first_order, paid_at, refunded, returned, settles_at, settled_at, held, discount, volumes, voucher";

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
            discount: row.int(20)?,
            volumes: Volumes::read(row.text(21)?)?,
            voucher: row.maybe_int(22)?,
        })
    }

    /// What is left of its discount: a share of it goes back with each share of the money. Of a line that the coupon paid whole, it
    /// goes back with the pieces.
    pub fn discount_left(&self) -> i64 {
        match (self.amount, self.quantity) {
            (0, 0) => self.discount,
            (0, quantity) => kept(self.discount, quantity, self.returned),
            (amount, _) => kept(self.discount, amount, self.refunded),
        }
    }
}

/// The lines of some orders, each named with its buyer; by order, each in its order.
pub fn lines_of(conn: &mut Conn, orders: Vec<(i64, i64)>) -> Result<HashMap<i64, Vec<LineRow>>, DbError> {
    let sql = format!("SELECT {LINE} FROM line WHERE (buyer, order_id) IN PAIRS($1) ORDER BY order_id, line");
    let mut found: HashMap<i64, Vec<LineRow>> = HashMap::new();
    for row in conn.query(&sql, &row![orders])? {
        let line = LineRow::read(&row)?;
        found.entry(line.order).or_default().push(line);
    }
    Ok(found)
}

/// Lines whose refund window has closed by `now`, in the order in which they settle.
pub fn due_lines(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<LineRow>, DbError> {
    let sql = format!(
        "SELECT {LINE} FROM line WHERE settled_at IS NULL AND held = 0 AND settles_at <= $1 \
         ORDER BY settles_at, paid_at, line LIMIT $2"
    );
    conn.query(&sql, &row![now, limit])?.iter().map(LineRow::read).collect()
}
