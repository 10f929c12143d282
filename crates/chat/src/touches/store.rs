//! The SQL of touches.

use banyan_store::{Conn, DbError, Row, Rows, row};

use super::quota::Seat;
use crate::own::Own;
use crate::person::SAID_NO;
use crate::words::{Platform, TouchKind};

/// Touches that were planned together, and how they stand.
#[derive(Debug, Clone)]
pub(crate) struct PlanRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) account: i64,
    pub(crate) account_name: String,
    pub(crate) operator: i64,
    pub(crate) kind: TouchKind,
    pub(crate) reserved: i64,
    pub(crate) spent: i64,
    pub(crate) given_back: i64,
    pub(crate) first_at: Option<i64>,
    pub(crate) last_at: Option<i64>,
}

/// What an account does on a day.
#[derive(Debug, Clone)]
pub(crate) struct DayRow {
    pub(crate) account: i64,
    pub(crate) account_name: String,
    pub(crate) platform: Platform,
    /// Touches of each kind: kind, reserved, spent.
    pub(crate) kind: Option<TouchKind>,
    pub(crate) reserved: i64,
    pub(crate) spent: i64,
}

const PLAN: &str = "SELECT p.id, p.name, p.account, a.name, a.operator, p.kind, \
     (SELECT COUNT(*) FROM touch t WHERE t.account = p.account AND t.plan = p.id AND t.spent_at IS NULL AND t.returned_at IS NULL), \
     (SELECT COUNT(*) FROM touch t WHERE t.account = p.account AND t.plan = p.id AND t.spent_at IS NOT NULL), \
     (SELECT COUNT(*) FROM touch t WHERE t.account = p.account AND t.plan = p.id AND t.returned_at IS NOT NULL), \
     (SELECT MIN(t.due_at) FROM touch t WHERE t.account = p.account AND t.plan = p.id AND t.returned_at IS NULL), \
     (SELECT MAX(t.due_at) FROM touch t WHERE t.account = p.account AND t.plan = p.id AND t.returned_at IS NULL) \
     FROM touch_plan p JOIN chat_account a ON a.id = p.account";

fn plan(row: &Row) -> Result<PlanRow, DbError> {
    Ok(PlanRow {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        account: row.int(2)?,
        account_name: row.text(3)?.to_owned(),
        operator: row.int(4)?,
        kind: TouchKind::read(row.text(5)?)?,
        reserved: row.int(6)?,
        spent: row.int(7)?,
        given_back: row.int(8)?,
        first_at: row.maybe_int(9)?,
        last_at: row.maybe_int(10)?,
    })
}

/// Plans in sight before an id, the newest first.
pub(crate) fn plans(conn: &mut Conn, own: Own, before: i64, limit: i64) -> Result<Vec<PlanRow>, DbError> {
    let sql = format!("{PLAN} WHERE p.id < $2 AND (a.operator = $1 OR $1 = 0) ORDER BY p.id DESC LIMIT $3");
    conn.query(&sql, &row![own.only.unwrap_or(0), before, limit])?.iter().map(plan).collect()
}

/// A plan in sight.
pub(super) fn find(conn: &mut Conn, own: Own, id: i64) -> Result<Option<PlanRow>, DbError> {
    let found = conn.one(&format!("{PLAN} WHERE p.id = $1"), &row![id])?;
    Ok(found.as_ref().map(plan).transpose()?.filter(|plan| own.sees(plan.operator)))
}

/// Those of some contacts (or of all with a tag, or of all) whom an account may touch, and whether each has said no.
/// `is_friend`: whether they have to be the account's friends, or still to be added.
pub(super) fn reachable(
    conn: &mut Conn,
    account: i64,
    is_friend: bool,
    (persons, tag): (Option<&[i64]>, Option<i64>),
) -> Result<Vec<(i64, bool)>, DbError> {
    let stands =
        if is_friend { "c.added_at IS NOT NULL AND c.removed_at IS NULL" } else { "c.added_at IS NULL" };
    let mut params = row![account].to_vec();
    let mut sql = format!(
        "SELECT c.person, CASE WHEN {SAID_NO} THEN 1 ELSE 0 END FROM chat_contact c \
         JOIN chat_person p ON p.person = c.person WHERE c.account = $1 AND {stands}"
    );
    if let Some(persons) = persons {
        params.push(persons.to_vec().into());
        sql += &format!(" AND c.person IN MANY(${})", params.len());
    }
    if let Some(tag) = tag {
        params.push(tag.into());
        let has = "EXISTS (SELECT 1 FROM chat_person_tag g WHERE g.person = c.person AND g.tag =";
        sql += &format!(" AND {has} ${})", params.len());
    }
    sql += " ORDER BY c.person";
    // BIGINT in both databases.
    let sql = sql.replace("THEN 1 ELSE 0 END", "THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END");
    conn.query(&sql, &params)?.iter().map(|row| Ok((row.int(0)?, row.flag(1)?))).collect()
}

/// Seats that an account has taken from a day on: day and seat.
pub(super) fn seats(
    conn: &mut Conn,
    account: i64,
    kind: TouchKind,
    (from, until): (i64, i64),
) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = "SELECT day, seat FROM touch WHERE account = $1 AND kind = $2 AND day >= $3 AND day < $4 AND returned_at IS NULL";
    let found = conn.query(sql, &row![account, kind.word(), from, until])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Seats that persons have taken of weeks: person, week, seat.
pub(super) fn weeks(
    conn: &mut Conn,
    persons: Vec<i64>,
    (from, until): (i64, i64),
) -> Result<Vec<(i64, i64, i64)>, DbError> {
    let sql = "SELECT person, week, person_seat FROM touch WHERE person IN MANY($1) AND week >= $2 AND week <= $3 \
               AND returned_at IS NULL";
    let found = conn.query(sql, &row![persons, from, until])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?))).collect()
}

