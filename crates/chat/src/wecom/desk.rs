//! The routes of the connection to WeCom, for staff: setting it up, how it does, syncing.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Json, Once, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_store::{Conn, DbError, Row};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::client::{MINUTE_LIMIT, Wecom};
use super::connection::{self, Connection, Wanted};
use super::words::explain;
use super::{store, sync};

/// Gaps shown at most.
const GAPS: i64 = 100;

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look, connect)).routes(routes!(sync_now)).routes(routes!(replay_now))
}

/// The corp that the shop is connected to; its secrets are never shown.
#[derive(Debug, Serialize, ToSchema)]
struct WecomConnectionView {
    corp: String,
    /// Where its API is.
    api: String,
    is_on: bool,
}

/// How the newest sync stands.
#[derive(Debug, Serialize, ToSchema)]
struct WecomSyncView {
    began_at: At,
    /// Nothing while it is under way.
    ended_at: Option<At>,
    /// Members of staff whose customers it reads, and those that are left.
    staff: i64,
    staff_left: i64,
    /// Groups that it reads, and those that are left. There are more to come as long as lists are left.
    groups: i64,
    groups_left: i64,
    /// Lists of staff and of groups that are left.
    lists_left: i64,
}

/// Something that the newest sync could not see.
#[derive(Debug, Serialize, ToSchema)]
struct WecomGapView {
    /// What was asked: `staff`, `contacts` of somebody, `groups`, a `group`, a `customer`.
    kind: String,
    /// Whom or which, by the id at WeCom; empty for all.
    subject: String,
    code: i64,
    /// Why, and what to do.
    text: Words,
}

/// What was refused, by its code.
#[derive(Debug, Serialize, ToSchema)]
struct WecomErrorView {
    /// Of WeCom, or of a callback that the shop refused.
    code: String,
    times: i64,
    last_at: At,
    /// What it means, and what to do.
    text: Words,
}

/// The connection to WeCom, and how it does.
#[derive(Debug, Serialize, ToSchema)]
struct WecomView {
    /// Nothing if nobody has set one up.
    connection: Option<WecomConnectionView>,
    /// The address to write into WeCom's administration.
    callback: String,
    /// When the newest callback came.
    heard_at: Option<At>,
    /// Callbacks that wait to be applied, and when the oldest of them came.
    waiting: i64,
    waiting_since: Option<At>,
    /// Members of staff who serve customers.
    staff: i64,
    /// Customers, each once.
    customers: i64,
    groups: i64,
    /// Customers in groups, each once for each group.
    members: i64,
    sync: Option<WecomSyncView>,
    gaps: Vec<WecomGapView>,
    /// Those that came last first.
    errors: Vec<WecomErrorView>,
    /// Calls of this minute, at the address of the API that was called most.
    calls: u32,
    /// Calls a minute that WeCom lets a corp make at one address.
    calls_most: u32,
    /// Until when nothing is asked, because WeCom said so.
    waits_until: Option<At>,
}

/// What somebody sets up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WecomBody {
    #[schema(min_length = 1, max_length = 64)]
    corp: String,
    /// The secret of the app. One that is left out stays as it is; so do the others.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 128)]
    secret: Option<String>,
    /// The token of the callback address.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 32)]
    token: Option<String>,
    /// The `EncodingAESKey` of the callback address.
    #[serde(default)]
    #[schema(min_length = 43, max_length = 43)]
    aes_key: Option<String>,
    /// Where the API is; empty for WeCom's own.
    #[serde(default)]
    #[schema(max_length = 100)]
    api: String,
    /// Whether the two speak with each other.
    is_on: bool,
}

fn count(conn: &mut Conn, sql: &str) -> Result<i64, DbError> {
    conn.one(sql, &[])?.map_or(Ok(0), |row| row.int(0))
}

fn words(code: &str) -> Words {
    explain(code).into()
}

fn gap(row: &Row) -> Result<WecomGapView, DbError> {
    let code = row.int(2)?;
    let (kind, subject) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
    Ok(WecomGapView { kind, subject, code, text: words(&code.to_string()) })
}

fn error(row: &Row) -> Result<WecomErrorView, DbError> {
    let code = row.text(0)?.to_owned();
    Ok(WecomErrorView { times: row.int(1)?, last_at: At(row.int(2)?), text: words(&code), code })
}

fn sync_view(row: &store::SyncRow) -> Option<WecomSyncView> {
    let left = |kind: &str| row.left.get(kind).copied().unwrap_or(0);
    Some(WecomSyncView {
        began_at: At(row.began_at?),
        ended_at: row.ended_at.map(At),
        staff: row.staff,
        staff_left: left("contacts"),
        groups: row.groups,
        groups_left: left("group"),
        lists_left: left("staff") + left("groups"),
    })
}

