//! The SQL of rewards.

use std::collections::HashMap;

use banyan_core::ledger::{self, SHOP};
use banyan_core::records::REWARD_COLUMNS as COLUMNS;
use banyan_plan::time::DAY;
use banyan_store::{Conn, DbError, Row, Value, behind, row};

use super::{Closed, Kind, Name, RewardRow, Unit};

/// A reward, and what has become of the line on which it hangs.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The reward as it is stored.
    pub reward: RewardRow,
    /// The line's number in its order.
    pub line: Option<Line>,
}

/// What explains a reward on a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its title.
    pub title: String,
    /// The member who bought.
    pub buyer: i64,
    /// The promoter who is credited with the sale, if there is one.
    pub seller: Option<i64>,
    /// The amount, in minor units.
    pub amount: i64,
    /// What has been refunded, in minor units.
    pub refunded: i64,
    /// When it settled, in nanoseconds.
    pub settled_at: Option<i64>,
}

/// Which rewards are wanted. Whatever is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one kind only.
    pub kind: Option<Kind>,
    /// In one unit only.
    pub unit: Option<Unit>,
    /// The order.
    pub order: Option<i64>,
    /// Only what is pending, or only what is not.
    pub is_pending: Option<bool>,
}

const PLACE: &str = "r.kind, r.ref_id, r.ref_line, r.step, r.place";

/// Rewards with the lines on which they hang.
const LINES: &str = "FROM reward r LEFT JOIN orders o ON o.id = r.ref_id AND r.kind IN (1, 2, 5) \
                     LEFT JOIN line l ON l.buyer = o.buyer AND l.order_id = o.id AND l.line = r.ref_line";

fn listed_sql(wanted: &str) -> String {
    let columns: Vec<String> = COLUMNS.iter().map(|column| format!("r.{column}")).collect();
    format!(
        "SELECT {}, l.title, l.buyer, l.seller, l.amount, l.refunded, l.settled_at {LINES} WHERE {wanted}",
        columns.join(", ")
    )
}

fn listed(row: &Row) -> Result<Listed, DbError> {
    let reward = RewardRow::read(row)?;
    let at = COLUMNS.len();
    let line = match row.maybe_text(at)? {
        None => None,
        Some(title) => Some(Line {
            title: title.to_owned(),
            buyer: row.int(at + 1)?,
            seller: row.maybe_int(at + 2)?,
            amount: row.int(at + 3)?,
            refunded: row.int(at + 4)?,
            settled_at: row.maybe_int(at + 5)?,
        }),
    };
    Ok(Listed { reward, line })
}

/// What tells apart what a member earned by one event: its moment, its kind, and what it was about.
pub type Group = [i64; 3];

impl Filter {
    /// The condition for a member's rewards, on whose parameters others may follow. What refunds took back stands with
    /// the reward that it took from.
    fn wanted(&self, owner: i64) -> (String, Vec<Value>) {
        let mut wanted = "r.owner = $1 AND r.kind <> 2".to_owned();
        let mut params = row![owner].to_vec();
        if let Some(kind) = self.kind {
            params.push((kind as i64).into());
            wanted += &format!(" AND r.kind = ${}", params.len());
        }
        if let Some(unit) = self.unit {
            params.push((unit as i64).into());
            wanted += &format!(" AND r.unit = ${}", params.len());
        }
        if let Some(order) = self.order {
            params.push(order.into());
            wanted += &format!(" AND r.ref_id = ${} AND r.kind IN (1, 5)", params.len());
        }
        match self.is_pending {
            Some(true) => wanted += " AND r.kind = 1 AND l.settled_at IS NULL AND l.refunded < l.amount",
            Some(false) => {
                wanted += " AND (r.kind <> 1 OR l.settled_at IS NOT NULL OR l.refunded = l.amount)";
            }
            None => {}
        }
        (wanted, params)
    }
}

