//! The routes of channels for staff. What visitors ask for: `http.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, MadeView, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rota::{Shift, Turn};
use super::store;
use super::views::{ChannelDetail, ChannelView, detail, views};
use super::{ChannelText, Welcome, add, change, seen, set_state, unknown};
use crate::own::Own;
use crate::words::{ChannelState, Source};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add_one))
        .routes(routes!(look, change_one))
        .routes(routes!(state_one))
        .merge(super::http::routes())
}

/// An account that answers on a channel.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChannelAccountBody {
    account: Id,
    /// People a day, at most.
    #[schema(minimum = 1, maximum = 10_000)]
    most: i64,
    /// When it answers; at any time, if there are none.
    #[serde(default)]
    #[schema(max_items = 14)]
    shifts: Vec<Shift>,
}

/// What is said of a channel.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChannelBody {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    kind: Source,
    /// The staff account that runs it, usually the one that sends the request.
    #[serde(default)]
    operator: Option<Id>,
    /// The accounts that answer in turns.
    #[schema(max_items = 20)]
    accounts: Vec<ChannelAccountBody>,
    /// The account that answers when no other is on duty or has room.
    fallback: Id,
    /// What is said from which hour on.
    #[serde(default)]
    #[schema(max_items = 6)]
    welcomes: Vec<Welcome>,
    /// What it has cost so far, in minor units.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    cost: i64,
}

/// What is said of a channel from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChannelChange {
    channel: ChannelBody,
    /// Why: kept with what changed.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// Whether a channel is open from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChannelStateBody {
    state: ChannelState,
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

impl ChannelBody {
    /// What it says, with who of staff runs the channel: whoever is named, or else the one who asks.
    fn read(self, work: &mut Work<'_>, own: Own, asks: i64) -> Result<ChannelText, Refusal> {
        let operator = own.operator(work, self.operator.map(|Id(id)| id), asks)?;
        let turn =
            |one: ChannelAccountBody| Turn { account: one.account.0, most: one.most, shifts: one.shifts };
        Ok(ChannelText {
            name: self.name,
            kind: self.kind,
            operator,
            fallback: self.fallback.0,
            turns: self.accounts.into_iter().map(turn).collect(),
            welcomes: self.welcomes,
            cost: self.cost,
        })
    }
}

/// Lists channels with what came of each, the newest first: those that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/channels", tag = "staff: contacts", params(PageQuery),
    responses((status = 200, body = Page<ChannelView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<ChannelView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, (before, limit)) = (Own::of(&staff), page.read()?);
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let rows = store::list(conn, own, before, limit + 1)?;
        Ok::<_, Refusal>(Page::of(views(conn, &shop.address, &rows)?, limit, |view| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows a channel: what came of it, who answers and when nobody does, what happened to it.
#[utoipa::path(get, path = "/staff/chat/channels/{id}", tag = "staff: contacts", params(("id" = Id, Path)),
    responses((status = 200, body = ChannelDetail)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<ChannelDetail>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now, shop) = (Own::of(&staff), app.clock.now().0, app.clone());
    let read = move |conn: &mut Conn| {
        let row = store::find(conn, own, id)?.ok_or_else(unknown)?;
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        detail(conn, &shop.address, &row, (now, offset))?.ok_or_else(unknown)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Makes a channel: a link with a QR code, and the accounts that answer whoever comes by it.
#[utoipa::path(post, path = "/staff/chat/channels", tag = "staff: contacts", params(Once), request_body = ChannelBody,
    responses((status = 201, body = MadeView)))]
async fn add_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ChannelBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/channels", &body)?;
    let asks = by.id();
    let add_it = app.command(by, key, move |work, actor| {
        let text = body.read(work, own, asks)?;
        add(work, own, &text, actor)
    });
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(add_it.await?))))
}

/// Changes what is said of a channel. Its link stays; what it was before is kept.
#[utoipa::path(put, path = "/staff/chat/channels/{id}", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = ChannelChange, responses((status = 204)))]
async fn change_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChannelChange>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("PUT /staff/chat/channels/{id}"), &body)?;
    let set = app.command(by, key, move |work, actor| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        let runs = seen(work, own, id)?.text.operator;
        let text = body.channel.read(work, own, runs)?;
        change(work, own, id, &text, (&reason, actor))
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a channel or closes it, with the reason.
#[utoipa::path(post, path = "/staff/chat/channels/{id}/state", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = ChannelStateBody, responses((status = 204)))]
async fn state_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ChannelStateBody>,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/channels/{id}/state"), &body)?;
    let set = app.command(by, key, move |work, actor| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        set_state(work, own, id, body.state, (&reason, actor))
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}
