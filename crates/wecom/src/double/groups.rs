//! Customer groups: who is in them, which version their list of members has, and what of it can be read already.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Double;
use super::refused::{BAD_CHAT, BAD_PARAMETER, OUT_OF_SCOPE, Refused, SCOPE_TOO_LARGE};
use super::request::{Request, page, texts};
use super::tokens::Caller;
use crate::xml::cdata;

#[derive(Debug, Default)]
pub(super) struct Groups {
    all: BTreeMap<String, Group>,
}

#[derive(Debug)]
struct Group {
    now: Shown,
    /// What `groupchat/get` will show from which moment on, the oldest first; empty if it shows what is.
    later: Vec<(i64, Shown)>,
    /// What it shows until then.
    before: Option<Shown>,
}

/// A group as it is, or as it can be read.
#[derive(Debug, Clone)]
struct Shown {
    name: String,
    owner: String,
    notice: String,
    since: i64,
    members: BTreeMap<String, Member>,
    version: String,
}

#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Staff, and not a customer.
    pub(super) is_staff: bool,
    pub(super) since: i64,
    /// As `groupchat/get` numbers it: 1 invited, 3 by a code.
    pub(super) scene: i64,
    pub(super) invitor: Option<String>,
    pub(super) state: Option<String>,
}

/// How a list of members changes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change {
    /// Somebody comes in, as events number it: 0 invited, 3 by a code.
    Joins(i64),
    /// Somebody goes out, as events number it: 0 of their own accord, 1 removed.
    Leaves(i64),
}

impl Groups {
    pub(super) fn is_open(&self, chat: &str) -> bool {
        self.all.contains_key(chat)
    }

    pub(super) fn has_room(&self, chat: &str, most: usize) -> bool {
        self.all.get(chat).is_some_and(|group| group.now.members.len() < most)
    }

    pub(super) fn owner(&self, chat: &str) -> Option<String> {
        self.all.get(chat).map(|group| group.now.owner.clone())
    }

    pub(super) fn has(&self, chat: &str, member: &str) -> bool {
        self.all.get(chat).is_some_and(|group| group.now.members.contains_key(member))
    }

    /// The groups of an owner, and how many people are in each.
    pub(super) fn owned<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = (&'a String, usize)> {
        let all = self.all.iter().filter(move |(_, group)| group.now.owner == owner);
        all.map(|(chat, group)| (chat, group.now.members.len()))
    }

    /// Everything there is, for whoever compares: by group, its name, owner and members.
    pub(super) fn everything(&self) -> Value {
        let shown = self.all.iter().map(|(chat, group)| {
            let members: Vec<&String> = group.now.members.keys().collect();
            let (name, owner) = (&group.now.name, &group.now.owner);
            (chat.clone(), json!({ "name": name, "owner": owner, "members": members }))
        });
        Value::Object(shown.collect())
    }
}

impl Double {
    /// A new group with nobody in it but its owner, and the callback of it.
    pub(super) fn make_group(&mut self, owner: &str, name: &str) -> String {
        let (chat, version) = (self.chance.id("wr-"), self.chance.id("v"));
        let member = Member { is_staff: true, since: self.now, scene: 1, invitor: None, state: None };
        let now = Shown {
            name: name.to_owned(),
            owner: owner.to_owned(),
            notice: String::new(),
            since: self.now,
            members: BTreeMap::from([(owner.to_owned(), member)]),
            version,
        };
        self.groups.all.insert(chat.clone(), Group { now, later: Vec::new(), before: None });
        self.count_group(owner);
        self.tell("change_external_chat", "create", &[("ChatId", &chat)], "");
        chat
    }

    /// Changes who is in a group; false if that changes nothing.
    pub(super) fn change_members(
        &mut self,
        chat: &str,
        member: &str,
        change: Change,
        joined: Option<Member>,
    ) -> bool {
        let version = self.chance.id("v");
        let Some(group) = self.groups.all.get_mut(chat) else { return false };
        let last = group.now.version.clone();
        let before = group.now.clone();
        let did = match joined {
            Some(joined) if !group.now.members.contains_key(member) => {
                group.now.members.insert(member.to_owned(), joined).is_none()
            }
            Some(_) => false,
            None => group.now.members.remove(member).is_some(),
        };
        if !did {
            return false;
        }
        group.now.version.clone_from(&version);
        self.lag(chat, before);
        let (detail, scene) = match change {
            Change::Joins(scene) => ("add_member", ("JoinScene", scene.to_string())),
            Change::Leaves(scene) => ("del_member", ("QuitScene", scene.to_string())),
        };
        let list = format!("<MemChangeList><Item>{}</Item></MemChangeList>", cdata(member));
        let fields = [
            ("ChatId", chat),
            ("UpdateDetail", detail),
            (scene.0, scene.1.as_str()),
            ("MemChangeCnt", "1"),
            ("LastMemVer", last.as_str()),
            ("CurMemVer", version.as_str()),
        ];
        self.tell("change_external_chat", "update", &fields, &list);
        true
    }

