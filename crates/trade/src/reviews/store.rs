//! The SQL of reviews.

use banyan_store::{Conn, DbError, Row, Value, row};
use serde::Deserialize;
use utoipa::ToSchema;

/// A review as it is stored.
#[derive(Debug, Clone)]
pub(super) struct ReviewRow {
    pub(super) id: i64,
    pub(super) buyer: i64,
    pub(super) order: i64,
    pub(super) line: i64,
    /// The product's code.
    pub(super) product: String,
    pub(super) stars: i64,
    pub(super) text: String,
    /// Whether its writer was a promoter then.
    pub(super) is_promoter: bool,
    /// Why it is hidden.
    pub(super) fault: Option<String>,
    /// How many members found it useful.
    pub(super) useful: i64,
    /// The id and the text of the shop's answer.
    pub(super) answer: Option<(i64, String)>,
    /// Whether the reader is one of those who found it useful.
    pub(super) is_useful_to_reader: bool,
    /// Of its writer, now.
    pub(super) nickname: String,
}

/// In which order reviews come.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// Those that most members found useful first, and the newest first of those that are alike.
    Useful,
}

impl Order {
    /// Where a review stands: the first number is the same for all in the order of time.
    pub(super) fn key(self, row: &ReviewRow) -> [i64; 2] {
        match self {
            Self::Newest => [0, row.id],
            Self::Useful => [row.useful, row.id],
        }
    }
}

/// Which reviews are wanted.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// Of this product only.
    pub(super) product: Option<&'a str>,
    /// With so many stars only.
    pub(super) stars: Option<i64>,
    pub(super) order: Order,
    /// Behind this place, as [`Order::key`] gives it.
    pub(super) before: Option<[i64; 2]>,
    pub(super) limit: i64,
}

/// What all reviews of a product come to.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// How many have one star, two, and so on. Hidden ones count.
    pub(super) by_stars: [i64; 5],
    pub(super) hidden: i64,
}

const COLUMNS: &str = "r.id, r.buyer, r.order_id, r.line, r.product, r.stars, r.text, r.is_promoter, r.fault, m.nickname, \
     r.useful, a.id, a.text, v.review";

fn read(row: &Row) -> Result<ReviewRow, DbError> {
    Ok(ReviewRow {
        id: row.int(0)?,
        buyer: row.int(1)?,
        order: row.int(2)?,
        line: row.int(3)?,
        product: row.text(4)?.to_owned(),
        stars: row.int(5)?,
        text: row.text(6)?.to_owned(),
        is_promoter: row.flag(7)?,
        fault: row.maybe_text(8)?.map(str::to_owned),
        nickname: row.text(9)?.to_owned(),
        useful: row.int(10)?,
        answer: row.maybe_int(11)?.zip(row.maybe_text(12)?.map(str::to_owned)),
        is_useful_to_reader: row.maybe_int(13)?.is_some(),
    })
}

/// Writes a review; the key refuses a second one of the same line.
pub(super) fn insert(conn: &mut Conn, review: &ReviewRow) -> Result<(), DbError> {
    conn.execute(
        "INSERT INTO review(buyer, order_id, line, id, product, stars, text, is_promoter) \
         VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
        &row![
            review.buyer,
            review.order,
            review.line,
            review.id,
            review.product.as_str(),
            review.stars,
            review.text.as_str(),
            review.is_promoter
        ],
    )?;
    Ok(())
}

/// The review of a line.
pub(super) fn find(conn: &mut Conn, buyer: i64, order: i64, line: i64) -> Result<Option<i64>, DbError> {
    let sql = "SELECT id FROM review WHERE buyer = $1 AND order_id = $2 AND line = $3";
    conn.one(sql, &row![buyer, order, line])?.map(|row| row.int(0)).transpose()
}

