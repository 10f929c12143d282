//! The coupon of an order: what it takes off each line, and what the others in the wallet would do.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_books::coupons::{self, Coupon};
use banyan_plan::model::Plan;
use banyan_plan::words::Text;
use banyan_sale::coupon::{self, Buyer, Line, No, Rules};
use banyan_store::Conn;

use crate::campaigns;
use crate::catalog::Offer;

/// What a coupon does to an order.
#[derive(Debug, Clone, Default)]
pub(super) struct Discount {
    /// What it takes off each line, in minor units; nothing for each without a coupon.
    pub(super) off: Vec<i64>,
    /// Who pays for it, if a campaign gave it out. One that was earned is paid with like money.
    pub(super) bearer: Option<String>,
}

impl Discount {
    /// Nothing is taken off so many lines.
    pub(super) fn none(lines: usize) -> Self {
        Self { off: vec![0; lines], bearer: None }
    }

    /// What it takes off in all, in minor units.
    pub(super) fn total(&self) -> i64 {
        self.off.iter().sum()
    }
}

/// The lines of a cart as coupons see them: SKUs, and what is to be paid for each.
pub(super) fn cart(offers: &HashMap<i64, Offer>, lines: impl Iterator<Item = (i64, i64)>) -> Vec<Line<'_>> {
    let line = |(sku, amount)| {
        let offer = offers.get(&sku);
        let (product, category) =
            offer.map_or(("", ""), |offer| (offer.product.as_str(), offer.category.as_str()));
        Line { product, category, amount }
    };
    lines.map(line).collect()
}

/// Who buys, as the rules of coupons see it. `has_ordered` is asked only if one of them is for newcomers.
pub(super) fn buyer(
    rules: &[Rules],
    rank: u8,
    has_ordered: impl FnOnce() -> Result<bool, Refusal>,
) -> Result<Buyer, Refusal> {
    let is_new = rules.iter().any(|rules| rules.newcomers) && !has_ordered()?;
    Ok(Buyer { is_new, rank })
}

/// Who spends a coupon, on what, and when.
pub(super) struct Spending<'a> {
    pub(super) member: i64,
    pub(super) rank: u8,
    /// Whether the buyer has just placed another order, which is not in the database yet.
    pub(super) has_placed: bool,
    pub(super) cart: &'a [Line<'a>],
    pub(super) plan: &'a Plan,
    pub(super) now: i64,
}

/// What a coupon takes off a cart, if it may be spent on it.
pub(super) fn discount(conn: &mut Conn, coupon: i64, by: &Spending<'_>) -> Result<Discount, Refusal> {
    let found = coupons::find(conn, by.member, coupon)?;
    found.usable(by.now)?;
    let rules = campaigns::of_coupons(conn, std::slice::from_ref(&found), by.plan)?;
    let ordered = || Ok(by.has_placed || campaigns::has_ordered(conn, by.member)?);
    let buyer = buyer(&rules, by.rank, ordered)?;
    let rules = rules.first().ok_or_else(|| Refusal::broken("a coupon without rules"))?;
    let off = match rules.off(by.cart, buyer) {
        Ok(off) => off,
        // It stays with its owner.
        Err(No::Nothing) => return Ok(Discount::none(by.cart.len())),
        Err(no) => return Err(refusal(no, by.plan)),
    };
    let bearer = match found.campaign {
        Some(id) => campaigns::find(conn, id)?.map(|campaign| campaign.bearer),
        None => None,
    };
    Ok(Discount { off, bearer })
}

fn refusal(no: No, plan: &Plan) -> Refusal {
    let code = match no {
        No::NotNew => "coupon_newcomers",
        No::Rank(_) => "coupon_rank",
        No::NothingFor => "coupon_goods",
        No::Short(_) => "coupon_least",
        No::Nothing => "coupon_nothing",
    };
    let Text { zh, en } = no.why(|amount| plan.currency.priced(amount), |rank| title(plan, rank));
    Refusal::conflict(
        code,
        format!("这张优惠券不能用于这一单：{zh}"),
        format!("this coupon cannot be used here: {en}"),
    )
    .at("/coupon")
}

/// What a rank is called.
pub(super) fn title(plan: &Plan, rank: u8) -> Text {
    let unknown = || Text::new("现行方案没有的等级", "a rank that the current plan does not have");
    plan.rank(rank).map_or_else(unknown, |rank| rank.title.clone())
}

/// Coupons of a wallet with their rules.
pub(super) struct Wallet {
    pub(super) coupons: Vec<Coupon>,
    pub(super) rules: Vec<coupon::Coupon>,
    pub(super) buyer: Buyer,
}

/// The coupons that a member may spend now.
pub(super) fn wallet(conn: &mut Conn, by: &Spending<'_>) -> Result<Wallet, Refusal> {
    let total = by.cart.iter().map(|line| line.amount).sum();
    let coupons = coupons::store::spendable(conn, by.member, by.now, total)?;
    let rules = campaigns::of_coupons(conn, &coupons, by.plan)?;
    let buyer = buyer(&rules, by.rank, || campaigns::has_ordered(conn, by.member))?;
    let rules = coupons.iter().zip(rules);
    let rules = rules.map(|(one, rules)| coupon::Coupon { rules, expires_at: one.expires_at }).collect();
    Ok(Wallet { coupons, rules, buyer })
}
