//! Orders compared with their seals: what was ordered is what is stored.

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, row};
use banyan_trade::orders::{self, LineRow, Sealed, SealedLine};

use super::differences::Differences;

/// Orders that are read at once.
const MANY: i64 = 5_000;

/// Adds every order that is not what it was when it was placed. Those of a version that sealed none are older than the first that
/// has a seal.
pub(super) fn compare(conn: &mut Conn, vault: &Vault, differences: &mut Differences) -> Result<(), Refusal> {
    let Some(first) = first(conn)? else { return Ok(()) };
    let sql = "SELECT buyer, id, amount, discount, seal FROM orders WHERE id >= $1 ORDER BY id LIMIT $2";
    let mut from = first;
    loop {
        let heads = conn.query(sql, &row![from, MANY])?;
        let Some(last) = heads.last() else { return Ok(()) };
        from = last.int(1)? + 1;
        let keys =
            heads.iter().map(|head| Ok((head.int(0)?, head.int(1)?))).collect::<Result<_, DbError>>()?;
        let mut lines = orders::lines_of(conn, keys)?;
        for head in &heads {
            let order = head.int(1)?;
            let mut sealed = Sealed::order(head.int(0)?, order, head.int(2)?, head.int(3)?);
            let of_order = lines.remove(&order).unwrap_or_default();
            for line in &of_order {
                sealed.line(of(line));
            }
            let found = head.maybe_bytes(4)?;
            if !sealed.seals(vault).iter().any(|seal| found == Some(seal.as_slice())) {
                differences.add(Text::new(
                    format!("订单 {order} 或它的行（买家、商品、件数、金额、优惠、成本）在下单之后被改动过"),
                    format!(
                        "order {order} or its lines (buyer, goods, quantity, amount, discount, cost) were changed after it was placed"
                    ),
                ));
            }
        }
    }
}

/// The first order that was sealed.
fn first(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let found = conn.one("SELECT MIN(id) FROM orders WHERE seal IS NOT NULL", &[])?;
    found.map(|row| row.maybe_int(0)).transpose().map(Option::flatten)
}

fn of(line: &LineRow) -> SealedLine<'_> {
    SealedLine {
        line: line.line,
        sku: line.sku,
        product: &line.product,
        category: &line.category,
        supplier: line.supplier,
        quantity: line.quantity,
        amount: line.amount,
        cost: line.cost,
    }
}