/// Who holds an account's touches of some days: the plan's name, and how many.
pub(super) fn holders(
    conn: &mut Conn,
    account: i64,
    kind: TouchKind,
    (from, until): (i64, i64),
) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT p.name, COUNT(*) FROM touch t JOIN touch_plan p ON p.id = t.plan WHERE t.account = $1 AND t.kind = $2 \
               AND t.day >= $3 AND t.day < $4 AND t.returned_at IS NULL GROUP BY p.id, p.name ORDER BY COUNT(*) DESC, p.name LIMIT 3";
    let found = conn.query(sql, &row![account, kind.word(), from, until])?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// Who holds touches of some persons in some weeks: the plan's name, and how many.
pub(super) fn person_holders(
    conn: &mut Conn,
    persons: Vec<i64>,
    (from, until): (i64, i64),
) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT p.name, COUNT(*) FROM touch t JOIN touch_plan p ON p.id = t.plan WHERE t.person IN MANY($1) \
               AND t.week >= $2 AND t.week <= $3 AND t.returned_at IS NULL GROUP BY p.id, p.name ORDER BY COUNT(*) DESC, p.name LIMIT 3";
    let found = conn.query(sql, &row![persons, from, until])?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// Writes a plan and its touches, which have ids from `first` on.
pub(super) fn insert(
    conn: &mut Conn,
    (id, name, account, kind): (i64, &str, i64, TouchKind),
    (account_most, person_most): (i64, i64),
    seats: &[(i64, i64, Seat)],
    actor: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO touch_plan(id, name, account, kind, actor) VALUES($1, $2, $3, $4, $5)";
    conn.execute(sql, &row![id, name, account, kind.word(), actor])?;
    let mut rows = Rows::new(
        "touch",
        &[
            "account", "id", "plan", "person", "kind", "day", "week", "due_at", "seat", "account_most", "person_seat",
            "person_most",
        ],
    );
    for (touch, week, seat) in seats {
        let Seat { person, day, due_at, seat, person_seat } = *seat;
        rows.push([
            account.into(),
            (*touch).into(),
            id.into(),
            person.into(),
            kind.word().into(),
            day.into(),
            (*week).into(),
            due_at.into(),
            seat.into(),
            account_most.into(),
            person_seat.into(),
            person_most.into(),
        ]);
    }
    conn.insert(&rows)
}

/// Reserved touches of a plan: all, or those that are named.
const RESERVED: &str = "account = $1 AND plan = $2 AND spent_at IS NULL AND returned_at IS NULL";

/// Gives reserved touches back: those that are named, or all that the plan still holds; how many.
pub(super) fn give_back(
    conn: &mut Conn,
    (account, plan): (i64, i64),
    named: Option<Vec<i64>>,
    at: i64,
) -> Result<u64, DbError> {
    match named {
        Some(ids) => conn.execute(
            &format!("UPDATE touch SET returned_at = $3 WHERE {RESERVED} AND id IN MANY($4)"),
            &row![account, plan, at, ids],
        ),
        None => conn.execute(
            &format!("UPDATE touch SET returned_at = $3 WHERE {RESERVED}"),
            &row![account, plan, at],
        ),
    }
}

/// Spends reserved touches that are due: those that are named, or all; how many. Those of people who said no are left.
pub(super) fn spend(
    conn: &mut Conn,
    (account, plan): (i64, i64),
    named: Option<Vec<i64>>,
    at: i64,
) -> Result<u64, DbError> {
    let due = format!(
        "UPDATE touch SET spent_at = $3 WHERE {RESERVED} AND due_at <= $3 \
         AND NOT EXISTS (SELECT 1 FROM chat_person p WHERE p.person = touch.person AND {SAID_NO})"
    );
    match named {
        Some(ids) => conn.execute(&format!("{due} AND id IN MANY($4)"), &row![account, plan, at, ids]),
        None => conn.execute(&due, &row![account, plan, at]),
    }
}

/// Gives back whatever is reserved for people who want no contact.
pub(crate) fn give_back_of(conn: &mut Conn, persons: Vec<i64>, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE touch SET returned_at = $2 WHERE person IN MANY($1) AND spent_at IS NULL AND returned_at IS NULL";
    conn.execute(sql, &row![persons, at])?;
    Ok(())
}

/// What the accounts in sight do on a day, by kind; an account that does nothing has a row without a kind.
pub(super) fn day(conn: &mut Conn, own: Own, day: i64, limit: i64) -> Result<Vec<DayRow>, DbError> {
    let sql = "SELECT a.id, a.name, a.platform, t.kind, COALESCE(t.reserved, 0), COALESCE(t.spent, 0) FROM chat_account a \
               LEFT JOIN (SELECT account, kind, CAST(SUM(CASE WHEN spent_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS reserved, \
               CAST(SUM(CASE WHEN spent_at IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS spent FROM touch \
               WHERE day = $2 AND returned_at IS NULL GROUP BY account, kind) t ON t.account = a.id \
               WHERE (a.operator = $1 OR $1 = 0) AND a.state <> 'closed' ORDER BY a.id DESC, t.kind LIMIT $3";
    let read = |row: &Row| {
        Ok(DayRow {
            account: row.int(0)?,
            account_name: row.text(1)?.to_owned(),
            platform: Platform::read(row.text(2)?)?,
            kind: row.maybe_text(3)?.map(TouchKind::read).transpose()?,
            reserved: row.int(4)?,
            spent: row.int(5)?,
        })
    };
    conn.query(sql, &row![own.only.unwrap_or(0), day, limit])?.iter().map(read).collect()
}
