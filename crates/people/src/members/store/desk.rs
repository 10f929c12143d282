//! The SQL of what staff sees of members: lists and the tree, now and on a day in the past.

use banyan_store as db;
use banyan_store::{Conn, DbError, Value, row};

use super::me::{COLUMNS, MemberRow, read};
use crate::members::State;

/// Which members are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// The rank's number; 0 for none.
    pub rank: Option<i64>,
    /// Where it stands.
    pub state: Option<State>,
    /// Who invited them.
    pub inviter: Option<i64>,
    /// Joined at this moment or later.
    pub joined_from: Option<i64>,
    /// Joined before this moment.
    pub joined_to: Option<i64>,
    /// Part of a nickname.
    pub nickname: Option<String>,
}

/// A statement that grows with what is asked for.
struct Growing {
    sql: String,
    params: Vec<Value>,
}

impl Growing {
    /// Adds a condition; `?` in it stands for the value.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        let place = format!("${}", self.params.len());
        self.sql += " AND ";
        self.sql += &condition.replace('?', &place);
    }
}

/// Members before one, the newest first.
pub(crate) fn list(
    conn: &mut Conn,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> Result<Vec<MemberRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM member m WHERE m.id < $1");
    let mut wanted = Growing { sql, params: vec![before.into()] };
    let Filter { rank, state, inviter, joined_from, joined_to, nickname } = filter;
    if let Some(rank) = rank {
        wanted.and("m.rank = ?", *rank);
    }
    if let Some(state) = state {
        wanted.and("m.state = ?", state.word());
    }
    if let Some(inviter) = inviter {
        wanted.and("m.inviter = ?", *inviter);
    }
    if let Some(from) = joined_from {
        wanted.and("m.id >= ?", *from);
    }
    if let Some(to) = joined_to {
        wanted.and("m.id < ?", *to);
    }
    if let Some(nickname) = nickname {
        let plain = nickname.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        wanted.and("(lower(m.nickname) LIKE ? ESCAPE '\\'", format!("%{plain}%"));
        // Or what the system that they were brought over from called them, as a whole.
        wanted.sql += " OR m.id IN (SELECT o.owner FROM origin o WHERE o.id = o.owner AND o.name = ";
        wanted.params.push(nickname.as_str().into());
        wanted.sql += &format!("${}))", wanted.params.len());
    }
    wanted.params.push(limit.into());
    let sql = format!("{} ORDER BY m.id DESC LIMIT ${}", wanted.sql, wanted.params.len());
    conn.query(&sql, &wanted.params)?.iter().map(read).collect()
}

