//! Orders as people look at them.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, Value, row};

use crate::catalog::Title;
use crate::whose::Whose;

/// The head of an order.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Who bought.
    pub buyer: i64,
    /// Its id.
    pub id: i64,
    /// Where it stands.
    pub state: String,
    /// The amount, in minor units.
    pub amount: i64,
    /// What a coupon takes off, in minor units.
    pub discount: i64,
    /// What carrying it costs, in minor units, as part of its amount.
    pub(crate) freight: i64,
    /// Who is credited, if anybody is.
    pub seller: Option<i64>,
    /// Who gets it, encrypted.
    pub recipient: Option<Vec<u8>>,
    /// A word to the shop.
    pub note: String,
    /// When it ends, in nanoseconds.
    pub expires_at: Option<i64>,
    /// When it was paid, in nanoseconds.
    pub paid_at: Option<i64>,
    pub(crate) shipped_at: Option<i64>,
    /// When the buyer had it, in nanoseconds.
    pub received_at: Option<i64>,
    pub(crate) receive_by: Option<i64>,
    /// When it was closed, in nanoseconds.
    pub closed_at: Option<i64>,
    /// How it travels, as JSON.
    pub shipment: Option<String>,
    /// The group that it is for.
    pub(crate) group: Option<i64>,
}

const HEAD: &str = "o.buyer, o.id, o.state, o.amount, o.discount, o.seller, o.recipient, o.note, o.expires_at, o.paid_at, \
                    o.shipped_at, o.received_at, o.receive_by, o.closed_at, o.shipment, o.freight, o.buy_group";

fn head(row: &Row) -> Result<Head, DbError> {
    Ok(Head {
        buyer: row.int(0)?,
        id: row.int(1)?,
        state: row.text(2)?.to_owned(),
        amount: row.int(3)?,
        discount: row.int(4)?,
        freight: row.int(15)?,
        seller: row.maybe_int(5)?,
        recipient: row.maybe_bytes(6)?.map(<[u8]>::to_vec),
        note: row.text(7)?.to_owned(),
        expires_at: row.maybe_int(8)?,
        paid_at: row.maybe_int(9)?,
        shipped_at: row.maybe_int(10)?,
        received_at: row.maybe_int(11)?,
        receive_by: row.maybe_int(12)?,
        closed_at: row.maybe_int(13)?,
        shipment: row.maybe_text(14)?.map(str::to_owned),
        group: row.maybe_int(16)?,
    })
}

/// Which orders are wanted. Whatever is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Who bought.
    pub buyer: Option<i64>,
    /// Where it stands.
    pub state: Option<String>,
    /// Who is credited, if anybody is.
    pub seller: Option<i64>,
    /// From this moment on, in nanoseconds.
    pub since: Option<i64>,
    /// Before this moment, in nanoseconds.
    pub until: Option<i64>,
    /// The product.
    pub product: Option<String>,
    /// Any of these hashes of the phone's last four digits, and any of those of the name.
    pub(crate) tails: Vec<Vec<u8>>,
    /// Keyed hashes of the recipient's name.
    pub names: Vec<Vec<u8>>,
    /// Whose orders are in sight.
    pub(crate) whose: Whose,
}

/// A WHERE clause that grows.
struct Wanted {
    sql: String,
    params: Vec<Value>,
}

impl Wanted {
    /// `?` in `condition` is the value.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        let place = format!("${}", self.params.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace('?', &place));
    }

    fn any(&mut self, column: &str, values: Vec<Vec<u8>>) {
        let places: Vec<String> = values
            .into_iter()
            .map(|value| {
                self.params.push(value.into());
                format!("${}", self.params.len())
            })
            .collect();
        self.sql.push_str(&format!(" AND {column} IN ({})", places.join(", ")));
    }
}

/// The word by which those orders are listed that are paid and wait for others of their group.
pub(crate) const GROUPING: &str = "grouping";
/// The word by which those orders are listed that are paid and of which nothing is sent: their vouchers wait to be used.
pub(crate) const TO_USE: &str = "to_use";
/// Something of an order is still to be sent.
const IS_TO_SEND: &str = "EXISTS (SELECT 1 FROM line l WHERE l.buyer = o.buyer AND l.order_id = o.id AND l.voucher IS NULL \
                          AND l.returned < l.quantity)";
const IN_OPEN_GROUP: &str =
    "EXISTS (SELECT 1 FROM buy_group g WHERE g.group_id = o.buy_group AND g.state = 'open')";

