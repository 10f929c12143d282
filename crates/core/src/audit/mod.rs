//! The audit log: who of staff did what to whom, and when; each record's hash covers the one before.
//!
//! Details hold no personal data: a record outlives the member it is about.

pub mod chain;
mod store;

use banyan_plan::time::Time;
use banyan_plan::words::Text;

use self::chain::{Act, ChainHash, Head, Record};
pub use self::store::{Filter, Row, list};
use banyan_base::refusal::Refusal;
use banyan_store::{Conn, DbError};

use crate::work::Work;

/// Records checked at once.
const CHUNK: i64 = 5_000;

/// Writes into the log what somebody has done, in the transaction in which it was done.
///
/// `actor` is `staff:ID`, `token:ID`, `member:ID` or `system`; `action` a stable name as `member.freeze`; `subject` what
/// it was done to, as `member/123`; `detail` holds no personal data.
pub fn record(
    work: &mut Work<'_>,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &serde_json::Value,
) -> Result<(), Refusal> {
    let id = work.id();
    let previous = store::last_hash(work.conn)?.unwrap_or(ChainHash::START);
    let detail = detail.to_string();
    let act = Act { at: Time(id), actor, action, subject, detail: &detail };
    store::insert(work.conn, &Record { act, previous, hash: act.hash_after(previous) })?;
    Ok(())
}

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
