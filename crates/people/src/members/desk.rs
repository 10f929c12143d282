//! The routes of members, for staff.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_base::vault::{Search, mask_phone};
use banyan_core::work::Work;
use banyan_core::{audit, settings};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::appeals::{self, Decision};
use super::http::AsOf;
use super::store::desk::{self as sql, Filter};
use super::store::{appeals as appeals_sql, me};
use super::views::{BindingView, DeskMember, DeskRankChange, InviterChangeView, MemberDetail, consent};
use super::{State as MemberState, addresses, care, nickname, nicknames, open_identity};
use crate::members::recipient::RecipientBody;

/// Members found by four digits of a phone, at most.
const MOST_FOUND: i64 = 100;
/// Levels of a path to the root, at most.
const MOST_LEVELS: usize = 1_000;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(find))
        .routes(routes!(look))
        .routes(routes!(children))
        .routes(routes!(path))
        .routes(routes!(reveal))
        .routes(routes!(set_rank))
        .routes(routes!(set_inviter))
        .routes(routes!(freeze))
        .routes(routes!(release))
        .routes(routes!(list_appeals))
        .routes(routes!(decide))
}

/// Which members are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Of a rank of the plan; `none` for plain customers.
    rank: Option<String>,
    /// `active`, `frozen` or `erased`.
    state: Option<String>,
    /// Invited by somebody.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    inviter: Option<Id>,
    /// Joined at this moment or later.
    #[param(value_type = Option<String>, format = DateTime)]
    joined_from: Option<At>,
    /// Joined before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    joined_to: Option<At>,
    /// Part of a nickname.
    #[param(max_length = 30)]
    nickname: Option<String>,
}

/// Whom to find.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FindMembersBody {
    /// A phone number, or its last four digits.
    #[schema(min_length = 4, max_length = 40)]
    phone: String,
}

/// Why.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// For the audit log: no personal data.
    #[schema(min_length = 2, max_length = 500)]
    pub reason: String,
}

/// A rank to give.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RankBody {
    /// A rank of the plan in force; empty takes the member's rank.
    #[schema(max_length = 64)]
    rank: String,
    /// For the audit log: no personal data.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// Another inviter.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InviterBody {
    /// The new inviter; nothing makes the member a root.
    #[serde(default)]
    inviter: Option<Id>,
    /// For the audit log: no personal data.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// Personal data of a member.
#[derive(Debug, Serialize, ToSchema)]
struct RevealedView {
    phone: Option<String>,
    account: Option<String>,
    addresses: Vec<RecipientBody>,
}

/// Which appeals are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AppealsQuery {
    /// `open`, `granted` or `declined`.
    state: Option<String>,
}

/// An appeal.
#[derive(Debug, Serialize, ToSchema)]
struct DeskAppeal {
    id: Id,
    member: Id,
    /// The member's nickname; empty if the member has left.
    nickname: String,
    asked_at: At,
    /// `rank` or `freeze`.
    about: String,
    /// What the member says.
    text: String,
    /// `open`, `granted` or `declined`.
    state: String,
    /// What the member was told.
    answer: String,
    decided_at: Option<At>,
    decided_by: Option<String>,
}

/// A decision about an appeal.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecideBody {
    /// Whether the appeal is upheld. An account that was stopped is let in again with it; a rank is given by its own route.
    granted: bool,
    /// What the member is told.
    #[schema(min_length = 2, max_length = 500)]
    answer: String,
}

fn state_invalid() -> Refusal {
    Refusal::new(Kind::Malformed, "state_unknown", "没有这种状态", "there is no such state").at("state")
}