/// Orders before an id, the newest first.
pub(crate) fn list(conn: &mut Conn, filter: Filter, before: i64, limit: i64) -> Result<Vec<Head>, DbError> {
    let mut wanted = Wanted { sql: String::new(), params: vec![before.into()] };
    if let Some(buyer) = filter.buyer {
        wanted.and("o.buyer = ?", buyer);
    }
    if let Some(state) = filter.state {
        let (is_waiting, is_to_use) = (state == GROUPING, state == TO_USE);
        wanted.and("o.state = ?", if is_waiting || is_to_use { "paid".to_owned() } else { state.clone() });
        // What is paid and waits for its group is not to be sent yet, and vouchers are not sent at all.
        if is_waiting || is_to_use || state == "paid" {
            let not = if is_waiting { "" } else { "NOT " };
            wanted.sql.push_str(&format!(" AND {not}{IN_OPEN_GROUP}"));
        }
        if is_to_use || state == "paid" {
            let not = if is_to_use { "NOT " } else { "" };
            wanted.sql.push_str(&format!(" AND {not}{IS_TO_SEND}"));
        }
    }
    if let Some(since) = filter.since {
        wanted.and("o.id >= ?", since);
    }
    if let Some(until) = filter.until {
        wanted.and("o.id < ?", until);
    }
    if let Some(seller) = filter.seller {
        let line = "SELECT 1 FROM line l WHERE l.buyer = o.buyer AND l.order_id = o.id AND l.seller = ?";
        wanted.and(&format!("(o.seller = ? OR EXISTS ({line}))"), seller);
    }
    if let Some(product) = filter.product {
        let line = "SELECT 1 FROM line l WHERE l.buyer = o.buyer AND l.order_id = o.id AND l.product = ?";
        wanted.and(&format!("EXISTS ({line})"), product);
    }
    if !filter.tails.is_empty() {
        wanted.any("o.tail", filter.tails);
    }
    if !filter.names.is_empty() {
        wanted.any("o.name", filter.names);
    }
    wanted.sql.push_str(&filter.whose.condition("o.buyer", "o.id"));
    wanted.params.push(limit.into());
    let place = wanted.params.len();
    let sql = format!(
        "SELECT {HEAD} FROM orders o WHERE o.id < $1{} ORDER BY o.id DESC LIMIT ${place}",
        wanted.sql
    );
    conn.query(&sql, &wanted.params)?.iter().map(head).collect()
}

/// An order by its id alone.
pub(crate) fn find(conn: &mut Conn, id: i64) -> Result<Option<Head>, DbError> {
    let sql = format!("SELECT {HEAD} FROM orders o WHERE o.id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(head).transpose()
}

/// Whose order it is.
pub(crate) fn buyer_of(conn: &mut Conn, id: i64) -> Result<Option<i64>, DbError> {
    conn.one("SELECT buyer FROM orders WHERE id = $1", &row![id])?.map(|row| row.int(0)).transpose()
}

/// What a page shows of a line beside what rewards need.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// Its title.
    pub title: Title,
    /// The product, if it is still known.
    pub product: Option<i64>,
    /// JSON list of its pictures.
    pub pictures: Option<String>,
    /// JSON: which price it was, if it was not the SKU's own.
    pub priced: Option<String>,
}

/// Where an order stands, if the buyer has such an order.
pub(crate) fn state(conn: &mut Conn, buyer: i64, order: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT state FROM orders WHERE buyer = $1 AND id = $2", &row![buyer, order])?;
    found.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Titles and pictures of the lines of some orders.
pub(crate) fn shown(conn: &mut Conn, orders: Vec<(i64, i64)>) -> Result<HashMap<(i64, i64), Shown>, DbError> {
    let sql = "SELECT l.order_id, l.line, l.title, p.id, p.pictures, l.priced, l.title_en FROM line l LEFT JOIN product p ON p.code = l.product \
               WHERE (l.buyer, l.order_id) IN PAIRS($1)";
    let read = |row: &Row| {
        let shown = Shown {
            title: Title { text: row.text(2)?.to_owned(), en: row.text(6)?.to_owned() },
            product: row.maybe_int(3)?,
            pictures: row.maybe_text(4)?.map(str::to_owned),
            priced: row.maybe_text(5)?.map(str::to_owned),
        };
        Ok(((row.int(0)?, row.int(1)?), shown))
    };
    conn.query(sql, &row![orders])?.iter().map(read).collect()
}

/// What is in an order, in short.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents {
    /// The title of its first line.
    pub(crate) title: Title,
    pub(crate) lines: i64,
    pub(crate) pieces: i64,
    /// Pieces that are sent and have not come back.
    pub(crate) to_send: i64,
}

