//! The SQL of payments and of the refunds that are on their way.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, row};

use crate::whose::Whose;

/// A payment as it is stored.
#[derive(Debug, Clone)]
pub struct PaymentRow {
    /// Its id.
    pub id: i64,
    /// Who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// The payment provider.
    pub provider: String,
    /// The amount, in minor units.
    pub amount: i64,
    /// Where it stands.
    pub state: String,
    /// The provider's own number.
    pub reference: Option<String>,
    /// What the page needs to pay, as JSON.
    pub prepared: Option<String>,
    /// When it was paid, in nanoseconds.
    pub paid_at: Option<i64>,
}

const PAYMENT: &str = "id, buyer, order_id, provider, amount, state, reference, prepared, paid_at, ask_at";

fn payment(row: &Row) -> Result<PaymentRow, DbError> {
    Ok(PaymentRow {
        id: row.int(0)?,
        buyer: row.int(1)?,
        order: row.int(2)?,
        provider: row.text(3)?.to_owned(),
        amount: row.int(4)?,
        state: row.text(5)?.to_owned(),
        reference: row.maybe_text(6)?.map(str::to_owned),
        prepared: row.maybe_text(7)?.map(str::to_owned),
        paid_at: row.maybe_int(8)?,
    })
}

/// A payment by its id.
pub fn find(conn: &mut Conn, id: i64) -> Result<Option<PaymentRow>, DbError> {
    Ok(find_all(conn, vec![id])?.remove(&id))
}

/// Payments by their ids.
pub fn find_all(conn: &mut Conn, ids: Vec<i64>) -> Result<HashMap<i64, PaymentRow>, DbError> {
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE id IN MANY($1)");
    let rows = conn.query(&sql, &row![ids])?;
    rows.iter().map(|row| payment(row).map(|payment| (payment.id, payment))).collect()
}

