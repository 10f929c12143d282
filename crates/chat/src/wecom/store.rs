//! The SQL of what the shop knows of WeCom, and of what is to be asked.

use std::collections::{BTreeMap, BTreeSet};

use banyan_store::{Conn, DbError, Row, row};

use super::facts::{Fact, Follow};

/// Something that is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) tries: i64,
    pub(super) is_sync: bool,
    /// Until when whoever took it has it.
    pub(super) lease: i64,
}

/// What is known of a customer of somebody's: since when, how they came, and which row of the inbox said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) since: i64,
    pub(super) way: i64,
    pub(super) state: String,
    pub(super) changed: i64,
}

/// Writes what a fact says; `id` is its row in the inbox.
pub(super) fn apply(conn: &mut Conn, id: i64, fact: &Fact) -> Result<(), DbError> {
    match fact {
        Fact::Staff { user } => {
            let sql = "INSERT INTO wecom_staff(account, changed) VALUES($1, $2) \
                       ON CONFLICT(account) DO UPDATE SET changed = excluded.changed";
            conn.execute(sql, &row![user.as_str(), id])?;
        }
        Fact::NoStaff { user } => {
            conn.execute("DELETE FROM wecom_staff WHERE account = $1", &row![user.as_str()])?;
        }
        Fact::Follow(Follow { user, customer, since, way, state, .. }) => {
            let sql = "INSERT INTO wecom_follow(account, person, since, way, state, changed) VALUES($1, $2, $3, $4, $5, $6) \
                       ON CONFLICT(account, person) DO UPDATE SET since = excluded.since, way = excluded.way, \
                       state = excluded.state, changed = excluded.changed";
            conn.execute(sql, &row![user.as_str(), customer.as_str(), *since, *way, state.as_str(), id])?;
        }
        Fact::Unfollow { user, customer } => {
            let sql = "DELETE FROM wecom_follow WHERE account = $1 AND person = $2";
            conn.execute(sql, &row![user.as_str(), customer.as_str()])?;
        }
        Fact::Group { chat, name, owner, since, version } => {
            let sql = "INSERT INTO wecom_group(group_id, name, owner, since, version, is_gone, changed) \
                       VALUES($1, $2, $3, $4, $5, 0, $6) ON CONFLICT(group_id) DO UPDATE SET name = excluded.name, \
                       owner = excluded.owner, since = excluded.since, version = excluded.version, is_gone = 0, \
                       changed = excluded.changed";
            let params = row![chat.as_str(), name.as_str(), owner.as_str(), *since, version.as_str(), id];
            conn.execute(sql, &params)?;
        }
        Fact::Gone { chat } => {
            let sql = "UPDATE wecom_group SET is_gone = 1, changed = $2 WHERE group_id = $1";
            conn.execute(sql, &row![chat.as_str(), id])?;
            conn.execute("DELETE FROM wecom_member WHERE group_id = $1", &row![chat.as_str()])?;
        }
        Fact::Member { chat, member, is_staff, since } => {
            let sql = "INSERT INTO wecom_member(group_id, person, is_staff, since, changed) VALUES($1, $2, $3, $4, $5) \
                       ON CONFLICT(group_id, person) DO UPDATE SET is_staff = excluded.is_staff, \
                       since = excluded.since, changed = excluded.changed";
            conn.execute(sql, &row![chat.as_str(), member.as_str(), i64::from(*is_staff), *since, id])?;
        }
        Fact::Left { chat, member } => {
            let sql = "DELETE FROM wecom_member WHERE group_id = $1 AND person = $2";
            conn.execute(sql, &row![chat.as_str(), member.as_str()])?;
        }
    }
    Ok(())
}

