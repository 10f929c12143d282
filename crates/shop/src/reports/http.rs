//! The routes of reports.

use axum::extract::State;
use banyan_plan::time::{DAY, Period, Time};
use banyan_report::Distribution;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::range::Range;
use super::store;
use super::typical::DAYS;
use super::views::{
    CohortView, DistanceView, Figures, IncomesView, LorenzView, OverviewView, ProductView, RankCount,
    TopView, TypicalView, WaitingView,
};
use crate::db::Conn;
use crate::http::{App, At, Id, Query, Staff};
use crate::members::{self, rank_view};
use crate::refusal::{Kind, Refusal};
use crate::rewards;
use crate::staff::Permission;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(typical))
        .routes(routes!(overview))
        .routes(routes!(products))
        .routes(routes!(cohorts))
        .routes(routes!(incomes))
}

/// Months of a table of cohorts.
const MONTHS: i64 = 13;
/// Rows of a list of the best.
const BEST: i64 = 20;

/// Which stretch of time.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RangeQuery {
    /// From this moment on; 30 days before the end without.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<At>,
    /// Before this moment; the end of today without.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<At>,
}

/// How it is cut.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ByQuery {
    /// `day` (usually), `week` or `month`.
    by: Option<String>,
}

impl ByQuery {
    fn read(&self) -> Result<Period, Refusal> {
        match self.by.as_deref() {
            None | Some("day") => Ok(Period::Day),
            Some("week") => Ok(Period::Week),
            Some("month") => Ok(Period::Month),
            Some(_) => {
                let (zh, en) = ("应为 day、week 或 month", "expected day, week or month");
                Err(Refusal::new(Kind::Malformed, "filter", zh, en).at("by"))
            }
        }
    }
}

/// What promoters of this shop really earned in the last year. It stands beside every figure about earnings.
#[utoipa::path(get, path = "/shop/earnings", tag = "shop", responses((status = 200, body = TypicalView)))]
async fn typical(State(app): State<App>) -> Result<axum::Json<TypicalView>, Refusal> {
    let (shop, now) = (app.clone(), app.clock.now());
    app.reader.read(move |conn: &mut Conn| typical_view(&shop, conn, now)).await.map(axum::Json)
}

fn typical_view(app: &App, conn: &mut Conn, now: Time) -> Result<TypicalView, Refusal> {
    let (at, table) = app.typical.get(conn, now)?;
    Ok(TypicalView {
        as_of: At(at.0),
        since: At(at.0 - DAYS * DAY),
        promoters: table.map_or(0, |table| table.people as i64),
        earned_nothing: table.map_or(0, |table| table.earned_nothing as i64),
        nothing_share: table.map_or(0, |table| table.nothing_share.0.into()),
        median: table.map_or(0, |table| table.median.max(0)),
        p75: table.map_or(0, |table| table.p75.max(0)),
        p90: table.map_or(0, |table| table.p90.max(0)),
        p99: table.map_or(0, |table| table.p99.max(0)),
        most: table.map_or(0, |table| table.most.max(0)),
    })
}

/// Sales, refunds, cost, rewards, margin, who came and who came back: in total, before, and piece by piece.
#[utoipa::path(get, path = "/staff/reports/overview", tag = "staff: reports", params(RangeQuery, ByQuery),
    responses((status = 200, body = OverviewView)))]
