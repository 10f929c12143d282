//! The ledger of touches: whatever reaches a person is reserved when it is planned, spent when it is confirmed, given back
//! when it is called off. What cannot be sent is refused before anything is scheduled, with what is free and who holds it.

mod desk;
mod norms;
mod quota;
pub(crate) mod store;

pub use self::desk::routes;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_plan::time::{DAY, Time};
use banyan_store::Conn;
use serde_json::json;

use self::norms::{TouchNorms, UNLIMITED};
use self::quota::{Hours, Room, Taken, week};
use crate::accounts::{self, store::AccountRow};
use crate::own::Own;
use crate::words::{AccountState, TouchKind};

/// Touches of a plan at most.
const MOST: usize = 10_000;
/// Days of a plan at most.
const MOST_DAYS: i64 = 60;
/// Days that a refusal tells of.
const TOLD_DAYS: i64 = 7;

/// Touches to plan.
#[derive(Debug, Clone)]
pub(crate) struct TouchOrder {
    pub(crate) name: String,
    pub(crate) account: i64,
    pub(crate) kind: TouchKind,
    /// Whom; nothing for everybody whom the account may touch.
    pub(crate) persons: Option<Vec<i64>>,
    /// Only those with a tag.
    pub(crate) tag: Option<i64>,
    /// From when on; now, if that is later.
    pub(crate) from: i64,
    /// Within how many days.
    pub(crate) days: i64,
}

/// What was reserved.
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

/// How far the shop's days begin from UTC, in nanoseconds.
fn offset(work: &Work<'_>) -> i64 {
    work.live().program().plan().utc_offset
}

/// What an account and some persons still have room for.
fn room<'a>(
    conn: &mut Conn,
    (norms, hours): (&TouchNorms, &'a Hours),
    (account, kind): (&AccountRow, TouchKind),
    persons: &[i64],
    (first, last): (i64, i64),
) -> Result<Room<'a>, Refusal> {
    let account_most = norms.limit(account.platform, kind).map_or(UNLIMITED, |limit| limit.most);
    let (mut days, mut weeks) = (Taken::default(), Taken::default());
    for (day, seat) in store::seats(conn, account.id, kind, (first, last + 1))? {
        days.take(day, seat);
    }
    for (person, week, seat) in store::weeks(conn, persons.to_vec(), (week(first), week(last)))? {
        weeks.take((person, week), seat);
    }
    Ok(Room { hours, account_most, person_most: norms.person_week, days, weeks })
}

/// Whom a plan reaches, those left out who want no contact.
fn reached(work: &mut Work<'_>, order: &TouchOrder) -> Result<(Vec<i64>, i64), Refusal> {
    let is_friend = !matches!(order.kind, TouchKind::FriendRequest | TouchKind::Call);
    let found = store::reachable(work.conn, order.account, is_friend, (order.persons.as_deref(), order.tag))?;
    if let Some(asked) = &order.persons
        && found.len() < asked.len()
    {
        let (zh, en) = (
            format!("其中 {} 人不是这个号可以触达的联系人", asked.len() - found.len()),
            format!("{} of these people are no contacts whom this account can touch so", asked.len() - found.len()),
        );
        return Err(Refusal::unacceptable("touch_unreachable", zh, en).at("/persons"));
    }
    let said_no = found.iter().filter(|(_, said_no)| *said_no).count() as i64;
    let persons: Vec<i64> =
        found.into_iter().filter(|(_, said_no)| !said_no).map(|(person, _)| person).collect();
    if persons.is_empty() || persons.len() > MOST {
        let (zh, en) = (
            format!("一个计划应有 1 到 10000 人，现在是 {} 人", persons.len()),
            format!("a plan has 1 to 10,000 people, and this one has {}", persons.len()),
        );
        return Err(Refusal::unacceptable("touch_people", zh, en));
    }
    Ok((persons, said_no))
}