    /// Changes owner, name or notice; false if there is no such group.
    pub(super) fn change_group(&mut self, chat: &str, detail: &str, value: &str) -> bool {
        let Some(group) = self.groups.all.get_mut(chat) else { return false };
        let before = group.now.clone();
        match detail {
            "change_owner" => value.clone_into(&mut group.now.owner),
            "change_name" => value.clone_into(&mut group.now.name),
            _ => value.clone_into(&mut group.now.notice),
        }
        self.lag(chat, before);
        self.tell("change_external_chat", "update", &[("ChatId", chat), ("UpdateDetail", detail)], "");
        true
    }

    /// Dissolves a group: one callback, and none for each member.
    pub(super) fn dismiss(&mut self, chat: &str) -> bool {
        let was = self.groups.all.remove(chat).is_some();
        if was {
            self.tell("change_external_chat", "dismiss", &[("ChatId", chat)], "");
        }
        was
    }

    /// The change of this moment can be read only later.
    fn lag(&mut self, chat: &str, before: Shown) {
        let lag = i64::from(self.settings.mishaps.detail_lag);
        let now = self.now;
        let Some(group) = self.groups.all.get_mut(chat) else { return };
        if lag > 0 {
            settle(group, now);
            group.before.get_or_insert(before);
            group.later.push((now + lag, group.now.clone()));
        } else {
            (group.before, group.later) = (None, Vec::new());
        }
    }

    /// `externalcontact/groupchat/list`.
    pub(super) fn group_list(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let filter = request.body.get("owner_filter");
        let owners = texts(filter.and_then(|filter| filter.get("userid_list")), 100)?;
        let in_scope = self.people.staff.keys().filter(|id| caller.sees(id)).count();
        if owners.is_empty() && in_scope > self.settings.limits.scope {
            return Err(SCOPE_TOO_LARGE);
        }
        for owner in &owners {
            self.seen(caller, owner)?;
        }
        if !matches!(request.number("status_filter")?.unwrap_or(0), 0..=3) {
            return Err(BAD_PARAMETER);
        }
        // There is no usual size of a page: whoever asks has to say.
        let limit = request.number("limit")?.and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.filter(|limit| (1..=1000).contains(limit)).ok_or(BAD_PARAMETER)?;
        let is_other = request.number("status_filter")?.is_some_and(|status| status > 0);
        let wanted = |owner: &String| !is_other && (owners.is_empty() || owners.contains(owner));
        let all = self.groups.all.iter().filter(|(_, group)| caller.sees(&group.now.owner));
        let all = all.filter(|(_, group)| wanted(&group.now.owner));
        let all = all.map(|(chat, _)| (chat.clone(), json!({ "chat_id": chat, "status": 0 })));
        let (list, next_cursor) = page(all, request.optional("cursor"), limit)?;
        Ok(json!({ "group_chat_list": list, "next_cursor": next_cursor }))
    }

    /// `externalcontact/groupchat/get`: what can be read of a group already, which may be older than its callbacks.
    pub(super) fn group(&mut self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let chat = request.text("chat_id")?.to_owned();
        let with_names = request.number("need_name")? == Some(1);
        let now = self.now;
        let group = self.groups.all.get_mut(&chat).ok_or(BAD_CHAT)?;
        settle(group, now);
        let shown = group.before.as_ref().unwrap_or(&group.now);
        if !caller.sees(&shown.owner) {
            return Err(OUT_OF_SCOPE);
        }
        let members = shown.members.iter().map(|(id, member)| {
            let mut one = json!({ "userid": id, "type": if member.is_staff { 1 } else { 2 },
                "join_time": member.since, "join_scene": member.scene });
            if let Some(invitor) = &member.invitor {
                one["invitor"] = json!({ "userid": invitor });
            }
            if let Some(state) = &member.state {
                one["state"] = json!(state);
            }
            let customer = self.people.customers.get(id);
            if let Some(union_id) = customer.and_then(|customer| customer.union_id.as_ref()) {
                one["unionid"] = json!(union_id);
            }
            if with_names {
                let staff = self.people.staff.get(id).map(|staff| &staff.name);
                one["name"] = json!(staff.or_else(|| customer.map(|customer| &customer.name)));
            }
            one
        });
        Ok(json!({ "group_chat": {
            "chat_id": chat,
            "name": shown.name,
            "owner": shown.owner,
            "create_time": shown.since,
            "notice": shown.notice,
            "member_list": members.collect::<Vec<_>>(),
            "admin_list": [],
            "member_version": shown.version,
        } }))
    }
}

/// What can be read by now is read from now on.
fn settle(group: &mut Group, now: i64) {
    let readable = group.later.iter().take_while(|(at, _)| *at <= now).count();
    if let Some((_, shown)) = group.later.drain(..readable).next_back() {
        group.before = Some(shown);
    }
    if group.later.is_empty() {
        group.before = None;
    }
}
