//! The routes by which staff signs in, and by which a shop gets its first owner.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use banyan_api::access::{Rights, Role, forbidden};
use banyan_api::guard::attempts::{self, Attempt, rate_limit};
use banyan_api::guard::secrets;
use banyan_api::http::{App, Json, Once, Peer, Session, Staff};
use banyan_api::sessions::{self, Subject, Whose};
use banyan_base::refusal::Refusal;
use banyan_base::tokens::TokenHash;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{PasswordBody, answer, old_wrong, view};
use super::{SessionView, SignedIn, login_wrong};
use crate::staff::{accounts, roles, second, store};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(set_up))
        .routes(routes!(enter))
        .routes(routes!(give_code))
        .routes(routes!(change_password))
        .routes(routes!(offer))
        .routes(routes!(confirm))
}

/// The first owner.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetUpBody {
    #[schema(min_length = 2, max_length = 32)]
    login: String,
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    /// 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    password: String,
}

/// The name and the password of whoever signs in.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StaffLoginBody {
    #[schema(max_length = 64)]
    login: String,
    #[schema(max_length = 256)]
    password: String,
}

/// A code of an authenticator app, or a recovery code.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeBody {
    #[schema(max_length = 64)]
    code: String,
}

/// Proof that the owner of the account sets up another second factor.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfferBody {
    #[schema(max_length = 256)]
    password: String,
    /// A code of the authenticator that holds so far, or a recovery code, if they have one.
    #[serde(default)]
    #[schema(max_length = 64)]
    code: Option<String>,
}

/// A secret for an authenticator app.
#[derive(Serialize, ToSchema)]
struct OfferView {
    /// To type in.
    secret: String,
    /// To show as a QR code.
    uri: String,
}

/// Recovery codes: each is good once, and they are shown once.
#[derive(Serialize, ToSchema)]
struct RecoveryView {
    codes: Vec<String>,
}

/// Gives a shop in which nobody works its first owner, and signs them in.
#[utoipa::path(post, path = "/setup", tag = "sessions", params(Once), request_body = SetUpBody, responses((status = 201, body = SignedIn)))]
async fn set_up(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    key: Once,
    Json(body): Json<SetUpBody>,
) -> Result<Response, Refusal> {
    let key = key.key("POST /setup", &body)?;
    rate_limit(&app, peer)?;
    // Asked before the password is hashed, so that nobody makes a shop that is set up work for nothing; decided below.
    let is_empty = app.reader.read(|conn| store::is_empty(conn).map_err(Refusal::from)).await?;
    let SetUpBody { login, name, password } = body;
    let hashed = if is_empty {
        secrets::hash(&app, password, std::slice::from_ref(&login)).await?
    } else {
        String::new()
    };
    let run = app.once_secret(0, key, move |work| {
        let id = accounts::create_owner(work, &login, &name, &hashed)?;
        Ok((id, sessions::open(work, Whose::Staff, id, true)?))
    });
    let (id, opened) = run.await?;
    let role = Role::Owner;
    let subject = Subject::Staff { id, role, rights: Rights::usual(role), is_strong: true };
    answer(&app, &headers, StatusCode::CREATED, subject, opened).await
}

/// Signs staff in. Who has an authenticator gives its code next; until then they may do nothing.
#[utoipa::path(post, path = "/staff/session", tag = "sessions", params(Once), request_body = StaffLoginBody,
    responses((status = 200, body = SignedIn)))]
async fn enter(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    key: Once,
    Json(body): Json<StaffLoginBody>,
) -> Result<Response, Refusal> {
    let key = key.key("POST /staff/session", &body)?;
    rate_limit(&app, peer)?;
    let login = accounts::login(&body.login).map_err(|_| login_wrong())?;
    let name = login.clone();
    let found = app.reader.read(move |conn| store::by_login(conn, &name)).await?;
    let found = found.filter(|row| row.is_active);
    let device =
        found.as_ref().and_then(|row| app.devices.known(app.cookies(), &headers, Whose::Staff, row.id));
    let attempt = Attempt::to_sign_in(&app.facts, &format!("staff:{login}"), peer, device.as_ref());
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let stored = found.as_ref().map(|row| row.password.clone());
    if !secrets::verify(&app, body.password, stored).await? {
        return Err(login_wrong());
    }
    let found = found.ok_or_else(login_wrong)?;
    let run = app.once_secret(found.id, key, move |work| {
        // What they may do may have changed while their password was being checked.
        let now = store::by_login(work.conn, &login)?.ok_or_else(login_wrong)?;
        if !now.is_active || now.password != found.password {
            return Err(login_wrong());
        }
        attempts::forgive(work, &attempt)?;
        let is_strong = now.totp.is_none();
        let opened = sessions::open(work, Whose::Staff, now.id, is_strong)?;
        let rights = roles::rights(work.conn, now.role)?;
        Ok((Subject::Staff { id: now.id, role: now.role, rights, is_strong }, opened))
    });
    let (subject, opened) = run.await?;
    answer(&app, &headers, StatusCode::OK, subject, opened).await
}

fn staff_session(session: &Session) -> Result<(i64, TokenHash), Refusal> {
    match (&session.subject, session.hash) {
        (Subject::Staff { id, .. }, Some(hash)) => Ok((*id, hash)),
        _ => Err(forbidden()),
    }
}

