//! The SQL of simulations. What was asked and what came of it are written once each.

use banyan_base::refusal::Refusal;
use banyan_plan::words::Text;
use banyan_sim::study::Size;
use banyan_sim::summary::Summary;
use banyan_store::{Conn, DbError, Row, row};

use super::Order;

/// A simulation as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(super) id: i64,
    /// Who asked: a log-in name.
    pub(super) by: String,
    pub(super) order: Order,
    /// What came of it; nothing while it waits or runs.
    pub(super) end: Option<End>,
}

/// How a simulation ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct End {
    /// `done`, `cancelled` or `failed`.
    pub(super) state: &'static str,
    pub(super) at: i64,
    /// Why it failed.
    pub(super) failure: Text,
    /// Of the plan, and of the one beside it; not read for lists.
    pub(super) summaries: Vec<Summary>,
}

/// In place of what came of a simulation.
const NOT_READ: &str = "CAST(NULL AS TEXT)";

/// Simulations as they are stored. What came of one is long, and only who looks at that one needs it: `summaries` says where it is
/// read from.
fn select(summaries: &str) -> String {
    format!(
        "SELECT s.id, COALESCE(p.login, ''), s.source, s.against, s.scenario, s.packs, s.days, s.seeds, s.variant_seeds, \
         s.staff, r.state, r.ended_at, r.zh, r.en, {summaries} FROM simulation s \
         LEFT JOIN staff p ON p.id = s.staff LEFT JOIN simulation_result r ON r.simulation = s.id"
    )
}

fn kept(row: &Row) -> Result<Kept, Refusal> {
    let number = |column: usize| -> Result<u32, Refusal> {
        u32::try_from(row.int(column)?).map_err(|_| Refusal::broken("a number of runs out of range"))
    };
    let end = match row.maybe_text(10)? {
        None => None,
        Some(state) => Some(End {
            state: match state {
                "done" => "done",
                "cancelled" => "cancelled",
                _ => "failed",
            },
            at: row.int(11)?,
            failure: Text::new(row.text(12)?, row.text(13)?),
            summaries: row.maybe_text(14)?.map_or(Ok(Vec::new()), serde_json::from_str)?,
        }),
    };
    Ok(Kept {
        id: row.int(0)?,
        by: row.text(1)?.to_owned(),
        order: Order {
            source: row.text(2)?.to_owned(),
            against: row.maybe_text(3)?.map(str::to_owned),
            scenario: row.text(4)?.to_owned(),
            packs: serde_json::from_str(row.text(5)?)?,
            days: number(6)?,
            seeds: number(7)?,
            variant_seeds: number(8)?,
            staff: row.int(9)?,
        },
        end,
    })
}

/// Simulations before one, the newest first, without what came of them.
pub(super) fn list(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<Kept>, Refusal> {
    let sql = format!("{} WHERE s.id < $1 ORDER BY s.id DESC LIMIT $2", select(NOT_READ));
    conn.query(&sql, &row![before, limit])?.iter().map(kept).collect()
}

/// One of them.
pub(super) fn find(conn: &mut Conn, id: i64) -> Result<Option<Kept>, Refusal> {
    conn.one(&format!("{} WHERE s.id = $1", select("r.summaries")), &row![id])?.as_ref().map(kept).transpose()
}

/// The one that has waited longest.
pub(super) fn first_waiting(conn: &mut Conn) -> Result<Option<Kept>, Refusal> {
    let sql = format!("{} WHERE r.simulation IS NULL ORDER BY s.id LIMIT 1", select(NOT_READ));
    conn.one(&sql, &[])?.as_ref().map(kept).transpose()
}

/// How many wait or run.
pub(super) fn waiting(conn: &mut Conn) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM simulation s LEFT JOIN simulation_result r ON r.simulation = s.id \
               WHERE r.simulation IS NULL";
    conn.one(sql, &[])?.map_or(Ok(0), |row| row.int(0))
}

/// The report of one that is done.
pub(super) fn report(conn: &mut Conn, id: i64) -> Result<Option<String>, DbError> {
    let found = conn.one("SELECT report FROM simulation_result WHERE simulation = $1", &row![id])?;
    Ok(found.map(|row| row.maybe_text(0).map(|text| text.map(str::to_owned))).transpose()?.flatten())
}

/// Notes what is asked for.
pub(super) fn ask(conn: &mut Conn, id: i64, order: &Order) -> Result<(), Refusal> {
    let sql = "INSERT INTO simulation(id, staff, source, against, scenario, packs, days, seeds, variant_seeds) \
               VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let Size { seeds, variant_seeds, .. } = order.size(1);
    let packs = serde_json::to_string(&order.packs)?;
    let (source, scenario, days) = (order.source.as_str(), order.scenario.as_str(), i64::from(order.days));
    let against = order.against.clone();
    conn.execute(
        sql,
        &row![
            id,
            order.staff,
            source,
            against,
            scenario,
            packs,
            days,
            i64::from(seeds),
            i64::from(variant_seeds)
        ],
    )?;
    Ok(())
}

/// Notes how one ended; whether it had not yet.
pub(super) fn end(conn: &mut Conn, id: i64, end: &End, report: Option<&str>) -> Result<bool, Refusal> {
    let sql = "INSERT INTO simulation_result(simulation, state, ended_at, zh, en, summaries, report) \
               VALUES($1, $2, $3, $4, $5, $6, $7) ON CONFLICT(simulation) DO NOTHING";
    let summaries = serde_json::to_string(&end.summaries)?;
    let (zh, en) = (end.failure.zh.as_str(), end.failure.en.as_str());
    let report = report.map(str::to_owned);
    Ok(conn.execute(sql, &row![id, end.state, end.at, zh, en, summaries, report])? > 0)
}
