//! Plan versions: published with notice, taking over at their moment, kept for good.

mod store;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use banyan_plan::check::compile;
use banyan_plan::kernel::Program;
use banyan_plan::model::Plan;
use banyan_plan::money::Currency;

pub(crate) use self::store::{Version, next_waiting, versions};
use crate::db::{Conn, Place, row};
use crate::event::{Event, Kind};
use crate::refusal::Refusal;
use crate::work::Work;

/// Days between publishing a plan and its taking over, at least.
pub const NOTICE_DAYS: i64 = 7;

/// Compiles a plan; its first error as a refusal.
pub fn program(source: &str) -> Result<Arc<Program>, Refusal> {
    match compile(source) {
        Ok(program) => Ok(Arc::new(program)),
        Err(diagnostics) => {
            let first = diagnostics.into_iter().next();
            let (line, message) = first.map_or((1, banyan_plan::words::Text::default()), |one| {
                (one.position(source).0, one.message)
            });
            Err(Refusal::unacceptable(
                "plan_invalid",
                format!("方案第 {line} 行：{}", message.zh),
                format!("line {line} of the plan: {}", message.en),
            )
            .at("/source"))
        }
    }
}

/// Whether a product's rate may be sold under a plan.
pub(crate) fn check_rate(plan: &Plan, rate: i64) -> Result<(), Refusal> {
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

/// Plans for those who only look: each compiled once.
pub struct Current {
    programs: Mutex<BTreeMap<i64, Arc<Program>>>,
    currency: Mutex<Currency>,
}

impl Current {
    /// Of a shop whose plan is in this currency.
    pub(crate) fn new(currency: Currency) -> Self {
        Self { programs: Mutex::default(), currency: Mutex::new(currency) }
    }

    /// The currency of the plan in force, as it was looked at last: it changes only before anybody has joined.
    pub fn currency(&self) -> Currency {
        *self.currency.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The plan that has taken over last.
    pub(crate) fn get(&self, conn: &mut Conn) -> Result<Arc<Program>, Refusal> {
        Ok(self.in_force(conn)?.1)
    }

    /// Likewise, with its version.
    pub(crate) fn in_force(&self, conn: &mut Conn) -> Result<(i64, Arc<Program>), Refusal> {
        let newest = store::newest(conn)?.ok_or_else(|| Refusal::broken("the shop has no plan"))?;
        let program = self.of(conn, newest)?;
        *self.currency.lock().unwrap_or_else(PoisonError::into_inner) = program.plan().currency;
        Ok((newest, program))
    }

    /// The plan of a version that is or was in force.
    pub(crate) fn of(&self, conn: &mut Conn, version: i64) -> Result<Arc<Program>, Refusal> {
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

/// A plan that waited takes over.
pub(crate) fn take_over(work: &mut Work<'_>, version: &Version) -> Result<(), Refusal> {
    let at = version.effective_at;
    let id = work.moment_due(at);
    work.conn
        .execute("UPDATE plan_version SET active_from = $2 WHERE version = $1", &row![version.no, at])?;
    work.record(&Event { value: version.no, ..Event::new(id, at, Kind::Plan, 0) });
    work.flush()?;
    let program = program(&version.source)?;
    work.plan_takes_over(version.no, program)?;
    work.tell(0, "plan.active", &serde_json::json!({ "version": version.no }));
    Ok(())
}

/// How long the refund window of a line is, by the plan under which it was paid.
pub(crate) fn release_after(work: &mut Work<'_>, version: Option<i64>) -> Result<i64, Refusal> {
    let program = match version {
        Some(version) => work.live().program_of(version)?,
        None => work.live().program(),
    };
    Ok(program.plan().sale.release_after)
}

/// The currency of the newest plan that has taken over.
pub(crate) fn currency(place: &Place) -> Result<Currency, Refusal> {
    let newest = versions(&mut place.connect(true)?)?.pop();
    let newest = newest.ok_or_else(|| Refusal::broken("the shop has no plan"))?;
    Ok(program(&newest.source)?.plan().currency)
}

/// Gives an empty shop its first plan: in force at once, as there is nobody yet who could be given notice.
pub(crate) fn seed(place: &Place, source: &str, now: i64) -> Result<(), Refusal> {
    program(source)?;
    let mut conn = place.connect(false)?;
    conn.begin()?;
    let done = store::seed(&mut conn, source, now);
    match done {
        Ok(()) => Ok(conn.commit()?),
        Err(error) => {
            conn.rollback()?;
            Err(error.into())
        }
    }
}
