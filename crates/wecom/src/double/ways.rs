//! Ways in: codes by which customers add staff, and codes by which they join groups.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Double;
use super::refused::{BAD_CHAT, BAD_PARAMETER, NOT_IN_SERVICE, Refused, TOO_MANY_CHATS};
use super::request::Request;
use super::tokens::Caller;

/// The longest state, characters.
const STATE: usize = 30;
/// Members of staff behind one code.
const USERS: usize = 100;
/// Groups behind one code.
const CHATS: usize = 5;
/// The longest name of the rooms that a code opens, characters.
const ROOM: usize = 40;

#[derive(Debug, Default)]
pub(super) struct Ways {
    contacts: BTreeMap<String, ContactWay>,
    joins: BTreeMap<String, JoinWay>,
}

#[derive(Debug, Clone)]
pub(super) struct ContactWay {
    pub(super) users: Vec<String>,
    pub(super) state: Option<String>,
    /// Whether friends are made without the member of staff confirming.
    pub(super) skip_verify: bool,
}

#[derive(Debug, Clone)]
pub(super) struct JoinWay {
    pub(super) chats: Vec<String>,
    pub(super) state: Option<String>,
    /// The name of rooms that are opened when all are full, and the number of the next; `None` if none is opened.
    pub(super) opens: Option<(String, i64)>,
}

fn state(request: &Request) -> Result<Option<String>, Refused> {
    match request.optional("state") {
        Some(state) if state.chars().count() > STATE => Err(BAD_PARAMETER),
        state => Ok(state.map(str::to_owned)),
    }
}

impl Double {
    /// `externalcontact/add_contact_way`.
    pub(super) fn add_contact_way(&mut self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let kind = request.number("type")?;
        let users = request.list("user", USERS)?;
        let fits = match kind {
            Some(1) => users.len() == 1,
            Some(2) => !users.is_empty(),
            _ => false,
        };
        if !fits || !matches!(request.number("scene")?, Some(1 | 2)) {
            return Err(BAD_PARAMETER);
        }
        for user in &users {
            if !self.seen(caller, user)?.serves {
                return Err(NOT_IN_SERVICE);
            }
        }
        let skip_verify = request.body.get("skip_verify").and_then(Value::as_bool).unwrap_or(true);
        let id = self.chance.id("way-");
        let way = ContactWay { users, state: state(request)?, skip_verify };
        self.ways.contacts.insert(id.clone(), way);
        Ok(json!({ "config_id": id, "qr_code": qr(&id) }))
    }

    /// `externalcontact/get_contact_way`.
    pub(super) fn contact_way(&self, request: &Request) -> Result<Value, Refused> {
        let id = request.text("config_id")?;
        let way = self.ways.contacts.get(id).ok_or(BAD_PARAMETER)?;
        Ok(json!({ "contact_way": { "config_id": id, "user": way.users, "state": way.state,
            "skip_verify": way.skip_verify, "qr_code": qr(id) } }))
    }

    /// `externalcontact/del_contact_way`.
    pub(super) fn delete_contact_way(&mut self, request: &Request) -> Result<Value, Refused> {
        self.ways.contacts.remove(request.text("config_id")?).ok_or(BAD_PARAMETER)?;
        Ok(json!({}))
    }

    /// `externalcontact/groupchat/add_join_way`: the code itself is told only by `get_join_way`.
    pub(super) fn add_join_way(&mut self, request: &Request) -> Result<Value, Refused> {
        if !matches!(request.number("scene")?, Some(1 | 2)) {
            return Err(BAD_PARAMETER);
        }
        let all = request.body.get("chat_id_list").and_then(Value::as_array).map_or(0, Vec::len);
        if all > CHATS {
            return Err(TOO_MANY_CHATS);
        }
        let chats = request.list("chat_id_list", CHATS)?;
        if chats.is_empty() {
            return Err(BAD_PARAMETER);
        }
        if chats.iter().any(|chat| !self.groups.is_open(chat)) {
            return Err(BAD_CHAT);
        }
        let opens = match request.number("auto_create_room")?.unwrap_or(1) {
            0 => None,
            1 => {
                let name = request.text("room_base_name")?;
                if name.chars().count() > ROOM {
                    return Err(BAD_PARAMETER);
                }
                Some((name.to_owned(), request.number("room_base_id")?.unwrap_or(1)))
            }
            _ => return Err(BAD_PARAMETER),
        };
        let id = self.chance.id("join-");
        self.ways.joins.insert(id.clone(), JoinWay { chats, state: state(request)?, opens });
        Ok(json!({ "config_id": id }))
    }

    /// `externalcontact/groupchat/get_join_way`.
    pub(super) fn join_way(&self, request: &Request) -> Result<Value, Refused> {
        let id = request.text("config_id")?;
        let way = self.ways.joins.get(id).ok_or(BAD_PARAMETER)?;
        let mut shown = json!({ "config_id": id, "chat_id_list": way.chats, "state": way.state,
            "auto_create_room": i32::from(way.opens.is_some()), "qr_code": qr(id) });
        if let Some((name, number)) = &way.opens {
            shown["room_base_name"] = json!(name);
            shown["room_base_id"] = json!(number);
        }
        Ok(json!({ "join_way": shown }))
    }

    /// `externalcontact/groupchat/del_join_way`.
    pub(super) fn delete_join_way(&mut self, request: &Request) -> Result<Value, Refused> {
        self.ways.joins.remove(request.text("config_id")?).ok_or(BAD_PARAMETER)?;
        Ok(json!({}))
    }

    /// The code by which somebody adds staff.
    pub(super) fn scanned(&self, id: &str) -> Option<ContactWay> {
        self.ways.contacts.get(id).cloned()
    }

    /// The group into which the code of a join way leads now. When all of its groups are full, it opens the next one,
    /// with the next number.
    pub(super) fn room_behind(&mut self, id: &str) -> Option<(String, Option<String>)> {
        let way = self.ways.joins.get(id)?.clone();
        let free = way.chats.iter().find(|chat| self.groups.has_room(chat, self.settings.limits.group));
        if let Some(chat) = free {
            return Some((chat.clone(), way.state));
        }
        let (name, number) = way.opens?;
        let owner = way.chats.iter().find_map(|chat| self.groups.owner(chat))?;
        let chat = self.make_group(&owner, &format!("{name}{number}"));
        let way = self.ways.joins.get_mut(id)?;
        if way.chats.len() == CHATS {
            way.chats.remove(0);
        }
        way.chats.push(chat.clone());
        way.opens = Some((name, number + 1));
        Some((chat, way.state.clone()))
    }
}

fn qr(id: &str) -> String {
    format!("https://wework.qpic.cn/double/{id}")
}
