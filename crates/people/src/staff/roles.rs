//! What each role may do, as the owner has set it.

use banyan_api::access::{Rights, set_for};
use banyan_base::refusal::{Kind, Refusal};
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_store::{Conn, DbError};
use serde_json::json;

use super::{Permission, Role, store};

/// What a role may do now.
pub(crate) fn rights(conn: &mut Conn, role: Role) -> Result<Rights, DbError> {
    let set = set_for(store::role_text(conn, role)?.as_deref())?;
    Ok(Rights::of(role, set.as_deref()))
}

/// Refuses what would give somebody more than whoever gives it has themselves.
pub(super) fn check_within(given: Rights, own: Rights) -> Result<(), Refusal> {
    if given.is_within(own) {
        return Ok(());
    }
    Err(Refusal::new(
        Kind::Forbidden,
        "beyond_own",
        "不能管理权限超过您自己的角色或员工",
        "you cannot manage a role, or somebody, that may do more than you may",
    ))
}

/// Sets what a role may do, or goes back to what it usually may. `own` is what whoever sets it may do.
pub(super) fn set(
    work: &mut Work<'_>,
    role: Role,
    wanted: Option<&[Permission]>,
    own: Rights,
    actor: &str,
) -> Result<(), Refusal> {
    if role == Role::Owner {
        let (zh, en) = ("超级管理员的权限不能修改", "an owner may do everything; that cannot be changed");
        return Err(Refusal::conflict("owner_fixed", zh, en));
    }
    let before = rights(work.conn, role)?;
    check_within(before, own)?;
    let after = Rights::of(role, wanted);
    check_within(after, own)?;
    if before == after {
        return Ok(());
    }
    let at = work.id();
    let text = wanted.map(|_| serde_json::to_string(&after.list())).transpose()?;
    store::set_role_text(work.conn, role, text.as_deref(), at)?;
    let is_usual = wanted.is_none();
    let detail = json!({ "before": before.list(), "after": after.list(), "usual": is_usual });
    audit::record(work, actor, "role.change", &format!("role/{}", role.word()), &detail)
}
