//! The ledger of touches: whatever reaches a person is reserved when it is planned, spent when it is confirmed, given back
//! when it is called off. What cannot be sent is refused before anything is scheduled, with what is free and who holds it.

mod desk;
mod norms;
mod quota;
mod refusals;
pub(crate) mod store;
pub(crate) mod views;

pub use self::desk::routes;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_store::{Conn, DbError};
use serde_json::json;

use self::norms::TouchNorms;
use self::quota::{Hours, Room, Seat, Taken, week};
use self::store::PlanRow;
use crate::accounts::{self, store::AccountRow};
use crate::own::Own;
use crate::person;
use crate::words::{AccountState, TouchKind};

/// Touches of a plan at most.
const MOST: usize = 10_000;
/// Wordings of a plan at most.
const MOST_WORDINGS: usize = 10;
/// Days of a plan at most.
const MOST_DAYS: i64 = 60;

/// Touches to plan.
#[derive(Debug, Clone)]
pub(crate) struct TouchOrder {
    pub(crate) name: String,
    pub(crate) account: i64,
    pub(crate) kind: TouchKind,
    /// Whom; nothing for everybody whom the account may touch so.
    pub(crate) persons: Option<Vec<i64>>,
    /// Only those with a tag.
    pub(crate) tag: Option<i64>,
    /// From when on; now, if that is later.
    pub(crate) from: i64,
    /// Within how many days.
    pub(crate) days: i64,
    /// What may be said, in turn; nothing if that is left to whoever makes them.
    pub(crate) wordings: Vec<String>,
}

/// Touches that some accounts share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) accounts: &'a [AccountRow],
    pub(crate) kind: TouchKind,
    pub(crate) persons: &'a [i64],
    /// From when on; now, if that is later.
    pub(crate) from: i64,
    /// Within how many days.
    pub(crate) days: i64,
}

/// What plans say of themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Titled<'a> {
    pub(crate) name: &'a str,
    pub(crate) wordings: &'a [String],
    /// The lead list that they are of.
    pub(crate) list: Option<i64>,
}

/// The outcome of reserving a plan's touches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reserved {
    pub(crate) plan: i64,
    pub(crate) touches: i64,
    /// People who were left out because they want no contact.
    pub(crate) said_no: i64,
    pub(crate) first_at: i64,
    pub(crate) last_at: i64,
}

fn unknown() -> Refusal {
    Refusal::not_found("触达计划", "plan of touches")
}

/// A plan in sight.
pub(crate) fn plan(work: &mut Work<'_>, own: Own, id: i64) -> Result<PlanRow, Refusal> {
    store::find(work.conn, own, id)?.ok_or_else(unknown)
}

/// The seats that accounts have taken on some days.
fn taken(
    conn: &mut Conn,
    accounts: (Vec<i64>, TouchKind),
    days: (i64, i64),
) -> Result<Taken<(i64, i64)>, DbError> {
    let mut taken = Taken::default();
    for (account, day, seat) in store::seats(conn, accounts, days)? {
        taken.take((account, day), seat);
    }
    Ok(taken)
}

/// What accounts and persons still have room for.
fn room<'a>(
    conn: &mut Conn,
    (norms, hours): (&TouchNorms, &'a Hours),
    asked: &Shared<'_>,
    (first, last): (i64, i64),
) -> Result<Room<'a>, DbError> {
    let mut weeks = Taken::default();
    for (person, week, seat) in store::weeks(conn, asked.persons.to_vec(), (week(first), week(last)))? {
        weeks.take((person, week), seat);
    }
    let accounts: Vec<(i64, i64)> =
        asked.accounts.iter().map(|one| (one.id, norms.most(one.platform, asked.kind))).collect();
    let ids = accounts.iter().map(|(id, _)| *id).collect();
    let days = taken(conn, (ids, asked.kind), (first, last))?;
    Ok(Room { hours, accounts, person_most: norms.person_week, days, weeks })
}

/// Whom a plan reaches, and how many are left out because they want no contact.
fn reached(work: &mut Work<'_>, order: &TouchOrder) -> Result<(Vec<i64>, i64), Refusal> {
    let wanted = (order.persons.as_deref(), order.tag);
    let found = store::reachable(work.conn, (order.account, order.kind), wanted)?;
    if let Some(asked) = &order.persons
        && found.len() < asked.len()
    {
        return Err(refusals::unreachable(order.kind, asked.len() - found.len()));
    }
    let said_no = found.iter().filter(|(_, said_no)| *said_no).count() as i64;
    let persons: Vec<i64> =
        found.into_iter().filter(|(_, said_no)| !said_no).map(|(person, _)| person).collect();
    if persons.is_empty() || persons.len() > MOST {
        return Err(refusals::people(order.kind, persons.len()));
    }
    Ok((persons, said_no))
}

/// An account that may touch people.
pub(crate) fn account(work: &mut Work<'_>, own: Own, id: i64) -> Result<AccountRow, Refusal> {
    let account = accounts::store::find(work.conn, own, id)?;
    let account = account.ok_or_else(|| accounts::unknown().at("/account"))?;
    if account.state != AccountState::Active {
        let (zh, en) = (
            "这个号不是“正常”状态，不能安排触达",
            "this account is not active, so that it reaches out to nobody",
        );
        return Err(Refusal::conflict("account_not_active", zh, en).at("/account"));
    }
    Ok(account)
}

