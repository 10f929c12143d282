//! A double of WeCom: the service as far as a shop uses it, as a state machine.
//!
//! It answers calls of the API, lets people do what people do, and says which callbacks are due. Whatever the service
//! refuses, the double refuses with the same code, so that what works with it works with the service; what its callbacks
//! suffer (lost, doubled, late, out of order) follows from a seed. Time passes only when it is told to.
//!
//! What the API itself changes sends no callback; what people change does.

mod act;
mod callbacks;
mod chance;
mod contacts;
mod groups;
mod media;
mod messages;
mod people;
mod refused;
mod request;
mod settings;
mod statistics;
mod tags;
mod tokens;
mod transfer;
mod ways;
mod welcome;

pub use act::{Act, World};
pub use callbacks::Delivery;
pub use refused::Refused;
pub use request::Request;
pub use settings::{App, Limits, Mishaps, Settings};

use serde_json::{Value, json};

use crate::callback::Callback;
use crate::error::KeyError;
use chance::Chance;
use refused::NO_SUCH_API;
use tokens::Caller;

/// The double.
#[derive(Debug)]
pub struct Double {
    settings: Settings,
    callback: Callback,
    now: i64,
    chance: Chance,
    tokens: tokens::Tokens,
    people: people::People,
    tags: tags::Tags,
    groups: groups::Groups,
    ways: ways::Ways,
    messages: messages::Messages,
    welcome: welcome::Welcomes,
    media: media::Media,
    statistics: statistics::Statistics,
    transfers: transfer::Transfers,
    outbox: callbacks::Outbox,
}

impl Double {
    /// A corp with nobody in it.
    pub fn new(settings: Settings) -> Result<Self, KeyError> {
        let callback = Callback::new(&settings.token, &settings.key, &settings.corp)?;
        let (now, chance) = (settings.now, Chance::new(settings.seed));
        Ok(Self {
            settings,
            callback,
            now,
            chance,
            tokens: tokens::Tokens::default(),
            people: people::People::default(),
            tags: tags::Tags::default(),
            groups: groups::Groups::default(),
            ways: ways::Ways::default(),
            messages: messages::Messages::default(),
            welcome: welcome::Welcomes::default(),
            media: media::Media::default(),
            statistics: statistics::Statistics::default(),
            transfers: transfer::Transfers::default(),
            outbox: callbacks::Outbox::default(),
        })
    }

    /// The moment that it believes, seconds since 1970.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Lets time pass; what was to happen by then happens. Time never goes back.
    pub fn pass_to(&mut self, now: i64) {
        self.now = self.now.max(now);
        self.finish_transfers();
    }

    /// What goes wrong with callbacks from now on.
    pub fn suffer(&mut self, mishaps: Mishaps) {
        self.settings.mishaps = mishaps;
    }

    /// Answers a call: an object that always has `errcode` and `errmsg`.
    pub fn call(&mut self, request: &Request) -> Value {
        match self.answer(request) {
            Ok(Value::Object(mut answer)) => {
                answer.insert("errcode".to_owned(), json!(0));
                answer.insert("errmsg".to_owned(), json!("ok"));
                Value::Object(answer)
            }
            Ok(other) => other,
            Err(refused) => json!({ "errcode": refused.code, "errmsg": refused.message }),
        }
    }

    fn answer(&mut self, request: &Request) -> Result<Value, Refused> {
        self.refuse_stranger(request)?;
        if request.path == "gettoken" {
            return self.token(request);
        }
        let caller = self.admit(request)?;
        match request.path.split_once('/') {
            Some(("user", "get")) => self.user(&caller, request),
            Some(("media", "upload")) => Ok(self.upload(request)),
            Some(("externalcontact", rest)) => self.customers(&caller, rest, request),
            _ => Err(NO_SUCH_API),
        }
    }

    fn customers(&mut self, caller: &Caller, path: &str, request: &Request) -> Result<Value, Refused> {
        match path {
            "get_follow_user_list" => Ok(self.follow_users(caller)),
            "list" => self.contact_list(caller, request),
            "get" => self.contact(caller, request),
            "batch/get_by_user" => self.contact_batch(caller, request),
            "remark" => self.remark(caller, request),
            "get_corp_tag_list" => self.tag_list(request),
            "add_corp_tag" => self.add_tags(request),
            "del_corp_tag" => self.delete_tags(request),
            "mark_tag" => self.mark(caller, request),
            "add_contact_way" => self.add_contact_way(caller, request),
            "get_contact_way" => self.contact_way(request),
            "del_contact_way" => self.delete_contact_way(request),
            "send_welcome_msg" => self.send_welcome(request),
            "add_msg_template" => self.add_message(caller, request),
            "get_groupmsg_task" => self.message_tasks(request),
            "get_groupmsg_send_result" => self.message_results(request),
            "remind_groupmsg_send" => self.remind(request),
            "cancel_groupmsg_send" => self.cancel(request),
            "transfer_customer" => self.transfer(caller, request),
            "transfer_result" => self.transfer_result(request),
            "get_user_behavior_data" => self.behaviour(caller, request),
            "groupchat/list" => self.group_list(caller, request),
            "groupchat/get" => self.group(caller, request),
            "groupchat/add_join_way" => self.add_join_way(request),
            "groupchat/get_join_way" => self.join_way(request),
            "groupchat/del_join_way" => self.delete_join_way(request),
            "groupchat/statistic_group_by_day" => self.group_statistics(caller, request),
            _ => Err(NO_SUCH_API),
        }
    }
}
