//! The SQL of channels.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, Rows, row};

use super::rota::{Shift, Turn};
use super::{ChannelText, Welcome};
use crate::own::Own;
use crate::words::{ChannelState, Source};

/// A channel as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct ChannelRow {
    pub(crate) id: i64,
    /// Of its link.
    pub(crate) code: String,
    pub(crate) state: ChannelState,
    pub(crate) text: ChannelText,
}

const SELECT: &str = "SELECT c.id, c.code, c.name, c.kind, c.operator, c.fallback, c.welcomes, c.cost, c.state \
     FROM chat_channel c";

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|error| DbError::Broken(format!("a channel cannot be read: {error}")))
}

fn written(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Broken(error.to_string()))
}

fn read(row: &Row) -> Result<ChannelRow, DbError> {
    let text = ChannelText {
        name: row.text(2)?.to_owned(),
        kind: Source::read(row.text(3)?)?,
        operator: row.int(4)?,
        fallback: row.int(5)?,
        turns: Vec::new(),
        welcomes: json::<Vec<Welcome>>(row.text(6)?)?,
        cost: row.int(7)?,
    };
    let (id, code, state) = (row.int(0)?, row.text(1)?.to_owned(), ChannelState::read(row.text(8)?)?);
    Ok(ChannelRow { id, code, state, text })
}

/// Reads channels, each with its rota.
fn whole(conn: &mut Conn, rows: &[Row]) -> Result<Vec<ChannelRow>, DbError> {
    let mut channels = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<i64> = channels.iter().map(|channel| channel.id).collect();
    let sql = "SELECT channel, account, most, shifts FROM chat_channel_account WHERE channel IN MANY($1) \
               ORDER BY channel, place";
    let mut turns: HashMap<i64, Vec<Turn>> = HashMap::new();
    for row in conn.query(sql, &row![ids])? {
        let shifts = json::<Vec<Shift>>(row.text(3)?)?;
        let turn = Turn { account: row.int(1)?, most: row.int(2)?, shifts };
        turns.entry(row.int(0)?).or_default().push(turn);
    }
    for channel in &mut channels {
        channel.text.turns = turns.remove(&channel.id).unwrap_or_default();
    }
    Ok(channels)
}

/// A channel in sight.
pub(crate) fn find(conn: &mut Conn, own: Own, id: i64) -> Result<Option<ChannelRow>, DbError> {
    let rows = conn.query(&format!("{SELECT} WHERE c.id = $1"), &row![id])?;
    Ok(whole(conn, &rows)?.pop().filter(|channel| own.sees(channel.text.operator)))
}

/// The channel of a link.
pub(super) fn of_code(conn: &mut Conn, code: &str) -> Result<Option<ChannelRow>, DbError> {
    let rows = conn.query(&format!("{SELECT} WHERE c.code = $1"), &row![code])?;
    Ok(whole(conn, &rows)?.pop())
}

/// Channels in sight before an id, the newest first.
pub(super) fn list(conn: &mut Conn, own: Own, before: i64, limit: i64) -> Result<Vec<ChannelRow>, DbError> {
    let sql = format!("{SELECT} WHERE c.id < $2 AND (c.operator = $1 OR $1 = 0) ORDER BY c.id DESC LIMIT $3");
    let rows = conn.query(&sql, &row![own.only.unwrap_or(0), before, limit])?;
    whole(conn, &rows)
}

/// Channels in sight: id and kind, by the codes of their links.
pub(crate) fn codes(conn: &mut Conn, own: Own) -> Result<HashMap<String, (i64, Source)>, DbError> {
    let sql = "SELECT code, id, kind FROM chat_channel WHERE operator = $1 OR $1 = 0";
    let read = |row: &Row| Ok((row.text(0)?.to_owned(), (row.int(1)?, Source::read(row.text(2)?)?)));
    conn.query(sql, &row![own.only.unwrap_or(0)])?.iter().map(read).collect()
}

