//! The routes by which somebody gets a code for their phone, and sets a password that they had forgotten or never had.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use banyan_api::http::{App, Json, Once, Peer, language};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_core::settings;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::links;
use crate::members::{self, Identity, codes};
use banyan_api::guard::attempts::rate_limit;
use banyan_api::guard::secrets;
use banyan_api::sessions::{self, Whose};
use banyan_core::audit;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(send_code))
        .routes(routes!(reset_by_phone))
        .routes(routes!(look))
        .routes(routes!(reset_by_link))
        .merge(super::desk::routes())
}

/// A phone that is to be sent a code.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SendCodeBody {
    #[schema(min_length = 4, max_length = 40)]
    phone: String,
}

/// A new password, for who holds the phone.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PhoneResetBody {
    #[schema(min_length = 4, max_length = 40)]
    phone: String,
    /// The code that was sent to it.
    #[schema(min_length = 1, max_length = 16)]
    code: String,
    /// 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    password: String,
}

/// A link from the shop.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkBody {
    /// What stands after the hash of the link, or the code as it was read out.
    #[schema(min_length = 1, max_length = 64)]
    code: String,
}

/// Whose link it is.
#[derive(Serialize, ToSchema)]
struct LinkView {
    /// Their nickname.
    nickname: String,
    /// Whether they have yet to choose what they sign in with: they were brought over from another system.
    account_needed: bool,
}

/// A new password, by a link.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkResetBody {
    #[schema(min_length = 1, max_length = 64)]
    code: String,
    /// 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    password: String,
    /// What they will sign in with, if they have nothing yet: a phone number or an account name.
    #[serde(default)]
    #[schema(max_length = 128)]
    account: Option<String>,
    /// The code that was sent to that phone, where the shop sends codes.
    #[serde(default)]
    #[schema(max_length = 16)]
    phone_code: Option<String>,
    /// The version of the terms that they agree to, if they have nothing to sign in with yet.
    #[serde(default)]
    #[schema(max_length = 40)]
    terms: Option<String>,
}

/// Sends a code to a phone. The answer is the same whether the phone has an account here or not.
#[utoipa::path(post, path = "/phone-codes", tag = "sessions", params(Once), request_body = SendCodeBody, responses((status = 204)))]
async fn send_code(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    key: Once,
    Json(body): Json<SendCodeBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /phone-codes", &body)?;
    rate_limit(&app, peer)?;
    codes::send(&app, &body.phone, language(&headers), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password by a code that was sent to the member's phone; they are signed out everywhere.
#[utoipa::path(post, path = "/password/phone", tag = "sessions", params(Once), request_body = PhoneResetBody, responses((status = 204)))]
async fn reset_by_phone(
    State(app): State<App>,
    peer: Peer,
    key: Once,
    Json(body): Json<PhoneResetBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /password/phone", &body)?;
    rate_limit(&app, peer)?;
    let PhoneResetBody { phone, code, password } = body;
    let phones = app.reader.read(|conn| settings::read(conn).map_err(Refusal::from)).await?.phones();
    let Some(Identity::Phone(phone)) = Identity::read(&phone, &phones) else {
        return Err(Identity::unreadable().at("/phone"));
    };
    // The key belongs to the phone: strangers cannot meet under the same one.
    let key = key.map(|key| key.within(&format!("POST /password/phone {phone}")));
    if app.answered::<()>(0, key.as_ref()).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    codes::guess(&app, &phone).await?;
    let (identity, facts) = (Identity::Phone(phone.clone()), app.facts.clone());
    let hashes = identity.digests(&facts.vault, &phones);
    let asked = hashes.clone();
    let known_as = app.reader.read(move |conn| {
        let login = members::login_of(conn, asked)?;
        login.map_or(Ok(Vec::new()), |login| members::known_as(conn, &facts.vault, login.member))
    });
    let mut names = known_as.await?;
    names.push(phone.clone());
    let hashed = secrets::hash(&app, password, &names).await?;
    let run = app.once(0, key, move |work| {
        codes::take(work, &phone, &code)?;
        // Only now is it told whether there is an account: to who holds the phone.
        let login = members::login_of(work.conn, hashes.clone())?.ok_or_else(no_account)?;
        let (member, now) = (login.member, work.id());
        members::set_password(work.conn, member, &hashed)?;
        members::verified(work.conn, hashes, now)?;
        members::proofs::forget_link(work.conn, member)?;
        sessions::remove_all_of(work.conn, Whose::Member, member)?;
        let (actor, subject) = (format!("member:{member}"), format!("member/{member}"));
        audit::record(work, &actor, "member.password", &subject, &json!({ "by": "phone" }))
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}

fn no_account() -> Refusal {
    Refusal::new(
        Kind::NotFound,
        "phone_without_account",
        "这个手机号没有注册过，请先注册",
        "no account has this phone number; please register",
    )
    .at("/phone")
}

/// Shows whose link it is, before the member chooses a password.
#[utoipa::path(post, path = "/password/link/look", tag = "sessions", request_body = LinkBody,
    responses((status = 200, body = LinkView)))]
async fn look(
    State(app): State<App>,
    peer: Peer,
    Json(body): Json<LinkBody>,
) -> Result<axum::Json<LinkView>, Refusal> {
    rate_limit(&app, peer)?;
    let (facts, now) = (app.facts.clone(), app.clock.now().0);
    let found = app.reader.read(move |conn| links::find(conn, &facts, &body.code, now)).await?;
    Ok(axum::Json(LinkView { nickname: found.nickname, account_needed: found.known_as.is_empty() }))
}

/// Sets a password by a link from the shop; the link is good no longer, and they are signed out everywhere.
#[utoipa::path(post, path = "/password/link", tag = "sessions", params(Once), request_body = LinkResetBody, responses((status = 204)))]
async fn reset_by_link(
    State(app): State<App>,
    peer: Peer,
    key: Once,
    Json(body): Json<LinkResetBody>,
) -> Result<StatusCode, Refusal> {
    let key = key.key("POST /password/link", &body)?;
    rate_limit(&app, peer)?;
    let LinkResetBody { code, password, account, phone_code, terms } = body;
    // The key belongs to the link: strangers cannot meet under the same one.
    let key = key.map(|key| key.within(&format!("POST /password/link {code}")));
    if app.answered::<()>(0, key.as_ref()).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let (facts, asked, now) = (app.facts.clone(), code.clone(), app.clock.now().0);
    let read = app.reader.read(move |conn| {
        let phones = settings::read(conn)?.phones();
        Ok::<_, Refusal>((links::find(conn, &facts, &asked, now)?, phones))
    });
    let (found, phones) = read.await?;
    let mut names = found.known_as;
    let mut identity = None;
    let mut agreed = None;
    if names.is_empty() {
        let read = account.as_deref().and_then(|typed| Identity::read(typed, &phones));
        let chosen = read.ok_or_else(Identity::unreadable)?;
        agreed = Some(text::line(terms.as_deref().unwrap_or_default(), "/terms", 1, 40)?);
        names.push(chosen.text().to_owned());
        let proof = codes::proof(&app, &chosen, phone_code).await?;
        identity = Some((chosen, proof));
    }
    let password = secrets::hash(&app, password, &names).await?;
    let set = links::Set { code, password, identity, terms: agreed };
    app.once(0, key, move |work| links::set(work, &set).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT)
}
