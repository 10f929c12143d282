//! Orders as the API shows them.

use std::collections::{BTreeMap, HashMap};

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_base::vault::Vault;
use banyan_books::rewards::HOUSE;
use banyan_people::members::{self, recipient};
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::carriage::{self, ChargeView};
use super::store::reads::{self, CaseRow, Head, Shown};
use super::{LineRow, RecipientBody, Shipment, State, lines_of, receipt};
use crate::catalog::{Priced, Title};
use crate::group_buys::{self, Group, OrderGroup};
use crate::payments::store::RefundRow;
use crate::payments::{PaymentView, store as payments};
use crate::vouchers::{self, Kind, VoucherView};

/// An order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderView {
    pub(crate) id: Id,
    /// `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`; `refunded` when nothing of it is left.
    state: String,
    /// To be paid, discounts off, in minor units.
    amount: i64,
    /// What coupons took off.
    discount: i64,
    /// What carrying it costs, as part of the amount.
    freight: i64,
    placed_at: At,
    /// When it is cancelled if it is not paid.
    expires_at: Option<At>,
    paid_at: Option<At>,
    shipped_at: Option<At>,
    received_at: Option<At>,
    /// When it is taken as received by itself.
    receive_by: Option<At>,
    closed_at: Option<At>,
    shipment: Option<Shipment>,
    /// The group that it is for; as long as that is `open`, a paid order waits for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<OrderGroup>,
    /// Whether it is paid and nothing of it is sent: its vouchers wait to be used.
    is_to_use: bool,
    lines: Vec<LineView>,
}

/// A line of an order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineView {
    line: i64,
    sku: Id,
    /// The product, if it is still known.
    product: Option<Id>,
    product_code: String,
    title: Words,
    picture: Option<Id>,
    /// `physical`: it is sent. `voucher`: each piece is a code.
    kind: String,
    quantity: i64,
    /// Which price of the SKU it was, and why; nothing if it was its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    priced: Option<Priced>,
    /// Paid for it, in minor units.
    amount: i64,
    /// Of that, sent back.
    refunded: i64,
    /// Pieces sent back.
    returned: i64,
    /// An after-sale case is open.
    is_held: bool,
    /// When its refund window closes.
    settles_at: Option<At>,
    settled_at: Option<At>,
}

/// Money on its way back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundView {
    id: Id,
    order: Id,
    /// 0 for what carrying goods had cost, and for a payment that came too late: `reason` says which.
    line: i64,
    /// In minor units.
    amount: i64,
    quantity: i64,
    /// `open`, `sent`, `done`, `failed`.
    state: String,
    reason: String,
    payment: Id,
    provider: Option<String>,
    /// The provider's own number.
    reference: Option<String>,
}

/// Money on its way back, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskRefund {
    #[serde(flatten)]
    refund: RefundView,
    /// Why the last try did not send it: a code, with the provider's own words behind a colon where there are any. One of
    /// `noprovider`, `refused`, `busy`, `unsure`, `invalid`, `unsupported`, `settings`, `closed`, `stuck`.
    error: Option<String>,
}

/// An after-sale case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseView {
    pub(crate) id: Id,
    buyer: Id,
    order: Id,
    line: i64,
    quantity: i64,
    /// The money that is asked back, in minor units.
    amount: i64,
    reason: String,
    /// `asked`, `approved`, `refused`, `withdrawn`.
    state: String,
    /// What staff said.
    answer: String,
    asked_at: At,
    decided_at: Option<At>,
}

/// An order with everything that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderDetail {
    #[serde(flatten)]
    order: OrderView,
    note: String,
    recipient: Option<RecipientBody>,
    payments: Vec<PaymentView>,
    after_sales: Vec<CaseView>,
    refunds: Vec<RefundView>,
    charges: Vec<ChargeView>,
    /// Lines that its buyer has reviewed.
    reviewed: Vec<i64>,
    /// Its vouchers, once it is paid and its group is complete.
    vouchers: Vec<VoucherView>,
}

