//! The routes of simulations.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::settings;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::views::{ChoicesView, FullView, RowView};
use super::{MOST_BYTES, Order, SEEDS, VARIANT_SEEDS, broken, store};
use crate::plans::text_of;
use crate::simulations::Simulator;

/// The report is a page of its own, which reaches nothing of ours: its one script switches the language.
const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(choices))
        .routes(routes!(list, ask))
        .routes(routes!(look))
        .routes(routes!(report))
        .routes(routes!(cancel))
}

/// Lists what a simulation can be asked for.
#[utoipa::path(get, path = "/staff/simulations/choices", tag = "staff: simulations",
    responses((status = 200, body = ChoicesView)))]
async fn choices(staff: Staff) -> Result<axum::Json<ChoicesView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    Ok(axum::Json(ChoicesView::all()))
}

/// What to simulate.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SimulationBody)]
struct AskBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// A second plan for the same world.
    #[schema(max_length = 65536)]
    against: Option<String>,
    /// The world as TOML; empty for the defaults.
    #[serde(default)]
    #[schema(max_length = 65536)]
    scenario: String,
    /// Days; the scenario's own unless another number is said.
    #[schema(minimum = 1, maximum = 730)]
    days: Option<u32>,
    /// Runs with different chance; 20 unless another number is said.
    #[schema(minimum = 1, maximum = 100)]
    seeds: Option<u32>,
    /// Whether to tell what happens when invitations stop, and which inputs matter: ten times as many runs. Yes unless said
    /// otherwise.
    variants: Option<bool>,
}

/// What was asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimulationAsked)]
struct AskedView {
    id: Id,
}

impl AskBody {
    fn order(self, packs: Vec<String>, staff: i64) -> Result<Order, Refusal> {
        if self.scenario.len() > MOST_BYTES {
            let (zh, en) = ("情景文件不超过 64 KB", "a scenario has at most 64 KB");
            return Err(Refusal::unacceptable("scenario_long", zh, en).at("/scenario"));
        }
        let world = banyan_sim::scenario::Scenario::parse(&self.scenario).map_err(|error| broken(&error))?;
        let against = self.against.map(text_of).transpose().map_err(|refusal| refusal.at("/against"))?;
        let order = Order {
            source: text_of(self.source)?,
            against,
            scenario: self.scenario,
            packs,
            days: self.days.unwrap_or(world.run.days),
            seeds: self.seeds.unwrap_or(SEEDS),
            variant_seeds: if self.variants.unwrap_or(true) { VARIANT_SEEDS } else { 0 },
            staff,
        };
        order.check()?;
        Ok(order)
    }
}

/// Starts a simulation: it runs beside the shop's work as soon as those before it are done, and is kept.
#[utoipa::path(post, path = "/staff/simulations", tag = "staff: simulations", params(Once), request_body = AskBody,
    responses((status = 201, body = AskedView)))]
async fn ask(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<AskBody>,
) -> Result<(StatusCode, axum::Json<AskedView>), Refusal> {
    let by = staff.may(Permission::PlansWrite)?;
    let key = key.key("POST /staff/simulations", &body)?;
    let id = staff.id;
    let read = move |conn: &mut Conn| body.order(settings::read(conn)?.packs, id);
    let order = app.reader.read(read).await?;
    let id = app.command(by, key, move |work, actor| super::ask(work, &order, actor)).await?;
    Ok((StatusCode::CREATED, axum::Json(AskedView { id: Id(id) })))
}

/// Lists simulations, the newest first.
#[utoipa::path(get, path = "/staff/simulations", tag = "staff: simulations", params(PageQuery),
    responses((status = 200, body = Page<RowView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<RowView>>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (before, limit) = page.read()?;
    let rows = app.reader.read(move |conn| store::list(conn, before, limit + 1)).await?;
    let running = app.part::<Simulator>().running();
    let page = Page::of(rows, limit, |kept| kept.id);
    Ok(axum::Json(page.map(|kept| RowView::of(&kept, running))))
}

/// Shows one simulation, with what came of it.
#[utoipa::path(get, path = "/staff/simulations/{id}", tag = "staff: simulations", params(("id" = Id, Path)),
    responses((status = 200, body = FullView)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<FullView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let kept = app.reader.read(move |conn| store::find(conn, id)).await?;
    let kept = kept.ok_or_else(|| Refusal::not_found("模拟", "simulation"))?;
    Ok(axum::Json(FullView::of(kept, app.part::<Simulator>().running())))
}

/// Returns the whole report of a simulation that is done: one page in both languages, which asks the network for nothing.
#[utoipa::path(get, path = "/staff/simulations/{id}/report", tag = "staff: simulations", params(("id" = Id, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
async fn report(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<impl IntoResponse, Refusal> {
    staff.may(Permission::PlansRead)?;
    let report = app.reader.read(move |conn| Ok::<_, Refusal>(store::report(conn, id)?)).await?;
    let report = report.ok_or_else(|| Refusal::not_found("模拟报告", "report of a simulation"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, report))
}

/// Cancels a simulation that waits or runs.
#[utoipa::path(post, path = "/staff/simulations/{id}/cancel", tag = "staff: simulations", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn cancel(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::PlansWrite)?;
    let key = key.key(&format!("POST /staff/simulations {id}/cancel"), &())?;
    app.command(by, key, move |work, actor| super::cancel(work, id, actor)).await?;
    app.part::<Simulator>().stop(id);
    Ok(StatusCode::NO_CONTENT)
}