/// Forgets what is known, so that it can be made anew from the inbox.
pub(super) fn clear(conn: &mut Conn) -> Result<(), DbError> {
    for table in ["wecom_staff", "wecom_follow", "wecom_group", "wecom_member"] {
        conn.execute(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}

/// Members of staff who serve customers.
pub(super) fn staff(conn: &mut Conn) -> Result<BTreeSet<String>, DbError> {
    let sql = "SELECT account FROM wecom_staff UNION SELECT account FROM wecom_follow";
    conn.query(sql, &[])?.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}

/// Whether somebody is a member of staff.
pub(super) fn is_staff(conn: &mut Conn, user: &str) -> Result<bool, DbError> {
    Ok(conn.one("SELECT 1 FROM wecom_staff WHERE account = $1", &row![user])?.is_some())
}

fn known(row: &Row) -> Result<((String, String), Known), DbError> {
    let pair = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
    let state = row.text(4)?.to_owned();
    Ok((pair, Known { since: row.int(2)?, way: row.int(3)?, state, changed: row.int(5)? }))
}

/// The customers of a member of staff, or the members of staff who know a customer.
pub(super) fn follows(
    conn: &mut Conn,
    column: &'static str,
    of: &str,
) -> Result<BTreeMap<(String, String), Known>, DbError> {
    let sql =
        format!("SELECT account, person, since, way, state, changed FROM wecom_follow WHERE {column} = $1");
    conn.query(&sql, &row![of])?.iter().map(known).collect()
}

/// What a group is as far as it is known, when that was last changed, and whether it is gone.
pub(super) fn group(conn: &mut Conn, chat: &str) -> Result<Option<(Fact, i64, bool)>, DbError> {
    let sql = "SELECT name, owner, since, version, changed, is_gone FROM wecom_group WHERE group_id = $1";
    let Some(row) = conn.one(sql, &row![chat])? else { return Ok(None) };
    let (name, owner, version) = (row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.text(3)?.to_owned());
    let fact = Fact::Group { chat: chat.to_owned(), name, owner, since: row.int(2)?, version };
    Ok(Some((fact, row.int(4)?, row.flag(5)?)))
}

/// Groups that are not gone; of one owner, or of all.
pub(super) fn groups(conn: &mut Conn, owner: &str) -> Result<BTreeSet<String>, DbError> {
    let sql = "SELECT group_id FROM wecom_group WHERE is_gone = 0 AND (owner = $1 OR $1 = '')";
    conn.query(sql, &row![owner])?.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}

/// Returns the WeCom ids of the people in a group.
pub(super) fn members(conn: &mut Conn, chat: &str) -> Result<BTreeSet<String>, DbError> {
    let sql = "SELECT person FROM wecom_member WHERE group_id = $1";
    conn.query(sql, &row![chat])?.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}

/// A group has another version of its list of members.
pub(super) fn set_version(conn: &mut Conn, chat: &str, version: &str, id: i64) -> Result<(), DbError> {
    let sql = "UPDATE wecom_group SET version = $2, changed = $3 WHERE group_id = $1";
    conn.execute(sql, &row![chat, version, id])?;
    Ok(())
}

/// Something is to be asked at a moment, whatever was planned for it before.
pub(super) fn want(conn: &mut Conn, kind: &str, subject: &str, due_at: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO wecom_task(kind, subject, due_at, tries, is_sync) VALUES($1, $2, $3, 0, 0) \
               ON CONFLICT(kind, subject) DO UPDATE SET due_at = excluded.due_at, tries = 0";
    conn.execute(sql, &row![kind, subject, due_at])?;
    Ok(())
}

/// The sync is to ask something; what is planned for it already stays so.
pub(super) fn want_all(
    conn: &mut Conn,
    kind: &str,
    subjects: &BTreeSet<String>,
    due_at: i64,
) -> Result<(), DbError> {
    let sql = "INSERT INTO wecom_task(kind, subject, due_at, tries, is_sync) VALUES($1, $2, $3, 0, 1) \
               ON CONFLICT(kind, subject) DO UPDATE SET is_sync = 1";
    for subject in subjects {
        conn.execute(sql, &row![kind, subject.as_str(), due_at])?;
    }
    Ok(())
}

/// What is being asked of a group now may be older than what was just heard: it is asked again.
pub(super) fn postpone(conn: &mut Conn, kind: &str, subject: &str, due_at: i64) -> Result<(), DbError> {
    let sql = "UPDATE wecom_task SET due_at = $3 WHERE kind = $1 AND subject = $2";
    conn.execute(sql, &row![kind, subject, due_at])?;
    Ok(())
}

/// When something is to be asked next.
pub(super) fn next_due(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    conn.one("SELECT MIN(due_at) FROM wecom_task", &[])?.map_or(Ok(None), |row| row.maybe_int(0))
}

/// Takes what is due, until `lease`.
pub(super) fn claim(conn: &mut Conn, now: i64, lease: i64, most: i64) -> Result<Vec<Task>, DbError> {
    let sql = "SELECT kind, subject, tries, is_sync FROM wecom_task WHERE due_at <= $1 ORDER BY due_at, kind, subject LIMIT $2";
    let read = |row: &Row| {
        let (kind, subject) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
        Ok(Task { kind, subject, tries: row.int(2)?, is_sync: row.flag(3)?, lease })
    };
    let due: Vec<Task> =
        conn.query(sql, &row![now, most])?.iter().map(read).collect::<Result<_, DbError>>()?;
    for task in &due {
        postpone(conn, &task.kind, &task.subject, lease)?;
    }
    Ok(due)
}

/// Something was asked; unless it became due anew meanwhile, that is done.
pub(super) fn done(conn: &mut Conn, task: &Task) -> Result<(), DbError> {
    let sql = "DELETE FROM wecom_task WHERE kind = $1 AND subject = $2 AND due_at = $3";
    conn.execute(sql, &row![task.kind.as_str(), task.subject.as_str(), task.lease])?;
    Ok(())
}

/// Something is to be asked again later.
pub(super) fn again(conn: &mut Conn, task: &Task, due_at: i64, tries: i64) -> Result<(), DbError> {
    let sql =
        "UPDATE wecom_task SET due_at = $4, tries = $5 WHERE kind = $1 AND subject = $2 AND due_at = $3";
    conn.execute(sql, &row![task.kind.as_str(), task.subject.as_str(), task.lease, due_at, tries])?;
    Ok(())
}

/// What could not be seen, and why.
pub(super) fn gap(conn: &mut Conn, task: &Task, code: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO wecom_gap(kind, subject, code) VALUES($1, $2, $3) \
               ON CONFLICT(kind, subject) DO UPDATE SET code = excluded.code";
    conn.execute(sql, &row![task.kind.as_str(), task.subject.as_str(), code])?;
    Ok(())
}

/// Counts what was refused.
pub(super) fn add_errors(conn: &mut Conn, errors: &BTreeMap<String, (i64, i64)>) -> Result<(), DbError> {
    let sql = "INSERT INTO wecom_error(code, times, last_at) VALUES($1, $2, $3) ON CONFLICT(code) DO UPDATE SET \
               times = wecom_error.times + excluded.times, last_at = excluded.last_at";
    for (code, (times, last_at)) in errors {
        conn.execute(sql, &row![code.as_str(), *times, *last_at])?;
    }
    Ok(())
}

/// How a sync stands: when it began and ended, members of staff and groups that it has to read, and those that are left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SyncRow {
    pub(super) began_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) staff: i64,
    pub(super) groups: i64,
    pub(super) left: BTreeMap<String, i64>,
}

