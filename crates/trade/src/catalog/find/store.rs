//! The SQL of search: what tells a process that its index is behind, figures, settings.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_store::{Conn, DbError, row};

use super::settings::SearchSettings;

/// What an index has to be as new as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Another number when a backup took the place of the data.
    pub(super) epoch: i64,
    /// When a product was last touched; −1 without products.
    pub(super) touched_at: i64,
    /// When the settings of search were last changed; −1 if never.
    pub(super) set_at: i64,
}

/// How the data stand now.
pub(super) fn standing(conn: &mut Conn) -> Result<Standing, DbError> {
    let sql = "SELECT epoch, COALESCE((SELECT MAX(touched_at) FROM product), -1), \
               COALESCE((SELECT changed_at FROM setting WHERE name = 'search'), -1) FROM clock WHERE id = 1";
    let row = conn.one(sql, &[])?.ok_or_else(|| DbError::Broken("the clock's row is gone".to_owned()))?;
    Ok(Standing { epoch: row.int(0)?, touched_at: row.int(1)?, set_at: row.int(2)? })
}

/// Pieces of each product that were sold in orders from a moment on, and kept.
pub(super) fn sales_since(conn: &mut Conn, since: i64) -> Result<HashMap<i64, u32>, DbError> {
    let sql = "SELECT s.product, CAST(SUM(l.quantity - l.returned) AS BIGINT) FROM line l JOIN sku s ON s.id = l.sku \
               WHERE l.order_id >= $1 AND l.paid_at IS NOT NULL GROUP BY s.product";
    let read =
        |row: &banyan_store::Row| Ok((row.int(0)?, u32::try_from(row.int(1)?.max(0)).unwrap_or(u32::MAX)));
    conn.query(sql, &row![since])?.iter().map(read).collect()
}

/// What the operator has set; what has never been set has its default.
pub(super) fn settings(conn: &mut Conn) -> Result<SearchSettings, Refusal> {
    let Some(row) = conn.one("SELECT value FROM setting WHERE name = 'search'", &[])? else {
        return Ok(SearchSettings::default());
    };
    Ok(serde_json::from_str(row.text(0)?)?)
}

/// Writes what the operator sets.
pub(super) fn set(conn: &mut Conn, settings: &SearchSettings, at: i64) -> Result<(), Refusal> {
    let sql = "INSERT INTO setting(name, value, changed_at) VALUES('search', $1, $2) \
               ON CONFLICT(name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";
    conn.execute(sql, &row![serde_json::to_string(settings)?, at])?;
    Ok(())
}
