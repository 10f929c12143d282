//! Placing orders, many at a time: what is asked for is there, is priced, and is put aside for the buyer.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use banyan_base::refusal::{Refusal, answer};
use banyan_books::coupons;
use banyan_core::idempotency::{self, Answers, Key};
use banyan_core::work::{Batch, Work};
use banyan_people::members::recipient::Recipient;
use banyan_people::members::{self, Buyer};
use banyan_sale::freight::{Destination, Template};
use banyan_sale::price::Asker;
use banyan_store::{Rows, row};
use serde::{Deserialize, Serialize};

use super::State;
use super::carriage::{self, Charge};
use super::costs::{By, Cost, Item, goods, priced, reasons};
use super::spend::{self, Discount, Spending};
use super::told::Told;
use super::unpaid::Unpaid;
use super::{Sealed, SealedLine};
use crate::catalog::{self, Bought, Offer, Promoter};
use crate::group_buys::{self, Asking, Joining, Ticket};
use crate::vouchers::{self, Terms};

/// What a buyer saw before they placed an order, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// To be paid.
    pub amount: i64,
    /// What they earn by it themselves, if that was shown.
    pub earn: Option<i64>,
}

/// An order to place.
#[derive(Debug, Clone)]
pub struct Place {
    /// Who buys.
    pub buyer: i64,
    /// What.
    pub items: Vec<Item>,
    /// Who gets it; nothing for what needs no address.
    pub recipient: Option<Recipient>,
    /// Where that is, as freight sees it.
    pub to: Option<Destination>,
    /// A promoter's code that came with the order.
    pub via: Option<String>,
    /// A coupon to spend.
    pub coupon: Option<i64>,
    /// A word to the shop.
    pub note: String,
    /// How it will be paid.
    pub provider: String,
    /// What the buyer saw: if it is no longer so, nothing is placed.
    pub seen: Option<Seen>,
    /// Asked again with the same key, it is the same order.
    pub key: Option<Key>,
    /// A keyed hash of the address that it comes from, if that is known.
    pub from: Option<Vec<u8>>,
    /// The group that it opens or joins.
    pub group: Option<Joining>,
}

/// An order that was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The order.
    pub order: i64,
    /// The payment that it waits for.
    pub payment: i64,
    /// To be paid, in minor units.
    pub amount: i64,
    /// When it is cancelled if it is not paid.
    pub expires_at: i64,
}

impl Batch for Place {
    type Done = Placed;

    const TURN: u8 = 0;

    fn run(work: &mut Work<'_>, commands: &[Self]) -> Result<Vec<Result<Placed, Refusal>>, Refusal> {
        place(work, commands)
    }
}

/// What is read for a whole batch before anything is decided.
struct Facts {
    offers: HashMap<i64, Offer>,
    buyers: HashMap<i64, Buyer>,
    bought: Bought,
    templates: BTreeMap<i64, Template>,
    /// What vouchers that are bought promise.
    terms: BTreeMap<i64, Terms>,
    unpaid: Unpaid,
    done: Answers,
    /// Who has placed an order of this batch.
    placed: HashSet<i64>,
}

/// Rows of a whole batch.
struct Out {
    orders: Rows,
    lines: Rows,
    carriage: Rows,
    payments: Rows,
    stock: BTreeMap<i64, i64>,
    keys: Rows,
}

/// Places one order of another system: its amounts count, and it may be as long as it is.
pub fn place_told(work: &mut Work<'_>, order: &Place, told: &Told) -> Result<Placed, Refusal> {
    place_all(work, std::slice::from_ref(order), Some(told))?
        .pop()
        .unwrap_or_else(|| Err(Refusal::broken("an order without an answer")))
}

/// Places many orders. Each is answered by itself; one that cannot be placed changes nothing.
fn place(work: &mut Work<'_>, batch: &[Place]) -> Result<Vec<Result<Placed, Refusal>>, Refusal> {
    place_all(work, batch, None)
}

