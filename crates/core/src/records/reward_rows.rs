//! The SQL of rewards, as far as the engine rests on them.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, Rows, row};

use super::rewards::{Kind, RewardRow, Unit};

/// The columns in the order in which [`RewardRow::read`] expects them.
pub const COLUMNS: &[&str] = &[
    "owner",
    "kind",
    "ref_id",
    "ref_line",
    "step",
    "place",
    "at",
    "reward",
    "plan",
    "unit",
    "payee_rank",
    "distance",
    "base",
    "rate",
    "amount",
    "cut",
    "born",
    "chain",
];

/// No rows yet.
pub fn rows() -> Rows {
    Rows::new("reward", COLUMNS)
}

impl RewardRow {
    /// Adds the reward to rows that wait to be written.
    pub fn push(&self, rows: &mut Rows) {
        rows.push(row![
            self.owner,
            self.kind as i64,
            self.id,
            self.line,
            self.step,
            self.place,
            self.at,
            self.reward.as_str(),
            self.plan,
            self.unit as i64,
            self.payee_rank,
            self.distance,
            self.base,
            self.rate,
            self.amount,
            self.cut,
            self.born,
            self.chain.as_str(),
        ]);
    }

    /// Reads a reward from the columns [`COLUMNS`].
    pub fn read(row: &Row) -> Result<Self, DbError> {
        let broken = |what: &str| DbError::Broken(format!("a reward of an unknown {what}"));
        Ok(Self {
            owner: row.int(0)?,
            kind: Kind::of(row.int(1)?).ok_or_else(|| broken("kind"))?,
            id: row.int(2)?,
            line: row.int(3)?,
            step: row.int(4)?,
            place: row.int(5)?,
            at: row.int(6)?,
            reward: row.text(7)?.to_owned(),
            plan: row.int(8)?,
            unit: Unit::of(row.int(9)?).ok_or_else(|| broken("unit"))?,
            payee_rank: row.int(10)?,
            distance: row.int(11)?,
            base: row.int(12)?,
            rate: row.int(13)?,
            amount: row.int(14)?,
            cut: row.flag(15)?,
            born: row.int(16)?,
            chain: row.text(17)?.to_owned(),
        })
    }
}

/// What lines of some orders have paid before a moment: the original entries, in the order in which they were paid, by order and
/// line.
pub fn of_lines(
    conn: &mut Conn,
    orders: Vec<i64>,
    before: i64,
) -> Result<HashMap<(i64, i64), Vec<RewardRow>>, DbError> {
    let sql = format!(
        "SELECT {} FROM reward WHERE ref_id IN MANY($1) AND kind IN (1, 5) AND at < $2 \
         ORDER BY ref_id, ref_line, at, kind, place",
        COLUMNS.join(", ")
    );
    let mut found: HashMap<(i64, i64), Vec<RewardRow>> = HashMap::new();
    for row in conn.query(&sql, &row![orders, before])? {
        let reward = RewardRow::read(&row)?;
        found.entry((reward.id, reward.line)).or_default().push(reward);
    }
    Ok(found)
}
