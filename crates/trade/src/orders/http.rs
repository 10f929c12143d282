//! The routes of orders, for their buyers.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{App, At, Customer, Id, Json, Once, Page, PageQuery, Path, Peer, Query, Visitor};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::throttle::address_key;
use banyan_base::vault::Phones;
use banyan_core::settings;
use banyan_people::members::recipient;
use banyan_sale::freight::Destination;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::after_sale::{self, Ask};
use super::quote::{self, QuoteView, Spend, Wish};
use super::refund::{self, RefundQuote};
use super::store::reads::{self, Filter, Head};
use super::views::{self, OrderDetail, OrderView};
use super::{Item, Joining, Place, RecipientBody, Seen, State as OrderState};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(place, list))
        .routes(routes!(quote))
        .routes(routes!(look))
        .routes(routes!(cancel))
        .routes(routes!(receive))
        .routes(routes!(ask))
        .routes(routes!(quote_return))
        .routes(routes!(withdraw))
}

/// One thing that is bought.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemBody {
    pub(super) sku: Id,
    /// Pieces.
    #[schema(minimum = 1, maximum = 9999)]
    pub(super) quantity: i64,
}

/// What the buyer saw before they placed an order, in minor units.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeenBody {
    /// To be paid: `amount` of the quote.
    amount: i64,
    /// What they earn by it themselves: `earn` of the quote, if that was shown.
    #[serde(default)]
    earn: Option<i64>,
}

/// An order to place.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlaceBody {
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<ItemBody>,
    /// One of the buyer's own addresses; or `recipient`, or neither for what needs no address.
    #[serde(default)]
    address: Option<Id>,
    #[serde(default)]
    recipient: Option<RecipientBody>,
    /// The code of a promoter whose link led here. A wrong one is no reason to refuse an order.
    #[serde(default)]
    #[schema(max_length = 64)]
    via: Option<String>,
    /// One of the buyer's own coupons.
    #[serde(default)]
    coupon: Option<Id>,
    /// A word to the shop.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// One of the shop's ways to pay.
    #[schema(max_length = 40)]
    provider: String,
    /// What the buyer saw. If it is no longer so, nothing is placed (`price_changed`), and the problem's `now` has what holds.
    #[serde(default)]
    seen: Option<SeenBody>,
    /// The group-buy of which it opens a group, at that price; or `join_group`, or neither to buy alone.
    #[serde(default)]
    open_group: Option<Id>,
    /// The group that it joins.
    #[serde(default)]
    join_group: Option<Id>,
}

/// An order that waits to be paid.
#[derive(Debug, Serialize, ToSchema)]
struct PlacedView {
    order: Id,
    /// The payment that it waits for.
    payment: Id,
    /// To be paid, in minor units.
    amount: i64,
    /// When it is cancelled if it is not paid.
    expires_at: At,
}

/// Places an order: its pieces are put aside until it expires.
#[utoipa::path(post, path = "/orders", tag = "orders",
    params(Once), request_body = PlaceBody, responses((status = 201, body = PlacedView)))]
async fn place(
    State(app): State<App>,
    Customer(buyer): Customer,
    peer: Peer,
    key: Once,
    Json(body): Json<PlaceBody>,
) -> Result<(StatusCode, axum::Json<PlacedView>), Refusal> {
    let key = key.key("POST /orders", &body)?;
    let (recipient, to) = sealed_recipient(&app, buyer, &body).await?.unzip();
    let order = Place {
        buyer,
        items: body.items.iter().map(|item| Item { sku: item.sku.0, quantity: item.quantity }).collect(),
        recipient,
        to,
        via: body.via.filter(|via| via.len() <= 64 && !via.contains('\0')),
        coupon: body.coupon.map(|Id(id)| id),
        note: text::lines(&body.note, "/note", 0, 500)?,
        provider: body.provider,
        seen: body.seen.map(|SeenBody { amount, earn }| Seen { amount, earn }),
        key,
        from: from(&app, peer),
        group: joining(body.open_group, body.join_group)?,
    };
    let placed = app.writer.together(order).await?;
    let view = PlacedView {
        order: Id(placed.order),
        payment: Id(placed.payment),
        amount: placed.amount,
        expires_at: At(placed.expires_at),
    };
    Ok((StatusCode::CREATED, axum::Json(view)))
}

/// The group that an order opens or joins.
fn joining(open: Option<Id>, join: Option<Id>) -> Result<Option<Joining>, Refusal> {
    match (open, join) {
        (None, None) => Ok(None),
        (Some(Id(offer)), None) => Ok(Some(Joining::Open(offer))),
        (None, Some(Id(group))) => Ok(Some(Joining::Join(group))),
        (Some(_), Some(_)) => {
            let (zh, en) = ("开团和参团只能选一个", "an order opens a group or joins one, not both");
            Err(Refusal::unacceptable("group_twice", zh, en).at("/join_group"))
        }
    }
}

