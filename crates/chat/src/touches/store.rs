//! The SQL of touches.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, Rows, row};

use super::quota::Seat;
use crate::own::Own;
use crate::person::said_no;
use crate::words::{CallResult, TouchKind, TouchState};

/// Touches that were planned together.
#[derive(Debug, Clone)]
pub(crate) struct PlanRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) account: i64,
    pub(crate) account_name: String,
    pub(crate) operator: i64,
    pub(crate) kind: TouchKind,
    /// The lead list that it is of.
    pub(crate) list: Option<i64>,
    /// What may be said, in turn.
    pub(crate) wordings: Vec<String>,
}

/// How the touches of a plan stand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) reserved: i64,
    pub(crate) spent: i64,
    pub(crate) given_back: i64,
    /// The first and the last moment of those that were not given back.
    pub(crate) first_at: Option<i64>,
    pub(crate) last_at: Option<i64>,
}

/// One touch.
#[derive(Debug, Clone)]
pub(crate) struct TouchRow {
    pub(crate) id: i64,
    pub(crate) plan: i64,
    pub(crate) plan_name: String,
    pub(crate) account: i64,
    pub(crate) account_name: String,
    pub(crate) kind: TouchKind,
    /// Nobody once nothing is kept of the contact.
    pub(crate) person: Option<i64>,
    pub(crate) person_name: String,
    pub(crate) due_at: i64,
    pub(crate) state: TouchState,
    /// What may be said; empty if that is left to whoever makes it.
    pub(crate) wording: String,
    /// What came of a call.
    pub(crate) result: Option<CallResult>,
    pub(crate) note: String,
}

const PLAN: &str = "SELECT p.id, p.name, p.account, a.name, a.operator, p.kind, p.list, p.wordings \
     FROM touch_plan p JOIN chat_account a ON a.id = p.account";

fn plan(row: &Row) -> Result<PlanRow, DbError> {
    Ok(PlanRow {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        account: row.int(2)?,
        account_name: row.text(3)?.to_owned(),
        operator: row.int(4)?,
        kind: TouchKind::read(row.text(5)?)?,
        list: row.maybe_int(6)?,
        wordings: texts(row.text(7)?)?,
    })
}

/// Texts that are kept as JSON.
fn texts(json: &str) -> Result<Vec<String>, DbError> {
    serde_json::from_str(json).map_err(|error| DbError::Broken(format!("wordings cannot be read: {error}")))
}

/// Plans in sight before an id, the newest first.
pub(super) fn plans(conn: &mut Conn, own: Own, before: i64, limit: i64) -> Result<Vec<PlanRow>, DbError> {
    let sql = format!("{PLAN} WHERE p.id < $2 AND (a.operator = $1 OR $1 = 0) ORDER BY p.id DESC LIMIT $3");
    conn.query(&sql, &row![own.only.unwrap_or(0), before, limit])?.iter().map(plan).collect()
}

/// A plan in sight.
pub(super) fn find(conn: &mut Conn, own: Own, id: i64) -> Result<Option<PlanRow>, DbError> {
    let found = conn.one(&format!("{PLAN} WHERE p.id = $1"), &row![id])?;
    Ok(found.as_ref().map(plan).transpose()?.filter(|plan| own.sees(plan.operator)))
}

/// How the touches of some plans of some accounts stand, by plan.
pub(super) fn sums(conn: &mut Conn, plans: &[PlanRow]) -> Result<HashMap<i64, Sums>, DbError> {
    let sql = "SELECT plan, CAST(SUM(CASE WHEN spent_at IS NULL AND returned_at IS NULL THEN 1 ELSE 0 END) AS BIGINT), \
               COUNT(spent_at), COUNT(returned_at), MIN(CASE WHEN returned_at IS NULL THEN due_at END), \
               MAX(CASE WHEN returned_at IS NULL THEN due_at END) FROM touch \
               WHERE account IN MANY($1) AND plan IN MANY($2) GROUP BY plan";
    let ids = |of: fn(&PlanRow) -> i64| plans.iter().map(of).collect::<Vec<i64>>();
    let read = |row: &Row| {
        let sums = Sums {
            reserved: row.int(1)?,
            spent: row.int(2)?,
            given_back: row.int(3)?,
            first_at: row.maybe_int(4)?,
            last_at: row.maybe_int(5)?,
        };
        Ok((row.int(0)?, sums))
    };
    conn.query(sql, &row![ids(|plan| plan.account), ids(|plan| plan.id)])?.iter().map(read).collect()
}