/// A member's groups of rewards after one of them, the newest first.
pub fn groups(
    conn: &mut Conn,
    owner: i64,
    filter: &Filter,
    after: Option<Group>,
    limit: i64,
) -> Result<Vec<Group>, DbError> {
    let (mut wanted, mut params) = filter.wanted(owner);
    if let Some(after) = after {
        wanted += &format!(" AND {}", behind(&["r.at", "r.kind", "r.ref_id"], params.len() + 1));
        params.extend(after.map(Value::from));
    }
    params.push(limit.into());
    let sql = format!(
        "SELECT r.at, r.kind, r.ref_id {LINES} WHERE {wanted} GROUP BY r.at, r.kind, r.ref_id \
         ORDER BY r.at DESC, r.kind, r.ref_id LIMIT ${}",
        params.len()
    );
    let read = |row: &Row| Ok([row.int(0)?, row.int(1)?, row.int(2)?]);
    conn.query(&sql, &params)?.iter().map(read).collect()
}

/// The rewards of some groups, each group's together, in the order of the groups.
pub fn of_groups(
    conn: &mut Conn,
    owner: i64,
    filter: &Filter,
    groups: &[Group],
) -> Result<Vec<Vec<Listed>>, DbError> {
    let [Some(first), Some(last)] = [groups.first(), groups.last()] else { return Ok(Vec::new()) };
    let (wanted, mut params) = filter.wanted(owner);
    let place = params.len();
    params.extend([Value::from(last[0]), Value::from(first[0])]);
    let wanted = format!("{wanted} AND r.at BETWEEN ${} AND ${}", place + 1, place + 2);
    let sql = format!("{} ORDER BY r.at DESC, {PLACE}", listed_sql(&wanted));
    let places: HashMap<Group, usize> =
        groups.iter().enumerate().map(|(place, group)| (*group, place)).collect();
    let mut found = vec![Vec::new(); groups.len()];
    for row in conn.query(&sql, &params)? {
        let listed = listed(&row)?;
        let group = [listed.reward.at, listed.reward.kind as i64, listed.reward.id];
        // At the page's first and last moment there may be others.
        if let Some(place) = places.get(&group) {
            found[*place].push(listed);
        }
    }
    Ok(found)
}

/// One reward of a member.
pub fn find(conn: &mut Conn, owner: i64, name: Name) -> Result<Option<Listed>, DbError> {
    let Name { kind, id, line, step, place } = name;
    let wanted =
        "r.owner = $1 AND r.kind = $2 AND r.ref_id = $3 AND r.ref_line = $4 AND r.step = $5 AND r.place = $6";
    let params = row![owner, kind as i64, id, line, step, place];
    conn.one(&listed_sql(wanted), &params)?.as_ref().map(listed).transpose()
}

/// Everything that an order has paid and taken back again, to everybody, in order.
pub fn of_order(conn: &mut Conn, order: i64) -> Result<Vec<Listed>, DbError> {
    let sql =
        format!("{} ORDER BY r.ref_line, r.at, {PLACE}", listed_sql("r.ref_id = $1 AND r.kind IN (1, 2, 5)"));
    conn.query(&sql, &row![order])?.iter().map(listed).collect()
}

/// What refunds have taken from one reward.
pub struct TakenBack {
    /// When.
    pub at: i64,
    /// The change, in minor units.
    pub amount: i64,
    /// What the reward was computed from: its line, or sales of its period.
    pub whole: i64,
    /// What of that had been refunded by then.
    pub refunded: i64,
}

/// What refunds have taken from one reward, in order.
pub fn taken(conn: &mut Conn, listed: &Listed) -> Result<Vec<TakenBack>, DbError> {
    if listed.reward.kind == Kind::Period {
        return taken_from_close(conn, &listed.reward);
    }
    let sql = "SELECT r.at, r.amount, f.before + f.amount FROM reward r \
               JOIN orders o ON o.id = r.ref_id \
               JOIN refund f ON f.buyer = o.buyer AND f.order_id = o.id AND f.line = r.ref_line AND f.id = r.step \
               WHERE r.owner = $1 AND r.kind = 2 AND r.ref_id = $2 AND r.ref_line = $3 AND r.place = $4 ORDER BY r.at";
    let RewardRow { owner, id, line, place, kind, born, .. } = listed.reward;
    let whole = listed.line.as_ref().map_or(0, |line| line.amount);
    let found = conn.query(sql, &row![owner, id, line, place * 8 + kind as i64])?;
    let one = |row: &Row| {
        let (at, amount, refunded) = (row.int(0)?, row.int(1)?, row.int(2)?);
        Ok(TakenBack { at, amount, whole: whole - born, refunded: refunded - born })
    };
    found.iter().map(one).collect()
}

