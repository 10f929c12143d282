//! Who is signed in: sessions and API tokens, stored as hashes of random tokens.

mod devices;
pub mod store;

use std::sync::{Arc, PoisonError};

pub use self::store::{make_strong, remove, remove_all_of, remove_others_of};
use banyan_base::refusal::Refusal;
use banyan_base::tokens::{self, Token, TokenHash};
use banyan_core::work::Work;
use banyan_store::{Gather, Reader};

pub use self::devices::{Devices, KnownDevice};
use crate::access::Rights;
use crate::access::{Permission, Role};

/// How long somebody stays signed in, in nanoseconds.
pub(crate) const MEMBER_STAYS: i64 = 30 * banyan_plan::time::DAY;
/// Likewise for staff.
pub(crate) const STAFF_STAYS: i64 = banyan_plan::time::DAY / 2;

/// The subject on whose behalf a request is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A member.
    Member(i64),
    /// A member whom staff has stopped: they read their own data and appeals, no more.
    Frozen(i64),
    /// Staff, by session; `is_strong` once the second factor was given.
    Staff {
        /// The staff member's id.
        id: i64,
        /// The role that they have.
        role: Role,
        /// What they may do.
        rights: Rights,
        /// Whether the second factor was given, or none is set up.
        is_strong: bool,
    },
    /// A program, by a token that staff has issued.
    Program {
        /// Who issued the token.
        id: i64,
        /// The issuer's role.
        role: Role,
        /// What the issuer may do: a token can do no more.
        rights: Rights,
        /// What the token is for.
        scopes: Vec<Permission>,
    },
}

/// Looks up who asks, as every request does.
pub struct Sessions {
    people: Tokens,
    programs: Tokens,
}

type Tokens = Arc<Gather<TokenHash, (Subject, i64)>>;

impl Sessions {
    /// Makes one for an open shop.
    pub fn new(reader: Reader) -> Self {
        Self {
            people: Gather::new(reader.clone(), store::find_sessions),
            programs: Gather::new(reader, store::find_tokens),
        }
    }

    /// Who a session is of, if it is still good.
    pub async fn person(&self, hash: TokenHash, now: i64) -> Result<Option<Subject>, Refusal> {
        Ok(good(self.people.find(hash).await?, now))
    }

    /// Who issued an API token, if it is still good.
    pub async fn program(&self, hash: TokenHash, now: i64) -> Result<Option<Subject>, Refusal> {
        Ok(good(self.programs.find(hash).await?, now))
    }
}

fn good(found: Option<(Subject, i64)>, now: i64) -> Option<Subject> {
    found.filter(|(_, ends)| *ends > now).map(|(subject, _)| subject)
}

/// A session that has just begun.
#[derive(Debug)]
pub struct Opened {
    /// What its holder shows; not stored anywhere.
    pub token: Token,
    /// When it ends.
    pub expires_at: i64,
}

/// Whose sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A member's.
    Member,
    /// Those of somebody of staff.
    Staff,
}

impl Whose {
    /// The stable word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Staff => "staff",
        }
    }

    fn stays(self) -> i64 {
        match self {
            Self::Member => MEMBER_STAYS,
            Self::Staff => STAFF_STAYS,
        }
    }
}

/// Signs somebody in. `is_strong`: no second factor is asked for, or it was given.
pub fn open(work: &mut Work<'_>, whose: Whose, owner: i64, is_strong: bool) -> Result<Opened, Refusal> {
    let token = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        tokens::session(&mut **random)?
    };
    let now = work.id();
    let expires_at = now + whose.stays();
    store::remove_ended(work.conn, now)?;
    store::insert(work.conn, &token.hash().0, whose.word(), owner, (now, expires_at), is_strong)?;
    Ok(Opened { token, expires_at })
}
