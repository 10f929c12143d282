//! All groups at once, as a picture that one can walk through, and what each account and each operator carries.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Staff};
use banyan_base::refusal::Refusal;
use banyan_store::{Conn, DbError, Row, row};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts;
use crate::accounts::desk::ChatAccountView;
use crate::norms::ChatNorms;
use crate::own::Own;
use crate::words::{GroupKind, GroupState, Platform, Purpose};

/// Groups of the picture at most.
const MOST: i64 = 5_000;
/// Accounts of the picture at most.
const MOST_ACCOUNTS: i64 = 1_000;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(load))
}

/// A group as a tile of the picture.
#[derive(Debug, Serialize, ToSchema)]
struct ChatTile {
    id: Id,
    name: String,
    platform: Platform,
    kind: GroupKind,
    purpose: Purpose,
    state: GroupState,
    account: Id,
    operator: Id,
    /// Nothing if nobody has counted.
    members: Option<i64>,
    counted_at: Option<At>,
    least: i64,
    best_from: i64,
    best_to: i64,
    most: i64,
    /// Of a thousand people, how many speak; nothing if that was not observed.
    speaking: Option<i64>,
}

/// What an operator carries.
#[derive(Debug, Serialize, ToSchema)]
struct ChatLoad {
    id: Id,
    name: String,
    /// Accounts that she runs and that are not closed.
    accounts: i64,
    /// Groups that she runs and that are not closed.
    groups: i64,
    /// People in them; those that nobody has counted are left out.
    people: i64,
    /// How many of her groups nobody has counted.
    uncounted: i64,
}

/// All groups that are not closed.
#[derive(Debug, Serialize, ToSchema)]
struct ChatMatrix {
    /// The newest first, at most 5,000.
    groups: Vec<ChatTile>,
    /// Whether there are more groups than are shown.
    is_cut: bool,
}

/// What each account and each operator carries, against what one is to carry at most.
#[derive(Debug, Serialize, ToSchema)]
struct ChatLoads {
    /// The newest first, at most 1,000.
    accounts: Vec<ChatAccountView>,
    /// Everybody who runs a group or an account; for who sees everybody's, everybody who works here.
    operators: Vec<ChatLoad>,
    /// Groups that one operator looks after, at most.
    groups_each: i64,
    /// People in the groups of one operator, at most.
    people_each: i64,
}

fn tile(row: &Row) -> Result<ChatTile, DbError> {
    let figures: Option<serde_json::Value> =
        row.maybe_text(13)?.and_then(|text| serde_json::from_str(text).ok());
    let of = |key: &str| figures.as_ref().and_then(|figures| figures[key].as_i64());
    let speaking = match (of("speakers"), of("members")) {
        (Some(speakers), Some(members)) if members > 0 => Some(speakers * 1_000 / members),
        _ => None,
    };
    Ok(ChatTile {
        id: Id(row.int(0)?),
        name: row.text(1)?.to_owned(),
        platform: Platform::read(row.text(2)?)?,
        kind: GroupKind::read(row.text(3)?)?,
        purpose: Purpose::read(row.text(4)?)?,
        state: GroupState::read(row.text(5)?)?,
        account: Id(row.int(6)?),
        operator: Id(row.int(7)?),
        members: row.maybe_int(8)?,
        counted_at: row.maybe_int(14)?.map(At),
        least: row.int(9)?,
        best_from: row.int(10)?,
        best_to: row.int(11)?,
        most: row.int(12)?,
        speaking,
    })
}

fn tiles(conn: &mut Conn, own: Own) -> Result<Vec<ChatTile>, DbError> {
    let sql = "SELECT g.id, g.name, g.platform, g.kind, g.purpose, g.state, g.account, g.operator, g.members, \
               g.least, g.best_from, g.best_to, g.most, f.figures, g.counted_at \
               FROM chat_group g LEFT JOIN chat_figures f ON f.group_id = g.id AND f.id = g.figures \
               WHERE g.state <> 'closed' AND (g.operator = $1 OR $1 = 0) ORDER BY g.id DESC LIMIT $2";
    conn.query(sql, &row![own.only.unwrap_or(0), MOST + 1])?.iter().map(tile).collect()
}

fn loads(conn: &mut Conn, own: Own) -> Result<Vec<ChatLoad>, DbError> {
    let sql = "SELECT s.id, s.name, COALESCE(a.held, 0), COALESCE(g.held, 0), COALESCE(g.people, 0), \
               COALESCE(g.uncounted, 0) FROM staff s \
               LEFT JOIN (SELECT operator, COUNT(*) AS held FROM chat_account WHERE state <> 'closed' \
                          GROUP BY operator) a ON a.operator = s.id \
               LEFT JOIN (SELECT operator, COUNT(*) AS held, CAST(COALESCE(SUM(members), 0) AS BIGINT) AS people, \
                          CAST(SUM(CASE WHEN members IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS uncounted \
                          FROM chat_group WHERE state <> 'closed' GROUP BY operator) g ON g.operator = s.id \
               WHERE (s.id = $1 OR $1 = 0) AND (s.state = 'active' OR g.held > 0 OR a.held > 0) ORDER BY s.id";
    let read = |row: &Row| {
        Ok(ChatLoad {
            id: Id(row.int(0)?),
            name: row.text(1)?.to_owned(),
            accounts: row.int(2)?,
            groups: row.int(3)?,
            people: row.int(4)?,
            uncounted: row.int(5)?,
        })
    };
    conn.query(sql, &row![own.only.unwrap_or(0)])?.iter().map(read).collect()
}

/// All groups that are not closed at once, as tiles of a map: her own, or everybody's for who may see them.
#[utoipa::path(get, path = "/staff/chat/matrix", tag = "staff: groups", responses((status = 200, body = ChatMatrix)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<ChatMatrix>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let mut groups = tiles(conn, own)?;
        let is_cut = groups.len() as i64 > MOST;
        groups.truncate(MOST as usize);
        Ok::<_, Refusal>(ChatMatrix { groups, is_cut })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// What each account and each operator carries: her own, or everybody's for who may see them.
#[utoipa::path(get, path = "/staff/chat/loads", tag = "staff: groups", responses((status = 200, body = ChatLoads)))]
async fn load(State(app): State<App>, staff: Staff) -> Result<axum::Json<ChatLoads>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let filter = accounts::store::Filter::default();
        let rows = accounts::store::list(conn, own, &filter, i64::MAX, MOST_ACCOUNTS)?;
        let accounts = accounts::desk::views(conn, rows)?;
        let ChatNorms { groups_each, people_each, .. } = ChatNorms::read(conn)?;
        let operators = loads(conn, own)?;
        Ok::<_, Refusal>(ChatLoads { accounts, operators, groups_each, people_each })
    };
    app.reader.read(read).await.map(axum::Json)
}
