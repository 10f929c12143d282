//! What happened to accounts, groups and contacts: rows that are only ever added.

use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_store::{Conn, DbError, Row, row};
use serde_json::json;

/// What happened to an account, a channel, a group or a contact.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) id: i64,
    pub(crate) action: String,
    pub(crate) was: String,
    pub(crate) became: String,
    pub(crate) reason: String,
    pub(crate) actor: String,
}

/// Whose events they are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    /// An account, by its id.
    Account(i64),
    /// A channel, by its id.
    Channel(i64),
    /// A group, by its id.
    Group(i64),
    /// A contact, by their id.
    Person(i64),
}

impl Owner {
    /// The table of its events, the column that names it, and its id.
    fn table(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::Account(id) => ("chat_account_event", "account", id),
            Self::Channel(id) => ("chat_channel_event", "channel", id),
            Self::Group(id) => ("chat_group_event", "group_id", id),
            Self::Person(id) => ("chat_person_event", "person", id),
        }
    }
}

/// Writes down what happened, for those who look at its owner and for the audit log: what was, what became, and why. Of a
/// contact the log learns only that something happened, so that it never says who the contact is.
pub(crate) fn note(
    work: &mut Work<'_>,
    owner: Owner,
    action: &str,
    told: [&str; 3],
    actor: &str,
) -> Result<(), Refusal> {
    let [was, became, reason] = told.map(str::to_owned);
    let id = work.id();
    let event = EventRow { id, action: action.to_owned(), was, became, reason, actor: actor.to_owned() };
    add(work.conn, owner, &event)?;
    let whole = json!({ "was": event.was, "became": event.became, "reason": event.reason });
    let (noun, id, detail) = match owner {
        Owner::Account(id) => ("chat_account", id, whole),
        Owner::Channel(id) => ("chat_channel", id, whole),
        Owner::Group(id) => ("chat_group", id, whole),
        Owner::Person(id) => ("contact", id, json!({})),
    };
    audit::record(work, actor, &format!("{noun}.{action}"), &format!("{noun}/{id}"), &detail)
}

fn add(conn: &mut Conn, owner: Owner, event: &EventRow) -> Result<(), DbError> {
    let (table, column, id) = owner.table();
    let sql = format!(
        "INSERT INTO {table}({column}, id, action, was, became, reason, actor) VALUES($1, $2, $3, $4, $5, $6, $7)"
    );
    let EventRow { id: at, action, was, became, reason, actor } = event;
    let row = row![id, *at, action.as_str(), was.as_str(), became.as_str(), reason.as_str(), actor.as_str()];
    conn.execute(&sql, &row)?;
    Ok(())
}

/// Returns what happened, the newest first.
pub(crate) fn of(conn: &mut Conn, owner: Owner, limit: i64) -> Result<Vec<EventRow>, DbError> {
    let (table, column, id) = owner.table();
    let sql = format!(
        "SELECT id, action, was, became, reason, actor FROM {table} WHERE {column} = $1 ORDER BY id DESC LIMIT $2"
    );
    conn.query(&sql, &row![id, limit])?.iter().map(read).collect()
}

/// An event of a row of `id, action, was, became, reason, actor`.
fn read(row: &Row) -> Result<EventRow, DbError> {
    Ok(EventRow {
        id: row.int(0)?,
        action: row.text(1)?.to_owned(),
        was: row.text(2)?.to_owned(),
        became: row.text(3)?.to_owned(),
        reason: row.text(4)?.to_owned(),
        actor: row.text(5)?.to_owned(),
    })
}