/// A keyed hash of where an order comes from. A proxy on this machine that does not say for whom it speaks is nobody.
fn from(app: &App, Peer(peer): Peer) -> Option<Vec<u8>> {
    let address = address_key(peer.filter(|address| !address.to_canonical().is_loopback())?);
    app.facts.vault.tags(&[b"placed from", address.as_bytes()]).first().map(|tag| tag.to_vec())
}

/// A cart to price.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuoteBody {
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<ItemBody>,
    /// One of the buyer's own coupons.
    #[serde(default)]
    coupon: Option<Id>,
    /// Whether to use whichever of their coupons saves most, where `coupon` names none; of those that save the same, the one that
    /// expires first.
    #[serde(default)]
    best_coupon: bool,
    /// One of the buyer's own addresses: what carrying it there costs.
    #[serde(default)]
    address: Option<Id>,
    /// The group-buy of which it would open a group; or `join_group`.
    #[serde(default)]
    open_group: Option<Id>,
    /// The group that it would join.
    #[serde(default)]
    join_group: Option<Id>,
}

/// Prices a cart as placing it now would, and puts nothing aside.
#[utoipa::path(post, path = "/quote", tag = "orders", request_body = QuoteBody,
    responses((status = 200, body = QuoteView)))]
async fn quote(
    State(app): State<App>,
    Visitor(visitor): Visitor,
    Json(body): Json<QuoteBody>,
) -> Result<axum::Json<QuoteView>, Refusal> {
    let items = body.items.iter().map(|item| Item { sku: item.sku.0, quantity: item.quantity }).collect();
    let coupon = match body.coupon {
        Some(Id(coupon)) => Spend::This(coupon),
        None if body.best_coupon => Spend::Best,
        None => Spend::Nothing,
    };
    let group = joining(body.open_group, body.join_group)?;
    let mut wish = Wish { visitor, items, coupon, to: None, group, now: app.clock.now().0 };
    let shop = app.clone();
    let read = move |conn: &mut banyan_store::Conn| {
        let plan = shop.plan.get(conn)?;
        if let (Some(Id(address)), Some(member)) = (body.address, visitor) {
            let found = recipient::saved(conn, &shop.facts.vault, member, address)?;
            wish.to = Some(Destination::of(&found.address));
        }
        quote::quote(conn, &plan, &wish)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Encrypts the recipient before the writer sees it; where they are, as freight sees it.
async fn sealed_recipient(
    app: &App,
    buyer: i64,
    body: &PlaceBody,
) -> Result<Option<(super::Recipient, Destination)>, Refusal> {
    let found = match (body.address, &body.recipient) {
        (None, None) => return Ok(None),
        (None, Some(found)) => found.clone(),
        (Some(Id(address)), None) => {
            let facts = app.facts.clone();
            let read =
                move |conn: &mut banyan_store::Conn| recipient::saved(conn, &facts.vault, buyer, address);
            app.reader.read(read).await?
        }
        (Some(_), Some(_)) => {
            let (zh, en) = ("address 和 recipient 只能填一个", "either an address or a recipient, not both");
            return Err(Refusal::unacceptable("recipient_twice", zh, en).at("/recipient"));
        }
    };
    let phones = phones(app).await?;
    let sealed = recipient::seal(&app.facts, &phones, buyer, &found)?;
    Ok(Some((sealed, Destination::of(&found.address))))
}

/// How phone numbers are read here.
pub(super) async fn phones(app: &App) -> Result<Phones, Refusal> {
    let settings = app.reader.read(|conn| settings::read(conn).map_err(Refusal::from)).await?;
    Ok(Phones::new(&settings.country_code).unwrap_or_default())
}

/// Which of my orders are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`; `grouping` for those that are paid and wait for others
    /// of their group, and `to_use` for those that are paid and of which nothing is sent, both of which `paid` leaves out.
    state: Option<String>,
}

/// A state that a list is filtered by.
pub(super) fn known_state(state: Option<String>) -> Result<Option<String>, Refusal> {
    match state {
        Some(word) if OrderState::of(&word).is_none() && ![reads::GROUPING, reads::TO_USE].contains(&word.as_str()) => Err(Refusal::unacceptable(
            "state_unknown",
            "没有这种订单状态",
            "there is no such state: placed, grouping, to_use, paid, shipped, received, settled, cancelled or refunded",
        )
        .at("state")),
        state => Ok(state),
    }
}

/// Lists the member's orders, the newest first.
#[utoipa::path(get, path = "/orders", tag = "orders", params(ListQuery, PageQuery),
    responses((status = 200, body = Page<OrderView>)))]
