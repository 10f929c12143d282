//! Coupons of campaigns in the books. Nothing is booked when one is given out: it is a promise of a lower price. When its order is paid,
//! what it takes off each line is a cost of the shop, and the line is sold at its price; each refund takes the line's share of that
//! back, so that nothing of it is left when everything has gone back.

use banyan_base::refusal::Refusal;
use banyan_core::ledger::{Account, Holder, Kind, Reason, SHOP};
use banyan_core::records::LineRow;
use banyan_core::work::Work;
use banyan_store::row;

use super::store;

const COST: Holder = (SHOP, Account::CouponCost);
const SALES: Holder = (SHOP, Account::Sales);

/// A coupon to give out.
#[derive(Debug, Clone, Copy)]
pub struct Issue {
    /// By which campaign.
    pub campaign: i64,
    /// Which one of the member's it is, from 1: the table takes each only once.
    pub nth: i64,
    /// The most that it takes off, in minor units.
    pub amount: i64,
    /// The least amount of what it is for, in minor units.
    pub least: i64,
    /// When it begins, in nanoseconds; nothing if at once.
    pub starts_at: Option<i64>,
    /// When it ends, in nanoseconds.
    pub expires_at: i64,
}

/// Gives a coupon of a campaign to a member; its id.
pub fn issue(work: &mut Work<'_>, owner: i64, issue: &Issue) -> Result<i64, Refusal> {
    let Issue { campaign, nth, amount, least, starts_at, expires_at } = *issue;
    store::promise(work.conn, campaign, amount)?;
    let id = work.id();
    let sql = "INSERT INTO coupon(owner, id, amount, least, starts_at, expires_at, state, reward, campaign, nth) \
               VALUES($1, $2, $3, $4, $5, $6, 'open', '', $7, $8)";
    work.conn.execute(sql, &row![owner, id, amount, least, starts_at, expires_at, campaign, nth])?;
    work.due_at(expires_at);
    Ok(id)
}

/// An order is paid: what its coupon takes off each line.
pub(super) fn book(work: &mut Work<'_>, coupon: i64, lines: &[LineRow], at: i64) {
    for line in lines {
        let reason = Reason { kind: Kind::Coupon, id: line.order, line: line.line, step: coupon, place: 2 };
        work.book().transfer(COST, SALES, line.discount, &reason, at);
    }
}

/// A refund changed a line: the share of its discount that goes back with it.
pub fn take_share_back(work: &mut Work<'_>, before: &LineRow, after: &LineRow, refund: i64, at: i64) {
    let share = before.discount_left() - after.discount_left();
    let reason = Reason { kind: Kind::Coupon, id: after.order, line: after.line, step: refund, place: 3 };
    work.book().transfer(SALES, COST, share, &reason, at);
}
