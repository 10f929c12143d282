//! The chat accounts that the company runs: on which platform, by whom, how they stand, what they carry.

pub mod desk;
pub(crate) mod store;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;

use self::store::AccountRow;
use crate::events::{self, Owner};
use crate::own::Own;
use crate::words::{AccountState, Platform};

/// The largest capacity of an account.
const MOST: i64 = 1_000_000;

/// What may be said of an account.
#[derive(Debug, Clone)]
pub struct AccountText {
    /// What the company calls it.
    pub name: String,
    /// Its id at the platform; empty if nobody wrote it down.
    pub handle: String,
    /// The link that its own QR code holds; empty if nobody wrote it down.
    pub address: String,
    /// The staff account that runs it.
    pub operator: i64,
    /// Groups that it may own, at most.
    pub most_groups: i64,
    /// People in them, at most.
    pub most_people: i64,
}

pub(crate) fn unknown() -> Refusal {
    Refusal::not_found("账号", "account")
}

/// Checks the link that adds an account. It is shown to visitors, so that it leads to the web and nowhere else.
fn checked_address(typed: &str) -> Result<String, Refusal> {
    let address = text::line(typed, "/address", 0, 300)?;
    let is_link =
        |link: &str| link.starts_with(|first: char| first.is_ascii_alphanumeric()) && link.contains('.');
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    if address.is_empty() || is_plain && address.strip_prefix("https://").is_some_and(is_link) {
        return Ok(address);
    }
    let (zh, en) = (
        "应为 https:// 开头的链接，即这个号的二维码里的内容",
        "expected a link that begins with https://, as the account's QR code holds it",
    );
    Err(Refusal::unacceptable("address_bad", zh, en).at("/address"))
}

fn checked(text: &AccountText) -> Result<AccountText, Refusal> {
    for (field, value) in [("/most_groups", text.most_groups), ("/most_people", text.most_people)] {
        if !(1..=MOST).contains(&value) {
            let (zh, en) = ("应为 1 到 1000000", "expected 1 to 1,000,000");
            return Err(Refusal::unacceptable("capacity_bad", zh, en).at(field));
        }
    }
    Ok(AccountText {
        name: text::name(&text.name, "/name", 1, 60)?,
        handle: text::line(&text.handle, "/handle", 0, 64)?,
        address: checked_address(&text.address)?,
        ..text.clone()
    })
}

/// One account of a platform is written down once, so that two people do not count it twice.
fn is_free(work: &mut Work<'_>, platform: Platform, handle: &str, id: i64) -> Result<(), Refusal> {
    match store::of_handle(work.conn, platform, handle)? {
        Some(other) if other != id => {
            let (zh, en) = ("这个平台账号已经登记过", "this account of the platform is written down already");
            Err(Refusal::conflict("handle_taken", zh, en).at("/handle"))
        }
        _ => Ok(()),
    }
}

fn note(
    work: &mut Work<'_>,
    account: i64,
    action: &str,
    told: [&str; 3],
    actor: &str,
) -> Result<(), Refusal> {
    events::note(work, Owner::Account(account), action, told, actor)
}

/// Writes down an account; gives its id.
pub fn add(work: &mut Work<'_>, platform: Platform, text: &AccountText, actor: &str) -> Result<i64, Refusal> {
    let AccountText { name, handle, address, operator, most_groups, most_people } = checked(text)?;
    is_free(work, platform, &handle, 0)?;
    let id = work.id();
    let state = AccountState::Active;
    let (groups, people, uncounted) = (0, 0, 0);
    let row = AccountRow {
        id,
        platform,
        name,
        handle,
        address,
        operator,
        state,
        most_groups,
        most_people,
        groups,
        people,
        uncounted,
    };
    store::insert(work.conn, &row)?;
    note(work, id, "add", ["", &row.name, ""], actor)?;
    Ok(id)
}

/// Changes what is said of an account. What it was before is kept, field by field.
pub(crate) fn change(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    text: &AccountText,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let before = store::find(work.conn, own, id)?.ok_or_else(unknown)?;
    let AccountText { name, handle, address, operator, most_groups, most_people } = checked(text)?;
    is_free(work, before.platform, &handle, id)?;
    let after = AccountRow { name, handle, address, operator, most_groups, most_people, ..before.clone() };
    store::update(work.conn, &after)?;
    let told = |row: &AccountRow| {
        [
            ("name", row.name.clone()),
            ("handle", row.handle.clone()),
            ("address", row.address.clone()),
            ("operator", row.operator.to_string()),
            ("most_groups", row.most_groups.to_string()),
            ("most_people", row.most_people.to_string()),
        ]
    };
    for ((field, was), (_, became)) in told(&before).into_iter().zip(told(&after)) {
        if was != became {
            note(work, id, field, [&was, &became, reason], actor)?;
        }
    }
    Ok(())
}

/// Changes how an account stands. One that still owns groups, has planned touches or is the
/// fallback of a channel is not closed, and what is closed stays so.
pub(crate) fn set_state(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    state: AccountState,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let before = store::find(work.conn, own, id)?.ok_or_else(unknown)?;
    if before.state == state {
        return Ok(());
    }
    if before.state == AccountState::Closed {
        let (zh, en) =
            ("账号已停用，不能再改；请登记新的账号", "a closed account stays closed; write down a new one");
        return Err(Refusal::conflict("account_closed", zh, en));
    }
    if state == AccountState::Closed && before.groups > 0 {
        return Err(Refusal::conflict(
            "account_owns_groups",
            format!("名下还有 {} 个群，请先移交或关闭", before.groups),
            format!("it still owns {} groups: hand them over or close them first", before.groups),
        ));
    }
    let reserved = store::reserved(work.conn, id)?;
    if state == AccountState::Closed && reserved > 0 {
        return Err(Refusal::conflict(
            "account_has_touches",
            format!("还有 {reserved} 次触达没有发出，请先在“触达”里退回"),
            format!("{reserved} of its touches are still planned: call them off first"),
        ));
    }
    if state == AccountState::Closed
        && let Some(channel) = store::answers_for(work.conn, id)?
    {
        return Err(Refusal::conflict(
            "account_is_fallback",
            format!("渠道“{channel}”以这个号兜底，请先换一个"),
            format!("it is the fallback of the channel “{channel}”: choose another one first"),
        ));
    }
    store::update(work.conn, &AccountRow { state, ..before.clone() })?;
    note(work, id, "state", [before.state.word(), state.word(), reason], actor)
}
