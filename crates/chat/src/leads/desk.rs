//! The routes of lead lists.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, ListRow};
use super::{Choice, LeadOrder, LeftOut, choose, make, unknown};
use crate::own::Own;
use crate::touches::views::{TouchPlanView, plan_views};
use crate::touches::{self, store::PlanRow};
use crate::words::TouchKind;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(count)).routes(routes!(list, make_one)).routes(routes!(look))
}

/// Which buyers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LeadsQuery {
    kind: TouchKind,
    /// The list takes people who bought within this many days.
    #[param(minimum = 1, maximum = 3_650)]
    bought_days: i64,
    /// Only goods of the category with this code count.
    #[param(max_length = 64)]
    category: Option<String>,
    /// Spent at least, refunds off, in minor units.
    #[param(minimum = 0)]
    least: Option<i64>,
    /// People who were reached within this many days, or have a touch planned within them, are left out.
    #[param(minimum = 0, maximum = 365)]
    rest_days: Option<i64>,
}

/// How many buyers a list would be of.
#[derive(Debug, Serialize, ToSchema)]
struct LeadsView {
    people: i64,
    left_out: LeftOut,
}

/// A list to make.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeadListBody {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// `friend_request` or `call`.
    kind: TouchKind,
    /// The accounts that share the people.
    #[schema(min_items = 1, max_items = 50)]
    accounts: Vec<Id>,
    /// The list takes people who bought within this many days.
    #[schema(minimum = 1, maximum = 3_650)]
    bought_days: i64,
    /// Only goods of the category with this code count.
    #[serde(default)]
    #[schema(max_length = 64)]
    category: Option<String>,
    /// Spent at least, refunds off, in minor units.
    #[serde(default)]
    #[schema(minimum = 0)]
    least: i64,
    /// People who were reached within this many days, or have a touch planned within them, are left out.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 365)]
    rest_days: i64,
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

/// A list that was made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct LeadListMade {
    id: Id,
    people: i64,
    left_out: LeftOut,
    first_at: Option<At>,
    last_at: Option<At>,
}

/// A lead list, and how its touches stand.
#[derive(Debug, Serialize, ToSchema)]
struct LeadListView {
    id: Id,
    name: String,
    kind: TouchKind,
    made_at: At,
    left_out: LeftOut,
    /// A plan for each account that got people.
    plans: Vec<TouchPlanView>,
}

fn views(conn: &mut Conn, rows: Vec<ListRow>) -> Result<Vec<LeadListView>, Refusal> {
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let plans: Vec<PlanRow> = touches::store::of_list(conn, row.id)?;
        views.push(LeadListView {
            id: Id(row.id),
            name: row.name,
            kind: row.kind,
            made_at: At(row.id),
            left_out: serde_json::from_str(&row.left_out)?,
            plans: plan_views(conn, plans)?,
        });
    }
    Ok(views)
}

/// Tells how many buyers a list would be of, and how many would be left out.
#[utoipa::path(get, path = "/staff/chat/leads", tag = "staff: contacts", params(LeadsQuery), responses((status = 200, body = LeadsView)))]
async fn count(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<LeadsQuery>,
) -> Result<axum::Json<LeadsView>, Refusal> {
    staff.may(Permission::ChatRead)?;
    staff.may(Permission::ChatAll)?;
    let LeadsQuery { kind, bought_days, category, least, rest_days } = query;
    let (least, rest_days) = (least.unwrap_or(0), rest_days.unwrap_or(0));
    let choice = Choice { kind, bought_days, category, least, rest_days };
    let (now, facts) = (app.clock.now().0, app.facts.clone());
    let read = move |conn: &mut Conn| {
        let (chosen, left_out) = choose(conn, &facts, &choice, now)?;
        Ok::<_, Refusal>(LeadsView { people: chosen.len() as i64, left_out })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Makes a lead list: buyers become contacts with their order as the basis, and are spread over accounts, days and wordings.
/// Either everybody gets a place, or nothing is done.
#[utoipa::path(post, path = "/staff/chat/lead-lists", tag = "staff: contacts", params(Once), request_body = LeadListBody,
    responses((status = 201, body = LeadListMade)))]
async fn make_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<LeadListBody>,
) -> Result<(StatusCode, axum::Json<LeadListMade>), Refusal> {
    staff.may(Permission::ChatWrite)?;
    let (by, own) = (staff.may(Permission::ChatAll)?, Own::of(&staff));
    let key = key.key("POST /staff/chat/lead-lists", &body)?;
    let run = app.command(by, key, move |work, actor| {
        let LeadListBody {
            name,
            kind,
            accounts,
            bought_days,
            category,
            least,
            rest_days,
            from,
            days,
            wordings,
        } = body;
        let mut accounts: Vec<i64> = accounts.into_iter().map(|Id(id)| id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let choice = Choice { kind, bought_days, category, least, rest_days };
        let from = from.map_or(0, |At(from)| from);
        let made = make(work, own, &LeadOrder { name, choice, accounts, from, days, wordings }, actor)?;
        Ok(LeadListMade {
            id: Id(made.id),
            people: made.plans.iter().map(|plan| plan.touches).sum(),
            left_out: made.left_out,
            first_at: made.plans.iter().map(|plan| plan.first_at).min().map(At),
            last_at: made.plans.iter().map(|plan| plan.last_at).max().map(At),
        })
    });
    Ok((StatusCode::CREATED, axum::Json(run.await?)))
}

/// Lists lead lists, the newest first.
#[utoipa::path(get, path = "/staff/chat/lead-lists", tag = "staff: contacts", params(PageQuery),
    responses((status = 200, body = Page<LeadListView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<LeadListView>>, Refusal> {
    staff.may(Permission::ChatRead)?;
    staff.may(Permission::ChatAll)?;
    let (before, limit) = page.read()?;
    let read = move |conn: &mut Conn| {
        let rows = store::lists(conn, before, limit + 1)?;
        Ok::<_, Refusal>(Page::of(views(conn, rows)?, limit, |view: &LeadListView| view.id.0))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows a lead list, with a plan for each account that got people.
#[utoipa::path(get, path = "/staff/chat/lead-lists/{id}", tag = "staff: contacts", params(("id" = Id, Path)),
    responses((status = 200, body = LeadListView)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<LeadListView>, Refusal> {
    staff.may(Permission::ChatRead)?;
    staff.may(Permission::ChatAll)?;
    let read = move |conn: &mut Conn| {
        let row = store::find(conn, id)?.ok_or_else(unknown)?;
        views(conn, vec![row])?.pop().ok_or_else(unknown)
    };
    app.reader.read(read).await.map(axum::Json)
}