/// The name of a channel.
fn name(conn: &mut Conn, id: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT name FROM chat_channel WHERE id = $1", &row![id])?;
    found.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// The name of a contact's channel; empty if they came by none.
pub(crate) fn name_of(conn: &mut Conn, channel: Option<i64>) -> Result<String, DbError> {
    Ok(channel.map(|id| name(conn, id)).transpose()?.flatten().unwrap_or_default())
}

fn write_turns(conn: &mut Conn, channel: i64, turns: &[Turn]) -> Result<(), DbError> {
    conn.execute("DELETE FROM chat_channel_account WHERE channel = $1", &row![channel])?;
    let mut rows = Rows::new("chat_channel_account", &["channel", "account", "place", "most", "shifts"]);
    for (place, turn) in (0_i64..).zip(turns) {
        let shifts = written(&turn.shifts)?;
        rows.push([channel.into(), turn.account.into(), place.into(), turn.most.into(), shifts.into()]);
    }
    conn.insert(&rows)
}

/// Writes a new channel.
pub(super) fn insert(conn: &mut Conn, channel: &ChannelRow) -> Result<(), DbError> {
    let ChannelRow { id, code, state, text } = channel;
    let welcomes = written(&text.welcomes)?;
    conn.execute(
        "INSERT INTO chat_channel(id, code, name, kind, operator, fallback, welcomes, cost, state) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &row![
            *id,
            code.as_str(),
            text.name.as_str(),
            text.kind.word(),
            text.operator,
            text.fallback,
            welcomes,
            text.cost,
            state.word()
        ],
    )?;
    write_turns(conn, *id, &text.turns)
}

/// Writes what is said of a channel; its code and how it stands stay.
pub(super) fn update(conn: &mut Conn, id: i64, text: &ChannelText) -> Result<(), DbError> {
    let welcomes = written(&text.welcomes)?;
    let sql = "UPDATE chat_channel SET name = $2, kind = $3, operator = $4, fallback = $5, welcomes = $6, cost = $7 WHERE id = $1";
    let row =
        row![id, text.name.as_str(), text.kind.word(), text.operator, text.fallback, welcomes, text.cost];
    conn.execute(sql, &row)?;
    write_turns(conn, id, &text.turns)
}

/// Writes how a channel stands.
pub(super) fn set_state(conn: &mut Conn, id: i64, state: ChannelState) -> Result<(), DbError> {
    conn.execute("UPDATE chat_channel SET state = $2 WHERE id = $1", &row![id, state.word()])?;
    Ok(())
}

/// How many people each account of a channel has on a day; the fallback's are not counted.
pub(super) fn taken(conn: &mut Conn, channel: i64, day: i64) -> Result<HashMap<i64, i64>, DbError> {
    let sql = "SELECT account, COUNT(*) FROM chat_channel_visit WHERE channel = $1 AND met_day = $2 \
               AND seat IS NOT NULL GROUP BY account";
    conn.query(sql, &row![channel, day])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// How many visitors came to a channel's page for the first time on a day.
pub(super) fn visitors(conn: &mut Conn, channel: i64, day: i64) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM chat_channel_visit WHERE channel = $1 AND day = $2";
    conn.one(sql, &row![channel, day])?.map_or(Ok(0), |row| row.int(0))
}

/// Whether a visitor has seen a channel's page.
pub(super) fn is_shown(conn: &mut Conn, channel: i64, visitor: &str) -> Result<bool, DbError> {
    let sql = "SELECT day FROM chat_channel_visit WHERE channel = $1 AND visitor = $2";
    Ok(conn.one(sql, &row![channel, visitor])?.is_some())
}

/// The account that a visitor has met on a channel.
pub(super) fn met(conn: &mut Conn, channel: i64, visitor: &str) -> Result<Option<i64>, DbError> {
    let sql = "SELECT account FROM chat_channel_visit WHERE channel = $1 AND visitor = $2";
    Ok(conn.one(sql, &row![channel, visitor])?.map(|row| row.maybe_int(0)).transpose()?.flatten())
}

/// Writes down that a visitor saw a channel's page; whether that is new.
pub(super) fn show(conn: &mut Conn, (channel, visitor): (i64, &str), day: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO chat_channel_visit(channel, visitor, day) VALUES($1, $2, $3) \
               ON CONFLICT(channel, visitor) DO NOTHING";
    Ok(conn.execute(sql, &row![channel, visitor, day])? == 1)
}

/// Writes down which account a visitor met, and when: with its seat of the day and how many there are, or as the fallback.
pub(super) fn meet(
    conn: &mut Conn,
    (channel, visitor): (i64, &str),
    (account, at): (i64, i64),
    (day, seat): (i64, Option<(i64, i64)>),
) -> Result<(), DbError> {
    let sql = "UPDATE chat_channel_visit SET scanned_at = $3, account = $4, met_day = $5, seat = $6, most = $7 \
               WHERE channel = $1 AND visitor = $2 AND scanned_at IS NULL";
    let day = seat.map(|_| day);
    let (seat, most) = (seat.map(|(seat, _)| seat), seat.map(|(_, most)| most));
    conn.execute(sql, &row![channel, visitor, at, account, day, seat, most])?;
    Ok(())
}