/// What is in some orders, by order.
pub(crate) fn contents(conn: &mut Conn, orders: Vec<(i64, i64)>) -> Result<HashMap<i64, Contents>, DbError> {
    let sql = "SELECT order_id, MIN(CASE WHEN line = 1 THEN title END), COUNT(*), CAST(SUM(quantity) AS BIGINT), \
               MIN(CASE WHEN line = 1 THEN title_en END), \
               CAST(SUM(CASE WHEN voucher IS NULL THEN quantity - returned ELSE 0 END) AS BIGINT) FROM line \
               WHERE (buyer, order_id) IN PAIRS($1) GROUP BY order_id";
    let read = |row: &Row| {
        let text = |at: usize| Ok::<_, DbError>(row.maybe_text(at)?.unwrap_or_default().to_owned());
        let title = Title { text: text(1)?, en: text(4)? };
        Ok((row.int(0)?, Contents { title, lines: row.int(2)?, pieces: row.int(3)?, to_send: row.int(5)? }))
    };
    conn.query(sql, &row![orders])?.iter().map(read).collect()
}

/// An after-sale case.
#[derive(Debug, Clone)]
pub(crate) struct CaseRow {
    /// Its id.
    pub id: i64,
    /// Who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// The line's number in its order.
    pub line: i64,
    /// Pieces.
    pub quantity: i64,
    /// The amount, in minor units.
    pub amount: i64,
    /// Why, in words.
    pub reason: String,
    /// Where it stands.
    pub state: String,
    /// What staff has answered.
    pub answer: String,
    pub(crate) decided_at: Option<i64>,
}

const CASE: &str = "id, buyer, order_id, line, quantity, amount, reason, state, answer, decided_at";

fn case(row: &Row) -> Result<CaseRow, DbError> {
    Ok(CaseRow {
        id: row.int(0)?,
        buyer: row.int(1)?,
        order: row.int(2)?,
        line: row.int(3)?,
        quantity: row.int(4)?,
        amount: row.int(5)?,
        reason: row.text(6)?.to_owned(),
        state: row.text(7)?.to_owned(),
        answer: row.text(8)?.to_owned(),
        decided_at: row.maybe_int(9)?,
    })
}

/// The cases of an order, the newest first.
pub(crate) fn cases_of(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<CaseRow>, DbError> {
    let sql = format!("SELECT {CASE} FROM after_sale WHERE buyer = $1 AND order_id = $2 ORDER BY id DESC");
    conn.query(&sql, &row![buyer, order])?.iter().map(case).collect()
}

/// Cases before an id, the newest first.
pub(crate) fn cases(
    conn: &mut Conn,
    whose: Whose,
    state: Option<String>,
    before: i64,
    limit: i64,
) -> Result<Vec<CaseRow>, DbError> {
    let only = if state.is_some() { " AND state = $3" } else { "" };
    let seen = whose.condition("a.buyer", "a.order_id");
    let sql = format!("SELECT {CASE} FROM after_sale a WHERE id < $1{only}{seen} ORDER BY id DESC LIMIT $2");
    let mut params = row![before, limit].to_vec();
    params.extend(state.map(Value::from));
    conn.query(&sql, &params)?.iter().map(case).collect()
}

/// Whose case it is, if it is in sight.
pub(crate) fn case_buyer(conn: &mut Conn, whose: Whose, id: i64) -> Result<Option<i64>, DbError> {
    let seen = whose.condition("a.buyer", "a.order_id");
    conn.one(&format!("SELECT a.buyer FROM after_sale a WHERE a.id = $1{seen}"), &row![id])?
        .map(|row| row.int(0))
        .transpose()
}

/// The amount, the end and the first title of an order that is to be paid.
pub(crate) fn bill(
    conn: &mut Conn,
    buyer: i64,
    order: i64,
) -> Result<Option<(i64, Option<i64>, Title)>, DbError> {
    let sql = "SELECT o.amount, o.expires_at, l.title, l.title_en FROM orders o \
               JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id AND l.line = 1 WHERE o.buyer = $1 AND o.id = $2";
    let read = |row: Row| {
        let title = Title { text: row.text(2)?.to_owned(), en: row.text(3)?.to_owned() };
        Ok((row.int(0)?, row.maybe_int(1)?, title))
    };
    conn.one(sql, &row![buyer, order])?.map(read).transpose()
}

/// Lines of an order that its buyer has reviewed.
pub(crate) fn reviewed(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<i64>, DbError> {
    let sql = "SELECT line FROM review WHERE buyer = $1 AND order_id = $2 ORDER BY line";
    conn.query(sql, &row![buyer, order])?.iter().map(|row| row.int(0)).collect()
}
