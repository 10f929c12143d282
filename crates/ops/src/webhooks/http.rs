//! The routes of webhooks, for staff.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wanted, Webhook, store};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, change, remove))
        .routes(routes!(renew))
}

/// A webhook, and how it does.
#[derive(Debug, Serialize, ToSchema)]
struct WebhookView {
    id: Id,
    /// Where to.
    url: String,
    /// What about.
    topics: Vec<String>,
    state: super::State,
    /// The moment of the last thing that it was told of, or that was not for it.
    told_until: At,
    /// Attempts at the next message that have failed, one after another.
    failures: i64,
    /// When the next attempt follows, after a failure.
    next_try_at: Option<At>,
    /// Why the last attempt failed.
    last_error: Option<String>,
}

/// A webhook with its secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct NewWebhook {
    id: Id,
    /// `whsec_…`: the receiver checks signatures with it.
    secret: String,
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: Id(webhook.id),
            url: webhook.url,
            topics: webhook.topics,
            state: webhook.state,
            told_until: At(webhook.cursor),
            failures: webhook.failures,
            next_try_at: (webhook.failures > 0 && webhook.next_try_at > 0).then_some(At(webhook.next_try_at)),
            last_error: webhook.last_error,
        }
    }
}

/// Lists webhooks.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", responses((status = OK, body = Vec<WebhookView>)))]
async fn list(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<WebhookView>>, Refusal> {
    staff.may(Permission::SettingsWrite)?;
    let found = app.reader.read(|conn| Ok::<_, Refusal>(store::all(conn)?)).await?;
    Ok(axum::Json(found.into_iter().map(WebhookView::from).collect()))
}

/// Sets up a webhook; the answer shows its secret, this once.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", params(Once), request_body = Wanted,
    responses((status = CREATED, body = NewWebhook)))]
async fn create(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(wanted): Json<Wanted>,
) -> Result<(StatusCode, axum::Json<NewWebhook>), Refusal> {
    staff.may(Permission::SettingsWrite)?;
    let key = key.key("POST /webhooks", &wanted)?;
    let (id, secret) =
        app.once_secret(staff.id, key, move |work| super::create(work, &staff.actor(), &wanted)).await?;
    Ok((StatusCode::CREATED, axum::Json(NewWebhook { id: Id(id), secret: secret.reveal() })))
}

/// Shows a webhook.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "webhooks", params(("id" = Id, Path)),
    responses((status = OK, body = WebhookView)))]
async fn get(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<Id>,
) -> Result<axum::Json<WebhookView>, Refusal> {
    staff.may(Permission::SettingsWrite)?;
    let found = app.reader.read(move |conn| Ok::<_, Refusal>(store::find(conn, id.0)?)).await?;
    found.map(|found| axum::Json(found.into())).ok_or_else(|| Refusal::not_found("webhook", "webhook"))
}

/// Changes a webhook; one that was stopped continues where it stood.
#[utoipa::path(put, path = "/webhooks/{id}", tag = "webhooks", params(("id" = Id, Path), Once), request_body = Wanted,
    responses((status = NO_CONTENT)))]
async fn change(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<Id>,
    key: Once,
    Json(wanted): Json<Wanted>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::SettingsWrite)?;
    let key = key.key(&format!("PUT /webhooks {}", id.0), &wanted)?;
    app.command(by, key, move |work, actor| super::change(work, actor, id.0, &wanted)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a webhook.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", params(("id" = Id, Path), Once),
    responses((status = NO_CONTENT)))]
async fn remove(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<Id>,
    key: Once,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::SettingsWrite)?;
    let key = key.key(&format!("DELETE /webhooks {}", id.0), &())?;
    app.command(by, key, move |work, actor| super::remove(work, actor, id.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a webhook another secret; the answer shows it, this once.
#[utoipa::path(post, path = "/webhooks/{id}/secret", tag = "webhooks", params(("id" = Id, Path), Once),
    responses((status = OK, body = NewWebhook)))]
async fn renew(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<Id>,
    key: Once,
) -> Result<axum::Json<NewWebhook>, Refusal> {
    staff.may(Permission::SettingsWrite)?;
    let key = key.key(&format!("POST /webhooks {}/secret", id.0), &())?;
    let secret = app.once_secret(staff.id, key, move |work| super::renew(work, &staff.actor(), id.0)).await?;
    Ok(axum::Json(NewWebhook { id, secret: secret.reveal() }))
}
