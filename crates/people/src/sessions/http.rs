//! The routes of sessions: signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use banyan_api::access::{Permission, Role};
use banyan_api::guard::attempts::{self, Attempt};
use banyan_api::guard::secrets;
use banyan_api::http::{Anyone, App, At, COOKIE, Customer, Id, Json, Peer, Session, language};
use banyan_api::sessions::{Opened, Subject, Whose};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::TokenHash;
use banyan_plan::words::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::login;
use crate::{members, staff};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter, look, leave))
        .routes(routes!(leave_everywhere))
        .routes(routes!(change_password))
        .merge(super::register::routes())
        .merge(super::staff::routes())
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Nobody who is signed in.
    Visitor,
    /// A member.
    Member,
    /// Somebody of staff.
    Staff,
    /// A program with an API token.
    Program,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionView {
    /// Who asks.
    pub(crate) kind: Who,
    /// Her id.
    id: Option<Id>,
    /// Her nickname, or her name on staff.
    name: Option<String>,
    /// Whether staff has stopped her: she sees her own data, and may appeal.
    frozen: bool,
    /// Her role on staff.
    role: Option<Role>,
    /// What she may do.
    permissions: Vec<Permission>,
    /// Whether the code of her authenticator is still to come: until then she may do nothing.
    code_needed: bool,
    /// To be sent back as `X-CSRF-Token` with everything that changes something, when the cookie says who asks.
    csrf: Option<String>,
    /// The language of answers: `zh` or `en`.
    language: &'static str,
}

/// Somebody has signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// For apps, which have no cookies: to be sent as `Authorization: Bearer …`. Shown once.
    token: String,
    /// When it ends.
    expires_at: At,
    /// Who is signed in.
    session: SessionView,
}

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LoginBody {
    /// Her phone number or account name.
    #[schema(max_length = 128)]
    account: String,
    #[schema(max_length = 256)]
    password: String,
    /// The visitor token under which the same browser opened share links before.
    #[serde(default)]
    #[schema(max_length = 64)]
    visitor: Option<String>,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordBody {
    /// The one that holds now.
    #[schema(max_length = 256)]
    pub(super) old: String,
    /// 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    pub(super) new: String,
}

/// The session's cookie: sent by browsers to this shop only, and out of reach for scripts.
fn cookie(app: &App, token: &str, seconds: i64) -> HeaderValue {
    let secure = if app.address.starts_with("https://") { "; Secure" } else { "" };
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The answer to who has just signed in.
pub(super) async fn answer(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    subject: Subject,
    opened: Opened,
) -> Result<Response, Refusal> {
    let owner = match &subject {
        Subject::Member(id) | Subject::Frozen(id) => Some((Whose::Member, *id)),
        Subject::Staff { id, .. } => Some((Whose::Staff, *id)),
        Subject::Program { .. } => None,
    };
    let seconds = (opened.expires_at - app.clock.now().0) / banyan_plan::time::SECOND;
    let session = view(app, headers, Some(Session { subject, hash: Some(opened.token.hash()) })).await?;
    let body =
        SignedIn { token: opened.token.reveal().to_owned(), expires_at: At(opened.expires_at), session };
    let cookie = cookie(app, opened.token.reveal(), seconds);
    let mut answer = (status, [(header::SET_COOKIE, cookie)], axum::Json(body)).into_response();
    if let Some((whose, owner)) = owner {
        let device = app.devices.cookie((&app.facts, &app.address), headers, whose, owner)?;
        answer.headers_mut().append(header::SET_COOKIE, device);
    }
    Ok(answer)
}

/// Who is signed in, as she is told.
pub(super) async fn view(
    app: &App,
    headers: &HeaderMap,
    session: Option<Session>,
) -> Result<SessionView, Refusal> {
    let language = match language(headers) {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let mut view = SessionView {
        kind: Who::Visitor,
        id: None,
        name: None,
        frozen: false,
        role: None,
        permissions: Vec::new(),
        code_needed: false,
        csrf: None,
        language,
    };
    let Some(Session { subject, hash }) = session else { return Ok(view) };
    view.csrf = hash.map(|hash| app.csrf.token(&hash).reveal().to_owned());
    let id = match subject {
        Subject::Member(id) | Subject::Frozen(id) => {
            view.kind = Who::Member;
            view.frozen = matches!(subject, Subject::Frozen(_));
            view.name = app.reader.read(move |conn| members::nickname(conn, id)).await?;
            id
        }
        Subject::Staff { id, role, rights, is_strong } => {
            view.kind = Who::Staff;
            view.role = Some(role);
            view.code_needed = !is_strong;
            if is_strong {
                view.permissions = rights.list();
            }
            view.name = app.reader.read(move |conn| staff::name(conn, id)).await?;
            id
        }
        Subject::Program { id, role, rights, scopes } => {
            view.kind = Who::Program;
            view.role = Some(role);
            view.permissions = rights.list().into_iter().filter(|one| scopes.contains(one)).collect();
            id
        }
    };
    view.id = Some(Id(id));
    Ok(view)
}

/// Signs a member in. The answer sets a cookie, and has the same token in it for apps.
#[utoipa::path(post, path = "/session", tag = "sessions", request_body = LoginBody, responses((status = 200, body = SignedIn)))]
async fn enter(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    Json(body): Json<LoginBody>,
) -> Result<Response, Refusal> {
    attempts::knock(&app, peer)?;
    let LoginBody { account, password, visitor } = body;
    let visitor = members::http::visitor_token(visitor);
    let (entered, opened) = login::login(&app, (peer, &headers), &account, password, visitor).await?;
    let subject = match entered.state {
        members::State::Frozen => Subject::Frozen(entered.member),
        _ => Subject::Member(entered.member),
    };
    answer(&app, &headers, StatusCode::OK, subject, opened).await
}

/// Who is signed in, with what a page needs to ask for more.
#[utoipa::path(get, path = "/session", tag = "sessions", responses((status = 200, body = SessionView)))]
async fn look(
    State(app): State<App>,
    Anyone(session): Anyone,
    headers: HeaderMap,
) -> Result<axum::Json<SessionView>, Refusal> {
    view(&app, &headers, session).await.map(axum::Json)
}

fn signed_out(app: &App) -> Response {
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(app, "", 0))]).into_response()
}

