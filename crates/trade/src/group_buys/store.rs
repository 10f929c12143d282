//! The SQL of group-buys.

use std::collections::{BTreeMap, HashMap};

use banyan_store::{Conn, DbError, Row, row};

use super::terms::Terms;
use super::{Audience, Group, GroupBuy, State};

const OFFER: &str =
    "id, sku, size, price, minutes, opens_at, closes_at, audience, per_member, pieces, taken, stopped_at";

fn read(row: &Row) -> Result<GroupBuy, DbError> {
    let broken = || DbError::Broken("a group-buy for an unknown audience".to_owned());
    Ok(GroupBuy {
        id: row.int(0)?,
        sku: row.int(1)?,
        size: row.int(2)?,
        price: row.int(3)?,
        minutes: row.int(4)?,
        opens_at: row.int(5)?,
        closes_at: row.maybe_int(6)?,
        audience: Audience::of(row.text(7)?).ok_or_else(broken)?,
        per_member: row.maybe_int(8)?,
        pieces: row.maybe_int(9)?,
        taken: row.int(10)?,
        stopped_at: row.maybe_int(11)?,
    })
}

/// An offer.
pub(super) fn find(conn: &mut Conn, id: i64) -> Result<Option<GroupBuy>, DbError> {
    let sql = format!("SELECT {OFFER} FROM group_buy WHERE id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read).transpose()
}

/// All offers before an id, the newest first.
pub(super) fn list(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<GroupBuy>, DbError> {
    let sql = format!("SELECT {OFFER} FROM group_buy WHERE id < $1 ORDER BY id DESC LIMIT $2");
    conn.query(&sql, &row![before, limit])?.iter().map(read).collect()
}

/// At most `limit` offers of which groups can be opened at `now`, of one product or of all, the newest first.
pub(super) fn open(
    conn: &mut Conn,
    product: Option<i64>,
    limit: i64,
    now: i64,
) -> Result<Vec<GroupBuy>, DbError> {
    let sql = format!(
        "SELECT {OFFER} FROM group_buy g WHERE stopped_at IS NULL AND opens_at <= $1 AND (closes_at IS NULL OR closes_at > $1) \
         AND EXISTS (SELECT 1 FROM sku s JOIN product p ON p.id = s.product WHERE s.id = g.sku AND s.state = 'on' AND p.state = 'on' \
         AND (s.product = $2 OR $2 = 0)) ORDER BY id DESC LIMIT $3"
    );
    conn.query(&sql, &row![now, product.unwrap_or(0), limit])?.iter().map(read).collect()
}

/// Keeps an offer.
pub(super) fn add(conn: &mut Conn, id: i64, terms: &Terms, opens_at: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO group_buy(id, sku, size, price, minutes, opens_at, closes_at, audience, per_member, pieces) \
               VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = row![
        id,
        terms.sku,
        terms.size,
        terms.price,
        terms.minutes,
        opens_at,
        terms.closes_at,
        terms.audience.as_str(),
        terms.per_member,
        terms.pieces,
    ];
    conn.execute(sql, &values).map(drop)
}

/// Ends an offer.
pub(super) fn stop(conn: &mut Conn, id: i64, at: i64) -> Result<(), DbError> {
    conn.execute("UPDATE group_buy SET stopped_at = $2 WHERE id = $1", &row![id, at]).map(drop)
}

/// Puts pieces of an offer aside, or gives them back.
pub(super) fn take_pieces(conn: &mut Conn, offer: i64, pieces: i64) -> Result<(), DbError> {
    conn.execute("UPDATE group_buy SET taken = taken + $2 WHERE id = $1", &row![offer, pieces]).map(drop)
}

const GROUP: &str = "group_id, offer, size, opener, deadline, paid, state, closed_at";

fn read_group(row: &Row) -> Result<Group, DbError> {
    let broken = || DbError::Broken("a group of an unknown state".to_owned());
    Ok(Group {
        id: row.int(0)?,
        offer: row.int(1)?,
        size: row.int(2)?,
        opener: row.int(3)?,
        deadline: row.int(4)?,
        paid: row.int(5)?,
        state: State::of(row.text(6)?).ok_or_else(broken)?,
        closed_at: row.maybe_int(7)?,
    })
}

/// A group.
pub(super) fn group(conn: &mut Conn, id: i64) -> Result<Option<Group>, DbError> {
    let sql = format!("SELECT {GROUP} FROM buy_group WHERE group_id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read_group).transpose()
}

/// Some groups, by id.
pub(crate) fn groups(conn: &mut Conn, ids: Vec<i64>) -> Result<HashMap<i64, Group>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!("SELECT {GROUP} FROM buy_group WHERE group_id IN MANY($1)");
    let read = |row: &Row| read_group(row).map(|group| (group.id, group));
    conn.query(&sql, &row![ids])?.iter().map(read).collect()
}

/// The groups of an offer before an id, the newest first.
pub(super) fn groups_of(conn: &mut Conn, offer: i64, before: i64, limit: i64) -> Result<Vec<Group>, DbError> {
    let sql = format!(
        "SELECT {GROUP} FROM buy_group WHERE offer = $1 AND group_id < $2 ORDER BY group_id DESC LIMIT $3"
    );
    conn.query(&sql, &row![offer, before, limit])?.iter().map(read_group).collect()
}

/// Groups of one offer that customers are shown to join.
const MOST_TO_JOIN: i64 = 5;

/// Groups of an offer in which somebody has paid and a seat is free at `now`: those that miss fewest first, then those that end first.
pub(super) fn to_join(conn: &mut Conn, offer: i64, now: i64) -> Result<Vec<Group>, DbError> {
    let sql = format!(
        "SELECT {GROUP} FROM buy_group g WHERE offer = $1 AND state = 'open' AND deadline > $2 AND paid > 0 \
         AND (SELECT COUNT(*) FROM buy_seat s WHERE s.group_id = g.group_id) < g.size \
         ORDER BY size - paid, deadline, group_id LIMIT {MOST_TO_JOIN}"
    );
    conn.query(&sql, &row![offer, now])?.iter().map(read_group).collect()
}

/// Opens a group.
pub(super) fn open_group(conn: &mut Conn, group: &Group) -> Result<(), DbError> {
    let sql = "INSERT INTO buy_group(group_id, offer, size, opener, deadline, fails_at, paid, state) \
               VALUES($1, $2, $3, $4, $5, $5, 0, 'open')";
    conn.execute(sql, &row![group.id, group.offer, group.size, group.opener, group.deadline]).map(drop)
}

/// A seat that somebody has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    pub(super) group: i64,
    /// The first, second, … of the group.
    pub(super) place: i64,
    pub(super) buyer: i64,
    pub(super) order: i64,
    pub(super) offer: i64,
    pub(super) pieces: i64,
    pub(super) paid_at: Option<i64>,
}

const SEAT: &str = "group_id, seat, buyer, order_id, offer, pieces, paid_at";

fn read_seat(row: &Row) -> Result<Seat, DbError> {
    Ok(Seat {
        group: row.int(0)?,
        place: row.int(1)?,
        buyer: row.int(2)?,
        order: row.int(3)?,
        offer: row.int(4)?,
        pieces: row.int(5)?,
        paid_at: row.maybe_int(6)?,
    })
}

/// The seats of some groups, by group, each in its order.
pub(super) fn seats(conn: &mut Conn, groups: Vec<i64>) -> Result<BTreeMap<i64, Vec<Seat>>, DbError> {
    let sql = format!("SELECT {SEAT} FROM buy_seat WHERE group_id IN MANY($1) ORDER BY group_id, seat");
    let mut found: BTreeMap<i64, Vec<Seat>> = BTreeMap::new();
    for row in conn.query(&sql, &row![groups])? {
        let seat = read_seat(&row)?;
        found.entry(seat.group).or_default().push(seat);
    }
    Ok(found)
}

/// The seat of an order.
pub(super) fn seat_of(conn: &mut Conn, buyer: i64, order: i64) -> Result<Option<Seat>, DbError> {
    let sql = format!("SELECT {SEAT} FROM buy_seat WHERE buyer = $1 AND order_id = $2");
    conn.one(&sql, &row![buyer, order])?.as_ref().map(read_seat).transpose()
}

/// Keeps a seat.
pub(super) fn keep_seat(conn: &mut Conn, seat: &Seat) -> Result<(), DbError> {
    let sql = format!("INSERT INTO buy_seat({SEAT}) VALUES($1, $2, $3, $4, $5, $6, $7)");
    let values = row![seat.group, seat.place, seat.buyer, seat.order, seat.offer, seat.pieces, seat.paid_at];
    conn.execute(&sql, &values).map(drop)
}

/// Gives a seat back.
pub(super) fn free(conn: &mut Conn, seat: &Seat) -> Result<(), DbError> {
    conn.execute("DELETE FROM buy_seat WHERE group_id = $1 AND seat = $2", &row![seat.group, seat.place])?;
    if seat.paid_at.is_some() {
        conn.execute("UPDATE buy_group SET paid = paid - 1 WHERE group_id = $1", &row![seat.group])?;
    }
    take_pieces(conn, seat.offer, -seat.pieces)
}

/// A seat is paid. With the last one the group has succeeded.
pub(super) fn pay(conn: &mut Conn, seat: &Seat, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE buy_seat SET paid_at = $3 WHERE group_id = $1 AND seat = $2 AND paid_at IS NULL";
    conn.execute(sql, &row![seat.group, seat.place, at])?;
    let sql = "UPDATE buy_group SET paid = paid + 1, state = CASE WHEN paid + 1 = size THEN 'succeeded' ELSE state END, \
               closed_at = CASE WHEN paid + 1 = size THEN $2 ELSE closed_at END, \
               fails_at = CASE WHEN paid + 1 = size THEN NULL ELSE fails_at END WHERE group_id = $1";
    conn.execute(sql, &row![seat.group, at]).map(drop)
}

/// Lets a group fail at `at` that waited past its deadline for what a payment provider says, once nothing in it is unpaid; whether
/// there was one.
pub(super) fn fail_if_answered(conn: &mut Conn, group: i64, at: i64) -> Result<bool, DbError> {
    let sql = "UPDATE buy_group SET fails_at = $2 WHERE group_id = $1 AND state = 'open' AND fails_at IS NULL \
               AND NOT EXISTS (SELECT 1 FROM buy_seat s WHERE s.group_id = $1 AND s.paid_at IS NULL)";
    Ok(conn.execute(sql, &row![group, at])? > 0)
}

/// A group whose time is over.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    /// The group.
    pub(crate) group: i64,
    /// When it was due.
    pub(crate) at: i64,
    /// Buyer and order of each paid seat.
    pub(crate) paid: Vec<(i64, i64)>,
}

