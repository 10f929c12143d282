//! The routes of payments, for staff.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_people::members;
use banyan_store::Conn;
use banyan_trade::orders::{self, DeskRefund, Paid, Receipt};
use banyan_trade::payments::{PaymentView, store};
use banyan_trade::whose::Whose;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::refunds;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_payments))
        .routes(routes!(confirm))
        .routes(routes!(list_refunds))
        .routes(routes!(refund_done))
        .routes(routes!(refund_again))
}

/// Money that has arrived.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmBody {
    /// The bank's number of the transfer.
    #[schema(min_length = 1, max_length = 64)]
    reference: String,
    /// What came, in minor units: it has to be what was due.
    amount: i64,
    /// When it came, as the bank says; now without. What came before its order was given up is in time.
    #[serde(default)]
    arrived_at: Option<At>,
    /// Confirm it although the bank's number has confirmed another payment: one transfer paid for several orders.
    #[serde(default)]
    despite_use: bool,
}

/// What the shop made of it.
#[derive(Debug, Serialize, ToSchema)]
struct ConfirmedView {
    order: Id,
    /// `paid`; `already` if it had been confirmed; `late` if the order had been given up, so that the money goes back.
    outcome: String,
}

/// Confirms that the money of an offline payment has arrived.
#[utoipa::path(post, path = "/staff/payments/{id}/confirm", tag = "staff: payments", params(("id" = Id, Path), Once),
    request_body = ConfirmBody, responses((status = 200, body = ConfirmedView)))]
async fn confirm(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ConfirmBody>,
) -> Result<axum::Json<ConfirmedView>, Refusal> {
    let by = staff.may(Permission::Payments)?;
    let key = key.key(&format!("confirm {id}"), &body)?;
    let reference = bank_number(&text::line(&body.reference, "/reference", 1, 64)?);
    let paid_at = body.arrived_at.map(|At(at)| at);
    let paid = Paid { payment: id, provider: "offline".to_owned(), reference, amount: body.amount, paid_at };
    let (despite_use, whose) = (body.despite_use, Whose::of(&staff));
    let run = move |work: &mut Work<'_>, actor: &str| {
        if !despite_use {
            check_unused(work, id, &paid.reference)?;
        }
        let booked = orders::pay(work, std::slice::from_ref(&paid))?.pop();
        let receipt: Receipt = booked.ok_or_else(|| Refusal::broken("a payment without an answer"))??;
        whose.check(work.conn, receipt.order)?;
        let told = json!({
            "reference": paid.reference,
            "amount": paid.amount,
            "outcome": receipt.outcome,
            "arrived_at": body.arrived_at,
            "despite_use": despite_use,
        });
        audit::record(work, actor, "payment.confirm", &format!("payment/{id}"), &told)?;
        Ok(receipt)
    };
    let receipt = app.command(by, key, run).await?;
    Ok(axum::Json(ConfirmedView { order: Id(receipt.order), outcome: receipt.outcome }))
}

/// Which attempts to pay are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PaymentsQuery {
    /// `offline`, `wechat`, …
    #[param(max_length = 40)]
    provider: Option<String>,
    /// `open`, `paid`, `closed`, `late`.
    state: Option<String>,
}

/// An attempt to pay, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DeskPayment {
    #[serde(flatten)]
    payment: PaymentView,
    /// When the buyer chose this way to pay.
    begun_at: At,
    buyer: Id,
    /// The buyer's nickname; empty if they have left.
    buyer_name: String,
}

/// Lists attempts to pay, the newest first.
#[utoipa::path(get, path = "/staff/payments", tag = "staff: payments", params(PaymentsQuery, PageQuery),
    responses((status = 200, body = Page<DeskPayment>)))]
