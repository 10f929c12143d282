//! The ledger's SQL.

use super::{Account, Kind, Reason, SHOP};
use crate::db::{Conn, DbError, Value, row};

/// One entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose account.
    pub owner: i64,
    /// Which account.
    pub account: Account,
    /// What for.
    pub reason: Reason,
    /// When.
    pub at: i64,
    /// Minor units (points for accounts of points).
    pub amount: i64,
}

/// One balance of somebody; the shop's are summed.
pub fn balance(conn: &mut Conn, owner: i64, account: Account) -> Result<i64, DbError> {
    let found = conn
        .one("SELECT amount FROM balance WHERE owner = $1 AND account = $2", &row![owner, account as i64])?;
    found.map_or(Ok(0), |row| row.int(0))
}

/// All balances of somebody that were ever touched.
pub fn balances(conn: &mut Conn, owner: i64) -> Result<Vec<(Account, i64)>, DbError> {
    read_balances(conn, "SELECT account, amount FROM balance WHERE owner = $1 ORDER BY account", &row![owner])
}

/// The balances of the shop itself.
pub fn shop_balances(conn: &mut Conn) -> Result<Vec<(Account, i64)>, DbError> {
    let sql = "SELECT account, CAST(SUM(amount) AS BIGINT) FROM entry WHERE owner = $1 GROUP BY account ORDER BY account";
    read_balances(conn, sql, &row![SHOP])
}

fn read_balances(conn: &mut Conn, sql: &str, params: &[Value]) -> Result<Vec<(Account, i64)>, DbError> {
    conn.query(sql, params)?.iter().map(|row| Ok((account(row.int(0)?)?, row.int(1)?))).collect()
}

/// The entries of somebody before a moment, the newest first.
pub fn entries_of(
    conn: &mut Conn,
    owner: i64,
    account: Option<Account>,
    before: i64,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let sql = "SELECT owner, account, kind, ref_id, ref_line, step, place, at, amount FROM entry \
               WHERE owner = $1 AND at < $2 AND ($3 = 0 OR account = $3) ORDER BY at DESC, kind, ref_id, ref_line, place LIMIT $4";
    let account = account.map_or(0, |account| account as i64);
    conn.query(sql, &row![owner, before, account, limit])?.iter().map(entry).collect()
}

fn entry(row: &crate::db::Row) -> Result<Entry, DbError> {
    let kind = row.int(2)?;
    let kind =
        Kind::of(kind).ok_or_else(|| DbError::Broken(format!("an entry of the unknown kind {kind}")))?;
    let (id, line, step, place) = (row.int(3)?, row.int(4)?, row.int(5)?, row.int(6)?);
    let reason = Reason { kind, id, line, step, place };
    Ok(Entry {
        owner: row.int(0)?,
        account: account(row.int(1)?)?,
        reason,
        at: row.int(7)?,
        amount: row.int(8)?,
    })
}

fn account(number: i64) -> Result<Account, DbError> {
    Account::of(number).ok_or_else(|| DbError::Broken(format!("the unknown account {number}")))
}

/// Checks that debits equal credits and that every stored balance is the sum of its entries; the first difference.
pub fn check(conn: &mut Conn) -> Result<Option<String>, DbError> {
    for (what, is_money) in [("money", true), ("points", false)] {
        let accounts = Account::ALL.into_iter().filter(|account| account.is_money() == is_money);
        let accounts: Vec<i64> = accounts.map(|account| account as i64).collect();
        let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry WHERE account IN MANY($1)";
        let sum = conn.one(sql, &row![accounts])?.map_or(Ok(0), |row| row.int(0))?;
        if sum != 0 {
            return Ok(Some(format!("all entries of {what} add up to {sum}, expected 0")));
        }
    }
    let sql = "SELECT kind, ref_id, ref_line, step, place, CAST(SUM(amount) AS BIGINT) FROM entry \
               GROUP BY kind, ref_id, ref_line, step, place HAVING SUM(amount) <> 0 LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        let kind = Kind::of(row.int(0)?).map_or("unknown", Kind::word);
        let (id, line, sum) = (row.int(1)?, row.int(2)?, row.int(5)?);
        return Ok(Some(format!("the {kind} of {id}/{line} adds up to {sum}, expected 0")));
    }
    let sql = "SELECT b.owner, b.account, b.amount, COALESCE(e.sum, 0) FROM balance b LEFT JOIN \
               (SELECT owner, account, CAST(SUM(amount) AS BIGINT) AS sum FROM entry WHERE owner <> 0 GROUP BY owner, account) e \
               ON e.owner = b.owner AND e.account = b.account WHERE b.amount <> COALESCE(e.sum, 0) ORDER BY b.owner LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        let (owner, amount, sum) = (row.int(0)?, row.int(2)?, row.int(3)?);
        let word = account(row.int(1)?)?.word();
        return Ok(Some(format!("the balance {word} of {owner} is {amount}, its entries add up to {sum}")));
    }
    let sql = "SELECT e.owner, e.account FROM entry e LEFT JOIN balance b ON b.owner = e.owner AND b.account = e.account \
               WHERE e.owner <> 0 AND b.owner IS NULL LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        return Ok(Some(format!("{} has entries in account {} but no balance", row.int(0)?, row.int(1)?)));
    }
    Ok(None)
}
