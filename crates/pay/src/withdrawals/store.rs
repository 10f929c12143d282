//! The SQL of withdrawals.

use banyan_store::{Conn, DbError, Row, Rows, Value, row};

use super::State;

/// A withdrawal as it is stored.
#[derive(Debug, Clone)]
pub(super) struct WithdrawalRow {
    pub(super) owner: i64,
    pub(super) id: i64,
    pub(super) amount: i64,
    pub(super) tax: i64,
    pub(super) arithmetic: String,
    pub(super) method: String,
    pub(super) target: Option<Vec<u8>>,
    pub(super) state: State,
    pub(super) answer: String,
    pub(super) decided_at: Option<i64>,
    pub(super) batch: Option<i64>,
    pub(super) number: i64,
    pub(super) tries: i64,
    pub(super) prepared: Option<String>,
    pub(super) paid_at: Option<i64>,
    pub(super) reference: Option<String>,
    pub(super) nickname: String,
    pub(super) available: i64,
    /// Whether staff has stopped them.
    pub(super) is_stopped: bool,
    /// Whether staff has decided to pay it although they were stopped.
    pub(super) is_cleared: bool,
}

const COLUMNS: &str = "w.owner, w.id, w.amount, w.tax, w.arithmetic, w.method, w.target, w.state, w.answer, w.decided_at, \
                       w.batch, w.number, w.tries, w.prepared, w.paid_at, w.reference, m.nickname, COALESCE(b.amount, 0), \
                       m.state, w.cleared_at";
/// With the member's nickname and what is available to them now.
const FROM: &str = "FROM withdrawal w JOIN member m ON m.id = w.owner \
                    LEFT JOIN balance b ON b.owner = w.owner AND b.account = 2";

fn read(row: &Row) -> Result<WithdrawalRow, DbError> {
    let state = row.text(7)?;
    Ok(WithdrawalRow {
        owner: row.int(0)?,
        id: row.int(1)?,
        amount: row.int(2)?,
        tax: row.int(3)?,
        arithmetic: row.text(4)?.to_owned(),
        method: row.text(5)?.to_owned(),
        target: row.maybe_bytes(6)?.map(<[u8]>::to_vec),
        state: State::of(state)
            .ok_or_else(|| DbError::Broken(format!("a withdrawal of the unknown state {state}")))?,
        answer: row.text(8)?.to_owned(),
        decided_at: row.maybe_int(9)?,
        batch: row.maybe_int(10)?,
        number: row.int(11)?,
        tries: row.int(12)?,
        prepared: row.maybe_text(13)?.map(str::to_owned),
        paid_at: row.maybe_int(14)?,
        reference: row.maybe_text(15)?.map(str::to_owned),
        nickname: row.text(16)?.to_owned(),
        available: row.int(17)?,
        is_stopped: row.text(18)? == "frozen",
        is_cleared: row.maybe_int(19)?.is_some(),
    })
}

/// Which withdrawals are wanted. Whatever is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(super) owner: Option<i64>,
    pub(super) state: Option<State>,
    pub(super) method: Option<String>,
    pub(super) batch: Option<i64>,
}

/// Withdrawals before an id, the newest first.
pub(super) fn list(
    conn: &mut Conn,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> Result<Vec<WithdrawalRow>, DbError> {
    let mut params: Vec<Value> = row![before, limit].to_vec();
    let mut wanted = String::new();
    let conditions = [
        ("w.owner", filter.owner.map(Value::from)),
        ("w.state", filter.state.map(|state| Value::from(state.word()))),
        ("w.method", filter.method.as_deref().map(Value::from)),
        ("w.batch", filter.batch.map(Value::from)),
    ];
    for (column, value) in conditions {
        if let Some(value) = value {
            params.push(value);
            wanted += &format!(" AND {column} = ${}", params.len());
        }
    }
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE w.id < $1{wanted} ORDER BY w.id DESC LIMIT $2");
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// Some withdrawals, the oldest first.
pub(super) fn find(conn: &mut Conn, ids: Vec<i64>) -> Result<Vec<WithdrawalRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE w.id IN MANY($1) ORDER BY w.id");
    conn.query(&sql, &row![ids])?.iter().map(read).collect()
}

/// The withdrawals of a bank file, the oldest first.
pub(super) fn of_batch(conn: &mut Conn, batch: i64) -> Result<Vec<WithdrawalRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE w.batch = $1 ORDER BY w.id");
    conn.query(&sql, &row![batch])?.iter().map(read).collect()
}

