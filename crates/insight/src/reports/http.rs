//! The routes of reports.

use std::collections::BTreeMap;

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Query, Staff};
use banyan_base::refusal::{Kind, Refusal};
use banyan_books::rewards;
use banyan_law::monitor::TypicalEarnings;
use banyan_people::members::{self, rank_view};
use banyan_plan::time::{DAY, Period, Time};
use banyan_report::Distribution;
use banyan_store::Conn;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::range::Range;
use super::store;
use super::typical::{DAYS, Told};
use super::views::{
    CohortView, DistanceView, Figures, IncomesView, LorenzView, OverviewView, ProductView, RankCount,
    TopView, TypicalView, WaitingView,
};
use super::whose::Whose;
use crate::reports::Typical;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
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

/// Shows what promoters of this shop really earned in the last year. It stands beside every figure about earnings.
#[utoipa::path(get, path = "/shop/earnings", tag = "shop", responses((status = 200, body = TypicalView)))]
async fn typical(State(app): State<App>) -> Result<axum::Json<TypicalView>, Refusal> {
    let (shop, now) = (app.clone(), app.clock.now());
    let read = move |conn: &mut Conn| typical_view(&shop, conn, now, Told::to_everybody);
    app.reader.read(read).await.map(axum::Json)
}

fn typical_view(
    app: &App,
    conn: &mut Conn,
    now: Time,
    tell: fn(&TypicalEarnings) -> Told,
) -> Result<TypicalView, Refusal> {
    let (at, table) = app.part::<Typical>().get(conn, now)?;
    let told = table.as_ref().map(tell);
    Ok(TypicalView {
        as_of: At(at.0),
        since: At(at.0 - DAYS * DAY),
        promoters: table.map_or(0, |table| table.people as i64),
        earned_nothing: told.and_then(|told| told.earned_nothing),
        nothing_share: told.and_then(|told| told.nothing_share),
        median: told.and_then(|told| told.median),
        p75: told.and_then(|told| told.p75),
        p90: told.and_then(|told| told.p90),
        p99: told.and_then(|told| told.p99),
    })
}

/// Sales, refunds, cost, rewards, margin, who came and who came back: in total, before, and piece by piece. Who may not see
/// the figures of the whole shop sees those of the products that they look after.
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
    let (shop, now, whose) = (app.clone(), app.clock.now(), Whose::of(&staff));
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        let plan = program.plan();
        let range = Range::read(query.since, query.until, now, plan.utc_offset)?;
        let pieces = range.pieces(by, plan.utc_offset)?;
        let earlier = Range { since: range.since - (range.until - range.since), until: range.since };
        let is_whole = whose == Whose::Shop;
        let [to_ship, after_sales, withdrawals, appeals] = if is_whole {
            store::waiting(conn)?
        } else {
            let [to_ship, after_sales] = store::waiting_of(conn, whose)?;
            [to_ship, after_sales, 0, 0]
        };
        let ranks = if is_whole { store::by_rank(conn)? } else { Vec::new() };
        let counted = |(rank, members)| RankCount { rank: rank_view(plan, rank), members };
        let series: Vec<Figures> =
            pieces.into_iter().map(|piece| Figures::read(conn, piece, whose)).collect::<Result<_, _>>()?;
        Ok::<_, Refusal>(OverviewView {
            whole_shop: is_whole,
            total: Figures::of_pieces(conn, range, &series, whose)?,
            before: Figures::read(conn, earlier, whose)?,
            series,
            payout_limit: plan.payout_limit.0.into(),
            last_payment: store::last_payment(conn, whose)?.map(At),
            waiting: WaitingView { to_ship, after_sales, withdrawals, appeals },
            ranks: ranks.into_iter().map(counted).collect(),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists the products that sold best.
#[utoipa::path(get, path = "/staff/reports/products", tag = "staff: reports", params(RangeQuery),
    responses((status = 200, body = Vec<ProductView>)))]
async fn products(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<RangeQuery>,
) -> Result<axum::Json<Vec<ProductView>>, Refusal> {
    staff.may(Permission::Reports)?;
    let (shop, now, whose) = (app.clone(), app.clock.now(), Whose::of(&staff));
    let read = move |conn: &mut Conn| {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let range = Range::read(query.since, query.until, now, offset)?;
        let view = |row: store::Product| ProductView {
            code: row.code,
            title: (&row.title).into(),
            orders: row.orders,
            quantity: row.quantity,
            amount: row.amount,
            refunded: row.refunded,
            cost: row.cost,
        };
        Ok::<_, Refusal>(store::products(conn, range, whose, BEST)?.into_iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Counts for each of the last months how many of those who first bought in it bought again later.
#[utoipa::path(get, path = "/staff/reports/cohorts", tag = "staff: reports",
    responses((status = 200, body = Vec<CohortView>)))]
async fn cohorts(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<CohortView>>, Refusal> {
    staff.may(Permission::ReportsAll)?;
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

/// Shows how the last year's earnings are spread among promoters.
#[utoipa::path(get, path = "/staff/reports/incomes", tag = "staff: reports",
    responses((status = 200, body = IncomesView)))]
async fn incomes(State(app): State<App>, staff: Staff) -> Result<axum::Json<IncomesView>, Refusal> {
    staff.may(Permission::ReportsAll)?;
    let (shop, now, sees_incomes) = (app.clone(), app.clock.now(), staff.sees_incomes());
    let read = move |conn: &mut Conn| {
        let range = Range { since: now.0 - DAYS * DAY, until: i64::MAX };
        let earned = rewards::earned_since(conn, range.since)?;
        let is_shown = sees_incomes || Told::is_crowd(earned.len());
        let most = earned.iter().copied().max();
        let spread = Distribution::of(earned.into_iter().map(i128::from).collect());
        let top = if sees_incomes { store::top(conn, range, BEST)? } else { Vec::new() };
        let ids = top.iter().map(|(member, _)| *member).collect();
        let names: Vec<(i64, String, Option<i64>)> = members::names(conn, ids)?;
        let name = |member: i64| names.iter().find(|(id, ..)| *id == member).map(|(_, name, _)| name.clone());
        let top = top.into_iter().map(|(member, amount)| TopView {
            member: Id(member),
            nickname: name(member).unwrap_or_default(),
            amount,
        });
        let distances = if is_shown { store::by_distance(conn, range)? } else { BTreeMap::new() };
        let tell = if sees_incomes { Told::whole } else { Told::to_everybody };
        let distance = |(distance, amount)| DistanceView { distance, amount };
        Ok::<_, Refusal>(IncomesView {
            typical: typical_view(&shop, conn, now, tell)?,
            most: most.filter(|_| sees_incomes),
            lorenz: spread.lorenz.into_iter().filter(|_| is_shown).map(LorenzView::from).collect(),
            gini: is_shown.then_some(spread.gini.0.into()),
            top_tenth: is_shown.then_some(spread.top_tenth.0.into()),
            top: top.collect(),
            distances: distances.into_iter().map(distance).collect(),
        })
    };
    app.reader.read(read).await.map(axum::Json)
}