/// Every attempt to pay an order, the newest first.
pub(crate) fn of_order(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<PaymentRow>, DbError> {
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE buyer = $1 AND order_id = $2 ORDER BY id DESC");
    conn.query(&sql, &row![buyer, order])?.iter().map(payment).collect()
}

/// The order of another payment that a bank's number has confirmed.
pub fn confirmed_by(conn: &mut Conn, payment: i64, reference: &str) -> Result<Option<i64>, DbError> {
    let sql = "SELECT order_id FROM payment WHERE provider = 'offline' AND reference = $2 AND id <> $1 ORDER BY id LIMIT 1";
    conn.one(sql, &row![payment, reference])?.map(|row| row.int(0)).transpose()
}

/// The payment of an order of which nothing was to be paid, once that has been booked.
pub fn paid_nothing(conn: &mut Conn, buyer: i64, order: i64) -> Result<Option<i64>, DbError> {
    let sql = "SELECT id FROM payment WHERE buyer = $1 AND order_id = $2 AND amount = 0 AND state = 'paid'";
    conn.one(sql, &row![buyer, order])?.map(|row| row.int(0)).transpose()
}

/// Attempts of a provider in a state before an id, the newest first; whatever is `None` does not matter.
pub fn list(
    conn: &mut Conn,
    (provider, state, whose): (Option<&str>, Option<&str>, Whose),
    before: i64,
    limit: i64,
) -> Result<Vec<PaymentRow>, DbError> {
    let mut params = row![before, limit].to_vec();
    let mut wanted = String::new();
    for (column, value) in [("provider", provider), ("state", state)] {
        if let Some(value) = value {
            params.push(value.into());
            wanted += &format!(" AND {column} = ${}", params.len());
        }
    }
    wanted += &whose.condition("payment.buyer", "payment.order_id");
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE id < $1{wanted} ORDER BY id DESC LIMIT $2");
    conn.query(&sql, &params)?.iter().map(payment).collect()
}

/// An open attempt.
pub struct OpenAttempt {
    /// Its id.
    pub id: i64,
    /// The payment provider.
    pub provider: String,
    /// How it is paid: the stable word.
    pub way: String,
    /// Whether the provider has heard of it.
    pub is_prepared: bool,
}

/// The open attempts to pay an order, the newest first.
pub fn open_of(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<OpenAttempt>, DbError> {
    let sql = "SELECT id, provider, way, prepared FROM payment WHERE buyer = $1 AND order_id = $2 AND state = 'open' \
               ORDER BY id DESC";
    let read = |row: &Row| {
        Ok(OpenAttempt {
            id: row.int(0)?,
            provider: row.text(1)?.to_owned(),
            way: row.text(2)?.to_owned(),
            is_prepared: row.maybe_text(3)?.is_some(),
        })
    };
    conn.query(sql, &row![buyer, order])?.iter().map(read).collect()
}

/// Gives an attempt up; if its provider has heard of it, it is told soon.
pub fn give_up(conn: &mut Conn, buyer: i64, id: i64, now: i64) -> Result<(), DbError> {
    let sql = "UPDATE payment SET state = 'closed', ask_at = CASE WHEN ask_at IS NULL THEN ask_at ELSE $3 END \
               WHERE buyer = $1 AND id = $2 AND state = 'open'";
    conn.execute(sql, &row![buyer, id, now])?;
    Ok(())
}

/// Says how an attempt will be paid.
pub fn set_way(conn: &mut Conn, buyer: i64, id: i64, way: &str) -> Result<(), DbError> {
    conn.execute("UPDATE payment SET way = $3 WHERE buyer = $1 AND id = $2", &row![buyer, id, way])?;
    Ok(())
}

/// Begins an attempt.
pub fn insert(
    conn: &mut Conn,
    (buyer, id): (i64, i64),
    order: i64,
    provider: &str,
    amount: i64,
    way: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO payment(buyer, id, order_id, provider, amount, state, way) \
               VALUES($1, $2, $3, $4, $5, 'open', $6)";
    conn.execute(sql, &row![buyer, id, order, provider, amount, way])?;
    Ok(())
}

/// Keeps what the provider prepared, and when it is asked if it stays silent.
pub fn prepared(
    conn: &mut Conn,
    buyer: i64,
    id: i64,
    text: &str,
    ask_at: Option<i64>,
) -> Result<(), DbError> {
    let sql = "UPDATE payment SET prepared = $3, ask_at = $4 WHERE buyer = $1 AND id = $2";
    conn.execute(sql, &row![buyer, id, text, ask_at])?;
    Ok(())
}

/// Whether the time to pay an order is over, and it is only kept until its providers have said that it was not paid.
pub fn is_ending(conn: &mut Conn, buyer: i64, order: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM orders WHERE buyer = $1 AND id = $2 AND state = 'placed' AND expires_at IS NULL";
    Ok(conn.one(sql, &row![buyer, order])?.is_some())
}

/// Payments whose providers are to be asked by now.
pub fn to_ask(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<PaymentRow>, DbError> {
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE ask_at <= $1 ORDER BY ask_at, id LIMIT $2");
    conn.query(&sql, &row![now, limit])?.iter().map(payment).collect()
}

/// When the provider of a payment is asked again; never for `None`. `closes` if the provider has closed it.
pub fn asked(
    conn: &mut Conn,
    (buyer, id): (i64, i64),
    closes: bool,
    ask_at: Option<i64>,
) -> Result<(), DbError> {
    let sql = "UPDATE payment SET ask_at = $3, \
               state = CASE WHEN CAST($4 AS BIGINT) = 1 AND state = 'open' THEN 'closed' ELSE state END WHERE buyer = $1 AND id = $2";
    conn.execute(sql, &row![buyer, id, ask_at, closes])?;
    Ok(())
}

/// A refund as it is stored, with what its provider needs to know of the payment.
#[derive(Debug, Clone)]
pub struct RefundRow {
    /// Its id.
    pub id: i64,
    /// Who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// The line's number in its order.
    pub line: i64,
    /// The amount, in minor units.
    pub amount: i64,
    /// Pieces.
    pub quantity: i64,
    /// The payment.
    pub payment: i64,
    /// Where it stands.
    pub state: String,
    /// How often it was tried.
    pub tries: i64,
    /// Its number at the provider.
    pub number: i64,
    /// The provider's own number.
    pub reference: Option<String>,
    /// The code of what went wrong last.
    pub error: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// The payment provider.
    pub provider: Option<String>,
    /// The whole amount of the payment, in minor units.
    pub total: i64,
}

const REFUND: &str = "r.id, r.buyer, r.order_id, r.line, r.amount, r.quantity, r.payment, r.state, r.tries, \
                      CASE WHEN r.number = 0 THEN r.id ELSE r.number END, r.reference, r.error, r.reason, p.provider, \
                      COALESCE(p.amount, 0) \
                      FROM refund r LEFT JOIN payment p ON p.buyer = r.buyer AND p.id = r.payment";

fn refund(row: &Row) -> Result<RefundRow, DbError> {
    Ok(RefundRow {
        id: row.int(0)?,
        buyer: row.int(1)?,
        order: row.int(2)?,
        line: row.int(3)?,
        amount: row.int(4)?,
        quantity: row.int(5)?,
        payment: row.int(6)?,
        state: row.text(7)?.to_owned(),
        tries: row.int(8)?,
        number: row.int(9)?,
        reference: row.maybe_text(10)?.map(str::to_owned),
        error: row.maybe_text(11)?.map(str::to_owned),
        reason: row.text(12)?.to_owned(),
        provider: row.maybe_text(13)?.map(str::to_owned),
        total: row.int(14)?,
    })
}

/// Refunds to send or to ask about by now.
pub fn due_refunds(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<RefundRow>, DbError> {
    let sql = format!(
        "SELECT {REFUND} WHERE r.state IN ('open', 'sent') AND r.next_try_at <= $1 ORDER BY r.next_try_at, r.id LIMIT $2"
    );
    conn.query(&sql, &row![now, limit])?.iter().map(refund).collect()
}

/// The refunds of an order, the newest first.
pub fn refunds_of(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<RefundRow>, DbError> {
    let sql = format!("SELECT {REFUND} WHERE r.buyer = $1 AND r.order_id = $2 ORDER BY r.id DESC");
    conn.query(&sql, &row![buyer, order])?.iter().map(refund).collect()
}

/// A refund by its id.
pub fn find_refund(conn: &mut Conn, id: i64) -> Result<Option<RefundRow>, DbError> {
    let sql = format!("SELECT {REFUND} WHERE r.id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(refund).transpose()
}

/// Refunds of a state before an id, the newest first.
pub fn refunds_in(
    conn: &mut Conn,
    (state, whose): (Option<&str>, Whose),
    before: i64,
    limit: i64,
) -> Result<Vec<RefundRow>, DbError> {
    let only = if state.is_some() { " AND r.state = $3" } else { "" };
    let seen = whose.condition("r.buyer", "r.order_id");
    let sql = format!("SELECT {REFUND} WHERE r.id < $1{only}{seen} ORDER BY r.id DESC LIMIT $2");
    let mut params = row![before, limit].to_vec();
    params.extend(state.map(Into::into));
    conn.query(&sql, &params)?.iter().map(refund).collect()
}

/// Takes a refund in hand: nobody else tries it before `next_try_at`.
pub fn take_in_hand(conn: &mut Conn, refund: &RefundRow, next_try_at: i64) -> Result<(), DbError> {
    let sql = "UPDATE refund SET tries = tries + 1, next_try_at = $5 \
               WHERE buyer = $1 AND order_id = $2 AND line = $3 AND id = $4";
    conn.execute(sql, &row![refund.buyer, refund.order, refund.line, refund.id, next_try_at])?;
    Ok(())
}

/// How a refund stands now. One that is done stays so.
pub fn set_refund(
    conn: &mut Conn,
    refund: &RefundRow,
    state: &str,
    reference: Option<&str>,
    error: Option<&str>,
) -> Result<bool, DbError> {
    let sql = "UPDATE refund SET state = $5, reference = COALESCE($6, reference), error = $7 \
               WHERE buyer = $1 AND order_id = $2 AND line = $3 AND id = $4 AND state <> 'done'";
    let keys = row![refund.buyer, refund.order, refund.line, refund.id, state, reference, error];
    Ok(conn.execute(sql, &keys)? > 0)
}

/// Starts a refund over, at once, under another number if its provider has closed the old one.
pub fn start_over(conn: &mut Conn, refund: &RefundRow, number: i64) -> Result<(), DbError> {
    let sql = "UPDATE refund SET state = 'open', tries = 0, next_try_at = 0, number = $5, error = NULL \
               WHERE buyer = $1 AND order_id = $2 AND line = $3 AND id = $4 AND state = 'failed'";
    conn.execute(sql, &row![refund.buyer, refund.order, refund.line, refund.id, number])?;
    Ok(())
}

/// When the next refund is due.
pub fn next_refund(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let sql = "SELECT MIN(next_try_at) FROM refund WHERE state IN ('open', 'sent')";
    Ok(conn.one(sql, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten())
}
