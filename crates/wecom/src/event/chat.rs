//! Changes of a customer group.

use super::Event;
use crate::error::CallbackError;
use crate::xml::Fields;

/// What changed in a customer group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatChange {
    /// It was made.
    Created,
    /// People came in.
    Joined {
        /// How.
        scene: Option<JoinScene>,
        /// Who.
        members: MemberChange,
    },
    /// People went out.
    Left {
        /// How.
        scene: Option<QuitScene>,
        /// Who.
        members: MemberChange,
    },
    /// It has another owner.
    Owner,
    /// It has another name.
    Name,
    /// It has another notice.
    Notice,
    /// It was dissolved; no event tells of each member.
    Dismissed,
}

/// Who came or went. The event may be late, doubled or out of order, so the list may be applied only to a group that
/// stands at `last_version`; any other has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberChange {
    /// How many (`MemChangeCnt`).
    pub count: Option<u32>,
    /// Their ids, where WeCom tells them (`MemChangeList`).
    pub members: Vec<String>,
    /// The version of the member list before this change (`LastMemVer`).
    pub last_version: Option<String>,
    /// The version after it (`CurMemVer`).
    pub version: Option<String>,
}

impl MemberChange {
    /// Whether the list may be applied to a group that stands at a version: the event names the versions, all of the
    /// people, and follows on that version.
    pub fn follows(&self, version: &str) -> bool {
        let complete = self.count.is_none_or(|count| count as usize == self.members.len());
        complete
            && !self.members.is_empty()
            && self.version.is_some()
            && self.last_version.as_deref() == Some(version)
    }
}

/// How somebody came into a group. The numbers are those of events; `groupchat/get` numbers otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinScene {
    /// By invitation of a member (0).
    Invited,
    /// By a QR code (3).
    QrCode,
    /// By a number that is not known.
    Other(i64),
}

/// How somebody left a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuitScene {
    /// Of their own accord (0).
    Left,
    /// Removed by the owner or an administrator (1).
    Removed,
    /// By a number that is not known.
    Other(i64),
}

/// `None` for a change that is not known.
pub(super) fn read(fields: Fields<'_, '_>) -> Result<Option<Event>, CallbackError> {
    let change = match fields.text("ChangeType")? {
        "create" => ChatChange::Created,
        "dismiss" => ChatChange::Dismissed,
        "update" => match updated(fields)? {
            Some(change) => change,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(Some(Event::Chat { chat: fields.text("ChatId")?.to_owned(), change }))
}

fn updated(fields: Fields<'_, '_>) -> Result<Option<ChatChange>, CallbackError> {
    Ok(Some(match fields.text("UpdateDetail")? {
        "add_member" => ChatChange::Joined {
            scene: fields.number("JoinScene")?.map(|scene| match scene {
                0 => JoinScene::Invited,
                3 => JoinScene::QrCode,
                other => JoinScene::Other(other),
            }),
            members: members(fields)?,
        },
        "del_member" => ChatChange::Left {
            scene: fields.number("QuitScene")?.map(|scene| match scene {
                0 => QuitScene::Left,
                1 => QuitScene::Removed,
                other => QuitScene::Other(other),
            }),
            members: members(fields)?,
        },
        "change_owner" => ChatChange::Owner,
        "change_name" => ChatChange::Name,
        "change_notice" => ChatChange::Notice,
        _ => return Ok(None),
    }))
}

fn members(fields: Fields<'_, '_>) -> Result<MemberChange, CallbackError> {
    let owned = |name| fields.optional(name).map(str::to_owned);
    let count = fields.number("MemChangeCnt")?;
    let count = count.map(|count| u32::try_from(count).map_err(|_| CallbackError::Wrong("MemChangeCnt")));
    let list = fields.inner("MemChangeList");
    Ok(MemberChange {
        count: count.transpose()?,
        members: list.map_or_else(Vec::new, |list| list.all("Item").map(str::to_owned).collect()),
        last_version: owned("LastMemVer"),
        version: owned("CurMemVer"),
    })
}
