//! What a cart would cost, by the decisions of placing it.

use std::collections::BTreeSet;
use std::sync::Arc;

use banyan_api::http::{At, Id};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::shapes::Words;
use banyan_plan::kernel::Program;
use banyan_plan::model::Plan;
use banyan_sale::coupon;
use banyan_sale::freight::Destination;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::Item;
use super::carriage::{self, ChargeView};
use super::costs::{By, goods, priced};
use super::place::{earned, one_thing};
use super::spend::{self, Discount, Spending, Wallet};
use crate::campaigns;
use crate::catalog::{self, Bought, Looker, Offer, Priced};
use crate::group_buys::{self, Asking, Joining};
use crate::vouchers::{self, TermsView};

/// A cart, and who looks at it.
pub(crate) struct Wish {
    pub(super) visitor: Option<i64>,
    pub(super) items: Vec<Item>,
    pub(super) coupon: Spend,
    pub(super) to: Option<Destination>,
    /// The group that it opens or joins.
    pub(super) group: Option<Joining>,
    pub(super) now: i64,
}

/// The coupon that a cart is to be paid with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spend {
    /// None.
    Nothing,
    /// This one.
    This(i64),
    /// Whichever saves most.
    Best,
}

/// What a cart would cost.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuoteView {
    /// Before discounts, in minor units.
    total: i64,
    /// What the coupon takes off.
    discount: i64,
    /// The coupon that is used.
    coupon: Option<Id>,
    /// The coupons that they have, and what each would do: those that save most come first. An order takes one.
    coupons: Vec<CouponChoice>,
    /// What carrying it costs; nothing as long as that is not known, and it is not in `amount` then.
    freight: Option<i64>,
    /// What that is made of.
    charges: Vec<ChargeView>,
    /// Why it cannot be ordered like this: the address is missing, or is not served.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
    /// Whether something of it is sent, so that it needs an address.
    needs_address: bool,
    /// To be paid.
    amount: i64,
    lines: Vec<QuoteLine>,
    /// What a promoter earns by buying this themselves, in minor units, at the amounts to be paid; only they see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    earn: Option<i64>,
}

/// What one of their coupons would do.
#[derive(Debug, Serialize, ToSchema)]
struct CouponChoice {
    id: Id,
    /// The title of the campaign that gave it out; nothing if it was earned.
    title: Option<String>,
    /// The most that it takes off, in minor units.
    amount: i64,
    /// The least amount of what it is for, in minor units.
    least: i64,
    expires_at: Option<At>,
    /// What it takes off this cart, in minor units; 0 if it cannot be spent on it.
    off: i64,
    /// Whether it saves most, or why it does not.
    why: Words,
}

/// One thing of the cart.
#[derive(Debug, Serialize, ToSchema)]
struct QuoteLine {
    sku: Id,
    title: Words,
    quantity: i64,
    /// What one piece costs the buyer, in minor units.
    price: i64,
    /// What one piece costs without any list of prices, in minor units.
    base: i64,
    /// Why it costs the buyer that.
    why: Words,
    /// To be paid for it, discounts off.
    amount: i64,
    /// What it promises, if each piece is a voucher.
    #[serde(skip_serializing_if = "Option::is_none")]
    voucher: Option<TermsView>,
}

