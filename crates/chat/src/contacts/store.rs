//! The SQL of contacts.

use banyan_store::{Conn, DbError, Row, Value, row};

use crate::own::Own;
use crate::person::{BOUGHT, MEMBER};
use crate::touches;
use crate::traces;
use crate::words::{Basis, Source, Stage};

/// A contact as they are stored, with what happened to them.
#[derive(Debug, Clone)]
pub(crate) struct PersonRow {
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) region: String,
    /// Sealed: see `sealed.rs`.
    pub(crate) secret: Vec<u8>,
    /// A bit for each field that is known.
    pub(crate) filled: i64,
    pub(crate) source: Source,
    /// The channel by which they came.
    pub(crate) channel: Option<i64>,
    pub(crate) basis: Basis,
    pub(crate) basis_at: i64,
    pub(crate) basis_note: String,
    /// When somebody of staff wrote down that they want no contact.
    pub(crate) told_no_at: Option<i64>,
    /// When they themselves withdrew their consent to contact, as a member.
    pub(crate) own_no_at: Option<i64>,
    /// The contact's member account in the shop.
    pub(crate) member: Option<i64>,
    pub(crate) bought: i64,
    pub(crate) stage: Stage,
    /// The moment that made it so.
    pub(crate) stage_at: i64,
    /// When they came to each stage, as far as they did.
    pub(crate) facts: Vec<(Stage, i64)>,
}

/// A contact to write, or to write again.
#[derive(Debug, Clone)]
pub(super) struct Written<'a> {
    pub(super) person: i64,
    pub(super) name: &'a str,
    pub(super) region: &'a str,
    pub(super) secret: Vec<u8>,
    pub(super) hash: Option<Vec<u8>>,
    pub(super) filled: i64,
    pub(super) source: Source,
}

/// Which contacts are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) stage: Option<Stage>,
    pub(crate) tag: Option<i64>,
    pub(crate) account: Option<i64>,
    pub(crate) source: Option<Source>,
    pub(crate) channel: Option<i64>,
    /// Part of a name.
    pub(crate) name: Option<String>,
}

/// Contacts with their facts and stages. `$1` is the only operator whose they are, or 0; orders before `$2` are long ago;
/// `wanted` chooses among the contacts `p`.
fn staged(wanted: &str) -> String {
    let known = format!(
        "SELECT p.*, {MEMBER} AS of_member FROM chat_person p WHERE (EXISTS (SELECT 1 FROM chat_contact c \
         JOIN chat_account a ON a.id = c.account WHERE c.person = p.person AND a.operator = $1) OR $1 = 0){wanted}"
    );
    let orders = format!("FROM orders o WHERE o.buyer = k.of_member AND {BOUGHT}");
    let facts = format!(
        "SELECT k.*, (SELECT MIN(c.added_at) FROM chat_contact c WHERE c.person = k.person) AS added_at, \
         (SELECT COUNT(*) FROM chat_contact c WHERE c.person = k.person AND c.removed_at IS NULL \
          AND c.added_at IS NOT NULL) AS friends, \
         (SELECT MAX(c.removed_at) FROM chat_contact c WHERE c.person = k.person) AS gone_at, \
         (SELECT MIN(m.joined_at) FROM chat_membership m WHERE m.person = k.person AND m.left_at IS NULL) AS joined_at, \
         (SELECT COUNT(*) {orders}) AS bought, (SELECT MIN(o.paid_at) {orders}) AS first_at, \
         (SELECT o.paid_at {orders} ORDER BY o.paid_at LIMIT 1 OFFSET 1) AS second_at, \
         (SELECT MAX(o.paid_at) {orders}) AS last_at, \
         (SELECT CASE WHEN n.given = 0 THEN n.at END FROM consent n WHERE n.member = k.of_member \
          AND n.purpose = 'contact' ORDER BY n.at DESC LIMIT 1) AS own_no_at FROM ({known}) k"
    );
    format!(
        "SELECT f.*, CASE WHEN f.friends = 0 AND f.gone_at IS NOT NULL THEN 'lost' \
         WHEN f.last_at < $2 THEN 'asleep' WHEN f.bought > 1 THEN 'repeat' WHEN f.bought = 1 THEN 'customer' \
         WHEN f.joined_at IS NOT NULL THEN 'grouped' WHEN f.added_at IS NOT NULL THEN 'added' ELSE 'lead' END AS stage \
         FROM ({facts}) f"
    )
}

