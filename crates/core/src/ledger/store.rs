//! The ledger's SQL.

use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, Value, row};

use super::{Account, Kind, Reason, SHOP};

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

/// The balances of the shop itself that were ever touched.
pub fn shop_balances(conn: &mut Conn) -> Result<Vec<(Account, i64)>, DbError> {
    let accounts = || Account::ALL.into_iter().filter(|account| account.is_of_the_shop());
    // A column each: sorting all entries by account takes four times as long as adding them up.
    let sums = accounts().map(|account| {
        let number = account as i64;
        format!("CAST(SUM(CASE WHEN account = {number} THEN amount END) AS BIGINT)")
    });
    let sql = format!("SELECT {} FROM entry WHERE owner = $1", sums.collect::<Vec<_>>().join(", "));
    let Some(row) = conn.one(&sql, &row![SHOP])? else { return Ok(Vec::new()) };
    let sum = |(column, account)| Ok(row.maybe_int(column)?.map(|sum| (account, sum)));
    accounts().enumerate().filter_map(|one| sum(one).transpose()).collect()
}

fn read_balances(conn: &mut Conn, sql: &str, params: &[Value]) -> Result<Vec<(Account, i64)>, DbError> {
    conn.query(sql, params)?.iter().map(|row| Ok((account(row.int(0)?)?, row.int(1)?))).collect()
}

/// Which entries are wanted. Whatever is `None` does not matter.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Whose.
    pub owner: i64,
    /// Of which account.
    pub account: Option<Account>,
    /// Of which kind.
    pub kind: Option<Kind>,
    /// From this moment on.
    pub since: i64,
}

impl Filter {
    /// Everything of somebody.
    pub fn of(owner: i64) -> Self {
        Self { owner, account: None, kind: None, since: i64::MIN }
    }
}

const COLUMNS: &str = "owner, account, kind, ref_id, ref_line, step, place, at, amount";

/// The entries of somebody before a moment, the newest first.
pub fn entries(conn: &mut Conn, filter: &Filter, before: i64, limit: i64) -> Result<Vec<Entry>, DbError> {
    let mut wanted = "owner = $1 AND at < $2 AND at >= $3".to_owned();
    let mut params = row![filter.owner, before, filter.since, limit].to_vec();
    for (column, value) in
        [("account", filter.account.map(|one| one as i64)), ("kind", filter.kind.map(|one| one as i64))]
    {
        if let Some(value) = value {
            params.push(value.into());
            wanted += &format!(" AND {column} = ${}", params.len());
        }
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE {wanted} ORDER BY at DESC, kind, ref_id, ref_line, step, place, account LIMIT $4"
    );
    conn.query(&sql, &params)?.iter().map(entry).collect()
}

/// Every entry of an order or of a withdrawal.
pub fn of_reference(conn: &mut Conn, reference: i64) -> Result<Vec<Entry>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE ref_id = $1 ORDER BY at, kind, ref_line, step, place, owner, account"
    );
    conn.query(&sql, &row![reference])?.iter().map(entry).collect()
}

/// The balances of members and suppliers added up by account, with how many of them are not zero.
pub fn totals(conn: &mut Conn) -> Result<Vec<(Account, i64, i64)>, DbError> {
    let sql = "SELECT account, CAST(SUM(amount) AS BIGINT), CAST(SUM(CASE WHEN amount <> 0 THEN 1 ELSE 0 END) AS BIGINT) \
               FROM balance GROUP BY account ORDER BY account";
    conn.query(sql, &[])?.iter().map(|row| Ok((account(row.int(0)?)?, row.int(1)?, row.int(2)?))).collect()
}

/// What rewards of all kinds have cost the shop between two moments, less what refunds took back.
pub fn cost_of_rewards(conn: &mut Conn, since: i64, until: i64) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(CAST(-SUM(amount) AS BIGINT), 0) FROM entry WHERE owner = $1 AND at >= $2 AND at < $3 \
               AND account IN MANY($4) AND kind = $5";
    let accounts = vec![Account::Rewards as i64, Account::CouponCost as i64];
    conn.one(sql, &row![SHOP, since, until, accounts, Kind::Reward as i64])?.map_or(Ok(0), |row| row.int(0))
}

fn entry(row: &banyan_store::Row) -> Result<Entry, DbError> {
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
pub fn check(conn: &mut Conn) -> Result<Option<Text>, DbError> {
    for ((zh, en), is_money) in [(("钱", "money"), true), (("积分", "points"), false)] {
        let accounts = Account::ALL.into_iter().filter(|account| account.is_money() == is_money);
        let accounts: Vec<i64> = accounts.map(|account| account as i64).collect();
        let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM entry WHERE account IN MANY($1)";
        let sum = conn.one(sql, &row![accounts])?.map_or(Ok(0), |row| row.int(0))?;
        if sum != 0 {
            return Ok(Some(Text::new(
                format!("{zh}的全部分录合计 {sum}，应为 0"),
                format!("all entries of {en} add up to {sum}, expected 0"),
            )));
        }
    }
    let sql = "SELECT kind, ref_id, ref_line, step, place, CAST(SUM(amount) AS BIGINT) FROM entry \
               GROUP BY kind, ref_id, ref_line, step, place HAVING SUM(amount) <> 0 LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        let unknown = || Text::new("未知的转账", "unknown transfer");
        let kind = Kind::of(row.int(0)?).map_or_else(unknown, Kind::title);
        let (id, line, sum) = (row.int(1)?, row.int(2)?, row.int(5)?);
        return Ok(Some(Text::new(
            format!("“{}” {id}/{line} 合计 {sum}，应为 0", kind.zh),
            format!("“{}” of {id}/{line} adds up to {sum}, expected 0", kind.en),
        )));
    }
    let sql = "SELECT b.owner, b.account, b.amount, COALESCE(e.sum, 0) FROM balance b LEFT JOIN \
               (SELECT owner, account, CAST(SUM(amount) AS BIGINT) AS sum FROM entry WHERE owner <> 0 GROUP BY owner, account) e \
               ON e.owner = b.owner AND e.account = b.account WHERE b.amount <> COALESCE(e.sum, 0) ORDER BY b.owner LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        let (owner, amount, sum) = (row.int(0)?, row.int(2)?, row.int(3)?);
        let Text { zh, en } = account(row.int(1)?)?.title();
        return Ok(Some(Text::new(
            format!("会员 {owner} 的“{zh}”余额是 {amount}，分录合计 {sum}"),
            format!("the balance “{en}” of member {owner} is {amount}, its entries add up to {sum}"),
        )));
    }
    let sql = "SELECT e.owner, e.account FROM entry e LEFT JOIN balance b ON b.owner = e.owner AND b.account = e.account \
               WHERE e.owner <> 0 AND b.owner IS NULL LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        let (owner, Text { zh, en }) = (row.int(0)?, account(row.int(1)?)?.title());
        return Ok(Some(Text::new(
            format!("会员 {owner} 在“{zh}”有分录，但没有余额"),
            format!("member {owner} has entries in “{en}” but no balance"),
        )));
    }
    Ok(None)
}
