//! The routes of rewards: what a member earns and why, and what staff sees of it.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, MomentsQuery, Page, Path, Person, Query, Staff};
use banyan_base::refusal::{Kind as RefusalKind, Refusal};
use banyan_books::rewards::store::{self, Filter};
use banyan_books::rewards::{Kind, Name, Unit};
use banyan_core::ledger::{self, Account};
use banyan_pay::withdrawals;
use banyan_plan::time::{DAY, Period};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::views::{EarnedView, Names, earned_view};
use crate::rewards::ladder::{LadderView, ladder};
use crate::rewards::views::{OrderReward, Reader, WhyView, order_view, view, why_view};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(earnings))
        .routes(routes!(mine))
        .routes(routes!(my_reason))
        .routes(routes!(my_ladder))
        .routes(routes!(hers))
        .routes(routes!(her_reason))
        .routes(routes!(of_order))
}

/// Days of earnings that a page draws.
const DAYS: i64 = 30;

/// What I earn, in minor units of the shop's currency.
#[derive(Debug, Serialize, ToSchema)]
struct EarningsView {
    /// Earned since the day began, less what refunds took back.
    today: i64,
    /// Since the month began.
    month: i64,
    /// Everything that was ever earned.
    total: i64,
    /// On lines whose refund window is open.
    pending: i64,
    /// May be withdrawn now.
    available: i64,
    /// What is on its way out: withdrawals that are requested and not paid.
    withdrawing: i64,
    /// Paid out, tax included.
    paid: i64,
    /// What refunds took back of earnings that were paid out already: later earnings pay it back first.
    owed: i64,
    /// Coupons that may be spent, by face value.
    coupons: i64,
    points: i64,
    /// The last 30 days, the oldest first.
    days: Vec<DayView>,
}

/// Earnings of one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EarningsDay)]
struct DayView {
    /// When it began.
    at: At,
    amount: i64,
}

/// Sums up what the member earns: pending, available, on its way out, paid.
#[utoipa::path(get, path = "/me/earnings", tag = "rewards", responses((status = 200, body = EarningsView)))]
async fn earnings(
    State(app): State<App>,
    Person(member): Person,
) -> Result<axum::Json<EarningsView>, Refusal> {
    let shop = app.clone();
    let now = app.clock.now();
    let read = move |conn: &mut Conn| {
        let offset = shop.plan.get(conn)?.plan().utc_offset;
        let begin = |period: Period| period.start(period.index(now, offset), offset).0;
        let today = begin(Period::Day);
        let mut balance = |account| ledger::balance(conn, member, account);
        let (pending, available) = (balance(Account::Pending)?, balance(Account::Available)?);
        let (withdrawing, points) = (balance(Account::Withdrawing)?, balance(Account::Points)?);
        let coupons = balance(Account::Coupons)?;
        let first = today - (DAYS - 1) * DAY;
        let by_day = store::earned_by_day(conn, member, first)?;
        let day = |day| DayView { at: At(first + day * DAY), amount: by_day.get(&day).copied().unwrap_or(0) };
        let days: Vec<DayView> = (0..DAYS).map(day).collect();
        Ok::<_, Refusal>(EarningsView {
            today: days.last().map_or(0, |day| day.amount),
            month: store::earned(conn, member, begin(Period::Month))?,
            total: store::earned(conn, member, i64::MIN)?,
            pending,
            available: available.max(0),
            withdrawing,
            paid: withdrawals::paid_to(conn, member)?,
            owed: (-available).max(0),
            coupons,
            points,
            days,
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Which rewards are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RewardsQuery {
    /// `sale`, `join`, `promotion`, `first_sale`, `period`.
    event: Option<String>,
    /// `money`, `coupon`, `points`.
    unit: Option<String>,
    /// `pending` or `available`.
    state: Option<String>,
    /// Rewards of one order.
    order: Option<Id>,
}

impl RewardsQuery {
    fn read(&self) -> Result<Filter, Refusal> {
        let bad = |field: &str, zh: &str, en: &str| {
            Refusal::new(RefusalKind::Malformed, "filter", zh, en).at(field)
        };
        let kind = |word: &String| {
            let (zh, en) = ("没有这种奖励", "expected sale, join, promotion, first_sale or period");
            Kind::of_word(word).filter(|kind| *kind != Kind::Refund).ok_or_else(|| bad("event", zh, en))
        };
        let unit = |word: &String| {
            Unit::of_word(word).ok_or_else(|| {
                bad("unit", "应为 money、coupon 或 points", "expected money, coupon or points")
            })
        };
        let is_pending = match self.state.as_deref() {
            None => None,
            Some("pending") => Some(true),
            Some("available") => Some(false),
            Some(_) => {
                return Err(bad("state", "应为 pending 或 available", "expected pending or available"));
            }
        };
        Ok(Filter {
            kind: self.event.as_ref().map(kind).transpose()?,
            unit: self.unit.as_ref().map(unit).transpose()?,
            order: self.order.map(|Id(id)| id),
            is_pending,
        })
    }
}

async fn rewards(
    app: &App,
    (reader, member): (Reader, i64),
    query: &RewardsQuery,
    page: &MomentsQuery,
) -> Result<axum::Json<Page<EarnedView>>, Refusal> {
    let (filter, (after, limit)) = (query.read()?, page.read()?);
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let groups = store::groups(conn, member, &filter, after, limit + 1)?;
        let Page { items: groups, next } = Page::keyed(groups, limit, |group| *group);
        let listed = store::of_groups(conn, member, &filter, &groups)?;
        let all: Vec<&store::Listed> = listed.iter().flatten().collect();
        let names = Names::of(conn, reader, &all)?;
        let mut items = Vec::with_capacity(listed.len());
        for group in &listed {
            let Some(first) = group.first() else { continue };
            let mut rewards = Vec::with_capacity(group.len());
            for one in group {
                rewards.push(view(shop.plan.of(conn, one.reward.plan)?.plan(), one));
            }
            items.push(earned_view(&names, rewards, first));
        }
        Ok::<_, Refusal>(Page { items, next })
    };
    app.reader.read(read).await.map(axum::Json)
}

async fn reason(app: &App, reader: Reader, member: i64, name: &str) -> Result<axum::Json<WhyView>, Refusal> {
    let name = Name::read(name)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let found = store::find(conn, member, name)?.filter(|listed| listed.reward.kind != Kind::Refund);
        let listed = found.ok_or_else(|| Refusal::not_found("奖励", "reward"))?;
        why_view(&shop, conn, reader, &listed)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists what the member earned, the newest first: the rewards of one order, or of another event, stand together.
#[utoipa::path(get, path = "/me/rewards", tag = "rewards", params(RewardsQuery, MomentsQuery),
    responses((status = 200, body = Page<EarnedView>)))]
async fn mine(
    State(app): State<App>,
    Person(member): Person,
    Query(query): Query<RewardsQuery>,
    Query(page): Query<MomentsQuery>,
) -> Result<axum::Json<Page<EarnedView>>, Refusal> {
    rewards(&app, (Reader::Payee(member), member), &query, &page).await
}

/// Explains how one of the member's rewards comes about.
#[utoipa::path(get, path = "/me/rewards/{id}", tag = "rewards", params(("id" = String, Path)),
    responses((status = 200, body = WhyView)))]