/// An order in a list of staff's, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskOrderRow {
    pub(crate) id: Id,
    /// `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`.
    state: String,
    buyer: Id,
    /// The buyer's nickname; empty if they have left.
    buyer_name: String,
    /// The promoter who is credited with the order.
    seller: Option<Id>,
    /// The seller's nickname.
    seller_name: Option<String>,
    /// The title of the first line.
    title: Words,
    lines: i64,
    pieces: i64,
    /// Whether it is paid and nothing of it is sent: its vouchers wait to be used.
    is_to_use: bool,
    /// To be paid, discounts off, in minor units.
    amount: i64,
    placed_at: At,
    paid_at: Option<At>,
    closed_at: Option<At>,
    /// The group that it is for; as long as that is `open`, a paid order waits for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<OrderGroup>,
}

/// An after-sale case, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskCase {
    #[serde(flatten)]
    pub(crate) case: CaseView,
    /// The buyer's nickname; empty if they have left.
    buyer_name: String,
}

/// An order as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskOrder {
    #[serde(flatten)]
    pub(crate) order: OrderView,
    buyer: Id,
    /// The buyer's nickname; empty if they have left.
    buyer_name: String,
    /// The promoter who is credited with the order.
    seller: Option<Id>,
    /// The seller's nickname.
    seller_name: Option<String>,
    accounts: Vec<LineAccount>,
}

/// What staff sees of a line besides.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineAccount {
    line: i64,
    /// In minor units.
    cost: i64,
    /// The product's own rate, in millionths.
    rate: i64,
    /// What its pieces counted for beside their price when it was ordered, in minor units, by the volume's name in plans.
    volumes: BTreeMap<String, i64>,
    seller: Option<Id>,
    supplier: Option<Id>,
    /// The plan version under which it was paid.
    plan: Option<i64>,
}

/// An order with everything that belongs to it, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskDetail {
    #[serde(flatten)]
    order: DeskOrder,
    note: String,
    /// With most of it hidden; `GET /staff/orders/{id}/recipient` shows it and says so in the audit log.
    recipient: Option<RecipientBody>,
    payments: Vec<PaymentView>,
    after_sales: Vec<CaseView>,
    refunds: Vec<DeskRefund>,
    charges: Vec<ChargeView>,
}

impl OrderView {
    fn of(head: &Head, rows: &[LineRow], lines: Vec<LineView>, groups: &Groups) -> Self {
        Self {
            id: Id(head.id),
            state: head.state.clone(),
            amount: head.amount,
            discount: head.discount,
            freight: head.freight,
            placed_at: At(head.id),
            expires_at: head.expires_at.map(At),
            paid_at: head.paid_at.map(At),
            shipped_at: head.shipped_at.map(At),
            received_at: head.received_at.map(At),
            receive_by: head.receive_by.map(At),
            closed_at: head.closed_at.map(At),
            shipment: head.shipment.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            group: group(head, groups),
            is_to_use: receipt::is_to_use(&head.state, rows),
            lines,
        }
    }
}

impl LineView {
    fn of(row: &LineRow, shown: Option<&Shown>) -> Self {
        let pictures = shown.and_then(|shown| shown.pictures.as_deref());
        let priced = shown.and_then(|shown| shown.priced.as_deref());
        Self {
            line: row.line,
            sku: Id(row.sku),
            product: shown.and_then(|shown| shown.product).map(Id),
            product_code: row.product.clone(),
            title: shown.map_or_else(|| (&Title::default()).into(), |shown| (&shown.title).into()),
            picture: pictures.and_then(first_picture),
            kind: Kind::of(row.voucher).word().to_owned(),
            quantity: row.quantity,
            priced: priced.and_then(|text| serde_json::from_str(text).ok()),
            amount: row.amount,
            refunded: row.refunded,
            returned: row.returned,
            is_held: row.held,
            settles_at: row.settles_at.map(At),
            settled_at: row.settled_at.map(At),
        }
    }
}

/// The first of a product's pictures.
fn first_picture(list: &str) -> Option<Id> {
    let ids: Vec<Id> = serde_json::from_str(list).ok()?;
    ids.into_iter().next()
}

impl DeskRefund {
    /// The refund's id, which is the moment at which it began.
    pub fn id(&self) -> i64 {
        self.refund.id.0
    }

    /// The view of a stored row.
    pub fn of(mut row: RefundRow) -> Self {
        let error = row.error.take();
        Self { refund: RefundView::of(row), error }
    }
}

impl RefundView {
    fn of(row: RefundRow) -> Self {
        Self {
            id: Id(row.id),
            order: Id(row.order),
            line: row.line,
            amount: row.amount,
            quantity: row.quantity,
            state: row.state,
            reason: row.reason,
            payment: Id(row.payment),
            provider: row.provider,
            reference: row.reference,
        }
    }
}

