//! The SQL of groups.

use banyan_store::{Conn, DbError, Row, Value, row};

use crate::own::Own;
use crate::words::{GroupKind, GroupRole, GroupState, Lineage, Platform, Purpose, Way};

/// How many people a group is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) least: i64,
    pub(crate) best_from: i64,
    pub(crate) best_to: i64,
    pub(crate) most: i64,
}

/// How many people were in a group, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) members: i64,
    pub(crate) at: i64,
    pub(crate) way: Way,
}

/// A group as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct GroupRow {
    pub(crate) id: i64,
    pub(crate) account: i64,
    pub(crate) operator: i64,
    pub(crate) platform: Platform,
    pub(crate) name: String,
    pub(crate) kind: GroupKind,
    pub(crate) purpose: Purpose,
    pub(crate) state: GroupState,
    pub(crate) band: Band,
    /// JSON.
    pub(crate) criteria: Option<String>,
    /// The newest version of its rules; 0 if there is none.
    pub(crate) rules: i64,
    pub(crate) pilot_at: Option<i64>,
    pub(crate) proven_at: Option<i64>,
    pub(crate) parent: Option<i64>,
    pub(crate) lineage: Option<Lineage>,
    pub(crate) is_unproven: bool,
    pub(crate) count: Option<Count>,
    /// The newest upload of figures.
    pub(crate) figures: Option<i64>,
}

/// A role as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct RoleRow {
    pub(crate) id: i64,
    pub(crate) role: GroupRole,
    pub(crate) account: i64,
    pub(crate) account_name: String,
}

/// The measures of a group as they are stored.
#[derive(Debug, Clone)]
pub(crate) struct FiguresRow {
    pub(crate) id: i64,
    pub(crate) begins_at: i64,
    pub(crate) ends_at: i64,
    pub(crate) rows: i64,
    /// JSON.
    pub(crate) figures: String,
}

/// Which groups are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) platform: Option<Platform>,
    pub(crate) kind: Option<GroupKind>,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) state: Option<GroupState>,
    pub(crate) account: Option<i64>,
    pub(crate) operator: Option<i64>,
    pub(crate) parent: Option<i64>,
    /// Part of a name.
    pub(crate) name: Option<String>,
}

const COLUMNS: &str = "id, account, operator, platform, name, kind, purpose, state, least, best_from, best_to, most, \
     criteria, rules, pilot_at, proven_at, parent, lineage, is_unproven, members, counted_at, counted_by, figures";

fn read(row: &Row) -> Result<GroupRow, DbError> {
    let count = match (row.maybe_int(19)?, row.maybe_int(20)?, row.maybe_text(21)?) {
        (Some(members), Some(at), Some(way)) => Some(Count { members, at, way: Way::read(way)? }),
        _ => None,
    };
    Ok(GroupRow {
        id: row.int(0)?,
        account: row.int(1)?,
        operator: row.int(2)?,
        platform: Platform::read(row.text(3)?)?,
        name: row.text(4)?.to_owned(),
        kind: GroupKind::read(row.text(5)?)?,
        purpose: Purpose::read(row.text(6)?)?,
        state: GroupState::read(row.text(7)?)?,
        band: Band { least: row.int(8)?, best_from: row.int(9)?, best_to: row.int(10)?, most: row.int(11)? },
        criteria: row.maybe_text(12)?.map(str::to_owned),
        rules: row.int(13)?,
        pilot_at: row.maybe_int(14)?,
        proven_at: row.maybe_int(15)?,
        parent: row.maybe_int(16)?,
        lineage: row.maybe_text(17)?.map(Lineage::read).transpose()?,
        is_unproven: row.flag(18)?,
        count,
        figures: row.maybe_int(22)?,
    })
}

/// A group in sight.
pub(crate) fn find(conn: &mut Conn, own: Own, id: i64) -> Result<Option<GroupRow>, DbError> {
    let found = conn.one(&format!("SELECT {COLUMNS} FROM chat_group WHERE id = $1"), &row![id])?;
    Ok(found.as_ref().map(read).transpose()?.filter(|group| own.sees(group.operator)))
}

