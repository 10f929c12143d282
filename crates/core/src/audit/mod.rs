//! The audit log: who of staff did what to whom, and when; each record's hash covers the one before.
//!
//! Details hold no personal data: a record outlives the member it is about.

pub mod chain;
mod store;

use banyan_plan::words::Text;

use self::chain::Head;
pub use self::store::{Filter, Row, insert, last_hash, list};
use banyan_store::{Conn, DbError};

/// Records checked at once.
const CHUNK: i64 = 5_000;

/// Checks the whole chain: its end, or what is wrong with it first.
pub fn verify(conn: &mut Conn) -> Result<Result<Head, chain::Break>, DbError> {
    let (mut head, mut after) = (Head::START, i64::MIN);
    loop {
        let rows = store::after(conn, after, CHUNK)?;
        let Some(last) = rows.last() else { return Ok(Ok(head)) };
        after = last.id;
        match chain::verify(head, rows.iter().map(Row::record)) {
            Ok(end) => head = end,
            Err(broken) => return Ok(Err(broken)),
        }
    }
}

/// What is wrong with the log, if anything.
pub fn check(conn: &mut Conn) -> Result<Option<Text>, DbError> {
    Ok(verify(conn)?.err().map(chain::Break::text))
}