fn place_all(
    work: &mut Work<'_>,
    batch: &[Place],
    told: Option<&Told>,
) -> Result<Vec<Result<Placed, Refusal>>, Refusal> {
    let mut facts = read(work, batch, told)?;
    let mut out = Out {
        orders: Rows::new(
            "orders",
            &[
                "buyer",
                "id",
                "state",
                "amount",
                "discount",
                "seller",
                "recipient",
                "tail",
                "name",
                "note",
                "expires_at",
                "pay_by",
                "coupon",
                "freight",
                "seal",
                "placed_from",
                "buy_group",
            ],
        ),
        lines: Rows::new(
            "line",
            &[
                "buyer", "order_id", "line", "sku", "product", "title", "category", "supplier", "quantity",
                "amount", "cost", "rate", "priced", "discount", "bearer", "offer", "volumes", "title_en",
                "voucher",
            ],
        ),
        carriage: carriage::rows(),
        payments: Rows::new("payment", &["buyer", "id", "order_id", "provider", "amount", "state"]),
        stock: BTreeMap::new(),
        keys: idempotency::rows(),
    };
    let mut answers = Vec::with_capacity(batch.len());
    for order in batch {
        answers.push(answer(one(work, order, told, &mut facts, &mut out))?);
    }
    work.conn.insert(&out.orders)?;
    work.conn.insert(&out.lines)?;
    work.conn.insert(&out.carriage)?;
    work.conn.insert(&out.payments)?;
    work.conn.insert(&out.keys)?;
    let mut stock = Rows::new("sku", &["id", "stock"]);
    let sold_out = out.stock.iter().filter(|(_, left)| **left == 0).map(|(sku, _)| *sku).collect();
    for (sku, left) in out.stock {
        stock.push(row![sku, left]);
    }
    work.conn.update(&stock, 1)?;
    catalog::touch(work, sold_out)?;
    Ok(answers)
}

fn read(work: &mut Work<'_>, batch: &[Place], told: Option<&Told>) -> Result<Facts, Refusal> {
    let skus = batch.iter().flat_map(|order| &order.items).map(|item| item.sku).collect();
    let offers = catalog::offers(work.conn, skus)?;
    let ids: Vec<i64> = batch.iter().map(|order| order.buyer).collect();
    let buyers = members::buyers(work.conn, &ids)?;
    // What happened in another system was not held to this shop's limits.
    let limited = offers.iter().map(|(sku, offer)| (*sku, &offer.selling)).filter(|_| told.is_none());
    let bought = Bought::read(work.conn, &ids, limited, now(work))?;
    let keys = batch.iter().filter_map(|order| Some((order.buyer, order.key.as_ref()?)));
    let done = Answers::find(work.conn, &work.facts.vault, keys)?;
    // What another system sold has been carried already.
    let templates = if told.is_none() { carriage::templates(work.conn, &offers)? } else { BTreeMap::new() };
    let unpaid = if told.is_none() {
        Unpaid::read(work.conn, ids, batch.iter().filter_map(|order| order.from.clone()).collect())?
    } else {
        Unpaid::default()
    };
    let of_vouchers: BTreeSet<i64> = offers.values().filter_map(|offer| offer.voucher).collect();
    let terms = vouchers::terms(work.conn, of_vouchers)?;
    Ok(Facts { offers, buyers, bought, templates, terms, unpaid, done, placed: HashSet::new() })
}

/// The moment and the shop's distance from UTC, in nanoseconds.
fn now(work: &Work<'_>) -> (i64, i64) {
    (work.now(), work.live().program().plan().utc_offset)
}

