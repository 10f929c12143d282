//! Who works in the shop: taken on, given another role, let go.

use banyan_api::sessions::{self, Whose};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::Role;
use super::store::{self, StaffRow};

/// Full-width and other forms of the same letters, as one.
fn folded(typed: &str) -> String {
    typed.nfkc().collect()
}

/// A login in its one spelling: 2 to 32 letters and digits, small.
pub(crate) fn login(typed: &str) -> Result<String, Refusal> {
    let login = text::name(&folded(typed), "/login", 2, 32)?.to_lowercase();
    let fits =
        login.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@'));
    if fits {
        return Ok(login);
    }
    Err(Refusal::unacceptable(
        "login_invalid",
        "登录名只能用字母、数字和 _ - . @",
        "a login has letters, digits and _ - . @ only",
    )
    .at("/login"))
}

/// The first owner of a shop that nobody works in yet. `login` and `name` as typed, the password hashed.
pub fn create_owner(work: &mut Work<'_>, login: &str, name: &str, password: &str) -> Result<i64, Refusal> {
    if !store::is_empty(work.conn)? {
        return Err(Refusal::conflict(
            "set_up_already",
            "店铺已经有管理员了，请登录",
            "the shop has its owner already; please sign in",
        ));
    }
    take_on(work, login, name, Role::Owner, password, "system")
}

/// Takes somebody on.
pub(super) fn take_on(
    work: &mut Work<'_>,
    typed: &str,
    name: &str,
    role: Role,
    password: &str,
    actor: &str,
) -> Result<i64, Refusal> {
    let login = login(typed)?;
    let name = text::name(name, "/name", 1, 50)?;
    let id = work.id();
    if !store::insert(work.conn, id, (&login, &name), role, password)? {
        return Err(
            Refusal::conflict("login_taken", "这个登录名已被使用", "this login is in use").at("/login")
        );
    }
    audit::record(work, actor, "staff.create", &format!("staff/{id}"), &json!({ "role": role.word() }))?;
    Ok(id)
}

/// What changes about somebody of staff.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    pub(super) role: Option<Role>,
    /// Let go, or taken back.
    pub(super) is_active: Option<bool>,
    /// Another password, hashed.
    pub(super) password: Option<String>,
    /// They have lost their phone and their recovery codes.
    pub(super) drops_totp: bool,
}

/// Whether a change would leave the shop without an owner.
fn leaves_no_owner(known: &StaffRow, change: &Change, other_owners: i64) -> bool {
    let is_owner = known.role == Role::Owner && known.is_active;
    let stays =
        change.role.unwrap_or(known.role) == Role::Owner && change.is_active.unwrap_or(known.is_active);
    is_owner && !stays && other_owners == 0
}

/// Changes somebody of staff. Whatever they may no longer do ends at once: they are signed out everywhere.
pub(super) fn change(work: &mut Work<'_>, id: i64, change: &Change, actor: &str) -> Result<(), Refusal> {
    let known = store::find(work.conn, id)?.ok_or_else(|| Refusal::not_found("员工", "staff member"))?;
    let other_owners = store::other_owners(work.conn, id)?;
    if leaves_no_owner(&known, change, other_owners) {
        return Err(Refusal::conflict(
            "last_owner",
            "店铺至少要有一位超级管理员",
            "the shop needs at least one owner",
        ));
    }
    let mut detail = serde_json::Map::new();
    if let Some(role) = change.role {
        store::set_role(work.conn, id, role)?;
        detail.insert("role".to_owned(), json!(role.word()));
        detail.insert("before".to_owned(), json!(known.role.word()));
    }
    if let Some(is_active) = change.is_active {
        store::set_state(work.conn, id, is_active)?;
        detail.insert("state".to_owned(), json!(if is_active { "active" } else { "closed" }));
    }
    if let Some(password) = &change.password {
        store::set_password(work.conn, id, password)?;
        detail.insert("password".to_owned(), json!("changed"));
    }
    if change.drops_totp {
        store::drop_totp(work.conn, id)?;
        detail.insert("second_factor".to_owned(), json!("removed"));
    }
    sessions::remove_all_of(work.conn, Whose::Staff, id)?;
    if change.is_active == Some(false) || change.password.is_some() || change.drops_totp {
        // Whoever had their password may have issued themselves tokens to stay.
        let at = work.id();
        store::revoke_all_of(work.conn, id, at)?;
    }
    audit::record(work, actor, "staff.change", &format!("staff/{id}"), &detail.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_owner_stays() {
        let somebody = |role, is_active| StaffRow {
            id: 1,
            login: "a".to_owned(),
            name: "A".to_owned(),
            role,
            password: String::new(),
            totp: None,
            totp_new: None,
            totp_step: 0,
            recovery: Vec::new(),
            is_active,
        };
        let demoted = Change { role: Some(Role::Finance), ..Change::default() };
        let closed = Change { is_active: Some(false), ..Change::default() };
        let table = [
            ("another role", somebody(Role::Owner, true), &demoted, 0, true),
            ("another role, but another owner", somebody(Role::Owner, true), &demoted, 1, false),
            ("let go", somebody(Role::Owner, true), &closed, 0, true),
            ("support let go", somebody(Role::Support, true), &closed, 1, false),
            ("an owner who has left before", somebody(Role::Owner, false), &demoted, 1, false),
            ("another password", somebody(Role::Owner, true), &Change::default(), 0, false),
        ];
        for (case, known, change, others, expected) in table {
            assert_eq!(leaves_no_owner(&known, change, others), expected, "{case}");
        }
    }
}