/// Bank files before an id, the newest first: id, withdrawals, total to pay, and how many of them are still under way.
pub(super) fn batches(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<[i64; 4]>, DbError> {
    let sql = "SELECT batch, COUNT(*), CAST(SUM(amount - tax) AS BIGINT), \
               CAST(SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END) AS BIGINT) FROM withdrawal \
               WHERE batch IS NOT NULL AND batch < $1 GROUP BY batch ORDER BY batch DESC LIMIT $2";
    let read = |row: &Row| Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?]);
    conn.query(sql, &row![before, limit])?.iter().map(read).collect()
}

/// A withdrawal that counts for the tax of a later one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Earlier {
    /// When it counts: when it was paid or, until then, asked for.
    pub(super) at: i64,
    pub(super) amount: i64,
    pub(super) tax: i64,
}

/// What a member has asked for since a moment and was not refused, the oldest first.
pub(super) fn since(conn: &mut Conn, owner: i64, since: i64) -> Result<Vec<Earlier>, DbError> {
    let sql = "SELECT COALESCE(paid_at, id), amount, tax FROM withdrawal WHERE owner = $1 \
               AND state NOT IN ('refused', 'failed') AND COALESCE(paid_at, id) >= $2 ORDER BY id";
    let read = |row: &Row| Ok(Earlier { at: row.int(0)?, amount: row.int(1)?, tax: row.int(2)? });
    conn.query(sql, &row![owner, since])?.iter().map(read).collect()
}

/// What has become of a withdrawal, and when.
pub(crate) struct Course {
    pub(super) owner: i64,
    pub(super) id: i64,
    pub(super) amount: i64,
    pub(super) tax: i64,
    pub(super) arithmetic: String,
    pub(super) paid_at: Option<i64>,
    /// When it was refused or had failed, by the ledger.
    pub(super) returned_at: Option<i64>,
}

/// Members who have ever asked for a withdrawal, after one of them.
pub(super) fn owners(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<i64>, DbError> {
    let sql = "SELECT DISTINCT owner FROM withdrawal WHERE owner > $1 ORDER BY owner LIMIT $2";
    conn.query(sql, &row![after, limit])?.iter().map(|row| row.int(0)).collect()
}

/// All withdrawals of some members, by member, the oldest first.
pub(super) fn courses(conn: &mut Conn, owners: Vec<i64>) -> Result<Vec<Course>, DbError> {
    let sql = "SELECT w.owner, w.id, w.amount, w.tax, w.arithmetic, w.paid_at, e.at FROM withdrawal w LEFT JOIN entry e \
               ON e.owner = w.owner AND e.account = 3 AND e.kind = 8 AND e.ref_id = w.id AND e.ref_line = 0 AND e.step = 0 AND e.place = 0 \
               WHERE w.owner IN MANY($1) ORDER BY w.owner, w.id";
    let read = |row: &Row| {
        Ok(Course {
            owner: row.int(0)?,
            id: row.int(1)?,
            amount: row.int(2)?,
            tax: row.int(3)?,
            arithmetic: row.text(4)?.to_owned(),
            paid_at: row.maybe_int(5)?,
            returned_at: row.maybe_int(6)?,
        })
    };
    conn.query(sql, &row![owners])?.iter().map(read).collect()
}

/// What a member has asked for since a moment and was not refused.
pub(super) fn asked_since(conn: &mut Conn, owner: i64, since: i64) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM withdrawal \
               WHERE owner = $1 AND id >= $2 AND state NOT IN ('refused', 'failed')";
    conn.one(sql, &row![owner, since])?.map_or(Ok(0), |row| row.int(0))
}

/// Whether the shop knows a member's identity or tax number.
pub(super) fn has_tax_number(conn: &mut Conn, owner: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM private WHERE member = $1 AND field IN ('id_number', 'tax_number')";
    Ok(conn.one(sql, &row![owner])?.is_some())
}

/// A withdrawal that is asked for.
pub(super) struct New<'a> {
    pub(super) owner: i64,
    pub(super) id: i64,
    pub(super) amount: i64,
    pub(super) tax: i64,
    pub(super) arithmetic: &'a str,
    pub(super) method: &'a str,
    pub(super) target: Vec<u8>,
}

/// Writes a withdrawal that is asked for.
pub(super) fn insert(conn: &mut Conn, new: New<'_>) -> Result<(), DbError> {
    let columns = &["owner", "id", "amount", "tax", "arithmetic", "method", "target", "state"];
    let mut rows = Rows::new("withdrawal", columns);
    let New { owner, id, amount, tax, arithmetic, method, target } = new;
    rows.push(row![owner, id, amount, tax, arithmetic, method, target, State::Asked.word()]);
    conn.insert(&rows)
}

