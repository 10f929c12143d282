//! Coupons: earned as rewards, held by an unpaid order, used with its payment.

use crate::db::row;
use crate::ledger::{Account, Kind, Reason, SHOP};
use crate::refusal::Refusal;
use crate::work::Work;

/// What a coupon takes off an order of `total`, if it may be spent on it.
pub(crate) fn worth(work: &mut Work<'_>, owner: i64, coupon: i64, total: i64) -> Result<i64, Refusal> {
    let sql = "SELECT amount, least, expires_at, state FROM coupon WHERE owner = $1 AND id = $2";
    let found = work.conn.one(sql, &row![owner, coupon])?;
    let row = found.ok_or_else(|| Refusal::not_found("优惠券", "coupon").at("/coupon"))?;
    let (amount, least, expires_at) = (row.int(0)?, row.int(1)?, row.maybe_int(2)?);
    if row.text(3)? != "open" {
        let (zh, en) = ("这张优惠券已使用或已失效", "this coupon has been used or is void");
        return Err(Refusal::conflict("coupon_used", zh, en).at("/coupon"));
    }
    let now = work.id();
    if expires_at.is_some_and(|at| at <= now) {
        let (zh, en) = ("这张优惠券已过期", "this coupon has expired");
        return Err(Refusal::conflict("coupon_expired", zh, en).at("/coupon"));
    }
    if total < least {
        let (zh, en) =
            ("订单金额未达到优惠券的使用门槛", "the order is below the least amount of this coupon");
        return Err(Refusal::conflict("coupon_least", zh, en).at("/coupon"));
    }
    Ok(amount.min(total))
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