async fn overview(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<RangeQuery>,
    Query(by): Query<ByQuery>,
) -> Result<axum::Json<OverviewView>, Refusal> {
    staff.may(Permission::Reports)?;
    let by = by.read()?;
    let (shop, now) = (app.clone(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        let plan = program.plan();
        let range = Range::read(query.since, query.until, now, plan.utc_offset)?;
        let pieces = range.pieces(by, plan.utc_offset)?;
        let earlier = Range { since: range.since - (range.until - range.since), until: range.since };
        let [to_ship, after_sales, withdrawals, appeals] = store::waiting(conn)?;
        let ranks = store::by_rank(conn)?;
        let counted = |(rank, members)| RankCount { rank: rank_view(plan, rank), members };
        let series: Vec<Figures> =
            pieces.into_iter().map(|piece| Figures::read(conn, piece)).collect::<Result<_, _>>()?;
        Ok::<_, Refusal>(OverviewView {
            total: Figures::of_pieces(conn, range, &series)?,
            before: Figures::read(conn, earlier)?,
            series,
            payout_limit: plan.payout_limit.0.into(),
            last_payment: store::last_payment(conn)?.map(At),
            waiting: WaitingView { to_ship, after_sales, withdrawals, appeals },
            ranks: ranks.into_iter().map(counted).collect(),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// What sold best.
#[utoipa::path(get, path = "/staff/reports/products", tag = "staff: reports", params(RangeQuery),
    responses((status = 200, body = Vec<ProductView>)))]
async fn products(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<RangeQuery>,
) -> Result<axum::Json<Vec<ProductView>>, Refusal> {
    staff.may(Permission::Reports)?;
    let (shop, now) = (app.clone(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let range = Range::read(query.since, query.until, now, offset)?;
        let view = |row: store::Product| ProductView {
            code: row.code,
            title: row.title,
            orders: row.orders,
            quantity: row.quantity,
            amount: row.amount,
            refunded: row.refunded,
            cost: row.cost,
        };
        Ok::<_, Refusal>(store::products(conn, range, BEST)?.into_iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Of those who first bought in each of the last months, how many bought again later.
#[utoipa::path(get, path = "/staff/reports/cohorts", tag = "staff: reports",
    responses((status = 200, body = Vec<CohortView>)))]
async fn cohorts(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<CohortView>>, Refusal> {
    staff.may(Permission::Reports)?;
    let (shop, now) = (app.clone(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let this = Period::Month.index(now, offset);
        let month = |index: i64| Range {
            since: Period::Month.start(index, offset).0,
            until: Period::Month.start(index + 1, offset).0,
        };
        let months: Vec<Range> = (this - MONTHS + 1..=this).map(month).collect();
        let mut shown = Vec::with_capacity(months.len());
        for (at, first) in months.iter().enumerate() {
            let (size, again) = store::came_back(conn, *first, &months[at..])?;
            shown.push(CohortView { month: At(first.since), size, again });
        }
        Ok::<_, Refusal>(shown)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// How the last year's earnings are spread among promoters.
#[utoipa::path(get, path = "/staff/reports/incomes", tag = "staff: reports",
    responses((status = 200, body = IncomesView)))]
async fn incomes(State(app): State<App>, staff: Staff) -> Result<axum::Json<IncomesView>, Refusal> {
    staff.may(Permission::Reports)?;
    let (shop, now) = (app.clone(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let range = Range { since: now.0 - DAYS * DAY, until: i64::MAX };
        let earned = rewards::earned_since(conn, range.since)?;
        let spread = Distribution::of(earned.into_iter().map(i128::from).collect());
        let top = store::top(conn, range, BEST)?;
        let ids = top.iter().map(|(member, _)| *member).collect();
        let names: Vec<(i64, String, Option<i64>)> = members::names(conn, ids)?;
        let name = |member: i64| names.iter().find(|(id, ..)| *id == member).map(|(_, name, _)| name.clone());
        let top = top.into_iter().map(|(member, amount)| TopView {
            member: Id(member),
            nickname: name(member).unwrap_or_default(),
            amount,
        });
        let distances = store::by_distance(conn, range)?;
        let distance = |(distance, amount)| DistanceView { distance, amount };
        Ok::<_, Refusal>(IncomesView {
            typical: typical_view(&shop, conn, now)?,
            lorenz: spread.lorenz.into_iter().map(LorenzView::from).collect(),
            gini: spread.gini.0.into(),
            top_tenth: spread.top_tenth.0.into(),
            top: top.collect(),
            distances: distances.into_iter().map(distance).collect(),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}
