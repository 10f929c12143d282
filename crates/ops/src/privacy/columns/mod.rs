//! What becomes of each column of each table when a member leaves: decided here, once, for all of them. A table or a
//! column that is not in this list fails a test, so that nobody adds personal data and forgets that somebody may leave.
//!
//! `kept` is what says nothing of who they are: numbers of things, sums, moments, states, the books. A table that is
//! [`Fate::Nobodys`] tells of no member, or of members by number only.

mod books;
mod chat;
mod people;
mod shop;
mod table;
mod trade;

use banyan_store::{Conn, DbError, row};

pub use self::table::{Fate, Table};

/// Every table. Those of the community come first: whose contacts they are is told by ways to sign in, which go later.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    [chat::TABLES, trade::TABLES, books::TABLES, people::TABLES, shop::TABLES].into_iter().flatten()
}

/// What the list cannot say: rows that are theirs by what stands in them.
const FURTHER: &[&str] = &[
    // What the system that they were brought over from called them: often their phone number. Their orders keep their numbers.
    "DELETE FROM origin WHERE owner = $1 AND id = $1",
    // The answer to their registration belongs to nobody yet, and its name holds the hash of their phone.
    "DELETE FROM answer WHERE owner = 0 AND answer = '{\"member\":' || CAST(CAST($1 AS BIGINT) AS TEXT) || '}'",
    "DELETE FROM idempotency WHERE owner = 0 AND answer = '{\"member\":' || CAST(CAST($1 AS BIGINT) AS TEXT) || '}'",
];

/// Takes away whatever says who they are.
pub(super) fn erase(conn: &mut Conn, member: i64) -> Result<(), DbError> {
    for table in tables() {
        let Table { name, fate, emptied, .. } = table;
        let sql = match fate {
            Fate::Removed(theirs) => format!("DELETE FROM {name} WHERE {theirs}"),
            Fate::Kept(theirs) if !emptied.is_empty() => {
                let set: Vec<String> =
                    emptied.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                format!("UPDATE {name} SET {} WHERE {theirs}", set.join(", "))
            }
            Fate::Kept(_) | Fate::Nobodys => continue,
        };
        conn.execute(&sql, &row![member])?;
    }
    for sql in FURTHER {
        conn.execute(sql, &row![member])?;
    }
    Ok(())
}
