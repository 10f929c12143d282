//! Who is signed in: sessions and API tokens, stored as hashes of random tokens.

mod store;

pub(crate) use self::store::{find_session, find_token, insert, remove, remove_all_of};
use crate::staff::{Permission, Role};

/// How long somebody stays signed in, in nanoseconds.
pub const MEMBER_STAYS: i64 = 30 * banyan_plan::time::DAY;
/// Likewise for staff.
pub const STAFF_STAYS: i64 = banyan_plan::time::DAY / 2;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A member.
    Member(i64),
    /// Staff, by session; `is_strong` once the second factor was given.
    Staff {
        /// Who.
        id: i64,
        /// What she may do follows from it.
        role: Role,
        /// Whether the second factor was given, or none is set up.
        is_strong: bool,
    },
    /// A program, by a token that staff has issued.
    Program {
        /// Who issued the token.
        id: i64,
        /// The issuer's role: a token can do no more.
        role: Role,
        /// What the token is for.
        scopes: Vec<Permission>,
    },
}
