//! The routes of monitors.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_people::members;
use banyan_people::members::desk::ReasonBody;
use banyan_plan::words::Text;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, AlarmRow};
use super::watch::Reading;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(acknowledge))
}

/// What is watched.
#[derive(Debug, Serialize, ToSchema)]
struct MonitorsView {
    /// When facts were read last; nothing before the first day is over.
    checked_at: Option<At>,
    /// The figures of that day.
    readings: Vec<ReadingView>,
    /// Alarms, the newest first; open ones have no `closed_at`.
    #[serde(flatten)]
    page: Page<AlarmView>,
}

/// One figure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MonitorReading)]
struct ReadingView {
    /// `chain_depth`, `retail_share`, `payout_ratio`, `earning_nothing`, `inventory_loading`, `refunds`, `self_purchases`,
    /// `ring`, `rank_bought`, `entry_bought`, `plan_refused`.
    kind: String,
    title: Words,
    /// `levels`, `millionths` or `members`.
    unit: &'static str,
    /// Of the last 30 days; nothing where there was nothing to measure.
    value: Option<i64>,
    /// What it must not pass; for `retail_share`, what it must stay above.
    limit: i64,
    is_alarm: bool,
}

/// An alarm.
#[derive(Debug, Serialize, ToSchema)]
struct AlarmView {
    id: Id,
    /// As of a reading, or `plan_held`: a plan version was due and did not take over.
    kind: String,
    title: Words,
    text: Words,
    since: At,
    closed_at: Option<At>,
    acknowledged_at: Option<At>,
    /// Who looked: `staff:ID`.
    acknowledged_by: Option<String>,
    /// What the member of staff who looked said.
    reason: String,
    /// Members concerned, the worst first; a chain from its root. Only for who sees members and the ledger.
    evidence: Vec<EvidenceView>,
}

/// A member concerned.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AlarmEvidence)]
struct EvidenceView {
    member: Id,
    nickname: String,
    /// A sum in minor units; for `chain_depth` a level.
    figure: i64,
}

fn title(kind: &str) -> Words {
    let (zh, en) = match kind {
        "chain_depth" => ("关系链深度", "Depth of chains"),
        "retail_share" => ("卖给非推广者的占比", "Sold to non-promoters"),
        "payout_ratio" => ("奖励占比", "Rewards as a share of sales"),
        "earning_nothing" => ("没有收入的推广者", "Promoters who earn nothing"),
        "inventory_loading" => ("囤货", "Stockpiling"),
        "refunds" => ("退款占比", "Refunds as a share of sales"),
        "self_purchases" => ("自买自卖", "Self-purchases counted as sales"),
        "ring" => ("互相购买的账号", "Accounts buying from each other"),
        "rank_bought" => ("人工授予的等级与购买", "Ranks granted after a purchase"),
        "entry_bought" => ("先买后加入的新推广者", "New promoters who bought first"),
        "plan_refused" => ("现行方案与规则包", "Current plan and rule packs"),
        _ => ("方案到期未生效", "A plan that was due and is held back"),
    };
    Text::new(zh, en).into()
}

fn unit(kind: &str) -> &'static str {
    match kind {
        "chain_depth" => "levels",
        "inventory_loading" | "self_purchases" | "ring" | "plan_refused" => "members",
        _ => "millionths",
    }
}

fn reading(reading: Reading) -> ReadingView {
    ReadingView {
        title: title(&reading.kind),
        unit: unit(&reading.kind),
        value: reading.value,
        limit: reading.limit,
        is_alarm: reading.alarm.is_some(),
        kind: reading.kind,
    }
}

fn alarm(row: AlarmRow, names: &[(i64, String, Option<i64>)]) -> AlarmView {
    let name = |member: i64| names.iter().find(|(id, ..)| *id == member).map(|(_, name, _)| name.clone());
    let evidence = |(member, figure): (i64, i64)| EvidenceView {
        member: Id(member),
        nickname: name(member).unwrap_or_default(),
        figure,
    };
    AlarmView {
        id: Id(row.id),
        title: title(&row.kind),
        kind: row.kind,
        text: row.text.into(),
        since: At(row.id),
        closed_at: row.closed_at.map(At),
        acknowledged_at: row.acknowledged_at.map(At),
        acknowledged_by: row.acknowledged_by,
        reason: row.reason,
        evidence: row.evidence.into_iter().map(evidence).collect(),
    }
}

/// Shows what is watched daily: the figures of the last look, and every alarm with its evidence.
#[utoipa::path(get, path = "/staff/monitors", tag = "staff: monitors", params(PageQuery),
    responses((status = 200, body = MonitorsView)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<MonitorsView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (before, limit) = page.read()?;
    let sees_incomes = staff.sees_incomes();
    let read = move |conn: &mut Conn| {
        let last = store::last(conn)?;
        let readings: Vec<Reading> = match &last {
            Some((_, _, text)) => serde_json::from_str(text)?,
            None => Vec::new(),
        };
        let mut rows = store::list(conn, before, limit + 1)?;
        if !sees_incomes {
            for row in &mut rows {
                row.evidence.clear();
            }
        }
        let ids = rows.iter().flat_map(|row| row.evidence.iter().map(|(member, _)| *member)).collect();
        let names = members::names(conn, ids)?;
        let alarms = rows.into_iter().map(|row| alarm(row, &names)).collect();
        Ok::<_, Refusal>(MonitorsView {
            checked_at: last.map(|(_, at, _)| At(at)),
            readings: readings.into_iter().map(reading).collect(),
            page: Page::of(alarms, limit, |one: &AlarmView| one.id.0),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Says that somebody has looked at an alarm, and what comes of it; once.
#[utoipa::path(post, path = "/staff/monitors/{id}/acknowledge", tag = "staff: monitors", params(("id" = Id, Path), Once),
    request_body = ReasonBody, responses((status = 204)))]
async fn acknowledge(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::PlansWrite)?;
    let key = key.key(&format!("POST /staff/monitors {id}/acknowledge"), &body)?;
    let reason = text::line(&body.reason, "/reason", 2, 500)?;
    app.command(by, key, move |work, actor| super::acknowledge(work, id, &reason, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