/// Lists members, the newest first.
#[utoipa::path(get, path = "/staff/members", tag = "staff: members", params(ListQuery, PageQuery),
    responses((status = 200, body = Page<DeskMember>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<Page<DeskMember>>, Refusal> {
    staff.may(Permission::MembersRead)?;
    let (before, limit) = page.read()?;
    let state = query.state.map(|word| MemberState::of(&word).ok_or_else(state_invalid)).transpose()?;
    let nickname = query.nickname.map(|part| text::line(&part, "nickname", 0, 30)).transpose()?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        let plan = program.plan();
        let rank = match query.rank.as_deref() {
            None | Some("") => None,
            Some("none") => Some(0),
            Some(id) => Some(plan.rank_of(id).map(i64::from).ok_or_else(|| {
                let (zh, en) = ("方案里没有这个等级", "the plan has no such rank");
                Refusal::new(Kind::Malformed, "rank_unknown", zh, en).at("rank")
            })?),
        };
        let filter = Filter {
            rank,
            state,
            inviter: query.inviter.map(|Id(id)| id),
            joined_from: query.joined_from.map(|At(at)| at),
            joined_to: query.joined_to.map(|At(at)| at),
            nickname: nickname.filter(|part| !part.is_empty()),
        };
        let rows = sql::list(conn, &filter, before, limit + 1)?;
        let rows = rows.into_iter().map(|row| DeskMember::of(row, plan)).collect();
        Ok::<_, Refusal>(DeskMember::named(conn, rows)?)
    };
    let rows: Vec<DeskMember> = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(rows, limit, |row| row.id.0)))
}

/// Finds members by a phone number or its last four digits, which are in no address and no log; the audit log says who
/// looked.
#[utoipa::path(post, path = "/staff/members/find", tag = "staff: members", request_body = FindMembersBody,
    responses((status = 200, body = Vec<DeskMember>)))]
async fn find(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<FindMembersBody>,
) -> Result<axum::Json<Vec<DeskMember>>, Refusal> {
    staff.may(Permission::MembersRead)?;
    staff.may(Permission::PersonalData)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let phones = settings::read(conn)?.phones();
        let program = shop.plan.get(conn)?;
        let whole = shop.facts.vault.digests(Search::Phone, &body.phone, &phones);
        let is_tail = whole.is_empty();
        let hashes =
            if is_tail { shop.facts.vault.digests(Search::PhoneTail, &body.phone, &phones) } else { whole };
        if hashes.is_empty() {
            let (zh, en) =
                ("请输入完整手机号，或手机号后四位", "expected a phone number, or its last four digits");
            return Err(Refusal::unacceptable("phone_invalid", zh, en).at("/phone"));
        }
        let hashes = hashes.into_iter().map(|digest| digest.0.to_vec()).collect();
        let rows = sql::by_phone(conn, hashes, is_tail, MOST_FOUND)?;
        let found = rows.into_iter().map(|row| DeskMember::of(row, program.plan())).collect();
        Ok((DeskMember::named(conn, found)?, is_tail))
    };
    let (found, is_tail) = app.reader.read(read).await?;
    let (actor, count) = (staff.actor(), found.len());
    let record = move |work: &mut Work<'_>| {
        let detail = json!({ "by": if is_tail { "tail" } else { "phone" }, "found": count });
        audit::record(work, &actor, "member.find", "members", &detail)
    };
    app.writer.run(record).await?;
    Ok(axum::Json(found))
}

fn unknown() -> Refusal {
    Refusal::not_found("会员", "member")
}

fn named(conn: &mut Conn, member: Option<i64>) -> Result<Option<String>, Refusal> {
    Ok(member.map(|member| nickname(conn, member)).transpose()?.flatten())
}

/// Whose customer a member is.
fn binding(conn: &mut Conn, member: i64) -> Result<Option<BindingView>, Refusal> {
    let Some(sql::BindingRow { promoter, since, until, how }) = sql::binding(conn, member)? else {
        return Ok(None);
    };
    let promoter_name = named(conn, Some(promoter))?.unwrap_or_default();
    let (promoter, since, until) = (Id(promoter), At(since), until.map(At));
    Ok(Some(BindingView { promoter, promoter_name, since, until, how }))
}

/// Shows a member with their history.
#[utoipa::path(get, path = "/staff/members/{id}", tag = "staff: members", params(("id" = Id, Path)),
    responses((status = 200, body = MemberDetail)))]
