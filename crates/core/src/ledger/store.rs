//! The ledger's SQL.

use std::collections::{BTreeMap, HashMap};

use banyan_plan::words::Text;
use banyan_store::{Conn, DbError, Row, Value, behind, row};

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

/// One balance of somebody, or of the shop.
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
    let mut balances = balances(conn, SHOP)?;
    balances.retain(|(account, _)| account.is_of_the_shop());
    Ok(balances)
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
    /// Before this moment.
    pub until: i64,
}

impl Filter {
    /// Everything of somebody.
    pub fn of(owner: i64) -> Self {
        Self { owner, account: None, kind: None, since: i64::MIN, until: i64::MAX }
    }
}

const COLUMNS: &str = "owner, account, kind, ref_id, ref_line, step, place, at, amount";

/// What entries of somebody are sorted by: the newest first.
const ORDER: [&str; 7] = ["at", "kind", "ref_id", "ref_line", "step", "place", "account"];

impl Filter {
    /// The condition for entries, on whose parameters others may follow.
    fn wanted(&self) -> (String, Vec<Value>) {
        let mut wanted = "owner = $1 AND at >= $2 AND at < $3".to_owned();
        let mut params = row![self.owner, self.since, self.until].to_vec();
        for (column, value) in
            [("account", self.account.map(|one| one as i64)), ("kind", self.kind.map(|one| one as i64))]
        {
            if let Some(value) = value {
                params.push(value.into());
                wanted += &format!(" AND {column} = ${}", params.len());
            }
        }
        (wanted, params)
    }
}

/// Adds that only what comes after a key is wanted.
fn after<const N: usize>(wanted: &mut String, params: &mut Vec<Value>, key: Option<[i64; N]>) {
    if let Some(key) = key {
        *wanted += &format!(" AND {}", behind(&ORDER[..N], params.len() + 1));
        params.extend(key.map(Value::from));
    }
}

impl Entry {
    /// What tells it from every other entry of its owner, in the order of lists.
    pub fn key(&self) -> [i64; 7] {
        let Reason { kind, id, line, step, place } = self.reason;
        [self.at, kind as i64, id, line, step, place, self.account as i64]
    }
}

/// The entries of somebody after one of them, the newest first.
pub fn entries(
    conn: &mut Conn,
    filter: &Filter,
    key: Option<[i64; 7]>,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let (mut wanted, mut params) = filter.wanted();
    after(&mut wanted, &mut params, key);
    params.push(limit.into());
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE {wanted} ORDER BY at DESC, {} LIMIT ${}",
        ORDER[1..].join(", "),
        params.len()
    );
    conn.query(&sql, &params)?.iter().map(entry).collect()
}

/// What tells movements of somebody apart: moment, kind, and what it was about.
pub type Movement = [i64; 3];

/// What later became of a withdrawal stands with it.
const WITHDRAWAL: [Kind; 4] = [Kind::Withdrawal, Kind::Payout, Kind::Withholding, Kind::Return];

fn numbers(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| (*kind as i64).to_string()).collect::<Vec<_>>().join(", ")
}

/// The movements of somebody after one of them, the newest first.
pub fn movements(
    conn: &mut Conn,
    filter: &Filter,
    key: Option<Movement>,
    limit: i64,
) -> Result<Vec<Movement>, DbError> {
    let (mut wanted, mut params) = filter.wanted();
    wanted += &format!(" AND kind NOT IN ({})", numbers(&WITHDRAWAL[1..]));
    after(&mut wanted, &mut params, key);
    params.push(limit.into());
    let sql = format!(
        "SELECT at, kind, ref_id FROM entry WHERE {wanted} GROUP BY at, kind, ref_id ORDER BY at DESC, kind, ref_id \
         LIMIT ${}",
        params.len()
    );
    let read = |row: &Row| Ok([row.int(0)?, row.int(1)?, row.int(2)?]);
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// What some movements, the newest of them first, brought each account; what became of a withdrawal included.
pub fn moved(
    conn: &mut Conn,
    filter: &Filter,
    movements: &[Movement],
) -> Result<HashMap<Movement, BTreeMap<Account, i64>>, DbError> {
    let mut found: HashMap<Movement, BTreeMap<Account, i64>> = HashMap::new();
    let [Some(first), Some(last)] = [movements.first(), movements.last()] else { return Ok(found) };
    let within = Filter { since: last[0], until: first[0] + 1, ..filter.clone() };
    let (wanted, params) = within.wanted();
    let later = numbers(&WITHDRAWAL[1..]);
    let of_moments = format!("SELECT {COLUMNS} FROM entry WHERE {wanted} AND kind NOT IN ({later})");
    let mut entries = conn.query(&of_moments, &params)?;
    let is_withdrawal = |movement: &&Movement| movement[1] == Kind::Withdrawal as i64;
    let withdrawals: HashMap<i64, Movement> =
        movements.iter().filter(is_withdrawal).map(|movement| (movement[2], *movement)).collect();
    if !withdrawals.is_empty() {
        let ids: Vec<i64> = withdrawals.keys().copied().collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM entry WHERE owner = $1 AND ref_id IN MANY($2) AND kind IN ({later})"
        );
        entries.extend(conn.query(&sql, &row![filter.owner, ids])?);
    }
    for entry in entries.iter().map(entry) {
        let Entry { account, reason, at, amount, .. } = entry?;
        if filter.account.is_some_and(|wanted| wanted != account) {
            continue;
        }
        let own = [at, reason.kind as i64, reason.id];
        let movement =
            if WITHDRAWAL[1..].contains(&reason.kind) { withdrawals.get(&reason.id) } else { Some(&own) };
        if let Some(movement) = movement {
            *found.entry(*movement).or_default().entry(account).or_default() += amount;
        }
    }
    Ok(found)
}

