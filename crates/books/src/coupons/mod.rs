//! Coupons: earned as rewards or given out by a campaign, held by an unpaid order, used with its payment; given back when all of the
//! order goes back, if they have not run out.
//!
//! One that was earned is the member's like money: what a member's coupons are worth in the ledger is the face value of those that are open
//! or held, less what refunds have taken of the held ones, and what has run out leaves the books. One of a campaign costs the shop
//! something when it is used ([`campaign`]).

pub mod campaign;
pub mod store;

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_core::records::LineRow;
use banyan_core::work::{Duty, Pass, Timing, Work};
use banyan_store::{Conn, Rows, row};

/// A coupon as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coupon {
    /// Its id.
    pub id: i64,
    /// Its face value, in minor units.
    pub amount: i64,
    /// What refunds have taken of it while an unpaid order holds it.
    pub taken: i64,
    /// The least amount of an order on which it may be spent.
    pub least: i64,
    /// When it begins, in nanoseconds; nothing if it has begun.
    pub starts_at: Option<i64>,
    /// When it ends, in nanoseconds.
    pub expires_at: Option<i64>,
    /// The order that holds or has used it.
    pub order: Option<i64>,
    /// `open`, `held`, `used`, `void`, `expired`.
    pub state: String,
    /// The campaign that gave it out; nothing if it was earned.
    pub campaign: Option<i64>,
}

impl Coupon {
    /// Whether it may be spent at `now`.
    pub fn usable(&self, now: i64) -> Result<(), Refusal> {
        if self.state == "expired" || (self.state == "open" && self.expires_at.is_some_and(|at| at <= now)) {
            let (zh, en) = ("这张优惠券已过期", "this coupon has expired");
            return Err(Refusal::conflict("coupon_expired", zh, en).at("/coupon"));
        }
        if self.state != "open" {
            let (zh, en) = ("这张优惠券已使用或已失效", "this coupon has been used or is void");
            return Err(Refusal::conflict("coupon_used", zh, en).at("/coupon"));
        }
        if self.starts_at.is_some_and(|at| at > now) {
            let (zh, en) = ("这张优惠券还没到使用时间", "this coupon cannot be used yet");
            return Err(Refusal::conflict("coupon_early", zh, en).at("/coupon"));
        }
        Ok(())
    }
}

/// A member's coupon.
pub fn find(conn: &mut Conn, owner: i64, coupon: i64) -> Result<Coupon, Refusal> {
    let found = store::find(conn, owner, coupon)?;
    found.ok_or_else(|| Refusal::not_found("优惠券", "coupon").at("/coupon"))
}

/// Puts a coupon aside for an order that waits to be paid.
pub fn hold(work: &mut Work<'_>, owner: i64, coupon: i64, order: i64) -> Result<(), Refusal> {
    let sql =
        "UPDATE coupon SET state = 'held', order_id = $3 WHERE owner = $1 AND id = $2 AND state = 'open'";
    work.conn.execute(sql, &row![owner, coupon, order])?;
    Ok(())
}

/// The order was given up: its coupon is open again, less what refunds have taken of it meanwhile.
pub fn release(work: &mut Work<'_>, owner: i64, order: i64) -> Result<(), Refusal> {
    let Some(held) = store::of_order(work.conn, owner, order, "held")? else { return Ok(()) };
    let amount = held.amount - held.taken;
    let state = if amount == 0 { "void" } else { "open" };
    work.conn.execute(
        "UPDATE coupon SET state = $3, amount = $4, taken = 0, order_id = NULL WHERE owner = $1 AND id = $2",
        &row![owner, held.id, state, amount],
    )?;
    if let Some(at) = held.expires_at {
        work.due_at(at);
    }
    Ok(())
}

/// The order was paid: its coupon is used. A coupon is spent whole; what the order did not need of it is given up. What refunds
/// have taken of it while the order held it has been spent now, and becomes a debt in money.
pub fn spend(
    work: &mut Work<'_>,
    (owner, order): (i64, i64),
    discount: i64,
    lines: &[LineRow],
    at: i64,
) -> Result<(), Refusal> {
    let Some(held) = store::of_order(work.conn, owner, order, "held")? else { return Ok(()) };
    let sql = "UPDATE coupon SET state = 'used', taken = 0 WHERE owner = $1 AND id = $2";
    work.conn.execute(sql, &row![owner, held.id])?;
    if held.campaign.is_some() {
        campaign::book(work, held.id, lines, at);
        return Ok(());
    }
    let reason = |line| Reason { kind: Kind::Coupon, id: order, line, step: held.id, place: 0 };
    let coupons = (owner, Account::Coupons);
    work.book().transfer((owner, Account::Available), coupons, held.taken, &reason(2), at);
    work.book().transfer(coupons, (SHOP, Account::Sales), discount, &reason(0), at);
    work.book().transfer(coupons, (SHOP, Account::CouponCost), held.amount - discount, &reason(1), at);
    Ok(())
}