async fn list_payments(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<PaymentsQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskPayment>>, Refusal> {
    staff.may(Permission::OrdersRead)?;
    let (before, limit) = page.read()?;
    let known = ["open", "paid", "closed", "late"];
    if query.state.as_deref().is_some_and(|state| !known.contains(&state)) {
        let (zh, en) = ("没有这种支付状态", "there is no such state: open, paid, closed or late");
        return Err(Refusal::unacceptable("state_unknown", zh, en).at("state"));
    }
    let provider = query.provider.map(|word| text::line(&word, "provider", 1, 40)).transpose()?;
    let whose = Whose::of(&staff);
    let read = move |conn: &mut Conn| {
        let wanted = (provider.as_deref(), query.state.as_deref(), whose);
        let rows = store::list(conn, wanted, before, limit + 1)?;
        let names = members::nicknames(conn, rows.iter().map(|row| row.buyer).collect())?;
        let view = |row: store::PaymentRow| DeskPayment {
            begun_at: At(row.id),
            buyer: Id(row.buyer),
            buyer_name: names.get(&row.buyer).cloned().unwrap_or_default(),
            payment: PaymentView::of(row),
        };
        let page = Page::of(rows, limit, |row| row.id);
        Ok::<_, Refusal>(page.map(view))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A bank's number in its one spelling, so that one that is typed in another way is known again: capital letters, none of
/// them full-width, without spaces.
fn bank_number(typed: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    let letters = typed.chars().filter(|letter| !letter.is_whitespace());
    letters.map(|letter| narrow(letter).to_ascii_uppercase()).collect()
}

/// A bank's number is of one transfer, and confirms one payment.
fn check_unused(work: &mut Work<'_>, payment: i64, reference: &str) -> Result<(), Refusal> {
    let Some(order) = store::confirmed_by(work.conn, payment, reference)? else { return Ok(()) };
    Err(Refusal::conflict(
        "reference_used",
        format!("这个银行流水号已用于确认订单 {order} 的付款；如果确是同一笔转账付了几张订单，请确认后再提交"),
        format!(
            "this bank number has confirmed the payment of order {order}; if one transfer did pay for several orders, confirm that and send it again"
        ),
    )
    .at("/reference"))
}

/// Which refunds are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RefundsQuery {
    /// `open`, `sent`, `done`, `failed`.
    state: Option<String>,
}

/// Lists refunds, the newest first.
#[utoipa::path(get, path = "/staff/refunds", tag = "staff: payments", params(RefundsQuery, PageQuery),
    responses((status = 200, body = Page<DeskRefund>)))]
async fn list_refunds(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<RefundsQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskRefund>>, Refusal> {
    staff.may(Permission::OrdersRead)?;
    let (before, limit) = page.read()?;
    let known = ["open", "sent", "done", "failed"];
    if query.state.as_deref().is_some_and(|state| !known.contains(&state)) {
        let (zh, en) = ("没有这种退款状态", "there is no such state: open, sent, done or failed");
        return Err(Refusal::unacceptable("state_unknown", zh, en).at("state"));
    }
    let whose = Whose::of(&staff);
    let read = move |conn: &mut Conn| {
        store::refunds_in(conn, (query.state.as_deref(), whose), before, limit + 1).map_err(Refusal::from)
    };
    let found = app.reader.read(read).await?.into_iter().map(DeskRefund::of).collect();
    Ok(axum::Json(Page::of(found, limit, |view: &DeskRefund| view.id())))
}

/// Money that was sent by hand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SentBody {
    /// The bank's number of the transfer.
    #[schema(min_length = 1, max_length = 64)]
    reference: String,
}

/// Notes that the money of a refund was sent by hand, because the payment was offline or the provider could not send it.
#[utoipa::path(post, path = "/staff/refunds/{id}/done", tag = "staff: payments", params(("id" = Id, Path), Once),
    request_body = SentBody, responses((status = 204)))]
async fn refund_done(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<SentBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::Payments)?;
    let key = key.key(&format!("refund done {id}"), &body)?;
    let reference = text::line(&body.reference, "/reference", 1, 64)?;
    let whose = Whose::of(&staff);
    let run = move |work: &mut Work<'_>, actor: &str| {
        let refund = refunds::sent_by_hand(work, id, &reference)?;
        whose.check(work.conn, refund.order)?;
        let told = json!({ "reference": reference, "amount": refund.amount });
        audit::record(work, actor, "refund.done", &format!("refund/{id}"), &told)
    };
    app.command(by, key, run).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tries a refund again that has failed.
#[utoipa::path(post, path = "/staff/refunds/{id}/retry", tag = "staff: payments", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn refund_again(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::Refunds)?;
    let key = key.key("refund retry", &id)?;
    let whose = Whose::of(&staff);
    let run = move |work: &mut Work<'_>, actor: &str| {
        let refund = refunds::start_over(work, id)?;
        whose.check(work.conn, refund.order)?;
        audit::record(work, actor, "refund.retry", &format!("refund/{id}"), &json!({}))
    };
    app.command(by, key, run).await?;
    Ok(StatusCode::NO_CONTENT)
}
