//! The routes of orders, for staff. An order's id alone is enough: whose it is follows.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{Allowed, App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::Search;
use banyan_core::audit;
use banyan_core::idempotency::Key;
use banyan_core::work::Work;
use banyan_people::members::recipient;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::http::{known_state, phones};
use super::refund::{self, RefundQuote};
use super::store::reads::{self, Filter, Head};
use super::views::{self, DeskCase, DeskDetail, DeskOrderRow};
use super::{RecipientBody, Refund, Shipment, after_sale};
use crate::whose::Whose;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(find))
        .routes(routes!(look))
        .routes(routes!(show_recipient))
        .routes(routes!(ship))
        .routes(routes!(receive))
        .routes(routes!(cancel))
        .routes(routes!(refund_line))
        .routes(routes!(quote_refund))
        .routes(routes!(cases))
        .routes(routes!(approve))
        .routes(routes!(refuse))
}

/// Which orders are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`; `grouping` for those that are paid and wait for others
    /// of their group, which `paid` leaves out.
    state: Option<String>,
    buyer: Option<Id>,
    /// The promoter credited.
    seller: Option<Id>,
    /// A product's code.
    product: Option<String>,
    /// Placed then or later.
    since: Option<At>,
    /// Placed before.
    until: Option<At>,
}

/// Lists orders, the newest first. Who may not see everybody's sees those in which everything is of products that they look after.
#[utoipa::path(get, path = "/staff/orders", tag = "staff: orders", params(ListQuery, PageQuery),
    responses((status = 200, body = Page<DeskOrderRow>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskOrderRow>>, Refusal> {
    staff.may(Permission::OrdersRead)?;
    let (before, limit) = page.read()?;
    let filter = Filter {
        buyer: query.buyer.map(|Id(id)| id),
        state: known_state(query.state)?,
        seller: query.seller.map(|Id(id)| id),
        since: query.since.map(|At(at)| at),
        until: query.until.map(|At(at)| at),
        product: query.product.map(|code| text::line(&code, "product", 1, 64)).transpose()?,
        whose: Whose::of(&staff),
        ..Filter::default()
    };
    listed(&app, filter, before, limit).await
}

async fn listed(
    app: &App,
    filter: Filter,
    before: i64,
    limit: i64,
) -> Result<axum::Json<Page<DeskOrderRow>>, Refusal> {
    let read = move |conn: &mut Conn| {
        let heads = reads::list(conn, filter, before, limit + 1)?;
        views::rows(conn, &heads)
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |row| row.id.0)))
}

/// The recipient whose orders are looked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FindBody {
    /// The last four digits of the recipient's phone, or all of it.
    #[schema(min_length = 4, max_length = 40)]
    phone: String,
    /// The recipient's whole name.
    #[schema(min_length = 1, max_length = 50)]
    name: String,
}

/// Finds orders by the recipient's phone and name, which are in no address and in no log; the audit log says who looked.
#[utoipa::path(post, path = "/staff/orders/find", tag = "staff: orders", params(PageQuery), request_body = FindBody,
    responses((status = 200, body = Page<DeskOrderRow>)))]
async fn find(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Json(body): Json<FindBody>,
) -> Result<axum::Json<Page<DeskOrderRow>>, Refusal> {
    staff.may(Permission::PersonalData)?;
    let (before, limit) = page.read()?;
    let phones = phones(&app).await?;
    let digests = |kind, text: &str| -> Vec<Vec<u8>> {
        app.facts.vault.digests(kind, text, &phones).into_iter().map(|digest| digest.0.to_vec()).collect()
    };
    let (tails, names) = (digests(Search::PhoneTail, &body.phone), digests(Search::Name, &body.name));
    if tails.is_empty() || names.is_empty() {
        return Err(Refusal::unacceptable(
            "recipient_unclear",
            "请输入手机号后四位和收件人姓名",
            "expected the last four digits of a phone and the recipient's name",
        ));
    }
    let actor = staff.actor();
    let record =
        move |work: &mut Work<'_>| audit::record(work, &actor, "order.find_recipient", "orders", &json!({}));
    app.writer.run(record).await?;
    listed(&app, Filter { tails, names, whose: Whose::of(&staff), ..Filter::default() }, before, limit).await
}

