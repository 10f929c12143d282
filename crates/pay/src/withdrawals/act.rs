//! A member asks what they would get, and asks for it.

use banyan_api::http::Words;
use banyan_base::refusal::Refusal;
use banyan_base::tax::Withholding;
use banyan_core::ledger::{self, Account, Kind, Reason};
use banyan_core::plan_versions as plans;
use banyan_core::settings::Settings;
use banyan_core::work::Work;
use banyan_people::members;
use banyan_plan::model::Plan;
use banyan_plan::time::{Period, Time};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};

use super::tax::Given;
use super::{Limits, Target, store, tax};

/// What a member asks for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Whose it is.
    pub owner: i64,
    /// The amount, in minor units.
    pub amount: i64,
    /// Where the money goes.
    pub target: Target,
}

/// What a member would get.
#[derive(Debug, Clone)]
pub struct Quote {
    /// The amount, in minor units.
    pub amount: i64,
    pub(crate) withholding: Withholding,
    /// What the tax rests on.
    given: Given,
    /// The tax profile.
    pub profile: &'static banyan_base::tax::Profile,
    /// What may be withdrawn, in minor units.
    pub available: i64,
}

/// How a tax came about, as it is stored with the withdrawal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Arithmetic {
    /// The tax profile.
    pub(super) profile: String,
    /// The day on which its contents were last checked.
    pub(super) as_of: String,
    /// What it rests on.
    pub(super) given: Given,
    /// Line by line.
    pub(super) lines: Vec<Words>,
}

/// Computes what a member would get now, or says why not.
pub fn quote(
    conn: &mut Conn,
    (settings, plan): (&Settings, &Plan),
    owner: i64,
    amount: i64,
    now: i64,
) -> Result<Quote, Refusal> {
    let utc_offset = plan.utc_offset;
    let today = Period::Day.start(Period::Day.index(Time(now), utc_offset), utc_offset).0;
    let available = ledger::balance(conn, owner, Account::Available)?;
    let limits = Limits {
        currency: plan.currency,
        available,
        least: settings.withdrawals.least,
        most_a_day: settings.withdrawals.most_a_day,
        today: store::asked_since(conn, owner, today)?,
    };
    limits.check(amount)?;
    let profile = tax::profile(&settings.withdrawals.tax_profile)?;
    let (withholding, given) = tax::withhold(conn, profile, (plan.currency, utc_offset), owner, amount, now)?;
    Ok(Quote { amount, withholding, given, profile, available })
}

/// Asks for a withdrawal: under the writer's lock, so that nothing can be asked for twice.
pub fn ask(work: &mut Work<'_>, ask: &Ask) -> Result<i64, Refusal> {
    // What is due by now, a refund's claw-back or a settlement, is in the balance.
    let id = work.moment()?;
    work.flush()?;
    let member = members::buyers(work.conn, &[ask.owner])?.remove(&ask.owner);
    member.ok_or_else(|| Refusal::not_found("会员", "member"))?.may_buy()?;
    let (settings, program) = (work.settings().clone(), work.live().program());
    let quote = quote(work.conn, (&settings, program.plan()), ask.owner, ask.amount, id)?;
    let withholding = &quote.withholding;
    let arithmetic = Arithmetic {
        profile: quote.profile.id.clone(),
        as_of: quote.profile.as_of.clone(),
        given: quote.given,
        lines: withholding.lines.iter().map(Words::from).collect(),
    };
    let new = store::New {
        owner: ask.owner,
        id,
        amount: ask.amount,
        tax: withholding.withheld,
        arithmetic: &serde_json::to_string(&arithmetic)?,
        method: ask.target.method(),
        target: ask.target.seal(work.facts, ask.owner, id)?,
    };
    store::insert(work.conn, new)?;
    let (from, to) = ((ask.owner, Account::Available), (ask.owner, Account::Withdrawing));
    work.book().transfer(from, to, ask.amount, &reason(Kind::Withdrawal, id), id);
    let told = serde_json::json!({ "withdrawal": id.to_string(), "amount": ask.amount });
    work.tell(ask.owner, "withdrawal.asked", &told);
    Ok(id)
}

/// What a transfer of a withdrawal is for: one of each kind, ever.
pub(super) fn reason(kind: Kind, id: i64) -> Reason {
    Reason { kind, id, line: 0, step: 0, place: 0 }
}

/// The settings and the plan in force, for those who only look.
pub(super) fn in_force(
    conn: &mut Conn,
    current: &plans::Current,
) -> Result<(Settings, std::sync::Arc<banyan_plan::kernel::Program>), Refusal> {
    Ok((banyan_core::settings::read(conn)?, current.get(conn)?))
}
