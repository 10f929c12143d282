//! The SQL of vouchers.

use std::collections::{BTreeMap, BTreeSet};

use banyan_base::refusal::Refusal;
use banyan_store::{Conn, DbError, Row, Value, row};

use super::{Kind, State, Terms, Unused};
use crate::title::Title;

const TERMS: &str = "id, product, valid_from, valid_until, days, weekdays, place_zh, place_en, address_zh, address_en, \
                     hours_zh, hours_en, unused";

fn read_terms(row: &Row) -> Result<Terms, DbError> {
    let both = |at| Ok::<_, DbError>((row.text(at)?.to_owned(), row.text(at + 1)?.to_owned()));
    let broken = || DbError::Broken("terms of vouchers with an unknown rule".to_owned());
    Ok(Terms {
        id: row.int(0)?,
        product: row.int(1)?,
        valid_from: row.maybe_int(2)?,
        valid_until: row.maybe_int(3)?,
        days: row.maybe_int(4)?,
        weekdays: row.int(5)?,
        place: both(6)?,
        address: both(8)?,
        hours: both(10)?,
        unused: Unused::of(row.text(12)?).ok_or_else(broken)?,
    })
}

/// Some terms, by id; reads nothing if there are none to read.
pub(crate) fn terms(conn: &mut Conn, ids: BTreeSet<i64>) -> Result<BTreeMap<i64, Terms>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!("SELECT {TERMS} FROM voucher_terms WHERE id IN MANY($1)");
    let read = |row: &Row| read_terms(row).map(|terms| (terms.id, terms));
    conn.query(&sql, &row![ids.into_iter().collect::<Vec<_>>()])?.iter().map(read).collect()
}

/// Keeps terms.
pub(super) fn add_terms(conn: &mut Conn, terms: &Terms) -> Result<(), DbError> {
    let sql = format!(
        "INSERT INTO voucher_terms({TERMS}) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let values = row![
        terms.id,
        terms.product,
        terms.valid_from,
        terms.valid_until,
        terms.days,
        terms.weekdays,
        terms.place.0.as_str(),
        terms.place.1.as_str(),
        terms.address.0.as_str(),
        terms.address.1.as_str(),
        terms.hours.0.as_str(),
        terms.hours.1.as_str(),
        terms.unused.word(),
    ];
    conn.execute(&sql, &values).map(drop)
}

/// A product is sold by these terms from now on, or sent if there are none; whether there is such a product.
pub(super) fn set_kind(conn: &mut Conn, product: i64, terms: Option<i64>, at: i64) -> Result<bool, DbError> {
    let sql = "UPDATE product SET voucher = $2, kind = $3, changed_at = $4 WHERE id = $1";
    Ok(conn.execute(sql, &row![product, terms, Kind::of(terms).word(), at])? > 0)
}

/// The terms by which a product is sold now; nothing for what is sent. Refused if there is no such product.
pub(super) fn kind(conn: &mut Conn, product: i64) -> Result<Option<i64>, Refusal> {
    let found = conn.one("SELECT voucher FROM product WHERE id = $1", &row![product])?;
    Ok(found.ok_or_else(|| Refusal::not_found("商品", "product"))?.maybe_int(0)?)
}

/// The last thing that happened to a voucher.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(super) number: i64,
    pub(crate) state: State,
    pub(crate) at: i64,
    pub(crate) staff: Option<i64>,
}

/// A voucher.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) buyer: i64,
    pub(crate) id: i64,
    pub(crate) order: i64,
    pub(crate) line: i64,
    /// The first, second, … of its line.
    pub(crate) place: i64,
    pub(crate) terms: i64,
    /// Its code, sealed; nothing when its buyer has left.
    pub(super) code: Option<Vec<u8>>,
    pub(crate) expires_at: i64,
    pub(crate) last: Option<Step>,
    /// What was bought, by its title.
    pub(crate) title: Title,
    /// The product's name in plans.
    pub(crate) product: String,
}

impl Piece {
    /// Where it stands.
    pub(crate) fn state(&self) -> State {
        self.last.map_or(State::Unused, |step| step.state)
    }
}

const PIECE: &str = "v.buyer, v.id, v.order_id, v.line, v.piece, v.terms, v.code, v.expires_at, s.step, s.state, s.at, s.staff, \
                     l.title, l.product, l.title_en";
const FROM: &str = "FROM voucher v JOIN line l ON l.buyer = v.buyer AND l.order_id = v.order_id AND l.line = v.line \
                    LEFT JOIN voucher_step s ON s.buyer = v.buyer AND s.voucher = v.id AND s.step = \
                    (SELECT MAX(n.step) FROM voucher_step n WHERE n.buyer = v.buyer AND n.voucher = v.id)";
/// Vouchers whose group waits for others: they are worth nothing yet.
const WAITS: &str = "EXISTS (SELECT 1 FROM orders o JOIN buy_group g ON g.group_id = o.buy_group \
                     WHERE o.buyer = v.buyer AND o.id = v.order_id AND g.state = 'open')";

fn read(row: &Row) -> Result<Piece, DbError> {
    let last = match row.maybe_int(8)? {
        None => None,
        Some(number) => {
            let broken = || DbError::Broken("a voucher of an unknown state".to_owned());
            let state = State::of(row.text(9)?).ok_or_else(broken)?;
            Some(Step { number, state, at: row.int(10)?, staff: row.maybe_int(11)? })
        }
    };
    Ok(Piece {
        buyer: row.int(0)?,
        id: row.int(1)?,
        order: row.int(2)?,
        line: row.int(3)?,
        place: row.int(4)?,
        terms: row.int(5)?,
        code: row.maybe_bytes(6)?.map(<[u8]>::to_vec),
        expires_at: row.int(7)?,
        last,
        title: Title { text: row.text(12)?.to_owned(), en: row.text(14)?.to_owned() },
        product: row.text(13)?.to_owned(),
    })
}

