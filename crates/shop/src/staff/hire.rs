//! Taking somebody on from outside of the console: the first owner, and the demo's staff.

use super::{Permission, Role};
use crate::audit;
use crate::db::row;
use crate::refusal::Refusal;
use crate::tokens::{self, Token};
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
    let is_plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter);
    if !(2..=32).contains(&login.len()) || !login.chars().all(is_plain) {
        let (zh, en) = (
            "登录名要 2 到 32 个小写字母、数字或 . _ -",
            "a log-in name has 2 to 32 small letters, digits or . _ -",
        );
        return Err(Refusal::unacceptable("login", zh, en).at("/login"));
    }
    if work.conn.one("SELECT id FROM staff WHERE login = $1", &row![login])?.is_some() {
        let (zh, en) = ("这个登录名已有人用", "somebody has this log-in name already");
        return Err(Refusal::conflict("login_taken", zh, en).at("/login"));
    }
    let id = work.id();
    let sql =
        "INSERT INTO staff(id, login, name, role, password, state) VALUES($1, $2, $3, $4, $5, 'active')";
    work.conn.execute(sql, &row![id, login, name, role.word(), password])?;
    let detail = serde_json::json!({ "role": role.word() });
    audit::record(work, actor, "staff.hire", &format!("staff:{id}"), &detail)?;
    Ok(id)
}

/// Gives a program a token to act for somebody of staff, with everything that her role may do. It is shown this once.
pub fn token_for(work: &mut Work<'_>, login: &str, name: &str, actor: &str) -> Result<Token, Refusal> {
    let found =
        work.conn.one("SELECT id, role FROM staff WHERE login = $1 AND state = 'active'", &row![login])?;
    let found = found.ok_or_else(|| Refusal::not_found("员工", "member of staff"))?;
    let staff = found.int(0)?;
    let role = Role::of(found.text(1)?).ok_or_else(|| Refusal::broken("staff of an unknown role"))?;
    let scopes: Vec<Permission> = Permission::ALL.into_iter().filter(|scope| role.may(*scope)).collect();
    let token = {
        let mut random = work.facts.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        tokens::api(random.as_mut()).map_err(|error| Refusal::broken(error.to_string()))?
    };
    let id = work.id();
    let sql = "INSERT INTO api_token(hash, id, staff, name, scopes) VALUES($1, $2, $3, $4, $5)";
    let hash = token.hash().0.to_vec();
    work.conn.execute(sql, &row![hash, id, staff, name, serde_json::to_string(&scopes)?])?;
    let detail = serde_json::json!({ "token": id.to_string(), "name": name });
    audit::record(work, actor, "token.issue", &format!("staff:{staff}"), &detail)?;
    Ok(token)
}