/// The open group of a name, whoever runs it.
pub(crate) fn of_name(conn: &mut Conn, name: &str) -> Result<Option<GroupRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM chat_group WHERE name = $1 AND state <> 'closed'");
    conn.one(&sql, &row![name])?.as_ref().map(read).transpose()
}

/// Groups in sight before an id, the newest first.
pub(crate) fn list(
    conn: &mut Conn,
    own: Own,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> Result<Vec<GroupRow>, DbError> {
    let mut params = row![before, limit].to_vec();
    let mut sql = format!("SELECT {COLUMNS} FROM chat_group WHERE id < $1");
    let wanted: [(&str, Option<Value>); 8] = [
        ("operator", own.only.map(Value::from)),
        ("operator", filter.operator.map(Value::from)),
        ("platform", filter.platform.map(|one| one.word().into())),
        ("kind", filter.kind.map(|one| one.word().into())),
        ("purpose", filter.purpose.map(|one| one.word().into())),
        ("state", filter.state.map(|one| one.word().into())),
        ("account", filter.account.map(Value::from)),
        ("parent", filter.parent.map(Value::from)),
    ];
    for (column, value) in wanted {
        if let Some(value) = value {
            params.push(value);
            sql += &format!(" AND {column} = ${}", params.len());
        }
    }
    if let Some(part) = &filter.name {
        // Neither % nor _ means anything in a name.
        let part = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        params.push(format!("%{part}%").into());
        sql += &format!(" AND name LIKE ${} ESCAPE '\\'", params.len());
    }
    conn.query(&format!("{sql} ORDER BY id DESC LIMIT $2"), &params)?.iter().map(read).collect()
}

/// Writes a new group.
pub(super) fn insert(conn: &mut Conn, group: &GroupRow) -> Result<(), DbError> {
    let band = group.band;
    conn.execute(
        "INSERT INTO chat_group(id, account, operator, platform, name, kind, purpose, state, least, best_from, \
         best_to, most, criteria, rules, parent, lineage, is_unproven) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &row![
            group.id,
            group.account,
            group.operator,
            group.platform.word(),
            group.name.as_str(),
            group.kind.word(),
            group.purpose.word(),
            group.state.word(),
            band.least,
            band.best_from,
            band.best_to,
            band.most,
            group.criteria.clone(),
            group.rules,
            group.parent,
            group.lineage.map(Lineage::word),
            group.is_unproven
        ],
    )?;
    Ok(())
}

/// Writes how a group stands now. Its platform stays, and where it came from.
pub(super) fn update(conn: &mut Conn, group: &GroupRow) -> Result<(), DbError> {
    let band = group.band;
    conn.execute(
        "UPDATE chat_group SET account = $2, operator = $3, name = $4, kind = $5, purpose = $6, state = $7, \
         least = $8, best_from = $9, best_to = $10, most = $11, criteria = $12, rules = $13, pilot_at = $14, \
         proven_at = $15, members = $16, counted_at = $17, counted_by = $18, figures = $19 WHERE id = $1",
        &row![
            group.id,
            group.account,
            group.operator,
            group.name.as_str(),
            group.kind.word(),
            group.purpose.word(),
            group.state.word(),
            band.least,
            band.best_from,
            band.best_to,
            band.most,
            group.criteria.clone(),
            group.rules,
            group.pilot_at,
            group.proven_at,
            group.count.map(|count| count.members),
            group.count.map(|count| count.at),
            group.count.map(|count| count.way.word()),
            group.figures
        ],
    )?;
    Ok(())
}

/// Whether a group has been cloned before.
pub(super) fn has_clone(conn: &mut Conn, group: i64) -> Result<bool, DbError> {
    let sql = "SELECT id FROM chat_group WHERE parent = $1 AND lineage = 'clone' LIMIT 1";
    Ok(conn.one(sql, &row![group])?.is_some())
}

/// Writes a version of the rules.
pub(super) fn add_rules(
    conn: &mut Conn,
    (group, version): (i64, i64),
    at: i64,
    body: &str,
    actor: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO chat_rules(group_id, version, at, body, actor) VALUES($1, $2, $3, $4, $5)";
    conn.execute(sql, &row![group, version, at, body, actor])?;
    Ok(())
}

