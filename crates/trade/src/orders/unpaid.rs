//! How much one person keeps from others without paying: unpaid orders and the pieces in them are limited, for each member and for
//! each address that orders come from.

use std::collections::HashMap;

use banyan_base::refusal::{Kind, Refusal};
use banyan_core::settings::Settings;
use banyan_store::{Conn, DbError, Row, row};

/// An address may keep so many times what a member may: households, offices and phone networks share one.
const SHARED_BY: i64 = 10;

/// Unpaid orders, and pieces in them.
type Kept = (i64, i64);

/// What members and addresses keep unpaid.
#[derive(Debug, Default)]
pub(super) struct Unpaid {
    members: HashMap<i64, Kept>,
    addresses: HashMap<Vec<u8>, Kept>,
}

impl Unpaid {
    /// What some members keep already, and what is kept from some addresses.
    pub(super) fn read(conn: &mut Conn, buyers: Vec<i64>, addresses: Vec<Vec<u8>>) -> Result<Self, DbError> {
        let kept = |row: &Row| Ok::<_, DbError>((row.int(1)?, row.int(2)?));
        let of = |column: &str, among: &str| {
            format!(
                "SELECT o.{column}, COUNT(*), COALESCE(CAST(SUM((SELECT SUM(l.quantity) FROM line l WHERE l.order_id = o.id \
                 AND l.buyer = o.buyer)) AS BIGINT), 0) FROM orders o WHERE o.state = 'placed' AND o.{column} IN {among} GROUP BY o.{column}"
            )
        };
        let mut unpaid = Self::default();
        for row in conn.query(&of("buyer", "MANY($1)"), &row![buyers])? {
            unpaid.members.insert(row.int(0)?, kept(&row)?);
        }
        if !addresses.is_empty() {
            for row in conn.query(&of("placed_from", "KEYS($1)"), &row![addresses])? {
                unpaid.addresses.insert(row.bytes(0)?.to_vec(), kept(&row)?);
            }
        }
        Ok(unpaid)
    }

    /// Counts one more order of a member and so many pieces, from an address if that is known; if that is not too much.
    pub(super) fn add(
        &mut self,
        (buyer, from): (i64, Option<&Vec<u8>>),
        pieces: i64,
        settings: &Settings,
    ) -> Result<(), Refusal> {
        let most = (i64::from(settings.unpaid_orders), i64::from(settings.unpaid_pieces));
        let more = |kept: Option<&Kept>| kept.map_or((1, pieces), |kept| (kept.0 + 1, kept.1 + pieces));
        let of_member = more(self.members.get(&buyer));
        if of_member.0 > most.0 || of_member.1 > most.1 {
            return Err(too_much_of_hers(most));
        }
        if let Some(from) = from {
            let of_address = more(self.addresses.get(from));
            if of_address.0 > most.0 * SHARED_BY || of_address.1 > most.1 * SHARED_BY {
                return Err(too_much_from_there());
            }
            self.addresses.insert(from.clone(), of_address);
        }
        self.members.insert(buyer, of_member);
        Ok(())
    }
}

fn too_much_of_hers((orders, pieces): Kept) -> Refusal {
    Refusal::conflict(
        "unpaid_limit",
        format!("未付款的订单最多 {orders} 笔、共 {pieces} 件。请先付款或取消，再下新单"),
        format!(
            "at most {orders} orders with {pieces} pieces in all may wait to be paid; please pay or cancel some before you order more"
        ),
    )
}

fn too_much_from_there() -> Refusal {
    Refusal::new(
        Kind::TooMany,
        "unpaid_limit_address",
        "您所在的网络有太多未付款的订单，请过一会儿再下单",
        "too many orders from your network wait to be paid; please order a little later",
    )
}
