//! The routes by which owners look after staff and API tokens.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::guard::secrets;
use banyan_api::http::{App, At, Id, Json, MadeView, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::accounts::{self, Change};
use super::store::{self, StaffRow, TokenRow};
use super::tokens::{self, Issue};
use super::{Permission, Rights, Role, roles};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, take_on))
        .routes(routes!(change))
        .routes(routes!(list_tokens, issue))
        .routes(routes!(revoke))
        .routes(routes!(list_roles))
        .routes(routes!(set_role))
}

/// Somebody of staff.
#[derive(Debug, Serialize, ToSchema)]
struct StaffView {
    id: Id,
    login: String,
    name: String,
    role: Role,
    /// Whether the account is active; its sessions and tokens are no good otherwise.
    active: bool,
    /// Whether the account signs in with a second factor.
    second_factor: bool,
}

/// Somebody to take on.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TakeOnBody {
    #[schema(min_length = 2, max_length = 32)]
    login: String,
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    role: Role,
    /// 8 to 256 characters; they may change it.
    #[schema(min_length = 8, max_length = 256)]
    password: String,
}

/// What changes about somebody of staff; what is left out stays. They are signed out everywhere.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StaffChangeBody {
    #[serde(default)]
    role: Option<Role>,
    /// `false` closes the account: its tokens are revoked as well.
    #[serde(default)]
    active: Option<bool>,
    /// Another password, for somebody who has forgotten theirs.
    #[serde(default)]
    #[schema(min_length = 8, max_length = 256)]
    password: Option<String>,
    /// Removes the second factor, for somebody who has lost their phone.
    #[serde(default)]
    drop_second_factor: bool,
}

/// An API token.
#[derive(Debug, Serialize, ToSchema)]
struct TokenView {
    id: Id,
    /// Who issued it.
    staff: Id,
    name: String,
    scopes: Vec<Permission>,
    expires_at: Option<At>,
    revoked_at: Option<At>,
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
struct RoleView {
    role: Role,
    /// What it may do.
    permissions: Vec<Permission>,
    /// What it may do as long as nothing else is set.
    usual: Vec<Permission>,
    /// Whether I may change it: an owner's cannot be changed, and nobody gives more than they have.
    changeable: bool,
}

/// What a role may do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleBody {
    /// Everything that it may do from now on; nothing goes back to what it usually may.
    permissions: Option<Vec<Permission>>,
}

/// A token to issue.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IssueBody {
    /// What it is for.
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    /// What it may do; no more than its issuer may.
    #[schema(min_items = 1)]
    scopes: Vec<Permission>,
    /// Days for which it is good; for good without.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<i64>,
}

/// A token that was issued.
#[derive(Debug, Serialize, ToSchema)]
struct IssuedView {
    /// To be sent as `Authorization: Bearer …`. Shown once.
    token: String,
    issued: TokenView,
}

impl From<StaffRow> for StaffView {
    fn from(row: StaffRow) -> Self {
        let StaffRow { id, login, name, role, totp, is_active, .. } = row;
        Self { id: Id(id), login, name, role, active: is_active, second_factor: totp.is_some() }
    }
}

impl From<TokenRow> for TokenView {
    fn from(row: TokenRow) -> Self {
        let TokenRow { id, staff, name, scopes, expires_at, revoked_at } = row;
        let (expires_at, revoked_at) = (expires_at.map(At), revoked_at.map(At));
        Self { id: Id(id), staff: Id(staff), name, scopes, expires_at, revoked_at }
    }
}

/// Lists the staff accounts.
#[utoipa::path(get, path = "/staff/accounts", tag = "staff: accounts", responses((status = 200, body = Vec<StaffView>)))]
async fn list(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<StaffView>>, Refusal> {
    staff.may(Permission::StaffWrite)?;
    let rows = app.reader.read(store::all).await?;
    Ok(axum::Json(rows.into_iter().map(StaffView::from).collect()))
}

/// Adds a staff account.
#[utoipa::path(post, path = "/staff/accounts", tag = "staff: accounts", params(Once), request_body = TakeOnBody,
    responses((status = 201, body = MadeView)))]
async fn take_on(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<TakeOnBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let by = staff.herself_may(Permission::StaffWrite)?;
    let key = key.key("POST /staff/accounts", &body)?;
    let TakeOnBody { login, name, role, password } = body;
    let hashed = secrets::hash(&app, password, std::slice::from_ref(&login)).await?;
    let own = staff.rights();
    let run = app.command(by, key, move |work, actor| {
        roles::check_within(roles::rights(work.conn, role)?, own)?;
        accounts::take_on(work, &login, &name, role, &hashed, actor)
    });
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(run.await?))))
}

