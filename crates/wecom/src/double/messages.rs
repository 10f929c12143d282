//! Mass messages: a task for staff, who confirm it or do not; then it reaches whom the month's quota allows.

use std::collections::{BTreeMap, BTreeSet};

use banyan_plan::time;
use serde_json::{Value, json};

use super::Double;
use super::refused::{
    BAD_CHAT, BAD_CUSTOMER, BAD_PARAMETER, DISPATCHED_NOW, NOBODY, NOTHING_TO_CANCEL, OUT_OF_SCOPE, Refused,
    TOO_MANY_REMINDERS,
};
use super::request::{Request, page};
use super::tokens::Caller;

/// Customers and groups of one message.
const CUSTOMERS: usize = 10_000;
const CHATS: usize = 2000;
/// Reminders within a day.
const REMINDERS: usize = 3;
/// Seconds of a day, and those by which the service's days begin before UTC's.
pub(super) const DAY: i64 = 24 * 3600;
pub(super) const EAST: i64 = 8 * 3600;
/// Seconds after a task was made during which it is handed out to staff.
const DISPATCH: i64 = 2;

#[derive(Debug, Default)]
pub(super) struct Messages {
    all: BTreeMap<String, Message>,
    /// What each customer or group got in each month.
    got: BTreeMap<(String, i64, u8), u32>,
}

#[derive(Debug)]
struct Message {
    is_group: bool,
    since: i64,
    /// By member of staff: to whom, and when they confirmed.
    tasks: BTreeMap<String, Task>,
    reminded: Vec<i64>,
    cancelled: bool,
}

#[derive(Debug, Default)]
struct Task {
    /// Each with its state: 0 not sent, 1 sent, 2 not a friend any more, 3 over the quota.
    to: BTreeMap<String, i64>,
    sent: Option<i64>,
}

impl Double {
    /// `externalcontact/add_msg_template`.
    pub(super) fn add_message(&mut self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        self.check_content(&request.body)?;
        let is_group = match request.optional("chat_type") {
            None | Some("single") => false,
            Some("group") => true,
            Some(_) => return Err(BAD_PARAMETER),
        };
        let sender = request.optional("sender");
        if let Some(sender) = sender {
            self.seen(caller, sender)?;
        }
        let (tasks, failed) = if is_group {
            (self.to_groups(request, sender.ok_or(BAD_PARAMETER)?)?, Vec::new())
        } else {
            self.to_customers(caller, request, sender)?
        };
        if tasks.is_empty() {
            return Err(NOBODY);
        }
        let id = self.chance.id("msg-");
        let message = Message { is_group, since: self.now, tasks, reminded: Vec::new(), cancelled: false };
        self.messages.all.insert(id.clone(), message);
        Ok(json!({ "msgid": id, "fail_list": failed }))
    }

    fn to_groups(&self, request: &Request, sender: &str) -> Result<BTreeMap<String, Task>, Refused> {
        let wanted = request.list("chat_id_list", CHATS)?;
        if wanted.iter().any(|chat| self.groups.owner(chat).as_deref() != Some(sender)) {
            return Err(BAD_CHAT);
        }
        let owned = self.groups.owned(sender).map(|(chat, _)| chat.clone());
        let to: BTreeSet<String> =
            if wanted.is_empty() { owned.collect() } else { wanted.into_iter().collect() };
        let task = Task { to: to.into_iter().map(|chat| (chat, 0)).collect(), sent: None };
        Ok(if task.to.is_empty() { BTreeMap::new() } else { BTreeMap::from([(sender.to_owned(), task)]) })
    }

    /// To each customer by the member of staff who talked to them last; and who is nobody's customer.
    #[allow(clippy::type_complexity, reason = "a pair of what goes and what does not")]
    fn to_customers(
        &self,
        caller: &Caller,
        request: &Request,
        sender: Option<&str>,
    ) -> Result<(BTreeMap<String, Task>, Vec<String>), Refused> {
        let wanted = request.list("external_userid", CUSTOMERS)?;
        if wanted.is_empty() {
            return Err(NOBODY);
        }
        if wanted.iter().any(|id| !self.people.customers.contains_key(id)) {
            return Err(BAD_CUSTOMER);
        }
        let (mut tasks, mut failed) = (BTreeMap::<String, Task>::new(), Vec::new());
        for customer in wanted {
            let known = self.people.knowing(&customer);
            let known = known.filter(|(user, _)| sender.is_none_or(|sender| *user == sender));
            let known: Vec<_> = known.collect();
            if known.iter().any(|(user, _)| !caller.sees(user)) && sender.is_some() {
                return Err(OUT_OF_SCOPE);
            }
            let seen = known.into_iter().filter(|(user, _)| caller.sees(user));
            match seen.max_by_key(|(_, follow)| (follow.talked, follow.since)) {
                Some((user, _)) => {
                    tasks.entry(user.clone()).or_default().to.insert(customer, 0);
                }
                None => failed.push(customer),
            }
        }
        Ok((tasks, failed))
    }

