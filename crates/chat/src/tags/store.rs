//! The SQL of tags.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, row};

use crate::person::{BOUGHT, MEMBER};

/// A tag as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct TagRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// JSON; nothing if it is given by hand.
    pub(crate) rule: Option<String>,
    pub(crate) applied_at: Option<i64>,
    /// How many contacts have it.
    pub(crate) contacts: i64,
}

/// A tag that a contact has.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) tag: i64,
    pub(crate) name: String,
    pub(crate) is_by_rule: bool,
    pub(crate) at: i64,
}

const SELECT: &str = "SELECT t.id, t.name, t.rule, t.applied_at, \
     (SELECT COUNT(*) FROM chat_person_tag g WHERE g.tag = t.id) FROM chat_tag t WHERE t.retired_at IS NULL";

fn read(row: &Row) -> Result<TagRow, DbError> {
    Ok(TagRow {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        rule: row.maybe_text(2)?.map(str::to_owned),
        applied_at: row.maybe_int(3)?,
        contacts: row.int(4)?,
    })
}

/// The tags that are in use, by name.
pub(crate) fn all(conn: &mut Conn) -> Result<Vec<TagRow>, DbError> {
    conn.query(&format!("{SELECT} ORDER BY t.name"), &[])?.iter().map(read).collect()
}

/// The tags whose rules were last applied at a moment or before it, the longest ago first.
pub(super) fn waiting(conn: &mut Conn, until: i64, limit: i64) -> Result<Vec<TagRow>, DbError> {
    let sql = format!(
        "{SELECT} AND t.rule IS NOT NULL AND t.applied_at <= $1 ORDER BY t.applied_at, t.id LIMIT $2"
    );
    conn.query(&sql, &row![until, limit])?.iter().map(read).collect()
}

/// A tag that is in use.
pub(crate) fn find(conn: &mut Conn, id: i64) -> Result<Option<TagRow>, DbError> {
    conn.one(&format!("{SELECT} AND t.id = $1"), &row![id])?.as_ref().map(read).transpose()
}

/// The tag of a name.
pub(super) fn of_name(conn: &mut Conn, name: &str) -> Result<Option<TagRow>, DbError> {
    conn.one(&format!("{SELECT} AND t.name = $1"), &row![name])?.as_ref().map(read).transpose()
}

/// Writes a new tag.
pub(super) fn insert(conn: &mut Conn, id: i64, name: &str, rule: Option<&str>) -> Result<(), DbError> {
    conn.execute("INSERT INTO chat_tag(id, name, rule) VALUES($1, $2, $3)", &row![id, name, rule])?;
    Ok(())
}

/// Takes a tag out of use, and away from everybody.
pub(super) fn retire(conn: &mut Conn, id: i64, at: i64) -> Result<(), DbError> {
    conn.execute("UPDATE chat_tag SET retired_at = $2 WHERE id = $1", &row![id, at])?;
    conn.execute("DELETE FROM chat_person_tag WHERE tag = $1", &row![id])?;
    Ok(())
}

/// Gives a contact a tag. Nothing if they have it.
pub(crate) fn give(conn: &mut Conn, person: i64, tag: i64, at: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO chat_person_tag(person, tag, at, is_by_rule) VALUES($1, $2, $3, 0) \
               ON CONFLICT(person, tag) DO NOTHING";
    Ok(conn.execute(sql, &row![person, tag, at])? == 1)
}

/// Takes a tag from a contact. Nothing if they do not have it.
pub(crate) fn take(conn: &mut Conn, person: i64, tag: i64) -> Result<bool, DbError> {
    let sql = "DELETE FROM chat_person_tag WHERE person = $1 AND tag = $2";
    Ok(conn.execute(sql, &row![person, tag])? == 1)
}

