//! Who may have a coupon of a campaign, and what those in a wallet take off.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_books::coupons::Coupon;
use banyan_plan::model::Plan;
use banyan_sale::coupon::{Buyer, Rules};
use banyan_store::{Conn, row};

use super::store::{self, Campaign};
use crate::catalog;

/// Refuses a coupon to somebody who could not use it.
pub(super) fn may_have(campaign: &Campaign, plan: &Plan, buyer: Buyer) -> Result<(), Refusal> {
    if campaign.rules.newcomers && !buyer.is_new {
        let (zh, en) = ("这张券仅限还没有下过单的新客", "this coupon is for those who have not ordered yet");
        return Err(Refusal::conflict("coupon_newcomers", zh, en));
    }
    let rules = campaign.rules.rules(plan, &[]);
    if buyer.rank < rules.rank {
        let (zh, en) = ("您的等级还不能领这张券", "your rank does not get this coupon");
        return Err(Refusal::conflict("coupon_rank", zh, en));
    }
    Ok(())
}

/// Whether somebody has an order that was paid or waits to be paid. One whose group was not complete in time counts for nothing.
pub(crate) fn has_ordered(conn: &mut Conn, member: i64) -> Result<bool, Refusal> {
    let sql = "SELECT 1 FROM orders o WHERE o.buyer = $1 AND o.state <> 'cancelled' AND NOT EXISTS \
               (SELECT 1 FROM buy_group g WHERE g.group_id = o.buy_group AND g.state = 'failed') LIMIT 1";
    Ok(conn.one(sql, &row![member])?.is_some())
}

/// The rules of some coupons under a plan, each in its place; those of one that was earned are its face value.
pub(crate) fn of_coupons(conn: &mut Conn, coupons: &[Coupon], plan: &Plan) -> Result<Vec<Rules>, Refusal> {
    let ids: Vec<i64> = coupons.iter().filter_map(|coupon| coupon.campaign).collect();
    let campaigns = store::some(conn, ids)?;
    let needs_tree = campaigns.values().any(|campaign| !campaign.rules.categories.is_empty());
    let tree = if needs_tree { catalog::categories(conn)? } else { Vec::new() };
    let rules: BTreeMap<i64, Rules> =
        campaigns.iter().map(|(id, campaign)| (*id, campaign.rules.rules(plan, &tree))).collect();
    let of = |coupon: &Coupon| match coupon.campaign {
        None => Ok(Rules::of_amount(coupon.amount, coupon.least)),
        Some(id) => rules.get(&id).cloned().ok_or_else(|| Refusal::broken("a coupon of an unknown campaign")),
    };
    coupons.iter().map(of).collect()
}