async fn list(
    State(app): State<App>,
    Customer(buyer): Customer,
    Query(query): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<OrderView>>, Refusal> {
    let (before, limit) = page.read()?;
    let filter = Filter { buyer: Some(buyer), state: known_state(query.state)?, ..Filter::default() };
    let read = move |conn: &mut banyan_store::Conn| {
        let heads = reads::list(conn, filter, before, limit + 1)?;
        views::views(conn, &heads)
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view| view.id.0)))
}

fn own(conn: &mut banyan_store::Conn, buyer: i64, id: i64) -> Result<Head, Refusal> {
    let found = reads::find(conn, id)?.filter(|head| head.buyer == buyer);
    found.ok_or_else(|| Refusal::not_found("订单", "order"))
}

/// Shows one of the member's orders.
#[utoipa::path(get, path = "/orders/{id}", tag = "orders", params(("id" = Id, Path)),
    responses((status = 200, body = OrderDetail)))]
async fn look(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<OrderDetail>, Refusal> {
    detail(&app, buyer, id).await
}

async fn detail(app: &App, buyer: i64, id: i64) -> Result<axum::Json<OrderDetail>, Refusal> {
    let shop = app.clone();
    let read = move |conn: &mut banyan_store::Conn| {
        let head = own(conn, buyer, id)?;
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        views::detail(conn, &shop.facts.vault, &head, offset)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Cancels one of the member's orders that is not paid.
#[utoipa::path(post, path = "/orders/{id}/cancel", tag = "orders", params(("id" = Id, Path), Once),
    responses((status = 200, body = OrderDetail)))]
async fn cancel(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<axum::Json<OrderDetail>, Refusal> {
    let key = key.key("POST /orders/cancel", &id)?;
    app.once(buyer, key, move |work| super::cancel(work, buyer, id)).await?;
    detail(&app, buyer, id).await
}

/// Confirms that the goods have arrived: the refund window runs from now on.
#[utoipa::path(post, path = "/orders/{id}/receive", tag = "orders", params(("id" = Id, Path), Once),
    responses((status = 200, body = OrderDetail)))]
async fn receive(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<axum::Json<OrderDetail>, Refusal> {
    let key = key.key("POST /orders/receive", &id)?;
    app.once(buyer, key, move |work| super::receive(work, buyer, id)).await?;
    detail(&app, buyer, id).await
}

/// What should go back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskBody {
    /// Which line of the order.
    line: i64,
    /// How many pieces.
    quantity: i64,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// A case that was opened.
#[derive(Debug, Serialize, ToSchema)]
struct AskedView {
    id: Id,
}

/// Requests that the money of some pieces of a line goes back; until that is decided, the line does not settle.
#[utoipa::path(post, path = "/orders/{id}/after-sales", tag = "orders", params(("id" = Id, Path), Once),
    request_body = AskBody, responses((status = 201, body = AskedView)))]
async fn ask(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(order)): Path<Id>,
    key: Once,
    Json(body): Json<AskBody>,
) -> Result<(StatusCode, axum::Json<AskedView>), Refusal> {
    let key = key.key(&format!("POST /orders/{order}/after-sales"), &body)?;
    let AskBody { line, quantity, reason } = body;
    let reason = text::lines(&reason, "/reason", 1, 500)?;
    let ask = Ask { buyer, order, line, quantity, reason };
    let id = app.once(buyer, key, move |work| after_sale::ask(work, &ask)).await?;
    Ok((StatusCode::CREATED, axum::Json(AskedView { id: Id(id) })))
}

/// Some pieces that a buyer thinks of sending back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnQuoteBody {
    /// Which line of the order.
    line: i64,
    /// How many pieces.
    quantity: i64,
}

/// Computes how much money some pieces of a line would bring back now. Nothing is requested yet.
#[utoipa::path(post, path = "/orders/{id}/after-sales/quote", tag = "orders", params(("id" = Id, Path)),
    request_body = ReturnQuoteBody, responses((status = 200, body = RefundQuote)))]
async fn quote_return(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(order)): Path<Id>,
    Json(body): Json<ReturnQuoteBody>,
) -> Result<axum::Json<RefundQuote>, Refusal> {
    let read = move |conn: &mut banyan_store::Conn| {
        own(conn, buyer, order)?;
        refund::quote(conn, (buyer, order), body.line, body.quantity)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Withdraws an after-sale request that is not decided yet.
#[utoipa::path(post, path = "/after-sales/{id}/withdraw", tag = "orders", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn withdraw(
    State(app): State<App>,
    Customer(buyer): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /after-sales/withdraw", &id)?;
    app.once(buyer, key, move |work| after_sale::withdraw(work, buyer, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
