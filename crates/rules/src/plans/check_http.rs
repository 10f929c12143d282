//! The routes of plans that nobody has published yet: ready ones, checking, mending.

use std::collections::BTreeSet;

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, Json, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_core::settings;
use banyan_law::finding::Finding;
use banyan_law::mend::mend;
use banyan_law::pack::Pack;
use banyan_law::shop::Shop;
use banyan_plan::parse::parse;
use banyan_plan::ready::READY;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::judge::{RuleView, judged, title};
use super::lost;
use super::text_of;
use super::views::{CheckedView, ReadyView};
use super::volumes::lacking;
use crate::law;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ready)).routes(routes!(check)).routes(routes!(mend_it))
}

/// The rule packs to ask, the shop's own if nothing is said, and what the shop tells them.
fn asked(
    conn: &mut Conn,
    packs: Option<Vec<String>>,
    now: i64,
) -> Result<(Vec<&'static Pack>, Shop), Refusal> {
    let settings = settings::read(conn)?;
    let told = law::shop(conn, &settings, now)?;
    Ok((law::packs(&packs.unwrap_or(settings.packs))?, told))
}

/// Lists the ready plans, each with what the shop's rule packs say of it.
#[utoipa::path(get, path = "/staff/plans/ready", tag = "staff: plans", responses((status = 200, body = Vec<ReadyView>)))]
async fn ready(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<ReadyView>>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let now = app.clock.now().0;
    let read = move |conn: &mut Conn| {
        let (packs, told) = asked(conn, None, now)?;
        let view = |plan: &banyan_plan::ready::Ready| {
            let found = judged(plan.source, &packs, &told);
            let named = |is: &dyn Fn(&&Finding) -> bool| {
                let rules = found.findings.iter().filter(is).map(|one| (one.pack, one.rule.id.as_str()));
                let rules: BTreeSet<_> = rules.collect();
                rules.into_iter().map(|(pack, rule)| RuleView::of(pack, rule)).collect()
            };
            let currency = found.report.plan.as_ref().map(|plan| plan.currency.to_string());
            ReadyView {
                id: plan.name,
                title: title(plan.source),
                currency: currency.unwrap_or_default(),
                source: plan.source,
                refused_by: named(&|one| one.refuses()),
                to_sign: named(&|one| one.needs_sign_off()),
                packs: found.packs.clone(),
            }
        };
        Ok::<_, Refusal>(READY.iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A plan file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanBody)]
struct SourceBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// The rule packs to ask; the shop's own if nothing is said.
    #[schema(max_items = 16)]
    packs: Option<Vec<String>>,
}

/// Checks a plan: what is wrong with it and where, its worst case, what the rule packs find, and what it says.
#[utoipa::path(post, path = "/staff/plans/check", tag = "staff: plans", request_body = SourceBody,
    responses((status = 200, body = CheckedView)))]
async fn check(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<SourceBody>,
) -> Result<axum::Json<CheckedView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (source, now, shop) = (text_of(body.source)?, app.clock.now().0, app.clone());
    let read = move |conn: &mut Conn| {
        let (packs, told) = asked(conn, body.packs, now)?;
        let found = judged(&source, &packs, &told);
        let in_force = shop.plan.get(conn)?;
        let lost = match &found.report.plan {
            Some(next) => lost::ranks(conn, in_force.plan(), next, now)?,
            None => Vec::new(),
        };
        let lacking = found.report.plan.as_ref().map(|plan| lacking(conn, plan)).transpose()?;
        Ok::<_, Refusal>(CheckedView::of(&found, &source, (lost, lacking.unwrap_or_default())))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A plan that was mended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanMended)]
struct MendedView {
    source: String,
    /// What was changed, a sentence each; nothing if nothing had to be.
    changes: Vec<Words>,
    /// Rules that refuse it still: nothing in the plan's text would clear them.
    left: Vec<RuleView>,
}

/// Makes the smallest change that leaves nothing in a plan that the rule packs refuse.
#[utoipa::path(post, path = "/staff/plans/mend", tag = "staff: plans", request_body = SourceBody,
    responses((status = 200, body = MendedView)))]
async fn mend_it(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<SourceBody>,
) -> Result<axum::Json<MendedView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (source, now) = (text_of(body.source)?, app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let (packs, told) = asked(conn, body.packs, now)?;
        let mended = mend(&source, &packs, &told);
        let mended = mended.ok_or_else(|| super::broken(&parse(&source).1, &source))?;
        let changes = mended.changes.iter().map(Words::from).collect();
        let pack_of =
            |rule: &str| packs.iter().find(|pack| pack.rule(rule).is_some()).map(|pack| pack.id.as_str());
        let left =
            mended.left.iter().map(|rule| RuleView::of(pack_of(rule).unwrap_or_default(), rule)).collect();
        Ok::<_, Refusal>(MendedView { source: mended.text, changes, left })
    };
    app.reader.read(read).await.map(axum::Json)
}
