//! What a cart would cost, by the decisions of placing it.

use std::sync::Arc;

use banyan_api::http::Id;
use banyan_base::refusal::{Kind, Refusal};
use banyan_books::coupons;
use banyan_core::plan_versions as plans;
use banyan_plan::kernel::Program;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::place::{earned, priced};
use super::{Item, discounted};
use crate::catalog::{self, Promoter};

/// A cart, and who looks at it.
pub(crate) struct Wish {
    pub(super) visitor: Option<i64>,
    pub(super) items: Vec<Item>,
    pub(super) coupon: Option<i64>,
    pub(super) now: i64,
}

/// What a cart would cost.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuoteView {
    /// Before discounts, in minor units.
    total: i64,
    /// What the coupon takes off.
    discount: i64,
    /// To be paid.
    amount: i64,
    lines: Vec<QuoteLine>,
    /// What a promoter earns by buying this herself, in minor units, at the amounts to be paid; only she sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    earn: Option<i64>,
}

/// One thing of the cart.
#[derive(Debug, Serialize, ToSchema)]
struct QuoteLine {
    sku: Id,
    title: String,
    quantity: i64,
    /// Of one piece, in minor units.
    price: i64,
    /// To be paid for it, discounts off.
    amount: i64,
}

/// Prices a cart.
pub(super) fn quote(conn: &mut Conn, plan: &Arc<Program>, wish: &Wish) -> Result<QuoteView, Refusal> {
    let offers = catalog::offers(conn, wish.items.iter().map(|item| item.sku).collect())?;
    let amounts = priced(&wish.items, &offers, None, |rate| plans::check_rate(plan.plan(), rate))?;
    let total: i64 = amounts.iter().sum();
    let discount = match (wish.coupon, wish.visitor) {
        (None, _) => 0,
        (Some(coupon), Some(member)) => coupons::find(conn, member, coupon)?.worth(total, wish.now)?,
        (Some(_), None) => {
            let (zh, en) = ("登录后才能使用优惠券", "please sign in to spend a coupon");
            return Err(Refusal::new(Kind::Unauthenticated, "signed_out", zh, en).at("/coupon"));
        }
    };
    let amounts = discounted(&amounts, discount);
    let promoter = match wish.visitor {
        Some(member) => Promoter::read(conn, plan.clone(), member)?,
        None => None,
    };
    let cart = wish
        .items
        .iter()
        .zip(&amounts)
        .filter_map(|(item, amount)| offers.get(&item.sku).map(|offer| (offer, item.quantity, *amount)));
    let earn = promoter.map(|promoter| earned(&promoter, &wish.items, &amounts, &offers));
    let lines = cart.map(|(offer, quantity, amount)| QuoteLine {
        sku: Id(offer.sku),
        title: offer.full_title(),
        quantity,
        price: offer.price,
        amount,
    });
    Ok(QuoteView { total, discount, amount: total - discount, lines: lines.collect(), earn })
}
