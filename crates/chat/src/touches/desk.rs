//! The routes of touches.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_plan::time::{DAY, Time};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::norms::{TouchNorms, UNLIMITED};
use super::store;
use super::views::{TouchPlanView, TouchView, plan_views};
use super::{Reserved, Step, TouchOrder, reserve, step, taken, unknown};
use crate::accounts;
use crate::own::Own;
use crate::words::TouchKind;

/// Touches that are due, shown at most.
const MOST_DUE: i64 = 500;
/// Days of which is said what is free.
const TOLD_DAYS: i64 = 14;
/// Touches that are closed at once, when they are named.
const MOST_NAMED: usize = 1_000;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, reserve_one))
        .routes(routes!(look))
        .routes(routes!(touches))
        .routes(routes!(spend_some))
        .routes(routes!(give_back_some))
        .routes(routes!(due))
        .routes(routes!(room))
        .merge(super::norms::routes())
}

/// Touches that are due.
#[derive(Debug, Serialize, ToSchema)]
struct DueTouchesView {
    /// The soonest first, at most 500.
    touches: Vec<TouchView>,
    /// Whether there are more than are shown.
    is_cut: bool,
}

/// Touches to plan.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TouchPlanBody {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The account that makes them.
    account: Id,
    kind: TouchKind,
    /// The contacts to reach; nothing for everybody whom the account can reach so.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 10_000)]
    persons: Option<Vec<Id>>,
    /// Only contacts with this tag.
    #[serde(default)]
    tag: Option<Id>,
    /// From when on; at once, if nothing is said.
    #[serde(default)]
    from: Option<At>,
    /// Within how many days, the first among them.
    #[schema(minimum = 1, maximum = 60)]
    days: i64,
    /// What may be said, in turn: up to ten texts of 500 characters.
    #[serde(default)]
    #[schema(max_items = 10)]
    wordings: Vec<String>,
}

/// The outcome of reserving a plan's touches.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct TouchesReservedView {
    /// The plan's.
    id: Id,
    touches: i64,
    /// People who were left out because they want no contact.
    said_no: i64,
    first_at: At,
    last_at: At,
}

/// Which touches of a plan.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TouchesBody {
    /// Their ids; nothing for all for which it is time.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 1_000)]
    touches: Option<Vec<Id>>,
}

/// How many touches were closed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct TouchesClosedView {
    touches: i64,
}

/// Whose room is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RoomQuery {
    /// The account.
    #[param(value_type = String, pattern = "^[0-9]{1,19}$")]
    account: Id,
    kind: TouchKind,
}

/// What an account can still do on a day.
#[derive(Debug, Serialize, ToSchema)]
struct TouchDayView {
    /// As the shop counts its days: `2026-11-29`.
    day: String,
    /// Whether people may be reached on it at all.
    is_open: bool,
    /// Touches that are planned or were made.
    taken: i64,
    /// Touches that are left; nothing if there is no limit.
    free: Option<i64>,
}

/// A plan that holds some of an account's touches.
#[derive(Debug, Serialize, ToSchema)]
struct TouchHolderView {
    /// The plan's name.
    name: String,
    touches: i64,
}

/// What an account can still do, and who holds the rest.
#[derive(Debug, Serialize, ToSchema)]
struct TouchRoomView {
    /// Touches in a day at most; nothing if there is no limit.
    most: Option<i64>,
    /// Today and the thirteen days after it.
    days: Vec<TouchDayView>,
    /// The plans that hold most of these days, three at most.
    holders: Vec<TouchHolderView>,
}

