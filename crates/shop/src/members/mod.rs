//! Members: customers and promoters, who invited whom, and whose customer somebody is.
//!
//! The **inviter** is fixed on joining; only staff may change it, with a reason. Inviters form a forest: she was there
//! before those she invited, so there are no loops, and nobody invites herself. Whose **customer** somebody is (who is
//! credited with what she buys) is another matter, and follows the shop's settings.

mod binding;
mod join;
mod store;

pub(crate) use self::binding::credited;
pub use self::binding::{Bound, Visit, credit};
pub use self::join::{Joined, NewMember, enrol, join, set_rank, transfer};
pub(crate) use self::store::{buyers, every, without_order};
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
            State::Frozen | State::Erased => Err(Refusal::new(
                Kind::Forbidden,
                "member_frozen",
                "账号已停用，请联系客服",
                "this account is stopped; please contact support",
            )),
        }
    }
}