/// Groups whose time is over by `now`, in order. One in which an order waits for what a payment provider says is not among them: it
/// fails when that has been said.
pub(crate) fn due(conn: &mut Conn, now: i64, limit: i64) -> Result<Vec<Due>, DbError> {
    conn.execute(
        "UPDATE buy_group SET fails_at = NULL WHERE state = 'open' AND fails_at <= $1 \
         AND EXISTS (SELECT 1 FROM buy_seat s WHERE s.group_id = buy_group.group_id AND s.paid_at IS NULL)",
        &row![now],
    )?;
    let sql = "SELECT group_id, fails_at FROM buy_group WHERE state = 'open' AND fails_at <= $1 \
               ORDER BY fails_at, group_id LIMIT $2";
    let found = conn.query(sql, &row![now, limit])?;
    let found: Vec<(i64, i64)> =
        found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect::<Result<_, DbError>>()?;
    let mut seats = seats(conn, found.iter().map(|(group, _)| *group).collect())?;
    let due = |(group, at)| {
        let paid = seats.remove(&group).unwrap_or_default();
        Due { group, at, paid: paid.iter().map(|seat| (seat.buyer, seat.order)).collect() }
    };
    Ok(found.into_iter().map(due).collect())
}

/// A group has failed: its pieces are for others again.
pub(crate) fn fail(conn: &mut Conn, group: i64, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE buy_group SET state = 'failed', closed_at = $2, fails_at = NULL WHERE group_id = $1";
    conn.execute(sql, &row![group, at])?;
    let sql = "UPDATE group_buy SET taken = taken - COALESCE((SELECT CAST(SUM(s.pieces) AS BIGINT) FROM buy_seat s WHERE s.group_id = $1), 0) \
               WHERE id = (SELECT offer FROM buy_group WHERE group_id = $1)";
    conn.execute(sql, &row![group]).map(drop)
}

