//! Coupons: earned as rewards, held by an unpaid order, used with its payment.

pub(crate) mod http;
mod store;

use crate::db::{Conn, row};
use crate::ledger::{Account, Kind, Reason, SHOP};
use crate::refusal::Refusal;
use crate::work::Work;

/// A coupon as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Coupon {
    pub(crate) id: i64,
    /// Its face value, in minor units.
    pub(crate) amount: i64,
    /// The least amount of an order on which it may be spent.
    pub(crate) least: i64,
    pub(crate) expires_at: Option<i64>,
    /// The order that holds or has used it.
    pub(crate) order: Option<i64>,
    /// `open`, `held`, `used`, `void`.
    pub(crate) state: String,
}

impl Coupon {
    /// What it takes off an order of `total`, if it may be spent on it at `now`.
    pub(crate) fn worth(&self, total: i64, now: i64) -> Result<i64, Refusal> {
        if self.state != "open" {
            let (zh, en) = ("这张优惠券已使用或已失效", "this coupon has been used or is void");
            return Err(Refusal::conflict("coupon_used", zh, en).at("/coupon"));
        }
        if self.expires_at.is_some_and(|at| at <= now) {
            let (zh, en) = ("这张优惠券已过期", "this coupon has expired");
            return Err(Refusal::conflict("coupon_expired", zh, en).at("/coupon"));
        }
        if total < self.least {
            let (zh, en) =
                ("订单金额未达到优惠券的使用门槛", "the order is below the least amount of this coupon");
            return Err(Refusal::conflict("coupon_least", zh, en).at("/coupon"));
        }
        Ok(self.amount.min(total))
    }
}

/// A member's coupon.
pub(crate) fn find(conn: &mut Conn, owner: i64, coupon: i64) -> Result<Coupon, Refusal> {
    let found = store::find(conn, owner, coupon)?;
    found.ok_or_else(|| Refusal::not_found("优惠券", "coupon").at("/coupon"))
}

/// Puts a coupon aside for an order that waits to be paid.
pub(crate) fn hold(work: &mut Work<'_>, owner: i64, coupon: i64, order: i64) -> Result<(), Refusal> {
    let sql =
        "UPDATE coupon SET state = 'held', order_id = $3 WHERE owner = $1 AND id = $2 AND state = 'open'";
    work.conn.execute(sql, &row![owner, coupon, order])?;
    Ok(())
}

/// The order was given up: its coupon is open again.
pub(crate) fn release(work: &mut Work<'_>, owner: i64, order: i64) -> Result<(), Refusal> {
    let sql = "UPDATE coupon SET state = 'open', order_id = NULL WHERE owner = $1 AND order_id = $2 AND state = 'held'";
    work.conn.execute(sql, &row![owner, order])?;
    Ok(())
}

/// The order was paid: its coupon is used. A coupon is spent whole; what the order did not need of it is given up.
pub(crate) fn spend(
    work: &mut Work<'_>,
    owner: i64,
    order: i64,
    discount: i64,
    at: i64,
) -> Result<(), Refusal> {
    let sql = "SELECT id, amount FROM coupon WHERE owner = $1 AND order_id = $2 AND state = 'held'";
    let Some(row) = work.conn.one(sql, &row![owner, order])? else { return Ok(()) };
    let (coupon, amount) = (row.int(0)?, row.int(1)?);
    work.conn
        .execute("UPDATE coupon SET state = 'used' WHERE owner = $1 AND id = $2", &row![owner, coupon])?;
    let reason = |line| Reason { kind: Kind::Coupon, id: order, line, step: coupon, place: 0 };
    let held = (owner, Account::Coupons);
    work.book().transfer(held, (SHOP, Account::Sales), discount, &reason(0), at);
    work.book().transfer(held, (SHOP, Account::CouponCost), amount - discount, &reason(1), at);
    Ok(())
}

/// Gives a coupon to a member.
pub(crate) fn give(
    work: &mut Work<'_>,
    owner: i64,
    amount: i64,
    reward: &str,
    at: i64,
) -> Result<(), Refusal> {
    let id = work.id();
    let expires = at + i64::from(work.settings().coupon_days) * banyan_plan::time::DAY;
    let sql = "INSERT INTO coupon(owner, id, amount, least, expires_at, state, reward) VALUES($1, $2, $3, 0, $4, 'open', $5)";
    work.conn.execute(sql, &row![owner, id, amount, expires, reward])?;
    Ok(())
}

/// Takes back a part of what coupons of a reward were worth: from open ones, the newest first. What has been spent
/// already becomes a debt in money.
pub(crate) fn take_back(
    work: &mut Work<'_>,
    owner: i64,
    amount: i64,
    reason: &Reason,
    at: i64,
) -> Result<(), Refusal> {
    let sql = "SELECT id, amount FROM coupon WHERE owner = $1 AND state = 'open' ORDER BY id DESC";
    let mut left = amount;
    for row in work.conn.query(sql, &row![owner])? {
        let part = row.int(1)?.min(left);
        left -= part;
        let (id, rest) = (row.int(0)?, row.int(1)? - part);
        let state = if rest == 0 { "void" } else { "open" };
        work.conn.execute(
            "UPDATE coupon SET amount = $3, state = $4 WHERE owner = $1 AND id = $2",
            &row![owner, id, rest, state],
        )?;
        if left == 0 {
            break;
        }
    }
    let debt = Reason { kind: Kind::Coupon, ..*reason };
    work.book().transfer((owner, Account::Available), (owner, Account::Coupons), left, &debt, at);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_coupon_is_worth() {
        let coupon = Coupon {
            id: 1,
            amount: 2_000,
            least: 5_000,
            expires_at: Some(10),
            order: None,
            state: "open".to_owned(),
        };
        let code = |coupon: &Coupon, total, now| coupon.worth(total, now).map_err(|refusal| refusal.code);
        assert_eq!(code(&coupon, 5_000, 9), Ok(2_000));
        assert_eq!(code(&coupon, 4_999, 9), Err("coupon_least"));
        assert_eq!(code(&coupon, 5_000, 10), Err("coupon_expired"));
        let held = Coupon { state: "held".to_owned(), ..coupon.clone() };
        assert_eq!(code(&held, 5_000, 9), Err("coupon_used"));
        // It never takes off more than there is.
        assert_eq!(code(&Coupon { least: 0, ..coupon }, 1_500, 9), Ok(1_500));
    }
}
