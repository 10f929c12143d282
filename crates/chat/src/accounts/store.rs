//! The SQL of accounts.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, Value, row};

use crate::own::Own;
use crate::words::{AccountState, Platform};

/// An account as it is stored, with what it carries.
#[derive(Debug, Clone)]
pub(crate) struct AccountRow {
    pub(crate) id: i64,
    pub(crate) platform: Platform,
    pub(crate) name: String,
    pub(crate) handle: String,
    /// The link that its own QR code holds; empty if nobody wrote it down.
    pub(crate) address: String,
    pub(crate) operator: i64,
    pub(crate) state: AccountState,
    pub(crate) most_groups: i64,
    pub(crate) most_people: i64,
    /// Groups that it owns and that are not closed.
    pub(crate) groups: i64,
    /// People in them, of those that were counted.
    pub(crate) people: i64,
    /// How many of them nobody has counted.
    pub(crate) uncounted: i64,
}

impl AccountRow {
    /// Whether it is written down how people add it.
    pub(crate) fn is_reachable(&self) -> bool {
        !self.handle.is_empty() || !self.address.is_empty()
    }
}

/// Which accounts are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Filter {
    pub(crate) platform: Option<Platform>,
    pub(crate) state: Option<AccountState>,
    pub(crate) operator: Option<i64>,
}

const SELECT: &str = "SELECT a.id, a.platform, a.name, a.handle, a.operator, a.state, a.most_groups, a.most_people, \
     COALESCE(c.held, 0), COALESCE(c.people, 0), COALESCE(c.uncounted, 0), a.address FROM chat_account a LEFT JOIN \
     (SELECT account, COUNT(*) AS held, CAST(COALESCE(SUM(members), 0) AS BIGINT) AS people, \
      CAST(SUM(CASE WHEN members IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS uncounted \
      FROM chat_group WHERE state <> 'closed' GROUP BY account) c ON c.account = a.id";

fn read(row: &Row) -> Result<AccountRow, DbError> {
    Ok(AccountRow {
        id: row.int(0)?,
        platform: Platform::read(row.text(1)?)?,
        name: row.text(2)?.to_owned(),
        handle: row.text(3)?.to_owned(),
        address: row.text(11)?.to_owned(),
        operator: row.int(4)?,
        state: AccountState::read(row.text(5)?)?,
        most_groups: row.int(6)?,
        most_people: row.int(7)?,
        groups: row.int(8)?,
        people: row.int(9)?,
        uncounted: row.int(10)?,
    })
}

/// An account in sight.
pub(crate) fn find(conn: &mut Conn, own: Own, id: i64) -> Result<Option<AccountRow>, DbError> {
    let found = conn.one(&format!("{SELECT} WHERE a.id = $1"), &row![id])?;
    Ok(found.as_ref().map(read).transpose()?.filter(|account| own.sees(account.operator)))
}

/// Some accounts, whoever runs them.
pub(crate) fn some(conn: &mut Conn, ids: Vec<i64>) -> Result<Vec<AccountRow>, DbError> {
    conn.query(&format!("{SELECT} WHERE a.id IN MANY($1)"), &row![ids])?.iter().map(read).collect()
}

/// Accounts in sight before an id, the newest first.
pub(crate) fn list(
    conn: &mut Conn,
    own: Own,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> Result<Vec<AccountRow>, DbError> {
    let mut params = row![before, limit].to_vec();
    let mut sql = format!("{SELECT} WHERE a.id < $1");
    let wanted: [(&str, Option<Value>); 4] = [
        ("a.operator", own.only.map(Value::from)),
        ("a.platform", filter.platform.map(|one| one.word().into())),
        ("a.state", filter.state.map(|one| one.word().into())),
        ("a.operator", filter.operator.map(Value::from)),
    ];
    for (column, value) in wanted {
        if let Some(value) = value {
            params.push(value);
            sql += &format!(" AND {column} = ${}", params.len());
        }
    }
    conn.query(&format!("{sql} ORDER BY a.id DESC LIMIT $2"), &params)?.iter().map(read).collect()
}

/// The names of accounts, by id.
pub(crate) fn names(conn: &mut Conn, ids: Vec<i64>) -> Result<HashMap<i64, String>, DbError> {
    let read = |row: &Row| Ok((row.int(0)?, row.text(1)?.to_owned()));
    conn.query("SELECT id, name FROM chat_account WHERE id IN MANY($1)", &row![ids])?
        .iter()
        .map(read)
        .collect()
}

/// The account that has a handle on a platform and is not closed.
pub(super) fn of_handle(conn: &mut Conn, platform: Platform, handle: &str) -> Result<Option<i64>, DbError> {
    let sql = "SELECT id FROM chat_account WHERE platform = $1 AND handle = $2 AND handle <> '' AND state <> 'closed'";
    conn.one(sql, &row![platform.word(), handle])?.map(|row| row.int(0)).transpose()
}

/// How many touches an account has planned that were neither made nor called off.
pub(super) fn reserved(conn: &mut Conn, account: i64) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM touch WHERE account = $1 AND spent_at IS NULL AND returned_at IS NULL";
    conn.one(sql, &row![account])?.map_or(Ok(0), |row| row.int(0))
}

/// The name of an open channel whose fallback an account is.
pub(super) fn answers_for(conn: &mut Conn, account: i64) -> Result<Option<String>, DbError> {
    let sql = "SELECT name FROM chat_channel WHERE fallback = $1 AND state = 'open' ORDER BY id LIMIT 1";
    conn.one(sql, &row![account])?.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Writes a new account.
pub(super) fn insert(conn: &mut Conn, account: &AccountRow) -> Result<(), DbError> {
    conn.execute(
        "INSERT INTO chat_account(id, platform, name, handle, operator, state, most_groups, most_people, address) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &row![
            account.id,
            account.platform.word(),
            account.name.as_str(),
            account.handle.as_str(),
            account.operator,
            account.state.word(),
            account.most_groups,
            account.most_people,
            account.address.as_str()
        ],
    )?;
    Ok(())
}

/// Writes how an account stands now; its platform stays.
pub(super) fn update(conn: &mut Conn, account: &AccountRow) -> Result<(), DbError> {
    conn.execute(
        "UPDATE chat_account SET name = $2, handle = $3, operator = $4, state = $5, most_groups = $6, \
         most_people = $7, address = $8 WHERE id = $1",
        &row![
            account.id,
            account.name.as_str(),
            account.handle.as_str(),
            account.operator,
            account.state.word(),
            account.most_groups,
            account.most_people,
            account.address.as_str()
        ],
    )?;
    Ok(())
}
