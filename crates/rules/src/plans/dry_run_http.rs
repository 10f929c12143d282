//! The route of a dry run.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_core::engine::Baseline;
use banyan_people::members;
use banyan_plan::time::DAY;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::dry_run::{self, Compared, Outcome};
use super::program;
use super::text_of;

/// Days that a dry run goes back at most.
pub(super) const MOST_DAYS: i64 = 30;
/// Members named on each side.
const NAMED: usize = 100;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(dry))
}

/// What to replay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DryRunBody)]
struct DryRunBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// Days to go back; 30 unless another number is said.
    #[schema(minimum = 1, maximum = 30)]
    days: Option<i64>,
}

/// The last days under another plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanDryRun)]
struct DryRunView {
    since: At,
    until: At,
    /// Orders paid in that time, and what they came to.
    orders: u64,
    sales: i64,
    /// Rewards in money, net of refunds: as they were, and as they would have been.
    before: i64,
    after: i64,
    /// How many members would have got more, less, and as much.
    gain: usize,
    lose: usize,
    same: usize,
    /// Those who would have gained and lost most, at most a hundred of each; the largest gain first, the largest loss last.
    /// Only for who sees members and the ledger.
    members: Vec<DryRunMember>,
}

/// One member in a dry run.
#[derive(Debug, Serialize, ToSchema)]
struct DryRunMember {
    member: Id,
    nickname: String,
    before: i64,
    after: i64,
    change: i64,
    rank_before: Words,
    rank_after: Words,
}

/// Replays the last days under another plan: who would have gained, and who lost.
#[utoipa::path(post, path = "/staff/plans/dry-run", tag = "staff: plans", request_body = DryRunBody,
    responses((status = 200, body = DryRunView)))]
async fn dry(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<DryRunBody>,
) -> Result<axum::Json<DryRunView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let days = body.days.unwrap_or(MOST_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        let (zh, en) = ("应为 1 到 30 天", "expected 1 to 30 days");
        return Err(Refusal::unacceptable("dry_run_days", zh, en).at("/days"));
    }
    let program = program(&text_of(body.source)?)?;
    let (now, sees_incomes) = (app.clock.now().0, staff.sees_incomes());
    // What is due is done first: both plans are compared at the same moment.
    app.writer.beat().await?;
    let looker = app.clone();
    let read = move |conn: &mut Conn| {
        let (base, since) = (now - MOST_DAYS * DAY, now - days * DAY);
        let baseline: &Baseline = looker.part();
        let live = baseline.before(conn, base, since)?;
        let outcome = dry_run::dry_run(conn, live, &program, (since, now))?;
        shown(conn, outcome, (since, now), sees_incomes)
    };
    app.reader.read(read).await.map(axum::Json)
}

fn shown(
    conn: &mut Conn,
    outcome: Outcome,
    (since, until): (i64, i64),
    sees_incomes: bool,
) -> Result<DryRunView, Refusal> {
    let all = outcome.members;
    let sum = |of: fn(&Compared) -> i64| all.values().map(of).sum::<i64>();
    let (before, after) = (sum(|one| one.before), sum(|one| one.after));
    let count = |is: fn(&Compared) -> bool| all.values().filter(|one| is(one)).count();
    let (gain, lose) = (count(|one| one.after > one.before), count(|one| one.after < one.before));
    let same = all.len() - gain - lose;
    let mut moved: Vec<(i64, Compared)> =
        all.into_iter().filter(|(_, one)| sees_incomes && one.after != one.before).collect();
    moved.sort_by_key(|(member, one)| (one.before - one.after, *member));
    if moved.len() > 2 * NAMED {
        let (keep_gain, keep_loss) = (gain.min(NAMED), lose.min(NAMED));
        moved.drain(keep_gain..moved.len() - keep_loss);
    }
    let names = members::names(conn, moved.iter().map(|(member, _)| *member).collect())?;
    let name = |member: i64| names.iter().find(|(id, ..)| *id == member).map(|(_, name, _)| name.clone());
    let view = |(member, one): (i64, Compared)| DryRunMember {
        member: Id(member),
        nickname: name(member).unwrap_or_default(),
        before: one.before,
        after: one.after,
        change: one.after - one.before,
        rank_before: one.rank_before.into(),
        rank_after: one.rank_after.into(),
    };
    Ok(DryRunView {
        since: At(since),
        until: At(until),
        orders: outcome.orders,
        sales: outcome.sales,
        before,
        after,
        gain,
        lose,
        same,
        members: moved.into_iter().map(view).collect(),
    })
}