fn taken_from_close(conn: &mut Conn, original: &RewardRow) -> Result<Vec<TakenBack>, DbError> {
    let RewardRow { owner, id, line, step, place, .. } = *original;
    let name = format!("{}/", Closed::reward_name([id, line, step, place]));
    let sql = "SELECT at, amount, chain FROM reward WHERE owner = $1 AND kind = 2 AND at >= $2 \
               AND chain LIKE $3 ORDER BY at, ref_id, ref_line, step, place";
    let found = conn.query(sql, &row![owner, id, format!("{name}%").as_str()])?;
    let one = |row: &Row| {
        let share = row.text(2)?.get(name.len()..).unwrap_or_default();
        let numbers: Vec<i64> = share.split('/').filter_map(|number| number.parse().ok()).collect();
        let [whole, refunded] = numbers[..] else {
            return Err(DbError::Broken("a refund of a close that says not what it takes from".to_owned()));
        };
        Ok(TakenBack { at: row.int(0)?, amount: row.int(1)?, whole, refunded })
    };
    found.iter().map(one).collect()
}

/// A member's earnings in money since a moment, less what refunds took back in that time.
pub fn earned(conn: &mut Conn, owner: i64, since: i64) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM reward WHERE owner = $1 AND unit = 0 AND at >= $2";
    conn.one(sql, &row![owner, since])?.map_or(Ok(0), |row| row.int(0))
}

/// Likewise by day, counted from `since`, which a day began with.
pub fn earned_by_day(conn: &mut Conn, owner: i64, since: i64) -> Result<HashMap<i64, i64>, DbError> {
    let sql = "SELECT day, CAST(SUM(amount) AS BIGINT) FROM \
               (SELECT (at - CAST($2 AS BIGINT)) / CAST($3 AS BIGINT) AS day, amount FROM reward \
                WHERE owner = $1 AND unit = 0 AND at >= $2) days GROUP BY day";
    let found = conn.query(sql, &row![owner, since, DAY])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// The earnings in money of everybody who is or was a promoter since a moment, those who earned nothing included.
pub fn earned_since(conn: &mut Conn, since: i64) -> Result<Vec<i64>, DbError> {
    let sql = format!(
        "SELECT COALESCE(t.amount, 0) FROM member m LEFT JOIN (SELECT r.owner AS owner, CAST(SUM(r.amount) AS BIGINT) AS amount \
         FROM {} WHERE e.at >= $1 GROUP BY r.owner) t ON t.owner = m.id WHERE m.promoter_at IS NOT NULL ORDER BY m.id",
        by_time(&[Unit::Money])
    );
    conn.query(&sql, &row![since])?.iter().map(|row| row.int(0)).collect()
}

/// Rewards `r` of some units by the time at which they were posted, `e.at`, to stand behind `FROM`. They are found by the entries `e` with
/// which the shop pays for them: those stand in the order of time, while rewards stand by their payees, so that the figure of a day
/// would take a look at all that there ever was. Rewards of nothing have no entry.
pub fn by_time(units: &[Unit]) -> String {
    let accounts: Vec<String> = units.iter().map(|unit| (unit.accounts().0 as i64).to_string()).collect();
    format!(
        "entry e JOIN reward r ON r.ref_id = e.ref_id AND r.ref_line = e.ref_line AND r.kind = e.place % 8 AND r.step = e.step \
         AND r.place = e.place / 8 AND e.owner = {SHOP} AND e.kind = {} AND e.account IN ({})",
        ledger::Kind::Reward as i64,
        accounts.join(", ")
    )
}

/// Money rewards since a moment by payee, net of what refunds took.
pub fn paid_since(conn: &mut Conn, since: i64) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = format!(
        "SELECT r.owner, CAST(SUM(r.amount) AS BIGINT) FROM {} WHERE e.at >= $1 GROUP BY r.owner ORDER BY r.owner",
        by_time(&[Unit::Money])
    );
    conn.query(&sql, &row![since])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Every reward about some orders, members or closes of periods: all that has one of these as its reference.
pub fn about(conn: &mut Conn, references: Vec<i64>) -> Result<Vec<RewardRow>, DbError> {
    let sql = format!("SELECT {} FROM reward WHERE ref_id IN MANY($1)", COLUMNS.join(", "));
    conn.query(&sql, &row![references])?.iter().map(RewardRow::read).collect()
}
