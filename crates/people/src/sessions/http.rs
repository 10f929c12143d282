//! The routes of sessions: signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use banyan_api::guard::attempts::{self, Attempt};
use banyan_api::guard::secrets;
use banyan_api::http::{Anyone, App, Customer, Json, Once, Peer, Session};
use banyan_api::sessions::{Subject, Whose};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::TokenHash;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{PasswordBody, SessionView, SignedIn, answer, cookie, old_wrong, view};
use super::login;
use crate::members;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter, look, leave))
        .routes(routes!(leave_everywhere))
        .routes(routes!(change_password))
        .merge(super::register::routes())
        .merge(super::staff::routes())
}

/// The name and the password of whoever signs in.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LoginBody {
    /// The member's phone number or account name.
    #[schema(max_length = 128)]
    account: String,
    #[schema(max_length = 256)]
    password: String,
    /// The visitor token under which the same browser opened share links before.
    #[serde(default)]
    #[schema(max_length = 64)]
    visitor: Option<String>,
}

/// Signs a member in. The answer sets a cookie, and has the same token in it for apps.
#[utoipa::path(post, path = "/session", tag = "sessions", params(Once), request_body = LoginBody, responses((status = 200, body = SignedIn)))]
async fn enter(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    key: Once,
    Json(body): Json<LoginBody>,
) -> Result<Response, Refusal> {
    let key = key.key("POST /session", &body)?;
    attempts::rate_limit(&app, peer)?;
    let LoginBody { account, password, visitor } = body;
    let visitor = members::http::visitor_token(visitor);
    let (entered, opened) = login::login(&app, (peer, &headers), &account, password, visitor, key).await?;
    let subject = match entered.state {
        members::State::Frozen => Subject::Frozen(entered.member),
        _ => Subject::Member(entered.member),
    };
    answer(&app, &headers, StatusCode::OK, subject, opened).await
}

/// Shows who is signed in, with what a page needs to ask for more.
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

/// Whose session it is.
fn whose(subject: &Subject) -> (Whose, i64) {
    match subject {
        Subject::Member(id) | Subject::Frozen(id) => (Whose::Member, *id),
        Subject::Staff { id, .. } | Subject::Program { id, .. } => (Whose::Staff, *id),
    }
}

/// Signs out here.
#[utoipa::path(delete, path = "/session", tag = "sessions", params(Once), responses((status = 204)))]
async fn leave(State(app): State<App>, session: Session, key: Once) -> Result<Response, Refusal> {
    let TokenHash(hash) = own_session(&session)?;
    let key = key.key("DELETE /session", &hash)?;
    let owner = whose(&session.subject).1;
    app.once(owner, key, move |work| Ok(banyan_api::sessions::remove(work.conn, &hash)?)).await?;
    Ok(signed_out(&app))
}

/// Signs out everywhere.
#[utoipa::path(delete, path = "/sessions", tag = "sessions", params(Once), responses((status = 204)))]
async fn leave_everywhere(State(app): State<App>, session: Session, key: Once) -> Result<Response, Refusal> {
    let key = key.key("DELETE /sessions", &())?;
    own_session(&session)?;
    let (whose, owner) = whose(&session.subject);
    app.once(owner, key, move |work| Ok(banyan_api::sessions::remove_all_of(work.conn, whose, owner)?))
        .await?;
    Ok(signed_out(&app))
}

/// Changes one's own password, and signs out everywhere else.
#[utoipa::path(post, path = "/me/password", tag = "me", params(Once), request_body = PasswordBody, responses((status = 204)))]
async fn change_password(
    State(app): State<App>,
    Customer(member): Customer,
    session: Session,
    peer: Peer,
    key: Once,
    Json(body): Json<PasswordBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /me/password", &body)?;
    if app.answered::<()>(member, key.as_ref()).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
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
    let change = app.once(member, key, move |work| {
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
