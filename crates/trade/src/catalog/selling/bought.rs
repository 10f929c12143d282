//! What members have bought of SKUs of which each of them may buy only so many.

use std::collections::HashMap;

use banyan_sale::price::Limits;
use banyan_store::{Conn, DbError, row};

use super::Selling;

/// Pieces that members have bought, by member and SKU, each order's with the moment at which it was placed. Orders that were cancelled
/// and pieces that came back do not count: it is what the order lines say.
#[derive(Debug, Default)]
pub struct Bought(HashMap<(i64, i64), Vec<(i64, i64)>>);

impl Bought {
    /// Reads what some members have bought of those of some SKUs that have a limit for each member; reads nothing if none has.
    /// `now` is the moment and the shop's distance from UTC, in nanoseconds.
    pub fn read<'a>(
        conn: &mut Conn,
        buyers: &[i64],
        skus: impl Iterator<Item = (i64, &'a Selling)>,
        now: (i64, i64),
    ) -> Result<Self, DbError> {
        let limited = skus.filter_map(|(sku, selling)| Some((sku, selling.limits.per_member?.window)));
        let (skus, since): (Vec<i64>, Vec<i64>) =
            limited.map(|(sku, window)| (sku, window.since(now.0, now.1))).unzip();
        let Some(since) = since.into_iter().min().filter(|_| !buyers.is_empty()) else {
            return Ok(Self::default());
        };
        let sql = "SELECT l.buyer, l.sku, l.order_id, l.quantity - l.returned FROM line l \
                   JOIN orders o ON o.id = l.order_id AND o.buyer = l.buyer \
                   WHERE l.buyer IN MANY($1) AND l.sku IN MANY($2) AND l.order_id >= $3 AND o.state <> 'cancelled'";
        let mut bought = Self::default();
        for row in conn.query(sql, &row![buyers.to_vec(), skus, since])? {
            bought.add((row.int(0)?, row.int(1)?), row.int(2)?, row.int(3)?);
        }
        Ok(bought)
    }

    /// A member has bought some pieces of a SKU.
    pub fn add(&mut self, whose: (i64, i64), at: i64, pieces: i64) {
        self.0.entry(whose).or_default().push((at, pieces));
    }

    /// What a member has bought of a SKU within the time of its limit.
    pub fn within(&self, whose: (i64, i64), limits: &Limits, now: (i64, i64)) -> i64 {
        let Some(rule) = limits.per_member else { return 0 };
        let period = |at: i64| rule.window.since(at, now.1);
        let all = self.0.get(&whose).into_iter().flatten();
        all.filter(|(at, _)| period(*at) == period(now.0)).map(|(_, pieces)| pieces).sum()
    }
}