const TOUCH: &str = "SELECT t.id, t.plan, p.name, t.account, a.name, t.kind, t.person, c.name, t.due_at, t.spent_at, \
     t.returned_at, p.wordings, t.wording, t.result, t.note FROM touch t JOIN touch_plan p ON p.account = t.account AND p.id = t.plan \
     JOIN chat_account a ON a.id = t.account LEFT JOIN chat_person c ON c.person = t.person";

fn touch(row: &Row) -> Result<TouchRow, DbError> {
    Ok(TouchRow {
        id: row.int(0)?,
        plan: row.int(1)?,
        plan_name: row.text(2)?.to_owned(),
        account: row.int(3)?,
        account_name: row.text(4)?.to_owned(),
        kind: TouchKind::read(row.text(5)?)?,
        person: row.maybe_int(6)?,
        person_name: row.maybe_text(7)?.unwrap_or_default().to_owned(),
        due_at: row.int(8)?,
        state: match (row.maybe_int(9)?, row.maybe_int(10)?) {
            (_, Some(_)) => TouchState::GivenBack,
            (Some(_), None) => TouchState::Spent,
            (None, None) => TouchState::Reserved,
        },
        wording: match row.maybe_int(12)? {
            None => String::new(),
            Some(place) => texts(row.text(11)?)?.into_iter().nth(place as usize).unwrap_or_default(),
        },
        result: row.maybe_text(13)?.map(CallResult::read).transpose()?,
        note: row.text(14)?.to_owned(),
    })
}

/// Touches of a plan before an id, the last one first.
pub(super) fn of_plan(
    conn: &mut Conn,
    plan: &PlanRow,
    before: i64,
    limit: i64,
) -> Result<Vec<TouchRow>, DbError> {
    let sql =
        format!("{TOUCH} WHERE t.account = $1 AND t.plan = $2 AND t.id < $3 ORDER BY t.id DESC LIMIT $4");
    conn.query(&sql, &row![plan.account, plan.id, before, limit])?.iter().map(touch).collect()
}

/// Touches of a contact, the newest first.
pub(crate) fn of_person(conn: &mut Conn, person: i64, limit: i64) -> Result<Vec<TouchRow>, DbError> {
    let sql = format!("{TOUCH} WHERE t.person = $1 ORDER BY t.id DESC LIMIT $2");
    conn.query(&sql, &row![person, limit])?.iter().map(touch).collect()
}

/// Reserved touches of the accounts in sight that are due by a moment, the soonest first.
pub(super) fn due(conn: &mut Conn, own: Own, before: i64, limit: i64) -> Result<Vec<TouchRow>, DbError> {
    let sql = format!(
        "{TOUCH} WHERE (a.operator = $1 OR $1 = 0) AND t.due_at <= $2 AND t.spent_at IS NULL \
         AND t.returned_at IS NULL ORDER BY t.due_at, t.id LIMIT $3"
    );
    conn.query(&sql, &row![own.only.unwrap_or(0), before, limit])?.iter().map(touch).collect()
}

