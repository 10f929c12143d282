//! Plan versions: published with notice, taking over at their moment, kept for good.

pub mod baseline;
mod check_http;
mod draft_http;
mod dry_run;
mod dry_run_http;
pub mod http;
mod judge;
mod lost;
mod publish;
mod store;
mod trial;
mod trial_http;
mod views;
mod volumes;

use banyan_law::signoff::SignOff;
use banyan_plan::time::Time;

pub(crate) use self::judge::RuleView;
pub use self::judge::sign_offs;
pub use self::judge::{admit, judged_by_shop, title};
pub use self::publish::take_over;
use banyan_base::refusal::Refusal;
pub use banyan_core::plan_versions::{Current, currency, program};
pub use banyan_core::plan_versions::{NOTICE_DAYS, broken, check_rate, next_waiting, versions};
use banyan_core::settings;
use banyan_store::{Conn, DatabaseUrl};

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

/// Bytes of a plan file at most.
const MOST_BYTES: usize = 64 * 1024;

/// A plan file that is not too long.
pub fn text_of(source: String) -> Result<String, Refusal> {
    if source.len() <= MOST_BYTES {
        return Ok(source);
    }
    let (zh, en) = ("方案文件不超过 64 KB", "a plan file has at most 64 KB");
    Err(Refusal::unacceptable("plan_too_long", zh, en).at("/source"))
}

/// A version that there is.
pub fn version(conn: &mut Conn, version: i64) -> Result<store::Full, Refusal> {
    store::find(conn, version)?.ok_or_else(|| Refusal::not_found("方案版本", "plan version"))
}

/// Gives an empty shop its first plan: in force at once, as there is nobody yet who could be given notice. It is judged
/// as every later one.
pub fn seed(place: &DatabaseUrl, first: &First, now: i64) -> Result<(), Refusal> {
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