fn head(conn: &mut Conn, whose: Whose, id: i64) -> Result<Head, Refusal> {
    whose.check(conn, id)?;
    reads::find(conn, id)?.ok_or_else(|| Refusal::not_found("订单", "order"))
}

/// An order.
#[utoipa::path(get, path = "/staff/orders/{id}", tag = "staff: orders", params(("id" = Id, Path)),
    responses((status = 200, body = DeskDetail)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<DeskDetail>, Refusal> {
    staff.may(Permission::OrdersRead)?;
    detail(&app, Whose::of(&staff), id).await
}

async fn detail(app: &App, whose: Whose, id: i64) -> Result<axum::Json<DeskDetail>, Refusal> {
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let head = head(conn, whose, id)?;
        views::desk_detail(conn, &facts.vault, &head)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows name, phone and address of an order's recipient to whoever sends it. The audit log says who looked.
#[utoipa::path(get, path = "/staff/orders/{id}/recipient", tag = "staff: orders", params(("id" = Id, Path)),
    responses((status = 200, body = RecipientBody)))]
async fn show_recipient(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<RecipientBody>, Refusal> {
    staff.may(Permission::OrdersWrite).or_else(|_| staff.may(Permission::PersonalData))?;
    let (facts, whose) = (app.facts.clone(), Whose::of(&staff));
    let read = move |conn: &mut Conn| {
        let head = head(conn, whose, id)?;
        let secret = head.recipient.as_deref().ok_or_else(|| Refusal::not_found("收件人", "recipient"))?;
        recipient::open(&facts.vault, head.buyer, secret)
    };
    let found = app.reader.read(read).await?;
    let actor = staff.actor();
    let record = move |work: &mut Work<'_>| {
        audit::record(work, &actor, "order.see_recipient", &format!("order/{id}"), &json!({}))
    };
    app.writer.run(record).await?;
    Ok(axum::Json(found))
}

/// Whose order it is.
fn buyer(work: &mut Work<'_>, order: i64) -> Result<i64, Refusal> {
    reads::buyer_of(work.conn, order)?.ok_or_else(|| Refusal::not_found("订单", "order"))
}

/// Does something to an order, once for a key, and writes down who did it.
async fn act<T: Serialize + serde::de::DeserializeOwned + Send + 'static>(
    app: &App,
    (by, key): (Allowed, Option<Key>),
    (action, whose, order): (&'static str, Whose, i64),
    detail: serde_json::Value,
    act: impl FnOnce(&mut Work<'_>, i64) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let run = move |work: &mut Work<'_>, actor: &str| {
        whose.check(work.conn, order)?;
        let buyer = buyer(work, order)?;
        let done = act(work, buyer)?;
        audit::record(work, actor, action, &format!("order/{order}"), &detail)?;
        Ok(done)
    };
    app.command(by, key, run).await
}

/// How an order travels.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShipBody {
    /// The carrier's name.
    #[schema(min_length = 1, max_length = 60)]
    carrier: String,
    /// The carrier's number for it.
    #[schema(min_length = 1, max_length = 60)]
    number: String,
    /// Ship it although its buyer has asked for the money of some of it and has no answer yet.
    #[serde(default)]
    despite_cases: bool,
}

/// Hands a paid order to a carrier.
#[utoipa::path(post, path = "/staff/orders/{id}/ship", tag = "staff: orders", params(("id" = Id, Path), Once),
    request_body = ShipBody, responses((status = 200, body = DeskDetail)))]