fn one(
    work: &mut Work<'_>,
    order: &Place,
    told: Option<&Told>,
    facts: &mut Facts,
    out: &mut Out,
) -> Result<Placed, Refusal> {
    let shop = work.facts;
    let vault = &shop.vault;
    if let Some(key) = &order.key
        && let Some(placed) = facts.done.of(vault, order.buyer, key)?
    {
        return Ok(placed);
    }
    let buyer = facts.buyers.get_mut(&order.buyer).ok_or_else(|| Refusal::not_found("会员", "member"))?;
    buyer.may_buy()?;
    if told.is_none() {
        check_provider(work, &order.provider)?;
    }
    let rank = u8::try_from(buyer.rank).unwrap_or(0);
    let seller = match told {
        Some(told) => told.seller,
        None => members::credited(work, buyer, order.via.as_deref())?,
    };
    let ticket = seat(work, order, facts)?;
    let asker = Asker { is_member: true, rank, group: ticket.as_ref().map(Ticket::price) };
    let Bill { costs, amounts, discount, charges } = bill(work, order, told, asker, facts)?;
    let sold_until = if told.is_some() { None } else { on_sale(work, order, facts)? };
    let freight = carriage::total(&charges);
    if let Some(seen) = order.seen {
        check_seen(work, order, seen, (&amounts, freight), &facts.offers)?;
    }
    let (id, payment) = match told {
        Some(told) => told.ids,
        None => (work.id(), work.id()),
    };
    let expires_at = pay_until(work, id, ticket.as_ref(), sold_until);
    if told.is_none() {
        let pieces = order.items.iter().map(|item| item.quantity).sum();
        facts.unpaid.add((order.buyer, order.from.as_ref()), pieces, work.settings())?;
        work.due_at(expires_at);
    }
    let (coupon, group) = hold(work, order, id, discount.total() > 0, ticket.as_ref())?;
    let amount = amounts.iter().sum::<i64>() + freight;
    let reasons = reasons(&costs, work.live().program().plan());
    let mut sealed = Sealed::order(order.buyer, id, amount, discount.total());
    let kept =
        Kept { amounts: &amounts, reasons, discount: &discount, offer: ticket.as_ref().map(Ticket::offer) };
    put_aside(order, told, id, kept, facts, (out, &mut sealed));
    let recipient = recipient(order, told, &facts.offers);
    out.orders.push(row![
        order.buyer,
        id,
        State::Placed.word(),
        amount,
        discount.total(),
        seller,
        recipient.map(|recipient| recipient.secret.clone()),
        recipient.map(|recipient| recipient.tail.clone()),
        recipient.map(|recipient| recipient.name.clone()),
        order.note.as_str(),
        expires_at,
        expires_at,
        coupon,
        freight,
        sealed.seals(vault).first().map(|seal| seal.to_vec()),
        order.from.clone(),
        group,
    ]);
    carriage::keep(&mut out.carriage, (order.buyer, id), &charges)?;
    facts.placed.insert(order.buyer);
    out.payments.push(row![order.buyer, payment, id, order.provider.as_str(), amount, "open"]);
    let placed = Placed { order: id, payment, amount, expires_at };
    if let Some(key) = &order.key {
        facts.done.keep(vault, (order.buyer, key), &mut out.keys, &placed, id)?;
    }
    Ok(placed)
}

/// What an order comes to.
struct Bill {
    costs: Vec<Cost>,
    /// To be paid for each line, discounts off, in minor units.
    amounts: Vec<i64>,
    /// What the coupon takes off.
    discount: Discount,
    /// What carrying it costs.
    charges: Vec<Charge>,
}

/// Holds what an order takes beside its pieces: a coupon, and a seat in a group. A coupon that has nothing to take off stays with its
/// owner.
fn hold(
    work: &mut Work<'_>,
    order: &Place,
    id: i64,
    is_discounted: bool,
    ticket: Option<&Ticket>,
) -> Result<(Option<i64>, Option<i64>), Refusal> {
    let coupon = order.coupon.filter(|_| is_discounted);
    if let Some(coupon) = coupon {
        coupons::hold(work, order.buyer, coupon, id)?;
    }
    let group = match ticket {
        Some(ticket) => Some(group_buys::take(work, ticket, (order.buyer, id))?),
        None => None,
    };
    Ok((coupon, group))
}

/// Until when an order can be paid: nobody has longer than what they buy is there.
fn pay_until(work: &Work<'_>, id: i64, ticket: Option<&Ticket>, sold_until: Option<i64>) -> i64 {
    let ends = ticket.map(|ticket| ticket.deadline(id)).into_iter().chain(sold_until);
    ends.fold(work.settings().unpaid_until(id), i64::min)
}