/// Changes a staff account.
#[utoipa::path(patch, path = "/staff/accounts/{id}", tag = "staff: accounts", params(("id" = Id, Path), Once),
    request_body = StaffChangeBody, responses((status = 204)))]
async fn change(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<StaffChangeBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.herself_may(Permission::StaffWrite)?;
    let key = key.key(&format!("PATCH /staff/accounts {id}"), &body)?;
    let StaffChangeBody { role, active, password, drop_second_factor } = body;
    let password = match password {
        Some(password) => {
            let found = app.reader.read(move |conn| store::find(conn, id)).await?;
            let names: Vec<String> = found.map(|row| row.login).into_iter().collect();
            Some(secrets::hash(&app, password, &names).await?)
        }
        None => None,
    };
    let change = Change { role, is_active: active, password, drops_totp: drop_second_factor };
    let own = staff.rights();
    let run = app.command(by, key, move |work, actor| {
        // Whoever looks after staff does not make themselves, or somebody whose password they know, more than they are.
        let known = store::find(work.conn, id)?.map(|row| row.role);
        for role in known.into_iter().chain(change.role) {
            roles::check_within(roles::rights(work.conn, role)?, own)?;
        }
        accounts::change(work, id, &change, actor)
    });
    run.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what each role may do.
#[utoipa::path(get, path = "/staff/roles", tag = "staff: accounts", responses((status = 200, body = Vec<RoleView>)))]
async fn list_roles(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<RoleView>>, Refusal> {
    let own = staff.herself_may(Permission::StaffWrite).is_ok().then(|| staff.rights());
    let read = move |conn: &mut banyan_store::Conn| {
        let view = |role: Role| {
            let rights = roles::rights(conn, role)?;
            let changeable = role != Role::Owner && own.is_some_and(|own| rights.is_within(own));
            Ok::<_, Refusal>(RoleView {
                role,
                permissions: rights.list(),
                usual: Rights::usual(role).list(),
                changeable,
            })
        };
        Role::ALL.into_iter().map(view).collect::<Result<Vec<_>, Refusal>>()
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Sets what a role may do. It holds at once, for everybody who has the role and for the tokens that they issued.
#[utoipa::path(put, path = "/staff/roles/{role}", tag = "staff: accounts", params(("role" = Role, Path), Once),
    request_body = RoleBody, responses((status = 204)))]
async fn set_role(
    State(app): State<App>,
    staff: Staff,
    Path(role): Path<Role>,
    key: Once,
    Json(body): Json<RoleBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.herself_may(Permission::StaffWrite)?;
    let key = key.key("PUT /staff/roles", &(role, &body))?;
    let own = staff.rights();
    let set = move |work: &mut banyan_core::work::Work<'_>, actor: &str| {
        roles::set(work, role, body.permissions.as_deref(), own, actor)
    };
    app.command(by, key, set).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists API tokens, the newest first.
#[utoipa::path(get, path = "/staff/tokens", tag = "staff: accounts", responses((status = 200, body = Vec<TokenView>)))]
async fn list_tokens(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<TokenView>>, Refusal> {
    staff.may(Permission::StaffWrite)?;
    let rows = app.reader.read(store::tokens).await?;
    Ok(axum::Json(rows.into_iter().map(TokenView::from).collect()))
}

/// Issues an API token.
#[utoipa::path(post, path = "/staff/tokens", tag = "staff: accounts", params(Once), request_body = IssueBody,
    responses((status = 201, body = IssuedView)))]
async fn issue(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<IssueBody>,
) -> Result<(StatusCode, axum::Json<IssuedView>), Refusal> {
    staff.herself_may(Permission::StaffWrite)?;
    let key = key.key("POST /staff/tokens", &body)?;
    let IssueBody { name, scopes, days } = body;
    let (rights, actor) = (staff.rights(), staff.actor());
    let issue = Issue { staff: staff.id, rights, name, scopes, days, actor };
    let (row, token) = app.once_secret(staff.id, key, move |work| tokens::issue(work, &issue)).await?;
    let view = IssuedView { token: token.reveal().to_owned(), issued: row.into() };
    Ok((StatusCode::CREATED, axum::Json(view)))
}

/// Revokes an API token.
#[utoipa::path(delete, path = "/staff/tokens/{id}", tag = "staff: accounts", params(("id" = Id, Path), Once),
    responses((status = 204)))]
async fn revoke(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::StaffWrite)?;
    let key = key.key(&format!("DELETE /staff/tokens {id}"), &())?;
    app.command(by, key, move |work, actor| tokens::revoke(work, id, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
