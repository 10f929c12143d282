//! The SQL of walks through the history.

use std::collections::HashMap;

use banyan_core::records::{Volumes, lines_of};
use banyan_store::{Conn, DbError, row};
use banyan_trade::catalog::Title;

/// One entry of the ledger, as its primary key: owner, account, kind, reference, line, step, place.
pub(crate) type Key = [i64; 7];

fn count(conn: &mut Conn, sql: &str) -> Result<u64, DbError> {
    conn.one(sql, &[])?.map_or(Ok(0), |row| row.int(0).map(i64::cast_unsigned))
}

/// Events in the history.
pub(super) fn events(conn: &mut Conn) -> Result<u64, DbError> {
    count(conn, "SELECT COUNT(*) FROM event")
}

/// Rewards that are stored.
pub(super) fn rewards(conn: &mut Conn) -> Result<u64, DbError> {
    count(conn, "SELECT COUNT(*) FROM reward")
}

/// Entries of rewards, of settlements and of what suppliers are owed that are stored.
pub(super) fn entries(conn: &mut Conn) -> Result<u64, DbError> {
    count(conn, "SELECT COUNT(*) FROM entry WHERE kind IN (3, 4, 10)")
}

/// Changes of rank that are stored.
pub(super) fn rank_changes(conn: &mut Conn) -> Result<u64, DbError> {
    count(conn, "SELECT COUNT(*) FROM rank_change")
}

/// Likewise, those at some moments of some owners: moment and amount of each.
pub(super) fn entries_at(
    conn: &mut Conn,
    moments: Vec<(i64, i64)>,
) -> Result<HashMap<Key, (i64, i64)>, DbError> {
    let sql = "SELECT owner, account, kind, ref_id, ref_line, step, place, at, amount FROM entry \
               WHERE (owner, at) IN PAIRS($1) AND kind IN (3, 4, 10)";
    let mut found = HashMap::new();
    for row in conn.query(sql, &row![moments])? {
        let mut key = [0; 7];
        for (place, part) in key.iter_mut().enumerate() {
            *part = row.int(place)?;
        }
        found.insert(key, (row.int(7)?, row.int(8)?));
    }
    Ok(found)
}

/// By member and place in their list: the rank and how it came.
pub(crate) type Ranks = HashMap<(i64, i64), (i64, String)>;

/// Changes of rank, named by member and place in their list.
pub(super) fn ranks_at(conn: &mut Conn, places: Vec<(i64, i64)>) -> Result<Ranks, DbError> {
    let sql = "SELECT member, at, rank, how FROM rank_change WHERE (member, at) IN PAIRS($1)";
    let mut found = HashMap::new();
    for row in conn.query(sql, &row![places])? {
        found.insert((row.int(0)?, row.int(1)?), (row.int(2)?, row.text(3)?.to_owned()));
    }
    Ok(found)
}

/// When those of some members who joined as customers were enrolled first, and with which rank.
pub(super) fn enrolments(conn: &mut Conn, members: Vec<i64>) -> Result<HashMap<i64, (i64, i64)>, DbError> {
    let sql = "SELECT owner, at, value FROM event e WHERE owner IN MANY($1) AND kind <= 2 AND kind = 2 AND EXISTS \
               (SELECT 1 FROM event j WHERE j.owner = e.owner AND j.kind <= 2 AND j.kind = 1 AND j.value = 0) ORDER BY owner, id";
    let mut found = HashMap::new();
    for row in conn.query(sql, &row![members])? {
        found.entry(row.int(0)?).or_insert((row.int(1)?, row.int(2)?));
    }
    Ok(found)
}

/// What members and orders are called elsewhere: by owner and id.
pub(super) fn origins(conn: &mut Conn, owners: Vec<i64>) -> Result<HashMap<(i64, i64), String>, DbError> {
    let sql = "SELECT owner, id, name FROM origin WHERE owner IN MANY($1)";
    let mut found = HashMap::new();
    for row in conn.query(sql, &row![owners])? {
        found.insert((row.int(0)?, row.int(1)?), row.text(2)?.to_owned());
    }
    Ok(found)
}

