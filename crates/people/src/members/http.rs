//! The routes of members: what a member sees and does themselves.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::guard::attempts::rate_limit;
use banyan_api::http::{
    App, At, Customer, Id, Json, MadeView, Once, Page, PageQuery, Path, Peer, Person, Query, Visitor,
};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_base::vault::mask_phone;
use banyan_plan::time::DAY;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::register::enrol_herself;
use super::store::{me as sql, promoter_of, visits as visits_sql};
use super::views::{MeView, PersonView, RankChangeView, consent, rank_view};
use super::visits::Opened;
use super::{State as MemberState, addresses, open_identity, people, visits};
use crate::members::recipient::RecipientBody;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(look, change))
        .routes(routes!(enrol))
        .routes(routes!(list_addresses, add_address))
        .routes(routes!(change_address, remove_address))
        .routes(routes!(list_people))
        .routes(routes!(list_ranks))
        .routes(routes!(invitation))
        .routes(routes!(who_invites))
        .routes(routes!(funnel))
        .routes(routes!(visit))
        .merge(super::appeals_http::routes())
}

/// Another nickname.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NicknameBody {
    /// What others see.
    #[schema(min_length = 1, max_length = 30)]
    nickname: String,
}

/// A customer who wants to be a promoter.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnrolBody {
    /// Whether they say that they have reached the age that the shop asks of promoters.
    #[serde(default)]
    adult: bool,
}

/// An address to keep.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressBody {
    /// 收件人
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    /// 手机号
    #[schema(min_length = 4, max_length = 40)]
    phone: String,
    /// 省、市、区和详细地址
    #[schema(min_length = 1, max_length = 300)]
    address: String,
    /// Whether it is the one that orders begin with.
    #[serde(default)]
    preferred: bool,
}

impl AddressBody {
    fn read(self) -> (RecipientBody, bool) {
        let Self { name, phone, address, preferred } = self;
        (RecipientBody { name, phone, address }, preferred)
    }
}

/// One of my addresses.
#[derive(Debug, Serialize, ToSchema)]
struct AddressView {
    id: Id,
    name: String,
    phone: String,
    address: String,
    /// Whether it is the one that orders begin with.
    preferred: bool,
}

/// My invitation code.
#[derive(Debug, Serialize, ToSchema)]
struct InvitationView {
    code: String,
    /// A link to the shop with the code in it; add it as `via` to any address of the shop.
    link: String,
}

/// Whose invitation it is.
#[derive(Debug, Serialize, ToSchema)]
struct InviterView {
    /// Their nickname.
    nickname: String,
}

/// A moment in the past.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// As things stood at this moment; now if it is left out.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(crate) at: Option<At>,
}

impl AsOf {
    /// The moment; without one, the end of time.
    pub(crate) fn moment(&self) -> i64 {
        self.at.map_or(i64::MAX, |At(at)| at)
    }
}

/// How many days back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DaysQuery {
    /// 1 to 366, usually 30.
    #[param(minimum = 1, maximum = 366)]
    days: Option<i64>,
}

/// What came of my links.
#[derive(Debug, Serialize, ToSchema)]
struct FunnelView {
    /// Links opened.
    clicks: i64,
    /// Different people who opened them, as far as browsers tell.
    visitors: i64,
    /// People who joined through me.
    members: i64,
    /// Paid orders credited to me.
    orders: i64,
}

/// A share link that was opened.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VisitBody {
    /// The promoter's code.
    #[schema(min_length = 1, max_length = 500)]
    code: String,
    /// The product that the link led to.
    #[serde(default)]
    product: Option<Id>,
    /// A random token that the browser keeps, for visitors who are not signed in; give it again on signing in.
    #[serde(default)]
    #[schema(min_length = 16, max_length = 64)]
    visitor: Option<String>,
}

/// Whether it counted.
#[derive(Debug, Serialize, ToSchema)]
struct VisitView {
    /// Not if the code is nobody's or one's own, or the same link was opened just before.
    counted: bool,
}

/// A visitor's token, if it is one: long enough that nobody hits another's by chance.
pub(crate) fn visitor_token(token: Option<String>) -> Option<String> {
    token.filter(|token| {
        (16..=64).contains(&token.len())
            && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    })
}

/// Reads a nickname that somebody chose; a phone number is none, as others see it.
pub(crate) fn nickname(typed: &str, phones: &banyan_base::vault::Phones) -> Result<String, Refusal> {
    let nickname = text::name(typed, "/nickname", 1, 30)?;
    if phones.normal(&nickname).is_some() {
        return Err(Refusal::unacceptable(
            "nickname_is_phone",
            "昵称别人看得到，请不要用手机号",
            "others see your nickname: please do not use a phone number",
        )
        .at("/nickname"));
    }
    Ok(nickname)
}

