//! What whoever has signed in is answered: their token, its cookie, and who they are.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use banyan_api::access::{Permission, Role};
use banyan_api::http::{App, At, COOKIE, Id, Session, language};
use banyan_api::sessions::{Opened, Subject, Whose};
use banyan_base::refusal::Refusal;
use banyan_plan::words::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{members, staff};

/// Who is signed in: a member or staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
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
    /// Who is signed in: a member or staff.
    pub(crate) kind: Who,
    /// The id of whoever is signed in.
    id: Option<Id>,
    /// The member's nickname, or the name of the staff account.
    name: Option<String>,
    /// Whether staff has stopped them: they see their own data, and may appeal.
    frozen: bool,
    /// The role of the staff account.
    role: Option<Role>,
    /// What whoever is signed in may do.
    permissions: Vec<Permission>,
    /// Whether the code of their authenticator is still to come: until then they may do nothing.
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

/// Another password.
#[derive(Serialize, Deserialize, ToSchema)]
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
pub(super) fn cookie(app: &App, token: &str, seconds: i64) -> HeaderValue {
    app.cookies().written(COOKIE, token, seconds)
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
        let device = app.devices.cookie((&app.facts, app.cookies()), headers, whose, owner)?;
        answer.headers_mut().append(header::SET_COOKIE, device);
    }
    Ok(answer)
}

/// Who is signed in, as they are told.
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

/// The old password does not fit.
pub(super) fn old_wrong() -> Refusal {
    Refusal::unacceptable("password_wrong", "原密码不对", "the old password is wrong").at("/old")
}