impl CaseView {
    /// The view of a stored row.
    pub(crate) fn of(row: CaseRow) -> Self {
        Self {
            id: Id(row.id),
            buyer: Id(row.buyer),
            order: Id(row.order),
            line: row.line,
            quantity: row.quantity,
            amount: row.amount,
            reason: row.reason,
            state: row.state,
            answer: row.answer,
            asked_at: At(row.id),
            decided_at: row.decided_at.map(At),
        }
    }
}

/// Lines by order, and what pages show of each.
type Lines = (HashMap<i64, Vec<LineRow>>, HashMap<(i64, i64), Shown>);

/// The lines of some orders, and what pages show of them.
fn lines(conn: &mut Conn, heads: &[Head]) -> Result<Lines, Refusal> {
    let orders: Vec<(i64, i64)> = heads.iter().map(|head| (head.buyer, head.id)).collect();
    Ok((lines_of(conn, orders.clone())?, reads::shown(conn, orders)?))
}

/// Groups by id.
type Groups = HashMap<i64, Group>;

/// The groups of some orders.
fn groups(conn: &mut Conn, heads: &[Head]) -> Result<Groups, Refusal> {
    Ok(group_buys::groups(conn, heads.iter().filter_map(|head| head.group).collect())?)
}

/// The group of an order. One that was given up unpaid is in none.
fn group(head: &Head, groups: &Groups) -> Option<OrderGroup> {
    let is_in = head.paid_at.is_some() || head.closed_at.is_none();
    groups.get(&head.group?).filter(|_| is_in).map(OrderGroup::of)
}

/// Some orders as their buyers see them.
pub(crate) fn views(conn: &mut Conn, heads: &[Head]) -> Result<Vec<OrderView>, Refusal> {
    let (lines, shown) = lines(conn, heads)?;
    let groups = groups(conn, heads)?;
    let view = |head: &Head| {
        let rows = lines.get(&head.id).map_or(&[][..], Vec::as_slice);
        let views = rows.iter().map(|row| LineView::of(row, shown.get(&(row.order, row.line)))).collect();
        OrderView::of(head, rows, views, &groups)
    };
    Ok(heads.iter().map(view).collect())
}

/// The promoter who is credited with an order; nobody if the shop itself sold it.
fn promoter(head: &Head) -> Option<i64> {
    head.seller.filter(|seller| *seller != HOUSE)
}

/// The nicknames of everybody who bought or sold some orders.
fn names(conn: &mut Conn, heads: &[Head]) -> Result<HashMap<i64, String>, Refusal> {
    let ids = heads.iter().flat_map(|head| promoter(head).into_iter().chain([head.buyer])).collect();
    Ok(members::nicknames(conn, ids)?)
}

/// Some orders in short, as staff sees them.
pub(crate) fn rows(conn: &mut Conn, heads: &[Head]) -> Result<Vec<DeskOrderRow>, Refusal> {
    let orders = heads.iter().map(|head| (head.buyer, head.id)).collect();
    let (names, contents) = (names(conn, heads)?, reads::contents(conn, orders)?);
    let groups = groups(conn, heads)?;
    let row = |head: &Head| {
        let reads::Contents { title, lines, pieces, to_send } =
            contents.get(&head.id).cloned().unwrap_or_default();
        DeskOrderRow {
            id: Id(head.id),
            state: head.state.clone(),
            buyer: Id(head.buyer),
            buyer_name: names.get(&head.buyer).cloned().unwrap_or_default(),
            seller: promoter(head).map(Id),
            seller_name: promoter(head).and_then(|seller| names.get(&seller).cloned()),
            title: (&title).into(),
            lines,
            pieces,
            is_to_use: head.state == State::Paid.word() && to_send == 0,
            amount: head.amount,
            placed_at: At(head.id),
            paid_at: head.paid_at.map(At),
            closed_at: head.closed_at.map(At),
            group: group(head, &groups),
        }
    };
    Ok(heads.iter().map(row).collect())
}