const COLUMNS: &str = "s.person, s.name, s.region, s.secret, s.filled, s.source, s.basis, s.basis_at, s.basis_note, \
     s.no_at, s.own_no_at, s.of_member, s.bought, s.stage, s.added_at, s.joined_at, s.first_at, s.second_at, s.last_at, s.gone_at, s.channel";

fn read(row: &Row) -> Result<PersonRow, DbError> {
    let (person, stage) = (row.int(0)?, Stage::read(row.text(13)?)?);
    let last = (stage == Stage::Asleep).then(|| row.maybe_int(18)).transpose()?.flatten();
    let gone = (stage == Stage::Lost).then(|| row.maybe_int(19)).transpose()?.flatten();
    let reached = [
        (Stage::Lead, Some(person)),
        (Stage::Added, row.maybe_int(14)?),
        (Stage::Grouped, row.maybe_int(15)?),
        (Stage::Customer, row.maybe_int(16)?),
        (Stage::Repeat, row.maybe_int(17)?),
        (Stage::Asleep, last),
        (Stage::Lost, gone),
    ];
    let facts: Vec<(Stage, i64)> =
        reached.into_iter().filter_map(|(stage, at)| at.map(|at| (stage, at))).collect();
    let stage_at = facts.iter().find(|(known, _)| *known == stage).map_or(person, |(_, at)| *at);
    Ok(PersonRow {
        person,
        name: row.text(1)?.to_owned(),
        region: row.text(2)?.to_owned(),
        secret: row.bytes(3)?.to_vec(),
        filled: row.int(4)?,
        source: Source::read(row.text(5)?)?,
        channel: row.maybe_int(20)?,
        basis: Basis::read(row.text(6)?)?,
        basis_at: row.int(7)?,
        basis_note: row.text(8)?.to_owned(),
        told_no_at: row.maybe_int(9)?,
        own_no_at: row.maybe_int(10)?,
        member: row.maybe_int(11)?,
        bought: row.int(12)?,
        stage,
        stage_at,
        facts,
    })
}

/// A contact in sight; orders before `asleep` are long ago.
pub(crate) fn find(
    conn: &mut Conn,
    own: Own,
    asleep: i64,
    person: i64,
) -> Result<Option<PersonRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM ({}) s", staged(" AND p.person = $3"));
    conn.one(&sql, &row![own.only.unwrap_or(0), asleep, person])?.as_ref().map(read).transpose()
}

/// Contacts in sight before an id, the newest first; orders before `asleep` are long ago.
pub(crate) fn list(
    conn: &mut Conn,
    own: Own,
    asleep: i64,
    filter: &Filter,
    (before, limit): (i64, i64),
) -> Result<Vec<PersonRow>, DbError> {
    let mut params = row![own.only.unwrap_or(0), asleep, before, limit].to_vec();
    let mut wanted = " AND p.person < $3".to_owned();
    let name = filter.name.as_ref().map(|part| {
        // Neither % nor _ means anything in a name.
        format!("%{}%", part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
    });
    let conditions: [(&str, Option<Value>); 5] = [
        (
            "EXISTS (SELECT 1 FROM chat_person_tag t WHERE t.person = p.person AND t.tag = $N)",
            filter.tag.map(Value::from),
        ),
        (
            "EXISTS (SELECT 1 FROM chat_contact c WHERE c.person = p.person AND c.account = $N)",
            filter.account.map(Value::from),
        ),
        ("p.channel = $N", filter.channel.map(Value::from)),
        ("p.source = $N", filter.source.map(|source| source.word().into())),
        ("p.name LIKE $N ESCAPE '\\'", name.map(Value::from)),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            params.push(value);
            wanted += &format!(" AND {}", condition.replace("$N", &format!("${}", params.len())));
        }
    }
    let mut sql = format!("SELECT {COLUMNS} FROM ({}) s", staged(&wanted));
    if let Some(stage) = filter.stage {
        params.push(stage.word().into());
        sql += &format!(" WHERE s.stage = ${}", params.len());
    }
    conn.query(&format!("{sql} ORDER BY s.person DESC LIMIT $4"), &params)?.iter().map(read).collect()
}