async fn look(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
) -> Result<axum::Json<MemberDetail>, Refusal> {
    staff.may(Permission::MembersRead)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let row = me::find(conn, id)?.ok_or_else(unknown)?;
        let program = shop.plan.get(conn)?;
        let plan = program.plan();
        let bound = binding(conn, id)?;
        let phone = me::private(conn, id)?.into_iter().find(|(field, _)| field == "phone");
        let phone = phone.map(|(_, secret)| open_identity(&shop.facts.vault, id, "phone", &secret));
        let ranks = me::ranks(conn, id, i64::MAX, 100)?;
        let inviters = sql::inviters(conn, id, 100)?;
        let member =
            DeskMember { inviter_name: named(conn, row.inviter)?, ..DeskMember::of(row.clone(), plan) };
        let agreed = consent(&row);
        let phones = settings::read(conn)?.phones();
        let hidden = |name: String| phones.normal(&name).map_or(name, |phone| mask_phone(&phone));
        Ok::<_, Refusal>(MemberDetail {
            origin: me::origin(conn, id)?.map(hidden),
            has_password: super::password(conn, id)?.is_some(),
            phone: phone.transpose()?.map(|phone| mask_phone(&phone)),
            bound,
            first_order: row.first_order.map(Id),
            terms: agreed.terms,
            of_age: agreed.of_age,
            ranks: ranks.into_iter().map(|change| DeskRankChange::of(change, plan)).collect(),
            inviters: InviterChangeView::all(conn, inviters)?,
            member,
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists whom a member invited, now or as of a moment.
#[utoipa::path(get, path = "/staff/members/{id}/children", tag = "staff: members",
    params(("id" = Id, Path), AsOf, PageQuery), responses((status = 200, body = Page<DeskMember>)))]
async fn children(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Query(at): Query<AsOf>,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<DeskMember>>, Refusal> {
    staff.may(Permission::MembersRead)?;
    let (before, limit) = page.read()?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        let rows = sql::children(conn, id, at.moment(), before, limit + 1)?;
        let rows = rows.into_iter().map(|node| DeskMember::then(node, program.plan())).collect();
        Ok::<_, Refusal>(DeskMember::named(conn, rows)?)
    };
    let rows: Vec<DeskMember> = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(rows, limit, |row| row.id.0)))
}

/// Lists everybody from a member up to the root of the tree, now or as of a moment: the member first.
#[utoipa::path(get, path = "/staff/members/{id}/path", tag = "staff: members", params(("id" = Id, Path), AsOf),
    responses((status = 200, body = Vec<DeskMember>)))]
async fn path(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Query(at): Query<AsOf>,
) -> Result<axum::Json<Vec<DeskMember>>, Refusal> {
    staff.may(Permission::MembersRead)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        let mut next = Some(id);
        let mut found = Vec::new();
        while let Some(member) = next.filter(|_| found.len() < MOST_LEVELS) {
            let Some(node) = sql::at(conn, member, at.moment())? else { break };
            next = node.inviter;
            found.push(DeskMember::then(node, program.plan()));
        }
        if found.is_empty() { Err(unknown()) } else { Ok(found) }
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows personal data of a member. The audit log says who looked, and why.
#[utoipa::path(post, path = "/staff/members/{id}/reveal", tag = "staff: members", params(("id" = Id, Path)),
    request_body = ReasonBody, responses((status = 200, body = RevealedView)))]
