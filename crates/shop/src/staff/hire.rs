//! Taking somebody on from outside of the console: the first owner, and the demo's staff.

use super::tokens::{self, Issue};
use super::{Permission, Role, accounts, store};
use crate::refusal::Refusal;
use crate::tokens::Token;
use crate::work::Work;

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

/// Gives a program a token to act for somebody of staff, with everything that her role may do. It is shown this once.
pub fn token_for(work: &mut Work<'_>, login: &str, name: &str, actor: &str) -> Result<Token, Refusal> {
    let found = store::by_login(work.conn, &accounts::login(login)?)?.filter(|row| row.is_active);
    let found = found.ok_or_else(|| Refusal::not_found("员工", "member of staff"))?;
    let scopes = Permission::ALL.into_iter().filter(|scope| found.role.may(*scope)).collect();
    let (name, actor) = (name.to_owned(), actor.to_owned());
    let issue = Issue { staff: found.id, role: found.role, name, scopes, days: None, actor };
    Ok(tokens::issue(work, &issue)?.1)
}
