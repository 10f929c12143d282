//! The SQL of campaigns.

use std::collections::BTreeMap;

use banyan_store::{Conn, DbError, Row, row};

use super::Way;
use super::rules::{RulesBody, Terms};
use crate::catalog::Title;

/// A campaign as it is stored; moments in nanoseconds, amounts in minor units.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(super) id: i64,
    pub(crate) title: String,
    pub(super) way: Way,
    pub(super) code: Option<String>,
    pub(crate) bearer: String,
    pub(crate) rules: RulesBody,
    pub(super) opens_at: i64,
    pub(super) closes_at: Option<i64>,
    pub(super) valid_from: Option<i64>,
    pub(super) valid_until: Option<i64>,
    pub(super) valid_days: Option<i64>,
    pub(crate) per_member: i64,
    pub(super) pieces: Option<i64>,
    pub(super) issued: i64,
    pub(super) money: Option<i64>,
    pub(super) promised: i64,
    pub(super) stopped_at: Option<i64>,
}

const CAMPAIGN: &str = "id, title, way, code, bearer, rules, opens_at, closes_at, valid_from, valid_until, valid_days, per_member, \
                        pieces, issued, money, promised, stopped_at";

fn read(row: &Row) -> Result<Campaign, DbError> {
    let broken = |what: &str| DbError::Broken(format!("a campaign of unknown {what}"));
    Ok(Campaign {
        id: row.int(0)?,
        title: row.text(1)?.to_owned(),
        way: Way::of(row.text(2)?).ok_or_else(|| broken("way"))?,
        code: row.maybe_text(3)?.map(str::to_owned),
        bearer: row.text(4)?.to_owned(),
        rules: serde_json::from_str(row.text(5)?).map_err(|_| broken("rules"))?,
        opens_at: row.int(6)?,
        closes_at: row.maybe_int(7)?,
        valid_from: row.maybe_int(8)?,
        valid_until: row.maybe_int(9)?,
        valid_days: row.maybe_int(10)?,
        per_member: row.int(11)?,
        pieces: row.maybe_int(12)?,
        issued: row.int(13)?,
        money: row.maybe_int(14)?,
        promised: row.int(15)?,
        stopped_at: row.maybe_int(16)?,
    })
}

/// A campaign.
pub(crate) fn find(conn: &mut Conn, id: i64) -> Result<Option<Campaign>, DbError> {
    let sql = format!("SELECT {CAMPAIGN} FROM campaign WHERE id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(read).transpose()
}

/// The campaign of a code.
pub(super) fn of_code(conn: &mut Conn, code: &str) -> Result<Option<Campaign>, DbError> {
    let sql = format!("SELECT {CAMPAIGN} FROM campaign WHERE code = $1");
    conn.one(&sql, &row![code])?.as_ref().map(read).transpose()
}

/// Some campaigns, by id.
pub(crate) fn some(conn: &mut Conn, ids: Vec<i64>) -> Result<BTreeMap<i64, Campaign>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!("SELECT {CAMPAIGN} FROM campaign WHERE id IN MANY($1)");
    let rows = conn.query(&sql, &row![ids])?;
    rows.iter().map(|row| read(row).map(|campaign| (campaign.id, campaign))).collect()
}

/// All campaigns before an id, the newest first.
pub(super) fn list(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<Campaign>, DbError> {
    let sql = format!("SELECT {CAMPAIGN} FROM campaign WHERE id < $1 ORDER BY id DESC LIMIT $2");
    conn.query(&sql, &row![before, limit])?.iter().map(read).collect()
}

/// Campaigns that customers are shown at once.
const MOST_SHOWN: i64 = 100;

/// Campaigns from which customers may be able to collect, the newest first.
pub(super) fn collectable(conn: &mut Conn, now: i64) -> Result<Vec<Campaign>, DbError> {
    let sql = format!(
        "SELECT {CAMPAIGN} FROM campaign WHERE way = 'collect' AND stopped_at IS NULL AND opens_at <= $1 \
         AND (closes_at IS NULL OR closes_at > $1) AND (valid_until IS NULL OR valid_until > $1) ORDER BY id DESC LIMIT {MOST_SHOWN}"
    );
    conn.query(&sql, &row![now])?.iter().map(read).collect()
}

/// Keeps a campaign.
pub(super) fn add(conn: &mut Conn, id: i64, terms: &Terms) -> Result<(), DbError> {
    let rules = serde_json::to_string(&terms.rules).map_err(|error| DbError::Broken(error.to_string()))?;
    let sql = "INSERT INTO campaign(id, title, way, code, bearer, worth, rules, opens_at, closes_at, valid_from, valid_until, valid_days, \
               per_member, pieces, money) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = row![
        id,
        terms.title.as_str(),
        terms.way.as_str(),
        terms.code.clone(),
        terms.bearer.as_str(),
        terms.rules.amount,
        rules,
        terms.opens_at.unwrap_or(id),
        terms.closes_at,
        terms.valid_from,
        terms.valid_until,
        terms.valid_days,
        terms.per_member,
        terms.pieces,
        terms.money,
    ];
    conn.execute(sql, &values).map(drop)
}

/// Ends a campaign.
pub(super) fn stop(conn: &mut Conn, id: i64, at: i64) -> Result<(), DbError> {
    conn.execute("UPDATE campaign SET stopped_at = $2 WHERE id = $1", &row![id, at]).map(drop)
}

/// The title of the product of a code.
pub(super) fn product_title(conn: &mut Conn, code: &str) -> Result<Option<Title>, DbError> {
    let found = conn.one("SELECT title, title_en FROM product WHERE code = $1", &row![code])?;
    let read = |row: Row| Ok(Title { text: row.text(0)?.to_owned(), en: row.text(1)?.to_owned() });
    found.map(read).transpose()
}

/// What became of the coupons of a campaign.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effect {
    /// Coupons that paid orders have used.
    pub(super) used: i64,
    /// What they took off those orders, in minor units.
    pub(super) discount: i64,
    /// What was to be paid for those orders, in minor units.
    pub(super) amount: i64,
}

/// What became of the coupons of some campaigns.
pub(super) fn effects(conn: &mut Conn, ids: Vec<i64>) -> Result<BTreeMap<i64, Effect>, DbError> {
    let sql = "SELECT c.campaign, COUNT(*), CAST(SUM(o.discount) AS BIGINT), CAST(SUM(o.amount) AS BIGINT) FROM coupon c \
               JOIN orders o ON o.buyer = c.owner AND o.id = c.order_id \
               WHERE c.campaign IN MANY($1) AND c.state = 'used' GROUP BY c.campaign";
    let read = |row: &Row| {
        Ok((row.int(0)?, Effect { used: row.int(1)?, discount: row.int(2)?, amount: row.int(3)? }))
    };
    conn.query(sql, &row![ids])?.iter().map(read).collect()
}

/// How many coupons of some campaigns somebody was given.
pub(super) fn mine(conn: &mut Conn, member: i64, ids: Vec<i64>) -> Result<BTreeMap<i64, i64>, DbError> {
    let sql =
        "SELECT campaign, COUNT(*) FROM coupon WHERE owner = $1 AND campaign IN MANY($2) GROUP BY campaign";
    conn.query(sql, &row![member, ids])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}