/// One SKU with its product.
pub(super) struct Goods {
    pub(super) id: i64,
    pub(super) product: String,
    pub(super) sku: String,
    pub(super) title: Title,
    pub(super) variant: Title,
    pub(super) category: String,
    pub(super) price: i64,
    pub(super) cost: i64,
    pub(super) rate: i64,
    pub(super) stock: i64,
    pub(super) is_on: bool,
    /// Whether it is sold in another way than to everybody at its price.
    pub(super) is_special: bool,
    /// The name of its freight template; empty if it is carried free.
    pub(super) freight: String,
    /// Grams of one piece.
    pub(super) weight: i64,
    /// What one piece counts for beside its price.
    pub(super) volumes: Volumes,
}

/// Every SKU, by product.
pub(super) fn goods(conn: &mut Conn) -> Result<Vec<Goods>, DbError> {
    let sql = "SELECT p.code, s.code, p.title, s.title, COALESCE(c.code, ''), s.price, s.cost, p.rate, s.stock, p.state, s.state, s.id, s.selling, \
               COALESCE(f.title, ''), p.weight, s.volumes, p.title_en, s.title_en FROM product p JOIN sku s ON s.product = p.id LEFT JOIN category c ON c.id = p.category \
               LEFT JOIN freight f ON f.id = p.freight ORDER BY p.id, s.id";
    let read = |row: &banyan_store::Row| {
        Ok(Goods {
            id: row.int(11)?,
            product: row.text(0)?.to_owned(),
            sku: row.text(1)?.to_owned(),
            title: Title { text: row.text(2)?.to_owned(), en: row.text(16)?.to_owned() },
            variant: Title { text: row.text(3)?.to_owned(), en: row.text(17)?.to_owned() },
            category: row.text(4)?.to_owned(),
            price: row.int(5)?,
            cost: row.int(6)?,
            rate: row.int(7)?,
            stock: row.int(8)?,
            is_on: row.text(9)? == "on" && row.text(10)? == "on",
            is_special: row.maybe_int(12)?.is_some(),
            freight: row.text(13)?.to_owned(),
            weight: row.int(14)?,
            volumes: Volumes::read(row.text(15)?)?,
        })
    };
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// What is left of the discount that a campaign's coupon took off a line, and what the ledger has of it, where the two differ.
pub(super) struct WrongDiscount {
    pub(super) order: i64,
    pub(super) line: i64,
    pub(super) expected: i64,
    pub(super) found: i64,
}

/// Wherever what campaigns' coupons took off lines, less what went back with refunds, is not what the ledger says that it cost.
pub(super) fn wrong_discounts(conn: &mut Conn) -> Result<Vec<WrongDiscount>, DbError> {
    let sql = "SELECT l.buyer, l.order_id, l.line, COALESCE(-e.amount, 0) FROM line l LEFT JOIN (SELECT ref_id, ref_line, CAST(SUM(amount) AS BIGINT) AS amount \
               FROM entry WHERE owner = 0 AND account = 103 AND kind = 9 AND place IN (2, 3) GROUP BY ref_id, ref_line) e \
               ON e.ref_id = l.order_id AND e.ref_line = l.line WHERE l.discount > 0 AND l.paid_at IS NOT NULL ORDER BY l.order_id, l.line";
    let mut booked: HashMap<(i64, i64), i64> = HashMap::new();
    let mut orders = Vec::new();
    for row in conn.query(sql, &[])? {
        booked.insert((row.int(1)?, row.int(2)?), row.int(3)?);
        orders.push((row.int(0)?, row.int(1)?));
    }
    orders.dedup();
    let mut wrong = Vec::new();
    for chunk in orders.chunks(512) {
        for line in lines_of(conn, chunk.to_vec())?.into_values().flatten() {
            let Some(found) = booked.get(&(line.order, line.line)).copied() else { continue };
            let expected = line.discount_left();
            if expected != found {
                wrong.push(WrongDiscount { order: line.order, line: line.line, expected, found });
            }
        }
    }
    wrong.sort_by_key(|one| (one.order, one.line));
    Ok(wrong)
}
