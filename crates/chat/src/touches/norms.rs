//! What the shop holds to about touches: when nobody is touched, how often a person is, and what platforms let an account do.
//!
//! Platforms change their limits and publish them in several versions, so each limit says since when, and by whose word.

use std::collections::BTreeSet;

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, Json, Once, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_plan::time::day;
use banyan_store::{Conn, DbError, row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::quota::Hours;
use crate::words::{Platform, TouchKind};

/// Touches of an account in a day where nobody has said how many: as many as a plan holds.
pub(super) const UNLIMITED: i64 = 10_000;

/// How many touches of a kind an account of a platform may make in a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TouchLimit {
    pub(crate) platform: Platform,
    pub(crate) kind: TouchKind,
    /// In a day, at most.
    #[schema(minimum = 1, maximum = 10_000)]
    pub(crate) most: i64,
    /// The day on which this was last looked up: `2026-11-29`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", min_length = 10, max_length = 10)]
    pub(crate) as_of: String,
    /// The source of this limit.
    #[schema(min_length = 2, max_length = 200)]
    pub(crate) source: String,
}

/// When nobody is touched, and how often at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TouchNorms {
    /// Minutes of the day from which on nobody is touched.
    #[schema(minimum = 0, maximum = 1_439)]
    pub(crate) quiet_from: i64,
    /// Minutes of the day up to which nobody is touched; equal to `quiet_from`: no quiet hours.
    #[schema(minimum = 0, maximum = 1_439)]
    pub(crate) quiet_to: i64,
    /// Days of the week on which nobody is touched: 1 is Monday, 7 is Sunday.
    #[schema(max_items = 6)]
    pub(crate) rest_days: Vec<i64>,
    /// Touches that a person gets in a week, over all plans and accounts, at most.
    #[schema(minimum = 1, maximum = 7)]
    pub(crate) person_week: i64,
    /// What accounts may do in a day; what is not named has no limit of its own.
    #[schema(max_items = 21)]
    pub(crate) limits: Vec<TouchLimit>,
}

impl Default for TouchNorms {
    fn default() -> Self {
        let limit = |platform, kind, most, source: &str| TouchLimit {
            platform,
            kind,
            most,
            as_of: "2026-11-02".to_owned(),
            source: source.to_owned(),
        };
        let articles = "公开文章说 20 到 30，没有官方数字，请核对 / published articles say 20 to 30, and no official number is known; please check";
        Self {
            quiet_from: 21 * 60,
            quiet_to: 9 * 60,
            rest_days: Vec::new(),
            person_week: 2,
            limits: vec![
                limit(Platform::Wecom, TouchKind::FriendRequest, 20, articles),
                limit(Platform::Wechat, TouchKind::FriendRequest, 20, articles),
            ],
        }
    }
}

impl TouchNorms {
    /// The norms; what nobody has set has its default.
    pub(crate) fn read(conn: &mut Conn) -> Result<Self, DbError> {
        match conn.one("SELECT value FROM setting WHERE name = 'touches'", &[])? {
            None => Ok(Self::default()),
            Some(row) => serde_json::from_str(row.text(0)?)
                .map_err(|error| DbError::Broken(format!("the norms of touches cannot be read: {error}"))),
        }
    }

    /// How many touches of a kind an account of a platform may make in a day.
    pub(super) fn most(&self, platform: Platform, kind: TouchKind) -> i64 {
        let limit = self.limits.iter().find(|limit| limit.platform == platform && limit.kind == kind);
        limit.map_or(UNLIMITED, |limit| limit.most)
    }

    /// When people may be touched; `offset` is how far the shop's days begin from UTC, in nanoseconds.
    pub(super) fn hours(&self, offset: i64) -> Hours {
        let rest_days = self.rest_days.iter().copied().collect();
        Hours { quiet: (self.quiet_from, self.quiet_to), rest_days, offset }
    }

    fn write(&self, conn: &mut Conn, at: i64) -> Result<(), Refusal> {
        let sql = "INSERT INTO setting(name, value, changed_at) VALUES('touches', $1, $2) \
                   ON CONFLICT(name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";
        conn.execute(sql, &row![serde_json::to_string(self)?, at])?;
        Ok(())
    }

    fn check(&self) -> Result<(), Refusal> {
        let bad = |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("norm_bad", zh, en).at(field));
        if ![self.quiet_from, self.quiet_to].iter().all(|minute| (0..1_440).contains(minute)) {
            return bad(
                "/quiet_from",
                "应为一天中的分钟，0 到 1439",
                "expected minutes of a day, 0 to 1,439",
            );
        }
        let days: BTreeSet<i64> = self.rest_days.iter().copied().collect();
        let is_week = days.len() == self.rest_days.len() && days.iter().all(|day| (1..=7).contains(day));
        if !is_week || days.len() > 6 {
            let (zh, en) = (
                "应为 1（周一）到 7（周日），最多六天",
                "expected 1 (Monday) to 7 (Sunday), at most six of them",
            );
            return bad("/rest_days", zh, en);
        }
        if !(1..=7).contains(&self.person_week) {
            return bad("/person_week", "应为 1 到 7", "expected 1 to 7");
        }
        for (place, limit) in self.limits.iter().enumerate() {
            let field = |name: &str| format!("/limits/{place}/{name}");
            let is_same = |other: &TouchLimit| (other.platform, other.kind) == (limit.platform, limit.kind);
            if self.limits[..place].iter().any(is_same) {
                return bad(
                    &field("kind"),
                    "这个平台的这种触达写了两次",
                    "this kind of this platform stands twice",
                );
            }
            if !(1..=UNLIMITED).contains(&limit.most) {
                return bad(&field("most"), "应为 1 到 10000", "expected 1 to 10,000");
            }
            if day(&limit.as_of).is_none() {
                return bad(&field("as_of"), "日期应写成 2026-11-29", "expected a day as 2026-11-29");
            }
            text::line(&limit.source, &field("source"), 2, 200)?;
        }
        Ok(())
    }
}

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look, change))
}

/// When nobody is touched, how often a person is at most, and what platforms let an account do.
#[utoipa::path(get, path = "/staff/chat/touch-norms", tag = "staff: contacts", responses((status = 200, body = TouchNorms)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<TouchNorms>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let read = |conn: &mut Conn| TouchNorms::read(conn).map_err(Refusal::from);
    app.reader.read(read).await.map(axum::Json)
}

/// Changes when and how often people are touched. It applies to what is planned from now on.
#[utoipa::path(put, path = "/staff/chat/touch-norms", tag = "staff: contacts", params(Once), request_body = TouchNorms,
    responses((status = 200, body = TouchNorms)))]
async fn change(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<TouchNorms>,
) -> Result<axum::Json<TouchNorms>, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key("PUT /staff/chat/touch-norms", &body)?;
    let set = app.command(by, key, move |work, actor| {
        body.check()?;
        let at = work.id();
        body.write(work.conn, at)?;
        audit::record(work, actor, "touches.norms", "settings", &serde_json::to_value(&body)?)?;
        Ok(body)
    });
    set.await.map(axum::Json)
}