/// Those of some contacts (or of all with a tag, or of all) whom an account may touch so, and whether each has said no.
pub(super) fn reachable(
    conn: &mut Conn,
    (account, kind): (i64, TouchKind),
    (persons, tag): (Option<&[i64]>, Option<i64>),
) -> Result<Vec<(i64, bool)>, DbError> {
    let stands = match kind {
        TouchKind::FriendRequest => "c.added_at IS NULL",
        TouchKind::Message => "c.added_at IS NOT NULL AND c.removed_at IS NULL",
        TouchKind::Call => "p.hash IS NOT NULL",
    };
    let mut params = row![account].to_vec();
    let mut sql = format!(
        "SELECT c.person, CASE WHEN {} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END FROM chat_contact c \
         JOIN chat_person p ON p.person = c.person WHERE c.account = $1 AND {stands}",
        said_no()
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
    conn.query(&sql, &params)?.iter().map(|row| Ok((row.int(0)?, row.flag(1)?))).collect()
}

/// Seats that accounts have taken on some days: account, day and seat.
pub(super) fn seats(
    conn: &mut Conn,
    (accounts, kind): (Vec<i64>, TouchKind),
    (first, last): (i64, i64),
) -> Result<Vec<(i64, i64, i64)>, DbError> {
    let sql = "SELECT account, day, seat FROM touch WHERE account IN MANY($1) AND kind = $2 AND day >= $3 AND day <= $4 \
               AND returned_at IS NULL";
    let found = conn.query(sql, &row![accounts, kind.word(), first, last])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?))).collect()
}

/// Seats that persons have taken of weeks: person, week, seat.
pub(super) fn weeks(
    conn: &mut Conn,
    persons: Vec<i64>,
    (first, last): (i64, i64),
) -> Result<Vec<(i64, i64, i64)>, DbError> {
    let sql = "SELECT person, week, person_seat FROM touch WHERE person IN MANY($1) AND week >= $2 AND week <= $3 \
               AND returned_at IS NULL";
    let found = conn.query(sql, &row![persons, first, last])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?))).collect()
}

/// Plans that hold something, told by name and number of touches: those that hold most.
type Holders = Vec<(String, i64)>;

