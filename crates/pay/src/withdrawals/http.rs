//! The routes of withdrawals, for members.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::http::{App, Customer, Id, Json, Once, Page, PageQuery, Query};
use banyan_base::refusal::Refusal;
use banyan_store::Conn;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::act::in_force;
use super::store::{self, Filter};
use super::views::{QuoteView, WithdrawalView, view};
use super::{Ask, Target};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(quote)).routes(routes!(ask, list))
}

/// An amount to ask about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WithdrawalQuoteBody)]
struct QuoteBody {
    /// Before tax, in minor units.
    amount: i64,
}

/// Computes what the member would get of an amount, with the tax and how it comes about. Nothing is requested yet.
#[utoipa::path(post, path = "/me/withdrawals/quote", tag = "withdrawals", request_body = QuoteBody,
    responses((status = 200, body = QuoteView)))]
async fn quote(
    State(app): State<App>,
    Customer(owner): Customer,
    Json(body): Json<QuoteBody>,
) -> Result<axum::Json<QuoteView>, Refusal> {
    let (shop, now) = (app.clone(), app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let (settings, program) = in_force(conn, &shop.plan)?;
        super::quote(conn, (&settings, program.plan()), owner, body.amount, now)
    };
    Ok(axum::Json(app.reader.read(read).await?.into()))
}

/// A withdrawal to ask for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WithdrawalAskBody)]
struct AskBody {
    /// Before tax, in minor units.
    amount: i64,
    /// Where it goes; left out if it goes where an earlier one went.
    target: Option<Target>,
    /// An earlier withdrawal of mine, whose account is used again.
    same_as: Option<Id>,
}

/// Requests a withdrawal. The amount is no longer available from now on; if it is refused or fails, it is again.
#[utoipa::path(post, path = "/me/withdrawals", tag = "withdrawals",
    params(Once), request_body = AskBody, responses((status = 201, body = WithdrawalView)))]
async fn ask(
    State(app): State<App>,
    Customer(owner): Customer,
    key: Once,
    Json(body): Json<AskBody>,
) -> Result<(StatusCode, axum::Json<WithdrawalView>), Refusal> {
    let target = whereto(&app, owner, body.target, body.same_as).await?;
    if target.method() == "wechat" {
        super::payout::check_wechat(&app).await.map_err(|refusal| refusal.at("/target"))?;
    }
    // All of the account counts, not only the digits that are shown. What is kept of the request is a keyed hash.
    let key = key.key("POST /me/withdrawals", &(body.amount, &target))?;
    let ask = Ask { owner, amount: body.amount, target };
    let id = app.once(owner, key, move |work| super::ask(work, &ask)).await?;
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let row = store::find(conn, vec![id])?.pop();
        view(&facts.vault, &row.ok_or_else(|| Refusal::broken("a withdrawal has gone"))?)
    };
    Ok((StatusCode::CREATED, axum::Json(app.reader.read(read).await?)))
}

/// Where a withdrawal goes: to what was typed, or where an earlier one of theirs went.
async fn whereto(
    app: &App,
    owner: i64,
    target: Option<Target>,
    same_as: Option<Id>,
) -> Result<Target, Refusal> {
    let before = match (target, same_as) {
        (Some(target), None) => return target.checked(),
        (None, Some(Id(before))) => before,
        _ => {
            let (zh, en) = (
                "请填写收款账户，或选择一个用过的账户，二者只能选一",
                "expected either an account or an earlier withdrawal whose account is used again",
            );
            return Err(Refusal::unacceptable("withdrawal_target", zh, en).at("/target"));
        }
    };
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let row = store::find(conn, vec![before])?.pop().filter(|row| row.owner == owner);
        let secret = row.and_then(|row| row.target);
        let secret = secret.ok_or_else(|| Refusal::not_found("用过的收款账户", "account used before"))?;
        Target::open(&facts.vault, owner, before, &secret)
    };
    app.reader.read(read).await
}

/// Lists the member's withdrawals, the newest first.
#[utoipa::path(get, path = "/me/withdrawals", tag = "withdrawals", params(PageQuery),
    responses((status = 200, body = Page<WithdrawalView>)))]
async fn list(
    State(app): State<App>,
    Customer(owner): Customer,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<WithdrawalView>>, Refusal> {
    let (before, limit) = page.read()?;
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let filter = Filter { owner: Some(owner), ..Filter::default() };
        let rows = store::list(conn, &filter, before, limit + 1)?;
        rows.iter().map(|row| view(&facts.vault, row)).collect::<Result<Vec<_>, Refusal>>()
    };
    let found = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(found, limit, |view| view.id.0)))
}

/// A member's id, for lists of staff.
pub(super) fn id(id: Option<Id>) -> Option<i64> {
    id.map(|Id(id)| id)
}