async fn ship(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ShipBody>,
) -> Result<axum::Json<DeskDetail>, Refusal> {
    let by = staff.may(Permission::OrdersWrite)?;
    let key = key.key(&format!("ship {id}"), &body)?;
    let shipment = Shipment {
        carrier: text::line(&body.carrier, "/carrier", 1, 60)?,
        number: text::line(&body.number, "/number", 1, 60)?,
    };
    let despite = body.despite_cases;
    // The number leads to where they live: the order has it, and loses it when they leave; the log would keep it.
    let told = json!({ "carrier": shipment.carrier, "despite_cases": despite });
    act(&app, (by, key), ("order.ship", Whose::of(&staff), id), told, move |work, buyer| {
        super::ship(work, buyer, id, &shipment, despite)
    })
    .await?;
    detail(&app, Whose::of(&staff), id).await
}

/// Marks an order as received.
#[utoipa::path(post, path = "/staff/orders/{id}/receive", tag = "staff: orders", params(("id" = Id, Path), Once),
    responses((status = 200, body = DeskDetail)))]
async fn receive(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<axum::Json<DeskDetail>, Refusal> {
    let by = staff.may(Permission::OrdersWrite)?;
    let key = key.key("receive", &id)?;
    act(&app, (by, key), ("order.receive", Whose::of(&staff), id), json!({}), move |work, buyer| {
        super::receive(work, buyer, id)
    })
    .await?;
    detail(&app, Whose::of(&staff), id).await
}

/// Cancels an order that is not paid.
#[utoipa::path(post, path = "/staff/orders/{id}/cancel", tag = "staff: orders", params(("id" = Id, Path), Once),
    responses((status = 200, body = DeskDetail)))]
async fn cancel(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<axum::Json<DeskDetail>, Refusal> {
    let by = staff.may(Permission::OrdersWrite)?;
    let key = key.key("cancel", &id)?;
    act(&app, (by, key), ("order.cancel", Whose::of(&staff), id), json!({}), move |work, buyer| {
        super::cancel(work, buyer, id)
    })
    .await?;
    detail(&app, Whose::of(&staff), id).await
}

/// What goes back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefundBody {
    /// Which line of the order.
    line: i64,
    /// How many pieces; 0 for money only.
    quantity: i64,
    /// So much money, in minor units; usually the share of the pieces.
    #[serde(default)]
    amount: Option<i64>,
    /// Whether the pieces can be sold again.
    #[serde(default)]
    restock: bool,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// What was booked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RefundedView {
    id: Id,
    /// In minor units.
    amount: i64,
}

/// Sends money of a line back, before or after it has settled.
#[utoipa::path(post, path = "/staff/orders/{id}/refunds", tag = "staff: orders", params(("id" = Id, Path), Once),
    request_body = RefundBody, responses((status = 201, body = RefundedView)))]
async fn refund_line(
    State(app): State<App>,
    staff: Staff,
    Path(Id(order)): Path<Id>,
    key: Once,
    Json(body): Json<RefundBody>,
) -> Result<(StatusCode, axum::Json<RefundedView>), Refusal> {
    let by = staff.may(Permission::Refunds)?;
    let key = key.key(&format!("refund {order}"), &body)?;
    let RefundBody { line, quantity, amount, restock, reason } = body;
    let reason = text::lines(&reason, "/reason", 1, 500)?;
    let told = json!({ "line": line, "quantity": quantity, "amount": amount, "restock": restock });
    let done = act(&app, (by, key), ("order.refund", Whose::of(&staff), order), told, move |work, buyer| {
        refund::refund(work, &Refund { buyer, order, line, quantity, amount, restock, reason })
    })
    .await?;
    Ok((StatusCode::CREATED, axum::Json(RefundedView { id: Id(done.id), amount: done.amount })))
}

/// Some pieces of a line that may go back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefundQuoteBody {
    /// Which line of the order.
    line: i64,
    /// How many pieces; 0 for money only.
    quantity: i64,
}

/// Computes what a refund of some pieces would be now. Nothing is booked.
#[utoipa::path(post, path = "/staff/orders/{id}/refunds/quote", tag = "staff: orders", params(("id" = Id, Path)),
    request_body = RefundQuoteBody, responses((status = 200, body = RefundQuote)))]
