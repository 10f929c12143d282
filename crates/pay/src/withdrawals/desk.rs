//! The routes of withdrawals, for staff.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use banyan_api::access::Permission;
use banyan_api::http::{Allowed, App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::http::id;
use super::review::{self, Outcome, Reviewer};
use super::store::{self, Filter, WithdrawalRow};
use super::views::{DeskWithdrawal, desk};
use super::{State as Stage, bank};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(send))
        .routes(routes!(paid))
        .routes(routes!(failed))
        .routes(routes!(make_file, files))
        .routes(routes!(file))
}

impl Reviewer {
    /// Whoever decides. That money goes to a member who is stopped takes a reason.
    fn of(by: &Allowed, despite_stop: bool, reason: &str) -> Result<Self, Refusal> {
        let reason = despite_stop.then(|| text::line(reason, "/reason", 1, 200)).transpose()?;
        Ok(Self { id: by.id(), actor: by.actor().to_owned(), despite_stop: reason })
    }
}

/// Which withdrawals are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `asked`, `approved`, `sent`, `paid`, `refused`, `failed`.
    state: Option<String>,
    member: Option<Id>,
    /// `bank`, `wechat`, `alipay`.
    method: Option<String>,
    bank_file: Option<Id>,
}

/// Lists withdrawals, the newest first: up to 500 on one page.
#[utoipa::path(get, path = "/staff/withdrawals", tag = "staff: withdrawals", params(ListQuery, PageQuery),
    responses((status = 200, body = Page<DeskWithdrawal>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskWithdrawal>>, Refusal> {
    staff.may(Permission::Withdrawals)?;
    let (before, limit) = page.read()?;
    let state = query.state.map(|word| Stage::of(&word).ok_or_else(unknown_state)).transpose()?;
    let method = query.method.map(|method| text::line(&method, "method", 1, 20)).transpose()?;
    let filter = Filter { owner: id(query.member), state, method, batch: id(query.bank_file) };
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let rows = store::list(conn, &filter, before, limit + 1)?;
        rows.iter().map(|row| desk(&facts.vault, row)).collect::<Result<Vec<_>, Refusal>>()
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view| view.withdrawal.id.0)))
}

fn unknown_state() -> Refusal {
    Refusal::unacceptable(
        "state_unknown",
        "没有这种提现状态",
        "there is no such state: asked, approved, sent, paid, refused or failed",
    )
    .at("state")
}

/// Some withdrawals, and what to say of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ManyBody {
    #[schema(min_items = 1, max_items = 500)]
    ids: Vec<Id>,
    /// Why; the member reads it when theirs is approved or refused, or fails. Needed for a refusal, a failure, and to pay somebody
    /// who is stopped.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
    /// Go on although a member is stopped: the audit log keeps it with the reason.
    #[serde(default)]
    despite_stop: bool,
    /// The bank's own number, when they were paid.
    #[serde(default)]
    #[schema(max_length = 64)]
    reference: String,
}

type Act = fn(&mut Work<'_>, &Reviewer, &WithdrawalRow, &str) -> Result<(), Refusal>;

/// Does something with many withdrawals; each is answered by itself.
async fn many(
    app: &App,
    by: Allowed,
    key: Once,
    what: &str,
    body: ManyBody,
    (words, act): (String, Act),
) -> Result<axum::Json<Vec<Outcome>>, Refusal> {
    let key = key.key(what, &body)?;
    let reviewer = Reviewer::of(&by, body.despite_stop, &body.reason)?;
    let ids: Vec<i64> = body.ids.iter().map(|Id(id)| *id).collect();
    let done = move |work: &mut Work<'_>, _: &str| {
        review::each(work, &ids, |work, row| act(work, &reviewer, row, &words))
    };
    app.command(by, key, done).await.map(axum::Json)
}

/// Approves withdrawals.
#[utoipa::path(post, path = "/staff/withdrawals/approve", tag = "staff: withdrawals", params(Once), request_body = ManyBody,
    responses((status = 200, body = Vec<Outcome>)))]
async fn approve(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ManyBody>,
) -> Result<axum::Json<Vec<Outcome>>, Refusal> {
    let by = staff.may(Permission::Withdrawals)?;
    let reason = text::line(&body.reason, "/reason", 0, 200)?;
    many(&app, by, key, "POST /staff/withdrawals/approve", body, (reason, review::approve)).await
}

/// Refuses withdrawals: everything is available to their members again.
#[utoipa::path(post, path = "/staff/withdrawals/refuse", tag = "staff: withdrawals", params(Once), request_body = ManyBody,
    responses((status = 200, body = Vec<Outcome>)))]
async fn refuse(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ManyBody>,
) -> Result<axum::Json<Vec<Outcome>>, Refusal> {
    let by = staff.may(Permission::Withdrawals)?;
    let reason = text::line(&body.reason, "/reason", 1, 200)?;
    many(&app, by, key, "POST /staff/withdrawals/refuse", body, (reason, review::refuse)).await
}

/// Hands approved withdrawals to the payment provider.
#[utoipa::path(post, path = "/staff/withdrawals/send", tag = "staff: withdrawals", params(Once), request_body = ManyBody,
    responses((status = 200, body = Vec<Outcome>)))]
