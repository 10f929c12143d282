//! The routes of plan versions; beside them those of the bench on which a new one is made.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, Once, Page, PageQuery, Path, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_people::members::desk::ReasonBody;
use banyan_plan::parse::parse;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::publish::{self, Publish, Signature};
use super::views::{VersionView, WholeView, sections};
use super::{check_http, draft_http, dry_run_http, store, trial_http};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, publish_one))
        .routes(routes!(one))
        .routes(routes!(cancel))
        .routes(routes!(sign))
        .merge(check_http::routes())
        .merge(draft_http::routes())
        .merge(trial_http::routes())
        .merge(dry_run_http::routes())
}

/// Lists every version of the plan, the newest first.
#[utoipa::path(get, path = "/staff/plans", tag = "staff: plans", params(PageQuery),
    responses((status = 200, body = Page<VersionView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<VersionView>>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (before, limit) = page.read()?;
    let read = move |conn: &mut Conn| {
        let in_force = store::newest(conn)?.unwrap_or(0);
        let rows = store::list(conn, before, limit + 1)?;
        let page = Page::of(rows, limit, |full| full.version.no);
        Ok::<_, Refusal>(page.map(|full| VersionView::of(full, in_force)))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Shows one version, with its text and what it says in plain words.
#[utoipa::path(get, path = "/staff/plans/{version}", tag = "staff: plans", params(("version" = Id, Path)),
    responses((status = 200, body = WholeView)))]
async fn one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(version)): Path<Id>,
) -> Result<axum::Json<WholeView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let read = move |conn: &mut Conn| {
        let in_force = store::newest(conn)?.unwrap_or(0);
        let full = super::version(conn, version)?;
        let source = full.version.source.clone();
        let describes = parse(&source).0.as_ref().map(sections).unwrap_or_default();
        Ok::<_, Refusal>(WholeView { version: VersionView::of(full, in_force), source, describes })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A signature on one warning of the rule packs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanSignature)]
struct SignatureBody {
    #[schema(max_length = 20)]
    pack: String,
    #[schema(max_length = 20)]
    rule: String,
    /// The document that was signed: its name or number.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
    /// Why it was found acceptable.
    #[schema(min_length = 2, max_length = 1000)]
    reason: String,
    /// From then on it no longer counts: at most a year ahead.
    expires_at: At,
}

fn signatures(bodies: Vec<SignatureBody>, field: &str) -> Result<Vec<Signature>, Refusal> {
    let read = |(place, body): (usize, SignatureBody)| {
        let field = format!("{field}/{place}");
        Ok(Signature {
            document: text::line(&body.document, &format!("{field}/document"), 1, 200)?,
            reason: text::lines(&body.reason, &format!("{field}/reason"), 2, 1000)?,
            pack: body.pack,
            rule: body.rule,
            expires_at: body.expires_at.0,
        })
    };
    bodies.into_iter().enumerate().map(read).collect()
}

/// A plan to publish.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublishPlanBody)]
struct PublishBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// When it takes over: seven days ahead at least, once somebody has joined. The earliest moment if nothing is said.
    effective_at: Option<At>,
    /// A signature on each finding that asks for one.
    #[serde(default)]
    #[schema(max_items = 64)]
    sign_offs: Vec<SignatureBody>,
}

/// Publishes a plan. It is refused if it has an error, if any of the shop's rule packs refuses it, or if a finding that asks for
/// a signature has none; the same is asked once more when it is due.
#[utoipa::path(post, path = "/staff/plans", tag = "staff: plans", params(Once), request_body = PublishBody,
    responses((status = 201, body = VersionView)))]
async fn publish_one(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<PublishBody>,
) -> Result<(StatusCode, axum::Json<VersionView>), Refusal> {
    let by = staff.may(Permission::PlansWrite)?;
    let key = key.key("POST /staff/plans", &body)?;
    let new = Publish {
        source: super::text_of(body.source)?,
        effective_at: body.effective_at.map(|at| at.0),
        sign_offs: signatures(body.sign_offs, "/sign_offs")?,
        staff: staff.id,
        actor: staff.actor(),
    };
    let version = app.command(by, key, move |work, _| publish::publish(work, &new)).await?;
    Ok((StatusCode::CREATED, axum::Json(version_now(&app, version).await?)))
}

async fn version_now(app: &App, version: i64) -> Result<VersionView, Refusal> {
    let read = move |conn: &mut Conn| {
        let in_force = store::newest(conn)?.unwrap_or(0);
        Ok::<_, Refusal>(VersionView::of(super::version(conn, version)?, in_force))
    };
    app.reader.read(read).await
}

/// Cancels a version that has not taken over.
#[utoipa::path(post, path = "/staff/plans/{version}/cancel", tag = "staff: plans", params(("version" = Id, Path), Once),
    request_body = ReasonBody, responses((status = 204)))]
async fn cancel(
    State(app): State<App>,
    staff: Staff,
    Path(Id(version)): Path<Id>,
    key: Once,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode, Refusal> {
    let by = staff.may(Permission::PlansWrite)?;
    let key = key.key(&format!("POST /staff/plans {version}/cancel"), &body)?;
    let reason = text::line(&body.reason, "/reason", 2, 500)?;
    app.command(by, key, move |work, actor| publish::cancel(work, version, &reason, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signatures to add.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignPlanBody)]
struct SignBody {
    #[schema(min_items = 1, max_items = 64)]
    sign_offs: Vec<SignatureBody>,
}

/// Adds signatures to a version that waits or is held, and has it judged anew.
#[utoipa::path(post, path = "/staff/plans/{version}/sign", tag = "staff: plans", params(("version" = Id, Path), Once),
    request_body = SignBody, responses((status = 200, body = VersionView)))]
async fn sign(
    State(app): State<App>,
    staff: Staff,
    Path(Id(version)): Path<Id>,
    key: Once,
    Json(body): Json<SignBody>,
) -> Result<axum::Json<VersionView>, Refusal> {
    let by = staff.may(Permission::PlansWrite)?;
    let key = key.key(&format!("POST /staff/plans {version}/sign"), &body)?;
    let (list, id) = (signatures(body.sign_offs, "/sign_offs")?, staff.id);
    app.command(by, key, move |work, actor| publish::sign(work, version, &list, (id, actor))).await?;
    version_now(&app, version).await.map(axum::Json)
}