/// Some cases, as staff sees them.
pub(crate) fn desk_cases(conn: &mut Conn, rows: Vec<CaseRow>) -> Result<Vec<DeskCase>, Refusal> {
    let names = members::nicknames(conn, rows.iter().map(|row| row.buyer).collect())?;
    let view = |row: CaseRow| {
        let buyer_name = names.get(&row.buyer).cloned().unwrap_or_default();
        DeskCase { case: CaseView::of(row), buyer_name }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Some orders as staff sees them.
fn desk_views(conn: &mut Conn, heads: &[Head]) -> Result<Vec<DeskOrder>, Refusal> {
    let (lines, shown) = lines(conn, heads)?;
    let (names, groups) = (names(conn, heads)?, groups(conn, heads)?);
    let view = |head: &Head| {
        let rows = lines.get(&head.id).map_or(&[][..], Vec::as_slice);
        let views = rows.iter().map(|row| LineView::of(row, shown.get(&(row.order, row.line)))).collect();
        let account = |row: &LineRow| LineAccount {
            line: row.line,
            cost: row.cost,
            rate: row.rate,
            volumes: row.volumes.named().clone(),
            seller: row.seller.map(Id),
            supplier: row.supplier.map(Id),
            plan: row.plan,
        };
        DeskOrder {
            order: OrderView::of(head, rows, views, &groups),
            buyer: Id(head.buyer),
            buyer_name: names.get(&head.buyer).cloned().unwrap_or_default(),
            seller: promoter(head).map(Id),
            seller_name: promoter(head).and_then(|seller| names.get(&seller).cloned()),
            accounts: rows.iter().map(account).collect(),
        }
    };
    Ok(heads.iter().map(view).collect())
}

struct Belongings {
    payments: Vec<PaymentView>,
    after_sales: Vec<CaseView>,
    refunds: Vec<RefundRow>,
    charges: Vec<ChargeView>,
}

fn belongings(conn: &mut Conn, head: &Head) -> Result<Belongings, Refusal> {
    let (buyer, id) = (head.buyer, head.id);
    let attempts = payments::of_order(conn, buyer, id)?;
    let cases = reads::cases_of(conn, buyer, id)?;
    let refunds = payments::refunds_of(conn, buyer, id)?;
    let charges = if head.freight > 0 { carriage::of(conn, buyer, id)? } else { Vec::new() };
    Ok(Belongings {
        payments: attempts.into_iter().map(PaymentView::of).collect(),
        after_sales: cases.into_iter().map(CaseView::of).collect(),
        refunds,
        charges,
    })
}

fn opened(vault: &Vault, head: &Head) -> Result<Option<RecipientBody>, Refusal> {
    head.recipient.as_deref().map(|secret| recipient::open(vault, head.buyer, secret)).transpose()
}

/// An order as its buyer sees it.
pub(crate) fn detail(
    conn: &mut Conn,
    vault: &Vault,
    head: &Head,
    offset: i64,
) -> Result<OrderDetail, Refusal> {
    let order = views(conn, std::slice::from_ref(head))?.pop();
    let order = order.ok_or_else(|| Refusal::broken("an order that is not shown"))?;
    let Belongings { payments, after_sales, refunds, charges } = belongings(conn, head)?;
    let (note, recipient) = (head.note.clone(), opened(vault, head)?);
    let refunds = refunds.into_iter().map(RefundView::of).collect();
    let reviewed = reads::reviewed(conn, head.buyer, head.id)?;
    let is_there = head.paid_at.is_some() && !order.group.as_ref().is_some_and(OrderGroup::is_open);
    let vouchers = if is_there { vouchers::of_order(conn, head.buyer, head.id)? } else { Vec::new() };
    let vouchers = vouchers::views(conn, vault, &vouchers, offset)?;
    Ok(OrderDetail { order, note, recipient, payments, after_sales, refunds, charges, reviewed, vouchers })
}

/// An order as staff sees it.
pub(crate) fn desk_detail(conn: &mut Conn, vault: &Vault, head: &Head) -> Result<DeskDetail, Refusal> {
    let order = desk_views(conn, std::slice::from_ref(head))?.pop();
    let order = order.ok_or_else(|| Refusal::broken("an order that is not shown"))?;
    let Belongings { payments, after_sales, refunds, charges } = belongings(conn, head)?;
    let recipient = opened(vault, head)?.map(|found| recipient::masked(&found));
    let refunds = refunds.into_iter().map(DeskRefund::of).collect();
    Ok(DeskDetail { order, note: head.note.clone(), recipient, payments, after_sales, refunds, charges })
}
