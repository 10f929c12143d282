//! API tokens: for programs, with scopes, issued by somebody who may do at least as much.

use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::tokens::{self, Token};
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_plan::time::DAY;
use serde_json::json;

use super::Permission;
use super::Rights;
use super::store::{self, TokenRow};

/// A token to issue.
#[derive(Debug, Clone)]
pub(super) struct Issue {
    pub(super) staff: i64,
    /// What its issuer may do.
    pub(super) rights: Rights,
    pub(super) name: String,
    pub(super) scopes: Vec<Permission>,
    pub(super) days: Option<i64>,
    pub(super) actor: String,
}

/// Whether somebody may issue a token for this.
fn check(rights: Rights, scopes: &[Permission], days: Option<i64>) -> Result<(), Refusal> {
    if scopes.is_empty() {
        let (zh, en) = ("请至少选择一项权限", "expected at least one scope");
        return Err(Refusal::unacceptable("scopes_empty", zh, en).at("/scopes"));
    }
    if scopes.iter().any(|scope| !rights.may(*scope)) {
        let (zh, en) = ("令牌的权限不能超过您自己的", "a token can do no more than you may");
        return Err(Refusal::unacceptable("scopes_beyond", zh, en).at("/scopes"));
    }
    if days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return Err(
            Refusal::unacceptable("days", "应为 1 到 3650 天", "expected 1 to 3,650 days").at("/days")
        );
    }
    Ok(())
}

/// Issues a token; what its holder shows is given once and stored nowhere.
pub(super) fn issue(work: &mut Work<'_>, issue: &Issue) -> Result<(TokenRow, Token), Refusal> {
    let Issue { staff, rights, name, scopes, days, actor } = issue;
    check(*rights, scopes, *days)?;
    let name = text::name(name, "/name", 1, 50)?;
    let token = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        tokens::api(&mut **random)?
    };
    let mut scopes = scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let id = work.id();
    let expires_at = days.map(|days| id + days * DAY);
    let row = TokenRow { id, staff: *staff, name, scopes, expires_at, revoked_at: None };
    store::insert_token(work.conn, &token.hash().0, &row)?;
    let detail = json!({ "scopes": row.scopes, "days": days });
    audit::record(work, actor, "token.issue", &format!("token/{id}"), &detail)?;
    Ok((row, token))
}

/// Revokes a token.
pub(super) fn revoke(work: &mut Work<'_>, id: i64, actor: &str) -> Result<(), Refusal> {
    let at = work.id();
    if !store::revoke(work.conn, id, at)? {
        return Err(Refusal::not_found("有效的令牌", "token that is still good"));
    }
    audit::record(work, actor, "token.revoke", &format!("token/{id}"), &json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_does_no_more_than_its_issuer() {
        let finance = Rights::usual(super::super::Role::Finance);
        assert!(check(finance, &[Permission::LedgerRead], Some(30)).is_ok());
        let code = |scopes: &[Permission], days| check(finance, scopes, days).unwrap_err().code;
        assert_eq!(code(&[], None), "scopes_empty");
        assert_eq!(code(&[Permission::LedgerRead, Permission::StaffWrite], None), "scopes_beyond");
        assert_eq!(code(&[Permission::LedgerRead], Some(0)), "days");
    }
}