/// What a reference of entries is.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// What it is: `order`, `withdrawal`, `member`.
    pub what: &'static str,
    /// Who bought, withdraws or joined.
    pub member: i64,
    /// The title of the order's first line, and how many lines there are.
    pub title: Option<(String, i64)>,
    /// How a withdrawal stands, and the tax withheld.
    pub withdrawal: Option<(String, i64)>,
}

/// What some references are, as far as they are an order, a withdrawal or a member.
pub fn about(conn: &mut Conn, references: Vec<i64>) -> Result<HashMap<i64, About>, DbError> {
    let mut found = HashMap::new();
    let sql = "SELECT o.id, o.buyer, MIN(CASE WHEN l.line = 1 THEN l.title END), COUNT(*) FROM orders o \
               JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id WHERE o.id IN MANY($1) GROUP BY o.id, o.buyer";
    for row in conn.query(sql, &row![references.clone()])? {
        let title = (row.maybe_text(2)?.unwrap_or_default().to_owned(), row.int(3)?);
        let about = About { what: "order", member: row.int(1)?, title: Some(title), ..About::default() };
        found.insert(row.int(0)?, about);
    }
    let sql = "SELECT id, owner, state, tax FROM withdrawal WHERE id IN MANY($1)";
    for row in conn.query(sql, &row![references.clone()])? {
        let withdrawal = (row.text(2)?.to_owned(), row.int(3)?);
        let about = About {
            what: "withdrawal",
            member: row.int(1)?,
            withdrawal: Some(withdrawal),
            ..About::default()
        };
        found.insert(row.int(0)?, about);
    }
    for row in conn.query("SELECT id FROM member WHERE id IN MANY($1)", &row![references])? {
        let member = row.int(0)?;
        found.insert(member, About { what: "member", member, ..About::default() });
    }
    Ok(found)
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
               FROM balance WHERE owner <> $1 GROUP BY account ORDER BY account";
    conn.query(sql, &row![SHOP])?
        .iter()
        .map(|row| Ok((account(row.int(0)?)?, row.int(1)?, row.int(2)?)))
        .collect()
}

/// Who has something in an account of members or suppliers, or owes, after one of them: owner and amount, the largest first.
pub fn holders(
    conn: &mut Conn,
    account: Account,
    key: Option<[i64; 2]>,
    limit: i64,
) -> Result<Vec<(i64, i64)>, DbError> {
    let mut wanted = "account = $1 AND amount <> 0 AND owner <> $2".to_owned();
    let mut params = row![account as i64, SHOP].to_vec();
    if let Some(key) = key {
        wanted += &format!(" AND {}", behind(&["ABS(amount)", "owner"], params.len() + 1));
        params.extend(key.map(Value::from));
    }
    params.push(limit.into());
    let sql = format!(
        "SELECT owner, amount FROM balance WHERE {wanted} ORDER BY ABS(amount) DESC, owner LIMIT ${}",
        params.len()
    );
    conn.query(&sql, &params)?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// What rewards of all kinds have cost the shop between two moments, less what refunds took back.
pub fn cost_of_rewards(conn: &mut Conn, since: i64, until: i64) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(CAST(-SUM(amount) AS BIGINT), 0) FROM entry WHERE owner = $1 AND at >= $2 AND at < $3 \
               AND account IN MANY($4) AND kind = $5";
    let accounts = vec![Account::Rewards as i64, Account::CouponCost as i64];
    conn.one(sql, &row![SHOP, since, until, accounts, Kind::Reward as i64])?.map_or(Ok(0), |row| row.int(0))
}

fn entry(row: &Row) -> Result<Entry, DbError> {
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
               (SELECT owner, account, CAST(SUM(amount) AS BIGINT) AS sum FROM entry GROUP BY owner, account) e \
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
               WHERE b.owner IS NULL LIMIT 1";
    if let Some(row) = conn.one(sql, &[])? {
        let (owner, Text { zh, en }) = (row.int(0)?, account(row.int(1)?)?.title());
        return Ok(Some(Text::new(
            format!("会员 {owner} 在“{zh}”有分录，但没有余额"),
            format!("member {owner} has entries in “{en}” but no balance"),
        )));
    }
    Ok(None)
}
