//! The SQL of lead lists.

use banyan_store::{Conn, DbError, Row, row};

use crate::words::TouchKind;

/// Which buyers are wanted.
#[derive(Debug, Clone)]
pub(super) struct Bought<'a> {
    /// Only what was paid from this moment on counts.
    pub(super) from: i64,
    /// Only goods of this category.
    pub(super) category: Option<&'a str>,
    /// Spent at least, refunds off, in minor units.
    pub(super) least: i64,
    /// Whoever was reached from this moment on, or is going to be, is left out.
    pub(super) rested: i64,
}

/// A buyer, and what speaks against contacting them.
#[allow(clippy::struct_excessive_bools, reason = "each is a reason of its own to leave somebody out")]
#[derive(Debug, Clone)]
pub(super) struct BuyerRow {
    pub(super) member: i64,
    pub(super) nickname: String,
    pub(super) person: Option<i64>,
    /// Sealed details of the contact that they are already.
    pub(super) secret: Option<Vec<u8>>,
    pub(super) is_active: bool,
    pub(super) said_no: bool,
    pub(super) has_case: bool,
    pub(super) is_friend: bool,
    pub(super) was_touched: bool,
    pub(super) has_phone: bool,
}

/// A list that was made.
#[derive(Debug, Clone)]
pub(super) struct ListRow {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) kind: TouchKind,
    /// JSON: how many were left out, by why.
    pub(super) left_out: String,
}

fn flag(condition: &str) -> String {
    format!("CASE WHEN {condition} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END")
}

/// Buyers of the wanted kind, whoever bought last first, and what speaks against contacting each.
pub(super) fn buyers(conn: &mut Conn, bought: &Bought<'_>, limit: i64) -> Result<Vec<BuyerRow>, DbError> {
    let mut params = row![bought.from, bought.least, bought.rested, limit].to_vec();
    let of_category = bought.category.map_or("", |category| {
        params.push(category.into());
        " AND l.category = $5"
    });
    let withheld = "EXISTS (SELECT 1 FROM consent n WHERE n.member = b.buyer AND n.purpose = 'contact' AND n.given = 0 \
         AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.member = n.member AND x.purpose = 'contact' AND x.at > n.at))";
    let flags = [
        flag("m.state = 'active'"),
        flag(&format!(
            "p.no_at IS NOT NULL OR {withheld} OR EXISTS (SELECT 1 FROM identity i JOIN chat_no c ON c.hash = i.hash \
             WHERE i.member = b.buyer)"
        )),
        flag("EXISTS (SELECT 1 FROM after_sale s WHERE s.buyer = b.buyer AND s.state = 'asked')"),
        flag(
            "EXISTS (SELECT 1 FROM chat_contact c WHERE c.person = p.person AND c.added_at IS NOT NULL \
             AND c.removed_at IS NULL)",
        ),
        flag("EXISTS (SELECT 1 FROM touch t WHERE t.person = p.person AND t.returned_at IS NULL AND t.due_at >= $3)"),
        flag("p.hash IS NOT NULL OR EXISTS (SELECT 1 FROM private v WHERE v.member = b.buyer AND v.field = 'phone')"),
    ]
    .join(", ");
    let sql = format!(
        "SELECT b.buyer, m.nickname, p.person, p.secret, {flags} FROM (SELECT l.buyer, MAX(l.paid_at) AS last_at \
         FROM line l WHERE l.paid_at >= $1 AND l.refunded < l.amount{of_category} GROUP BY l.buyer \
         HAVING CAST(SUM(l.amount - l.refunded) AS BIGINT) >= $2) b JOIN member m ON m.id = b.buyer \
         LEFT JOIN chat_person p ON p.person = COALESCE((SELECT q.person FROM chat_person q WHERE q.member = b.buyer), \
         (SELECT MIN(q.person) FROM identity i JOIN chat_person q ON q.hash = i.hash WHERE i.member = b.buyer)) \
         ORDER BY b.last_at DESC, b.buyer LIMIT $4"
    );
    let read = |row: &Row| {
        Ok(BuyerRow {
            member: row.int(0)?,
            nickname: row.text(1)?.to_owned(),
            person: row.maybe_int(2)?,
            secret: if row.maybe_int(2)?.is_some() { Some(row.bytes(3)?.to_vec()) } else { None },
            is_active: row.flag(4)?,
            said_no: row.flag(5)?,
            has_case: row.flag(6)?,
            is_friend: row.flag(7)?,
            was_touched: row.flag(8)?,
            has_phone: row.flag(9)?,
        })
    };
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// Writes a list that was made.
pub(super) fn insert(conn: &mut Conn, list: &ListRow, choice: &str, actor: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO lead_list(id, name, kind, choice, left_out, actor) VALUES($1, $2, $3, $4, $5, $6)";
    let ListRow { id, name, kind, left_out } = list;
    let row = row![*id, name.as_str(), kind.word(), choice, left_out.as_str(), actor];
    conn.execute(sql, &row)?;
    Ok(())
}

const LIST: &str = "SELECT id, name, kind, left_out FROM lead_list";

fn read(row: &Row) -> Result<ListRow, DbError> {
    Ok(ListRow {
        id: row.int(0)?,
        name: row.text(1)?.to_owned(),
        kind: TouchKind::read(row.text(2)?)?,
        left_out: row.text(3)?.to_owned(),
    })
}

/// Lists before an id, the newest first.
pub(super) fn lists(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<ListRow>, DbError> {
    let sql = format!("{LIST} WHERE id < $1 ORDER BY id DESC LIMIT $2");
    conn.query(&sql, &row![before, limit])?.iter().map(read).collect()
}

/// A list.
pub(super) fn find(conn: &mut Conn, id: i64) -> Result<Option<ListRow>, DbError> {
    conn.one(&format!("{LIST} WHERE id = $1"), &row![id])?.as_ref().map(read).transpose()
}
