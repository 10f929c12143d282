//! Who asks: a session's cookie, or a token in the `Authorization` header.
//!
//! A cookie travels by itself, so whatever changes something also needs the session's `X-CSRF-Token`. A token does not.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::{Token, TokenHash, read_api};

use super::App;
use crate::access::{Permission, Rights, forbidden};
use crate::sessions::Subject;

/// The session's cookie.
pub const COOKIE: &str = "banyan_session";
/// The header that proves that a page of ours asks.
pub(super) const CSRF: &str = "x-csrf-token";

/// Anybody, signed in or not.
#[derive(Debug, Clone)]
pub struct Anyone(pub Option<Session>);

/// Who is signed in, and by what.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub subject: Subject,
    /// The session's hash; nothing for a program, whose token signs nobody in or out.
    pub hash: Option<TokenHash>,
}

/// A member who is signed in, even if staff has stopped them: for their own data, and to appeal.
#[derive(Debug, Clone, Copy)]
pub struct Person(pub i64);

/// Where a request comes from, if that is known.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub Option<IpAddr>);

/// A visitor who may be a member.
#[derive(Debug, Clone, Copy)]
pub struct Visitor(pub Option<i64>);

/// A member who is signed in.
#[derive(Debug, Clone, Copy)]
pub struct Customer(pub i64);

/// Somebody of staff, or a program of theirs.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Its id.
    pub id: i64,
    rights: Rights,
    scopes: Option<Vec<Permission>>,
}

/// Somebody of staff who may do what they ask for: what a command of theirs needs.
#[derive(Debug, Clone)]
pub struct Allowed {
    id: i64,
    actor: String,
}

impl Allowed {
    /// Who.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Their name in the audit log.
    pub fn actor(&self) -> &str {
        &self.actor
    }
}

impl Staff {
    /// Refuses what they may not do.
    pub fn may(&self, permission: Permission) -> Result<Allowed, Refusal> {
        let in_scope = self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&permission));
        if !in_scope || !self.rights.may(permission) {
            return Err(forbidden());
        }
        Ok(Allowed { id: self.id, actor: self.actor() })
    }

    /// Whether they may know who earned what: that takes seeing members and seeing the ledger, whichever report it is in.
    pub fn sees_incomes(&self) -> bool {
        self.may(Permission::MembersRead).is_ok() && self.may(Permission::LedgerRead).is_ok()
    }

    /// Whether they may know who members are.
    pub fn sees_members(&self) -> bool {
        self.may(Permission::MembersRead).is_ok()
    }

    /// Refuses what they may not do, and programs: for what would let a program reach beyond its own scopes.
    pub fn herself_may(&self, permission: Permission) -> Result<Allowed, Refusal> {
        let allowed = self.may(permission)?;
        if self.is_person() {
            return Ok(allowed);
        }
        Err(Refusal::new(
            Kind::Forbidden,
            "person_needed",
            "这项操作不能用 API 令牌，请登录后台操作",
            "no API token can do this; please sign in to the console",
        ))
    }

    /// What they may do themselves; a program may do no more, and only what its token is for.
    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// Whether a person asks, not a program.
    pub(crate) fn is_person(&self) -> bool {
        self.scopes.is_none()
    }

    /// Their name in the audit log.
    pub fn actor(&self) -> String {
        format!("{}:{}", if self.is_person() { "staff" } else { "token" }, self.id)
    }
}

/// The session token of a request, if there is one.
pub(super) fn cookie(app: &App, headers: &HeaderMap) -> Option<Token> {
    app.cookies().read(headers, COOKIE).map(Token::received)
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn signed_out() -> Refusal {
    Refusal::new(Kind::Unauthenticated, "signed_out", "请先登录", "please sign in first")
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

async fn session(parts: &Parts, app: &App) -> Result<Option<Session>, Refusal> {
    let now = app.clock.now().0;
    if let Some(text) = bearer(&parts.headers) {
        // A session's token may also come this way: apps have no cookies.
        let found = if let Ok(token) = read_api(text) {
            let found = app.sessions.program(token.hash(), now).await?;
            found.map(|subject| Session { subject, hash: None })
        } else {
            let hash = Token::received(text).hash();
            let found = app.sessions.person(hash, now).await?;
            found.map(|subject| Session { subject, hash: Some(hash) })
        };
        return found.map(Some).ok_or_else(signed_out);
    }
    let Some(token) = cookie(app, &parts.headers) else { return Ok(None) };
    let hash = token.hash();
    let found = app.sessions.person(hash, now).await?;
    if found.is_some() && !is_safe(&parts.method) {
        let sent = parts.headers.get(CSRF).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !app.csrf.is_valid(&hash, sent) {
            return Err(Refusal::new(
                Kind::Forbidden,
                "csrf",
                "页面已过期，请刷新后再试",
                "the page is out of date; please reload it and try again",
            ));
        }
    }
    Ok(found.map(|subject| Session { subject, hash: Some(hash) }))
}

impl FromRequestParts<App> for Anyone {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(session(parts, app).await?))
    }
}

impl FromRequestParts<App> for Session {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        session(parts, app).await?.ok_or_else(signed_out)
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        match session(parts, app).await? {
            Some(Session { subject: Subject::Member(id), .. }) => Ok(Self(Some(id))),
            _ => Ok(Self(None)),
        }
    }
}

fn members_only() -> Refusal {
    Refusal::new(Kind::Forbidden, "members_only", "请用会员账号登录", "please sign in as a member")
}

impl FromRequestParts<App> for Customer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        match session(parts, app).await?.map(|session| session.subject) {
            Some(Subject::Member(id)) => Ok(Self(id)),
            Some(Subject::Frozen(_)) => Err(crate::access::frozen()),
            Some(_) => Err(members_only()),
            None => Err(signed_out()),
        }
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        match session(parts, app).await?.map(|session| session.subject) {
            Some(Subject::Member(id) | Subject::Frozen(id)) => Ok(Self(id)),
            Some(_) => Err(members_only()),
            None => Err(signed_out()),
        }
    }
}

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;

    /// A proxy says whom it speaks for; anybody else speaks for themselves, whatever they say.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Some(peer) = parts.extensions.get::<SocketAddr>().map(SocketAddr::ip) else {
            return Ok(Self(None));
        };
        let headers = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        // What is no address ends the chain: nobody behind it is believed.
        let mut told: Vec<IpAddr> = Vec::new();
        for text in headers.flat_map(|value| value.split(',')) {
            match text.trim().parse() {
                Ok(address) => told.push(address),
                Err(_) => told.clear(),
            }
        }
        Ok(Self(Some(app.proxies.origin(peer, &told))))
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        match session(parts, app).await?.map(|session| session.subject) {
            Some(Subject::Staff { id, rights, is_strong: true, .. }) => Ok(Self { id, rights, scopes: None }),
            Some(Subject::Staff { .. }) => Err(Refusal::new(
                Kind::Unauthenticated,
                "second_factor",
                "请输入动态验证码",
                "please enter the code of your authenticator",
            )),
            Some(Subject::Program { id, rights, scopes, .. }) => {
                Ok(Self { id, rights, scopes: Some(scopes) })
            }
            Some(Subject::Member(_) | Subject::Frozen(_)) => Err(forbidden()),
            None => Err(signed_out()),
        }
    }
}