/// Lists plans of touches, the newest first: those of the accounts that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/touch-plans", tag = "staff: contacts", params(PageQuery),
    responses((status = 200, body = Page<TouchPlanView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<TouchPlanView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, (before, limit)) = (Own::of(&staff), page.read()?);
    let read = move |conn: &mut Conn| {
        let plans = store::plans(conn, own, before, limit + 1)?;
        let views = plan_views(conn, plans)?;
        Ok::<_, Refusal>(Page::of(views, limit, |view: &TouchPlanView| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Plans touches: all of them get their places, or none does. A refusal says what is free when, and who holds the rest.
#[utoipa::path(post, path = "/staff/chat/touch-plans", tag = "staff: contacts", params(Once), request_body = TouchPlanBody,
    responses((status = 201, body = TouchesReservedView)))]
async fn reserve_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<TouchPlanBody>,
) -> Result<(StatusCode, axum::Json<TouchesReservedView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/touch-plans", &body)?;
    let run = app.command(by, key, move |work, actor| {
        let TouchPlanBody { name, account, kind, persons, tag, from, days, wordings } = body;
        let persons = persons.map(|ids| named(ids, super::MOST, "/persons")).transpose()?;
        let from = from.map_or(0, |At(from)| from);
        let (account, tag) = (account.0, tag.map(|Id(tag)| tag));
        let order = TouchOrder { name, account, kind, persons, tag, from, days, wordings };
        let Reserved { plan, touches, said_no, first_at, last_at } = reserve(work, own, &order, actor)?;
        let (first_at, last_at) = (At(first_at), At(last_at));
        Ok(TouchesReservedView { id: Id(plan), touches, said_no, first_at, last_at })
    });
    Ok((StatusCode::CREATED, axum::Json(run.await?)))
}

/// The ids of a list, each once.
fn named(ids: Vec<Id>, most: usize, field: &str) -> Result<Vec<i64>, Refusal> {
    if ids.is_empty() || ids.len() > most {
        let (zh, en) = (format!("应有 1 到 {most} 项"), format!("expected 1 to {most} of them"));
        return Err(Refusal::unacceptable("touch_list", zh, en).at(field));
    }
    let mut ids: Vec<i64> = ids.into_iter().map(|Id(id)| id).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// A plan of touches, and how they stand.
#[utoipa::path(get, path = "/staff/chat/touch-plans/{id}", tag = "staff: contacts", params(("id" = Id, Path)),
    responses((status = 200, body = TouchPlanView)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<TouchPlanView>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let plan = store::find(conn, own, id)?.ok_or_else(unknown)?;
        plan_views(conn, vec![plan])?.pop().ok_or_else(unknown)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// The touches of a plan, the last one first.
#[utoipa::path(get, path = "/staff/chat/touch-plans/{id}/touches", tag = "staff: contacts",
    params(("id" = Id, Path), PageQuery), responses((status = 200, body = Page<TouchView>)))]
async fn touches(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<TouchView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, (before, limit)) = (Own::of(&staff), page.read()?);
    let read = move |conn: &mut Conn| {
        let plan = store::find(conn, own, id)?.ok_or_else(unknown)?;
        let rows = store::of_plan(conn, &plan, before, limit + 1)?;
        let views = rows.into_iter().map(Into::into).collect();
        Ok::<_, Refusal>(Page::of(views, limit, |view: &TouchView| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// One step of touches of a plan.
async fn close(
    app: &App,
    staff: &Staff,
    key: Once,
    (id, what, done): (i64, &str, Step),
    body: TouchesBody,
) -> Result<axum::Json<TouchesClosedView>, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(staff));
    let key = key.key(&format!("POST /staff/chat/touch-plans/{id}/{what}"), &body)?;
    let run = app.command(by, key, move |work, actor| {
        let ids = body.touches.map(|ids| named(ids, MOST_NAMED, "/touches")).transpose()?;
        Ok(TouchesClosedView { touches: step(work, own, (id, done), ids, actor)? })
    });
    run.await.map(axum::Json)
}

/// Confirms touches of a plan that are due: they were made. Those of people who said no meanwhile are left out.
#[utoipa::path(post, path = "/staff/chat/touch-plans/{id}/spend", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = TouchesBody, responses((status = 200, body = TouchesClosedView)))]
async fn spend_some(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<TouchesBody>,
) -> Result<axum::Json<TouchesClosedView>, Refusal> {
    close(&app, &staff, key, (id, "spend", Step::Spend), body).await
}

/// Calls touches of a plan off that were not made. Their places are free again at once.
#[utoipa::path(post, path = "/staff/chat/touch-plans/{id}/give-back", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = TouchesBody, responses((status = 200, body = TouchesClosedView)))]
async fn give_back_some(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<TouchesBody>,
) -> Result<axum::Json<TouchesClosedView>, Refusal> {
    close(&app, &staff, key, (id, "give-back", Step::GiveBack), body).await
}

/// Lists touches that are due by now, the soonest first: those of the accounts that the caller runs, or everybody's for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/touches/due", tag = "staff: contacts", responses((status = 200, body = DueTouchesView)))]
async fn due(State(app): State<App>, staff: Staff) -> Result<axum::Json<DueTouchesView>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now) = (Own::of(&staff), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let mut rows = store::due(conn, own, now, MOST_DUE + 1)?;
        let is_cut = rows.len() as i64 > MOST_DUE;
        rows.truncate(MOST_DUE as usize);
        Ok::<_, Refusal>(DueTouchesView { touches: rows.into_iter().map(Into::into).collect(), is_cut })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// What an account can still do in the next two weeks, and who holds the rest.
#[utoipa::path(get, path = "/staff/chat/touch-room", tag = "staff: contacts", params(RoomQuery),
    responses((status = 200, body = TouchRoomView)))]
async fn room(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<RoomQuery>,
) -> Result<axum::Json<TouchRoomView>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let (own, now, shop) = (Own::of(&staff), app.clock.now().0, app.clone());
    let read = move |conn: &mut Conn| {
        let account = accounts::store::find(conn, own, query.account.0)?.ok_or_else(accounts::unknown)?;
        let norms = TouchNorms::read(conn)?;
        let hours = norms.hours(shop.plan.get(conn)?.plan().utc_offset);
        let most = norms.most(account.platform, query.kind);
        let is_limited = most < UNLIMITED;
        let first = hours.day(now);
        let span = (first, first + TOLD_DAYS - 1);
        let seats = taken(conn, (vec![account.id], query.kind), span)?;
        let day = |day: i64| {
            let free = seats.free(&(account.id, day), most);
            TouchDayView {
                day: Time(day * DAY).to_string().chars().take(10).collect(),
                is_open: hours.window(day, now).is_some(),
                taken: seats.count(&(account.id, day)),
                free: is_limited.then_some(free),
            }
        };
        let days = (span.0..=span.1).map(day).collect();
        let holders = store::account_holders(conn, (vec![account.id], query.kind), span)?;
        let holders = holders.into_iter().map(|(name, touches)| TouchHolderView { name, touches }).collect();
        Ok::<_, Refusal>(TouchRoomView { most: is_limited.then_some(most), days, holders })
    };
    app.reader.read(read).await.map(axum::Json)
}
