//! Channels as the API shows them to staff.

use std::collections::HashMap;

use banyan_api::http::Id;
use banyan_people::staff;
use banyan_store::{Conn, DbError};
use serde::Serialize;
use utoipa::ToSchema;

use super::funnel::{ChannelStepView, funnels};
use super::rota::{Gap, Shift, day, gaps, minute};
use super::store::{self, ChannelRow};
use super::{ChannelText, Welcome, answer};
use crate::accounts::desk::ChatEventView;
use crate::accounts::{self, store::AccountRow};
use crate::events::{self, Owner};
use crate::words::{AccountState, ChannelState, Platform, Source};

/// Events shown at most.
const EVENTS: i64 = 200;

/// A channel, and how far its people have come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelView {
    pub(crate) id: Id,
    /// Of its link; files of contacts name the channel by it.
    code: String,
    /// The page that its QR code leads to.
    link: String,
    name: String,
    kind: Source,
    /// The staff account that runs it.
    operator: Id,
    operator_name: String,
    state: ChannelState,
    /// What it has cost so far, in minor units.
    cost: i64,
    /// From the first step to the last.
    steps: Vec<ChannelStepView>,
    /// How many of its contacts are known as members: only their orders are seen.
    members: i64,
}

/// An account that answers on a channel.
#[derive(Debug, Serialize, ToSchema)]
struct ChannelAccountView {
    id: Id,
    name: String,
    platform: Platform,
    state: AccountState,
    /// Whether it is written down how people add it.
    is_reachable: bool,
    /// People a day, at most.
    most: i64,
    /// People who came to it today.
    today: i64,
    /// Whether it is on duty now.
    is_on: bool,
    /// When it answers; at any time, if there are none.
    shifts: Vec<Shift>,
}

/// A channel with who answers on it and what happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelDetail {
    #[serde(flatten)]
    channel: ChannelView,
    accounts: Vec<ChannelAccountView>,
    fallback: Id,
    fallback_name: String,
    welcomes: Vec<Welcome>,
    /// Minutes of the week in which only the fallback answers.
    gaps: Vec<Gap>,
    /// Whom somebody would meet now; nobody if it is closed.
    now: Option<String>,
    /// The newest first.
    events: Vec<ChatEventView>,
}

/// Channels as a list shows them; `address` is the shop's.
pub(super) fn views(
    conn: &mut Conn,
    address: &str,
    rows: &[ChannelRow],
) -> Result<Vec<ChannelView>, DbError> {
    let mut operators: Vec<i64> = rows.iter().map(|row| row.text.operator).collect();
    operators.sort_unstable();
    operators.dedup();
    let names = staff::names(conn, operators)?;
    let funnels = funnels(conn, rows.iter().map(|row| row.id).collect())?;
    let view = |row: &ChannelRow| {
        let ChannelText { name, kind, operator, cost, .. } = &row.text;
        ChannelView {
            id: Id(row.id),
            link: format!("{}/w/{}", address.trim_end_matches('/'), row.code),
            code: row.code.clone(),
            name: name.clone(),
            kind: *kind,
            operator: Id(*operator),
            operator_name: names.get(operator).cloned().unwrap_or_default(),
            state: row.state,
            cost: *cost,
            steps: funnels.steps(row.id, *cost),
            members: funnels.members(row.id),
        }
    };
    Ok(rows.iter().map(view).collect())
}

/// A channel with who answers on it at a moment.
pub(super) fn detail(
    conn: &mut Conn,
    address: &str,
    row: &ChannelRow,
    (at, offset): (i64, i64),
) -> Result<Option<ChannelDetail>, DbError> {
    let Some(channel) = views(conn, address, std::slice::from_ref(row))?.pop() else { return Ok(None) };
    let ChannelText { turns, fallback, welcomes, .. } = &row.text;
    let ids = turns.iter().map(|turn| turn.account).chain([*fallback]).collect();
    let found = accounts::store::some(conn, ids)?;
    let found: HashMap<i64, AccountRow> = found.into_iter().map(|account| (account.id, account)).collect();
    let (taken, now) = (store::taken(conn, row.id, day(at, offset))?, minute(at, offset));
    let mut answering = Vec::with_capacity(turns.len());
    for turn in turns {
        let Some(account) = found.get(&turn.account) else { continue };
        answering.push(ChannelAccountView {
            id: Id(turn.account),
            name: account.name.clone(),
            platform: account.platform,
            state: account.state,
            is_reachable: account.is_reachable(),
            most: turn.most,
            today: taken.get(&turn.account).copied().unwrap_or(0),
            is_on: turn.is_on(now),
            shifts: turn.shifts.clone(),
        });
    }
    Ok(Some(ChannelDetail {
        channel,
        accounts: answering,
        fallback: Id(*fallback),
        fallback_name: found.get(fallback).map(|account| account.name.clone()).unwrap_or_default(),
        welcomes: welcomes.clone(),
        gaps: gaps(turns),
        now: answer(conn, row, (at, offset), true)?.map(|answer| answer.account.name),
        events: events::of(conn, Owner::Channel(row.id), EVENTS)?.into_iter().map(Into::into).collect(),
    }))
}
