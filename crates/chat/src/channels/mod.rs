//! Channels: the ways by which people come to the shop's chat accounts, who answers on each, and what comes of it.
//!
//! A channel has a link. Whoever opens it is shown whom they would meet; when they ask for it they get the account that is on
//! duty and has room, or else the fallback. Of a visitor nothing is kept but a random name for this one page.

mod desk;
mod funnel;
mod http;
mod rota;
pub(crate) mod store;
mod views;

pub use self::desk::routes;

use std::collections::HashMap;
use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::{text, tokens};
use banyan_core::work::Work;
use banyan_store::{Conn, DbError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::rota::{Turn, day, minute, next};
use self::store::ChannelRow;
use crate::accounts::{self, store::AccountRow};
use crate::events::{self, Owner};
use crate::own::Own;
use crate::words::{AccountState, ChannelState, Source};

/// Accounts of a rota at most.
const MOST_ACCOUNTS: usize = 20;
/// Texts of welcome at most.
const MOST_WELCOMES: usize = 6;
/// The largest cost, in minor units.
const MOST_COST: i64 = 1_000_000_000_000;
/// Visitors of a channel that are counted on a day at most, so that a flood fills no disk.
const MOST_VISITORS: i64 = 20_000;

/// What is said to whoever comes at some hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Welcome {
    /// The minute of the day from which on it is said.
    #[schema(minimum = 0, maximum = 1_439)]
    pub(crate) from: i64,
    #[schema(min_length = 1, max_length = 300)]
    pub(crate) text: String,
}

/// What is said of a channel.
#[derive(Debug, Clone)]
pub(crate) struct ChannelText {
    pub(crate) name: String,
    pub(crate) kind: Source,
    pub(crate) operator: i64,
    pub(crate) fallback: i64,
    pub(crate) turns: Vec<Turn>,
    pub(crate) welcomes: Vec<Welcome>,
    /// What it has cost so far, in minor units.
    pub(crate) cost: i64,
}

pub(crate) fn unknown() -> Refusal {
    Refusal::not_found("渠道", "channel")
}

/// A channel in sight.
pub(crate) fn seen(work: &mut Work<'_>, own: Own, id: i64) -> Result<ChannelRow, Refusal> {
    store::find(work.conn, own, id)?.ok_or_else(unknown)
}

/// An account that can answer on a channel: in sight, not closed, and with something by which people add it.
fn answering(work: &mut Work<'_>, own: Own, (id, field): (i64, &str)) -> Result<AccountRow, Refusal> {
    let account = accounts::store::find(work.conn, own, id)?;
    let account = account.ok_or_else(|| accounts::unknown().at(field))?;
    if account.state == AccountState::Closed {
        let (zh, en) = ("这个号已停用", "this account is closed");
        return Err(Refusal::conflict("account_closed", zh, en).at(field));
    }
    if !account.is_reachable() {
        let zh = format!(
            "“{}”没有登记平台账号或添加链接，别人加不了；请先在“社群 → 聊天账号”里补上",
            account.name
        );
        let en = format!(
            "nobody can add “{}”: write down its id at the platform or its link first, under Communities, Chat accounts",
            account.name
        );
        return Err(Refusal::unacceptable("account_unreachable", zh, en).at(field));
    }
    Ok(account)
}

/// Checks what is said of a channel; gives it with the names of its accounts, by id.
fn checked(
    work: &mut Work<'_>,
    own: Own,
    text: &ChannelText,
) -> Result<(ChannelText, HashMap<i64, String>), Refusal> {
    let name = text::name(&text.name, "/name", 1, 60)?;
    if text.turns.len() > MOST_ACCOUNTS {
        let (zh, en) = ("最多 20 个号", "expected at most 20 accounts");
        return Err(Refusal::unacceptable("channel_accounts", zh, en).at("/accounts"));
    }
    if !(0..=MOST_COST).contains(&text.cost) {
        let (zh, en) = ("金额超出范围", "this amount is out of range");
        return Err(Refusal::unacceptable("channel_cost", zh, en).at("/cost"));
    }
    let mut names = HashMap::new();
    for (place, turn) in text.turns.iter().enumerate() {
        let field = format!("/accounts/{place}");
        turn.check(&field)?;
        let account = answering(work, own, (turn.account, &field))?;
        if names.insert(account.id, account.name).is_some() {
            let (zh, en) = ("同一个号出现了两次", "an account stands here twice");
            return Err(Refusal::unacceptable("channel_accounts", zh, en).at(&field));
        }
    }
    let fallback = answering(work, own, (text.fallback, "/fallback"))?;
    names.insert(fallback.id, fallback.name);
    let welcomes = welcomes(&text.welcomes)?;
    Ok((ChannelText { name, welcomes, ..text.clone() }, names))
}