fn mine(conn: &mut Conn, member: i64) -> Result<sql::MemberRow, Refusal> {
    sql::find(conn, member)?.ok_or_else(|| Refusal::not_found("会员", "member"))
}

/// Shows the signed-in member's own account.
#[utoipa::path(get, path = "/me", tag = "me", responses((status = 200, body = MeView)))]
async fn look(State(app): State<App>, Person(member): Person) -> Result<axum::Json<MeView>, Refusal> {
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let row = mine(conn, member)?;
        let program = shop.plan.get(conn)?;
        let (mut phone, mut account) = (None, None);
        for (field, secret) in sql::private(conn, member)? {
            let plain = open_identity(&shop.facts.vault, member, &field, &secret)?;
            if field == "phone" {
                phone = Some(mask_phone(&plain));
            } else {
                account = Some(plain);
            }
        }
        let inviter = match row.inviter {
            Some(inviter) => super::nickname(conn, inviter)?,
            None => None,
        };
        let agreed = consent(&row);
        Ok::<_, Refusal>(MeView {
            id: Id(row.id),
            phone,
            account,
            rank: rank_view(program.plan(), row.rank),
            promoter_at: row.promoter_at.map(At),
            state: row.state.word(),
            joined_at: At(row.id),
            inviter,
            invited: row.direct,
            terms: agreed.terms,
            of_age: agreed.of_age,
            nickname: row.nickname,
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Changes the signed-in member's nickname.
#[utoipa::path(patch, path = "/me", tag = "me", params(Once), request_body = NicknameBody, responses((status = 204)))]
async fn change(
    State(app): State<App>,
    Customer(member): Customer,
    key: Once,
    Json(body): Json<NicknameBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("PATCH /me", &body)?;
    let write = move |work: &mut banyan_core::work::Work<'_>| {
        let nickname = nickname(&body.nickname, &work.settings().phones())?;
        Ok(sql::set_nickname(work.conn, member, &nickname)?)
    };
    app.once(member, key, write).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes the member a promoter, if the plan lets customers become promoters by saying so.
#[utoipa::path(post, path = "/me/promoter", tag = "me", params(Once), request_body = EnrolBody, responses((status = 204)))]
async fn enrol(
    State(app): State<App>,
    Customer(member): Customer,
    key: Once,
    Json(body): Json<EnrolBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /me/promoter", &body)?;
    app.once(member, key, move |work| enrol_herself(work, member, body.adult)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the member's addresses, the preferred one first.
#[utoipa::path(get, path = "/me/addresses", tag = "me", responses((status = 200, body = Vec<AddressView>)))]
async fn list_addresses(
    State(app): State<App>,
    Customer(member): Customer,
) -> Result<axum::Json<Vec<AddressView>>, Refusal> {
    let facts = app.facts.clone();
    let read = move |conn: &mut Conn| {
        let view = |row: sql::AddressRow| {
            let RecipientBody { name, phone, address } = addresses::open(&facts.vault, member, &row)?;
            Ok(AddressView { id: Id(row.id), name, phone, address, preferred: row.is_preferred })
        };
        sql::addresses(conn, member)?.into_iter().map(view).collect::<Result<_, Refusal>>()
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Adds an address.
#[utoipa::path(post, path = "/me/addresses", tag = "me", params(Once), request_body = AddressBody, responses((status = 201, body = MadeView)))]
async fn add_address(
    State(app): State<App>,
    Customer(member): Customer,
    key: Once,
    Json(body): Json<AddressBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let key = key.key("POST /me/addresses", &body)?;
    let (recipient, preferred) = body.read();
    let id = app.once(member, key, move |work| addresses::add(work, member, &recipient, preferred)).await?;
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(id))))
}

/// Replaces one of the member's addresses.
#[utoipa::path(put, path = "/me/addresses/{id}", tag = "me", params(("id" = Id, Path), Once), request_body = AddressBody,
    responses((status = 204)))]
async fn change_address(
    State(app): State<App>,
    Customer(member): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<AddressBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key(&format!("PUT /me/addresses {id}"), &body)?;
    let (recipient, preferred) = body.read();
    app.once(member, key, move |work| addresses::change(work, member, id, &recipient, preferred)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes one of the member's addresses.
#[utoipa::path(delete, path = "/me/addresses/{id}", tag = "me", params(("id" = Id, Path), Once), responses((status = 204)))]
async fn remove_address(
    State(app): State<App>,
    Customer(member): Customer,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let key = key.key(&format!("DELETE /me/addresses {id}"), &())?;
    app.once(member, key, move |work| addresses::remove(work, member, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists whom the member invited, by nickname and totals. The cursor is a place in the list: it tells nothing about anybody.
#[utoipa::path(get, path = "/me/people", tag = "me", params(PageQuery), responses((status = 200, body = Page<PersonView>)))]
async fn list_people(
    State(app): State<App>,
    Customer(member): Customer,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<PersonView>>, Refusal> {
    let (left, limit) = page.read()?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        people::people(conn, program.plan(), member, left, limit)
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists the member's ranks, the newest first; the first is the one held at the moment that is asked for.
#[utoipa::path(get, path = "/me/ranks", tag = "me", params(AsOf), responses((status = 200, body = Vec<RankChangeView>)))]
async fn list_ranks(
    State(app): State<App>,
    Person(member): Person,
    Query(at): Query<AsOf>,
) -> Result<axum::Json<Vec<RankChangeView>>, Refusal> {
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let program = shop.plan.get(conn)?;
        let rows = sql::ranks(conn, member, at.moment(), 500)?;
        let view = |row| RankChangeView::of(row, program.plan());
        Ok::<_, Refusal>(rows.into_iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows the member's invitation code, if the member is a promoter.
#[utoipa::path(get, path = "/me/invitation", tag = "me", responses((status = 200, body = InvitationView)))]
async fn invitation(
    State(app): State<App>,
    Customer(member): Customer,
) -> Result<axum::Json<InvitationView>, Refusal> {
    let row = app.reader.read(move |conn| mine(conn, member)).await?;
    if row.rank == 0 || row.state != MemberState::Active {
        return Err(Refusal::conflict(
            "promoters_only",
            "成为推广者后才有邀请码",
            "only promoters have an invitation code",
        ));
    }
    let link = format!("{}/?via={}", app.address.trim_end_matches('/'), row.code);
    Ok(axum::Json(InvitationView { code: row.code, link }))
}

/// Shows whose invitation a code is.
#[utoipa::path(get, path = "/invitations/{code}", tag = "sessions", params(("code" = String, Path)),
    responses((status = 200, body = InviterView)))]
async fn who_invites(
    State(app): State<App>,
    peer: Peer,
    Path(code): Path<String>,
) -> Result<axum::Json<InviterView>, Refusal> {
    rate_limit(&app, peer)?;
    let read = move |conn: &mut Conn| {
        let unknown = || Refusal::not_found("邀请码", "invitation");
        if code.len() > 64 || code.contains('\0') {
            return Err(unknown());
        }
        let promoter = promoter_of(conn, &code)?.ok_or_else(unknown)?;
        super::nickname(conn, promoter)?.ok_or_else(unknown)
    };
    let nickname = app.reader.read(read).await?;
    Ok(axum::Json(InviterView { nickname }))
}

/// Shows what came of the member's share links: clicks, visitors, members, orders.
#[utoipa::path(get, path = "/me/funnel", tag = "me", params(DaysQuery), responses((status = 200, body = FunnelView)))]
async fn funnel(
    State(app): State<App>,
    Customer(member): Customer,
    Query(query): Query<DaysQuery>,
) -> Result<axum::Json<FunnelView>, Refusal> {
    let days = query.days.unwrap_or(30);
    if !(1..=366).contains(&days) {
        return Err(
            Refusal::new(Kind::Malformed, "days", "days 应为 1 到 366", "expected 1 to 366 days").at("days")
        );
    }
    let since = app.clock.now().0 - days * DAY;
    let found = app.reader.read(move |conn| visits_sql::funnel(conn, member, since)).await?;
    let visits_sql::Funnel { clicks, visitors, members, orders } = found;
    Ok(axum::Json(FunnelView { clicks, visitors, members, orders }))
}

/// Records that a share link was opened.
#[utoipa::path(post, path = "/visits", tag = "sessions", params(Once), request_body = VisitBody, responses((status = 200, body = VisitView)))]
async fn visit(
    State(app): State<App>,
    peer: Peer,
    Visitor(member): Visitor,
    key: Once,
    Json(body): Json<VisitBody>,
) -> Result<axum::Json<VisitView>, Refusal> {
    let key = key.key("POST /visits", &body)?;
    rate_limit(&app, peer)?;
    let VisitBody { code, product, visitor } = body;
    let code = if code.len() > 500 || code.contains('\0') { String::new() } else { code };
    let visitor = visitor_token(visitor);
    // Strangers cannot meet under the same key: it belongs to the browser.
    let key = key.map(|key| key.within(&format!("POST /visits {member:?} {visitor:?}")));
    let opened = Opened { code, product: product.map(|Id(id)| id), member, visitor };
    let counted = app.once(0, key, move |work| visits::visit(work, &opened)).await?;
    Ok(axum::Json(VisitView { counted }))
}
