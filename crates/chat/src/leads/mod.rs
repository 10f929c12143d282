//! Lead lists: people are chosen from orders, become contacts with the order as the basis, and are spread over accounts,
//! days and wordings through the ledger of touches.

mod desk;
mod store;

pub use self::desk::routes;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::{Facts, Work};
use banyan_plan::time::{DAY, Time};
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use self::store::{Bought, BuyerRow, ListRow};
use crate::contacts::{self, Buyer};
use crate::own::Own;
use crate::touches::{self, Reserved, Shared, Titled};
use crate::words::TouchKind;

/// People of a list at most.
const MOST: usize = 2_000;
/// Buyers looked at for one at most.
const MOST_LOOKED_AT: i64 = 20_000;
/// Accounts of a list at most.
const MOST_ACCOUNTS: usize = 50;
/// Nobody younger is contacted.
const ADULT_YEARS: i64 = 18;

/// Which buyers a list is of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Choice {
    pub(crate) kind: TouchKind,
    /// The list takes people who bought within this many days.
    pub(crate) bought_days: i64,
    /// Only goods of this category count.
    pub(crate) category: Option<String>,
    /// Spent at least, refunds off, in minor units.
    pub(crate) least: i64,
    /// People who were reached within this many days, or have a touch planned within them, are left out.
    pub(crate) rest_days: i64,
}

/// How many buyers were left out, each by the first reason that holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct LeftOut {
    /// They want no contact.
    pub(crate) said_no: i64,
    /// They have left the shop, or are suspended.
    pub(crate) gone: i64,
    /// They wait for an answer about an after-sale case.
    pub(crate) open_case: i64,
    /// They are under eighteen, as their birthday says.
    pub(crate) minor: i64,
    /// No phone number of theirs is known.
    pub(crate) no_phone: i64,
    /// An account is their friend already.
    pub(crate) friend: i64,
    /// They were reached lately, or are going to be.
    pub(crate) touched: i64,
}

/// A list to make.
#[derive(Debug, Clone)]
pub(crate) struct LeadOrder {
    pub(crate) name: String,
    pub(crate) choice: Choice,
    pub(crate) accounts: Vec<i64>,
    pub(crate) from: i64,
    pub(crate) days: i64,
    pub(crate) wordings: Vec<String>,
}

/// A list that was made.
pub(crate) struct Made {
    pub(crate) id: i64,
    pub(crate) left_out: LeftOut,
    pub(crate) plans: Vec<Reserved>,
}

fn unknown() -> Refusal {
    Refusal::not_found("名单", "lead list")
}

impl Choice {
    /// Whether its numbers and texts are within bounds.
    fn check(&self) -> Result<(), Refusal> {
        let bad =
            |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("lead_choice", zh, en).at(field));
        if !matches!(self.kind, TouchKind::FriendRequest | TouchKind::Call) {
            return bad("/kind", "名单用于加好友或打电话", "a lead list is for friend requests or for calls");
        }
        if !(1..=3_650).contains(&self.bought_days) {
            return bad("/bought_days", "应为 1 到 3650", "expected 1 to 3,650");
        }
        if !(0..=365).contains(&self.rest_days) {
            return bad("/rest_days", "应为 0 到 365", "expected 0 to 365");
        }
        if !(0..=1_000_000_000_000).contains(&self.least) {
            return bad("/least", "金额超出范围", "this amount is out of range");
        }
        if self.category.as_ref().is_some_and(|category| category.is_empty() || category.len() > 64) {
            return bad("/category", "应为分类的编号", "expected the code of a category");
        }
        Ok(())
    }

    /// Why a buyer is left out: the counter of it.
    fn against<'a>(&self, row: &BuyerRow, is_minor: bool, out: &'a mut LeftOut) -> Option<&'a mut i64> {
        let reasons = [
            (row.said_no, &mut out.said_no),
            (!row.is_active, &mut out.gone),
            (row.has_case, &mut out.open_case),
            (is_minor, &mut out.minor),
            (!row.has_phone, &mut out.no_phone),
            (row.is_friend && self.kind == TouchKind::FriendRequest, &mut out.friend),
            (row.was_touched, &mut out.touched),
        ];
        reasons.into_iter().find_map(|(holds, counter)| holds.then_some(counter))
    }
}

/// Whoever is born after this day is under age at a moment: `2008-11-29`.
fn born_before(now: i64) -> String {
    let today = Time(now).to_string();
    let (year, rest) = today.split_at(4);
    let month_and_day: String = rest.chars().take(6).collect();
    format!("{:04}{month_and_day}", year.parse::<i64>().unwrap_or(0) - ADULT_YEARS)
}