/// The tags of some contacts.
pub(crate) fn of(conn: &mut Conn, persons: Vec<i64>) -> Result<HashMap<i64, Vec<Given>>, DbError> {
    let sql = "SELECT g.person, t.id, t.name, g.is_by_rule, g.at FROM chat_person_tag g \
               JOIN chat_tag t ON t.id = g.tag WHERE g.person IN MANY($1) ORDER BY g.person, t.name";
    let mut found: HashMap<i64, Vec<Given>> = HashMap::new();
    for row in conn.query(sql, &row![persons])? {
        let given = Given {
            tag: row.int(1)?,
            name: row.text(2)?.to_owned(),
            is_by_rule: row.flag(3)?,
            at: row.int(4)?,
        };
        found.entry(row.int(0)?).or_default().push(given);
    }
    Ok(found)
}

/// Gives a tag to those whom its rule names, and takes it from those whom it names no more; what was given by hand stays.
/// Each change is an event of the contact.
pub(super) fn apply(
    conn: &mut Conn,
    (tag, name): (i64, &str),
    persons: &[i64],
    at: i64,
    actor: &str,
) -> Result<(), DbError> {
    let event = "INSERT INTO chat_person_event(person, id, action, was, became, reason, actor)";
    let gone = "FROM chat_person_tag WHERE tag = $1 AND is_by_rule = 1 AND NOT (person IN MANY($2))";
    let taken = format!(
        "{event} SELECT person, CAST($3 AS BIGINT), 'untagged', CAST($4 AS TEXT), '', '', CAST($5 AS TEXT) {gone}"
    );
    conn.execute(&taken, &row![tag, persons.to_vec(), at, name, actor])?;
    conn.execute(&format!("DELETE {gone}"), &row![tag, persons.to_vec()])?;
    let new = "FROM chat_person p WHERE p.person IN MANY($2) AND NOT EXISTS (SELECT 1 FROM chat_person_tag g \
               WHERE g.person = p.person AND g.tag = $1)";
    let given = format!(
        "{event} SELECT p.person, CAST($3 AS BIGINT), 'tagged', '', CAST($4 AS TEXT), '', CAST($5 AS TEXT) {new}"
    );
    conn.execute(&given, &row![tag, persons.to_vec(), at, name, actor])?;
    let give = format!(
        "INSERT INTO chat_person_tag(person, tag, at, is_by_rule) SELECT p.person, CAST($1 AS BIGINT), \
         CAST($3 AS BIGINT), 1 {new}"
    );
    conn.execute(&give, &row![tag, persons.to_vec(), at])?;
    conn.execute("UPDATE chat_tag SET applied_at = $2 WHERE id = $1", &row![tag, at])?;
    Ok(())
}

/// Contacts with the members that they are.
fn members() -> String {
    format!("(SELECT p.person, {MEMBER} AS of_member FROM chat_person p) k")
}

/// Contacts who bought lines `l` of a kind.
pub(super) fn bought(lines: &str) -> String {
    format!(
        "SELECT DISTINCT k.person FROM {} JOIN line l ON l.buyer = k.of_member \
         WHERE {lines} AND l.paid_at IS NOT NULL AND l.refunded < l.amount",
        members()
    )
}

/// Contacts who spent `$1` since `$2`, refunds off.
pub(super) fn spent() -> String {
    format!(
        "SELECT k.person FROM {} JOIN line l ON l.buyer = k.of_member WHERE l.paid_at >= $2 \
         GROUP BY k.person HAVING CAST(SUM(l.amount - l.refunded) AS BIGINT) >= $1",
        members()
    )
}

/// Every contact who bought: when last, how often, for how much, refunds off.
pub(super) fn customers() -> String {
    format!(
        "SELECT k.person, MAX(o.paid_at), COUNT(*), CAST(SUM((SELECT COALESCE(SUM(l.amount - l.refunded), 0) FROM line l \
         WHERE l.buyer = o.buyer AND l.order_id = o.id)) AS BIGINT) FROM {} \
         JOIN (SELECT * FROM orders WHERE {BOUGHT}) o ON o.buyer = k.of_member GROUP BY k.person ORDER BY k.person",
        members()
    )
}
