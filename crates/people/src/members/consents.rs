//! What a member allows beside the terms. They may change their mind whenever they like, and it counts at once; what they bought,
//! earned and owes stays as it is.

use std::collections::{HashMap, HashSet};

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::words::Text;
use banyan_store::Conn;
use serde_json::json;

use super::store::consents as sql;
use super::store::visits;

/// What a member can allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Whoever invited them sees their nickname, their rank and totals.
    Shown,
    /// Share links that they open are remembered as theirs.
    Links,
    /// Staff may contact them by chat or by phone.
    Contact,
}

impl Purpose {
    /// Every one there is.
    pub const ALL: [Self; 3] = [Self::Shown, Self::Links, Self::Contact];

    /// The purpose of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Links => "links",
            Self::Contact => "contact",
        }
    }

    /// What it is, for people.
    pub fn title(self) -> Text {
        match self {
            Self::Shown => Text::new("让邀请我的人看到我", "My inviter may see me"),
            Self::Links => Text::new("记住我打开过的分享链接", "Remember the share links I open"),
            Self::Contact => Text::new("店员可以主动联系我", "Staff may contact me"),
        }
    }

    /// What it is for, and what ends with it.
    pub fn text(self) -> Text {
        match self {
            Self::Shown => Text::new(
                "邀请我的人能看到我的昵称、等级和带来的合计，看不到手机号和订单。关闭后，对方只看到有一位顾客。",
                "The person who invited me sees my nickname, rank and totals, never my phone number or orders. When this is off, they \
                 only see “a customer”.",
            ),
            Self::Links => Text::new(
                "打开分享链接后再购买，佣金归分享的人。关闭后不再记录，已有的记录也与我脱离。",
                "If I buy after opening a share link, the person who shared it earns a commission. When this is off, links are no \
                 longer recorded, and earlier records are no longer linked to me.",
            ),
            Self::Contact => Text::new(
                "店员可以用微信等聊天账号或电话联系我。关闭后，所有账号、所有渠道都不再主动联系；订单的发货和售后通知不受影响。",
                "Staff may message me from the shop's chat accounts, or call me. When this is off, nobody does, on any account. \
                 Messages about my orders are not affected.",
            ),
        }
    }
}

/// How a purpose stands: whether it is given, and since when; `None`: since they joined.
pub fn all(conn: &mut Conn, member: i64) -> Result<Vec<(Purpose, bool, Option<i64>)>, Refusal> {
    let found = sql::last(conn, member)?;
    let stands = |purpose: Purpose| {
        let last = found.iter().find(|(word, ..)| word == purpose.word());
        last.map_or((purpose, true, None), |(_, at, given)| (purpose, *given, Some(*at)))
    };
    Ok(Purpose::ALL.into_iter().map(stands).collect())
}

/// Those of some members whom their inviters are not to see.
pub(super) fn hidden(conn: &mut Conn, members: Vec<i64>) -> Result<HashSet<i64>, Refusal> {
    Ok(sql::withheld(conn, Purpose::Shown.word(), members)?)
}

/// The nicknames that a member may know: their own, and those of people whom they invited and who let them see them.
pub fn known_to(conn: &mut Conn, me: i64, ids: Vec<i64>) -> Result<HashMap<i64, String>, Refusal> {
    let hidden = hidden(conn, ids.clone())?;
    let may = |(id, name, inviter): &(i64, String, Option<i64>)| {
        !name.is_empty() && (*id == me || *inviter == Some(me) && !hidden.contains(id))
    };
    Ok(super::names(conn, ids)?.into_iter().filter(may).map(|(id, name, _)| (id, name)).collect())
}

/// Whether a member allows something.
pub(super) fn is_given(conn: &mut Conn, member: i64, purpose: Purpose) -> Result<bool, Refusal> {
    Ok(sql::withheld(conn, purpose.word(), vec![member])?.is_empty())
}

/// The member gives or withdraws consent; nothing happens if it stands so already.
pub fn set(work: &mut Work<'_>, member: i64, purpose: Purpose, given: bool) -> Result<(), Refusal> {
    if is_given(work.conn, member, purpose)? == given {
        return Ok(());
    }
    let at = work.id();
    sql::insert(work.conn, member, purpose.word(), at, given)?;
    if purpose == Purpose::Links && !given {
        visits::let_go(work.conn, member)?;
    }
    work.tell(
        member,
        "member.consent",
        &json!({ "member": member.to_string(), "purpose": purpose.word(), "given": given }),
    );
    Ok(())
}