/// The versions of the rules, the newest first: version, when, text, by whom.
pub(super) fn rules(
    conn: &mut Conn,
    group: i64,
    limit: i64,
) -> Result<Vec<(i64, i64, String, String)>, DbError> {
    let sql =
        "SELECT version, at, body, actor FROM chat_rules WHERE group_id = $1 ORDER BY version DESC LIMIT $2";
    let read = |row: &Row| Ok((row.int(0)?, row.int(1)?, row.text(2)?.to_owned(), row.text(3)?.to_owned()));
    conn.query(sql, &row![group, limit])?.iter().map(read).collect()
}

/// The people who are in a group for the company.
pub(super) fn roles(conn: &mut Conn, group: i64) -> Result<Vec<RoleRow>, DbError> {
    let sql = "SELECT r.id, r.role, r.account, a.name FROM chat_role r JOIN chat_account a ON a.id = r.account \
               WHERE r.group_id = $1 AND r.ended_at IS NULL ORDER BY r.id";
    let read = |row: &Row| {
        let (role, account_name) = (GroupRole::read(row.text(1)?)?, row.text(3)?.to_owned());
        Ok(RoleRow { id: row.int(0)?, role, account: row.int(2)?, account_name })
    };
    conn.query(sql, &row![group])?.iter().map(read).collect()
}

/// Writes down a role.
pub(super) fn add_role(
    conn: &mut Conn,
    group: i64,
    id: i64,
    role: GroupRole,
    account: i64,
) -> Result<(), DbError> {
    let sql = "INSERT INTO chat_role(group_id, id, role, account) VALUES($1, $2, $3, $4)";
    conn.execute(sql, &row![group, id, role.word(), account])?;
    Ok(())
}

/// Ends a role.
pub(super) fn end_role(conn: &mut Conn, group: i64, id: i64, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE chat_role SET ended_at = $3 WHERE group_id = $1 AND id = $2 AND ended_at IS NULL";
    conn.execute(sql, &row![group, id, at])?;
    Ok(())
}

/// Writes down a count.
pub(super) fn add_count(
    conn: &mut Conn,
    group: i64,
    id: i64,
    count: Count,
    actor: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO chat_count(group_id, at, id, members, way, actor) VALUES($1, $2, $3, $4, $5, $6)";
    conn.execute(sql, &row![group, count.at, id, count.members, count.way.word(), actor])?;
    Ok(())
}

/// The counts of a group, the newest first.
pub(super) fn counts(conn: &mut Conn, group: i64, limit: i64) -> Result<Vec<Count>, DbError> {
    let sql =
        "SELECT members, at, way FROM chat_count WHERE group_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
    let read = |row: &Row| Ok(Count { members: row.int(0)?, at: row.int(1)?, way: Way::read(row.text(2)?)? });
    conn.query(sql, &row![group, limit])?.iter().map(read).collect()
}

/// Keeps the measures of an upload.
pub(super) fn add_figures(
    conn: &mut Conn,
    group: i64,
    figures: &FiguresRow,
    actor: &str,
) -> Result<(), DbError> {
    conn.execute(
        "INSERT INTO chat_figures(group_id, id, begins_at, ends_at, row_count, figures, actor) \
         VALUES($1, $2, $3, $4, $5, $6, $7)",
        &row![
            group,
            figures.id,
            figures.begins_at,
            figures.ends_at,
            figures.rows,
            figures.figures.as_str(),
            actor
        ],
    )?;
    Ok(())
}

/// The measures of an upload.
pub(crate) fn figures(conn: &mut Conn, group: i64, id: i64) -> Result<Option<FiguresRow>, DbError> {
    let sql =
        "SELECT id, begins_at, ends_at, row_count, figures FROM chat_figures WHERE group_id = $1 AND id = $2";
    let read = |row: Row| {
        Ok(FiguresRow {
            id: row.int(0)?,
            begins_at: row.int(1)?,
            ends_at: row.int(2)?,
            rows: row.int(3)?,
            figures: row.text(4)?.to_owned(),
        })
    };
    conn.one(sql, &row![group, id])?.map(read).transpose()
}
