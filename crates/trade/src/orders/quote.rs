//! What a cart would cost, by the decisions of placing it.

use std::sync::Arc;

use banyan_api::http::Id;
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::shapes::Words;
use banyan_books::coupons;
use banyan_plan::kernel::Program;
use banyan_sale::freight::Destination;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::carriage::{self, ChargeView};
use super::place::{By, earned, goods, priced};
use super::{Item, discounted};
use crate::catalog::{self, Bought, Looker, Priced};

/// A cart, and who looks at it.
pub(crate) struct Wish {
    pub(super) visitor: Option<i64>,
    pub(super) items: Vec<Item>,
    pub(super) coupon: Option<i64>,
    pub(super) to: Option<Destination>,
    pub(super) now: i64,
}

/// What a cart would cost.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuoteView {
    /// Before discounts, in minor units.
    total: i64,
    /// What the coupon takes off.
    discount: i64,
    /// What carrying it costs; nothing as long as that is not known, and it is not in `amount` then.
    freight: Option<i64>,
    /// What that is made of.
    charges: Vec<ChargeView>,
    /// Why it cannot be ordered like this: the address is missing, or is not served.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
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
    /// What one piece costs her, in minor units.
    price: i64,
    /// What one piece costs without any list of prices, in minor units.
    base: i64,
    /// Why it costs her that.
    why: Words,
    /// To be paid for it, discounts off.
    amount: i64,
}

/// Prices a cart.
pub(super) fn quote(conn: &mut Conn, plan: &Arc<Program>, wish: &Wish) -> Result<QuoteView, Refusal> {
    let offers = catalog::offers(conn, wish.items.iter().map(|item| item.sku).collect())?;
    let looker = Looker::read(conn, plan.clone(), wish.visitor)?;
    let now = (wish.now, plan.plan().utc_offset);
    let limited = offers.iter().map(|(sku, offer)| (*sku, &offer.selling));
    let bought = Bought::read(conn, wish.visitor.as_slice(), limited, now)?;
    let by = By { member: wish.visitor, asker: looker.asker, plan: plan.plan(), bought: &bought, now };
    let costs = priced(&wish.items, &offers, None, &by)?;
    let amounts: Vec<i64> = costs.iter().map(|cost| cost.amount).collect();
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
    let goods = goods(&wish.items, &offers, &amounts);
    let templates = carriage::templates(conn, &offers)?;
    let charges = carriage::charges(&goods, &templates, wish.to.as_ref(), plan.plan().currency);
    let (charges, hindrance) = match charges {
        Ok(charges) => (charges, None),
        Err(refusal) => (Vec::new(), Some(Words::from(refusal.text))),
    };
    let freight = carriage::total(&charges);
    let cart = wish
        .items
        .iter()
        .zip(&amounts)
        .filter_map(|(item, amount)| offers.get(&item.sku).map(|offer| (offer, item.quantity, *amount)));
    let earn = looker.promoter.map(|promoter| earned(&promoter, &wish.items, &amounts, &offers));
    let decisions = costs.iter().filter_map(|cost| cost.decision);
    let lines = cart.zip(decisions).map(|((offer, quantity, amount), decision)| {
        let Priced { price, base, why, .. } = Priced::of(&decision, plan.plan());
        QuoteLine { sku: Id(offer.sku), title: offer.full_title(), quantity, price, base, why, amount }
    });
    Ok(QuoteView {
        total,
        discount,
        freight: hindrance.is_none().then_some(freight),
        charges: charges.into_iter().map(ChargeView::of).collect(),
        hindrance,
        amount: total - discount + freight,
        lines: lines.collect(),
        earn,
    })
}
