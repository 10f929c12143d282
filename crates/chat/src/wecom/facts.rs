//! What answers of WeCom say, one thing at a time, in the form in which it is kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One thing that an answer said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Fact {
    /// Somebody serves customers.
    Staff { user: String },
    /// Somebody does not any more.
    NoStaff { user: String },
    /// A member of staff knows a customer.
    Follow(Follow),
    /// They do not know each other any more.
    Unfollow { user: String, customer: String },
    /// A group is so.
    Group { chat: String, name: String, owner: String, since: i64, version: String },
    /// There is no such group any more.
    Gone { chat: String },
    /// Somebody is in a group.
    Member { chat: String, member: String, is_staff: bool, since: i64 },
    /// Somebody is not.
    Left { chat: String, member: String },
}

/// A member of staff knows a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Follow {
    pub(super) user: String,
    pub(super) customer: String,
    /// What the customer calls themselves.
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) union_id: Option<String>,
    /// Phones that staff noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) phones: Vec<String>,
    pub(super) since: i64,
    pub(super) way: i64,
    #[serde(default)]
    pub(super) state: String,
}

impl Fact {
    /// The customer whom it names.
    pub(super) fn person(&self) -> Option<&str> {
        match self {
            Self::Follow(follow) => Some(&follow.customer),
            Self::Unfollow { customer, .. } => Some(customer),
            Self::Member { member, is_staff: false, .. } | Self::Left { member, .. } => Some(member),
            _ => None,
        }
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_default()
}

/// `follow_user` of `get_follow_user_list`.
pub(super) fn staff(answer: &Value) -> Vec<String> {
    texts(&answer["follow_user"])
}

fn follow(contact: &Value, info: &Value) -> Follow {
    Follow {
        user: text(info, "userid"),
        customer: text(contact, "external_userid"),
        name: text(contact, "name"),
        union_id: contact["unionid"].as_str().map(str::to_owned),
        phones: texts(&info["remark_mobiles"]),
        since: number(info, "createtime"),
        way: number(info, "add_way"),
        state: text(info, "state"),
    }
}

/// A page of `batch/get_by_user`.
pub(super) fn follows_of_page(answer: &Value) -> Vec<Follow> {
    let list = answer["external_contact_list"].as_array().map_or(&[][..], Vec::as_slice);
    list.iter().map(|one| follow(&one["external_contact"], &one["follow_info"])).collect()
}

/// A page of `externalcontact/get`.
pub(super) fn follows_of_customer(answer: &Value) -> Vec<Follow> {
    let list = answer["follow_user"].as_array().map_or(&[][..], Vec::as_slice);
    list.iter().map(|info| follow(&answer["external_contact"], info)).collect()
}

/// A page of `groupchat/list`.
pub(super) fn chats(answer: &Value) -> Vec<String> {
    let list = answer["group_chat_list"].as_array().map_or(&[][..], Vec::as_slice);
    list.iter().map(|one| text(one, "chat_id")).filter(|id| !id.is_empty()).collect()
}

/// `groupchat/get`: what the group is, and who is in it.
pub(super) fn group(answer: &Value) -> (Fact, Vec<Fact>) {
    let group = &answer["group_chat"];
    let chat = text(group, "chat_id");
    let list = group["member_list"].as_array().map_or(&[][..], Vec::as_slice);
    let members = list.iter().map(|one| Fact::Member {
        chat: chat.clone(),
        member: text(one, "userid"),
        is_staff: number(one, "type") == 1,
        since: number(one, "join_time"),
    });
    let members = members.collect();
    let (name, owner, version) = (text(group, "name"), text(group, "owner"), text(group, "member_version"));
    (Fact::Group { chat, name, owner, since: number(group, "create_time"), version }, members)
}

/// Where the next page begins; nothing at the end.
pub(super) fn cursor(answer: &Value) -> Option<String> {
    Some(text(answer, "next_cursor")).filter(|cursor| !cursor.is_empty())
}