/// Gives the code of an authenticator, or a recovery code.
#[utoipa::path(post, path = "/staff/session/code", tag = "sessions", params(Once), request_body = CodeBody,
    responses((status = 200, body = SessionView)))]
async fn give_code(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    session: Session,
    key: Once,
    Json(body): Json<CodeBody>,
) -> Result<axum::Json<SessionView>, Refusal> {
    let (id, hash) = staff_session(&session)?;
    let key = key.key("POST /staff/session/code", &(&body, &hash.0))?;
    let attempt = Attempt::at(&app.facts, &format!("code:{id}"), peer);
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let run = app.once(id, key, move |work| {
        second::check(work, id, &body.code)?;
        attempts::forgive(work, &attempt)?;
        Ok(sessions::make_strong(work.conn, &hash.0)?)
    });
    run.await?;
    let mut session = session;
    if let Subject::Staff { is_strong, .. } = &mut session.subject {
        *is_strong = true;
    }
    view(&app, &headers, Some(session)).await.map(axum::Json)
}

/// Changes one's own password, and signs out everywhere else.
#[utoipa::path(post, path = "/staff/me/password", tag = "staff: accounts", params(Once), request_body = PasswordBody,
    responses((status = 204)))]
async fn change_password(
    State(app): State<App>,
    staff: Staff,
    session: Session,
    peer: Peer,
    key: Once,
    Json(body): Json<PasswordBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /staff/me/password", &body)?;
    let (id, here) = staff_session(&session)?;
    if app.answered::<()>(id, key.as_ref()).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let attempt = Attempt::at(&app.facts, &format!("staff password:{id}"), peer);
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let found = app.reader.read(move |conn| store::find(conn, id)).await?;
    let stored = found.as_ref().map(|row| row.password.clone());
    if !secrets::verify(&app, body.old, stored.clone()).await? {
        return Err(old_wrong());
    }
    let login = found.map(|row| row.login).unwrap_or_default();
    let hashed = secrets::hash(&app, body.new, &[login]).await.map_err(|refusal| refusal.at("/new"))?;
    let actor = staff.actor();
    let run = app.once(id, key, move |work| {
        // Another change may have been faster: the old password is none any longer.
        if store::find(work.conn, id)?.map(|row| row.password) != stored {
            return Err(old_wrong());
        }
        attempts::forgive(work, &attempt)?;
        store::set_password(work.conn, id, &hashed)?;
        sessions::remove_others_of(work.conn, Whose::Staff, id, &here.0)?;
        banyan_core::audit::record(
            work,
            &actor,
            "staff.password",
            &format!("staff/{id}"),
            &serde_json::json!({}),
        )
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Offers a secret for an authenticator app. What holds so far stays until a code of the new one was given. A session
/// alone is not enough: it takes the password, and the code of the authenticator that holds so far, if there is one.
#[utoipa::path(post, path = "/staff/me/totp", tag = "staff: accounts", params(Once), request_body = OfferBody,
    responses((status = 200, body = OfferView)))]
async fn offer(
    State(app): State<App>,
    _staff: Staff,
    session: Session,
    peer: Peer,
    key: Once,
    Json(body): Json<OfferBody>,
) -> Result<axum::Json<OfferView>, Refusal> {
    let key = key.key("POST /staff/me/totp", &body)?;
    let (id, _) = staff_session(&session)?;
    let attempt = Attempt::at(&app.facts, &format!("staff password:{id}"), peer);
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let OfferBody { password, code } = body;
    let stored = app.reader.read(move |conn| store::find(conn, id)).await?.map(|row| row.password);
    if !secrets::verify(&app, password, stored.clone()).await? {
        return Err(password_wrong());
    }
    let run = app.once_secret(id, key, move |work| {
        if store::find(work.conn, id)?.map(|row| row.password) != stored {
            return Err(password_wrong());
        }
        second::check(work, id, code.as_deref().unwrap_or_default())?;
        attempts::forgive(work, &attempt)?;
        let name = work.settings().name.clone();
        Ok((name, second::offer(work, id)?))
    });
    let (shop, (login, secret)) = run.await?;
    let uri = secret.uri(&shop, &login);
    Ok(axum::Json(OfferView { secret: secret.base32(), uri }))
}

fn password_wrong() -> Refusal {
    Refusal::unacceptable("password_wrong", "密码不对", "the password is wrong").at("/password")
}

/// Takes the secret that was offered; gives recovery codes, and signs me out everywhere else.
#[utoipa::path(post, path = "/staff/me/totp/confirm", tag = "staff: accounts", params(Once), request_body = CodeBody,
    responses((status = 200, body = RecoveryView)))]
async fn confirm(
    State(app): State<App>,
    staff: Staff,
    session: Session,
    key: Once,
    Json(body): Json<CodeBody>,
) -> Result<axum::Json<RecoveryView>, Refusal> {
    let key = key.key("POST /staff/me/totp/confirm", &body)?;
    let (id, here) = staff_session(&session)?;
    let actor = staff.actor();
    let run = app.once_secret(id, key, move |work| {
        let codes = second::confirm(work, id, &body.code, &actor)?;
        // Whoever signed in without it, or with the one before, signs in again.
        sessions::remove_others_of(work.conn, Whose::Staff, id, &here.0)?;
        Ok(codes)
    });
    let codes = run.await?;
    let codes = codes.iter().map(|code| code.reveal().to_owned()).collect();
    Ok(axum::Json(RecoveryView { codes }))
}
