//! The route by which somebody registers as a member: they are signed in at once.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use banyan_api::guard::attempts::rate_limit;
use banyan_api::guard::secrets;
use banyan_api::http::{App, Json, Once, Peer, language};
use banyan_api::sessions::{self, Subject, Whose};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_core::settings;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::SignedIn;
use super::answer::answer;
use crate::members::{self, Identity, Register, codes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(join))
}

/// Somebody who registers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RegisterBody {
    /// Their phone number, or an account name of 3 to 32 letters and digits that begins with a letter.
    #[schema(min_length = 3, max_length = 128)]
    account: String,
    /// 8 to 256 characters.
    #[schema(min_length = 8, max_length = 256)]
    password: String,
    /// The code that was sent to the phone number, where the shop sends codes.
    #[serde(default)]
    #[schema(max_length = 16)]
    phone_code: Option<String>,
    /// What others see.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 30)]
    nickname: Option<String>,
    /// An invitation code, or the link that it came in.
    #[serde(default)]
    #[schema(max_length = 500)]
    via: Option<String>,
    /// Whether they want to be a promoter at once, if the plan lets them.
    #[serde(default)]
    promoter: bool,
    /// The version of the terms that they agree to.
    #[schema(min_length = 1, max_length = 40)]
    terms: String,
    /// Whether they say that they have reached the age that the shop asks of promoters.
    #[serde(default)]
    adult: bool,
    /// The token under which their browser opened share links.
    #[serde(default)]
    #[schema(max_length = 64)]
    visitor: Option<String>,
}

/// Registers, and signs in. Where the shop sends codes, a phone number takes the code that was sent to it. Whoever was
/// brought over from another system with this phone number, and has never signed in, is the same member.
#[utoipa::path(post, path = "/members", tag = "sessions",
    params(("Idempotency-Key" = Option<String>, Header, description = "asked again with the same key and password, it is the same member")),
    request_body = RegisterBody, responses((status = 201, body = SignedIn)))]
async fn join(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    once: Once,
    Json(body): Json<RegisterBody>,
) -> Result<Response, Refusal> {
    rate_limit(&app, peer)?;
    let phones = app.reader.read(|conn| settings::read(conn).map_err(Refusal::from)).await?.phones();
    let identity = Identity::read(&body.account, &phones).ok_or_else(Identity::unreadable)?;
    let nickname =
        body.nickname.as_deref().map(|typed| members::http::nickname(typed, &phones)).transpose()?;
    let terms = text::line(&body.terms, "/terms", 1, 40)?;
    // The key belongs to who registers: strangers cannot meet under the same one. Their password is no part of what is
    // remembered; it is checked below.
    let hash = identity.digests(&app.facts.vault, &phones).swap_remove(0);
    let what = format!("POST /members {}", data_encoding::HEXLOWER.encode(&hash));
    let key = once.key(&what, &(&body.via, &body.nickname, body.promoter, &terms))?;
    let key = key.map(|key| key.within(&what));
    let names = [body.account.clone(), identity.text().to_owned()];
    let hashed = secrets::hash(&app, body.password.clone(), &names).await?;
    let phone_code = codes::proof(&app, &identity, body.phone_code).await?;
    let new = Register {
        identity,
        phone_code,
        password: hashed,
        nickname,
        via: body.via.filter(|via| !via.trim().is_empty()),
        promoter: body.promoter,
        terms,
        adult: body.adult,
        visitor: members::http::visitor_token(body.visitor),
        chinese: language(&headers) == banyan_plan::words::Lang::Zh,
        key,
    };
    let (done, is_new) = app.writer.run(move |work| members::register(work, &new)).await?;
    if !is_new {
        let stored = app.reader.read(move |conn| members::password(conn, done.member)).await?;
        if !secrets::verify(&app, body.password, stored).await? {
            return Err(Refusal::new(
                Kind::Conflict,
                "phone_taken",
                "这个账号不能再注册，请直接登录",
                "this account cannot register again; please sign in",
            ));
        }
    }
    let opened = app.writer.run(move |work| sessions::open(work, Whose::Member, done.member, true)).await?;
    answer(&app, &headers, StatusCode::CREATED, Subject::Member(done.member), opened).await
}