async fn send(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ManyBody>,
) -> Result<axum::Json<Vec<Outcome>>, Refusal> {
    let by = staff.may(Permission::Withdrawals)?;
    super::payout::check_wechat(&app).await?;
    let act: Act = |work, reviewer, row, _| review::send(work, reviewer, row);
    many(&app, by, key, "POST /staff/withdrawals/send", body, (String::new(), act)).await
}

/// Records that the money of withdrawals has gone out.
#[utoipa::path(post, path = "/staff/withdrawals/paid", tag = "staff: withdrawals", params(Once), request_body = ManyBody,
    responses((status = 200, body = Vec<Outcome>)))]
async fn paid(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ManyBody>,
) -> Result<axum::Json<Vec<Outcome>>, Refusal> {
    let by = staff.may(Permission::Withdrawals)?;
    let reference = text::line(&body.reference, "/reference", 0, 64)?;
    many(&app, by, key, "POST /staff/withdrawals/paid", body, (reference, review::mark_paid)).await
}

/// Records that the money of withdrawals in a bank file has come back: everything is available to their members again.
#[utoipa::path(post, path = "/staff/withdrawals/failed", tag = "staff: withdrawals", params(Once), request_body = ManyBody,
    responses((status = 200, body = Vec<Outcome>)))]
async fn failed(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ManyBody>,
) -> Result<axum::Json<Vec<Outcome>>, Refusal> {
    let by = staff.may(Permission::Withdrawals)?;
    let reason = text::line(&body.reason, "/reason", 1, 200)?;
    many(&app, by, key, "POST /staff/withdrawals/failed", body, (reason, review::mark_failed)).await
}

/// Which withdrawals go into a bank file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FileBody {
    /// The withdrawals to take; all that are approved, up to 500, if they are left out.
    #[serde(default)]
    #[schema(max_items = 500)]
    ids: Option<Vec<Id>>,
    /// Take those named although a member is stopped: the audit log keeps it with the reason.
    #[serde(default)]
    despite_stop: bool,
    /// Why somebody who is stopped is paid.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// A bank file.
#[derive(Debug, Serialize, ToSchema)]
struct FileView {
    id: Id,
    made_at: At,
    /// Withdrawals in it.
    count: i64,
    /// What the bank is to pay, in minor units.
    total: i64,
    /// Of those, not yet marked as paid or failed.
    open: i64,
}

fn file_view([id, count, total, open]: [i64; 4]) -> FileView {
    FileView { id: Id(id), made_at: At(id), count, total, open }
}

/// Puts approved withdrawals to bank and Alipay accounts into a new bank file.
#[utoipa::path(post, path = "/staff/withdrawals/bank-files", tag = "staff: withdrawals", params(Once), request_body = FileBody,
    responses((status = 201, body = FileView)))]
async fn make_file(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<FileBody>,
) -> Result<(StatusCode, axum::Json<FileView>), Refusal> {
    let by = staff.may(Permission::Withdrawals)?;
    let key = key.key("POST /staff/withdrawals/bank-files", &body)?;
    let reviewer = Reviewer::of(&by, body.despite_stop, &body.reason)?;
    let ids: Option<Vec<i64>> = body.ids.map(|ids| ids.into_iter().map(|Id(id)| id).collect());
    let act = move |work: &mut Work<'_>, _: &str| review::file(work, &reviewer, ids.as_deref());
    let batch = app.command(by, key, act).await?;
    let read = move |conn: &mut Conn| store::batches(conn, batch + 1, 1).map_err(Refusal::from);
    let made = app.reader.read(read).await?.pop();
    let made = made.ok_or_else(|| Refusal::broken("a bank file has gone"))?;
    Ok((StatusCode::CREATED, axum::Json(file_view(made))))
}

/// Lists bank files, the newest first.
#[utoipa::path(get, path = "/staff/withdrawals/bank-files", tag = "staff: withdrawals", params(PageQuery),
    responses((status = 200, body = Page<FileView>)))]
async fn files(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<FileView>>, Refusal> {
    staff.may(Permission::Withdrawals)?;
    let (before, limit) = page.read()?;
    let read = move |conn: &mut Conn| store::batches(conn, before, limit + 1).map_err(Refusal::from);
    let found = app.reader.read(read).await?.into_iter().map(file_view).collect();
    Ok(axum::Json(Page::of(found, limit, |view: &FileView| view.id.0)))
}

/// Returns a bank file as CSV, with names and accounts in full: every download is in the audit log.
#[utoipa::path(get, path = "/staff/withdrawals/bank-files/{id}", tag = "staff: withdrawals", params(("id" = Id, Path)),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn file(
    State(app): State<App>,
    staff: Staff,
    Path(Id(batch)): Path<Id>,
) -> Result<impl IntoResponse, Refusal> {
    staff.may(Permission::Withdrawals)?;
    let rows = app.reader.read(move |conn| store::of_batch(conn, batch).map_err(Refusal::from)).await?;
    if rows.is_empty() {
        return Err(Refusal::not_found("打款文件", "bank file"));
    }
    let csv = bank::write(&app.facts.vault, app.plan.currency(), &rows)?;
    let (actor, count) = (staff.actor(), rows.len());
    let log = move |work: &mut Work<'_>| {
        let subject = format!("bank_file/{batch}");
        audit::record(work, &actor, "withdrawal.bank_file_read", &subject, &json!({ "withdrawals": count }))
    };
    app.writer.run(log).await?;
    let name = format!("attachment; filename=\"withdrawals-{batch}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, csv))
}