/// The voucher whose code has one of these hashes.
pub(super) fn find_by_hash(conn: &mut Conn, hashes: Vec<Vec<u8>>) -> Result<Option<Piece>, DbError> {
    let sql = format!("SELECT {PIECE} {FROM} WHERE v.hash IN KEYS($1)");
    conn.one(&sql, &row![hashes])?.as_ref().map(read).transpose()
}

/// A voucher by its id.
pub(crate) fn find(conn: &mut Conn, id: i64) -> Result<Option<Piece>, DbError> {
    let sql = format!("SELECT {PIECE} {FROM} WHERE v.id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read).transpose()
}

/// The vouchers of an order, by line and piece.
pub(crate) fn of_order(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<Piece>, DbError> {
    let sql =
        format!("SELECT {PIECE} {FROM} WHERE v.buyer = $1 AND v.order_id = $2 ORDER BY v.line, v.piece");
    conn.query(&sql, &row![buyer, order])?.iter().map(read).collect()
}

/// Which vouchers are wanted. Whatever is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) buyer: Option<i64>,
    pub(crate) state: Option<State>,
    /// The product's name in plans.
    pub(crate) product: Option<String>,
    /// Whether those are left out whose group waits for others.
    pub(crate) usable: bool,
}

/// Vouchers before an id, the newest first.
pub(crate) fn list(conn: &mut Conn, filter: Filter, before: i64, limit: i64) -> Result<Vec<Piece>, DbError> {
    let (mut wanted, mut params): (String, Vec<Value>) = (String::new(), row![before, limit].to_vec());
    let mut and = |condition: &str, value: Value| {
        params.push(value);
        wanted.push_str(&format!(" AND {condition} = ${}", params.len()));
    };
    if let Some(buyer) = filter.buyer {
        and("v.buyer", buyer.into());
    }
    if let Some(state) = filter.state {
        and("COALESCE(s.state, 'unused')", state.word().into());
    }
    if let Some(product) = filter.product {
        and("l.product", product.into());
    }
    if filter.usable {
        wanted.push_str(&format!(" AND NOT {WAITS}"));
    }
    let sql = format!("SELECT {PIECE} {FROM} WHERE v.id < $1{wanted} ORDER BY v.id DESC LIMIT $2");
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// Vouchers that somebody of staff redeemed from a moment on and that stand redeemed, the newest first.
pub(crate) fn redeemed_by(
    conn: &mut Conn,
    staff: i64,
    since: i64,
    limit: i64,
) -> Result<Vec<Piece>, DbError> {
    let sql = format!(
        "SELECT {PIECE} {FROM} WHERE s.staff = $1 AND s.at >= $2 AND s.state = 'redeemed' ORDER BY s.at DESC, v.id DESC LIMIT $3"
    );
    conn.query(&sql, &row![staff, since, limit])?.iter().map(read).collect()
}

/// Whether the group of an order waits for others.
pub(crate) fn is_waiting(conn: &mut Conn, piece: &Piece) -> Result<bool, DbError> {
    let sql = format!("SELECT 1 FROM voucher v WHERE v.buyer = $1 AND v.id = $2 AND {WAITS}");
    Ok(conn.one(&sql, &row![piece.buyer, piece.id])?.is_some())
}

/// Writes down what happens to a voucher. That something else happened meanwhile is refused by the database.
pub(crate) fn step(
    conn: &mut Conn,
    piece: &Piece,
    to: State,
    (at, staff): (i64, Option<i64>),
) -> Result<(), DbError> {
    let sql = "INSERT INTO voucher_step(buyer, voucher, step, state, was, at, staff) VALUES($1, $2, $3, $4, $5, $6, $7)";
    let number = piece.last.map_or(1, |step| step.number + 1);
    let was = piece.state().word();
    conn.execute(sql, &row![piece.buyer, piece.id, number, to.word(), was, at, staff])?;
    let due = Some(piece.expires_at).filter(|_| to == State::Unused);
    let sql = "UPDATE voucher SET due_at = $3 WHERE buyer = $1 AND id = $2";
    conn.execute(sql, &row![piece.buyer, piece.id, due]).map(drop)
}

/// The lines of an order of which a voucher is not used.
pub(crate) fn unused_lines(conn: &mut Conn, buyer: i64, order: i64) -> Result<BTreeSet<i64>, DbError> {
    let sql = "SELECT DISTINCT line FROM voucher WHERE buyer = $1 AND order_id = $2 AND due_at IS NOT NULL";
    conn.query(sql, &row![buyer, order])?.iter().map(|row| row.int(0)).collect()
}

/// The first vouchers that have expired by `now`, in order, by what becomes of their money.
pub(crate) fn due(conn: &mut Conn, unused: Unused, now: i64, limit: i64) -> Result<Vec<Piece>, DbError> {
    let sql = format!(
        "SELECT {PIECE} {FROM} JOIN voucher_terms t ON t.id = v.terms WHERE v.due_at <= $1 AND t.unused = $2 \
         ORDER BY v.due_at, v.order_id, v.line, v.piece LIMIT $3"
    );
    conn.query(&sql, &row![now, unused.word(), limit])?.iter().map(read).collect()
}