/// Nothing of an order is left: the coupon that was spent on it goes back, unless it has run out by now. Of one of a campaign, all that
/// it took off has to have gone back.
pub fn give_back(
    work: &mut Work<'_>,
    (owner, order): (i64, i64),
    lines: &[LineRow],
    at: i64,
) -> Result<(), Refusal> {
    let used = store::of_order(work.conn, owner, order, "used")?;
    let Some(used) = used.filter(|used| used.expires_at.is_none_or(|end| end > at)) else { return Ok(()) };
    if used.campaign.is_some() && lines.iter().any(|line| line.discount_left() > 0) {
        return Ok(());
    }
    let sql = "UPDATE coupon SET state = 'open', order_id = NULL WHERE owner = $1 AND id = $2";
    work.conn.execute(sql, &row![owner, used.id])?;
    if used.campaign.is_none() {
        let sql = "SELECT discount FROM orders WHERE buyer = $1 AND id = $2";
        let discount = work.conn.one(sql, &row![owner, order])?.map_or(Ok(0), |row| row.int(0))?;
        let reason = |line| Reason { kind: Kind::Coupon, id: order, line, step: used.id, place: 1 };
        let coupons = (owner, Account::Coupons);
        work.book().transfer((SHOP, Account::Sales), coupons, discount, &reason(0), at);
        work.book().transfer((SHOP, Account::CouponCost), coupons, used.amount - discount, &reason(1), at);
    }
    if let Some(end) = used.expires_at {
        work.due_at(end);
    }
    work.tell(owner, "coupon.given_back", &serde_json::json!({ "coupon": used.id.to_string() }));
    Ok(())
}

/// Gives a coupon to a member.
pub fn give(work: &mut Work<'_>, owner: i64, amount: i64, reward: &str, at: i64) -> Result<(), Refusal> {
    let id = work.id();
    let expires = at + i64::from(work.settings().coupon_days) * banyan_plan::time::DAY;
    let sql = "INSERT INTO coupon(owner, id, amount, least, expires_at, state, reward) VALUES($1, $2, $3, 0, $4, 'open', $5)";
    work.conn.execute(sql, &row![owner, id, amount, expires, reward])?;
    work.due_at(expires);
    Ok(())
}

/// Coupons run out by themselves. One that has run out is not taken any more, so it may stay in the books for a while when there is
/// more to do than one pass does.
pub struct Expiry;

impl Duty for Expiry {
    fn timing(&self) -> Timing {
        Timing::Anytime
    }

    fn next(&self) -> &'static [&'static str] {
        &["SELECT MIN(expires_at) FROM coupon WHERE state = 'open'"]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        let (found, rest) =
            pass.cut(store::run_out(work.conn, pass.until, pass.limit())?, |coupon| coupon.end);
        expire(work, &found)?;
        Ok(rest)
    }
}

/// Takes coupons out of the books that have run out, each at its own end.
fn expire(work: &mut Work<'_>, coupons: &[store::RunOut]) -> Result<(), Refusal> {
    let mut rows = Rows::new("coupon", &["owner", "id", "state"]);
    let mut promised = BTreeMap::new();
    for store::RunOut { owner, id, amount, end, campaign } in coupons {
        rows.push(row![*owner, *id, "expired"]);
        if let Some(campaign) = campaign {
            *promised.entry(*campaign).or_insert(0) += amount;
            continue;
        }
        let reason = Reason { kind: Kind::Coupon, id: *id, line: 0, step: 0, place: 0 };
        work.book().transfer((*owner, Account::Coupons), (SHOP, Account::CouponCost), *amount, &reason, *end);
    }
    work.conn.update(&rows, 2)?;
    for (campaign, amount) in promised {
        store::promise_less(work.conn, campaign, amount)?;
    }
    Ok(())
}

/// Takes back a part of what coupons of a reward were worth: from open ones, the newest first; then from those that unpaid orders
/// hold, where it counts when the order is paid or given up. What has been spent already becomes a debt in money.
pub(crate) fn take_back(
    work: &mut Work<'_>,
    owner: i64,
    amount: i64,
    reason: &Reason,
    at: i64,
) -> Result<(), Refusal> {
    let mut left = amount;
    for coupon in store::unspent(work.conn, owner)? {
        let part = (coupon.amount - coupon.taken).min(left);
        left -= part;
        let key = (owner, coupon.id);
        if coupon.state == "held" {
            store::take(work.conn, key, part)?;
        } else {
            store::shrink(work.conn, key, coupon.amount - part)?;
        }
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
    fn when_a_coupon_may_be_spent() {
        let coupon = Coupon {
            id: 1,
            amount: 2_000,
            taken: 0,
            least: 5_000,
            starts_at: Some(5),
            expires_at: Some(10),
            order: None,
            state: "open".to_owned(),
            campaign: Some(1),
        };
        let code = |coupon: &Coupon, now| coupon.usable(now).map_err(|refusal| refusal.code);
        assert_eq!(code(&coupon, 4), Err("coupon_early"));
        assert_eq!(code(&coupon, 5), Ok(()));
        assert_eq!(code(&coupon, 9), Ok(()));
        assert_eq!(code(&coupon, 10), Err("coupon_expired"));
        let held = Coupon { state: "held".to_owned(), ..coupon };
        assert_eq!(code(&held, 9), Err("coupon_used"));
    }
}