async fn reveal(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    Json(body): Json<ReasonBody>,
) -> Result<axum::Json<RevealedView>, Refusal> {
    staff.may(Permission::PersonalData)?;
    let reason = reason(&body.reason)?;
    let actor = staff.actor();
    let facts = app.facts.clone();
    // What cannot be written down is not shown.
    let run = move |work: &mut Work<'_>| {
        me::find(work.conn, id)?.ok_or_else(unknown)?;
        let detail = json!({ "reason": reason });
        audit::record(work, &actor, "member.reveal", &format!("member/{id}"), &detail)
    };
    app.writer.run(run).await?;
    let read = move |conn: &mut Conn| {
        let mut view = RevealedView { phone: None, account: None, addresses: Vec::new() };
        for (field, secret) in me::private(conn, id)? {
            let plain = open_identity(&facts.vault, id, &field, &secret)?;
            match field.as_str() {
                "phone" => view.phone = Some(plain),
                _ => view.account = Some(plain),
            }
        }
        for address in me::addresses(conn, id)? {
            view.addresses.push(addresses::open(&facts.vault, id, &address)?);
        }
        Ok::<_, Refusal>(view)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A reason as it goes into the audit log.
pub fn reason(typed: &str) -> Result<String, Refusal> {
    text::lines(typed, "/reason", 2, 500)
}

/// Gives a member a rank, or takes it.
#[utoipa::path(post, path = "/staff/members/{id}/rank", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = RankBody, responses((status = 204)))]
async fn set_rank(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<RankBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::MembersWrite)?;
    let key = key.key(&format!("POST /staff/members {id}/rank"), &body)?;
    let reason = reason(&body.reason)?;
    app.command(by, key, move |work, actor| care::rank(work, id, &body.rank, &reason, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a member another inviter. From then on what they and theirs sell counts for the new ones; what was paid stays.
#[utoipa::path(post, path = "/staff/members/{id}/inviter", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = InviterBody, responses((status = 204)))]
async fn set_inviter(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<InviterBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::MembersWrite)?;
    let key = key.key(&format!("POST /staff/members {id}/inviter"), &body)?;
    let reason = reason(&body.reason)?;
    let inviter = body.inviter.map(|Id(id)| id);
    app.command(by, key, move |work, actor| care::invite(work, id, inviter, &reason, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stops a member.
#[utoipa::path(post, path = "/staff/members/{id}/freeze", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = ReasonBody, responses((status = 204)))]
async fn freeze(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::MembersWrite)?;
    let key = key.key(&format!("POST /staff/members {id}/freeze"), &body)?;
    let reason = reason(&body.reason)?;
    app.command(by, key, move |work, actor| care::freeze(work, id, &reason, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a member who was stopped act again.
#[utoipa::path(post, path = "/staff/members/{id}/release", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = ReasonBody, responses((status = 204)))]
async fn release(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::MembersWrite)?;
    let key = key.key(&format!("POST /staff/members {id}/release"), &body)?;
    let reason = reason(&body.reason)?;
    app.command(by, key, move |work, actor| care::release(work, id, &reason, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists appeals, the newest first.
#[utoipa::path(get, path = "/staff/appeals", tag = "staff: members", params(AppealsQuery, PageQuery),
    responses((status = 200, body = Page<DeskAppeal>)))]
async fn list_appeals(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Query(query): Query<AppealsQuery>,
) -> Result<axum::Json<Page<DeskAppeal>>, Refusal> {
    staff.may(Permission::MembersRead)?;
    let (before, limit) = page.read()?;
    let state = query.state.unwrap_or_default();
    if !["", "open", "granted", "declined"].contains(&state.as_str()) {
        return Err(state_invalid());
    }
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let rows = appeals_sql::all(conn, &state, before, limit + 1)?;
        desk_appeals(conn, &facts.vault, rows)
    };
    let rows = app.reader.read(read).await?;
    Ok(axum::Json(Page::of(rows, limit, |row| row.id.0)))
}

fn desk_appeals(
    conn: &mut Conn,
    vault: &banyan_base::vault::Vault,
    rows: Vec<appeals_sql::AppealRow>,
) -> Result<Vec<DeskAppeal>, Refusal> {
    let names = nicknames(conn, rows.iter().map(|row| row.member).collect())?;
    let view = |row: appeals_sql::AppealRow| {
        let text = appeals::open(vault, &row)?;
        let appeals_sql::AppealRow { member, id, about, state, answer, decided_at, decided_by, .. } = row;
        Ok(DeskAppeal {
            id: Id(id),
            member: Id(member),
            nickname: names.get(&member).cloned().unwrap_or_default(),
            asked_at: At(id),
            about,
            text,
            state,
            answer,
            decided_at: decided_at.map(At),
            decided_by,
        })
    };
    rows.into_iter().map(view).collect()
}

/// Decides an appeal: a person does, never a program.
#[utoipa::path(post, path = "/staff/appeals/{id}/decide", tag = "staff: members", params(("id" = Id, Path), Once),
    request_body = DecideBody, responses((status = 200, body = DeskAppeal)))]
async fn decide(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<DecideBody>,
) -> Result<axum::Json<DeskAppeal>, Refusal> {
    let by = staff.herself_may(Permission::MembersWrite)?;
    let key = key.key(&format!("POST /staff/appeals {id}/decide"), &body)?;
    let answer = text::lines(&body.answer, "/answer", 2, 500)?;
    let decision = Decision { appeal: id, is_granted: body.granted, answer, actor: staff.actor() };
    app.command(by, key, move |work, _| appeals::decide(work, &decision).map(drop)).await?;
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let decided = super::store::appeals::find(conn, id)?;
        desk_appeals(conn, &facts.vault, decided.into_iter().collect())
    };
    let shown = app.reader.read(read).await?.pop();
    shown.map(axum::Json).ok_or_else(|| Refusal::broken("an appeal that is not shown"))
}