fn holders(conn: &mut Conn, wanted: &str, params: &[banyan_store::Value]) -> Result<Holders, DbError> {
    let sql = format!(
        "SELECT p.name, COUNT(*) FROM touch t JOIN touch_plan p ON p.account = t.account AND p.id = t.plan \
         WHERE {wanted} AND t.returned_at IS NULL GROUP BY p.id, p.name ORDER BY COUNT(*) DESC, p.id LIMIT 3"
    );
    let found = conn.query(&sql, params)?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// Lists the plans that hold touches of some accounts on some days.
pub(super) fn account_holders(
    conn: &mut Conn,
    (accounts, kind): (Vec<i64>, TouchKind),
    (first, last): (i64, i64),
) -> Result<Holders, DbError> {
    let wanted = "t.account IN MANY($1) AND t.kind = $2 AND t.day >= $3 AND t.day <= $4";
    holders(conn, wanted, &row![accounts, kind.word(), first, last])
}

/// Who holds touches of some persons in some weeks.
pub(super) fn person_holders(
    conn: &mut Conn,
    persons: Vec<i64>,
    (first, last): (i64, i64),
) -> Result<Holders, DbError> {
    holders(conn, "t.person IN MANY($1) AND t.week >= $2 AND t.week <= $3", &row![persons, first, last])
}

/// The columns of a touch as it is reserved.
const COLUMNS: &[&str] = &[
    "account",
    "id",
    "plan",
    "person",
    "kind",
    "day",
    "week",
    "due_at",
    "seat",
    "account_most",
    "person_seat",
    "person_most",
    "wording",
];

/// Writes a plan and its touches: the id and the week of each, and its seats. The bounds are the most of the account in a
/// day and of a person in a week.
pub(super) fn insert(
    conn: &mut Conn,
    plan: &PlanRow,
    (account_most, person_most): (i64, i64),
    seats: &[(i64, i64, Seat)],
    actor: &str,
) -> Result<(), DbError> {
    let PlanRow { id, name, account, kind, list, wordings, .. } = plan;
    let texts = serde_json::to_string(wordings).map_err(|error| DbError::Broken(error.to_string()))?;
    let sql = "INSERT INTO touch_plan(account, id, name, kind, actor, list, wordings) VALUES($1, $2, $3, $4, $5, $6, $7)";
    conn.execute(sql, &row![*account, *id, name.as_str(), kind.word(), actor, *list, texts])?;
    let count = wordings.len();
    let mut rows = Rows::new("touch", COLUMNS);
    for (place, (touch, week, one)) in seats.iter().enumerate() {
        let Seat { person, day, due_at, of_day, of_week, .. } = *one;
        rows.push([
            (*account).into(),
            (*touch).into(),
            (*id).into(),
            person.into(),
            kind.word().into(),
            day.into(),
            (*week).into(),
            due_at.into(),
            of_day.into(),
            account_most.into(),
            of_week.into(),
            person_most.into(),
            place.checked_rem(count).map(|wording| wording as i64).into(),
        ]);
    }
    conn.insert(&rows)
}

/// Sets a moment of reserved touches of a plan on which more may be asked: of those that are named, or of all; how many.
fn close(
    conn: &mut Conn,
    (column, more): (&str, &str),
    plan: &PlanRow,
    named: Option<Vec<i64>>,
    at: i64,
) -> Result<i64, DbError> {
    let mut sql = format!(
        "UPDATE touch SET {column} = $3 WHERE account = $1 AND plan = $2 AND spent_at IS NULL \
         AND returned_at IS NULL{more}"
    );
    let mut params = row![plan.account, plan.id, at].to_vec();
    if let Some(ids) = named {
        params.push(ids.into());
        sql += " AND id IN MANY($4)";
    }
    Ok(i64::try_from(conn.execute(&sql, &params)?).unwrap_or(i64::MAX))
}

/// Gives reserved touches back: those that are named, or all that the plan still holds; how many.
pub(super) fn give_back(
    conn: &mut Conn,
    plan: &PlanRow,
    named: Option<Vec<i64>>,
    at: i64,
) -> Result<i64, DbError> {
    close(conn, ("returned_at", ""), plan, named, at)
}

/// Spends reserved touches that are due: those that are named, or all; how many. Those of people who said no are left.
pub(super) fn spend(
    conn: &mut Conn,
    plan: &PlanRow,
    named: Option<Vec<i64>>,
    at: i64,
) -> Result<i64, DbError> {
    let due = format!(
        " AND due_at <= $3 AND NOT EXISTS (SELECT 1 FROM chat_person p WHERE p.person = touch.person AND {})",
        said_no()
    );
    close(conn, ("spent_at", &due), plan, named, at)
}

/// A touch of a plan.
pub(crate) fn one(conn: &mut Conn, plan: &PlanRow, id: i64) -> Result<Option<TouchRow>, DbError> {
    let sql = format!("{TOUCH} WHERE t.account = $1 AND t.plan = $2 AND t.id = $3");
    conn.one(&sql, &row![plan.account, plan.id, id])?.as_ref().map(touch).transpose()
}

/// Writes down what came of a call.
pub(crate) fn answer(
    conn: &mut Conn,
    (account, id): (i64, i64),
    result: CallResult,
    note: &str,
) -> Result<(), DbError> {
    let sql = "UPDATE touch SET result = $3, note = $4 WHERE account = $1 AND id = $2";
    conn.execute(sql, &row![account, id, result.word(), note])?;
    Ok(())
}

/// Which account touches whom by the plans of a lead list.
pub(crate) fn ties_of_list(conn: &mut Conn, list: i64) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = "SELECT t.account, t.person FROM touch_plan p JOIN touch t ON t.account = p.account AND t.plan = p.id \
               WHERE p.list = $1 AND t.person IS NOT NULL";
    conn.query(sql, &row![list])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// The plans of a lead list.
pub(crate) fn of_list(conn: &mut Conn, list: i64) -> Result<Vec<PlanRow>, DbError> {
    conn.query(&format!("{PLAN} WHERE p.list = $1 ORDER BY p.id"), &row![list])?.iter().map(plan).collect()
}

/// Gives back whatever is reserved for some people.
pub(crate) fn give_back_of(conn: &mut Conn, persons: Vec<i64>, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE touch SET returned_at = $2 WHERE person IN MANY($1) AND spent_at IS NULL AND returned_at IS NULL";
    conn.execute(sql, &row![persons, at])?;
    Ok(())
}

/// Takes away whose touches they were, and what was noted of them.
pub(crate) fn forget(conn: &mut Conn, person: i64) -> Result<(), DbError> {
    conn.execute("UPDATE touch SET person = NULL, note = '' WHERE person = $1", &row![person])?;
    Ok(())
}