async fn my_reason(
    State(app): State<App>,
    Person(member): Person,
    Path(id): Path<String>,
) -> Result<axum::Json<WhyView>, Refusal> {
    reason(&app, Reader::Payee(member), member, &id).await
}

/// Shows where the member stands on the ladder of ranks, and what is missing for the next one.
#[utoipa::path(get, path = "/me/rank", tag = "rewards", responses((status = 200, body = LadderView)))]
async fn my_ladder(
    State(app): State<App>,
    Person(member): Person,
) -> Result<axum::Json<LadderView>, Refusal> {
    // What is measured is known to the writer alone.
    let now = app.clock.now();
    app.writer.run(move |work| ladder(work.live(), member, now)).await.map(axum::Json)
}

/// Lists what a member earned, the newest first: the rewards of one order, or of another event, stand together.
#[utoipa::path(get, path = "/staff/members/{id}/rewards", tag = "staff: rewards", params(("id" = Id, Path), RewardsQuery, MomentsQuery),
    responses((status = 200, body = Page<EarnedView>)))]
async fn hers(
    State(app): State<App>,
    staff: Staff,
    Path(Id(member)): Path<Id>,
    Query(query): Query<RewardsQuery>,
    Query(page): Query<MomentsQuery>,
) -> Result<axum::Json<Page<EarnedView>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    rewards(&app, (Reader::Staff, member), &query, &page).await
}

/// Explains how a member's reward comes about.
#[utoipa::path(get, path = "/staff/members/{id}/rewards/{reward}", tag = "staff: rewards",
    params(("id" = Id, Path), ("reward" = String, Path)), responses((status = 200, body = WhyView)))]
async fn her_reason(
    State(app): State<App>,
    staff: Staff,
    Path(path): Path<(Id, String)>,
) -> Result<axum::Json<WhyView>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let (Id(member), name) = path;
    reason(&app, reader(&staff), member, &name).await
}

/// What somebody who sees the ledger may know of the people in it.
fn reader(staff: &Staff) -> Reader {
    if staff.sees_members() { Reader::Staff } else { Reader::Books }
}

/// Lists everything that an order paid, to whom, and why.
#[utoipa::path(get, path = "/staff/orders/{id}/rewards", tag = "staff: rewards", params(("id" = Id, Path)),
    responses((status = 200, body = Vec<OrderReward>)))]
async fn of_order(
    State(app): State<App>,
    staff: Staff,
    Path(Id(order)): Path<Id>,
) -> Result<axum::Json<Vec<OrderReward>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let (shop, reader) = (app.clone(), reader(&staff));
    let read = move |conn: &mut Conn| {
        let all = store::of_order(conn, order)?;
        order_view(&shop, conn, reader, &all)
    };
    app.reader.read(read).await.map(axum::Json)
}