/// The members of a phone number, or of a phone's last four digits: `hashes` are keyed, under every key.
pub(crate) fn by_phone(
    conn: &mut Conn,
    hashes: Vec<Vec<u8>>,
    is_tail: bool,
    limit: i64,
) -> Result<Vec<MemberRow>, DbError> {
    let table = if is_tail { "phone_tail" } else { "identity" };
    let sql = format!(
        "SELECT {COLUMNS} FROM {table} t JOIN member m ON m.id = t.member WHERE t.hash = $1 ORDER BY m.id DESC LIMIT $2"
    );
    let mut found = Vec::new();
    for hash in hashes {
        for row in conn.query(&sql, &row![hash, limit])? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

/// Somebody's place in the tree at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The member.
    pub member: MemberRow,
    /// Their inviter then.
    pub inviter: Option<i64>,
    /// The id of their rank then, empty for none; nothing for the rank that they have now.
    pub rank_id: Option<String>,
}

/// Their inviter at the moment `at`: what they were before the first change after it, or what they are.
fn inviter_at(at: &str) -> String {
    format!(
        "(CASE WHEN EXISTS (SELECT 1 FROM inviter_change c WHERE c.member = m.id AND c.at > {at}) \
         THEN (SELECT c.before FROM inviter_change c WHERE c.member = m.id AND c.at > {at} ORDER BY c.at LIMIT 1) \
         ELSE m.inviter END)"
    )
}

fn rank_at(at: &str) -> String {
    format!(
        "COALESCE((SELECT r.rank_id FROM rank_change r WHERE r.member = m.id AND r.at <= {at} ORDER BY r.at DESC LIMIT 1), '')"
    )
}

/// With an open end it is the rank that they have, also where no history says how they came by it. Plans number ranks
/// differently, so that an earlier rank is known by its id.
fn columns(at: i64) -> String {
    let rank = if at == i64::MAX { "NULL".to_owned() } else { rank_at("$2") };
    format!("{COLUMNS}, {}, {rank}", inviter_at("$2"))
}

fn node(row: &db::Row) -> Result<Node, DbError> {
    Ok(Node {
        member: read(row)?,
        inviter: row.maybe_int(10)?,
        rank_id: row.maybe_text(11)?.map(str::to_owned),
    })
}

/// Somebody as they stood at a moment.
pub(crate) fn at(conn: &mut Conn, member: i64, at: i64) -> Result<Option<Node>, DbError> {
    let sql = format!("SELECT {} FROM member m WHERE m.id = $1 AND m.id <= $2", columns(at));
    conn.one(&sql, &row![member, at])?.as_ref().map(node).transpose()
}

/// Those whose inviter a member was at a moment, before one of them, the newest first.
pub(crate) fn children(
    conn: &mut Conn,
    member: i64,
    at: i64,
    before: i64,
    limit: i64,
) -> Result<Vec<Node>, DbError> {
    let sql = format!(
        "SELECT {} FROM member m WHERE m.id IN (SELECT id FROM member WHERE inviter = $1 UNION \
         SELECT member FROM inviter_change WHERE before = $1 AND at > $2) \
         AND m.id <= $2 AND m.id < $3 AND {} = $1 ORDER BY m.id DESC LIMIT $4",
        columns(at),
        inviter_at("$2")
    );
    conn.query(&sql, &row![member, at, before, limit])?.iter().map(node).collect()
}

/// A change of inviter.
#[derive(Debug, Clone)]
pub(crate) struct InviterRow {
    /// When, in nanoseconds.
    pub at: i64,
    /// Who invited them.
    pub inviter: Option<i64>,
    /// What was before.
    pub before: Option<i64>,
    /// Why, in words.
    pub reason: String,
    /// Who acted, as the audit log writes it.
    pub actor: String,
}

/// A member's changes of inviter, the newest first.
pub(crate) fn inviters(conn: &mut Conn, member: i64, limit: i64) -> Result<Vec<InviterRow>, DbError> {
    let sql = "SELECT at, inviter, before, reason, actor FROM inviter_change WHERE member = $1 ORDER BY at DESC LIMIT $2";
    let read = |row: &db::Row| {
        Ok(InviterRow {
            at: row.int(0)?,
            inviter: row.maybe_int(1)?,
            before: row.maybe_int(2)?,
            reason: row.text(3)?.to_owned(),
            actor: row.text(4)?.to_owned(),
        })
    };
    conn.query(sql, &row![member, limit])?.iter().map(read).collect()
}

/// Whose customer a member is.
#[derive(Debug, Clone)]
pub(crate) struct BindingRow {
    /// The promoter.
    pub promoter: i64,
    /// From this moment on, in nanoseconds.
    pub since: i64,
    /// Before this moment, in nanoseconds.
    pub until: Option<i64>,
    /// The stable word of how it came about.
    pub how: String,
}

/// Whose customer a member is now, or was last.
pub(crate) fn binding(conn: &mut Conn, member: i64) -> Result<Option<BindingRow>, DbError> {
    let sql = "SELECT promoter, at, until, how FROM binding WHERE member = $1 ORDER BY at DESC LIMIT 1";
    let read = |row: db::Row| {
        let how = row.text(3)?.to_owned();
        Ok(BindingRow { promoter: row.int(0)?, since: row.int(1)?, until: row.maybe_int(2)?, how })
    };
    conn.one(sql, &row![member])?.map(read).transpose()
}