/// A program's token is revoked by who issued it, not by itself.
fn own_session(session: &Session) -> Result<TokenHash, Refusal> {
    session.hash.ok_or_else(|| {
        let (zh, en) =
            ("API 令牌没有会话，请在后台停用令牌", "an API token has no session; revoke it in the console");
        Refusal::new(Kind::Forbidden, "person_needed", zh, en)
    })
}

/// Signs out here.
#[utoipa::path(delete, path = "/session", tag = "sessions", responses((status = 204)))]
async fn leave(State(app): State<App>, session: Session) -> Result<Response, Refusal> {
    let TokenHash(hash) = own_session(&session)?;
    app.writer.run(move |work| Ok(banyan_api::sessions::remove(work.conn, &hash)?)).await?;
    Ok(signed_out(&app))
}

/// Signs out everywhere.
#[utoipa::path(delete, path = "/sessions", tag = "sessions", responses((status = 204)))]
async fn leave_everywhere(State(app): State<App>, session: Session) -> Result<Response, Refusal> {
    own_session(&session)?;
    let (whose, owner) = match session.subject {
        Subject::Member(id) | Subject::Frozen(id) => (Whose::Member, id),
        Subject::Staff { id, .. } | Subject::Program { id, .. } => (Whose::Staff, id),
    };
    app.writer.run(move |work| Ok(banyan_api::sessions::remove_all_of(work.conn, whose, owner)?)).await?;
    Ok(signed_out(&app))
}

/// The old password does not fit.
pub(super) fn old_wrong() -> Refusal {
    Refusal::unacceptable("password_wrong", "原密码不对", "the old password is wrong").at("/old")
}

/// Changes my password, and signs me out everywhere else.
#[utoipa::path(post, path = "/me/password", tag = "me", request_body = PasswordBody, responses((status = 204)))]
async fn change_password(
    State(app): State<App>,
    Customer(member): Customer,
    session: Session,
    peer: Peer,
    Json(body): Json<PasswordBody>,
) -> Result<StatusCode, Refusal> {
    let attempt = Attempt::at(&app.facts, &format!("password:{member}"), peer);
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let facts = app.facts.clone();
    let read = app.reader.read(move |conn| {
        let names = members::known_as(conn, &facts.vault, member)?;
        Ok::<_, Refusal>((members::password(conn, member)?, names))
    });
    let (stored, names) = read.await?;
    if !secrets::verify(&app, body.old, stored.clone()).await? {
        return Err(old_wrong());
    }
    let hashed = secrets::hash(&app, body.new, &names).await.map_err(|refusal| refusal.at("/new"))?;
    let TokenHash(here) = own_session(&session)?;
    let change = app.writer.run(move |work| {
        // Another change may have been faster: the old password is none any longer.
        if members::password(work.conn, member)? != stored {
            return Err(old_wrong());
        }
        attempts::forgive(work, &attempt)?;
        members::set_password(work.conn, member, &hashed)?;
        Ok(banyan_api::sessions::remove_others_of(work.conn, Whose::Member, member, &here)?)
    });
    change.await?;
    Ok(StatusCode::NO_CONTENT)
}
