//! The SQL of freight templates.

use std::collections::BTreeMap;

use banyan_sale::freight::Template;
use banyan_store::{Conn, DbError, Row, row};

use super::views::{self, RulesBody};

/// A template as it is stored.
#[derive(Debug)]
pub(super) struct FreightRow {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) template: Template,
    /// How many products go by it.
    pub(super) products: i64,
}

fn template(row: &Row, at: usize) -> Result<Template, DbError> {
    let broken = |what: &str| DbError::Broken(format!("a freight template of unknown {what}"));
    let unit = views::unit_of(row.text(at)?).ok_or_else(|| broken("unit"))?;
    let rules: RulesBody = serde_json::from_str(row.text(at + 1)?).map_err(|_| broken("rules"))?;
    Ok(rules.template(unit))
}

/// All templates, by name.
pub(super) fn all(conn: &mut Conn) -> Result<Vec<FreightRow>, DbError> {
    let sql = "SELECT f.id, f.title, f.unit, f.rules, (SELECT COUNT(*) FROM product p WHERE p.freight = f.id) \
               FROM freight f ORDER BY f.title";
    let read = |row: &Row| {
        Ok(FreightRow {
            id: row.int(0)?,
            title: row.text(1)?.to_owned(),
            template: template(row, 2)?,
            products: row.int(4)?,
        })
    };
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// Some templates, by id.
pub fn of(conn: &mut Conn, ids: Vec<i64>) -> Result<BTreeMap<i64, Template>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = conn.query("SELECT id, unit, rules FROM freight WHERE id IN MANY($1)", &row![ids])?;
    rows.iter().map(|row| Ok((row.int(0)?, template(row, 1)?))).collect()
}

/// Writes a template, new or known.
pub(super) fn put(conn: &mut Conn, id: i64, title: &str, template: &Template) -> Result<(), DbError> {
    let rules = serde_json::to_string(&RulesBody::of(template));
    let rules = rules.map_err(|error| DbError::Broken(error.to_string()))?;
    let sql = "INSERT INTO freight(id, title, unit, rules) VALUES($1, $2, $3, $4) \
               ON CONFLICT(id) DO UPDATE SET title = excluded.title, unit = excluded.unit, rules = excluded.rules";
    conn.execute(sql, &row![id, title, views::unit_word(template.unit), rules])?;
    Ok(())
}

/// Removes a template.
pub(super) fn remove(conn: &mut Conn, id: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM freight WHERE id = $1", &row![id])?;
    Ok(())
}

/// Says how a product is carried; `false` if there is no such product.
pub(super) fn assign(
    conn: &mut Conn,
    product: i64,
    template: Option<i64>,
    weight: i64,
    at: i64,
) -> Result<bool, DbError> {
    let sql = "UPDATE product SET freight = $2, weight = $3, changed_at = $4 WHERE id = $1";
    Ok(conn.execute(sql, &row![product, template, weight, at])? > 0)
}
