//! Taking somebody on from outside of the console: the first owner, and the demo's staff.

use super::Role;
use crate::audit;
use crate::db::row;
use crate::refusal::Refusal;
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
