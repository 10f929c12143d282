//! The plans that are or were in force: their texts, compiled.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use banyan_base::refusal::Refusal;
use banyan_plan::check::compile;
use banyan_plan::diagnostic::{Diagnostic, Severity};
use banyan_plan::kernel::Program;
use banyan_plan::model::Plan;
use banyan_plan::money::Currency;
use banyan_store::{Conn, DatabaseUrl, DbError, Row, row};

/// Days between publishing a plan and its taking over, at least.
pub const NOTICE_DAYS: i64 = 7;

/// A published plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, counted from 1.
    pub no: i64,
    /// The plan's text.
    pub source: String,
    /// When it takes over or took over, in nanoseconds.
    pub effective_at: i64,
}

/// Compiles a plan; its first error as a refusal.
pub fn program(source: &str) -> Result<Arc<Program>, Refusal> {
    compile(source).map(Arc::new).map_err(|diagnostics| broken(&diagnostics, source))
}

/// What is wrong with a plan first, as a refusal.
pub fn broken(diagnostics: &[Diagnostic], source: &str) -> Refusal {
    let first = diagnostics.iter().find(|one| one.severity == Severity::Error);
    let (line, message) = first.map_or((1, banyan_plan::words::Text::default()), |one| {
        (one.position(source).0, one.message.clone())
    });
    Refusal::unacceptable(
        "plan_invalid",
        format!("方案第 {line} 行：{}", message.zh),
        format!("line {line} of the plan: {}", message.en),
    )
    .at("/source")
}

/// Whether a product's rate may be sold under a plan.
pub fn check_rate(plan: &Plan, rate: i64) -> Result<(), Refusal> {
    let (low, high) = plan.sale.product_rate;
    if !plan.needs_rate() || (i64::from(low.0)..=i64::from(high.0)).contains(&rate) {
        return Ok(());
    }
    Err(Refusal::conflict(
        "rate_outside_plan",
        format!("商品佣金比例应在 {} 到 {} 之间", low.percent(), high.percent()),
        format!("the product's rate has to lie between {} and {}", low.percent(), high.percent()),
    ))
}

/// The currency of the newest plan that has taken over.
pub fn currency(place: &DatabaseUrl) -> Result<Currency, Refusal> {
    let newest = versions(&mut place.connect(true)?)?.pop();
    let newest = newest.ok_or_else(|| Refusal::broken("the shop has no plan"))?;
    Ok(program(&newest.source)?.plan().currency)
}

/// Plans for those who only look: each compiled once.
pub struct Current {
    programs: Mutex<BTreeMap<i64, Arc<Program>>>,
    currency: Mutex<Currency>,
}

impl Current {
    /// Of a shop whose plan is in this currency.
    pub fn new(currency: Currency) -> Self {
        Self { programs: Mutex::default(), currency: Mutex::new(currency) }
    }

    /// The currency of the plan in force, as it was looked at last: it changes only before anybody has joined.
    pub fn currency(&self) -> Currency {
        *self.currency.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The plan that has taken over last.
    pub fn get(&self, conn: &mut Conn) -> Result<Arc<Program>, Refusal> {
        Ok(self.in_force(conn)?.1)
    }

    /// Likewise, with its version.
    pub fn in_force(&self, conn: &mut Conn) -> Result<(i64, Arc<Program>), Refusal> {
        let newest = newest(conn)?.ok_or_else(|| Refusal::broken("the shop has no plan"))?;
        let program = self.of(conn, newest)?;
        *self.currency.lock().unwrap_or_else(PoisonError::into_inner) = program.plan().currency;
        Ok((newest, program))
    }

    /// The plan of a version that is or was in force.
    pub fn of(&self, conn: &mut Conn, version: i64) -> Result<Arc<Program>, Refusal> {
        let known = || self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(program) = known().get(&version) {
            return Ok(program.clone());
        }
        let found = versions(conn)?.into_iter().find(|found| found.no == version);
        let program = program(&found.ok_or_else(|| Refusal::broken("a plan that is not there"))?.source)?;
        known().insert(version, program.clone());
        Ok(program)
    }
}

/// Reads a version from its number, its text and its moment.
pub fn read(row: &Row) -> Result<Version, DbError> {
    Ok(Version { no: row.int(0)?, source: row.text(1)?.to_owned(), effective_at: row.int(2)? })
}

/// Every version that has taken over, the oldest first.
pub fn versions(conn: &mut Conn) -> Result<Vec<Version>, DbError> {
    let sql = "SELECT version, source, active_from FROM plan_version WHERE active_from IS NOT NULL ORDER BY active_from, version";
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// Every version that waits to take over, the next first; one that is held as well.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Version>, DbError> {
    let sql = "SELECT version, source, effective_at FROM plan_version WHERE active_from IS NULL AND cancelled_at IS NULL \
               ORDER BY effective_at, version";
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// The version that was in force right before a moment.
pub fn in_force_before(conn: &mut Conn, moment: i64) -> Result<Option<i64>, DbError> {
    let sql = "SELECT version FROM plan_version WHERE active_from < $1 ORDER BY active_from DESC, version DESC LIMIT 1";
    conn.one(sql, &row![moment])?.map(|row| row.int(0)).transpose()
}

/// The version that has taken over last.
pub fn newest(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let sql = "SELECT version FROM plan_version WHERE active_from IS NOT NULL ORDER BY active_from DESC, version DESC LIMIT 1";
    conn.one(sql, &[])?.map(|row| row.int(0)).transpose()
}

/// The next version to take over by `now`.
pub fn next_waiting(conn: &mut Conn, now: i64) -> Result<Option<Version>, DbError> {
    let sql = "SELECT version, source, effective_at FROM plan_version WHERE active_from IS NULL AND cancelled_at IS NULL \
               AND held_at IS NULL AND effective_at <= $1 ORDER BY effective_at, version LIMIT 1";
    conn.one(sql, &row![now])?.as_ref().map(read).transpose()
}
