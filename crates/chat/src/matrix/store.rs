//! The SQL of the picture of all groups.

use banyan_api::http::{At, Id};
use banyan_store::{Conn, DbError, Row, row};

use super::{ChatLoad, ChatTile};
use crate::own::Own;
use crate::words::{GroupKind, GroupState, Platform, Purpose};

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

/// Groups in sight that are not closed, the newest first.
pub(super) fn tiles(conn: &mut Conn, own: Own, limit: i64) -> Result<Vec<ChatTile>, DbError> {
    let sql = "SELECT g.id, g.name, g.platform, g.kind, g.purpose, g.state, g.account, g.operator, g.members, \
               g.least, g.best_from, g.best_to, g.most, f.figures, g.counted_at \
               FROM chat_group g LEFT JOIN chat_figures f ON f.group_id = g.id AND f.id = g.figures \
               WHERE g.state <> 'closed' AND (g.operator = $1 OR $1 = 0) ORDER BY g.id DESC LIMIT $2";
    conn.query(sql, &row![own.only.unwrap_or(0), limit])?.iter().map(tile).collect()
}

/// What each operator in sight carries.
pub(super) fn loads(conn: &mut Conn, own: Own) -> Result<Vec<ChatLoad>, DbError> {
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
