//! What the shop holds to: how much one operator looks after, and how large a platform lets a group be.
//!
//! Platforms change their limits and publish them in several versions, so each limit says since when, and by whose word.

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

use crate::words::Platform;

/// The largest number of people or groups that anything may be set to.
const MOST: i64 = 1_000_000;

/// What the shop holds to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatNorms {
    /// Groups that one operator looks after, at most.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub groups_each: i64,
    /// People in the groups of one operator, at most.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub people_each: i64,
    /// How large each platform lets a group be; one that is not named sets no limit.
    #[schema(max_items = 7)]
    pub platforms: Vec<PlatformLimit>,
}

/// How large a platform lets a group be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformLimit {
    /// The platform.
    pub platform: Platform,
    /// People in a group, at most.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub most: i64,
    /// The day on which this was last looked up: `2026-11-29`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", min_length = 10, max_length = 10)]
    pub as_of: String,
    /// The source of this limit.
    #[schema(min_length = 2, max_length = 200)]
    pub source: String,
}

impl Default for ChatNorms {
    fn default() -> Self {
        let limit = |platform, most, source: &str| PlatformLimit {
            platform,
            most,
            as_of: "2026-11-02".to_owned(),
            source: source.to_owned(),
        };
        Self {
            groups_each: 200,
            people_each: 40_000,
            platforms: vec![
                limit(
                    Platform::Wecom,
                    500,
                    "公开文章，说法不一（旧版 200），请核对 / published articles, which disagree (200 before); please check",
                ),
                limit(Platform::Wechat, 500, "公开文章，请核对 / published articles; please check"),
            ],
        }
    }
}

impl ChatNorms {
    /// The norms; what nobody has set has its default.
    pub(crate) fn read(conn: &mut Conn) -> Result<Self, DbError> {
        match conn.one("SELECT value FROM setting WHERE name = 'chat'", &[])? {
            None => Ok(Self::default()),
            Some(row) => serde_json::from_str(row.text(0)?)
                .map_err(|error| DbError::Broken(format!("the norms of groups cannot be read: {error}"))),
        }
    }

    fn write(&self, conn: &mut Conn, at: i64) -> Result<(), Refusal> {
        let sql = "INSERT INTO setting(name, value, changed_at) VALUES('chat', $1, $2) \
                   ON CONFLICT(name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";
        conn.execute(sql, &row![serde_json::to_string(self)?, at])?;
        Ok(())
    }

    /// How large a platform lets a group be, if anybody has said.
    pub(crate) fn limit(&self, platform: Platform) -> Option<&PlatformLimit> {
        self.platforms.iter().find(|limit| limit.platform == platform)
    }

    fn check(&self) -> Result<(), Refusal> {
        let bad = |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("norm_bad", zh, en).at(field));
        let is_count = |count: i64| (1..=MOST).contains(&count);
        if !is_count(self.groups_each) || !is_count(self.people_each) {
            return bad("/groups_each", "应为 1 到 1000000", "expected 1 to 1,000,000");
        }
        for (place, limit) in self.platforms.iter().enumerate() {
            let field = |name: &str| format!("/platforms/{place}/{name}");
            if self.platforms[..place].iter().any(|other| other.platform == limit.platform) {
                return bad(&field("platform"), "这个平台写了两次", "this platform stands twice");
            }
            if !is_count(limit.most) {
                return bad(&field("most"), "应为 1 到 1000000", "expected 1 to 1,000,000");
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
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look, change))
}

/// Shows the shop's norms for operators and groups.
#[utoipa::path(get, path = "/staff/chat/norms", tag = "staff: groups", responses((status = 200, body = ChatNorms)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<ChatNorms>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let read = |conn: &mut Conn| ChatNorms::read(conn).map_err(Refusal::from);
    app.reader.read(read).await.map(axum::Json)
}

/// Changes what the shop holds to. It applies to what is done from now on.
#[utoipa::path(put, path = "/staff/chat/norms", tag = "staff: groups", params(Once), request_body = ChatNorms,
    responses((status = 200, body = ChatNorms)))]
async fn change(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ChatNorms>,
) -> Result<axum::Json<ChatNorms>, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key("PUT /staff/chat/norms", &body)?;
    let set = app.command(by, key, move |work, actor| {
        body.check()?;
        let at = work.id();
        body.write(work.conn, at)?;
        audit::record(work, actor, "chat.norms", "settings", &serde_json::to_value(&body)?)?;
        Ok(body)
    });
    set.await.map(axum::Json)
}
