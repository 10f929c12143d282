//! Whose orders somebody of staff sees and handles: everybody's, or those in which everything is of products that they look after. An order
//! that holds something else as well is for whoever sees all: its sums would tell what others sell.

use banyan_api::access::Permission;
use banyan_api::http::Staff;
use banyan_base::refusal::Refusal;
use banyan_store::{Conn, row};

/// Whose orders are in sight. What is not is answered as if it were not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Whose {
    /// The only one of staff whose products they hold; nothing for everybody's.
    keeper: Option<i64>,
}

impl Whose {
    /// What somebody may see.
    pub fn of(staff: &Staff) -> Self {
        Self { keeper: staff.may(Permission::OrdersAll).is_err().then_some(staff.id) }
    }

    /// The condition on an order, given the columns of its buyer and of its id, to stand behind others.
    pub fn condition(self, buyer: &str, order: &str) -> String {
        let Some(keeper) = self.keeper else { return String::new() };
        format!(
            " AND NOT EXISTS (SELECT 1 FROM line w WHERE w.buyer = {buyer} AND w.order_id = {order} \
             AND NOT EXISTS (SELECT 1 FROM product k WHERE k.code = w.product AND k.keeper = {keeper}))"
        )
    }

    /// Refuses an order that is not in sight, as one that is not there.
    pub fn check(self, conn: &mut Conn, order: i64) -> Result<(), Refusal> {
        let sql = format!("SELECT 1 FROM orders o WHERE o.id = $1{}", self.condition("o.buyer", "o.id"));
        let is_seen = self.keeper.is_none() || conn.one(&sql, &row![order])?.is_some();
        if is_seen { Ok(()) } else { Err(Refusal::not_found("订单", "order")) }
    }
}