/// How many contacts in sight are at each stage.
pub(crate) fn stages(conn: &mut Conn, own: Own, asleep: i64) -> Result<Vec<(Stage, i64)>, DbError> {
    let sql = format!("SELECT s.stage, COUNT(*) FROM ({}) s GROUP BY s.stage", staged(""));
    let read = |row: &Row| Ok((Stage::read(row.text(0)?)?, row.int(1)?));
    conn.query(&sql, &row![own.only.unwrap_or(0), asleep])?.iter().map(read).collect()
}

/// Whether a member is there, and has not left.
pub(super) fn is_member(conn: &mut Conn, member: i64) -> Result<bool, DbError> {
    Ok(conn.one("SELECT id FROM member WHERE id = $1 AND state <> 'erased'", &row![member])?.is_some())
}

/// The contacts who have some phones, by keyed hashes.
pub(super) fn of_phones(conn: &mut Conn, hashes: Vec<Vec<u8>>) -> Result<Vec<(Vec<u8>, i64)>, DbError> {
    let sql = "SELECT hash, person FROM chat_person WHERE hash IN KEYS($1)";
    let read = |row: &Row| Ok((row.bytes(0)?.to_vec(), row.int(1)?));
    conn.query(sql, &row![hashes])?.iter().map(read).collect()
}

/// Those of some phones whose owners want no contact, and since when.
pub(super) fn said_no(conn: &mut Conn, hashes: Vec<Vec<u8>>) -> Result<Vec<(Vec<u8>, i64)>, DbError> {
    let sql = "SELECT hash, at FROM chat_no WHERE hash IN KEYS($1)";
    let read = |row: &Row| Ok((row.bytes(0)?.to_vec(), row.int(1)?));
    conn.query(sql, &row![hashes])?.iter().map(read).collect()
}

/// Writes a contact again. Why they may be contacted stays.
pub(super) fn update(conn: &mut Conn, contact: &Written<'_>) -> Result<(), DbError> {
    let Written { person, name, region, secret, hash, filled, source } = contact.clone();
    let sql = "UPDATE chat_person SET name = $2, region = $3, secret = $4, hash = $5, filled = $6, source = $7 \
               WHERE person = $1";
    conn.execute(sql, &row![person, name, region, secret, hash, filled, source.word()])?;
    Ok(())
}

/// Writes down by which channel a contact came, and when.
pub(super) fn set_channel(conn: &mut Conn, person: i64, (channel, at): (i64, i64)) -> Result<(), DbError> {
    let sql = "UPDATE chat_person SET channel = $2, channel_at = $3 WHERE person = $1";
    conn.execute(sql, &row![person, channel, at])?;
    Ok(())
}

/// Writes down that contacts want no contact, or do again; their phones, too. What was reserved for them is given back.
pub(super) fn set_no(conn: &mut Conn, persons: Vec<i64>, at: Option<i64>) -> Result<(), DbError> {
    conn.execute("UPDATE chat_person SET no_at = $2 WHERE person IN MANY($1)", &row![persons.clone(), at])?;
    let phones = "SELECT hash FROM chat_person WHERE person IN MANY($1) AND hash IS NOT NULL";
    conn.execute(&format!("DELETE FROM chat_no WHERE hash IN ({phones})"), &row![persons.clone()])?;
    if let Some(at) = at {
        let sql = "INSERT INTO chat_no(hash, at) SELECT hash, CAST($2 AS BIGINT) FROM chat_person \
                   WHERE person IN MANY($1) AND hash IS NOT NULL";
        conn.execute(sql, &row![persons.clone(), at])?;
        touches::store::give_back_of(conn, persons, at)?;
    }
    Ok(())
}

/// Writes down who a contact is in the shop, by hand.
pub(super) fn set_member(conn: &mut Conn, person: i64, member: Option<i64>) -> Result<(), DbError> {
    conn.execute("UPDATE chat_person SET member = $2 WHERE person = $1", &row![person, member])?;
    Ok(())
}

/// Takes away all that is kept of a contact, at a moment.
pub(super) fn remove(conn: &mut Conn, person: i64, at: i64) -> Result<(), DbError> {
    touches::store::give_back_of(conn, vec![person], at)?;
    touches::store::forget(conn, person)?;
    // Whom it is about is told by the accounts that know them.
    traces::remove(conn, person)?;
    for table in [
        "chat_contact",
        "chat_membership",
        "chat_person_tag",
        "chat_person_event",
        "chat_follow_up",
        "chat_person",
    ] {
        conn.execute(&format!("DELETE FROM {table} WHERE person = $1"), &row![person])?;
    }
    Ok(())
}
