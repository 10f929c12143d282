//! Members: customers and promoters, who invited whom, and whose customer somebody is.
//!
//! The **inviter** is fixed on joining; only staff may change it, with a reason. Inviters form a forest: she was there
//! before those she invited, so there are no loops, and nobody invites herself. Whose **customer** somebody is (who is
//! credited with what she buys) is another matter, and follows the shop's settings.

pub(crate) mod addresses;
pub(crate) mod appeals;
mod appeals_http;
mod binding;
mod care;
mod consents;
mod consents_http;
pub(crate) mod desk;
pub(crate) mod http;
mod identity;
mod join;
mod people;
mod register;
mod store;
pub(crate) mod views;
mod visits;

pub(crate) use self::binding::credited;
pub use self::binding::{Bound, Visit, credit};
pub(crate) use self::care::release;
pub(crate) use self::consents::known_to;
pub(crate) use self::http::MadeView;
pub use self::identity::Identity;
pub(crate) use self::identity::{known_as, open as open_identity};
pub(crate) use self::join::enrol_as;
pub use self::join::{Joined, NewMember, enrol, join, set_rank, transfer};
pub(crate) use self::register::{Consent, new_code, nickname_of_code};
pub use self::register::{Entry, Register, Registered, code_of, identify, may_enrol, register};
pub(crate) use self::store::{
    appeals as appeals_sql, buyers, login_of, me, names, nickname, nicknames, password, set_password,
    stopped, verified, without_order,
};
pub(crate) use self::views::{RankView, rank_view};
pub(crate) use self::visits::claim_visits;
use crate::refusal::{Kind, Refusal};

/// Whether a member may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Yes.
    Active,
    /// Not for now: staff has stopped her.
    Frozen,
    /// She has left, and her personal data is gone.
    Erased,
}

impl State {
    /// The state of a word in the database.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "active" => Some(Self::Active),
            "frozen" => Some(Self::Frozen),
            "erased" => Some(Self::Erased),
            _ => None,
        }
    }

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Frozen => "frozen",
            Self::Erased => "erased",
        }
    }
}

/// A member as far as an order needs to know her.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// Who.
    pub id: i64,
    /// 0 for a plain customer.
    pub rank: i64,
    /// Whether she may act.
    pub state: State,
    /// Whose customer she is, if anybody's.
    pub bound: Option<Bound>,
    /// The last share link that she opened.
    pub visit: Option<Visit>,
}

impl Buyer {
    /// Whether she may buy.
    pub fn may_buy(&self) -> Result<(), Refusal> {
        match self.state {
            State::Active => Ok(()),
            State::Frozen | State::Erased => Err(frozen()),
        }
    }
}

/// Staff has stopped her.
pub(crate) fn frozen() -> Refusal {
    Refusal::new(
        Kind::Forbidden,
        "member_frozen",
        "账号已停用，可以申请复核，或联系客服",
        "this account is stopped; you may appeal, or contact support",
    )
}
