//! Plan versions: published with notice, taking over at their moment, kept for good.

mod check_http;
mod dry_run;
mod dry_run_http;
pub(crate) mod http;
mod judge;
mod publish;
mod store;
mod trial;
mod trial_http;
mod views;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use banyan_law::signoff::SignOff;
use banyan_plan::check::compile;
use banyan_plan::diagnostic::{Diagnostic, Severity};
use banyan_plan::kernel::Program;
use banyan_plan::model::Plan;
use banyan_plan::money::Currency;
use banyan_plan::time::Time;

pub(crate) use self::http::text_of;
pub use self::judge::sign_offs;
pub(crate) use self::judge::{admit, judged_by_shop, title};
pub(crate) use self::publish::take_over;
pub(crate) use self::store::{next_waiting, versions};
use crate::db::{Conn, Place};
use crate::refusal::Refusal;
use crate::settings;
use crate::work::Work;

/// Days between publishing a plan and its taking over, at least.
pub const NOTICE_DAYS: i64 = 7;

/// The plan of an empty shop, and what it is judged by.
#[derive(Debug, Clone)]
pub struct First {
    /// The plan's text.
    pub source: String,
    /// The rule packs that it has to pass, and every later plan until the shop's settings say otherwise.
    pub packs: Vec<String>,
    /// Signatures on what needs review, given when the shop begins.
    pub sign_offs: Vec<SignOff>,
}

impl First {
    /// A plan judged under the packs that a shop has by itself.
    pub fn of(source: impl Into<String>) -> Self {
        Self { source: source.into(), packs: settings::Settings::default().packs, sign_offs: Vec::new() }
    }
}

/// Compiles a plan; its first error as a refusal.
pub fn program(source: &str) -> Result<Arc<Program>, Refusal> {
    compile(source).map(Arc::new).map_err(|diagnostics| broken(&diagnostics, source))
}

/// What is wrong with a plan first, as a refusal.
fn broken(diagnostics: &[Diagnostic], source: &str) -> Refusal {
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

/// A version that there is.
pub(crate) fn version(conn: &mut Conn, version: i64) -> Result<store::Full, Refusal> {
    store::find(conn, version)?.ok_or_else(|| Refusal::not_found("方案版本", "plan version"))
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

/// Gives an empty shop its first plan: in force at once, as there is nobody yet who could be given notice. It is judged
/// as every later one.
pub(crate) fn seed(place: &Place, first: &First, now: i64) -> Result<(), Refusal> {
    let mut conn = place.connect(false)?;
    conn.begin()?;
    match seeded(&mut conn, first, now) {
        Ok(()) => Ok(conn.commit()?),
        Err(refusal) => {
            conn.rollback()?;
            Err(refusal)
        }
    }
}

fn seeded(conn: &mut Conn, first: &First, now: i64) -> Result<(), Refusal> {
    if store::is_there(conn)? {
        return Ok(());
    }
    program(&first.source)?;
    let settings = settings::seed(conn, &first.packs, now)?;
    let found = judged_by_shop(conn, &settings, &first.source, now)?;
    if !found.report.is_ok() {
        return Err(broken(&found.report.diagnostics, &first.source));
    }
    let signed: Vec<SignOff> =
        first.sign_offs.iter().map(|one| SignOff { at: Time(now), ..one.clone() }).collect();
    admit(&found, &signed, now)?;
    let kept = judge::Kept::of(&found, &first.source, &signed, now);
    Ok(store::seed(conn, &first.source, now, &kept)?)
}