fn view(app: &App, conn: &mut Conn) -> Result<WecomView, Refusal> {
    let connection = connection::find(conn, &app.facts.vault)?;
    let connection =
        connection.map(|Connection { corp, api, is_on, .. }| WecomConnectionView { corp, api, is_on });
    let (wecom, now) = (app.part::<Wecom>(), app.clock.now().0);
    let waiting = conn.one("SELECT COUNT(*), MIN(id) FROM wecom_inbox WHERE applied IS NULL", &[])?;
    let (waiting, since) =
        waiting.map_or(Ok((0, None)), |row| Ok::<_, DbError>((row.int(0)?, row.maybe_int(1)?)))?;
    let heard = conn.one("SELECT heard_at FROM wecom_connection WHERE id = 1", &[])?;
    let gaps = conn.query(
        &format!("SELECT kind, subject, code FROM wecom_gap ORDER BY kind, subject LIMIT {GAPS}"),
        &[],
    )?;
    let errors =
        conn.query("SELECT code, times, last_at FROM wecom_error ORDER BY last_at DESC, code LIMIT 50", &[])?;
    Ok(WecomView {
        connection,
        callback: format!("{}/api/v1/wecom/callback", app.address),
        heard_at: heard.map_or(Ok(None), |row| row.maybe_int(0))?.map(At),
        waiting,
        waiting_since: since.map(At),
        staff: count(conn, "SELECT COUNT(*) FROM wecom_staff")?,
        customers: count(conn, "SELECT COUNT(DISTINCT person) FROM wecom_follow")?,
        groups: count(conn, "SELECT COUNT(*) FROM wecom_group WHERE is_gone = 0")?,
        members: count(conn, "SELECT COUNT(*) FROM wecom_member WHERE is_staff = 0")?,
        sync: sync_view(&store::sync(conn)?),
        gaps: gaps.iter().map(gap).collect::<Result<_, _>>()?,
        errors: errors.iter().map(error).collect::<Result<_, _>>()?,
        calls: wecom.busiest(now).map_or(0, |(_, calls)| calls),
        calls_most: MINUTE_LIMIT,
        waits_until: Some(wecom.waits_until(now)).filter(|until| *until > 0).map(At),
    })
}

/// Shows the connection to WeCom: what is known, what waits, what was refused and what to do about it.
#[utoipa::path(get, path = "/staff/chat/wecom", tag = "staff: groups", responses((status = 200, body = WecomView)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<WecomView>, Refusal> {
    staff.may(Permission::ChatAll)?;
    let shop = app.clone();
    app.reader.read(move |conn| view(&shop, conn)).await.map(axum::Json)
}

/// Connects the shop to WeCom, or changes the connection; the first time, everything is read.
#[utoipa::path(put, path = "/staff/chat/wecom", tag = "staff: groups", params(Once), request_body = WecomBody,
    responses((status = 204)))]
async fn connect(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<WecomBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::SettingsWrite)?;
    let key = key.key("PUT /staff/chat/wecom", &body)?;
    let set = app.command(by, key, move |work, actor| {
        let WecomBody { corp, secret, token, aes_key, api, is_on } = body;
        connection::set(work, &Wanted { corp, api, secret, token, aes_key, is_on }, actor)?;
        if is_on && store::sync(work.conn)?.began_at.is_none() {
            sync::begin(work)?;
        }
        Ok(())
    });
    set.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads everything from WeCom again.
#[utoipa::path(post, path = "/staff/chat/wecom/sync", tag = "staff: groups", params(Once), responses((status = 204)))]
async fn sync_now(State(app): State<App>, staff: Staff, key: Once) -> Result<StatusCode, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key("POST /staff/chat/wecom/sync", &())?;
    let facts = app.facts.clone();
    let run = app.command(by, key, move |work, actor| {
        let is_on = connection::find(work.conn, &facts.vault)?.is_some_and(|found| found.is_on);
        if !is_on {
            let (zh, en) = ("还没有连接企业微信", "WeCom is not connected");
            return Err(Refusal::conflict("wecom_off", zh, en));
        }
        if !sync::begin(work)? {
            let (zh, en) = ("正在同步，请等它结束", "a sync is under way; please wait until it has ended");
            return Err(Refusal::conflict("wecom_syncing", zh, en));
        }
        audit::record(work, actor, "wecom.sync", "settings", &json!({}))
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes what the shop knows of WeCom anew from all that was received.
#[utoipa::path(post, path = "/staff/chat/wecom/replay", tag = "staff: groups", params(Once), responses((status = 204)))]
async fn replay_now(State(app): State<App>, staff: Staff, key: Once) -> Result<StatusCode, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key("POST /staff/chat/wecom/replay", &())?;
    let run = app.command(by, key, move |work, actor| {
        super::replay(work)?;
        audit::record(work, actor, "wecom.replay", "settings", &json!({}))
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}