/// Who gets it. Where nothing is sent, nobody needs to know where they live.
fn recipient<'a>(
    order: &'a Place,
    told: Option<&Told>,
    offers: &HashMap<i64, Offer>,
) -> Option<&'a Recipient> {
    let is_sent = |item: &Item| offers.get(&item.sku).is_none_or(Offer::is_sent);
    order.recipient.as_ref().filter(|_| told.is_some() || order.items.iter().any(is_sent))
}

/// Until when the vouchers of an order can be paid, if they can be sold at all.
fn on_sale(work: &Work<'_>, order: &Place, facts: &Facts) -> Result<Option<i64>, Refusal> {
    let line = |item: &Item| (facts.offers.get(&item.sku).and_then(|offer| offer.voucher), item.quantity);
    vouchers::sellable(order.items.iter().map(line), &facts.terms, work.now())
}

/// The seat that an order is to have in a group.
fn seat(work: &mut Work<'_>, order: &Place, facts: &Facts) -> Result<Option<Ticket>, Refusal> {
    let Some(wanted) = order.group else { return Ok(None) };
    let goods = one_thing(&order.items)?;
    let (buyer, has_placed) = (Some(order.buyer), facts.placed.contains(&order.buyer));
    let asking = Asking { buyer, goods, has_placed, now: work.now() };
    group_buys::ticket(work.conn, wanted, &asking).map(Some)
}

/// The one thing that is bought in a group, and how many pieces of it.
pub(super) fn one_thing(items: &[Item]) -> Result<(i64, i64), Refusal> {
    if let [item] = items {
        return Ok((item.sku, item.quantity));
    }
    let (zh, en) = (
        "拼团订单只能有一种商品，其他商品请另外下单",
        "an order in a group has one product; please order the others by themselves",
    );
    Err(Refusal::unacceptable("group_items", zh, en).at("/items"))
}

/// What an order comes to for somebody, or came to in another system.
fn bill(
    work: &mut Work<'_>,
    order: &Place,
    told: Option<&Told>,
    asker: Asker,
    facts: &Facts,
) -> Result<Bill, Refusal> {
    let (program, now) = (work.live().program(), now(work));
    let by = By { member: Some(order.buyer), asker, plan: program.plan(), bought: &facts.bought, now };
    let costs = priced(&order.items, &facts.offers, told, &by)?;
    let amounts: Vec<i64> = costs.iter().map(|cost| cost.amount).collect();
    let discount = match order.coupon {
        None => Discount::none(amounts.len()),
        Some(coupon) => {
            let lines = order.items.iter().map(|item| item.sku).zip(amounts.iter().copied());
            let cart = spend::cart(&facts.offers, lines);
            let has_placed = facts.placed.contains(&order.buyer);
            let (plan, now) = (program.plan(), work.id());
            let rank = asker.rank;
            let by = Spending { member: order.buyer, rank, has_placed, cart: &cart, plan, now };
            spend::discount(work.conn, coupon, &by)?
        }
    };
    let amounts: Vec<i64> = amounts.iter().zip(&discount.off).map(|(amount, off)| amount - off).collect();
    let charges = if let Some(told) = told {
        told.charges.clone()
    } else {
        let goods = goods(&order.items, &facts.offers, &amounts);
        carriage::charges(&goods, &facts.templates, order.to.as_ref(), program.plan().currency)?
    };
    Ok(Bill { costs, amounts, discount, charges })
}

/// The shop has such a way to pay.
fn check_provider(work: &Work<'_>, provider: &str) -> Result<(), Refusal> {
    if work.offers(provider) {
        return Ok(());
    }
    let (zh, en) = ("没有这种支付方式", "there is no such way to pay");
    Err(Refusal::unacceptable("provider_unknown", zh, en).at("/provider"))
}

