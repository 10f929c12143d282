//! A member asks what she would get, and asks for it.

use banyan_plan::time::{Period, Time};
use serde::{Deserialize, Serialize};

use super::tax::Given;
use super::{Limits, Target, store, tax};
use crate::db::Conn;
use crate::http::Words;
use crate::ledger::{self, Account, Kind, Reason};
use crate::members;
use crate::plans;
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::tax::Withholding;
use crate::work::Work;
use banyan_plan::model::Plan;

/// What a member asks for.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) owner: i64,
    pub(crate) amount: i64,
    pub(crate) target: Target,
}

/// What a member would get.
#[derive(Debug, Clone)]
pub(crate) struct Quote {
    pub(crate) amount: i64,
    pub(crate) withholding: Withholding,
    /// What the tax rests on.
    given: Given,
    pub(crate) profile: &'static crate::tax::Profile,
    pub(crate) available: i64,
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
pub(crate) fn quote(
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
pub(crate) fn ask(work: &mut Work<'_>, ask: &Ask) -> Result<i64, Refusal> {
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
    Ok((crate::settings::read(conn)?, current.get(conn)?))
}