/// The buyers whom a choice is of, and how many were left out.
fn choose(
    conn: &mut Conn,
    facts: &Facts,
    choice: &Choice,
    now: i64,
) -> Result<(Vec<BuyerRow>, LeftOut), Refusal> {
    choice.check()?;
    let bought = Bought {
        from: now - choice.bought_days * DAY,
        category: choice.category.as_deref(),
        least: choice.least,
        rested: now - choice.rest_days * DAY,
    };
    let (mut chosen, mut out) = (Vec::new(), LeftOut::default());
    let (mut persons, eldest) = (std::collections::HashSet::new(), born_before(now));
    for row in store::buyers(conn, &bought, MOST_LOOKED_AT)? {
        let birthday = match (row.person, &row.secret) {
            (Some(person), Some(secret)) => contacts::birthday(&facts.vault, person, secret)?,
            _ => String::new(),
        };
        if let Some(counter) = choice.against(&row, birthday > eldest, &mut out) {
            *counter += 1;
        } else if row.person.is_none_or(|person| persons.insert(person)) {
            chosen.push(row);
        }
    }
    Ok((chosen, out))
}

/// Makes a list: everybody of it becomes a contact and gets a place, or nothing is done.
pub(crate) fn make(work: &mut Work<'_>, own: Own, order: &LeadOrder, actor: &str) -> Result<Made, Refusal> {
    let name = text::name(&order.name, "/name", 1, 60)?;
    let wordings = touches::wordings(&order.wordings)?;
    if order.accounts.is_empty() || order.accounts.len() > MOST_ACCOUNTS {
        let (zh, en) = ("应选 1 到 50 个号", "expected 1 to 50 accounts");
        return Err(Refusal::unacceptable("lead_accounts", zh, en).at("/accounts"));
    }
    let accounts = order.accounts.iter().map(|id| touches::account(work, own, *id));
    let accounts = accounts.collect::<Result<Vec<_>, Refusal>>()?;
    let (chosen, left_out) = choose(work.conn, work.facts, &order.choice, work.now())?;
    if chosen.is_empty() || chosen.len() > MOST {
        let (zh, en) = (
            format!("一个名单应有 1 到 2000 人，现在是 {} 人：请调整条件", chosen.len()),
            format!("a list has 1 to 2,000 people, and this one has {}: change the conditions", chosen.len()),
        );
        return Err(Refusal::unacceptable("lead_people", zh, en));
    }
    let id = work.id();
    let persons = known(work, &chosen, &name, actor)?;
    let shared = Shared {
        accounts: &accounts,
        kind: order.choice.kind,
        persons: &persons,
        from: order.from,
        days: order.days,
    };
    let plans =
        touches::share(work, &shared, &Titled { name: &name, wordings: &wordings, list: Some(id) }, actor)?;
    let ties = touches::store::ties_of_list(work.conn, id)?;
    contacts::tie(work, ties)?;
    let row = ListRow { id, name, kind: order.choice.kind, left_out: serde_json::to_string(&left_out)? };
    store::insert(work.conn, &row, &serde_json::to_string(&order.choice)?, actor)?;
    let detail = json!({ "people": persons.len(), "left_out": left_out });
    audit::record(work, actor, "lead_list.make", &format!("lead_list/{id}"), &detail)?;
    Ok(Made { id, left_out, plans })
}

/// The contacts whom buyers are, in their order; whoever is none yet becomes one.
fn known(work: &mut Work<'_>, chosen: &[BuyerRow], list: &str, actor: &str) -> Result<Vec<i64>, Refusal> {
    let new = chosen.iter().filter(|row| row.person.is_none());
    let buyers: Vec<Buyer> =
        new.map(|row| Buyer { member: row.member, nickname: row.nickname.clone() }).collect();
    let mut added = contacts::add_buyers(work, &buyers, list, actor)?.into_iter();
    Ok(chosen.iter().filter_map(|row| row.person.or_else(|| added.next())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_eighteen_today_is_of_age() {
        let noon = 1_767_268_800 * banyan_plan::time::SECOND;
        let eldest = born_before(noon);
        assert_eq!(eldest, "2008-01-01");
        for (born, is_minor) in
            [("2008-01-01", false), ("2008-01-02", true), ("1990-05-01", false), ("", false)]
        {
            assert_eq!(born > eldest.as_str(), is_minor, "{born}");
        }
    }
}
