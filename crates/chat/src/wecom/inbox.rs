//! The inbox: what was received, kept as it came and applied afterwards, in order, each row once. What the shop knows of WeCom
//! follows from its rows alone.

use banyan_base::refusal::Refusal;
use banyan_base::vault::{Kind, Place, Vault};
use banyan_core::work::Work;
use banyan_plan::time::SECOND;
use banyan_store::{Conn, DbError, Rows, row};
use banyan_wecom::{ChatChange, ContactChange, Event, MemberChange, Message};
use ring::digest::{SHA256, digest};

use super::connection;
use super::facts::{Fact, Follow};
use super::store::{self, Known};

/// After a callback, the detail that can be read lags behind it by one or two seconds: it is read so much later.
pub(super) const SETTLE: i64 = 5 * SECOND;
/// Rows that are replayed between two reads.
const PAGE: i64 = 1_000;
/// Facts of one transaction.
const FACTS: usize = 200;

fn place(id: i64) -> Place<'static> {
    Place { table: "wecom_inbox", owner: 0, row: id, field: "raw" }
}

fn hash(text: &[u8]) -> Vec<u8> {
    digest(&SHA256, text).as_ref().to_vec()
}

fn mentions(message: &Message) -> Vec<&str> {
    match &message.event {
        Event::Contact { external_user, .. } => vec![external_user],
        Event::Chat {
            change: ChatChange::Joined { members, .. } | ChatChange::Left { members, .. }, ..
        } => members.members.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn mention(conn: &mut Conn, persons: &[&str], id: i64) -> Result<(), DbError> {
    let mut rows = Rows::new("wecom_mention", &["person", "inbox"]);
    for person in persons {
        rows.push([(*person).into(), id.into()]);
    }
    conn.upsert(&rows, "ON CONFLICT(person, inbox) DO NOTHING")
}

fn insert(work: &mut Work<'_>, id: i64, hashed: &[u8], kind: &str, text: &str) -> Result<bool, Refusal> {
    let raw = {
        let mut random = work.facts.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work.facts.vault.seal(Kind::Secret, &place(id), text, &mut **random)?
    };
    let applied = (kind == "fact").then_some(id);
    let sql = "INSERT INTO wecom_inbox(hash, id, kind, raw, applied) VALUES($1, $2, $3, $4, $5) ON CONFLICT(hash) DO NOTHING";
    Ok(work.conn.execute(sql, &row![hash(hashed), id, kind, raw, applied])? == 1)
}

/// Keeps a callback as it came; one that was kept before changes nothing.
pub(super) fn receive(work: &mut Work<'_>, text: &str, message: &Message) -> Result<(), Refusal> {
    let id = work.id();
    if insert(work, id, text.as_bytes(), "callback", text)? {
        mention(work.conn, &mentions(message), id)?;
        connection::heard(work.conn, id)?;
    }
    Ok(())
}

/// Whether a callback waits to be applied.
pub(super) fn is_waiting(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.one("SELECT 1 FROM wecom_inbox WHERE applied IS NULL LIMIT 1", &[])?.is_some())
}

fn open(vault: &Vault, id: i64, raw: &[u8]) -> Result<String, Refusal> {
    Ok(vault.open(Kind::Secret, &place(id), raw)?)
}

/// Applies callbacks that wait, in the order in which they came; how many.
pub(super) fn apply_waiting(work: &mut Work<'_>, most: i64) -> Result<usize, Refusal> {
    let sql = "SELECT id, raw FROM wecom_inbox WHERE applied IS NULL ORDER BY id LIMIT $1";
    let waiting = work.conn.query(sql, &row![most])?;
    for row in &waiting {
        let id = row.int(0)?;
        let text = open(&work.facts.vault, id, row.bytes(1)?)?;
        callback(work.conn, id, &text, true)?;
        let at = work.id();
        work.conn.execute("UPDATE wecom_inbox SET applied = $2 WHERE id = $1", &row![id, at])?;
    }
    Ok(waiting.len())
}

/// Applies a callback. What it does not say itself is to be asked, if it is applied as it comes and not once more.
fn callback(conn: &mut Conn, id: i64, text: &str, is_new: bool) -> Result<(), Refusal> {
    // It was parsed before it was kept.
    let Ok(Message { at, event, .. }) = Message::parse(text) else { return Ok(()) };
    let want = |conn: &mut Conn, kind: &str, subject: &str| {
        if is_new { store::want(conn, kind, subject, id + SETTLE) } else { Ok(()) }
    };
    match event {
        // Remarks and tags of a customer change nothing of what is known here.
        Event::Contact {
            change: ContactChange::Edited { .. } | ContactChange::TransferFailed { .. },
            ..
        } => {}
        Event::Contact { external_user, .. } => want(conn, "customer", &external_user)?,
        Event::Chat { chat, change: ChatChange::Dismissed } => store::apply(conn, id, &Fact::Gone { chat })?,
        Event::Chat { chat, change } => {
            let (members, joined) = match &change {
                ChatChange::Joined { members, .. } => (Some(members), true),
                ChatChange::Left { members, .. } => (Some(members), false),
                _ => (None, false),
            };
            if !members.is_some_and(|members| follows(conn, &chat, members).unwrap_or(false)) {
                return Ok(want(conn, "group", &chat)?);
            }
            if let Some(members) = members {
                change_members(conn, id, (&chat, at), members, joined)?;
            }
            // An answer that is on its way may be older than this.
            if is_new {
                store::postpone(conn, "group", &chat, id + SETTLE)?;
            }
        }
        Event::Tag { .. } | Event::Acquisition { .. } | Event::Other { .. } => {}
    }
    Ok(())
}

/// Whether a change of members follows on what is known of the group.
fn follows(conn: &mut Conn, chat: &str, members: &MemberChange) -> Result<bool, DbError> {
    let known = store::group(conn, chat)?;
    Ok(known.is_some_and(|(fact, _, is_gone)| match fact {
        Fact::Group { version, .. } => !is_gone && members.follows(&version),
        _ => false,
    }))
}

fn change_members(
    conn: &mut Conn,
    id: i64,
    (chat, at): (&str, i64),
    change: &MemberChange,
    joined: bool,
) -> Result<(), DbError> {
    for member in &change.members {
        let (chat, member) = (chat.to_owned(), member.clone());
        let fact = if joined {
            let is_staff = store::is_staff(conn, &member)?;
            Fact::Member { chat, member, is_staff, since: at }
        } else {
            Fact::Left { chat, member }
        };
        store::apply(conn, id, &fact)?;
    }
    store::set_version(conn, chat, change.version.as_deref().unwrap_or_default(), id)
}

/// Keeps what an answer said that was new, and applies it. Callbacks that came before are applied before, so that the order of
/// the inbox is the order in which everything was applied.
pub(super) fn record(work: &mut Work<'_>, facts: &[Fact]) -> Result<(), Refusal> {
    for fact in facts {
        let id = work.id();
        let text = serde_json::to_string(fact)?;
        insert(work, id, &id.to_be_bytes(), "fact", &text)?;
        if let Some(person) = fact.person() {
            mention(work.conn, &[person], id)?;
        }
        store::apply(work.conn, id, fact)?;
    }
    Ok(())
}

/// Makes what is known anew from the inbox.
pub(super) fn replay(work: &mut Work<'_>) -> Result<(), Refusal> {
    apply_waiting(work, i64::MAX)?;
    store::clear(work.conn)?;
    let (sql, mut last) = ("SELECT id, kind, raw FROM wecom_inbox WHERE id > $1 ORDER BY id LIMIT $2", 0);
    loop {
        let rows = work.conn.query(sql, &row![last, PAGE])?;
        for row in &rows {
            last = row.int(0)?;
            let text = open(&work.facts.vault, last, row.bytes(2)?)?;
            if row.text(1)? == "fact" {
                store::apply(work.conn, last, &serde_json::from_str(&text)?)?;
            } else {
                callback(work.conn, last, &text, false)?;
            }
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

/// What is new in a list of who knows whom: of a member of staff, or of a customer. What changed after it was asked for is
/// newer than the list. The second is whether there is more than one transaction takes.
pub(super) fn take_follows(
    work: &mut Work<'_>,
    (column, of): (&'static str, &str),
    list: &[Follow],
    asked: i64,
) -> Result<bool, Refusal> {
    apply_waiting(work, i64::MAX)?;
    let mut known = store::follows(work.conn, column, of)?;
    let mut facts = Vec::new();
    for follow in list {
        let was = known.remove(&(follow.user.clone(), follow.customer.clone()));
        let Follow { since, way, state, .. } = follow;
        let is_same = |was: &Known| (was.since, was.way, &was.state) == (*since, *way, state);
        if !was.is_some_and(|was| was.changed > asked || is_same(&was)) {
            facts.push(Fact::Follow(follow.clone()));
        }
    }
    let gone = known.into_iter().filter(|(_, known)| known.changed <= asked);
    facts.extend(gone.map(|((user, customer), _)| Fact::Unfollow { user, customer }));
    let more = facts.len() > FACTS;
    facts.truncate(FACTS);
    record(work, &facts)?;
    Ok(more)
}

/// What is new in the detail of a group. False if something was heard of the group right before it was asked for or since:
/// then the detail may be the older one.
pub(super) fn take_group(
    work: &mut Work<'_>,
    (chat, group, members): (&str, &Fact, &[Fact]),
    asked: i64,
) -> Result<bool, Refusal> {
    apply_waiting(work, i64::MAX)?;
    let known = store::group(work.conn, chat)?;
    if known.as_ref().is_some_and(|(_, changed, _)| *changed > asked - SETTLE) {
        return Ok(false);
    }
    let mut facts = Vec::new();
    if known.is_none_or(|(known, _, is_gone)| is_gone || known != *group) {
        facts.push(group.clone());
    }
    let mut before = store::members(work.conn, chat)?;
    for fact in members {
        if let Fact::Member { member, .. } = fact
            && !before.remove(member)
        {
            facts.push(fact.clone());
        }
    }
    facts.extend(before.into_iter().map(|member| Fact::Left { chat: chat.to_owned(), member }));
    record(work, &facts)?;
    Ok(true)
}

/// A group that the service does not know any more.
pub(super) fn take_gone(work: &mut Work<'_>, chat: &str) -> Result<(), Refusal> {
    apply_waiting(work, i64::MAX)?;
    let is_known = store::group(work.conn, chat)?.is_some_and(|(_, _, is_gone)| !is_gone);
    if is_known { record(work, &[Fact::Gone { chat: chat.to_owned() }]) } else { Ok(()) }
}

/// Records the staff who serve customers now, as the API lists them. Returns everybody who serves customers or did before.
pub(super) fn take_staff(
    work: &mut Work<'_>,
    list: Vec<String>,
) -> Result<std::collections::BTreeSet<String>, Refusal> {
    apply_waiting(work, i64::MAX)?;
    let sql = "SELECT account FROM wecom_staff";
    let rows = work.conn.query(sql, &[])?;
    let mut known = rows
        .iter()
        .map(|row| row.text(0).map(str::to_owned))
        .collect::<Result<std::collections::BTreeSet<_>, _>>()?;
    let mut facts = Vec::new();
    for user in list {
        if !known.remove(&user) {
            facts.push(Fact::Staff { user });
        }
    }
    facts.extend(known.into_iter().map(|user| Fact::NoStaff { user }));
    record(work, &facts)?;
    Ok(store::staff(work.conn)?)
}
