//! Members: customers and promoters, who invited whom, and whose customer somebody is.
//!
//! The **inviter** is fixed on joining; only staff may change it, with a reason. Inviters form a forest: they were there
//! before those they invited, so there are no loops, and nobody invites themselves. Whose **customer** somebody is (who is
//! credited with what they buy) is another matter, and follows the shop's settings.

pub mod addresses;
pub mod appeals;
mod appeals_http;
mod binding;
mod care;
pub(crate) mod codes;
pub mod consents;
pub mod desk;
pub mod http;
pub mod identity;
mod join;
mod people;
pub mod recipient;
mod register;
mod store;
pub mod views;
mod visits;

pub use self::binding::{code_of, credit, credited};
pub use self::care::{freeze, release};
pub use self::consents::known_to;
pub use self::identity::{Identity, known_as, open as open_identity};
pub use self::join::{Joined, NewMember, enrol, enrol_as, join, set_rank, transfer};
pub use self::register::{
    Consent, Entry, Register, Registered, identify, may_enrol, new_code, nickname_of_code, register,
};
pub(crate) use self::store::proofs;
pub use self::store::{
    appeals as appeals_sql, buyers, login_of, me, names, nickname, nicknames, password, set_password,
    stopped, verified, without_order,
};
pub use self::views::{RankView, rank_view};
pub use self::visits::{claim_visits, forget as forget_visits};
use banyan_api::access::frozen;
use banyan_base::refusal::Refusal;

/// Whether a member may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Yes.
    Active,
    /// Not for now: staff has stopped them.
    Frozen,
    /// They have left, and their personal data is gone.
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

/// They are somebody's customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Whose.
    pub promoter: i64,
    /// Until when; `None` for good.
    pub until: Option<i64>,
    /// Whether staff has stopped that promoter: they are credited with nothing, but their customers stay theirs.
    pub is_stopped: bool,
}

/// They opened somebody's share link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Whose.
    pub promoter: i64,
    /// When.
    pub at: i64,
}

/// A member as far as an order needs to know them.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// Who.
    pub id: i64,
    /// 0 for a plain customer.
    pub rank: i64,
    /// Whether they may act.
    pub state: State,
    /// Whose customer they are, if anybody's.
    pub bound: Option<Bound>,
    /// The last share link that they opened.
    pub visit: Option<Visit>,
}

impl Buyer {
    /// Whether they may buy.
    pub fn may_buy(&self) -> Result<(), Refusal> {
        match self.state {
            State::Active => Ok(()),
            State::Frozen | State::Erased => Err(frozen()),
        }
    }
}