/// Checks texts of welcome, and puts them in the order of the day.
fn welcomes(texts: &[Welcome]) -> Result<Vec<Welcome>, Refusal> {
    let bad =
        |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("channel_welcome", zh, en).at(field));
    if texts.len() > MOST_WELCOMES {
        return bad("/welcomes", "欢迎语最多 6 条", "there are six texts of welcome at most");
    }
    let mut checked = Vec::with_capacity(texts.len());
    for (place, one) in texts.iter().enumerate() {
        let field = format!("/welcomes/{place}");
        if !(0..1_440).contains(&one.from) || checked.iter().any(|other: &Welcome| other.from == one.from) {
            let en = "each begins at another minute of the day, from 0 to 1,439";
            return bad(&format!("{field}/from"), "每条从不同的时刻开始（0 到 1439 分）", en);
        }
        let text = text::lines(&one.text, &format!("{field}/text"), 1, 300)?;
        checked.push(Welcome { from: one.from, text });
    }
    checked.sort_unstable_by_key(|one| one.from);
    Ok(checked)
}

/// What is said at a minute of the week: the text that began last, which may have been yesterday; empty if there is none.
fn welcome(texts: &[Welcome], minute: i64) -> String {
    let of_day = minute % 1_440;
    let now = texts.iter().rfind(|one| one.from <= of_day).or(texts.last());
    now.map(|one| one.text.clone()).unwrap_or_default()
}

fn note(
    work: &mut Work<'_>,
    channel: i64,
    action: &str,
    told: [&str; 3],
    actor: &str,
) -> Result<(), Refusal> {
    events::note(work, Owner::Channel(channel), action, told, actor)
}

/// Makes a channel with a link of its own; gives its id.
pub(crate) fn add(work: &mut Work<'_>, own: Own, text: &ChannelText, actor: &str) -> Result<i64, Refusal> {
    let (text, _) = checked(work, own, text)?;
    let code = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        tokens::invitation(&mut **random)?
    };
    let row = ChannelRow { id: work.id(), code, state: ChannelState::Open, text };
    store::insert(work.conn, &row)?;
    note(work, row.id, "add", ["", &row.text.name, ""], actor)?;
    Ok(row.id)
}

/// Changes what is said of a channel. What it was before is kept, field by field.
pub(crate) fn change(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    text: &ChannelText,
    (reason, actor): (&str, &str),
) -> Result<(), Refusal> {
    let before = seen(work, own, id)?;
    let (text, mut names) = checked(work, own, text)?;
    let others = before.text.turns.iter().map(|turn| turn.account).chain([before.text.fallback]).collect();
    names.extend(accounts::store::names(work.conn, others)?);
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let turns = |text: &ChannelText| {
        let told = |turn: &Turn| format!("{} ({})", name(turn.account), turn.most);
        text.turns.iter().map(told).collect::<Vec<_>>().join(", ")
    };
    let said =
        |text: &ChannelText| text.welcomes.iter().map(|one| one.text.clone()).collect::<Vec<_>>().join(" / ");
    let (was, now) = (&before.text, &text);
    let changes = [
        ("name", was.name.clone(), now.name.clone(), was.name != now.name),
        ("kind", was.kind.word().to_owned(), now.kind.word().to_owned(), was.kind != now.kind),
        ("operator", was.operator.to_string(), now.operator.to_string(), was.operator != now.operator),
        ("fallback", name(was.fallback), name(now.fallback), was.fallback != now.fallback),
        ("rota", turns(was), turns(now), was.turns != now.turns),
        ("welcome", said(was), said(now), was.welcomes != now.welcomes),
        ("cost", was.cost.to_string(), now.cost.to_string(), was.cost != now.cost),
    ];
    store::update(work.conn, id, &text)?;
    for (field, was, became, is_changed) in changes {
        if is_changed {
            note(work, id, field, [&was, &became, reason], actor)?;
        }
    }
    Ok(())
}

/// Opens a channel or closes it. The link of a closed one says so.
pub(crate) fn set_state(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    state: ChannelState,
    (reason, actor): (&str, &str),
) -> Result<(), Refusal> {
    let before = seen(work, own, id)?;
    if before.state == state {
        return Ok(());
    }
    if state == ChannelState::Open {
        answering(work, Own { only: None }, (before.text.fallback, "/fallback"))?;
    }
    store::set_state(work.conn, id, state)?;
    note(work, id, "state", [before.state.word(), state.word(), reason], actor)
}

/// Whom somebody meets on a channel.
#[derive(Debug, Clone)]
pub(crate) struct Met {
    pub(crate) account: AccountRow,
    pub(crate) welcome: String,
}

/// The account that answers on a channel. One of the rota carries how many people it has today, because its day is limited; the
/// fallback carries none.
#[derive(Debug)]
struct Answer {
    account: AccountRow,
    /// How many people it has today, and how many it may have; nothing for the fallback.
    seat: Option<(i64, i64)>,
}