async fn quote_refund(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Json(body): Json<RefundQuoteBody>,
) -> Result<axum::Json<RefundQuote>, Refusal> {
    staff.may(Permission::Refunds)?;
    let whose = Whose::of(&staff);
    let read = move |conn: &mut Conn| {
        let head = head(conn, whose, id)?;
        refund::quote(conn, (head.buyer, id), body.line, body.quantity)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Which cases are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CasesQuery {
    /// `asked`, `approved`, `refused`, `withdrawn`.
    state: Option<String>,
}

/// Lists after-sale cases, the newest first.
#[utoipa::path(get, path = "/staff/after-sales", tag = "staff: orders", params(CasesQuery, PageQuery),
    responses((status = 200, body = Page<DeskCase>)))]
async fn cases(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<CasesQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskCase>>, Refusal> {
    staff.may(Permission::OrdersRead)?;
    let (before, limit) = page.read()?;
    let known = ["asked", "approved", "refused", "withdrawn"];
    if query.state.as_deref().is_some_and(|state| !known.contains(&state)) {
        let (zh, en) = ("没有这种售后状态", "there is no such state: asked, approved, refused or withdrawn");
        return Err(Refusal::unacceptable("state_unknown", zh, en).at("state"));
    }
    let whose = Whose::of(&staff);
    let read = move |conn: &mut Conn| {
        let rows = reads::cases(conn, whose, query.state, before, limit + 1)?;
        views::desk_cases(conn, rows)
    };
    Ok(axum::Json(Page::of(app.reader.read(read).await?, limit, |view| view.case.id.0)))
}

/// An approval.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApproveBody {
    /// Whether the pieces can be sold again.
    #[serde(default)]
    restock: bool,
    /// A word to the buyer.
    #[serde(default)]
    #[schema(max_length = 500)]
    answer: String,
}

/// Approves an after-sale case: the money goes back.
#[utoipa::path(post, path = "/staff/after-sales/{id}/approve", tag = "staff: orders", params(("id" = Id, Path), Once),
    request_body = ApproveBody, responses((status = 201, body = RefundedView)))]
async fn approve(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ApproveBody>,
) -> Result<(StatusCode, axum::Json<RefundedView>), Refusal> {
    let by = staff.may(Permission::Refunds)?;
    let key = key.key(&format!("approve {id}"), &body)?;
    let answer = text::lines(&body.answer, "/answer", 0, 500)?;
    let done = decide(&app, (by, key), ("after_sale.approve", Whose::of(&staff), id), move |work, buyer| {
        after_sale::approve(work, buyer, id, body.restock, &answer)
    })
    .await?;
    Ok((StatusCode::CREATED, axum::Json(RefundedView { id: Id(done.id), amount: done.amount })))
}

/// A refusal, and why.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefuseBody {
    /// What the buyer is told.
    #[schema(min_length = 1, max_length = 500)]
    answer: String,
}

/// Refuses an after-sale case.
#[utoipa::path(post, path = "/staff/after-sales/{id}/refuse", tag = "staff: orders", params(("id" = Id, Path), Once),
    request_body = RefuseBody, responses((status = 204)))]
async fn refuse(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<RefuseBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::Refunds)?;
    let key = key.key(&format!("refuse {id}"), &body)?;
    let answer = text::lines(&body.answer, "/answer", 1, 500)?;
    decide(&app, (by, key), ("after_sale.refuse", Whose::of(&staff), id), move |work, buyer| {
        after_sale::refuse(work, buyer, id, &answer)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decides a case, once for a key, and writes down who did it.
async fn decide<T: Serialize + serde::de::DeserializeOwned + Send + 'static>(
    app: &App,
    (by, key): (Allowed, Option<Key>),
    (action, whose, id): (&'static str, Whose, i64),
    act: impl FnOnce(&mut Work<'_>, i64) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let run = move |work: &mut Work<'_>, actor: &str| {
        let buyer = reads::case_buyer(work.conn, whose, id)?;
        let buyer = buyer.ok_or_else(|| Refusal::not_found("售后单", "after-sale case"))?;
        let done = act(work, buyer)?;
        audit::record(work, actor, action, &format!("after_sale/{id}"), &json!({}))?;
        Ok(done)
    };
    app.command(by, key, run).await
}