/// Prices a cart.
pub(super) fn quote(conn: &mut Conn, plan: &Arc<Program>, wish: &Wish) -> Result<QuoteView, Refusal> {
    let offers = catalog::offers(conn, wish.items.iter().map(|item| item.sku).collect())?;
    let mut looker = Looker::read(conn, plan.clone(), wish.visitor)?;
    if let Some(wanted) = wish.group {
        let (buyer, goods) = (wish.visitor, one_thing(&wish.items)?);
        let asking = Asking { buyer, goods, has_placed: false, now: wish.now };
        looker.asker = looker.asker.in_group(group_buys::ticket(conn, wanted, &asking)?.price());
    }
    let now = (wish.now, plan.plan().utc_offset);
    let limited = offers.iter().map(|(sku, offer)| (*sku, &offer.selling));
    let bought = Bought::read(conn, wish.visitor.as_slice(), limited, now)?;
    let by = By { member: wish.visitor, asker: looker.asker, plan: plan.plan(), bought: &bought, now };
    let costs = priced(&wish.items, &offers, None, &by)?;
    let terms: BTreeSet<i64> = offers.values().filter_map(|offer| offer.voucher).collect();
    let terms = vouchers::terms(conn, terms)?;
    let of = |item: &Item| (offers.get(&item.sku).and_then(|offer| offer.voucher), item.quantity);
    vouchers::sellable(wish.items.iter().map(of), &terms, wish.now)?;
    let amounts: Vec<i64> = costs.iter().map(|cost| cost.amount).collect();
    let total: i64 = amounts.iter().sum();
    let lines = wish.items.iter().map(|item| item.sku).zip(amounts.iter().copied());
    let cart = spend::cart(&offers, lines);
    let Spent { coupon, discount, coupons } = spent(conn, wish, &cart, (plan.plan(), looker.asker.rank))?;
    let amounts: Vec<i64> = amounts.iter().zip(&discount.off).map(|(amount, off)| amount - off).collect();
    let discount = discount.total();
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
        let voucher = offer.voucher.and_then(|id| terms.get(&id)).map(|terms| TermsView::of(terms, now.1));
        QuoteLine {
            sku: Id(offer.sku),
            title: (&offer.full_title()).into(),
            quantity,
            price,
            base,
            why,
            amount,
            voucher,
        }
    });
    Ok(QuoteView {
        total,
        discount,
        coupon: coupon.map(Id),
        coupons,
        freight: hindrance.is_none().then_some(freight),
        charges: charges.into_iter().map(ChargeView::of).collect(),
        hindrance,
        needs_address: offers.values().any(Offer::is_sent),
        amount: total - discount + freight,
        lines: lines.collect(),
        earn,
    })
}

/// What becomes of a cart by coupons.
struct Spent {
    coupon: Option<i64>,
    discount: Discount,
    coupons: Vec<CouponChoice>,
}

fn spent(
    conn: &mut Conn,
    wish: &Wish,
    cart: &[coupon::Line<'_>],
    (plan, rank): (&Plan, u8),
) -> Result<Spent, Refusal> {
    let Some(member) = wish.visitor else {
        if let Spend::This(_) = wish.coupon {
            let (zh, en) = ("登录后才能使用优惠券", "please sign in to spend a coupon");
            return Err(Refusal::new(Kind::Unauthenticated, "signed_out", zh, en).at("/coupon"));
        }
        return Ok(Spent { coupon: None, discount: Discount::none(cart.len()), coupons: Vec::new() });
    };
    let by = Spending { member, rank, has_placed: false, cart, plan, now: wish.now };
    let Wallet { coupons: wallet, rules, buyer } = spend::wallet(conn, &by)?;
    let coupon = match wish.coupon {
        Spend::Nothing => None,
        Spend::This(coupon) => Some(coupon),
        Spend::Best => {
            coupon::best(&rules, cart, buyer).and_then(|place| wallet.get(place)).map(|one| one.id)
        }
    };
    let discount = match coupon {
        None => Discount::none(cart.len()),
        Some(coupon) => spend::discount(conn, coupon, &by)?,
    };
    let campaigns = campaigns::some(conn, wallet.iter().filter_map(|one| one.campaign).collect())?;
    let choice = |(one, effect): (&banyan_books::coupons::Coupon, coupon::Effect)| CouponChoice {
        id: Id(one.id),
        title: one.campaign.and_then(|id| campaigns.get(&id)).map(|campaign| campaign.title.clone()),
        amount: one.amount,
        least: one.least,
        expires_at: one.expires_at.map(At),
        off: effect.off(),
        why: effect.why(|amount| plan.currency.priced(amount), |rank| spend::title(plan, rank)).into(),
    };
    let mut coupons: Vec<CouponChoice> =
        wallet.iter().zip(coupon::effects(&rules, cart, buyer)).map(choice).collect();
    coupons.sort_by_key(|choice| -choice.off);
    Ok(Spent { coupon, discount, coupons })
}
