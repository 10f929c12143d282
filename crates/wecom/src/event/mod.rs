//! What a decrypted callback tells.

mod chat;
mod contact;
mod tag;

pub use chat::{ChatChange, JoinScene, MemberChange, QuitScene};
pub use contact::ContactChange;
pub use tag::{TagChange, TagKind};

use crate::error::CallbackError;
use crate::xml::{self, Fields};

/// A message from WeCom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The corp that it is about (`ToUserName`).
    pub corp: String,
    /// When it happened, in seconds since 1970 (`CreateTime`).
    pub at: i64,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A member of staff and a customer (`change_external_contact`).
    Contact {
        /// The member of staff.
        user: String,
        /// The customer's `external_userid`.
        external_user: String,
        /// What changed between the two.
        change: ContactChange,
    },
    /// A customer group (`change_external_chat`).
    Chat {
        /// Its id.
        chat: String,
        /// What changed.
        change: ChatChange,
    },
    /// A tag of the corp, or a group of tags (`change_external_tag`).
    Tag {
        /// Its id; empty where the order of all groups of tags changed.
        id: String,
        /// Whether it is a tag or a group of them.
        kind: TagKind,
        /// What changed.
        change: TagChange,
    },
    /// The customer acquisition assistant (`customer_acquisition`).
    Acquisition {
        /// `balance_low`, `link_unavailable` and others.
        change: String,
        /// The link that it is about, if it is about one.
        link: Option<String>,
    },
    /// Anything else: kept raw by whoever receives it, and counted.
    Other {
        /// `MsgType`.
        kind: String,
        /// `Event`, if it is one.
        event: Option<String>,
        /// `ChangeType`, if there is one.
        change: Option<String>,
    },
}

impl Message {
    /// Reads a decrypted message. An event or a change that is not known is [`Event::Other`] and no error, as WeCom adds
    /// some from time to time.
    pub fn parse(text: &str) -> Result<Self, CallbackError> {
        let document = xml::parse(text)?;
        let fields = Fields::of(&document)?;
        let corp = fields.text("ToUserName")?.to_owned();
        let at = fields.number("CreateTime")?.ok_or(CallbackError::Missing("CreateTime"))?;
        let known = match fields.optional("Event") {
            Some("change_external_contact") => contact::read(fields)?,
            Some("change_external_chat") => chat::read(fields)?,
            Some("change_external_tag") => tag::read(fields)?,
            Some("customer_acquisition") => Some(Event::Acquisition {
                change: fields.text("ChangeType")?.to_owned(),
                link: fields.optional("LinkId").map(str::to_owned),
            }),
            _ => None,
        };
        let event = match known {
            Some(event) => event,
            None => Event::Other {
                kind: fields.text("MsgType")?.to_owned(),
                event: fields.optional("Event").map(str::to_owned),
                change: fields.optional("ChangeType").map(str::to_owned),
            },
        };
        Ok(Self { corp, at, event })
    }
}
