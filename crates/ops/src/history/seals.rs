//! Orders compared with their seals: what was ordered is what is stored.

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, Row, row};
use banyan_trade::orders::{self, LineRow, Sealed, SealedLine};

use super::differences::Differences;

/// Orders that are read at once.
const MANY: i64 = 5_000;

/// An order, and what its seal has to be of.
#[derive(Debug)]
pub(crate) struct PlacedOrder {
    pub(crate) buyer: i64,
    pub(crate) order: i64,
    /// What is stored of it now.
    pub(crate) sealed: Sealed,
    /// The seal that is stored.
    pub(crate) seal: Option<Vec<u8>>,
    /// Who gets it, encrypted.
    pub(crate) recipient: Option<Vec<u8>>,
}

/// The next `many` orders from an id on.
pub(crate) fn placed(conn: &mut Conn, from: i64, many: i64) -> Result<Vec<PlacedOrder>, Refusal> {
    let sql =
        "SELECT buyer, id, amount, discount, seal, recipient FROM orders WHERE id >= $1 ORDER BY id LIMIT $2";
    let heads = conn.query(sql, &row![from, many])?;
    let keys = heads.iter().map(|head| Ok((head.int(0)?, head.int(1)?))).collect::<Result<_, DbError>>()?;
    let mut lines = orders::lines_of(conn, keys)?;
    let mut placed = |head: &Row| -> Result<PlacedOrder, DbError> {
        let (buyer, order) = (head.int(0)?, head.int(1)?);
        let mut sealed = Sealed::order(buyer, order, head.int(2)?, head.int(3)?);
        for line in &lines.remove(&order).unwrap_or_default() {
            sealed.line(of(line, &line.volumes.stored()));
        }
        let bytes = |column| Ok::<_, DbError>(head.maybe_bytes(column)?.map(<[u8]>::to_vec));
        Ok(PlacedOrder { buyer, order, sealed, seal: bytes(4)?, recipient: bytes(5)? })
    };
    Ok(heads.iter().map(&mut placed).collect::<Result<_, _>>()?)
}

/// Adds every order that is not what it was when it was placed. Those of a version that sealed none are older than the first that
/// has a seal.
pub(super) fn compare(conn: &mut Conn, vault: &Vault, differences: &mut Differences) -> Result<(), Refusal> {
    let Some(mut from) = first(conn)? else { return Ok(()) };
    loop {
        let orders = placed(conn, from, MANY)?;
        let Some(last) = orders.last() else { return Ok(()) };
        from = last.order + 1;
        for PlacedOrder { order, sealed, seal, .. } in orders {
            if !sealed.seals(vault).iter().any(|fits| seal.as_deref() == Some(fits.as_slice())) {
                differences.add(Text::new(
                    format!("订单 {order} 或它的行（买家、商品、件数、金额、优惠、成本、业绩值）在下单之后被改动过"),
                    format!(
                        "order {order} or its lines (buyer, goods, quantity, amount, discount, cost, volumes) were changed after it was placed"
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

fn of<'a>(line: &'a LineRow, volumes: &'a str) -> SealedLine<'a> {
    SealedLine {
        line: line.line,
        sku: line.sku,
        product: &line.product,
        category: &line.category,
        supplier: line.supplier,
        quantity: line.quantity,
        amount: line.amount,
        cost: line.cost,
        volumes,
    }
}
