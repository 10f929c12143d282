//! Staff from outside of the console: the first owner, a password that its owner has forgotten, the demo's staff.

use banyan_base::refusal::Refusal;
use banyan_base::tokens::Token;
use banyan_core::work::Work;

use super::accounts::{self, Change};
use super::tokens::{self, Issue};
use super::{Role, roles, store};

/// Takes somebody on. `password` is hashed. `actor` is who does it: `system` for the command line.
pub fn hire(
    work: &mut Work<'_>,
    login: &str,
    name: &str,
    role: Role,
    password: &str,
    actor: &str,
) -> Result<i64, Refusal> {
    accounts::take_on(work, login, name, role, password, actor)
}

/// Gives a program a token to act for somebody of staff, with everything that their role may do. It is shown this once.
pub fn token_for(work: &mut Work<'_>, login: &str, name: &str, actor: &str) -> Result<Token, Refusal> {
    let found = store::by_login(work.conn, &accounts::login(login)?)?.filter(|row| row.is_active);
    let found = found.ok_or_else(|| Refusal::not_found("员工", "member of staff"))?;
    let rights = roles::rights(work.conn, found.role)?;
    let (name, actor) = (name.to_owned(), actor.to_owned());
    let issue = Issue { staff: found.id, rights, name, scopes: rights.list(), days: None, actor };
    Ok(tokens::issue(work, &issue)?.1)
}

/// Somebody of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// Their id.
    pub id: i64,
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What they may do follows from it.
    pub role: Role,
    /// Whether they work here.
    pub is_active: bool,
}

/// Everybody who works in the shop or did, the first one first.
pub fn everybody(work: &mut Work<'_>) -> Result<Vec<Somebody>, Refusal> {
    let somebody = |row: store::StaffRow| {
        let store::StaffRow { id, login, name, role, is_active, .. } = row;
        Somebody { id, login, name, role, is_active }
    };
    Ok(store::all(work.conn)?.into_iter().map(somebody).collect())
}

/// Gives somebody another password, hashed, and removes their second factor if `drops_totp`. They are signed out everywhere,
/// and the tokens that they issued are revoked.
pub fn set_password(
    work: &mut Work<'_>,
    login: &str,
    password: &str,
    drops_totp: bool,
    actor: &str,
) -> Result<(), Refusal> {
    let found = store::by_login(work.conn, &accounts::login(login)?)?;
    let found = found.ok_or_else(|| Refusal::not_found("员工", "member of staff"))?;
    let change = Change { password: Some(password.to_owned()), drops_totp, ..Change::default() };
    accounts::change(work, found.id, &change, actor)
}
