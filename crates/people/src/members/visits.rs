//! Share links that were opened: by members, and by visitors whose browsers made up a token for themselves.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::time::{DAY, SECOND};
use ring::digest::{SHA256, digest};

use super::consents::{Purpose, is_given};
use super::store::visits::{self as sql, VisitRow};
use super::store::{self};

/// Opening the same link again within this time tells nothing new.
const AGAIN: i64 = 10 * 60 * SECOND;

/// Visits are kept a little longer than anybody can count or credit them.
const KEPT: i64 = 400 * DAY;
/// Visits that are forgotten at once.
const FORGOTTEN: i64 = 1_000;

/// A link to write down.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    /// The promoter's code.
    pub code: String,
    /// The product that the link led to.
    pub product: Option<i64>,
    /// Who opened it, if they are signed in.
    pub member: Option<i64>,
    /// The token of their browser otherwise.
    pub visitor: Option<String>,
}

/// What is stored of a visitor's token: enough to know it again.
fn stored(visitor: &str) -> String {
    let hash = digest(&SHA256, visitor.as_bytes());
    data_encoding::HEXLOWER.encode(&hash.as_ref()[..16])
}

/// Writes down that a link was opened. A wrong code, or one's own, is no reason to refuse somebody a page.
pub(crate) fn visit(work: &mut Work<'_>, opened: &Opened) -> Result<bool, Refusal> {
    let code = super::code_of(&opened.code);
    let Some(promoter) = store::promoter_of(work.conn, code)? else { return Ok(false) };
    let visitor = opened.visitor.as_deref().map(stored).unwrap_or_default();
    if opened.member == Some(promoter) || opened.member.is_none() && visitor.is_empty() {
        return Ok(false);
    }
    if let Some(member) = opened.member
        && !is_given(work.conn, member, Purpose::Links)?
    {
        return Ok(false);
    }
    let id = work.id();
    let row = VisitRow { promoter, id, visitor, member: opened.member, product: opened.product };
    if sql::is_repeated(work.conn, &row, id - AGAIN)? {
        return Ok(false);
    }
    sql::insert(work.conn, &row)?;
    Ok(true)
}

/// Forgets visits that are older than 400 days, some at a time; how many were forgotten.
pub fn forget(work: &mut Work<'_>) -> Result<u64, Refusal> {
    Ok(sql::forget(work.conn, work.now() - KEPT, FORGOTTEN)?)
}

/// What a browser opened before its owner signed in was opened by them, as far back as links count.
pub fn claim_visits(work: &mut Work<'_>, member: i64, visitor: &str) -> Result<(), Refusal> {
    if !is_given(work.conn, member, Purpose::Links)? {
        return Ok(());
    }
    let since = work.id() - i64::from(work.settings().attribution_days) * DAY;
    Ok(sql::claim(work.conn, &stored(visitor), member, since)?)
}