/// Pieces that somebody has in groups of an offer that have not failed.
pub(super) fn pieces_of(conn: &mut Conn, buyer: i64, offer: i64) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(CAST(SUM(s.pieces) AS BIGINT), 0) FROM buy_seat s JOIN buy_group g ON g.group_id = s.group_id \
               WHERE s.buyer = $1 AND s.offer = $2 AND g.state <> 'failed'";
    conn.one(sql, &row![buyer, offer])?.map_or(Ok(0), |row| row.int(0))
}

/// What became of the groups of an offer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effect {
    pub(super) open: i64,
    pub(super) succeeded: i64,
    pub(super) failed: i64,
    /// Orders of groups that succeeded.
    pub(super) orders: i64,
    /// What was paid for them and has not gone back, in minor units.
    pub(super) amount: i64,
    /// Buyers whose first order it was.
    pub(super) new_buyers: i64,
}

/// What became of the groups of some offers. A group in which nobody ever paid counts for nothing.
pub(super) fn effects(conn: &mut Conn, ids: Vec<i64>) -> Result<BTreeMap<i64, Effect>, DbError> {
    let sql = "SELECT offer, COUNT(CASE WHEN state = 'open' AND paid > 0 THEN 1 END), COUNT(CASE WHEN state = 'succeeded' THEN 1 END), \
               COUNT(CASE WHEN state = 'failed' AND paid > 0 THEN 1 END) FROM buy_group WHERE offer IN MANY($1) GROUP BY offer";
    let mut found: BTreeMap<i64, Effect> = BTreeMap::new();
    for row in conn.query(sql, &row![ids.clone()])? {
        let effect =
            Effect { open: row.int(1)?, succeeded: row.int(2)?, failed: row.int(3)?, ..Effect::default() };
        found.insert(row.int(0)?, effect);
    }
    let sql = "SELECT l.offer, COUNT(*), CAST(SUM(l.amount - l.refunded) AS BIGINT), CAST(SUM(l.first_order) AS BIGINT) FROM line l \
               JOIN orders o ON o.buyer = l.buyer AND o.id = l.order_id JOIN buy_group g ON g.group_id = o.buy_group \
               WHERE l.offer IN MANY($1) AND l.paid_at IS NOT NULL AND g.state = 'succeeded' GROUP BY l.offer";
    for row in conn.query(sql, &row![ids])? {
        let effect = found.entry(row.int(0)?).or_default();
        (effect.orders, effect.amount, effect.new_buyers) = (row.int(1)?, row.int(2)?, row.int(3)?);
    }
    Ok(found)
}

/// What is sold by an offer, as pages show it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) product: i64,
    /// JSON list of its pictures.
    pub(super) pictures: String,
    /// Who of staff looks after it.
    pub(super) keeper: Option<i64>,
}

/// What is sold by some offers, by SKU.
pub(super) fn shown(conn: &mut Conn, skus: Vec<i64>) -> Result<HashMap<i64, Shown>, DbError> {
    let sql = "SELECT s.id, p.id, p.pictures, p.keeper FROM sku s JOIN product p ON p.id = s.product WHERE s.id IN MANY($1)";
    let read = |row: &Row| {
        let (product, pictures, keeper) = (row.int(1)?, row.text(2)?.to_owned(), row.maybe_int(3)?);
        Ok((row.int(0)?, Shown { product, pictures, keeper }))
    };
    conn.query(sql, &row![skus])?.iter().map(read).collect()
}