/// Plans touches: each has its day, its seat of the account's day and its seat of the person's week, or none is reserved.
pub(crate) fn reserve(
    work: &mut Work<'_>,
    own: Own,
    order: &TouchOrder,
    actor: &str,
) -> Result<Reserved, Refusal> {
    let name = text::name(&order.name, "/name", 1, 60)?;
    let account = accounts::store::find(work.conn, own, order.account)?;
    let account = account.ok_or_else(|| accounts::unknown().at("/account"))?;
    if account.state != AccountState::Active {
        let (zh, en) = ("这个号不在正常状态，不能触达", "this account is not active, so that it touches nobody");
        return Err(Refusal::conflict("account_not_active", zh, en).at("/account"));
    }
    if !(1..=MOST_DAYS).contains(&order.days) {
        return Err(Refusal::unacceptable("touch_days", "应为 1 到 60 天", "expected 1 to 60 days").at("/days"));
    }
    let (persons, said_no) = reached(work, order)?;
    let (norms, from) = (TouchNorms::read(work.conn)?, order.from.max(work.now()));
    let hours = norms.hours(offset(work));
    let first = hours.day(from);
    let span = (first, first + order.days - 1);
    let mut room = room(work.conn, (&norms, &hours), (&account, order.kind), &persons, span)?;
    let (seats, left) = room.seat(&persons, from, order.days);
    if !left.is_empty() {
        return Err(full(work.conn, order, (&norms, &account), span, (seats.len(), left))?);
    }
    let plan = work.id();
    let seats: Vec<_> = seats.into_iter().map(|seat| (work.id(), week(seat.day), seat)).collect();
    let bounds = (room.account_most, room.person_most);
    store::insert(work.conn, (plan, &name, account.id, order.kind), bounds, &seats, actor)?;
    let times = || seats.iter().map(|(_, _, seat)| seat.due_at);
    let done = Reserved {
        plan,
        touches: seats.len() as i64,
        said_no,
        first_at: times().min().unwrap_or(from),
        last_at: times().max().unwrap_or(from),
    };
    let detail = json!({ "account": account.id.to_string(), "touches": done.touches });
    audit::record(work, actor, "touch.reserve", &format!("touch_plan/{plan}"), &detail)?;
    Ok(done)
}

/// Why a plan does not fit: what is free on which day, and who holds the rest.
fn full(
    conn: &mut Conn,
    order: &TouchOrder,
    (norms, account): (&TouchNorms, &AccountRow),
    (first, last): (i64, i64),
    (fitting, left): (usize, Vec<i64>),
) -> Result<Refusal, Refusal> {
    let told = last.min(first + TOLD_DAYS - 1);
    let most = norms.limit(account.platform, order.kind).map_or(UNLIMITED, |limit| limit.most);
    let mut days = Taken::default();
    for (day, seat) in store::seats(conn, account.id, order.kind, (first, last + 1))? {
        days.take(day, seat);
    }
    let hours = norms.hours(0);
    let free: Vec<String> = (first..=told)
        .map(|day| {
            let date = Time(day * DAY).to_string().chars().take(10).collect::<String>();
            let free = if hours.open(day).is_some() { days.free(&day, most) } else { 0 };
            format!("{date}: {free}")
        })
        .collect();
    let mut holders = store::holders(conn, account.id, order.kind, (first, last + 1))?;
    if holders.is_empty() {
        holders = store::person_holders(conn, left.clone(), (week(first), week(last)))?;
    }
    let held = |names: &[(String, i64)], open: &str, close: &str| {
        names.iter().map(|(name, count)| format!("{open}{name}{close} {count}")).collect::<Vec<_>>().join(", ")
    };
    let (people, days) = (left.len() + fitting, last - first + 1);
    let zh = format!(
        "{days} 天内排不下：{people} 人中有 {} 人没有位置。这个号每天还能触达：{}。占用的计划：{}。每人每周最多 {} 次。",
        left.len(),
        free.join("，"),
        if holders.is_empty() { "没有".to_owned() } else { held(&holders, "“", "”") },
        norms.person_week,
    );
    let en = format!(
        "this does not fit into {days} days: there is no room for {} of {people} people. Free touches of this account: {}. Held by: {}. A person gets {} a week at most.",
        left.len(),
        free.join(", "),
        if holders.is_empty() { "nobody".to_owned() } else { held(&holders, "", "") },
        norms.person_week,
    );
    Ok(Refusal::conflict("touches_full", zh, en))
}

/// Spends touches of a plan that are due, as they were sent; how many. Those of people who said no meanwhile are given back.
pub(crate) fn spend(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    named: Option<Vec<i64>>,
    actor: &str,
) -> Result<i64, Refusal> {
    let plan = store::find(work.conn, own, id)?.ok_or_else(unknown)?;
    let at = work.id();
    let spent = store::spend(work.conn, (plan.account, id), named, at)? as i64;
    audit::record(work, actor, "touch.spend", &format!("touch_plan/{id}"), &json!({ "touches": spent }))?;
    Ok(spent)
}

/// Gives touches of a plan back that were not spent; how many.
pub(crate) fn give_back(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    named: Option<Vec<i64>>,
    actor: &str,
) -> Result<i64, Refusal> {
    let plan = store::find(work.conn, own, id)?.ok_or_else(unknown)?;
    let at = work.id();
    let returned = store::give_back(work.conn, (plan.account, id), named, at)? as i64;
    audit::record(work, actor, "touch.give_back", &format!("touch_plan/{id}"), &json!({ "touches": returned }))?;
    Ok(returned)
}