/// Checks what may be said: up to ten texts, each once.
pub(crate) fn wordings(texts: &[String]) -> Result<Vec<String>, Refusal> {
    if texts.len() > MOST_WORDINGS {
        let (zh, en) = ("话术最多 10 条", "there are ten wordings at most");
        return Err(Refusal::unacceptable("touch_wordings", zh, en).at("/wordings"));
    }
    let checked = texts.iter().enumerate();
    checked.map(|(place, one)| text::lines(one, &format!("/wordings/{place}"), 1, 500)).collect()
}

/// Plans touches: each has its day, its seat of the account's day and its seat of the person's week, or none is reserved.
pub(crate) fn reserve(
    work: &mut Work<'_>,
    own: Own,
    order: &TouchOrder,
    actor: &str,
) -> Result<Reserved, Refusal> {
    let name = text::name(&order.name, "/name", 1, 60)?;
    let wordings = wordings(&order.wordings)?;
    let account = account(work, own, order.account)?;
    let (persons, said_no) = reached(work, order)?;
    let (kind, from, days) = (order.kind, order.from, order.days);
    let shared = Shared { accounts: std::slice::from_ref(&account), kind, persons: &persons, from, days };
    let titled = Titled { name: &name, wordings: &wordings, list: None };
    let done = share(work, &shared, &titled, actor)?;
    let done = done.into_iter().next().ok_or_else(unknown)?;
    Ok(Reserved { said_no, ..done })
}

/// Plans touches that accounts share, a plan for each account that gets some; all of them, or none.
pub(crate) fn share(
    work: &mut Work<'_>,
    asked: &Shared<'_>,
    titled: &Titled<'_>,
    actor: &str,
) -> Result<Vec<Reserved>, Refusal> {
    if !(1..=MOST_DAYS).contains(&asked.days) {
        return Err(
            Refusal::unacceptable("touch_days", "应为 1 到 60 天", "expected 1 to 60 days").at("/days")
        );
    }
    let norms = TouchNorms::read(work.conn)?;
    let hours = norms.hours(work.live().program().plan().utc_offset);
    let from = asked.from.max(work.now());
    let span = (hours.day(from), hours.day(from) + asked.days - 1);
    let mut room = room(work.conn, (&norms, &hours), asked, span)?;
    let (seats, left) = room.seat(asked.persons, from, asked.days);
    if !left.is_empty() {
        return Err(refusals::full(work.conn, asked, (from, span), &left, &room)?);
    }
    let mut done = Vec::new();
    for (account, (_, most)) in asked.accounts.iter().zip(room.accounts) {
        let seats: Vec<Seat> = seats.iter().filter(|seat| seat.account == account.id).copied().collect();
        if seats.is_empty() {
            continue;
        }
        let plan = PlanRow {
            id: work.id(),
            name: titled.name.to_owned(),
            account: account.id,
            account_name: account.name.clone(),
            operator: account.operator,
            kind: asked.kind,
            list: titled.list,
            wordings: titled.wordings.to_vec(),
        };
        done.push(write(work, &plan, (most, norms.person_week), &seats, actor)?);
    }
    Ok(done)
}

fn write(
    work: &mut Work<'_>,
    plan: &PlanRow,
    bounds: (i64, i64),
    seats: &[Seat],
    actor: &str,
) -> Result<Reserved, Refusal> {
    let seats: Vec<_> = seats.iter().map(|seat| (work.id(), week(seat.day), *seat)).collect();
    store::insert(work.conn, plan, bounds, &seats, actor)?;
    let times = || seats.iter().map(|(_, _, seat)| seat.due_at);
    let done = Reserved {
        plan: plan.id,
        touches: seats.len() as i64,
        said_no: 0,
        first_at: times().min().unwrap_or(plan.id),
        last_at: times().max().unwrap_or(plan.id),
    };
    let detail = json!({ "account": plan.account.to_string(), "touches": done.touches });
    audit::record(work, actor, "touch.reserve", &format!("touch_plan/{}", plan.id), &detail)?;
    Ok(done)
}

/// What is done with reserved touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// They were made.
    Spend,
    /// They are called off.
    GiveBack,
}

/// Spends or gives back touches of a plan: those that are named, or all for which it is time; how many. Touches that are
/// named are all done, or none is.
pub(crate) fn step(
    work: &mut Work<'_>,
    own: Own,
    (id, step): (i64, Step),
    named: Option<Vec<i64>>,
    actor: &str,
) -> Result<i64, Refusal> {
    let plan = plan(work, own, id)?;
    let named = named.map(|mut ids| {
        ids.sort_unstable();
        ids.dedup();
        ids
    });
    let expected = named.as_ref().map(Vec::len);
    let at = work.id();
    let (action, done) = match step {
        Step::Spend => ("touch.spend", store::spend(work.conn, &plan, named, at)?),
        Step::GiveBack => ("touch.give_back", store::give_back(work.conn, &plan, named, at)?),
    };
    if expected.is_some_and(|expected| expected as i64 != done) {
        return Err(refusals::closed(step));
    }
    audit::record(work, actor, action, &format!("touch_plan/{id}"), &json!({ "touches": done }))?;
    Ok(done)
}

/// Gives back whatever is reserved for a member, as they want no contact any more, or leaves.
pub fn give_back_of_member(work: &mut Work<'_>, member: i64) -> Result<(), Refusal> {
    let persons = person::of_member(work.conn, member)?;
    if persons.is_empty() {
        return Ok(());
    }
    let at = work.id();
    Ok(store::give_back_of(work.conn, persons, at)?)
}
