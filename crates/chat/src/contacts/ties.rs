//! The SQL of what a contact is tied to: accounts, groups, what somebody is going to do for them.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, row};

use crate::own::Own;
use crate::words::{Friendship, Platform};

/// An account that knows a contact.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    pub(crate) account: i64,
    pub(crate) account_name: String,
    pub(crate) platform: Platform,
    pub(crate) handle: String,
    pub(crate) added_at: Option<i64>,
    pub(crate) removed_at: Option<i64>,
}

impl Tie {
    /// How the account stands to them.
    pub(crate) fn friendship(&self) -> Friendship {
        match (self.added_at, self.removed_at) {
            (None, _) => Friendship::Wanted,
            (Some(_), None) => Friendship::Added,
            (Some(_), Some(_)) => Friendship::Removed,
        }
    }
}

/// A group that a contact is in, or was.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    pub(crate) group: i64,
    pub(crate) group_name: String,
    pub(crate) joined_at: i64,
    pub(crate) left_at: Option<i64>,
}

/// What somebody is going to do for a contact.
#[derive(Debug, Clone)]
pub(crate) struct FollowUp {
    pub(crate) person: i64,
    pub(crate) person_name: String,
    pub(crate) id: i64,
    pub(crate) operator: i64,
    pub(crate) due_at: i64,
    pub(crate) what: String,
    pub(crate) done_at: Option<i64>,
    pub(crate) result: String,
}

/// The accounts that know a contact.
pub(crate) fn accounts(conn: &mut Conn, person: i64) -> Result<Vec<Tie>, DbError> {
    let sql = "SELECT c.account, a.name, a.platform, c.handle, c.added_at, c.removed_at \
               FROM chat_contact c JOIN chat_account a ON a.id = c.account WHERE c.person = $1 ORDER BY c.account";
    let read = |row: &Row| {
        Ok(Tie {
            account: row.int(0)?,
            account_name: row.text(1)?.to_owned(),
            platform: Platform::read(row.text(2)?)?,
            handle: row.text(3)?.to_owned(),
            added_at: row.maybe_int(4)?,
            removed_at: row.maybe_int(5)?,
        })
    };
    conn.query(sql, &row![person])?.iter().map(read).collect()
}

/// The names of the accounts that know some contacts.
pub(crate) fn names(conn: &mut Conn, persons: Vec<i64>) -> Result<HashMap<i64, Vec<String>>, DbError> {
    let sql = "SELECT c.person, a.name FROM chat_contact c JOIN chat_account a ON a.id = c.account \
               WHERE c.person IN MANY($1) ORDER BY c.person, c.account";
    let mut found: HashMap<i64, Vec<String>> = HashMap::new();
    for row in conn.query(sql, &row![persons])? {
        found.entry(row.int(0)?).or_default().push(row.text(1)?.to_owned());
    }
    Ok(found)
}

/// Writes how an account stands to a contact.
pub(super) fn set_account(
    conn: &mut Conn,
    (account, person): (i64, i64),
    handle: &str,
    (added_at, removed_at): (Option<i64>, Option<i64>),
) -> Result<(), DbError> {
    let sql = "INSERT INTO chat_contact(account, person, handle, added_at, removed_at) VALUES($1, $2, $3, $4, $5) \
               ON CONFLICT(account, person) DO UPDATE SET handle = excluded.handle, added_at = excluded.added_at, \
               removed_at = excluded.removed_at";
    conn.execute(sql, &row![account, person, handle, added_at, removed_at])?;
    Ok(())
}

/// The groups that a contact is in, or was; those that they are in first.
pub(crate) fn groups(conn: &mut Conn, person: i64) -> Result<Vec<Membership>, DbError> {
    let sql = "SELECT m.group_id, g.name, m.joined_at, m.left_at FROM chat_membership m \
               JOIN chat_group g ON g.id = m.group_id WHERE m.person = $1 \
               ORDER BY CASE WHEN m.left_at IS NULL THEN 0 ELSE 1 END, m.joined_at DESC";
    let read = |row: &Row| {
        Ok(Membership {
            group: row.int(0)?,
            group_name: row.text(1)?.to_owned(),
            joined_at: row.int(2)?,
            left_at: row.maybe_int(3)?,
        })
    };
    conn.query(sql, &row![person])?.iter().map(read).collect()
}

/// A contact joins a group. Nothing if they are in it.
pub(super) fn join(conn: &mut Conn, group: i64, person: i64, at: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO chat_membership(group_id, person, joined_at) VALUES($1, $2, $3) \
               ON CONFLICT(group_id, person) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL \
               WHERE chat_membership.left_at IS NOT NULL";
    Ok(conn.execute(sql, &row![group, person, at])? == 1)
}

/// A contact leaves a group. Nothing if they are not in it.
pub(super) fn leave(conn: &mut Conn, group: i64, person: i64, at: i64) -> Result<bool, DbError> {
    let sql =
        "UPDATE chat_membership SET left_at = $3 WHERE group_id = $1 AND person = $2 AND left_at IS NULL";
    Ok(conn.execute(sql, &row![group, person, at])? == 1)
}

const FOLLOW_UP: &str = "SELECT f.person, p.name, f.id, f.operator, f.due_at, f.what, f.done_at, f.result \
     FROM chat_follow_up f JOIN chat_person p ON p.person = f.person";

fn follow_up(row: &Row) -> Result<FollowUp, DbError> {
    Ok(FollowUp {
        person: row.int(0)?,
        person_name: row.text(1)?.to_owned(),
        id: row.int(2)?,
        operator: row.int(3)?,
        due_at: row.int(4)?,
        what: row.text(5)?.to_owned(),
        done_at: row.maybe_int(6)?,
        result: row.text(7)?.to_owned(),
    })
}

/// What is going to be done for a contact, and what was, the newest first.
pub(crate) fn follow_ups(conn: &mut Conn, person: i64, limit: i64) -> Result<Vec<FollowUp>, DbError> {
    let sql = format!("{FOLLOW_UP} WHERE f.person = $1 ORDER BY f.id DESC LIMIT $2");
    conn.query(&sql, &row![person, limit])?.iter().map(follow_up).collect()
}

/// What is still to be done, the soonest first.
pub(crate) fn due(conn: &mut Conn, own: Own, limit: i64) -> Result<Vec<FollowUp>, DbError> {
    let sql = format!(
        "{FOLLOW_UP} WHERE f.done_at IS NULL AND (f.operator = $1 OR $1 = 0) ORDER BY f.due_at, f.person LIMIT $2"
    );
    conn.query(&sql, &row![own.only.unwrap_or(0), limit])?.iter().map(follow_up).collect()
}

/// Writes down what is going to be done for a contact.
pub(super) fn add_follow_up(
    conn: &mut Conn,
    (person, id): (i64, i64),
    operator: i64,
    due_at: i64,
    what: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO chat_follow_up(person, id, operator, due_at, what, result) VALUES($1, $2, $3, $4, $5, '')";
    conn.execute(sql, &row![person, id, operator, due_at, what])?;
    Ok(())
}

/// Writes down that it was done, and what came of it. Nothing if it was done before, or is not there.
pub(super) fn do_follow_up(
    conn: &mut Conn,
    (person, id): (i64, i64),
    at: i64,
    result: &str,
) -> Result<bool, DbError> {
    let sql = "UPDATE chat_follow_up SET done_at = $3, result = $4 WHERE person = $1 AND id = $2 AND done_at IS NULL";
    Ok(conn.execute(sql, &row![person, id, at, result])? == 1)
}