/// Reviews in an order, as a reader sees them.
pub(super) fn list(
    conn: &mut Conn,
    reader: Option<i64>,
    wanted: &Wanted<'_>,
) -> Result<Vec<ReviewRow>, DbError> {
    let mut params = row![reader.unwrap_or(0), wanted.limit].to_vec();
    let mut place = |value: Value| {
        params.push(value);
        format!("${}", params.len())
    };
    let mut only = vec!["1 = 1".to_owned()];
    if let Some(code) = wanted.product {
        only.push(format!("r.product = {}", place(Value::Text(code.to_owned()))));
    }
    if let Some(stars) = wanted.stars {
        only.push(format!("r.stars = {}", place(Value::Int(stars))));
    }
    let order = match wanted.order {
        Order::Newest => "r.id DESC",
        Order::Useful => "r.useful DESC, r.id DESC",
    };
    if let Some([useful, id]) = wanted.before {
        only.push(match wanted.order {
            Order::Newest => format!("r.id < {}", place(Value::Int(id))),
            Order::Useful => {
                format!("(r.useful, r.id) < ({}, {})", place(Value::Int(useful)), place(Value::Int(id)))
            }
        });
    }
    let only = only.join(" AND ");
    let sql = format!(
        "SELECT {COLUMNS} FROM review r JOIN member m ON m.id = r.buyer \
         LEFT JOIN review_answer a ON a.review = r.id \
         LEFT JOIN review_vote v ON v.review = r.id AND v.member = $1 WHERE {only} ORDER BY {order} LIMIT $2"
    );
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// How many reviews a product has of each number of stars, and how many of them are hidden.
pub(super) fn sums(conn: &mut Conn, product: &str) -> Result<Sums, DbError> {
    let sql = "SELECT stars, COUNT(*), CAST(SUM(CASE WHEN fault IS NULL THEN 0 ELSE 1 END) AS BIGINT) \
               FROM review WHERE product = $1 GROUP BY stars";
    let mut sums = Sums::default();
    for row in conn.query(sql, &row![product])? {
        let (stars, count) = (row.int(0)?, row.int(1)?);
        if let Some(cell) = usize::try_from(stars - 1).ok().and_then(|at| sums.by_stars.get_mut(at)) {
            *cell = count;
        }
        sums.hidden += row.int(2)?;
    }
    Ok(sums)
}

/// Who wrote a review, and whether it is hidden.
pub(super) fn writer(conn: &mut Conn, review: i64) -> Result<Option<(i64, bool)>, DbError> {
    let found = conn.one("SELECT buyer, fault FROM review WHERE id = $1", &row![review])?;
    found.map(|row| Ok((row.int(0)?, row.maybe_text(1)?.is_some()))).transpose()
}

/// Keeps that a member finds a review useful since a moment, or no longer, and how many do.
pub(super) fn vote(conn: &mut Conn, review: i64, member: i64, since: Option<i64>) -> Result<(), DbError> {
    match since {
        Some(at) => conn.execute(
            "INSERT INTO review_vote(review, member, at) VALUES($1, $2, $3) ON CONFLICT(review, member) DO NOTHING",
            &row![review, member, at],
        )?,
        None => {
            conn.execute("DELETE FROM review_vote WHERE review = $1 AND member = $2", &row![review, member])?
        }
    };
    let count = "UPDATE review SET useful = (SELECT COUNT(*) FROM review_vote v WHERE v.review = review.id) WHERE id = $1";
    conn.execute(count, &row![review])?;
    Ok(())
}

/// Keeps what the shop answers; `false` if it has answered already.
pub(super) fn answer(conn: &mut Conn, review: i64, id: i64, text: &str) -> Result<bool, DbError> {
    let sql = "INSERT INTO review_answer(review, id, text) VALUES($1, $2, $3) ON CONFLICT(review) DO NOTHING";
    Ok(conn.execute(sql, &row![review, id, text])? > 0)
}

/// The code of a product.
pub(super) fn product_code(conn: &mut Conn, product: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT code FROM product WHERE id = $1", &row![product])?;
    found.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Hides a review; whether there is one that is not hidden yet.
pub(super) fn hide(conn: &mut Conn, id: i64, fault: &str) -> Result<bool, DbError> {
    let sql = "UPDATE review SET fault = $2 WHERE id = $1 AND fault IS NULL";
    Ok(conn.execute(sql, &row![id, fault])? > 0)
}