pub(super) fn sync(conn: &mut Conn) -> Result<SyncRow, DbError> {
    let sql = "SELECT kind, COUNT(*) FROM wecom_task WHERE is_sync = 1 GROUP BY kind";
    let read = |row: &Row| Ok((row.text(0)?.to_owned(), row.int(1)?));
    let left = conn.query(sql, &[])?.iter().map(read).collect::<Result<_, DbError>>()?;
    let sql = "SELECT sync_began, sync_ended, sync_staff, sync_groups FROM wecom_connection WHERE id = 1";
    let Some(row) = conn.one(sql, &[])? else { return Ok(SyncRow::default()) };
    let (began_at, ended_at) = (row.maybe_int(0)?, row.maybe_int(1)?);
    Ok(SyncRow { began_at, ended_at, staff: row.int(2)?, groups: row.int(3)?, left })
}

/// A sync begins: what the last one could not see is forgotten.
pub(super) fn begin_sync(conn: &mut Conn, at: i64, now: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM wecom_gap", &[])?;
    let sql = "UPDATE wecom_connection SET sync_began = $1, sync_ended = NULL, sync_staff = 0, sync_groups = 0 WHERE id = 1";
    conn.execute(sql, &row![at])?;
    want_all(conn, "staff", &BTreeSet::from([String::new()]), now)
}

/// The sync has so many more members of staff and groups to read.
pub(super) fn grow_sync(conn: &mut Conn, staff: usize, groups: usize) -> Result<(), DbError> {
    let sql = "UPDATE wecom_connection SET sync_staff = sync_staff + $1, sync_groups = sync_groups + $2 WHERE id = 1";
    conn.execute(sql, &row![staff as i64, groups as i64])?;
    Ok(())
}

/// The sync has ended if nothing of it is left.
pub(super) fn end_sync(conn: &mut Conn, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE wecom_connection SET sync_ended = $1 WHERE id = 1 AND sync_began IS NOT NULL \
               AND sync_ended IS NULL AND NOT EXISTS (SELECT 1 FROM wecom_task WHERE is_sync = 1)";
    conn.execute(sql, &row![at])?;
    Ok(())
}