/// Finds the account that answers on an open channel at a moment, and nothing if not even the fallback can be added. A visitor who
/// may take no place of an account's day gets the fallback.
fn answer(
    conn: &mut Conn,
    channel: &ChannelRow,
    (at, offset): (i64, i64),
    takes_place: bool,
) -> Result<Option<Answer>, DbError> {
    if channel.state == ChannelState::Closed {
        return Ok(None);
    }
    let ids: Vec<i64> =
        channel.text.turns.iter().map(|turn| turn.account).chain([channel.text.fallback]).collect();
    let mut accounts: HashMap<i64, AccountRow> = HashMap::new();
    for account in accounts::store::some(conn, ids)? {
        if account.is_reachable() {
            accounts.insert(account.id, account);
        }
    }
    let is_working =
        |turn: &&Turn| accounts.get(&turn.account).is_some_and(|one| one.state == AccountState::Active);
    let turns: Vec<Turn> = channel.text.turns.iter().filter(is_working).cloned().collect();
    let taken = store::taken(conn, channel.id, day(at, offset))?;
    if takes_place
        && let Some(turn) = next(&turns, &taken, minute(at, offset))
        && let Some(account) = accounts.remove(&turn.account)
    {
        let used = taken.get(&turn.account).copied().unwrap_or(0);
        return Ok(Some(Answer { account, seat: Some((used, turn.most)) }));
    }
    let fallback = accounts.remove(&channel.text.fallback).filter(|one| one.state != AccountState::Closed);
    Ok(fallback.map(|account| Answer { account, seat: None }))
}

/// Writes down that a visitor saw a channel's page; whether that is new and was counted.
fn show(work: &mut Work<'_>, code: &str, visitor: &str) -> Result<bool, Refusal> {
    let Some(channel) = store::of_code(work.conn, code)? else { return Ok(false) };
    let today = day(work.now(), offset(work));
    if channel.state == ChannelState::Closed
        || store::visitors(work.conn, channel.id, today)? >= MOST_VISITORS
    {
        return Ok(false);
    }
    Ok(store::show(work.conn, (channel.id, visitor), today)?)
}

/// How far the shop's days begin from UTC, in nanoseconds.
fn offset(work: &Work<'_>) -> i64 {
    work.live().program().plan().utc_offset
}

/// Lets a visitor meet whoever answers: the same account as the first time, or the one whose turn it is, which has one place
/// less today. Beyond the visitors that are counted everybody meets the fallback.
fn meet(work: &mut Work<'_>, code: &str, visitor: &str) -> Result<Met, Refusal> {
    let channel = store::of_code(work.conn, code)?.ok_or_else(unknown)?;
    let (at, offset) = (work.id(), offset(work));
    let welcome = welcome(&channel.text.welcomes, minute(at, offset));
    let known = store::met(work.conn, channel.id, visitor)?.filter(|_| channel.state == ChannelState::Open);
    if let Some(account) = known {
        let found = accounts::store::some(work.conn, vec![account])?.pop();
        if let Some(account) = found.filter(|one| one.is_reachable() && one.state != AccountState::Closed) {
            return Ok(Met { account, welcome });
        }
    }
    let today = day(at, offset);
    let is_counted = store::is_shown(work.conn, channel.id, visitor)?
        || store::visitors(work.conn, channel.id, today)? < MOST_VISITORS;
    let takes_place = known.is_none() && is_counted;
    let answer = answer(work.conn, &channel, (at, offset), takes_place)?.ok_or_else(|| {
        let (zh, en) = ("这个入口已停用", "this way in is closed");
        Refusal::conflict("channel_closed", zh, en)
    })?;
    if takes_place {
        store::show(work.conn, (channel.id, visitor), today)?;
        let seat = answer.seat.map(|(used, most)| (used + 1, most));
        store::meet(work.conn, (channel.id, visitor), (answer.account.id, at), (today, seat))?;
    }
    Ok(Met { account: answer.account, welcome })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_the_text_that_began_last() {
        let texts = welcomes(&[
            Welcome { from: 1_080, text: "晚上好".to_owned() },
            Welcome { from: 540, text: "你好".to_owned() },
        ]);
        let texts = texts.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let said = |hour: i64| welcome(&texts, 1_440 + hour * 60);
        assert_eq!([said(9), said(17), said(18), said(3)], ["你好", "你好", "晚上好", "晚上好"]);
        assert_eq!(welcome(&[], 0), "");
    }

    #[test]
    fn two_texts_do_not_begin_at_once() {
        let one = Welcome { from: 0, text: "你好".to_owned() };
        assert!(welcomes(&[one.clone(), one]).is_err());
    }
}