/// Notes what staff has decided.
pub(super) fn decide(
    conn: &mut Conn,
    (owner, id): (i64, i64),
    state: State,
    reviewer: i64,
    answer: &str,
    at: i64,
) -> Result<(), DbError> {
    let sql = "UPDATE withdrawal SET state = $3, reviewer = $4, answer = $5, decided_at = $6 WHERE owner = $1 AND id = $2";
    conn.execute(sql, &row![owner, id, state.word(), reviewer, answer, at]).map(drop)
}

/// Notes that it is paid although its member is stopped.
pub(super) fn clear(conn: &mut Conn, (owner, id): (i64, i64), at: i64) -> Result<(), DbError> {
    let sql = "UPDATE withdrawal SET cleared_at = $3 WHERE owner = $1 AND id = $2";
    conn.execute(sql, &row![owner, id, at]).map(drop)
}

/// Lets one wait that may not go out yet.
pub(super) fn postpone(conn: &mut Conn, (owner, id): (i64, i64), next_try_at: i64) -> Result<(), DbError> {
    let sql = "UPDATE withdrawal SET next_try_at = $3 WHERE owner = $1 AND id = $2 AND state = 'sent'";
    conn.execute(sql, &row![owner, id, next_try_at]).map(drop)
}

/// Notes that it is on its way: in a bank file, or to be handed to a provider at `next_try_at`.
pub(super) fn send(
    conn: &mut Conn,
    (owner, id): (i64, i64),
    batch: Option<i64>,
    next_try_at: Option<i64>,
) -> Result<(), DbError> {
    let sql =
        "UPDATE withdrawal SET state = 'sent', batch = $3, next_try_at = $4 WHERE owner = $1 AND id = $2";
    conn.execute(sql, &row![owner, id, batch, next_try_at]).map(drop)
}

/// Notes that the money has gone out, or has come back.
pub(super) fn close(
    conn: &mut Conn,
    (owner, id): (i64, i64),
    state: State,
    paid_at: Option<i64>,
    (reference, answer): (Option<&str>, &str),
) -> Result<(), DbError> {
    let sql = "UPDATE withdrawal SET state = $3, paid_at = $4, reference = COALESCE($5, reference), answer = $6, \
               next_try_at = NULL, prepared = NULL WHERE owner = $1 AND id = $2";
    conn.execute(sql, &row![owner, id, state.word(), paid_at, reference, answer]).map(drop)
}

/// Withdrawals about which the provider is to be asked by `now`.
pub(super) fn to_try(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<WithdrawalRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE w.next_try_at IS NOT NULL AND w.next_try_at <= $1 ORDER BY w.next_try_at, w.id LIMIT $2"
    );
    conn.query(&sql, &row![now, limit])?.iter().map(read).collect()
}

/// When the next one is to be tried.
pub(super) fn next_try(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let sql = "SELECT MIN(next_try_at) FROM withdrawal WHERE next_try_at IS NOT NULL";
    Ok(conn.one(sql, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten())
}

/// Takes one in hand, so that no other process does.
pub(super) fn tried(conn: &mut Conn, (owner, id): (i64, i64), next_try_at: i64) -> Result<(), DbError> {
    let sql = "UPDATE withdrawal SET tries = tries + 1, next_try_at = $3 WHERE owner = $1 AND id = $2 AND state = 'sent'";
    conn.execute(sql, &row![owner, id, next_try_at]).map(drop)
}

/// Notes how it stands at the provider.
pub(super) fn pending(
    conn: &mut Conn,
    (owner, id): (i64, i64),
    reference: Option<&str>,
    prepared: Option<&str>,
) -> Result<(), DbError> {
    let sql = "UPDATE withdrawal SET reference = COALESCE($3, reference), prepared = COALESCE($4, prepared) \
               WHERE owner = $1 AND id = $2 AND state = 'sent'";
    conn.execute(sql, &row![owner, id, reference, prepared]).map(drop)
}

/// What has been paid out to a member, tax included.
pub fn paid_to(conn: &mut Conn, owner: i64) -> Result<i64, DbError> {
    let sql =
        "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM withdrawal WHERE owner = $1 AND state = 'paid'";
    conn.one(sql, &row![owner])?.map_or(Ok(0), |row| row.int(0))
}
