//! Statistics of past days: from yesterday back 180 days, thirty at a time, and per member of staff only.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Double;
use super::messages::{DAY, EAST};
use super::refused::{BAD_PARAMETER, Refused};
use super::request::{Request, texts};
use super::tokens::Caller;

/// Days that are kept, and days that can be asked for at once.
const KEPT: i64 = 180;
const SPAN: i64 = 30;

#[derive(Debug, Default)]
pub(super) struct Statistics {
    /// By member of staff and day, counted from 1970 in the service's own time.
    days: BTreeMap<(String, i64), Day>,
}

#[derive(Debug, Default, Clone)]
struct Day {
    new_chats: i64,
    new_members: i64,
    messages: i64,
    speaking: BTreeSet<String>,
    chats_spoken_in: BTreeSet<String>,
    talks: BTreeSet<String>,
    sent: i64,
    new_contacts: i64,
    losses: i64,
}

impl Double {
    fn day(&mut self, user: &str) -> &mut Day {
        let day = (self.now + EAST).div_euclid(DAY);
        self.statistics.days.entry((user.to_owned(), day)).or_default()
    }

    pub(super) fn count_group(&mut self, owner: &str) {
        self.day(owner).new_chats += 1;
    }

    pub(super) fn count_member(&mut self, owner: &str) {
        self.day(owner).new_members += 1;
    }

    /// Somebody says something in a group of an owner's.
    pub(super) fn count_message(&mut self, owner: &str, chat: &str, who: &str) {
        let day = self.day(owner);
        day.messages += 1;
        day.speaking.insert(who.to_owned());
        day.chats_spoken_in.insert(chat.to_owned());
    }

    /// A member of staff writes to a customer.
    pub(super) fn count_talk(&mut self, user: &str, customer: &str) {
        let day = self.day(user);
        day.sent += 1;
        day.talks.insert(customer.to_owned());
    }

    pub(super) fn count_contact(&mut self, user: &str) {
        self.day(user).new_contacts += 1;
    }

    pub(super) fn count_loss(&mut self, user: &str) {
        self.day(user).losses += 1;
    }

    /// The days asked for: whole ones, not today, not older than is kept, not too many.
    fn span(&self, begin: i64, end: i64) -> Result<std::ops::RangeInclusive<i64>, Refused> {
        let day = |at: i64| (at + EAST).div_euclid(DAY);
        let (begin, end, today) = (day(begin), day(end), day(self.now));
        let fits = begin <= end && end < today && begin >= today - KEPT && end - begin < SPAN;
        if fits { Ok(begin..=end) } else { Err(BAD_PARAMETER) }
    }

    fn of_day(&self, users: &[String], day: i64) -> Vec<Day> {
        users.iter().filter_map(|user| self.statistics.days.get(&(user.clone(), day)).cloned()).collect()
    }

    /// `externalcontact/groupchat/statistic_group_by_day`: of owners together, never of a single group.
    pub(super) fn group_statistics(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let filter = request.body.get("owner_filter");
        let owners = texts(filter.and_then(|filter| filter.get("userid_list")), 100)?;
        if owners.is_empty() {
            return Err(BAD_PARAMETER);
        }
        for owner in &owners {
            self.seen(caller, owner)?;
        }
        let begin = request.number("day_begin_time")?.ok_or(BAD_PARAMETER)?;
        let end = request.number("day_end_time")?.unwrap_or(begin);
        let groups = owners.iter().flat_map(|owner| self.groups.owned(owner));
        let (chats, members) = groups.fold((0, 0), |(chats, all), (_, members)| (chats + 1, all + members));
        let items = self.span(begin, end)?.map(|day| {
            let of_day = self.of_day(&owners, day);
            let sum = |of: fn(&Day) -> i64| of_day.iter().map(of).sum::<i64>();
            json!({ "stat_time": day * DAY - EAST, "data": {
                "new_chat_cnt": sum(|day| day.new_chats),
                "chat_total": chats,
                "chat_has_msg": sum(|day| day.chats_spoken_in.len() as i64),
                "new_member_cnt": sum(|day| day.new_members),
                "member_total": members,
                "member_has_msg": sum(|day| day.speaking.len() as i64),
                "msg_total": sum(|day| day.messages),
                "migrate_trainee_chat_cnt": 0,
            } })
        });
        Ok(json!({ "items": items.collect::<Vec<_>>() }))
    }

    /// `externalcontact/get_user_behavior_data`: several members of staff come back summed up.
    pub(super) fn behaviour(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let users = request.list("userid", 100)?;
        if users.is_empty() {
            return Err(BAD_PARAMETER);
        }
        for user in &users {
            self.seen(caller, user)?;
        }
        let begin = request.number("start_time")?.ok_or(BAD_PARAMETER)?;
        let end = request.number("end_time")?.ok_or(BAD_PARAMETER)?;
        let days = self.span(begin, end)?.map(|day| {
            let of_day = self.of_day(&users, day);
            let sum = |of: fn(&Day) -> i64| of_day.iter().map(of).sum::<i64>();
            json!({ "stat_time": day * DAY - EAST,
                "chat_cnt": sum(|day| day.talks.len() as i64),
                "message_cnt": sum(|day| day.sent),
                "negative_feedback_cnt": sum(|day| day.losses),
                "new_apply_cnt": sum(|day| day.new_contacts),
                "new_contact_cnt": sum(|day| day.new_contacts) })
        });
        Ok(json!({ "behavior_data": days.collect::<Vec<_>>() }))
    }
}
