//! The routes of the audit log.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Page, PageQuery, Query, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit::{Filter, Row};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{members, staff};

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(verify))
}

/// A record of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditView {
    /// Its id.
    id: Id,
    /// When.
    at: At,
    /// Who: `staff:ID`, `token:ID`, `member:ID` or `system`.
    actor: String,
    /// The name of somebody of staff, or a member's nickname.
    actor_name: Option<String>,
    /// What: a stable name.
    action: String,
    /// To whom or what: `member/123`.
    subject: String,
    /// The nickname of a member whom it is about.
    subject_name: Option<String>,
    /// Particulars.
    detail: serde_json::Value,
    /// Its hash, which covers the record before.
    hash: String,
}

/// Which records are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// Of one actor: `staff:123`.
    #[serde(default)]
    actor: Option<String>,
    /// Of one kind: `member.freeze`.
    #[serde(default)]
    action: Option<String>,
    /// About one thing: `member/123`.
    #[serde(default)]
    subject: Option<String>,
}

/// Whether the log is whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditCheck {
    /// Whether no record was changed, moved, added or removed.
    ok: bool,
    /// Records, if it is whole.
    count: u64,
    /// The hash of the last record: keep it elsewhere, and compare it later.
    head: String,
    /// What is wrong first, in Chinese.
    zh: String,
    /// The same in English.
    en: String,
}

/// The id of a member or of somebody of staff who is written as `member/123` or `staff:123`.
fn id_of(text: &str, kind: &str) -> Option<i64> {
    text.strip_prefix(kind)?.strip_prefix([':', '/'])?.parse().ok()
}

/// Records with the names of everybody concerned.
fn views(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<AuditView>, Refusal> {
    let ids = |kind: &'static str| {
        let texts = rows.iter().flat_map(|row| [&row.actor, &row.subject]);
        texts.filter_map(move |text| id_of(text, kind)).collect::<Vec<i64>>()
    };
    let (members, staff) = (ids("member"), ids("staff"));
    let (members, staff) = (members::nicknames(conn, members)?, staff::names(conn, staff)?);
    let name = |text: &str| {
        let member = id_of(text, "member").and_then(|id| members.get(&id));
        member.or_else(|| id_of(text, "staff").and_then(|id| staff.get(&id))).cloned()
    };
    let view = |row: Row| AuditView {
        id: Id(row.id),
        at: At(row.id),
        actor_name: name(&row.actor),
        actor: row.actor,
        action: row.action,
        subject_name: name(&row.subject),
        subject: row.subject,
        detail: serde_json::from_str(&row.detail).unwrap_or_default(),
        hash: row.hash.to_string(),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Lists what staff has done, the newest first.
#[utoipa::path(get, path = "/staff/audit", tag = "staff: audit", params(PageQuery, AuditQuery), responses((status = 200, body = Page<AuditView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
    Query(wanted): Query<AuditQuery>,
) -> Result<axum::Json<Page<AuditView>>, Refusal> {
    staff.may(Permission::AuditRead)?;
    let (before, limit) = page.read()?;
    let read = |typed: Option<String>, field| text::line(&typed.unwrap_or_default(), field, 0, 100);
    let filter = Filter {
        actor: read(wanted.actor, "actor")?,
        action: read(wanted.action, "action")?,
        subject: read(wanted.subject, "subject")?,
    };
    let read = move |conn: &mut Conn| {
        let rows = banyan_core::audit::list(conn, &filter, before, limit + 1)?;
        views(conn, rows)
    };
    Ok(axum::Json(Page::of(app.reader.read(read).await?, limit, |row| row.id.0)))
}

/// Checks that nobody has changed the log.
#[utoipa::path(get, path = "/staff/audit/verify", tag = "staff: audit", responses((status = 200, body = AuditCheck)))]
async fn verify(State(app): State<App>, staff: Staff) -> Result<axum::Json<AuditCheck>, Refusal> {
    staff.may(Permission::AuditRead)?;
    let checked = app.reader.read(banyan_core::audit::verify).await?;
    Ok(axum::Json(match checked {
        Ok(head) => AuditCheck {
            ok: true,
            count: head.count,
            head: head.hash.to_string(),
            zh: String::new(),
            en: String::new(),
        },
        Err(broken) => {
            let text = broken.text();
            AuditCheck { ok: false, count: 0, head: String::new(), zh: text.zh, en: text.en }
        }
    }))
}
