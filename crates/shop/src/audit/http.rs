//! The routes of the audit log.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Filter, Row};
use crate::http::{App, At, Id, Page, PageQuery, Query, Staff};
use crate::refusal::Refusal;
use crate::staff::Permission;
use crate::text;

pub(crate) fn routes() -> OpenApiRouter<App> {
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
    /// What: a stable name.
    action: String,
    /// To whom or what: `member/123`.
    subject: String,
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

impl From<Row> for AuditView {
    fn from(row: Row) -> Self {
        let Row { id, actor, action, subject, detail, hash, .. } = row;
        let detail = serde_json::from_str(&detail).unwrap_or_default();
        Self { id: Id(id), at: At(id), actor, action, subject, detail, hash: hash.to_string() }
    }
}

/// What staff has done, the newest first.
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
    let rows = app.reader.read(move |conn| super::list(conn, &filter, before, limit + 1)).await?;
    Ok(axum::Json(Page::of(rows.into_iter().map(AuditView::from).collect(), limit, |row| row.id.0)))
}

/// Checks that nobody has changed the log.
#[utoipa::path(get, path = "/staff/audit/verify", tag = "staff: audit", responses((status = 200, body = AuditCheck)))]
async fn verify(State(app): State<App>, staff: Staff) -> Result<axum::Json<AuditCheck>, Refusal> {
    staff.may(Permission::AuditRead)?;
    let checked = app.reader.read(super::verify).await?;
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