/// They pay what they saw, and earn what they saw.
fn check_seen(
    work: &mut Work<'_>,
    order: &Place,
    seen: Seen,
    (amounts, freight): (&[i64], i64),
    offers: &HashMap<i64, Offer>,
) -> Result<(), Refusal> {
    let amount = amounts.iter().sum::<i64>() + freight;
    let program = work.live().program();
    let promoter = match seen.earn {
        Some(_) => Promoter::read(work.conn, program.clone(), order.buyer)?,
        None => None,
    };
    let earn = promoter.map(|promoter| earned(&promoter, &order.items, amounts, offers));
    if amount == seen.amount && earn == seen.earn {
        return Ok(());
    }
    let show = |amount: i64| program.plan().currency.priced(amount);
    let (zh, en) = if amount == seen.amount {
        let earn = show(earn.unwrap_or(0));
        (
            format!("这一单您自己可得的金额已变为 {earn}，订单没有提交，请确认后再下单"),
            format!(
                "what you earn with this order is {earn} now; nothing was ordered, please look at it again"
            ),
        )
    } else {
        let (amount, before) = (show(amount), show(seen.amount));
        (
            format!("应付金额已由 {before} 变为 {amount}，订单没有提交，请确认后再下单"),
            format!(
                "the sum has changed from {before} to {amount}; nothing was ordered, please look at it again"
            ),
        )
    };
    let now = serde_json::json!({ "amount": amount, "earn": earn });
    Err(Refusal::conflict("price_changed", zh, en).at("/seen").with(now))
}

/// What a promoter earns by buying things themselves, at the amounts to be paid for them.
pub(super) fn earned(
    promoter: &Promoter,
    items: &[Item],
    amounts: &[i64],
    offers: &HashMap<i64, Offer>,
) -> i64 {
    let of = |(item, amount): (&Item, &i64)| {
        offers.get(&item.sku).map_or(0, |offer| promoter.buying(offer, item.quantity, *amount))
    };
    items.iter().zip(amounts).map(of).sum()
}

/// What the lines of an order keep of how they were sold.
struct Kept<'a> {
    amounts: &'a [i64],
    reasons: Vec<Option<String>>,
    discount: &'a Discount,
    /// The offer by which it was sold.
    offer: Option<i64>,
}

/// Puts the pieces of an order aside, as its lines, and seals these.
fn put_aside(
    order: &Place,
    told: Option<&Told>,
    id: i64,
    Kept { amounts, reasons, discount, offer: sold_by }: Kept<'_>,
    facts: &mut Facts,
    (out, sealed): (&mut Out, &mut Sealed),
) {
    for (place, ((item, amount), reason)) in order.items.iter().zip(amounts).zip(reasons).enumerate() {
        let Some(offer) = facts.offers.get_mut(&item.sku) else { continue };
        offer.stock -= item.quantity;
        facts.bought.add((order.buyer, item.sku), id, item.quantity);
        out.stock.insert(item.sku, offer.stock);
        let sold = told.and_then(|told| told.lines.get(place));
        let volumes = match sold {
            Some(sold) => sold.volumes.stored(),
            None => offer.volumes.of_pieces(item.quantity).stored(),
        };
        let line = SealedLine {
            line: place as i64 + 1,
            sku: item.sku,
            product: &offer.product,
            category: sold.and_then(|sold| sold.category.as_deref()).unwrap_or(&offer.category),
            supplier: offer.supplier,
            quantity: item.quantity,
            amount: *amount,
            cost: sold.map_or(offer.cost * item.quantity, |sold| sold.cost),
            volumes: &volumes,
        };
        sealed.line(line);
        // What was earned is paid with like money; what a campaign gave out lowers the line's price at somebody's cost.
        let off = discount.bearer.as_ref().and(discount.off.get(place)).copied().unwrap_or(0);
        let title = offer.full_title();
        out.lines.push(row![
            order.buyer,
            id,
            line.line,
            line.sku,
            line.product,
            title.text,
            line.category,
            line.supplier,
            line.quantity,
            line.amount,
            line.cost,
            sold.and_then(|sold| sold.rate).unwrap_or(offer.rate),
            reason,
            off,
            discount.bearer.as_deref().filter(|_| off > 0),
            sold_by,
            line.volumes,
            title.en,
            // What another system sold has a code of that system.
            offer.voucher.filter(|_| told.is_none()),
        ]);
    }
}
