//! The routes of the desk where vouchers are redeemed, and of the shop's list of them.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::guard::attempts::{self, Attempt};
use banyan_api::http::{App, Id, Json, Once, Page, PageQuery, Path, Peer, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_plan::time::DAY;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::http::known_state;
use super::views::{self, DeskVoucher, FoundVoucher, RedeemedVoucher};
use crate::vouchers::{self, Filter};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(look))
        .routes(routes!(redeem))
        .routes(routes!(undo))
        .routes(routes!(redeemed))
        .routes(routes!(list))
}

/// Vouchers of a day that the desk is shown.
const MOST_SHOWN: i64 = 200;

/// A code as it was typed or scanned.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VoucherCodeBody {
    /// Small letters, full-width letters, spaces and hyphens do no harm.
    #[schema(min_length = 1, max_length = 256)]
    code: String,
}

/// A guess at a code counts against whoever makes it until it turns out to be right. What cannot be a code is none.
async fn begin(app: &App, staff: i64, peer: Peer) -> Result<Attempt, Refusal> {
    let attempt = Attempt::at(&app.facts, &format!("vouchers:{staff}"), peer);
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    Ok(attempt)
}

/// Shows the voucher of a code before it is redeemed, and why it cannot be if it cannot. Unknown codes are slowed down.
#[utoipa::path(post, path = "/staff/vouchers/look", tag = "staff: orders", request_body = VoucherCodeBody,
    responses((status = 200, body = FoundVoucher)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    peer: Peer,
    Json(body): Json<VoucherCodeBody>,
) -> Result<axum::Json<FoundVoucher>, Refusal> {
    let by = staff.may(Permission::VouchersRedeem)?;
    let code = super::read(&body.code)?;
    let attempt = begin(&app, by.id(), peer).await?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| -> Result<FoundVoucher, Refusal> {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let found = super::find(conn, &shop.facts.vault, &code)?;
        views::found(conn, &found, shop.clock.now().0, offset)
    };
    let found = app.reader.read(read).await?;
    app.writer.run(move |work| attempts::forgive(work, &attempt)).await?;
    Ok(axum::Json(found))
}

/// Redeems a voucher, once. Of two who do so at once, one is told that the other was first.
#[utoipa::path(post, path = "/staff/vouchers/redeem", tag = "staff: orders", params(Once), request_body = VoucherCodeBody,
    responses((status = 200, body = RedeemedVoucher)))]
async fn redeem(
    State(app): State<App>,
    staff: Staff,
    peer: Peer,
    key: Once,
    Json(body): Json<VoucherCodeBody>,
) -> Result<axum::Json<RedeemedVoucher>, Refusal> {
    let by = staff.may(Permission::VouchersRedeem)?;
    let (key, code) = (key.key("POST /staff/vouchers/redeem", &body)?, super::read(&body.code)?);
    let id = by.id();
    let attempt = begin(&app, id, peer).await?;
    let act = move |work: &mut Work<'_>, actor: &str| {
        let voucher = super::redeem(work, &code, id)?;
        audit::record(work, actor, "voucher.redeem", &format!("voucher/{voucher}"), &json!({}))?;
        Ok(voucher)
    };
    let done = app.command(by, key, act).await;
    // Whoever is told that it was redeemed has not guessed.
    if done.as_ref().err().is_none_or(|refusal| refusal.code != "voucher_unknown") {
        app.writer.run(move |work| attempts::forgive(work, &attempt)).await?;
    }
    let (voucher, now) = (done?, app.clock.now().0);
    let read = move |conn: &mut Conn| -> Result<Option<RedeemedVoucher>, Refusal> {
        let piece = vouchers::find(conn, voucher)?;
        Ok(views::redeemed(conn, piece.as_slice(), now)?.pop())
    };
    let view = app.reader.read(read).await?;
    view.map(axum::Json).ok_or_else(super::unknown)
}

/// Takes back a redemption that the same person has made within the last ten minutes.
#[utoipa::path(post, path = "/staff/vouchers/{id}/undo", tag = "staff: orders", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn undo(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::VouchersRedeem)?;
    let key = key.key("POST /staff/vouchers/undo", &id)?;
    let staff = by.id();
    app.command(by, key, move |work, actor| {
        super::undo(work, id, staff)?;
        audit::record(work, actor, "voucher.undo", &format!("voucher/{id}"), &json!({}))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Vouchers that whoever asks has redeemed today, the newest first; at most 200.
#[utoipa::path(get, path = "/staff/vouchers/redeemed", tag = "staff: orders",
    responses((status = 200, body = Vec<RedeemedVoucher>)))]
async fn redeemed(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<RedeemedVoucher>>, Refusal> {
    let id = staff.may(Permission::VouchersRedeem)?.id();
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| -> Result<Vec<RedeemedVoucher>, Refusal> {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let midnight = (now + offset).div_euclid(DAY) * DAY - offset;
        let pieces = vouchers::redeemed_by(conn, id, midnight, MOST_SHOWN)?;
        views::redeemed(conn, &pieces, now)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Which vouchers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `unused`, `redeemed`, `refunded`, `expired`.
    state: Option<String>,
    /// The product's name in plans.
    #[param(max_length = 64)]
    product: Option<String>,
}

/// Lists the shop's vouchers without their codes, the newest first.
#[utoipa::path(get, path = "/staff/vouchers", tag = "staff: orders", params(ListQuery, PageQuery),
    responses((status = 200, body = Page<DeskVoucher>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskVoucher>>, Refusal> {
    staff.may(Permission::OrdersRead)?;
    let (before, limit) = page.read()?;
    let product = query.product.map(|code| text::line(&code, "product", 1, 64)).transpose()?;
    let filter = Filter { state: known_state(query.state.as_deref())?, product, ..Filter::default() };
    let read = move |conn: &mut Conn| -> Result<Vec<DeskVoucher>, Refusal> {
        let pieces = vouchers::list(conn, filter, before, limit + 1)?;
        views::list(conn, pieces)
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view| view.id.0)))
}
