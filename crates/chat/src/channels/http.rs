//! What visitors of a channel ask for: whom they would meet, and how to add them.

use axum::extract::State;
use banyan_api::guard::attempts::rate_limit;
use banyan_api::http::{App, Json, Once, Path, Peer};
use banyan_base::refusal::Refusal;
use banyan_base::tokens::INVITATION_LENGTH;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rota::minute;
use super::{answer, meet, show, store, unknown, welcome};
use crate::words::Platform;

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(way)).routes(routes!(shown)).routes(routes!(meet_one))
}

/// Somebody of the shop whom visitors can meet.
#[derive(Debug, Serialize, ToSchema)]
struct WayHostView {
    /// As the shop calls them.
    name: String,
    platform: Platform,
    /// Whether it is their turn, so that an answer can be expected soon.
    is_on: bool,
}

/// A way to meet somebody of the shop.
#[derive(Debug, Serialize, ToSchema)]
struct WayView {
    /// Whom; nobody if this way is closed.
    host: Option<WayHostView>,
    /// What they say; empty if that is left to them.
    welcome: String,
}

/// The visitor who asks how to add the account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WayVisitorBody {
    /// A name of 16 to 64 letters and digits, drawn at random for this page alone.
    #[schema(min_length = 16, max_length = 64, pattern = "^[A-Za-z0-9]+$")]
    visitor: String,
}

/// Whether a visit was counted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct WayShownView {
    /// Not if the same visitor was counted before.
    counted: bool,
}

/// How to add somebody of the shop.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct WayMetView {
    name: String,
    platform: Platform,
    /// Their id at the platform; empty if there is only a link.
    handle: String,
    /// The link that adds them, and that their QR code holds; empty if there is only an id.
    address: String,
    /// What they say; empty if that is left to them.
    welcome: String,
}

/// A code as it was typed or scanned.
fn code(typed: &str) -> Result<String, Refusal> {
    let code = typed.to_ascii_uppercase();
    let is_code = code.len() == INVITATION_LENGTH && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code { Ok(code) } else { Err(unknown()) }
}

fn visitor(body: WayVisitorBody) -> Result<String, Refusal> {
    let name = body.visitor;
    if (16..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(name);
    }
    let (zh, en) = ("应为 16 到 64 个字母或数字", "expected 16 to 64 letters or digits");
    Err(Refusal::unacceptable("visitor_bad", zh, en).at("/visitor"))
}

/// Shows whom somebody meets who comes by a channel's link now.
#[utoipa::path(get, path = "/ways/{code}", tag = "sessions", params(("code" = String, Path)),
    responses((status = 200, body = WayView)))]
async fn way(
    State(app): State<App>,
    peer: Peer,
    Path(typed): Path<String>,
) -> Result<axum::Json<WayView>, Refusal> {
    rate_limit(&app, peer)?;
    let (code, now, shop) = (code(&typed)?, app.clock.now().0, app.clone());
    let read = move |conn: &mut Conn| {
        let channel = store::of_code(conn, &code)?.ok_or_else(unknown)?;
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let answer = answer(conn, &channel, (now, offset), true)?;
        let host = answer.map(|answer| WayHostView {
            is_on: answer.seat.is_some(),
            platform: answer.account.platform,
            name: answer.account.name,
        });
        let welcome = welcome(&channel.text.welcomes, minute(now, offset));
        Ok::<_, Refusal>(WayView { host, welcome })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Records that a visitor saw the page of a channel, each visitor once.
#[utoipa::path(post, path = "/ways/{code}/shown", tag = "sessions", params(("code" = String, Path), Once),
    request_body = WayVisitorBody, responses((status = 200, body = WayShownView)))]
async fn shown(
    State(app): State<App>,
    peer: Peer,
    Path(typed): Path<String>,
    key: Once,
    Json(body): Json<WayVisitorBody>,
) -> Result<axum::Json<WayShownView>, Refusal> {
    rate_limit(&app, peer)?;
    let code = code(&typed)?;
    let key = key.key("POST /ways/{code}/shown", &body)?;
    let visitor = visitor(body)?;
    // Strangers cannot meet under the same key: it belongs to the page.
    let key = key.map(|key| key.within(&format!("POST /ways/{code}/shown {visitor}")));
    let counted = app.once(0, key, move |work| show(work, &code, &visitor)).await?;
    Ok(axum::Json(WayShownView { counted }))
}

/// Tells a visitor how to add whoever answers on a channel now, and keeps them a place of that day. Whoever asks again is told
/// the same account.
#[utoipa::path(post, path = "/ways/{code}/meet", tag = "sessions", params(("code" = String, Path), Once),
    request_body = WayVisitorBody, responses((status = 200, body = WayMetView)))]
async fn meet_one(
    State(app): State<App>,
    peer: Peer,
    Path(typed): Path<String>,
    key: Once,
    Json(body): Json<WayVisitorBody>,
) -> Result<axum::Json<WayMetView>, Refusal> {
    rate_limit(&app, peer)?;
    let code = code(&typed)?;
    let key = key.key("POST /ways/{code}/meet", &body)?;
    let visitor = visitor(body)?;
    let key = key.map(|key| key.within(&format!("POST /ways/{code}/meet {visitor}")));
    let run = app.once(0, key, move |work| {
        let met = meet(work, &code, &visitor)?;
        let (account, welcome) = (met.account, met.welcome);
        let (name, platform) = (account.name, account.platform);
        Ok(WayMetView { name, platform, handle: account.handle, address: account.address, welcome })
    });
    run.await.map(axum::Json)
}