    /// A member of staff confirms a message: it goes out now. False if there is nothing to confirm.
    pub(super) fn confirm(&mut self, id: &str, user: &str) -> bool {
        let (year, month, _) = time::civil_from_days((self.now + EAST).div_euclid(DAY));
        let most = self.settings.limits.messages.unwrap_or_else(|| days_of(year, month));
        let Some(message) = self.messages.all.get_mut(id) else { return false };
        let is_group = message.is_group;
        let Some(task) = message.tasks.get_mut(user).filter(|task| task.sent.is_none()) else { return false };
        if message.cancelled {
            return false;
        }
        task.sent = Some(self.now);
        for (whom, state) in &mut task.to {
            let got = self.messages.got.entry((whom.clone(), year, month)).or_default();
            let pair = (user.to_owned(), whom.clone());
            *state = if !is_group && !self.people.follows.contains_key(&pair) {
                2
            } else if *got >= most {
                3
            } else {
                *got += 1;
                1
            };
        }
        true
    }

    /// `externalcontact/get_groupmsg_task`: who has confirmed (2) and who has not (0).
    pub(super) fn message_tasks(&self, request: &Request) -> Result<Value, Refused> {
        let message = self.messages.all.get(request.text("msgid")?).ok_or(BAD_PARAMETER)?;
        let all = message.tasks.iter().map(|(user, task)| {
            let status = if task.sent.is_some() { 2 } else { 0 };
            (user.clone(), json!({ "userid": user, "status": status, "send_time": task.sent.unwrap_or(0) }))
        });
        let (list, next_cursor) = page(all, request.optional("cursor"), request.limit(500, 1000)?)?;
        Ok(json!({ "task_list": list, "next_cursor": next_cursor }))
    }

    /// `externalcontact/get_groupmsg_send_result`: of groups only those to which it was sent.
    pub(super) fn message_results(&self, request: &Request) -> Result<Value, Refused> {
        let message = self.messages.all.get(request.text("msgid")?).ok_or(BAD_PARAMETER)?;
        let user = request.text("userid")?;
        let task = message.tasks.get(user).ok_or(BAD_PARAMETER)?;
        let key = if message.is_group { "chat_id" } else { "external_userid" };
        let all = task.to.iter().filter(|(_, state)| !message.is_group || **state == 1);
        let all = all.map(|(whom, state)| {
            let mut one = json!({ "userid": user, "status": state });
            one[key] = json!(whom);
            if let (1, Some(at)) = (state, task.sent) {
                one["send_time"] = json!(at);
            }
            (whom.clone(), one)
        });
        let (list, next_cursor) = page(all, request.optional("cursor"), request.limit(500, 1000)?)?;
        Ok(json!({ "send_list": list, "next_cursor": next_cursor }))
    }

    /// `externalcontact/remind_groupmsg_send`: three times within a day at most.
    pub(super) fn remind(&mut self, request: &Request) -> Result<Value, Refused> {
        let now = self.now;
        let message = self.messages.all.get_mut(request.text("msgid")?).ok_or(BAD_PARAMETER)?;
        if now - message.since < DISPATCH {
            return Err(DISPATCHED_NOW);
        }
        message.reminded.retain(|at| now - at < DAY);
        if message.reminded.len() >= REMINDERS {
            return Err(TOO_MANY_REMINDERS);
        }
        message.reminded.push(now);
        Ok(json!({}))
    }

    /// `externalcontact/cancel_groupmsg_send`: what was sent stays sent.
    pub(super) fn cancel(&mut self, request: &Request) -> Result<Value, Refused> {
        let now = self.now;
        let message = self.messages.all.get_mut(request.text("msgid")?).ok_or(BAD_PARAMETER)?;
        if now - message.since < DISPATCH {
            return Err(DISPATCHED_NOW);
        }
        if message.cancelled || message.tasks.values().all(|task| task.sent.is_some()) {
            return Err(NOTHING_TO_CANCEL);
        }
        message.cancelled = true;
        Ok(json!({}))
    }
}

/// The days of a month.
fn days_of(year: i64, month: u8) -> u32 {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let days = time::days_from_civil(next_year, next_month, 1) - time::days_from_civil(year, month, 1);
    u32::try_from(days).unwrap_or(30)
}
